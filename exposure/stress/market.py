"""How the holdings may move together, from what is assumed about risk.

Comes in: the records of ``data/risk.yaml``, and changes a reader makes. Goes out:
a `Market`, the volatilities and correlations of the holdings in the order of a
balance sheet, as fractions; or a sentence that says why the numbers cannot hold
together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from exposure.balance import BalanceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.book import Book
    from exposure.stress.risk import Risk
    from exposure.stress.roots import Floats

# Below it a matrix has no root that double precision can tell from noise.
_SMALLEST = 1e-9


@dataclass(frozen=True)
class Market:
    """How the holdings may move: yearly figures as fractions, in one order.

    Attributes
    ----------
    companies
        Keys of the holdings, ``n`` of them.
    volatility, correlation
        Shapes ``(n,)`` and ``(n, n)``.
    months
        How far ahead to look.
    tail
        The worst part of outcomes that the expected shortfall averages over.
    growth
        Expected yearly change of every value; zero leaves expectations where
        prices are.
    """

    companies: tuple[str, ...]
    volatility: Floats
    correlation: Floats
    months: float
    tail: float
    growth: float

    @property
    def years(self) -> float:
        """The horizon in years."""
        return self.months / 12.0


def market(risk: Risk, book: Book, changes: Mapping[str, float] | None = None) -> Market:
    """Return the market of the book's holdings, with a reader's changes.

    Parameters
    ----------
    changes
        Name of an assumption (`Risk.assumptions`) to another value, in its unit.

    Raises
    ------
    BalanceError
        If a name is unknown, a value impossible, or the correlations contradict
        each other: then with their smallest eigenvalue.
    """
    known = risk.assumptions()
    for name in changes or {}:
        if name not in known:
            raise BalanceError(name, f"is no assumption; there are {', '.join(known)}")
    values = {name: item.value for name, item in known.items()} | dict(changes or {})
    companies = tuple(h.company for h in book.baseline.holdings)
    pairs = {
        (i, j): f"correlation.{'.'.join(sorted((companies[i], companies[j])))}"
        for i, j in combinations(range(len(companies)), 2)
    }
    for name in (*pairs.values(), *(f"volatility.{company}" for company in companies)):
        if name not in values:
            raise BalanceError(name, "was not kept with the release of this balance sheet")
    correlation = np.eye(len(companies))
    for (i, j), name in pairs.items():
        correlation[i, j] = correlation[j, i] = values[name]
    return checked(
        Market(
            companies,
            np.array([values[f"volatility.{company}"] / 100 for company in companies]),
            correlation,
            values["horizon_months"],
            values["tail_percent"] / 100,
            values["growth_percent"] / 100,
        )
    )


def checked(found: Market) -> Market:
    """Return the market, or raise `BalanceError` with what is impossible in it."""
    for company, volatility in zip(found.companies, found.volatility.tolist(), strict=True):
        if not 0 <= volatility <= 3:  # noqa: PLR2004
            words = f"{100 * volatility:g} is not between 0 and 300 %"
            raise BalanceError(f"volatility.{company}", words)
    if not 0 < found.tail < 1:
        raise BalanceError("tail_percent", f"{100 * found.tail:g} is not between 0 and 100 %")
    if not 0 <= found.months <= 120:  # noqa: PLR2004
        raise BalanceError("horizon_months", f"{found.months:g} is not between 0 and 120 months")
    if not abs(found.growth) <= 1:
        raise BalanceError(
            "growth_percent", f"{100 * found.growth:g} is not between -100 and 100 %"
        )
    matrix = found.correlation
    if not (np.abs(matrix) <= 1).all() or not np.array_equal(matrix, matrix.T):
        raise BalanceError("correlations", "a correlation is not between -1 and 1")
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    if smallest < _SMALLEST:
        raise BalanceError(
            "correlations",
            "they contradict each other, so no prices can move together like this: the smallest "
            f"eigenvalue of their matrix is {smallest:.3g} and has to be above zero; "
            "bring some of them nearer to zero",
        )
    return found
