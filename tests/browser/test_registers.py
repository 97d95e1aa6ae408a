"""Figures and Deals: search, filter, pick a row, and hold a figure against its passage."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from exposure.__main__ import main
from tests.browser.harness import serving, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Server

# Of the framework's grid, in pixels: a head and rows of one height, and the column of boxes.
_ROW = 35
_BOX = 18


HOSTILE = "<img src=x onerror=alert(1)> **$5** $x$ ![a](http://b/c)"


@pytest.fixture(scope="module")
def small(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """Return a server of a copy of the small group, one of whose passages is hostile, and its data."""
    folder = tmp_path_factory.mktemp("small") / "small"
    shutil.copytree(root / "tests/small", folder)
    for path in (folder / "seeds/texts").glob("*.txt"):
        words = path.read_text("utf-8").replace("$10 billion", f"{HOSTILE} $10 billion")
        path.write_text(words, "utf-8")
    with serving(data=folder / "data", EXPOSURE_SEED_TEXTS=str(folder / "seeds/texts")) as server:
        yield server, folder / "data"


def pick(page: Page, row: int) -> None:
    """Press the box of a row."""
    grid = page.get_by_test_id("stDataFrame")
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": _BOX, "y": _ROW * (row + 1.5)})
    settled(page)


def search(page: Page, words: str) -> Locator:
    """Search the figures, and return the line that counts what was found."""
    page.get_by_label("Search", exact=True).fill(words)
    page.keyboard.press("Enter")
    settled(page)
    return page.get_by_text(re.compile(r"^\d[\d,]* of \d[\d,]* figures"))


def test_a_figure_that_is_alone_is_opened_with_its_printings(open_page: OpenPage) -> None:
    page = open_page("/Figures")
    assert search(page, "b-1-bridge").inner_text().startswith("1 of ")
    detail = page.locator(".st-key-figure-detail")
    told = detail.inner_text()
    # On paper the grid, of which only a part is drawn, is a table.
    page.emulate_media(media="print")
    paper = page.locator(".table.printed")
    assert paper.locator("tbody tr").count() == 1
    assert "Bridge loan of March 2026" in paper.inner_text()
    page.emulate_media(media="null")
    assert not paper.is_visible()
    assert "Misprint. It should say USD" in told
    assert "Computed" in told
    assert detail.locator("table").last.locator("tbody tr").count() >= 4


def part(page: Page, label: str) -> None:
    """Choose what the page Figures shows."""
    page.get_by_role("radio", name=re.compile(f"^{label}")).click()
    settled(page)


def test_a_row_stays_picked_while_it_is_in_the_table(open_page: OpenPage) -> None:
    page = open_page("/Figures")
    search(page, "bridge loan of march 2026")
    page.get_by_test_id("stDataFrame").locator("canvas").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    settled(page)
    detail = page.locator(".st-key-figure-detail")
    before = detail.inner_text()
    search(page, "bridge loan of march")
    assert detail.inner_text() == before
    search(page, "stargate")
    assert detail.count() == 0


def test_the_desk_answers_one_question_a_part_and_the_search_holds_for_all(
    small: tuple[Server, Path], open_page: OpenPage
) -> None:
    page = open_page("/Figures", at=small[0].url)
    search(page, "bridge loan")
    told = page.get_by_test_id("stMain")
    part(page, "Printed more than once 1")
    assert told.locator("table tbody tr").count() == 3
    assert "its own second paragraph" in told.inner_text()
    part(page, "Misprints 1")
    assert "USD 8 bn, not USD 80 bn" in told.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "80 / 10 = 8" in told.inner_text()
    part(page, "Stale 0")
    assert "No figure that the search finds was replaced." in told.inner_text()
    search(page, "volatility elm")
    part(page, "Assumptions 1")
    assert told.locator("table tbody tr").count() == 1
    assert "a round number" in told.inner_text()


def test_the_checklist_of_a_page_comes_out_of_the_printer_whole(open_page: OpenPage) -> None:
    page = open_page("/Figures")
    part(page, "Sign-off")
    page.get_by_role("combobox", name="Checklist for").select_option("Page: Deals")
    settled(page)
    rows = page.locator(".st-key-text-7-checklist tbody tr")
    assert rows.count() > 60
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert pages >= 3
    page.emulate_media(media="print")
    for widget in ("stTextInput", "stMultiSelect", "stSidebar"):
        assert not page.get_by_test_id(widget).first.is_visible()


def test_nothing_found_says_so_and_is_taken_back_at_once(open_page: OpenPage) -> None:
    page = open_page("/Figures", width=390)
    search(page, "no such figure anywhere")
    assert page.get_by_text("No figure matches").is_visible()
    page.get_by_role("button", name="Clear search and filters").click()
    settled(page)
    assert page.get_by_test_id("stDataFrame").count() == 1


@pytest.mark.slow
def test_without_the_articles_the_page_says_how_to_install_them(
    cold_server: Callable[..., Server], open_page: OpenPage, tmp_path: Path
) -> None:
    server = cold_server(EXPOSURE_SEED_TEXTS=str(tmp_path / "nowhere"))
    page = open_page("/Figures", at=server.url)
    search(page, "b-1-bridge")
    told = page.locator(".st-key-figure-detail").inner_text()
    assert "not installed" in told
    assert "seeds/texts/" in told


@pytest.mark.usefixtures("seed_texts")
def test_with_the_articles_the_printed_words_are_marked(open_page: OpenPage) -> None:
    page = open_page("/Figures")
    search(page, "b-1-bridge")
    marked = page.locator(".st-key-figure-detail blockquote strong")
    assert "$400 billion" in marked.first.inner_text()


def test_a_passage_is_text_and_never_markup(
    small: tuple[Server, Path], open_page: OpenPage
) -> None:
    page = open_page("/Figures", at=small[0].url)
    search(page, "w-p1-investment")
    quoted = page.locator(".st-key-figure-detail blockquote")
    assert HOSTILE in quoted.inner_text()
    assert quoted.locator("img, a").count() == 0
    assert quoted.locator("strong").all_inner_texts() == ["$10 billion"]


def test_a_deal_opens_with_its_figures(open_page: OpenPage) -> None:
    page = open_page("/Deals")
    pick(page, 0)
    detail = page.locator(".st-key-deal-detail")
    assert "Amount:" in detail.inner_text()
    assert detail.locator("table").count() >= 2


@pytest.mark.parametrize("width", [390, pytest.param(1440, marks=pytest.mark.slow)])
def test_deals_are_filtered_by_keyboard_and_an_empty_answer_is_told(
    open_page: OpenPage, width: int
) -> None:
    page = open_page("/Deals", width=width)
    counted = page.get_by_text(re.compile(r"^\d+ deals by kind"))
    before = int(counted.inner_text().split()[0])
    page.get_by_role("button", name="Sales", exact=True).focus()
    page.keyboard.press("Enter")
    settled(page)
    assert 0 < int(counted.inner_text().split()[0]) < before
    page.get_by_role("button", name="forecast", exact=True).click()
    settled(page)
    assert page.get_by_text("No deal passes these filters").is_visible()


@pytest.mark.slow
def test_another_group_has_these_pages_too(
    cold_server: Callable[..., Server], open_page: OpenPage, root: Path
) -> None:
    server = cold_server(data=root / "tests/small/data")
    for path in ("/Holding_shares", "/Deals", "/Figures"):
        page = open_page(path, at=server.url, width=390)
        assert page.locator(".st-key-sentence").inner_text()
        assert page.get_by_test_id("stException").count() == 0


def test_a_sign_off_is_seen_at_once_and_is_gone_when_the_figure_changes(
    small: tuple[Server, Path], open_page: OpenPage
) -> None:
    """The last of those on the small group, as it changes the data."""
    server, data = small
    page = open_page("/Figures", at=server.url)
    said = page.locator(".st-key-sentence")
    assert "Nobody has signed one off" in said.inner_text()
    search(page, "loan to value")
    part(page, "Sign-off")
    row = page.get_by_role("row").filter(has_text="w-p5-ltv")
    assert row.inner_text().startswith("[ ]")

    sign = ["review", "w-p5-ltv", "--checked-by", "Ann Lee", "--data", str(data)]
    assert main(sign) == 0
    part(page, "Stale")
    part(page, "Sign-off")
    assert row.inner_text().startswith("[x]")
    assert "checked by Ann Lee" in row.inner_text()
    assert "1 is checked" in said.inner_text()
    page.get_by_role("radio", name="Checked 1", exact=True).click()
    settled(page)
    assert page.locator(".st-key-text-7-checklist tbody tr").count() == 1

    ledger = data / "deals.yaml"
    text = ledger.read_text("utf-8")
    before, own, rest = text.partition("- id: w-p5-ltv\n")
    changed = rest.replace("status: completed", "status: announced", 1)
    ledger.write_text(before + own + changed, "utf-8")
    page.get_by_role("radio", name=re.compile("^All ")).last.click()
    # A file that has just changed is read once it is whole; then the page opens anew by itself.
    page.get_by_text("changed since it was checked by").wait_for()
    settled(page)
    assert row.inner_text().startswith("[ ]")
    assert "changed since it was checked by Ann Lee" in row.inner_text()
