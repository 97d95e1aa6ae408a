// A button that puts the address of the page on the clipboard, in the reader's own gesture: no round
// trip to the server, so that every browser allows it. The address is the whole scenario. The keys
// of the buttons beside it are here too: the framework's own would take Ctrl+Z from a box in which
// somebody is typing.
const KEYS = {
    "Ctrl+Z": ".st-key-undo button",
    "Ctrl+Shift+Z": ".st-key-redo button",
    "Ctrl+Y": ".st-key-redo button",
    "Ctrl+Shift+L": ".copy-link",
};
let typing = null;

function pressed(event) {
    const parts = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.shiftKey ? "Shift" : ""];
    const keys = [...parts, event.code.replace("Key", "")].filter(Boolean).join("+");
    if (event.key === "Enter") typing = null;
    if (event.altKey || !(keys in KEYS) || typing === event.target) return;
    event.preventDefault();
    document.querySelector(KEYS[keys])?.click();
}

async function copied(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        // Without https there is no clipboard; the older way works there.
        const box = document.createElement("textarea");
        box.value = text;
        document.body.append(box);
        box.select();
        const done = document.execCommand("copy");
        box.remove();
        return done;
    }
}

export default function ({ parentElement }) {
    if (!document.keysOfExposure) {
        document.keysOfExposure = true;
        document.addEventListener("keydown", pressed);
        document.addEventListener("focusout", () => (typing = null));
        document.addEventListener("input", ({ target }) => {
            typing = target.type === "range" ? null : target;
        });
    }
    if (parentElement.querySelector("button")) return;
    const button = document.createElement("button");
    const told = document.createElement("span");
    button.type = "button";
    button.className = "copy-link";
    button.textContent = "Copy link";
    button.title = "Copy the address of this page with all that is set (Ctrl+Shift+L)";
    button.setAttribute("aria-keyshortcuts", "Control+Shift+L");
    told.className = "copy-told";
    told.setAttribute("role", "status");
    parentElement.append(button, told);
    let timer;
    button.addEventListener("click", async () => {
        const focused = document.activeElement;
        const done = await copied(window.location.href);
        focused?.focus?.({ preventScroll: true });
        button.textContent = done ? "Copied" : "Copy link";
        told.textContent = done ? "" : "The browser refuses; copy the address bar.";
        clearTimeout(timer);
        timer = setTimeout(() => {
            button.textContent = "Copy link";
            told.textContent = "";
        }, 3000);
    });
}
