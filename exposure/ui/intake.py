"""Where a draft goes in: pasted, or as a file; what cannot be read is told in a sentence.

What is pasted is in the memory of one visit, and what is refused takes nothing away that was there.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import streamlit as st

from exposure.dates import in_words
from exposure.draft import LIMIT, TooLongError
from exposure.draft.dateline import dateline
from exposure.manuscript import ENDINGS, UnreadableError, text_of
from exposure.ui.markdown import plain

_guard = st.components.v2.component(
    "intake",
    js=Path(__file__).with_name("intake.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)

REPORT = "draft-report"
"""The key in the session of what was found in the draft, which goes when the draft goes."""

_TEXT, _DAY, _ERROR, _FILES, _GUARD = (
    "draft",
    "draft-day",
    "draft-error",
    "draft-files",
    "draft-guard",
)
_LARGEST_MB = 1


def given() -> tuple[str, dt.date, str]:
    """Print where the draft goes in, and return its text, its day, and who says that it is this day."""
    text = str(st.session_state.get(_TEXT, ""))
    chosen: dt.date | None = st.session_state.get(_DAY)
    own = None if chosen else dateline(text, _today())
    day = chosen or own or _today()
    whose = "as chosen" if chosen else "the date in the draft's own first lines" if own else "today"
    label = "The draft"
    if text:
        size = f"{len(text.split()):,} words, dated {in_words(day.isoformat())} ({whose})"
        label = f"Change the draft or its date: {size}"
    with st.expander(label, expanded=not text, key=f"draft-in-{bool(text)}"):
        st.session_state["draft-box"] = text
        st.text_area(
            "Text",
            key="draft-box",
            height=260,
            help=f"Up to {LIMIT / 1e3:g} kB, some 150,000 words; check a longer text in parts.",
            placeholder="Paste the draft here, or drop a file anywhere on the page",
            on_change=_typed,
        )
        left, right = st.columns([2, 1])
        with left:
            st.file_uploader(
                "Or a file",
                type=list(ENDINGS),
                key=_file_key(),
                on_change=_dropped,
                max_upload_size=_LARGEST_MB,
                help=f"Text, Markdown or Word, up to {_LARGEST_MB} MB. Tracked changes of a Word file "
                "are read as accepted.",
            )
        with right:
            st.session_state["draft-date"] = day
            st.date_input(
                "Date of the draft",
                key="draft-date",
                format="YYYY-MM-DD",
                on_change=_dated,
                help="A figure that became known later is not held against the draft. Until a date is chosen "
                "it is the one in the draft's own first lines, else today.",
            )
        with st.container(horizontal=True):
            asked = st.button("Check the draft", key="draft-check")
            if text:
                st.button("Forget the draft", key="draft-forget", on_click=_forget)
        bounds = {"most": LIMIT, "largest": _LARGEST_MB * 1_000_000, "endings": ENDINGS}
        _guard(data=bounds, key=_GUARD, on_refused_change=_refused)
    error = st.session_state.get(_ERROR, "")
    if asked and not text and not error:
        error = "There is nothing to check yet: paste a text, or drop a file."
    if error:
        st.error(plain(error))
    return text, day, whose


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _file_key() -> str:
    return f"draft-file-{st.session_state.get(_FILES, 0)}"


def _let_go() -> None:
    """Make the next uploader another one, which has no file, so that the same can be given again."""
    st.session_state[_FILES] = st.session_state.get(_FILES, 0) + 1


def _take(text: str) -> None:
    """Take a text for the draft, or say that it is too long."""
    if (size := len(text.encode("utf-8", "surrogatepass"))) > LIMIT:
        _refuse(f"{TooLongError()}. It has {size / 1e3:,.0f} kB")
    else:
        st.session_state[_TEXT], st.session_state[_ERROR] = text, ""
        st.session_state.pop(REPORT, None)


def _refuse(why: str) -> None:
    kept = " The draft from before is still here." if st.session_state.get(_TEXT) else ""
    st.session_state[_ERROR] = f"Not read: {why}.{kept}"


def _typed() -> None:
    text = st.session_state["draft-box"]
    _take(text if text.strip() else "")


def _dropped() -> None:
    file = st.session_state[_file_key()]
    if file is None:
        return
    try:
        _take(text_of(file.name, file.getvalue()))
    except UnreadableError as failure:
        _refuse(str(failure))
    _let_go()


def _refused() -> None:
    """Say why the browser has sent nothing; it tells a size, and of files a name and how many."""
    _let_go()
    match st.session_state[_GUARD].get("refused"):
        case {"count": int(count)} if count > 1:
            _refuse("one file at a time is read")
        case {"name": str(name), "bytes": int(size)} if size > _LARGEST_MB * 1_000_000:
            parts = "paste its text instead" if name.endswith(".docx") else "check it in parts"
            _refuse(f"{name} has {size / 1e6:.3g} MB, more than {_LARGEST_MB} MB; {parts}")
        case {"name": str(name)}:
            endings = " or ".join(f".{ending}" for ending in ENDINGS)
            _refuse(f"{name} is of another kind than {endings}; paste its text instead")
        case {"bytes": int(size)}:
            _refuse(f"{TooLongError()}. It has {size / 1e3:,.0f} kB")


def _dated() -> None:
    # None is what an emptied box gives: then it is the draft's own date again, or today.
    st.session_state[_DAY] = st.session_state["draft-date"]


def _forget() -> None:
    _take("")
    _let_go()
