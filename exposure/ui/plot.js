// Draws a Plotly figure and keeps its DOM alive: a new figure goes through Plotly.react, where the
// framework's own chart element is torn down and built anew at every change. Plotly itself is the
// copy that the framework already serves: its chunk sets window.Plotly once it is imported.
let loading;
let config;

function plotly(chunk) {
    const base = document.querySelector('script[type="module"][src*="/js/index."]').src;
    loading ??= window.Plotly
        ? Promise.resolve(window.Plotly)
        : import(new URL(chunk, base).href).then(() => window.Plotly);
    return loading;
}

// One object for all charts and all times: Plotly starts afresh where it sees another.
function settings(Plotly) {
    const picture = (format) => ({
        name: `Download as ${format.toUpperCase()}`,
        icon: format === "svg" ? Plotly.Icons.disk : Plotly.Icons.camera,
        click: (plot) => Plotly.downloadImage(plot, { format, filename: plot.name, scale: 2 }),
    });
    config ??= {
        displaylogo: false,
        modeBarButtons: [
            ["zoomIn2d", "zoomOut2d", "resetScale2d"],
            [picture("png"), picture("svg")],
        ],
    };
    return config;
}

export default function ({ data, parentElement }) {
    const { chunk, name, alt, figure } = JSON.parse(data);
    let plot = parentElement.querySelector(".plot");
    if (!plot) {
        plot = document.createElement("div");
        plot.className = "plot";
        plot.setAttribute("role", "img");
        parentElement.append(plot);
        let width = 0;
        new ResizeObserver(([{ contentRect }]) => {
            if (plot.data && contentRect.width && contentRect.width !== width) {
                width = contentRect.width;
                window.Plotly.Plots.resize(plot);
            }
        }).observe(parentElement);
    }
    if (plot.told === data) return;
    plot.told = data;
    plot.name = name;
    plot.setAttribute("aria-label", alt);
    plot.style.height = `${figure.layout.height}px`;
    plotly(chunk).then((Plotly) => {
        // Only the newest figure is drawn when several came in while Plotly was loading.
        if (plot.told === data) Plotly.react(plot, figure.data, figure.layout, settings(Plotly));
    });
}
