"""Whose numbers are shown: those of today, or those that a link was made on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from exposure import link, releases, since
from exposure.ui import session
from exposure.ui.markdown import plain

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.link import State


def dated(now: Book, state: State) -> None:
    """Say on which data the link was made when they are not those of today, and offer both."""
    if not state.made:
        return
    then = link.shown(now, state.made)
    day = plain(since.day(state.made))
    if releases.same_numbers(now, then):
        st.caption(f"This link was made on the data of {day}; no number it rests on has changed.")
        return
    told = since.sentence(then, now, state.values)
    changed = plain(told[0].upper() + told[1:])
    with st.container(key="dated", border=True):
        whose, label, to = "today's", "Show the numbers of the link", state.made
        if state.release:
            whose, label, to = "those", "Show today's numbers", ""
        st.markdown(f"**Made on the data of {day}; these are {whose} numbers.** {changed}.")
        st.button(label, key="other-numbers", on_click=session.show, args=(to,))
        fold = st.expander("All that has changed", key="all-changed", on_change="rerun")
        if fold.open:
            with fold:
                for group in since.changes(then, now, state.values):
                    for x in group:
                        st.markdown(f"- {plain(f'{x.label}: {x.then}, now {x.now}')}")
