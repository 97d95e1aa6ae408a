"""The same page in Panel: ``python -m panel serve benchmarks/peers/panel_app.py --args PAGE``."""

from __future__ import annotations

import html
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import panel as pn

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.peers.content import Content, html_table, words

if TYPE_CHECKING:
    from benchmarks.peers.content import Item

pn.extension("plotly")
page = pn.state.as_cached("page", Content, name=sys.argv[1])
values = dict(page.start)


def told(item: Item) -> Any:  # noqa: ANN401  (whatever the element takes)
    """Return what goes into the element of an item."""
    if item.kind == "chart":
        return item.value
    shown = html_table(item) if item.kind == "table" else html.escape(words(item))
    return f"<div class=shown>{shown}</div>"


def element(item: Item) -> Any:  # noqa: ANN401
    """Return the element of an item."""
    if item.kind == "chart":
        height = item.value["layout"]["height"]
        return pn.pane.Plotly(told(item), height=height, sizing_mode="stretch_width")
    return pn.pane.HTML(told(item))


def moved(name: str, event: Any) -> None:  # noqa: ANN401
    """Draw every element anew."""
    values[name] = event.new
    for made, item in zip(elements, page(values), strict=True):
        made.object = told(item)


elements = [element(item) for item in page(values)]
sliders = []
for lever in page.levers:
    slider = pn.widgets.FloatSlider(
        name=lever.label, start=lever.low, end=lever.high, step=lever.step, value=values[lever.name]
    )
    slider.param.watch(partial(moved, lever.name), "value")
    sliders.append(slider)
pn.Row(pn.Column(*sliders, width=300), pn.Column(*elements, sizing_mode="stretch_width")).servable()
