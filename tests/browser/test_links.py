"""A link shows what it showed: cold and warm, on every page, and says what it could not use."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from exposure import book as books
from exposure import releases, since
from exposure.link import STAMP
from exposure.model import outcome
from exposure.stamp import stamp
from exposure.wording import percent
from tests.browser.harness import ROOT, addresses, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

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


# What is cold is the process, not the page: one stands for all in the quick suite.
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=() if name == "Stress" else pytest.mark.slow)
        for name, path in addresses().items()
    ],
)
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
    for name in pages_of(page):
        follow(page, name)
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


def test_bad_values_are_named_and_the_baseline_stands_in(open_page: OpenPage, book: Book) -> None:
    bad = ("99999", "NaN", "abc", "1e308", "")
    names = list(book.levers.defaults)[: len(bad)]
    given = dict(zip(names, bad, strict=True))
    page = open_page("/?unheard_of=1&" + "&".join(f"{k}={v}" for k, v in given.items()))
    notice = page.locator('[data-testid="stAlert"]').inner_text()
    for name, value in given.items():
        assert f"{name} = {value}:" in notice or (value == "" and f"{name}:" in notice), name
        if book.levers[name].unit != "switch":
            default = book.levers.defaults[name]
            assert boxes(page)[label(book.levers[name])] == pytest.approx(default)
    assert "unheard_of" in notice


def test_a_preset_is_a_scenario_and_a_step_like_any_other(open_page: OpenPage, book: Book) -> None:
    page = open_page("/")
    preset = book.presets[1]
    page.get_by_role("combobox", name="Scenario").select_option(preset.title)
    settled(page)
    assert values_in(page) == book.levers.complete(preset.set)
    page.get_by_role("button", name="Undo").click()
    settled(page)
    assert urlsplit(page.url).query == ""


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


# ------------------------------------------------------------------------------- the choices of pages

CHOSEN = {
    "Concentration": {"basis": "nav"},
    "Stress": {"part": "map", "map_x": "usd_jpy"},
    "Holding_shares": {"round_size": "122.5"},
    "Deals": {"deals_of": "all", "deals_status": "completed"},
    "Figures": {"figures_search": "loan", "desk_part": "misprints"},
}


def links(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Pages").get_by_role("link")


def pages_of(page: Page) -> list[str]:
    return links(page).all_inner_texts()


def follow(page: Page, name: str) -> None:
    links(page).filter(has_text=re.compile(f"^{name}$")).click()
    settled(page)


def walk(names: list[str]) -> list[str]:
    """Return a walk from the first name that goes from each to every other, each way once."""
    steps = {name: [x for x in names if x != name] for name in names}
    path, found = [names[0]], []
    while path:
        if left := steps[path[-1]]:
            path.append(left.pop())
        else:
            found.append(path.pop())
    return found[::-1]


@pytest.mark.slow
def test_no_value_is_lost_from_any_page_to_any_other(
    open_page: OpenPage, book: Book, moved: dict[str, float]
) -> None:
    chosen = {key: value for own in CHOSEN.values() for key, value in own.items()}
    more = "&".join(f"{key}={value}" for key, value in chosen.items())
    page = open_page(f"{link(book, '/', moved)}&{more}")
    names = walk(pages_of(page))
    assert len(names) == len(set(names)) * (len(set(names)) - 1) + 1
    for name in names[1:]:
        follow(page, name)
        query = query_of(page)
        assert values_in(page) == moved, name
        own = CHOSEN.get(name.replace(" ", "_"), {})
        assert {key: query.get(key) for key in own} == {key: [x] for key, x in own.items()}, name
        assert not set(query) & (set(chosen) - set(own)), name


def test_a_choice_at_the_baseline_stands_in_the_address_with_everything(
    open_page: OpenPage, book: Book
) -> None:
    page = open_page("/Concentration")
    page.get_by_role("radio", name="NAV").click()
    settled(page)
    assert query_of(page)["basis"] == ["nav"]
    assert values_in(page) == book.levers.defaults
    other = open_page(page.url.partition(urlsplit(page.url).netloc)[2])
    assert other.get_by_role("radio", name="NAV").is_checked()
    page.get_by_role("radio", name="equity value").click()
    settled(page)
    assert urlsplit(page.url).query == ""


def test_a_bad_choice_and_a_bad_stamp_are_named_with_what_is_used(open_page: OpenPage) -> None:
    page = open_page("/Concentration?basis=gdp&stamp=2001-01-01-000000")
    notice = page.locator('[data-testid="stAlert"]').inner_text()
    assert "basis = gdp" in notice
    assert "equity is used" in notice
    assert "2001-01-01-000000" in notice
    assert "today's numbers are shown" in notice


# ------------------------------------------------------------------------------------- steps


def slide(page: Page, lever: Lever) -> None:
    page.get_by_role("slider", name=lever.label).focus()
    page.keyboard.press("ArrowRight")
    settled(page)


def test_keys_undo_and_do_again_and_the_browser_goes_back_and_forward(
    open_page: OpenPage, book: Book
) -> None:
    page, lever = open_page("/LTV"), book.focus_lever
    seen = [page.url]
    for _ in range(3):
        slide(page, lever)
        seen.append(page.url)
    for keys, expected in (
        ("Control+z", seen[2]),
        ("Control+z", seen[1]),
        ("Control+Shift+z", seen[2]),
        ("Control+y", seen[3]),
    ):
        page.keyboard.press(keys)
        settled(page)
        assert page.url == expected
    before = boxes(page)
    follow(page, "Concentration")
    page.go_back()
    settled(page)
    assert page.url == seen[3]
    assert boxes(page) == before
    page.go_back()
    settled(page)
    assert page.url == seen[2]
    assert boxes(page)[label(lever)] == values_in(page)[lever.name]
    page.go_forward()
    settled(page)
    assert boxes(page) == before


def test_undo_leaves_a_box_alone_in_which_somebody_types(open_page: OpenPage, book: Book) -> None:
    page, lever = open_page("/LTV"), book.focus_lever
    slide(page, lever)
    moved = page.url
    box = page.get_by_label(f"{label(lever)}, exact")
    typed = box.input_value()
    box.press("End")
    page.keyboard.type("1")
    page.keyboard.press("Control+z")
    settled(page)
    assert box.input_value() == typed
    assert page.url == moved


def test_the_link_is_copied_with_everything_in_it(
    open_page: OpenPage, book: Book, moved: dict[str, float]
) -> None:
    page = open_page(link(book, "/Stress", moved))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for keys in ("", "Control+Shift+l"):
        page.evaluate("navigator.clipboard.writeText('')")
        if keys:
            page.keyboard.press(keys)
        else:
            page.get_by_role("button", name="Copy link").click()
        read = "navigator.clipboard.readText()"
        page.wait_for_function(f"(url) => {read}.then((text) => text === url)", arg=page.url)
    assert values_in(page) == moved


# ------------------------------------------------------------------------------- an older link


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Return a copy of the data whose first release had a smaller stake than today."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    shutil.copytree(ROOT / "seeds", data / "seeds", ignore=shutil.ignore_patterns("texts"))
    text = (data / releases.FILE).read_text("utf-8")
    stake = '"stake": {"value": 11,'
    assert stake in text
    (data / releases.FILE).write_text(text.replace(stake, '"stake": {"value": 9,', 1), "utf-8")
    return data


def test_an_older_link_shows_its_numbers_on_a_cold_server_and_offers_those_of_today(
    cold_server: Callable[..., Server], open_page: OpenPage, older: Path
) -> None:
    history, _ = releases.load(older)
    assert history
    old = history[0]
    page = open_page(old.link, at=cold_server(data=older).url, allow=LOOKING)
    dated = page.locator(".st-key-dated")
    assert since.day(old.stamp) in dated.inner_text()
    assert re.search(r"stake was 9\s%, now 11\s%", dated.inner_text())
    follow(page, "Overview")
    assert query_of(page)[STAMP] == [old.stamp]
    stake = page.locator(".st-key-open-derived-focus_stake")
    assert re.match(r"9\.0\s%", stake.inner_text())
    dated.get_by_role("button", name="Show today's numbers").click()
    settled(page)
    assert re.match(r"11\.0\s%", stake.inner_text())
    assert query_of(page)[STAMP] != [old.stamp]
    follow(page, "LTV")
    dated.get_by_role("button", name="Show the numbers of the link").click()
    settled(page)
    assert query_of(page)[STAMP] == [old.stamp]
