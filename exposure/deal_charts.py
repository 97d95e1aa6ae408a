"""Charts of the page Deals -> Plotly figures as plain dicts; nothing is computed here.

Comes in: what `exposure.deals` and `exposure.funding` give, money in USD billion. Goes out:
``{"data": [...], "layout": {...}}``.

A filled mark is completed, an open one announced, a crossed one talked about: no chart tells
them apart by colour alone.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from exposure import wording
from exposure.charts import axis, drawing, note, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.charts import Figure, Palette

_STATES = {"done": "circle", "announced": "circle-open", "talks": "circle-x-open"}
_BAR, _LINE = 26, 17  # pixels high: a bar, and a line of the words above it
_LETTERS = 50  # in a line of words on a phone


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
    side = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom", "yshift": 18}
    figure["layout"]["annotations"] = [
        note(lane, palette.greys[0], y=place, **side) for place, lane in enumerate(reversed(shown))
    ]
    return figure


def funding(rows: Sequence[Mapping[str, Any]], palette: Palette) -> Figure:
    """Return what was raised and spent, two bars a year, a part for each kind.

    ``rows`` are those of `exposure.funding.by_year`. Filled is completed, open
    announced; the words above a bar name its parts from left to right.
    """
    bars = list(dict.fromkeys((row["year"], row["side"]) for row in rows))
    names = {
        bar: _name(bar, [row for row in rows if (row["year"], row["side"]) == bar]) for bar in bars
    }
    places, high = {}, 0
    for bar, name in names.items():
        high += len(name) * _LINE + _BAR
        places[bar] = high
        high += _BAR
    colours = _colours(rows, palette)
    data = []
    for kind, done in dict.fromkeys((row["kind"], row["done"]) for row in rows):
        chosen = [row for row in rows if (row["kind"], row["done"]) == (kind, done)]
        colour, edge = colours[kind]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": [places[row["year"], row["side"]] for row in chosen],
                "x": [row["amount_usd_bn"] for row in chosen],
                "width": _BAR,
                "customdata": [
                    text(f"{row['year']} {row['side']}: {_part(row)}") for row in chosen
                ],
                "marker": {
                    "color": colour if done else palette.paper,
                    "line": {"width": 2, "color": palette.paper if done else edge},
                },
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    figure = drawing(
        data,
        palette,
        x=axis(palette, title="USD bn", tickformat=",d", rangemode="tozero"),
        # A unit of it is a pixel, so that a bar stands right below its words, however many they are.
        y=axis(palette, showgrid=False, showticklabels=False, range=[max(high, _BAR), 0]),
        height=64 + max(high, _BAR),
    )
    figure["layout"]["barmode"] = "stack"
    figure["layout"]["margin"]["l"] = 8
    side = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom", "align": "left"}
    figure["layout"]["annotations"] = [
        note(
            "<br>".join(name),
            palette.greys[0],
            y=places[bar] - _BAR / 2,
            bgcolor=palette.paper,
            **side,
        )
        for bar, name in names.items()
    ]
    return figure


def _name(bar: tuple[str, str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the words above a bar, in lines that a phone has room for."""
    parts = ", ".join(
        part if len(part) > _LETTERS else part.replace(" ", wording.GAP)
        for part in map(_part, rows)
    )
    return wrap(f"{' '.join(bar)}: {parts}", _LETTERS, break_long_words=False)


def _part(row: Mapping[str, Any]) -> str:
    state = "" if row["done"] else " announced"
    return f"{row['kind']} {_short(row['amount_usd_bn'])}{state}"


def _size(amount: float | None) -> float:
    return 8 + 4.4 * float((amount or 0.0) ** 0.5)


def _large(amount: float | None, largest: float) -> str:
    """Return the amount of a mark that is large enough to carry it."""
    return _short(amount) if amount is not None and amount >= largest / 8 else ""


def _short(amount: float) -> str:
    return wording.number(amount).removesuffix(".0")


def _colours(rows: Sequence[Mapping[str, Any]], palette: Palette) -> dict[str, tuple[str, str]]:
    """Return for each kind a fill, and an edge where it is open.

    The focus company has its own; the rest are grey by turns.
    """
    dark, middle, light = palette.greys
    greys = dict.fromkeys(row["kind"] for row in rows if not row["focus"])
    found = {
        kind: (light, middle) if place % 2 else (dark, dark) for place, kind in enumerate(greys)
    }
    return found | {row["kind"]: (palette.focus, palette.focus) for row in rows if row["focus"]}
