"""Who acts in a sentence, as seen from a number of it: who gives the money, and who gets a share."""

import re

from exposure.draft.cues import DONE_BY, GETS
from exposure.draft.sentences import Sentence

__all__ = ["acting_behind", "carried", "giver", "has_own_number", "receiver"]

_AGENT, _BREAK = 120, 20  # characters
_TWO = 2

_APART = re.compile(r"\b(?:while|whereas|but)\b|;")
_OWN_NUMBER = re.compile(
    r"\s+(?:about |around |roughly |some |nearly |almost |with |at )*[$\u20ac\u00a3\u00a5]?\d"
)
_PASSIVE = re.compile(
    r"\b(?:been|is|was|are|were|be|being|gets?|got)\s+(?:\w+ly\s+)?(?:\w+ed|[a-z]+(?:en|ld|id|nt|ut|ht|rn|de))\b"
)
# "Birch has a backer in Acme, which wired it 5 billion."
_WHO_GAVE = re.compile(
    r",? (?:which|who|that) (?:has |had |will |is to |would )?(?:wir|pa[iy]|g[ai]v|sen[dt]|hand|l[ae]nt|transfer)\w* (?:it|them) [^,;]{0,25}"
)
_HANDS = re.compile(
    r"\b(?:giv(?:es?|en|ing)|gave|leav(?:es?|ing)|left|hand(?:s|ed|ing)?|award(?:s|ed)?|grant(?:s|ed)?)\s+$"
)


def giver(sentence: Sentence, first: int, last: int) -> str:
    """Return the company that does what is done by someone, or from whom another gets something.

    ``first`` and ``last`` are the place of the number within the sentence.
    """
    text, offset = sentence.text, sentence.start
    gets = GETS.search(text[:first])
    found: list[tuple[int, str]] = []
    for mention in sentence.mentions:
        start, end = mention.start - offset, mention.end - offset
        gap = start - last if start >= last else first - end
        if end <= first and _WHO_GAVE.fullmatch(text, end, first):
            found.append((gap, mention.key))
        if mention.role not in {"agent", "recipient"} or gap > _AGENT:
            continue
        before = text[:start]
        beside = not text[last:start].strip().removesuffix("from").strip()
        given = (
            mention.role == "agent" and before.endswith(("from ", "out of ")) and (gets or beside)
        )
        passive = mention.role == "agent" and before.endswith("by ") and _PASSIVE.search(before)
        if given or passive or DONE_BY.search(before[-40:]):
            found.append((gap if start >= last else gap + _BREAK, mention.key))
    return min(found, default=(0, ""))[1]


def receiver(sentence: Sentence, first: int) -> str:
    """Return the company of "it will give Acme 13 % of": who gets a share is the one to hold it."""
    text, offset = sentence.text, sentence.start
    for mention in sentence.mentions:
        near = 0 <= first + offset - mention.end < _BREAK
        if near and _HANDS.search(text[: mention.start - offset]):
            return mention.key
    return ""


def acting_behind(sentence: Sentence, last: int) -> str:
    """Return the company by which something is done, or that acts behind a number.

    In "its staff hold 26 % and Acme 27 %" who follows has a number of its own.
    """
    agents = [m for m in sentence.mentions if m.role == "agent"]
    right = [
        m
        for m in sentence.mentions
        if m.role == "subject"
        and m.start - sentence.start >= last
        and not _APART.search(sentence.text, last, m.start - sentence.start)
        and not _OWN_NUMBER.match(sentence.text, m.end - sentence.start)
    ]
    return next((m.key for m in (*agents, *right)), "")


def has_own_number(sentence: Sentence, key: str, last: int) -> bool:
    """Tell whether a company is named only behind a number, each time with one of its own."""
    places = [
        (m.start - sentence.start, m.end - sentence.start)
        for m in sentence.mentions
        if m.key == key
    ]
    return bool(places) and all(
        a >= last and _OWN_NUMBER.match(sentence.text, b) for a, b in places
    )


def carried(before: tuple[Sentence, ...]) -> tuple[str, ...]:
    """Return whom the last sentence that names anybody has acting, and whom it is about besides."""
    named = next((s.mentions for s in reversed(before) if s.mentions), ())
    return tuple(dict.fromkeys(m.key for m in named if m.role != "source"))[:_TWO]
