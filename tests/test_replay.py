"""The story deal by deal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exposure import book as books
from exposure.dates import in_words
from exposure.model import outcome
from exposure.replay import replay, state
from exposure.timeline_words import at_own_rate, days, known, status

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.replay import Step

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def found() -> Book:
    loaded, _ = books.load(DATA)
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def steps(found: Book) -> tuple[Step, ...]:
    return replay(found)


def test_steps_run_from_january_2025_to_the_latest_entry(
    found: Book, steps: tuple[Step, ...]
) -> None:
    days = [step.day for step in steps]
    assert days == sorted(days)
    assert days[0].startswith("2025-01")
    group = [d for d in found.ledger.deals if d.investor == found.ledger.group and not d.undated]
    assert days[-1] == max(d.date for d in group)
    told = [step for step in steps if step.what == "article"]
    assert {step.name for step in told} == set(found.ledger.sources)


@pytest.mark.parametrize(
    ("day", "stake", "cost", "paid_and_ltv"),
    [
        ("2025-01-31", None, None, (2.0, 0.129)),
        ("2025-07-31", 0.037, 9.7, (9.5, 0.17)),
        ("2026-01-28", 0.11, 34.6, (33.45, 0.206)),
        ("2026-07-31", 0.11, 54.6, (53.45, 0.206)),
    ],
)
def test_a_day_knows_what_was_known_then(
    found: Book,
    day: str,
    stake: float | None,
    cost: float | None,
    paid_and_ltv: tuple[float, float],
) -> None:
    then = state(found, day)
    assert (then.stake and then.stake.value) == stake
    assert (then.cost and then.cost.value) == cost
    assert then.ltv is not None
    assert (then.paid_usd_bn, then.ltv.value) == pytest.approx(paid_and_ltv)
    assert then.ltv.as_of <= day


def test_what_is_promised_falls_as_it_is_paid(found: Book) -> None:
    days = ("2025-03-01", "2025-04-01", "2025-05-01", "2026-01-01", "2026-03-01", "2026-08-01")
    assert [state(found, day).promised_usd_bn for day in days] == [0, 30, 22.5, 0, 30, 10]


def test_reported_and_completed_deals_differ(steps: tuple[Step, ...]) -> None:
    by_name = {step.name: step for step in steps}
    assert by_name["openai-2025-12"].done
    assert not by_name["openai-talks-2026-01"].done
    assert not by_name["openai-2026-10"].done
    assert by_name["openai-talks-2026-01"].status == "in talks"


def test_talks_are_no_purchase_and_have_both_ends_that_they_were_told_with(
    steps: tuple[Step, ...],
) -> None:
    talks = next(step for step in steps if step.name == "openai-talks-2025-01")
    assert talks.sentence.replace("\N{NO-BREAK SPACE}", " ").startswith(
        "In talks, USD 15 bn to USD 25 bn"
    )
    assert talks.amount_usd_bn == pytest.approx(20)
    bought = next(step for step in steps if step.name == "openai-2025-12")
    assert bought.sentence.startswith(f"Shares bought, {bought.amount}: ")


def test_an_article_stands_after_the_deals_of_its_day_and_names_its_places(
    found: Book, steps: tuple[Step, ...]
) -> None:
    for step in steps:
        if step.what != "article":
            continue
        figures = [f for f in found.ledger.figures if f.source == step.name]
        assert len(step.said) == len(figures)
        assert all(said.paragraph >= 1 and said.printed for said in step.said)
        same_day = [other.what for other in steps if other.day == step.day]
        assert same_day[-1] == "article"


def test_misprints_are_counted_where_they_were_printed(steps: tuple[Step, ...]) -> None:
    bridge = next(s for s in steps if s.what == "article" and "March 2026" in s.sentence)
    assert sum(said.wrong for said in bridge.said) == 5
    assert "5 of them misprints" in bridge.sentence


def test_the_deal_says_which_article_printed_it(steps: tuple[Step, ...]) -> None:
    talks = next(step for step in steps if step.name == "openai-talks-2026-01")
    assert {said.source for said in talks.said} == {"zhidongxi-2026-01"}


def test_everything_is_plain_data(steps: tuple[Step, ...]) -> None:
    json.dumps([step.as_json() for step in steps], allow_nan=False)


def test_no_two_days_of_the_story_read_the_same(steps: tuple[Step, ...]) -> None:
    told = days(steps)
    assert len(set(told.values())) == len(told) == len(steps)
    assert "January 2025 (2 of 2)" in told.values()


def test_what_was_known_is_told_with_the_day_that_it_is_about(found: Book) -> None:
    step = replay(found)[-1]
    told = known(outcome(found, {}), step)
    for one in (step.state.ltv, step.state.stake, step.state.cost):
        assert one is None or in_words(one.as_of) in told
    assert step.state.ltv is not None


def test_cash_says_that_it_does_not_follow_the_rate_of_the_scenario(found: Book) -> None:
    (rate,) = found.levers.of("exchange rate")
    assert at_own_rate(outcome(found, {})) == ""
    told = at_own_rate(outcome(found, {rate.name: 80.0}))
    assert f"{found.levers.defaults[rate.name]:g}" in told


def test_a_commitment_is_told_as_it_was_on_its_day(steps: tuple[Step, ...], found: Book) -> None:
    kinds = {deal.id: deal for deal in found.ledger.deals}
    told = [step for step in steps if step.what == "deal"]
    commitments = [step for step in told if kinds[step.name].kind == "commitment"]
    assert commitments
    assert {step.status for step in commitments} == {"announced"}
    assert not any(step.done for step in commitments)
    broken = [step for step in told if kinds[step.name].status == "suspended"]
    assert {step.status for step in broken} == {"suspended"}
    assert all("suspended since" in status(step) for step in broken)
