"""What is taken away from a page: each file is pressed for, opened, and holds the page's numbers."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from exposure.export.verify import differences
from tests.browser.harness import settled

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import OpenPage

MOVED = "new_investment_usd_bn=30&round_others_usd_bn=80"


def taken(page: Page, button: Locator, folder: Path) -> Path:
    """Press a button and return the file that comes."""
    with page.expect_download() as coming:
        button.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_every_file_of_a_page_opens_and_holds_its_numbers(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(f"/LTV?{MOVED}")
    ltv = page.locator(".st-key-card-derived-ltv .card-value").inner_text()
    shown = float(ltv.split()[0])
    foot = page.locator(".st-key-foot")
    file = {
        name: taken(page, foot.get_by_role("button", name=name), tmp_path)
        for name in ("Workbook", "Brief", "Publish pack", "Plain text")
    }
    answers = load_workbook(file["Workbook"], data_only=True)["Answers"]
    named = {row[2].value: row[1].value for row in answers.iter_rows() if len(row) > 2}
    assert round(100 * float(str(named["answer_ltv"])), 1) == shown
    assert file["Brief"].read_bytes().startswith(b"%PDF")
    assert differences(file["Publish pack"]) == []
    assert f"Disclosed LTV: {ltv}".replace("\xa0", " ") in file["Plain text"].read_text("utf-8")

    menu = page.locator(".files:near(.st-key-text-2-headroom)").first
    tables = {}
    for form in ("CSV", "XLSX", "JSON"):
        menu.locator("summary").click()
        tables[form] = taken(page, menu.get_by_role("button", name=form), tmp_path)
    told = tables["CSV"].read_text("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(told)))
    data = json.loads(tables["JSON"].read_text("utf-8"))
    sheet = load_workbook(tables["XLSX"])["Table"]
    column = [cell.value for cell in sheet[1]].index("Now (fraction)")
    numbers = [float(first["Now (fraction)"]), data["rows"][0]["value"], sheet[2][column].value]
    assert numbers == pytest.approx([numbers[0]] * 3, rel=1e-14)  # a sheet keeps fifteen digits
    assert round(100 * numbers[0], 1) == shown
    assert page.locator('[data-testid="stElementToolbarButton"]:visible').count() == 0


def test_the_lines_for_another_site_show_one_thing_alone(open_page: OpenPage) -> None:
    page = open_page(f"/LTV?{MOVED}")
    ltv = page.locator(".st-key-card-derived-ltv .card-value").inner_text()
    page.get_by_role("button", name="Embed", exact=True).click()
    settled(page)
    snippet = page.locator('[data-testid="stCode"] code').inner_text()
    source = re.findall(r'src="([^"]+)"', snippet)[0].replace("&amp;", "&")
    asked = parse_qs(urlsplit(source).query)
    assert asked["embed"] == ["true"]
    assert asked["new_investment_usd_bn"] == ["30"]
    page.keyboard.press("Escape")
    settled(page)
    page.locator('.modebar-btn[data-title^="Embed"]').first.click()
    settled(page)
    chart = page.locator(".plot").first.get_attribute("name")
    assert f"show={chart}&" in page.locator('[data-testid="stCode"] code').inner_text()
    alone = open_page(f"{urlsplit(source).path}?{urlsplit(source).query}", width=390)
    expect(alone.locator(".card-value")).to_have_text(ltv)
    assert alone.locator(".card-value").count() == 1
    assert alone.locator('.plot, [data-testid="stSidebar"]').count() == 0
    expect(alone.locator(".st-key-alone")).to_contain_text("Balance sheet of 31 December 2025")
    expect(alone.locator(".st-key-alone")).to_contain_text("Data and model")
    # What the framework draws of a page is not there either, and the lines hand out enough room.
    height = int(re.findall(r'height="(\d+)"', snippet)[0])
    deals = open_page("/Deals?embed=true&show=total-focus", width=350, height=height)
    main = deals.get_by_test_id("stMainBlockContainer")
    assert main.inner_text() == deals.locator(".st-key-alone").inner_text()
    assert (main.bounding_box() or {"height": 1e9})["height"] <= height


def test_a_page_as_text_says_what_the_page_says_and_a_bad_name_is_told(
    open_page: OpenPage,
) -> None:
    page = open_page(f"/LTV?{MOVED}")
    values = page.locator(".card-value").all_inner_texts()
    text = open_page(f"/LTV?{MOVED}&view=text").locator('[data-testid="stText"]').inner_text()
    assert values
    assert all(value.replace("\xa0", " ") in text.replace("\xa0", " ") for value in values)
    bad = open_page("/LTV?show=nothing&usd_jpy=many")
    told = bad.locator('[data-testid="stAlert"]:visible').all_inner_texts()
    assert [word in " ".join(told) for word in ("show = nothing", "usd_jpy = many")] == [True, True]


def test_on_paper_there_is_nothing_to_press_and_every_chart_is_whole(open_page: OpenPage) -> None:
    page = open_page(f"/LTV?{MOVED}", theme="dark")
    page.set_viewport_size({"width": 700, "height": 1000})
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    settled(page)
    assert page.locator(
        'button:visible, input:visible, [data-testid="stSidebar"]:visible'
    ).count() == len(values(page))
    for plot in page.locator(".plot .main-svg").all():
        box = plot.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 700
        assert box["height"] > 100
    expect(page.locator(".printed").last).to_contain_text("Link: http")
    expect(page.locator(".printed").last).to_contain_text("Sources: ")
    assert page.evaluate("getComputedStyle(document.querySelector('.stage h1')).color") == (
        "rgb(27, 31, 36)"
    )


def test_on_paper_a_table_of_a_dark_page_is_dark_on_light_and_not_cut(open_page: OpenPage) -> None:
    page = open_page("/Figures?desk_part=compared&figures_search=bridge", theme="dark")
    page.set_viewport_size({"width": 640, "height": 900})
    page.emulate_media(media="print")
    cells = page.locator(".table td")
    assert cells.count() >= 6
    told = cells.evaluate_all(
        "cells => cells.map(x => [getComputedStyle(x).color, x.getBoundingClientRect().right])"
    )
    assert {colour for colour, _ in told} == {"rgb(27, 31, 36)"}
    assert max(right for _, right in told) <= 640


def values(page: Page) -> list[Locator]:
    """Return the numbers of the cards, which are buttons on the screen and only numbers on paper."""
    return page.locator(".card-value:visible").all()
