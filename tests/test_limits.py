"""How far a sheet is from a limit: each closed form against a search that knows no formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.balance import BalanceError, BalanceSheet, Holding
from exposure.limits import fall_to_limit, loss_to_limit, money_to_limit, uniform_fall
from exposure.transactions import borrow, invest, sell
from tests.sheets import above_zero, sheets

if TYPE_CHECKING:
    from collections.abc import Callable

limits = st.integers(1, 99).map(lambda n: n / 100)


def bisected(surplus: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function crosses zero between two points."""
    assert surplus(low) <= 0 <= surplus(high)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if surplus(middle) < 0 else (low, middle)
    return (low + high) / 2


@pytest.mark.parametrize(
    ("value", "debt", "limit", "loss", "money"),
    [
        (100, 20, 0.25, 20, -20 / 3),  # 20 / 80; borrowing 6.67 makes it 26.67 / 106.67
        (100, 40, 0.25, -60, 20),  # 20 / 80 after raising 20
        (100, 25, 0.25, 0, 0),
        (100, 0, 0.25, 100, -100 / 3),
        (100, -50, 0.25, 300, -100),  # net cash: no loss of what there is reaches it
        (100, 150, 0.5, -200, 200),  # -50 / -100: more than all there is
    ],
)
def test_loss_and_money_are_the_sums_by_hand(
    value: float, debt: float, limit: float, loss: float, money: float
) -> None:
    assert loss_to_limit(value, debt, limit) == pytest.approx(loss)
    assert money_to_limit(value, debt, limit) == pytest.approx(money)
    assert fall_to_limit(value, debt, limit) == pytest.approx(loss / value)


@pytest.mark.parametrize("limit", [0.0, -0.25, 1.01, float("nan")])
@pytest.mark.parametrize("ask", [loss_to_limit, fall_to_limit, money_to_limit])
def test_a_limit_that_is_no_fraction_is_named(
    ask: Callable[[float, float, float], object], limit: float
) -> None:
    with pytest.raises(BalanceError) as raised:
        ask(100.0, 20.0, limit)
    assert raised.value.field == "limit"


def test_a_limit_of_the_whole_can_be_fallen_to_but_not_raised_to() -> None:
    assert loss_to_limit(100.0, 20.0, 1) == 80
    assert fall_to_limit(100.0, 20.0, 1) == pytest.approx(0.8)
    with pytest.raises(BalanceError, match="limit"):
        money_to_limit(100.0, 20.0, 1)


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_what_is_worth_nothing_cannot_fall(value: float) -> None:
    with pytest.raises(BalanceError) as raised:
        fall_to_limit(value, 20.0, 0.25)
    assert raised.value.field == "equity value of holdings"


@given(sheets(pledged=False), limits)
def test_falling_by_the_headroom_reaches_the_limit(sheet: BalanceSheet, limit: float) -> None:
    fall = fall_to_limit(sheet.equity_value, sheet.net_debt, limit)
    assert sheet.shocked(-fall).ltv == pytest.approx(limit, rel=1e-9)
    debt, worth = float(sheet.net_debt), float(sheet.equity_value)
    found = bisected(lambda f: debt - limit * worth * (1 - f), -debt / limit / worth, 1)
    assert fall == pytest.approx(found, rel=1e-9, abs=1e-9)


@given(sheets(), limits)
def test_losing_what_the_limit_allows_reaches_it(sheet: BalanceSheet, limit: float) -> None:
    left = sheet.equity_value - loss_to_limit(sheet.equity_value, sheet.net_debt, limit)
    assert sheet.net_debt / left == pytest.approx(limit, rel=1e-9)


@given(sheets(pledged=False), limits)
def test_the_money_to_raise_or_to_invest_reaches_the_limit(
    sheet: BalanceSheet, limit: float
) -> None:
    debt, worth = float(sheet.net_debt), float(sheet.equity_value)
    money = money_to_limit(worth, debt, limit)
    if money <= 0:
        assert invest(sheet, "a", -money).ltv == pytest.approx(limit, rel=1e-9)
    elif debt < worth:
        names = [h.company for h in sheet.holdings]
        assert sell(sheet, names, money).ltv == pytest.approx(limit, rel=1e-6)
        found = bisected(lambda x: limit * (worth - x) - (debt - x), 0.0, worth)
        assert money == pytest.approx(found, rel=1e-9, abs=1e-9)
    else:
        # With no NAV, selling all there is leaves debt: more is needed than there is.
        assert money >= worth * (1 - 1e-9)


def test_selling_and_lending_the_money_to_raise_both_bring_the_disclosed_ratio_back() -> None:
    sheet = BalanceSheet((Holding("a", 60.0), Holding("b", 60.0, 20.0)), 40.0)
    money = float(money_to_limit(100.0, 40.0, 0.25))
    assert sell(sheet, ["a", "b"], money).ltv == pytest.approx(0.25)
    assert borrow(sheet, "b", money).ltv == pytest.approx(0.25)


def test_limits_of_a_map_are_limits_of_each_of_its_sheets() -> None:
    values, debts = np.array([100.0, 200.0]), np.array([[20.0], [40.0]])
    for ask in (loss_to_limit, fall_to_limit, money_to_limit):
        one_by_one = [[ask(v, d, 0.25) for v in (100.0, 200.0)] for d in (20.0, 40.0)]
        assert np.asarray(ask(values, debts, 0.25)) == pytest.approx(np.array(one_by_one))


# --------------------------------------------------------------------------- with pledged holdings


@pytest.mark.parametrize(
    ("gross", "loans", "wanted", "fall"),
    [
        ((100,), (0,), 80, 0.2),
        ((100,), (20,), 64, 0.16),  # 84 less 20
        ((100, 100), (0, 50), 120, 0.15),  # 85 + 35
        ((100, 100), (0, 50), 50, 0.5),  # 50 + 0: b is gone from here on
        ((100, 100), (0, 50), 20, 0.8),  # 20 + 0
        ((100, 100), (0, 50), 160, -0.05),  # 105 + 55
        ((100, 10), (0, 30), 50, 0.5),  # b was gone before
        ((100, 10), (0, 30), 400, 1 - 430 / 110),  # b comes back: 110 rise to 430
        ((100, 0), (0, 30), 50, 0.5),  # b is worth nothing and never comes back
        ((50, 50), (25, 25), 10, 0.4),
    ],
)
def test_a_uniform_fall_is_the_sum_by_hand(
    gross: tuple[float, ...], loans: tuple[float, ...], wanted: float, fall: float
) -> None:
    found = uniform_fall(gross, loans, wanted)
    assert found is not None
    left = sum(max(g * (1 - found) - a, 0) for g, a in zip(gross, loans, strict=True))
    assert left == pytest.approx(wanted)
    assert found == pytest.approx(fall)


@pytest.mark.parametrize(
    ("gross", "loans", "wanted"),
    [((100,), (20,), 0), ((100,), (20,), -5), ((0,), (20,), 5), ((), (), 5)],
)
def test_where_no_fall_below_the_whole_reaches_it_there_is_none(
    gross: tuple[float, ...], loans: tuple[float, ...], wanted: float
) -> None:
    assert uniform_fall(gross, loans, wanted) is None


@given(sheets(), above_zero)
def test_a_uniform_fall_agrees_with_a_search_where_floors_act(
    sheet: BalanceSheet, wanted: float
) -> None:
    fall = uniform_fall(
        tuple(float(h.gross) for h in sheet.holdings),
        tuple(float(h.asset_backed_finance) for h in sheet.holdings),
        wanted,
    )
    assert fall is not None
    assert fall < 1
    assert sheet.shocked(-fall).equity_value == pytest.approx(wanted, rel=1e-9, abs=1e-9)
    first = float(sheet.holdings[0].gross)
    found = bisected(
        lambda f: wanted - float(sheet.shocked(-f).equity_value), -wanted / first - 1, 1.0
    )
    assert fall == pytest.approx(found, rel=1e-9, abs=1e-9)


@given(sheets(), limits)
def test_a_uniform_fall_takes_the_disclosed_ratio_to_its_limit(
    sheet: BalanceSheet, limit: float
) -> None:
    left = sheet.equity_value - loss_to_limit(sheet.equity_value, sheet.net_debt, limit)
    fall = uniform_fall(
        tuple(float(h.gross) for h in sheet.holdings),
        tuple(float(h.asset_backed_finance) for h in sheet.holdings),
        float(left),
    )
    assert fall is not None
    assert sheet.shocked(-fall).ltv == pytest.approx(limit, rel=1e-9)


@given(sheets(pledged=False), limits)
def test_with_nothing_pledged_the_uniform_fall_is_the_closed_form(
    sheet: BalanceSheet, limit: float
) -> None:
    gross = tuple(float(h.gross) for h in sheet.holdings)
    fall = uniform_fall(gross, (0.0,) * len(gross), float(sheet.net_debt) / limit)
    closed = fall_to_limit(sheet.equity_value, sheet.net_debt, limit)
    assert fall == pytest.approx(closed, rel=1e-9, abs=1e-9)
