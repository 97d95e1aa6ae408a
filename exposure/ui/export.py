"""What a reader takes away from a page: each part is noted as it is drawn.

A download is made when it is pressed and not before. The foot of a page offers
the whole of it; ``?view=text`` in the address shows it as plain text.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st

from exposure import wording
from exposure.export.brief import as_pdf
from exposure.export.pack import as_pack
from exposure.export.report import Report
from exposure.export.tables import FORMATS
from exposure.export.text import as_text
from exposure.export.workbook import as_workbook
from exposure.stamp import stamp
from exposure.ui import stage
from exposure.ui.markdown import link, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exposure.export.report import Part, Table
    from exposure.model import Outcome

VIEW = "view"
REPORT = "report"
_SHEET = FORMATS["xlsx"][1]


def begin(outcome: Outcome, title: str, query: Mapping[str, Sequence[str]]) -> None:
    """Start to note the parts of a page with its query, in place of those of the run before."""
    book = outcome.book
    st.session_state[REPORT] = Report(
        title=title,
        as_of=book.baseline.as_of,
        stamp=stamp(book),
        link=_address({key: found for key, found in query.items() if key != VIEW}),
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


def is_text() -> bool:
    """Return whether the reader asks for the page as plain text."""
    return st.query_params.get(VIEW) == "text"


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


def foot() -> None:
    """Close a page: what it was made on, and the whole of it to take away."""
    report = current()
    stage.draw()
    if is_text():
        with st.container(key="as-text"):
            st.markdown(link("Back to the page", report.link))
            told = as_text(report)
            st.text(told)
            _file("Save as a text file", lambda: told, "page.txt", "text/plain")
        return
    with st.container(key="foot"):
        st.caption(plain(f"Data and model: {report.stamp}."))
        with st.container(horizontal=True, gap="medium"):
            _file("Workbook with live formulas", partial(as_workbook, report), "model.xlsx", _SHEET)
            _file("Brief", partial(as_pdf, report), "brief.pdf", "application/pdf")
            _file("Publish pack", partial(as_pack, {"page": report}), "pack.zip", "application/zip")
            _file("Plain text", lambda: as_text(report), "page.txt", "text/plain")


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
    return f"{address}?{urlencode(query, doseq=True)}" if query else address
