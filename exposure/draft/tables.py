"""Pipe tables: their rows, and the bare numbers in them whose unit stands in a head, a label or the line above."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from exposure.draft.sentences import Span
from exposure.quantities import Quantity, quantities

__all__ = ["Row", "Table", "bare_numbers", "tables"]

Row = tuple[Span, ...]

_PIPED = re.compile(r"(?:^[^|\n]*\|[^\n]*(?:\n|\Z))+", re.MULTILINE)
_SCALE = r"(?P<scale>(?:b|m|tr)illions?|bn|mn|mln|trn|tn)\b"
_COINS = r"(?P<coins>(?:US |U\.S\. )?dollars|yen|euros|pounds|yuan)\b"
_CODE = r"(?P<code>USD|JPY|EUR|GBP|RMB|CNY|US\$|[$\u20ac\u00a3\u00a5])"
# As in: 2024 ($ billion); amount, USD bn; in billions of yen; billion dollars.
_UNIT = re.compile(
    rf"(?:{_CODE},?\s*(?:in )?)?(?<!\d )(?<!\d){_SCALE}(?:\s+(?:of )?{_COINS})?", re.IGNORECASE
)
_PERCENT = re.compile(r"(?:\(|,\s*|\bin |^\s*)(?:%|per ?cent)\s*\)?\s*$", re.IGNORECASE)
_ABOVE = re.compile(r"(?:\bin |\(|,\s*)[^.;|()]{0,40}\)?\s*[.:]?\s*$")
_BARE = re.compile(r"\s*\**(?P<number>(?:~|about )?\d[\d,]*(?:\.\d+)?)\**\s*")
_NONE = ("", "")
_YEAR = re.compile(r"(?:19|20)\d\d")
# A column of something that a unit above the table is not of.
_OTHER = re.compile(
    r"%|per ?cent|\b(?:year|date|day|when|number|no\.|rank|shares?|stake|times|ratio|growth|multiple|count|rate)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Table:
    """A pipe table: the header's cells and their places, and the rows with the cells' places in the text."""

    header: tuple[str, ...]
    heads: Row
    rows: tuple[Row, ...]
    start: int
    end: int


def tables(text: str) -> Iterator[Table]:
    """Yield the pipe tables of a text."""
    for match in _PIPED.finditer(text):
        lines = re.finditer(r"[^\n]+", match.group())
        rows = [_cells(line.group(), match.start() + line.start()) for line in lines]
        for whole, group in groupby(rows, key=lambda row: len(row) > 1):
            if whole and len(same := list(group)) > 1:
                yield _table(text, same)


def bare_numbers(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    r"""Return the quantities of a text, with those of cells that print a number alone.

    Examples
    --------
    >>> text = "| Year | Sales ($ billion) |\n|---|---|\n| 2024 | 2.5 |"
    >>> [(q.printed, float(q.low), q.unit) for q in bare_numbers(text, [])]
    [('2.5', 2500000000.0, 'USD')]
    """
    starts = [q.start for q in found]
    lines = [match.start() for match in re.finditer(r"^[^\S\n]*\S", text, re.MULTILINE)]
    more = [
        replace(quantity, paragraph=bisect_right(lines, start) or 1)
        for table in tables(text)
        for units in (_units(text, table),)
        for row in table.rows
        for label in (_unit(text[slice(*row[0])]),)
        for (start, end), unit in zip(row[1:], units[1:], strict=False)
        for around in (label or unit,)
        if any(around) and bisect_left(starts, start) == bisect_left(starts, end)
        for quantity in _read(text, start, end, around)
    ]
    return sorted((*found, *more), key=lambda q: q.start) if more else list(found)


def _units(text: str, table: Table) -> list[tuple[str, str]]:
    """Return what stands before and behind a number of each column when it is printed in full."""
    above = text[: table.start].rstrip(" |\n").rpartition("\n")[2]
    told = _ABOVE.search(above)
    of_all = _unit(table.header[0]) or _unit(told.group() if told else "")
    return [
        _unit(head) or (_OTHER.search(head) and _NONE) or of_all or _NONE for head in table.header
    ]


def _unit(words: str) -> tuple[str, str] | None:
    if _PERCENT.search(words):
        return "", "%"
    found = _UNIT.search(words)
    if not found or not (found["code"] or found["coins"]):
        return None
    scale = found["scale"].lower().removesuffix("s")
    code = found["code"] or ""
    return (code + " " * code.isalpha(), " ".join((" " + scale, found["coins"] or "")).rstrip())


def _read(text: str, start: int, end: int, around: tuple[str, str]) -> Iterator[Quantity]:
    """Yield the number of a cell as the quantity that it is with its unit."""
    cell = _BARE.fullmatch(text, start, end)
    if not cell or _YEAR.fullmatch(cell["number"]):
        return
    full = quantities(around[0] + cell["number"] + around[1])
    if len(full) == 1 and full[0].kind in {"money", "percent"}:
        first, last = cell.span("number")
        yield replace(full[0], start=first, end=last, printed=text[first:last])


def _table(text: str, rows: list[Row]) -> Table:
    header = tuple(text[a:b] for a, b in rows[0])
    body = [row for row in rows[1:] if any(text[a:b].strip("-: ") for a, b in row)]
    return Table(header, rows[0], tuple(body), rows[0][0][0], rows[-1][-1][1])


def _cells(line: str, offset: int) -> Row:
    if "|" not in line:
        return ()
    bars = [-1, *(m.start() for m in re.finditer(r"\|", line)), len(line.rstrip("\n"))]
    cells = [(a + 1, b) for a, b in pairwise(bars)]
    if cells and not line[cells[0][0] : cells[0][1]].strip():
        cells = cells[1:]
    if cells and not line[cells[-1][0] : cells[-1][1]].strip():
        cells = cells[:-1]
    return tuple((offset + a, offset + b) for a, b in cells)
