"""How many readers one process carries, and what a move and an idle session cost it.

Readers are WebSocket clients without a browser. Each moves a slider, waits until the run has
finished, thinks two seconds on average, and moves again.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import time
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Subprotocol

from benchmarks.servers import bare, ours, plain, running

if TYPE_CHECKING:
    from benchmarks.servers import Running

PAGES = ("", "LTV", "Concentration", "Stress")
READERS = (10, 20, 40)
THINK_SECONDS, LIMIT_MS = 2.0, 500.0
IDLE = 40


@dataclass
class Load:
    """What one step of the load showed; milliseconds, and megabytes for an idle session."""

    name: str
    readers: int
    median: float
    p95: float
    cpu: float
    kilobytes: float
    failed: int


@dataclass
class Reader:
    """One connection that moves the focus company's lever, or the only slider."""

    server: Running
    page: str
    times: list[float] = field(default_factory=list)
    received: int = 0
    failed: int = 0
    value: float = 600.0
    lever: str = ""

    async def open(self) -> None:
        """Connect and draw the page once."""
        address = f"ws://{urlsplit(self.server.url).netloc}/_stcore/stream"
        self.socket = await websockets.connect(
            address,
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
            ping_interval=None,
        )
        self.widget = ""
        await self.run()

    async def run(self) -> float:
        """Send the state of the page, and return the milliseconds until the run has finished."""
        message = BackMsg()
        message.rerun_script.page_name = self.page
        message.rerun_script.widget_states.SetInParent()
        if self.widget:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.widget
            self.value = 605.0 if self.value >= 990 else self.value + 5
            if self.lever:
                moved = {"number": self.value, "gesture": self.value}
                values = {"values": {self.lever: self.value}}
                state.json_value = json.dumps({"moved": moved | values})
            else:
                state.double_array_value.data.append(self.value)
        before = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            received = await asyncio.wait_for(self.socket.recv(), 60)
            self.received += len(received)
            if self.widget and len(received) > 200:  # not the end of a run
                continue
            told = ForwardMsg()
            told.ParseFromString(received)
            self._find(told)
            if told.WhichOneof("type") == "script_finished":
                self.failed += told.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR
                return 1000 * (time.perf_counter() - before)

    def _find(self, told: ForwardMsg) -> None:
        element = told.delta.new_element
        if self.widget:
            return
        if element.WhichOneof("type") == "slider":
            self.widget = element.slider.id
        elif element.bidi_component.component_name == "levers":
            self.widget = element.bidi_component.id
            self.lever = json.loads(json.loads(element.bidi_component.json))["groups"][0][1][0][
                "name"
            ]

    async def use(self, until: float) -> None:
        """Move and think until the time is over."""
        await asyncio.sleep(random.random() * THINK_SECONDS)  # noqa: S311
        while time.monotonic() < until:
            self.times.append(await self.run())
            await asyncio.sleep(random.expovariate(1 / THINK_SECONDS))


def measured(seconds: float) -> tuple[list[Load], dict[str, float]]:
    """Return the steps of the load, and the megabytes of an idle session by page."""
    steps, idle = [], {}
    for name, kind, page in (
        ("bare", bare(), ""),
        ("plain Streamlit", plain(), ""),
        *((f"this dashboard, {page or 'home'}", ours(), page) for page in PAGES),
    ):
        gc.collect()
        with running(kind) as server:
            found, memory = asyncio.run(_steps(name, server, page, seconds))
        steps += found
        idle[name] = memory
    return steps, idle


async def _steps(name: str, server: Running, page: str, seconds: float) -> tuple[list[Load], float]:
    first = [Reader(server, page) for _ in range(3)]
    for reader in first:
        await reader.open()
        await reader.run()
    before = server.private_mb()
    readers = [Reader(server, page) for _ in range(max(READERS))]
    for reader in readers:
        await reader.open()
    memory = (server.private_mb() - before) / len(readers)
    found = []
    for count in READERS:
        used = readers[:count]
        for reader in used:
            reader.times.clear()
            reader.received = 0
        cpu, until = server.cpu_seconds(), time.monotonic() + seconds
        await asyncio.gather(*(reader.use(until) for reader in used))
        times = [x for reader in used for x in reader.times]
        found.append(
            Load(
                name,
                count,
                median(times),
                quantiles(times, n=20)[-1],
                1000 * (server.cpu_seconds() - cpu) / len(times),
                sum(reader.received for reader in used) / len(times) / 1000,
                sum(reader.failed for reader in used),
            )
        )
        if found[-1].p95 > LIMIT_MS:
            break
    for reader in (*first, *readers):
        await reader.socket.close()
    return found, memory
