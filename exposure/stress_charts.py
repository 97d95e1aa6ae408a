"""Charts of the pages Stress and Compare, in the manner of `exposure.charts`.

Comes in: the numbers to draw, amounts in USD billion and ratios as fractions.
Goes out: ``{"data": [...], "layout": {...}}``; nothing is computed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exposure.charts import axis, drawing, text
from exposure.wording import in_unit, percent, usd_bn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.book import Line
    from exposure.charts import Figure, Palette
    from exposure.stress.breach import Breach
    from exposure.stress.tornado import Bar

_NARROW = 25
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
        x=axis(palette, title="Disclosed LTV at the horizon", tickformat=".0%", showgrid=False),
        y=axis(palette, title="Part of outcomes", tickformat=".0%", rangemode="tozero"),
        height=380,
    )
    figure["layout"]["margin"]["t"] = 28 + 20 * len(ordered)
    for place, line in enumerate(reversed(ordered)):
        _upright(figure, line, palette, place)
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
            "y": [text(name) for name, _, _ in ordered],
            "x": [amount for _, _, amount in ordered],
            "marker": {"color": [colours.get(key, palette.greys[1]) for _, key, _ in ordered]},
            "text": [usd_bn(amount) for _, _, amount in ordered],
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": "%{y}: %{text}<extra></extra>",
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
    rows = [_ranged(bar) for bar in bars]
    data = []
    for end in (0, 1):
        reached = [_ends(bar, ratio)[end] for bar in bars]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "base": now,
                "y": rows,
                "x": [value - now for value in reached],
                "marker": {
                    "color": [
                        palette.limits[0] if value > now else palette.focus for value in reached
                    ],
                    "pattern": {"shape": ["" if bar.figures else "/" for bar in bars]},
                },
                "customdata": [
                    f"{text(bar.label)} at {in_unit((bar.low, bar.high)[end], bar.unit)}: "
                    f"{percent(value)}"
                    for bar, value in zip(bars, reached, strict=True)
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
                "text": [
                    percent(value) if abs(value - now) >= _UNSEEN else "" for value in reached
                ],
                "textposition": "outside",
                "cliponaxis": False,
            }
        )
    ends = [now, *(value for bar in bars for value in _ends(bar, ratio))]
    room = 0.22 * (max(ends) - min(ends) or 0.1)
    span = [min(ends) - room, max(ends) + room]
    figure = drawing(
        data,
        palette,
        x=axis(palette, title=f"{ratio.capitalize()} LTV", tickformat=".0%", range=span),
        y=axis(palette, showgrid=False, automargin=True, autorange="reversed"),
        height=110 + 52 * len(bars),
    )
    figure["layout"]["barmode"] = "overlay"
    figure["layout"]["shapes"].append(_line(now, palette.greys[0], "dot"))
    shown = [line for line in lines if span[0] < line.limit < span[1]]
    figure["layout"]["margin"]["t"] = 28 + 20 * len(shown)
    for place, line in enumerate(sorted(shown, key=lambda line: -line.limit)):
        _upright(figure, line, palette, place)
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
    rows = [text(_wrapped(name)) for name in names]
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
            "textposition": "top center",
            "textfont": {"size": 13, "color": colours[key]},
            "cliponaxis": False,
            "hovertemplate": "%{x:.1%}<extra>" + title + "</extra>",
        }
        for key, title in named.items()
    ]
    known = [value for found in ratios.values() for value in found if value is not None]
    top = 1.12 * max([*known, *(line.limit for line in lines)])
    figure = drawing(
        data,
        palette,
        x=axis(palette, title="LTV", tickformat=".0%", range=[min(0.0, *known), top]),
        y=axis(
            palette, showgrid=False, automargin=True, autorange=False, range=[len(rows) - 0.5, -0.6]
        ),
        height=130 + 70 * len(rows),
    )
    ordered = sorted(lines, key=lambda line: -line.limit)
    figure["layout"]["margin"]["t"] = 28 + 20 * len(ordered)
    for place, line in enumerate(ordered):
        _upright(figure, line, palette, place)
    return figure


def _upright(figure: Figure, line: Line, palette: Palette, place: int) -> None:
    """Draw a limit on the horizontal axis, its name above the chart in a row of its own."""
    layout, colour = figure["layout"], palette.limit(line.tone)
    height = 4 + 20 * place
    layout["shapes"].append(_line(line.limit, colour, "solid"))
    layout["annotations"].append(
        {
            "text": text(f"{line.label}, {line.ratio} LTV"),
            "showarrow": False,
            "font": {"color": colour, "size": 13},
            "x": line.limit,
            "xanchor": "center",
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "yshift": height,
        }
    )


def _line(at: float, colour: str, dash: str) -> dict[str, Any]:
    ends = {"xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1}
    return {"type": "line", "line": {"color": colour, "width": 1.5, "dash": dash}} | ends


def _ends(bar: Bar, ratio: str) -> tuple[float, float]:
    low, high = bar.grossed if ratio == "grossed" else bar.disclosed
    return low or 0.0, high or 0.0


def _ranged(bar: Bar) -> str:
    """Return the label of a bar over two rows: its name, and the range."""
    span = f"{in_unit(bar.low, bar.unit)} to {in_unit(bar.high, bar.unit)}"
    kind = "" if bar.figures else ", <i>assumed</i>"
    return f"{text(_wrapped(bar.label))}<br>{span}{kind}"


def _wrapped(name: str) -> str:
    rows = [""]
    for word in name.split():
        if rows[-1] and len(rows[-1]) + len(word) >= _NARROW:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".strip()
    return "<br>".join(rows)
