"""Several replicas behind the door of deploy/nginx.conf: a replica dies, and nobody loses a value."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

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
COUNT = 3
USERS = 4
BACK_SECONDS = 20
ARM = re.compile("^Arm market value")


@pytest.fixture(scope="module")
def replicas() -> Iterator[list[Server]]:
    with ExitStack() as stack:
        yield [
            stack.enter_context(serving(ROOT / "serve.py", None, **SAME_FOR_ALL))
            for _ in range(COUNT)
        ]


@pytest.fixture(scope="module")
def door(replicas: list[Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of nginx, with the repository's own file before the replicas."""
    folder = tmp_path_factory.mktemp("nginx")
    shutil.copy(ROOT / "deploy/nginx.conf", folder)
    written = (ROOT / "deploy/replicas.conf").read_text("utf-8")
    terms = set(re.findall(r"^server \S+ (.*)$", written, re.MULTILINE))
    assert len(terms) == 1
    term = terms.pop()
    lines = [f"server {urlsplit(server.url).netloc} {term}" for server in replicas]
    (folder / "replicas.conf").write_text("\n".join(lines))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "listen.conf").write_text(f"listen 127.0.0.1:{port};")
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    user = "user root; " if os.geteuid() == 0 else ""  # it writes into the test's own folder
    process = subprocess.Popen([*command, "-g", f"{user}daemon off;"])
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            if status(f"{address}/healthz") == 200:
                break
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)


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
    found = [status(f"{door}/healthz") for _ in range(60)]
    assert set(found) == {200}


def arm(page: Page) -> str:
    return page.get_by_role("spinbutton", name=ARM).input_value()


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

    for page in pages:  # the next moves are under way when it dies
        page.keyboard.press("ArrowRight")
    before = [float(arm(page)) for page in pages]
    fullest.process.kill()
    killed = time.monotonic()

    for page in pages:
        page.wait_for_function(
            """() => document.querySelector('[data-testid="stApp"]')
                .dataset.testConnectionState === "CONNECTED" """,
            timeout=1000 * BACK_SECONDS,
        )
        drawn(page)
    seconds = time.monotonic() - killed
    print(f"{struck} of {USERS} users struck; all back in {seconds:.1f} s")
    assert seconds < BACK_SECONDS
    assert sum(open_sessions(r) for r in replicas if r is not fullest) >= USERS
    for page, shown in zip(pages, before, strict=True):
        assert arm(page) == in_link(page)
        assert 0 <= float(arm(page)) - shown <= 2.0  # with the move under way, or without
        assert parse_qs(urlsplit(page.url).query)["usd_jpy"] == ["140"]
        page.get_by_role("slider", name=ARM).focus()
        moved = f"arm_value_usd_bn={float(arm(page)) + 2:g}"
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(moved))
        page.context.close()


def test_a_link_opens_in_a_fresh_browser_while_a_replica_is_gone(
    browser: Browser, replicas: list[Server], door: str
) -> None:
    replicas[-1].process.kill()
    for user in range(COUNT):
        address = f"{door}/Concentration?arm_value_usd_bn={200 + user}"
        page, _ = open_address(browser, address)
        assert arm(page) == str(200 + user)
        page.context.close()
