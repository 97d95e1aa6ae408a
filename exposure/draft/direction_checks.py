"""The rule for growth, as to its direction: what rose to a smaller number has not risen."""

import re
from collections.abc import Iterator
from itertools import pairwise

from exposure.draft.changes import before_and_after
from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, note
from exposure.draft.sentences import Sentence
from exposure.quantities import Quantity

__all__ = ["direction"]

_UP = (
    r"rose|risen|rises?|rising|climb(?:ed|s|ing)?|increas(?:ed|es|ing)|grew|grown|jump(?:ed|s|ing)?|soar(?:ed|s|ing)?"
    r"|surg(?:ed|es|ing)|swell(?:ed|s|ing)?|swollen|expand(?:ed|s|ing)?|leap(?:t|ed|s)|(?:went|gone|goes|going|moved|moves|edged|crept|up) up"
    r"|rais(?:ed|es|ing)|lift(?:ed|s|ing)?|boost(?:ed|s|ing)?|enlarg(?:ed|es|ing)|doubl(?:ed|es|ing)|upped"
)
_DOWN = (
    r"fell|fallen|falls?|falling|dropp?(?:ed|s|ing)?|declin(?:ed|es|ing)|decreas(?:ed|es|ing)|shr[aiu]nk(?:s|ing)?|slip(?:ped|s|ping)?|slid"
    r"|plung(?:ed|es|ing)|eas(?:ed|es|ing)|sank|sunk|narrow(?:ed|s|ing)|cut(?:s|ting)?|reduc(?:ed|es|ing)|lower(?:ed|s|ing)|trimm(?:ed|ing)"
    r"|(?:went|gone|goes|going|moved|moves|edged|came|comes) down|halv(?:ed|es|ing)"
)
_MOVE = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?P<way>up|down) from\b")
_NOT = re.compile(r"\b(?:not|never|no longer|instead of|rather than|without)\b|n['\u2019]t\b")
_BROKEN = re.compile(r"[;:()\u2014\d]|\b(?:but|while|although|and|after|before|as)\b")
_TO_OR_FROM = re.compile(r"\b(?:to|from|at)\s+(?:[\w\u2019'-]+\s+){0,2}$")
_REACH = 60  # characters from the verb to the number


def direction(draft: Draft) -> Iterator[Finding]:
    """Find what is told as risen from one number to a smaller one, or as fallen to a larger."""
    text = draft.reading.text
    for sentence, found in draft.reading.listed("percent", "money"):
        for one, other in pairwise(found):
            alike = one.unit == other.unit and one.single and other.single
            pair = before_and_after(text, sentence, one, other) if alike else None
            way = _told(text, sentence, one, other) if pair else ""
            if pair is None or not way:
                continue
            old, new = pair
            if new.low == old.low or (new.low > old.low) == (way == "down"):
                is_a = (
                    "rise" if new.low > old.low else "fall" if new.low < old.low else "standstill"
                )
                told = "rise" if way == "up" else "fall"
                words = f"from {old.printed} to {new.printed} is a {is_a}, and told as a {told}"
                yield note(draft.reading, new, "growth", words)


def _told(text: str, sentence: Sentence, one: Quantity, other: Quantity) -> str:
    """Return "up" or "down", as the words say what moved from one number to the other; or nothing."""
    gap = text[one.end : other.start]
    if between := _BETWEEN.search(gap):
        return between["way"]
    if not re.search(r"\b(?:from|to)\b", gap):
        return ""
    before = text[max(sentence.start, one.start - _REACH) : one.start]
    if not _TO_OR_FROM.search(before):
        return ""  # "rose by 2 from 11" and "rose 2 from 11" tell the step
    moves = list(_MOVE.finditer(before))
    if (
        not moves
        or _NOT.search(before[: moves[-1].end()])
        or _BROKEN.search(before, moves[-1].end())
    ):
        return ""
    return str(moves[-1].lastgroup)
