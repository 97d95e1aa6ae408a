"""Levers are moved, reset, undone and taken along, by mouse and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from exposure.model import outcome
from exposure.wording import percent
from tests.browser.harness import settled
from tests.browser.levers import boxes, follow, label, link, query_of, slide, values_in

if TYPE_CHECKING:
    from exposure.book import Book
    from tests.browser.conftest import OpenPage


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


def test_a_box_reads_both_decimal_signs_and_says_what_it_cannot_take(
    open_page: OpenPage, book: Book
) -> None:
    page, lever = open_page("/Stress?goal_limit=other"), book.focus_lever
    told = page.get_by_role("alert").filter(visible=True)
    for name, highest in ((f"{label(lever)}, exact", lever.high), ("Percent", 99)):
        box = page.get_by_label(name, exact=True)
        box.fill("64,5")
        box.press("Enter")
        settled(page)
        assert box.input_value() == "64.5"
        assert told.count() == 0
        for typed, reason in (
            ("1,200", "1200 or 1.2"),
            (f"{highest + 1:g}", f"the highest value, {highest:g}"),
            ("-100", "the lowest value"),
            ("1.2.3", "not a number"),
        ):
            box.fill(typed)
            box.press("Enter")
            assert typed in told.inner_text()
            assert reason in told.inner_text()
            assert "stays at 64.5" in told.inner_text()
            assert box.input_value() == "64.5"
        box.press("ArrowUp")
        settled(page)
        assert told.count() == 0
        assert box.input_value() == "65"
    box = page.get_by_label(f"{label(lever)}, exact")
    for typed, read in (
        ("USD 731.5 bn", "731.5"),
        ("1,234.5", "1234.5"),
        ("$300bn", "300"),
        ("65", "65"),
    ):
        box.fill(typed)
        box.press("Enter")
        assert (box.input_value(), told.count()) == (read, 0)
    settled(page)
    assert values_in(page)[lever.name] == 65
    assert query_of(page)["goal_percent"] == ["65"]


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


def test_a_preset_is_a_scenario_and_a_step_like_any_other(open_page: OpenPage, book: Book) -> None:
    page = open_page("/")
    sets = [book.levers.complete(one.set) for one in book.presets]
    # Two that set the same are told apart by what was chosen.
    twin = next(i for i, found in enumerate(sets) if sets.index(found) < i)
    preset = book.presets[twin]
    box = page.get_by_role("combobox", name="Scenario")
    box.select_option(preset.title)
    settled(page)
    assert values_in(page) == sets[twin]
    assert box.input_value() == preset.name
    assert preset.about in page.get_by_test_id("stSidebar").inner_text()
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


def test_a_session_that_was_told_of_no_move_is_told_of_each_when_the_reader_goes_back(
    open_page: OpenPage, book: Book
) -> None:
    page, lever = open_page("/LTV"), book.focus_lever
    seen, entries = [page.url], page.evaluate("history.length")
    for _ in range(3):
        slide(page, lever)
        seen.append(page.url)
    assert page.evaluate("history.length") == entries + 3
    page.go_back()
    settled(page)
    assert page.url == seen[2]
    for expected in (seen[3], seen[2], seen[1], seen[0]):
        page.keyboard.press("Control+z")
        settled(page)
        assert page.url == expected
        assert (values_in(page) or book.levers.defaults)[lever.name] == boxes(page)[label(lever)]


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
