"""The sidebar: the way to the other pages, the named scenarios, every lever.

The scenario is one dictionary of the session, in the levers' own units. A widget is
given its value before it is drawn and reports a change through a callback; it never
keeps the scenario itself.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from exposure import link, wording
from exposure.ui import session, toolbar
from exposure.ui.markdown import plain
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
        st.html(_baseline_marks(levers))
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
        for group in dict.fromkeys(lever.group for lever in levers.table):
            members = [lever for lever in levers.table if lever.group == group]
            moved = any(values[m.name] != levers.defaults[m.name] for m in members)
            if members[0].folded:
                fold = st.expander(group, expanded=moved, key=f"group-{group}", on_change="rerun")
                if fold.open:
                    with fold:
                        _group(levers, members, values)
            else:
                st.subheader(plain(group))
                _group(levers, members, values)


def _group(levers: Levers, members: list[Lever], values: dict[str, float]) -> None:
    for lever in members:
        _lever(lever, values[lever.name], levers.defaults[lever.name])


def _baseline_marks(levers: Levers) -> str:
    """Return a style that puts a mark on each slider at the baseline: names and numbers alone."""
    marks = [
        f".st-key-lever-{lever.name} {{ --baseline: "
        f"{(levers.defaults[lever.name] - lever.low) / (lever.high - lever.low):.4%} }}"
        for lever in levers.table
    ]
    return f"<style>{''.join(marks)}</style>"


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


def _lever(lever: Lever, value: float, default: float) -> None:
    moved = value != default
    if lever.unit == "switch":
        with st.container(key=f"lever-{lever.name}"):
            key = _put(f"switch-{lever.name}", bool(value))
            st.toggle(
                lever.label, key=key, help=lever.help, on_change=_moved, args=(lever.name, key)
            )
        return
    label = lever.label if " per " in lever.unit else f"{lever.label}, {lever.unit}"
    start = wording.in_unit(default, lever.unit)
    with st.container(
        key=f"lever-{lever.name}",
        horizontal=True,
        wrap=False,
        vertical_alignment="bottom",
        gap="small",
    ):
        key = _put(f"slider-{lever.name}", value)
        st.slider(
            plain(label),
            lever.low,
            lever.high,
            step=lever.step,
            key=key,
            help=f"{plain(lever.help)} {plain(f'Baseline {start}.')}",
            on_change=_moved,
            args=(lever.name, key),
        )
        key = _put(f"box-{lever.name}", value)
        st.number_input(
            f"{label}, exact",
            lever.low,
            lever.high,
            step=lever.step,
            key=key,
            format="%.10g",
            label_visibility="collapsed",
            width=96,
            on_change=_moved,
            args=(lever.name, key),
        )
        if moved:
            st.button(
                "",
                icon=":material/undo:",
                key=f"reset-{lever.name}",
                type="tertiary",
                help=plain(f"Reset to {start}"),
                on_click=take,
                args=({lever.name: default},),
            )


def _put(key: str, value: object) -> str:
    """Give a widget the scenario's value before it is drawn, and return its key.

    Without a look at what is there: on the first run after a change of page the
    old value can still be read, and is forgotten before the widget is made.
    """
    st.session_state[key] = value
    return key


def _moved(name: str, key: str) -> None:
    if (value := st.session_state[key]) is not None:
        take({name: float(value)})


def _take_preset(book: Book) -> None:
    chosen = book.preset(st.session_state["preset"])
    if chosen is not None:
        take(book.levers.complete(chosen.set))
