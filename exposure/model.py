"""A scenario -> the balance sheet after it, and the answers the pages give.

Comes in: a `Book` (all data files) and one value for each lever, in the lever's
unit. Goes out: a `BalanceSheet` in USD billion, and tables of ratios.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from exposure.balance import BalanceError, BalanceSheet, Number
from exposure.limits import loss_to_limit, money_to_limit, uniform_fall
from exposure.transactions import borrow, commit, invest, sell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.book import Book, Claim, Line
    from exposure.scenario import Lever, Role


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
    base = book.baseline
    sheet = base.sheet(
        interests={
            lever.company: asked[lever] / 100 for lever in asked.moved("economic interest")
        },
        loans={
            lever.company: _usd_bn(book, lever, asked[lever])
            for lever in asked.moved("asset-backed finance")
        },
    )
    sheet = _at_rate(book, sheet, asked)
    sheet = _at_prices(book, sheet, asked)
    sheet = _with_round(book, sheet, asked)
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
        return self.value > self.line.limit


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
        new = sum(
            self.values.get(lever.name, self.book.levers.defaults[lever.name])
            for lever in self.book.levers.table
            if lever.role == "new investment"
        )
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
        return tuple(self.answer(line) for line in self.book.lines)

    def answer(self, line: Line) -> Answer:
        """Return how the scenario stands against one line."""
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
            "concentration": concentration(self.sheet).to_dict("index"),
            "holdings": holdings_table(self.sheet).to_dict("records"),
            "floored": list(self.sheet.floored),
        }


def outcome(book: Book, values: Mapping[str, float]) -> Outcome:
    """Return everything the pages say about a scenario.

    Raises
    ------
    BalanceError
        If the scenario is not possible or its LTV is undefined.
    """
    complete = book.levers.complete(values)
    result = Outcome(book, complete, evaluate(book, complete))
    result.ratio("disclosed")
    return result


def debt_and_value(sheet: BalanceSheet, ratio: str) -> tuple[Number, Number]:
    """Return numerator and denominator of the ``disclosed`` or ``grossed`` LTV."""
    if ratio == "disclosed":
        return sheet.net_debt, sheet.equity_value
    added = sheet.asset_backed_finance + sheet.committed
    return sheet.net_debt + added, sheet.equity_value + added


def break_even(
    book: Book, values: Mapping[str, float], ratio: str, limit: float
) -> float | None:
    """Return the focus company's value at which a ratio reaches a limit.

    ``X* = X + (D / L - E) / (s x e)``, extended to what bends that line: new
    money held at cost above the baseline's valuation, and the floor of a pledged
    holding. The surplus ``E - D / L`` is piecewise linear in the value, so it is
    solved exactly on the piece where it changes sign.

    Returns
    -------
    float or None
        In the unit of the lever, the largest such value; None where no value
        above zero reaches the limit.
    """
    levers = [
        lever
        for lever in book.levers.table
        if lever.role == "company value" and lever.company == book.ledger.focus
    ]
    if not levers:
        return None
    name = levers[0].name
    bend = book.levers.defaults[name]
    points = np.array([0.0, bend / 2, bend, 2 * bend])
    debt, value = debt_and_value(evaluate(book, {**values, name: points}), ratio)
    surplus = np.broadcast_to(value - debt / limit, points.shape)
    for low, high in ((2, 3), (0, 2)):
        slope = (surplus[high] - surplus[low]) / (points[high] - points[low])
        if slope <= 0:
            continue
        found = float(points[low] - surplus[low] / slope)
        if found > 0 and (found >= bend) == (low == 2):
            return found
    return None


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


def bridge(book: Book, values: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return what each moved lever adds to the disclosed LTV, in the order of the table.

    Each step is the change when the lever joins those before it; they add up to
    the whole difference from the baseline.
    """
    so_far: dict[str, float] = {}
    steps = []
    before = float(evaluate(book, so_far).ltv)
    for name, value in book.levers.changed(values).items():
        so_far[name] = value
        after = float(evaluate(book, so_far).ltv)
        steps.append((book.levers[name].label, after - before))
        before = after
    return steps


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
    table = pd.DataFrame(
        {
            "company": [h.company for h in sheet.holdings],
            "listed": [h.listed for h in sheet.holdings],
            "gross_usd_bn": [float(h.gross) for h in sheet.holdings],
            "asset_backed_finance_usd_bn": [
                float(h.asset_backed_finance) for h in sheet.holdings
            ],
            "equity_value_usd_bn": [float(h.equity_value) for h in sheet.holdings],
        }
    )
    nav = float(sheet.nav)
    table["share_of_gross"] = table["gross_usd_bn"] / float(sheet.gross_value)
    table["share_of_equity"] = table["equity_value_usd_bn"] / float(sheet.equity_value)
    table["share_of_nav"] = table["equity_value_usd_bn"] / nav if nav > 0 else None
    return table


def concentration(sheet: BalanceSheet) -> pd.DataFrame:
    """Return measures of concentration, one row a basis.

    Columns: ``hhi`` (sum of squared shares), ``effective_holdings`` (1 / HHI),
    ``largest``, ``largest_three``, ``largest_five`` and ``unlisted`` (fractions).
    Rows: ``gross``, ``equity``, ``nav``; the last is left out when NAV is not
    above zero.

    Examples
    --------
    >>> from exposure.balance import Holding
    >>> two = BalanceSheet((Holding("a", 50.0, listed=True), Holding("b", 50.0)), net_debt=0.0)
    >>> concentration(two).loc["equity", ["hhi", "effective_holdings", "unlisted"]].tolist()
    [0.5, 2.0, 0.5]
    """
    table = holdings_table(sheet)
    rows = {}
    for basis in ("gross", "equity", "nav"):
        shares = table[f"share_of_{basis}"]
        if shares.isna().any():
            continue
        ranked = shares.sort_values(ascending=False)
        hhi = float((shares**2).sum())
        rows[basis] = {
            "hhi": hhi,
            "effective_holdings": 1.0 / hhi,
            "largest": float(ranked.iloc[:1].sum()),
            "largest_three": float(ranked.iloc[:3].sum()),
            "largest_five": float(ranked.iloc[:5].sum()),
            "unlisted": float(shares[~table["listed"]].sum()),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def concentration_table(before: Outcome, after: Outcome, bases: Mapping[str, str]) -> pd.DataFrame:
    """Return `concentration` of two scenarios, one row a basis and scenario.

    ``bases`` maps ``gross``, ``equity`` and ``nav`` to the words for the column
    ``basis``; the column ``when`` tells the baseline from the scenario.
    """
    tables = {"baseline": concentration(before.sheet), "scenario": concentration(after.sheet)}
    rows = [
        {"basis": words, "when": when} | found.loc[basis].to_dict()
        for basis, words in bases.items()
        for when, found in tables.items()
        if basis in found.index and (when == "scenario" or before.values != after.values)
    ]
    return pd.DataFrame(rows)


class _Asked:
    """The values of a scenario by lever and by role."""

    def __init__(self, book: Book, values: Mapping[str, Number]) -> None:
        unknown = [name for name in values if name not in book.levers]
        if unknown:
            raise BalanceError(unknown[0], "is not a lever")
        self.book = book
        self.values = values

    def __getitem__(self, lever: Lever) -> Number:
        return self.values.get(lever.name, self.book.levers.defaults[lever.name])

    def of(self, role: Role) -> list[Lever]:
        return [lever for lever in self.book.levers.table if lever.role == role]

    def moved(self, role: Role) -> list[Lever]:
        """Return the levers of a role that may differ from the baseline."""
        return [
            lever
            for lever in self.of(role)
            if np.any(np.asarray(self[lever]) != self.book.levers.defaults[lever.name])
        ]

    def one(self, role: Role, default: Number) -> Number:
        levers = self.of(role)
        return self[levers[0]] if levers else default


def _at_rate(book: Book, sheet: BalanceSheet, asked: _Asked) -> BalanceSheet:
    """Return the sheet at another exchange rate: local amounts change in dollars."""
    rate = book.baseline.local_per_usd.value
    change = rate / asked.one("exchange rate", rate) - 1.0
    share = asked.one("net debt local share", book.baseline.net_debt_local_share.value) / 100
    if not np.any(change):
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
    own = {lever.company for lever in asked.of("company value")}
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
    if not (np.any(amount) or np.any(others)):
        return sheet
    holding = sheet.holding(focus)
    worth, pre_money = amount, asked.one("round pre-money", 0.0)
    known = book.baseline.inputs(focus).company_value
    if known is not None and holding.company_value is not None:
        value = holding.company_value
        at_cost = amount * np.minimum(1.0, value / book.baseline.usd_bn(known))
        marked = amount * holding.economic_interest * value / pre_money
        worth = np.where(asked.one("new money marking", 0.0), marked, at_cost)
        worth = float(worth) if worth.ndim == 0 else worth
    return invest(
        sheet, focus, amount, pre_money=pre_money, others=others, carried_at=worth
    )


def _usd_bn(book: Book, lever: Lever, amount: Number) -> Number:
    if lever.unit.endswith("trn"):
        return amount * 1000.0 / book.baseline.local_per_usd.value
    return amount
