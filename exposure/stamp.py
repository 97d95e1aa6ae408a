"""The stamp of the data and the model: what a link, an export and an answer were made on.

Comes in: a `Book`. Goes out: ``2026-11-25-3f9a1c``, the day on which this content was released and
a short digest of it, or ``unreleased-3f9a1c`` while it has not been. The content is what the
records say, and the version of the model: neither the layout of the files nor the machine, its
clock, its time zone, its locale or the seed of its hashes has a part in it.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from exposure.fields import is_date, plain_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exposure.book import Book
    from exposure.records import Record

__all__ = ["FORM", "MODEL", "day", "digest", "stamp"]

MODEL = 1
"""Version of the formulas. Raise it with any change that gives the same data other numbers."""

UNRELEASED = "unreleased"
_DIGITS = 6
FORM = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{UNRELEASED})-([0-9a-f]{{{_DIGITS}}})")
"""What a stamp looks like: a day or a word, and a digest."""


def stamp(book: Book) -> str:
    """Return the stamp of a book: that of the release with the same content, if there is one.

    >>> from tests.invented import book
    >>> FORM.fullmatch(stamp(book())).group(1)
    'unreleased'
    """
    if book.release:
        return book.release
    own = book.digest[:_DIGITS]
    found = (one.stamp for one in reversed(book.releases) if one.stamp.endswith(f"-{own}"))
    return next(found, f"{UNRELEASED}-{own}")


def day(name: str) -> str:
    """Return the day of a stamp, or nothing for one that was not released.

    >>> day("2026-11-25-3f9a1c"), day("unreleased-3f9a1c")
    ('2026-11-25', '')
    """
    found = FORM.fullmatch(name)
    return found.group(1) if found and is_date(found.group(1)) else ""


def digest(book: Book) -> str:
    """Return the SHA-256 of everything that a book says, and of the version of the model."""
    ledger = book.ledger
    content = {
        "model": MODEL,
        "group": [ledger.group, ledger.focus],
        "companies": _told(ledger.companies),
        "sources": _told(ledger.sources),
        "quantities": _listed(ledger.quantities),
        "figures": _listed(ledger.figures),
        "public": _listed(ledger.public),
        "deals": _listed(ledger.deals),
        "baseline": _listed([book.baseline]),
        "levers": _listed(book.levers.table),
        "presets": _listed(book.presets),
        "lines": [vars(line) for line in book.lines],
        "claims": _listed(book.claims),
        "beside": book.beside,
    }
    text = json.dumps(plain_number(content), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _listed(records: Iterable[Record]) -> list[object]:
    # What stands at its default is left out: a field that a record learns later changes no stamp.
    return [record.model_dump(mode="json", exclude_defaults=True) for record in records]


def _told(records: Mapping[str, Record]) -> dict[str, object]:
    return dict(zip(records, _listed(records.values()), strict=True))
