"""Where a quantity changes sign along a lever: many brackets at once.

Comes in: a function of arrays, and brackets in which it changes sign. Goes out:
the crossings, to the last digits. The function is the surplus ``L x value - debt``
of a balance sheet, which is piecewise linear in most levers: there the first
secant is the answer, and the points beside it only confirm it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Floats: TypeAlias = NDArray[np.float64]

# Distances from the secant, as fractions of the bracket, at which each step looks:
# near ones close the bracket fast, the far ones keep it safe.
_BESIDE = np.array([np.nan, -1e-3, -1e-7, 0.0, 1e-7, 1e-3])  # nan: the middle
_STEPS = 60


def refine(
    surplus: Callable[[Floats], Floats],
    ends: tuple[Floats, Floats],
    values: tuple[Floats, Floats],
    noise: float = 0.0,
) -> Floats:
    """Return the zero inside each bracket.

    Each step evaluates the secant, points beside it and the middle for all
    brackets in one call, and keeps the part where the sign turns first. A jump
    through zero is returned as the place of the jump: whoever asks checks the
    value there.

    Parameters
    ----------
    surplus
        Maps points of shape ``(n, k)``, row by row those of one bracket, to
        values of the same shape.
    ends
        Left and right ends of the brackets, shape ``(n,)`` each.
    values
        The function there; of opposite sign, or zero.
    noise
        A value this close to zero is taken as zero.

    Returns
    -------
    ndarray
        Shape ``(n,)``.

    Examples
    --------
    >>> ends = np.array([0.0]), np.array([2.0])
    >>> root = refine(lambda x: x**2 - 2, ends, (np.array([-2.0]), np.array([2.0])))
    >>> abs(float(root[0]) - 2**0.5) < 1e-15
    True
    """
    a, b = ends
    fa, fb = values
    rows = np.arange(len(a))
    exact = 4e-16 * np.maximum(np.abs(a), np.abs(b)) + 1e-18 * np.abs(b - a)
    for _ in range(_STEPS):
        done = (b - a <= exact) | (np.minimum(np.abs(fa), np.abs(fb)) <= noise)
        if done.all():
            break
        change = np.where(fb == fa, 1.0, fb - fa)
        beside = np.clip((-fa / change)[:, None] + _BESIDE, 0.0, 1.0)
        beside[:, 0] = 0.5
        beside.sort(axis=1)
        x = np.concatenate([a[:, None], a[:, None] + beside * (b - a)[:, None], b[:, None]], 1)
        f = np.concatenate([fa[:, None], surplus(x[:, 1:-1]), fb[:, None]], 1)
        turn = np.argmax(np.sign(f[:, 1:]) != np.sign(fa)[:, None], axis=1)
        a, fa = np.where(done, a, x[rows, turn]), np.where(done, fa, f[rows, turn])
        b, fb = np.where(done, b, x[rows, turn + 1]), np.where(done, fb, f[rows, turn + 1])
    return np.where(np.abs(fa) <= np.abs(fb), a, b)
