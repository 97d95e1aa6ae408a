"""How scenarios are chosen and named on the page Compare, and what its tables hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from exposure import compare_words as words
from exposure.compare import side_by_side
from exposure.link import pasted
from exposure.wording import MINUS
from tests.invented import book

if TYPE_CHECKING:
    from exposure.book import Book

AFTER_30 = {"investment": 30.0}


@pytest.fixture(scope="module")
def oak() -> Book:
    return book()


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, ("after-30", "birch-halves")),
        ({"yen": 90.0}, ("after-30", words.SCENARIO)),
        (AFTER_30, (words.SCENARIO, "birch-halves")),
    ],
    ids=["nothing moved", "something moved", "a preset"],
)
def test_what_is_compared_first_is_never_the_same_twice(
    oak: Book, own: dict[str, float], expected: tuple[str, str]
) -> None:
    assert words.starts(oak, own) == expected
    a, b = (words.chosen(oak, name, own) for name in expected)
    assert a != b


def test_a_link_comes_back_as_the_scenario_that_it_was_made_of(oak: Book) -> None:
    values = oak.levers.complete({"investment": 12.5, "yen": 90.0})
    query = urlencode(oak.levers.encode(values))
    for text in (query, f" https://host/a/Stress?{query}#part ", f"?{query}"):
        assert pasted(oak, text) == (values, ())
    assert pasted(oak, "") == (oak.levers.complete({}), ())


def test_a_link_that_is_wrong_in_part_says_which_part(oak: Book) -> None:
    values, notices = pasted(oak, "investment=12&yen=9000")
    assert values == oak.levers.complete({"investment": 12.0})
    assert [str(notice).partition(":")[0] for notice in notices] == ["yen = 9000"]


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({}, "As is"),
        (AFTER_30, "After 30"),
        ({"yen": 90.0}, "Yen 90 JPY per USD"),
        (
            {"birch_value": 400.0, "investment": 1.0, "yen": 90.0},
            "Birch value USD 400 bn, Investment USD 1 bn and 1 more",
        ),
    ],
)
def test_a_kept_scenario_has_a_name(oak: Book, values: dict[str, float], title: str) -> None:
    assert words.title(oak, values).replace("\N{NO-BREAK SPACE}", " ") == title


def test_the_scenario_of_the_session_is_called_as_it_was_chosen(oak: Book) -> None:
    twin = oak.presets[1].model_copy(update={"name": "twin", "title": "Told otherwise"})
    both = replace(oak, presets=(*oak.presets, twin))
    assert words.options(both, twin.set)[words.SCENARIO] == f"This scenario: {oak.presets[1].title}"
    told = words.options(both, twin.set, "twin")[words.SCENARIO]
    assert told == "This scenario: Told otherwise"
    assert words.options(both, {}, "twin")[words.SCENARIO] == "This scenario: As is"


def test_tables_hold_the_three_with_their_differences(oak: Book) -> None:
    found = side_by_side(oak, AFTER_30, {"sales": 10.0})
    results = words.results_table(oak, found)
    first = [str(cell).replace("\N{NO-BREAK SPACE}", " ") for cell in list(results.loc[0])[:7]]
    # 40 of 200, 70 of 230, 30 of 190.
    assert first == [
        "Disclosed LTV", "20.0 %", "30.4 %", "15.8 %", "+10.4 points",
        f"{MINUS}4.2 points", f"{MINUS}14.6 points",
    ]  # fmt: skip
    numbers = list(results.loc[0, ["unit", "baseline_value", "a_value", "b_value"]])
    assert numbers == ["fraction", *(pytest.approx(x) for x in (40 / 200, 70 / 230, 30 / 190))]
    assert words.levers_table(oak, found)["label"].tolist() == ["Investment", "Sales"]
    parts = words.attribution_table(found.between)
    assert parts["label"].tolist() == ["Investment", "Sales", "Together"]
    *each, together = parts["ltv_value"].tolist()
    assert sum(each) == pytest.approx(together)


def test_the_same_scenario_has_no_parts_and_says_so(oak: Book) -> None:
    found = side_by_side(oak, AFTER_30, AFTER_30)
    assert words.attribution_table(found.between).empty
    assert "nothing to tell apart" in words.unattributed(found.between)
    assert words.opening(found.between, ("a", "b")).startswith("Nothing differs")
