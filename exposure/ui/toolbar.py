"""Above the levers: take a step back or again, copy the link, and whose numbers are shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from exposure import link, releases, since
from exposure.ui import session
from exposure.ui.markdown import plain

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.link import State

_copy = st.components.v2.component(
    "copy_link",
    js=Path(__file__).with_name("copy.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def steps() -> None:
    """Print the buttons that undo, do again, and copy the link."""
    back, forth = session.steps()
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="steps"):
        for label, icon, keys, count, act in (
            ("Undo", "undo", "Ctrl+Z", back, session.undo),
            ("Redo", "redo", "Ctrl+Shift+Z", forth, session.redo),
        ):
            st.button(
                label,
                icon=f":material/{icon}:",
                key=label.lower(),
                type="tertiary",
                disabled=not count,
                on_click=act,
                help=f"{keys}; {count} of at most {session.MOST_STEPS} steps",
            )
        _copy(key="copy-link", width="content", height="content")


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
        if state.release:
            st.markdown(
                f"**These are the numbers of {day}**, when this link was made. Since then: {changed}."
            )
            label, to = "Show today's numbers", ""
        else:
            st.markdown(
                f"**These are today's numbers.** This link was made on the data of {day}: {changed}."
            )
            label, to = "Show the numbers of the link", state.made
        st.button(label, key="other-numbers", on_click=session.show, args=(to,))
        fold = st.expander("All that has changed", key="all-changed", on_change="rerun")
        if fold.open:
            with fold:
                for group in since.changes(then, now, state.values):
                    for x in group:
                        st.markdown(f"- {plain(f'{x.label}: {x.then}, now {x.now}')}")
