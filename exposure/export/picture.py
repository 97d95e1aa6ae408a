"""A figure -> an SVG picture, drawn here and not by a browser.

It draws the few kinds that `exposure.charts` and its neighbours make, as they look
on the page: the same numbers, colours, labels and lines. What it does not know it
refuses, so that no part of a chart is lost in silence.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from exposure.export import marks
from exposure.export.axes import Axis, axis
from exposure.export.svg import label, line, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exposure.charts import Figure

WIDTH = 860
_GAP, _LETTER = 8, 0.52
_UNKNOWN = "cannot be drawn"


def svg(figure: Figure, alt: str = "", *, width: int = WIDTH) -> str:
    """Return a figure as SVG, with its words as the description.

    Raises
    ------
    ValueError
        If the figure has a trace of a kind that is not drawn here.
    """
    layout = figure["layout"]
    height = int(layout["height"])
    x, y = _axes(figure, width, height)
    shapes = [(s.get("layer"), s) for s in layout.get("shapes", ())]
    parts = [_shape(s, x, y) for layer, s in shapes if layer == "below"]
    parts += _grid(x, y)
    drawn = marks.stacked(figure)
    parts += [part for trace in drawn for part in _trace(trace, x, y, layout)]
    parts += [_shape(s, x, y) for layer, s in shapes if layer != "below"]
    parts += _names(x, y, layout)
    parts += [_annotation(note, x, y, layout) for note in layout.get("annotations", ())]
    described = escape(alt)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{described}" font-family="{_FONT}" '
        f'font-size="13"><title>{described}</title>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


_FONT = "Source Sans Pro, Source Sans 3, Noto Sans CJK JP, sans-serif"


def _axes(figure: Figure, width: int, height: int) -> tuple[Axis, Axis]:
    layout = figure["layout"]
    margin = layout["margin"]
    data = [t for t in figure["data"] if t["type"] != "heatmap"]
    across = layout["xaxis"], list(marks.extent(data, "x"))
    up = layout["yaxis"], list(marks.extent(data, "y"))
    named = axis(*up, 0.0, 1.0).names
    longest = max((max(map(len, lines(name))) for name in named), default=0)
    left = max(margin["l"], int(longest * 13 * _LETTER) + 2 * _GAP if named else 0)
    below = axis(*across, 0.0, 1.0).names
    rows = max((len(lines(name)) for name in below), default=1)
    bottom = height - max(margin["b"], 16 * rows + _GAP)
    x = axis(*across, left, width - margin["r"] - _GAP)
    return x, axis(*up, bottom, margin["t"])


def _trace(trace: dict[str, Any], x: Axis, y: Axis, layout: dict[str, Any]) -> Iterator[str]:
    kind = trace["type"]
    if kind == "scatter":
        yield from marks.scatter(trace, x, y)
    elif kind == "bar":
        yield from marks.bars(trace, x, y)
    elif kind == "waterfall":
        yield from marks.waterfall(trace, x, y, layout["font"]["color"])
    elif kind == "contour":
        yield from marks.region(trace, x, y)
    elif kind != "heatmap":  # there only for the pointer
        raise ValueError(f"a trace of the kind {kind} {_UNKNOWN}")


def _grid(x: Axis, y: Axis) -> Iterator[str]:
    for one, other, upright in ((x, y, True), (y, x, False)):
        if one.layout.get("showgrid") is False:
            continue
        style = {"stroke": one.layout["gridcolor"], "stroke-width": 1}
        for value, _ in one.ticks():
            at = one.at(value)
            ends = (at, other.start, at, other.end) if upright else (other.start, at, other.end, at)
            yield line(*ends, **style)


def _names(x: Axis, y: Axis, layout: dict[str, Any]) -> Iterator[str]:
    for value, name in x.ticks():
        font = x.layout["tickfont"]
        yield label(x.at(value), y.start + 18, lines(name), font, anchor="middle", baseline="top")
    for value, name in y.ticks():
        font = y.layout["tickfont"]
        yield label(x.start - _GAP, y.at(value), lines(name), font, anchor="end")
    for one in (x, y):
        if title := one.layout["title"]["text"]:
            font = one.layout["title"]["font"]
            if one is x:
                at = (x.start + x.end) / 2, layout["height"] - 6.0
                yield label(*at, lines(title), font, anchor="middle", baseline="bottom")
            else:
                at = 14.0, (y.start + y.end) / 2
                yield label(*at, lines(title), font, anchor="middle", turned=True)


def _shape(shape: dict[str, Any], x: Axis, y: Axis) -> str:
    x0, x1 = (_place(shape[name], shape.get("xref"), x) for name in ("x0", "x1"))
    y0, y1 = (_place(shape[name], shape.get("yref"), y) for name in ("y0", "y1"))
    if shape["type"] == "rect":
        return rectangle(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), shape["fillcolor"])
    if shape["type"] != "line":
        raise ValueError(f"a shape of the kind {shape['type']} {_UNKNOWN}")
    return line(x0, y0, x1, y1, **marks.stroke(shape["line"]))


def _annotation(note: dict[str, Any], x: Axis, y: Axis, layout: dict[str, Any]) -> str:
    across = _place(note["x"], note.get("xref"), x) + note.get("xshift", 0)
    up = _place(note["y"], note.get("yref"), y) - note.get("yshift", 0)
    return label(
        across,
        up,
        lines(note["text"]),
        layout["font"] | note.get("font", {}),
        anchor={"left": "start", "right": "end"}.get(note.get("xanchor", "center"), "middle"),
        baseline=note.get("yanchor", "middle"),
        paper=note.get("bgcolor", ""),
    )


def _place(value: object, reference: str | None, on: Axis) -> float:
    if reference == "paper":
        return on.start + float(value) * (on.end - on.start)  # type: ignore[arg-type]
    return on(value)


def lines(words: str) -> list[str]:
    """Return a label of a figure, which is pseudo-HTML, as lines of text.

    >>> lines("a &lt;b&gt;<br>c")
    ['a <b>', 'c']
    """
    return [unescape(re.sub(r"</?[biu]>", "", row)) for row in re.split(r"<br ?/?>", str(words))]
