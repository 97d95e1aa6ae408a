"""Everything that is wrong with a folder of data, and everything an editor should look at in it.

Comes in: the folder. Goes out: one `Audit`, which ``check`` prints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from exposure import book as books
from exposure import evidence, published_checks, releases, reviews
from exposure.stress import risk

if TYPE_CHECKING:
    from pathlib import Path

    from exposure.book import Book
    from exposure.document import Fault

__all__ = ["Audit", "audit"]


class Audit(NamedTuple):
    """What was found in a folder of data.

    Attributes
    ----------
    book
        ``None`` when the data cannot be used.
    faults
        Errors and findings of every file, by file and line.
    verified
        Whether the printed words were held against the texts of the articles.
    """

    book: Book | None
    faults: tuple[Fault, ...]
    verified: bool


def audit(folder: Path) -> Audit:
    """Return what every check finds in a folder of data.

    Examples
    --------
    >>> from pathlib import Path
    >>> found = audit(Path("tests/small/data"))
    >>> found.book.focus_name, found.faults
    ('Birch Labs', ())
    """
    book, found = books.load(folder)
    signed, more = reviews.load(folder)
    faults = [*found, *more, *published_checks.findings(folder, book.ledger if book else None)]
    if (folder / "risk.yaml").exists():
        faults += risk.load(folder, book)[1]
    verified = False
    if book is not None:
        faults += releases.findings(book)
        if signed is not None:
            faults += reviews.findings(signed, book.ledger)
        texts = evidence.texts_folder(books.seeds_folder(folder))
        cards = book.ledger.sources.values()
        verified = texts is not None and any((texts / one.text_file).is_file() for one in cards)
        if verified and texts is not None:
            faults += evidence.verify(book.ledger, texts)
    return Audit(book, tuple(sorted(set(faults))), verified)
