"""A checked draft for reading: its text in pieces with the figures marked, and what to look at.

Comes in: a text, its `Report` and the ledger. Goes out: pieces to show, and findings in groups by
gravity. What is said of them is in `exposure.marked_words`. Nothing is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exposure.draft import Finding, Report
    from exposure.ledger import Ledger

MARKS: Mapping[str, tuple[str, str]] = {
    "wrong": ("wrong", "Errors: wrong"),
    "misprint": ("misprint", "Errors: a source's misprint, repeated"),
    "warning": ("doubtful", "Warnings: doubtful"),
    "stale": ("stale", "Stale: right once, replaced since"),
    "unknown": ("?", "Not in the ledger"),
    "agrees": ("\N{CHECK MARK}", "Agree with the ledger, or follow from other figures"),
    "unchecked": ("", "Not checked: held against the text alone"),
}
"""What a figure may be marked as, the gravest first: the sign at the figure, the heading of the list."""

MEANINGS: Mapping[str, str] = {
    "wrong": "wrong",
    "misprint": "a source's misprint",
    "warning": "doubtful",
    "stale": "right once, replaced since",
    "unknown": "not in the ledger",
    "agrees": "agrees",
    "unchecked": "not checked",
}
"""What each mark says in words."""

_NUMBERED = frozenset({"wrong", "misprint", "warning", "stale"})


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; ``finding`` is the place of its finding in the report, if it has one."""

    text: str
    finding: int | None = None


def mark(finding: Finding) -> str:
    """Return what a figure is marked as: a key of `MARKS`."""
    if finding.severity == "warning" and finding.verdict != "stale":
        return "warning"
    return finding.verdict


@dataclass(frozen=True)
class Problem:
    """One thing to look at, however often it stands in the text.

    ``number`` is 0 for what is no problem; ``findings`` are places in the report.
    """

    number: int
    mark: str
    findings: tuple[int, ...]


def listed(report: Report, ledger: Ledger) -> dict[str, list[Problem]]:
    """Return what was found by its mark, the gravest first; marks that nothing has are left out.

    The same error about the same fact is one problem, as often as it is printed.
    """
    found: dict[str, dict[object, list[int]]] = {name: {} for name in MARKS}
    for index, finding in enumerate(report.findings):
        name = mark(finding)
        same = _about(finding, ledger) if name in _NUMBERED else index
        found[name].setdefault(same, []).append(index)
    count = 0
    problems: dict[str, list[Problem]] = {}
    for name, groups in found.items():
        for indices in groups.values():
            count += name in _NUMBERED
            number = count if name in _NUMBERED else 0
            problems.setdefault(name, []).append(Problem(number, name, tuple(indices)))
    return problems


def signs(report: Report, ledger: Ledger) -> dict[int, str]:
    """Return the sign at every figure, by the place of its finding: ``3 wrong``, or a tick.

    So no reader depends on a colour, and the number leads to the list.
    """
    return {
        index: f"{problem.number} {MARKS[name][0]}" if problem.number else MARKS[name][0]
        for name, problems in listed(report, ledger).items()
        for problem in problems
        for index in problem.findings
    }


def pieces(text: str, findings: Sequence[Finding]) -> tuple[Piece, ...]:
    """Return the whole text in pieces, those of findings marked.

    Where two findings share words, the graver one has them, and of equals the shorter one.
    """
    order = [*MARKS]
    by_gravity = sorted(
        range(len(findings)),
        key=lambda i: (order.index(mark(findings[i])), findings[i].end - findings[i].start),
    )
    taken: list[tuple[int, int, int]] = []
    for index in by_gravity:
        start, end = findings[index].start, findings[index].end
        place = bisect_left(taken, (start, end, index))
        free = place == len(taken) or taken[place][0] >= end
        if start < end and free and (place == 0 or taken[place - 1][1] <= start):
            taken.insert(place, (start, end, index))
    return tuple(_cut(text, taken))


def overlapping(findings: Sequence[Finding], index: int) -> list[int]:
    """Return the places of all findings that share words with one, that one first."""
    one = findings[index]
    others = [
        i
        for i, other in enumerate(findings)
        if i != index and other.start < one.end and one.start < other.end
    ]
    return [index, *others]


def _cut(text: str, taken: Sequence[tuple[int, int, int]]) -> Iterator[Piece]:
    done = 0
    for start, end, index in taken:
        if start > done:
            yield Piece(text[done:start])
        yield Piece(text[start:end], index)
        done = end
    if done < len(text):
        yield Piece(text[done:])


def _about(finding: Finding, ledger: Ledger) -> object:
    """Return what two findings of one problem have in common."""
    figure = ledger.figure_by_id.get(finding.figure)
    about = finding.message if figure is None else figure.quantity
    return finding.rule, str(finding.right_value), about
