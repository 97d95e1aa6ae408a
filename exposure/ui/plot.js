// Draws the charts of a page and keeps them alive: a chart moves what has moved. Where it has to be drawn
// anew, the numbers of the page are painted first.

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
// later. It comes at two widths or three: what of it is not the same in both lies on a straight line. Where
// marks or lines of words are more at one width than at the other, it is the picture of the nearer.
const NUMBER = /(-?\d+(?:\.\d+)?)/;
function picture(plot) {
    const { pictures, offsetWidth: width } = plot;
    plot.replaceChildren();
    if (!pictures.length) return;
    const above = pictures.findIndex(([at]) => at >= width);
    const near = above < 0 ? pictures.slice(-2) : pictures.slice(Math.max(0, above - 1)).slice(0, 2);
    const [[low, narrow], [high, wide]] = near.map(([at, told]) => [at, told.split(NUMBER)]);
    const share = (width - low) / (high - low);
    const between = (one, place) => (one === wide[place] ? one : +one + share * (wide[place] - one));
    const told = narrow.length === wide.length ? narrow.map(between).join("") : "NaN";
    const fits = !told.includes("NaN");
    const svg = fits ? told : near[Math.round(Math.min(1, Math.max(0, share)))][1];
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    if (!fits) drawn.setAttribute("width", width);
    plot.append(drawn);
    quiet(plot);
}

// Whether charts are drawn here, or pictures of them are asked for.
exposure.draws = () => Boolean(window.Plotly);

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
        whole(plot);
    }
}

// Draw a chart as a whole.
function whole(plot) {
    const { data, layout } = plot.drawn;
    const names = smaller(plot.drawn, plot.offsetWidth);
    plot.small = Boolean(names);
    const figure = names ? { ...layout, xaxis: { ...layout.xaxis, ...names } } : layout;
    return window.Plotly.react(plot, data, figure, settings(window.Plotly)).then(() => quiet(plot));
}

// A chart is told in the words of its name; its buttons are heard, the numbers along its axes are not.
function quiet(plot) {
    for (const svg of plot.querySelectorAll(".main-svg, :scope > svg")) svg.setAttribute("aria-hidden", true);
}

// Names under bars stand side by side: where there is little room for each they take more lines, and
// smaller letters.
const LETTER = 0.53; // of the height of a letter, as the server reckons for its pictures
function smaller({ data, layout }, width) {
    const { margin, xaxis } = layout;
    const names = data.find(({ type, orientation }) => type === "bar" && orientation !== "h")?.x;
    if (typeof names?.[0] !== "string" || xaxis.tickvals) return null;
    const room = (width - margin.l - margin.r) / names.length;
    const fits = (size) => Math.floor(room / (size * LETTER));
    const longest = Math.max(...names.flatMap((name) => name.split("<br>")).map((line) => line.length));
    if (longest <= fits(13)) return null;
    const ticktext = names.map((name) => wrapped(name.replaceAll("<br>", " "), Math.max(5, fits(11))));
    return { tickvals: names, ticktext, tickfont: { ...xaxis.tickfont, size: 11 } };
}

function wrapped(words, letters) {
    const rows = [];
    // A word that is a little too long stays whole, and comes near its neighbours; a longer one is
    // parted evenly.
    const parts = (word) => {
        const count = word.length < letters + 3 ? 1 : Math.ceil(word.length / letters);
        const found = word.match(new RegExp(`.{1,${Math.ceil(word.length / count)}}`, "gu"));
        return found.map((part, place) => (place < count - 1 && /[a-z]$/i.test(part) ? `${part}-` : part));
    };
    for (const word of words.split(" ").flatMap(parts)) {
        if (rows.length && rows.at(-1).length + word.length < letters) rows.push(`${rows.pop()} ${word}`);
        else rows.push(word);
    }
    return rows.join("<br>");
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
    whole(plot);
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
            const other = target.small || smaller(target.drawn, contentRect.width);
            Promise.resolve(other && whole(target)).then(() => window.Plotly.Plots.resize(target));
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
