"""Sources and uses of money: nothing is counted twice, nothing that is only talked about."""

from __future__ import annotations

import pytest

from exposure import funding
from tests.dealings import Dealings, small


@pytest.fixture
def dealings() -> Dealings:
    """Return a promise of 30, of which 10 is paid and 20 announced, and what paid for it."""
    found = Dealings()
    found.fact("price", 100, "company value")
    found.deal("loan", "2030-01", 25, kind="loan", cited=["drawn-early", "drawn-late"])
    found.fact("drawn-early", 5, "loan drawn", as_of="2030-02")
    found.fact("drawn-late", 15, "loan drawn", as_of="2030-05")
    found.deal("sale", "2029-12", 8, kind="sale", target="cedar")
    found.deal("promise", "2030-01", 30, kind="commitment", valuation="price", paid_by=["loan"])
    found.deal("first", "2030-02", 10, valuation="price", paid_by=["loan", "sale"])
    found.deal("second", "2031-02", 20, valuation="price", status="announced")
    found.deal("chips", "2030-03", 2, kind="acquisition", target="elm")
    return found


def amounts(dealings: Dealings) -> dict[str, str]:
    return {
        name: total.value.replace("\N{NO-BREAK SPACE}", " ")
        for name, total in funding.totals(dealings.book()).items()
    }


def test_a_commitment_is_never_added_to_its_instalments(dealings: Dealings) -> None:
    found = [deal.id for deal in funding.counted(dealings.book().ledger)]
    assert found == ["loan", "sale", "first", "second", "chips"]


def test_a_commitment_without_instalments_counts_as_promised() -> None:
    dealings = Dealings()
    dealings.deal("promise", "2030-01", 30, kind="commitment", status="announced")
    (row,) = funding.by_year(dealings.book())
    assert (row["kind"], row["done"], row["amount_usd_bn"]) == ("Commitments", False, 30)


@pytest.mark.parametrize(
    "more",
    [
        {"status": "in talks"},
        {"status": "suspended"},
        {"status": "forecast"},
        {"undated": True},
        {"investor": "cedar"},
        {"kind": "suspended"},
    ],
)
def test_talks_and_deals_of_others_or_without_a_date_are_left_out(
    dealings: Dealings, more: dict[str, object]
) -> None:
    before = amounts(dealings)
    dealings.deal("extra", "2030-06", 1000, **more)
    assert amounts(dealings) == before


def test_a_deal_that_another_replaced_is_left_out(dealings: Dealings) -> None:
    dealings.deal("larger", "2030-04", 40, kind="loan", supersedes="loan")
    assert amounts(dealings)["borrowed"] == "USD 40.0 bn"


def test_the_totals_name_every_figure_behind_them(dealings: Dealings) -> None:
    assert amounts(dealings) == {
        "bought": "USD 12.0 bn",
        "focus": "USD 10.0 bn",
        "sold": "USD 8.0 bn",
        "borrowed": "USD 25.0 bn",
        "open": "USD 20.0 bn",
    }
    bought = funding.totals(dealings.book())["bought"]
    assert [row.figure for row in bought.inputs] == ["first-amount", "chips-amount"]
    assert bought.computed.startswith("10 + 2 = ")


def test_an_amount_that_the_sources_do_not_agree_on_is_told_with_its_sum(
    dealings: Dealings,
) -> None:
    assert "agree" not in funding.summary(dealings.book())
    last = next(one for one in dealings.figures if one.id == "second-amount")
    other = last.model_dump() | {"id": "second-again", "value": 15}
    dealings.figures.append(type(last).model_validate(other))
    book = dealings.book()
    assert "do not agree on Deal second, " in funding.summary(book)
    assert "do not agree on Deal second, " in funding.totals(book)["open"].definition


def test_a_sum_of_round_numbers_keeps_its_noughts() -> None:
    dealings = Dealings()
    dealings.deal("one", "2030-01", 100)
    dealings.deal("two", "2030-02", 1.25)
    assert funding.totals(dealings.book())["bought"].computed.startswith("100 + 1.25 = ")


def test_years_hold_each_side_and_what_is_open(dealings: Dealings) -> None:
    rows = {str(row.pop("what")): row for row in funding.yearly(dealings.book())}
    assert rows["All that was raised"] == {"2029": 8, "2030": 25, "2031": 0}
    assert rows["All that was spent"] == {"2029": 0, "2030": 12, "2031": 20}
    assert rows["Birch Labs shares"] == {"2029": 0, "2030": 10, "2031": 20}
    assert rows["Of both, announced only"] == {"2029": 0, "2030": 0, "2031": 20}


def test_each_payment_names_its_sources_and_what_is_drawn_of_them(dealings: Dealings) -> None:
    rows = funding.payments(dealings.book())
    told = [
        (r["use"][:12], r["source"], r["drawn"].replace("\N{NO-BREAK SPACE}", " ")) for r in rows
    ]
    assert told == [
        ("Deal promise", "Deal loan", "USD 15 bn"),
        ("Deal first, ", "Deal loan", "USD 15 bn"),
        ("Deal first, ", "Deal sale", ""),
    ]


def test_the_summary_stands_without_any_deal() -> None:
    assert funding.summary(Dealings().book()).startswith("Alder Group has spent")
    assert funding.summary(small()).startswith("Since 2030 Alder Group has spent")
    assert funding.by_year(Dealings().book()) == []
