"""What a reader takes away from a page: each part is noted as it is drawn.

A download is made when it is pressed and not before.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from exposure import wording
from exposure.export.report import Report
from exposure.export.tables import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.export.report import Part, Table
    from exposure.model import Outcome

_REPORT = "report"


def begin(outcome: Outcome, title: str) -> None:
    """Start to note the parts of a page, in place of those of the run before."""
    book = outcome.book
    st.session_state[_REPORT] = Report(
        title=title,
        as_of=book.baseline.as_of,
        stamp="",
        link=_link(book.levers.encode(outcome.values)),
        outcome=outcome,
        changes=tuple(wording.changes(outcome)),
    )


def current() -> Report:
    """Return what has been noted of the page so far."""
    found: Report = st.session_state[_REPORT]
    return found


def noted(part: Part) -> None:
    """Note a part of the page."""
    current().parts.append(part)


def download(table: Table) -> None:
    """Print the menu under a table: its forms, each made when it is asked for."""
    report = current()
    with st.container(key=f"download-{table.key}", horizontal=True, horizontal_alignment="right"):
        menu = st.popover(
            "Download", type="tertiary", key=f"menu-{table.key}", on_change="rerun", icon=None
        )
        if not menu.open:
            return
        with menu:
            for name, (make, kind) in FORMATS.items():
                st.download_button(
                    name.upper(),
                    data=partial(make, report, table),
                    file_name=f"{table.key}.{name}",
                    mime=kind,
                    key=f"{name}-{table.key}",
                    on_click="ignore",
                    type="tertiary",
                )


def _link(query: Mapping[str, str]) -> str:
    """Return the address of this page with a scenario in it."""
    address = (st.context.url or "").partition("?")[0]
    return f"{address}?{urlencode(query)}" if query else address
