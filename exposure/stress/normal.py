"""The normal distribution and points to integrate over it, on numpy alone.

numpy has neither, and scipy's start alone takes half a second, more than a page.
"""

from __future__ import annotations

from functools import lru_cache
from math import erfc, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from exposure.stress.roots import Floats

FARTHEST = 9.0
"""Beyond it the distribution is zero or one: 1e-19 lies outside."""

_PER_UNIT = 128
_GRID = np.arange(-FARTHEST * _PER_UNIT, FARTHEST * _PER_UNIT + 1) / _PER_UNIT
_CDF = np.array([0.5 * erfc(-x / sqrt(2.0)) for x in _GRID.tolist()])
_PDF = np.exp(-(_GRID**2) / 2) / sqrt(2.0 * np.pi)

# Generating vector of an extensible rank-1 lattice: R. Cools, F. Kuo, D. Nuyens,
# "Constructing embedded lattice rules for multivariate integration" (2006).
# fmt: off
_LATTICE = np.array([
    1, 182667, 469891, 498753, 110745, 446247, 250185, 118627, 245333, 283199,
    408519, 391023, 246327, 126539, 399185, 461527, 300343, 69681, 516695, 436179,
])
# fmt: on
MOST_DIMENSIONS = len(_LATTICE)
_SEED = 20251231


def cdf(x: Floats) -> Floats:
    """Return the normal distribution function.

    Exact values lie 1/128 apart; between them the Taylor series to the fourth
    power. The next term is below ``max |H4(x) pdf(x)| / 5! / 256**5 < 2e-14``,
    which is the error.

    Parameters
    ----------
    x
        Any shape; clipped at nine standard deviations.

    Examples
    --------
    >>> [round(p, 12) for p in cdf(np.array([0.0, 1.0, -40.0])).tolist()]
    [0.5, 0.841344746069, 0.0]
    """
    x = np.clip(x, -FARTHEST, FARTHEST)
    nearest = np.rint((x + FARTHEST) * _PER_UNIT).astype(np.intp)
    at = _GRID[nearest]
    d = x - at
    series = 1 - d * (at / 2 - d * ((at * at - 1) / 6 - d * at * (at * at - 3) / 24))
    return np.asarray(_CDF[nearest] + _PDF[nearest] * d * series)


def quantile(p: float) -> float:
    """Return the normal quantile of a probability between zero and one.

    >>> round(quantile(0.975), 6)
    1.959964
    """
    return NormalDist().inv_cdf(p)


@lru_cache(maxsize=32)
def points(count: int, dimensions: int, shifts: int = 1) -> Floats:
    """Return normal points that fill space evenly: lattices, shifted at random once.

    A lattice of the unit cube is shifted, folded (the tent transform, which
    removes the jump at its border) and mapped by the normal quantile. The shifts
    come from a fixed seed, so every run gives the same points; the spread of a
    mean between shifts estimates its error.

    Returns
    -------
    ndarray
        Shape ``(dimensions, shifts * count)``, one shift after another.
    """
    rule = np.outer(_LATTICE[:dimensions], np.arange(count)) % count / count
    random = np.random.default_rng(_SEED).random((shifts, dimensions, 1))
    cube = np.concatenate([1 - np.abs(2 * ((rule + shift) % 1.0) - 1) for shift in random], axis=1)
    inverse = NormalDist().inv_cdf
    inside = np.clip(cube, 1e-15, 1 - 1e-15)
    found = np.array([inverse(p) for p in inside.ravel().tolist()]).reshape(cube.shape)
    found.flags.writeable = False
    return found
