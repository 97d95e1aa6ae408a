"""Deals as a table and on a timeline, and which of them is an instalment of which."""

from __future__ import annotations

import pytest

from exposure import deals
from exposure.entries import Correction
from tests.dealings import Dealings, small


def terms(dealings: Dealings) -> None:
    dealings.fact("price", 100, "company value")
    dealings.fact("other-price", 200, "company value")
    dealings.deal("promise", "2030-02", 30, kind="commitment", valuation="price")


def test_instalments_have_the_terms_of_their_commitment_and_follow_it() -> None:
    dealings = Dealings()
    terms(dealings)
    dealings.deal("before", "2030-01", 1, valuation="price")
    dealings.deal("first", "2030-02-28", 10, valuation="price")
    dealings.deal("second", "2030-06", 10, valuation="price", status="announced")
    dealings.deal("talks", "2030-07", 10, valuation="price", status="in talks")
    dealings.deal("elsewhere", "2030-06", 10, valuation="other-price")
    dealings.deal("of-another", "2030-06", 10, valuation="price", investor="cedar")
    ledger = dealings.book().ledger
    found = deals.instalments(ledger, ledger.deal("promise"))
    assert [deal.id for deal in found] == ["first", "second"]
    whole = deals.commitment_of(ledger, ledger.deal("second"))
    assert whole is not None
    assert whole.id == "promise"
    assert deals.commitment_of(ledger, ledger.deal("elsewhere")) is None
    assert deals.instalments(ledger, ledger.deal("first")) == ()


def test_the_latest_deal_stands_first_and_one_without_a_date_last() -> None:
    dealings = Dealings()
    dealings.deal("old", "2029", 1)
    dealings.deal("undated", "2031-01", 1, undated=True)
    dealings.deal("new", "2030-05", 1)
    table = deals.table(dealings.book())
    assert table.index.tolist() == ["new", "old", "undated"]
    assert table.loc["undated", "date"] == "no date"
    assert [mark["date"] for mark in deals.marks(table)] == ["2030-05-16", "2029-07-02"]


def test_a_row_tells_parts_sources_and_who_pays() -> None:
    row = deals.table(small()).loc["birch-first"]
    told = {name: str(row[name]).replace("\N{NO-BREAK SPACE}", " ") for name in row.index}
    assert told["amount"] == "USD 10 bn"
    assert told["printed"] == "$10 billion; RMB 70 billion"
    assert told["stake_after"] == "about 10 %"
    assert told["paid_by"] == "Sale of Cedar shares"
    assert told["sources"].startswith("article journal.txt, paragraph 3; article wire.txt, para")
    assert told["sources"].endswith("1 public page")


def test_a_corrected_amount_is_told_as_corrected_and_a_dispute_as_one() -> None:
    ledger = small().ledger
    assert deals.told(ledger, "bridge-2030") == "USD\N{NO-BREAK SPACE}8\N{NO-BREAK SPACE}bn"
    dealings = Dealings()
    dealings.fact("sum", 5)
    dealings.figures.append(dealings.figures[0].model_copy(update={"id": "sum-2", "value": 7}))
    assert deals.told(dealings.book().ledger, "sum").endswith("(disputed, 2 printings)")
    assert deals.told(ledger, None) == ""


@pytest.mark.parametrize(
    ("kinds", "statuses", "whose", "expected"),
    [
        ([], [], "group", ["mine", "planned"]),
        ([], [], "all", ["mine", "planned", "theirs"]),
        (["equity"], [], "group", ["mine"]),
        ([], ["announced"], "all", ["planned"]),
        (["sale"], [], "all", []),
    ],
)
def test_filters_that_name_nothing_let_everything_through(
    kinds: list[str], statuses: list[str], whose: str, expected: list[str]
) -> None:
    dealings = Dealings()
    dealings.deal("mine", "2030-03", 1)
    dealings.deal("planned", "2030-02", 1, kind="acquisition", status="announced")
    dealings.deal("theirs", "2030-01", 1, investor="cedar")
    table = deals.table(dealings.book())
    found = deals.chosen(table, kinds, statuses, group=whose == "group")
    assert found.index.tolist() == expected


def test_marks_say_how_far_a_deal_has_come() -> None:
    dealings = Dealings()
    for month, status in enumerate(deals.STATUSES, 1):
        dealings.deal(status.replace(" ", "-"), f"2030-0{month}", status=status)
    found = deals.marks(deals.table(dealings.book()))
    assert [mark["state"] for mark in found] == ["talks", "talks", "talks", "announced", "done"]
    assert {mark["amount_usd_bn"] for mark in found} == {None}


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ({"value": 30, "unit": "USD bn"}, 30.0),
        ({"low": 15, "high": 25, "unit": "USD bn"}, 20.0),
        ({"value": 200, "unit": "JPY bn"}, 2.0),
        ({"value": 200, "unit": "CNY bn"}, None),
        ({"value": 11, "unit": "percent"}, None),
    ],
)
def test_amounts_in_dollars_at_the_rate_of_the_baseline(
    amount: dict[str, object], expected: float | None
) -> None:
    found = Correction.model_validate({"reason": "an example"} | amount)
    assert deals.usd_bn(small(), found) == expected


def test_a_deal_cites_more_than_its_parts() -> None:
    book = small()
    assert [e.figure for e in deals.also_cited(book, book.ledger.deal("birch-second"))] == [
        "j-p3-cost"
    ]
    facts = deals.facts(deals.table(book), "bridge")
    assert facts["Lenders"] == "Dogwood Bank"
    assert "Note" not in facts
