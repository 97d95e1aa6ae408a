"""Stake, cost and value over time, on sums for the head and on the real ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from exposure import history
from exposure.book import Book, load
from exposure.model import outcome
from tests.dealings import Dealings, small


@pytest.fixture(scope="module")
def real() -> Book:
    found, faults = load(Path(__file__).parents[1] / "data")
    assert found is not None, faults
    return found


@pytest.fixture
def dealings() -> Dealings:
    """Return a round of 20 at 80 pre-money; the group promised 10 and paid in two parts."""
    found = Dealings()
    found.fact("pre", 80, "company value")
    found.fact("post", 100, "company value")
    found.fact("round", 20, "round size")
    found.deal(
        "promise", "2030-01", 10, kind="commitment", valuation="post", cited=["pre", "round"]
    )
    found.deal("first", "2030-02", 4, valuation="post")
    found.deal("second", "2030-04", 6, valuation="post")
    return found


def values(points: tuple[history.Point, ...]) -> list[float]:
    return [round(point.value, 12) for point in points]


def test_a_round_is_the_value_that_with_its_size_makes_another(dealings: Dealings) -> None:
    book = dealings.book()
    found = history.round_of(book, book.ledger.deal("first"))
    assert found == history.Round(pre_money=80, size=20)
    assert found.post_money == 100


def test_parts_of_one_round_add_their_share_of_the_whole(dealings: Dealings) -> None:
    assert values(history.derived_stakes(dealings.book())) == [0.04, 0.10]


def test_a_later_round_dilutes_once_at_its_first_closing(dealings: Dealings) -> None:
    dealings.fact("later-pre", 150, "company value")
    dealings.fact("later-round", 50, "round size")
    dealings.fact("later-post", 200, "company value")
    cited = ["later-round", "later-post"]
    dealings.deal("third", "2030-06", 10, valuation="later-pre", cited=cited)
    # 10 % x 150 / 200 + 10 / 200
    assert values(history.derived_stakes(dealings.book())) == [0.04, 0.10, 0.125]


def test_shares_of_other_holders_add_and_dilute_nobody(dealings: Dealings) -> None:
    dealings.fact("price", 50, "company value")
    dealings.deal("secondary", "2030-05", 5, valuation="price")
    book = dealings.book()
    assert history.round_of(book, book.ledger.deal("secondary")) is None
    assert values(history.derived_stakes(book))[-1] == 0.2


def test_nothing_follows_a_purchase_at_an_unknown_price(dealings: Dealings) -> None:
    dealings.deal("gift", "2030-03", 1)
    assert values(history.derived_stakes(dealings.book())) == [0.04]


def test_talks_and_purchases_of_others_are_not_counted(dealings: Dealings) -> None:
    dealings.deal("talks", "2030-05", 50, status="in talks", valuation="post")
    dealings.deal("stranger", "2030-05", 50, investor="cedar", valuation="post")
    book = dealings.book()
    assert [deal.id for deal in history.purchases(book)] == ["first", "second"]
    assert values(history.derived_costs(book)) == [4, 10]


def test_a_round_size_that_was_replaced_is_not_used(dealings: Dealings) -> None:
    dealings.fact("final", 120, "company value")
    dealings.fact("final-round", 40, "round size")
    figures = dealings.figures
    place = next(i for i, figure in enumerate(figures) if figure.id == "round")
    figures[place] = figures[place].model_copy(update={"superseded_by": "final-round"})
    deal = dealings.deals[0]
    dealings.deals[0] = deal.model_copy(update={"cited": (*deal.cited, "final", "final-round")})
    book = dealings.book()
    assert history.round_of(book, book.ledger.deal("first")) == history.Round(80, 40)


def test_a_reported_stake_stands_at_the_deal_that_leads_to_it(dealings: Dealings) -> None:
    dealings.fact("told", 11, "stake", unit="percent", as_of="2029-12", status="announced")
    dealings.deals[-1] = dealings.deals[-1].model_copy(update={"stake_after": "told"})
    (point,) = history.stakes(dealings.book())
    assert (point.day, point.kind, point.value) == ("2030-04-15", "talk", 0.11)


def test_an_announced_total_stands_at_the_last_instalment(dealings: Dealings) -> None:
    dealings.fact("total", 10, "cumulative investment", as_of="2030-01", status="announced")
    deal = dealings.deals[0]
    dealings.deals[0] = deal.model_copy(update={"cited": (*deal.cited, "total")})
    (point,) = history.costs(dealings.book())
    assert (point.day, point.kind) == ("2030-04-15", "talk")


def test_other_currencies_and_ranges_are_left_out(dealings: Dealings) -> None:
    dealings.fact("yen", 4.8, "cumulative investment", unit="JPY trn")
    dealings.fact("range", (10, 20), "stake", unit="percent")
    book = dealings.book()
    assert history.costs(book) == ()
    assert history.stakes(book) == ()


def test_the_multiple_takes_the_cost_known_on_the_day(dealings: Dealings) -> None:
    dealings.fact("cost-1", 10, "cumulative investment", as_of="2030-01-31")
    dealings.fact("cost-2", 40, "cumulative investment", as_of="2030-06-30")
    dealings.fact("worth", 25, "holding value", as_of="2030-05-31")
    book = dealings.book()
    (found,) = history.multiples(book)
    assert (found["cost_usd_bn"], found["multiple"]) == (10, 2.5)
    told = history.multiple(book)
    assert told is not None
    assert told.value.replace("\N{NO-BREAK SPACE}", " ") == "2.5 times"
    assert [row.figure for row in told.inputs] == ["worth", "cost-1"]


def test_without_values_there_is_no_multiple_and_the_sentence_still_stands() -> None:
    book = small()
    assert history.multiple(book) is None
    told = history.sentence(outcome(book, {})).replace("\N{NO-BREAK SPACE}", " ")
    assert told == (
        "On 31 March 2030 Alder Group held 10.0 % of Birch Labs, for which it had paid USD 10.0 bn."
    )


def test_the_sentence_tells_the_scenarios_round() -> None:
    told = history.sentence(outcome(small(), {"new_money_usd_bn": 20}))
    # 10 % x 100 / 120 + 20 / 120
    assert "holds 25.0\N{NO-BREAK SPACE}% of" in told
    assert "USD\N{NO-BREAK SPACE}20.0\N{NO-BREAK SPACE}bn at" in told


def test_the_payments_give_what_the_sources_report(real: Book) -> None:
    beside = history.beside(real)
    assert len(beside) >= 3
    for row in beside:
        assert row["from_start"] == pytest.approx(row["reported"], abs=0.005)
        if row["from_last"] is not None:
            assert row["from_last"] == pytest.approx(row["reported"], abs=0.005)


def test_the_running_sum_of_payments_comes_near_the_reported_totals(real: Book) -> None:
    payments = history.derived_costs(real)
    for point in history.costs(real):
        paid = [p.value for p in payments if p.day <= point.day]
        assert paid[-1] == pytest.approx(point.value, abs=1.4)
