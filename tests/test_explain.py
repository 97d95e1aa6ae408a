"""A number that is opened shows the sum behind it, and the sum is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exposure import wording
from exposure.book import Book, load
from exposure.explain import explain
from exposure.measures import MEASURES
from exposure.model import outcome

SMALL = Path(__file__).parent / "small/data"


@pytest.fixture(scope="module")
def book() -> Book:
    found, faults = load(SMALL)
    assert found is not None, faults
    return found


# Twenty of debt buys shares at a hundred before the money, ten of the hundred are owned already.
@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("net_debt", {}, "USD 20.0 bn"),
        ("net_debt", {"new_money_usd_bn": 20}, "USD 20.0 bn + 20.0 = USD 40.0 bn"),
        ("net_debt", {"sold_usd_bn": 5}, "USD 20.0 bn \u2212 5.0 = USD 15.0 bn"),
        ("focus_cost", {"new_money_usd_bn": 20}, "USD 10.0 bn + 20.0 = USD 30.0 bn"),
        ("focus_stake", {}, "10.0 %"),
        ("focus_stake", {"new_money_usd_bn": 20}, "10.0 % x 100.0 / 120.0 + 20.0 / 120.0 = 25.0 %"),
        ("focus_value", {"birch_value_usd_bn": 50}, "10.0 % x USD 50.0 bn = USD 5.0 bn"),
        (
            "focus_value",
            {"new_money_usd_bn": 20},
            "10.0 % x USD 100.0 bn + 20.0 of new money = USD 30.0 bn",
        ),
        ("ltv_grossed", {}, "(20.0 + 10.0 + 10.0) / (100.0 + 10.0 + 10.0) = 33.3 %"),
    ],
)
def test_an_opened_number_is_computed_before_the_eyes_of_the_reader(
    book: Book, name: str, values: dict[str, float], told: str
) -> None:
    computed = explain(outcome(book, values), name).computed
    assert computed.replace(wording.GAP, " ") == told


@pytest.mark.parametrize("values", [{}, {"new_money_usd_bn": 20}, {"jpy_per_usd": 80}])
def test_every_computation_ends_in_the_number_that_was_opened(
    book: Book, values: dict[str, float]
) -> None:
    found = outcome(book, values)
    for name in MEASURES.keys() - {"concentration", "headroom"}:
        opened = explain(found, name)
        assert opened.computed.endswith(opened.value)
        assert opened.inputs


def test_the_headline_answers_the_question_of_the_page(book: Book) -> None:
    """How much of the group the company is, before anything about limits."""
    told = wording.headline(outcome(book, {"new_money_usd_bn": 20})).replace(wording.GAP, " ")
    assert re.search(r"Birch Labs is 25\.0 % of .* Alder Group", told)
    assert told.index("25.0 %") < told.index("33.3 %")


def test_a_ratio_is_told_with_its_own_line(book: Book) -> None:
    told = wording.ltv_sentence(outcome(book, {})).replace(wording.GAP, " ")
    assert "disclosed LTV is 20.0 %, 5.0 points below the 25 % own limit" in told
    assert "grossed LTV is 33.3 %, 1.7 points below the 35 % rating limit" in told
