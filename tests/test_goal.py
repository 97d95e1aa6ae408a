"""Goal seek: the slider in reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exposure.balance import BalanceError
from exposure.evaluation import evaluate
from exposure.model import break_even, outcome
from exposure.stress.goal import (
    ALL_HOLDINGS,
    Goal,
    bracketed_root,
    closed_form,
    goal,
    goal_levers,
    goals,
)
from tests.invented import baseline, book

if TYPE_CHECKING:
    from exposure.book import Book


@pytest.fixture(scope="module")
def oak() -> Book:
    return book()


def reached(oak: Book, values: dict[str, float], found: Goal) -> float:
    settings = {**oak.levers.complete(values), **found.settings}
    return outcome(oak, settings).ratio(found.ratio)


@pytest.mark.parametrize(
    ("lever", "ratio", "limit", "sum_"),
    [
        # E = 200, D = 40: at 25 % E is 160, so birch loses 40 of 50, at a tenth of its value.
        ("birch_value", "disclosed", 0.25, 500 - 40 / 0.10),
        ("chip_value", "disclosed", 0.25, 100 - 40 / 0.80),
        ("investment", "disclosed", 0.25, (0.25 * 200 - 40) / 0.75),
        # Grossed: loans of 25 and 6 unpaid on both sides, 71 / 231.
        ("pending", "grossed", 0.35, 6 + (0.35 * 231 - 71) / 0.65),
    ],
)
def test_the_closed_form_is_the_sum_by_hand_and_what_a_search_finds(
    oak: Book, lever: str, ratio: str, limit: float, sum_: float
) -> None:
    found = goal(oak, {}, lever, limit, ratio)
    assert found.value == pytest.approx(sum_, rel=1e-9)
    assert found.method == "closed form"
    assert closed_form(oak, {}, lever, limit, ratio) == pytest.approx(sum_, rel=1e-9)
    assert bracketed_root(oak, {}, lever, limit, ratio) == pytest.approx(sum_, rel=1e-9)
    assert reached(oak, {}, found) == pytest.approx(limit, rel=1e-9)


@pytest.mark.parametrize("lever", ["sales", "margin_loan"])
def test_money_to_raise_agrees_with_the_search(oak: Book, lever: str) -> None:
    after = {"investment": 30.0}
    found = goal(oak, after, lever, 0.25)
    assert found.value == pytest.approx((70 - 0.25 * 230) / 0.75, rel=1e-9)
    assert bracketed_root(oak, after, lever, 0.25) == pytest.approx(found.value, rel=1e-9)


def test_nothing_pledged_all_holdings_fall_by_the_headroom() -> None:
    free = book(baseline(chip_loan=0.0, tel_loan=0.0))
    found = goal(free, {}, ALL_HOLDINGS, 0.25)
    assert found.value == pytest.approx(-20.0, rel=1e-9)
    assert found.method == "closed form"
    assert bracketed_root(free, {}, ALL_HOLDINGS, 0.25) == pytest.approx(-20.0, rel=1e-9)
    assert set(found.settings) == {"birch_value", "chip_value", "others_pct"}
    assert reached(free, {}, found) == pytest.approx(0.25, rel=1e-9)


def test_with_loans_all_holdings_fall_by_less(oak: Book) -> None:
    found = goal(oak, {}, ALL_HOLDINGS, 0.25)
    # Gross is 225: it has to lose 40.
    assert found.value == pytest.approx(-100 * 40 / 225, rel=1e-9)
    assert reached(oak, {}, found) == pytest.approx(0.25, rel=1e-9)


def test_the_yen_has_no_formula_and_is_found_by_bracketing(oak: Book) -> None:
    found = goal(oak, {}, "yen", 0.25)
    assert found.method == "bracketed root"
    # In dollars 40 c of debt over 175 + 25 c: 25 % where c = 43.75 / 33.75.
    assert found.value == pytest.approx(100 / (43.75 / 33.75), rel=1e-9)


def test_new_money_below_cost_bends_the_line_and_the_search_finds_it(oak: Book) -> None:
    after = {"investment": 30.0}
    found = goal(oak, after, "birch_value", 0.36)
    assert found.method == "bracketed root"
    assert found.value == pytest.approx(break_even(oak, after, "disclosed", 0.36), rel=1e-9)


def test_what_one_lever_cannot_do_is_said_plainly(oak: Book) -> None:
    found = goal(oak, {}, "birch_value", 0.35)
    assert found.value is None
    assert not found.settings
    words = found.sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert words == (
        "35 % cannot be reached by this lever alone: between USD 20 bn and USD 2,000 bn "
        "the disclosed LTV goes from 26.32 % to 11.43 %."
    )
    assert "does not move" in goal(oak, {}, "pending", 0.25).sentence
    assert found.as_json()["reached"] is False


def test_a_crossing_just_before_the_scenario_becomes_impossible_is_found(oak: Book) -> None:
    # Chip and tel are worth 39.88 after their loans, and 39.83 of it must be sold.
    found = bracketed_root(oak, {"chip_value": 43.6}, "sales", 0.0015)
    assert found is not None
    sheet = evaluate(oak, {"chip_value": 43.6, "sales": found})
    assert float(sheet.ltv) == pytest.approx(0.0015, rel=1e-9)
    assert float(sheet.net_debt) < 1


@pytest.mark.parametrize(
    ("lever", "limit", "ratio", "field"),
    [
        ("nothing", 0.25, "disclosed", "nothing"),
        ("marked", 0.25, "disclosed", "marked"),
        ("sales", 0.0, "disclosed", "limit"),
        ("sales", 1.0, "disclosed", "limit"),
        ("sales", 0.25, "other", "ratio"),
    ],
)
def test_a_question_without_meaning_is_refused_by_name(
    oak: Book, lever: str, limit: float, ratio: str, field: str
) -> None:
    with pytest.raises(BalanceError) as caught:
        goal(oak, {}, lever, limit, ratio)
    assert caught.value.field == field


def test_every_lever_gives_an_answer_or_a_sentence(oak: Book) -> None:
    for values in ({}, {"investment": 30.0, "sales": 10.0, "yen": 130.0}):
        for lever in goal_levers(oak):
            for ratio in ("disclosed", "grossed"):
                found = goal(oak, values, lever, 0.3, ratio)
                assert "nan" not in found.sentence
                if found.value is not None:
                    assert reached(oak, values, found) == pytest.approx(0.3, rel=1e-9)


@pytest.mark.parametrize("values", [{}, {"investment": 30.0}, {"yen": 120.0, "sales": 5.0}])
@pytest.mark.parametrize("ratio", ["disclosed", "grossed"])
def test_levers_that_are_sought_together_are_as_each_alone(
    oak: Book, values: dict[str, float], ratio: str
) -> None:
    levers = goal_levers(oak)
    together = goals(oak, values, levers, 0.3, ratio)
    assert together == [goal(oak, values, lever, 0.3, ratio) for lever in levers]
    assert {found.method for found in together} == {"closed form", "bracketed root", "none"}
