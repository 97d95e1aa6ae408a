"""What one reader has set: kept in the session, followed from the address, written to it, undone.

The scenario, the choices, and which data are shown are plain values under plain keys of the
session. Every page begins with `follow` and ends its frame with `write`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from exposure import link
from exposure.choices import of_page, words
from exposure.link import State
from exposure.scenario import Notice, typed
from exposure.ui.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from exposure.book import Book
    from exposure.choices import Value
    from exposure.scenario import Levers

SCENARIO, CHOICES, RELEASE, MADE, NOTICES = "scenario", "choices", "release", "made", "notices"
LEFT = "left"
"""Whether the reader has gone back from what is taken now: the address is that of another scenario."""

PRESET = "preset"
"""The named scenario that was chosen last; another may set the same, and tell it otherwise."""

MOST_STEPS = 20
"""How many steps can be undone."""

_DONE, _UNDONE = "done", "undone"
_BASELINE, _PAGE, _SHOWN, _LINKED = "baseline", "page", "shown", "linked"
_WENT, _AGAIN = "went", "again"


def follow(book: Book, page: str) -> State:
    """Return what the reader has set, as this run begins.

    On the first run, when the reader goes back or forward in the browser, and after `read_again`,
    that is what the address says; else what the session holds.
    """
    context = get_script_run_ctx()
    went, again = False, st.session_state.pop(_AGAIN, False)
    if SCENARIO not in st.session_state:
        _put(*_read(book))
    elif again or (context is not None and context.is_history_navigation):
        state, notices = _read(book)
        others = {key: value for key, value in _choices().items() if not _is_of(page, key)}
        if went := (dict(state.values), state.release) != _now():
            _step()
        else:  # another page of the same: the link that brought the reader is still the one
            state = replace(state, made=st.session_state[MADE])
        _put(replace(state, choices={**others, **state.choices}), notices)
    st.session_state[_WENT] = went
    levers = book.levers
    release = st.session_state[RELEASE]
    if release and link.shown(book, release) is book:  # no longer in the history
        release = ""
    values = {k: v for k, v in st.session_state[SCENARIO].items() if k in levers}
    if not release and values == st.session_state[_BASELINE]:
        values = {}  # nothing was moved, so the baseline is followed where it goes
    state = State(levers.complete(values), _choices(), release, st.session_state[MADE])
    _put(state)
    st.session_state[_BASELINE] = dict(levers.defaults)
    st.session_state[_PAGE] = page
    st.session_state[_SHOWN] = link.chosen(link.shown(book, release), state, page)
    return state


def write(book: Book, state: State, page: str) -> dict[str, list[str]]:
    """Write the address of a page, if it is another, and return its query."""
    query = link.write(book, state, page)
    if st.session_state.pop(LEFT, False):
        return query
    if {key: st.query_params.get_all(key) for key in st.query_params} != query:
        st.query_params.from_dict(query)
    return query


def read_again() -> None:
    """Have the page follow its address once more, as what a browser has told cannot be read."""
    st.session_state[_AGAIN] = True


def begin(settings: Mapping[str, float]) -> None:
    """Take a session that knows of no step back to where the reader's steps began.

    It may have been opened by another server, at an address that is already where they ended.
    """
    if not st.session_state.get(_DONE):
        st.session_state[SCENARIO] = st.session_state[SCENARIO] | dict(settings)


def take(settings: Mapping[str, float], *, goes_on: bool = False) -> None:
    """Put values of levers into the scenario, as the callback of a widget.

    What goes on with the same drag, or the same key held down, is one step with its beginning.
    """
    if not goes_on:
        _step()
    set_ = {name: typed(value) for name, value in settings.items()}
    st.session_state[SCENARIO] = st.session_state[SCENARIO] | set_


def come_back() -> None:
    """Take the last step back for good, if the browser's own buttons took it in the run before.

    They may be heard of before the steps that the reader had done until then.
    """
    if st.session_state.get(_WENT):
        done = st.session_state[_DONE]
        st.session_state[SCENARIO], st.session_state[RELEASE] = done[-1]
        st.session_state[_DONE] = done[:-1]


def reset_all(levers: Levers) -> None:
    """Take the whole scenario back to the baseline of today."""
    _step()
    st.session_state[SCENARIO] = levers.complete({})
    st.session_state[RELEASE] = ""


def show(release: str) -> None:
    """Show the numbers of a release, or of today where it is empty."""
    _step()
    st.session_state[RELEASE] = release


def undo() -> None:
    """Take the last step back."""
    _turn(_DONE, _UNDONE)


def redo() -> None:
    """Take a step again that was taken back."""
    _turn(_UNDONE, _DONE)


def steps() -> tuple[int, int]:
    """Return how many steps can be undone, and how many done again."""
    return len(st.session_state.get(_DONE, [])), len(st.session_state.get(_UNDONE, []))


def chosen(key: str, start: Value | None = None) -> Value | None:
    """Return the value of a choice: what was chosen, or its start."""
    shown = st.session_state.get(_SHOWN, {})
    found: Value | None = shown.get(key, _choices().get(key, start))
    return found


def all_chosen(prefix: str) -> dict[str, Value]:
    """Return the value of every choice whose key begins with something."""
    found: dict[str, Value] = _choices() | st.session_state.get(_SHOWN, {})
    return {key: value for key, value in found.items() if key.startswith(prefix)}


def choose(key: str, value: Value) -> None:
    """Set a choice, as the callback of a widget."""
    st.session_state[CHOICES] = _choices() | {
        key: typed(value) if isinstance(value, float) else value
    }


def forget(keys: Collection[str]) -> None:
    """Take choices back to where they start, as the callback of a button."""
    st.session_state[CHOICES] = {k: v for k, v in _choices().items() if k not in keys}


def correct(key: str, value: Value) -> None:
    """Say that a choice cannot be what it was, while its widget is drawn, and set it right.

    A link that gave it is told; when another choice has made it impossible it moves in silence.
    """
    given = _choices().get(key)
    choose(key, value)
    linked = st.session_state.get(_LINKED, {})
    if key in st.query_params:
        st.query_params[key] = words(value)
    if key in linked and linked[key] == given:
        told = str(Notice(key, str(given), "cannot be chosen here", f"{value} is used"))
        st.session_state[NOTICES] = [*st.session_state[NOTICES], told]
        st.warning(plain(told))


def _read(book: Book) -> tuple[State, list[str]]:
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    state, notices = link.read(book, query)
    st.session_state[_LINKED] = dict(state.choices)
    return state, [str(notice) for notice in notices]


def _put(state: State, notices: list[str] | None = None) -> None:
    st.session_state[SCENARIO] = dict(state.values)
    st.session_state[CHOICES] = dict(state.choices)
    st.session_state[RELEASE] = state.release
    st.session_state[MADE] = state.made
    st.session_state.setdefault(_BASELINE, None)
    if notices is not None:
        st.session_state[NOTICES] = notices


def _choices() -> dict[str, Value]:
    found: dict[str, Value] = st.session_state.get(CHOICES, {})
    return found


def _is_of(page: str, key: str) -> bool:
    return any(choice.key == key for choice in of_page(page, {key: ""}))


def _now() -> tuple[dict[str, float], str]:
    return st.session_state[SCENARIO], st.session_state[RELEASE]


def _step() -> None:
    """Remember where the reader was before a step, and forget what was undone."""
    st.session_state[_DONE] = [*st.session_state.get(_DONE, []), _now()][-MOST_STEPS:]
    st.session_state[_UNDONE] = []
    st.session_state[NOTICES] = []


def _turn(back: str, forth: str) -> None:
    if not (known := st.session_state.get(back)):
        return
    st.session_state[forth] = [*st.session_state.get(forth, []), _now()]
    st.session_state[SCENARIO], st.session_state[RELEASE] = known[-1]
    st.session_state[back] = known[:-1]
    st.session_state[NOTICES] = []
