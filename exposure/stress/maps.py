"""Two-way maps: both ratios over two levers, and where a limit is reached.

Comes in: a `Book`, a scenario and two levers. Goes out: arrays with a row for
each value of the second lever and a column for each of the first, and frontiers
as lines whose every point is solved on the model, not read off the grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure.balance import BalanceError
from exposure.evaluation import evaluate
from exposure.stress.contours import Crossings, crossings
from exposure.stress.roots import refine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.balance import BalanceSheet, Number
    from exposure.book import Book, Line
    from exposure.stress.roots import Floats

# A surplus this small beside that of a cell's corners is rounding.
_NOISE = 1e-11

SIZE = 121
"""Points a side, unless asked otherwise."""


@dataclass(frozen=True)
class Frontier:
    """Where one line's own ratio equals its limit.

    ``paths`` are arrays of shape ``(n, 2)`` with the values of the two levers;
    there are several where the frontier leaves the map and returns.
    """

    line: Line
    paths: tuple[Floats, ...]


@dataclass(frozen=True)
class Mark:
    """A scenario on the map.

    ``fits`` says whether it agrees with the map's scenario in all other levers:
    only then are its ratios those of the map beneath it.
    """

    name: str
    title: str
    x: float
    y: float
    fits: bool


@dataclass(frozen=True)
class Map:
    """Both ratios over two levers.

    Attributes
    ----------
    x, y
        Values of the two levers, shapes ``(nx,)`` and ``(ny,)``.
    disclosed, grossed
        Ratios as fractions, shape ``(ny, nx)``; ``nan`` where there is none.
    frontiers
        One for each line.
    marks
        The scenario itself first, then the presets that lie within the map.
    """

    x_lever: str
    y_lever: str
    x: Floats
    y: Floats
    disclosed: Floats
    grossed: Floats
    frontiers: tuple[Frontier, ...]
    marks: tuple[Mark, ...]

    def axes(self, size: int) -> tuple[Floats, Floats]:
        """Return the same ranges with another number of points a side."""
        return np.linspace(self.x[0], self.x[-1], size), np.linspace(self.y[0], self.y[-1], size)

    def as_json(self) -> dict[str, Any]:
        """Return plain data; None where a ratio does not exist."""
        return {
            "x": {"lever": self.x_lever, "values": self.x.tolist()},
            "y": {"lever": self.y_lever, "values": self.y.tolist()},
            "ltv": lists(self.disclosed),
            "ltv_grossed": lists(self.grossed),
            "frontiers": [
                {
                    "line": f.line.name,
                    "label": f.line.label,
                    "ratio": f.line.ratio,
                    "limit": f.line.limit,
                    "paths": [path.tolist() for path in f.paths],
                }
                for f in self.frontiers
            ],
            "marks": [
                {"name": m.name, "title": m.title, "x": m.x, "y": m.y, "fits": m.fits}
                for m in self.marks
            ],
        }


def two_way(  # noqa: PLR0913  (a map has two axes)
    book: Book,
    values: Mapping[str, float],
    x: str,
    y: str,
    *,
    size: int = SIZE,
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
) -> Map:
    """Return the map of both ratios over two levers, everything else as in a scenario.

    Parameters
    ----------
    values
        The scenario; levers that are missing stand at the baseline.
    x, y
        Names of two different levers.
    size
        Points a side.
    x_range, y_range
        Lowest and highest value, in the lever's unit; the lever's own range
        when not given.

    Raises
    ------
    BalanceError
        If a lever does not exist, the two are one, a range is empty, or nowhere on
        the map is the scenario possible.
    """
    if x == y:
        raise BalanceError(x, "is on both axes; a map needs two levers")
    values = book.levers.complete(values)
    xs = _axis(book, x, size, x_range)
    ys = _axis(book, y, size, y_range)
    sheet = evaluate(book, {**values, x: xs[None, :], y: ys[:, None]})
    debt, worth, added = _parts(sheet, (size, size))
    if np.isnan(worth).all():
        raise BalanceError("map", "nowhere on it is the scenario possible")
    frontiers = _frontiers(book, values, (x, y), (xs, ys), (debt, worth, added))
    return Map(
        x,
        y,
        xs,
        ys,
        _ratio(debt, worth),
        _ratio(debt + added, worth + added),
        frontiers,
        _marks(book, values, (x, y), (xs, ys)),
    )


def ratios(
    book: Book,
    values: Mapping[str, float],
    levers: tuple[str, str],
    axes: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Return the disclosed and the grossed LTV alone, each of shape ``(ny, nx)``."""
    xs, ys = axes
    sheet = evaluate(book, {**values, levers[0]: xs[None, :], levers[1]: ys[:, None]})
    debt, worth, added = _parts(sheet, (len(ys), len(xs)))
    return _ratio(debt, worth), _ratio(debt + added, worth + added)


def _parts(sheet: BalanceSheet, shape: tuple[int, ...]) -> tuple[Number, Floats, Number]:
    """Return net debt, equity value, and what the grossed ratio adds to both.

    The small terms are added up first: one sum over the whole map, not one for
    each holding.
    """
    worth: Number = 0.0
    for value in sorted((h.equity_value for h in sheet.holdings), key=np.size):
        worth = worth + value
    added = sheet.asset_backed_finance + sheet.committed
    return sheet.net_debt, np.broadcast_to(worth, shape), added


def _ratio(debt: Number, worth: Floats) -> Floats:
    if worth.min() > 0:
        return np.asarray(debt / worth)
    out = np.full(worth.shape, np.nan)
    np.divide(debt, worth, out=out, where=worth > 0)
    return out


def _axis(book: Book, name: str, size: int, span: tuple[float, float] | None) -> Floats:
    if name not in book.levers:
        raise BalanceError(name, "is not a lever")
    lever = book.levers[name]
    low, high = span or (lever.low, lever.high)
    low, high = max(low, lever.low), min(high, lever.high)
    if not (low < high and size > 1):
        raise BalanceError(name, f"has no range between {low:g} and {high:g} on this map")
    return np.linspace(low, high, size)


def _frontiers(
    book: Book,
    values: Mapping[str, float],
    levers: tuple[str, str],
    axes: tuple[Floats, Floats],
    parts: tuple[Number, Floats, Number],
) -> tuple[Frontier, ...]:
    debt, worth, added = parts
    found = []
    for line in book.lines:
        more = added if line.ratio == "grossed" else 0.0
        surplus = line.limit * (worth + more) - (debt + more)
        found.append(crossings(np.where(worth + more > 0, surplus, np.nan)))
    solved = _solved(book, values, levers, axes, found)
    return tuple(
        Frontier(line, tuple(where[path] for path in crossing.paths()))
        for line, crossing, where in zip(book.lines, found, solved, strict=True)
    )


def _solved(
    book: Book,
    values: Mapping[str, float],
    levers: tuple[str, str],
    axes: tuple[Floats, Floats],
    found: Sequence[Crossings],
) -> list[Floats]:
    """Return the crossings of each line as points, refined on the model all at once."""
    sizes = [len(c.at_start) for c in found]
    if not sum(sizes):
        return [np.empty((0, 2)) for _ in found]
    limit = np.repeat([line.limit for line in book.lines], sizes)[:, None]
    gross = np.repeat([float(line.ratio == "grossed") for line in book.lines], sizes)[:, None]
    start = np.concatenate([c.start for c in found])
    end = np.concatenate([c.end for c in found])
    first = np.stack([axes[0][start[:, 1]], axes[1][start[:, 0]]], axis=1)[:, :, None]
    last = np.stack([axes[0][end[:, 1]], axes[1][end[:, 0]]], axis=1)[:, :, None]

    def place(share: Floats) -> Floats:
        return np.asarray(first + share[:, None, :] * (last - first))

    def surplus(share: Floats) -> Floats:
        where = place(share)
        sheet = evaluate(book, {**values, levers[0]: where[:, 0], levers[1]: where[:, 1]})
        debt, worth, added = _parts(sheet, share.shape)
        more = gross * added
        return np.asarray(limit * (worth + more) - (debt + more))

    ends = np.zeros(len(start)), np.ones(len(start))
    at_ends = (
        np.concatenate([c.at_start for c in found]),
        np.concatenate([c.at_end for c in found]),
    )
    noise = _NOISE * max(float(np.abs(at).max()) for at in at_ends)
    share = refine(surplus, ends, at_ends, noise)
    return np.split(place(share[:, None])[:, :, 0], np.cumsum(sizes)[:-1])


def _marks(
    book: Book,
    values: Mapping[str, float],
    levers: tuple[str, str],
    axes: tuple[Floats, Floats],
) -> tuple[Mark, ...]:
    def mark(name: str, title: str, chosen: Mapping[str, float]) -> Mark:
        complete = book.levers.complete(chosen)
        fits = all(complete[k] == v for k, v in values.items() if k not in levers)
        return Mark(name, title, complete[levers[0]], complete[levers[1]], fits)

    every = [mark("scenario", "This scenario", values)]
    every += [mark(p.name, p.title, p.set) for p in book.presets]
    (xs, ys) = axes
    return tuple(m for m in every if xs[0] <= m.x <= xs[-1] and ys[0] <= m.y <= ys[-1])


def lists(array: Floats) -> list[list[float | None]]:
    """Return an array as rows, with None where it is not a number."""
    return [[x if x == x else None for x in row] for row in array.tolist()]  # noqa: PLR0124  (nan)
