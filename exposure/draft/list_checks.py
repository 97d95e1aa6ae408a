"""Rules for lists, a line for each number: their total, and what has grown from one line to the next."""

import re
from collections.abc import Iterator

from exposure.draft.cues import FALL
from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, interval, meet, note, proved
from exposure.draft.sentences import Sentence
from exposure.draft.sum_checks import not_the_sum, sum_of
from exposure.quantities import Quantity

__all__ = ["growth_in_list", "total_of_list"]

_MARK = r"^\W*(?:\d+[.)]\s+)?(?:\*\*)?"
_TOTAL = re.compile(
    rf"{_MARK}(?:together|(?:in )?total|in all|all told|altogether|sum|combined|all (?:three|four))\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    rf"{_MARK}(?:(?:quarterly|yearly|annual) )?(?:increase|rise|growth|gain|jump|decrease|fall|drop|decline|change)\b(?!,? a year)",
    re.IGNORECASE,
)
_TWO = 2

_Line = tuple[Sentence, list[Quantity]]


def total_of_list(draft: Draft) -> Iterator[Finding]:
    """Find a total in a list that the lines above it do not make."""
    for lines in _lists(draft):
        for index, (sentence, found) in enumerate(lines):
            money = [q for q in found if q.kind == "money"]
            if not (_TOTAL.match(sentence.text) and len(money) == 1 and index >= _TWO):
                continue
            above = [[q for q in each if q.kind == "money"] for _, each in lines[:index]]
            whole, parts = money[0], [each[0] for each in above if len(each) == 1]
            if len(parts) != index or {q.unit for q in parts} != {whole.unit}:
                continue
            if meet(sum_of([interval(part) for part in parts]), interval(whole)):
                yield proved(draft.reading, whole, " + ".join(part.printed for part in parts))
            else:
                yield not_the_sum(draft, whole, parts)


def growth_in_list(draft: Draft) -> Iterator[Finding]:
    """Find a growth in a list that the two lines above it do not give."""
    for lines in _lists(draft):
        for index, (sentence, found) in enumerate(lines):
            rates = [q for q in found if q.unit == "fraction" and q.single]
            if len(rates) != 1 or index < _TWO or not _CHANGE.match(sentence.text):
                continue
            above = [[q for q in each if q.kind == "money"] for _, each in lines[index - 2 : index]]
            if all(len(each) == 1 and each[0].single for each in above):
                yield from _held(draft, above[0][0], above[1][0], rates[0])


def _held(draft: Draft, one: Quantity, other: Quantity, rate: Quantity) -> Iterator[Finding]:
    """Yield what is wrong with the growth from one line to the next, in whichever order they stand."""
    if one.unit != other.unit or not (one.low > 0 < other.low):
        return
    falls = FALL.search(draft.reading.text[max(0, rate.start - 60) : rate.start]) is not None
    old, new = (one, other) if (other.low > one.low) != falls else (other, one)
    (least, most), (low, high) = interval(old, loose=False), interval(new, loose=False)
    span = (low / most - 1, high / least - 1)
    span = (-span[1], -span[0]) if falls else span
    right = abs(float(new.low / old.low) - 1)
    computation = f"{new.printed} / {old.printed} - 1 = {float(new.low / old.low) - 1:+.1%}"
    if meet(span, interval(rate)):
        yield proved(draft.reading, rate, computation)
        return
    words = f"from {old.printed} to {new.printed} is {right:.1%}, not {rate.printed}"
    yield note(draft.reading, rate, "growth", words, right=round(right, 4), computation=computation)


def _lists(draft: Draft) -> Iterator[list[_Line]]:
    """Yield the lines of every list that holds numbers."""
    lines: list[_Line] = []
    for sentence in draft.reading.sentences:
        found = [*draft.reading.within(sentence.start, sentence.end)]
        if sentence.kind == "item" and found:
            lines.append((sentence, found))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines
