"""Which lever moves most, and which fact to check next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exposure import book as books
from exposure.model import outcome
from exposure.stress.risk import Range, Risk, load
from exposure.stress.tornado import spread, tornado

if TYPE_CHECKING:
    from exposure.book import Book

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests/small/data"
RAISED = {"new_money_usd_bn": 5.0}


def loaded(folder: Path) -> tuple[Book, Risk]:
    found, _ = books.load(folder)
    assert found is not None
    risk, faults = load(folder, found)
    assert not faults
    assert risk is not None
    return found, risk


@pytest.fixture(scope="module")
def alder() -> tuple[Book, Risk]:
    return loaded(SMALL)


def test_the_lever_that_moves_most_comes_first(alder: tuple[Book, Risk]) -> None:
    found = tornado(alder[0], RAISED, alder[1])
    assert [bar.name for bar in found.bars] == [
        "new_money_usd_bn",
        "cedar_value_usd_bn",
        "birch.stake",
    ]
    first = found.bars[0]
    ends = [outcome(alder[0], {"new_money_usd_bn": x}).ratio("disclosed") for x in (0.0, 20.0)]
    assert first.disclosed == pytest.approx(ends)
    assert first.swing("disclosed") == pytest.approx(1 / 3 - 0.2)


def test_only_facts_are_worth_checking(alder: tuple[Book, Risk]) -> None:
    found = tornado(alder[0], RAISED, alder[1], "grossed")
    assert [bar.name for bar in found.to_check] == ["cedar_value_usd_bn"]
    # 25 over 105 and 45 over 125, with Cedar's part of 60 a fifth lower or higher.
    low, high = (25 / 93, 45 / 113), (25 / 117, 45 / 137)
    bar = found.to_check[0]
    assert (*bar.disclosed, *bar.grossed) == pytest.approx((low[0], high[0], low[1], high[1]))
    assert bar.decides == ("own-limit", "rating")
    assert found.sentence.startswith("Most worth checking next: Value of Cedar. Between ")
    assert found.sentence.endswith(
        "and decides about the 25 % own limit and the 35 % rating limit."
    )


def test_a_scenario_that_moves_the_price_makes_the_stake_matter(alder: tuple[Book, Risk]) -> None:
    dear = tornado(alder[0], {**RAISED, "birch_value_usd_bn": 300.0}, alder[1])
    stake = next(bar for bar in dear.bars if bar.name == "birch.stake")
    assert stake.swing("disclosed") > 0.005
    assert stake in dear.to_check
    assert stake.label == "Stake in Birch Labs"


def test_a_range_is_the_spread_between_figures_as_corrected_or_as_printed() -> None:
    found, risk = loaded(ROOT / "data")
    ranges = {r.lever or r.input: r for r in risk.ranges}
    assert spread(found, ranges["openai.stake"]) == (11, 13)
    assert spread(found, ranges["new_investment_usd_bn"]) == (30, 60)
    corrected = ranges["new_investment_usd_bn"].model_copy(update={"as_printed": False})
    assert spread(found, corrected) == pytest.approx((30, 64.6))
    assert spread(found, ranges["openai_valuation_usd_bn"]) == pytest.approx((500, 852))
    assert spread(found, ranges["arm_margin_loan_usd_bn"]) == pytest.approx((8.5, 20))
    assert spread(found, ranges["softbank_corp_loan_jpy_trn"]) == pytest.approx((0.57, 1.2))
    assert spread(found, ranges["usd_jpy"]) == pytest.approx((149.52, 162.73))


def test_every_range_of_the_dashboard_has_ends_and_a_reason() -> None:
    found, risk = loaded(ROOT / "data")
    after = tornado(found, {"new_investment_usd_bn": 30.0, "round_others_usd_bn": 80.0}, risk)
    assert {bar.name for bar in after.bars} >= set(found.levers.defaults) - {
        "new_money_marked",
        "held_loan_usd_bn",
    }
    for bar in after.bars:
        assert bar.low < bar.high
        assert None not in (*bar.disclosed, *bar.grossed)
        assert bar.reason
    json.dumps(after.as_json(), allow_nan=False)


def test_an_end_that_is_not_possible_is_left_open(alder: tuple[Book, Risk]) -> None:
    found, risk = alder
    wild = Range(input="birch.stake", low=10, high=99, date="2030", reason="x", check="y")
    sold = Range(lever="sold_usd_bn", low=0, high=40, date="2030", reason="x", check="y")
    bars = tornado(
        found,
        {"cedar_value_usd_bn": 50.0},
        risk.model_copy(update={"ranges": (wild, sold)}),
    ).bars
    assert {bar.name: bar.disclosed[1] for bar in bars}["sold_usd_bn"] is None
    json.dumps([bar.as_json() for bar in bars], allow_nan=False)


def test_nothing_in_doubt_is_said(alder: tuple[Book, Risk]) -> None:
    found = tornado(alder[0], {}, alder[1].model_copy(update={"ranges": ()}))
    assert found.bars == ()
    assert found.sentence == "No fact that is in doubt moves either ratio."
