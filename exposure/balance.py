"""Holdings and net debt -> equity value, NAV and LTV on both bases.

Comes in: a balance sheet, amounts in USD billion, ratios as fractions.
Goes out: the measures that the group itself reports, by the same names.

Every amount may be a float or a numpy array; arrays broadcast against each
other, so that a map over two inputs is one balance sheet and not a loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

Number: TypeAlias = float | NDArray[np.float64]
Condition: TypeAlias = bool | NDArray[np.bool_]

# Less than this part of a loan is dust of the arithmetic, not a loan above its shares.
_DUST = 1e-12


class BalanceError(ValueError):
    """A balance sheet that has no answer; ``field`` names what is wrong with it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


@dataclass(frozen=True)
class Holding:
    """What a group owns of one company, in USD billion.

    Attributes
    ----------
    company
        Key of the company.
    gross
        Value of the group's share before any loan secured on it (``G_i``).
    asset_backed_finance
        Non-recourse loans and forwards secured on the holding (``a_i``).
    listed
        Whether the company's shares trade on an exchange.
    local_share
        Fraction of the holding whose value is fixed in the reporting currency.
    stake
        Fraction of the company that is reported as held, if known.
    economic_interest
        Fraction of the stake's value that belongs to the group; below one when
        a co-investor shares the fund that holds it.
    company_value
        Equity value of the whole company, if the holding is derived from it;
        at the baseline's exchange rate, so that it moves with its price alone.
    """

    company: str
    gross: Number
    asset_backed_finance: Number = 0.0
    listed: bool = False
    local_share: float = 0.0
    stake: Number | None = None
    economic_interest: Number = 1.0
    company_value: Number | None = None

    @property
    def equity_value(self) -> Number:
        """Gross value less asset-backed finance, and never below zero.

        ``V_i = max(G_i - a_i, 0)``: the loan is non-recourse, so a lender who
        is owed more than the shares are worth takes the shares.

        >>> float(Holding("a", gross=8.0, asset_backed_finance=1.0).equity_value)
        7.0
        >>> float(Holding("a", gross=1.0, asset_backed_finance=3.0).equity_value)
        0.0
        """
        return at_least(0.0, self.gross - self.asset_backed_finance)

    @property
    def is_floored(self) -> bool:
        """Whether the floor of :attr:`equity_value` acts (anywhere, for arrays)."""
        return anywhere(self.gross < self.asset_backed_finance * (1.0 - _DUST))


@dataclass(frozen=True)
class BalanceSheet:
    """Holdings and net debt of one group at one date, in USD billion.

    Attributes
    ----------
    holdings
        One entry per company.
    net_debt
        Adjusted net debt (``D``); negative when the group holds net cash.
    committed
        Investments signed but not yet paid; part of the grossed LTV alone.

    Examples
    --------
    >>> sheet = BalanceSheet((Holding("a", 60.0), Holding("b", 50.0, 10.0)), net_debt=20.0)
    >>> float(sheet.equity_value), float(sheet.nav), float(sheet.ltv)
    (100.0, 80.0, 0.2)
    >>> round(float(sheet.ltv_grossed), 4)
    0.2727
    """

    holdings: tuple[Holding, ...]
    net_debt: Number
    committed: Number = 0.0

    @cached_property
    def gross_value(self) -> Number:
        """Sum of ``G_i``."""
        return _total(h.gross for h in self.holdings)

    @cached_property
    def asset_backed_finance(self) -> Number:
        """Sum of ``a_i``."""
        return _total(h.asset_backed_finance for h in self.holdings)

    @cached_property
    def equity_value(self) -> Number:
        """Equity value of holdings, ``E = sum V_i``."""
        return _total(h.equity_value for h in self.holdings)

    @property
    def nav(self) -> Number:
        """Net asset value, ``E - D``."""
        return self.equity_value - self.net_debt

    @property
    def ltv(self) -> Number:
        """Loan to value as the group discloses it, ``D / E``.

        Higher is riskier. Undefined when ``E`` is not above zero: a single
        sheet raises `BalanceError`, an array holds ``nan`` there.
        """
        return _ratio(self.net_debt, self.equity_value, "equity value of holdings")

    @property
    def ltv_grossed(self) -> Number:
        """Loan to value as lenders and agencies see it.

        ``(D + A + C) / (E + A + C)`` with ``A`` the asset-backed finance and
        ``C`` what is committed but unpaid, both added back on both sides.
        """
        added = self.asset_backed_finance + self.committed
        return _ratio(
            self.net_debt + added, self.equity_value + added, "gross value with commitments"
        )

    @property
    def floored(self) -> tuple[str, ...]:
        """Companies whose loan exceeds the shares that secure it."""
        return tuple(h.company for h in self.holdings if h.is_floored)

    def holding(self, company: str) -> Holding:
        """Return the holding of a company; `BalanceError` if there is none."""
        for holding in self.holdings:
            if holding.company == company:
                return holding
        known = ", ".join(h.company for h in self.holdings)
        raise BalanceError(company, f"no such holding; there are {known}")

    def with_holding(self, changed: Holding) -> BalanceSheet:
        """Return the sheet with the holding of the same company replaced."""
        self.holding(changed.company)
        return replace(
            self,
            holdings=tuple(changed if h.company == changed.company else h for h in self.holdings),
        )

    def shocked(self, shock: Number | Mapping[str, Number]) -> BalanceSheet:
        """Return the sheet after a relative change in gross values.

        ``V_i = G_i x (1 + shock) - a_i``: the price moves, the loan does not.

        Parameters
        ----------
        shock
            One fraction for all holdings (-0.5 halves them), or one for each
            company named.

        Raises
        ------
        BalanceError
            If a company that is named is not held.

        Examples
        --------
        >>> sheet = BalanceSheet((Holding("a", 100.0, 20.0),), net_debt=20.0)
        >>> float(sheet.shocked(-0.4).ltv)
        0.5
        """
        if isinstance(shock, Mapping):
            for company in shock:
                self.holding(company)
            shocks = shock
        else:
            shocks = dict.fromkeys([h.company for h in self.holdings], shock)
        return replace(
            self,
            holdings=tuple(
                _scaled(h, 1.0 + shocks[h.company]) if h.company in shocks else h
                for h in self.holdings
            ),
        )


def anywhere(condition: Condition) -> bool:
    """Return whether a condition holds, for an array anywhere in it.

    ``numpy.any`` says the same, and takes longer over one truth value than all
    the rest of a balance sheet.

    >>> anywhere(1.0 > 2.0), anywhere(np.array([1.0, 3.0]) > 2.0)
    (False, True)
    """
    return bool(condition.any()) if isinstance(condition, np.ndarray) else bool(condition)


def at_least(lowest: float, amount: Number) -> Number:
    """Return an amount where it is above the lowest, and the lowest elsewhere.

    >>> at_least(0.0, -1.0), at_least(0.0, np.array([-1.0, 2.0])).tolist()
    (0.0, [0.0, 2.0])
    """
    return np.maximum(amount, lowest) if isinstance(amount, np.ndarray) else max(amount, lowest)


def _scaled(holding: Holding, factor: Number) -> Holding:
    """Return the holding at another price of the same shares."""
    value = holding.company_value
    return replace(
        holding,
        gross=holding.gross * factor,
        company_value=None if value is None else value * factor,
    )


def _total(amounts: Iterable[Number]) -> Number:
    total: Number = 0.0
    for amount in amounts:
        total = total + amount
    return total


def _ratio(debt: Number, value: Number, field: str) -> Number:
    if isinstance(value, np.ndarray) or isinstance(debt, np.ndarray):
        debt, value = np.broadcast_arrays(debt, value)
        ratio: Number = np.divide(debt, value, out=np.full(value.shape, np.nan), where=value > 0)
        return ratio
    if not value > 0:
        raise BalanceError(field, f"{value:.6g} is not above zero, so no loan to value exists")
    return debt / value
