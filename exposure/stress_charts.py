"""Charts of the pages Stress and Compare, in the manner of `exposure.charts`.

Comes in: the numbers to draw, amounts in USD billion and ratios as fractions.
Goes out: ``{"data": [...], "layout": {...}}``; nothing is computed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exposure.charts import axis, drawing, text
from exposure.wording import percent, usd_bn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.book import Line
    from exposure.charts import Figure, Palette
    from exposure.stress.breach import Breach
    from exposure.stress.maps import Map, Mark

# Digits of a ratio on a map: a tenth of what is printed, so that the hover rounds rightly.
_DIGITS = 4
_NARROW = 25
# Where along its path the name of a frontier stands, as a share: names of neighbours keep apart.
_ALONG = (0.3, 0.65, 0.45)


def two_way(
    drawn: Map,
    places: Sequence[tuple[Sequence[Mark], bool]],
    here: tuple[float, float],
    palette: Palette,
    *,
    labels: tuple[str, str],
) -> Figure:
    """Return a map: regions beyond the shown lines, their frontiers, the scenario, the presets.

    Parameters
    ----------
    places
        Presets that lie at one place, and whether one of them agrees with the map
        in all other levers; they are numbered in this order.
    here
        The scenario's values of the two levers.
    labels
        Of the axes, with units.
    """
    data = [_ratios(drawn)]
    lines = sorted(drawn.frontiers, key=lambda frontier: frontier.line.tone)
    shown = [frontier for frontier in lines if frontier.line.shown]
    data += [_region(drawn, frontier.line, palette) for frontier in shown]
    data += [
        {
            "type": "scatter",
            "mode": "lines",
            "x": path[:, 0].tolist(),
            "y": path[:, 1].tolist(),
            "line": {"color": palette.limit(frontier.line.tone), "width": 2},
            "hoverinfo": "skip",
        }
        for frontier in shown
        for path in frontier.paths
    ]
    data += [_presets(places, palette), _here(here, palette)]
    figure = drawing(
        data,
        palette,
        x=axis(palette, title=labels[0], range=[float(drawn.x[0]), float(drawn.x[-1])]),
        y=axis(palette, title=labels[1], range=[float(drawn.y[0]), float(drawn.y[-1])]),
        height=520,
    )
    figure["layout"]["margin"] |= {"l": 64}
    figure["layout"]["annotations"] += [
        note
        for place, frontier in enumerate(shown)
        if frontier.paths
        for note in [_name(frontier.paths, frontier.line, drawn, palette, place)]
    ]
    return figure


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


def _ratios(drawn: Map) -> dict[str, Any]:
    """Return the trace that is not seen: it gives both ratios under the pointer."""
    return {
        "type": "heatmap",
        "x": drawn.x.tolist(),
        "y": drawn.y.tolist(),
        "z": np.round(drawn.disclosed, _DIGITS).tolist(),
        "customdata": np.round(drawn.grossed, _DIGITS).tolist(),
        "opacity": 0,
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": "%{x:,.5~g} and %{y:,.5~g}<br>disclosed LTV %{z:.1%}"
        "<br>grossed LTV %{customdata:.1%}<extra></extra>",
    }


def _region(drawn: Map, line: Line, palette: Palette) -> dict[str, Any]:
    """Return the tint of all places where a line's own ratio is above its limit."""
    ratio = drawn.grossed if line.ratio == "grossed" else drawn.disclosed
    return {
        "type": "contour",
        "x": drawn.x.tolist(),
        "y": drawn.y.tolist(),
        "z": np.round(ratio, _DIGITS).tolist(),
        # The library shades what a constraint leaves out.
        "contours": {"type": "constraint", "operation": "<", "value": line.limit},
        "fillcolor": palette.tints[line.tone == "second"],
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showscale": False,
        "connectgaps": False,
    }


def _presets(places: Sequence[tuple[Sequence[Mark], bool]], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [marks[0].x for marks, _ in places],
        "y": [marks[0].y for marks, _ in places],
        "text": [str(i) for i in range(1, len(places) + 1)],
        "textposition": "top right",
        "textfont": {"size": 13, "color": palette.ink},
        "marker": {
            "size": 9,
            "color": [palette.greys[0] if fits else palette.paper for _, fits in places],
            "line": {"width": 2, "color": palette.greys[0]},
        },
        "customdata": ["<br>".join(text(mark.title) for mark in marks) for marks, _ in places],
        "hovertemplate": "%{customdata}<br>%{x:,.5~g} and %{y:,.5~g}<extra></extra>",
        "cliponaxis": False,
    }


def _here(here: tuple[float, float], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [here[0]],
        "y": [here[1]],
        "marker": {
            "size": 15,
            "symbol": "x-thin",
            "color": palette.focus,
            "line": {"width": 3, "color": palette.focus},
        },
        "hovertemplate": "This scenario<br>%{x:,.5~g} and %{y:,.5~g}<extra></extra>",
        "cliponaxis": False,
    }


def _name(
    paths: Sequence[Any], line: Line, drawn: Map, palette: Palette, place: int
) -> dict[str, Any]:
    """Return the name of a frontier on its longest path; each at another place along it."""
    path = max(paths, key=len).tolist()
    x, y = path[int(len(path) * _ALONG[place % len(_ALONG)])]
    share = (x - drawn.x[0]) / (drawn.x[-1] - drawn.x[0])
    return {
        "text": text(f"{line.label}, {line.ratio} LTV"),
        "showarrow": False,
        "font": {"color": palette.limit(line.tone), "size": 13},
        "bgcolor": palette.paper,
        "x": x,
        "y": y,
        "xanchor": "left" if share < 1 / 3 else "right" if share > 2 / 3 else "center",
    }


def _upright(figure: Figure, line: Line, palette: Palette, place: int) -> None:
    """Draw a limit on the horizontal axis, its name above the chart in a row of its own."""
    layout, colour = figure["layout"], palette.limit(line.tone)
    height = 4 + 20 * place
    layout["shapes"].append(
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": line.limit,
            "x1": line.limit,
            "y0": 0,
            "y1": 1,
            "line": {"color": colour, "width": 1.5},
        }
    )
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


def _wrapped(name: str) -> str:
    rows = [""]
    for word in name.split():
        if rows[-1] and len(rows[-1]) + len(word) >= _NARROW:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".strip()
    return "<br>".join(rows)
