"""The rule for sums, the other way round: what is left of a whole when parts of it are taken."""

import re
from collections.abc import Iterator, Sequence

from exposure.draft.cues import CUES
from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, interval, meet, note, proved, said
from exposure.draft.sentences import Sentence, places
from exposure.draft.sum_checks import sum_of
from exposure.quantities import Quantity

__all__ = ["left"]

_LEAVING = re.compile(
    r"\b(?:leaving|leaves|which left|so that(?! [^;]*\b(?:put|paid|invested|spent|sunk)\b))\b[^;]{0,45}$"
)
_THAT_LEFT = re.compile(
    r"\W*(?:[Tt]hat|[Tt]his|[Ii]t|[Ww]hich) (?:has |had |would )?(?:left|leaves?)\b"
)
# "3 in May and 4 in June" are two parts of something else; of "20 of its 40" the first is of the second.
_AND = re.compile(r"(?:,|\b(?:and|plus))\s*(?:(?:another|about|some) )?$")
_PART_OF = re.compile(r"\s+(?:\w+ )?(?:out )?of (?:the|its|this|that|their|an?)\s+(?:\w+ ){0,2}")
# "Of it 8 went to one; the other 7": only these words say that the two are all of it.
_OF_IT = re.compile(
    r"\b[Oo]f (?:(?:that|this|it|which)\b|(?:the|that|this) (?P<thing>[^,;]{1,40}))"
)
_OTHER = re.compile(
    r"\b(?:the|another) (?:other|rest|remaining|remainder|balance)(?: of| is| was|,)? ?(?:about |around |some )?$"
)


_TWO = 2

_Way = tuple[Quantity, list[Quantity]]  # a whole, and what is taken of it


def left(draft: Draft) -> Iterator[Finding]:
    """Find what is said to be left of a whole, and is not what was taken of it leaves."""
    for sentence, money in draft.reading.listed("money"):
        yield from _in_sentence(draft, sentence, money)


def _in_sentence(draft: Draft, sentence: Sentence, money: list[Quantity]) -> Iterator[Finding]:
    """Yield "it repaid 3, leaving 8" or "of it 3 went to one, the other 8" where the whole was 10."""
    *taken, rest = money
    if not taken:
        yield from _that_left(draft, sentence, rest)
        return
    gap = draft.reading.text[taken[-1].end : rest.start]
    leaving = _LEAVING.search(gap)
    ways: list[_Way] = []
    if len(taken) > 1 and leaving:
        (whole, taken), *ways = _ways(draft, taken)
    else:
        found = _whole_before(draft, sentence, taken[0], shared=not leaving)
        if found is None or not (leaving or _OTHER.search(gap)):
            return
        whole = found
    if len({q.unit for q in (whole, *taken, rest)}) > 1:
        return
    # Of "up to 40" at most 30 are left where 10 are taken.
    bounded = whole.modality == rest.modality == "up to"
    spans = [interval(q, loose=not bounded) for q in (whole, rest)]
    (low, high), (least, most) = spans[0], sum_of([interval(q) for q in taken])
    if low <= most or any(_leaves(way, rest) for way in ways):
        return
    if meet((low - most, high - least), spans[1]):
        yield proved(draft.reading, rest, _taken_from(whole, taken)[0])
    elif draft.known(whole) and draft.known(rest) and not draft.known(taken[0]) and len(taken) == 1:
        yield _not_left(draft, taken[0], whole, [rest])
    elif not leaving or not draft.known(rest):
        yield _not_left(draft, rest, whole, taken)


def _whole_before(
    draft: Draft, sentence: Sentence, part: Quantity, *, shared: bool
) -> Quantity | None:
    """Return the one amount of the sentence before; of what is ``shared``, the words must say so."""
    text, before = draft.reading.text, draft.reading.previous(sentence)
    if before is None:
        return None
    earlier = [q for q in draft.reading.within(before.start, before.end) if q.kind == "money"]
    if len(earlier) != 1:
        return None
    of_it = _OF_IT.search(text, sentence.start, part.start) if shared else None
    if shared and of_it is None:
        return None
    if of_it and of_it["thing"]:
        measures = draft.reading.claim_at(earlier[0]).distances
        if not places({name: CUES[name] for name in measures}, of_it["thing"]):
            return None  # "of the price" is of another thing than what was paid before
    return earlier[0]


def _that_left(draft: Draft, sentence: Sentence, rest: Quantity) -> Iterator[Finding]:
    """Yield "20 had been drawn. It repaid 3. That left 18"."""
    before = draft.reading.previous(sentence)
    if before is None or not _THAT_LEFT.match(sentence.text):
        return
    told = [q for q in draft.reading.within(before.start, before.end) if q.kind == "money"]
    ways = _ways(draft, told) if len(told) > 1 else []
    if ways and _AND.search(draft.reading.text[told[0].end : told[1].start]):
        return
    if len(told) == 1 and (first := draft.reading.previous(before)):
        every = draft.reading.within(first.start, first.end)
        told = [q for q in every if q.kind == "money"] + told
        ways = [(whole, told[-1:]) for whole in told[-2::-1]]
    elif len(told) > _TWO and len(ways) == 1:
        return  # three amounts of which none is a part of another
    if not ways or len({q.unit for q in (*told, rest)}) > 1:
        return
    if right := next((way for way in ways if _leaves(way, rest)), None):
        yield proved(draft.reading, rest, _taken_from(*right)[0])
        return
    whole, taken = ways[0]
    (low, high), (least, most) = interval(whole), sum_of([interval(q) for q in taken])
    rounded = meet((low - most, high - least), interval(rest))
    plain = len(told) == _TWO and told[0].start >= before.start
    if low > most and not rounded and (plain or not draft.known(rest)):
        yield _not_left(draft, rest, whole, taken)


def _ways(draft: Draft, money: list[Quantity]) -> list[_Way]:
    """Return what may be taken from what, the likeliest first: of "10 of its 40, and 3 paid back" 3 from 10."""
    whole, other, *more = money
    if not _PART_OF.fullmatch(draft.reading.text, whole.end, other.start):
        return [(whole, money[1:])]
    return [(whole, more), (other, [whole, *more])] if more else [(other, [whole])]


def _leaves(way: _Way, rest: Quantity) -> bool:
    """Tell whether a number is what is left of a whole when its parts are taken, all as printed."""
    value = _taken_from(*way)[1]
    return meet((value, value), interval(rest))


def _taken_from(whole: Quantity, taken: Sequence[Quantity]) -> tuple[str, float]:
    """Return what is left of a whole in words, and as a number."""
    right = float(whole.low - sum(q.low for q in taken))
    words = " - ".join(q.printed for q in (whole, *taken))
    return f"{words} = {said(right, right, whole.unit)}", right


def _not_left(draft: Draft, rest: Quantity, whole: Quantity, taken: Sequence[Quantity]) -> Finding:
    """Return that a number is not what is left of a whole."""
    computation, right = _taken_from(whole, taken)
    message = f"{computation.replace(' = ', ' makes ')}, not {rest.printed}"
    return note(draft.reading, rest, "sum", message, right=right, computation=computation)
