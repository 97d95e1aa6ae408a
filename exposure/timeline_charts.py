"""Charts over time of the page Stress: the calendar of cash, and the story step by step.

Comes in: what `exposure.cash` and `exposure.replay` give. Goes out: figures in
the manner of `exposure.charts`; nothing is computed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exposure.charts import axis, drawing, text
from exposure.dates import in_words
from exposure.deals import middle
from exposure.wording import percent, usd_bn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exposure.cash import Calendar, Event
    from exposure.charts import Figure, Palette
    from exposure.replay import Step

_LANES = {"done": "completed", "open": "reported", "article": "articles"}


def cash(found: Calendar, palette: Palette) -> Figure:
    """Return cash after each known payment as steps; below zero it is tinted."""
    start = middle(found.as_of)
    days = [start, *(event.day for event in found.events)]
    levels = [found.cash_usd_bn, *(event.cash_after_usd_bn for event in found.events)]
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": days,
            "y": levels,
            "line": {"color": palette.focus, "width": 2.5, "shape": "hv"},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": days[1:],
            "y": levels[1:],
            "marker": {
                "size": 11,
                "color": [palette.focus if e.done else palette.paper for e in found.events],
                "line": {"width": 2, "color": palette.focus},
            },
            "customdata": [_told(event) for event in found.events],
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
        },
    ]
    low, high = min([0.0, *levels]), max([1.0, *levels])
    room = 0.12 * (high - low)
    figure = drawing(
        data,
        palette,
        x=axis(palette, type="date"),
        y=axis(palette, title="Cash, USD bn", tickformat=",d", range=[low - room, high + room]),
        height=400,
    )
    figure["layout"]["shapes"] += [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0}
        | {"line": {"color": palette.limits[1], "width": 1.5}},
    ]
    if low < 0:
        figure["layout"]["shapes"].append(
            {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": low - room, "y1": 0}
            | {"fillcolor": palette.tints[1], "line": {"width": 0}, "layer": "below"}
        )
    if found.runs_out is not None:
        figure["layout"]["annotations"].append(
            {
                "text": text(f"short of {usd_bn(found.short_usd_bn)}"),
                "x": found.runs_out.day,
                "y": found.runs_out.cash_after_usd_bn,
                "xanchor": "right",
                "xshift": -12,
                "showarrow": False,
                "font": {"color": palette.limits[1], "size": 13},
            }
        )
    return figure


def story(steps: Sequence[Step], at: int, palette: Palette) -> Figure:
    """Return LTV and stake as they were known over the steps, and the steps in lanes below.

    Parameters
    ----------
    at
        Index of the chosen step; what comes after it is drawn in grey.
    """
    days = [step.day for step in steps]
    data: list[dict[str, Any]] = []
    curves = (
        ("Disclosed LTV", palette.focus, [step.state.ltv for step in steps]),
        ("Stake", palette.second, [step.state.stake for step in steps]),
    )
    for name, colour, known in curves:
        values = [None if found is None else found.value for found in known]
        for part, shade, width in (
            (slice(at, None), palette.greys[1], 1.5),
            (slice(at + 1), colour, 2.5),
        ):
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": days[part],
                    "y": values[part],
                    "line": {"color": shade, "width": width, "shape": "hv"},
                    "customdata": ["" if v is None else percent(v) for v in values[part]],
                    "hovertemplate": name + " %{customdata}<extra></extra>",
                }
            )
    lanes = {"done": -0.025, "open": -0.05, "article": -0.075}
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": days,
            "y": [lanes[_lane(step)] for step in steps],
            "marker": {
                "size": [15 if i == at else 10 for i in range(len(steps))],
                "symbol": ["diamond" if _lane(step) == "article" else "circle" for step in steps],
                "color": [
                    palette.paper if _lane(step) == "open" else _shade(i, at, palette)
                    for i, step in enumerate(steps)
                ],
                "line": {"width": 2, "color": [_shade(i, at, palette) for i in range(len(steps))]},
            },
            "customdata": [text(f"{in_words(s.as_of)}: {s.title} ({s.status})") for s in steps],
            "hovertemplate": "%{customdata}<extra></extra>",
            "cliponaxis": False,
        }
    )
    top = max([0.25, *(v.value for _, _, known in curves for v in known if v is not None)])
    figure = drawing(
        data,
        palette,
        x=axis(palette, type="date"),
        y=axis(
            palette,
            tickvals=[0, 0.1, 0.2, 0.3, *lanes.values()],
            ticktext=[
                *(percent(x, 0) for x in (0, 0.1, 0.2, 0.3)),
                *(_LANES[lane] for lane in lanes),
            ],
            range=[-0.095, 1.15 * top],
        ),
        height=430,
    )
    figure["layout"]["margin"]["l"] = 78
    figure["layout"]["shapes"].append(
        {"type": "line", "yref": "paper", "x0": days[at], "x1": days[at], "y0": 0, "y1": 1}
        | {"line": {"color": palette.greys[0], "width": 1.5, "dash": "dot"}}
    )
    for name, colour, known in curves:
        first = next(((i, v.value) for i, v in enumerate(known) if v is not None), None)
        if first is not None:
            figure["layout"]["annotations"].append(
                {
                    "text": text(name),
                    "x": days[first[0]],
                    "y": first[1],
                    "xanchor": "left",
                    "yanchor": "bottom",
                    "showarrow": False,
                    "font": {"color": colour, "size": 13},
                }
            )
    return figure


def _told(event: Event) -> str:
    state = "paid" if event.done else "announced"
    day = f"{in_words(event.as_of)}{', day assumed' if event.assumed else ''}"
    amount = usd_bn(event.amount_usd_bn, signed=True)
    left = usd_bn(event.cash_after_usd_bn)
    return f"{text(event.title)}<br>{day}, {state}<br>{amount}, leaves {left}"


def _lane(step: Step) -> str:
    if step.what == "article":
        return "article"
    return "done" if step.done else "open"


def _shade(index: int, at: int, palette: Palette) -> str:
    return palette.ink if index <= at else palette.greys[1]
