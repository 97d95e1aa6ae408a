"""Transactions: each row of their table, and what may not be done."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exposure.balance import BalanceError, BalanceSheet, Holding, Number
from exposure.transactions import borrow, commit, invest, sell, stake_after_round
from tests.sheets import above_zero, fractions, sheets

if TYPE_CHECKING:
    from collections.abc import Callable

# 100 of equity value and 20 of debt; b is pledged for half of its gross value.
SHEET = BalanceSheet(
    (
        Holding("a", 60.0, stake=0.1, company_value=600.0),
        Holding("b", 80.0, 40.0, stake=0.8),
    ),
    net_debt=20.0,
)


@pytest.mark.parametrize(
    ("after", "sums"),  # equity value, net debt, disclosed LTV, grossed LTV
    [
        (SHEET, (100, 20, 20 / 100, 60 / 140)),
        (invest(SHEET, "a", 20), (120, 40, 40 / 120, 80 / 160)),
        # Bought dear: 20 are paid for shares worth 10.
        (invest(SHEET, "a", 20, carried_at=10), (110, 40, 40 / 110, 80 / 150)),
        (sell(SHEET, ["a"], 10), (90, 10, 10 / 90, 50 / 130)),
        # A quarter of 40: the loan of 40 stays with what is left.
        (sell(SHEET, ["b"], 10), (90, 10, 10 / 90, 50 / 130)),
        (sell(SHEET, ["a", "b"], 10), (90, 10, 10 / 90, 50 / 130)),
        (sell(SHEET, ["a"], 60), (40, -40, -1, 0)),
        # The same cash from a lender, who is added back in the second ratio alone.
        (borrow(SHEET, "a", 10), (90, 10, 10 / 90, 60 / 140)),
        (borrow(SHEET, "b", 40), (60, -20, -1 / 3, 60 / 140)),
        # Guaranteed by the group: cash in, debt in.
        (borrow(SHEET, "a", 10, guaranteed=True), (100, 20, 0.2, 60 / 140)),
        (commit(SHEET, 10), (100, 20, 0.2, 70 / 150)),
        (commit(commit(SHEET, 4), 6), (100, 20, 0.2, 70 / 150)),
    ],
)
def test_each_row_of_the_table_is_the_sum_by_hand(
    after: BalanceSheet, sums: tuple[float, ...]
) -> None:
    measures = (after.equity_value, after.net_debt, after.ltv, after.ltv_grossed)
    assert measures == pytest.approx(sums)


def test_what_is_sold_comes_from_each_in_proportion_to_its_equity_value() -> None:
    sold = sell(SHEET, ["a", "b"], 20)
    assert [h.gross for h in sold.holdings] == pytest.approx([60 - 12, 80 - 8])
    assert [h.asset_backed_finance for h in sold.holdings] == [0, 40]


def test_a_stake_shrinks_with_the_shares_that_are_sold() -> None:
    sold = sell(SHEET, ["a", "b"], 20)
    # A fifth of a; a tenth of the gross value of b.
    assert [h.stake for h in sold.holdings] == pytest.approx([0.08, 0.72])


def test_a_loan_leaves_the_stake() -> None:
    assert borrow(SHEET, "b", 10).holding("b").stake == 0.8


@pytest.mark.parametrize(
    ("stake", "pre_money", "raised", "bought", "after"),
    [
        (0.10, 90, 10, 0, 0.09),  # does not follow: diluted by pre / P
        (0.10, 90, 10, 1, 0.10),  # takes its part: as before
        (0.10, 90, 10, 10, 0.19),
        (0.00, 90, 10, 10, 0.10),
        (0.10, 90, 0, 0, 0.10),  # no round
        (1.00, 50, 50, 0, 0.50),
    ],
)
def test_a_round_dilutes_who_does_not_follow(
    stake: float, pre_money: float, raised: float, bought: float, after: float
) -> None:
    assert stake_after_round(stake, pre_money, raised, bought) == pytest.approx(after)


def test_an_investment_buys_at_the_price_of_its_round() -> None:
    # 30 of a round of 60 at 600: 660 afterwards.
    after = invest(SHEET, "a", 30, pre_money=600, others=30).holding("a")
    assert after.stake == pytest.approx(0.1 * 600 / 660 + 30 / 660)
    assert after.gross == 90


def test_without_a_price_or_a_stake_there_is_no_stake_to_change() -> None:
    assert invest(SHEET, "a", 30).holding("a").stake == 0.1
    unknown = SHEET.with_holding(Holding("a", 60.0))
    assert invest(unknown, "a", 30, pre_money=600).holding("a").stake is None


@pytest.mark.parametrize(
    ("ask", "field"),
    [
        (lambda: sell(SHEET, ["a"], 60.01), "sales"),
        (lambda: sell(SHEET, ["b"], 40.01), "sales"),  # 80 less a loan of 40
        (lambda: sell(SHEET, ["a", "b"], 100.01), "sales"),
        (lambda: sell(SHEET, ["a"], -1), "sales"),
        (lambda: sell(SHEET, [], 1), "sales"),
        (lambda: sell(SHEET, ["z"], 1), "z"),
        (lambda: borrow(SHEET, "a", 60.01), "margin loan on a"),
        (lambda: borrow(SHEET, "b", 40.01), "margin loan on b"),
        (lambda: borrow(SHEET, "b", -1), "margin loan on b"),
        (lambda: borrow(SHEET, "z", 1), "z"),
        (lambda: invest(SHEET, "z", 1), "z"),
        (lambda: invest(SHEET, "a", 1, pre_money=0), "pre-money"),
        (lambda: invest(SHEET, "a", 2, pre_money=600, others=-1), "bought"),
        (lambda: invest(SHEET, "a", -1), "investment in a"),
        (lambda: stake_after_round(0.1, -90, 10, 0), "pre-money"),
        (lambda: stake_after_round(0.1, 90, 10, 11), "bought"),
        (lambda: stake_after_round(0.1, 90, 10, -1), "bought"),
    ],
)
def test_what_cannot_be_done_is_an_error_that_names_it(
    ask: Callable[[], object], field: str
) -> None:
    with pytest.raises(BalanceError) as raised:
        ask()
    assert raised.value.field == field


def test_nothing_can_be_sold_of_what_is_worth_less_than_its_loan() -> None:
    under = SHEET.with_holding(Holding("b", 30.0, 40.0, stake=0.5))
    sold = sell(under, ["a", "b"], 30)
    assert sold.holding("b") == under.holding("b")
    assert sold.holding("a").gross == 30
    with pytest.raises(BalanceError, match="60"):
        sell(under, ["a", "b"], 61)


def test_a_holding_worth_nothing_stands_by_while_others_are_sold() -> None:
    idle = SHEET.with_holding(Holding("b", 0.0, stake=0.5))
    assert sell(idle, ["a", "b"], 30).holding("b") == Holding("b", 0.0, stake=0.5)


def test_all_that_can_be_sold_leaves_no_loan_above_its_shares() -> None:
    # In floats 101.6 - (101.6 - 20) is not 20.
    sheet = BalanceSheet((Holding("a", 10.0), Holding("b", 101.6, 20.0)), 20.0)
    sold = sell(sheet, ["b"], sheet.holding("b").equity_value)
    assert sold.holding("b").equity_value == pytest.approx(0, abs=1e-9)
    assert sold.floored == ()


def test_where_a_map_sells_or_pledges_too_much_it_has_no_value() -> None:
    amounts = np.array([0.0, 30.0, 60.0, 90.0, -1.0])
    for after in (sell(SHEET, ["a"], amounts), borrow(SHEET, "a", amounts)):
        expected = [20 / 100, -10 / 70, -40 / 40, np.nan, np.nan]
        np.testing.assert_allclose(after.ltv, expected)


def test_a_map_over_what_the_shares_are_worth_has_no_value_where_it_is_too_little() -> None:
    worth = np.array([60.0, 30.0, 10.0])
    moved = SHEET.with_holding(Holding("a", worth))
    np.testing.assert_allclose(sell(moved, ["a"], 30.0).ltv, [-10 / 70, -10 / 40, np.nan])
    np.testing.assert_allclose(borrow(moved, "a", 30.0).ltv, [-10 / 70, -10 / 40, np.nan])


@pytest.mark.parametrize(
    "act",
    [
        lambda s, x: invest(s, "a", x, pre_money=600.0, others=20.0),
        lambda s, x: sell(s, ["a", "b"], x),
        lambda s, x: borrow(s, "b", x),
        commit,
    ],
    ids=["invest", "sell", "borrow", "commit"],
)
@given(st.lists(st.integers(0, 400).map(lambda n: n / 10), min_size=1, max_size=5))
def test_a_row_of_amounts_is_each_amount_by_itself(
    act: Callable[[BalanceSheet, Number], BalanceSheet], amounts: list[float]
) -> None:
    together = act(SHEET, np.array(amounts))
    for measure in ("ltv", "ltv_grossed", "nav"):
        one_by_one = [getattr(act(SHEET, x), measure) for x in amounts]
        found = np.broadcast_to(getattr(together, measure), len(amounts))
        np.testing.assert_allclose(found, one_by_one, rtol=1e-12, atol=1e-12)


def test_no_transaction_changes_the_sheet_it_is_given() -> None:
    before = deepcopy(SHEET)
    invest(SHEET, "a", 20, pre_money=600)
    sell(SHEET, ["a", "b"], 20)
    borrow(SHEET, "b", 20)
    commit(SHEET, 20)
    assert before == SHEET


@given(sheets(), fractions)
def test_selling_and_borrowing_the_same_differ_in_the_grossed_ratio_alone(
    sheet: BalanceSheet, part: float
) -> None:
    amount = part * sheet.holdings[0].gross
    sold, lent = sell(sheet, ["a"], amount), borrow(sheet, "a", amount)
    assume(sold.equity_value > 1e-6)
    assert sold.ltv == pytest.approx(lent.ltv, rel=1e-9, abs=1e-9)
    # Of what was lent, both sides of the grossed ratio keep the amount.
    debt = lent.ltv_grossed * (lent.equity_value + lent.asset_backed_finance + lent.committed)
    assert debt == pytest.approx(
        sheet.net_debt + sheet.asset_backed_finance + sheet.committed, rel=1e-9
    )
    if amount > 1e-3 and lent.nav > 1e-3:
        assert lent.ltv_grossed > sold.ltv_grossed


@given(sheets(), above_zero, fractions, fractions)
def test_selling_in_two_steps_is_selling_at_once(
    sheet: BalanceSheet, more: float, first: float, second: float
) -> None:
    sheet = replace(sheet, holdings=(*sheet.holdings, Holding("z", more)))
    names = [h.company for h in sheet.holdings]
    total = float(sheet.equity_value) * 0.98
    one, two = total * first / 2, total * second / 2
    at_once, in_steps = sell(sheet, names, one + two), sell(sell(sheet, names, one), names, two)
    assert in_steps.net_debt == pytest.approx(at_once.net_debt, rel=1e-9, abs=1e-9)
    for mine, its in zip(in_steps.holdings, at_once.holdings, strict=True):
        assert mine.gross == pytest.approx(its.gross, rel=1e-9, abs=1e-9)
        assert mine.stake == (None if its.stake is None else pytest.approx(its.stake, abs=1e-9))


@given(sheets(), above_zero)
def test_what_is_bought_and_sold_at_one_price_leaves_the_measures(
    sheet: BalanceSheet, amount: float
) -> None:
    back = sell(invest(sheet, "a", amount), ["a"], amount)
    assert back.ltv == pytest.approx(sheet.ltv, rel=1e-9, abs=1e-12)
    assert back.nav == pytest.approx(sheet.nav, rel=1e-9, abs=1e-9)


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=3),
    above_zero,
    st.lists(above_zero, min_size=3, max_size=3),
)
def test_all_holders_together_hold_the_whole_before_and_after_a_round(
    percents: list[int], pre_money: float, bought: list[float]
) -> None:
    stakes = [percent / 100 for percent in percents]
    stakes = [*stakes, 1 - sum(stakes)]
    paid = [*bought[: len(percents)], 0.0]
    after = [
        stake_after_round(stake, pre_money, sum(paid), own)
        for stake, own in zip(stakes, paid, strict=True)
    ]
    assert sum(after) == pytest.approx(1, rel=1e-9)
    assert all(0 <= stake <= 1 + 1e-12 for stake in after)
