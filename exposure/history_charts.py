"""Charts over time and over rounds -> Plotly figures as plain dicts; nothing is computed here.

Comes in: what `exposure.history`, `exposure.ownership`, `exposure.deals` and
`exposure.funding` give, stakes as fractions and money in USD billion. Goes out:
``{"data": [...], "layout": {...}}``.

A filled mark is reported as done, an open one derived or announced, a cross
talked about: no chart tells them apart by colour alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from exposure import wording
from exposure.charts import axis, drawing, percent_axis, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exposure.charts import Axis, Figure, Palette
    from exposure.history import Point

_LABEL = 13
_STATES = {"done": "circle", "announced": "circle-open", "talks": "circle-x-open"}


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
        _name(figure, point, f"{wording.percent(point.value)} {words}".rstrip(), palette.focus)
    if derived:
        # Below the longest step there is room for a name.
        days = [date.fromisoformat(point.day) for point in derived]
        gaps = [later - day for day, later in pairwise(days)] or [timedelta()]
        longest = derived[gaps.index(max(gaps)) + 1 :][:1] or derived
        _name(figure, longest[0], "derived from payments", palette.greys[0], below=True)
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
        _name(figure, point, f"{wording.number(point.value)} announced", palette.greys[0])
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


def timeline(rows: Sequence[Mapping[str, Any]], lanes: Sequence[str], palette: Palette) -> Figure:
    """Return deals over time, a lane for each kind, sized by amount.

    Rows are those of `exposure.deals.marks`. Filled is completed, open announced,
    open with a cross in talks, forecast or broken off; the largest that are done or
    announced carry their amount.
    """
    shown = [lane for lane in lanes if any(row["lane"] == lane for row in rows)]
    largest = max((row["amount_usd_bn"] or 0.0 for row in rows), default=0.0)
    data = []
    for state, symbol in _STATES.items():
        chosen = [row for row in rows if row["state"] == state]
        colours = [palette.focus if row["focus"] else palette.greys[0] for row in chosen]
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [row["date"] for row in chosen],
                "y": [text(row["lane"]) for row in chosen],
                "text": [
                    "" if state == "talks" else _large(row["amount_usd_bn"], largest)
                    for row in chosen
                ],
                "textposition": "bottom center",
                "textfont": {"size": 12, "color": palette.ink},
                "customdata": [text(row["text"]) for row in chosen],
                "cliponaxis": False,
                "marker": {
                    "size": [_size(row["amount_usd_bn"]) for row in chosen],
                    "color": colours,
                    "opacity": 0.85,
                    "symbol": symbol,
                    "line": {"width": 2, "color": colours},
                },
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    figure = drawing(
        data,
        palette,
        x=axis(palette, type="date", tickangle=0),
        y=axis(
            palette,
            showticklabels=False,
            categoryorder="array",
            categoryarray=[text(lane) for lane in reversed(shown)],
            range=[-0.6, len(shown) - 0.4],
        ),
        height=90 + 78 * max(len(shown), 1),
    )
    # Names inside the lanes leave a phone's whole width to the marks.
    figure["layout"]["margin"]["l"] = 8
    figure["layout"]["annotations"] = [
        _note(0, place, lane, palette.greys[0], side="left") | {"xref": "paper", "yshift": 18}
        for place, lane in enumerate(reversed(shown))
    ]
    return figure


def funding(rows: Sequence[Mapping[str, Any]], palette: Palette) -> Figure:
    """Return what was raised and spent, two bars a year, a part for each kind.

    ``rows`` are those of `exposure.funding.by_year`. Filled is completed, open
    announced; a part that has room carries its name and amount.
    """
    bars = sorted({(row["year"], row["side"]) for row in rows}, reverse=True)
    colours = _colours(rows, palette)
    data = []
    for kind, done in dict.fromkeys((row["kind"], row["done"]) for row in rows):
        chosen = [row for row in rows if (row["kind"], row["done"]) == (kind, done)]
        amounts = [row["amount_usd_bn"] for row in chosen]
        state = "completed" if done else "announced"
        colour, ink, edge = colours[kind]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": [f"{row['year']} {row['side']}" for row in chosen],
                "x": amounts,
                "text": [text(f"{kind} {_short(amount)}") for amount in amounts],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "insidetextfont": {"color": ink if done else palette.ink, "size": 13},
                "textangle": 0,
                "marker": {
                    "color": colour if done else palette.paper,
                    "line": {"width": 2, "color": palette.paper if done else edge},
                },
                "hovertemplate": f"%{{y}}: %{{text}}<extra>{state}</extra>",
            }
        )
    figure = drawing(
        data,
        palette,
        x=axis(palette, title="USD bn", tickformat=",d", rangemode="tozero"),
        y=axis(
            palette,
            automargin=True,
            showgrid=False,
            categoryorder="array",
            categoryarray=[f"{year} {side}" for year, side in bars],
        ),
        height=90 + 46 * max(len(bars), 1),
    )
    figure["layout"] |= {"barmode": "stack", "uniformtext": {"mode": "hide", "minsize": 12}}
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


def _size(amount: float | None) -> float:
    return 8 + 4.4 * float((amount or 0.0) ** 0.5)


def _large(amount: float | None, largest: float) -> str:
    """Return the amount of a mark that is large enough to carry it."""
    return _short(amount) if amount is not None and amount >= largest / 8 else ""


def _short(amount: float) -> str:
    return wording.number(amount).removesuffix(".0")


def _colours(
    rows: Sequence[Mapping[str, Any]], palette: Palette
) -> dict[str, tuple[str, str, str]]:
    """Return for each kind a fill, the colour of words on it, and an edge where it is open.

    The focus company has its own; the rest are grey by turns.
    """
    dark, middle, light = palette.greys
    turns = [(dark, palette.paper, dark), (light, palette.ink, middle)]
    greys = dict.fromkeys(row["kind"] for row in rows if not row["focus"])
    found = {kind: turns[place % 2] for place, kind in enumerate(greys)}
    own = (palette.focus, palette.paper, palette.focus)
    return found | {row["kind"]: own for row in rows if row["focus"]}
