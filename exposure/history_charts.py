"""Charts over time and over rounds -> Plotly figures as plain dicts; nothing is computed here.

Comes in: what `exposure.history` and `exposure.ownership` give, stakes as fractions and
money in USD billion. Goes out: ``{"data": [...], "layout": {...}}``.

A filled mark is reported as done, an open one derived, a cross announced: no chart tells
them apart by colour alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from exposure import wording
from exposure.charts import axis, drawing, percent_axis, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exposure.charts import Axis, Figure, Palette
    from exposure.history import Point

_LABEL = 13


def stakes(reported: Sequence[Point], derived: Sequence[Point], palette: Palette) -> Figure:
    """Return the reported stakes as steps, and those that the payments give behind them."""
    done = [point for point in reported if point.kind == "reported"]
    talked = [point for point in reported if point.kind == "talk"]
    data = [_stairs(derived, palette.greys[1], "circle-open", wording.percent, width=1.5)]
    data += [_stairs(done, palette.focus, "circle", wording.percent)]
    if talked:
        data += [_onward(done[-1:], talked, palette.focus, wording.percent)]
    figure = _dated(
        data,
        palette,
        [*reported, *derived],
        lambda top: percent_axis(palette, 0, top, title="Stake"),
    )
    for point in reported:
        words = "announced" if point.kind == "talk" else "reported" if point is done[-1] else ""
        # No more digits than the sources print.
        share = wording.percent(point.value).replace(".0", "")
        _name(figure, point, f"{share} {words}".rstrip(), palette.focus)
    if derived:
        # Below the longest step there is room for a name.
        days = [date.fromisoformat(point.day) for point in derived]
        gaps = [later - day for day, later in pairwise(days)] or [timedelta()]
        longest = derived[gaps.index(max(gaps)) + 1 :][:1] or derived
        _name(figure, longest[0], "derived from<br>payments", palette.greys[0], below=True)
    return figure


def worth(
    costs: Sequence[Point],
    values: Sequence[Point],
    multiples: Sequence[tuple[str, float, float, str]],
    palette: Palette,
) -> Figure:
    """Return cost as steps and value as marks, with the multiple between the two.

    ``multiples`` are (day, value, cost, the multiple as text).
    """
    done = [point for point in costs if point.kind == "reported"]
    talked = [point for point in costs if point.kind == "talk"]
    data = [_stairs(done, palette.greys[0], "circle", wording.usd_bn)]
    if talked:
        data += [_onward(done[-1:], talked, palette.greys[0], wording.usd_bn)]
    for day, value, cost, _ in multiples:
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [day, day],
                "y": [cost, value],
                "line": {"color": palette.focus, "width": 1, "dash": "dot"},
                "hoverinfo": "skip",
            }
        )
    marks = _stairs(values, palette.focus, "diamond", wording.usd_bn)
    data.append(marks | {"mode": "markers"})
    figure = _dated(
        data,
        palette,
        [*costs, *values],
        lambda top: axis(palette, title="USD bn", tickformat=",d", range=[0, top]),
    )
    for place, (day, value, _, words) in enumerate(multiples, 1):
        told = f"{'value ' if place == len(multiples) else ''}{wording.number(value)} ({words})"
        figure["layout"]["annotations"].append(_note(day, value, told, palette.focus))
    for point in done[-1:]:
        told = f"{wording.number(point.value)} paid"
        figure["layout"]["annotations"].append(
            _note(point.day, point.value, told, palette.greys[0], "top", "left")
        )
    for point in talked[-1:]:
        _name(figure, point, f"{wording.number(point.value)}<br>announced", palette.greys[0])
    return figure


def dilution(
    sizes: Sequence[float],
    curves: Sequence[tuple[str, Sequence[float], bool]],
    marks: Sequence[tuple[str, float, float]],
    before: float,
    palette: Palette,
) -> Figure:
    """Return the stake over the size of a round.

    Parameters
    ----------
    curves
        (Name, stakes at each size, whether it is the scenario's).
    marks
        (Name, size, stake) of rounds to point out.
    before
        The stake before the round, drawn as a thin line.
    """
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(sizes),
            "y": list(stakes),
            "line": {
                "color": palette.focus if own else palette.greys[0],
                "width": 2.5 if own else 2,
                "dash": "solid" if own else "dash",
            },
            "hovertemplate": "round of %{x:,.0f} bn: %{y:.1%}<extra>" + text(name) + "</extra>",
        }
        for name, stakes, own in curves
    ]
    data += [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [size],
            "y": [stake],
            "marker": {
                "size": 11,
                "color": palette.focus,
                "line": {"width": 2, "color": palette.paper},
            },
            "hovertemplate": "round of %{x:,.1f} bn: %{y:.1%}<extra>" + text(name) + "</extra>",
        }
        for name, size, stake in marks
    ]
    known = [y for _, stakes, _ in curves for y in stakes if y == y]  # noqa: PLR0124  (nan)
    figure = drawing(
        data,
        palette,
        x=axis(palette, title="Size of the round, USD bn", tickformat=",d", range=[0, max(sizes)]),
        y=percent_axis(palette, 0, 1.25 * max([*known, before]), title="Stake"),
        height=340,
    )
    layout = figure["layout"]
    layout["shapes"].append(
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": before,
            "y1": before,
            "line": {"color": palette.greys[1], "width": 1},
        }
    )
    for name, stakes, own in curves:
        at = int(len(sizes) * 0.97)
        colour = palette.focus if own else palette.greys[0]
        layout["annotations"].append(
            _note(sizes[at], stakes[at], name, colour, anchor="bottom" if own else "top")
        )
    layout["annotations"].append(
        _note(
            0, before, f"before the round {wording.percent(before)}", palette.greys[0], side="left"
        )
    )
    return figure


def _stairs(
    points: Sequence[Point],
    colour: str,
    symbol: str,
    told: Callable[[float], str],
    width: float = 2.5,
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [point.day for point in points],
        "y": [point.value for point in points],
        "text": [text(f"{point.as_of}: {told(point.value)}<br>{point.label}") for point in points],
        "line": {"color": colour, "width": width, "shape": "hv"},
        "marker": {
            "color": colour,
            "size": 9,
            "symbol": symbol,
            "line": {"width": 2, "color": colour},
        },
        "hovertemplate": "%{text}<extra></extra>",
    }


def _onward(
    last: Sequence[Point],
    talked: Sequence[Point],
    colour: str,
    told: Callable[[float], str],
) -> dict[str, Any]:
    """Return what is still to come: a dashed way from the last done point, ending in crosses."""
    found = _stairs([*last, *talked], colour, "x-thin-open", told, width=1.5)
    found["line"]["dash"] = "dash"
    sizes = [0] * len(last) + [10] * len(talked)
    found["marker"] |= {"size": sizes}
    return found


def _dated(
    data: list[dict[str, Any]],
    palette: Palette,
    points: Sequence[Point],
    upwards: Callable[[float], Axis],
) -> Figure:
    days = sorted(date.fromisoformat(point.day) for point in points) or [date.min, date.max]
    room = (days[-1] - days[0]) / 9 + timedelta(days=1)
    top = max([point.value for point in points], default=1.0)
    return drawing(
        data,
        palette,
        x=axis(
            palette,
            type="date",
            showgrid=False,
            range=[(days[0] - room / 3).isoformat(), (days[-1] + room).isoformat()],
        ),
        y=upwards(1.2 * top),
        height=360,
    )


def _name(figure: Figure, point: Point, words: str, colour: str, *, below: bool = False) -> None:
    anchor = "top" if below else "bottom"
    figure["layout"]["annotations"].append(_note(point.day, point.value, words, colour, anchor))


def _note(  # noqa: PLR0913, PLR0917  (each is a part of the label)
    x: object, y: float, words: str, colour: str, anchor: str = "bottom", side: str = "right"
) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": text(words),
        "showarrow": False,
        "xanchor": side,
        "yanchor": anchor,
        "yshift": 7 if anchor == "bottom" else -7,
        "font": {"color": colour, "size": _LABEL},
    }
