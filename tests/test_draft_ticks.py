"""What gets a tick: a right number in its place, and never the number of another figure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from exposure.draft import check
from exposure.ledger import Ledger, load

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """Return the ledger of the product."""
    found, faults = load(ROOT / "data", ROOT / "seeds")
    assert found, faults
    return found


# The day of the draft, the text, the words in question. Each has the number of another figure of the ledger.
NOT_TICKED = [
    # told as still to come, and past
    ("2026-05-20", "The remaining payments take SoftBank's stake in OpenAI to 11%.", "11%"),
    ("2026-05-20", "Once paid, SoftBank's total investment in OpenAI will be $10 billion.", "$10 billion"),
    ("2026-05-20", "SoftBank has committed itself to investing $22.5 billion in OpenAI.", "$22.5 billion"),
    # of another day
    ("2026-05-20", "In December 2025 SoftBank Group paid OpenAI as much as $1.5 billion for shares.", "$1.5 billion"),
    ("2026-05-20", "On the stock exchange, Arm was valued at $112.23bn in February 2026.", "$112.23bn"),
    ("2026-05-20", "SoftBank was putting up to $30 billion into OpenAI in December 2025.", "$30 billion"),
    ("2026-03-30", "In April 2025 SoftBank signed for a bridge loan of $40 billion.", "$40 billion"),
    # a part, or a limit, told as the whole
    ("2026-01-30", "A bridge loan of $6.5bn was taken out by SoftBank in April 2025.", "$6.5bn"),
    ("2026-08-03", "SoftBank's loan-to-value ratio was below 25% in June 2023.", "25%"),
    # another measure
    ("2026-08-03", "The sale of Nvidia shares brought SoftBank $10bn in October 2025.", "$10bn"),
    ("2026-03-30", "SoftBank put the fair value of its OpenAI shares at $20bn in September 2025.", "$20bn"),
    # a product or a sum of figures of other times
    ("2026-08-03", "At fair value, SoftBank's shares in OpenAI stood at $10bn in March 2026.", "$10bn"),
    ("2026-01-30", "SoftBank had spent $26.5 billion in all on OpenAI as of September 2025.", "$26.5 billion"),
]  # fmt: skip

TICKED = [
    ("2026-05-20", "The remaining payments take SoftBank's stake in OpenAI to 13%.", "13%"),
    ("2026-05-20", "Once paid, SoftBank's total investment in OpenAI will be $64.6 billion.", "$64.6 billion"),
    ("2026-05-20", "In December 2025 SoftBank Group paid OpenAI $22.5 billion for shares.", "$22.5 billion"),
    ("2026-05-20", "On the stock exchange, Arm was valued at $132.22bn in February 2026.", "$132.22bn"),
    ("2026-05-20", "SoftBank's bridge loan, arranged in March 2026, comes to $40 billion.", "$40 billion"),
    ("2026-01-30", "The bridge loan of April 2025 had a part for Ampere, of $6.5bn, SoftBank said.", "$6.5bn"),
    ("2026-08-03", "SoftBank's loan-to-value ratio was 8% in June 2023.", "8%"),
    ("2026-03-30", "SoftBank put the fair value of its OpenAI shares at $26.5bn in September 2025.", "$26.5bn"),
    ("2026-05-20", "SoftBank will own 13% of OpenAI instead of 11%.", "11%"),
    ("2026-05-20", "SoftBank still holds some 90% of Arm.", "90%"),
    ("2026-07-15", "SoftBank paid the second $10 billion of its commitment to OpenAI on 1 July.", "$10 billion"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "text", "printed"), NOT_TICKED)
def test_the_number_of_another_figure_gets_no_tick(
    ledger: Ledger, day: str, text: str, printed: str
) -> None:
    findings = check(text, ledger, date.fromisoformat(day)).findings
    assert [f.verdict for f in findings if f.printed == printed] not in (["agrees"], [])


@pytest.mark.parametrize(("day", "text", "printed"), TICKED)
def test_a_right_number_in_its_place_gets_a_tick(
    ledger: Ledger, day: str, text: str, printed: str
) -> None:
    report = check(text, ledger, date.fromisoformat(day))
    assert [f.verdict for f in report.findings if f.printed == printed] == ["agrees"]
    assert not report.problems
