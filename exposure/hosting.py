"""What a public server adds around the dashboard: headers, limits, a log without anyone's words.

Comes in: an ASGI application and `Settings` from the environment. Goes out: the
same application behind one middleware. It knows the protocol of the web and
nothing of what is shown.
"""

from __future__ import annotations

import asyncio
import html
import json
import logging
import os
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from exposure.api import refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Message, Receive, Send], Awaitable[None]]

LOG = logging.getLogger("exposure.serve")

_OTHERS_WAIT = 1013  # what a closed socket says: try again later
_MEGABYTE = 1024 * 1024
_LONGEST_ADDRESS = 8192


class Setting(NamedTuple):
    """A variable of the environment: its name, what it starts at, and what it is for."""

    variable: str
    start: str
    about: str


SETTINGS: Mapping[str, Setting] = {
    "frame_ancestors": Setting(
        "EXPOSURE_FRAME_ANCESTORS",
        "'self'",
        "who may show the dashboard in a frame: 'none', 'self', or addresses",
    ),
    "sessions": Setting("EXPOSURE_SESSIONS", "200", "open pages at one time"),
    "memory_mb": Setting(
        "EXPOSURE_MEMORY_MB", "1500", "memory above which no further page is opened"
    ),
    "body_kb": Setting("EXPOSURE_BODY_KB", "1100", "largest request"),
    "seconds": Setting("EXPOSURE_REQUEST_SECONDS", "60", "longest request"),
    "frames": Setting("EXPOSURE_FRAMES_PER_SECOND", "20", "messages from one open page"),
}
"""Everything about the server that can be set, by the name of the field."""


@dataclass(frozen=True)
class Settings:
    """The limits of one server.

    Examples
    --------
    >>> Settings.read({"EXPOSURE_SESSIONS": "50"}).sessions
    50
    >>> Settings.read({"EXPOSURE_SESSIONS": "many"})
    Traceback (most recent call last):
    ValueError: EXPOSURE_SESSIONS = many: is not a whole number above zero; leave it out for 200
    """

    frame_ancestors: str
    sessions: int
    memory_mb: int
    body_kb: int
    seconds: int
    frames: int

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Return the settings of an environment.

        Raises
        ------
        ValueError
            With one sentence that names the variable, its value and what would be right.
        """
        found: dict[str, Any] = {}
        for field, (variable, start, _) in SETTINGS.items():
            text = environment.get(variable) or start
            wrong = f"{variable} = {text}: is not"
            if not start.isdigit():
                if not text.isascii() or any(sign in text for sign in ";,\r\n"):
                    raise ValueError(f"{wrong} a list of addresses with spaces between them")
                found[field] = text
            elif text.isdecimal() and text.isascii() and int(text) > 0:
                found[field] = int(text)
            else:
                raise ValueError(f"{wrong} a whole number above zero; leave it out for {start}")
        return cls(**found)


def headers(settings: Settings) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers that every answer carries.

    Streamlit's own pages need inline styles and scripts and compile WebAssembly; all of it,
    and all that they ask for, comes from the server itself.
    """
    ancestors = settings.frame_ancestors
    policy = (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        f"form-action 'self'; frame-ancestors {ancestors}"
    )
    told = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    # The older header cannot name addresses, so it is sent only where it says the same.
    older = {"'none'": "DENY", "'self'": "SAMEORIGIN"}.get(ancestors)
    if older:
        told["X-Frame-Options"] = older
    return tuple((name.lower().encode(), text.encode()) for name, text in told.items())


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
        self._headers = headers(settings)

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
        await self._limited(scope, receive, self._with_headers(send, seen), route, seen)
        failed = seen["status"] >= 400  # noqa: PLR2004  (the first status that is an error)
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

    def _with_headers(self, send: Send, seen: dict[str, int]) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                own = [pair for pair in message.get("headers", ()) if pair[0].lower() != b"server"]
                message = {**message, "headers": [*own, *self._headers]}
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
            await send({"type": "websocket.close", "code": _OTHERS_WAIT})
            return
        self.sessions += 1
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
    body = (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>No such page</title>'
        '<meta name="viewport" content="width=device-width"><body style="font-family: sans-serif; '
        'max-width: 40rem; margin: 4rem auto; padding: 0 1rem"><h1>There is no such page</h1>'
        f'<p>The address may have been cut short. <a href="{html.escape(home)}">Go to the '
        "overview</a>.</p></body></html>"
    )
    kind = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    await _send(send, 404, kind, body.encode())


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


# --------------------------------------------------------------------------------------- the log


def log_as_json() -> None:
    """Make every record of every logger one line of JSON, without what people wrote.

    A record of another library is told by its template, never with its arguments, and
    an exception by its kind and the lines it passed, never by its message: either can
    hold a draft or a name. Streamlit's handlers print just the message (see
    ``logger.messageFormat`` in ``.streamlit/config.toml``), which is the line.
    """
    ordinary = logging.LogRecord

    def record(*given: Any, **named: Any) -> logging.LogRecord:  # noqa: ANN401
        made = ordinary(*given, **named)
        made.msg, made.args = _Line(made, made.msg, made.exc_info), ()
        made.exc_info = made.stack_info = None
        return made

    logging.setLogRecordFactory(record)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


class _Line:
    """The line of a record, written when it is printed: by then it has all its fields."""

    def __init__(self, record: logging.LogRecord, template: object, failure: Any) -> None:  # noqa: ANN401
        self.record, self.template, self.failure = record, template, failure

    def __str__(self) -> str:
        record = self.record
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        told = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "event": self.template if isinstance(self.template, str) else "exception",
            "logger": record.name,
            **getattr(record, "told", {}),
        }
        if self.failure and self.failure[0] is not None:
            told["exception"] = self.failure[0].__name__
            told["at"] = [
                f"{Path(frame.filename).name}:{frame.lineno}"
                for frame in traceback.extract_tb(self.failure[2])
            ]
        return json.dumps(told)
