"""The assumptions about risk: read, checked, changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exposure import book as books
from exposure.balance import BalanceError
from exposure.stress.market import Market, market
from exposure.stress.risk import Assumption, Range, load
from tests.invented import book

DATA = Path(__file__).parents[1] / "data"


def entry(**more: object) -> str:
    found = {"value": 30, "low": 10, "high": 60, "date": "'2026'", "reason": "invented"} | more
    return "{" + ", ".join(f"{key}: {value}" for key, value in found.items()) + "}"


def written(
    folder: Path,
    correlation: float = 0.5,
    *,
    volatile: str = "birch chip tel rest",
    extra: str = "",
) -> Path:
    names = ["birch", "chip", "tel", "rest"]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    low, high = sorted([correlation, 0.0])
    lines = [
        f"horizon_months: {entry(value=12)}",
        f"tail_percent: {entry(value=5, low=1)}",
        f"growth_percent: {entry(value=0, low=0)}",
        "volatilities:",
        *[f"  - {entry(company=name)}" for name in volatile.split()],
        "correlations:",
        *[
            f"  - {entry(between=f'[{a}, {b}]', value=correlation, low=low, high=high)}"
            for a, b in pairs
        ],
    ]
    (folder / "risk.yaml").write_text("\n".join([*lines, extra]), encoding="utf-8")
    return folder


def test_the_file_of_the_dashboard_is_right_and_its_market_possible() -> None:
    found, _ = books.load(DATA)
    assert found is not None
    risk, faults = load(DATA, found)
    assert not faults
    assert risk is not None
    of = market(risk, found)
    assert of.companies == tuple(h.company for h in found.baseline.holdings)
    assert np.linalg.eigvalsh(of.correlation)[0] > 0.1
    assert {r.lever for r in risk.ranges if r.lever} <= set(found.levers.defaults)


def test_a_reader_may_change_every_assumption(tmp_path: Path) -> None:
    oak = book()
    risk, faults = load(written(tmp_path), oak)
    assert not faults
    assert risk is not None
    assert set(risk.assumptions()) == {
        "horizon_months",
        "tail_percent",
        "growth_percent",
        *[f"volatility.{name}" for name in ("birch", "chip", "tel", "rest")],
        "correlation.birch.chip",
        "correlation.birch.tel",
        "correlation.birch.rest",
        "correlation.chip.tel",
        "correlation.chip.rest",
        "correlation.rest.tel",
    }
    of = market(risk, oak, {"volatility.chip": 80.0, "correlation.birch.chip": 0.1})
    assert of.volatility.tolist() == [0.3, 0.8, 0.3, 0.3]
    assert of.correlation[0, 1] == of.correlation[1, 0] == 0.1
    assert (of.months, of.tail, of.growth, of.years) == (12, 0.05, 0, 1)
    with pytest.raises(BalanceError, match="no assumption"):
        market(risk, oak, {"volatility.oak": 1.0})
    with pytest.raises(BalanceError, match="eigenvalue"):
        market(risk, oak, {"correlation.birch.chip": -0.9})
    with pytest.raises(BalanceError, match="between -1 and 1"):
        market(risk, oak, {"correlation.birch.chip": 1.5})


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ({"correlation": -0.9}, "smallest eigenvalue"),
        ({"volatile": "birch chip tel"}, "rest: one entry is needed, 0 are here"),
        ({"volatile": "birch chip tel rest rest"}, "rest: one entry is needed, 2 are here"),
        (
            {"extra": "ranges:\n  - {lever: no, low: 0, high: 1, date: '2026', reason: x}"},
            "no lever",
        ),
        ({"extra": "ranges:\n  - {lever: sales, figures: [no], reason: x}"}, "no figure"),
        ({"extra": "ranges:\n  - {lever: sales, reason: x}"}, "not both"),
        ({"extra": "ranges:\n  - {low: 0, high: 1, date: '2026', reason: x}"}, "name a lever"),
        (
            {"extra": "ranges:\n  - {input: no, low: 0, high: 1, date: '2026', reason: x}"},
            "no stake",
        ),
        ({"extra": "cash:\n  policy: no"}, "no figure"),
        (
            {"extra": "cash:\n  due:\n    - {deal: no, day: '2026', date: '2026', reason: x}"},
            "no deal",
        ),
        ({"extra": "nonsense: 1"}, "unknown key"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, case: dict[str, object], words: str
) -> None:
    risk, faults = load(written(tmp_path, **case), book())  # type: ignore[arg-type]
    assert risk is None
    assert words in " ".join(str(fault) for fault in faults)
    assert all("risk.yaml:" in str(fault) for fault in faults)


def test_a_folder_without_the_file_is_a_fault_and_not_a_crash(tmp_path: Path) -> None:
    risk, faults = load(tmp_path, book())
    assert risk is None
    assert faults


def test_a_value_outside_its_own_range_is_a_problem() -> None:
    wrong = Assumption(value=9, low=0, high=5, date="2026", reason="x")
    assert [field for field, _ in wrong.problems()] == ["value"]
    assert not list(Range(lever="a", figures=("f",), reason="x").problems())


def test_a_market_knows_its_years() -> None:
    assert Market(("a",), np.array([0.1]), np.eye(1), 18, 0.05, 0).years == 1.5
