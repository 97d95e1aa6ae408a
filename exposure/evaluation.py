"""A scenario -> the balance sheet after it.

Comes in: a `Book` (all data files) and one value for each lever, in the lever's
unit; numbers or arrays. Goes out: a `BalanceSheet` in USD billion.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exposure.balance import BalanceError, BalanceSheet, Number, anywhere, at_least
from exposure.transactions import borrow, commit, invest, sell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.book import Book
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
    sheet = before_raising_money(book, values)
    for lever in asked.moved("sales"):
        sheet = sell(sheet, lever.companies, asked[lever])
    for lever in asked.moved("margin loan"):
        company = str(lever.company)
        sheet = borrow(sheet, company, asked[lever], called=book.name(company))
    for lever in asked.moved("held loan"):
        sheet = borrow(sheet, book.ledger.group, asked[lever], guaranteed=True)
    for lever in asked.moved("commitments"):
        sheet = commit(replace(sheet, committed=0.0), asked[lever])
    return sheet


def before_raising_money(book: Book, values: Mapping[str, Number]) -> BalanceSheet:
    """Return the sheet before anything is sold, borrowed or promised.

    What a holding is worth in it depends on the value of its own company alone.
    Parameters as for `evaluate`.
    """
    asked = _Asked(book, values)
    interests = {
        str(lever.company): asked[lever] / 100 for lever in asked.moved("economic interest")
    }
    loans = {
        str(lever.company): _usd_bn(book, lever, asked[lever])
        for lever in asked.moved("asset-backed finance")
    }
    split = bool(interests or loans)
    sheet = book.baseline.sheet(interests, loans) if split else book.baseline_sheet
    sheet = _at_rate(book, sheet, asked)
    sheet = _at_prices(book, sheet, asked)
    return _with_round(book, sheet, asked)


def debt_and_value(sheet: BalanceSheet, ratio: str) -> tuple[Number, Number]:
    """Return numerator and denominator of the ``disclosed`` or ``grossed`` LTV."""
    if ratio == "disclosed":
        return sheet.net_debt, sheet.equity_value
    added = sheet.asset_backed_finance + sheet.committed
    return sheet.net_debt + added, sheet.equity_value + added


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
