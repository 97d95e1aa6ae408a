"""A table as CSV, XLSX or JSON, with its date, its stamp and its sources.

Numbers stay numbers, exactly as they are, with the unit in the header: a ratio is
a fraction. Text never becomes a formula.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from exposure.export.report import cited, model_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exposure.export.report import Cell, Report, Table

# What a spreadsheet takes for the start of a formula, and the full-width forms of it.
_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001  (they are meant)
# A file made twice is the same file, so it carries no time of its making.
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_WIDEST = 60


def as_csv(report: Report, table: Table) -> bytes:
    """Return a table as CSV, and below it date, stamp, link and sources.

    In UTF-8 with a byte order mark: without one Excel takes it for the old code
    page of the machine; every reader of UTF-8 files that matters skips it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(guarded, table.headers))
    writer.writerows(map(guarded, row) for row in table.cells())
    writer.writerow([])
    writer.writerows([[guarded(label), guarded(told)] for label, told in notes(report, table)])
    return out.getvalue().encode("utf-8-sig")


def as_json(report: Report, table: Table) -> bytes:
    """Return a table as JSON: columns with units, rows, date, stamp, link, sources."""
    columns = [
        {"name": name, "header": header, "unit": found or None}
        for (name, (header, _)), found in zip(table.every.items(), table.units, strict=True)
    ]
    data = {
        "title": table.title,
        "page": report.title,
        "as_of": report.as_of,
        "stamp": report.stamp,
        "link": report.link,
        "scenario": list(report.changes),
        "columns": columns,
        "rows": [dict(zip(table.every, row, strict=True)) for row in table.cells()],
        "sources": [cited(row) for row in sources(report, table)],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def as_xlsx(report: Report, table: Table) -> bytes:
    """Return a table as a workbook: the table, and a sheet with date, stamp, link and sources."""
    out = io.BytesIO()
    with workbook(out) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom"})
        sheet = book.add_worksheet("Table")
        sheet.freeze_panes(1, 0)
        formats = [_format(book, found) for found in table.units]
        rows = list(table.cells())
        for place, header in enumerate(table.headers):
            sheet.write_string(0, place, header, bold)
            texts = [len(cell) for row in rows if isinstance(cell := row[place], str)]
            sheet.set_column(place, place, min(_WIDEST, max([14, *texts])))
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                write(sheet, number, place, cell, formats[place])
        write_notes(book, notes(report, table))
    return out.getvalue()


def guarded(cell: Cell) -> Cell:
    """Return a cell of a CSV file that no spreadsheet takes for a formula; numbers as they are.

    >>> guarded("=1+1"), guarded(-1.5), guarded("-1.5"), guarded("a=b")
    ("'=1+1", -1.5, "'-1.5", 'a=b')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_STARTS) else cell


def notes(report: Report, table: Table) -> list[tuple[str, str]]:
    """Return what must travel with a table, label and text."""
    found = [
        ("Table", table.title),
        ("Page", report.title),
        ("As of", report.as_of),
        ("Scenario", report.scenario),
        ("Data and model", report.stamp),
        ("Link", report.link),
    ]
    return found + [("Source", cited(row)) for row in sources(report, table)]


def sources(report: Report, table: Table) -> tuple[Any, ...]:
    """Return the figures behind a table, or all inputs of the model where it names none."""
    return table.sources() or model_sources(report.outcome)


def workbook(out: io.BytesIO) -> Any:  # noqa: ANN401  (the library has no type hints)
    """Return a new workbook in which text is text, made at no time."""
    import xlsxwriter  # noqa: PLC0415  (only who downloads a workbook pays for it)

    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": NO_TIME.replace(tzinfo=None)})
    return book


def write(sheet: Any, row: int, place: int, cell: Cell, form: Any = None) -> None:  # noqa: ANN401
    """Write a cell as what it is; nothing where there is nothing."""
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell, form)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell, form)
    elif cell:
        sheet.write_string(row, place, cell[:32_767], form)


def write_notes(book: Any, rows: Sequence[tuple[str, str]]) -> None:  # noqa: ANN401
    """Add the sheet that says where the numbers come from."""
    sheet = book.add_worksheet("Sources")
    sheet.set_column(0, 0, 12, book.add_format({"bold": True, "valign": "top"}))
    sheet.set_column(1, 1, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    for number, (label, told) in enumerate(rows):
        write(sheet, number, 0, label)
        write(sheet, number, 1, told)


FORMATS: dict[str, tuple[Callable[[Report, Table], bytes], str]] = {
    "csv": (as_csv, "text/csv"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
}
"""Each form that a table may take: what makes it, and its media type."""


def _format(book: Any, unit: str) -> Any:  # noqa: ANN401
    shown = {"fraction": "0.0%", "difference of fractions": "+0.0%;-0.0%;0.0%"}
    return book.add_format({"num_format": shown.get(unit, "General")})
