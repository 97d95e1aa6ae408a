"""How fast the stress answers are: ``python -m benchmarks.model`` prints the tables.

Each answer is measured in one run with what a straightforward version takes for the same: pandas
columns, ``DataFrame.apply`` row by row, plain random draws; and with the floor of the machine, which
is writing the result. Medians with least and most, in milliseconds, and the first call by itself.
"""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from exposure import book as books
from exposure.compare import compare
from exposure.evaluation import evaluate
from exposure.stress import market as markets
from exposure.stress import risk as risks
from exposure.stress.breach import breach, breach_map, probability
from exposure.stress.goal import goal, goal_levers
from exposure.stress.maps import ratios, two_way
from exposure.stress.outlook import amount_at, ends_below
from exposure.stress.tornado import tornado

if TYPE_CHECKING:
    from collections.abc import Callable

    from exposure.book import Book
    from exposure.stress.market import Market
    from exposure.stress.risk import Risk
    from exposure.stress.roots import Floats

ROOT = Path(__file__).parents[1]
SIDE, BREACH_SIDE = 201, 41
DRAWS = 1_000_000
CASES = 200


@dataclass(frozen=True)
class Time:
    """Milliseconds of one measured thing."""

    name: str
    goal: float | None
    first: float
    middle: float
    least: float
    most: float
    processor: float


def main() -> None:
    """Measure everything and print it."""
    found, _ = books.load(ROOT / "data")
    if found is None:
        sys.exit("the data cannot be used: python -m exposure check")
    risk, _ = risks.load(ROOT / "data", found)
    if risk is None:
        sys.exit("data/risk.yaml cannot be used")
    market = markets.market(risk, found)
    print(_machine())
    _table("Maps, 201 x 201, both ratios", maps(found))
    _table("Goal seek", goals(found))
    _table("Breach", breaches(found, market))
    _table("The rest", others(found, risk))
    accuracy(found, market)


def maps(book: Book) -> list[Time]:
    """Measure maps over three pairs of levers, and the same without numpy's broadcasting."""
    levers = {lever.role: lever.name for lever in reversed(book.levers.table)}
    focus = book.focus_lever.name
    pairs = [
        (focus, levers["new investment"]),
        (focus, next(x.name for x in book.levers.of("company value") if x.name != focus)),
        (levers["exchange rate"], levers["sales"]),
    ]
    scenario = book.levers.complete({})
    found = []
    for x, y in pairs:
        axes = _axis(book, x, SIDE), _axis(book, y, SIDE)
        found.append(_time(f"{x} x {y}", partial(ratios, book, scenario, (x, y), axes), 1.0))
    x, y = pairs[0]
    axes = _axis(book, x, SIDE), _axis(book, y, SIDE)
    frame = _frame(book, axes)
    found += [
        _time("pandas columns, the same formula by hand", lambda: _columns(frame)),
        _time("pandas apply, row by row", lambda: frame.apply(_row, axis=1), runs=1),
        _time("floor: writing two maps", lambda: np.full((2, SIDE, SIDE), 0.25)),
        _time("with frontiers and marks, 121 x 121", lambda: two_way(book, scenario, x, y)),
        _time(
            "with frontiers and marks, 201 x 201", lambda: two_way(book, scenario, x, y, size=SIDE)
        ),
    ]
    return found


def goals(book: Book) -> list[Time]:
    """Measure goal seek on every lever, and a plain bisection beside it."""
    values = {_lever(book, "new investment"): 30.0}
    found = [
        _time(name, partial(goal, book, values, name, 0.25), 1.0) for name in goal_levers(book)
    ]
    name = _lever(book, "exchange rate")
    found.append(_time(f"bisection by hand, {name}", lambda: _bisection(book, values, name)))
    found.append(_time("one evaluation of the model", lambda: evaluate(book, values)))
    return found


def breaches(book: Book, market: Market) -> list[Time]:
    """Measure breach probabilities, and a million plain draws beside them."""
    line = book.lines[0]
    values = {_lever(book, "new investment"): 30.0}
    x, y = book.focus_lever.name, _lever(book, "new investment")
    axes = _axis(book, x, BREACH_SIDE), _axis(book, y, BREACH_SIDE)
    return [
        _time(
            "one probability with its error", lambda: probability(book, values, market, line), 5.0
        ),
        _time(
            "map, 41 x 41",
            lambda: breach_map(book, values, market, line, levers=(x, y), axes=axes),
            100.0,
            runs=15,
        ),
        _time(
            "the whole report: lines, distribution, shortfall", lambda: breach(book, values, market)
        ),
        _time("a million plain draws, numpy", lambda: _draws(book, values, market), runs=5),
        _time("a million plain draws, pandas", lambda: _frame_draws(book, values, market), runs=3),
    ]


def others(book: Book, risk: Risk) -> list[Time]:
    """Measure the other answers of the stress pages."""
    moved = {
        name: value + 1 if value + 1 <= book.levers[name].high else value - 1
        for name, value in list(book.levers.defaults.items())[:10]
    }
    return [
        _time("comparison with ten levers, 1,024 scenarios", lambda: compare(book, {}, moved)),
        _time("tornado", lambda: tornado(book, {}, risk)),
    ]


def accuracy(book: Book, market: Market) -> None:
    """Print how exact probabilities are over random books, against 2^18 points."""
    random = np.random.default_rng(2)
    errors, told, coarse = [], [], []
    sheet = evaluate(book, {})
    gross = np.array([[float(h.gross) for h in sheet.holdings]])
    loans = np.array([[float(h.asset_backed_finance) for h in sheet.holdings]])
    amount = np.atleast_1d(amount_at(sheet, "disclosed", 0.25))
    for _ in range(CASES):
        other = markets.Market(
            market.companies,
            market.volatility * random.uniform(0.5, 1.5, len(market.companies)),
            _mixed(market.correlation, random.uniform(-0.2, 1.0)),
            float(random.choice([3, 6, 12, 24])),
            market.tail,
            0.0,
        )
        here = gross * random.uniform(0.5, 2.0, gross.shape)
        level = amount * random.uniform(0.7, 1.3)
        exact = float(ends_below(here, loans, level, other, 2**16).probability[0])
        found = ends_below(here, loans, level, other)
        errors.append(abs(float(found.probability[0]) - exact))
        told.append(float(found.error[0]))
        quick = float(ends_below(here, loans, level, other, 256).probability[0])
        coarse.append(abs(quick - exact))
    print(f"Accuracy over {CASES} random books, in percentage points (goal 0.02)\n")
    print("| | median | 95th percentile | most |\n|---|---|---|---|")
    for name, off in (("one probability", errors), ("the error it tells", told), ("map", coarse)):
        points = 100 * np.array(off)
        print(
            f"| {name} | {np.median(points):.5f} | {np.quantile(points, 0.95):.4f} | {points.max():.4f} |"
        )
    print()


def _time(name: str, call: Callable[[], object], goal: float | None = None, runs: int = 60) -> Time:
    spent, worked = [], []
    for _ in range(runs + 1):
        wall, work = perf_counter(), process_time()
        call()
        spent.append(1e3 * (perf_counter() - wall))
        worked.append(1e3 * (process_time() - work))
    rest = spent[1:]
    return Time(name, goal, spent[0], median(rest), min(rest), max(rest), median(worked[1:]))


def _table(title: str, times: list[Time]) -> None:
    print(f"{title}\n")
    print(
        "| | goal | median | least | most | processor | first call |\n|---|---|---|---|---|---|---|"
    )
    for t in times:
        goal = "" if t.goal is None else f"{t.goal:g}"
        rest = " | ".join(f"{x:.2f}" for x in (t.middle, t.least, t.most, t.processor, t.first))
        print(f"| {t.name} | {goal} | {rest} |")
    print()


def _machine() -> str:
    load = "unknown" if not hasattr(os, "getloadavg") else f"{os.getloadavg()[0]:.1f}"
    return (
        f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}, "
        f"{os.cpu_count()} cores, load {load}. Milliseconds.\n"
    )


def _axis(book: Book, name: str, size: int) -> Floats:
    lever = book.levers[name]
    return np.linspace(lever.low, lever.high, size)


def _lever(book: Book, role: str) -> str:
    return next(lever.name for lever in book.levers.table if lever.role == role)


def _frame(book: Book, axes: tuple[Floats, Floats]) -> pd.DataFrame:
    """Return every cell of the first map as a row, as a spreadsheet would lay it out."""
    sheet = evaluate(book, {})
    focus = book.ledger.focus
    rest = sum(float(h.equity_value) for h in sheet.holdings if h.company != focus)
    value, money = (grid.ravel() for grid in np.meshgrid(*axes))
    return pd.DataFrame(
        {
            "value": value,
            "money": money,
            "share": float(sheet.holding(focus).gross)
            / book.levers.defaults[book.focus_lever.name],
            "base": book.levers.defaults[book.focus_lever.name],
            "rest": rest,
            "debt": float(sheet.net_debt),
            "added": float(sheet.asset_backed_finance) + float(sheet.committed),
        }
    )


def _columns(frame: pd.DataFrame) -> pd.DataFrame:
    new = frame["money"] * (frame["value"] / frame["base"]).clip(upper=1.0)
    equity = frame["share"] * frame["value"] + new + frame["rest"]
    debt = frame["debt"] + frame["money"]
    grossed = (debt + frame["added"]) / (equity + frame["added"])
    return pd.DataFrame({"ltv": debt / equity, "ltv_grossed": grossed})


def _row(row: pd.Series[float]) -> pd.Series[float]:
    new = row["money"] * min(row["value"] / row["base"], 1.0)
    equity = row["share"] * row["value"] + new + row["rest"]
    debt = row["debt"] + row["money"]
    grossed = (debt + row["added"]) / (equity + row["added"])
    return pd.Series({"ltv": debt / equity, "ltv_grossed": grossed})


def _bisection(book: Book, values: dict[str, float], name: str) -> float:
    low, high = book.levers[name].low, book.levers[name].high
    rising = _ratio(book, values, name, high) > _ratio(book, values, name, low)
    while high - low > 1e-10 * high:
        middle = (low + high) / 2
        over = _ratio(book, values, name, middle) > 0.25
        low, high = (low, middle) if over == rising else (middle, high)
    return low


def _ratio(book: Book, values: dict[str, float], name: str, value: float) -> float:
    return float(evaluate(book, {**values, name: value}).ltv)


def _draws(book: Book, values: dict[str, float], market: Market) -> float:
    sheet = evaluate(book, values)
    spread = market.volatility * np.sqrt(market.years)
    root = np.linalg.cholesky(market.correlation)
    moves = np.random.default_rng(1).standard_normal((DRAWS, len(spread))) @ root.T * spread
    gross = np.array([float(h.gross) for h in sheet.holdings]) * np.exp(moves - spread**2 / 2)
    loans = np.array([float(h.asset_backed_finance) for h in sheet.holdings])
    equity = np.maximum(gross - loans, 0).sum(axis=1)
    return float((float(sheet.net_debt) / equity > 0.25).mean())


def _frame_draws(book: Book, values: dict[str, float], market: Market) -> float:
    sheet = evaluate(book, values)
    spread = market.volatility * np.sqrt(market.years)
    covariance = np.outer(spread, spread) * market.correlation
    moves = np.random.default_rng(1).multivariate_normal(-(spread**2) / 2, covariance, DRAWS)
    frame = pd.DataFrame(moves, columns=list(market.companies))
    for holding in sheet.holdings:
        gross = float(holding.gross) * np.exp(frame[holding.company])
        frame[holding.company] = (gross - float(holding.asset_backed_finance)).clip(lower=0.0)
    return float((float(sheet.net_debt) / frame.sum(axis=1) > 0.25).mean())


def _mixed(correlation: Floats, part: float) -> Floats:
    """Return correlations drawn towards or past zero, still possible ones."""
    mixed = correlation * part
    np.fill_diagonal(mixed, 1.0)
    if np.linalg.eigvalsh(mixed)[0] < 0.02:
        return np.eye(len(mixed))
    return mixed


if __name__ == "__main__":
    main()
