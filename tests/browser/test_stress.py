"""Stress and Compare in a browser: the way of an investor, and every part of both pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from exposure import book as books
from exposure.model import outcome
from exposure.stress import risk as risks
from exposure.stress.breach import breach
from exposure.stress.goal import goal
from exposure.stress.market import market
from exposure.stress_words import rounded
from exposure.wording import percent
from tests.browser.harness import settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from exposure.book import Book
    from exposure.stress.risk import Risk
    from tests.browser.conftest import OpenPage

# On a deep link the front end first looks for its server below the page's own path.
LOOKING = "404"
AFTER_30 = "After the USD 30 bn"


@pytest.fixture(scope="module")
def risk(book: Book) -> Risk:
    found, _ = risks.load(books.data_folder(), book)
    assert found is not None
    return found


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def choose(page: Page, name: str) -> None:
    """Choose one of a row of choices, by its words."""
    page.get_by_role("radio", name=name, exact=True).click()
    settled(page)


def pick(page: Page, label: str, option: str) -> None:
    """Pick one from a list, by the words of both."""
    page.get_by_role("combobox", name=label, exact=True).select_option(option)
    settled(page)


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    settled(page)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def main(page: Page) -> str:
    """Return the words of the page, without the sidebar."""
    return plain(page.get_by_test_id("stMain").inner_text())


def test_an_investor_finds_what_breaks_it_how_likely_and_what_brings_it_back(
    open_page: OpenPage, book: Book, risk: Risk
) -> None:
    values = book.levers.complete(next(p.set for p in book.presets if p.title == AFTER_30))
    focus, unit = book.focus_lever.name, book.focus_lever.unit
    page = open_page("/")
    page.get_by_role("combobox", name="Scenario").select_option(AFTER_30)
    settled(page)
    go(page, "Stress")

    # Which valuation takes LTV to 35 % after the 30?
    choose(page, plain(percent(0.35, 0)))
    breaking = goal(book, values, focus, 0.35).value
    assert breaking is not None
    assert plain(f"{book.focus_lever.label} at {rounded(breaking, unit)} takes the") in main(page)

    # How much must be sold to be back at 25 %?
    choose(page, plain(percent(0.25, 0)))
    sales = next(iter(book.levers.of("sales")))
    pick(page, "Lever", sales.label)
    sold = goal(book, values, sales.name, 0.25).value
    assert sold is not None
    assert plain(f"{sales.label} at {rounded(sold, sales.unit)} takes the") in main(page)

    # How likely is it within a year?
    choose(page, "How likely")
    found = breach(book, values, market(risk, book))
    assert found.market.months == 12
    for chance in found.chances:
        assert plain(percent(chance.probability)) in main(page)

    # The answer goes into the scenario, and its link opens elsewhere as it is here.
    choose(page, "Goal seek")
    press(page, "Put this into the scenario")
    settled_at = outcome(book, {**values, sales.name: sold})
    assert plain(percent(settled_at.ratio("disclosed"))) == "25.0 %"
    ratio = page.locator(".st-key-card-derived-ltv")
    assert "25.0 %" in plain(ratio.inner_text())
    other = open_page("/" + page.url.split("/", 3)[3], allow=LOOKING)
    assert main(other) == main(page)


def test_a_goal_that_one_lever_cannot_reach_is_said_and_not_offered(open_page: OpenPage) -> None:
    page = open_page("/Stress")
    choose(page, "Another")
    box = page.get_by_label("Percent", exact=True)
    box.fill("90")
    box.press("Enter")
    settled(page)
    assert "90 % cannot be reached by this lever alone" in main(page)
    assert page.get_by_role("button", name="Put this into the scenario").count() == 0


def test_the_map_tells_both_ratios_under_the_pointer(open_page: OpenPage, book: Book) -> None:
    page = open_page("/Stress")
    choose(page, "Two-way map")
    choose(page, "Above the 25 % normal limit".replace(" %", "\N{NO-BREAK SPACE}%"))
    plot = page.locator(".plot .draglayer .nsewdrag").first
    plot.wait_for()
    plot.hover(position={"x": 150, "y": 60})
    told = page.locator(".plot .hoverlayer")
    told.get_by_text("grossed LTV").first.wait_for()
    words = told.text_content() or ""
    assert re.search(r"disclosed LTV \d+\.\d%.*grossed LTV \d+\.\d%", words)
    # A lever that is on no axis: what is under the pointer is that of the new map, or nothing.
    page.get_by_role("slider", name=book.levers["usd_jpy"].label).focus()
    page.keyboard.press("End")
    settled(page)
    assert told.text_content() != words
    plot.hover(position={"x": 151, "y": 61})
    told.get_by_text("grossed LTV").first.wait_for()
    assert told.text_content() != words
    assert "Dotted: equal chance" in main(page)


def test_an_assumption_can_be_changed_and_taken_back(
    open_page: OpenPage, book: Book, risk: Risk
) -> None:
    page = open_page("/Stress")
    choose(page, "How likely")
    line = book.lines[0]
    card = page.locator(f".st-key-card-derived-chance-{line.name}")
    name = next(v.company for v in risk.volatilities if v.company == book.ledger.focus)
    before = breach(book, {}, market(risk, book)).chances[0].probability
    after = breach(book, {}, market(risk, book, {f"volatility.{name}": 20.0})).chances[0]
    assert plain(percent(before)) in plain(card.inner_text())
    page.get_by_text(re.compile("^Volatilities")).click()
    settled(page)
    box = page.get_by_label(f"{book.name(name)}, % a year", exact=True)
    box.fill("20")
    box.press("Enter")
    settled(page)
    assert plain(percent(after.probability)) in plain(card.inner_text())
    assert "± " in card.inner_text()
    press(page, "Assumptions of the data again")
    assert plain(percent(before)) in plain(card.inner_text())


def test_what_is_owed_is_put_into_the_scenario_before_it_is_repaid(
    open_page: OpenPage, book: Book
) -> None:
    page = open_page("/Stress")
    choose(page, "Cash and maturities")
    told = main(page)
    assert "it runs out in March 2027" in told
    assert "calls when" in told
    assert "This scenario has not spent the loan" in told
    page.get_by_role("button", name=re.compile("into the scenario$")).click()
    settled(page)
    assert "This scenario has not spent the loan" not in main(page)
    investment = next(iter(book.levers.of("new investment")))
    assert f"{investment.name}=30" in page.url


def test_the_story_is_walked_by_keyboard_and_by_button(open_page: OpenPage) -> None:
    page = open_page("/Stress")
    choose(page, "Replay")
    title = page.get_by_test_id("stMain").locator("h3").first
    last = title.inner_text()
    page.get_by_role("slider", name="Day, deal by deal").focus()
    page.keyboard.press("ArrowLeft")
    settled(page)
    before = title.inner_text()
    assert before != last
    press(page, "Later")
    assert title.inner_text() == last
    page.get_by_role("slider", name="Day, deal by deal").focus()
    page.keyboard.press("Home")
    settled(page)
    assert "2025" in title.inner_text()
    assert page.get_by_role("button", name="Earlier").is_disabled()


def test_a_scenario_is_kept_while_the_levers_move_on(open_page: OpenPage, book: Book) -> None:
    query = "usd_jpy=140"
    page = open_page(f"/Compare?{query}")
    press(page, "Keep this scenario as A")
    box = page.get_by_label(f"{book.focus_lever.label}, {book.focus_lever.unit}, exact")
    box.fill("300")
    box.press("Enter")
    settled(page)
    kept = book.levers.complete({"usd_jpy": 140.0})
    moved = {**kept, book.focus_lever.name: 300.0}
    a, b = (plain(percent(outcome(book, x).ratio("disclosed"))) for x in (kept, moved))
    assert f"goes from {a} to {b}" in main(page)
    assert f"{book.focus_name} 39 % lower adds" in main(page)
    other = open_page("/" + page.url.split("/", 3)[3], allow=LOOKING)
    told = "Which lever makes how much"
    assert main(other).partition(told)[2] == main(page).partition(told)[2]


def test_no_part_is_wider_than_a_phone(open_page: OpenPage) -> None:
    page = open_page("/Stress", width=390)
    parts = page.locator(".st-key-part label").all_inner_texts()
    assert len(parts) == 6
    for part in parts:
        choose(page, part)
        over = page.evaluate(
            "() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth - innerWidth"
        )
        assert over <= 0, part
