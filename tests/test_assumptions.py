"""The list of assumptions: each number that is assumed, once, with its value, date and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from exposure import assumptions
from exposure.book import load
from exposure.stress import risk

ROOT = Path(__file__).parents[1]
FOLDERS = ("data", "tests/small/data")


def listed(folder: str) -> tuple[assumptions.Assumed, ...]:
    book, faults = load(ROOT / folder)
    assert book is not None, faults
    found, faults = risk.load(ROOT / folder, book)
    assert found is not None, faults
    return assumptions.assumptions(book, found)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_number_that_a_file_calls_assumed_is_listed(folder: str) -> None:
    found = listed(folder)
    text = (ROOT / folder / "balance_sheet.yaml").read_text("utf-8").split("\nas_of:")[1]
    of_sheet = [one for one in found if one.used_in == "Balance sheet"]
    assert len(of_sheet) == text.count("basis: assumed")
    text = (ROOT / folder / "risk.yaml").read_text("utf-8")
    assert len(found) - len(of_sheet) == text.count(" date:") > 0


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_assumption_has_value_date_and_reason_and_stands_once(folder: str) -> None:
    found = listed(folder)
    assert all(one.value and one.date and one.reason for one in found)
    assert len({(one.used_in, one.label) for one in found}) == len(found)


def test_without_assumptions_about_risk_those_of_the_balance_sheet_remain() -> None:
    book, _ = load(ROOT / "tests/small/data")
    assert book is not None
    assert {one.used_in for one in assumptions.assumptions(book, None)} == {"Balance sheet"}


def test_an_assumption_is_found_by_all_words_of_it() -> None:
    (found,) = [one for one in listed("tests/small/data") if one.holds("cedar MARGIN half")]
    assert (found.label, found.value, found.date) == (
        "Cedar Chips, % of its value",
        "50 (40 to 60)",
        "2030-03",
    )
    assert not found.holds("cedar third")
