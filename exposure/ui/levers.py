"""The sidebar: the way to the other pages, the named scenarios, every lever.

The scenario is one dictionary of the session, in the levers' own units. A widget is
told its value whenever it is drawn and reports a change through a callback; it never
keeps the scenario itself.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from exposure import link
from exposure.ui import session, toolbar
from exposure.ui.markdown import plain
from exposure.ui.panel import panel
from exposure.ui.session import take

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.link import State
    from exposure.scenario import Lever, Levers

PAGES = (
    ("app.py", "Overview"),
    ("pages/LTV.py", "LTV"),
    ("pages/Concentration.py", "Concentration"),
    ("pages/Stress.py", "Stress"),
    ("pages/Compare.py", "Compare"),
    ("pages/Holding_shares.py", "Holding shares"),
    ("pages/Deals.py", "Deals"),
    ("pages/Figures.py", "Figures"),
    ("pages/Check_a_draft.py", "Check a draft"),
)


def sidebar(now: Book, state: State) -> None:
    """Draw the sidebar for a scenario; ``now`` is the book of today."""
    book, values = link.shown(now, state.release), dict(state.values)
    levers = book.levers
    with st.sidebar:
        for path, label in PAGES:
            query = link.write(now, state, PurePath(path).stem)
            st.page_link(path, label=label, query_params=query)
        toolbar.steps()
        _presets(book, values)
        if state.release or levers.changed(values):
            st.button(
                "Reset all levers",
                key="all-reset",
                on_click=session.reset_all,
                args=(now.levers,),
                width="stretch",
            )
        _panels(levers, values)


def _panels(levers: Levers, values: dict[str, float]) -> None:
    """Draw the levers, those of a folded group only while it is open."""
    groups: dict[str, list[Lever]] = {}
    for lever in levers.table:
        groups.setdefault(lever.group, []).append(lever)
    shown = {group: members for group, members in groups.items() if not members[0].folded}
    panel(levers, shown, values, key="levers", moved=take)
    for group, members in groups.items():
        if group in shown:
            continue
        moved = any(values[m.name] != levers.defaults[m.name] for m in members)
        fold = st.expander(group, expanded=moved, key=f"group-{group}", on_change="rerun")
        if fold.open:
            with fold:
                panel(levers, {"": members}, values, key=f"levers-{group}", moved=take)


def _presets(book: Book, values: dict[str, float]) -> None:
    levers = book.levers
    names = [preset.name for preset in book.presets]
    titles = {preset.name: preset.title for preset in book.presets}
    current = next((p.name for p in book.presets if levers.complete(p.set) == values), None)
    key = "preset"
    st.session_state[key] = current
    st.selectbox(
        "Scenario",
        names,
        index=None,
        key=key,
        format_func=lambda name: titles[name],
        placeholder="Your own",
        on_change=_take_preset,
        args=(book,),
    )
    chosen = book.preset(current) if current else None
    if chosen is not None:
        st.caption(plain(chosen.about))


def _take_preset(book: Book) -> None:
    chosen = book.preset(st.session_state["preset"])
    if chosen is not None:
        take(book.levers.complete(chosen.set))
