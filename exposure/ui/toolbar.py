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
    changed = plain(since.sentence(then, now, state.values))
    with st.container(key="dated", border=True):
        label, to = "Show the link's numbers", state.made
        told = f"**These are today's numbers.** This link was made on the data of {day}: {changed}."
        if state.release:
            label, to = "Show today's numbers", ""
            told = f"**These are the numbers of {day}**, when this link was made: {changed}."
        st.markdown(told)
        with st.container(horizontal=True):
            st.button(label, key="other-numbers", on_click=session.show, args=(to,))
            all_ = st.popover(
                "All that has changed", type="tertiary", key="all-changed", on_change="rerun"
            )
        if all_.open:
            with all_:
                for group in since.changes(then, now, state.values):
                    for x in group:
                        st.markdown(f"- {plain(f'{x.label}: {x.then}, now {x.now}')}")
