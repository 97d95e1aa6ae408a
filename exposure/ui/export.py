"""What a reader takes away from a page: each part is noted as it is drawn.

A download is made when it is pressed and not before. The foot of a page offers
the whole of it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from exposure import link, wording
from exposure.choices import SHOW, VIEW
from exposure.export.brief import as_pdf
from exposure.export.pack import as_pack
from exposure.export.report import Report
from exposure.export.tables import FORMATS
from exposure.export.text import as_text
from exposure.export.workbook import as_workbook
from exposure.stamp import stamp
from exposure.ui import alone, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exposure.export.report import Part, Table
    from exposure.model import Outcome

REPORT = "report"
"""The key of what a page says in the session."""

_MOST_PLACES = 40
# The places of a page with all that is chosen on it: they are those of figures, which no lever moves.
_PLACES: dict[tuple[str, ...], str] = {}
_MOST_PAGES = 100
_SHEET = FORMATS["xlsx"][1]


def begin(outcome: Outcome, title: str, query: Mapping[str, Sequence[str]]) -> None:
    """Start to note the parts of a page with its query, in place of those of the run before."""
    book = outcome.book
    st.session_state[REPORT] = Report(
        title=title,
        as_of=book.baseline.as_of,
        stamp=stamp(book),
        link=_address({key: found for key, found in query.items() if key not in (SHOW, VIEW)}),
        outcome=outcome,
        changes=tuple(wording.changes(outcome)),
    )


def current() -> Report:
    """Return what has been noted of the page so far."""
    found: Report = st.session_state[REPORT]
    return found


def noted(part: Part) -> None:
    """Note a part of the page."""
    current().parts.append(part)


def download(table: Table) -> None:
    """Print the menu under a table: its forms, each made when it is asked for."""
    report = current()
    with st.container(key=f"download-{table.key}", horizontal=True, horizontal_alignment="right"):
        menu = st.popover("Download", type="tertiary", key=f"menu-{table.key}", on_change="rerun")
        if menu.open:
            with menu:
                for name, (make, kind) in FORMATS.items():
                    made = partial(make, report, table)
                    _file(name.upper(), made, f"{table.key}.{name}", kind)


def downloads(table: Table) -> list[tuple[str, str]]:
    """Return the forms of a table that may be taken away: how each is called, and its press."""
    report, found = current(), []
    for name, (make, kind) in FORMATS.items():
        file = stage.File(f"{table.key}.{name}", kind, partial(make, report, table))
        found.append((name.upper(), stage.on_press(f"file:{file.name}", file)))
    return found


def foot(*, files: bool = True) -> None:
    """Close a page: what it was made on, and the whole of it to take away.

    A page that hands out a report of its own closes without ``files``.
    """
    report = current()
    if alone.asked():
        alone.draw(report)
        return
    made_on = f"Data and model: {report.stamp}."
    if not files:
        stage.add("note", words=made_on)
        stage.draw()
        return
    stage.add("printed", words=f"{_places(report)} Link: {report.link}")
    stage.add("note", words=made_on)
    whole: dict[str, stage.File | Callable[[], None]] = {
        "Workbook with live formulas": stage.File(
            "model.xlsx", _SHEET, partial(as_workbook, report)
        ),
        "Brief": stage.File("brief.pdf", "application/pdf", partial(as_pdf, report)),
        "Publish pack": stage.File(
            "pack.zip", "application/zip", partial(as_pack, {"page": report})
        ),
        "Plain text": stage.File("page.txt", "text/plain", partial(as_text, report)),
        "Embed": partial(alone.offer, report),
    }
    presses = [(told, stage.on_press(f"page:{told}", act)) for told, act in whole.items()]
    stage.add("presses", name="foot", presses=presses)
    for chart in report.charts():  # each has it in its own bar too
        stage.on_press(f"embed:{chart.key}", partial(alone.offer, report, chart.key))
    stage.draw()


def _places(report: Report) -> str:
    """Return the places that a page rests on, for paper."""
    chosen = [key for key in st.query_params if key not in report.outcome.values]
    page = (
        report.title,
        report.stamp,
        *(f"{key}={words}" for key in chosen for words in st.query_params.get_all(key)),
        *(part.key for part in report.parts if hasattr(part, "key")),
    )
    found = _PLACES.get(page)
    if found is None:
        places = [*dict.fromkeys(row.where for row in report.sources() if row.figure)]
        more = len(places) - _MOST_PLACES
        told = "; ".join(places[:_MOST_PLACES]) + (f"; and {more} more" if more > 0 else "")
        found = f"Sources: {told}." if told else ""
        if len(_PLACES) >= _MOST_PAGES:
            _PLACES.clear()
        _PLACES[page] = found
    return found


def _file(label: str, make: Callable[[], Any], name: str, kind: str) -> None:
    st.download_button(
        label,
        data=make,
        file_name=name,
        mime=kind,
        key=f"file-{name}",
        on_click="ignore",
        type="tertiary",
    )


def _address(query: Mapping[str, Sequence[str]]) -> str:
    """Return the address of this page with a scenario in it."""
    address = (st.context.url or "").partition("?")[0]
    return f"{address}?{link.encoded(query)}" if query else address
