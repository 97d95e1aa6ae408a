"""Bars as Plotly figures: the share of each holding, and the way from one ratio to another."""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypeAlias

from exposure.charts import axis, drawing, limits, percent_axis, text, words
from exposure.wording import GAP, number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.book import Line
    from exposure.charts import Figure, Palette

Row: TypeAlias = "Mapping[str, Any]"

_ROOM = 8 * "\N{EN SPACE}"  # for a number between the name of a bar and the bar
_HALF_A_LABEL = 0.015  # of the height of an axis of LTV
_ROW = 0.06  # of the same height, a number or the name of a line


def shares(
    before: Sequence[Row], after: Sequence[Row], column: str, palette: Palette, focus: str
) -> Figure:
    """Return the share of each holding as bars, the baseline as an upright mark.

    ``before`` and ``after`` are those of `exposure.concentration.named_holdings`; ``column`` holds
    fractions.
    """
    after_shares, before_shares = (
        {row["name"]: row[column] for row in rows} for rows in (after, before)
    )
    order = sorted(after_shares, key=lambda name: after_shares[name] or 0.0)
    own = {row["name"]: row["company"] == focus for row in after}
    second = next((name for name in reversed(order) if not own[name]), None)
    colours = [
        palette.focus if own[name] else palette.second if name == second else palette.greys[1]
        for name in order
    ]
    labels = ["<br>".join(f"{row}{_ROOM}" for row in name.split("<br>")) for name in short(order)]
    after_values = [after_shares[name] for name in order]
    before_values = [before_shares[name] for name in order]
    known = [value for value in (*after_values, *before_values, 0.1) if value is not None]
    low, high = min(0.0, *known), 1.05 * max(known)
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "y": labels,
            "x": after_values,
            "marker": {"color": colours},
            "customdata": [text(name) for name in order],
            "hovertemplate": "%{customdata}: %{x:.1%}<extra>this scenario</extra>",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "y": labels,
            "x": before_values,
            "marker": {
                "symbol": "line-ns-open",
                "size": 18,
                "line": {"width": 2, "color": palette.ink},
                "color": palette.ink,
            },
            "customdata": [text(name) for name in order],
            "hovertemplate": "%{customdata}: %{x:.1%}<extra>baseline</extra>",
        },
        {  # in a column before the bars, where no mark can strike one through or take it for its own
            "type": "scatter",
            "mode": "text",
            "y": labels,
            "x": [None if value is None else low for value in after_values],
            "text": ["" if value is None else f"{percent(value)}{GAP}" for value in after_values],
            "textposition": "middle left",
            "textfont": {"color": palette.ink, "size": 13},
            "cliponaxis": False,
            "hoverinfo": "skip",
        },
    ]
    return drawing(
        data,
        palette,
        x=percent_axis(palette, low, high),
        y=axis(palette, showgrid=False, automargin=True),
        height=60 + 46 * len(after),
    )


def waterfall(  # noqa: PLR0913  (each is a thing to draw)
    steps: Sequence[tuple[str, float]],
    start: float,
    end: float,
    palette: Palette,
    lines: Sequence[Line],
    *,
    ends: tuple[str, str] = ("Baseline", "Scenario"),
    title: str = "Disclosed LTV",
) -> Figure:
    """Return the way from one ratio to another, a bar for each cause.

    ``steps`` are (label, change as a fraction) and add up to ``end - start``.
    """
    names = [text(_wrapped(name)) for name in (ends[0], *(name for name, _ in steps), ends[1])]
    told = [
        percent(start),
        *(number(100 * change, signed=True) for _, change in steps),
        percent(end),
    ]
    reached = [start]
    for _, change in steps:
        reached.append(reached[-1] + change)
    colours = [palette.limits[0] if change > 0 else palette.focus for _, change in steps]
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "x": names,
            "base": [0.0, *reached[:-1], 0.0],
            "y": [start, *(change for _, change in steps), end],
            "text": told,
            "textposition": "none",
            "marker": {"color": [palette.greys[0], *colours, palette.greys[0]]},
            "hovertemplate": "%{x}: %{text}<extra></extra>",
        },
        {  # from the end of each bar to where the next begins
            "type": "scatter",
            "mode": "lines",
            "x": [x for pair in pairwise(names) for x in (*pair, None)],
            "y": [y for level in reached for y in (level, level, None)],
            "line": {"color": palette.greys[1], "width": 1},
            "hoverinfo": "skip",
        },
    ]
    top = max(0.4, 1.25 * max(reached))
    figure = drawing(
        data,
        palette,
        x=axis(palette, showgrid=False, tickangle=0, automargin=True),
        y=percent_axis(palette, min(0.0, *reached), top, title=title),
        height=420,
    )
    tops = [start, *(max(pair) for pair in pairwise(reached)), end]
    above = [_clear(at + 0.3 * _HALF_A_LABEL, lines, _ROW * top) for at in tops]
    figure["data"].append(
        words(names, above, told, colour=palette.ink, palette=palette, side="top")
    )
    limits(figure, lines, palette, top, [[at + _HALF_A_LABEL for at in above]], among_bars=True)
    return figure


def short(names: Sequence[str]) -> list[str]:
    """Return names in two lines at most, the rest left out; all whole where two would be alike.

    >>> short(["Elm Networks", "A very long name that nobody could fit beside a bar"])
    ['Elm Networks', 'A very long name<br>that nobody could …']
    """
    cut = [
        text("<br>".join(wrap(name, 20, max_lines=2, placeholder=" …")) or name) for name in names
    ]
    return cut if len({*cut}) == len(cut) else [text(name) for name in names]


def _clear(at: float, lines: Sequence[Line], height: float) -> float:
    """Return where a number over a bar begins, so that no line strikes it through and no name covers it.

    The name of a line stands right above it and is as high as a number.
    """
    for line in sorted(lines, key=lambda line: line.limit):
        if line.limit - height < at < line.limit + height:
            at = line.limit + height
    return at


def _wrapped(name: str, width: int = 12) -> str:
    rows: list[str] = []
    for word in name.split():
        if rows and len(rows[-1]) + len(word) < width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return "<br>".join(rows)
