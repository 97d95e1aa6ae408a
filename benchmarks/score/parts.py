"""What every planter needs: a text with wrong words marked, and what figures should say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exposure.dates import days

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.score.writer import Line, Printing, Writer
    from exposure.entries import Quantity

CORE = (
    "investment", "commitment", "cumulative investment", "stake", "company value", "sale",
    "purchase price", "loan", "holding value", "round size",
)  # fmt: skip
MONEY = tuple(name for name in CORE if name != "stake")
EVENTS = ("investment", "sale", "purchase price")


@dataclass(frozen=True)
class Spoiled:
    """A text, the places of the wrong words in it, what is right there, and whether it comes first."""

    text: str
    marks: tuple[tuple[int, int], ...]
    right: Any = None
    first: bool = False
    quantity: str = ""  # what it is about; nothing else in the draft is


def spoiled(line: Line | None, *wrong: str, right: object = None) -> Spoiled | None:
    """Return a line with its wrong words marked; None stays None."""
    if line is None:
        return None
    about = line.figure.quantity if line.figure else ""
    return Spoiled(line.text, line.marks(*wrong), right, quantity=about)


def right_of(figure: Printing) -> object:
    """Return what a figure should say: a number, a range or a date."""
    right = figure.right
    return right.value_si if right.value_si is not None else (right.low_si, right.high_si)


def quantity_of(writer: Writer, figure: Printing) -> Quantity:
    """Return the quantity that a figure is a printing of."""
    return writer.ledger.quantity(figure.quantity)


def later(writer: Writer, figure: Printing, day: date) -> Printing:
    """Return the figure that has replaced a figure by a day: itself, if none has."""
    while figure.superseded_by:
        following = writer.ledger.figure(figure.superseded_by)
        if days(following.as_of)[0] > day.toordinal():
            break
        figure = following
    return figure
