"""What a page says at an address, without a session: the answer to a lever while it moves.

Comes in: an address and what the browser has open. Goes out: what the page's own script sends to our
two elements, or nothing where it draws more than these. A rerun of the framework costs the server and
the browser as much again as the answer itself, so while levers move the browser asks here, and tells
its session where they have come to rest before that is next needed.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st
from streamlit.proto.ClientState_pb2 import ContextInfo
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunException, StopException
from streamlit.runtime.scriptrunner_utils.script_run_context import (  # type: ignore[attr-defined]
    SCRIPT_RUN_CONTEXT_ATTR_NAME,
    ScriptRunContext,
    add_script_run_ctx,
)
from streamlit.runtime.state import SafeSessionState, SessionState

from exposure.journal import LOG
from exposure.ui import scripts, stage

if TYPE_CHECKING:
    from types import CodeType

    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_ROOT = Path(__file__).parents[2]
_HOME = _ROOT / "app.py"
_OURS = ("panel", "stage")
_LONGEST = 8192  # as of an address that is asked for itself


@dataclass(frozen=True)
class Asked:
    """The address of a page, and what the browser that shows it has.

    ``folds`` are the tables that are open; ``code`` and ``table`` the versions of the scripts and of
    the levers that came with the page.
    """

    url: str
    dark: bool
    folds: tuple[str, ...]
    code: str
    table: str

    @classmethod
    def read(cls, body: bytes) -> Asked:
        """Return what a browser asks.

        Raises
        ------
        ValueError
            If it is anything else.
        """
        kinds = {"url": str, "dark": bool, "folds": list, "code": str, "table": str}
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict) or {key: type(one) for key, one in told.items()} != kinds:
            message = f"is not an object of {', '.join(kinds)}"
            raise ValueError(message)
        if len(told["url"]) > _LONGEST:
            message = f"has an address longer than {_LONGEST} characters"
            raise ValueError(message)
        urlsplit(told["url"])
        return cls(**told | {"folds": tuple(map(str, told["folds"]))})


def answer(asked: Asked) -> bytes | None:
    """Return what the panel and the stage of a page are to show, as JSON.

    None where that is not all that changes, or where the browser's page is of another version: then
    the session has to answer.
    """
    url = urlsplit(asked.url)
    code = _scripts().get(url.path.rpartition("/")[2])
    if code is None or asked.code != scripts.VERSION:
        return None
    told: list[bytes] = []
    state = SessionState()
    state.query_params.populate_from_query_string(url.query)
    context = ScriptRunContext(
        session_id="",
        _enqueue=_stop_at_element,
        query_string=url.query,
        session_state=SafeSessionState(state, lambda: None),
        uploaded_file_mgr=MemoryUploadedFileManager(""),
        main_script_path=str(_HOME),
        user_info={},
        fragment_storage=MemoryFragmentStorage(),
        pages_manager=PagesManager(str(_HOME)),
        context_info=ContextInfo(
            url=asked.url.partition("?")[0], color_scheme="dark" if asked.dark else "light"
        ),
    )
    thread = threading.current_thread()
    add_script_run_ctx(thread, context)
    caught = scripts.CAUGHT.set(told)
    st.session_state.update(scripts.having(asked.code, asked.table))
    st.session_state.update(stage.opened(asked.folds))
    try:
        exec(code, {"__name__": "__main__", "__file__": code.co_filename})  # noqa: S102  # nosec B102 - a page of ours
    except (StopException, RerunException):
        return None
    except Exception:  # noqa: BLE001  (the session meets the same, and tells the reader)
        LOG.exception("no answer at once")
        return None
    finally:
        scripts.CAUGHT.reset(caught)
        setattr(thread, SCRIPT_RUN_CONTEXT_ATTR_NAME, None)
    return b'{"panel":%b,"stage":%b}' % tuple(told) if len(told) == len(_OURS) else None


def _stop_at_element(message: ForwardMsg) -> None:
    """Stop a page that draws more than our two elements: a session has to draw the whole of it."""
    if message.WhichOneof("type") == "delta" and message.delta.HasField("new_element"):
        raise StopException


@lru_cache(maxsize=1)
def _scripts() -> dict[str, CodeType]:
    """Return the script of each page by the last part of its address; that of the home page is empty."""
    files = {"": _HOME} | {path.stem: path for path in _ROOT.glob("pages/*.py")}
    return {name: compile(path.read_bytes(), str(path), "exec") for name, path in files.items()}
