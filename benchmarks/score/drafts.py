"""Whole drafts: clean ones, and ones with a planted error of a known kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.score import derived
from benchmarks.score.planted import PLANT
from benchmarks.score.wording import DATES, NOISE
from benchmarks.score.writer import Line, Writer

if TYPE_CHECKING:
    from datetime import date

_TRIES = 500


@dataclass(frozen=True)
class Sample:
    """A draft, and what was planted in it.

    ``spans`` are the places of the wrong words, empty in a clean draft; ``right`` is what should be
    found there.
    """

    text: str
    day: date
    kind: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    right: object = None


def clean(writer: Writer) -> Sample:
    """Return a draft in which everything is right."""
    day = writer.random.choice(DATES)
    parts: list[str] = []
    paragraph: list[str] = []
    for line in _lines(writer, day):
        paragraph.append(line.text)
        if writer.random.random() < 0.4:
            parts.append(" ".join(paragraph))
            paragraph = []
    return Sample("\n\n".join([*parts, " ".join(paragraph)]).strip() + "\n", day)


def planted(writer: Writer, kind: str) -> Sample:
    """Return a draft with one error of a kind in it."""
    for _ in range(_TRIES):
        spoiled = PLANT[kind](writer, writer.random.choice(DATES))
        if spoiled is None:
            continue
        wrong, marks, right, day = spoiled
        head = " ".join(line.text for line in _lines(writer, day)[:2])
        tail = " ".join(line.text for line in _lines(writer, day)[2:4])
        story = f"{head}\n\n{wrong}\n\n{tail}\n"
        if wrong.startswith("#"):
            story = f"{wrong[1:]}\n\n{head}\n{tail}\n"
        start = story.index(wrong.lstrip("#"))
        return Sample(story, day, kind, tuple((start + a, start + b) for a, b in marks), right)
    raise LookupError(kind)


def _lines(writer: Writer, day: date) -> list[Line]:
    found: list[Line] = []
    used: set[str] = set()
    wanted = writer.random.randint(4, 7)
    while len(found) < wanted:
        follows = writer.random.random() < 0.2
        line = derived.derived(writer, day) if follows else writer.fact(day)
        if line and line.printed not in used:
            used.add(line.printed)
            found.append(line)
        if writer.random.random() < 0.35:
            found.append(Line(writer.random.choice(NOISE[writer.bank])))
    return found
