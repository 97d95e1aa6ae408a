"""Which lever moves a ratio most, and which fact is most worth checking next.

Comes in: a `Book`, a scenario and the ranges of ``data/risk.yaml``. Goes out: for
each lever the ratios at the low and the high end of its range, everything else as
in the scenario. A range is the spread between figures that disagree about the
number, or an assumption with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure.balance import BalanceError
from exposure.evaluation import evaluate
from exposure.wording import in_unit, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.balance import Number
    from exposure.book import Book, Line
    from exposure.entries import Amount
    from exposure.stress.risk import Range, Risk


@dataclass(frozen=True)
class Bar:
    """What one lever, or one input of the baseline, does to both ratios over its range.

    Attributes
    ----------
    name
        Of the lever; of an input ``company.stake``.
    low, high
        Ends of the range, in the lever's unit.
    disclosed, grossed
        The ratio at either end; None where the scenario is not possible there.
    decides
        Names of the lines whose own ratio is on different sides at the two ends.
    figures
        Where the range comes from; empty when it is assumed.
    check
        What would settle a fact; None for a choice.
    """

    name: str
    label: str
    unit: str
    now: float
    low: float
    high: float
    disclosed: tuple[float | None, float | None]
    grossed: tuple[float | None, float | None]
    decides: tuple[str, ...]
    figures: tuple[str, ...]
    reason: str
    check: str | None

    def swing(self, ratio: str) -> float:
        """Return the distance between the ends of a ratio; zero where one is missing."""
        low, high = self.grossed if ratio == "grossed" else self.disclosed
        return 0.0 if low is None or high is None else abs(high - low)

    def as_json(self) -> dict[str, Any]:
        """Return plain data: ratios as fractions, the range in the lever's unit."""
        return {
            "name": self.name,
            "label": self.label,
            "unit": self.unit,
            "now": self.now,
            "low": self.low,
            "high": self.high,
            "ltv": list(self.disclosed),
            "ltv_grossed": list(self.grossed),
            "swing": self.swing("disclosed"),
            "swing_grossed": self.swing("grossed"),
            "decides": list(self.decides),
            "figures": list(self.figures),
            "assumed": not self.figures,
            "reason": self.reason,
            "check": self.check,
        }


@dataclass(frozen=True)
class Tornado:
    """The two rankings.

    Attributes
    ----------
    bars
        Every lever with a range, the one that moves the ratio most first.
    to_check
        The facts among them. Those that decide on which side of a line the group
        stands come first, then by the swing of either ratio.
    sentence
        What to check next, and why.
    """

    ratio: str
    bars: tuple[Bar, ...]
    to_check: tuple[Bar, ...]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "ratio": self.ratio,
            "bars": [bar.as_json() for bar in self.bars],
            "to_check": [bar.name for bar in self.to_check],
            "sentence": self.sentence,
        }


def tornado(
    book: Book, values: Mapping[str, float], risk: Risk, ratio: str = "disclosed"
) -> Tornado:
    """Return which lever moves a ratio most over its range, and what to check next.

    Parameters
    ----------
    values
        The scenario that the levers move from; missing ones stand at the baseline.
    ratio
        ``disclosed`` or ``grossed``: what the first ranking goes by.

    Raises
    ------
    BalanceError
        If the scenario itself is not possible.
    """
    values = book.levers.complete(values)
    evaluate(book, values)
    found = [_bar(book, values, entry) for entry in risk.ranges]
    bars = sorted(found, key=lambda bar: -bar.swing(ratio))
    facts = [bar for bar in found if bar.check is not None and _reach(bar) > 0]
    to_check = sorted(facts, key=lambda bar: (not bar.decides, -_reach(bar)))
    return Tornado(ratio, tuple(bars), tuple(to_check), _sentence(book, to_check))


def spread(book: Book, entry: Range) -> tuple[float, float]:
    """Return the ends of a range in the unit of its lever or input.

    The lowest and highest number among the figures it names: a misprint counts
    as corrected unless the range is of what was printed, a printed range with
    both of its ends. What a lever does not allow is cut off.
    """
    if entry.figures:
        unit = book.levers[entry.lever].unit if entry.lever else "percent"
        found = [book.ledger.figure(figure) for figure in entry.figures]
        ends = [
            end
            for figure in found
            for end in _ends(figure if entry.as_printed else figure.right, unit)
        ]
        low, high = min(ends), max(ends)
    else:
        low, high = float(entry.low or 0), float(entry.high or 0)
    if entry.lever is None:
        return low, high
    lever = book.levers[entry.lever]
    return max(low, lever.low), min(high, lever.high)


def _bar(book: Book, values: Mapping[str, float], entry: Range) -> Bar:
    low, high = spread(book, entry)
    if entry.lever is not None:
        lever = book.levers[entry.lever]
        name, label, unit, now = lever.name, lever.label, lever.unit, values[lever.name]
        sheet = evaluate(book, {**values, name: np.array([low, high])})
        both = [(sheet.ltv, sheet.ltv_grossed)]
    else:
        name, unit = str(entry.input), "percent"
        company = name.partition(".")[0]
        label = f"Stake in {book.name(company)}"
        stake = book.baseline.inputs(company).stake
        now = stake.value if stake is not None else 0.0
        both = [_with_stake(book, values, company, end) for end in (low, high)]
    disclosed, grossed = (
        np.broadcast_to(np.concatenate([np.ravel(pair[i]) for pair in both]), 2) for i in (0, 1)
    )
    ends = {"disclosed": disclosed, "grossed": grossed}
    return Bar(
        name,
        label,
        unit,
        now,
        low,
        high,
        _pair(disclosed.tolist()),
        _pair(grossed.tolist()),
        tuple(line.name for line in book.lines if line.shown and _decides(ends[line.ratio], line)),
        entry.figures,
        entry.reason,
        entry.check,
    )


def _with_stake(
    book: Book, values: Mapping[str, float], company: str, percent: float
) -> tuple[Number, Number]:
    """Return both ratios if the group held another part of a company all along."""
    base = book.baseline
    holdings = tuple(
        h.model_copy(update={"stake": h.stake.model_copy(update={"value": percent})})
        if h.company == company and h.stake is not None
        else h
        for h in base.holdings
    )
    other = replace(book, baseline=base.model_copy(update={"holdings": holdings}))
    try:
        sheet = evaluate(other, values)
    except BalanceError:
        return np.nan, np.nan
    return sheet.ltv, sheet.ltv_grossed


def _decides(ends: np.ndarray[Any, np.dtype[np.float64]], line: Line) -> bool:
    return bool(
        np.isfinite(ends).all() and (ends > line.limit).any() and (ends <= line.limit).any()
    )


def _pair(ends: list[float]) -> tuple[float | None, float | None]:
    low, high = (None if end != end else end for end in ends)  # noqa: PLR0124  (nan)
    return low, high


def _reach(bar: Bar) -> float:
    return max(bar.swing("disclosed"), bar.swing("grossed"))


def _ends(right: Amount, unit: str) -> tuple[float, ...]:
    """Return a figure's number, or both ends of its range, in a unit."""
    scales = {" bn": 1e9, " trn": 1e12, "percent": 0.01}
    scale = next((size for word, size in scales.items() if unit.endswith(word)), 1.0)
    found = (right.value_si, right.low_si, right.high_si)
    return tuple(float(x) / scale for x in found if x is not None)


def _sentence(book: Book, to_check: list[Bar]) -> str:
    if not to_check:
        return "No fact that is in doubt moves either ratio."
    first = to_check[0]
    points = number(100 * _reach(first))
    ratio = max(("disclosed", "grossed"), key=first.swing)
    decides = ""
    if first.decides:
        labels = [line.label for line in book.lines if line.name in first.decides]
        decides = f" and decides about the {' and the '.join(labels)}"
    return (
        f"Most worth checking next: {first.label}. Between {in_unit(first.low, first.unit)} and "
        f"{in_unit(first.high, first.unit)} it moves the {ratio} LTV by {points} points{decides}."
    )
