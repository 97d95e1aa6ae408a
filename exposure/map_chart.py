"""The two-way map of the page Stress, in the manner of `exposure.charts`.

Comes in: a `Map`, ratios as fractions. Goes out: ``{"data": [...], "layout": {...}}``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exposure.charts import axis, drawing, text
from exposure.stress.contours import lines
from exposure.wording import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exposure.book import Line
    from exposure.charts import Figure, Palette
    from exposure.stress.breach import ChanceMap
    from exposure.stress.maps import Frontier, Map, Mark
    from exposure.stress.roots import Floats

# Digits of a ratio on a map: a tenth of what is printed, so that the hover rounds rightly.
_DIGITS = 4
# Points a side that are sent: what lies between them is as good as straight, and the frontiers, which
# are drawn as they were solved, do not depend on it.
_PLACES = 41
# The value of a place that is in no region.
_OUTSIDE = -1e9
# Chances that a line is drawn for.
_CHANCES = (0.1, 0.3, 0.5, 0.7, 0.9)
# Where along its path the name of a frontier stands, as a share: names of neighbours keep apart.
_ALONG = (0.2, 0.35, 0.5, 0.65, 0.8)
# How wide and high such a name is on a phone, as a share of the map.
_NAME = (0.4, 0.06)


def two_way(  # noqa: PLR0913  (each is a thing to draw)
    drawn: Map,
    places: Sequence[tuple[Sequence[Mark], bool]],
    here: tuple[float, float],
    palette: Palette,
    *,
    labels: tuple[str, str],
    chances: ChanceMap | None = None,
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
    chances
        Drawn as lines of equal chance.
    """
    data = [_ratios(drawn)]
    if np.isnan(drawn.disclosed).any():
        data.append(_impossible(drawn, palette))
    ordered = sorted(drawn.frontiers, key=lambda frontier: frontier.line.tone)
    shown = [frontier for frontier in ordered if frontier.line.shown]
    data += [_region(drawn, frontier.line, palette) for frontier in shown]
    data += [_frontier(frontier, palette) for frontier in shown]
    if chances is not None:
        data += _equal_chances(chances, palette)
    data += [_presets(places, palette), _here(here, palette)]
    figure = drawing(
        data,
        palette,
        x=axis(palette, title=labels[0], tickformat=",.5~g", range=drawn.x[[0, -1]].tolist()),
        y=axis(palette, title=labels[1], tickformat=",.5~g", range=drawn.y[[0, -1]].tolist()),
        height=520,
    )
    figure["layout"]["margin"] |= {"l": 64}
    taken = [here, *((marks[0].x, marks[0].y) for marks, _ in places)]
    for frontier in shown:
        if frontier.paths:
            note = _name(frontier.paths, frontier.line, drawn, palette, taken)
            figure["layout"]["annotations"].append(note)
            taken.append((note["x"], note["y"]))
    return figure


def _ratios(drawn: Map) -> dict[str, Any]:
    """Return the trace that is not seen: it gives both ratios under the pointer."""
    return {
        "type": "heatmap",
        **_told(drawn, z=drawn.disclosed, customdata=drawn.grossed),
        "opacity": 0,
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": "%{x:,.5~g} and %{y:,.5~g}<br>disclosed LTV %{z:.1%}"
        "<br>grossed LTV %{customdata:.1%}<extra></extra>",
    }


def _region(drawn: Map, line: Line, palette: Palette) -> dict[str, Any]:
    """Return the tint of all places where a line's own ratio is above its limit."""
    across, up = _thin(drawn)
    ratio = drawn.grossed if line.ratio == "grossed" else drawn.disclosed
    beyond = np.nan_to_num(ratio[up, across] - line.limit, nan=_OUTSIDE)
    return _tinted(drawn, beyond, palette.tints[line.tone == "second"])


def _impossible(drawn: Map, palette: Palette) -> dict[str, Any]:
    """Return the grey of all places that are not possible: left blank they would look safe."""
    across, up = _thin(drawn)
    nowhere = np.where(np.isnan(drawn.disclosed[up, across]), -_OUTSIDE, _OUTSIDE)
    return _tinted(drawn, nowhere, palette.greys[2])


def _tinted(drawn: Map, beyond: Floats, colour: str) -> dict[str, Any]:
    """Return the places where a grid is above zero, filled."""
    across, up = _thin(drawn)
    # With nothing beyond around it a region is closed where the map ends.
    x, y = (np.pad(axis, 1, mode="edge") for axis in (drawn.x[across], drawn.y[up]))
    edge = lines(x, y, np.pad(beyond, 1, constant_values=_OUTSIDE))
    return _drawn(edge) | {"fill": "toself", "fillcolor": colour, "line": {"width": 0}}


def _frontier(frontier: Frontier, palette: Palette) -> dict[str, Any]:
    style = {"color": palette.limit(frontier.line.tone), "width": 2}
    return _drawn(frontier.paths) | {"line": style}


def _equal_chances(found: ChanceMap, palette: Palette) -> list[dict[str, Any]]:
    """Return the lines of equal chance, and how much it is on each."""
    colour = palette.limit(found.line.tone)
    levels = [(x, lines(found.x, found.y, found.probability - x)) for x in _CHANCES]
    longest = [(max(paths, key=len), x) for x, paths in levels if paths]
    middles = [(path[len(path) // 2], x) for path, x in longest]
    named = {
        "type": "scatter",
        "mode": "text",
        "x": [float(at[0]) for at, _ in middles],
        "y": [float(at[1]) for at, _ in middles],
        "text": [percent(x, 0) for _, x in middles],
        "textposition": "top right",
        "textfont": {"size": 12, "color": colour},
        "hoverinfo": "skip",
    }
    edges = _drawn([path for _, paths in levels for path in paths])
    return [edges | {"line": {"color": colour, "width": 1, "dash": "dot"}}, named]


def _drawn(paths: Sequence[Floats]) -> dict[str, Any]:
    """Return lines as one trace, with a gap between two of them."""
    gap = [[None, None]]
    points = [point for path in paths for point in (*path.tolist(), *gap)][:-1]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "hoverinfo": "skip",
    }


def _thin(drawn: Map) -> tuple[slice, slice]:
    """Return which points of the axes are sent."""
    across, up = (
        slice(None, None, step if (len(axis) - 1) % step == 0 else 1)
        for axis in (drawn.x, drawn.y)
        for step in [(len(axis) - 1) // (_PLACES - 1) or 1]
    )
    return across, up


def _told(drawn: Map, **grids: Floats) -> dict[str, Any]:
    """Return the axes of a map, and grids of ratios over them, as far apart as they are drawn."""
    across, up = _thin(drawn)
    told = {name: np.round(grid[up, across], _DIGITS).tolist() for name, grid in grids.items()}
    return {"x": drawn.x[across].tolist(), "y": drawn.y[up].tolist(), **told}


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
    paths: Sequence[Any],
    line: Line,
    drawn: Map,
    palette: Palette,
    taken: Sequence[tuple[float, float]],
) -> dict[str, Any]:
    """Return the name of a frontier on its longest path, where it is farthest from what is there."""
    path = max(paths, key=len)
    found = np.array([path[int(len(path) * part)] for part in _ALONG])
    size = np.array([drawn.x[-1] - drawn.x[0], drawn.y[-1] - drawn.y[0]]) * _NAME
    apart = np.abs((found[:, None] - np.array(taken)) / size).max(axis=2).min(axis=1)
    x, y = found[apart.argmax()].tolist()
    share = (x - drawn.x[0]) / (drawn.x[-1] - drawn.x[0])
    return {
        "text": text(f"{percent(line.limit, 0)}, {line.ratio} LTV"),
        "showarrow": False,
        "font": {"color": palette.limit(line.tone), "size": 13},
        "bgcolor": palette.paper,
        "x": x,
        "y": y,
        "xanchor": "left" if share < 1 / 3 else "right" if share > 2 / 3 else "center",
    }
