"""Hostile texts, for some minutes: no crash, every place right, time within bounds."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

import pytest

from exposure.draft import LIMIT, check
from exposure.ledger import load
from tests.test_draft import PIECES, TODAY

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MINUTES = 3
SECONDS = 10  # it takes 3 at most on a machine that does nothing else
HOSTILE = [
    "$1 billion ", "1% ", "from 11% to 13% by 2% ", "SoftBank invested $30 billion in OpenAI. ",
    "SoftBank total $30 billion in addition to $40 billion for OpenAI. ", "| $1B | 2% | $3B |\n",
    "$30 billion (RMB 208.38 billion) ", "The loan matures in March 2027. ", "$", ",", "1,", "Aa ",
    "<script>$30bn</script>**", "a | b\n", "\n\n", "JPMorgan, Goldman Sachs, Xyz loan, ", "7 ", " a, b; c: (d) ",
    "SoftBank's 11% stake and $30 billion loan, ", "$30 billion SoftBank OpenAI\n\n", "one billion dollars ",
]  # fmt: skip


def test_anything_up_to_the_limit_is_answered_in_seconds(root: Path) -> None:
    ledger, _ = load(root / "data", root / "seeds")
    for piece in HOSTILE:
        text = piece * (LIMIT // len(piece.encode()))
        began = time.process_time()
        check(text, ledger, TODAY)
        assert time.process_time() - began < SECONDS, piece


def test_an_article_of_three_thousand_words_takes_less_than_a_second(root: Path) -> None:
    ledger, _ = load(root / "data", root / "seeds")
    sentence = "SoftBank has invested $30 billion in OpenAI for 11% in March 2026, it said. "
    text = sentence * (3_000 // len(sentence.split()))
    check(text, ledger, TODAY)
    began = time.process_time()
    check(text, ledger, TODAY)
    assert time.process_time() - began < 1


def test_random_texts_break_nothing(root: Path) -> None:
    ledger, _ = load(root / "data", root / "seeds")
    random = Random(7)  # noqa: S311 - texts, not secrets
    until = time.monotonic() + 60 * MINUTES
    pieces = [*PIECES, "SoftBank", "OpenAI", *HOSTILE, *"0123456789.%$ \n"]
    while time.monotonic() < until:
        text = "".join(random.choices(pieces, k=random.randrange(400)))
        for one in (ledger, None):
            for finding in check(text, one, TODAY).findings:
                assert text[finding.start : finding.end] == finding.printed
