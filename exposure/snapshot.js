// Draws every figure of a page of the snapshot from the JSON beside it. A reader without scripts has the table.
for (const place of document.querySelectorAll("[data-figure]")) {
    const { data, layout } = JSON.parse(place.nextElementSibling.textContent);
    delete layout.width;
    Plotly.newPlot(place, data, { ...layout, autosize: true }, { displayModeBar: false, responsive: true });
}
