"""The balance sheet that scenarios start from; its bad files are rows of test_book.py."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.balance import BalanceError
from exposure.baseline import Baseline, figure_value
from tests.invented import amount, baseline, with_inputs
from tests.ledgers import small_ledger

if TYPE_CHECKING:
    from exposure.balance import BalanceSheet


def worth(sheet: BalanceSheet) -> dict[str, float]:
    return {h.company: float(h.equity_value) for h in sheet.holdings}


def test_the_split_is_the_sum_by_hand_and_the_rest_closes_it() -> None:
    sheet = baseline().sheet()
    # 10 % of 500; 80 % of 100 less 20; 3 trn less 0.5 at 100 a dollar; what is left of 200.
    assert worth(sheet) == pytest.approx({"birch": 50, "chip": 60, "tel": 25, "rest": 65})
    assert (sheet.equity_value, sheet.net_debt, sheet.committed) == (200, 40, 6)
    assert [h.gross for h in sheet.holdings] == pytest.approx([50, 80, 30, 65])
    assert [h.listed for h in sheet.holdings] == [False, True, True, False]
    assert [h.local_share for h in sheet.holdings] == [0, 0, 1, 0]


def test_a_holding_keeps_what_is_known_of_it() -> None:
    birch, chip, tel, rest = baseline().sheet().holdings
    assert (birch.stake, birch.economic_interest, birch.company_value) == (0.1, 1, 500)
    assert (chip.stake, chip.company_value) == (0.8, 100)
    assert (tel.stake, tel.company_value, rest.stake) == (None, None, None)


def test_of_a_co_invested_fund_the_group_owns_its_part_and_reports_the_whole_stake() -> None:
    half = with_inputs("birch", economic_interest=amount(50, "percent")).sheet()
    assert worth(half) == pytest.approx({"birch": 25, "chip": 60, "tel": 25, "rest": 90})
    assert half.holding("birch").stake == 0.1


def test_a_holding_known_by_its_gross_value_may_have_a_stake_too() -> None:
    tel = with_inputs("tel", stake=amount(40, "percent")).sheet().holding("tel")
    assert (tel.gross, tel.stake) == (30, 0.4)


def test_a_company_value_in_local_money_is_changed_to_dollars() -> None:
    # 50 trn at 100 a dollar are 500 bn.
    local = with_inputs("birch", company_value=amount(50, "local trn")).sheet()
    assert local == baseline().sheet()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"interests": {"birch": 0.5}}, {"birch": 25, "chip": 60, "tel": 25, "rest": 90}),
        ({"loans": {"chip": 0.0}}, {"birch": 50, "chip": 80, "tel": 25, "rest": 45}),
        ({"loans": {"birch": 10.0}}, {"birch": 40, "chip": 60, "tel": 25, "rest": 75}),
        # A loan above the shares leaves nothing of them, and no less.
        ({"loans": {"chip": 90.0}}, {"birch": 50, "chip": 0, "tel": 25, "rest": 125}),
        (
            {"interests": {"birch": 0.0}, "loans": {"tel": 30.0}},
            {"birch": 0, "chip": 60, "tel": 0, "rest": 140},
        ),
    ],
)
def test_other_assumptions_split_the_same_total(
    changes: dict[str, Any], expected: dict[str, float]
) -> None:
    sheet = baseline().sheet(**changes)
    assert worth(sheet) == pytest.approx(expected)
    assert sheet.equity_value == pytest.approx(200)


fractions = st.floats(0, 1)
loans = st.floats(0, 40)


@given(fractions, loans, loans)
def test_no_assumption_changes_the_disclosed_total(
    interest: float, chip_loan: float, tel_loan: float
) -> None:
    changed = {"chip": chip_loan, "tel": tel_loan}
    try:
        sheet = baseline().sheet(interests={"birch": interest}, loans=changed)
    except BalanceError:
        assert 50 * interest + 80 - chip_loan + 30 - tel_loan > 200
        return
    assert sheet.equity_value == pytest.approx(200, rel=1e-12)
    assert sheet.net_debt == 40
    assert sheet.ltv == pytest.approx(0.2, rel=1e-12)


def test_parts_above_the_total_are_refused_by_how_much() -> None:
    large = with_inputs("birch", company_value=amount(1200))
    with pytest.raises(BalanceError, match="by 5 USD bn") as raised:
        large.sheet()
    assert raised.value.field == "remainder"


def test_where_parts_of_a_map_exceed_the_total_it_has_no_value() -> None:
    large = with_inputs("birch", company_value=amount(1200))
    sheet = large.sheet(interests={"birch": np.array([0.5, 1.0])})
    np.testing.assert_allclose(sheet.ltv, [0.2, np.nan])


def test_money_is_told_in_dollars_at_the_baseline_s_rate() -> None:
    base = baseline()
    assert base.usd_bn(base.equity_value) == 200
    assert base.usd_bn(base.committed[0].amount) == 6
    assert base.unit(base.equity_value) == "JPY trn"
    assert base.unit(base.local_per_usd) == "JPY per USD"


@pytest.mark.parametrize(
    ("nav", "ltv", "wrong"),
    [
        # 20 less 4 in trn: 16, and 20 %; what is printed may be off by half its last digit.
        (16, 20, []),
        (16.4, 20, ["nav"]),
        (16, 20.4, ["ltv"]),
        (16, 21, ["ltv"]),
        (15, 25, ["nav", "ltv"]),
    ],
)
def test_disclosed_measures_follow_from_each_other_within_their_digits(
    nav: float, ltv: float, wrong: list[str]
) -> None:
    data = baseline().model_dump(exclude_none=True)
    # Exact to the third digit, so that only the printed measures are round.
    data["equity_value"]["value"], data["net_debt"]["value"] = 20.001, 4.001
    data["nav"]["value"], data["ltv"]["value"] = nav, ltv
    fields = [field for field, _ in Baseline.model_validate(data).problems()]
    assert fields == wrong


@pytest.mark.parametrize(
    ("figure", "unit", "value"),
    [
        ("w-p3-value", "USD bn", 100),
        ("w-p3-value", "USD trn", 0.1),
        ("w-p3-value", "USD", 1e11),
        ("j-p3-cost-cny", "CNY bn", 210),
        ("w-p5-ltv", "percent", 20),
        ("j-p4-value", "USD bn", 250),  # 240 to 260
        ("j-p1-bridge", "USD bn", 8),  # printed as 80, and corrected
        ("birch-value-registry", "USD bn", 100),
    ],
)
def test_a_figure_has_its_right_value_in_a_unit(figure: str, unit: str, value: float) -> None:
    assert figure_value(small_ledger(), figure, unit) == value


@pytest.mark.parametrize(
    ("figure", "unit"),
    [
        ("w-p3-value", "JPY trn"),
        ("j-p3-cost-cny", "USD bn"),
        ("w-p5-ltv", "USD bn"),
        ("w-p5-ltv", "percentage points"),
        ("w-p3-value", "percent"),
        ("w-p4-maturity", "date"),
        ("w-p3-value", "CHF trn"),
    ],
)
def test_a_figure_of_another_kind_or_currency_is_no_number_here(figure: str, unit: str) -> None:
    with pytest.raises(BalanceError) as raised:
        figure_value(small_ledger(), figure, unit)
    assert raised.value.field == figure


def test_a_baseline_has_no_number_that_is_none() -> None:
    for holding in baseline().sheet().holdings:
        assert math.isfinite(float(holding.gross))
        assert math.isfinite(float(holding.asset_backed_finance))
