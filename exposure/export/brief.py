"""A page as a PDF brief: inputs, numbers, charts, tables, sources, link and stamp.

The template is constant; every word of the page reaches it as data and is printed
as text, so that nothing in a name or a note is ever read as markup.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exposure.dates import in_words
from exposure.export.picture import svg
from exposure.export.report import Chart, Number, Table, Words, cited
from exposure.export.text import clean, together
from exposure.export.typeset import typeset
from exposure.wording import in_unit

if TYPE_CHECKING:
    from exposure.export.report import Part, Report

_TEMPLATE = Path(__file__).with_name("brief.typ")
# Only an address of these letters can be clicked; a line of it may end behind the last group.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~%&=?/+-]*)?")
_MOST_COLUMNS = 7  # of text side by side
_PIECE = re.compile(r"[^/?&=~]{0,40}[/?&=~]?")


def as_pdf(report: Report) -> bytes:
    """Return a page as PDF."""
    levers = report.outcome.book.levers
    moved = levers.changed(report.outcome.values)
    data = {
        "title": _clean(report.title),
        "scenario": _clean(report.scenario),
        "levers": [
            [
                _clean(x.label),
                _clean(in_unit(round(report.outcome.values[x.name], 4), x.unit)),
                _clean(in_unit(levers.defaults[x.name], x.unit)),
                x.name in moved,
            ]
            for x in levers.table
        ],
        "parts": [_told(part) for part in report.parts],
        "sources": [_clean(cited(row)) for row in report.sources()],
        "as_of": in_words(report.as_of),
        "stamp": _clean(report.stamp),
        "link": [piece for piece in _PIECE.findall(_clean(report.link)) if piece],
        "address": report.link if _ADDRESS.fullmatch(report.link) else "",
    }
    return typeset(_TEMPLATE.read_bytes(), json.dumps(data, ensure_ascii=False), "pdf")


def _clean(words: str) -> str:
    """Return text without what is not seen, each unit on one line with its number."""
    return together(clean(words))


def _told(part: Part) -> dict[str, Any]:
    """Return a part as the template takes it."""
    if isinstance(part, Words):
        return {"kind": part.kind, "words": _clean(part.words)}
    if isinstance(part, Number):
        told = (part.label, part.value, part.under)
        return {"kind": "number", "cells": [_clean(words) for words in told]}
    if isinstance(part, Chart):
        picture = svg(part.figure, part.alt)
        words = {"title": part.title, "alt": part.alt, "source": part.source}
        return {"kind": "chart", "svg": picture} | {k: _clean(v) for k, v in words.items()}
    return _table(part)


def _table(table: Table) -> dict[str, Any]:
    """Return a table; one of many columns of text is told row by row, as no page is so wide."""
    words = sum(form is None for _, form in table.columns.values())
    return {
        "kind": "table" if words <= _MOST_COLUMNS else "rows",
        "headers": [_clean(header) for header, _ in table.columns.values()],
        "right": [form is not None for _, form in table.columns.values()],
        "rows": [[_clean(cell) for cell in row] for row in table.texts()],
    }
