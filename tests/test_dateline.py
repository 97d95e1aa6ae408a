"""The day that a draft gives itself: in its first lines, as a date of its own, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from exposure.draft.dateline import dateline

TODAY = date(2030, 5, 2)
DATED = [
    "TOKYO, Jan 30, 2030 (News) - Alder paid 5 billion.",
    "LONDON, Wednesday, 30 January 2030 \u2014 Alder paid.",
    "# Alder pays again\n\n30 January 2030\n\nAlder paid 5 billion.",
    "Published on Wednesday, 30 January 2030\nAlder paid.",
    "Date: 2030-01-30\n\nAlder paid.",
    "By Ann Lee | January 30, 2030\nAlder paid.",
    "January 30, 2030 10:15 GMT\nAlder paid.",
]
UNDATED = [
    "Alder paid 5 billion on 30 January 2030.",
    "On 30 January 2030 - a Wednesday - Alder paid.",
    "Alder closed the deal\non 30 January 2030 - its largest.",
    "Updated: 31 January 2030, 09:12\nPublished: 30 January 2030\nAlder paid.",  # two of them
    "LONDON, 30 January 2031 - Alder paid.",  # after today
    "January 2030\n\nAlder paid.",  # no day
]


@pytest.mark.parametrize("text", DATED)
def test_a_date_of_the_first_lines_is_the_draft_s_own(text: str) -> None:
    assert dateline(text, TODAY) == date(2030, 1, 30)


@pytest.mark.parametrize("text", UNDATED)
def test_a_date_inside_a_sentence_or_in_doubt_is_not(text: str) -> None:
    assert dateline(text, TODAY) is None
