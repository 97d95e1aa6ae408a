"""What must be sold to repay, and when a lender calls."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exposure import book as books
from exposure.evaluation import evaluate
from exposure.model import outcome
from exposure.stress.repayment import margin_calls, maturities, ways_to_repay
from exposure.stress.risk import load
from tests.invented import book

if TYPE_CHECKING:
    from exposure.book import Book

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def oak() -> Book:
    return book()


def test_what_must_be_sold_of_what(oak: Book) -> None:
    ways = ways_to_repay(oak, {}, 25.0)
    # Listed: chip 80 - 20, tel 30 - 5. The others: the rest is 65, birch 50.
    assert [way.companies for way in ways] == [
        ("chip", "tel"),
        ("chip",),
        ("tel",),
        ("rest",),
        ("birch",),
    ]
    assert [way.part for way in ways] == pytest.approx([25 / 85, 25 / 60, 1, 25 / 65, 0.5])
    assert ways[0].worth_usd_bn == pytest.approx(85)


def test_ltv_ends_where_the_lever_of_sales_takes_it(oak: Book) -> None:
    way = ways_to_repay(oak, {"investment": 30.0}, 20.0)[0]
    sold = outcome(oak, {"investment": 30.0, "sales": 20.0})
    assert way.ltv == pytest.approx(sold.ratio("disclosed"))
    assert way.ltv_grossed == pytest.approx(sold.ratio("grossed"))


def test_a_holding_worth_too_little_is_told(oak: Book) -> None:
    way = next(w for w in ways_to_repay(oak, {}, 40.0) if w.companies == ("tel",))
    assert (way.part, way.ltv, way.ltv_grossed) == (None, None, None)
    assert way.sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "Tel cannot repay USD 40.0 bn: USD 25.0 bn is all it is worth."
    )


def test_a_lender_calls_when_the_loan_passes_the_ratio(oak: Book) -> None:
    (chip, tel) = margin_calls(oak, {}, {"chip": 0.5, "tel": 0.5})
    # 20 over 80 at a half: called at 40, when chip is worth 50.
    assert chip.fall_to_call == pytest.approx(0.5)
    assert chip.gross_at_call_usd_bn == pytest.approx(40)
    assert chip.company_at_call_usd_bn == pytest.approx(50)
    assert tel.fall_to_call == pytest.approx(1 - 5 / 15)
    assert tel.company_at_call_usd_bn is None
    at_call = evaluate(oak, {"chip_value": 50.0}).holding("chip")
    assert float(at_call.asset_backed_finance / at_call.gross) == pytest.approx(0.5)


def test_a_loan_that_is_over_already_is_told(oak: Book) -> None:
    (chip,) = margin_calls(oak, {"chip_value": 40.0}, {"chip": 0.5})
    assert chip.fall_to_call < 0
    assert "already" in chip.sentence


def test_only_pledged_holdings_with_a_ratio_are_called(oak: Book) -> None:
    assert not margin_calls(oak, {}, {"birch": 0.5})
    assert not margin_calls(oak, {}, {})


def test_the_price_of_a_share_is_told_where_its_number_is_known() -> None:
    found, _ = books.load(DATA)
    assert found is not None
    (arm, other) = margin_calls(found, {}, {"arm": 0.5, "softbank-corp": 0.65})
    # 40 / 0.871 over 1,060 million shares.
    assert arm.share_price_at_call_usd == pytest.approx(40 / 0.871 / 1.06)
    assert other.share_price_at_call_usd is None


def test_everything_that_falls_due_is_plain_data() -> None:
    found, _ = books.load(DATA)
    assert found is not None
    risk, _ = load(DATA, found)
    assert risk is not None
    told = maturities(found, {}, risk, {"maintenance.arm": 40.0}).as_json()
    json.dumps(told, allow_nan=False)
    assert told["calendar"]["to_repay_usd_bn"] == pytest.approx(17.5)
    assert told["margin_calls"][0]["maintenance"] == 0.4
    assert told["ways"][0]["companies"] == ("arm", "softbank-corp", "t-mobile")
    assert told["policy"]["met"] is None
