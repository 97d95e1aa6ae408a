"""The same page in NiceGUI: ``python -m benchmarks.peers.nicegui_app PORT PAGE``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from nicegui import ui

from benchmarks.peers.content import Content, html_table, words

if TYPE_CHECKING:
    from benchmarks.peers.content import Item

page = Content(sys.argv[2])


def element(item: Item) -> Any:  # noqa: ANN401  (whatever kind of element)
    """Return the element of an item."""
    if item.kind == "chart":
        height = item.value["layout"]["height"]
        return ui.plotly(item.value).classes("w-full").style(f"height: {height}px")
    if item.kind == "table":
        return ui.html(html_table(item), sanitize=False).classes("shown")
    return ui.label(words(item)).classes("shown")


@ui.page("/")
def index() -> None:
    """Draw the page for one reader."""
    values = dict(page.start)
    with ui.row().classes("w-full no-wrap"):
        with ui.column().style("width: 300px; flex: none"):
            for lever in page.levers:
                ui.label(lever.label)
                ui.slider(
                    min=lever.low, max=lever.high, step=lever.step, value=values[lever.name]
                ).on_value_change(lambda event, name=lever.name: moved(name, event.value))
        with ui.column().style("flex: 1"):
            elements = [element(item) for item in page(values)]

    def moved(name: str, value: float) -> None:
        values[name] = value
        for made, item in zip(elements, page(values), strict=True):
            if item.kind == "chart":
                made.update_figure(item.value)
            elif item.kind == "table":
                made.set_content(html_table(item))
            else:
                made.set_text(words(item))


ui.run(host="127.0.0.1", port=int(sys.argv[1]), show=False, reload=False)
