"""The answers of a scenario on an invented group: by hand, against searches, laws.

E = 200: birch 50 (10 % of 500), chip 60 (80 % of 100, less a loan of 20), tel 25 (30 in local
money, less a loan of 5), the rest 65. D = 40, all in local money. 6 are signed and not paid.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.balance import BalanceError
from exposure.evaluation import debt_and_value, evaluate
from exposure.model import break_even, claim_range, curve, headroom_table, outcome
from exposure.settings import Claim
from exposure.wording import headline
from tests.invented import amount, baseline, book, with_inputs, with_lever
from tests.test_scenario import scenarios

if TYPE_CHECKING:
    from exposure.book import Book

OAK = book()
limits = st.integers(1, 99).map(lambda n: n / 100)


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
        ({"margin_loan": 61}, "margin loan on Chip"),
        ({"chip_value": 50, "margin_loan": 21}, "margin loan on Chip"),
        ({"sales": 85, "margin_loan": 1}, "margin loan on Chip"),
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
    assert first.raise_usd_bn is not None
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
        held = float(sheet.equity_value)
        held += float(sheet.asset_backed_finance) if answer.line.ratio == "grossed" else 0.0
        if answer.raise_usd_bn is None:  # with all of it sold there is still too much debt
            assert debt - held >= limit * (value - held) - 1e-9
        else:
            assert min(answer.raise_usd_bn, answer.invest_usd_bn) == 0
            assert answer.raise_usd_bn <= held
            moved = answer.invest_usd_bn - answer.raise_usd_bn
            assert debt + moved == pytest.approx(limit * (value + moved), rel=1e-9, abs=1e-9)
        if answer.fall is not None:
            assert answer.fall < 1
            debt_there, value_there = debt_and_value(sheet.shocked(-answer.fall), answer.line.ratio)
            assert debt_there / value_there == pytest.approx(limit, rel=1e-9)
        else:
            # With nothing left of the holdings it would still be below the line.
            assert debt <= limit * (value - float(sheet.equity_value)) + 1e-9


def test_with_more_debt_than_holdings_no_sale_comes_back_to_a_line() -> None:
    # E = 200: with everything sold 50 of 250 would still be owed.
    under = outcome(book(baseline(net_debt=250)), {})
    assert [answer.raise_usd_bn for answer in under.answers()] == [None, None]
    assert under.as_json()["raise_to_normal_limit_usd_bn"] is None
    assert "not even the sale" in headline(under)
    # At 190 all but a little is sold: (190 - 0.25 x 200) / 0.75 of 200.
    over = outcome(book(baseline(net_debt=190)), {}).answers()[0]
    assert over.raise_usd_bn == pytest.approx(140 / 0.75)


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
