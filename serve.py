"""The dashboard as a public server: ``streamlit run serve.py``, or ``make serve``.

`app.py` is a plain script that any Streamlit host runs. This is the same
dashboard behind security headers and limits, with the interface of
`exposure.api`, ``/healthz`` (the process lives), ``/readyz`` (it can answer) and
``/instant``, which answers a lever while it moves (`exposure.ui.instant`).
`exposure.hosting.SETTINGS` lists what can be set.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import anyio
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from streamlit import config

from exposure import hosting, sign_in, wire
from exposure.guard import Guard
from exposure.journal import LOG, log_as_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

    from exposure.latest import Found

HERE = Path(__file__).parent
BASE = f"/{config.get_option('server.baseUrlPath').strip('/')}".rstrip("/")

# The first part of every path that there is: Streamlit's own, then ours, then the pages.
ROUTES = (
    dict.fromkeys(
        ("_stcore", "static", "app", "media", "component", "favicon.png", "manifest.json"),
        "streamlit",
    )
    | dict.fromkeys(("auth", "oauth2callback"), "sign-in")
    | {"api": "api", "instant": "instant", "healthz": "health", "readyz": "health", "": "page"}
    | {re.sub(r"^\d+[_ -]*", "", path.stem): "page" for path in HERE.glob("pages/*.py")}
)
PAGES = frozenset(f"{BASE}/{first}" for first, kind in ROUTES.items() if kind == "page")
# What a server tells its operator is not for everybody.
CLOSED = frozenset({"/_stcore/metrics", "/_stcore/script-health-check"})
# Answers to levers are as long as one another and take the interpreter all the time, so that whoever
# came first is answered first: two at once would both take twice as long.
ONE_BY_ONE = anyio.CapacityLimiter(1)


async def interface(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for an address of the interface, whatever the method."""
    request = Request(scope, receive)
    root, path = f"{BASE}{wire.ROOT}", scope["path"]
    if not f"{path}/".startswith(root):
        reason = f"there is no such address; all of this interface is below {root}"
        refused = wire.refusal(404, ("path", path, reason))
        await Response(refused.body, 404, refused.headers)(scope, receive, send)
        return
    asked = wire.Request(
        path[len(root) :],
        parse_qs(request.url.query, keep_blank_values=True, max_num_fields=100),
        request.method,
        request.headers.get("if-none-match"),
    )
    if not sign_in.holds_token(os.environ, request.headers.get("authorization", "")):
        refused = wire.refusal(
            401, ("authorization", "", "show the token of this server's operator")
        )
        await Response(refused.body, 401, refused.headers)(scope, receive, send)
        return
    status, headers, body = await run_in_threadpool(_answered, asked)
    if sign_in.required(os.environ):
        headers |= {"Cache-Control": "private, no-store"}
        headers.pop("Access-Control-Allow-Origin", None)
    await Response(body, status, headers)(scope, receive, send)


async def instantly(request: Request) -> Response:
    """Answer a lever that moves; 204 where the session has to."""
    asked = await request.body()
    status, headers, body = await anyio.to_thread.run_sync(_at_once, asked, limiter=ONE_BY_ONE)
    return Response(body, status, headers)


async def alive(_: Request) -> Response:
    """Answer that the process lives."""
    return JSONResponse({"status": "alive"})


async def ready(_: Request) -> Response:
    """Answer whether pages can be shown: the data are read, and there is room."""
    book, faults = await run_in_threadpool(_data)
    status = 503 if book is None else 200
    told = {"status": "ready" if book else "no data", "faults": len(faults)}
    return JSONResponse(told, status)


@asynccontextmanager
async def started(_: st.App) -> AsyncIterator[None]:
    """Open the door, and learn to answer while the first browser loads its scripts."""
    Thread(target=_learn, daemon=True).start()
    LOG.info("started")
    yield


# What follows needs the model and the pages, which take a second to load: so does nothing above.
# ruff: noqa: PLC0415


def _data() -> Found:
    from exposure.latest import latest

    return latest().book()


def _learn() -> None:
    """Load all that a page needs, by asking for one."""
    from exposure.ui import colours, instant, scripts

    colours.work_out_once()
    _data()
    instant.answer(
        instant.Asked("http://localhost/", dark=False, folds=(), code=scripts.VERSION, table="")
    )


def _answered(asked: wire.Request) -> wire.Response:
    from exposure import api

    return api.respond(_data()[0], asked)


def _at_once(body: bytes) -> wire.Response:
    from exposure.ui import instant

    try:
        told = instant.answer(instant.Asked.read(body))
    except ValueError as error:
        return wire.refusal(400, ("body", "", str(error)))
    headers = {"Content-Type": wire.JSON, "Cache-Control": "no-store"}
    if told is None:
        return wire.Response(204, headers, b"")
    # Packed here and fast: the framework's own way takes ten times as long for a twentieth less.
    packed = gzip.compress(told, compresslevel=1)
    return wire.Response(200, headers | {"Content-Encoding": "gzip"}, packed)


def settings() -> hosting.Settings:
    """Return the limits, or stop with one sentence."""
    try:
        return hosting.Settings.read(os.environ)
    except ValueError as error:
        sys.exit(str(error))


log_as_json()
# Who has to sign in is known to a session alone.
if not sign_in.required(os.environ):
    hosting.INSTANT.set()
app = st.App(
    HERE / "app.py",
    lifespan=started,
    routes=[
        Mount(f"{BASE}/api", interface),
        *(
            [Route(f"{BASE}/instant", instantly, methods=["POST"])]
            if hosting.INSTANT.is_set()
            else []
        ),
        Route(f"{BASE}/healthz", alive),
        Route(f"{BASE}/readyz", ready),
    ],
    middleware=[
        Middleware(Guard, settings=settings(), routes=ROUTES, closed=CLOSED, base=BASE),
        *(
            [Middleware(sign_in.WayBack, pages=PAGES, callback=f"{BASE}/oauth2callback")]
            if sign_in.required(os.environ)
            else []
        ),
    ],
)
