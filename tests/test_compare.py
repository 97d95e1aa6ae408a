"""Scenarios side by side, and an attribution that adds up."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from exposure.balance import BalanceError
from exposure.compare import attribution, compare, side_by_side
from exposure.model import outcome
from tests.invented import book

if TYPE_CHECKING:
    from exposure.book import Book

BOTH = {"birch_value": 350.0, "yen": 90.0}


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def oak() -> Book:
    return book()


def test_only_the_levers_that_differ_are_listed(oak: Book) -> None:
    found = compare(oak, {"investment": 30.0, "sales": 5.0}, {"investment": 30.0, "sales": 15.0})
    assert found.levers == {"sales": (5.0, 15.0)}


def test_results_have_their_differences(oak: Book) -> None:
    found = compare(oak, {}, BOTH)
    before, after, change = found.results["ltv"]
    assert before == pytest.approx(0.2)
    assert after == outcome(oak, BOTH).ratio("disclosed")
    assert change == pytest.approx(0.2367 - 0.2, abs=1e-4)
    assert found.results["nav_usd_bn"][2] == pytest.approx(-15 - 20 / 9 + 5 / 9)


def test_the_attribution_is_the_average_over_all_orders(oak: Book) -> None:
    a = oak.levers.complete({})
    b = {**a, **BOTH, "investment": 20.0}
    names = ["birch_value", "yen", "investment"]
    found = attribution(oak, a, b, [[name] for name in names])["ltv"]
    told = dict.fromkeys(names, 0.0)
    orders = list(permutations(names))
    for order in orders:
        here = dict(a)
        for name in order:
            before = outcome(oak, here).ratio("disclosed")
            here[name] = b[name]
            told[name] += (outcome(oak, here).ratio("disclosed") - before) / len(orders)
    assert found == pytest.approx([told[name] for name in names], rel=1e-12)


def test_the_parts_add_up_to_the_difference_for_ten_levers(oak: Book) -> None:
    random = np.random.default_rng(3)
    names = [n for n in oak.levers.defaults if n not in ("sales", "margin_loan", "marked")][:10]
    for _ in range(20):
        moved = {
            n: float(
                random.uniform(oak.levers[n].low, (oak.levers[n].low + oak.levers[n].high) / 2)
            )
            for n in names
        } | {"chip_loan": 10.0, "birch_value": 300.0, "interest": 60.0}
        found = compare(oak, {}, moved)
        for name, parts in found.parts.items():
            change = found.results[name][2]
            assert change is not None
            assert sum(p.amount for p in parts) == pytest.approx(change, abs=1e-12)


def test_a_lever_that_changes_nothing_gets_nothing(oak: Book) -> None:
    found = compare(oak, {}, {"birch_value": 300.0, "held_loan": 20.0})
    amounts = {p.name: p.amount for p in found.parts["ltv"]}
    assert amounts["held_loan"] == 0
    assert amounts["birch_value"] == pytest.approx(found.results["ltv"][2])


def test_many_levers_are_taken_together_by_their_groups(oak: Book) -> None:
    moved = {
        name: value + 1 if value + 1 <= oak.levers[name].high else value - 1
        for name, value in oak.levers.defaults.items()
    }
    found = compare(oak, {}, moved)
    assert [p.name for p in found.parts["ltv"]] == ["Values", "Money", "Currency"]
    assert sum(len(p.levers) for p in found.parts["ltv"]) == len(moved)
    assert found.sentences[0].startswith("15 changed levers")
    change = found.results["ltv"][2]
    assert sum(p.amount for p in found.parts["ltv"]) == pytest.approx(change, abs=1e-12)


def test_the_sentence_names_the_causes_and_who_makes_most_of_it(oak: Book) -> None:
    found = compare(oak, {}, BOTH)
    assert plain(found.sentences[0]) == (
        "Birch Labs 30 % lower and the dollar at JPY 90 add 3.7 points, 2.0 of them from the "
        "exchange rate: the disclosed LTV goes from 20.0 % to 23.7 %."
    )
    assert plain(found.sentences[-1]) == "NAV falls by USD 16.7 bn."


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"investment": 30.0}, "USD 30 bn of investment adds 10.4 points: "),
        ({"sales": 10.0, "margin_loan": 5.0}, "take off 6.5 points, 4.3 of them from sales"),
        ({"others_pct": -20.0}, "Others pct 20 % lower adds"),
        ({"held_loan": 10.0}, "USD 10 bn of held loan changes nothing"),
        ({"pending": 10.0}, "Pending at USD 10 bn"),
        ({"investment": 9.0, "birch_value": 600.0}, "where investment alone makes +3.4 points"),
        ({"investment": 9.0, "marked": 1.0}, "marked switched on"),
    ],
)
def test_every_kind_of_lever_has_its_words(oak: Book, values: dict[str, float], words: str) -> None:
    assert words in plain(" ".join(compare(oak, {}, values).sentences))


def test_a_lever_that_moves_nothing_is_not_named_as_a_cause(oak: Book) -> None:
    first = plain(compare(oak, {}, {"investment": 30.0, "round_others": 20.0}).sentences[0])
    assert first.startswith("USD 30 bn of investment adds 10.4 points: ")


def test_levers_that_make_up_for_each_other_are_told(oak: Book) -> None:
    # 10 of 200 are lost, and 40 of debt become 38: 38 / 190 is a fifth again.
    moved = {"birch_value": 420.0, "sales": 2.0}
    assert "cancel each other out: the disclosed LTV goes from 20.0 % to 20.0 %" in plain(
        compare(oak, {}, moved).sentences[0]
    )


def test_three_scenarios_stand_side_by_side(oak: Book) -> None:
    a, b = {"investment": 30.0}, {"investment": 30.0, "yen": 90.0}
    found = side_by_side(oak, a, b)
    assert found.levers == {"investment": (0.0, 30.0, 30.0), "yen": (100.0, 100.0, 90.0)}
    for name, (baseline, at_a, to_a) in found.to_a.results.items():
        _, at_b, to_b = found.to_b.results[name]
        before, after, change = found.between.results[name]
        assert (before, after) == (at_a, at_b)
        assert baseline is not None
        assert to_a is not None
        assert change is not None
        assert to_b == pytest.approx(to_a + change)
    json.dumps(found.as_json(), allow_nan=False)


def test_the_same_scenario_twice_is_said_to_be_the_same(oak: Book) -> None:
    assert compare(oak, BOTH, BOTH).sentences == ("The two scenarios are the same.",)


def test_a_way_that_leads_through_the_impossible_is_told_and_not_attributed(oak: Book) -> None:
    found = compare(oak, {"sales": 80.0}, {"sales": 20.0, "chip_value": 60.0})
    assert "ltv" not in found.parts
    assert "cannot be told apart" in found.sentences[-1]
    assert found.results["ltv"][2] is not None


def test_too_many_players_are_refused(oak: Book) -> None:
    names = [[name] for name in oak.levers.defaults]
    with pytest.raises(BalanceError, match="too many"):
        attribution(oak, oak.levers.defaults, oak.levers.defaults, names)


def test_everything_is_plain_data(oak: Book) -> None:
    json.dumps(compare(oak, {}, BOTH).as_json(), allow_nan=False)
