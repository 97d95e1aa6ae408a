"""The site of files in a browser, with no server anywhere and the network blocked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from exposure import wording
from exposure.__main__ import main
from exposure.model import outcome

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage

    from exposure.book import Book
    from tests.browser.harness import Theme


# The name of each picture that is shown, and how wide it came out of its file: nothing if it did not.
_PICTURES = """Promise.all([...document.images].map((image) => image.decode().then(
    () => [image.currentSrc.split("/").pop(), image.naturalWidth])))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshot") / "site"
    assert main(["snapshot", "-o", str(folder)]) == 0
    return folder


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1440, "dark")])
def test_it_is_read_from_the_disk_alone(
    browser: Browser, book: Book, site: Path, width: int, theme: Theme
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, offline=True, color_scheme=theme
    )
    page = context.new_page()
    problems: list[str] = []

    def console(message: ConsoleMessage) -> None:
        problems.append(message.text)

    page.on("console", console)
    page.on(
        "request", lambda sent: None if sent.url.startswith("file:") else problems.append(sent.url)
    )
    page.goto((site / "index.html").as_uri())
    preset = next(one for one in book.presets if book.levers.changed(one.set))
    page.get_by_role("link", name=preset.title, exact=True).click()
    ltv = wording.percent(outcome(book, preset.set).ratio("disclosed"))
    number = page.locator(
        "details", has=page.locator("summary", has_text=re.compile("^Disclosed LTV"))
    )
    assert ltv in number.inner_text()
    number.locator("summary").focus()
    page.keyboard.press("Enter")
    assert "Formula" in number.inner_text()
    pictures = page.evaluate(_PICTURES)
    assert [name for name, _ in pictures] == [
        f"{preset.name}-{chart}{'-narrow' if width < 500 else '-dark'}.svg"
        for chart in ("ltv", "shares")
    ]
    assert all(pixels >= 300 for _, pixels in pictures)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(18, 22, 27)" if theme == "dark" else "rgb(255, 255, 255)")
    assert problems == []
    context.close()
