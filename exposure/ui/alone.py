"""A page in another form: one chart or one number of it by itself, or all of it as text.

``?show=KEY`` is for a frame on another site, ``?view=text`` for screen readers and e-mail.
Neither has a sidebar; what else the page draws is drawn as ever and hidden by the style.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from exposure.choices import SHOW, VIEW
from exposure.dates import in_words
from exposure.export.report import Chart
from exposure.export.text import as_text
from exposure.measures import MEASURES
from exposure.ui import scripts, session, stage
from exposure.ui.markdown import link, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from streamlit.delta_generator import DeltaGenerator

    from exposure.explain import Evidence
    from exposure.export.report import Number, Report

_SLOT = "alone"
_NUMBER, _AROUND_CHART = 340, 400  # pixels high: a number, and what stands around a chart


def begin() -> None:
    """Take the place of what stands alone, before the page draws anything."""
    slot = st.session_state[_SLOT] = st.container(key=_SLOT)
    if not st.context.is_embedded:
        slot.space("medium")  # the bar above a page, which a frame on another site has not


def asked() -> bool:
    """Return whether the address asks for anything but the whole page."""
    return bool(session.chosen(SHOW) or session.chosen(VIEW))


def draw(report: Report) -> None:
    """Draw what is asked for in its place, instead of the page."""
    slot: DeltaGenerator = st.session_state.pop(_SLOT)
    key = str(session.chosen(SHOW) or "")
    found = report.of(key) if key else None
    if found is not None and stage.only(slot, key, under(report, found)):
        stage.draw()
        slot.markdown(link("Open the page", report.link))
        scripts.send()
        return
    stage.begin()
    scripts.send()
    slot.markdown(link("Open the page", report.link))
    if key:
        names = ", ".join(dict.fromkeys(part.key for part in report.shown()))
        slot.warning(plain(f"{SHOW} = {key}: nothing on this page is called so; there are {names}"))
        return
    slot.text(as_text(report, width=None))
    slot.download_button(
        "Save as a text file", as_text(report), "page.txt", "text/plain", type="tertiary"
    )


@st.dialog("Put a chart or a number on another site", width="large")
def offer(report: Report, first: str = "") -> None:
    """Open what hands out the lines that put a chart or a number on another site.

    ``first`` is what is chosen before the reader does, by its key.
    """
    parts = {part.key: part for part in report.shown()}
    key = st.selectbox(
        "What to show",
        parts,
        index=[*parts].index(first) if first in parts else 0,
        format_func=lambda key: _title(parts[key]),
        key=f"embed-part-{first}",
    )
    if key is not None:
        st.code(snippet(report, parts[key]), language="html", wrap_lines=True)
        st.caption("The operator of this server says on which sites it may stand.")


def snippet(report: Report, part: Number | Chart) -> str:
    """Return the lines of HTML that show a part of a page on another site."""
    address, _, query = report.link.partition("?")
    asked = urlencode({SHOW: part.key, "embed": "true"})
    source = escape(f"{address}?{query}&{asked}" if query else f"{address}?{asked}")
    height = _NUMBER
    if isinstance(part, Chart):
        height = part.figure["layout"]["height"] + _AROUND_CHART
    return (
        f'<iframe src="{source}" title="{escape(_title(part))}" width="100%" height="{height}" '
        'loading="lazy" style="border: 0"></iframe>'
    )


def _title(part: Number | Chart) -> str:
    return part.title if isinstance(part, Chart) else part.label


def under(report: Report, part: Number | Chart) -> list[str]:
    """Return the lines under what stands alone: its date, its sources, what it was made on."""
    if isinstance(part, Chart):
        return [*_of_figures(report, part), report.made]
    found = part.explained()
    told = f"{_sources(found.inputs)}, told when the number is pressed"
    if found.name in MEASURES or any(row.basis == "lever" for row in found.inputs):
        return [f"Balance sheet of {in_words(report.as_of)}. {told}.", report.made]
    return [f"{told}; {_latest(found.inputs)}.", report.made]


def _of_figures(report: Report, chart: Chart) -> Iterator[str]:
    """Yield date and sources of a chart whose own line tells what its marks are instead."""
    if re.search(r"\d sources?\b", chart.source):
        return
    own = chart.table.sources() if chart.table else ()
    rows = [row for row in own or report.sources() if row.figure]
    if any(row.as_of for row in rows):
        where = "" if own else ", told on its page"
        yield f"{_sources(rows)}{where}; {_latest(rows)}."


def _latest(rows: Iterable[Evidence]) -> str:
    return f"the latest figure is of {in_words(max(row.as_of for row in rows))}"


def _sources(rows: Iterable[Evidence]) -> str:
    places = {row.where for row in rows if row.figure}
    return f"{len(places)} source{'' if len(places) == 1 else 's'}"
