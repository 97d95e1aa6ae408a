"""Who may enter, and the way back to the link that somebody came with.

Comes in: the environment, and requests. Goes out: yes or no, and a redirect to
the page that was asked for before the provider was. Off unless it is asked for.
"""

from __future__ import annotations

import hmac
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.guard import App, Message, Receive, Send

SIGN_IN, ALLOW, TOKEN = "EXPOSURE_SIGN_IN", "EXPOSURE_SIGN_IN_ALLOW", "EXPOSURE_API_TOKEN"

_COOKIE = "exposure_return"
_LONGEST = 3000  # what a browser keeps of a cookie is 4,096 bytes


def required(environment: Mapping[str, str]) -> bool:
    """Return whether sign-in is asked for.

    >>> required({}), required({"EXPOSURE_SIGN_IN": "required"}), required({"EXPOSURE_SIGN_IN": "x"})
    (False, True, True)
    """
    return environment.get(SIGN_IN, "").strip().lower() not in {"", "0", "no", "off", "false"}


def may_enter(environment: Mapping[str, str], email: str, *, verified: bool) -> bool:
    """Return whether an account may enter: anyone signed in, or those on the list alone.

    A list is matched against an address that the provider has verified.

    >>> listed = {"EXPOSURE_SIGN_IN_ALLOW": "@news.example a@b.example"}
    >>> [may_enter(listed, who, verified=True) for who in ("x@news.example", "a@b.example", "c@b.example")]
    [True, True, False]
    >>> may_enter(listed, "x@news.example", verified=False), may_enter({}, "", verified=False)
    (False, True)
    """
    allowed = environment.get(ALLOW, "").lower().replace(",", " ").split()
    if not allowed:
        return True
    name = email.lower()
    domain = f"@{name.rpartition('@')[2]}"
    return verified and "@" in name and (name in allowed or domain in allowed)


def holds_token(environment: Mapping[str, str], authorization: str) -> bool:
    """Return whether a request for the interface may be answered where sign-in is required.

    A program cannot sign in at a provider, so it shows the token that the operator gave it.

    >>> holds_token({}, ""), holds_token({"EXPOSURE_SIGN_IN": "required"}, "Bearer ")
    (True, False)
    >>> both = {"EXPOSURE_SIGN_IN": "required", "EXPOSURE_API_TOKEN": "abc"}
    >>> holds_token(both, "Bearer abc"), holds_token(both, "Bearer abd")
    (True, False)
    """
    if not required(environment):
        return True
    token = environment.get(TOKEN, "")
    return bool(token) and hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode())


class WayBack:
    """A middleware that brings people back to their link: Streamlit leads home after sign-in.

    Parameters
    ----------
    app
        The application within.
    pages
        Paths of the pages, the only places that it leads back to.
    callback
        The path at which people return from the provider.
    """

    def __init__(self, app: App, *, pages: frozenset[str], callback: str) -> None:
        self.app, self.pages, self.callback = app, pages, callback

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Remember the page that is asked for, and lead back to it."""
        path = scope.get("path", "")
        if scope["type"] != "http" or path not in {*self.pages, self.callback}:
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = self._changed(scope, message["status"], list(message["headers"]))
                message = {**message, "headers": kept}
            await send(message)

        await self.app(scope, receive, sending)

    def _changed(
        self, scope: Message, status: int, headers: list[tuple[bytes, bytes]]
    ) -> list[tuple[bytes, bytes]]:
        if scope["path"] != self.callback:
            here = scope["path"] + (
                f"?{q.decode('latin-1')}" if (q := scope["query_string"]) else ""
            )
            told = quote(here, safe="")
            if len(told) > _LONGEST:
                return headers
            cookie = f"{_COOKIE}={told}; Path=/; Max-Age=900; HttpOnly; SameSite=Lax"
            return [*headers, (b"set-cookie", cookie.encode())]
        back = self._remembered(scope)
        if not HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST or back is None:
            return headers
        kept = [pair for pair in headers if pair[0].lower() != b"location"]
        return [*kept, (b"location", back.encode())]

    def _remembered(self, scope: Message) -> str | None:
        """Return the page to lead back to; never anything but a page of this server."""
        sent = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
        try:
            found = SimpleCookie(sent).get(_COOKIE)
        except CookieError:
            return None
        back = unquote(found.value) if found else ""
        fits = back.partition("?")[0] in self.pages and back.isascii() and back.isprintable()
        return back if fits else None
