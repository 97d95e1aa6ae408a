// Paints a stretch of a page and keeps its DOM alive: text changes where it has changed, and a chart
// moves what has moved. Where it has to be drawn anew, the numbers are painted first.

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
        h("div", { key, class: "plot", role: "img", "aria-label": alt, name, figure, pictures, style: `height: ${figure.layout.height}px` }),
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

// Plotly sets window.Plotly once it is imported: the part of it that draws flat charts, a third of the
// whole; where a host serves no files of ours, the copy of the framework.
const served = (place) => new URL(place, document.querySelector('script[type="module"][src*="/js/index."]').src).href;
const PART = served("../../app/static/plotly-cartesian-4.1.1.min.js");
let loading, config;

// Fetched while the server still works at the first page; run once its numbers are painted.
document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: PART }));

function plotly(chunk) {
    const fetched = (place) => import(place).then(() => window.Plotly);
    loading ??= window.Plotly ? Promise.resolve(window.Plotly) : fetched(PART).catch(() => fetched(served(chunk)));
    loading.catch(() => (loading = undefined)); // and tried again at the next figure
    return loading;
}

// One object for all charts and all times: Plotly starts afresh where it sees another.
function settings(Plotly) {
    // The paper of the page goes along: words of a dark page cannot be read on white.
    const onPaper = ({ data, layout, offsetWidth: width, offsetHeight: height }) => {
        const app = document.querySelector('[data-testid="stApp"]');
        const paper_bgcolor = getComputedStyle(app).backgroundColor;
        return { data, layout: { ...layout, paper_bgcolor, width, height } };
    };
    const picture = (format) => ({
        name: `Download as ${format.toUpperCase()}`,
        icon: format === "svg" ? Plotly.Icons.disk : Plotly.Icons.camera,
        click: (plot) =>
            Plotly.downloadImage(onPaper(plot), { format, filename: plot.getAttribute("name"), scale: 2 }),
    });
    const embed = {
        name: "Embed on another site",
        icon: { width: 24, height: 24, path: "M9.4 16.6 4.8 12l4.6-4.6L8 6l-6 6 6 6zm5.2 0 4.6-4.6-4.6-4.6L16 6l6 6-6 6z" },
        click: (plot) => plot.closest(".stage").press({ what: `embed:${plot.getAttribute("name")}` }),
    };
    config ??= {
        displaylogo: false,
        modeBarButtons: [
            ["zoomIn2d", "zoomOut2d", "resetScale2d"],
            [picture("png"), picture("svg"), embed],
        ],
    };
    return config;
}

// Move at once what can be moved, with the numbers; the rest is drawn once those are painted.
function draw(root, chunk) {
    const plots = [...root.querySelectorAll(".plot")];
    for (const plot of plots.filter(({ figure, seen }) => figure !== seen)) {
        plot.figure.data.forEach(fillWords);
        const told = JSON.stringify((plot.seen = plot.figure));
        if (plot.last !== told && (plot.due || !moved(plot))) plot.due = true;
        // What the pointer was told of the figure before is not true of this one.
        if (plot.last !== told && plot.data) window.Plotly.Fx.unhover(plot);
        plot.last = told;
    }
    for (const plot of plots.filter(({ drawn }) => !drawn)) picture(plot);
    if (plots.some(({ due }) => due)) requestAnimationFrame(() => setTimeout(() => drawAnew(plots, chunk)));
}

// Plotly takes the place of an empty word away for good, and has none for the word that comes after it.
function fillWords(trace) {
    if (Array.isArray(trace.text)) trace.text = trace.text.map((one) => one || "\u00a0");
}

// Until Plotly is there a chart is a picture by the server, with the numbers and not half a second
// later. It comes at two widths: what of it is not the same in both lies on a straight line. Where
// marks or lines of words are more at one width than at the other, it is the picture of the nearer.
const NUMBER = /(-?\d+(?:\.\d+)?)/;
function picture(plot) {
    const { pictures, offsetWidth: width } = plot;
    plot.replaceChildren();
    if (!pictures.length) return;
    const [[low, narrow], [high, wide]] = pictures.map(([at, told]) => [at, told.split(NUMBER)]);
    const share = (width - low) / (high - low);
    const between = (one, place) => (one === wide[place] ? one : +one + share * (wide[place] - one));
    const told = narrow.length === wide.length ? narrow.map(between).join("") : "NaN";
    const fits = !told.includes("NaN");
    const svg = fits ? told : pictures[Math.round(Math.min(1, Math.max(0, share)))][1];
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    if (!fits) drawn.setAttribute("width", width);
    plot.append(drawn);
}

// Whether charts are drawn here, or pictures of them are asked for.
exposure.draws = () => Boolean(window.Plotly);
exposure.has = () => ({ code: exposure.version, table: exposure.table, draws: exposure.draws() });

// Of several figures for one chart only the newest is there to be drawn.
async function drawAnew(plots, chunk) {
    const Plotly = await plotly(chunk);
    for (const plot of plots.filter(({ due, isConnected }) => due && isConnected)) {
        const { figure } = plot;
        plot.due = false;
        plot.drawn = figure;
        plot.form = formOf(figure);
        plot.points &&= "whole";
        plot.classList.toggle("light-ink", figure.layout.font.color > "#8");
        if (!plot.data) plot.replaceChildren();
        Plotly.react(plot, figure.data, figure.layout, settings(Plotly));
    }
}

// A trace that is there for the pointer alone.
const unseen = ({ opacity }) => opacity === 0;

// What of a figure is not where its marks and its words stand. Names along an axis stay where they are,
// and a line may have any number of points.
const placeOf = (values) => (values?.some((one) => typeof one === "string") ? values : values?.length);
function formOf({ data, layout }) {
    const mark = (trace) => {
        if (unseen(trace)) return trace.type;
        const { x, y, base, text, ...others } = trace;
        return others.mode === "lines" ? others : [others, placeOf(x), placeOf(y)];
    };
    const annotations = layout.annotations.map(({ x, y, text, ...others }) => others);
    return JSON.stringify([data.map(mark), { ...layout, annotations }]);
}

// Move points, bars and words alone, if that is all a figure has new: axes, lines and tints stay, and
// that is two thirds of the work.
function moved(plot) {
    const { figure, drawn, form } = plot;
    const { data, layout } = figure;
    const moves = (trace) => trace.type === "scatter" || trace.type === "bar" || unseen(trace);
    if (form !== formOf(figure) || !data.every(moves)) return false;
    plot.drawn = figure;
    const given = ({ x, y, base, text }) => Object.fromEntries(Object.entries({ x, y, base, text }).filter(([, one]) => one));
    const differs = (place) => !unseen(data[place]) && !alike(given(data[place]), given(drawn.data[place]));
    // Plotly takes the words of a trace away that stands still while another moves.
    const speaks = (place) => !unseen(data[place]) && data[place].mode?.includes("text");
    const places = [...data.keys()];
    const traces = places.some(differs) ? places.filter((place) => differs(place) || speaks(place)) : [];
    if (traces.length) {
        window.Plotly.animate(
            plot,
            { data: traces.map((place) => given(data[place])), traces },
            { mode: "immediate", transition: { duration: 0 }, frame: { duration: 0, redraw: false } },
        );
    }
    const words = {};
    layout.annotations.forEach((note, place) => {
        for (const name of ["x", "y", "text"])
            if (note[name] !== drawn.layout.annotations[place][name]) words[`annotations[${place}].${name}`] = note[name];
    });
    if (Object.keys(words).length) window.Plotly.relayout(plot, words);
    if (data.some(unseen)) pointOut(plot);
    return true;
}

// What the pointer is told is brought up to date when it comes, as that draws the whole chart anew,
// unseen.
function pointOut(plot) {
    if (!plot.points)
        for (const comes of ["pointermove", "pointerdown"]) plot.addEventListener(comes, () => pointed(plot), true);
    plot.points = "old";
}

function pointed(plot) {
    if (plot.points !== "old" || plot.due) return;
    plot.points = "whole";
    window.Plotly.react(plot, plot.drawn.data, plot.drawn.layout, settings(window.Plotly));
}

const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// A chart follows the width it has; a table that is wider than its place can be reached by Tab, and
// so be moved by the arrow keys.
const sizes = new ResizeObserver((changes) => {
    for (const { target, contentRect } of changes) {
        const region = target.closest(".table");
        if (region) {
            if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
            else region.removeAttribute("tabindex");
        } else if (target.matches(".plot") && !target.data) {
            picture(target);
        } else if (target.data && contentRect.width && target.width !== contentRect.width) {
            window.Plotly.Plots.resize(target);
        }
        target.width = contentRect.width;
    }
});

// On paper a chart is as wide as the paper: its picture is scaled as a whole, and put back after.
const pictures = (act) => document.querySelectorAll(".plot .main-svg").forEach((svg) => {
    const [width, height] = ["width", "height"].map((side) => svg.getAttribute(side));
    svg.parentElement.style.setProperty("--ratio", width / height);
    act(svg, `0 0 ${width} ${height}`);
});
if (!window.printsPictures) {
    window.printsPictures = true;
    window.addEventListener("beforeprint", () => pictures((svg, box) => svg.setAttribute("viewBox", box)));
    window.addEventListener("afterprint", () => pictures((svg) => svg.removeAttribute("viewBox")));
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
