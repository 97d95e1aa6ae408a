"""How often the number of another figure in a right sentence is called right.

That is the worst that a checker can do. The other figure is of the same unit and shares a company or the measure, as the
ratio of another year, so that only the words around the number tell them apart.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.score.drafts import DAYS
from exposure.draft import check

if TYPE_CHECKING:
    from benchmarks.score.writer import Printing, Writer

__all__ = ["misplaced"]

_UNITS = {"USD", "fraction"}
_APART = 0.1  # numbers closer than this may be roundings of one another


def misplaced(writer: Writer, count: int) -> Counter[str]:
    """Return how often a number of another figure was called right, wrong or unknown."""
    figures = {day: [f for f in writer.figures(day) if _usable(f)] for day in DAYS}
    others = [f for f in writer.ledger.figure_by_id.values() if _usable(f)]
    verdicts: Counter[str] = Counter()
    while verdicts.total() < count:
        day = writer.random.choice(DAYS)
        figure = writer.random.choice(figures[day])
        alike = [f for f in others if _alike(writer, figure, f)]
        if not alike:
            continue
        line = writer.state(figure, day, amount=writer.amount(writer.random.choice(alike)))
        start, end = next(iter(line.marks("amount")))
        findings = check(line.text, writer.ledger, day).findings
        verdicts[next(f.verdict for f in findings if f.start < end and start < f.end)] += 1
    return verdicts


def _usable(figure: Printing) -> bool:
    return figure.value is not None and bool(figure.right.value_si) and figure.unit_si in _UNITS


def _alike(writer: Writer, figure: Printing, other: Printing) -> bool:
    own, its = (writer.ledger.quantity(f.quantity) for f in (figure, other))
    near = {own.holder, own.target} & {its.holder, its.target} - {None}
    ratio = writer.value(other) / writer.value(figure)
    apart = abs(ratio - 1) > _APART and figure.right.unit_si == other.right.unit_si
    return apart and own.id != its.id and bool(near or own.measure == its.measure)
