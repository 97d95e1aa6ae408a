"""What changed, from what to what: shared by the rules for growth, for points and for stakes."""

import re

from exposure.draft.cues import CHANGE, CHANGED
from exposure.draft.draft import Draft
from exposure.draft.sentences import Sentence
from exposure.quantities import Quantity

__all__ = ["YEARLY", "before_and_after", "is_change"]

YEARLY = re.compile(
    r"CAGR|\bcompound|\b(?:(?<!in )(?<!within )(?<!over )a|per|each|every) year(?! (?:ago|earlier|before|later|on))|\bannual|growth rate|\byearly|p\.a\.",
    re.IGNORECASE,
)

_FILLER = r"(?:[\w'\u2019-]+\s+){0,2}"
_FROM = re.compile(rf"\bfrom\s+{_FILLER}$", re.IGNORECASE)
_TO = re.compile(rf"[^;]{{0,110}}\bto\s+{_FILLER}")
_OUT_OF = re.compile(
    rf"(?:[^;]{{0,60}}\bfrom|[^;]{{0,140}}\b(?:compared (?:with|to)|against|versus|than|instead of|after|following|up from|down from))\s+{_FILLER}"
    r"|[^;]{0,140}\b(?:on|over|above|below)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\s+(?:(?:a|one|two|three|four|five|six|twelve) (?:year|quarter|month)s?|the (?:year|quarter|month)) (?:ago|earlier|before)\b"
)
_LATER = re.compile(r"\b(?:months?|years?|weeks?|quarters?) later\b")


def before_and_after(
    text: str, sentence: Sentence, one: Quantity, other: Quantity
) -> tuple[Quantity, Quantity] | None:
    """Return two quantities as what was and what became of it; None when no words say so."""
    gap = text[one.end : other.start]
    if _FROM.search(text[max(sentence.start, one.start - 35) : one.start]):
        return (one, other) if _TO.fullmatch(gap) else None
    if _LATER.search(gap) or _AGO.match(text, one.end):
        return one, other
    if _AGO.match(text, other.end):
        return other, one
    return (other, one) if _OUT_OF.fullmatch(gap) else None


def is_change(draft: Draft, sentence: Sentence, q: Quantity) -> bool:
    """Tell whether a share says by how much something rose or fell."""
    text = draft.reading.text
    before = text[max(sentence.start, q.start - 45) : q.start]
    return bool(CHANGE.search(before) or CHANGED.match(text, q.end, sentence.end))
