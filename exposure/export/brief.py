"""A page as a PDF brief: inputs, numbers, charts, tables, sources, link and stamp.

The template is constant; every word of the page reaches it as data and is printed
as text, so that nothing in a name or a note is ever read as markup.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exposure.export.picture import svg
from exposure.export.report import Chart, Number, Table, Words, cited
from exposure.export.text import clean
from exposure.wording import in_unit

if TYPE_CHECKING:
    from exposure.export.report import Part, Report

_TEMPLATE = Path(__file__).with_name("brief.typ")
_FONTS = ("font_source_sans_pro", "font_source_serif_pro")
_LATIN = 0x250  # the fonts that come along have the letters below; others are the system's
_LATIN_MARKS = range(0x2000, 0x2C00)
# A file made twice is the same file.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def as_pdf(report: Report) -> bytes:
    """Return a page as PDF."""
    import typst  # noqa: PLC0415  (only who downloads a brief pays for it)

    levers = report.outcome.book.levers
    moved = levers.changed(report.outcome.values)
    data = {
        "title": clean(report.title),
        "scenario": clean("; ".join(report.changes) or "The baseline; nothing is moved."),
        "levers": [
            [
                clean(x.label),
                clean(in_unit(round(report.outcome.values[x.name], 4), x.unit)),
                clean(in_unit(levers.defaults[x.name], x.unit)),
                x.name in moved,
            ]
            for x in levers.table
        ],
        "parts": [_told(part) for part in report.parts],
        "sources": [clean(cited(row)) for row in report.sources()],
        "as_of": report.as_of,
        "stamp": clean(report.stamp),
        "link": clean(report.link),
    }
    told = json.dumps(data, ensure_ascii=False)
    own = all(ord(c) < _LATIN or ord(c) in _LATIN_MARKS for c in told)
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=typst.Fonts(
            include_system_fonts=not own, font_paths=[_folder(name) for name in _FONTS]
        ),
        sys_inputs={"data": told},
        timestamp=_NO_TIME,
    )
    if not isinstance(made, bytes):
        raise TypeError("the brief is not one file")
    return made


def _told(part: Part) -> dict[str, Any]:
    """Return a part as the template takes it."""
    if isinstance(part, Words):
        return {"kind": part.kind, "words": clean(part.words)}
    if isinstance(part, Number):
        told = (part.label, part.value, part.under)
        return {"kind": "number", "cells": [clean(words) for words in told]}
    if isinstance(part, Chart):
        picture = svg(part.figure, part.alt)
        words = {"title": part.title, "alt": part.alt, "source": part.source}
        return {"kind": "chart", "svg": picture} | {k: clean(v) for k, v in words.items()}
    return _table(part)


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "headers": [clean(header) for header, _ in table.columns.values()],
        "right": [form is not None for _, form in table.columns.values()],
        "rows": [[clean(cell) for cell in row] for row in table.texts()],
    }


def _folder(package: str) -> str:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(package)
    return str(Path(found.origin).parent / "files")
