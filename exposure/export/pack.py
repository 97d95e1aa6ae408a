"""The publish pack: one zip of all that goes with a page, and a manifest to verify it by.

Comes in: a `Report`. Goes out: bytes that are the same each time. `differences` says
what a pack that came back holds that it should not.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from exposure.export.brief import as_pdf
from exposure.export.picture import svg
from exposure.export.report import Chart, cited, model_sources
from exposure.export.tables import as_csv
from exposure.export.text import as_text
from exposure.export.workbook import as_workbook
from exposure.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exposure.export.report import Report

MANIFEST = "manifest.json"
_TIME = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MOST_FILES, _LARGEST = 200, 20_000_000


def as_pack(report: Report) -> bytes:
    """Return the pack of a page."""
    files = {
        "brief.pdf": as_pdf(report),
        "workbook.xlsx": as_workbook(report),
        "page.txt": as_text(report).encode(),
        "method.txt": _method(report).encode(),
        "citations.txt": _lines(cited(row) for row in model_sources(report.outcome)),
        "link.txt": _lines([report.link]),
    }
    alts = []
    for part in report.parts:
        if isinstance(part, Chart):
            files[f"{part.key}.svg"] = svg(part.figure, part.alt).encode()
            alts.append(f"{part.key}.svg: {part.title}. {part.alt} {part.source}")
    files["pictures.txt"] = _lines(alts)
    files |= {f"{table.key}.csv": as_csv(report, table) for table in report.tables()}
    manifest = {
        "title": report.title,
        "as_of": report.as_of,
        "stamp": report.stamp,
        "link": report.link,
        "sha256": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    told = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted({**files, MANIFEST: told.encode()}.items()):
            archive.writestr(zipfile.ZipInfo(name, _TIME), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def differences(path: Path) -> list[str]:
    """Return what a pack holds that its manifest does not say, one line each; none if it is whole.

    Nothing is written to disk, and no more is read than a pack may hold.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_differences(archive))
    except (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        return [f"{path}: cannot be read as a pack: {error}"]


def _differences(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    if len(names) > _MOST_FILES or sum(info.file_size for info in archive.infolist()) > _LARGEST:
        yield f"more than {_MOST_FILES} files or {_LARGEST:,} bytes; a pack holds less"
        return
    if odd := [name for name in names if not _NAME.fullmatch(name)]:
        yield f"{odd[0]!r}: is no name of a file of a pack"
        return
    if len(set(names)) < len(names):
        yield "a file is in it twice"
        return
    if MANIFEST not in names:
        yield f"{MANIFEST}: is missing"
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


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    # A header may lie about the size, so no more than may be is ever unpacked.
    with archive.open(name) as file:
        return file.read(_LARGEST)


def _sums(data: bytes) -> dict[str, str] | None:
    try:
        found = json.loads(data)["sha256"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    fine = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
    return found if fine else None


def _method(report: Report) -> str:
    book = report.outcome.book
    names = {"focus": book.focus_name, "group": book.group_name}
    told = [
        f"{m.label.format(**names)}\n{m.definition.replace('{focus}', book.focus_name)}\n{m.formula}"
        for m in MEASURES.values()
    ]
    return "\n\n".join(["How each number is made", *told, f"Made on {report.stamp}."]) + "\n"


def _lines(found: Iterator[str] | list[str]) -> bytes:
    return "".join(f"{line}\n" for line in found).encode()
