"""Equity value at a horizon: how likely it ends below an amount, and what is left then.

Comes in: the holdings of a balance sheet and a `Market`. Goes out: chances as
fractions, amounts in USD billion. The integrals are those of `tails`; here books
are brought into its form, with holdings that do not move set apart.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from exposure.balance import BalanceError
from exposure.stress.normal import MOST_DIMENSIONS, cdf, quantile
from exposure.stress.tails import Tail, below

if TYPE_CHECKING:
    from exposure.balance import BalanceSheet
    from exposure.stress.market import Market
    from exposure.stress.roots import Floats

# Standard deviations of log equity value at which its distribution is laid out.
_LADDER = np.linspace(-5.0, 4.0, 46)
_QUICK = 256
# Points of each of four lattices: more are taken only while the error is above a
# hundredth of a point, as with loans near their shares and holdings that offset each other.
_COUNTS = (1024, 4096, 16384)
_EXACT = 1e-4
_LEAST = 1e-30
_MISS = 0.1
_TRIED = 1024
_UNLIKELY = 1e-9


class Outlook:
    """The equity value of one balance sheet at the horizon of a market."""

    def __init__(self, sheet: BalanceSheet, market: Market) -> None:
        self.market = market
        self.companies = tuple(h.company for h in sheet.holdings)
        self.gross = np.array([[float(h.gross) for h in sheet.holdings]])
        self.loans = np.array([[float(h.asset_backed_finance) for h in sheet.holdings]])
        self.values = np.maximum(self.gross - self.loans, 0.0)[0]

    def below(self, amounts: Floats, quick: int | None = None, *, worth: bool = False) -> Tail:
        """Return the chance of ending below each amount, and the worth of the holdings there."""
        gross, loans = (np.repeat(x, len(amounts), axis=0) for x in (self.gross, self.loans))
        return ends_below(gross, loans, amounts, self.market, quick, worth=worth)

    def chances_below(self, amounts: Floats) -> Floats:
        """Return the chance of ending below each amount, from the ladder: to 0.05 points."""
        rungs, scores = self._ladder
        if not len(rungs):
            return self.below(amounts).probability
        inside = np.log(np.maximum(amounts, _LEAST))
        return cdf(np.interp(inside, np.log(rungs), scores)) * (amounts > 0)

    def quantile(self, chance: float) -> float:
        """Return the equity value that is undercut with a chance."""
        rungs, scores = self._ladder
        if not len(rungs):
            return float(self._expected.sum())
        return float(np.exp(np.interp(quantile(chance), scores, np.log(rungs))))

    def losses(self) -> Floats:
        """Return what each holding loses on average in the worst part of outcomes.

        ``V_i - E[V_i | E < q]``, with ``q`` the quantile of the market's tail: the
        sum is the expected shortfall, so each part is a contribution to it.
        """
        rungs, scores = self._ladder
        if not len(rungs):
            return np.asarray(self.values - self._expected)
        edge, tail = self.quantile(self.market.tail), quantile(self.market.tail)
        # One secant in normal scores, in which the ladder is nearly straight. A large miss is
        # no error: everything is lost more often than the tail is wide.
        near = float(self.below(np.array([edge]), _TRIED).probability[0])
        miss = tail - quantile(min(max(near, _UNLIKELY), 1 - _UNLIKELY))
        if abs(miss) < _MISS and len(rungs) > 1:
            slopes = np.diff(np.log(rungs)) / np.diff(scores)
            edge *= np.exp(miss * np.interp(edge, (rungs[1:] + rungs[:-1]) / 2, slopes))
        found = self.below(np.array([edge]), worth=True)
        return np.asarray(self.values - found.worth[0] / found.probability[0])

    @cached_property
    def _expected(self) -> Floats:
        """Values at the horizon if nothing but growth happens."""
        grown = self.gross * np.exp(self.market.growth * self.market.years)
        return np.asarray(np.maximum(grown - self.loans, 0.0)[0])

    @cached_property
    def _ladder(self) -> tuple[Floats, Floats]:
        """Equity values in rising order, and the normal score of the chance below each."""
        spread = self.market.volatility * np.sqrt(self.market.years)
        mean = self._expected.sum()
        grown = self.gross[0] * np.exp(self.market.growth * self.market.years)
        together = np.outer(spread, spread) * self.market.correlation
        variance = grown @ np.expm1(together) @ grown
        if not (variance > 0 and mean > 0):
            return np.zeros(0), np.zeros(0)
        width = np.sqrt(np.log1p(variance / mean**2))
        amounts = mean * np.exp(width * _LADDER)
        chances = np.maximum.accumulate(self.below(amounts, _QUICK).probability)
        # Where the chance is nought or one to the last digit the ladder has no rungs.
        inner = (chances > _UNLIKELY) & (chances < 1 - _UNLIKELY)
        inner &= np.append(True, np.diff(chances) > 0)
        scores = np.array([quantile(p) for p in chances[inner].tolist()])
        return amounts[inner], scores


def amount_at(sheet: BalanceSheet, ratio: str, limit: float) -> Floats:
    """Return the equity value below which a ratio is above a limit.

    ``D / L`` for the disclosed LTV, ``(D + A + C) / L - A - C`` for the grossed.
    """
    more = sheet.asset_backed_finance + sheet.committed if ratio == "grossed" else 0.0
    return np.asarray((sheet.net_debt + more) / limit - more, dtype=float)


def ends_below(  # noqa: PLR0913  (each is a term of the formula)
    gross: Floats,
    loans: Floats,
    amount: Floats,
    market: Market,
    quick: int | None = None,
    *,
    worth: bool = False,
) -> Tail:
    """Return the chance that equity value ends below an amount, for many books.

    Parameters
    ----------
    gross, loans
        ``G_i`` and ``a_i`` today, shape ``(m, n)``; ``nan`` in a book that is not
        possible, and then in its answer.
    amount
        Shape ``(m,)``; at zero or below it the chance is zero.
    quick
        Points of a single lattice in single precision; when None four lattices of
        1,024, and more while the error is above a hundredth of a point.

    Raises
    ------
    BalanceError
        If more holdings move than the lattice has dimensions for.
    """
    spread = market.volatility * np.sqrt(market.years)
    grown = gross * np.exp(market.growth * market.years)
    moving = (spread > 0) & np.any(gross > 0, axis=0)
    if np.count_nonzero(moving) > MOST_DIMENSIONS + 1:
        raise BalanceError("holdings", f"at most {MOST_DIMENSIONS + 1} can move at random")
    still = np.maximum(grown - loans, 0.0) * ~moving
    rest = amount - still.sum(axis=1)
    known = np.isfinite(rest) & np.isfinite(gross).all(axis=1)
    chance = np.where(known, (rest > 0).astype(float), np.nan)
    error = np.zeros_like(chance)
    value = still * chance[:, None] if worth else still[:, :0]
    root = np.asarray(np.linalg.cholesky(market.correlation[np.ix_(moving, moving)]))
    left = np.flatnonzero(known & (rest > 0)) if moving.any() else np.zeros(0, dtype=np.intp)
    for count in (quick,) if quick else _COUNTS:
        if not len(left):
            break
        found = below(
            np.maximum(grown[np.ix_(left, moving)], _LEAST),
            loans[np.ix_(left, moving)],
            rest[left],
            spread[moving],
            root,
            count=count,
            shifts=1 if quick else 4,
            worth=worth,
            precise=quick is None,
        )
        chance[left], error[left] = found.probability, found.error
        if worth:
            value[left] = still[left] * found.probability[:, None]
            value[np.ix_(left, moving)] = found.worth
        left = left[found.error > _EXACT]
    return Tail(chance, error, value)
