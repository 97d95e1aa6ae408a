"""The balance sheet: equity value, NAV and both loans to value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.balance import BalanceError, BalanceSheet, Holding
from tests.sheets import above_zero, amounts, sheets


def sheet(*parts: tuple[float, float], debt: float = 0.0, committed: float = 0.0) -> BalanceSheet:
    """Return a sheet of holdings a, b, c ... each a gross value and the loan secured on it."""
    held = (Holding(name, *part) for name, part in zip("abcdefgh", parts, strict=False))
    return BalanceSheet(tuple(held), debt, committed)


@pytest.mark.parametrize(
    ("found", "sums"),  # equity value, NAV, disclosed LTV, grossed LTV
    [
        # Nothing pledged: both ratios are one.
        (sheet((60, 0), (40, 0), debt=20), (100, 80, 0.2, 0.2)),
        # A loan of 10 leaves both sides of the first ratio and stands on both of the second.
        (sheet((60, 0), (50, 10), debt=20), (100, 80, 0.2, 30 / 110)),
        # What is signed and unpaid counts in the second alone.
        (sheet((60, 0), (50, 10), debt=20, committed=10), (100, 80, 0.2, 40 / 120)),
        (sheet((100, 0)), (100, 100, 0, 0)),
        # Net cash: a ratio below zero, and a NAV above the value of the holdings.
        (sheet((100, 0), debt=-25), (100, 125, -0.25, -0.25)),
        # More debt than value: NAV below zero, both ratios above one.
        (sheet((100, 0), debt=150, committed=50), (100, -50, 1.5, 200 / 150)),
        # A loan of 30 on shares worth 20: the lender takes the shares, and no more.
        (sheet((100, 0), (20, 30), debt=20), (100, 80, 0.2, 50 / 130)),
        # Every holding pledged.
        (sheet((60, 30), (40, 20), debt=10), (50, 40, 0.2, 60 / 100)),
        (sheet((100, 0), (0, 0), debt=25), (100, 75, 0.25, 0.25)),
    ],
)
def test_measures_are_the_sums_by_hand(found: BalanceSheet, sums: tuple[float, ...]) -> None:
    measures = (found.equity_value, found.nav, found.ltv, found.ltv_grossed)
    assert measures == pytest.approx(sums)


def test_gross_values_and_loans_add_up_whatever_the_floor_does() -> None:
    found = sheet((60, 10), (20, 30))
    assert (found.gross_value, found.asset_backed_finance) == (80, 40)


@pytest.mark.parametrize("parts", [[], [(0, 0)], [(10, 10)], [(10, 20), (5, 6)]])
def test_without_equity_value_there_is_an_error_that_names_it_and_no_ratio(
    parts: list[tuple[float, float]],
) -> None:
    nothing = sheet(*parts, debt=10)
    assert nothing.nav == -10
    with pytest.raises(BalanceError) as raised:
        _ = nothing.ltv
    assert raised.value.field == "equity value of holdings"


def test_with_nothing_on_either_side_the_grossed_ratio_names_its_own_value() -> None:
    with pytest.raises(BalanceError) as raised:
        _ = sheet((0, 0), debt=10).ltv_grossed
    assert raised.value.field == "gross value with commitments"


def test_a_loan_above_its_shares_is_named_and_one_at_their_value_is_not() -> None:
    assert sheet((100, 0), (20, 30), (20, 20), (20, 10)).floored == ("b",)


def test_an_array_is_floored_where_any_of_it_is() -> None:
    assert Holding("a", np.array([30.0, 10.0]), 20.0).is_floored
    assert not Holding("a", np.array([30.0, 20.0]), 20.0).is_floored


def test_shares_fall_and_their_loan_does_not() -> None:
    fallen = sheet((100, 20), debt=20).shocked(-0.4)
    assert fallen.gross_value == 60
    assert fallen.asset_backed_finance == 20
    assert fallen.ltv == 0.5


def test_a_fall_may_be_named_for_some_companies_alone() -> None:
    fallen = sheet((60, 0), (40, 0), debt=20).shocked({"b": -0.5})
    assert [h.gross for h in fallen.holdings] == [60, 20]


def test_the_value_of_the_company_moves_with_its_shares_and_the_stake_stays() -> None:
    held = BalanceSheet((Holding("a", 10.0, stake=0.1, company_value=100.0),), 1.0)
    (fallen,) = held.shocked(-0.5).holdings
    assert (fallen.gross, fallen.company_value, fallen.stake) == (5.0, 50.0, 0.1)


@pytest.mark.parametrize(
    "ask",
    [
        lambda s: s.holding("z"),
        lambda s: s.with_holding(Holding("z", 1.0)),
        lambda s: s.shocked({"z": -0.5}),
    ],
    ids=["holding", "with_holding", "shocked"],
)
def test_a_company_that_is_not_held_is_named_in_an_error(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(BalanceError, match=r"z: .* a, b") as raised:
        ask(sheet((60, 0), (40, 0)))
    assert raised.value.field == "z"


def test_a_holding_is_replaced_in_its_place() -> None:
    changed = sheet((60, 0), (40, 0), (20, 0)).with_holding(Holding("b", 1.0))
    assert [(h.company, h.gross) for h in changed.holdings] == [("a", 60), ("b", 1), ("c", 20)]


def test_where_an_array_has_no_equity_value_there_is_no_ratio() -> None:
    swept = BalanceSheet((Holding("a", np.array([100.0, 50.0, 20.0, 0.0]), 20.0),), 20.0)
    assert swept.equity_value.tolist() == [80.0, 30.0, 0.0, 0.0]  # type: ignore[union-attr]
    np.testing.assert_allclose(swept.ltv, [0.25, 2 / 3, np.nan, np.nan])
    np.testing.assert_allclose(swept.ltv_grossed, [0.4, 0.8, 2.0, 2.0])


def test_an_array_of_debt_alone_makes_an_array_of_ratios() -> None:
    swept = replace(sheet((100, 0)), net_debt=np.array([0.0, 25.0]))
    np.testing.assert_allclose(swept.ltv, [0.0, 0.25])


@given(sheets())
def test_ltv_times_equity_value_is_net_debt(found: BalanceSheet) -> None:
    assert found.ltv * found.equity_value == pytest.approx(found.net_debt, rel=1e-9)
    assert found.nav + found.net_debt == pytest.approx(found.equity_value, rel=1e-9)


@given(sheets(), st.sampled_from([0.001, 0.5, 3.0, 156.7]))
def test_another_currency_changes_no_ratio(found: BalanceSheet, rate: float) -> None:
    other = BalanceSheet(
        tuple(
            replace(h, gross=h.gross * rate, asset_backed_finance=h.asset_backed_finance * rate)
            for h in found.holdings
        ),
        found.net_debt * rate,
        found.committed * rate,
    )
    assert other.ltv == pytest.approx(found.ltv, rel=1e-9)
    assert other.ltv_grossed == pytest.approx(found.ltv_grossed, rel=1e-9)
    assert other.nav == pytest.approx(found.nav * rate, rel=1e-9, abs=1e-9)


@given(sheets(), st.integers(0, 4), above_zero)
def test_ltv_falls_when_an_unpledged_holding_is_worth_more(
    found: BalanceSheet, which: int, more: float
) -> None:
    holding = replace(found.holdings[which % len(found.holdings)], asset_backed_finance=0.0)
    before = found.with_holding(holding)
    after = before.with_holding(replace(holding, gross=holding.gross + more))
    assert after.ltv < before.ltv


@given(sheets(debt=amounts))
def test_the_grossed_ratio_lies_between_the_disclosed_one_and_one(found: BalanceSheet) -> None:
    low, high = sorted((float(found.ltv), 1.0))
    assert low - 1e-12 <= found.ltv_grossed <= high + 1e-12


@given(st.lists(sheets(), min_size=1, max_size=6))
def test_a_row_of_sheets_is_each_sheet_by_itself(row: list[BalanceSheet]) -> None:
    alone = [BalanceSheet(s.holdings[:1], s.net_debt, s.committed) for s in row]
    together = BalanceSheet(
        (Holding("a", np.array([s.holdings[0].gross for s in alone])),),
        np.array([s.net_debt for s in alone]),
        np.array([s.committed for s in alone]),
    )
    for measure in ("equity_value", "nav", "ltv", "ltv_grossed"):
        one_by_one = [getattr(s, measure) for s in alone]
        np.testing.assert_allclose(getattr(together, measure), one_by_one, rtol=1e-12)
