"""A publish pack that came back: what it holds that its manifest does not say.

Comes in: a file that anybody may have made. Goes out: one line for each difference.
Whoever changes a file and the manifest with it is not found here but by packing the
link of the pack again: the same scenario makes the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST = "manifest.json"
"""The file of a pack that lists the others with their SHA-256."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MOST_FILES, _LARGEST = 500, 50_000_000
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# A pack begins with its first file and ends with the record of its end: nothing is hidden around it.
_BEGINS, _ENDS, _END = b"PK\x03\x04", b"PK\x05\x06", 22


def differences(path: Path) -> list[str]:
    """Return what a pack holds that its manifest does not say, one line each; none if it is whole.

    Nothing is written to disk, and no more is read than a pack may hold.
    """
    try:
        with path.open("rb") as file:
            begins = file.read(len(_BEGINS))
            file.seek(-min(path.stat().st_size, _END), os.SEEK_END)
            ends = file.read(len(_ENDS))
        with zipfile.ZipFile(path) as archive:
            if begins != _BEGINS or ends != _ENDS:
                return [f"{path}: has something before or behind the pack"]
            return list(_differences(archive))
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as error:
        return [f"{path}: cannot be read as a pack: {error}"]


def _differences(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    if fault := _fault(archive.infolist()):
        yield fault
        return
    known = _sums(_read(archive, MANIFEST))
    if known is None:
        yield f"{MANIFEST}: is not a manifest"
        return
    for name in sorted({*known, *names} - {MANIFEST}):
        if name not in names:
            yield f"{name}: is missing"
        elif name not in known:
            yield f"{name}: is not in the manifest"
        elif hashlib.sha256(_read(archive, name)).hexdigest() != known[name]:
            yield f"{name}: is not what it was when the pack was made"


def _fault(files: list[zipfile.ZipInfo]) -> str:
    """Return why files cannot be those of a pack, before any is unpacked; nothing if they can."""
    names = [file.filename for file in files]
    if len(files) > _MOST_FILES or sum(file.file_size for file in files) > _LARGEST:
        return f"more than {_MOST_FILES} files or {_LARGEST:,} bytes; a pack holds less"
    if odd := [name for name in names if not _NAME.fullmatch(name)]:
        return f"{odd[0]!r}: is no name of a file of a pack"
    if any(file.compress_type not in _PACKED for file in files):
        return "a file is packed in a way that no pack is"
    if len(set(names)) < len(names):
        return "a file is in it twice"
    return "" if MANIFEST in names else f"{MANIFEST}: is missing"


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    # A header may lie about the size, so no more than may be is ever unpacked.
    with archive.open(name) as file:
        return file.read(_LARGEST)


def _sums(data: bytes) -> dict[str, str] | None:
    try:
        found = json.loads(data)["sha256"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    fine = (
        found
        and isinstance(found, dict)
        and all(isinstance(value, str) for value in found.values())
    )
    return found if fine else None
