"""The public server over the wire: health, the interface, and paths that try to get out."""

from __future__ import annotations

import gzip
import http.client
import json
import shutil
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from exposure import api, wire
from exposure.book import load
from exposure.ui import scripts
from tests.browser.harness import ROOT, Server, addresses, serving
from tests.ledgers import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROUTES = (*addresses().values(), "/api/v1/levers.json", "/healthz", "/readyz", "/_stcore/health")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(ROOT / "serve.py") as server:
        yield server


class Answer:
    """What came back over the wire; the path is sent as it is, dots and all."""

    def __init__(
        self,
        server: Server,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        **headers: str,
    ) -> None:
        connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
        sent = {name.replace("_", "-"): text for name, text in headers.items()}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        self.status, self.body = answer.status, answer.read()
        self.headers = {name.lower(): text for name, text in answer.getheaders()}
        connection.close()


@pytest.mark.parametrize("endpoint", api.ENDPOINTS, ids=lambda one: one.name)
def test_the_interface_answers_what_it_answers_in_process(
    server: Server, endpoint: api.Endpoint
) -> None:
    book, _ = load()
    assert book is not None
    lever = book.levers.table[0]
    query = f"{lever.name}={int(lever.low) + 1}"
    came = Answer(server, f"{wire.ROOT}{endpoint.name}?{query}")
    name, text = query.split("=")
    expected = api.respond(book, wire.Request(endpoint.name, {name: [text]}))
    assert (came.status, came.body) == (200, expected.body)
    for name, text in expected.headers.items():
        assert came.headers[name.lower()] == text


def test_what_is_known_is_not_sent_again(server: Server) -> None:
    first = Answer(server, "/api/v1/figures.json")
    again = Answer(server, "/api/v1/figures.json", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    head = Answer(server, "/api/v1/figures.json", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/api/v1/scenario.json?nothing=1", "GET", 400),
        ("/api/v1/nothing.json", "GET", 404),
        ("/api/v1/", "GET", 404),
        ("/api/v1", "GET", 404),
        ("/api/v2/levers.json", "GET", 404),
        ("/api", "GET", 404),
        ("/nothing", "GET", 404),
        ("/_stcore/metrics", "GET", 404),
        ("/_stcore/script-health-check", "GET", 404),
        ("/api/v1/levers.json", "POST", 405),
        ("/api/v1/levers.json", "BREW", 405),
        ("/instant", "POST", 400),
        (f"/api/v1/levers.json?{'a' * 9000}", "GET", 414),
    ],
)
def test_errors_are_json_with_key_value_and_reason(
    server: Server, path: str, method: str, status: int
) -> None:
    came = Answer(server, path, method)
    assert (came.status, came.headers["content-type"]) == (status, "application/json")
    for error in json.loads(came.body)["errors"]:
        assert list(error) == ["key", "value", "reason"]
        assert error["key"] != "path" or error["value"].rstrip("/") == path.rstrip("/")


def test_a_lever_is_answered_at_once_and_packed(server: Server) -> None:
    told = {"dark": False, "folds": [], "code": scripts.VERSION, "table": ""}

    def asked(url: str) -> tuple[int, bytes]:
        body = json.dumps(told | {"url": f"{server.url}{url}"}).encode()
        came = Answer(server, "/instant", "POST", body)
        return came.status, came.body

    status, packed = asked("/LTV?usd_jpy=140")
    assert status == 200
    assert json.loads(gzip.decompress(packed))["panel"]["values"]["usd_jpy"] == 140
    assert asked("/Deals") == (204, b"")
    assert asked("/Nothing?usd_jpy=140") == (204, b"")
    assert asked("/[")[0] == 204
    assert Answer(server, "/instant").status == 404


def test_it_is_alive_and_ready_and_says_its_language(server: Server) -> None:
    assert json.loads(Answer(server, "/healthz").body) == {"status": "alive"}
    assert json.loads(Answer(server, "/readyz").body)["status"] == "ready"
    assert b'<html lang="en">' in Answer(server, "/").body


def test_it_is_not_ready_without_data_and_ready_once_they_are_there(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "small")
    deals = tmp_path / "small/data/deals.yaml"
    kept = deals.rename(deals.with_suffix(".kept"))
    with serving(ROOT / "serve.py", data=deals.parent) as server:
        assert Answer(server, "/readyz").status == 503
        assert Answer(server, "/healthz").status == 200
        assert Answer(server, "/api/v1/levers.json").status == 503
        shutil.copy(kept, deals)
        assert Answer(server, "/readyz").status == 200
        before = Answer(server, "/api/v1/levers.json").headers["etag"]
        deals.write_text("figures: [", "utf-8")
        time.sleep(1.1)
        broken = Answer(server, "/api/v1/levers.json")
        assert (broken.status, broken.headers["etag"]) == (200, before)
        assert json.loads(Answer(server, "/readyz").body)["faults"] > 0
        assert "deals.yaml" not in server.log()


TARGETS = ("etc/passwd", "app.py", "data/deals.yaml", ".streamlit/config.toml", "proc/self/environ")
CLIMBS = (
    "../", "../../../../", "..%2f", "%2e%2e/", "%2e%2e%2f%2e%2e%2f", "%252e%252e%252f", "..\\", "..%5c",
    "....//", "%c0%ae%c0%ae/",
)  # fmt: skip
SECRETS = (b"root:", b"ui.frame", b"figures:", b"fileWatcherType", b"PATH=")


@pytest.mark.parametrize(
    "route", ["", *ROUTES, "/static", "/app/static", "/media", "/component", "/_stcore"]
)
def test_fifty_ways_to_climb_out_of_a_route_show_no_file(server: Server, route: str) -> None:
    tried = [f"{route.rstrip('/')}/{climb}{target}" for climb in CLIMBS for target in TARGETS]
    assert len(tried) == 50
    for path in tried:
        came = Answer(server, path)
        assert came.status >= 300, path
        assert not any(secret in came.body for secret in SECRETS), path


@pytest.mark.parametrize("absolute", ["//etc/passwd", "/%2fetc/passwd", "/file:///etc/passwd"])
def test_an_absolute_path_shows_no_file(server: Server, absolute: str) -> None:
    assert Answer(server, absolute).status in {400, 404}


def test_the_log_has_no_address_in_it(server: Server) -> None:
    Answer(server, "/SECRET-path?draft=SECRET-query")
    Answer(server, "/api/v1/levers.json?draft=SECRET-query")
    time.sleep(0.2)
    lines = [line for line in server.log().splitlines() if line.startswith("{")]
    assert {json.loads(line)["event"] for line in lines} >= {"started", "request"}
    assert "SECRET" not in server.log()
