"""Several replicas behind the door of deploy/nginx.conf: a replica dies, and nobody loses a value."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from deploy.hosting import nginx
from tests.browser.harness import ROOT, drawn, open_address, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.harness import Server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="apt-get install nginx-light"),
]

SAME_FOR_ALL = {"STREAMLIT_SERVER_COOKIE_SECRET": "what signs the cookies of every replica"}
COUNT = 4
USERS = 4
BACK_SECONDS = 20
ARM = re.compile("^Arm market value")
IS = """([state, is]) => is === (document.querySelector('[data-testid="stApp"]')
    .dataset.testConnectionState === state)"""


@pytest.fixture(scope="module")
def replicas() -> Iterator[list[Server]]:
    with ExitStack() as stack:
        yield [
            stack.enter_context(serving(ROOT / "serve.py", None, **SAME_FOR_ALL))
            for _ in range(COUNT)
        ]


@pytest.fixture(scope="module")
def door(replicas: list[Server]) -> Iterator[str]:
    """Return the address of nginx, with the repository's own file before the replicas."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Where another user may come as well: nginx works as nobody.
    with tempfile.TemporaryDirectory() as folder:
        command = nginx(
            Path(folder),
            f"127.0.0.1:{port}",
            [urlsplit(server.url).netloc for server in replicas],
        )
        process = subprocess.Popen(command)
        try:
            address = f"http://127.0.0.1:{port}"
            answers(f"{address}/healthz")
            yield address
        finally:
            process.terminate()
            process.wait(10)


def answers(address: str, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while status(address) != 200:
        assert time.monotonic() < until, address
        time.sleep(0.1)


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def open_sessions(server: Server) -> int:
    log = server.log()
    return log.count('"session opened"') - log.count('"session closed"')


def test_what_is_for_the_operator_stays_inside(door: str) -> None:
    assert status(f"{door}/_stcore/metrics") == 404
    assert status(f"{door}/LTV/_stcore/metrics") == 404
    assert status(f"{door}/api/v1/levers.json") == 200


def test_a_flood_of_requests_is_turned_away(door: str) -> None:
    def many(_: int) -> Counter[int]:
        found = Counter[int]()
        connection = HTTPConnection(urlsplit(door).netloc, timeout=30)
        for _ in range(250):
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            answer.read()
            found[answer.status] += 1
        connection.close()
        return found

    with ThreadPoolExecutor(8) as pool:
        told = sum(pool.map(many, range(8)), Counter[int]())
    print(told)
    assert set(told) == {200, 429}
    assert told[200] >= 600
    assert status(f"{door}/healthz") in {200, 429}
    time.sleep(1)
    assert status(f"{door}/healthz") == 200


def arm(page: Page) -> str:
    return page.get_by_role("textbox", name=ARM).input_value()


def in_link(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["arm_value_usd_bn"][0]


def test_a_replica_killed_while_sliders_move_costs_nobody_a_value(
    browser: Browser, replicas: list[Server], door: str
) -> None:
    pages = [
        open_address(browser, f"{door}/LTV?arm_value_usd_bn={150 + 10 * user}&usd_jpy=140")[0]
        for user in range(USERS)
    ]
    for page in pages:  # each a move of its own
        slider = page.get_by_role("slider", name=ARM)
        slider.focus()
        page.keyboard.press("ArrowRight")
        drawn(page)
    assert sum(map(open_sessions, replicas)) == USERS
    fullest = max(replicas, key=open_sessions)
    struck = open_sessions(fullest)
    assert struck >= 1

    for page in pages[::2]:  # their next moves are under way when it dies
        page.keyboard.press("ArrowRight")
    before = [arm(page) for page in pages]
    fullest.process.kill()
    killed = time.monotonic()
    while any(in_link(page) != shown for page, shown in zip(pages, before, strict=True)):
        assert time.monotonic() - killed < BACK_SECONDS, [(arm(p), in_link(p)) for p in pages]
        pages[0].wait_for_timeout(100)
    while sum(open_sessions(one) for one in replicas if one is not fullest) < USERS:
        assert time.monotonic() - killed < BACK_SECONDS
        pages[0].wait_for_timeout(100)
    print(f"{struck} of {USERS} users struck; back in {time.monotonic() - killed:.1f} s")

    for page, shown in zip(pages, before, strict=True):
        drawn(page)
        assert arm(page) == in_link(page) == shown
        assert parse_qs(urlsplit(page.url).query)["usd_jpy"] == ["140"]
        page.get_by_role("slider", name=ARM).focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(f"arm_value_usd_bn={float(shown) + 2:g}&"))
    # Every step was told to whoever answers now, and can be undone to where it began.
    for user, page in enumerate(pages):
        while page.get_by_role("button", name="Undo").is_enabled():
            page.keyboard.press("Control+z")
            drawn(page)
        assert arm(page) == in_link(page) == f"{150 + 10 * user}"
    for page in pages:
        page.context.close()


def test_the_first_click_after_a_failure_is_not_lost(
    browser: Browser, replicas: list[Server], door: str
) -> None:
    page, _ = open_address(browser, f"{door}/LTV?arm_value_usd_bn=150&usd_jpy=140")
    at = next(one for one in replicas if one.process.poll() is None and open_sessions(one))
    at.process.kill()
    page.wait_for_function(IS, arg=["CONNECTED", False])
    page.wait_for_function(IS, arg=["CONNECTED", True], timeout=1000 * BACK_SECONDS)
    drawn(page)
    page.get_by_role("button", name="Reset all levers").click()
    page.wait_for_url(f"{door}/LTV")
    page.context.close()


def test_a_link_opens_in_a_fresh_browser_while_a_replica_is_gone(
    browser: Browser, replicas: list[Server], door: str
) -> None:
    assert any(one.process.poll() is not None for one in replicas)
    for user in range(COUNT):
        address = f"{door}/Concentration?arm_value_usd_bn={200 + user}"
        page, _ = open_address(browser, address)
        assert arm(page) == str(200 + user)
        page.context.close()


def test_make_hosting_starts_them_and_starts_one_again_that_ends() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nhosting:")[2].partition("\n\n")[0]
    assert "deploy/hosting.py --listen" in recipe
    ports = free_ports(3)
    command = [sys.executable, "deploy/hosting.py", "--listen", f"127.0.0.1:{ports[0]}"]
    with subprocess.Popen(
        [*command, "--replicas", "2", "--first", str(ports[1])],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            for port in ports:
                answers(f"http://127.0.0.1:{port}/readyz", 60)
            struck = next(one for one in children(process.pid) if str(ports[1]) in one[1])
            os.kill(struck[0], signal.SIGKILL)
            assert process.stdout is not None
            assert any(f"port {ports[1]} ended" in line for line in process.stdout)
            assert status(f"http://127.0.0.1:{ports[0]}/readyz") == 200
            answers(f"http://127.0.0.1:{ports[1]}/readyz", 60)
        finally:
            process.terminate()
    assert process.returncode == 0
    assert [status(f"http://127.0.0.1:{port}/healthz") for port in ports] == [0, 0, 0]


def free_ports(count: int) -> list[int]:
    """Return ports in a row that nobody listens on."""
    with ExitStack() as stack:
        while True:
            first = stack.enter_context(socket.socket())
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                for more in range(1, count):
                    stack.enter_context(socket.socket()).bind(("127.0.0.1", port + more))
            except OSError:
                continue
            return [port + more for more in range(count)]


def children(parent: int) -> list[tuple[int, str]]:
    """Return the programs that a program started: their ids and their command lines."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    lines = [Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ") for pid in found]
    return [(int(pid), line.decode()) for pid, line in zip(found, lines, strict=True)]
