"""Whole drafts: clean ones, and ones with a planted error of a known kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benchmarks.score import derived
from benchmarks.score.planted import PLANT
from benchmarks.score.writer import Line, Writer

_TRIES = 500
DAYS = (date(2026, 1, 30), date(2026, 3, 30), date(2026, 5, 20), date(2026, 8, 3))


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
    day = writer.random.choice(DAYS)
    parts, paragraph = _head(writer), list[Line]()
    for line in _lines(writer, day):
        paragraph.append(line)
        if writer.random.random() < 0.4:
            parts.append(_paragraph(writer, paragraph))
            paragraph = []
    return Sample("\n\n".join([*parts, _paragraph(writer, paragraph)]).strip() + "\n", day)


def planted(writer: Writer, kind: str) -> Sample:
    """Return a draft with one error of a kind in it."""
    for _ in range(_TRIES):
        day = writer.random.choice(DAYS)
        wrong = PLANT[kind](writer, day)
        if wrong is None:
            continue
        head = _paragraph(writer, _lines(writer, day, wrong.quantity)[:2])
        tail = _paragraph(writer, _lines(writer, day, wrong.quantity)[2:4])
        parts = [*_head(writer), head, wrong.text, tail]
        if wrong.first:
            parts = [wrong.text, head, tail]
        story = "\n\n".join(parts) + "\n"
        start = story.index(wrong.text)
        spans = tuple((start + a, start + b) for a, b in wrong.marks)
        return Sample(story, day, kind, spans, wrong.right)
    raise LookupError(kind)


def _head(writer: Writer) -> list[str]:
    return [writer.random.choice(writer.bank.headlines)] if writer.bank.headlines else []


def _paragraph(writer: Writer, lines: list[Line]) -> str:
    """Return lines as one paragraph, or as a list with a bullet before each."""
    bullet = writer.random.choice(writer.bank.bullets)
    texts = [bullet + line.text for line in lines]
    return "\n".join(texts) if bullet else " ".join(texts)


def _lines(writer: Writer, day: date, without: str = "") -> list[Line]:
    found: list[Line] = []
    used: set[str] = set()
    wanted = writer.random.randint(4, 7)
    while len(found) < wanted:
        follows = writer.random.random() < 0.2
        line = derived.derived(writer, day) if follows else writer.fact(day)
        about = line.figure.quantity if line and line.figure else ""
        if line and line.printed not in used and not (about and about == without):
            used.add(line.printed)
            found.append(line)
        if writer.random.random() < 0.35:
            found.append(Line(writer.random.choice(writer.bank.noise)))
    return found
