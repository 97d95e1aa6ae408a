"""Streamlit's own interface for agents: off by default, and what it gives once it is on."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from exposure import wording
from exposure.book import load
from exposure.model import outcome
from tests.browser.harness import ROOT, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exposure.model import Outcome

# What a page paints is for browsers; its plain text is for everything else.
AS_TEXT = {"view": ["text"]}


@pytest.fixture(scope="module")
def on() -> Iterator[Server]:
    environment = {"STREAMLIT_SERVER_ENABLE_AGENT_API": "true"}
    with serving(ROOT / "serve.py", None, **environment) as server:
        yield server


def post(server: Server, place: str, data: object, **headers: str) -> tuple[int, Any]:
    asked = urllib.request.Request(  # noqa: S310 - our own address
        f"{server.url}/_stcore/agent/{place}",
        data=json.dumps(data).encode(),
        headers={"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            return int(answer.status), json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null")


def test_it_is_off_by_default() -> None:
    with serving(ROOT / "serve.py") as server:
        status, told = post(server, "interact", {})
        assert status == 403
        assert "does not serve the agent API" in json.dumps(told)
        status, _ = post(server, "mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        assert status == 400


def test_an_agent_reads_the_model_s_number(on: Server) -> None:
    book, _ = load()
    assert book is not None
    status, first = post(on, "interact", {"page": "LTV", "query_params": AS_TEXT})
    assert status == 200
    assert f"disclosed LTV is {told_as(outcome(book, {}))}" in plain(first)


def test_a_link_opens_for_an_agent_as_for_a_person(on: Server) -> None:
    book, _ = load()
    assert book is not None
    lever = book.levers.of("company value")[1]
    asked = {"page": "LTV", "query_params": {lever.name: ["200"], **AS_TEXT}}
    status, told = post(on, "interact", asked)
    assert status == 200
    assert f"disclosed LTV is {told_as(outcome(book, {lever.name: 200.0}))}" in plain(told)


def test_the_same_as_tools_of_mcp(on: Server) -> None:
    status, told = post(on, "mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert status == 200
    assert {tool["name"] for tool in told["result"]["tools"]} == {"interact", "get_data"}
    call = {"name": "interact", "arguments": {"page": "LTV"}}
    asked = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call}
    status, told = post(on, "mcp", asked)
    assert status == 200
    assert "LTV" in told["result"]["content"][0]["text"]


def test_a_web_page_of_another_site_is_refused(on: Server) -> None:
    status, _ = post(on, "interact", {}, Origin="https://evil.example")
    assert status == 403


def told_as(answers: Outcome) -> str:
    """Return the disclosed LTV as plain text has it."""
    return wording.percent(answers.ratio("disclosed")).replace("\N{NO-BREAK SPACE}", " ")


def plain(told: object) -> str:
    """Return what was told with Streamlit's markup of numbers taken off."""
    return re.sub(r"\\\\(.)", r"\1", json.dumps(told, ensure_ascii=False))
