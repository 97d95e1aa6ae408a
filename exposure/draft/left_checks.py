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
# "Of it 8 went to one; the other 7": only these words say that the two are all of it.
_OF_IT = re.compile(
    r"\b[Oo]f (?:(?:that|this|it|which)\b|(?:the|that|this) (?P<thing>[^,;]{1,40}))"
)
_OTHER = re.compile(
    r"\b(?:the|another) (?:other|rest|remaining|remainder|balance)(?: of| is| was|,)? ?(?:about |around |some )?$"
)


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
    if len(taken) > 1 and leaving:
        whole, *taken = taken
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
    if low <= most:
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
    taken = [q for q in draft.reading.within(before.start, before.end) if q.kind == "money"]
    if len(taken) > 1 and len({q.unit for q in (*taken, rest)}) == 1:
        *wholes, part = taken  # "had drawn 20 of its 40 and repaid 3"
        whole = min(wholes, key=lambda q: abs(q.low - part.low - rest.low))
        (low, high), (least, most) = interval(whole), interval(part)
        if meet((low - most, high - least), interval(rest)):
            yield proved(draft.reading, rest, _taken_from(whole, [part])[0])
        elif low > most:
            yield _not_left(draft, rest, whole, [part])
        return
    first = draft.reading.previous(before)
    if first is None:
        return
    every = [q for q in draft.reading.within(first.start, first.end) if q.kind == "money"]
    if len(taken) != 1 or not every or len({q.unit for q in (*taken, *every, rest)}) > 1:
        return
    spans = [interval(q) for q in every]
    (least, most), last = interval(taken[0]), every[-1]
    if any(meet((low - most, high - least), interval(rest)) for low, high in spans):
        return
    if last.low > taken[0].low and not draft.known(rest):
        yield _not_left(draft, rest, last, taken)


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
