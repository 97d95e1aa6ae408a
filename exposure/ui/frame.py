"""How every page opens: the data, the scenario, the sidebar, the title, what differs.

The data is read again when a file changes; while a file has a fault the last
good data stays.
"""

from __future__ import annotations

import gc
import inspect
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from exposure import charts, link, wording
from exposure.balance import BalanceError
from exposure.dates import in_words
from exposure.latest import latest
from exposure.model import Outcome, outcome
from exposure.stamp import stamp
from exposure.ui import alone, session, stage, toolbar
from exposure.ui.export import begin
from exposure.ui.markdown import plain
from exposure.ui.panel import rests, sidebar
from exposure.ui.session import NOTICES, reset_all
from exposure.ui.sign_in import gate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exposure.book import Book, Line
    from exposure.document import Fault

_RUNS, _SECOND = "runs", 2
# How many sessions have been frozen, and at every how many the circles are looked for.
_FROZEN, _EVERY = count(), 50
_LOOK_AGAIN_SECONDS = 2


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


def frame(question: str, *, moves: bool = True) -> Page:
    """Open a page: data, scenario, sidebar, title, notices. Stops when there is no data.

    ``{group}`` and ``{focus}`` in the question stand for the names in the data. Where nothing
    ``moves`` with the levers they are not shown; the scenario goes along all the same.
    """
    name = _page_of_caller()
    found, faults = latest().book()
    names = {} if found is None else {"group": found.group_name, "focus": found.focus_name}
    title = question.format_map(names) if names else "The data cannot be read"
    st.set_page_config(
        page_title=title,
        layout="wide",
        initial_sidebar_state="collapsed" if st.context.is_embedded else 340,
    )
    gate()
    if found is None:
        st.title(title)
        _until_whole(faults)
        st.stop()
    _freeze_after_first_run()
    state = session.follow(found, name)
    now, found = found, _shown(found, state.release)
    if alone.asked():
        alone.begin()
    else:
        sidebar(now, state, name, moves=moves)
    query = session.write(now, state, name)
    address = (st.context.url or "").partition("?")[0]
    said = tuple((key, *values) for key, values in query.items())
    stage.begin(address, said, st.context.theme.type, stamp(now))
    whole = not (state.made or faults or st.session_state.get(NOTICES))
    if rests() and whole and stage.again():
        st.stop()
    stage.add("heading", level=1, words=title)
    if faults:
        st.warning("The data files have faults; the last good data is shown.")
        _until_whole(faults)
    _show_notices()
    if (count := link.length(query)) > link.LONGEST:
        st.warning(
            f"The address of this page has {count:,} characters. Some programs cut an address after "
            f"{link.LONGEST:,}: take a filter or an assumption away before you send it."
        )
    baseline: Outcome | None = None
    try:
        baseline = _baseline(found)
        answered = outcome(found, state.values)
    except BalanceError as error:
        if moves or baseline is None:
            _stop_unanswered(error, now)
        # No number of this page rests on the levers; what is taken away is made at the baseline.
        answered, state = baseline, replace(state, values={})
        told = f"The scenario that is set has no answer: {error}. Nothing on this page rests on it."
        stage.add("note", words=told)
    page = Page(found, answered, baseline, _palette())
    # What is taken away from a page holds all of it, also at the baseline, where its address is bare.
    begin(page.outcome, title, link.writer(now, state, whole=True)(name))
    toolbar.dated(now, state)
    if moves:
        _show_changes(page)
    return page


@st.fragment(run_every=_LOOK_AGAIN_SECONDS)
def _until_whole(faults: Sequence[Fault]) -> None:
    """Show what is wrong with the files, and open the page anew as soon as that has changed."""
    if latest().book()[1] != faults:
        st.rerun()
    st.write(
        "This page opens by itself as soon as they are mended. The same list is printed by "
        "`python -m exposure check`."
    )
    _show_faults(faults)


@lru_cache(maxsize=4)
def _baseline(book: Book) -> Outcome:
    """Return the baseline."""
    return outcome(book, {})


def _page_of_caller() -> str:
    """Return the name of the page whose script called the frame: that of its file."""
    here = inspect.currentframe()
    script = here.f_back.f_back if here is not None and here.f_back is not None else None
    return "" if script is None else Path(script.f_code.co_filename).stem


@lru_cache(maxsize=8)
def _shown(book: Book, release: str) -> Book:
    """Return the book whose numbers are shown, the same one as long as the data are the same."""
    return link.shown(book, release)


def _stop_unanswered(error: BalanceError, now: Book) -> NoReturn:
    """Say that a scenario has no answer, on a page that is made of answers."""
    told = str(error)
    st.error(f"This scenario has no answer. {plain(told[:1].upper() + told[1:])}.")
    st.button("Back to the baseline", on_click=reset_all, args=(now.levers,))
    stage.draw()
    st.stop()


def _show_notices() -> None:
    notices = st.session_state.get(NOTICES, [])
    if notices:
        st.warning("\n\n".join(["Part of the link was not used.", *map(plain, notices)]))


def _show_changes(page: Page) -> None:
    phrases = wording.changes(page.outcome)
    day = in_words(page.book.baseline.as_of)
    told = (
        f"Scenario: {'; '.join(phrases)}."
        if phrases
        else f"Balance sheet of {day}, no lever moved."
    )
    stage.add("note", words=told)
    for company in page.outcome.sheet.floored:
        told = (
            f"The loan on {page.book.name(company)} exceeds the shares that secure it. It is "
            "non-recourse, so the lender takes the shares and the holding counts as zero."
        )
        stage.add("note", words=told)


def _show_faults(faults: Sequence[Fault]) -> None:
    for fault in faults:
        st.markdown(f"- {plain(str(fault))}")


def _palette() -> charts.Palette:
    return charts.DARK if st.context.theme.type == "dark" else charts.LIGHT


def _freeze_after_first_run() -> None:
    """Take what is there by now out of the collector's sight, at the second run of each session.

    Every rerun ends with a full collection. With the libraries loaded, or with many sessions that
    rest, that would be most of the time of a small rerun. What is out of sight is freed as ever when
    nothing refers to it; only circles are not, so those of sessions that are gone are looked for
    now and then.
    """
    runs = st.session_state.get(_RUNS, 0) + 1
    st.session_state[_RUNS] = runs
    if runs == _SECOND:
        if next(_FROZEN) % _EVERY == 0:
            gc.unfreeze()
            gc.collect()
        gc.freeze()
