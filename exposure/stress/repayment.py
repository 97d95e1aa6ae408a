"""What must be sold to repay a loan, where LTV ends, and at which price a lender calls.

Comes in: a `Book`, a scenario, an amount in USD billion, and loans over gross
values at which lenders call, as fractions. Goes out: one answer for each holding.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from exposure.cash import calendar
from exposure.cash_policy import policy
from exposure.evaluation import evaluate
from exposure.transactions import sell
from exposure.wording import in_unit, percent
from exposure.wording import usd_bn as in_usd_bn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.balance import BalanceSheet, Holding
    from exposure.book import Book
    from exposure.cash import Calendar
    from exposure.cash_policy import Policy
    from exposure.stress.risk import Risk


@dataclass(frozen=True)
class Way:
    """One way to raise an amount by selling.

    Attributes
    ----------
    companies
        What is sold, in proportion to equity value.
    worth_usd_bn
        What these holdings are worth after their loans.
    part
        The part of them that must be sold; None where they are worth less than
        the amount.
    ltv, ltv_grossed
        Where the ratios end; None where the way does not reach.
    """

    companies: tuple[str, ...]
    title: str
    listed: bool
    worth_usd_bn: float
    part: float | None
    ltv: float | None
    ltv_grossed: float | None
    sentence: str


@dataclass(frozen=True)
class Call:
    """When a lender calls for more against one pledged holding.

    Attributes
    ----------
    fall_to_call
        The fall of the gross value from the scenario's that brings the call,
        ``1 - a / (m G)``; below zero when the loan is over the limit already.
    gross_at_call_usd_bn
        Gross value of the holding then.
    company_at_call_usd_bn
        Value of the whole company then, where the scenario has one.
    share_price_at_call_usd
        The same for one share, where the number of shares is in the ledger.
    """

    company: str
    loan_usd_bn: float
    gross_usd_bn: float
    maintenance: float
    fall_to_call: float
    gross_at_call_usd_bn: float
    company_at_call_usd_bn: float | None
    share_price_at_call_usd: float | None
    sentence: str


@dataclass(frozen=True)
class Maturities:
    """What falls due against cash, how to repay it, and when lenders call."""

    calendar: Calendar
    policy: Policy | None
    repay_usd_bn: float
    ways: tuple[Way, ...]
    calls: tuple[Call, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "calendar": self.calendar.as_json(),
            "policy": None if self.policy is None else self.policy.as_json(),
            "repay_usd_bn": self.repay_usd_bn,
            "ways": [asdict(way) for way in self.ways],
            "margin_calls": [asdict(call) for call in self.calls],
        }


def maturities(
    book: Book,
    values: Mapping[str, float],
    risk: Risk,
    changes: Mapping[str, float] | None = None,
    repay: float | None = None,
) -> Maturities:
    """Return the calendar of cash, how to repay what falls due, and the margin calls.

    Parameters
    ----------
    values
        The scenario from which is sold; its loans are those that can be called.
    changes
        Names of assumptions (``maintenance.company``) to other values, in percent.
    repay
        USD billion to raise by selling; what falls due of loans when None.

    Raises
    ------
    BalanceError
        If the scenario is not possible, or a maintenance ratio is not above zero
        and at most 100 %.
    """
    found = calendar(book, risk.cash)
    amount = found.to_repay_usd_bn if repay is None else repay
    return Maturities(
        found,
        policy(book, risk.cash),
        amount,
        ways_to_repay(book, values, amount),
        margin_calls(book, values, risk.maintenance_ratios(changes)),
    )


def ways_to_repay(book: Book, values: Mapping[str, float], amount: float) -> tuple[Way, ...]:
    """Return what of what must be sold to raise an amount, and where LTV ends.

    All listed holdings together first, then each holding by itself, listed ones
    first and the largest of them before the others. A sale takes the amount off
    net debt and off the holding; loans on the rest stay as they are. The loan to
    repay is part of net debt only in a scenario that has spent it.

    Raises
    ------
    BalanceError
        If the scenario is not possible.
    """
    sheet = evaluate(book, book.levers.complete(values))
    listed = [h.company for h in sheet.holdings if h.listed]
    ranked = sorted(sheet.holdings, key=lambda h: (not h.listed, -float(h.equity_value)))
    found = [_way(book, sheet, (h.company,), amount) for h in ranked if float(h.equity_value) > 0]
    if len(listed) > 1:
        found.insert(0, _way(book, sheet, tuple(listed), amount))
    return tuple(found)


def margin_calls(
    book: Book, values: Mapping[str, float], maintenance: Mapping[str, float]
) -> tuple[Call, ...]:
    """Return when lenders call, for each pledged holding with a maintenance ratio.

    A call comes when loan over gross value passes the ratio ``m``: the gross
    value has then fallen by ``1 - a / (m G)``. The loan does not shrink with the
    price.

    Parameters
    ----------
    maintenance
        Company to ``m``, fractions above zero; `Risk.maintenance_ratios` has assumed ones.

    Raises
    ------
    BalanceError
        If the scenario is not possible.
    """
    sheet = evaluate(book, book.levers.complete(values))
    return tuple(
        _call(book, h, maintenance[h.company])
        for h in sheet.holdings
        if float(h.asset_backed_finance) > 0 and float(h.gross) > 0 and h.company in maintenance
    )


def _way(book: Book, sheet: BalanceSheet, companies: tuple[str, ...], amount: float) -> Way:
    holdings = [sheet.holding(company) for company in companies]
    worth = sum(float(h.equity_value) for h in holdings)
    listed = all(h.listed for h in holdings)
    title = book.name(companies[0]) if len(companies) == 1 else "All listed holdings"
    if worth < amount:
        words = f"{title} cannot repay {in_usd_bn(amount)}: {in_usd_bn(worth)} is all it is worth."
        return Way(companies, title, listed, worth, None, None, None, words)
    after = sell(sheet, companies, amount)
    ratios = [
        float(debt / value) if value > 0 else None
        for debt, value in (
            (after.net_debt, after.equity_value),
            (
                after.net_debt + after.asset_backed_finance + after.committed,
                after.equity_value + after.asset_backed_finance + after.committed,
            ),
        )
    ]
    part = amount / worth
    words = f"Selling {percent(part, 0)} of {title} raises {in_usd_bn(amount)}"
    if ratios[0] is not None:
        words += f" and takes the disclosed LTV to {percent(ratios[0])}"
    return Way(companies, title, listed, worth, part, ratios[0], ratios[1], f"{words}.")


def _call(book: Book, holding: Holding, maintenance: float) -> Call:
    loan, gross = float(holding.asset_backed_finance), float(holding.gross)
    fall = 1 - loan / (maintenance * gross)
    company = None if holding.company_value is None else float(holding.company_value) * (1 - fall)
    shares = _shares(book, holding.company)
    price = None if company is None or shares is None else company * 1e9 / shares
    name = book.name(holding.company)
    if fall < 0:
        words = f"The loan on {name} is over {percent(maintenance, 0)} of its value already."
    else:
        words = f"A lender at {percent(maintenance, 0)} calls when {name} falls by {percent(fall)}"
        if price is not None:
            words += f", to {in_unit(round(price, 1), 'USD per share')}"
        words += "."
    return Call(
        holding.company, loan, gross, maintenance, fall, gross * (1 - fall), company, price, words
    )


def _shares(book: Book, company: str) -> float | None:
    """Return how many shares a company has, where the ledger says so."""
    for quantity in book.ledger.quantities:
        counts = quantity.measure == "shares held" and quantity.holder is None
        used = book.ledger.used(quantity.id)
        if counts and quantity.target == company and used is not None:
            return float(used.right.value_si or 0) or None
    return None
