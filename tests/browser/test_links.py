"""A link shows what it showed: cold and warm, on every page, and says what it could not use."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from exposure import releases, since
from exposure.link import STAMP
from tests.browser.harness import ROOT, addresses, settled
from tests.browser.levers import boxes, follow, label, link, pages_of, query_of, values_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exposure.book import Book
    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Server

# On a deep link the front end first looks for its server below the page's own path.
LOOKING = "404"


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
    """On the way no page violates the policy: that is an error in the console, which fails a test."""
    page = open_page(link(book, "/", moved))
    before = boxes(page)
    for name in (*pages_of(page), "LTV"):
        follow(page, name)
        assert values_in(page) == moved, name
        assert boxes(page) == before, name
        # Levers and their steps stand only where something moves with them.
        seen = name not in {"Deals", "Figures", "Check a draft"}
        assert page.get_by_role("slider").first.is_visible() == seen, name
        assert page.get_by_role("combobox", name="Scenario").count() == seen, name
        assert page.get_by_role("button", name="Undo").count() == seen, name


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


# ------------------------------------------------------------------------------- the choices of pages

CHOSEN = {
    "Concentration": {"basis": "nav"},
    "Stress": {"part": "map", "map_x": "usd_jpy"},
    "Holding_shares": {"round_size": "122.5"},
    "Deals": {"deals_of": "all", "deals_status": "completed"},
    "Figures": {"figures_search": "loan", "desk_part": "misprints"},
}


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
    dated.get_by_role("button", name="Show the link's numbers").click()
    settled(page)
    assert query_of(page)[STAMP] == [old.stamp]
