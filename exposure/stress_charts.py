"""Charts of the pages Stress and Compare, in the manner of `exposure.charts`.

Comes in: the numbers to draw, amounts in USD billion and ratios as fractions.
Goes out: ``{"data": [...], "layout": {...}}``; nothing is computed here.
"""

from __future__ import annotations

from itertools import pairwise, product
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from exposure.bar_charts import short
from exposure.charts import axis, drawing, halo, percent_axis, text
from exposure.wording import GAP, in_unit, number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.book import Line
    from exposure.charts import Figure, Palette
    from exposure.stress.breach import Breach
    from exposure.stress.tornado import Bar

_HALF_A_NUMBER = 0.04  # of an axis of LTV on a phone
# How far to the right of its mark a number reaches, by the side on which it stands.
_REACH = {"left": 0.0, "center": _HALF_A_NUMBER, "right": 2 * _HALF_A_NUMBER}
# Height of a row with its name above it.
_ROW = 64
# In the name of a row on a phone.
_LETTERS = 44
# A change that no label would show.
_UNSEEN = 5e-4


def chances(found: Breach, lines: Sequence[Line], palette: Palette) -> Figure:
    """Return the distribution of the disclosed LTV as bars, those beyond a line in its colour."""
    edges = found.edges.tolist()
    ends = [*edges[1:], 2 * edges[-1] - edges[-2]]
    middles = [(a + b) / 2 for a, b in zip(edges, ends, strict=True)]
    ordered = sorted(lines, key=lambda line: line.limit)

    def colour(at: float) -> str:
        beyond = [line for line in ordered if at > line.limit]
        return palette.limit(beyond[-1].tone) if beyond else palette.focus

    told = [
        f"{percent(a, 0)} to {percent(b, 0)}: {percent(p)} of outcomes"
        for a, b, p in zip(edges, ends, found.histogram.tolist(), strict=True)
    ]
    told[-1] = f"above {percent(edges[-1], 0)}: {percent(float(found.histogram[-1]))} of outcomes"
    data = [
        {
            "type": "bar",
            "x": middles,
            "y": found.histogram.tolist(),
            "width": [b - a for a, b in zip(edges, ends, strict=True)],
            "marker": {
                "color": [colour(at) for at in middles],
                "line": {"color": palette.paper, "width": 1},
            },
            "customdata": told,
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]
    figure = drawing(
        data,
        palette,
        x=percent_axis(
            palette, edges[0], ends[-1], title="Disclosed LTV at the horizon", showgrid=False
        ),
        y=percent_axis(palette, 0, 1.06 * float(found.histogram.max()), title="Part of outcomes"),
        height=380,
    )
    figure["layout"]["margin"]["t"] = 28 + 20 * len(ordered)
    for place, line in enumerate(reversed(ordered)):
        _upright(figure, line, palette, place, (edges[0], ends[-1]))
    return figure


def contributions(rows: Sequence[tuple[str, str, float]], focus: str, palette: Palette) -> Figure:
    """Return what each holding adds to the expected shortfall; rows are name, key, USD billion."""
    ordered = list(reversed(rows))
    second = next((key for _, key, _ in rows if key != focus), "")
    colours = {focus: palette.focus, second: palette.second}
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "y": short([name for name, _, _ in ordered]),
            "x": [amount for _, _, amount in ordered],
            "marker": {"color": [colours.get(key, palette.greys[1]) for _, key, _ in ordered]},
            "text": [number(amount) for _, _, amount in ordered],
            "textposition": "outside",
            "cliponaxis": False,
            "customdata": [text(name) for name, _, _ in ordered],
            "hovertemplate": "%{customdata}: USD %{text} bn<extra></extra>",
        }
    ]
    most = max((amount for *_, amount in rows), default=0.0)
    least = min((amount for *_, amount in rows), default=0.0)
    return drawing(
        data,
        palette,
        x=axis(
            palette, title="USD bn", tickformat=",d", range=[min(0.0, 1.3 * least), 1.3 * most or 1]
        ),
        y=axis(palette, showgrid=False, automargin=True),
        height=90 + 40 * len(rows),
    )


def tornado(
    bars: Sequence[Bar], now: float, lines: Sequence[Line], ratio: str, palette: Palette
) -> Figure:
    """Return what each lever does to a ratio over its range, around where the ratio is.

    The label of a bar gives its range and says when that is assumed. ``bars`` are
    those that move the ratio, the longest first; ``lines`` are limits on this ratio.
    """
    rows = list(range(len(bars)))
    ends = [sorted(_ends(bar, ratio)) for bar in bars]
    told = [
        "<br>".join(
            f"{text(bar.label)} at {in_unit(at, bar.unit)}: {percent(value)}"
            for at, value in zip((bar.low, bar.high), _ends(bar, ratio), strict=True)
        )
        for bar in bars
    ]
    # What lies below the scenario and what lies above it, each in its colour.
    parts = (
        (palette.focus, [(low, min(high, now)) for low, high in ends]),
        (palette.limits[0], [(max(low, now), high) for low, high in ends]),
    )
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "base": [low for low, _ in spans],
            "y": rows,
            "x": [max(high - low, 0.0) for low, high in spans],
            "width": 0.44,
            "marker": {
                "color": colour,
                "pattern": {"shape": ["" if bar.figures else "/" for bar in bars]},
            },
            "customdata": told,
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for colour, spans in parts
    ]
    data += [
        {
            "type": "scatter",
            "mode": "text",
            "x": [pair[side] for pair in ends],
            "y": rows,
            "text": [
                f"{GAP}{percent(pair[side])}{GAP}" if abs(pair[side] - now) >= _UNSEEN else ""
                for pair in ends
            ],
            "textposition": f"middle {word}",
            "textfont": {"size": 13, "color": palette.ink, "shadow": halo(palette)},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
        for side, word in ((0, "left"), (1, "right"))
    ]
    every = [now, *(value for pair in ends for value in pair)]
    room = 0.22 * (max(every) - min(every) or 0.1)
    span = [min(every) - room, max(every) + room]
    figure = drawing(
        data,
        palette,
        x=percent_axis(palette, *span, title=f"{ratio.capitalize()} LTV"),
        y=axis(palette),
        height=110 + _ROW * len(bars),
    )
    _name_rows(figure, [_ranged(bar) for bar in bars], palette)
    figure["layout"]["barmode"] = "overlay"
    figure["layout"]["shapes"].append(_line(now, palette.greys[0], "dot"))
    shown = [line for line in lines if span[0] < line.limit < span[1]]
    figure["layout"]["margin"]["t"] = 28 + 20 * len(shown)
    for place, line in enumerate(sorted(shown, key=lambda line: -line.limit)):
        _upright(figure, line, palette, place, span)
    return figure


def compared(
    names: Sequence[str],
    ratios: Mapping[str, Sequence[float | None]],
    lines: Sequence[Line],
    palette: Palette,
) -> Figure:
    """Return both ratios of several scenarios, one row each, against the shown lines.

    ``ratios`` has ``disclosed`` and ``grossed``, one number for each name.
    """
    named = {"disclosed": "Disclosed LTV", "grossed": "Grossed LTV"}
    colours = {"disclosed": palette.focus, "grossed": palette.second}
    symbols = {"disclosed": "circle", "grossed": "diamond"}
    rows = list(range(len(names)))
    sides = [_sides({key: ratios[key][i] for key in named}, lines) for i in rows]
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [ratios["disclosed"][i], ratios["grossed"][i]],
            "y": [row, row],
            "line": {"color": palette.greys[1], "width": 2},
            "hoverinfo": "skip",
        }
        for i, row in enumerate(rows)
    ]
    data += [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": list(ratios[key]),
            "y": rows,
            "marker": {"size": 13, "color": colours[key], "symbol": symbols[key]},
            "text": [percent(value) for value in ratios[key]],
            "textposition": [f"bottom {found[key]}" for found in sides],
            "textfont": {"size": 13, "color": colours[key], "shadow": halo(palette)},
            "cliponaxis": False,
            "hovertemplate": "%{x:.1%}<extra>" + title + "</extra>",
        }
        for key, title in named.items()
    ]
    known = [value for found in ratios.values() for value in found if value is not None]
    span = [min(0.0, *known), 1.12 * max([*known, *(line.limit for line in lines)])]
    figure = drawing(
        data,
        palette,
        x=percent_axis(palette, *span, title="LTV"),
        y=axis(palette),
        height=130 + _ROW * len(rows),
    )
    _name_rows(
        figure,
        [f"<b>{text(shorten(name, _LETTERS, placeholder=' …'))}</b>" for name in names],
        palette,
    )
    ordered = sorted(lines, key=lambda line: -line.limit)
    figure["layout"]["margin"]["t"] = 28 + 20 * len(ordered)
    for place, line in enumerate(ordered):
        _upright(figure, line, palette, place, span)
    return figure


def _sides(values: Mapping[str, float | None], lines: Sequence[Line]) -> dict[str, str]:
    """Return on which side of its mark each number of a row stands.

    No two run into each other on a phone, and as few as can be are struck through by a line.
    """
    known = {key: value for key, value in values.items() if value is not None}

    def cost(sides: Sequence[str]) -> float:
        ends = sorted(
            value + _REACH[side] for value, side in zip(known.values(), sides, strict=True)
        )
        met = sum(right - left < 2 * _HALF_A_NUMBER for left, right in pairwise(ends))
        struck = sum(0 < end - line.limit < 2 * _HALF_A_NUMBER for end in ends for line in lines)
        moved = sum(side != "center" for side in sides)
        return 100 * met + 10 * struck + moved

    best = min(product(_REACH, repeat=len(known)), key=cost)
    return dict.fromkeys(values, "center") | dict(zip(known, best, strict=True))


def _name_rows(figure: Figure, names: Sequence[str], palette: Palette) -> None:
    """Name rows at 0, 1, ... from the top: above each, so that a phone has room for them."""
    layout = figure["layout"]
    layout["margin"]["l"] = 16
    layout["yaxis"] |= {
        "showgrid": False,
        "showticklabels": False,
        "range": [len(names) - 0.5, -0.75],
    }
    layout["annotations"] += [
        {
            "text": name,
            "showarrow": False,
            "font": {"size": 13, "color": palette.greys[0]},
            "bgcolor": palette.paper,
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "y": row,
            "yanchor": "bottom",
            "yshift": 14,
        }
        for row, name in enumerate(names)
    ]


def _upright(
    figure: Figure, line: Line, palette: Palette, place: int, span: Sequence[float]
) -> None:
    """Draw a limit on the horizontal axis, its name above the chart in a row of its own."""
    share = (line.limit - span[0]) / (span[1] - span[0])
    layout, colour = figure["layout"], palette.limit(line.tone)
    height = 4 + 20 * place
    layout["shapes"].append(_line(line.limit, colour, "solid"))
    layout["annotations"].append(
        {
            "text": text(f"{line.label}, {line.ratio} LTV"),
            "showarrow": False,
            "font": {"color": colour, "size": 13},
            "x": line.limit,
            "xanchor": "left" if share < 1 / 3 else "right" if share > 2 / 3 else "center",
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "yshift": height,
        }
    )


def _line(at: float, colour: str, dash: str) -> dict[str, Any]:
    ends = {"xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1}
    style = {"color": colour, "width": 1.5, "dash": dash}
    return {"type": "line", "layer": "below", "line": style} | ends


def _ends(bar: Bar, ratio: str) -> tuple[float, float]:
    low, high = bar.grossed if ratio == "grossed" else bar.disclosed
    return low or 0.0, high or 0.0


def _ranged(bar: Bar) -> str:
    """Return the label of a bar: its name, and the range."""
    span = f"{in_unit(bar.low, bar.unit)} to {in_unit(bar.high, bar.unit)}"
    kind = "" if bar.figures else ", <i>assumed</i>"
    return f"<b>{text(bar.label)}</b>{GAP} {span}{kind}"
