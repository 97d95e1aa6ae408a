// Shows a text with marks that can be pressed, and hands out files made from it. What is shown
// comes in as data and becomes text nodes alone: never markup, never an address, never script.
// Problems can be reached with Tab, every mark with the arrow keys; Enter and Space press it.
export default function ({ data, parentElement, setTriggerValue }) {
    let root = parentElement.querySelector(".marked");
    if (root?.told === data) return; // the same text again: focus stays where it is
    const first = !root;
    const { summary, label, pieces, apart, files, jump, to } = JSON.parse(data);
    root?.remove();
    root = document.createElement("div");
    root.className = "marked";
    root.told = data;
    root.tabIndex = -1;
    root.setAttribute("role", "region");
    root.setAttribute("aria-label", summary);

    const bar = document.createElement("div");
    bar.className = "marked-bar";
    const press = (label, act) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = label;
        button.onclick = act;
        bar.append(button);
    };
    if (jump) press(jump.label, () => go(document.querySelector(`.st-key-${jump.to}`), "start"));
    for (const file of files) press(file.label, () => save(file));

    const text = document.createElement("div");
    text.className = "marked-text";
    text.setAttribute("role", "group");
    text.setAttribute("aria-label", label);
    const marks = [];
    const line = () => text.appendChild(Object.assign(document.createElement("div"), { className: "line" }));
    let place = apart ? line() : text;
    const write = (words) => {
        for (const one of apart ? words.split(/(?<=\n)/) : [words]) {
            if (one === "\n" && !place.childNodes.length) place.classList.add("blank");
            place.append(one);
            if (apart && one.endsWith("\n")) place = line();
        }
    };
    for (const piece of pieces) {
        if (typeof piece === "string") {
            write(piece);
            continue;
        }
        const mark = document.createElement("span");
        mark.className = `mark mark-${piece.mark}`;
        mark.setAttribute("role", "button");
        mark.setAttribute("aria-label", `${piece.text}: ${piece.means}`);
        mark.id = `${to}${piece.finding}`.slice(1);
        mark.tabIndex = piece.problem ? 0 : -1;
        mark.append(piece.text);
        if (piece.sign) {
            const sign = document.createElement("sup");
            sign.append(piece.sign);
            mark.append(sign);
        }
        mark.onclick = () => setTriggerValue("pressed", piece.finding);
        marks.push(mark);
        place.append(mark);
    }
    if (marks.length && !marks.some((mark) => mark.tabIndex === 0)) marks[0].tabIndex = 0;
    text.onkeydown = (event) => {
        const at = marks.indexOf(event.target);
        if (at < 0) return;
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: marks.length - 1 };
        if (event.key === "Enter" || event.key === " ") marks[at].click();
        else if (event.key in to) marks[to[event.key]]?.focus();
        else return;
        event.preventDefault();
    };
    root.append(bar, text);
    parentElement.append(root);
    // From the lists to the figure: the address stays as it is.
    document.onclick = (event) => {
        const link = event.target.closest?.(`a[href^="${to}"]`);
        if (!link) return;
        event.preventDefault();
        go(document.getElementById(link.hash.slice(1)), "center");
    };
    // Where the text went in is folded away now: go on from here, and hear the summary.
    const from = document.activeElement;
    if (first && (from === document.body || from.closest('[class*="st-key-draft-in-"]'))) root.focus({ preventScroll: true });
}

function go(place, block) {
    if (!place) return;
    if (place.tabIndex < 0) place.tabIndex = -1; // what cannot be focused can be now
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block });
}

// Made in the browser from what it already shows, so that no copy lies on the server.
function save({ name, type, content }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
