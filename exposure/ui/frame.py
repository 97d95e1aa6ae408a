"""How every page opens: the data, the scenario, the sidebar, the title, what differs.

The data is read again when a file changes; while a file has a fault the last
good data stays.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from exposure import charts, wording
from exposure.balance import BalanceError
from exposure.latest import latest
from exposure.model import Outcome, outcome
from exposure.ui.export import begin
from exposure.ui.levers import NOTICES, SCENARIO, reset_all, sidebar
from exposure.ui.markdown import plain
from exposure.ui.sign_in import gate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exposure.book import Book, Line
    from exposure.document import Fault
    from exposure.scenario import Levers

_RUNS = "runs"
_LOOK_AGAIN_SECONDS = 2
_STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Page:
    """What a page draws from: all data, the scenario, the baseline and the paper."""

    book: Book
    outcome: Outcome
    baseline: Outcome
    palette: charts.Palette

    @property
    def shown_lines(self) -> tuple[Line, ...]:
        """The lines that every chart draws."""
        return tuple(line for line in self.book.lines if line.shown)


def frame(question: str) -> Page:
    """Open a page: data, scenario, sidebar, title, notices. Stops when there is no data.

    ``{group}`` and ``{focus}`` in the question stand for the names in the data.
    """
    found, faults = latest().book()
    names = {} if found is None else {"group": found.group_name, "focus": found.focus_name}
    title = question.format_map(names) if names else "The data cannot be read"
    st.set_page_config(
        page_title=title,
        layout="wide",
        initial_sidebar_state="collapsed" if st.context.is_embedded else 340,
    )
    st.html(f"<style>{_STYLE}</style>")
    gate()
    if found is None:
        st.title(title)
        _until_whole(faults)
        st.stop()
    values = _scenario(found.levers)
    sidebar(found, values)
    _write_link(found.levers, values)
    st.title(plain(title))
    if faults:
        st.warning("The data files have faults; the last good data is shown.")
        _until_whole(faults)
    _show_notices()
    try:
        page = Page(found, outcome(found, values), _baseline(found), _palette())
    except BalanceError as error:
        st.error(f"This scenario has no answer. {plain(str(error))}.")
        st.button("Back to the baseline", on_click=reset_all, args=(found.levers,))
        st.stop()
    begin(page.outcome, title)
    _show_changes(page)
    _freeze_after_first_run()
    return page


@st.fragment(run_every=_LOOK_AGAIN_SECONDS)
def _until_whole(faults: Sequence[Fault]) -> None:
    """Show what is wrong with the files, and open the page anew as soon as that has changed."""
    if latest().book()[1] != faults:
        st.rerun()
    _show_faults(faults)


def _baseline(book: Book) -> Outcome:
    return outcome(book, {})


def _scenario(levers: Levers) -> dict[str, float]:
    """Return the scenario: the session's, or on its first run the link's."""
    if SCENARIO not in st.session_state:
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        values, notices = levers.decode(query)
        st.session_state[SCENARIO] = values
        st.session_state[NOTICES] = [str(notice) for notice in notices]
    values = levers.complete({k: v for k, v in st.session_state[SCENARIO].items() if k in levers})
    st.session_state[SCENARIO] = values
    return values


def _write_link(levers: Levers, values: dict[str, float]) -> None:
    query = levers.encode(values)
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def _show_notices() -> None:
    notices = st.session_state.get(NOTICES, [])
    if notices:
        st.warning("\n\n".join(["Part of the link was not used.", *map(plain, notices)]))


def _show_changes(page: Page) -> None:
    phrases = wording.changes(page.outcome)
    if phrases:
        st.caption(plain(f"Scenario: {'; '.join(phrases)}."))
    for company in page.outcome.sheet.floored:
        told = (
            f"The loan on {page.book.name(company)} exceeds the shares that secure it. It is "
            "non-recourse, so the lender takes the shares and the holding counts as zero."
        )
        st.caption(plain(told))


def _show_faults(faults: Sequence[Fault]) -> None:
    for fault in faults:
        st.markdown(f"- {plain(str(fault))}")


def _palette() -> charts.Palette:
    return charts.DARK if st.context.theme.type == "dark" else charts.LIGHT


def _freeze_after_first_run() -> None:
    """Take what is imported by now out of the collector's sight, once a process.

    Every rerun ends with a full collection; with the libraries loaded that is
    most of the time of a small rerun.
    """
    runs = st.session_state.get(_RUNS, 0) + 1
    st.session_state[_RUNS] = runs
    if runs > 1:
        _freeze()


@st.cache_resource(show_spinner=False)
def _freeze() -> bool:
    gc.collect()
    gc.freeze()
    return True
