"""Where a quantity on a grid changes sign, and how those places join to lines.

Comes in: an array with a row for each y and a column for each x; ``nan`` where
there is no value. Goes out: the sides of cells that are crossed, and the order
in which a line passes through them (marching squares).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from exposure.stress.roots import Floats

Indices: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True)
class Crossings:
    """The sides of cells on which the sign changes.

    Attributes
    ----------
    start, end
        Row and column of the two ends of each side, shape ``(n, 2)``.
    at_start, at_end
        The quantity there.
    joined
        Pairs of sides that a line joins inside one cell, shape ``(m, 2)``.
    """

    start: Indices
    end: Indices
    at_start: Floats
    at_end: Floats
    joined: Indices

    @cached_property
    def _neighbours(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in range(len(self.at_start))]
        for one, other in self.joined.tolist():
            found[one].append(other)
            found[other].append(one)
        return found

    def paths(self) -> tuple[Indices, ...]:
        """Return the sides in the order in which each line crosses them.

        A closed line ends where it began. A line that crosses a single side,
        between cells without values, has no length and is left out.
        """
        neighbours = self._neighbours
        left = [True] * len(neighbours)
        ends = [i for i, near in enumerate(neighbours) if len(near) == 1]
        found = []
        for first in (*ends, *range(len(neighbours))):
            if not left[first] or not neighbours[first]:
                continue
            path, here = [first], first
            left[first] = False
            while (step := next((n for n in neighbours[here] if left[n]), None)) is not None:
                left[step] = False
                path.append(step)
                here = step
            if first in neighbours[here] and len(path) > 2:  # noqa: PLR2004  (a loop has three)
                path.append(first)
            found.append(np.array(path, dtype=np.intp))
        return tuple(found)


def crossings(values: Floats) -> Crossings:
    """Return where a quantity on a grid changes sign.

    Examples
    --------
    >>> y, x = np.mgrid[0.0:3.0, 0.0:3.0]
    >>> found = crossings(x + y - 1.5)
    >>> len(found.at_start), [len(path) for path in found.paths()]
    (4, [4])
    """
    above, known = values >= 0, ~np.isnan(values)
    across = (above[:, 1:] != above[:, :-1]) & known[:, 1:] & known[:, :-1]
    upward = (above[1:] != above[:-1]) & known[1:] & known[:-1]
    flat, steep = np.argwhere(across), np.argwhere(upward)
    start = np.concatenate([flat, steep])
    end = np.concatenate([flat + np.array([0, 1]), steep + np.array([1, 0])])
    return Crossings(
        start,
        end,
        values[start[:, 0], start[:, 1]],
        values[end[:, 0], end[:, 1]],
        _joined(across, upward),
    )


def lines(x: Floats, y: Floats, values: Floats) -> list[Floats]:
    """Return the lines on which a quantity on a grid is zero, each an array of shape ``(n, 2)``.

    Straight between two points of the grid, as a drawing needs it; a line that is solved on the
    model starts from `crossings`.

    Examples
    --------
    >>> y, x = np.mgrid[0.0:3.0, 0.0:3.0]
    >>> [line] = lines(np.arange(3.0), np.arange(3.0), x - 0.5)
    >>> line.tolist()
    [[0.5, 0.0], [0.5, 1.0], [0.5, 2.0]]
    """
    found = crossings(values)
    start, end = (np.column_stack([x[at[:, 1]], y[at[:, 0]]]) for at in (found.start, found.end))
    share = found.at_start / (found.at_start - found.at_end)
    points = start + share[:, None] * (end - start)
    return [points[path] for path in found.paths()]


def _joined(across: NDArray[np.bool_], upward: NDArray[np.bool_]) -> Indices:
    """Return the pairs of crossed sides that share a cell."""
    flat = np.full(across.shape, -1, dtype=np.intp)
    flat[across] = np.arange(np.count_nonzero(across))
    steep = np.full(upward.shape, -1, dtype=np.intp)
    steep[upward] = np.count_nonzero(across) + np.arange(np.count_nonzero(upward))
    # Bottom, right, top, left: in a saddle, with four, neighbours in this order are joined.
    sides = np.stack([flat[:-1], steep[:, 1:], flat[1:], steep[:, :-1]], axis=-1)
    crossed = sides >= 0
    count = crossed.sum(axis=-1)
    two = sides[count == 2][crossed[count == 2]].reshape(-1, 2)  # noqa: PLR2004
    four = sides[count == 4].reshape(-1, 2)  # noqa: PLR2004
    return np.concatenate([two, four])
