"""Each of the four articles as a draft: its own errors are found, its right sums raise no alarm."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from exposure.draft import Finding, check
from exposure.draft.decoding import decoded
from exposure.ledger import Ledger, load

if TYPE_CHECKING:
    from pathlib import Path

DAYS = {
    "zhidongxi-2026-01": date(2026, 1, 29),
    "newsbrief-2025-01": date(2025, 1, 30),
    "ainews-2026-05": date(2026, 5, 20),
    "bridge-2026-03": date(2026, 3, 28),
}


@pytest.fixture(scope="module")
def ledger(root: Path) -> Ledger:
    found, faults = load(root / "data", root / "seeds")
    assert found is not None, faults
    return found


def problems(key: str, ledger: Ledger, texts: Path, *, alone: bool = False) -> list[Finding]:
    text = decoded((texts / ledger.sources[key].text_file).read_bytes())
    return [*check(text, None if alone else ledger, DAYS[key]).problems]


@pytest.mark.parametrize("alone", [True, False])
def test_the_headline_with_the_wrong_sign_is_found_and_ten_conversions_raise_no_alarm(
    ledger: Ledger, seed_texts: Path, *, alone: bool
) -> None:
    found = problems("zhidongxi-2026-01", ledger, seed_texts, alone=alone)
    (sign,) = (f for f in found if f.rule == "currency-sign")
    assert (sign.printed, sign.right_value) == ("$200 billion", 30e9)
    assert [f.printed for f in found if "RMB" in f.printed] == []
    (tense,) = (f for f in found if f.rule == "tense")
    assert tense.printed == "2025"


@pytest.mark.parametrize("alone", [True, False])
def test_parts_that_reach_forty_at_most_are_held_against_more_than_forty(
    ledger: Ledger, seed_texts: Path, *, alone: bool
) -> None:
    found = problems("newsbrief-2025-01", ledger, seed_texts, alone=alone)
    (total,) = (f for f in found if f.rule == "sum")
    assert (total.printed, total.right_value) == ("$40 billion", (30e9, 40e9))
    assert {f.printed for f in found} == {"$40 billion", "$25 Billion"}


@pytest.mark.parametrize("alone", [True, False])
def test_the_growth_column_and_both_price_ratios_are_found(
    ledger: Ledger, seed_texts: Path, *, alone: bool
) -> None:
    found = problems("ainews-2026-05", ledger, seed_texts, alone=alone)
    growth = {f.printed: f.right_value for f in found if f.rule == "growth"}
    # (15 / 2.5) ^ (1/4) = 1.565, and so on down the column.
    right = {"43%": 0.565, "35%": 0.456, "32%": 0.414, "40%": 0.52, "44%": 0.581}
    assert growth == pytest.approx(right, abs=0.001)
    assert {f.printed for f in found if f.rule == "ratio"} == {"2-3x", "25-35x"}


def test_the_ten_fold_loan_and_total_are_found(ledger: Ledger, seed_texts: Path) -> None:
    found = problems("bridge-2026-03", ledger, seed_texts)
    assert sorted((f.printed, f.right_value) for f in found) == [
        *[("$400 billion", 40e9)] * 3,
        *[("$646 billion", 64.6e9)] * 2,
    ]
    assert {f.rule for f in found} == {"ten-fold"}
    text = decoded((seed_texts / ledger.sources["bridge-2026-03"].text_file).read_bytes())
    every = check(text, ledger, DAYS["bridge-2026-03"]).findings
    assert [f.printed for f in every if f.verdict == "agrees"] == [
        "$40 billion",
        "March 2027",
        "13%",
    ]
    alone = problems("bridge-2026-03", ledger, seed_texts, alone=True)
    assert sorted((f.printed, f.right_value, f.severity) for f in alone) == [
        *[("$400 billion", 40e9, "error")] * 3,
        ("$646 billion", 64.6e9, "warning"),
    ]
