"""The states that nobody wishes to see: broken data, none, another group, an impossible scenario."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.browser.harness import ROOT, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Server


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may break."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "seeds", tmp_path / "data/seeds", ignore=shutil.ignore_patterns("texts"))
    return tmp_path / "data"


def rerun(page: Page) -> str:
    """Move a lever, so that the page is drawn anew, and return its text."""
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    return page.locator('[data-testid="stMain"]').inner_text()


def test_the_last_good_data_stays_while_a_file_is_broken_and_the_new_comes_in_by_itself(
    cold_server: Callable[..., Server], open_page: OpenPage, copied: Path
) -> None:
    server = cold_server(data=copied)
    page = open_page(
        "/", at=server.url, allow="ERR_CONNECTION_REFUSED|reaching server|not responding"
    )
    sentence = page.locator(".st-key-sentence")
    assert "LTV" in sentence.inner_text()

    ledger = copied / "deals.yaml"
    whole = ledger.read_text(encoding="utf-8")
    main = page.get_by_test_id("stMain")
    ledger.write_text(whole.replace("unit: percent", "unit: prozent", 1), encoding="utf-8")
    assert "deals.yaml" in rerun(page)
    # From here on nobody touches the page: it looks by itself.
    main.get_by_text("prozent").wait_for()
    assert "LTV" in sentence.inner_text()

    ledger.write_text(whole[: len(whole) // 2], encoding="utf-8")
    main.get_by_text("prozent").wait_for(state="detached")
    main.get_by_text("deals.yaml:").first.wait_for()
    assert "LTV" in sentence.inner_text()

    ledger.unlink()
    main.get_by_text("does not exist").wait_for()
    assert "LTV" in sentence.inner_text()

    ledger.write_text(whole, encoding="utf-8")
    main.get_by_text("deals.yaml").first.wait_for(state="detached")
    assert "LTV" in sentence.inner_text()

    server.process.terminate()
    page.get_by_role("dialog", name="The connection is lost").wait_for()
    assert "comes back by itself" in page.get_by_role("dialog").inner_text()
    page.close()  # a tab that looks for its server cannot go to another


def test_no_data_and_data_that_never_was_good_are_told_in_sentences(
    cold_server: Callable[..., Server], open_page: OpenPage, copied: Path, tmp_path: Path
) -> None:
    data = tmp_path / "empty"
    data.mkdir()
    server = cold_server(data=data)
    page = open_page("/", at=server.url)
    main = page.get_by_test_id("stMain")
    assert "deals.yaml" in main.inner_text()
    (copied / "balance_sheet.yaml").write_text("as_of: 2025-12-31\nunknown: 1\n", encoding="utf-8")
    shutil.copytree(copied, data, dirs_exist_ok=True)
    main.get_by_text("balance_sheet.yaml:2").first.wait_for()
    assert "Traceback" not in main.inner_text()
    assert "Traceback" not in server.log()


def test_selling_more_than_there_is_has_no_answer_and_a_way_back(open_page: OpenPage) -> None:
    page = open_page("/?arm_value_usd_bn=10&sales_usd_bn=60")
    told = page.locator('[data-testid="stMain"]').inner_text()
    assert "more than" in told
    page.get_by_role("button", name="Back to the baseline").click()
    settled(page)
    assert "LTV" in page.locator(".st-key-sentence").inner_text()


def test_an_embedded_page_starts_without_its_sidebar(open_page: OpenPage) -> None:
    page = open_page("/?embed=true")
    assert not page.get_by_role("navigation", name="Pages").is_visible()
    assert "LTV" in page.locator(".st-key-sentence").inner_text()


def test_on_a_phone_the_panel_that_a_visit_left_open_does_not_cover_the_next(
    open_page: OpenPage,
) -> None:
    page = open_page("/LTV", width=390)
    opener = page.get_by_test_id("stExpandSidebarButton")
    panel = page.locator('[data-testid="stSidebar"] :is(a, button, input, select)')
    assert not panel.filter(visible=True).count()  # so Tab does not walk through what nobody sees
    opener.click()
    settled(page)
    assert panel.filter(visible=True).count() > 20
    assert opener.count() == 0
    page.reload()
    opener.wait_for()
    settled(page)
