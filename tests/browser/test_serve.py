"""The public server in a browser: nothing is blocked that is needed, and nothing else is let in."""

from __future__ import annotations

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.browser.harness import ROOT, serving, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Server


def test_a_link_opens_with_its_values_and_a_slider_moves(open_page: OpenPage) -> None:
    page = open_page("/LTV?arm_value_usd_bn=200", allow="404")
    assert page.locator("html").get_attribute("lang") == "en"
    fetched = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert sum("/app/static/plotly-cartesian-" in one for one in fetched) == 1
    assert not any("/PlotlyChart." in one for one in fetched)
    box = page.get_by_role("textbox", name=re.compile("^Arm"))
    assert box.input_value() == "200"
    box.fill("150")
    box.press("Enter")
    settled(page)
    assert "arm_value_usd_bn=150" in page.url


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Return the address of another site, and the folder of its pages."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        yield f"http://localhost:{other.server_port}", tmp_path
        other.shutdown()


def test_another_site_cannot_frame_it_unless_it_is_named(
    browser: Browser, server: Server, site: tuple[str, Path]
) -> None:
    address, folder = site
    with serving(ROOT / "serve.py", EXPOSURE_FRAME_ANCESTORS=f"'self' {address}") as named:
        for one, shown in ((server, False), (named, True)):
            (folder / "index.html").write_text(
                f'<iframe src="{one.url}/healthz?embed=true"></iframe>'
            )
            page = browser.new_context().new_page()
            page.goto(address)
            frame = page.frame_locator("iframe")
            if shown:
                frame.get_by_text("alive").wait_for(timeout=20_000)
            else:
                page.wait_for_timeout(1000)
                assert frame.get_by_text("alive").count() == 0
            page.context.close()
