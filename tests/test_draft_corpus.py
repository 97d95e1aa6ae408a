"""Drafts written by hand, as an editor gets them: what is wrong is found, and nothing else is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from exposure.draft import check

if TYPE_CHECKING:
    from exposure.ledger import Ledger

ROOT = Path(__file__).parents[1]
DRAFTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/drafts.yaml").read_text("utf-8"))


def test_there_are_as_many_as_an_editor_sees_in_a_week() -> None:
    assert len(DRAFTS) >= 25
    assert sum(not draft.get("wrong") for draft in DRAFTS) >= 8


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: " ".join(draft["text"].split()[:6]))
def test_what_is_wrong_is_found_and_nothing_else(draft: dict[str, Any], ledger: Ledger) -> None:
    found = {f.printed: f for f in check(draft["text"], ledger, draft["day"]).problems}
    wrong = {str(one["words"]): one for one in draft.get("wrong", ())}
    assert {words: found[words].rule for words in found} == {
        words: one["rule"] for words, one in wrong.items()
    }
    for words, one in wrong.items():
        right = one.get("right")
        if isinstance(right, str) and "-" in right:
            assert str(found[words].right_value).startswith(right)
        elif right is not None:
            assert found[words].right_value == pytest.approx(float(right), rel=0.01)


# Each has a number that the ledger has for something else.
STRANGERS = [
    "OpenAI will pay a cloud company $60 billion a year for servers.",
    "A brewer lifted its full-year profit forecast to between ¥190 billion and ¥210 billion.",
    "Companies can apply for rent subsidies of up to 50 per cent.",
    "Shares in a maker of screens rallied 11% after the report.",
    "The banks share fees of about $95m from SoftBank's takeover of DigitalBridge.",
    "SoftBank pays $16.00 in cash for each common share of DigitalBridge.",
    "A $200-billion studio also receives warrants. OpenAI and SoftBank were not asked.",
    "Three lenders are each weighing exposure of around $5bn to the OpenAI financing.",
    "A lender that settled early, at a 30 per cent discount, is in the syndicate for SoftBank's loan.",
    "| Period | Revenue at start | Revenue at end |\n|---|---|---|\n| 2024 to 2028 | $2.5 bn | $15 bn |",
]


@pytest.mark.parametrize("text", STRANGERS)
def test_a_number_met_by_chance_is_called_neither_right_nor_wrong(
    text: str, ledger: Ledger
) -> None:
    found = check(text, ledger, date(2026, 7, 15)).findings
    amounts = [f for f in found if f.kind in {"money", "percent"}]
    assert amounts
    assert {f.verdict for f in amounts} <= {"unknown", "unchecked"}


# A number of the ledger in a sentence about another day, another total or another event; nothing is ticked.
NOT_TICKED = [
    ("SoftBank's loan-to-value ratio stood at 11% in December 2024.", "11%"),
    ("In June 2025, SoftBank reported a loan-to-value ratio of 12.5%.", "12.5%"),
    ("Investors valued OpenAI at $500 billion in March 2025.", "$500 billion"),
    ("SoftBank put $10 billion into OpenAI in October 2024.", "$10 billion"),
    ("In December 2025, SoftBank invested $10.8 billion in OpenAI.", "$10.8 billion"),
    ("SoftBank's total investment in OpenAI stood at $64.6 billion in June 2025.", "$64.6 billion"),
    ("SoftBank sold T-Mobile shares for $10 billion in June 2025.", "$10 billion"),
    ("SoftBank paid $22.5 billion in December 2025, lifting its stake in OpenAI to 13%.", "13%"),
]


@pytest.mark.parametrize(("text", "words"), NOT_TICKED)
def test_a_number_of_another_day_or_thing_is_not_called_right(
    text: str, words: str, ledger: Ledger
) -> None:
    found = check(text, ledger, date(2026, 3, 20)).findings
    (amount,) = (f for f in found if f.printed == words)
    assert amount.verdict in {"wrong", "unknown"}
