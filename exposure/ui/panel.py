"""The levers of the sidebar as one element, where the framework would send some forty.

A slider of the framework's own speaks when it is let go, and each is drawn anew at every answer;
these speak while they move, and one message says where all of them stand.
"""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any

import streamlit as st

from exposure import wording
from exposure.ui.scripts import script

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exposure.scenario import Lever, Levers

_draw = st.components.v2.component(
    "levers",
    js=script("panel.js"),
    isolate_styles=False,
)
_GESTURE, _TAKEN = "gesture", "taken"


def panel(
    levers: Levers,
    groups: Mapping[str, Sequence[Lever]],
    values: Mapping[str, float],
    *,
    key: str,
    moved: Callable[..., None],
) -> None:
    """Print levers under the titles of their groups.

    ``moved`` is called with what the reader has set, and with ``goes_on`` where that belongs to the
    drag, or to the key held down, that it was called for before.
    """

    def took() -> None:
        told = st.session_state[key]["moved"]
        settings = _usable(levers, told["values"])
        st.session_state[_TAKEN] = st.session_state.get(_TAKEN, {}) | {key: told["number"]}
        goes_on = st.session_state.get(_GESTURE) == [key, told["gesture"]]
        st.session_state[_GESTURE] = [key, told["gesture"]]
        if settings:
            moved(settings, goes_on=goes_on)

    told = {
        "groups": [
            (title, [_told(levers, lever, values[lever.name]) for lever in members])
            for title, members in groups.items()
        ],
        # What this session has taken, and not what the browser has sent: after a replica died the
        # first message reaches a session that opens by the address and takes nothing from it.
        "answered": st.session_state.get(_TAKEN, {}).get(key, 0),
    }
    _draw(key=key, data=json.dumps(told), on_moved_change=took)


def _usable(levers: Levers, values: Mapping[str, Any]) -> dict[str, float]:
    """Return what a browser has sent, as far as it is a value that its lever can have."""
    found = {name: float(value) for name, value in values.items() if name in levers}
    return {
        name: value
        for name, value in found.items()
        if isfinite(value) and levers[name].low <= value <= levers[name].high
    }


def _told(levers: Levers, lever: Lever, value: float) -> dict[str, Any]:
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
        "value": value,
        "baseline": baseline,
        "start": start,
        "help": f"{lever.help} Baseline {start}.",
    }
