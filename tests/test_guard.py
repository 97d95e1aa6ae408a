"""What a public server adds: headers, limits, paths that there are not, a log without words."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from subprocess import run
from typing import TYPE_CHECKING, Any

import pytest

from exposure import guard as module
from exposure.guard import Guard
from exposure.hosting import SETTINGS, Settings, headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.guard import Message, Receive, Send

ROUTES = {"": "page", "LTV": "page", "api": "api", "_stcore": "streamlit"}


def settings(**changes: str) -> Settings:
    return Settings.read({SETTINGS[name].variable: text for name, text in changes.items()})


async def echo(scope: Message, receive: Receive, send: Send) -> None:
    """Answer with the length of the body, or as many frames as come."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        return
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"server", b"x")]})
    await send({"type": "http.response.body", "body": str(size).encode()})


class Answer:
    """What came back from one request."""

    def __init__(self, messages: list[Message]) -> None:
        self.status: int = messages[0]["status"]
        self.headers = {name.decode(): text.decode() for name, text in messages[0]["headers"]}
        self.body = b"".join(message.get("body", b"") for message in messages)

    @property
    def error(self) -> dict[str, str]:
        return dict(json.loads(self.body)["errors"][0])


def ask(
    guard: Guard,
    path: str = "/",
    *,
    query: str = "",
    body: tuple[bytes, ...] = (b"",),
    sent: Mapping[str, str] | None = None,
) -> Answer:
    waiting = [{"type": "http.request", "body": part, "more_body": True} for part in body]
    waiting[-1]["more_body"] = False
    came: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        came.append(message)

    pairs = [(name.encode(), text.encode()) for name, text in (sent or {}).items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode()}
    asyncio.run(guard({**scope, "headers": pairs}, receive, send))
    return Answer(came)


def guard(app: Any = echo, base: str = "", **changes: str) -> Guard:  # noqa: ANN401 - an application
    closed = frozenset({"/_stcore/metrics"})
    return Guard(app, settings=settings(**changes), routes=ROUTES, closed=closed, base=base)


# --------------------------------------------------------------------------------------- headers


def test_every_answer_carries_the_headers_an_error_too() -> None:
    for path in ("/", "/nothing"):
        found = ask(guard(), path).headers
        assert found["x-content-type-options"] == "nosniff"
        assert found["referrer-policy"] == "no-referrer"
        assert found["x-frame-options"] == "SAMEORIGIN"
        assert "object-src 'none'" in found["content-security-policy"]
    assert "server" not in ask(guard()).headers


@pytest.mark.parametrize(
    ("ancestors", "older"),
    [("'none'", "DENY"), ("'self'", "SAMEORIGIN"), ("'self' https://news.example", None)],
)
def test_who_may_frame_it_can_be_set(ancestors: str, older: str | None) -> None:
    found = {
        name.decode(): text.decode() for name, text in headers(settings(frame_ancestors=ancestors))
    }
    assert found["content-security-policy"].endswith(f"frame-ancestors {ancestors}")
    assert found.get("x-frame-options") == older


def test_another_site_frames_what_is_embedded_and_never_the_whole() -> None:
    site = "https://news.example"
    named = guard(frame_ancestors=f"'self' {site}")
    policies = {
        query: ask(named, "/", query=query).headers["content-security-policy"]
        for query in ("show=ltv&embed=true", "embed=true", "", "embed=truely", "a=embed=true")
    }
    assert [site in policy for policy in policies.values()] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("sessions", "0"), ("sessions", "-1"), ("sessions", "many"), ("sessions", "\u0663"),
        ("frame_ancestors", "a; script-src *"), ("frame_ancestors", "a\r\nX: y"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(field: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"{SETTINGS[field].variable} = "):
        settings(**{field: text})


# ----------------------------------------------------------------------------------------- paths


@pytest.mark.parametrize("path", ["/", "/LTV", "/LTV/", "/api/v1/x", "/_stcore/health"])
def test_paths_that_there_are_reach_the_application(path: str) -> None:
    assert ask(guard(), path).status == 200


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/ltv", "/LTV/more", "/_stcore/metrics", "/wp-login.php", "//host/x", "/\x00"],
)
def test_other_paths_are_404_and_say_so(path: str) -> None:
    answer = ask(guard(), path)
    assert answer.status == 404
    assert answer.error["reason"] == "there is no such address"


def test_a_person_who_is_lost_gets_a_page_in_a_language_with_a_way_home() -> None:
    answer = ask(guard(), '/"><script>', sent={"accept": "text/html,*/*"})
    assert answer.status == 404
    assert b'<html lang="en">' in answer.body
    assert b'<a href="/">' in answer.body
    assert b"script" not in answer.body


def test_the_shell_of_the_pages_is_never_sent_in_the_place_of_a_file() -> None:
    async def shell(scope: Message, receive: Receive, send: Send) -> None:
        del scope, receive
        kind = [(b"content-type", b"text/html; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        await send({"type": "http.response.body", "body": b"<html>"})

    assert [ask(guard(shell), path).status for path in ("/", "/LTV", "/api", "/_stcore/x")] == [
        200, 200, 404, 404,
    ]  # fmt: skip


def test_it_can_live_below_a_path() -> None:
    below = guard(base="/exposure")
    assert [ask(below, path).status for path in ("/exposure", "/exposure/LTV", "/LTV", "/exposures")] == [
        200, 200, 404, 404,
    ]  # fmt: skip
    assert ask(below, "/exposure/_stcore/metrics").status == 404


# ---------------------------------------------------------------------------------------- limits


def test_an_address_too_long_is_refused() -> None:
    assert ask(guard(), "/", query="a" * 9000).status == 414


def test_a_body_too_large_is_refused_announced_or_not() -> None:
    small = guard(body_kb="1")
    assert ask(small, sent={"content-length": "9999"}).status == 413
    assert ask(small, body=(b"x" * 600, b"x" * 600)).status == 413
    assert ask(small, body=(b"x" * 1024,)).body == b"1024"


def test_an_answer_that_takes_too_long_is_ended() -> None:
    async def sleeps(scope: Message, receive: Receive, send: Send) -> None:
        del scope, receive, send
        await asyncio.sleep(30)

    answer = ask(guard(sleeps, seconds="1"))
    assert (answer.status, answer.error["reason"]) == (503, "no answer in 1 seconds")


def open_page(guard: Guard, frames: int) -> tuple[list[Message], float]:
    """Open a page, send some messages at once, and return what came back and how long it took."""
    waiting = [{"type": "websocket.connect"}] + [{"type": "websocket.receive"}] * frames
    waiting.append({"type": "websocket.disconnect"})
    came: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        came.append(message)

    async def timed() -> float:
        loop = asyncio.get_running_loop()
        started = loop.time()
        await guard({"type": "websocket", "path": "/_stcore/stream"}, receive, send)
        return loop.time() - started

    return came, asyncio.run(timed())


def test_beyond_so_many_open_pages_the_next_is_asked_to_come_later() -> None:
    full = guard(sessions="1")
    assert open_page(full, 0)[0] == [{"type": "websocket.accept"}]
    full.sessions = 1
    assert open_page(full, 0)[0] == [{"type": "websocket.close", "code": 1013}]
    assert full.sessions == 1


def test_beyond_so_much_memory_no_page_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "resident_mb", lambda: 2000.0)
    assert guard().has_room() == "memory"
    assert open_page(guard(), 0)[0][0]["type"] == "websocket.close"


def test_memory_is_that_of_this_program() -> None:
    assert 10 < module.resident_mb() < 4000


def test_messages_beyond_the_pace_wait_and_none_is_lost() -> None:
    assert open_page(guard(), 40)[1] < 0.5  # a burst passes at once
    _, seconds = open_page(guard(frames="100"), 260)
    assert 0.3 < seconds < 3


def test_a_page_that_fails_is_not_counted_for_ever() -> None:
    async def fails(scope: Message, receive: Receive, send: Send) -> None:
        del scope, receive, send
        raise ConnectionError

    failing = guard(fails)
    with pytest.raises(ConnectionError):
        open_page(failing, 0)
    assert failing.sessions == 0


# --------------------------------------------------------------------------------------- the log

LOGGED = """
import logging
from exposure.journal import LOG, log_as_json
log_as_json()
logging.getLogger("other").warning("A template of %s", "SECRET")
LOG.info("request", extra={"told": {"status": 200}})
try:
    raise ValueError("SECRET")
except ValueError:
    logging.getLogger("other").exception("failed")
"""


def test_the_log_is_json_and_holds_nothing_that_people_wrote() -> None:
    done = run([sys.executable, "-c", LOGGED], capture_output=True, text=True, check=True)
    first, second, third = map(json.loads, done.stderr.splitlines())
    assert first["event"] == "A template of %s"
    assert (second["event"], second["status"], second["level"]) == ("request", 200, "info")
    assert (third["exception"], third["at"]) == ("ValueError", ["<string>:8"])
    assert "SECRET" not in done.stderr


def test_a_request_is_logged_by_its_route_never_by_its_address(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("exposure.serve"), "propagate", True)
    caplog.set_level(logging.INFO, "exposure.serve")
    ask(guard(), "/SECRET", query="draft=SECRET")
    ask(guard(), "/LTV", query="draft=SECRET")
    ask(guard(), "/_stcore/health")
    told = [vars(record)["told"] for record in caplog.records]
    assert [(one["route"], one["status"]) for one in told] == [("unknown", 404), ("page", 200)]
    assert "SECRET" not in repr(told)
