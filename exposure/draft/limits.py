"""What a limit is for: normal times, times of stress, or the rating that is lost beyond it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from exposure.draft.cues import SENSES

if TYPE_CHECKING:
    from exposure.draft.claims import Claim
    from exposure.draft.sentences import Sentence, Span

__all__ = ["sense"]

_BREAK = 20  # characters that a comma counts for
_CALLED = re.compile(r",\s+(?:its|the|their|a|an|which|where|that|as|being|in|for)\b[^,;]*")
_RATIO = r"(?:(?:its |the )?(?:LTV|loan[- ]to[- ]value)(?: ratio)?\s+)?"
_KEEP = r"(?:stay|remain|keep|hold|maintain|run|manage|cap|limit)"
# What a company keeps to is for normal times, unless it is said when, or that it is the very most.
_OWN = re.compile(
    r"\b(?:comfort(?:able|s)?|guidelines?|targets?)\b|\b(?:company|group|house) (?:policy|rules?)\b"
    rf"|\b{_KEEP}(?:s|ing|ped|ed)?\s+(?:\w+\s+){{0,2}}?{_RATIO}(?:\w+\s+){{0,2}}?(?:below|under|beneath|within)\s"
    rf"|\b(?:to|will|must|should|would)\s+{_KEEP}\s+(?:\w+\s+){{0,2}}?{_RATIO}(?:at|to)\s"
    r"|\bcaps\s+(?:its |the )?(?:LTV|loan[- ]to[- ]value|(?:the |its )?ratio)\b",
    re.IGNORECASE,
)
# "Was 20 %, well below its limit in normal times" tells what is.
_INSIDE = re.compile(
    r",?\s+(?:\w+ ){0,2}?(?:inside|within|below|under|beneath|short of|far from|away from)\s"
    # "under normal conditions" tells what the limit is for
    r"(?:(?:its|the|their|his|a|an|that|this|what|both|either|even|any)\b|\d)"
)
_WHICH = re.compile(
    r",?\s+(?:(?:below|under|above|at|beyond|over|within|beneath|past) )?(?:which|where)\b[^,;]*"
)
_UTMOST = re.compile(
    r"\b(?:ceiling|upper|maximum|never|at (?:the )?(?:very )?most|ultimate|absolute|hard)\b",
    re.IGNORECASE,
)


def sense(claim: Claim) -> str:
    """Return what a limit is for, by the nearest word of its clause that tells it; or nothing.

    Examples
    --------
    >>> from exposure.draft.reading import Reading
    >>> text = "It means to stay below 20%, and would be downgraded at 30%."
    >>> [claim.sense for claim in Reading(text).claims]
    ['normal', 'downgrade']
    """
    text, start = claim.sentence.text, claim.sentence.start
    unit = claim.quantity.unit
    rivals = [(q.start - start, q.end - start) for q in claim.others if q.unit == unit]
    inside = _INSIDE.match(text, claim.inner[1])
    own = _which(text, claim.inner[1])
    theirs = [span for _, end in rivals for span in [_which(text, end)] if span[0] < span[1]]
    found = {}
    for name, cue in SENSES.items():
        # A word between two numbers is said of the nearer one, or of that which it tells more about.
        gaps = [
            gap
            for word in claim.sentence.senses.get(name, ()) if cue.search(claim.clause)
            if not any(a <= word[0] < b for a, b in theirs)
            for gap in (0 if own[0] <= word[0] < own[1] else _apart(claim.sentence, word, claim.inner),)
            if not (inside and word[0] >= inside.end())
            and all(gap <= _apart(claim.sentence, word, rival) for rival in rivals)
        ]  # fmt: skip
        if gaps:
            found[name] = min(gaps)
    if found:
        return min(found, key=found.__getitem__)
    left = max((end for _, end in rivals if end <= claim.inner[0]), default=0)
    before = re.split(r"[;:]", text[left : claim.inner[0]])[-1]
    right = min((place for place, _ in rivals if place >= claim.inner[1]), default=len(text))
    after = re.split(r"[,;:]", text[claim.inner[1] : right])[0]
    kept = _OWN.search(before) or _OWN.search(after)
    return "normal" if kept and not _UTMOST.search(f"{before} {after}") else ""


def _which(text: str, end: int) -> Span:
    """Return where a clause stands that tells more of a number: "35 %, below which it means to stay,"."""
    clause = _WHICH.match(text, end)
    return clause.span() if clause else (end, end)


def _apart(sentence: Sentence, word: Span, other: Span) -> int:
    """Return the distance of a word to a number, every comma between added."""
    low, high = sorted((*word, *other))[1:3]
    breaks = bisect_left(sentence.breaks, high) - bisect_left(sentence.breaks, low)
    if other[0] < word[0] and breaks == 1:  # "35 %, its own limit in normal times,"
        breaks -= bool(_CALLED.match(sentence.text, low, high))
    return high - low + _BREAK * breaks
