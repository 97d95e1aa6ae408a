"""What a page shows of its levers, what its address says of them, and how a reader goes on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from exposure import book as books
from exposure.link import STAMP
from exposure.stamp import stamp
from tests.browser.harness import settled

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from exposure.book import Book
    from exposure.scenario import Lever


def link(book: Book, path: str, values: dict[str, float]) -> str:
    query = "&".join(f"{k}={v}" for k, v in book.levers.encode(values).items())
    return f"{path}?{query}"


def label(lever: Lever) -> str:
    return lever.label if " per " in lever.unit else f"{lever.label}, {lever.unit}"


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def values_in(page: Page) -> dict[str, float]:
    """Return the levers in the address; with them it always says on which data it was made."""
    book_, _ = books.load()
    assert book_ is not None
    query = query_of(page)
    assert bool(query) == (query.pop(STAMP, None) == [stamp(book_)])
    return {key: float(found[0]) for key, found in query.items() if key in book_.levers}


def boxes(page: Page) -> dict[str, float]:
    """Return the number in every exact box, by the label of its lever."""
    found = page.locator('[data-testid="stSidebar"] .lever input[type="text"]')
    read = "boxes => boxes.map(box => [box.getAttribute('aria-label'), Number(box.value)])"
    return {name.removesuffix(", exact"): value for name, value in found.evaluate_all(read)}


def links(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Pages").get_by_role("link")


def pages_of(page: Page) -> list[str]:
    return links(page).all_inner_texts()


def follow(page: Page, name: str) -> None:
    links(page).filter(has_text=re.compile(f"^{name}$")).click()
    settled(page)


def slide(page: Page, lever: Lever) -> None:
    page.get_by_role("slider", name=lever.label).focus()
    page.keyboard.press("ArrowRight")
    settled(page)
