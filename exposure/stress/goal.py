"""Goal seek: the value of one lever at which a ratio reaches a limit.

Comes in: a `Book`, a scenario, a lever, a ratio (``disclosed`` or ``grossed``)
and a limit as a fraction. Goes out: a value in the lever's unit and what to put
into the scenario for it, or a sentence that says why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from exposure.balance import BalanceError
from exposure.stress.seek import ALL_HOLDINGS, Seek, others

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.book import Book

__all__ = ["ALL_HOLDINGS", "Goal", "bracketed_root", "closed_form", "goal", "goal_levers"]


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
    method: Literal["closed form", "bracketed root", "none"]
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
    """Return the value of a lever at which a ratio reaches a limit.

    The closed forms of `closed_form` where they hold; otherwise the crossing of
    ``L x value - debt`` within the lever's range that is nearest to where the
    lever stands, bracketed and refined on the model itself.

    Parameters
    ----------
    values
        The scenario; levers that are missing stand at the baseline.
    lever
        Name of a lever, or `ALL_HOLDINGS`.
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
    if lever not in goal_levers(book):
        raise BalanceError(
            lever, f"is no lever with a goal; there are {', '.join(goal_levers(book))}"
        )
    if ratio not in ("disclosed", "grossed"):
        raise BalanceError("ratio", f"{ratio} is neither disclosed nor grossed")
    if not 0 < limit < 1:
        raise BalanceError("limit", f"{limit} is not a fraction above zero and below one")
    seek = Seek(book, book.levers.complete(values), lever, limit, ratio)
    value = seek.closed_form()
    method: Literal["closed form", "bracketed root", "none"] = "closed form"
    if value is None or not seek.reaches(value):
        value, method = seek.root(), "bracketed root"
    if value is None:
        return Goal(lever, ratio, limit, seek.start, None, "none", seek.why_not())
    return Goal(
        lever, ratio, limit, seek.start, value, method, seek.says(value), seek.settings(value)
    )


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
    return Seek(book, book.levers.complete(values), lever, limit, ratio).closed_form()


def bracketed_root(
    book: Book, values: Mapping[str, float], lever: str, limit: float, ratio: str = "disclosed"
) -> float | None:
    """Return what a search within the lever's range finds, without any formula."""
    return Seek(book, book.levers.complete(values), lever, limit, ratio).root()
