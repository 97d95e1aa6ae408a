"""A page as plain text, for screen readers and for e-mail.

A table is told row by row, each number with its header, so that nothing depends
on where a column stands.
"""

from __future__ import annotations

import re
from textwrap import fill
from typing import TYPE_CHECKING

from exposure.export.report import Chart, Number, Table, Words, cited
from exposure.wording import GAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exposure.export.report import Part, Report

# Control characters, and those that turn the direction of writing.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def as_text(report: Report, width: int | None = 78) -> str:
    """Return a page as text: what it says, its numbers, its tables, its sources.

    Lines are broken for an e-mail; without a width they are as long as what they say.
    """
    told = [report.title.upper(), f"Scenario: {report.scenario}."]
    told += [words for part in report.parts for words in _told(part)]
    told += ["SOURCES", *(f"{i}. {cited(row)}" for i, row in enumerate(report.sources(), 1))]
    told += [f"Balance sheet of {report.as_of}. Data and model: {report.stamp}.", report.link]
    return "\n\n".join(_folded(words, width) for words in told if words) + "\n"


def clean(words: str) -> str:
    r"""Return text without characters that are not seen and spaces that do not break.

    >>> clean("USD\N{NO-BREAK SPACE}5\N{RIGHT-TO-LEFT OVERRIDE}\0 bn")
    'USD 5 bn'
    """
    return _UNSEEN.sub("", words.replace(GAP, " "))


def together(words: str) -> str:
    r"""Return text in which no line may end between a number and its unit.

    >>> together("USD 5 bn and 6 % in all")
    'USD 5\xa0bn and 6\xa0% in all'
    """
    return re.sub(r"(?<=\d) (?=%|bn\b|trn\b)", GAP, words)


def _told(part: Part) -> Iterator[str]:
    if isinstance(part, Words):
        yield part.words.upper() if part.kind == "heading" else part.words
    elif isinstance(part, Number):
        under = f" ({part.under})" if part.under else ""
        yield f"{part.label}: {part.value}{under}"
    elif isinstance(part, Chart):
        yield f"Chart: {part.title}. {part.alt}"
        yield part.source
        if part.table is not None:
            yield from _rows(part.table)
    else:
        yield from _rows(part)


def _rows(table: Table) -> Iterator[str]:
    headers = [header for header, _ in table.columns.values()]
    rows = []
    for first, *others in table.texts():
        pairs = zip(headers[1:], others, strict=True)
        rows.append(f"- {first}: {'; '.join(f'{h} {cell}' for h, cell in pairs if cell)}")
    yield f"Table: {table.title} ({headers[0]})"
    yield "\n".join(rows) or "No rows."


def _folded(words: str, width: int | None) -> str:
    return "\n".join(
        line
        if width is None or len(line) <= width
        else clean(fill(together(line), width, break_long_words=False, break_on_hyphens=False))
        for line in clean(words).splitlines()
    )
