"""The rule for sums in one sentence: parts that cannot make the whole.

A total is held against parts only where words say that it is one, and only as far as the rounding
of all of them allows.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from exposure.draft.draft import Draft
from exposure.draft.finding import Ends, Finding, interval, meet, note, said
from exposure.draft.sentences import Sentence
from exposure.quantities import Quantity

__all__ = ["IN_TOTAL", "NUMBERS", "TOTAL", "not_the_sum", "sum_of", "sums"]

# Before a total, since the amount before it; and right after one.
TOTAL = re.compile(
    r"\b(?:total(?:s|ling|led|ing)?|in all|altogether|combined|together(?! with)|sum|makes?|making"
    r"|adds? up to|comes? to|amounts? to|equals?|so that [^;]{0,40}\b(?:has|have|had) (?:now )?(?:put|paid|invested|spent|sunk))\b|=",
    re.IGNORECASE,
)
IN_TOTAL = re.compile(
    r",?\s*(?:in (?:total|all|sum|aggregate)|all (?:told|in all|in)|overall|altogether|combined|(?:taken )?together"
    r"|between (?:them|the (?:two|three)|both)|for (?:both|the two))\b",
    re.IGNORECASE,
)
# The parts that are named may be some of more.
_SOME = re.compile(
    r"\b(?:part|some|out|most|half|third|quarter) of|\binclud\w+|\bamong\b|\bsuch as\b|^of\b",
    re.IGNORECASE,
)
_ALREADY = re.compile(
    r"\b(?:already|so far|until then|by then|previously|before|existing|on top of|add(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_BRINGS = re.compile(
    r"\b(?:bring(?:s|ing)?|brought|tak(?:es|ing)|lift(?:s|ed|ing)?|rais(?:es|ed|ing))\b",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\bfollow(?:ed|s) (?:by|up)\b|\bHaving\b|\bas well as\b|\blater\b|\band\b|\bthen\b|\+|\bplus\b|\badd(?:s|ed|ing)?\b|\bon top of\b|\bin addition\b"
)
_SUM_OF = re.compile(r"\b(?:sum|total|aggregate)\b", re.IGNORECASE)
_OF_BOTH = re.compile(r"\b(?:sum|both|the two|the three|of them)\b")
_ADDING = re.compile(r"\W*(?:adding|if you add|add)\b", re.IGNORECASE)
_IS = re.compile(r"[^;]*\b(?:is|are|was|were|of|at)\s+(?:\w+\s+){0,2}")
_ADDED = re.compile(r"\bplus\b|\+")
_MAKES = re.compile(r"\b(?:which|that|and) (?:together )?makes?\b")
_ONE_BY_ONE = re.compile(
    r"\b(?:first|initial\w*|then|later|second|followed|subsequent\w*|two|both|each)\b"
)
_LIST = re.compile(
    r":|\(|\u2014|\b(?:of which|made up of|consist(?:s|ed|ing) of|composed of|compris(?:es|ed|ing)|split|divided|namely"
    r"|(?:tranches|instal?lments|payments|parts|steps|stages|cheques|checks)(?: of)?)\b"
)
# What lists all parts, unless it tells of others.
_WHOLE = re.compile(
    r"\b(?:made up of|consist(?:s|ed|ing) of|composed of|compris(?:es|ed|ing)|being the sum of|i\.e\.)\s"
)
_REST = re.compile(
    r"\b(?:others?|rest|remainder|remaining|balance|includ\w+|among|such as|mostly|mainly)\b",
    re.IGNORECASE,
)
# "With 5 billion and another payment of 4, it has invested 9"
_WITH = re.compile(
    r"\W*(?:With|After|Including|Counting|(?:Taken )?[Tt]ogether|Combined|In (?:stages|steps|instal?lments|tranches|two|three|several)\b)\b"
)
_HAS_PAID = re.compile(
    r"\b(?:(?:has|have|had) (?:now |thus |so )?)?(?:invested|put|paid|spent|sunk|handed over|brought|given|cost|yielded)\b"
)
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
# "In two payments": as many parts as it says, and no more.
_IN_PARTS = re.compile(
    r"(?:\b(?:in|with|by|through|over|of|made|the|its|their|these|those)|['\u2019]s?) (?P<number>two|three|four|five) (?:\w+ )?(?:payments|tranches|instal?lments|parts"
    r"|steps|stages|cheques|checks|investments|transfers|rounds|purchases|sales|blocks|loans)\b"
)
_FEWEST = 3  # amounts of a sentence: a total and two parts
_PARTS, _TWO = 8, 2
_AFTER = 40  # characters


def sums(draft: Draft) -> Iterator[Finding]:
    """Find a total that its parts do not make, in one sentence."""
    for sentence, money in draft.reading.listed("money"):
        if len(money) >= _FEWEST and len({q.unit for q in money}) == 1:
            yield from _in_sentence(draft, sentence, money)


def _in_sentence(draft: Draft, sentence: Sentence, money: list[Quantity]) -> Iterator[Finding]:
    """Yield the total at the end or at the beginning of a sentence that its parts do not make."""
    *parts, whole = money
    if _is_total(draft, sentence, parts, whole):
        added = _adds(draft, sentence, parts, whole)
        added = added or _counted(draft.reading.text[sentence.start : parts[0].start], parts)
        if (added or not _known(draft, whole)) and not _reached(whole, parts):
            yield not_the_sum(draft, whole, parts)
        return
    whole, *parts = money
    if not _reached(whole, parts):
        yield from _split(draft, sentence, whole, parts)


def _is_total(draft: Draft, sentence: Sentence, parts: list[Quantity], whole: Quantity) -> bool:
    """Tell whether the last amount of a sentence is said to be the sum of those before it."""
    text = draft.reading.text
    gap = text[parts[-1].end : whole.start]
    before = text[sentence.start : whole.start]
    after = text[whole.end : min(sentence.end, whole.end + _AFTER)]
    added = _adds(draft, sentence, parts, whole)
    split = _LIST.search(
        text, parts[0].end, parts[-1].start
    )  # "a total of 9 in two parts, 5 and 4"
    is_sum = _SUM_OF.search(text, sentence.start, parts[0].start) and _IS.fullmatch(gap)
    colon = gap.lstrip().startswith(":")
    less = _BRINGS.search(gap) and interval(whole)[1] < sum_of([interval(p) for p in parts])[0]
    with_both = _WITH.match(before) and _HAS_PAID.search(gap)
    stated = with_both or added or (is_sum and not split) or colon or less
    stated = stated or TOTAL.search(gap) or IN_TOTAL.search(after)
    brings = (
        _BRINGS.search(gap)
        and not less
        and not (_ALREADY.search(sentence.text) or _OF_BOTH.search(gap))
        and not _other_total(draft, whole)
    )
    joined = added or _AND.search(before) or _OF_BOTH.search(gap)
    return bool(stated and joined and not brings and not _SOME.search(before))


def _known(draft: Draft, whole: Quantity) -> bool:
    """Tell whether the ledger has a total, and not one payment that happens to have its number."""
    return draft.known(whole) and draft.matches[whole.start].fact.measure != "investment"


def _counted(before: str, parts: Sequence[Quantity]) -> bool:
    """Tell whether words say of how many parts a total is, and these are as many."""
    count = _IN_PARTS.search(before)
    return count is not None and NUMBERS[count["number"]] == len(parts)


def _other_total(draft: Draft, whole: Quantity) -> bool:
    """Tell whether the ledger has totals of the same two, none of which this is."""
    claim = draft.reading.claim_at(whole)
    return not _known(draft, whole) and any(
        fact.measure == "cumulative investment" and fact.sides <= claim.sentence.companies
        for fact in draft.candidates(claim)
    )


def _adds(draft: Draft, sentence: Sentence, parts: list[Quantity], whole: Quantity) -> bool:
    """Tell whether two amounts are added in so many words: "A plus B", "adding A to B"."""
    text = draft.reading.text
    plus = _ADDED.search(text, parts[0].end, whole.start)
    makes = _MAKES.search(text, parts[-1].end, whole.start)
    return len(parts) == _TWO and bool(plus or makes or _ADDING.match(text, sentence.start))


def _split(
    draft: Draft, sentence: Sentence, whole: Quantity, parts: list[Quantity]
) -> Iterator[Finding]:
    """Yield what is wrong with a total and the parts into which the words after it split it."""
    text = draft.reading.text
    gap, rest = text[whole.end : parts[0].start], text[parts[0].end : parts[-1].start]
    listed = _LIST.search(gap)
    if not listed:
        return
    named = TOTAL.search(text[sentence.start : whole.start]) or IN_TOTAL.match(text, whole.end)
    at_once = gap.rstrip().endswith((":", "(", "\u2014")) and _AND.search(rest)
    one_by_one = _ONE_BY_ONE.search(text[whole.end : sentence.end])
    complete = at_once and one_by_one and not _SOME.search(sentence.text)
    over = sum_of([interval(part) for part in parts])[0] > interval(whole)[1]
    counted = _counted(gap, parts)
    if _known(draft, whole):
        if over and (at_once or counted):  # the total is right, so one of the parts is not
            yield _too_large(draft, whole, parts)
        elif counted and not (over or _SOME.search(sentence.text)):
            yield not_the_sum(draft, whole, parts)
        return
    worded = named and listed.group() not in {":", "of which", "(", "\u2014"}
    complete = complete or (_WHOLE.search(gap) is not None and not _REST.search(sentence.text))
    if complete or worded or counted or (over and (named or at_once)):
        yield not_the_sum(draft, whole, parts)


def _too_large(draft: Draft, whole: Quantity, parts: Sequence[Quantity]) -> Finding:
    """Return the part that cannot be, where the ledger has the total: one that is unknown, or the last."""
    wrong = next((part for part in parts if not draft.known(part)), parts[-1])
    others = [part for part in parts if part is not wrong]
    total = draft.matches[whole.start].fact.right[1]
    rest = total - float(sum(part.high for part in others))
    words = " + ".join(part.printed for part in parts)
    makes = said(*(float(sum(part.high for part in parts)),) * 2, whole.unit)
    left = f"{said(total, total, whole.unit)} - {' - '.join(part.printed for part in others)}"
    return note(
        draft.reading,
        wrong,
        "sum",
        f"{words} makes {makes}, not {whole.printed}",
        right=rest,
        computation=f"{left} = {said(rest, rest, whole.unit)}",
    )


def _reached(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Tell whether a total is made by its parts, or by some of them: others may be anything."""
    spans = [interval(part) for part in parts[:_PARTS]]
    return any(
        meet(sum_of(chosen), interval(whole))
        for count in range(_TWO, len(spans) + 1)
        for chosen in combinations(spans, count)
    )


def sum_of(spans: Sequence[Ends]) -> Ends:
    """Return both ends of the sum of some intervals."""
    return sum(low for low, _ in spans), sum(high for _, high in spans)


def not_the_sum(
    draft: Draft, whole: Quantity, parts: Sequence[Quantity], severity: str = "error"
) -> Finding:
    """Return that a total is not the sum of its parts."""
    low, high = float(sum(q.low for q in parts)), float(sum(q.high for q in parts))
    words = " + ".join(q.printed for q in parts)
    total = said(low, high, whole.unit)
    bound = "" if whole.modality in {"exactly", "may"} else f"{whole.modality} "
    return note(
        draft.reading,
        whole,
        "sum",
        f"{words} makes {total}, not {bound}{whole.printed}",
        right=(low, high),
        severity=severity,
        computation=f"{words} = {total}",
    )
