"""The guard of a public server: headers, limits, paths that there are not, a line in the log.

Comes in: an ASGI application and `exposure.hosting.Settings`. Goes out: the same
application behind one middleware. It knows the protocol of the web and nothing
of what is shown.
"""

from __future__ import annotations

import asyncio
import html
import os
import time
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exposure.hosting import headers
from exposure.journal import LOG
from exposure.wire import refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping

    from exposure.hosting import Settings

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Message, Receive, Send], Awaitable[None]]

_TRY_LATER = 1013  # why a socket is closed
_MEGABYTE = 1024 * 1024
_LONGEST_ADDRESS = 8192
_MISSING = Path(__file__).with_name("missing.html").read_text(encoding="utf-8")


class Guard:
    """One middleware around the whole server.

    Parameters
    ----------
    app
        The application within.
    settings
        The limits.
    routes
        The first part of every path that there is, and what the log calls it. A path that is not
        there is answered 404; Streamlit itself would send its shell with 200.
    closed
        Paths that nobody may read, such as the metrics.
    base
        The path below which the server lives, without a slash at its end.
    """

    def __init__(
        self,
        app: App,
        *,
        settings: Settings,
        routes: Mapping[str, str],
        closed: frozenset[str] = frozenset(),
        base: str = "",
    ) -> None:
        self.app, self.settings, self.routes = app, settings, routes
        self.closed, self.base = closed, base
        self.sessions = 0
        self._headers = {kind: headers(settings, embedded=kind) for kind in (True, False)}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or watch over one open page."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    # ------------------------------------------------------------------------------- requests

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        started = time.monotonic()
        route = self._route(scope["path"])
        seen = {"status": 0, "bytes": 0}
        send = self._with_headers(send, seen, embedded=_is_embedded(scope))
        if route not in {"", "page"}:
            send = _without_shell(scope, send, f"{self.base}/")
        await self._limited(scope, receive, send, route, seen)
        failed = seen["status"] >= HTTPStatus.BAD_REQUEST
        if failed or route in {"page", "api"}:
            LOG.info(
                "request",
                extra={
                    "told": {
                        "method": scope["method"] if scope["method"].isalpha() else "",
                        "route": route or "unknown",
                        **seen,
                        "ms": round(1000 * (time.monotonic() - started), 1),
                    }
                },
            )

    async def _limited(
        self, scope: Message, receive: Receive, send: Send, route: str, seen: Mapping[str, int]
    ) -> None:
        if len(scope["path"]) + len(scope.get("query_string", b"")) > _LONGEST_ADDRESS:
            await _refuse(send, 414, f"the address is longer than {_LONGEST_ADDRESS} characters")
        elif not route:
            await _missing(scope, send, f"{self.base}/")
        elif _announced(scope) > self.settings.body_kb * 1024:
            await _refuse(send, 413, f"the request is larger than {self.settings.body_kb} KB")
        else:
            try:
                async with asyncio.timeout(self.settings.seconds):
                    await self.app(scope, self._bounded(receive), send)
            except _TooLargeError:
                await _refuse(send, 413, f"the request is larger than {self.settings.body_kb} KB")
            except TimeoutError:
                if not seen["status"]:
                    await _refuse(send, 503, f"no answer in {self.settings.seconds} seconds")

    def _route(self, path: str) -> str:
        """Return what the log calls a path; nothing for one that there is not."""
        if self.base:
            if path != self.base and not path.startswith(f"{self.base}/"):
                return ""
            path = path.removeprefix(self.base)
        if path in self.closed:
            return ""
        first, _, rest = path.lstrip("/").partition("/")
        route = self.routes.get(first, "")
        # A page has nothing below it but what the front end looks for and does not find.
        return "" if route == "page" and rest.strip("/") else route

    def _bounded(self, receive: Receive) -> Receive:
        """Return a way to read a request that stops at the limit, whatever it announced."""
        left = self.settings.body_kb * 1024

        async def read() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooLargeError
            return message

        return read

    def _with_headers(self, send: Send, seen: dict[str, int], *, embedded: bool) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                own = [pair for pair in message.get("headers", ()) if pair[0].lower() != b"server"]
                message = {**message, "headers": [*own, *self._headers[embedded]]}
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        return sending

    # ----------------------------------------------------------------------------- open pages

    def has_room(self) -> str | None:
        """Return why no further page can be opened, or None."""
        if self.sessions >= self.settings.sessions:
            return "sessions"
        return "memory" if resident_mb() > self.settings.memory_mb else None

    async def _websocket(self, scope: Message, receive: Receive, send: Send) -> None:
        full = self.has_room()
        if full:
            LOG.warning("no room", extra={"told": {"limit": full, "sessions": self.sessions}})
            await receive()
            await send({"type": "websocket.close", "code": _TRY_LATER})
            return
        self.sessions += 1
        LOG.info("session opened", extra={"told": {"sessions": self.sessions}})
        started = time.monotonic()
        seen = {"frames": 0}
        try:
            await self.app(scope, self._paced(receive, seen), send)
        finally:
            self.sessions -= 1
            told = {**seen, "seconds": round(time.monotonic() - started, 1)}
            LOG.info("session closed", extra={"told": told | {"sessions": self.sessions}})

    def _paced(self, receive: Receive, seen: dict[str, int]) -> Receive:
        """Return a way to read messages no faster than the limit; what comes faster waits."""
        rate = self.settings.frames
        allowance, last = 2.0 * rate, time.monotonic()

        async def read() -> Message:
            nonlocal allowance, last
            message = await receive()
            now = time.monotonic()
            allowance, last = min(2.0 * rate, allowance + (now - last) * rate) - 1.0, now
            seen["frames"] += 1
            if allowance < 0:
                await asyncio.sleep(-allowance / rate)
            return message

        return read


class _TooLargeError(Exception):
    """The body of a request goes on beyond the limit."""


def _is_embedded(scope: Message) -> bool:
    return b"embed=true" in scope.get("query_string", b"").split(b"&")


def _announced(scope: Message) -> int:
    text = dict(scope.get("headers", ())).get(b"content-length", b"0")
    return int(text[:20]) if text.isdigit() else 0


async def _refuse(send: Send, status: int, reason: str) -> None:
    answer = refusal(status, ("request", "", reason))
    await _send(send, status, answer.headers, answer.body)


async def _missing(scope: Message, send: Send, home: str) -> None:
    """Answer for a path that there is not: a page for people, JSON for programs."""
    accepts = dict(scope.get("headers", ())).get(b"accept", b"")
    if b"text/html" not in accepts:
        answer = refusal(404, ("path", scope["path"], "there is no such address"))
        await _send(send, 404, answer.headers, answer.body)
        return
    body = _MISSING.replace("{home}", html.escape(home))
    kind = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    await _send(send, 404, kind, body.encode())


def _without_shell(scope: Message, send: Send, home: str) -> Send:
    """Return a way to answer that never sends the shell of the pages in the place of a file.

    Streamlit answers with it, and with 200, for what it does not find. No file of its own,
    no media and no answer of the interface is HTML.
    """
    missing = False

    async def sending(message: Message) -> None:
        nonlocal missing
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
            kind = dict(message.get("headers", ())).get(b"content-type", b"")
            missing = kind.startswith(b"text/html")
            if missing:
                await _missing(scope, send, home)
        if not missing:
            await send(message)

    return sending


async def _send(send: Send, status: int, told: Mapping[str, str], body: bytes) -> None:
    pairs = [(name.lower().encode(), text.encode()) for name, text in told.items()]
    pairs.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


def resident_mb() -> float:
    """Return the memory that this program holds, in MB; zero where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE
