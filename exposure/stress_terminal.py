"""Answers of the stress commands as text for a terminal, in the manner of `exposure.terminal`.

In come the records and tables that the pages show; out comes text.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure import compare_words, risk_words, stress_words, timeline_words
from exposure.model import outcome
from exposure.stress.goal import goals as seek
from exposure.terminal import table
from exposure.wording import GAP, NONE, in_unit, number, percent, usd_bn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from exposure.book import Book
    from exposure.compare import SideBySide
    from exposure.stress.breach import Breach, ChanceMap
    from exposure.stress.maps import Map
    from exposure.stress.repayment import Maturities
    from exposure.stress.roots import Floats
    from exposure.stress.tornado import Tornado

# Places a side of a map that a terminal shows.
_SIDE = 9
_Columns = dict[str, "tuple[str, Callable[[Any], str] | None]"]


def goals(
    book: Book,
    values: Mapping[str, float],
    levers: Sequence[str],
    sought: Sequence[tuple[float, str]],
) -> str:
    """Return for each limit and ratio what each lever has to be, and which cannot reach it."""
    found = outcome(book, values)
    sections = []
    for limit, ratio in sought:
        answers = seek(book, values, levers, limit, ratio)
        rows, without = stress_words.goals_table(book, answers)
        now, to = percent(found.ratio(ratio)), in_unit(100 * limit, "percent")
        columns: _Columns = {
            "label": ("lever", None),
            "now": ("now", str),
            "needed": (f"takes it to {to}", str),
            "change": ("change", str),
        }
        sections.append(f"{stress_words.RATIOS[ratio]}, {now} in this scenario")
        if not rows.empty:
            sections.append(_frame(rows, columns))
        if len(levers) == 1 and without:
            sections.append(answers[0].sentence)
        elif without:
            sections.append(f"Cannot be reached by one of these alone: {', '.join(without)}.")
    return _joined(sections)


def two_way(book: Book, found: Map, chances: ChanceMap | None) -> str:
    """Return a map as tables of a few places, and the frontiers as points."""
    x, y = (book.levers[name] for name in (found.x_lever, found.y_lever))
    across = f"Across: {stress_words.axis_label(x)}. Down: {stress_words.axis_label(y)}."
    grids = {"Disclosed LTV": found.disclosed, "Grossed LTV": found.grossed}
    if chances is not None:
        grids[f"Chance of being above the {chances.line.label}"] = chances.probability
    columns: _Columns = {
        "line": ("frontier", None),
        "x": (stress_words.axis_label(x), number),
        "y": (stress_words.axis_label(y), number),
    }
    frontiers = stress_words.map_rows(found)
    told = [part for title, grid in grids.items() for part in (title, _grid(found, grid))]
    return _joined([across, *told, *([] if frontiers.empty else [_frame(frontiers, columns)])])


def tornado(book: Book, found: Tornado) -> str:
    """Return both rankings."""
    columns: _Columns = {
        "label": ("lever", None),
        "range": ("range", None),
        "basis": ("from", None),
        "disclosed": ("moves disclosed LTV", risk_words.swing),
        "grossed": ("moves grossed LTV", risk_words.swing),
    }
    facts = [
        f"{place} {bar.label}: {risk_words.to_check(book, bar)}. To check: {bar.check}"
        for place, bar in enumerate(found.to_check, 1)
    ]
    ranking = _frame(risk_words.tornado_table(found), columns)
    return _joined([ranking, risk_words.tornado_sentence(found), found.sentence, "\n".join(facts)])


def breach(book: Book, found: Breach) -> str:
    """Return chances with their errors, the distribution, and what each holding adds."""
    chances = [
        (
            chance.line.label,
            chance.line.ratio,
            percent(chance.now),
            percent(chance.probability, 2),
            risk_words.error(chance),
        )
        for chance in found.chances
    ]
    header = ("line", "ratio", "now", f"above it in {stress_words.months(found.market.months)}", "")
    quantiles: _Columns = {
        "part": ("outcomes below it", partial(percent, digits=0)),
        "disclosed": ("disclosed LTV", percent),
        "grossed": ("grossed LTV", percent),
    }
    holdings: _Columns = {
        "name": ("holding", None),
        "shortfall": ("adds to the shortfall, USD bn", number),
        "share": ("share of it", percent),
    }
    return _joined(
        [
            table(header, chances, right=set(header[2:])),
            risk_words.breach_sentence(found),
            _frame(risk_words.quantile_table(found), quantiles),
            _frame(risk_words.contributions(book, found), holdings),
            "\n".join(found.notes),
        ]
    )


def maturities(found: Maturities) -> str:
    """Return the calendar, the policy, what must be sold, and when lenders call."""
    calendar: _Columns = {
        "when": ("when", None),
        "what": ("what", None),
        "state": ("state", None),
        "amount": ("USD bn", partial(number, signed=True)),
        "after": ("cash after it", number),
    }
    ways: _Columns = {
        "title": ("sold", None),
        "worth": ("worth, USD bn", number),
        "part": ("part to sell", percent),
        "ltv": ("disclosed LTV then", percent),
        "ltv_grossed": ("grossed LTV then", percent),
    }
    events, listed = found.calendar.events, (found.calendar.undated, found.calendar.sources)
    titles = ("Without a day in the sources:", "Could bring cash, not counted:")
    return _joined(
        [
            found.calendar.sentence,
            _frame(timeline_words.events(found.calendar), calendar) if events else "",
            "" if found.policy is None else timeline_words.policy(found.policy),
            f"To raise {usd_bn(found.repay_usd_bn)} by selling:",
            _frame(timeline_words.ways(found.ways), ways),
            timeline_words.falls_short(found.ways),
            "\n".join(call.sentence for call in found.calls),
            *(
                "\n".join(
                    [title, *(f"  {item.title}: {_amount(item.amount_usd_bn)}" for item in it)]
                )
                for title, it in zip(titles, listed, strict=True)
                if it
            ),
        ]
    )


def compare(book: Book, found: SideBySide) -> str:
    """Return levers that differ, results, and what each lever makes of the difference."""
    three: _Columns = {"baseline": ("baseline", str), "a": ("A", str), "b": ("B", str)}
    less: _Columns = {"difference": ("B less A", str)}
    parts: _Columns = {
        "label": ("lever", None),
        "ltv": ("disclosed LTV", str),
        "ltv_grossed": ("grossed LTV", str),
        "nav_usd_bn": ("NAV", str),
    }
    levers = compare_words.levers_table(book, found)
    made = compare_words.attribution_table(found.between)
    return _joined(
        [
            "\n".join(found.between.sentences),
            _frame(
                compare_words.results_table(book, found),
                {"label": ("result", None), **three, **less},
            ),
            "" if levers.empty else _frame(levers, {"label": ("lever", None), **three}),
            "" if made.empty else _frame(made, parts),
        ]
    )


def _frame(rows: pd.DataFrame, columns: _Columns) -> str:
    """Return a table of the pages as text; a column without a form is text already."""
    cells = [
        [
            str(value) if form is None else NONE if value is None or value != value else form(value)  # noqa: PLR0124  (nan)
            for value, (_, form) in zip(row, columns.values(), strict=True)
        ]
        for row in rows[list(columns)].itertuples(index=False)
    ]
    header = [title for title, _ in columns.values()]
    return table(header, cells, right={title for title, form in columns.values() if form})


def _grid(found: Map, grid: Floats) -> str:
    """Return a few rows and columns of a map, ends included."""
    rows, columns = (np.unique(np.linspace(0, n - 1, _SIDE).astype(int)) for n in grid.shape)
    header = ["", *(f"{x:,.5g}" for x in found.x[columns].tolist())]
    cells = [
        [f"{y:,.5g}", *(NONE if v != v else percent(v) for v in grid[row, columns].tolist())]  # noqa: PLR0124  (nan)
        for row, y in zip(rows.tolist(), found.y[rows].tolist(), strict=True)
    ]
    return table(header, cells, right={*header})


def _amount(value: float | None) -> str:
    return NONE if value is None else usd_bn(value)


def _joined(sections: Sequence[str]) -> str:
    return "\n\n".join(section for section in sections if section).replace(GAP, " ")
