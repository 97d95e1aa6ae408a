"""The way back to a link after sign-in leads to a page of this server and nowhere else."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from streamlit.testing.v1 import AppTest

from exposure.sign_in import WayBack

if TYPE_CHECKING:
    from exposure.guard import Message, Receive, Send

PAGES = frozenset({"/", "/LTV"})


def headers(path: str, query: str = "", cookie: str = "") -> dict[str, str]:
    """Return the headers of an answer: a page, or a redirect home from the provider."""

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        del receive
        home = scope["path"] == "/back"
        pairs = [(b"location", b"/")] if home else []
        status = 302 if home else 200
        await send({"type": "http.response.start", "status": status, "headers": pairs})

    came: list[Message] = []

    async def send(message: Message) -> None:
        came.append(message)

    async def receive() -> Message:
        return {}

    scope = {
        "type": "http", "path": path, "query_string": query.encode(),
        "headers": [(b"cookie", cookie.encode("latin-1"))],
    }  # fmt: skip
    asyncio.run(WayBack(app, pages=PAGES, callback="/back")(scope, receive, send))
    return {name.decode(): text.decode() for name, text in came[0]["headers"]}


def test_the_page_that_was_asked_for_is_led_back_to() -> None:
    cookie = headers("/LTV", "a=1&b=2")["set-cookie"].partition(";")[0]
    assert headers("/back", cookie=cookie)["location"] == "/LTV?a=1&b=2"


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "https://evil.example",
        "/nothing",
        "/LTV/../x",
        "",
        "/LTV?a\r\nX: y",
        "\\\\evil",
    ],
)
def test_no_other_place_is(place: str) -> None:
    assert headers("/back", cookie=f"exposure_return={quote(place, safe='')}")["location"] == "/"
    assert headers("/back")["location"] == "/"


def test_what_is_no_page_or_too_long_is_not_remembered() -> None:
    assert "set-cookie" not in headers("/favicon.png")
    assert "set-cookie" not in headers("/", "a" * 4000)


@pytest.mark.parametrize("page", ["app.py", "pages/Check_a_draft.py"])
def test_asked_for_and_not_set_up_keeps_everybody_out(
    monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("EXPOSURE_SIGN_IN", "required")
    app = AppTest.from_file(str(Path(__file__).parents[1] / page), default_timeout=60).run()
    assert [title.value for title in app.title] == ["Sign-in is not set up"]
    assert not app.get("bidi_component")
    assert not app.text_area
