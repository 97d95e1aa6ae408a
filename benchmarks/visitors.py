"""Visitors without a browser: they speak Streamlit's own protocol over a socket.

Comes in: the address of a page. Goes out: how long each answer took, and what was on it.
Meant for a server on this machine; every loop of its users is bounded.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.asyncio.client import ClientConnection

_STOPPED_EARLY = 3  # a run that another took the place of
_SECONDS = 60
_VERSION = re.compile(r'exposure\.version = "(\w+)"')


class Visitor:
    """One open page.

    Attributes
    ----------
    numbers
        The numbers of the page that can be opened, by the class of what opens them.
    lever
        The first lever of the page, by its name.
    received
        Bytes that have come.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.page, self.query = parts.netloc, parts.path.strip("/"), parts.query
        self.numbers: dict[str, str] = {}
        self.lever, self.received = "", 0
        self._panel = ""
        self._moves = 0
        # What a browser keeps once it has come, and says that it has.
        self._has: dict[str, str] = {}
        self._socket: ClientConnection | None = None
        self._http = httpx.AsyncClient(timeout=_SECONDS)

    async def open(self) -> None:
        """Connect and wait until the page is there."""
        await self.connect()
        await self._run(None)

    async def connect(self) -> None:
        """Connect alone."""
        self._socket = await websockets.connect(
            f"ws://{self.host}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            compression=None,
            open_timeout=_SECONDS,
            ping_interval=None,
        )

    async def close(self) -> None:
        """Leave."""
        await self._http.aclose()
        if self._socket is not None:
            await self._socket.close()

    async def move(self, lever: str, value: float) -> float:
        """Set a lever and return the seconds until the page was there again."""
        started = time.perf_counter()
        await self._run((lever, value))
        return time.perf_counter() - started

    async def peek(self, lever: str, value: float) -> float:
        """Ask what a lever does, as it is while it moves; return the seconds until it was there."""
        started = time.perf_counter()
        told = {
            "url": f"http://{self.host}/{self.page}?{lever}={value}",
            "dark": False,
            "folds": [],
        }
        answer = await self._http.post(f"http://{self.host}/instant", json=told | self._has)
        if answer.status_code != HTTPStatus.OK:
            raise ConnectionError(answer.status_code)
        self.received += len(answer.content)
        return time.perf_counter() - started

    async def send(self, lever: str, value: float) -> None:
        """Set a lever and wait for nothing."""
        await self._ask((lever, value))

    async def _ask(self, change: tuple[str, float] | None) -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_name = self.query, self.page
        asked.widget_states.SetInParent()
        asked.context_info.url = f"http://{self.host}/{self.page}"
        asked.context_info.color_scheme = "light"
        if change is not None:
            self._moves += 1
            state = asked.widget_states.widgets.add()
            state.id, state.json_value = self._panel, "{}"
            state = asked.widget_states.widgets.add()
            state.id = f"$$STREAMLIT_INTERNAL_KEY_{self._panel}__events"
            step = {"gesture": self._moves, "values": dict([change])}
            moved = {"number": self._moves, "before": {}, "steps": [step], "left": False}
            told = {"event": "moved", "value": moved | self._has}
            state.json_trigger_value = json.dumps([told])
        if self._socket is None:
            raise ConnectionError("open the page first")
        await self._socket.send(message.SerializeToString())

    async def _run(self, change: tuple[str, float] | None) -> None:
        await self._ask(change)
        if self._socket is None:
            raise ConnectionError("open the page first")
        while True:
            data = await asyncio.wait_for(self._socket.recv(), _SECONDS)
            self.received += len(data)
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._note(message)
            elif kind == "script_finished" and message.script_finished != _STOPPED_EARLY:
                return

    def _note(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.bidi_component.component_name == "panel":
            self._panel = element.bidi_component.id
            told = json.loads(element.bidi_component.bytes)
            self._has["table"] = told["table"]
            if "groups" in told:
                self.lever = told["groups"][0][2][0]["name"]
        elif element.bidi_component.component_name == "code":
            self._has["code"] = _VERSION.findall(element.bidi_component.js_content)[-1]
        elif element.bidi_component.component_name == "stage":
            for block in json.loads(element.bidi_component.bytes)["blocks"]:
                for one in block["numbers"] if block["kind"] == "numbers" else ():
                    self.numbers[f"st-key-open-{one['key']}"] = one["value"]


class Process:
    """What a server uses, as the system tells it."""

    def __init__(self, pid: int) -> None:
        self.folder = Path(f"/proc/{pid}")

    @property
    def private_mb(self) -> float:
        """Memory of this process alone, in MB."""
        kilobytes = sum(self._lines("smaps_rollup", "Private_"))
        return kilobytes / 1024

    @property
    def threads(self) -> int:
        """Number of threads."""
        return len(list((self.folder / "task").iterdir()))

    @property
    def descriptors(self) -> int:
        """Number of open files and sockets."""
        return len(list((self.folder / "fd").iterdir()))

    def _lines(self, name: str, start: str) -> Iterator[int]:
        for line in (self.folder / name).read_text(encoding="ascii").splitlines():
            if line.startswith(start):
                yield int(line.split()[1])
