"""What every planter needs: where words stand, and what a figure should say."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.score.writer import Line, Writer

Spoiled = tuple[str, tuple[tuple[int, int], ...], Any, date]
"""A text, the places of the wrong words in it, what is right there, and the day of the draft."""

CORE = (
    "investment", "commitment", "cumulative investment", "stake", "company value", "sale",
    "purchase price", "loan", "holding value", "round size",
)  # fmt: skip
MONEY = tuple(name for name in CORE if name != "stake")
EVENTS = ("investment", "sale", "purchase price")


def mark(text: str, *words: str) -> tuple[tuple[int, int], ...]:
    """Return the places of words in a text, without the "about" before a number."""
    marks = []
    for word in words:
        start = text.lower().index(word.lower())  # the first word of a sentence is capitalised
        number = re.search(r"[$¥€£0-9]|US\$|USD|JPY|CNY|RMB|EUR|GBP|[A-Z]", word)
        marks.append((start + (number.start() if number else 0), start + len(word)))
    return tuple(marks)


def right_of(figure: Any) -> Any:  # noqa: ANN401 - a number, a range or a date
    """Return what a figure should say: a number, a range or a date."""
    right = figure.right
    return right.value_si if right.value_si is not None else (right.low_si, right.high_si)


def any_figure(writer: Writer, day: date, measures: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Return one of the figures that a sentence can state, or None."""
    figures = writer.figures(day, measures)
    return writer.random.choice(figures) if figures else None


def spoiled_line(line: Line | None, right: object, day: date) -> Spoiled | None:
    """Return a line with its amount marked as wrong."""
    return None if line is None else (line.text, mark(line.text, line.printed), right, day)
