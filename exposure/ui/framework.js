// What the framework says of itself: whether it is connected, when it has done what it was told, and where
// its pages are.

// A page that is connected again may be at another server, which knows nothing of it and takes nothing
// from the first message. So one is sent at once, and the reader's next click is not the one lost.
function connectedAgain(act) {
    const app = document.querySelector('[data-testid="stApp"]');
    let before = app?.dataset.testConnectionState;
    const look = () => {
        const now = app.dataset.testConnectionState;
        if (now === "CONNECTED" && before !== now) act();
        before = now;
    };
    if (app) new MutationObserver(look).observe(app, { attributeFilter: ["data-test-connection-state"] });
}

// What the framework says of a lost connection speaks to whoever started the server.
const LOST = [
    "The connection is lost",
    "What is on the page stays right for where the levers stood. The connection comes back by itself, and what you have moved since is answered then.",
];
new MutationObserver(() => {
    const title = document.querySelector('[role="dialog"] h2');
    const words = title?.textContent === "Connection error" && title.nextElementSibling;
    if (words) [title.textContent, words.textContent] = LOST;
}).observe(document.body, { childList: true });

// When the framework has done what it was told, and the address that belongs to it is there.
function idle() {
    const app = document.querySelector('[data-testid="stApp"]');
    const done = () => app.dataset.testScriptState !== "running" && app.dataset.testScriptState !== "rerunRequested";
    return new Promise((go) => {
        const look = () => {
            if (!done()) return;
            looking.disconnect();
            go();
        };
        const looking = new MutationObserver(look);
        looking.observe(app, { attributeFilter: ["data-test-script-state"] });
        look();
    });
}

const placed = (address) =>
    new URL(address, new URL("../../", document.querySelector('script[src*="/static/js/index."]').src));

// The same address, framed as this page is: that is no part of what is set on it.
function framed(address) {
    for (const [name, value] of new URLSearchParams(location.search))
        if (name.startsWith("embed")) address.searchParams.append(name, value);
    return address;
}

// Open a page as the browser's own buttons do, which the framework follows: its address says all.
function openPage(address) {
    history.pushState({}, "", framed(address));
    dispatchEvent(new PopStateEvent("popstate"));
    hidePanel();
}

// Where the panel lies over the page it goes when it has done its work.
function hidePanel() {
    const closed = document.querySelector('[data-testid="stExpandSidebarButton"]');
    if (!closed && matchMedia("(max-width: 768px)").matches)
        document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
}
