"""A scenario as a function of one lever: where a ratio crosses a limit.

Comes in: a `Book`, a complete scenario, a lever or `ALL_HOLDINGS`, a limit and a
ratio. Goes out: values in the lever's unit, and the words for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure.balance import BalanceError, BalanceSheet, Number
from exposure.evaluation import debt_and_value, evaluate
from exposure.limits import fall_to_limit, loss_to_limit, money_to_limit, uniform_fall
from exposure.stress.roots import refine
from exposure.wording import in_unit, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.book import Book
    from exposure.scenario import Lever
    from exposure.stress.roots import Floats

ALL_HOLDINGS = "all_holdings_change_pct"
"""Not a lever of its own: moves every lever of a value by the same percentage."""

# Points at which a lever is tried over its whole range: enough that a bend of the
# balance sheet (a loan above its shares, cost against value) does not hide a crossing.
_TRIALS = 33
_ROUNDS = 12
_CLOSE = 1e-10


@dataclass(frozen=True)
class Sought:
    """What a goal seek is about: a scenario, and the limit that a ratio is to reach."""

    book: Book
    values: Mapping[str, float]
    limit: float
    ratio: str

    @cached_property
    def sheet(self) -> BalanceSheet:
        """The balance sheet of the scenario."""
        return evaluate(self.book, self.values)

    def at(self, settings: Mapping[str, Number]) -> tuple[Number, Number]:
        """Return debt and value of the ratio with some levers elsewhere."""
        return debt_and_value(evaluate(self.book, {**self.values, **settings}), self.ratio)

    def is_met(self, settings: Mapping[str, Number]) -> bool:
        """Return whether the ratio is at the limit there, to the last digits."""
        try:
            debt, worth = (float(x) for x in self.at(settings))
        except BalanceError:
            return False
        return worth > 0 and abs(debt / worth - self.limit) <= _CLOSE * self.limit


class Seek:
    """One goal seek: the scenario as a function of the one lever."""

    def __init__(self, sought: Sought, name: str) -> None:
        self.sought, self.name = sought, name
        self.book, self.values = sought.book, sought.values
        self.limit, self.ratio, self.sheet = sought.limit, sought.ratio, sought.sheet
        self.lever: Lever | None = None if name == ALL_HOLDINGS else self.book.levers[name]
        self.start = 0.0 if self.lever is None else self.values[name]
        self.low, self.high = self._range()

    def trial(self, value: Number) -> dict[str, Number]:
        """Return the levers that put the sought one at a value."""
        if self.lever is None:
            return scaled(self.book, self.values, 1 + value / 100)
        return {self.name: value}

    def at(self, value: Number) -> tuple[Number, Number]:
        """Return debt and value of the ratio when the lever stands there."""
        return self.sought.at(self.trial(value))

    def surplus(self, value: Floats) -> Floats:
        """Return ``L x value - debt``, zero where the limit is reached."""
        debt, worth = self.at(value)
        return np.broadcast_to(self.limit * worth - debt, np.shape(value)).astype(float)

    def straight(self, value: float) -> float:
        """Return the variable in which the surplus has no curve: one over a rate."""
        return 1 / value if self.is_rate else value

    def along(self, points: Floats) -> Floats:
        """Return the surplus over the straight variable."""
        return self.surplus(1 / points if self.is_rate else points)

    def reaches(self, value: float) -> bool:
        """Return whether the model is at the limit there, within the lever's range."""
        return self.low <= value <= self.high and self.sought.is_met(self.trial(value))

    def closed_form(self) -> float | None:
        """Return the textbook answer, or None where there is no formula."""
        debt, worth = (float(x) for x in debt_and_value(self.sheet, self.ratio))
        if worth <= 0:
            return None
        if self.lever is None:
            # New money bends: it falls with the others, and rises above its cost never.
            new = any(self.values[x.name] for x in self.book.levers.of("new investment"))
            return None if new else self._fall(debt, worth)
        if self.lever.role == "company value":
            return self._company_value(self.lever, float(loss_to_limit(worth, debt, self.limit)))
        money = float(money_to_limit(worth, debt, self.limit))
        way = {"new investment": -1, "commitments": -1, "sales": 1, "margin loan": 1}
        sign = way.get(self.lever.role)
        return None if sign is None else self.start + sign * money

    def root(self) -> float | None:
        """Return the crossing nearest to where the lever stands, or None."""
        points, (debt, worth) = self.points, self.tried
        found = self.limit * worth - debt
        for _ in range(_ROUNDS):
            turns = np.flatnonzero(found[:-1] * found[1:] <= 0)
            if len(turns):
                return self._refined(points, found, turns)
            # Where the scenario stops being possible, a crossing may hide before the edge.
            edges = np.flatnonzero(np.isnan(found[:-1]) != np.isnan(found[1:]))
            if not len(edges):
                return None
            points = np.linspace(points[edges[0]], points[edges[0] + 1], _TRIALS)
            found = self.along(points)
        return None

    def says(self, value: float) -> str:
        """Return the answer in a sentence."""
        return f"{self._subject(value)} takes the {self.ratio} LTV to {self._limit}."

    def settings(self, value: float) -> dict[str, float]:
        """Return what to put into the scenario."""
        return {name: float(x) for name, x in self.trial(value).items()}

    def why_not(self) -> str:
        """Return why no value of the lever reaches the limit."""
        points, (debt, worth) = self.points, self.tried
        possible = np.flatnonzero(worth > 0)
        goal_words = f"{self._limit} cannot be reached by this lever alone"
        if not len(possible):
            return f"{goal_words}: nowhere in its range is anything worth more than nothing."
        first, last = possible[0], possible[-1]
        ends = [percent(float(debt[i] / worth[i]), 2) for i in (first, last)]
        between = " and ".join(self._shown(self.straight(points[i])) for i in (first, last))
        if abs(debt[first] / worth[first] - debt[last] / worth[last]) < _CLOSE:
            return f"{goal_words}: it does not move the {self.ratio} LTV, which is {ends[0]}."
        return f"{goal_words}: between {between} the {self.ratio} LTV goes from {ends[0]} to {ends[1]}."

    @cached_property
    def points(self) -> Floats:
        """The straight variable at which the lever is tried, over its range.

        Where the lever stands is among them: at the baseline the sheet may bend.
        """
        low, high = sorted((self.straight(self.low), self.straight(self.high)))
        points = np.linspace(low, high, _TRIALS)
        points[np.abs(points[1:-1] - self.straight(self.start)).argmin() + 1] = self.straight(
            min(max(self.start, self.low), self.high)
        )
        return points

    @cached_property
    def tried(self) -> tuple[Floats, Floats]:
        """Debt and value at these points, on their own unless `try_together` has found them."""
        try_together([self])
        return self.tried

    @property
    def is_rate(self) -> bool:
        """Whether the lever is an exchange rate: the sheet is straight in one over it."""
        return self.lever is not None and self.lever.role == "exchange rate"

    @property
    def _limit(self) -> str:
        return in_unit(100 * self.limit, "percent")

    def _shown(self, value: float) -> str:
        unit = "percent" if self.lever is None else self.lever.unit
        return in_unit(round(float(value), 2 if unit.endswith("trn") else 1) + 0.0, unit)

    def _subject(self, value: float) -> str:
        if self.lever is None:
            way = "fall" if value < 0 else "rise"
            return f"A {way} of all holdings by {percent(abs(value) / 100)}"
        return f"{self.lever.label} at {self._shown(value)}"

    def _range(self) -> tuple[float, float]:
        if self.lever is not None:
            return self.lever.low, self.lever.high
        # As far as the levers of all holdings go together.
        low, high = -100.0, np.inf
        for name in scaled(self.book, self.values, 1.0):
            one = self.book.levers[name]
            shift = 100.0 if one.role == "change of others" else 0.0
            now = self.values[name] + shift
            if now > 0:
                low = max(low, 100.0 * ((one.low + shift) / now - 1))
                high = min(high, 100.0 * ((one.high + shift) / now - 1))
        return low, float(high)

    def _company_value(self, lever: Lever, loss: float) -> float | None:
        company = str(lever.company)
        known = self.book.baseline.inputs(company)
        if known.stake is None:
            return None
        interest = float(self.sheet.holding(company).economic_interest)
        return self.start - loss / (known.stake.value / 100 * interest)

    def _fall(self, debt: float, worth: float) -> float | None:
        if not float(self.sheet.asset_backed_finance):
            return -100.0 * float(fall_to_limit(worth, debt, self.limit))
        wanted = float(self.sheet.equity_value) - float(loss_to_limit(worth, debt, self.limit))
        fall = uniform_fall(
            tuple(float(h.gross) for h in self.sheet.holdings),
            tuple(float(h.asset_backed_finance) for h in self.sheet.holdings),
            wanted,
        )
        return None if fall is None else -100.0 * fall

    def _refined(self, points: Floats, found: Floats, turns: Any) -> float | None:  # noqa: ANN401
        """Return the root nearest to the start that is one, and not a jump.

        The sheet is straight nearly everywhere: then the secant of the bracket is the root.
        """
        if len(turns) == 1:
            (left, right), (below, above) = (
                x[turns[0] : turns[0] + 2].tolist() for x in (points, found)
            )
            secant = left - below * (right - left) / ((above - below) or 1.0)
            if self.reaches(value := self.straight(secant)):
                return value
        noise = 1e-14 * float(np.nanmax(np.abs(found)))
        roots = refine(
            self._many,
            (points[turns], points[turns + 1]),
            (found[turns], found[turns + 1]),
            noise,
        )
        real = [x for root in roots.tolist() if self.reaches(x := self.straight(root))]
        return min(real, key=lambda x: abs(x - self.start), default=None)

    def _many(self, points: Floats) -> Floats:
        return self.along(points.ravel()).reshape(points.shape)


def try_together(seeks: Sequence[Seek]) -> None:
    """Try the levers of seeks on one scenario all at once.

    They share one balance sheet of arrays, a row for each lever: it costs hardly more than that
    of a single number.
    """
    shape = (len(seeks), _TRIALS)
    settings: dict[str, Floats] = {}
    for row, seek in enumerate(seeks):
        values = 1 / seek.points if seek.is_rate else seek.points
        for name, along in seek.trial(values).items():
            settings.setdefault(name, np.full(shape, seek.values[name]))[row] = along
    debt, worth = (np.broadcast_to(x, shape) for x in seeks[0].sought.at(settings))
    for row, seek in enumerate(seeks):
        seek.tried = debt[row], worth[row]


def scaled(book: Book, values: Mapping[str, float], factor: Number) -> dict[str, Number]:
    """Return the settings that multiply the value of every holding by a factor."""
    settings: dict[str, Number] = {
        lever.name: values[lever.name] * factor
        for lever in book.levers.table
        if lever.role == "company value"
    }
    for lever in others(book):
        settings[lever.name] = ((1 + values[lever.name] / 100) * factor - 1) * 100
    return settings


def others(book: Book) -> list[Lever]:
    """Return the levers of all holdings that have no lever of their own."""
    return [lever for lever in book.levers.table if lever.role == "change of others"]
