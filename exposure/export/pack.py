"""The publish pack: one zip of all that goes with a page, and a manifest to verify it by.

Comes in: a `Report`, or those of several pages. Goes out: bytes that are the same each
time. `exposure.export.verify` holds a pack that came back against its manifest.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

from exposure.export.brief import as_pdf
from exposure.export.picture import svg
from exposure.export.report import model_sources
from exposure.export.tables import as_csv, guarded
from exposure.export.text import as_text, clean
from exposure.export.typeset import png
from exposure.export.verify import MANIFEST
from exposure.export.workbook import as_workbook
from exposure.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exposure.explain import Evidence
    from exposure.export.report import Report

_TIME = (1980, 1, 1, 0, 0, 0)
_CITED = ("Figure", "Value", "Basis", "As of", "Where", "Printed", "Address", "Note")


def as_pack(reports: Mapping[str, Report]) -> bytes:
    """Return the pack of a page, or of several pages of one scenario.

    The files of each of several pages begin with its name.
    """
    first, *_ = pages = list(reports.values())
    sources = (model_sources(first.outcome), *(page.sources() for page in pages))
    cited = dict.fromkeys(row for rows in sources for row in rows)
    files = {
        "workbook.xlsx": as_workbook(first),
        "method.txt": _method(first).encode(),
        "citations.csv": _rows(_CITED, map(_fields, cited)),
        "link.txt": "".join(f"{clean(one.link)}\n" for one in pages).encode(),
    }
    pictures = []
    for name, report in reports.items():
        page = f"{name}-" if len(reports) > 1 else ""
        files[f"{page}brief.pdf"] = as_pdf(report)
        files[f"{page}page.txt"] = as_text(report).encode()
        for table in report.tables():
            files[f"{page}{table.key}.csv"] = as_csv(report, table)
        for chart in report.charts():
            told = f"{chart.source} {report.made}"
            drawn = svg(chart.figure, chart.alt, title=chart.title, source=told)
            files[f"{page}{chart.key}.svg"] = drawn.encode()
            files[f"{page}{chart.key}.png"] = png(drawn)
            pictures.append((f"{page}{chart.key}", chart.title, chart.alt, chart.source))
    files["pictures.csv"] = _rows(("Picture", "Title", "Alt text", "Source"), pictures)
    manifest = {
        "pages": [{"title": one.title, "link": one.link} for one in pages],
        "as_of": first.as_of,
        "stamp": first.stamp,
        "sha256": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    listed = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted({**files, MANIFEST: listed.encode()}.items()):
            archive.writestr(zipfile.ZipInfo(name, _TIME), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _method(report: Report) -> str:
    book = report.outcome.book
    names = {"focus": book.focus_name, "group": book.group_name}
    told = [
        f"{m.label.format(**names)}\n{m.definition.replace('{focus}', book.focus_name)}\n{m.formula}"
        for m in MEASURES.values()
    ]
    return "\n\n".join(["How each number is made", *told, f"Made on {report.stamp}."]) + "\n"


def _fields(row: Evidence) -> tuple[str, ...]:
    return row.label, row.value, row.basis, row.as_of, row.where, row.printed, row.url, row.note


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return lines of a CSV file, each cell one line of text that no program takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([guarded(" ".join(clean(cell).split())) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
