"""The public server in a browser: nothing is blocked that is needed, and nothing else is let in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.harness import ROOT, addresses, serving, settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Server


@pytest.fixture(scope="module")
def hardened() -> Iterator[Server]:
    with serving(ROOT / "serve.py") as server:
        yield server


def test_every_page_is_drawn_without_a_violation_of_the_policy(
    open_page: OpenPage, hardened: Server
) -> None:
    """A violation is an error in the console, which fails a test by itself."""
    page = open_page("/", at=hardened.url)
    for name, path in list(addresses().items())[1:]:
        label = name.replace("_", " ")
        page.get_by_test_id("stSidebar").get_by_role("link", name=label, exact=True).click()
        page.wait_for_url(re.compile(rf"{re.escape(path)}(\?|$)"))
        settled(page)
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_link_opens_with_its_values_and_a_slider_moves(
    open_page: OpenPage, hardened: Server
) -> None:
    page = open_page("/LTV?arm_value_usd_bn=200", at=hardened.url, allow="404")
    box = page.get_by_role("spinbutton", name=re.compile("^Arm"))
    assert box.input_value() == "200"
    box.fill("150")
    box.press("Enter")
    settled(page)
    assert "arm_value_usd_bn=150" in page.url


def test_another_site_cannot_frame_it_unless_it_is_named(
    browser: Browser, hardened: Server
) -> None:
    with serving(ROOT / "serve.py", EXPOSURE_FRAME_ANCESTORS="'self' http://localhost:*") as named:
        for server, shown in ((hardened, False), (named, True)):
            page = browser.new_context().new_page()
            # A page of another origin: the same machine by its other name.
            other = named.url.replace("127.0.0.1", "localhost")
            page.goto(f"{other}/healthz")
            page.set_content(f'<iframe src="{server.url}/?embed=true"></iframe>')
            frame = page.frame_locator("iframe")
            drawn = frame.get_by_test_id("stApp")
            if shown:
                drawn.wait_for(timeout=20_000)
            else:
                page.wait_for_timeout(2000)
                assert drawn.count() == 0
            page.context.close()
