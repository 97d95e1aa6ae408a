"""The same page in Dash: ``python -m benchmarks.peers.dash_app PORT PAGE``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, dcc, html

from benchmarks.peers.content import Content, words

if TYPE_CHECKING:
    from benchmarks.peers.content import Item

page = Content(sys.argv[2])
shape = page(page.start)


def told(item: Item) -> Any:  # noqa: ANN401  (whatever the element takes)
    """Return what goes into the element of an item."""
    if item.kind == "chart":
        return item.value
    if item.kind == "text":
        return words(item)
    head = html.Tr([html.Th(name) for name in item.value.columns])
    body = [html.Tr([html.Td(cell) for cell in row]) for row in item.value.itertuples(index=False)]
    return [html.Thead(head), html.Tbody(body)]


def element(number: int, item: Item) -> Any:  # noqa: ANN401
    """Return the element of an item."""
    if item.kind == "chart":
        height = {"height": item.value["layout"]["height"]}
        return dcc.Graph(id=f"i{number}", figure=told(item), style=height)
    kind = html.Div if item.kind == "text" else html.Table
    return kind(told(item), id=f"i{number}", className="shown")


def slider(lever: Any) -> Any:  # noqa: ANN401
    """Return a slider with its label."""
    made = dcc.Slider(
        lever.low, lever.high, lever.step, value=page.start[lever.name], id=lever.name,
        marks=None, updatemode="drag",
    )  # fmt: skip
    return html.Div([html.Label(lever.label), made])


app = Dash(__name__)
app.layout = html.Div(
    [
        html.Div([slider(lever) for lever in page.levers], style={"width": 300, "flex": "none"}),
        html.Div([element(n, item) for n, item in enumerate(shape)], style={"flex": 1}),
    ],
    style={"display": "flex", "gap": 30},
)


@app.callback(
    [
        Output(f"i{n}", "figure" if item.kind == "chart" else "children")
        for n, item in enumerate(shape)
    ],
    [Input(lever.name, "value") for lever in page.levers],
)
def moved(*values: float) -> list[Any]:
    """Return every element anew."""
    given = dict(zip([lever.name for lever in page.levers], values, strict=True))
    return [told(item) for item in page(page.start | given)]


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
