"""A scenario -> the answers the pages give.

Comes in: a `Book` (all data files) and one value for each lever, in the lever's
unit. Goes out: an `Outcome`, amounts in USD billion, and tables of ratios.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from exposure.balance import BalanceError, BalanceSheet, Holding, Number
from exposure.concentration import concentration, holdings
from exposure.evaluation import before_raising_money, debt_and_value, evaluate
from exposure.limits import loss_to_limit, money_to_limit, uniform_fall

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from exposure.book import Book, Line
    from exposure.scenario import Lever
    from exposure.settings import Claim


# A ratio that was solved to stand at a limit is not over it by the last digit.
_AT_THE_LINE = 1e-9


@dataclass(frozen=True)
class Answer:
    """How a scenario stands against one line.

    Attributes
    ----------
    value
        The line's own ratio in the scenario.
    loss_usd_bn
        Loss of value that takes the ratio to the line; negative beyond it.
    fall
        The same as a uniform fall of all gross values; None if none reaches it.
    focus_value_usd_bn
        Value of the focus company at which the line is reached, all else equal;
        None if no value above zero does.
    raise_usd_bn
        Money to raise to come back to the line; zero when below it, None when not even the sale
        of all that is held brings it back.
    invest_usd_bn
        Largest debt-funded investment that keeps to the line; zero when beyond.
    """

    line: Line
    value: float
    loss_usd_bn: float
    fall: float | None
    focus_value_usd_bn: float | None
    raise_usd_bn: float | None
    invest_usd_bn: float

    @property
    def over(self) -> bool:
        """Whether the ratio is above the line."""
        return self.value > self.line.limit + _AT_THE_LINE


@dataclass(frozen=True)
class Outcome:
    """Everything the pages say about one scenario; amounts in USD billion."""

    book: Book
    values: Mapping[str, float]
    sheet: BalanceSheet

    @property
    def focus_value(self) -> float:
        """Equity value of the holding in the focus company."""
        return float(self.sheet.holding(self.book.ledger.focus).equity_value)

    @property
    def focus_stake(self) -> float | None:
        """Fraction of the focus company that the group holds."""
        stake = self.sheet.holding(self.book.ledger.focus).stake
        return None if stake is None else float(stake)

    @property
    def focus_cost(self) -> float | None:
        """What the group paid for its holding, with the scenario's new money."""
        cost = self.book.baseline.inputs(self.book.ledger.focus).cost
        if cost is None:
            return None
        new = sum(self.values[lever.name] for lever in self.book.levers.of("new investment"))
        return self.book.baseline.usd_bn(cost) + new

    def share(self, basis: str, company: str | None = None) -> float | None:
        """Return a company's share of ``gross``, ``equity`` or ``nav``.

        None where the total is not above zero.
        """
        holding = self.sheet.holding(company or self.book.ledger.focus)
        part = holding.gross if basis == "gross" else holding.equity_value
        total = {
            "gross": self.sheet.gross_value,
            "equity": self.sheet.equity_value,
            "nav": self.sheet.nav,
        }[basis]
        return float(part / total) if total > 0 else None

    def ratio(self, name: str) -> float:
        """Return the ``disclosed`` or the ``grossed`` LTV."""
        return float(self.sheet.ltv_grossed if name == "grossed" else self.sheet.ltv)

    def answers(self) -> tuple[Answer, ...]:
        """Return how the scenario stands against every line."""
        return tuple(self._answers.values())

    def answer(self, line: Line) -> Answer:
        """Return how the scenario stands against one line of the book."""
        return self._answers[line.name]

    @cached_property
    def _answers(self) -> Mapping[str, Answer]:
        return {line.name: self._answer(line) for line in self.book.lines}

    def _answer(self, line: Line) -> Answer:
        debt, value = debt_and_value(self.sheet, line.ratio)
        loss = float(loss_to_limit(value, debt, line.limit))
        money = float(money_to_limit(value, debt, line.limit))
        # What is promised can be sold to nobody.
        most = float(value - (self.sheet.committed if line.ratio == "grossed" else 0.0))
        return Answer(
            line=line,
            value=self.ratio(line.ratio),
            loss_usd_bn=loss,
            fall=uniform_fall(
                tuple(float(h.gross) for h in self.sheet.holdings),
                tuple(float(h.asset_backed_finance) for h in self.sheet.holdings),
                float(self.sheet.equity_value) - loss,
            ),
            focus_value_usd_bn=self.break_even(line.ratio, line.limit),
            raise_usd_bn=None if money > 0 and money >= most else max(money, 0.0),
            invest_usd_bn=max(-money, 0.0),
        )

    def break_even(self, ratio: str, limit: float) -> float | None:
        """Return the focus company's value at which a ratio reaches a limit.

        ``X* = X + (D / L - E) / (s x e)``, extended to what bends that line: new
        money held at cost above the baseline's valuation, and the floor of a pledged
        holding. Only the holding itself depends on the value, so it is asked what it
        must be worth, and the value is read off its gross value ``G(X)``: one straight
        line up to the baseline's valuation and another beyond it.

        Returns
        -------
        float or None
            In the unit of the lever; None where no value above zero reaches the
            limit, or the scenario is not possible at it.
        """
        points, gross, holding = self._along_focus
        debt, value = debt_and_value(self.sheet, ratio)
        worth = np.broadcast_to(holding.equity_value, points.shape)[0] + debt / limit - value
        if not worth > 0:
            return None
        wanted = float(worth + holding.asset_backed_finance)
        low, high = (2, 3) if wanted > gross[2] else (1, 2)
        if not gross[low] < gross[high]:
            return None
        share = (wanted - gross[low]) / (gross[high] - gross[low])
        found = float(points[low] + share * (points[high] - points[low]))
        at = {**self.values, self.book.focus_lever.name: found}
        return found if found > 0 and _is_possible(self.book, at) else None

    @cached_property
    def _along_focus(self) -> tuple[NDArray[np.float64], NDArray[np.float64], Holding]:
        """Values of the focus company: now, nought, where the line bends, beyond; the holding there."""
        lever = self.book.focus_lever
        bend = self.book.levers.defaults[lever.name]
        points = np.array([self.values[lever.name], 0.0, bend, 2.0 * bend])
        sheet = before_raising_money(self.book, {**self.values, lever.name: points})
        holding = sheet.holding(self.book.ledger.focus)
        return points, np.broadcast_to(holding.gross, points.shape), holding

    def as_json(self) -> dict[str, Any]:
        """Return the answers as plain data: fractions, and money in USD billion."""
        answers = self.answers()
        return {
            "as_of": self.book.baseline.as_of,
            "levers": dict(self.values),
            "equity_value_usd_bn": float(self.sheet.equity_value),
            "gross_value_usd_bn": float(self.sheet.gross_value),
            "adjusted_net_debt_usd_bn": float(self.sheet.net_debt),
            "asset_backed_finance_usd_bn": float(self.sheet.asset_backed_finance),
            "committed_usd_bn": float(self.sheet.committed),
            "nav_usd_bn": float(self.sheet.nav),
            "ltv": self.ratio("disclosed"),
            "ltv_grossed": self.ratio("grossed"),
            "focus_value_usd_bn": self.focus_value,
            "focus_cost_usd_bn": self.focus_cost,
            "focus_stake": self.focus_stake,
            "focus_share_of_gross_value": self.share("gross"),
            "focus_share_of_equity_value": self.share("equity"),
            "focus_share_of_nav": self.share("nav"),
            "raise_to_normal_limit_usd_bn": answers[0].raise_usd_bn,
            "break_even_focus_value_usd_bn": {
                f"{limit:g}": self.break_even("disclosed", limit)
                for limit in sorted({line.limit for line in self.book.lines})
            },
            "lines": [
                {
                    "name": a.line.name,
                    "label": a.line.label,
                    "ratio": a.line.ratio,
                    "limit": a.line.limit,
                    "value": a.value,
                    "over": a.over,
                    "loss_usd_bn": a.loss_usd_bn,
                    "uniform_fall": a.fall,
                    "break_even_focus_value_usd_bn": a.focus_value_usd_bn,
                    "raise_usd_bn": a.raise_usd_bn,
                    "largest_investment_usd_bn": a.invest_usd_bn,
                }
                for a in answers
            ],
            "concentration": concentration(self.sheet),
            "holdings": holdings(self.sheet),
            "floored": list(self.sheet.floored),
        }


def outcome(book: Book, values: Mapping[str, float]) -> Outcome:
    """Return everything the pages say about a scenario.

    Raises
    ------
    BalanceError
        If a lever does not exist or is out of its range, the scenario is not
        possible, or its LTV is undefined.
    """
    sheet = evaluate(book, values)
    complete = book.levers.complete(values)
    for name, value in complete.items():
        if reason := book.levers.fault(name, value):
            raise BalanceError(name, f"{value:g} {reason}")
    result = Outcome(book, complete, sheet)
    result.ratio("disclosed")
    return result


def break_even(book: Book, values: Mapping[str, float], ratio: str, limit: float) -> float | None:
    """Return the focus company's value at which a ratio reaches a limit: `Outcome.break_even`.

    Raises
    ------
    BalanceError
        If the scenario itself is not possible.
    """
    sheet = evaluate(book, values)
    return Outcome(book, book.levers.complete(values), sheet).break_even(ratio, limit)


def curve(book: Book, values: Mapping[str, float], lever: Lever, points: Number) -> pd.DataFrame:
    """Return both LTVs along one lever, the others as in the scenario.

    Columns: the lever's name (in its unit), ``disclosed`` and ``grossed``
    (fractions; ``nan`` where there is no equity value to divide by).
    """
    sheet = evaluate(book, {**values, lever.name: points})
    shape = np.ones_like(points)
    return pd.DataFrame(
        {
            lever.name: points,
            "disclosed": sheet.ltv * shape,
            "grossed": sheet.ltv_grossed * shape,
        }
    )


def headroom_table(result: Outcome) -> pd.DataFrame:
    """Return one row a line: how far the scenario is from it, on the line's ratio.

    Columns as in `Answer`: amounts in USD billion, ratios and falls as fractions.
    """
    return pd.DataFrame(
        [
            {
                "line": a.line.label,
                "ratio": f"{a.line.ratio} LTV",
                "limit": a.line.limit,
                "value": a.value,
                "loss_usd_bn": a.loss_usd_bn,
                "fall": a.fall,
                "focus_value_usd_bn": a.focus_value_usd_bn,
                "raise_usd_bn": a.raise_usd_bn,
                "invest_usd_bn": a.invest_usd_bn,
            }
            for a in result.answers()
        ]
    )


def claim_range(book: Book, claim: Claim) -> tuple[float, float]:
    """Return the lowest and highest answer over a claim's settings."""
    found = [float(outcome(book, s).as_json()[claim.output]) for s in claim.settings]
    return min(found), max(found)


def _is_possible(book: Book, values: Mapping[str, float]) -> bool:
    try:
        return float(evaluate(book, values).equity_value) > 0
    except BalanceError:
        return False
