"""A scenario -> the balance sheet after it, and the answers the pages give.

Comes in: a `Book` (all data files) and one value for each lever, in the lever's
unit. Goes out: a `BalanceSheet` in USD billion, and tables of ratios.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from exposure.balance import BalanceError, BalanceSheet, Number, anywhere, at_least
from exposure.limits import loss_to_limit, money_to_limit, uniform_fall
from exposure.transactions import borrow, commit, invest, sell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.book import Book, Line
    from exposure.scenario import Lever, Role
    from exposure.settings import Claim


# A ratio that was solved to stand at a limit is not over it by the last digit.
_AT_THE_LINE = 1e-9


def evaluate(book: Book, values: Mapping[str, Number]) -> BalanceSheet:
    """Return the balance sheet of a scenario, in USD billion.

    The order is fixed: assumptions split the disclosed total anew, then prices
    and the exchange rate move, then money is invested, raised and promised.

    New money is carried at cost, and below it in proportion when the company's
    value falls under the baseline's (the lower of cost and value); with the
    marking lever at one it is carried at the economic interest in its shares at
    the scenario's valuation.

    Parameters
    ----------
    values
        Lever to value, in the lever's unit; numbers or arrays that broadcast.
        Levers that are missing stand at the baseline.

    Raises
    ------
    BalanceError
        If a transaction is not possible: more sold or pledged than there is.
    """
    asked = _Asked(book, values)
    sheet = _before_raising_money(book, asked)
    for lever in asked.moved("sales"):
        sheet = sell(sheet, lever.companies, asked[lever])
    for lever in asked.moved("margin loan"):
        sheet = borrow(sheet, str(lever.company), asked[lever])
    for lever in asked.moved("held loan"):
        sheet = borrow(sheet, book.ledger.group, asked[lever], guaranteed=True)
    for lever in asked.moved("commitments"):
        sheet = commit(replace(sheet, committed=0.0), asked[lever])
    return sheet


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
        Money to raise to come back to the line; zero when below it.
    invest_usd_bn
        Largest debt-funded investment that keeps to the line; zero when beyond.
    """

    line: Line
    value: float
    loss_usd_bn: float
    fall: float | None
    focus_value_usd_bn: float | None
    raise_usd_bn: float
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
        return Answer(
            line=line,
            value=self.ratio(line.ratio),
            loss_usd_bn=loss,
            fall=uniform_fall(
                tuple(float(h.gross) for h in self.sheet.holdings),
                tuple(float(h.asset_backed_finance) for h in self.sheet.holdings),
                float(self.sheet.equity_value) - loss,
            ),
            focus_value_usd_bn=break_even(self.book, self.values, line.ratio, line.limit),
            raise_usd_bn=max(money, 0.0),
            invest_usd_bn=max(-money, 0.0),
        )

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
                f"{limit:g}": break_even(self.book, self.values, "disclosed", limit)
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
            "holdings": _holdings(self.sheet),
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


def debt_and_value(sheet: BalanceSheet, ratio: str) -> tuple[Number, Number]:
    """Return numerator and denominator of the ``disclosed`` or ``grossed`` LTV."""
    if ratio == "disclosed":
        return sheet.net_debt, sheet.equity_value
    added = sheet.asset_backed_finance + sheet.committed
    return sheet.net_debt + added, sheet.equity_value + added


def break_even(book: Book, values: Mapping[str, float], ratio: str, limit: float) -> float | None:
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

    Raises
    ------
    BalanceError
        If the scenario itself is not possible.
    """
    lever = book.focus_lever
    now = values.get(lever.name, book.levers.defaults[lever.name])
    bend = book.levers.defaults[lever.name]
    debt, value = debt_and_value(evaluate(book, values), ratio)
    points = np.array([now, 0.0, bend, 2.0 * bend])
    holding = _before_raising_money(book, _Asked(book, {**values, lever.name: points})).holding(
        book.ledger.focus
    )
    worth = np.broadcast_to(holding.equity_value, points.shape)[0] + debt / limit - value
    if not worth > 0:
        return None
    gross = np.broadcast_to(holding.gross, points.shape)
    wanted = float(worth + holding.asset_backed_finance)
    low, high = (2, 3) if wanted > gross[2] else (1, 2)
    if not gross[low] < gross[high]:
        return None
    share = (wanted - gross[low]) / (gross[high] - gross[low])
    found = float(points[low] + share * (points[high] - points[low]))
    return found if found > 0 and _is_possible(book, {**values, lever.name: found}) else None


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


def holdings_table(sheet: BalanceSheet) -> pd.DataFrame:
    """Return the holdings with their values and their shares on three bases.

    Columns: ``company``, ``listed``, ``gross_usd_bn``,
    ``asset_backed_finance_usd_bn``, ``equity_value_usd_bn``, and the fractions
    ``share_of_gross``, ``share_of_equity``, ``share_of_nav``, which do not add
    to one on NAV: net debt is nobody's holding.
    """
    return pd.DataFrame(_holdings(sheet))


def concentration(sheet: BalanceSheet) -> dict[str, dict[str, float]]:
    """Return measures of concentration for each basis of shares.

    Measures: ``hhi`` (sum of squared shares), ``effective_holdings`` (1 / HHI),
    ``largest``, ``largest_three``, ``largest_five`` and ``unlisted`` (fractions).
    Bases: ``gross``, ``equity``, ``nav``; one whose total is not above zero is
    left out.

    Examples
    --------
    >>> from exposure.balance import Holding
    >>> two = BalanceSheet((Holding("a", 50.0, listed=True), Holding("b", 50.0)), net_debt=0.0)
    >>> found = concentration(two)["equity"]
    >>> found["hhi"], found["effective_holdings"], found["unlisted"]
    (0.5, 2.0, 0.5)
    """
    rows = _holdings(sheet)
    found = {}
    for basis in ("gross", "equity", "nav"):
        shares = [row[f"share_of_{basis}"] for row in rows]
        if None in shares:
            continue
        ranked = sorted(shares, reverse=True)
        hhi = sum(share**2 for share in shares)
        found[basis] = {
            "hhi": hhi,
            "effective_holdings": 1.0 / hhi,
            "largest": ranked[0],
            "largest_three": sum(ranked[:3]),
            "largest_five": sum(ranked[:5]),
            "unlisted": sum(
                share for share, row in zip(shares, rows, strict=True) if not row["listed"]
            ),
        }
    return found


def concentration_table(before: Outcome, after: Outcome, bases: Mapping[str, str]) -> pd.DataFrame:
    """Return `concentration` of two scenarios, one row a basis and scenario.

    ``bases`` maps ``gross``, ``equity`` and ``nav`` to the words for the column
    ``basis``; the column ``when`` tells the baseline from the scenario.
    """
    tables = {"baseline": concentration(before.sheet)}
    if before.sheet != after.sheet:
        tables["scenario"] = concentration(after.sheet)
    rows = [
        {"basis": words, "when": when} | found[basis]
        for basis, words in bases.items()
        for when, found in tables.items()
        if basis in found
    ]
    return pd.DataFrame(rows)


class _Asked:
    """The values of a scenario by lever and by role."""

    def __init__(self, book: Book, values: Mapping[str, Number]) -> None:
        for name in values:
            if name not in book.levers:
                raise BalanceError(name, "is not a lever")
        self.levers = book.levers
        self.values = values

    def __getitem__(self, lever: Lever) -> Number:
        return self.values.get(lever.name, self.levers.defaults[lever.name])

    def moved(self, role: Role) -> list[Lever]:
        """Return the levers of a role that differ from the baseline, anywhere."""
        return [
            lever
            for lever in self.levers.of(role)
            if lever.name in self.values
            and anywhere(self.values[lever.name] != self.levers.defaults[lever.name])
        ]

    def one(self, role: Role, default: Number) -> Number:
        """Return the value of the only lever of a role."""
        levers = self.levers.of(role)
        return self[levers[0]] if levers else default


def _before_raising_money(book: Book, asked: _Asked) -> BalanceSheet:
    """Return the sheet after all that depends on the value of a company alone."""
    sheet = book.baseline.sheet(
        interests={
            str(lever.company): asked[lever] / 100 for lever in asked.moved("economic interest")
        },
        loans={
            str(lever.company): _usd_bn(book, lever, asked[lever])
            for lever in asked.moved("asset-backed finance")
        },
    )
    sheet = _at_rate(book, sheet, asked)
    sheet = _at_prices(book, sheet, asked)
    return _with_round(book, sheet, asked)


def _at_rate(book: Book, sheet: BalanceSheet, asked: _Asked) -> BalanceSheet:
    """Return the sheet at another exchange rate: local amounts change in dollars."""
    rate = book.baseline.local_per_usd.value
    change = rate / asked.one("exchange rate", rate) - 1.0
    share = asked.one("net debt local share", book.baseline.net_debt_local_share.value) / 100
    if not anywhere(change != 0):
        return sheet
    return replace(
        sheet,
        holdings=tuple(
            replace(
                h,
                gross=h.gross * (1.0 + h.local_share * change),
                asset_backed_finance=h.asset_backed_finance * (1.0 + h.local_share * change),
            )
            if h.local_share
            else h
            for h in sheet.holdings
        ),
        net_debt=sheet.net_debt * (1.0 + share * change),
    )


def _at_prices(book: Book, sheet: BalanceSheet, asked: _Asked) -> BalanceSheet:
    """Return the sheet at the scenario's company values."""
    own = {lever.company for lever in book.levers.of("company value")}
    shock: dict[str, Number] = {
        str(lever.company): asked[lever] / book.levers.defaults[lever.name] - 1.0
        for lever in asked.moved("company value")
    }
    for lever in asked.moved("change of others"):
        shock |= {h.company: asked[lever] / 100 for h in sheet.holdings if h.company not in own}
    return sheet.shocked(shock) if shock else sheet


def _with_round(book: Book, sheet: BalanceSheet, asked: _Asked) -> BalanceSheet:
    """Return the sheet after the focus company's financing round."""
    focus = book.ledger.focus
    amount = asked.one("new investment", 0.0)
    others = asked.one("round others", 0.0)
    if not (anywhere(amount != 0) or anywhere(others != 0)):
        return sheet
    holding = sheet.holding(focus)
    worth, pre_money = amount, asked.one("round pre-money", 0.0)
    known = book.baseline.inputs(focus).company_value
    if known is not None and holding.company_value is not None:
        value = holding.company_value
        worth = amount * (1.0 - at_least(0.0, 1.0 - value / book.baseline.usd_bn(known)))
        marking = asked.one("new money marking", 0.0)
        if anywhere(marking != 0):
            marked = amount * holding.economic_interest * value / pre_money
            worth = worth + marking * (marked - worth)
    return invest(sheet, focus, amount, pre_money=pre_money, others=others, carried_at=worth)


def _usd_bn(book: Book, lever: Lever, amount: Number) -> Number:
    if lever.unit.endswith("trn"):
        return amount * 1000.0 / book.baseline.local_per_usd.value
    return amount


def _is_possible(book: Book, values: Mapping[str, float]) -> bool:
    try:
        return float(evaluate(book, values).equity_value) > 0
    except BalanceError:
        return False


def _holdings(sheet: BalanceSheet) -> list[dict[str, Any]]:
    """Return the rows of `holdings_table` as plain data."""
    gross, equity, nav = (float(x) for x in (sheet.gross_value, sheet.equity_value, sheet.nav))
    return [
        {
            "company": h.company,
            "listed": h.listed,
            "gross_usd_bn": float(h.gross),
            "asset_backed_finance_usd_bn": float(h.asset_backed_finance),
            "equity_value_usd_bn": float(h.equity_value),
            "share_of_gross": float(h.gross) / gross if gross > 0 else None,
            "share_of_equity": float(h.equity_value) / equity if equity > 0 else None,
            "share_of_nav": float(h.equity_value) / nav if nav > 0 else None,
        }
        for h in sheet.holdings
    ]
