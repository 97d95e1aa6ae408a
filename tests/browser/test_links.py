"""A link shows what it showed: cold and warm, on every page, and says what it could not use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from exposure import book as books
from exposure.link import STAMP
from exposure.model import outcome
from exposure.stamp import stamp
from exposure.wording import percent
from tests.browser.harness import addresses, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from exposure.book import Book
    from exposure.scenario import Lever
    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Server

# On a deep link the front end first looks for its server below the page's own path.
LOOKING = "404"


@pytest.fixture(scope="module")
def book() -> Book:
    found, _ = books.load()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def moved(book: Book) -> dict[str, float]:
    """Return a scenario in which every lever is off the baseline by one step."""
    return {
        lever.name: start + lever.step
        if (start := book.levers.defaults[lever.name]) + lever.step <= lever.high
        else start - lever.step
        for lever in book.levers.table
    }


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
    found = page.locator('[data-testid="stSidebar"] .lever input[type="number"]')
    return {
        str(box.get_attribute("aria-label")).removesuffix(", exact"): float(box.input_value())
        for box in found.all()
    }


@pytest.mark.parametrize("path", addresses().values())
def test_a_cold_server_shows_the_scenario_of_a_deep_link(
    cold_server: Callable[..., Server],
    open_page: OpenPage,
    book: Book,
    moved: dict[str, float],
    path: str,
) -> None:
    page = open_page(link(book, path, moved), at=cold_server().url, allow=LOOKING)
    assert values_in(page) == moved
    shown = boxes(page)
    for lever in book.levers.table:
        if lever.unit != "switch":
            assert shown[label(lever)] == pytest.approx(moved[lever.name])


def test_a_scenario_survives_a_walk_over_every_page(
    open_page: OpenPage, book: Book, moved: dict[str, float]
) -> None:
    page = open_page(link(book, "/", moved))
    before = boxes(page)
    for name in page.locator('[data-testid="stPageLink"]').all_inner_texts():
        page.locator('[data-testid="stPageLink"] a').filter(
            has_text=re.compile(f"^{name}$")
        ).click()
        settled(page)
        assert values_in(page) == moved, name
        assert boxes(page) == before, name


def test_a_key_on_a_slider_moves_the_number_the_sentence_and_the_address(
    open_page: OpenPage, book: Book
) -> None:
    page = open_page("/")
    assert urlsplit(page.url).query == ""
    lever = book.focus_lever
    slider = page.get_by_role("slider", name=lever.label)
    slider.focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    found = values_in(page)
    assert found[lever.name] > book.levers.defaults[lever.name]
    expected = percent(outcome(book, found).ratio("disclosed"))
    assert expected in page.locator(".st-key-sentence").inner_text()
    assert page.get_by_role("button", name=expected).count() == 1
    assert set(found) == set(book.levers.defaults)


def test_a_slider_keeps_the_keyboard_when_its_lever_leaves_the_baseline(
    open_page: OpenPage, book: Book
) -> None:
    page = open_page("/")
    lever = book.focus_lever
    page.get_by_role("slider", name=lever.label).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        settled(page)
    # The first key goes to the slider's own grid, the others a step each.
    steps = (values_in(page)[lever.name] - book.levers.defaults[lever.name]) / lever.step
    assert 2 < steps < 4


def test_a_number_typed_in_a_box_moves_its_slider(open_page: OpenPage, book: Book) -> None:
    page = open_page("/")
    lever = book.focus_lever
    box = page.get_by_label(f"{label(lever)}, exact")
    box.fill("731.5")
    box.press("Enter")
    settled(page)
    assert values_in(page)[lever.name] == 731.5
    slider = page.get_by_role("slider", name=lever.label)
    assert slider.input_value() == "731.5"
    assert slider.get_attribute("aria-valuetext") == f"731.5 {lever.unit}"


def test_resetting_cleans_the_address(
    open_page: OpenPage, book: Book, moved: dict[str, float]
) -> None:
    page = open_page(link(book, "/", moved))
    page.get_by_role("button", name="Reset all levers").click()
    settled(page)
    assert urlsplit(page.url).query == ""
    lever = book.focus_lever
    assert boxes(page)[label(lever)] == book.levers.defaults[lever.name]


def test_resetting_one_lever_leaves_the_others(
    open_page: OpenPage, book: Book, moved: dict[str, float]
) -> None:
    page = open_page(link(book, "/", moved))
    lever = book.focus_lever
    page.locator(f".st-key-lever-{lever.name} .lever-reset").click()
    settled(page)
    default = book.levers.defaults[lever.name]
    assert values_in(page) == moved | {lever.name: default}


@pytest.mark.parametrize(
    ("value", "told"),
    [("99999", "99999"), ("NaN", "NaN"), ("abc", "abc"), ("1e308", "1e308"), ("", "plain decimal")],
)
def test_a_bad_value_is_named_and_the_baseline_stands_in(
    open_page: OpenPage, book: Book, value: str, told: str
) -> None:
    name = book.focus_lever.name
    page = open_page(f"/?{name}={value}")
    notice = page.locator('[data-testid="stAlert"]').inner_text()
    assert name in notice
    assert told in notice
    assert boxes(page)[label(book.focus_lever)] == pytest.approx(book.levers.defaults[name])


def test_an_unknown_key_is_named(open_page: OpenPage) -> None:
    page = open_page("/?unheard_of=1")
    assert "unheard_of" in page.locator('[data-testid="stAlert"]').inner_text()


def test_a_preset_is_a_scenario_like_any_other(open_page: OpenPage, book: Book) -> None:
    page = open_page("/")
    preset = book.presets[1]
    page.get_by_role("combobox", name="Scenario").click()
    page.get_by_role("option", name=preset.title, exact=True).click()
    settled(page)
    assert values_in(page) == book.levers.complete(preset.set)


def test_two_readers_do_not_see_each_other(open_page: OpenPage, book: Book) -> None:
    lever = book.focus_lever
    first = open_page(f"/?{lever.name}=300")
    second = open_page(f"/?{lever.name}=900")
    for _ in range(3):
        for page in (first, second):
            page.get_by_role("slider", name=lever.label).focus()
            page.keyboard.press("ArrowRight")
            settled(page)
    assert values_in(first)[lever.name] == 300 + 3 * lever.step
    assert values_in(second)[lever.name] == 900 + 3 * lever.step


def test_a_number_opens_its_formula_and_its_sources(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator(".st-key-open-derived-ltv_grossed button").click()
    settled(page)
    dialog = page.get_by_role("dialog").inner_text()
    assert "Formula" in dialog
    assert "paragraph" in dialog
    assert "assumed" in dialog
