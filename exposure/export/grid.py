"""Where the cells of a workbook stand: its sheets, their styles, and rows of steps.

A cell that is written comes back as a `Formula` that refers to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from exposure.export.formula import Formula
from exposure.export.tables import write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.book import Book

FIRST = 4
"""The first row below title, note and header."""

_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "bold": {"bold": True, "text_wrap": True, "valign": "bottom"},
    "note": {"italic": True, "font_color": "#5f6b76"},
    "input": {
        "bg_color": "#fff8e1",
        "font_color": "#0b3d91",
        "border": 1,
        "border_color": "#d9dee2",
    },
    "number": {"num_format": "#,##0.0##;-#,##0.0##"},
    "percent": {"num_format": "0.0%;-0.0%"},
    "plain": {},
}


class Paper:
    """The sheets of a workbook with their styles.

    Attributes
    ----------
    file
        The workbook as the library has it.
    book
        The data of the group.
    sheets, formats
        Sheets and styles by name.
    """

    def __init__(self, file: Any, book: Book, names: Sequence[str]) -> None:  # noqa: ANN401  (no type hints)
        self.file = file
        self.book = book
        self.formats = {name: file.add_format(style) for name, style in _STYLES.items()}
        self.sheets = {name: file.add_worksheet(name) for name in names}

    def put(
        self, sheet: str, row: int, column: int, formula: Formula, form: str = "number"
    ) -> Formula:
        """Write a formula and return a reference to its cell."""
        shown: Any = "#N/A" if formula.is_nothing else formula.value
        self.sheets[sheet].write_formula(row, column, f"={formula.text}", self.formats[form], shown)
        return Formula(f"{sheet}!${letters(column)}${row + 1}", formula.value)

    def words(self, sheet: str, row: int, cells: Sequence[str], form: str | None = None) -> None:
        """Write text into a row, from its first cell on."""
        for place, words in enumerate(cells):
            write(self.sheets[sheet], row, place, words, form and self.formats[form])

    def title(self, sheet: str, note: str) -> None:
        """Write what a sheet is."""
        found = self.sheets[sheet]
        self.words(sheet, 0, [f"{self.book.group_name}: {sheet.lower()}"], "title")
        self.words(sheet, 1, [note], "note")
        found.set_column(0, 0, 44)
        found.set_column(1, 12, 16)

    def name(self, name: str, sheet: str, row: int) -> str:
        """Give the second cell of a row a name, and return it as the spreadsheet takes it."""
        known = safe_name(name)
        self.file.define_name(known, f"={sheet}!$B${row + 1}")
        return known

    def below(self, sheet: str, gap: int) -> int:
        """Return the row that leaves a gap below what is written."""
        last = self.sheets[sheet].dim_rowmax
        return FIRST if last is None else max(FIRST, int(last) + 1 + gap)


class Rows:
    """Rows of a sheet under a title, one a step: a column for each holding, one for the group."""

    def __init__(self, paper: Paper, sheet: str, title: str = "Step") -> None:
        self.paper = paper
        self.sheet = sheet
        holdings = [h.company for h in paper.book.baseline.holdings]
        self.places = {company: place for place, company in enumerate(holdings, 1)}
        names = [title, *map(paper.book.name, holdings), "The group"]
        paper.words(sheet, paper.below(sheet, 1), names, "bold")

    def column(self, header: str, cells: Mapping[str, Formula]) -> dict[str, Formula]:
        """Put one cell a holding, and return them."""
        row = self._next(header)
        return {
            company: self.paper.put(self.sheet, row, place, cells[company])
            for company, place in self.places.items()
            if company in cells
        }

    def cell(self, header: str, formula: Formula) -> Formula:
        """Put one cell of the group, and return it."""
        row = self._next(header)
        return self.paper.put(self.sheet, row, len(self.places) + 1, formula)

    def _next(self, header: str) -> int:
        row = self.paper.below(self.sheet, 0)
        self.paper.words(self.sheet, row, [header])
        return row


def safe_name(name: str) -> str:
    """Return a name that a spreadsheet takes for a name and not for a cell.

    >>> safe_name("usd_jpy"), safe_name("q1"), safe_name("lines.own-limit.value")
    ('usd_jpy', 'q1_', 'lines_own_limit_value')
    """
    name = re.sub(r"\W", "_", name)
    return f"{name}_" if re.fullmatch(r"[a-zA-Z]{1,3}\d+|[rRcC]\d*", name) else name


def letters(column: int) -> str:
    """Return the letters of a column, counted from nought.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
