"""Forty payloads in every text field of a ledger and in links: nothing runs, nothing is asked for."""

from __future__ import annotations

import urllib.request
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from exposure.api import ENDPOINTS
from tests.browser.harness import ROOT, addresses, serving, settled
from tests.payloads import PAYLOADS, poisoned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Server

pytestmark = pytest.mark.slow

# On a deep link the front end first looks for its server below the page's own path.
LOOKING = "404"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """Return the dashboard on poisoned data: behind the policy, and as a plain script without it."""
    data, fields = poisoned(tmp_path_factory.mktemp("poisoned"))
    assert len(PAYLOADS) == 40
    assert fields > 60
    with ExitStack() as stack:
        yield [
            stack.enter_context(serving(ROOT / app, data=data)) for app in ("app.py", "serve.py")
        ]


def nothing_ran(page: Page) -> None:
    """Check that no payload ran or became an element; ``open_page`` sees what is asked for."""
    assert page.evaluate("window.__ran") is None
    strange = "iframe, object, embed, base, math, form[action], [onerror], [onload], [onclick]"
    assert page.locator(f'[data-testid="stMain"] :is({strange})').count() == 0
    assert page.locator('a[href^="javascript:"], img[src*="evil.example"]').count() == 0
    assert page.locator(".katex").count() == 0


# Every page, and each part of the pages that have parts.
PARTS = [
    *addresses().values(),
    *(f"/Stress?part={part}" for part in ("map", "tornado", "breach", "cash", "replay")),
    *(f"/Figures?desk_part={part}" for part in ("compared", "misprints", "assumed", "signed")),
    "/Figures?view=text",
    "/Deals?deals_of=all",
]


@pytest.mark.parametrize("path", PARTS)
def test_no_field_of_the_data_runs_on_a_page_without_a_policy(
    path: str, open_page: OpenPage, servers: list[Server]
) -> None:
    page = open_page(path, at=servers[0].url, allow=LOOKING)
    nothing_ran(page)
    for fold in page.locator("summary").all():
        fold.click()
    settled(page)
    cards = page.locator('[data-testid="stMain"] [class*="st-key-open-"] button')
    if cards.count():
        cards.first.click()
        page.get_by_role("dialog").wait_for()
        settled(page)
    nothing_ran(page)


@pytest.mark.parametrize("name", ["home", "Figures"])
def test_no_field_of_the_data_meets_the_policy(
    name: str, open_page: OpenPage, servers: list[Server]
) -> None:
    nothing_ran(open_page(addresses()[name], at=servers[1].url, allow=LOOKING))


def test_no_link_runs(open_page: OpenPage, servers: list[Server]) -> None:
    for start in range(0, len(PAYLOADS), 10):
        some = PAYLOADS[start : start + 10]
        query = "&".join(f"{quote(text)}={quote(text)}" for text in some)[:1900]
        page = open_page(f"/LTV?{query}", at=servers[0].url, allow=LOOKING)
        nothing_ran(page)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_no_answer_of_the_interface_is_taken_for_a_page(
    endpoint: object, servers: list[Server]
) -> None:
    name = getattr(endpoint, "name", "")
    with urllib.request.urlopen(f"{servers[1].url}/api/v1/{name}", timeout=30) as answer:  # noqa: S310
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "html" not in answer.headers["Content-Type"]
        assert answer.read()
