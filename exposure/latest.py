"""The data as they are now, or the last good ones while a file is at fault or half-written.

Comes in: a folder that people and programs change while the server runs. Goes
out: a `Book` and the faults of today. Every thread gets the same book, which is
read again only when a file has changed.
"""

from __future__ import annotations

import os
import time
from threading import Lock
from typing import TYPE_CHECKING

from exposure import book as books
from exposure.document import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from exposure.book import Book

Signature = tuple[tuple[str, int, int, int], ...]
Found = tuple["Book | None", tuple[Fault, ...]]

# A file that changed this short a time ago may still be being written. Its first half can be
# a ledger without a fault, so that only the clock tells it from the whole.
_SETTLED_SECONDS = 1.0


class Latest:
    """The data of one folder over time.

    Examples
    --------
    >>> from pathlib import Path
    >>> latest = Latest(Path("tests/small/data"))
    >>> book, faults = latest.book()
    >>> book is latest.book()[0], faults
    (True, ())
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._read: tuple[Signature, Found] | None = None
        self._good: Book | None = None

    def book(self) -> Found:
        """Return the book of now and no faults, or the last good one and what is wrong.

        None and the faults while there has never been a good one.
        """
        with self._lock:
            now = signature(self.folder)
            if self._read is None or self._read[0] != now:
                if self._good is not None and (fault := _unsettled(now)):
                    return self._good, (fault,)
                found = books.load(self.folder)
                if signature(self.folder) != now:
                    fault = Fault(self.folder.as_posix(), 1, "", "is being changed")
                    return self._good, (fault,)
                self._read = now, found
                self._good = found[0] or self._good
            book, faults = self._read[1]
            return (self._good, faults) if book is None else (book, ())


def signature(folder: Path) -> Signature:
    """Return name, time, size and identity of every data file, so that a change is noticed."""
    found = []
    for place in (folder, books.seeds_folder(folder)):
        try:
            files = [entry for entry in os.scandir(place) if entry.name.endswith(".yaml")]
        except OSError:
            continue  # there is no such folder, which the loader tells
        for entry in files:
            try:
                stat = entry.stat()
            except OSError:
                continue  # deleted in between; the next look sees it
            found.append((entry.path, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(sorted(found))


def _unsettled(now: Signature) -> Fault | None:
    """Return that a file may still be being written, if one may."""
    for path, changed_ns, *_ in now:
        age = time.time() - changed_ns / 1e9
        if 0 <= age < _SETTLED_SECONDS:
            return Fault(path, 1, "", "has just changed; it is read when it is whole")
    return None


_every: dict[Path, Latest] = {}
_lock = Lock()


def latest() -> Latest:
    """Return the data of the folder that the program is pointed at, one for the whole process."""
    folder = books.data_folder()
    with _lock:
        return _every.setdefault(folder, Latest(folder))
