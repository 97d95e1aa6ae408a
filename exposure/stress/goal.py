"""Goal seek: the value of one lever at which a ratio reaches a limit.

Comes in: a `Book`, a scenario, a lever, a ratio (``disclosed`` or ``grossed``)
and a limit as a fraction. Goes out: a value in the lever's unit and what to put
into the scenario for it, or a sentence that says why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from exposure.balance import BalanceError
from exposure.stress.seek import ALL_HOLDINGS, Seek, Sought, others, try_together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.book import Book

__all__ = ["ALL_HOLDINGS", "Goal", "bracketed_root", "closed_form", "goal", "goal_levers", "goals"]

Method: TypeAlias = Literal["closed form", "bracketed root", "none"]


@dataclass(frozen=True)
class Goal:
    """The answer of a goal seek.

    Attributes
    ----------
    value
        In the lever's unit; None when the lever alone does not reach the limit.
    settings
        Levers to set so that the scenario reaches it; empty when it does not.
    method
        ``closed form``, ``bracketed root``, or ``none``.
    sentence
        The answer in plain words.
    """

    lever: str
    ratio: str
    limit: float
    now: float
    value: float | None
    method: Method
    sentence: str
    settings: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return plain data: ratios as fractions, the value in the lever's unit."""
        return {
            "lever": self.lever,
            "ratio": self.ratio,
            "limit": self.limit,
            "value": self.value,
            "now": self.now,
            "reached": self.value is not None,
            "method": self.method,
            "settings": dict(self.settings),
            "sentence": self.sentence,
        }


def goal_levers(book: Book) -> tuple[str, ...]:
    """Return the levers that a goal can be sought on: all but switches."""
    found = [lever.name for lever in book.levers.table if lever.unit != "switch"]
    return (*found, ALL_HOLDINGS) if others(book) else tuple(found)


def goal(
    book: Book,
    values: Mapping[str, float],
    lever: str,
    limit: float,
    ratio: str = "disclosed",
) -> Goal:
    """Return the value of a lever at which a ratio reaches a limit: `goals` of one lever."""
    return goals(book, values, (lever,), limit, ratio)[0]


def goals(
    book: Book,
    values: Mapping[str, float],
    levers: Sequence[str],
    limit: float,
    ratio: str = "disclosed",
) -> list[Goal]:
    """Return the value of each lever at which a ratio reaches a limit, each moved alone.

    The closed forms of `closed_form` where they hold; otherwise the crossing of
    ``L x value - debt`` within the lever's range that is nearest to where the
    lever stands, bracketed and refined on the model itself.

    Parameters
    ----------
    values
        The scenario; levers that are missing stand at the baseline.
    levers
        Names of levers, or `ALL_HOLDINGS`.
    limit
        Fraction above zero and below one.
    ratio
        ``disclosed`` or ``grossed``.

    Raises
    ------
    BalanceError
        If there is no such lever or ratio, the limit is out of range, or the
        scenario itself is not possible.
    """
    known = goal_levers(book)
    for lever in levers:
        if lever not in known:
            raise BalanceError(lever, f"is no lever with a goal; there are {', '.join(known)}")
    if ratio not in ("disclosed", "grossed"):
        raise BalanceError("ratio", f"{ratio} is neither disclosed nor grossed")
    if not 0 < limit < 1:
        raise BalanceError("limit", f"{limit} is not a fraction above zero and below one")
    sought = Sought(book, book.levers.complete(values), limit, ratio)
    seeks = {name: Seek(sought, name) for name in levers}
    found = {name: _by_formula(seek) for name, seek in seeks.items()}
    if left := [seek for name, seek in seeks.items() if found[name] is None]:
        try_together(left)
    return [found[name] or _by_search(seeks[name]) for name in levers]


def closed_form(
    book: Book, values: Mapping[str, float], lever: str, limit: float, ratio: str = "disclosed"
) -> float | None:
    """Return the textbook answer, or None where there is no formula.

    With ``E`` and ``D`` denominator and numerator of the ratio:

    ============== ==================================================
    company value  ``X + (D / L - E) / (s x e)``
    all holdings   ``-(1 - D / (L x E))``, with loans `uniform_fall`
    new investment ``I + (L x E - D) / (1 - L)``, carried at cost
    sale, loan     ``R + (D - L x E) / (1 - L)``
    commitments    ``C + (L x E - D) / (1 - L)``, grossed ratio only
    ============== ==================================================

    They hold while nothing bends: no loan above its shares, new money at cost.
    `goal` checks each against the model and searches when it does not hold.
    """
    return Seek(Sought(book, book.levers.complete(values), limit, ratio), lever).closed_form()


def bracketed_root(
    book: Book, values: Mapping[str, float], lever: str, limit: float, ratio: str = "disclosed"
) -> float | None:
    """Return what a search within the lever's range finds, without any formula."""
    return Seek(Sought(book, book.levers.complete(values), limit, ratio), lever).root()


def _by_formula(seek: Seek) -> Goal | None:
    value = seek.closed_form()
    return None if value is None or not seek.reaches(value) else _goal(seek, value, "closed form")


def _by_search(seek: Seek) -> Goal:
    value = seek.root()
    if value is None:
        sentence = seek.why_not()
        return Goal(seek.name, seek.ratio, seek.limit, seek.start, None, "none", sentence)
    return _goal(seek, value, "bracketed root")


def _goal(seek: Seek, value: float, method: Method) -> Goal:
    told = seek.says(value), seek.settings(value)
    return Goal(seek.name, seek.ratio, seek.limit, seek.start, value, method, *told)
