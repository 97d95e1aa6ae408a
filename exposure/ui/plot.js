// Draws a Plotly figure and keeps its DOM alive: a new figure goes through Plotly.react, where the
// framework's own chart element is torn down and built anew at every change. Plotly itself is the
// copy that the framework already serves: its chunk sets window.Plotly once it is imported.
let loading;

function plotly(chunk) {
    const base = document.querySelector('script[type="module"][src*="/js/index."]').src;
    loading ??= window.Plotly
        ? Promise.resolve(window.Plotly)
        : import(new URL(chunk, base).href).then(() => window.Plotly);
    return loading;
}

export default function ({ data, parentElement }) {
    const { chunk, alt, figure, config } = JSON.parse(data);
    let plot = parentElement.querySelector(".plot");
    if (!plot) {
        plot = document.createElement("div");
        plot.className = "plot";
        plot.setAttribute("role", "figure");
        parentElement.append(plot);
        let width = 0;
        new ResizeObserver(([{ contentRect }]) => {
            if (plot.data && contentRect.width && contentRect.width !== width) {
                width = contentRect.width;
                window.Plotly.Plots.resize(plot);
            }
        }).observe(parentElement);
    }
    plot.setAttribute("aria-label", alt);
    plot.style.height = `${figure.layout.height}px`;
    plot.wanted = figure;
    plotly(chunk).then((Plotly) => {
        // Only the newest figure is drawn when several came in while Plotly was loading.
        if (plot.wanted !== figure) return;
        // Read aloud is what the chart says, not every label of it; the table below has the numbers.
        Plotly.react(plot, figure.data, figure.layout, config).then(() => {
            for (const drawing of plot.querySelectorAll("svg.main-svg")) {
                drawing.setAttribute("aria-hidden", "true");
            }
        });
    });
}
