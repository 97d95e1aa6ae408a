// The buttons above the levers, and their keys. The link is copied in the reader's own gesture: no
// round trip to the server, so that every browser allows it. The address is the whole scenario. The
// framework's own keys would take Ctrl+Z from a box in which somebody is typing.
const SHORTCUTS = {
    "Ctrl+Z": ".steps .undo",
    "Ctrl+Shift+Z": ".steps .redo",
    "Ctrl+Y": ".steps .redo",
    "Ctrl+Shift+L": ".steps .copy",
};
let typing = null;

document.addEventListener("focusout", () => (typing = null));
document.addEventListener("input", ({ target }) => (typing = target.type === "range" ? null : target));
document.addEventListener("keydown", (event) => {
    const parts = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.shiftKey ? "Shift" : ""];
    const keys = [...parts, event.code.replace("Key", "")].filter(Boolean).join("+");
    if (event.key === "Enter") typing = null;
    if (event.altKey || !(keys in SHORTCUTS) || typing === event.target) return;
    event.preventDefault();
    document.querySelector(SHORTCUTS[keys])?.click();
});

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

// The address follows what is pressed or chosen; what a lever says is known before that. At the
// baseline the address is bare, and what is copied says on which data it was all the same.
async function copy(panel) {
    const focused = document.activeElement;
    const presses = panel.pressing || panel.after.length;
    const moves = !presses && (panel.moving || panel.waiting);
    if (presses) await new Promise((go) => panel.settle(go));
    if (!moves) await idle();
    const bare = panel.told.moves && !location.search;
    panel.copied = (await copied(moves || bare ? panel.address() : location.href)) ? "Copied" : "";
    focused?.focus?.({ preventScroll: true });
    panel.refused = panel.copied ? "" : "The browser refuses; copy the address bar.";
    panel.paint();
    clearTimeout(panel.forgets);
    panel.forgets = setTimeout(() => {
        panel.copied = panel.refused = "";
        panel.paint();
    }, 3000);
}

function steps({ moves, most, steps: [done, undone] }, { copied, refused }) {
    const step = (press, words, keys, count) =>
        button(press, words, `quiet ${press}`, { disabled: !count, title: `${keys}; ${count} of at most ${most} steps` });
    return h("div", { class: "steps" },
        ...(moves ? [step("undo", "Undo", "Ctrl+Z", done), step("redo", "Redo", "Ctrl+Shift+Z", undone)] : []),
        button("copy", copied || "Copy link", "quiet copy", {
            title: "Copy the address of this page with all that is set (Ctrl+Shift+L)",
            "aria-keyshortcuts": "Control+Shift+L",
        }),
        h("span", { role: "status", class: "note" }, refused));
}
