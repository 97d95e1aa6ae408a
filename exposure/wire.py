"""What comes in and goes out over the web: a request, a response, an error with its reasons.

It knows nothing of what is asked, so that a server opens its door before it has learnt to answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from exposure.document import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = "/api/v1/"
METHODS = ("GET", "HEAD")
JSON = "application/json"
NOT_ALLOWED = 405


class Response(NamedTuple):
    """What goes back over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


class Request(NamedTuple):
    """What was asked: the address below `ROOT`, and its query as in the link of a page.

    ``known`` is the header ``If-None-Match``.
    """

    name: str
    query: Mapping[str, Sequence[str]]
    method: str = "GET"
    known: str | None = None


def refusal(status: int, *reasons: tuple[str, str, str]) -> Response:
    """Return an error as JSON: a key, its value and the reason, for each that is wrong."""
    told = [
        {"key": shown(key)[1:-1], "value": shown(value)[1:-1], "reason": reason}
        for key, value, reason in reasons
    ]
    headers = {"Content-Type": JSON, "Cache-Control": "no-store"}
    if status == NOT_ALLOWED:
        headers["Allow"] = ", ".join(METHODS)
    return Response(status, headers, as_json({"errors": told}))


def as_json(data: object) -> bytes:
    """Return JSON as people can read it."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"
