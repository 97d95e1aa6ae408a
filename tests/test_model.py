"""The model on an invented group: scenarios by hand, answers against searches, laws.

E = 200: birch 50 (10 % of 500), chip 60 (80 % of 100, less a loan of 20), tel 25 (30 in local
money, less a loan of 5), the rest 65. D = 40, all in local money. 6 are signed and not paid.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.balance import BalanceError, BalanceSheet, Holding
from exposure.baseline import Baseline
from exposure.model import (
    break_even,
    claim_range,
    concentration,
    concentration_table,
    curve,
    debt_and_value,
    evaluate,
    headroom_table,
    holdings_table,
    outcome,
)
from exposure.scenario import Levers
from exposure.settings import Claim
from tests.invented import amount, baseline, book
from tests.sheets import above_zero, sheets
from tests.test_scenario import scenarios, within

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.scenario import Role

OAK = book()
NAMES = [lever.name for lever in OAK.levers.table]
limits = st.integers(1, 99).map(lambda n: n / 100)


def with_inputs(
    company: str, base: Baseline | None = None, **inputs: dict[str, Any] | None
) -> Baseline:
    """Return a baseline with other inputs for one holding."""
    data = (base or baseline()).model_dump(exclude_none=True)
    (held,) = (h for h in data["holdings"] if h["company"] == company)
    held.update(inputs)
    return Baseline.model_validate(data)


def with_lever(found: Book, name: str, **changes: object) -> Book:
    """Return a book with one lever changed."""
    table = tuple(x.model_copy(update=changes) if x.name == name else x for x in found.levers.table)
    return replace(found, levers=Levers(table, found.levers.defaults))


# ------------------------------------------------------------------------- one scenario by hand


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


@pytest.mark.parametrize(
    ("values", "stake"),
    [
        ({}, 0.1),
        ({"birch_value": 250}, 0.1),
        ({"interest": 50}, 0.1),  # the stake is reported whole
        ({"round_others": 100}, 60 / 700),
        ({"investment": 30}, (60 + 30) / 630),
        ({"investment": 30, "round_others": 70}, (60 + 30) / 700),
        ({"investment": 30, "round_others": 70, "pre_money": 900}, (90 + 30) / 1000),
        ({"pre_money": 900}, 0.1),
    ],
    ids=str,
)
def test_the_stake_follows_the_round(values: dict[str, float], stake: float) -> None:
    assert outcome(OAK, values).focus_stake == pytest.approx(stake)


def test_an_assumption_moves_value_between_a_holding_and_the_remainder() -> None:
    changed = evaluate(OAK, {"interest": 50, "chip_loan": 0})
    worth = {h.company: h.equity_value for h in changed.holdings}
    assert worth == pytest.approx({"birch": 25, "chip": 80, "tel": 25, "rest": 70})


def test_what_the_group_paid_grows_with_new_money() -> None:
    assert outcome(OAK, {}).focus_cost == 30
    assert outcome(OAK, {"investment": 30}).focus_cost == 60
    unknown = with_inputs("birch", cost=None)
    assert outcome(book(unknown), {}).focus_cost is None


def test_shares_of_the_focus_company_are_on_three_bases() -> None:
    found = outcome(OAK, {})
    shares = [found.share(basis) for basis in ("gross", "equity", "nav")]
    assert shares == pytest.approx([50 / 225, 50 / 200, 50 / 160])
    assert found.share("equity", "chip") == pytest.approx(60 / 200)


def test_without_nav_there_is_no_share_of_it() -> None:
    deep = outcome(book(baseline(net_debt=200)), {})
    assert deep.sheet.nav == pytest.approx(0)
    assert deep.share("nav") is None
    assert deep.as_json()["focus_share_of_nav"] is None
    assert "nav" not in deep.as_json()["concentration"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sales": 85.5}, "sales"),  # chip 60 and tel 25
        ({"margin_loan": 61}, "margin loan on chip"),
        ({"chip_value": 50, "margin_loan": 21}, "margin loan on chip"),
        ({"sales": 85, "margin_loan": 1}, "margin loan on chip"),
        ({"investments": 30}, "investments"),
        ({"investment": 100.5}, "investment"),
        ({"birch_value": 0}, "birch_value"),
        ({"investment": math.nan}, "investment"),
        ({"yen": math.inf}, "yen"),
        ({"marked": 0.5}, "marked"),
    ],
    ids=str,
)
def test_a_scenario_that_cannot_be_names_what_is_wrong(
    values: dict[str, float], field: str
) -> None:
    with pytest.raises(BalanceError) as raised:
        outcome(OAK, values)
    assert raised.value.field == field


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


# ------------------------------------------------------------------------------------------ laws


@given(scenarios)
def test_an_outcome_has_no_number_that_is_none(values: dict[str, float]) -> None:
    try:
        found = outcome(OAK, values)
    except BalanceError:
        return
    text = json.dumps(found.as_json(), allow_nan=False)  # raises for nan and for infinity
    assert json.loads(text)["ltv"] == found.ratio("disclosed")


@given(scenarios)
def test_the_ratios_of_an_outcome_are_its_amounts(values: dict[str, float]) -> None:
    try:
        found = outcome(OAK, values).as_json()
    except BalanceError:
        return
    value, debt = found["equity_value_usd_bn"], found["adjusted_net_debt_usd_bn"]
    added = found["asset_backed_finance_usd_bn"] + found["committed_usd_bn"]
    assert found["ltv"] * value == pytest.approx(debt, rel=1e-9, abs=1e-9)
    assert found["ltv_grossed"] * (value + added) == pytest.approx(debt + added, rel=1e-9, abs=1e-9)
    assert found["nav_usd_bn"] == pytest.approx(value - debt, rel=1e-9, abs=1e-9)
    assert sum(h["equity_value_usd_bn"] for h in found["holdings"]) == pytest.approx(value)
    assert found["focus_share_of_equity_value"] == pytest.approx(
        found["focus_value_usd_bn"] / value
    )


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


ASSUMPTIONS: tuple[Role, ...] = (
    "economic interest",
    "asset-backed finance",
    "net debt local share",
)


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


# ------------------------------------------------------------------- the value that reaches a line


@pytest.mark.parametrize(
    ("values", "ratio", "limit", "found"),
    [
        ({}, "disclosed", 40 / 160, 100),  # 40 less of 50, at a tenth
        ({}, "disclosed", 40 / 250, 1000),
        ({}, "disclosed", 0.2, 500),
        ({}, "disclosed", 40 / 149, None),  # all of birch is not enough
        ({}, "grossed", 71 / 200, 190),  # 31 less
        # New money: at cost above 500, and below it in proportion: 80 at 500, so 0.16 a unit.
        ({"investment": 30}, "disclosed", 70 / 280, 1000),
        ({"investment": 30}, "disclosed", 70 / 230, 500),
        ({"investment": 30}, "disclosed", 70 / 210, 375),
        ({"investment": 30}, "disclosed", 70 / 149, None),
        # Marked at a price of 600: 0.15 a unit, above and below.
        ({"investment": 30, "marked": 1}, "disclosed", 70 / 300, 1000),
        ({"investment": 30, "marked": 1}, "disclosed", 70 / 210, 400),
        # A co-investor owns half, of which 25 at 500.
        ({"interest": 50}, "disclosed", 40 / 190, 300),
        # From wherever the lever stands.
        ({"birch_value": 1500}, "disclosed", 40 / 160, 100),
        ({"birch_value": 20, "investment": 30}, "disclosed", 70 / 280, 1000),
        ({"yen": 50, "sales": 17}, "disclosed", 63 / 193, 350),  # 208 less 15
        # Net cash, and no debt: no value above zero.
        ({"sales": 60}, "disclosed", 0.25, None),
        ({"sales": 40}, "disclosed", 0.25, None),
    ],
    ids=str,
)
def test_the_value_that_reaches_a_limit_is_the_sum_by_hand(
    values: dict[str, float], ratio: str, limit: float, found: float | None
) -> None:
    answer = break_even(OAK, values, ratio, limit)
    assert answer == (None if found is None else pytest.approx(found, rel=1e-9))


def pledged(loan: float) -> Book:
    """Return the group with a loan on its shares in birch; the rest closes the total."""
    return book(with_inputs("birch", asset_backed_finance=amount(loan)))


@pytest.mark.parametrize(
    ("loan", "equity", "found"),
    [
        (20, 185, 350),  # 15 and the loan of 20
        (20, 171, 210),
        (20, 169, None),  # the loan is above the shares from 200 down
        (20, 260, 1100),
        (80, 210, 900),  # above the shares now: worth nothing, and 10 at 900
        (80, 199, None),
    ],
)
def test_a_pledged_focus_company_reaches_a_limit_at_its_gross_value(
    loan: float, equity: float, found: float | None
) -> None:
    answer = break_even(pledged(loan), {}, "disclosed", 40 / equity)
    assert answer == (None if found is None else pytest.approx(found, rel=1e-9))


@pytest.mark.parametrize(
    ("equity", "found"),
    [
        (120, 400),  # birch 40 and chip 60 less 70 sold
        (95, 150),
        (85, None),  # at 50 both are worth 65, and 70 cannot be sold
    ],
)
def test_where_the_focus_company_is_sold_too_it_must_be_worth_what_is_sold(
    equity: float, found: float | None
) -> None:
    selling = with_lever(book(baseline(net_debt=100)), "sales", companies=("birch", "chip"))
    answer = break_even(selling, {"sales": 70.0}, "disclosed", 30 / equity)
    assert answer == (None if found is None else pytest.approx(found, rel=1e-9))


@pytest.mark.parametrize("found", [OAK, pledged(20), pledged(80)], ids=["free", "20", "80"])
@given(scenarios, st.sampled_from(["disclosed", "grossed"]), limits)
def test_the_model_agrees_at_the_value_that_reaches_a_limit(
    found: Book, values: dict[str, float], ratio: str, limit: float
) -> None:
    try:
        answer = break_even(found, values, ratio, limit)
    except BalanceError:
        return
    if answer is not None:
        debt, value = debt_and_value(evaluate(found, {**values, "birch_value": answer}), ratio)
        assert debt / value == pytest.approx(limit, rel=1e-9)
        return
    # No value reaches it: over all values the ratio stays on one side.
    every = np.geomspace(1e-3, 1e6, 400)
    debt, value = debt_and_value(evaluate(found, {**values, "birch_value": every}), ratio)
    surplus = np.broadcast_to(limit * value - debt, every.shape)[
        np.asarray(value > 0) | (every < 0)
    ]
    scale = 1e-9 * float(np.max(np.abs(surplus), initial=1.0))
    assert not (np.any(surplus < -scale) and np.any(surplus > scale))


# --------------------------------------------------------------------------- answers to each line


def test_answers_to_the_lines_are_the_sums_by_hand() -> None:
    after = outcome(OAK, {"investment": 30})
    first, second = after.answers()
    assert (first.line.name, second.line.name) == ("first", "second")
    # 70 / 230 against 25 %.
    assert first.value == pytest.approx(70 / 230)
    assert first.over
    assert first.loss_usd_bn == pytest.approx(230 - 280)
    assert first.fall == pytest.approx(-50 / 255)  # of gross values: 255 rise by 50
    assert first.focus_value_usd_bn == pytest.approx(1000)
    assert first.raise_usd_bn == pytest.approx((70 - 57.5) / 0.75)
    assert first.invest_usd_bn == 0
    # 101 / 261 against 35 %.
    assert second.value == pytest.approx(101 / 261)
    assert second.loss_usd_bn == pytest.approx(261 - 101 / 0.35)
    assert second.raise_usd_bn == pytest.approx((101 - 0.35 * 261) / 0.65)
    assert after.answer(second.line) == second


def test_below_a_line_there_is_money_to_invest_and_none_to_raise() -> None:
    (first, _) = outcome(OAK, {}).answers()
    assert not first.over
    assert first.raise_usd_bn == 0
    assert first.invest_usd_bn == pytest.approx((50 - 40) / 0.75)
    assert first.loss_usd_bn == pytest.approx(40)
    assert first.fall == pytest.approx(40 / 225)


def test_a_ratio_solved_for_its_line_is_not_over_it() -> None:
    first = outcome(OAK, {"investment": 30}).answers()[0]
    back = outcome(OAK, {"investment": 30, "sales": first.raise_usd_bn}).answers()[0]
    assert back.value == pytest.approx(0.25, rel=1e-12)
    assert not back.over
    assert outcome(OAK, {"investment": 30, "sales": first.raise_usd_bn - 0.01}).answers()[0].over


@given(scenarios)
def test_what_each_answer_says_reaches_its_line(values: dict[str, float]) -> None:
    try:
        found = outcome(OAK, values)
    except BalanceError:
        return
    for answer in found.answers():
        limit, sheet = answer.line.limit, found.sheet
        debt, value = (float(x) for x in debt_and_value(sheet, answer.line.ratio))
        assert answer.value == found.ratio(answer.line.ratio)
        assert min(answer.raise_usd_bn, answer.invest_usd_bn) == 0
        moved = answer.invest_usd_bn - answer.raise_usd_bn
        assert debt + moved == pytest.approx(limit * (value + moved), rel=1e-9, abs=1e-9)
        if answer.fall is not None:
            assert answer.fall < 1
            debt_there, value_there = debt_and_value(sheet.shocked(-answer.fall), answer.line.ratio)
            assert debt_there / value_there == pytest.approx(limit, rel=1e-9)
        else:
            # With nothing left of the holdings it would still be below the line.
            assert debt <= limit * (value - float(sheet.equity_value)) + 1e-9


def test_without_debt_no_fall_and_no_value_reaches_a_disclosed_line() -> None:
    first = outcome(book(baseline(net_debt=0)), {}).answers()[0]
    assert (first.value, first.fall, first.focus_value_usd_bn) == (0, None, None)
    assert not first.over
    assert first.invest_usd_bn == pytest.approx(50 / 0.75)
    assert first.loss_usd_bn == 200


def test_the_headroom_table_holds_the_answers() -> None:
    found = outcome(OAK, {"investment": 30})
    table = headroom_table(found)
    assert table["line"].tolist() == ["25 % limit", "35 % trigger"]
    for row, answer in zip(table.to_dict("records"), found.answers(), strict=True):
        names = ("value", "loss_usd_bn", "fall", "focus_value_usd_bn", "raise_usd_bn")
        assert [row[name] for name in names] == [getattr(answer, name) for name in names]
        assert row["limit"] == answer.line.limit


def test_the_plain_data_answers_what_scripts_ask() -> None:
    found = outcome(OAK, {"investment": 30}).as_json()
    assert found["levers"] == OAK.levers.complete({"investment": 30})
    assert found["raise_to_normal_limit_usd_bn"] == pytest.approx((70 - 57.5) / 0.75)
    assert found["break_even_focus_value_usd_bn"] == {
        "0.25": pytest.approx(1000),
        "0.35": pytest.approx(312.5),  # at 35 % of 200, birch is worth 50: 312.5 x 0.16
    }
    assert [line["name"] for line in found["lines"]] == ["first", "second"]
    assert found["floored"] == []
    assert outcome(OAK, {"chip_value": 20}).as_json()["floored"] == ["chip"]


# --------------------------------------------------------------------------------- curve, claims


def test_a_curve_is_each_of_its_points() -> None:
    lever = OAK.levers["birch_value"]
    points = np.array([250.0, 500.0, 1000.0])
    table = curve(OAK, {"investment": 30}, lever, points)
    assert table["birch_value"].tolist() == points.tolist()
    assert table["disclosed"].tolist() == pytest.approx([70 / 190, 70 / 230, 70 / 280])
    assert table["grossed"].tolist() == pytest.approx([101 / 221, 101 / 261, 101 / 311])


def test_a_curve_along_a_lever_that_moves_nothing_is_level() -> None:
    table = curve(OAK, {}, OAK.levers["held_loan"], np.array([0.0, 30.0]))
    assert table["disclosed"].tolist() == pytest.approx([0.2, 0.2])


def test_a_curve_has_gaps_where_a_scenario_is_not_possible() -> None:
    table = curve(OAK, {}, OAK.levers["sales"], np.array([0.0, 85.0, 86.0]))
    assert table["disclosed"].isna().tolist() == [False, False, True]


def test_a_claim_is_held_against_the_lowest_and_the_highest_answer() -> None:
    settings: tuple[dict[str, float], ...] = ({"investment": 30.0}, {}, {"investment": 10.0})
    claim = Claim(figure="f", says="s", output="ltv", settings=settings, note="n")
    assert claim_range(OAK, claim) == pytest.approx((0.2, 70 / 230))


# --------------------------------------------------------------------------------- concentration


@pytest.mark.parametrize(
    ("parts", "hhi", "largest", "three", "five"),
    [
        ([100], 1, 1, 1, 1),
        ([50, 50], 0.5, 0.5, 1, 1),
        ([25, 25, 25, 25], 0.25, 0.25, 0.75, 1),
        ([10, 60, 10, 10, 5, 5], 0.36 + 3 * 0.01 + 2 * 0.0025, 0.6, 0.8, 0.95),
        ([100, 0], 1, 1, 1, 1),
    ],
)
def test_concentration_is_the_sum_by_hand(
    parts: list[float], hhi: float, largest: float, three: float, five: float
) -> None:
    held = (Holding(name, gross) for name, gross in zip("abcdef", parts, strict=False))
    found = concentration(BalanceSheet(tuple(held), 0.0))
    assert found["gross"] == found["equity"] == found["nav"]
    measures = ("hhi", "effective_holdings", "largest", "largest_three", "largest_five", "unlisted")
    by_hand = [hhi, 1 / hhi, largest, three, five, 1]
    assert [found["equity"][name] for name in measures] == pytest.approx(by_hand)


def test_each_basis_has_its_own_concentration() -> None:
    # Gross 60 and 40, equity 60 and 20, NAV 40.
    found = concentration(
        BalanceSheet((Holding("a", 60.0), Holding("b", 40.0, 20.0, listed=True)), 40.0)
    )
    assert [found[basis]["largest"] for basis in found] == pytest.approx([0.6, 0.75, 1.5])
    assert [found[basis]["unlisted"] for basis in found] == pytest.approx([0.6, 0.75, 1.5])


def test_without_nav_or_value_a_basis_is_left_out() -> None:
    held = (Holding("a", 60.0), Holding("b", 40.0, 20.0))
    assert list(concentration(BalanceSheet(held, 80.0))) == ["gross", "equity"]
    assert list(concentration(BalanceSheet((Holding("a", 20.0, 20.0),), 5.0))) == ["gross"]
    assert concentration(BalanceSheet((Holding("a", 0.0),), 5.0)) == {}


@given(sheets(debt=above_zero))
def test_shares_add_to_the_whole_and_measures_stay_within_it(sheet: BalanceSheet) -> None:
    table = holdings_table(sheet)
    assert table["share_of_gross"].sum() == pytest.approx(1)
    assert table["share_of_equity"].sum() == pytest.approx(1)
    count = len(sheet.holdings)
    for basis in ("gross", "equity"):
        found = concentration(sheet)[basis]
        assert 1 / count - 1e-9 <= found["hhi"] <= 1 + 1e-9
        assert 1 - 1e-9 <= found["effective_holdings"] <= count + 1e-9
        assert found["largest"] <= found["largest_three"] + 1e-9
        assert found["largest_three"] <= found["largest_five"] + 1e-9
        assert -1e-9 <= found["unlisted"] <= 1 + 1e-9


def test_concentration_before_and_after_stand_side_by_side() -> None:
    before, after = outcome(OAK, {}), outcome(OAK, {"birch_value": 250})
    bases = {"equity": "equity value", "nav": "NAV"}
    table = concentration_table(before, after, bases)
    assert table["basis"].tolist() == ["equity value", "equity value", "NAV", "NAV"]
    assert table["when"].tolist() == ["baseline", "scenario"] * 2
    assert table["largest"].tolist() == pytest.approx([65 / 200, 65 / 175, 65 / 160, 65 / 135])
    alone = concentration_table(before, before, bases)
    assert alone["when"].tolist() == ["baseline", "baseline"]
