// All levers in one element: a slider and a box for each, drawn once and then only set. What the
// reader moves is sent while it moves, the next message when the answer to the last has come, so a
// slow server is asked less often and nothing queues up. The server's value wins, except over one
// that is still on its way.
const KEYS = {
    ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10,
    Home: -Infinity, End: Infinity,
};
const WAIT_MS = 2000;
const MOST_TRIES = 15;

// The next value on the lever's grid, a number of steps away.
function stepped({ low, high, step }, value, steps) {
    const at = (value - low) / step;
    const near = steps > 0 ? Math.floor(at + 1e-9) : Math.ceil(at - 1e-9);
    return clean(Math.min(high, Math.max(low, low + step * (near + steps))));
}

function snapped({ low, high, step }, value) {
    if (value >= high) return high;
    return clean(Math.min(high, low + step * Math.round((value - low) / step)));
}

function clean(value) {
    return Number(value.toPrecision(12));
}

function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
}

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

class Panel {
    constructor(root) {
        this.root = root;
        this.rows = new Map();
        this.pending = {};
        this.sent = this.gesture = 0;
        connectedAgain(() => this.send && this.root.isConnected && this.flush());
    }

    // `given` are the groups of levers with their values; `answered` is the last message that the
    // server has taken into account.
    show({ groups, answered }, send) {
        this.send = send;
        this.sent = Math.max(this.sent, answered);
        if (!this.waiting || answered >= this.sent) {
            clearTimeout(this.waiting);
            this.waiting = undefined;
            if (!this.unsent) this.pending = {};
        }
        const names = groups.flatMap(([, levers]) => levers.map((lever) => lever.name)).join();
        if (this.names !== names) {
            this.names = names;
            this.rows.clear();
            this.root.replaceChildren(
                ...groups.flatMap(([title, levers]) => [
                    ...(title ? [element("h3", {}, title)] : []),
                    ...levers.map((lever) => this.row(lever)),
                ]),
            );
        }
        for (const [, levers] of groups)
            for (const lever of levers)
                this.set(lever, this.pending[lever.name] ?? lever.value);
        if (this.unsent) this.flush();
    }

    row(lever) {
        const id = `lever-${lever.name}`;
        const help = element("div", { id: `${id}-help`, popover: "auto", class: "lever-about" });
        help.textContent = lever.help;
        const ask = element(
            "button",
            { type: "button", class: "lever-ask", popovertarget: help.id, "aria-label": `About ${lever.label}` },
            "?",
        );
        const reset = element(
            "button",
            { type: "button", class: "lever-reset", title: `Reset to ${lever.start}`, "aria-label": `Reset ${lever.label} to ${lever.start}` },
            "↺",
        );
        const label = element("label", { for: id }, lever.label);
        const row = element("div", { class: `lever st-key-lever-${lever.name}` });
        const top = element("div", { class: "lever-top" }, label, ask, help, reset);
        let range, box;
        if (lever.switch) {
            range = element("input", { id, type: "checkbox", role: "switch", "aria-label": lever.label });
            range.addEventListener("change", () => this.move(lever.name, Number(range.checked), true));
            top.prepend(range);
            row.append(top);
        } else {
            const limits = { min: lever.low, max: lever.high, step: "any" };
            range = element("input", { id, type: "range", "aria-label": lever.label, "aria-describedby": help.id, ...limits });
            box = element("input", { type: "number", "aria-label": `${lever.label}, exact`, ...limits });
            const track = element("span", { class: "lever-track" }, range);
            track.style.setProperty("--baseline", (lever.baseline - lever.low) / (lever.high - lever.low));
            row.append(top, element("div", { class: "lever-row" }, track, box));
            for (const input of [range, box]) {
                input.addEventListener("keydown", (event) => this.key(lever, input, event));
            }
            range.addEventListener("pointerdown", () => (this.gesture = Date.now()));
            range.addEventListener("input", () => {
                this.move(lever.name, snapped(lever, Number(range.value)));
            });
            box.addEventListener("change", () => {
                if (box.value !== "" && box.reportValidity()) this.move(lever.name, Number(box.value), true);
                else if (box.value === "") this.set(lever, this.rows.get(lever.name).value);
            });
        }
        reset.addEventListener("click", () => {
            this.move(lever.name, this.rows.get(lever.name).lever.baseline, true);
            range.focus();
        });
        this.rows.set(lever.name, { row, range, box, reset, lever });
        return row;
    }

    key(lever, input, event) {
        const steps = KEYS[event.key];
        const sideways = /Left|Right|Home|End/.test(event.key);
        if (!steps || event.ctrlKey || event.metaKey || event.altKey) return;
        if (input.type === "number" && sideways) return;
        event.preventDefault();
        const { value } = this.rows.get(lever.name);
        this.move(lever.name, stepped(lever, value, steps), !event.repeat);
    }

    move(name, value, begins = false) {
        if (begins) this.gesture = Date.now();
        this.tries = 0;
        const { lever, value: before } = this.rows.get(name);
        if (value === before) return;
        this.pending[name] = value;
        this.set(lever, value);
        this.unsent = true;
        if (!this.waiting) this.flush();
    }

    flush() {
        this.unsent = false;
        this.sent += 1;
        this.waiting = setTimeout(() => {
            this.waiting = undefined;
            // Not answered: the server is slow, or another has taken its place and knows of nothing.
            if (Object.keys(this.pending).length && ++this.tries <= MOST_TRIES) this.flush();
        }, WAIT_MS);
        this.send({ number: this.sent, gesture: this.gesture, values: { ...this.pending } });
    }

    set(lever, value) {
        const found = this.rows.get(lever.name);
        found.value = value;
        found.lever = lever;
        const { row, range, box, reset } = found;
        const moved = value !== lever.baseline;
        row.classList.toggle("moved", moved);
        reset.hidden = !moved;
        if (lever.switch) {
            range.checked = Boolean(value);
            return;
        }
        if (Number(range.value) !== value) range.value = value;
        range.setAttribute("aria-valuetext", `${value} ${lever.unit}`);
        if (box.value === "" || Number(box.value) !== value) box.value = value;
    }
}

export default function ({ data, parentElement, setStateValue }) {
    parentElement.panel ??= new Panel(parentElement);
    parentElement.panel.show(JSON.parse(data), (moved) => setStateValue("moved", moved));
}
