"""A deal -> the balance sheet after it.

Comes in and goes out: a `BalanceSheet` in USD billion. Each function is one
row of the table of transactions; none of them changes its argument.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from exposure.balance import BalanceError, BalanceSheet, Holding, Number, anywhere, at_least

if TYPE_CHECKING:
    from collections.abc import Sequence

# Stands in for nothing where nothing is divided by nothing: nothing sold of what is worth nothing.
_TINY = float(np.finfo(float).tiny)


def stake_after_round(stake: Number, pre_money: Number, raised: Number, bought: Number) -> Number:
    """Return an existing holder's stake after a financing round.

    ``stake x pre / P + I / P`` with post-money ``P = pre + R``: diluted by the
    new shares, and raised by those the holder buys.

    Parameters
    ----------
    stake
        Fraction held before the round.
    pre_money, raised, bought
        Value before the round, size of the round ``R``, the holder's part ``I``
        of it, in one unit of money.

    Raises
    ------
    BalanceError
        If the value before the round is not above zero, or the holder buys less
        than nothing or more than the round raises.

    Examples
    --------
    >>> stake_after_round(0.10, pre_money=90.0, raised=10.0, bought=0.0)
    0.09
    >>> stake_after_round(0.10, pre_money=90.0, raised=10.0, bought=10.0)
    0.19
    """
    if anywhere(pre_money <= 0):
        raise BalanceError("pre-money", "a company is worth more than nothing before its round")
    if anywhere(bought < 0) or anywhere(bought > raised):
        raise BalanceError("bought", "a holder buys something between nothing and the whole round")
    return (stake * pre_money + bought) / (pre_money + raised)


def invest(  # noqa: PLR0913  (each is a term of the deal)
    sheet: BalanceSheet,
    company: str,
    amount: Number,
    *,
    pre_money: Number | None = None,
    others: Number = 0.0,
    carried_at: Number | None = None,
) -> BalanceSheet:
    """Return the sheet after new shares are paid by debt or cash: ``D += I``.

    Parameters
    ----------
    amount
        ``I``, what the group pays.
    pre_money
        Value of the company before the round; sets the stake that is bought.
        Without it the stake is left as it was.
    others
        What other investors pay in the same round.
    carried_at
        What the new shares are worth in the books; their cost when not given.

    Raises
    ------
    BalanceError
        If the amount is below zero, or the round is not one: `stake_after_round`.

    Examples
    --------
    >>> from exposure.balance import Holding
    >>> sheet = BalanceSheet((Holding("a", 80.0),), net_debt=20.0)
    >>> float(invest(sheet, "a", 20.0).ltv)
    0.4
    """
    holding = sheet.holding(company)
    if anywhere(amount < 0):
        raise BalanceError(f"investment in {company}", "is below zero")
    stake = holding.stake
    if stake is not None and pre_money is not None:
        stake = stake_after_round(stake, pre_money, amount + others, amount)
    worth = amount if carried_at is None else carried_at
    after = sheet.with_holding(replace(holding, gross=holding.gross + worth, stake=stake))
    return replace(after, net_debt=sheet.net_debt + amount)


def sell(sheet: BalanceSheet, companies: Sequence[str], amount: Number) -> BalanceSheet:
    """Return the sheet after selling shares: ``D -= I`` and ``V_i -= I``.

    The amount is spread over the companies in proportion to their equity value.

    Raises
    ------
    BalanceError
        If the amount is below zero, or the holdings named are worth less.

    Examples
    --------
    >>> from exposure.balance import Holding
    >>> sheet = BalanceSheet((Holding("a", 80.0), Holding("b", 20.0)), net_debt=40.0)
    >>> sold = sell(sheet, ["a", "b"], 20.0)
    >>> [float(h.gross) for h in sold.holdings], float(sold.ltv)
    ([64.0, 16.0], 0.25)
    """
    if not anywhere(amount != 0):
        return sheet
    sellers = {company: sheet.holding(company) for company in companies}
    worth = sum(holding.equity_value for holding in sellers.values())
    sold = _possible("sales", amount, worth) / at_least(_TINY, worth)
    return replace(
        sheet,
        holdings=tuple(_sold(h, sold) if h.company in sellers else h for h in sheet.holdings),
        net_debt=sheet.net_debt - amount,
    )


def borrow(
    sheet: BalanceSheet,
    company: str,
    amount: Number,
    *,
    guaranteed: bool = False,
    called: str = "",
) -> BalanceSheet:
    """Return the sheet after borrowing against a holding.

    A non-recourse loan leaves net debt (``D -= I``) and comes off the holding
    (``a_i += I``). A loan that the group guarantees brings cash and debt of the
    same amount and changes neither.

    Parameters
    ----------
    called
        What an error calls the company; its key when not given.

    Raises
    ------
    BalanceError
        If a non-recourse loan is below zero, or exceeds the equity value that
        secures it.

    Examples
    --------
    >>> from exposure.balance import Holding
    >>> sheet = BalanceSheet((Holding("a", 100.0),), net_debt=40.0)
    >>> lent = borrow(sheet, "a", 20.0)
    >>> float(lent.ltv), float(lent.ltv_grossed)
    (0.25, 0.4)
    >>> float(borrow(sheet, "a", 20.0, guaranteed=True).ltv)
    0.4
    """
    if guaranteed or not anywhere(amount != 0):
        return sheet
    holding = sheet.holding(company)
    amount = _possible(f"margin loan on {called or company}", amount, holding.equity_value)
    after = sheet.with_holding(
        replace(holding, asset_backed_finance=holding.asset_backed_finance + amount)
    )
    return replace(after, net_debt=sheet.net_debt - amount)


def commit(sheet: BalanceSheet, amount: Number) -> BalanceSheet:
    """Return the sheet after signing a purchase that is not yet paid.

    Nothing in the disclosed LTV; the amount on both sides of the grossed one.
    """
    return replace(sheet, committed=sheet.committed + amount)


def _sold(holding: Holding, part: Number) -> Holding:
    """Return the holding after selling a part of its equity value."""
    money = part * holding.equity_value
    stake = holding.stake
    if stake is not None:
        stake = stake - part * (stake * holding.equity_value / at_least(_TINY, holding.gross))
    return replace(holding, gross=holding.gross - money, stake=stake)


def _possible(field: str, amount: Number, worth: Number) -> Number:
    """Return the amount where the shares are worth it; elsewhere a map holds ``nan``."""
    impossible = (amount < 0) | (amount > worth)
    if not anywhere(impossible):
        return amount
    if isinstance(impossible, np.ndarray):
        return np.where(impossible, np.nan, amount)
    if amount < 0:
        raise BalanceError(field, f"USD {amount:.6g} bn is below zero")
    raise BalanceError(
        field,
        f"USD {amount:.6g} bn is more than the USD {worth:.4g} bn that the shares are worth",
    )
