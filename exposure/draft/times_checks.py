"""The rule for sums, where the parts are alike: "10 billion each in April, July and October, 30 in all"."""

import re
from calendar import month_name
from collections.abc import Iterator
from itertools import pairwise

from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, interval, meet, note, proved, said
from exposure.draft.sum_checks import IN_TOTAL, NUMBERS, TOTAL
from exposure.quantities import Quantity

__all__ = ["at_a_price", "times"]

_MONTH = rf"(?:{'|'.join(name for name in month_name if name)})"
_MONTHS = re.compile(
    rf"\s+(?:each )?(?:in|on|at the end of)\s+(?P<list>{_MONTH}(?:(?:,| and|, and) {_MONTH})+)"
)
_COUNT = (
    rf"\b(?P<number>{'|'.join(NUMBERS)})\s+(?:\w+\s+)?(?:payments|instal?lments|tranches|steps|parts"
    r"|stages|cheques|checks|loans|transfers|investments)"
)
_SPLIT = re.compile(rf"[^;]*{_COUNT}(?: of|,| worth)\s+(?:about |around |some )?$", re.IGNORECASE)
_EACH = re.compile(r"\s+(?:each|apiece)\b")
_APIECE = re.compile(r"\s+(?:apiece|each|a share|per share|for each)\b")
_OF_SHARES = re.compile(r"\s+(?:(?:of (?:its|the) )?[\w.'\u2019-]+ ){0,3}shares\b")
_NUMBERED = re.compile(rf"{_COUNT}\b", re.IGNORECASE)


def times(draft: Draft) -> Iterator[Finding]:
    """Find a total that so many equal parts do not make."""
    text = draft.reading.text
    for sentence, money in draft.reading.listed("money"):
        for one, other in pairwise(money):
            gap = text[one.end : other.start]
            if one.unit != other.unit:
                continue
            before = text[sentence.start : one.start]
            if split := _SPLIT.fullmatch(gap):
                yield from _held(draft, NUMBERS[split["number"].lower()], part=other, whole=one)
            elif (count := _count(before, gap)) and (
                TOTAL.search(gap) or IN_TOTAL.match(text, other.end)
            ):
                yield from _held(draft, count, part=one, whole=other)


def at_a_price(draft: Draft) -> Iterator[Finding]:
    """Find what so many shares at a price for each do not make: "2 million shares at $50 apiece, $90 million"."""
    text = draft.reading.text
    for sentence, money in draft.reading.listed("money"):
        prices = [q for q in money if _APIECE.match(text, q.end)]
        rest = [q for q in money if q not in prices]
        before = draft.reading.previous(sentence)
        inside = draft.reading.within(before.start if before else sentence.start, sentence.end)
        counts = [q for q in inside if q.kind == "count" and _OF_SHARES.match(text, q.end)]
        if len(prices) == len(rest) == len(counts) == 1 and prices[0].unit == rest[0].unit:
            yield from _made(draft, counts[0], prices[0], rest[0])


def _made(draft: Draft, count: Quantity, price: Quantity, whole: Quantity) -> Iterator[Finding]:
    """Yield what is wrong with the worth of some shares at a price, or that it is right."""
    (few, many), (low, high) = interval(count), interval(price)
    right = float(count.low * price.low)
    words = f"{count.printed} x {price.printed}"
    if meet((few * low, many * high), interval(whole)):
        yield proved(draft.reading, whole, words)
        return
    makes = said(right, right, whole.unit)
    message = f"{words} makes {makes}, not {whole.printed}"
    yield note(draft.reading, whole, "sum", message, right=right, computation=f"{words} = {makes}")


def _count(before: str, after: str) -> int:
    """Return how many equal parts the words beside an amount tell; 0 when they tell none."""
    if months := _MONTHS.match(after):
        return len(re.findall(_MONTH, months["list"]))
    number = _SPLIT.fullmatch(before) or (_EACH.match(after) and _NUMBERED.search(before))
    return NUMBERS[number["number"].lower()] if number else 0


def _held(draft: Draft, count: int, *, part: Quantity, whole: Quantity) -> Iterator[Finding]:
    """Yield what is wrong with a total and its equal parts, or that each is right."""
    low, high = interval(part)
    words = f"{count} x {part.printed}"
    if meet((count * low, count * high), interval(whole)):
        yield proved(draft.reading, part, f"{words} = {whole.printed}")
        yield proved(draft.reading, whole, words)
        return
    wrong, right = whole, float(count * part.low)
    if draft.known(whole) and not draft.known(part):
        wrong, right = part, float(whole.low) / count
    makes = said(float(count * part.low), float(count * part.low), whole.unit)
    message = f"{words} makes {makes}, not {whole.printed}"
    yield note(draft.reading, wrong, "sum", message, right=right, computation=f"{words} = {makes}")
