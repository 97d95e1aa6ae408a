"""The program knows no company: names stand in the data, and another folder shows another group."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from exposure.__main__ import main
from exposure.book import load
from exposure.published import read

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests/small/data"
CODE = sorted(
    path
    for pattern in ("exposure/**/*.py", "exposure/**/*.js", "*.py", "pages/*.py")
    for path in ROOT.glob(pattern)
)
SHORT = 3
# Names that are ordinary words too, and names of lines of a balance sheet that are nobody's.
ORDINARY = {"switch", "other", "others", "other-holdings"}


@cache
def names() -> set[str]:
    """Return every way in which the ledger and the published sheets call a company."""
    book, faults = load(ROOT / "data")
    assert book is not None, faults
    found = set(book.ledger.companies)
    for company in book.ledger.companies.values():
        found |= {company.name, company.label, *company.aliases}
    for path in (ROOT / "data/published").glob("*.yaml"):
        sheet, _ = read(path)
        assert sheet is not None
        found |= {sheet.group, *(part.company for part in sheet.holdings)}
    return {name for name in found if name.casefold() not in ORDINARY}


def found_in(text: str, name: str) -> bool:
    # A short name may be a word or part of one: it counts as it is written alone.
    case = 0 if len(name) <= SHORT else re.IGNORECASE
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", text, case) is not None


def test_there_is_code_to_search_and_names_to_find() -> None:
    assert len(CODE) > 20
    assert len(names()) > 20
    assert found_in("the value of Arm, today", "Arm")
    assert not found_in("harm, an arm", "Arm")


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_company_is_named_in_code(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [name for name in sorted(names()) if found_in(text, name)] == []


def test_another_folder_shows_another_group(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        ("levers", "--data", str(SMALL)),
        ("scenario", "after-20", "--data", str(SMALL)),
        ("figures", "--data", str(SMALL)),
        ("check", "--data", str(SMALL)),
    ]
    for command in words:
        assert main(command) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "Birch Labs, share of equity value" in printed.out
    assert [name for name in sorted(names()) if found_in(printed.out, name)] == []


def test_the_second_group_has_the_answers_of_its_own_sums(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["scenario", "--data", str(SMALL), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    expected = {
        "equity_value_usd_bn": 100,  # 10 + (60 - 10) + 40
        "adjusted_net_debt_usd_bn": 20,
        "nav_usd_bn": 80,
        "ltv": 0.20,
        "ltv_grossed": 40 / 120,  # the loan of 10 and the commitment of 10 on both sides
        "focus_stake": 0.10,
        "focus_cost_usd_bn": 10,
        "focus_share_of_equity_value": 0.10,
        "raise_to_normal_limit_usd_bn": 0,
    }
    assert {name: answer[name] for name in expected} == pytest.approx(expected)
    # 20 / 0.25 = 80: twenty less than today, and the holding is worth ten.
    assert answer["break_even_focus_value_usd_bn"]["0.25"] is None
    assert [(line["name"], line["over"]) for line in answer["lines"]] == [
        ("own-limit", False),
        ("rating", False),
    ]
