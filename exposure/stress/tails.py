"""The chance that a sum of correlated lognormal holdings ends below an amount.

Comes in: gross values ``G``, loans ``a``, an amount ``K``, spreads and
correlations. Goes out: ``P(sum max(G_i e^(..) - a_i, 0) < K)`` and what each
holding is worth when that happens, for many books at once.

The log returns are ``X = S M x`` with independent normal ``x``. The direction
``u`` in which the sum falls to ``K`` by the smallest move is integrated exactly:
along it the sum rises with ``z``, crosses ``K`` at one ``z*``, and the chance is
the normal distribution function of ``z*``. What is left varies little over the
other directions, ordered by how strongly ``z*`` bends along them, and is averaged
over a lattice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from exposure.stress.normal import FARTHEST, cdf, points

if TYPE_CHECKING:
    from exposure.stress.roots import Floats

_SEARCH = 5
# Numbers that are worked on together: enough to hide the overhead, few enough for the cache.
_BLOCK = 100_000
_STEPS = 30
# Both methods converge at least quadratically: a last step this long leaves 1e-8. Where single
# precision is asked for, the first step begins so near that what it leaves moves a chance by 1e-5.
_ENOUGH = 1e-4
_NEARLY = 0.2
_FAINT = 1e-30
# Steps on the logarithm; and where a probability is zero or one for our purposes.
_STRAIGHT = 2
_CERTAIN = 5.0
# A loading on the exact direction is never less than this part of the largest one.
_LEAST = 0.05
_FAR = FARTHEST + 3.0


@dataclass(frozen=True)
class Tail:
    """What happens below an amount; ``m`` books, ``n`` holdings, ``k`` shifts.

    Attributes
    ----------
    probability
        Shape ``(m,)``.
    error
        Twice the standard error between shifts, shape ``(m,)``; zero for one shift.
    worth
        ``E[V_i; below]``, the equity value of each holding times the event, shape
        ``(m, n)``; empty unless asked for.
    """

    probability: Floats
    error: Floats
    worth: Floats


def below(  # noqa: PLR0913  (each is a term of the formula)
    gross: Floats,
    loans: Floats,
    amount: Floats,
    spread: Floats,
    root: Floats,
    *,
    count: int = 1024,
    shifts: int = 4,
    worth: bool = False,
    precise: bool = True,
) -> Tail:
    """Return the chance of ending below an amount.

    Parameters
    ----------
    gross, loans
        ``G_i`` (expected values at the horizon) and ``a_i``, shape ``(m, n)``.
    amount
        ``K``, above zero, shape ``(m,)``.
    spread
        Standard deviation of each log value at the horizon, above zero, shape ``(n,)``.
    root
        ``M`` with ``M M' = R``, the correlations; shape ``(n, n)``, invertible.
    count, shifts
        Points of one lattice, and how many shifted ones are averaged.
    worth
        Whether to return what each holding is worth below the amount.
    precise
        Double precision; single precision is good to 1e-6 and three times faster.
    """
    moves = spread[:, None] * root
    start = np.log(gross) - spread**2 / 2
    unit, other, bend, centre = _directions(start, loans, amount, moves)
    # One holding has no other direction.
    nodes = points(count, other.shape[2], shifts) if other.shape[2] else np.zeros((0, 1))
    # A float32 array serves as one of float64 everywhere below.
    kind: type[np.float64] = np.float64 if precise else np.float32  # type: ignore[assignment]
    slopes, scaled, start, owed, level, bend, centre, nodes = (
        np.asarray(x, dtype=kind)
        for x in (
            (unit @ moves.T)[:, :, None],
            moves @ other,
            start[:, :, None],
            loans[:, :, None],
            amount[:, None],
            bend,
            centre[:, None],
            nodes,
        )
    )
    curved = centre - bend @ (nodes**2 / 2)
    size = min(count, nodes.shape[1])
    chances, values = [], []
    together = max(1, _BLOCK // (gross.shape[1] * nodes.shape[1]))
    for i in range(0, len(gross), together):
        block = slice(i, i + together)
        logs = scaled[block] @ nodes
        logs += start[block]
        crossing = _solved(logs, slopes[block], owed[block], level[block], curved[block])
        chances.append(cdf(crossing))
        if worth:
            # An average needs fewer digits than a chance: one lattice does.
            values.append(_worth(logs[..., :size], slopes[block], owed[block], crossing[:, :size]))
    by_shift = np.concatenate(chances).reshape(len(gross), -1, size).mean(axis=2)
    chance, shifts = by_shift.mean(axis=1), by_shift.shape[1]
    error = 2 * by_shift.std(axis=1, ddof=1) / np.sqrt(shifts) if shifts > 1 else 0 * amount
    if not worth:
        return Tail(chance, error, gross[:, :0])
    scale = chance / np.maximum(by_shift[:, 0], _FAINT)
    return Tail(chance, error, np.concatenate(values) * scale[:, None])


def _directions(
    start: Floats, loans: Floats, amount: Floats, moves: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the exact direction, the others, how ``z*`` bends along them, and ``z*``.

    Shapes ``(m, n)``, ``(m, n, n - 1)``, ``(m, n - 1)`` and ``(m,)``.
    """
    place = np.zeros_like(start)
    for _ in range(_SEARCH):
        share, log_ratio = _shares(start + place @ moves.T, loans, amount)
        slope = share @ moves
        square = np.maximum((slope**2).sum(axis=1), 1e-300)
        place = (((slope * place).sum(axis=1) - log_ratio) / square)[:, None] * slope
        length = np.sqrt((place**2).sum(axis=1, keepdims=True))
        place *= np.minimum(1.0, _FAR / np.maximum(length, 1e-300))
    share, _ = _shares(start + place @ moves.T, loans, amount)
    unit = _rising(share @ moves, moves)
    slopes = unit @ moves.T
    other = _complement(unit)
    # The second derivative of log sum exp, seen along the other directions.
    scaled = moves @ other
    mean = np.einsum("mi,mij->mj", share, scaled)
    bend = np.einsum("mi,mij,mik->mjk", share, scaled, scaled) - mean[:, :, None] * mean[:, None]
    bend /= (share * slopes).sum(axis=1)[:, None, None]
    size, turn = np.linalg.eigh(bend)
    order = np.argsort(-np.abs(size), axis=1)
    size = np.take_along_axis(size, order, axis=1)
    turn = np.take_along_axis(turn, order[:, None, :], axis=2)
    along = (unit * place).sum(axis=1)
    centre = _solved(
        start[:, :, None], slopes[:, :, None], loans[:, :, None], amount[:, None], along[:, None]
    )[:, 0]
    return unit, other @ turn, size, centre


def _shares(logs: Floats, loans: Floats, amount: Floats) -> tuple[Floats, Floats]:
    """Return each living holding's share of gross value, and how far the sum is from ``K``."""
    gross = np.exp(logs)
    alive = gross > loans
    # When every loan has eaten its shares, the least pledged holding leads the way back.
    alive |= ~alive.any(axis=1, keepdims=True) & (loans / gross <= (loans / gross).min(1)[:, None])
    living = np.where(alive, gross, 0.0)
    total = living.sum(axis=1)
    owed = np.where(alive, loans, 0.0).sum(axis=1)
    return np.asarray(living / total[:, None]), np.log(total / (amount + owed))


def _rising(slope: Floats, moves: Floats) -> Floats:
    """Return unit vectors near the slopes along which no holding falls."""
    length = np.sqrt((slope**2).sum(axis=1, keepdims=True))
    unit: Floats = slope / np.maximum(length, 1e-300)
    loads = unit @ moves.T
    least = _LEAST * loads.max(axis=1, keepdims=True)
    wrong = np.flatnonzero((loads < least).any(axis=1))
    if len(wrong):
        wanted = np.maximum(loads[wrong], least[wrong])
        solved = np.linalg.solve(moves, wanted.T).T
        unit[wrong] = solved / np.sqrt((solved**2).sum(axis=1, keepdims=True))
    return unit


def _complement(unit: Floats) -> Floats:
    """Return orthonormal vectors that are orthogonal to each unit vector (Householder)."""
    mirror = unit.copy()
    sign = np.where(unit[:, 0] < 0, -1.0, 1.0)
    mirror[:, 0] += sign
    norm = (mirror**2).sum(axis=1)
    identity = np.eye(unit.shape[1])[:, 1:]
    outer = mirror[:, :, None] * mirror[:, None, 1:]
    return np.asarray(identity - 2 * outer / norm[:, None, None])


def _solved(logs: Floats, slopes: Floats, loans: Floats, amount: Floats, guess: Floats) -> Floats:
    """Return ``z*``, where ``sum max(exp(logs + slopes z) - a, 0) = K``.

    Halley's method on the logarithm of the sum first, nearly straight and so
    nearly exact at once; then Newton on the sum, which is convex and never
    fails. No holding alone may exceed ``K``: that bounds ``z*`` from above.

    Shapes: ``logs`` is ``(m, n, N)``, ``slopes`` and ``loans`` ``(m, n, 1)``,
    ``amount`` ``(m, 1)``, ``guess`` ``(m, N)``.
    """
    enough = _ENOUGH if logs.dtype == np.float64 else _NEARLY
    pledged = np.flatnonzero(loans.any(axis=(0, 2)))
    owed = loans[:, pledged]
    powers = np.stack([np.ones_like(slopes), slopes, slopes**2], axis=1)[..., 0]
    most = _alone(logs, slopes, loans, amount)
    z = np.clip(guess, -_FAR, most)
    for step in range(_STEPS):
        gross = slopes * z[:, None]
        gross += logs
        np.exp(gross, out=gross)
        target = amount
        if len(pledged):
            alive = gross[:, pledged] > owed
            gross[:, pledged] *= alive
            target = amount + np.matmul(owed.transpose(0, 2, 1), alive)[:, 0]
        total, rise, curve = (powers @ gross).transpose(1, 0, 2)
        dead = rise <= 0
        if dead.any():
            rise, total = np.where(dead, 1, rise), np.where(total > 0, total, 1)
        if step < _STRAIGHT:
            mean = rise / total
            newton = np.log(total / target) / mean
            bent = 1 - 0.5 * newton * (curve / rise - mean)
            change = newton / np.maximum(bent, 0.5)
        else:
            change = (total - target) / rise
        # Nothing alive: back to where one holding alone makes up the amount.
        moved = np.where(dead, most, np.clip(z - change, -_FAR, most))
        near = np.minimum(np.abs(z), np.abs(moved)) < _CERTAIN
        error = np.abs(moved - z)[near]
        z = moved
        if not error.size or error.max() < enough:
            break
    return z


def _alone(logs: Floats, slopes: Floats, loans: Floats, amount: Floats) -> Floats:
    """Return the lowest ``z`` at which one holding by itself is worth ``K``."""
    reach = np.log(amount[:, None] + loans) / slopes - logs / slopes
    return np.asarray(np.minimum(reach.min(axis=1), logs.dtype.type(_FAR)))


def _worth(logs: Floats, slopes: Floats, loans: Floats, crossing: Floats) -> Floats:
    """Return ``E[V_i; z < z*]`` for each holding: normal integrals in closed form.

    ``exp(l + b^2 / 2) (N(z* - b) - N(f - b)) - a (N(z*) - N(f))``, with ``f`` the
    point at which the loan has eaten the shares, nowhere for the unpledged.
    """
    end = np.broadcast_to(crossing[:, None], logs.shape).copy()
    pledged = np.flatnonzero(loans.any(axis=(0, 2)))
    floor = (np.log(np.maximum(loans[:, pledged], _FAINT)) - logs[:, pledged]) / slopes[:, pledged]
    end[:, pledged] = np.maximum(end[:, pledged], floor)
    grown = np.exp(logs + slopes**2 / 2)
    found = (grown * cdf(end - slopes)).mean(axis=2)
    dead = grown[:, pledged] * cdf(floor - slopes[:, pledged])
    dead += loans[:, pledged] * (cdf(end[:, pledged]) - cdf(floor))
    found[:, pledged] -= dead.mean(axis=2)
    return np.asarray(found)
