"""How many readers one process carries, and what a move and an idle session cost it.

Readers are clients without a browser. Each moves a slider, waits for the answer, thinks two seconds
on average, and moves again. What a move costs the server has all of it in it: of the dashboard the
answer at once, and the rerun of the session when it has to know, which it has after every fifth move:
a browser tells it before anything else that the reader does, and of all moves together.
"""

from __future__ import annotations

import asyncio
import gc
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
from benchmarks.visitors import Visitor

if TYPE_CHECKING:
    from benchmarks.servers import Running

PAGES = ("", "LTV", "Concentration", "Stress")
READERS = (10, 20, 40)
THINK_SECONDS, LIMIT_MS = 2.0, 500.0
MOVES_TO_TELL = 5


@dataclass
class Load:
    """What one step of the load showed; milliseconds, and megabytes for an idle session."""

    name: str
    readers: int
    median: float
    p95: float
    cpu: float
    kilobytes: float


@dataclass
class Reader:
    """One who moves the only slider of a page of the framework's own."""

    server: Running
    page: str
    times: list[float] = field(default_factory=list)
    received: int = 0
    value: float = 600.0
    widget: str = ""

    async def open(self) -> None:
        """Connect and draw the page once."""
        self.socket = await websockets.connect(
            f"ws://{urlsplit(self.server.url).netloc}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
            ping_interval=None,
        )
        await self.answer()

    async def close(self) -> None:
        """Leave."""
        await self.socket.close()

    async def answer(self) -> float:
        """Send where the slider stands, and return the milliseconds until the run has finished."""
        message = BackMsg()
        message.rerun_script.page_name = self.page
        message.rerun_script.widget_states.SetInParent()
        if self.widget:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.widget
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
            if told.delta.new_element.WhichOneof("type") == "slider":
                self.widget = told.delta.new_element.slider.id
            if told.WhichOneof("type") == "script_finished":
                return 1000 * (time.perf_counter() - before)

    async def rest(self) -> None:
        """Think."""

    async def use(self, until: float) -> None:
        """Move and think until the time is over."""
        await asyncio.sleep(random.random() * THINK_SECONDS)  # noqa: S311
        while time.monotonic() < until:
            self.value = 605.0 if self.value >= 990 else self.value + 5
            self.times.append(await self.answer())
            await self.rest()
            await asyncio.sleep(random.expovariate(1 / THINK_SECONDS))


class LeverReader(Reader):
    """One who moves the first lever of the dashboard, and is answered at once."""

    async def open(self) -> None:
        """Connect and draw the page once."""
        self.visitor = Visitor(f"{self.server.url}/{self.page}")
        await self.visitor.open()
        self.moves = 0
        await self.tell()

    async def close(self) -> None:
        """Leave."""
        await self.visitor.close()

    async def answer(self) -> float:
        """Ask what the lever does, and return the milliseconds until it was there."""
        before = self.visitor.received
        seconds = await self.visitor.peek(self.visitor.lever, self.value)
        self.moves += 1
        self.received += self.visitor.received - before
        return 1000 * seconds

    async def rest(self) -> None:
        """Do what the session has to know for, now and then."""
        if self.moves % MOVES_TO_TELL == 0:
            await self.tell()

    async def tell(self) -> None:
        """Tell the session where the lever is."""
        before = self.visitor.received
        await self.visitor.move(self.visitor.lever, self.value)
        self.received += self.visitor.received - before


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
    kind = LeverReader if "dashboard" in name else Reader
    first = [kind(server, page) for _ in range(3)]
    for reader in first:
        await reader.open()
        await reader.answer()
    before = server.private_mb()
    readers = [kind(server, page) for _ in range(max(READERS))]
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
            )
        )
        if found[-1].p95 > LIMIT_MS:
            break
    for reader in (*first, *readers):
        await reader.close()
    return found, memory
