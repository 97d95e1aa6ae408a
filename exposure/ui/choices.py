"""Choices of a page that outlive it: which part, which lever, which number.

A widget forgets its value when it is not drawn. So what is chosen is kept in the session, given
back to the widget before it is drawn, and stands in the link: see the table in `exposure.choices`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from exposure.choices import LONGEST_WORDS
from exposure.ui import session, stage
from exposure.ui.markdown import label as plain_label

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from exposure.choices import Value


def choice(label: str, options: Mapping[str, str], *, key: str) -> str:
    """Print a choice of one, all in sight, and return its key; the first is chosen at the start."""
    return _ask(label, options, key, next(iter(options)), listed=False)


def pick(label: str, options: Mapping[str, str], *, key: str, start: str | None = None) -> str:
    """Print a choice of one out of a list and return its key."""
    return _ask(label, options, key, start or next(iter(options)), listed=True)


def several(label: str, options: Mapping[str, str], *, key: str) -> list[str]:
    """Print a choice of any number and return their keys; none chosen means all."""
    _put_several(key, options)
    found = st.pills(
        label,
        list(options),
        selection_mode="multi",
        format_func=lambda name: plain_label(options[name]),
        key=key,
        on_change=_keep,
        args=(key,),
    )
    return list(found)


def many(
    label: str, options: Mapping[str, str], *, key: str, width: int | Literal["stretch"] = 250
) -> list[str]:
    """Print a choice of any number out of a long list; none chosen means all."""
    _put_several(key, options)
    found = st.multiselect(
        label,
        list(options),
        format_func=lambda name: options[name],
        key=key,
        placeholder="All",
        width=width,
        on_change=_keep,
        args=(key,),
    )
    return list(found)


def amount(  # noqa: PLR0913  (a number has a range and a unit)
    label: str,
    *,
    key: str,
    start: float,
    low: float,
    high: float,
    step: float,
    about: str | None = None,
) -> float:
    """Print a box for a number and return it."""
    found = float(_possible(key, start, None))  # type: ignore[arg-type]
    told = {"label": label, "about": about, "value": found}
    stage.choice({"key": key, **told, "low": low, "high": high, "step": step})
    return found


def whole(  # noqa: PLR0913  (as in amount)
    label: str, *, key: str, start: int, low: int, high: int, about: str | None = None
) -> int:
    """Print a slider of whole numbers and return where it stands."""
    _put(key, start)
    if not low <= st.session_state[key] <= high:
        st.session_state[key] = min(max(st.session_state[key], low), high)
        session.correct(key, st.session_state[key])
    found = st.slider(label, low, high, key=key, help=about, on_change=_keep, args=(key,))
    return int(found)


def along(label: str, options: Mapping[str, str], *, key: str, start: str) -> str:
    """Print a slider over things in an order, with a step back and on, and return the key.

    No two may read the same: the slider tells them apart by their words.
    """
    names = list(options)
    _put(key, start, options)
    at = names.index(st.session_state[key])
    found = st.select_slider(
        label,
        names,
        format_func=lambda name: options[name],
        key=key,
        on_change=_keep,
        args=(key,),
    )
    with st.container(horizontal=True, gap="small"):
        for word, icon, to in (
            ("Earlier", "arrow_back", at - 1),
            ("Later", "arrow_forward", at + 1),
        ):
            st.button(
                word,
                icon=f":material/{icon}:",
                key=f"{key}-{word}",
                disabled=not 0 <= to < len(names),
                on_click=keep,
                args=(key, names[max(0, min(to, len(names) - 1))]),
            )
    return str(found)


def words(  # noqa: PLR0913  (as in amount)
    label: str,
    *,
    key: str,
    about: str | None = None,
    longest: int = LONGEST_WORDS,
    placeholder: str = "",
    search: bool = False,
) -> str:
    """Print a box for text and return what is in it, without the space around it."""
    _put(key, "")
    found = st.text_input(
        label,
        key=key,
        help=about,
        max_chars=longest,
        type="search" if search else "default",
        placeholder=placeholder,
        on_change=_keep,
        args=(key,),
    )
    return str(found or "").strip()


def keep(key: str, value: Value) -> None:
    """Make a choice for the reader, as the callback of a button."""
    session.choose(key, value)


def kept(key: str) -> Value | None:
    """Return what was chosen, whether its widget is drawn or not; None where nothing was."""
    return session.chosen(key)


def forget(keys: Collection[str]) -> None:
    """Take choices back to where they start, as the callback of a button."""
    session.forget(keys)


def _ask(label: str, options: Mapping[str, str], key: str, start: str, *, listed: bool) -> str:
    found = str(_possible(key, start, options))
    told = [*options.items()]
    stage.choice({"key": key, "label": label, "options": told, "value": found, "list": listed})
    return found


def _put(key: str, start: str | float, options: Collection[str] | None = None) -> None:
    """Give a widget what was chosen before, if that can still be chosen."""
    st.session_state[key] = _possible(key, start, options)


def _possible(key: str, start: Value, options: Collection[str] | None) -> Value:
    """Return what was chosen before, if that can still be chosen, else the start."""
    found = session.chosen(key, start)
    if options is not None and found not in options:
        session.correct(key, start)
        return start
    return start if found is None else found


def _put_several(key: str, options: Collection[str]) -> None:
    given = session.chosen(key, ())
    found = given if isinstance(given, tuple) else ()
    possible = tuple(name for name in found if name in options)
    if possible != found:
        session.correct(key, possible)
    st.session_state[key] = list(possible)


def _keep(key: str) -> None:
    found = st.session_state[key]
    if found is not None:
        keep(key, tuple(found) if isinstance(found, list) else found)
