// The levers: a slider and a box for each, drawn once and then only set. What a reader does with one is
// handed on, and whether that begins a step or goes on with the drag, or the key, of before.
function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
}

class Levers {
    constructor(moved, grabbed) {
        this.root = element("div", {});
        this.moved = moved;
        this.grabbed = grabbed;
        this.rows = new Map();
    }

    has(name) {
        return this.rows.has(name);
    }

    draw(groups, values) {
        this.rows.clear();
        this.root.replaceChildren(...groups.map((group) => this.group(group, values)));
    }

    group([title, folded, levers], values) {
        const rows = levers.map((lever) => this.row(lever));
        if (!folded) return element("div", {}, element("h3", {}, title), ...rows);
        const fold = element("details", { class: "fold" }, element("summary", {}, title), ...rows);
        fold.open = levers.some((lever) => values[lever.name] !== lever.baseline);
        return fold;
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
        const label = element("label", { for: id }, lever.label.replace(lever.unit, (unit) => unit.replaceAll(" ", "\u00a0")));
        const row = element("div", { class: `lever st-key-lever-${lever.name}` });
        const top = element("div", { class: "lever-top" }, label, ask, help, reset);
        let range, box, told;
        if (lever.switch) {
            range = element("input", { id, type: "checkbox", role: "switch", "aria-label": lever.label });
            range.addEventListener("change", () => this.take(lever, Number(range.checked), true));
            top.prepend(range);
            row.append(top);
        } else {
            const limits = { min: lever.low, max: lever.high, step: "any" };
            range = element("input", { id, type: "range", "aria-label": lever.label, "aria-describedby": help.id, ...limits });
            box = element("input", { type: "text", inputmode: "decimal", "aria-label": `${lever.label}, exact` });
            told = element("p", { class: "note refused", role: "alert" });
            const track = element("span", { class: "lever-track" }, range);
            track.style.setProperty("--baseline", (lever.baseline - lever.low) / (lever.high - lever.low));
            row.append(top, element("div", { class: "lever-row" }, track, box), told);
            for (const input of [range, box]) {
                input.addEventListener("keydown", (event) => this.key(lever, event));
            }
            range.addEventListener("pointerdown", this.grabbed);
            range.addEventListener("input", () => this.take(lever, snapped(lever, Number(range.value))));
            box.addEventListener("change", () =>
                typedIn(box, lever, this.rows.get(lever.name).value, told, (value) => this.take(lever, value, true)));
        }
        reset.addEventListener("click", () => {
            this.take(lever, lever.baseline, true);
            range.focus();
        });
        this.rows.set(lever.name, { row, range, box, told, reset, lever });
        return row;
    }

    key(lever, event) {
        const steps = stepsOf(event);
        if (!steps) return;
        event.preventDefault();
        this.take(lever, stepped(lever, this.rows.get(lever.name).value, steps), !event.repeat);
    }

    take({ name }, value, begins = false) {
        const { told, value: before } = this.rows.get(name);
        told?.replaceChildren();
        if (value !== before) this.moved(name, value, begins);
        else if (begins) this.grabbed();
    }

    set(name, value) {
        const found = this.rows.get(name);
        found.value = value;
        const { row, range, box, reset, lever } = found;
        const moved = value !== lever.baseline;
        row.classList.toggle("moved", moved);
        reset.hidden = !moved;
        if (lever.switch) {
            range.checked = Boolean(value);
            return;
        }
        if (Number(range.value) !== value) range.value = value;
        range.setAttribute("aria-valuetext", `${value} ${lever.unit}`);
        if (box.value === "" || Number(box.value) !== value) box.value = clean(value);
    }
}
