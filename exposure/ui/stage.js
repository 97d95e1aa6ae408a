// Paints a stretch of a page and keeps its DOM alive: text changes where it has changed. The charts of it
// are those of plot.js.

const slug = (words) => words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
const heading = ({ level, words }) => h(`h${level}`, { id: slug(words) }, words);
const note = (words) => h("p", { class: "note" }, words);

const VIEWS = {
    heading: (block) => [heading(block)],
    sentence: ({ words }) => [h("p", { class: "st-key-sentence" }, words)],
    answer: ({ words }) => [h("p", { class: "st-key-answer" }, words)],
    note: ({ words }) => [note(words)],
    printed: ({ words }) => [h("p", { class: "note printed" }, words)],
    presses: ({ name, presses }) => [h("p", { class: `presses st-key-${name}` }, presses.map(([words, press]) => button(press, words)))],
    choices: ({ choices }) => [h("div", { class: "choices" }, choices.map(choice))],
    numbers: ({ numbers }) => [
        h("div", { class: "cards" }, numbers.map(({ key, label, value, under, press }) =>
            h("div", { class: `card st-key-card-${key}`, key },
                h("p", { class: "card-label" }, label),
                h("div", { class: `st-key-open-${key}` }, button(press, value, "card-value")),
                h("p", { class: "card-under" }, under.map(([words, tone]) => h("span", { class: tone }, words))),
            ))),
    ],
    pair: ({ sides }) => [
        h("div", { class: "pair" }, sides.map(([label, words, small], place) => h("div", {},
            note(label), h("p", { class: place ? "strong" : "" }, words), note(small)))),
    ],
    table: (block) => table(block),
    chart: ({ key, level, title, alt, source, figure, pictures, name, numbers }) => [
        heading({ level, words: title }),
        h("div", { key, class: "plot", role: "figure", "aria-label": alt, name, figure, pictures, style: `height: ${figure.layout.height}px` }),
        note(source),
        ...(numbers ? [folded(numbers)] : []),
    ],
    fold: (block) => [folded(block)],
};

function choice(asked) {
    const { key, label, options, value, list } = asked;
    const choose = { "data-choose": key };
    if (!options) return amount(asked, choose);
    if (list)
        return h("label", { key, class: `pick st-key-${key}` }, h("span", {}, label),
            h("select", { ...choose, value }, options.map(([name, words]) => h("option", { value: name }, words))));
    return h("fieldset", { key, class: `choice st-key-${key}`, role: "radiogroup", "aria-label": label },
        h("legend", {}, label),
        h("div", {}, options.map(([name, words]) => h("label", {},
            h("input", { ...choose, type: "radio", name: `choice-${key}`, value: name, checked: name === value }),
            h("span", {}, words)))));
}

function amount({ key, label, about, value, low, high, step }, choose) {
    const help = `about-${key}`;
    return h("div", { key, class: `pick amount st-key-${key}` },
        h("div", { class: "lever-top" },
            h("label", { for: `amount-${key}` }, label),
            ...(about ? [
                h("button", { type: "button", class: "lever-ask", popovertarget: help, "aria-label": `About ${label}` }, "?"),
                h("div", { id: help, popover: "auto", class: "lever-about" }, about),
            ] : [])),
        h("input", { ...choose, id: `amount-${key}`, type: "text", inputmode: "decimal", value, range: { low, high, step, unit: "" } }),
        h("p", { class: "note refused", role: "alert" }));
}

function folded({ key, open, press, words, ...rows }) {
    const inside = rows.rows ? table({ key, ...rows }) : [];
    return h("details", { key: `fold-${key}`, class: "fold", open, press }, h("summary", {}, words), inside);
}

// A cell that leads somewhere is its words and the address. Where many columns do not fit they stand
// under one another, each with its head; the roles stay, whatever that does to the look.
function table({ key, text, title, head, rows, files, printed }) {
    const kind = (place) => (place < text ? "" : "n");
    const broad = head.length > 4;
    const look = `table${broad ? " broad" : ""}${broad && text === head.length ? " words" : ""}${printed ? " printed" : ""}`;
    const role = (name) => broad && name;
    const link = ([words, href]) => h("a", { href, target: "_blank", rel: "noopener noreferrer" }, words);
    const cell = (one, place) => h("td", { class: kind(place), role: role("cell"), "data-head": broad && head[place] },
        Array.isArray(one) ? link(one) : one);
    return [
        h("div", { key: `table-${key}`, class: `${look} st-key-text-${text}-${key}`, role: "region", "aria-label": title },
            h("table", { role: role("table") },
                h("thead", { role: role("rowgroup") }, h("tr", { role: role("row") }, head.map((words, place) =>
                    h("th", { scope: "col", class: kind(place), role: role("columnheader") }, words)))),
                h("tbody", { role: role("rowgroup") }, rows.map((row) => h("tr", { role: role("row") }, row.map(cell)))),
            )),
        files.length && h("details", { key: `files-${key}`, class: "files" },
            h("summary", {}, "Download"), files.map(([words, press]) => button(press, words))),
    ].filter(Boolean);
}

function save({ name, type, content }) {
    const bytes = Uint8Array.from(atob(content), (x) => x.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function show(root, { chunk, blocks }) {
    paint(root, blocks.flatMap((block) => VIEWS[block.kind](block)));
    for (const node of root.querySelectorAll(".plot, .table, .table > table")) {
        if (!node.watched) sizes.observe(node);
        node.watched = true;
    }
    draw(root, chunk);
}

// What this browser has: it comes along with whatever is told.
exposure.has = () => ({ code: exposure.version, table: exposure.table, draws: exposure.draws() });

// Whether a page can be asked what it says at an address; no pictures come with that.
exposure.peeks = () => exposure.draws() || !document.querySelector(".stage .plot");

// What a page with one stretch says at an address; nothing where the session has to tell.
exposure.peek = async (url, dark) => {
    if (document.querySelectorAll(".stage").length !== 1) return null;
    const folds = [...document.querySelectorAll(".stage details.fold[open]")].map(({ told }) => told.press.replace("fold:", ""));
    const body = JSON.stringify({ url, dark, folds, code: exposure.version, table: exposure.table });
    const signal = AbortSignal.timeout(WAIT_MS);
    const answer = await fetch(placed("instant"), { method: "POST", body, signal }).catch(() => null);
    return answer?.status === 200 ? answer.json().catch(() => null) : null;
};
exposure.show = (told) => {
    const root = document.querySelector(".stage");
    if (root) show(root, told);
};

exposure.stage = ({ data, parentElement, setTriggerValue }) => {
    const told = JSON.parse(new TextDecoder().decode(data));
    let root = parentElement.querySelector(".stage");
    const fresh = !root;
    if (fresh) {
        root = document.createElement("div");
        root.className = "stage";
        parentElement.append(root);
        root.press = (told) => {
            const tell = () => root.send({ ...told, number: Date.now(), ...exposure.has() });
            if (exposure.open) exposure.open.settle(tell);
            else tell();
        };
        root.addEventListener("click", ({ target }) => {
            const pressed = target.closest("button[data-press]");
            if (!pressed) return;
            pressed.closest(".files")?.removeAttribute("open");
            root.press({ what: pressed.dataset.press });
        });
        const choose = ({ dataset }, value) => root.press({ what: `choose:${dataset.choose}`, value });
        const take = (box, value) => {
            box.value = value;
            box.told = { ...box.told, value };
            choose(box, value);
        };
        root.addEventListener("change", ({ target }) => {
            const { dataset, range, told, value, nextSibling } = target;
            if (range) typedIn(target, range, told.value, nextSibling, (number) => take(target, number));
            else if (dataset.choose) choose(target, value);
        });
        root.addEventListener("keydown", (event) => {
            const { range, told } = event.target;
            const steps = range && stepsOf(event);
            if (!steps) return;
            event.preventDefault();
            take(event.target, stepped(range, told.value, steps));
        });
        root.addEventListener("toggle", ({ target }) => {
            const { open, press } = target.told ?? {};
            if (press && target.open !== open) root.press({ what: press, open: target.open });
        }, true);
    }
    root.send = (told) => setTriggerValue("pressed", told);
    // What is shown already may be newer than what the session knows.
    if (fresh || !exposure.open?.leads) show(root, told);
    if (told.file && root.saved !== told.file.press) {
        root.saved = told.file.press;
        save(told.file);
    }
};
