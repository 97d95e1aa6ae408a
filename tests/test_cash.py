"""The calendar of cash."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exposure import book as books
from exposure.cash import calendar
from exposure.cash_policy import policy
from exposure.ledger import Deal, Quantity
from exposure.ledger import PublicFigure as Figure
from exposure.stress.risk import CashRules, Due, load
from tests.invented import book, empty_ledger

if TYPE_CHECKING:
    from exposure.book import Book

DATA = Path(__file__).parents[1] / "data"


def quantity(name: str, measure: str) -> Quantity:
    return Quantity(id=name, label=name, holder="oak", measure=measure)


def figure(
    name: str, of: str, value: float | str, as_of: str, status: str = "completed", **more: object
) -> Figure:
    unit = "date" if isinstance(value, str) else more.get("unit", "USD bn")
    return Figure.model_validate(
        {
            "id": name,
            "quantity": of,
            "value": value,
            "unit": unit,
            "as_of": as_of,
            "modality": "exactly",
            "status": status,
            "title": "invented",
            "url": "https://example.org",
            "confidence": "primary",
        }
    )


def deal(name: str, kind: str, date: str, status: str = "completed", **more: object) -> Deal:
    found = {"id": name, "title": name.capitalize(), "investor": "oak", "kind": kind}
    return Deal.model_validate(found | {"status": status, "date": date} | more)


@pytest.fixture
def oak() -> Book:
    """Cash of 10; a plant of 4 due at no day, a loan of 8 drawn in steps, shares of 5."""
    quantities = (
        quantity("plant-price", "purchase price"),
        quantity("loan-size", "loan"),
        quantity("loan-one", "loan drawn"),
        quantity("loan-two", "loan drawn"),
        quantity("loan-three", "loan drawn"),
        quantity("loan-due", "maturity"),
        quantity("shares", "investment"),
        quantity("old-loan", "loan"),
        quantity("talks", "loan"),
        quantity("years", "other"),
        quantity("bonds", "loan"),
    )
    figures = (
        figure("f-plant", "plant-price", 4, "2025-06"),
        figure("f-size", "loan-size", 12, "2026-02"),
        figure("f-one", "loan-one", 3, "2026-02-01"),
        figure("f-two", "loan-two", 8, "2026-03-01"),
        figure("f-three", "loan-three", 6, "2026-05-01"),
        figure("f-due", "loan-due", "2027-02", "2026-02"),
        figure("f-shares", "shares", 9, "2026-04-01"),
        figure("f-old", "old-loan", 2, "2025-01"),
        figure("f-talks", "talks", 5, "2026-06"),
        figure("f-years", "years", 2, "2026", unit="count"),
        figure("f-bonds", "bonds", 7, "2026"),
    )
    deals = (
        deal("plant", "acquisition", "2025-06", "announced", amount="plant-price"),
        deal(
            "loan",
            "loan",
            "2026-02-01",
            amount="loan-size",
            maturity="loan-due",
            cited=["f-one", "f-two", "f-three"],
        ),
        deal("shares", "equity", "2026-04-01", target="birch", amount="shares"),
        deal("old", "loan", "2025-01", amount="old-loan"),
        deal("hoped", "loan", "2026-06", "in talks", amount="talks"),
    )
    ledger = replace(empty_ledger(), quantities=quantities, public=figures, deals=deals)
    return book(ledger=ledger)


def test_a_loan_enters_as_it_is_drawn_and_falls_due_as_it_stands(oak: Book) -> None:
    found = calendar(oak, CashRules())
    assert [(e.as_of, e.what, e.amount_usd_bn, e.cash_after_usd_bn) for e in found.events] == [
        ("2026-02-01", "loan", 3, 13),
        ("2026-03-01", "loan", 5, 18),
        ("2026-04-01", "purchase", -9, 9),
        ("2026-05-01", "repayment", -2, 7),
        ("2027-02", "maturity", -6, 1),
    ]
    assert found.runs_out is None
    assert found.short_usd_bn == 0
    assert found.to_repay_usd_bn == 6
    assert "USD\N{NO-BREAK SPACE}1.0\N{NO-BREAK SPACE}bn is left" in found.sentence


def test_what_has_no_day_is_listed_and_not_counted(oak: Book) -> None:
    found = calendar(oak, CashRules())
    assert [(item.deal, item.amount_usd_bn) for item in found.undated] == [("plant", 4), ("old", 2)]
    assert [(item.deal, item.amount_usd_bn) for item in found.sources] == [
        ("loan", 4),
        ("hoped", 5),
    ]


@pytest.mark.parametrize(("limit", "count"), [(5, 2), (7, 0)])
def test_where_the_balance_sheet_takes_all_of_a_loan_its_undrawn_part_says_so(
    limit: float, count: int
) -> None:
    quantities = (quantity("limit", "loan"), quantity("then", "loan drawn"))
    figures = (figure("f-limit", "limit", limit, "2025-12"), figure("f-then", "then", 3, "2023-12"))
    loan = deal("pledge", "margin loan", "2025-12", target="tel", amount="limit", cited=["f-then"])
    ledger = replace(empty_ledger(), quantities=quantities, public=figures, deals=(loan,))
    told = calendar(book(ledger=ledger), CashRules())  # its sheet has a loan of 5 on that holding
    assert [one.amount_usd_bn for one in (*told.sources, *told.undated)] == [limit - 3, 3]
    notes = [one.note for one in (*told.sources, *told.undated)]
    assert sum("takes all of it" in note for note in notes) == count


def test_an_assumed_day_puts_a_purchase_into_the_calendar(oak: Book) -> None:
    due = Due(deal="plant", day="2026-12", date="2026", reason="a year after")
    found = calendar(oak, CashRules(due=(due,)))
    event = next(e for e in found.events if e.deal == "plant")
    assert (event.assumed, event.done, event.amount_usd_bn) == ("a year after", False, -4)
    assert found.runs_out is not None
    assert found.runs_out.as_of == "2027-02"
    assert found.short_usd_bn == pytest.approx(3)
    assert found.sentence.endswith("Days that are assumed: Plant.")
    assert "plant" not in [item.deal for item in found.undated]


def test_the_policy_is_tested_where_the_redemptions_are_known(oak: Book) -> None:
    assert policy(oak, CashRules()) is None
    unknown = policy(oak, CashRules(policy="f-years", missing="not in the sources"))
    assert unknown is not None
    assert (unknown.years, unknown.met, unknown.loans_due_usd_bn) == (2, None, 6)
    known = policy(oak, CashRules(policy="f-years", redemptions=("f-bonds",)))
    assert known is not None
    assert (known.redemptions_usd_bn, known.met) == (7, True)


def test_a_group_without_deals_has_an_empty_calendar() -> None:
    found = calendar(book(), CashRules())
    assert found.events == ()
    assert "nothing that falls due" in found.sentence


def test_a_loan_that_is_only_announced_need_not_be_repaid(oak: Book) -> None:
    deals = (deal("loan", "loan", "2025-12", "announced", amount="loan-size", maturity="loan-due"),)
    found = calendar(replace(oak, ledger=replace(oak.ledger, deals=deals)), CashRules())
    assert found.events == ()
    assert [item.note for item in found.sources] == ["Announced."]


def test_the_bridge_of_the_dashboard_outlasts_its_cash() -> None:
    found, _ = books.load(DATA)
    assert found is not None
    risk, _ = load(DATA, found)
    assert risk is not None
    told = calendar(found, risk.cash)
    # 24.25 - 1 + 20 - 2.5 + 3.6 - 30 - 9.4 - 17.5, to the day the bridge falls due.
    assert told.runs_out is not None
    assert told.runs_out.as_of == "2027-03"
    assert told.short_usd_bn == pytest.approx(12.55, abs=0.01)
    assert {item.deal for item in told.undated} >= {"stargate-2025-01", "arm-margin-loan-2025-11"}
    json.dumps(told.as_json(), allow_nan=False)
