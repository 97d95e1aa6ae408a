"""The balance sheet after a scenario, on an invented group: sums by hand, laws.

E = 200: birch 50 (10 % of 500), chip 60 (80 % of 100, less a loan of 20), tel 25 (30 in local
money, less a loan of 5), the rest 65. D = 40, all in local money. 6 are signed and not paid.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.balance import BalanceError
from exposure.baseline import Baseline
from exposure.evaluation import evaluate
from exposure.scenario import Levers, Role
from tests.invented import amount, baseline, book, with_inputs
from tests.test_scenario import scenarios, within

if TYPE_CHECKING:
    from exposure.book import Book

OAK = book()
NAMES = [lever.name for lever in OAK.levers.table]
ASSUMPTIONS: tuple[Role, ...] = (
    "economic interest",
    "asset-backed finance",
    "net debt local share",
)


@pytest.mark.parametrize(
    ("values", "sums"),  # equity value, net debt, asset-backed finance, committed
    [
        ({}, (200, 40, 25, 6)),
        # Values.
        ({"birch_value": 250}, (175, 40, 25, 6)),
        ({"chip_value": 200}, (280, 40, 25, 6)),
        ({"chip_value": 20}, (140, 40, 25, 6)),  # 16 of shares, a loan of 20: worth nothing
        ({"others_pct": -50}, (50 + 60 + 10 + 32.5, 40, 25, 6)),  # tel 15 - 5, the rest halved
        # New money at cost; below it in proportion where the company is worth less.
        ({"investment": 30}, (230, 70, 25, 6)),
        ({"investment": 30, "birch_value": 1000}, (280, 70, 25, 6)),
        ({"investment": 30, "birch_value": 250}, (25 + 15 + 150, 70, 25, 6)),
        ({"round_others": 100}, (200, 40, 25, 6)),
        # Marked: 30 at a price of 600 are worth 50 at 1000, 12.5 at 250.
        ({"investment": 30, "birch_value": 1000, "marked": 1}, (100 + 50 + 150, 70, 25, 6)),
        ({"investment": 30, "birch_value": 250, "marked": 1}, (25 + 12.5 + 150, 70, 25, 6)),
        ({"investment": 30, "marked": 1, "pre_money": 300}, (250, 70, 25, 6)),
        # A co-investor owns half of what the new money buys too.
        ({"investment": 30, "marked": 1, "pre_money": 300, "interest": 50}, (225, 70, 25, 6)),
        # Money raised.
        ({"sales": 17}, (183, 23, 25, 6)),
        ({"margin_loan": 20}, (180, 20, 45, 6)),
        ({"held_loan": 60}, (200, 40, 25, 6)),
        ({"sales": 17, "margin_loan": 20, "investment": 30}, (193, 33, 45, 6)),
        ({"pending": 0}, (200, 40, 25, 0)),
        ({"pending": 50}, (200, 40, 25, 50)),
        # Currency: at 50 local money counts double in dollars, at 200 half.
        ({"yen": 50}, (225, 80, 30, 6)),
        ({"yen": 200}, (187.5, 20, 22.5, 6)),
        ({"yen": 50, "yen_share": 0}, (225, 40, 30, 6)),
        ({"yen": 50, "yen_share": 25}, (225, 50, 30, 6)),
        ({"yen": 50, "investment": 30}, (255, 110, 30, 6)),  # new money is paid in dollars
        ({"yen": 50, "others_pct": -50}, (50 + 60 + 20 + 32.5, 80, 30, 6)),
        # Assumptions split the disclosed total anew and leave it.
        ({"interest": 50}, (200, 40, 25, 6)),
        ({"chip_loan": 0}, (200, 40, 5, 6)),
        ({"chip_loan": 40, "chip_value": 50}, (200 - 40, 40, 45, 6)),  # 40 of shares, a loan of 40
        ({"yen_share": 0}, (200, 40, 25, 6)),
    ],
    ids=str,
)
def test_a_scenario_is_the_sum_by_hand(values: dict[str, float], sums: tuple[float, ...]) -> None:
    found = evaluate(OAK, values)
    measures = (found.equity_value, found.net_debt, found.asset_backed_finance, found.committed)
    assert measures == pytest.approx(sums)


def test_an_assumption_moves_value_between_a_holding_and_the_remainder() -> None:
    changed = evaluate(OAK, {"interest": 50, "chip_loan": 0})
    worth = {h.company: h.equity_value for h in changed.holdings}
    assert worth == pytest.approx({"birch": 25, "chip": 80, "tel": 25, "rest": 70})


def test_assumptions_that_leave_less_than_nothing_for_the_rest_are_refused() -> None:
    # 10 % of 2000, and a quarter of that: 50 as before. Half of it is 100; all of it, with 85 of
    # others, is more than the 200 there are.
    quarter = amount(25, "percent")
    large = book(with_inputs("birch", company_value=amount(2000), economic_interest=quarter))
    large = replace(
        large, levers=Levers(large.levers.table, {**large.levers.defaults, "interest": 25.0})
    )
    assert evaluate(large, {}).holding("rest").gross == 65
    assert evaluate(large, {"interest": 50}).holding("rest").gross == 15
    with pytest.raises(BalanceError) as raised:
        evaluate(large, {"interest": 100})
    assert raised.value.field == "remainder"
    swept = evaluate(large, {"interest": np.array([25.0, 50.0, 100.0])})
    np.testing.assert_allclose(swept.ltv, [0.2, 0.2, np.nan])


@given(scenarios, st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True), st.data())
def test_a_map_is_each_of_its_scenarios(
    values: dict[str, float], swept: list[str], data: st.DataObject
) -> None:
    rows = {
        name: data.draw(st.lists(within(OAK.levers[name]), min_size=3, max_size=3))
        for name in swept
    }
    alone = [
        ratios(OAK, {**values, **{name: row[index] for name, row in rows.items()}})
        for index in range(3)
    ]
    try:
        together = evaluate(OAK, {**values, **{name: np.array(row) for name, row in rows.items()}})
        found = [np.broadcast_to(x, 3) for x in (together.ltv, together.ltv_grossed)]
    except BalanceError:
        # What is not swept is impossible by itself.
        assert np.isnan(alone).all()
    else:
        np.testing.assert_allclose(np.transpose(found), alone, rtol=1e-9, atol=1e-12)


def ratios(found: Book, values: dict[str, float]) -> tuple[float, float]:
    """Return both ratios of a scenario; nan for those of an impossible one."""
    try:
        sheet = evaluate(found, values)
        both = (float(sheet.ltv), float(sheet.ltv_grossed))
    except BalanceError:
        return math.nan, math.nan
    return both


def test_two_levers_make_a_map_of_rows_and_columns() -> None:
    birch, new = np.array([[250.0], [500.0]]), np.array([0.0, 30.0, 60.0])
    found = evaluate(OAK, {"birch_value": birch, "investment": new}).ltv
    by_hand = [[40 / 175, 70 / 190, 100 / 205], [40 / 200, 70 / 230, 100 / 260]]
    np.testing.assert_allclose(found, by_hand)


@given(st.data())
def test_assumptions_change_no_disclosed_total(data: st.DataObject) -> None:
    levers = [lever for role in ASSUMPTIONS for lever in OAK.levers.of(role)]
    assert len(levers) == 3
    values = {lever.name: data.draw(within(lever)) for lever in levers}
    found = evaluate(OAK, values)
    assert found.equity_value == pytest.approx(200, rel=1e-12)
    assert found.net_debt == 40
    assert found.ltv == pytest.approx(0.2, rel=1e-12)


@given(scenarios, st.sampled_from(["birch_value", "chip_value", "others_pct"]), st.data())
def test_ltv_never_rises_when_a_company_is_worth_more(
    values: dict[str, float], name: str, data: st.DataObject
) -> None:
    low, high = sorted(data.draw(st.tuples(*[within(OAK.levers[name])] * 2)))
    below, above = ({**values, name: x} for x in (low, high))
    try:
        worse, better = evaluate(OAK, below), evaluate(OAK, above)
        before, after = worse.ltv, better.ltv
    except BalanceError:
        return
    if worse.net_debt >= 0:
        assert after <= before + 1e-12
    assert better.equity_value >= worse.equity_value - 1e-9


@given(scenarios, st.sampled_from([0.01, 7.0, 150.0]))
def test_counting_all_money_in_another_unit_changes_no_ratio(
    values: dict[str, float], unit: float
) -> None:
    def scaled(item: Any) -> Any:  # noqa: ANN401  (whatever a dump holds)
        if isinstance(item, dict):
            changed = {key: scaled(value) for key, value in item.items()}
            if item.get("unit") in {"USD bn", "local trn"}:
                changed["value"] = item["value"] * unit
            return changed
        return [scaled(x) for x in item] if isinstance(item, (list, tuple)) else item

    def moved(found: dict[str, float]) -> dict[str, float]:
        return {
            name: value * (unit if OAK.levers[name].unit == "USD bn" else 1)
            for name, value in found.items()
        }

    defaults = moved(dict(OAK.levers.defaults))
    other = replace(
        OAK,
        baseline=Baseline.model_validate(scaled(baseline().model_dump(exclude_none=True))),
        levers=Levers(OAK.levers.table, defaults),
    )
    try:
        found = evaluate(OAK, values)
        ratios = (found.ltv, found.ltv_grossed, found.holding("birch").stake)
    except BalanceError:
        return
    same = evaluate(other, moved(values))
    assert (same.ltv, same.ltv_grossed, same.holding("birch").stake) == pytest.approx(
        ratios, rel=1e-9, abs=1e-12
    )
    assert same.nav == pytest.approx(found.nav * unit, rel=1e-9, abs=1e-9)
