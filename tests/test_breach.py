"""Breach probabilities: against closed forms, another integral, and brute force."""

from __future__ import annotations

import json
from dataclasses import replace
from math import erfc, log, sqrt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from exposure.balance import BalanceError, BalanceSheet, Holding
from exposure.evaluation import evaluate
from exposure.stress.breach import QUANTILES, breach, breach_map, probabilities, probability
from exposure.stress.market import Market, checked
from exposure.stress.normal import cdf, points, quantile
from exposure.stress.outlook import Outlook, amount_at, ends_below
from exposure.wording import percent
from tests.invented import LINES, baseline, book

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.stress.roots import Floats

COMPANIES = ("birch", "chip", "tel", "rest")
DRAWS = 10_000_000


def market(
    volatility: tuple[float, ...] = (0.6, 0.55, 0.2, 0.35),
    correlation: float = 0.5,
    months: float = 12.0,
    **more: float,
) -> Market:
    n = len(volatility)
    matrix = np.full((n, n), correlation)
    np.fill_diagonal(matrix, 1.0)
    names = COMPANIES[:n]
    found = {"tail": 0.05, "growth": 0.0} | more
    return Market(names, np.array(volatility), matrix, months, found["tail"], found["growth"])


def normal(x: float) -> float:
    return 0.5 * erfc(-x / sqrt(2))


def chance(gross: list[float], loans: list[float], amount: float, of: Market) -> float:
    found = ends_below(np.array([gross]), np.array([loans]), np.array([amount]), of)
    return float(found.probability[0])


@pytest.fixture(scope="module")
def oak() -> Book:
    return book()


def test_the_normal_distribution_is_right_to_the_promised_digit() -> None:
    x = np.linspace(-8.999, 8.999, 30_001)
    exact = np.array([normal(value) for value in x.tolist()])
    assert np.abs(cdf(x) - exact).max() < 2e-14
    assert cdf(np.array([-50.0, 50.0])).tolist() == pytest.approx([0, 1], abs=1e-18)


def test_points_are_the_same_every_time_and_spread_like_the_normal() -> None:
    nodes = points(1024, 5, 4)
    assert nodes.shape == (5, 4096)
    assert np.abs(nodes.mean(axis=1)).max() < 1e-3
    assert nodes.var(axis=1) == pytest.approx(np.ones(5), abs=0.01)
    points.cache_clear()
    assert np.array_equal(nodes, points(1024, 5, 4))


@pytest.mark.parametrize("loan", [0.0, 30.0])
@pytest.mark.parametrize("amount", [5.0, 40.0, 90.0])
def test_one_holding_has_a_closed_form(loan: float, amount: float) -> None:
    of = market((0.4,), months=18)
    s = 0.4 * sqrt(1.5)
    exact = normal((log((amount + loan) / 100) + s**2 / 2) / s)
    assert chance([100.0], [loan], amount, of) == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("correlation", [-0.8, -0.3, 0.0, 0.5, 0.95])
@pytest.mark.parametrize("loans", [(0.0, 0.0), (40.0, 0.0), (40.0, 25.0)])
def test_two_holdings_agree_with_a_plain_integral(
    correlation: float, loans: tuple[float, float]
) -> None:
    s1, s2, amount = 0.5, 0.3, 55.0
    x = np.linspace(-9, 9, 400_001)
    first = np.maximum(60 * np.exp(s1 * x - s1**2 / 2) - loans[0], 0)
    room = amount - first
    edge = np.log(np.maximum(room + loans[1], 1e-300) / 50) + s2**2 / 2
    inner = cdf((edge / s2 - correlation * x) / sqrt(1 - correlation**2)) * (room > 0)
    density = np.exp(-(x**2) / 2) / sqrt(2 * np.pi)
    exact = float(np.sum(inner * density) * (x[1] - x[0]))
    of = market((s1, s2), correlation)
    assert chance([60.0, 50.0], list(loans), amount, of) == pytest.approx(exact, abs=5e-5)


def random_book(random: np.random.Generator) -> tuple[list[float], list[float], float, Market]:
    n = int(random.integers(2, 7))
    gross = random.dirichlet(np.full(n, 1.5)) * 100
    loans = np.where(random.random(n) < 0.3, gross * random.uniform(0.05, 0.8, n), 0.0)
    amount = float(np.maximum(gross - loans, 0).sum() * random.uniform(0.35, 1.05))
    shared = np.sqrt(random.uniform(0.05, 0.75, n)) * np.where(random.random(n) < 0.15, -1, 1)
    correlation = np.outer(shared, shared)
    np.fill_diagonal(correlation, 1.0)
    months = float(random.choice([3, 6, 12, 24]))
    of = Market(tuple("abcdef"[:n]), random.uniform(0.15, 0.8, n), correlation, months, 0.05, 0.0)
    return gross.tolist(), loans.tolist(), amount, of


def test_random_books_are_exact_to_two_hundredths_of_a_point_and_say_how_exact() -> None:
    random = np.random.default_rng(4)
    told = []
    for _ in range(40):
        gross, loans, amount, of = random_book(random)
        arrays = np.array([gross]), np.array([loans]), np.array([amount])
        found = ends_below(*arrays, of)
        finer = ends_below(*arrays, of, 2**15).probability[0]
        error = abs(found.probability[0] - finer)
        assert error < 2e-4
        told.append(error <= found.error[0] + 2e-6)
    assert np.mean(told) > 0.9


def test_what_is_left_below_adds_up_to_the_sum(oak: Book) -> None:
    outlook = Outlook(evaluate(oak, {}), market())
    found = outlook.below(np.array([1e9]), worth=True)
    assert found.probability[0] == pytest.approx(1.0)
    # A loan is worth something to the borrower: the lender bears the fall below it.
    assert found.worth[0, [0, 3]] == pytest.approx([50, 65], rel=1e-3)
    assert found.worth[0, 1] > 60


@pytest.mark.slow
def test_ten_million_draws_agree(oak: Book) -> None:
    of = market(correlation=0.4, months=18)
    sheet = evaluate(oak, {"investment": 30.0})
    worth = simulated(sheet, of)
    total = worth.sum(axis=1)
    found = breach(oak, {"investment": 30.0}, of)
    for line, told in zip(LINES, found.chances, strict=True):
        below = total < float(amount_at(sheet, line.ratio, line.limit))
        noise = 3 * sqrt(told.probability * (1 - told.probability) / DRAWS)
        assert below.mean() == pytest.approx(told.probability, abs=2e-4 + noise)
        now = np.array([float(h.equity_value) for h in sheet.holdings])
        assert list(told.losses.values()) == pytest.approx(now - worth[below].mean(0), abs=0.05)
    worst = total < np.quantile(total, of.tail)
    assert found.tail_nav == pytest.approx(total[worst].mean() - float(sheet.net_debt), abs=0.1)
    ratios = float(sheet.net_debt) / np.maximum(total, 1e-9)
    assert found.quantiles["disclosed"] == pytest.approx(np.quantile(ratios, QUANTILES), rel=2e-3)


def simulated(sheet: BalanceSheet, of: Market) -> Floats:
    random = np.random.default_rng(11)
    gross = np.array([float(h.gross) for h in sheet.holdings])
    loans = np.array([float(h.asset_backed_finance) for h in sheet.holdings])
    spread = of.volatility * sqrt(of.years)
    root = np.linalg.cholesky(of.correlation)
    worth = np.empty((DRAWS, len(gross)))
    for start in range(0, DRAWS, 1_000_000):
        moves = random.standard_normal((1_000_000, len(gross))) @ root.T * spread
        ended = gross * np.exp(moves - spread**2 / 2)
        worth[start : start + 1_000_000] = np.maximum(ended - loans, 0)
    return worth


def test_a_report_adds_up_and_is_plain_data(oak: Book) -> None:
    found = breach(oak, {}, market())
    assert sum(found.shortfall_by_holding.values()) == pytest.approx(found.shortfall)
    assert found.nav - found.shortfall == pytest.approx(found.tail_nav)
    assert found.histogram.sum() == pytest.approx(1.0)
    assert (found.histogram >= 0).all()
    levels = found.quantiles["disclosed"]
    assert levels == tuple(sorted(x for x in levels if x is not None))
    assert "37.2" in found.chances[0].sentence
    json.dumps(found.as_json(), allow_nan=False)


def test_chances_for_whole_percents_round_as_those_of_the_report(oak: Book) -> None:
    line, low, high = oak.lines[0], 0.0, 30.0

    def told(investment: float) -> tuple[str, str]:
        values = {"investment": investment}
        exact, _ = probability(oak, values, market(), line)
        found = probabilities([line], evaluate(oak, values), market())[line.name]
        return percent(found, 0), percent(exact, 0)

    # Down to two scenarios that are nearly one, and whose chances round to either side.
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if told(middle)[1] == told(low)[1] else (low, middle)
    assert told(low)[1] != told(high)[1]
    for investment in (low, high, 0.0, 10.0, 20.0, 30.0):
        fewer, exact = told(investment)
        assert fewer == exact


def test_the_tail_is_as_large_as_it_says(oak: Book) -> None:
    of = market(tail=0.1)
    outlook = Outlook(evaluate(oak, {}), of)
    edge = outlook.quantile(0.1)
    assert outlook.below(np.array([edge])).probability[0] == pytest.approx(0.1, abs=5e-4)
    assert outlook.chances_below(np.array([edge, -1.0])) == pytest.approx([0.1, 0.0], abs=1e-6)


def test_more_risk_and_more_time_make_a_breach_likelier(oak: Book) -> None:
    of = market()
    first = [probability(oak, {}, replace(of, months=m), LINES[0])[0] for m in (1, 3, 6, 12, 24)]
    assert first == sorted(first)
    second = [probability(oak, {"investment": float(i)}, of, LINES[1])[0] for i in range(0, 60, 10)]
    assert second == sorted(second)


def test_a_map_of_chances_holds_the_chance_of_every_place(oak: Book) -> None:
    axes = np.linspace(200, 900, 4), np.linspace(0, 45, 3)
    of = market()
    levers = ("birch_value", "investment")
    found = breach_map(oak, {}, of, LINES[1], levers=levers, axes=axes).probability
    assert found.shape == (3, 4)
    for row, y in enumerate(axes[1].tolist()):
        for column, x in enumerate(axes[0].tolist()):
            exact, _ = probability(oak, {"birch_value": x, "investment": y}, of, LINES[1])
            assert found[row, column] == pytest.approx(exact, abs=1e-3)


def test_an_impossible_corner_of_a_map_has_no_chance_at_all(oak: Book) -> None:
    axes = np.array([0.0, 100.0]), np.array([50.0, 100.0])
    found = breach_map(oak, {}, market(), LINES[0], levers=("sales", "chip_value"), axes=axes)
    assert np.isnan(found.probability).tolist() == [[False, True], [False, True]]
    assert [row[1] for row in found.as_json()["probability"]] == [None, None]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("no debt", [0.0, None]),
        ("no volatility", [0.0, 0.0]),
        ("no time", [0.0, 0.0]),
        ("already over", [1.0, 1.0]),
    ],
)
def test_a_degenerate_book_has_a_defined_answer(case: str, expected: list[float | None]) -> None:
    of = market()
    values: dict[str, float] = {}
    if case == "no debt":
        oak = book(baseline(net_debt=0.0))
    elif case == "no volatility":
        oak, of = book(), market((0.0, 0.0, 0.0, 0.0))
    elif case == "no time":
        oak, of = book(), market(months=0.0)
    else:
        oak, of, values = book(), market((0.0, 0.0, 0.0, 0.0)), {"investment": 60.0}
    found = breach(oak, values, of)
    for told, wanted in zip(found.chances, expected, strict=True):
        assert wanted is None or told.probability == wanted
    assert found.notes or case == "already over"
    text = json.dumps(found.as_json(), allow_nan=False)
    assert "NaN" not in text


def test_negative_nav_and_a_book_that_is_all_pledged_are_told() -> None:
    deep = breach(book(baseline(net_debt=230.0)), {}, market())
    assert deep.chances[0].probability > 0.99
    assert any("below zero" in note for note in deep.notes)
    pledged = BalanceSheet((Holding("birch", 10.0, 8.0), Holding("chip", 5.0, 4.5)), 2.0)
    outlook = Outlook(pledged, market((0.6, 0.6)))
    assert 0 < float(outlook.below(np.array([1e-9])).probability[0]) < 1
    assert np.isfinite(outlook.losses()).all()
    assert outlook.quantile(0.01) >= 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"correlation": -0.5}, "smallest eigenvalue of their matrix is -0.5"),
        ({"correlation": 1.0}, "smallest eigenvalue"),
        ({"months": 200.0}, "horizon"),
        ({"tail": 0.0}, "tail_percent: 0 is not between"),
        ({"growth": 2.0}, "growth"),
        ({"volatility": (4.0, 0.1, 0.1, 0.1)}, "volatility"),
    ],
)
def test_numbers_that_cannot_hold_together_get_a_sentence(
    change: dict[str, float], words: str
) -> None:
    with pytest.raises(BalanceError, match=words):
        checked(market(**change))  # type: ignore[arg-type]


def test_too_many_holdings_get_a_sentence() -> None:
    n = 22
    of = Market(tuple(map(str, range(n))), np.full(n, 0.3), np.eye(n), 12, 0.05, 0.0)
    with pytest.raises(BalanceError, match="21"):
        ends_below(np.ones((1, n)), np.zeros((1, n)), np.ones(1), of)


def test_quantile_and_distribution_undo_each_other() -> None:
    assert cdf(np.array([quantile(p) for p in QUANTILES])) == pytest.approx(QUANTILES)
