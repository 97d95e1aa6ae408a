"""Times that a text gives without a year, as of the day on which it was written.

"In December" is the last December or the next one, "December last year" and "last month" are one
time only, and the end of a year is its last month. A claim is held against all that may be meant.
"""

import re
from calendar import month_name
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from exposure.dates import days
from exposure.draft.sentences import Sentence
from exposure.quantities import Quantity

__all__ = ["own_dates", "times", "times_before"]

_MONTHS = {name: number for number, name in enumerate(month_name) if name}
_LAST, _THIS, _NEXT = -1, 0, 1
_WHICH = {
    "last": _LAST,
    "previous": _LAST,
    "past": _LAST,
    "this": _THIS,
    "same": _THIS,
    "next": _NEXT,
}
_TIME = re.compile(
    rf"\b(?:(?P<before>last|next|this)\s+)?(?P<month>{'|'.join(_MONTHS)})\b(?!\s*(?:\d|of\s+\d)|,\s*20\d\d\b)"
    r"(?:,?\s+(?:of\s+)?(?P<after>last|this|next)\s+year)?"
    r"|\b(?P<which>last|this|next)\s+(?P<unit>year|month)\b",
)
_DAY = re.compile(r"--(\d\d)-(\d\d)")
_PRECEDED = re.compile(r"\d(?:st|nd|rd|th)?(?:\s+of)?\s*$")
_END_OF = re.compile(r"\b(?:end of|end-|year-end|late|close of)\s*(?:the year )?$", re.IGNORECASE)
_OF_A_YEAR = re.compile(r"\d{4}")
_IN_A_YEAR = 12


_THEN = re.compile(
    r"\b(?:by|until|since|at) (?P<then>then|that (?:time|point|date|month|day))\b", re.IGNORECASE
)


def times_before(text: str, start: int, end: int, dates: tuple[Quantity, ...]) -> list[Quantity]:
    """Return the dates of the sentence before as what "by then" means, where a sentence says so."""
    then = _THEN.search(text, start, end)
    return [_time(*then.span("then"), text, q.iso) for q in dates if q.low] if then else []


def times(
    text: str, start: int, end: int, dates: tuple[Quantity, ...], day: date
) -> Iterator[Quantity]:
    """Yield what the times without a year, in a stretch of text, may mean."""
    for q in dates:
        if match := _DAY.fullmatch(q.iso):
            for year in (day.year - 1, day.year, day.year + 1):
                iso = f"{year}-{match[1]}-{match[2]}"
                if match[0] != "--02-29" and abs(days(iso)[0] - day.toordinal()) < 366:  # noqa: PLR2004
                    yield _time(q.start, q.end, text, iso)
        elif _OF_A_YEAR.fullmatch(q.iso) and _END_OF.search(
            text[max(start, q.start - 20) : q.start]
        ):
            yield _time(q.start, q.end, text, f"{q.iso}-12")
    for match in _TIME.finditer(text, start, end):
        if _PRECEDED.search(text[max(start, match.start() - 8) : match.start()]):
            continue  # "28 January" is a day
        at_end = _END_OF.search(text[max(start, match.start() - 20) : match.start()])
        for iso in _meant(match, day):
            if at_end and _OF_A_YEAR.fullmatch(iso):
                yield _time(match.start(), match.end(), text, f"{iso}-12")
            yield _time(match.start(), match.end(), text, iso)


def _meant(match: re.Match[str], day: date) -> tuple[str, ...]:
    if match["unit"] == "year":
        return (str(day.year + _WHICH[match["which"]]),)
    if match["unit"]:
        count = day.year * _IN_A_YEAR + day.month - 1 + _WHICH[match["which"]]
        return (f"{count // _IN_A_YEAR}-{count % _IN_A_YEAR + 1:02}",)
    month = _MONTHS[match["month"]]
    if match["after"]:
        return (f"{day.year + _WHICH[match['after']]}-{month:02}",)
    past = day.year - (month > day.month)
    which = {"last": (past,), "next": (past + 1,), "this": (day.year,)}
    return tuple(f"{year}-{month:02}" for year in which.get(match["before"], (past, past + 1)))


def _time(start: int, end: int, text: str, iso: str) -> Quantity:
    low, high = (Decimal(number) for number in days(iso))
    one = Decimal(1)
    words = text[start:end]
    return Quantity(start, end, 0, words, "date", low, high, "date", "exactly", one, one, iso)


# "It borrowed in May; the amount was 5 billion" tells of one thing.
_SEPARATE = re.compile(r";(?!\s+(?:the|its) (?:amount|price|sum|figure|total|cost)\b)")


def own_dates(
    sentence: Sentence, q: Quantity, dates: tuple[Quantity, ...], others: tuple[Quantity, ...]
) -> tuple[Quantity, ...]:
    """Return the dates of a sentence with no other amount between them and one of its quantities.

    Amounts of an aside between commas, ", on which it had spent 5 billion,", do not count.
    """
    text, first = sentence.text, sentence.start
    own = sentence.aside(q.start - first)
    amounts = [
        other
        for other in others
        if other.kind in {"money", "percent"} and sentence.aside(other.start - first) in {None, own}
    ]
    return tuple(
        when
        for when in dates
        if when.low
        and not _SEPARATE.search(text[slice(*sorted((when.start - first, q.start - first)))])
        and not any(
            min(q.end, when.end) <= other.start and other.end <= max(q.start, when.start)
            for other in amounts
        )
    )
