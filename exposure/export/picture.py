"""A figure -> an SVG picture, drawn here and not by a browser.

It draws the few kinds that `exposure.charts` and its neighbours make, as they look
on the page: the same numbers, colours, labels and lines. What it does not know it
refuses, so that no part of a chart is lost in silence.
"""

from __future__ import annotations

import math
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from exposure.charts import DARK, LIGHT, on_light
from exposure.export import marks
from exposure.export.axes import Axis, axis
from exposure.export.svg import element, escaped, label, line, lines, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exposure.charts import Figure

WIDTH = 860
_GAP, _CLOSE, _LETTER, _LEADING = 8, 4, 0.52, 1.3
_UNKNOWN = "cannot be drawn"


def svg(
    figure: Figure, alt: str = "", *, title: str = "", source: str = "", width: int = WIDTH
) -> str:
    """Return a figure as SVG on light paper, with its words as the description.

    With a title above it and a source line below it stands for itself, away from its page.

    Raises
    ------
    ValueError
        If the figure has a trace of a kind that is not drawn here.
    """
    return _svg(on_light(figure), LIGHT.paper, alt, width, (title, source))


def dark_svg(figure: Figure, alt: str, *, width: int = WIDTH) -> str:
    """Return a figure of the dark palette as SVG on dark paper, to stand on its page.

    Raises
    ------
    ValueError
        As `svg`.
    """
    return _svg(figure, DARK.paper, alt, width)


def _svg(
    figure: Figure, paper: str, alt: str, width: int, around: tuple[str, str] = ("", "")
) -> str:
    title, source = around
    above, head = _set(title, 24, _TITLE, width)
    height = int(figure["layout"]["height"])
    below, foot = _set(source, 16, _SOURCE, width)
    total = above + height + below
    drawn = "".join(_drawn(figure, width, height))
    if above:
        drawn = f'{head}<g transform="translate(0 {above})">{drawn}</g>'
    if below:
        drawn += f'<g transform="translate(0 {above + height})">{foot}</g>'
    sheet = element("rect", width="100%", height="100%", fill=paper)
    return (
        element(
            "svg",
            element("title", escaped(alt)) + sheet + drawn,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {width} {total}",
            width=width,
            height=total,
            role="img",
            aria_label=alt,
            font_family=_FONT,
            font_size=13,
        )
        + "\n"
    )


def sketch(figure: Figure, width: int) -> str:
    """Return a figure in its own colours, without paper: a chart of a page before its library draws it.

    Raises
    ------
    ValueError
        As `svg`.
    """
    height = int(figure["layout"]["height"])
    return element(
        "svg",
        "".join(_drawn(figure, width, height)),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        font_size=13,
    )


# Each name in quotes: a name that ends in a number is otherwise no name, and the whole list is lost.
_FONT = "'Source Sans Pro', 'Source Sans 3', 'Noto Sans CJK JP', sans-serif"
_SERIF = "'Source Serif Pro', 'Source Serif 4', 'Noto Serif CJK JP', serif"
_TITLE = {"size": 20, "color": LIGHT.ink, "face": _SERIF, "weight": 600}
_SOURCE = {"size": 12, "color": LIGHT.greys[0]}
_EDGE = 14.0
# What a figure stands on, by the colour of its words.
_PAPERS = {palette.ink: palette.paper for palette in (LIGHT, DARK)}


def _set(words: str, leading: int, font: dict[str, Any], width: int) -> tuple[int, str]:
    """Return lines of text over the width of a picture, and the height they take."""
    if not words:
        return 0, ""
    rows = wrap(words, _letters(words, width - 2 * _EDGE, font["size"]))
    first = font["size"] + _GAP
    placed = (label(_EDGE, first + i * leading, [row], font) for i, row in enumerate(rows))
    return first + leading * len(rows), "".join(placed)


def _drawn(figure: Figure, width: int, height: int) -> Iterator[str]:
    """Yield what the picture is made of, from the back to the front."""
    layout = figure["layout"]
    paper = _PAPERS[layout["font"]["color"]]
    x, y = _axes(figure, width, height)
    shapes = [(s.get("layer"), s) for s in layout.get("shapes", ())]
    yield from (_shape(s, x, y) for layer, s in shapes if layer == "below")
    yield from _grid(x, y)
    for trace in marks.stacked(figure):
        yield from _trace(trace, x, y, paper)
    yield from (_shape(s, x, y) for layer, s in shapes if layer != "below")
    yield from _names(x, y, layout)
    yield from (_annotation(note, x, y, layout, paper) for note in layout.get("annotations", ()))


def _axes(figure: Figure, width: int, height: int) -> tuple[Axis, Axis]:
    layout = figure["layout"]
    margin = layout["margin"]
    data = [t for t in figure["data"] if t["type"] != "heatmap"]
    across = layout["xaxis"], list(marks.extent(data, "x"))
    up = layout["yaxis"], list(marks.extent(data, "y"))
    named = axis(*up, 0.0, 1.0).names
    longest = max((max(map(len, lines(name))) for name in named), default=0)
    left = max(margin["l"], int(longest * 13 * _LETTER) + 2 * _GAP if named else 0)
    x = axis(*across, left, width - margin["r"])
    font = x.layout["tickfont"]
    rows = max((len(_fitted(lines(name), x, font)) for name in x.names), default=1)
    bottom = height - max(margin["b"], 16 * rows + _GAP)
    return x, axis(*up, bottom, margin["t"])


def _trace(trace: dict[str, Any], x: Axis, y: Axis, paper: str) -> Iterator[str]:
    kind = trace["type"]
    if kind == "scatter":
        yield from marks.scatter(trace, x, y, paper)
    elif kind == "bar":
        yield from marks.bars(trace, x, y)
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
    for one, end in ((x, (x.end, y.start)), (y, (x.start, y.end))):
        yield line(x.start, y.start, *end, stroke=one.layout["linecolor"], stroke_width=1)


def _names(x: Axis, y: Axis, layout: dict[str, Any]) -> Iterator[str]:
    for value, name in x.ticks():
        font = x.layout["tickfont"]
        rows = _fitted(lines(name), x, font)
        yield label(x.at(value), y.start + _GAP, rows, font, anchor="middle", baseline="top")
    for value, name in y.ticks():
        font = y.layout["tickfont"]
        yield label(x.start - _CLOSE, y.at(value), lines(name), font, anchor="end")
    for one in (x, y):
        if title := one.layout["title"]["text"]:
            font = one.layout["title"]["font"]
            if one is x:
                at = (x.start + x.end) / 2, layout["height"] - 6.0
                yield label(*at, lines(title), font, anchor="middle", baseline="bottom")
            else:
                at = 10.0, (y.start + y.end) / 2
                yield label(*at, lines(title), font, anchor="middle", turned=True)


def _fitted(rows: list[str], on: Axis, font: dict[str, Any]) -> list[str]:
    """Return the lines of a name, broken where they would run into those of the next."""
    if not on.names:
        return rows
    room = abs(on.end - on.start) / len(on.names)
    found = []
    for row in rows:
        letters = _letters(row, room, font["size"])
        words = " ".join(part for word in row.split() for part in _parted(word, letters))
        found += wrap(words, letters, break_long_words=False, break_on_hyphens=False)
    return found


def _parted(word: str, letters: int) -> list[str]:
    """Return a word in even parts of so many letters at most; one that is a little too long is whole.

    >>> _parted("Assumptions", 6), _parted("Currency", 6)
    (['Assump-', 'tions'], ['Currency'])
    """
    count = 1 if len(word) < letters + 3 else math.ceil(len(word) / letters)
    size = math.ceil(len(word) / count)
    parts = [word[at : at + size] for at in range(0, len(word), size)]
    return [
        *(f"{one}-" if one.isascii() and one.isalpha() else one for one in parts[:-1]),
        parts[-1],
    ]


def _letters(words: str, room: float, size: float) -> int:
    """Return how many letters of a text go into some room: an em for one of the east, else half."""
    wide = sum(east_asian_width(letter) in "WF" for letter in words) / max(1, len(words))
    return max(1, int(room / (size * (_LETTER + wide * (1 - _LETTER)))))


def _shape(shape: dict[str, Any], x: Axis, y: Axis) -> str:
    x0, x1 = (_place(shape[name], shape.get("xref"), x) for name in ("x0", "x1"))
    y0, y1 = (_place(shape[name], shape.get("yref"), y) for name in ("y0", "y1"))
    if shape["type"] == "rect":
        return rectangle(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), shape["fillcolor"])
    if shape["type"] != "line":
        raise ValueError(f"a shape of the kind {shape['type']} {_UNKNOWN}")
    return line(x0, y0, x1, y1, **marks.stroke(shape["line"]))


def _annotation(note: dict[str, Any], x: Axis, y: Axis, layout: dict[str, Any], paper: str) -> str:
    across = _place(note["x"], note.get("xref"), x) + note.get("xshift", 0)
    up = _place(note["y"], note.get("yref"), y) - note.get("yshift", 0)
    rows, font = lines(note["text"]), layout["font"] | note.get("font", {})
    anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", "center"), "middle")
    baseline = note.get("yanchor", "middle")
    behind = ""
    if box := note.get("bgcolor"):
        wide = max(map(len, rows)) * font["size"] * _LETTER
        high = len(rows) * font["size"] * _LEADING
        left = across - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        top = up - high * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[baseline]
        behind = rectangle(left, top, wide, high, box)
    return behind + label(
        across, up, rows, font, anchor=anchor, baseline=baseline, paper="" if box else paper
    )


def _place(value: object, reference: str | None, on: Axis) -> float:
    if reference == "paper":
        return on.start + float(value) * (on.end - on.start)  # type: ignore[arg-type]
    return on(value)
