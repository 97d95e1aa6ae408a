"""The sidebar: the way to the other pages, the steps, the named scenarios, every lever.

It is one element, where the framework would send some forty. A slider of the framework's own speaks
when it is let go, and each is drawn anew at every answer; these speak while they move, and one
message says where all of them stand. The scenario itself is kept in the session, never here.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import streamlit as st
from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError

from exposure import hosting, link, wording
from exposure.ui import scripts, session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exposure.book import Book
    from exposure.link import State
    from exposure.scenario import Lever, Levers

PAGES = {
    "app.py": "Overview",
    "pages/LTV.py": "LTV",
    "pages/Concentration.py": "Concentration",
    "pages/Stress.py": "Stress",
    "pages/Compare.py": "Compare",
    "pages/Holding_shares.py": "Holding shares",
    "pages/Deals.py": "Deals",
    "pages/Figures.py": "Figures",
    "pages/Check_a_draft.py": "Check a draft",
}

_draw = scripts.element("panel")
_KEY, _GESTURE, _TAKEN, _RESTS = "levers", "gesture", "taken", "rests"


class Step(BaseModel):
    """Where one gesture of the reader has led: values by the names of levers."""

    model_config = ConfigDict(strict=True)
    gesture: int
    values: dict[str, FiniteFloat]


class Moved(BaseModel):
    """Where levers have come to rest, as the panel's script tells it.

    ``before`` is where they began; ``left`` whether the reader has gone back from there since.
    """

    model_config = ConfigDict(strict=True)
    number: int
    before: dict[str, FiniteFloat]
    left: bool
    steps: list[Step]


def sidebar(now: Book, state: State, page: str, *, moves: bool) -> None:
    """Draw the sidebar of a page for a scenario; ``now`` is the book of today.

    Levers, scenarios and steps stand only where something ``moves`` with them.
    """
    book = link.shown(now, state.release)
    groups, version = _groups(book.levers)
    query = link.writer(now, state)
    told = {
        "pages": [_page(path, query, here=page) for path in PAGES],
        "whole": link.encoded({} if query(page) else link.writer(now, state, whole=True)(page)),
        "steps": session.steps(),
        "most": session.MOST_STEPS,
        "presets": _presets(book, state.values),
        "moves": moves,
        "reset": bool(state.release or book.levers.changed(state.values)),
        "values": state.values,
        "answered": st.session_state.get(_TAKEN, 0),
        "instant": hosting.INSTANT.is_set(),
        "dark": st.context.theme.type == "dark",
        "code": scripts.VERSION,
        "table": version,
        **({} if scripts.has("table", version) else {"groups": groups}),
    }
    with st.sidebar:
        _draw(
            key=_KEY,
            data=json.dumps(told).encode(),
            on_moved_change=lambda: _moved(book.levers),
            on_pressed_change=lambda: _pressed(now, book),
        )
        scripts.send()


def rests() -> bool:
    """Return whether this run tells the session where levers have come to rest, and nothing else."""
    return bool(st.session_state.pop(_RESTS, False))


def _page(
    path: str, query: Callable[[str], Mapping[str, list[str]]], *, here: str
) -> tuple[str, str, bool]:
    """Return a page: how it is called, its address with all that is set, and whether it is open."""
    stem = PurePath(path).stem
    told = link.encoded(query(stem))
    address = "./" if path == "app.py" else stem
    return PAGES[path], f"{address}?{told}" if told else address, stem == here


def _presets(book: Book, values: Mapping[str, float]) -> dict[str, Any]:
    same = book.named(values)
    last = st.session_state.get(session.PRESET)
    chosen = next((one for one in same if one.name == last), same[0] if same else None)
    return {
        "names": [(one.name, one.title) for one in book.presets],
        "chosen": chosen.name if chosen else "",
        # Where nothing has moved the page itself says so.
        "about": chosen.about if chosen and book.levers.changed(values) else "",
    }


def _pressed(now: Book, book: Book) -> None:
    """Do what a press asks for, as its callback."""
    kind, _, name = str(scripts.heard(_KEY, "pressed").get("what")).partition(":")
    acts: dict[str, Callable[[], None]] = {
        "undo": session.undo,
        "redo": session.redo,
        "reset": lambda: session.reset_all(now.levers),
    }
    if kind in acts:
        acts[kind]()
    elif kind == "preset" and (preset := book.preset(name)) is not None:
        session.take(book.levers.complete(preset.set))
        st.session_state[session.PRESET] = name
    elif kind != "again":  # what a page says that is connected again, and nothing else
        session.read_again()


def _moved(levers: Levers) -> None:
    """Take each step that the reader has done; one may go on with the drag, or the key, of before.

    What is not answered in time is told again, under the same number; and so is what the framework
    has heard and does not hand on, which was seen once. Of what cannot be read, as by a script of
    another version, nothing is taken: the address is what holds.
    """
    try:
        moved = Moved.model_validate(scripts.heard(_KEY, "moved"))
    except ValidationError:
        session.read_again()
        return
    if moved.number <= st.session_state.get(_TAKEN, 0):
        return
    st.session_state[_TAKEN], st.session_state[_RESTS] = moved.number, True
    st.session_state[session.LEFT] = moved.left
    session.begin(_usable(levers, moved.before))
    if moved.left:
        session.come_back()
    for step in moved.steps:
        goes_on = st.session_state.get(_GESTURE) == step.gesture
        st.session_state[_GESTURE] = step.gesture
        if settings := _usable(levers, step.values):
            session.take(settings, goes_on=goes_on)


def _usable(levers: Levers, values: Mapping[str, float]) -> dict[str, float]:
    """Return what a browser has sent, as far as it is a value that its lever can have."""
    return {
        name: value
        for name, value in values.items()
        if name in levers and levers[name].low <= value <= levers[name].high
    }


@lru_cache(maxsize=8)
def _groups(levers: Levers) -> tuple[list[tuple[str, bool, list[dict[str, Any]]]], str]:
    """Return all about the levers that no move changes, and its version.

    A group is its title, whether it is folded, and its levers.
    """
    groups: dict[str, list[Lever]] = {}
    for lever in levers.table:
        groups.setdefault(lever.group, []).append(lever)
    told = [
        (title, members[0].folded, [_told(levers, lever) for lever in members])
        for title, members in groups.items()
    ]
    return told, sha256(json.dumps(told).encode()).hexdigest()[:8]


def _told(levers: Levers, lever: Lever) -> dict[str, Any]:
    baseline = levers.defaults[lever.name]
    start = wording.in_unit(baseline, lever.unit)
    bare = lever.unit == "switch" or " per " in lever.unit
    return {
        "name": lever.name,
        "label": lever.label if bare else f"{lever.label}, {lever.unit}",
        "unit": "" if lever.unit == "switch" else lever.unit,
        "switch": lever.unit == "switch",
        "low": lever.low,
        "high": lever.high,
        "step": lever.step,
        "baseline": baseline,
        "start": start,
        "help": f"{lever.help} Baseline {start}.",
    }
