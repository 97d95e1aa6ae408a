"""What a page says, sent as one list and painted by one element of ours.

An element of the framework costs a message, and a pass of the browser's renderer, at every move of a
lever. So the parts of a page wait here until its end. Those that nothing of the framework's stands
between are one stretch; `stage.js` paints it, and changes only what has changed.
"""

from __future__ import annotations

import base64
import json
import math
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import streamlit as st

from exposure.ui import scripts, session

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from streamlit.delta_generator import DeltaGenerator

Block = dict[str, Any]

_element = scripts.element("stage")
# The framework's own copy of Plotly, by its file name; None if a later version has no such file.
PLOTLY = next(
    (path.name for path in Path(st.__file__).parent.glob("static/static/js/PlotlyChart.*.js")), None
)
_PRESSED, _FOLDS, _ASKED = "pressed", "folds", "asked"


@dataclass(frozen=True)
class File:
    """What a press takes away: name and media type, and how its content is made."""

    name: str
    kind: str
    make: Callable[[], bytes | str]


@dataclass
class _Stretch:
    """Blocks that stand together, the place of them, and where the framework would draw after them."""

    slot: DeltaGenerator
    end: object
    blocks: list[Block] = field(default_factory=list)


@dataclass
class _Stage:
    what: Collection[Any]
    stretches: list[_Stretch] = field(default_factory=list)
    presses: dict[str, Callable[[], None] | File] = field(default_factory=dict)


# Of the run that is under way: a run is a thread, and each thread has its own.
_STAGE: ContextVar[_Stage] = ContextVar("stage")
# What pages have said at once, the newest last: it is said once more when the session is told.
_SAID: dict[Collection[Any], bytes] = {}
_LOCK = Lock()
_MOST_SAID = 64


def begin(*what: Any) -> None:  # noqa: ANN401  (whatever can be told apart)
    """Begin a page that says nothing yet; ``what`` is all that decides what it will say."""
    _STAGE.set(_Stage((*what, scripts.draws(), *sorted(st.session_state.get(_FOLDS, ())))))


def again() -> bool:
    """Say what has been said at once of the same, and return whether there is such a thing."""
    told = _SAID.get(_STAGE.get().what)
    if told is not None:
        with st.container():
            _draw(0, told)
    return told is not None


def add(kind: str, **told: Any) -> None:  # noqa: ANN401  (JSON)
    """Say one thing more. Its text is printed as it stands: no markdown, no markup."""
    _stretch().blocks.append({"kind": kind, **told})


def number(told: Block) -> None:
    """Say a number, in one row with those that come right before it."""
    _joined("numbers", told)


def choice(told: Block) -> None:
    """Ask for one of some options, or for a number, in one row with what is asked right before it."""
    _joined("choices", told)


def on_press(what: str, act: Callable[[], None] | File) -> str:
    """Say what happens when the thing of that name is pressed, and return the name."""
    _STAGE.get().presses[what] = act
    return what


def is_open(fold: str) -> bool:
    """Return whether the reader has a fold open: what is in it is sent only then."""
    return fold in st.session_state.get(_FOLDS, ())


def opened(folds: Collection[str]) -> dict[str, Any]:
    """Return what a session keeps of a reader who has these folds open."""
    return {_FOLDS: set(folds)}


def only(slot: DeltaGenerator, key: str, notes: Sequence[str]) -> bool:
    """Leave one chart or number of all that has been said, in a place of its own, with notes.

    Returns whether there is one; if not, all stays.
    """
    stage = _STAGE.get()
    found = [
        one
        for stretch in stage.stretches
        for block in stretch.blocks
        for one in _alone(block)
        if one["key"].partition("-")[2] == key
    ]
    if found:
        blocks = [found[0]["block"], *({"kind": "note", "words": words} for words in notes)]
        stage.stretches = [_Stretch(slot, None, blocks)]
    return bool(found)


def draw() -> None:
    """Draw all that has been said, and do what was pressed."""
    stage = _STAGE.get()
    begin()
    pressed = st.session_state.pop(_PRESSED, None) or {}
    act = stage.presses.get(str(pressed.get("what")))
    file = _made(act, pressed.get("number")) if isinstance(act, File) else None
    blocks = [block for stretch in stage.stretches for block in stretch.blocks]
    asked = [one for block in blocks if block["kind"] == "choices" for one in block["choices"]]
    st.session_state[_ASKED] = {one["key"]: one for one in asked}
    for place, stretch in enumerate(stage.stretches):
        told: Block = {"chunk": PLOTLY, "blocks": stretch.blocks}
        if file and pressed["stage"] == _key(place):
            told["file"] = file
        raw = _json(told)
        with stretch.slot:
            _draw(place, raw)
        if scripts.CAUGHT.get() is not None and len(stage.stretches) == 1:
            _remember(stage.what, raw)
    if callable(act):
        act()


def _draw(place: int, told: bytes) -> None:
    key = _key(place)
    _element(key=key, data=told, on_pressed_change=partial(_took, key))


def _key(place: int) -> str:
    return f"stage-{place}"


def _remember(what: Collection[Any], told: bytes) -> None:
    with _LOCK:
        _SAID[what] = told
        while len(_SAID) > _MOST_SAID:
            del _SAID[next(iter(_SAID))]


def _alone(block: Block) -> Iterator[Block]:
    """Yield what may stand alone in a block: its key, and the block that it is then."""
    if block["kind"] == "chart":
        yield {"key": block["key"], "block": block}
    for one in block.get("numbers") or () if block["kind"] == "numbers" else ():
        yield {"key": one["key"], "block": {"kind": "numbers", "numbers": [one]}}


def _took(key: str) -> None:
    """Keep what was pressed until the page is drawn; a fold or a choice is another at once."""
    pressed = scripts.heard(key, "pressed")
    st.session_state[_PRESSED] = {**pressed, "stage": key}
    kind, _, name = str(pressed.get("what")).partition(":")
    if kind == "fold":
        folds = set(st.session_state.get(_FOLDS, ()))
        st.session_state[_FOLDS] = folds | {name} if pressed.get("open") else folds - {name}
    elif kind == "choose":
        value = _taken(st.session_state.get(_ASKED, {}).get(name, {}), pressed.get("value"))
        if value is not None:
            session.choose(name, value)


def _taken(asked: Block, value: object) -> str | float | None:
    """Return what a browser says was chosen, if that was among what was asked for.

    >>> _taken({"options": [("nav", "NAV")]}, "nav"), _taken({"options": [("nav", "NAV")]}, "gdp")
    ('nav', None)
    >>> _taken({"low": 1, "high": 99}, 32.5), _taken({"low": 1, "high": 99}, 325)
    (32.5, None)
    """
    if value in [name for name, _ in asked.get("options", ())]:
        return str(value)
    if "low" in asked and isinstance(value, int | float) and asked["low"] <= value <= asked["high"]:
        return float(value)
    return None


def _joined(kind: str, told: Block) -> None:
    """Add to a row of things of one kind, or begin one."""
    blocks = _stretch().blocks
    if not blocks or blocks[-1]["kind"] != kind:
        blocks.append({"kind": kind, kind: []})
    blocks[-1][kind].append(told)


def _stretch() -> _Stretch:
    """Return the stretch that is open here, or a new one if anything was drawn after the last."""
    stretches = _STAGE.get().stretches
    if not stretches or stretches[-1].end != _here():
        slot = st.container()
        stretches.append(_Stretch(slot, _here()))
    return stretches[-1]


def _here() -> object:
    """Return where the framework would draw next.

    Nothing public tells it. The version of the framework is pinned, and where this is not known
    every block becomes a stretch of its own: slower, and in the right order.
    """
    main = getattr(st.container, "__self__", None)
    cursor = getattr(getattr(main, "_active_dg", None), "_cursor", None)
    return (cursor and (cursor.root_container, cursor.parent_path, cursor.index)) or object()


def _made(file: File, press: object) -> Block:
    content = file.make()
    raw = content.encode() if isinstance(content, str) else content
    told = base64.b64encode(raw).decode()
    return {"name": file.name, "type": file.kind, "content": told, "press": press}


def _json(told: Block) -> bytes:
    return json.dumps(_drawn(told), allow_nan=False, separators=(",", ":")).encode()


def _drawn(part: Any) -> Any:  # noqa: ANN401  (any part of a block)
    """Return a part of a block as it is sent.

    A number has the seven digits that can be drawn, and is null where it is not finite: JSON has
    no NaN.
    """
    kind = type(part)
    if kind is float:
        return float(f"{part:.7g}") if math.isfinite(part) else None
    if kind is dict:
        return {key: _drawn(item) for key, item in part.items()}
    if kind is list or kind is tuple:
        if {*map(type, part)} == {float} and all(map(math.isfinite, part)):  # a grid has thousands
            return [float(f"{item:.7g}") for item in part]
        return [_drawn(item) for item in part]
    return part
