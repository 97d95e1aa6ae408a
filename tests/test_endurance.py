"""The public server under load, on this machine alone: floods, many readers, comings and goings."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from benchmarks.visitors import Process, Visitor
from exposure import wording
from exposure.book import load
from exposure.model import outcome
from tests.browser.harness import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exposure.book import Book
    from exposure.scenario import Lever
    from tests.browser.harness import Server

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(ROOT / "serve.py") as server:
        yield server


@pytest.fixture(scope="module")
def book() -> Book:
    found, _ = load()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def lever(book: Book) -> Lever:
    """Return a lever that moves LTV at every step: the value of a company that is not the focus."""
    return book.levers.of("company value")[1]


def ltv(book: Book, lever: Lever, value: float) -> str:
    return wording.percent(outcome(book, {lever.name: value}).ratio("disclosed"))


async def health(server: Server, until: asyncio.Event) -> list[float]:
    """Return the seconds that each look at the health of a server took."""

    def look() -> float:
        started = time.perf_counter()
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=30) as answer:  # noqa: S310
            assert answer.status == 200
        return time.perf_counter() - started

    found = []
    while not until.is_set():
        found.append(await asyncio.to_thread(look))
        await asyncio.sleep(0.1)
    return found


def test_a_thousand_moves_at_once_from_one_reader_stall_nobody(
    server: Server, lever: Lever
) -> None:
    async def flood() -> list[float]:
        over = asyncio.Event()
        visitor = Visitor(f"{server.url}/LTV")
        await visitor.open()
        watching = asyncio.create_task(health(server, over))
        for step in range(1000):
            await visitor.send(lever.name, lever.low + lever.step * (1 + step % 50))
        other = Visitor(f"{server.url}/LTV")
        await other.open()
        moved = [await other.move(lever.name, lever.low + 60 * lever.step) for _ in range(3)]
        await asyncio.sleep(5)
        over.set()
        seconds = await watching
        await other.close()
        await visitor.close()
        print(f"health at most {max(seconds):.2f} s, another reader's move {max(moved):.2f} s")
        return seconds

    assert max(asyncio.run(flood())) < 2


def test_a_hundred_idle_and_twenty_active_readers(server: Server, lever: Lever) -> None:
    process = Process(server.process.pid)

    async def reader(visitor: Visitor, until: float, dice: random.Random) -> list[float]:
        found = []
        await asyncio.sleep(dice.uniform(0, 4))
        while time.monotonic() < until:
            value = lever.low + lever.step * dice.randint(1, 100)
            found.append(await visitor.move(lever.name, value))
            await asyncio.sleep(dice.expovariate(1 / 4))
        return found

    async def day() -> tuple[list[float], float]:
        visitors = [Visitor(f"{server.url}/LTV") for _ in range(120)]
        await visitors[0].open()
        before = process.private_mb
        for start in range(1, len(visitors), 5):
            await asyncio.gather(*(one.open() for one in visitors[start : start + 5]))
        until = time.monotonic() + 25
        active = [reader(one, until, random.Random(n)) for n, one in enumerate(visitors[:20])]  # noqa: S311
        found = [seconds for moves in await asyncio.gather(*active) for seconds in moves]
        grown = process.private_mb - before
        await asyncio.gather(*(one.close() for one in visitors))
        return found, grown

    found, grown = asyncio.run(day())
    slow = statistics.quantiles(found, n=20)[-1]
    middle = statistics.median(found)
    print(f"{len(found)} moves: median {middle:.3f} s, 95 % {slow:.3f} s; {grown:.0f} MB more")
    assert slow < 0.5
    assert grown < 100


def test_two_thousand_comings_and_goings_leave_nothing_behind(server: Server) -> None:
    process = Process(server.process.pid)

    async def come_and_go(count: int) -> None:
        async def one() -> None:
            visitor = Visitor(server.url)
            await visitor.connect()
            await visitor.close()

        for _ in range(count // 10):
            await asyncio.gather(*(one() for _ in range(10)))

    async def opened() -> None:
        visitor = Visitor(server.url)
        await visitor.open()
        await visitor.close()

    asyncio.run(opened())
    asyncio.run(come_and_go(500))
    time.sleep(3)
    before = process.private_mb, process.threads, process.descriptors
    asyncio.run(come_and_go(2000))
    time.sleep(3)
    after = process.private_mb, process.threads, process.descriptors
    print(f"MB, threads, descriptors: {before} before 2,000, {after} after")
    assert after[0] - before[0] < 10
    assert after[1] - before[1] <= 5
    assert after[2] - before[2] <= 5


def test_two_readers_taking_turns_never_see_each_other_s_numbers(
    server: Server, book: Book, lever: Lever
) -> None:
    async def turns() -> None:
        pair = [Visitor(f"{server.url}/"), Visitor(f"{server.url}/")]
        for visitor in pair:
            await visitor.open()
        dice = random.Random(500)  # noqa: S311 - a repeatable choice, no secret
        shown = [ltv(book, lever, book.levers.defaults[lever.name])] * 2
        for _ in range(500):
            who = dice.randint(0, 1)
            value = lever.low + lever.step * dice.randint(1, 100)
            await pair[who].move(lever.name, value)
            shown[who] = ltv(book, lever, value)
            for visitor, expected in zip(pair, shown, strict=True):
                assert visitor.numbers["st-key-open-derived-ltv"] == expected
        for visitor in pair:
            await visitor.close()

    asyncio.run(turns())
