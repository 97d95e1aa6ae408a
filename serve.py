"""The dashboard as a public server: ``streamlit run serve.py``, or ``make serve``.

`app.py` is a plain script that any Streamlit host runs. This is the same
dashboard behind security headers and limits, with the interface of
`exposure.api`, ``/healthz`` (the process lives) and ``/readyz`` (it can answer).
`exposure.hosting.SETTINGS` lists what can be set.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from streamlit import config

from exposure import api, hosting, sign_in
from exposure.guard import Guard
from exposure.journal import LOG, log_as_json
from exposure.latest import latest
from exposure.sockets import send_at_once
from exposure.ui import instant, scripts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

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


async def interface(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for an address of the interface, whatever the method."""
    request = Request(scope, receive)
    root, path = f"{BASE}{api.ROOT}", scope["path"]
    if not f"{path}/".startswith(root):
        reason = f"there is no such address; all of this interface is below {root}"
        refused = api.refusal(404, ("path", path, reason))
        await Response(refused.body, 404, refused.headers)(scope, receive, send)
        return
    asked = api.Request(
        path[len(root) :],
        parse_qs(request.url.query, keep_blank_values=True, max_num_fields=100),
        request.method,
        request.headers.get("if-none-match"),
    )
    if not sign_in.holds_token(os.environ, request.headers.get("authorization", "")):
        refused = api.refusal(
            401, ("authorization", "", "show the token of this server's operator")
        )
        await Response(refused.body, 401, refused.headers)(scope, receive, send)
        return
    status, headers, body = await run_in_threadpool(_answered, asked)
    if sign_in.required(os.environ):
        headers |= {"Cache-Control": "private, no-store"}
        headers.pop("Access-Control-Allow-Origin", None)
    await Response(body, status, headers)(scope, receive, send)


def _answered(asked: api.Request) -> api.Response:
    book, _ = latest().book()
    return api.respond(book, asked)


async def instantly(request: Request) -> Response:
    """Answer a lever that moves; 204 where the session has to."""
    try:
        asked = instant.Asked.read(await request.body())
    except ValueError as error:
        refused = api.refusal(400, ("body", "", str(error)))
        return Response(refused.body, 400, refused.headers)
    told = await run_in_threadpool(_at_once, asked)
    kind = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    # Packed here and fast: the framework's own way takes ten times as long for a twentieth less.
    return Response(
        told, 200 if told else 204, kind | ({"Content-Encoding": "gzip"} if told else {})
    )


def _at_once(asked: instant.Asked) -> bytes:
    told = instant.answer(asked)
    return gzip.compress(told, compresslevel=1) if told else b""


async def alive(_: Request) -> Response:
    """Answer that the process lives."""
    return JSONResponse({"status": "alive"})


async def ready(_: Request) -> Response:
    """Answer whether pages can be shown: the data are read, and there is room."""
    book, faults = await run_in_threadpool(latest().book)
    wrong = [str(fault) for fault in faults]
    status = 503 if book is None else 200
    told = {"status": "ready" if book else "no data", "faults": len(wrong)}
    return JSONResponse(told, status)


@asynccontextmanager
async def started(_: st.App) -> AsyncIterator[None]:
    """Read the data before the first visitor comes."""
    send_at_once()
    await run_in_threadpool(latest().book)
    LOG.info("started")
    yield


def settings() -> hosting.Settings:
    """Return the limits, or stop with one sentence."""
    try:
        return hosting.Settings.read(os.environ)
    except ValueError as error:
        sys.exit(str(error))


log_as_json()
# Who has to sign in is known to a session alone.
if not sign_in.required(os.environ):
    scripts.INSTANT.set()
app = st.App(
    HERE / "app.py",
    lifespan=started,
    routes=[
        Mount(f"{BASE}/api", interface),
        *(
            [Route(f"{BASE}/instant", instantly, methods=["POST"])]
            if scripts.INSTANT.is_set()
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
