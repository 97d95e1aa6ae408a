"""Script and style of our own elements: sent once, until the browser says that it has them.

The framework sends an element's script along with every message of it. So each of our elements has
a script of one line, which calls the function of its name; all of these come in one more element,
that is drawn no longer once anything from the browser has named their version.
"""

from __future__ import annotations

import json
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CAUGHT: ContextVar[list[bytes] | None] = ContextVar("caught", default=None)
"""What our elements are told, where a page is run for that alone and not drawn."""

_FILES = (
    "framework.js",
    "paint.js",
    "number.js",
    "plot.js",
    "stage.js",
    "steps.js",
    "levers.js",
    "panel.js",
)
_HAS = "browser_has"
_BEGIN = "const exposure = (window.exposure ??= { waiting: [] });"
_END = """
export default () => {
    if (document.getElementById("exposure-style")) return;
    const style = document.createElement("style");
    style.id = "exposure-style";
    style.textContent = STYLE;
    document.head.append(style);
};
for (const [name, told] of exposure.waiting.splice(0)) exposure[name](told);
"""


def element(name: str) -> Callable[..., None]:
    """Return the element that is drawn by a function of the scripts."""
    call = f'exposure.{name} ? exposure.{name}(told) : void exposure.waiting.push(["{name}", told])'
    js = f"{_BEGIN}\nexport default (told) => {call};"
    mount = st.components.v2.component(name, js=js, isolate_styles=False)

    def draw(*, data: bytes, **others: Any) -> None:  # noqa: ANN401  (as the framework has them)
        caught = CAUGHT.get()
        if caught is None:
            mount(data=data, **others)
        else:
            caught.append(data)

    return draw


def heard(key: str, event: str) -> Mapping[str, Any]:
    """Return what an element has just sent, as its callback; with it comes what its browser has."""
    told = (st.session_state.get(key) or {}).get(event)
    if not isinstance(told, dict):
        return {}
    has = (told.get(key, "") for key in ("code", "table"))
    st.session_state.update(having(*has, draws=told.get("draws", False)))
    return told


def having(code: str, table: str, *, draws: bool = True) -> dict[str, Any]:
    """Return what a session keeps of a browser that has these versions, and whether it draws charts."""
    return {_HAS: {"code": code, "table": table, "draws": draws}}


def has(what: str, version: str) -> bool:
    """Return whether the browser has a version of what is sent once."""
    return bool(st.session_state.get(_HAS, {}).get(what) == version)


def draws() -> bool:
    """Return whether the browser has the library that draws charts."""
    return bool(st.session_state.get(_HAS, {}).get("draws"))


def send() -> None:
    """Draw the element that brings the functions of all others, if the browser lacks them.

    To be drawn last in its place: what comes after an element that is gone is built anew.
    """
    if not has("code", VERSION):
        _code(key="code", height="content")


def _text(name: str) -> str:
    """Return a file of this folder without indentation and whole lines of comment."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for x in lines if (line := x.strip()) and not line.startswith("//"))


_PARTS = [_text(name) for name in _FILES]
_STYLE = "\n".join(map(_text, ("style.css", "alone.css", "print.css")))
VERSION = sha256("".join([*_PARTS, _STYLE]).encode()).hexdigest()[:8]
# Another server, after a lost connection, may bring the same once more, or another version.
_ONCE = [
    _text("renew.js"),
    "if (!exposure.version) {",
    *_PARTS,
    f'exposure.version = "{VERSION}"; }}',
    f'else if (exposure.version !== "{VERSION}") renew();',
]
_code = st.components.v2.component(
    "code",
    js="\n".join([_BEGIN, *_ONCE, _END.replace("STYLE", json.dumps(_STYLE))]),
    isolate_styles=False,
)
