"""Times that a text gives without a year, as of the day on which it was written.

"In December" is the last December or the next one, "December last year" and "last month" are one
time only, and the end of a year is its last month. A claim is held against all that may be meant.
"""

import re
from calendar import day_name, month_name
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from exposure.dates import days
from exposure.draft.sentences import Sentence
from exposure.quantities import Quantity

__all__ = ["free_dates", "joined", "own_dates", "times", "times_back", "times_before", "weekdays"]

_MONTHS = {
    short: number
    for number, name in enumerate(month_name)
    if name
    for short in (name, name[:3], name[:4])  # "Sept" alone has four
}
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
    rf"\b(?:(?P<before>last|next|this)\s+)?(?P<month>{'|'.join(_MONTHS)})\b(?!\.?\s*(?:\d|of\s+\d)|,\s*20\d\d\b)"
    r"(?:,?\s+(?:of\s+)?(?:(?P<after>last|this|next)|(?P<same>that same|that|the same))\s+year)?"
    r"|\b(?P<which>last|this|next)\s+(?P<unit>year|month)\b",
)
_PART_OF = re.compile(
    r"\b(?:(?P<end>(?:the )?(?:end|close) of|end-)|(?P<start>(?:the )?(?:start|beginning) of|early(?: in)?)|(?P<mid>the middle of|mid-?))\s*$",
    re.IGNORECASE,
)
_THIRD = 10  # days
_DAY = re.compile(r"--(\d\d)-(\d\d)")
_PRECEDED = re.compile(r"\d(?:st|nd|rd|th)?(?:\s+of)?\s*$")
_END_OF = re.compile(
    r"\b(?:end of|end-|year-end|late|close of|(?:end|clos|finish)(?:ed|es|ing))\s*(?:the (?:fiscal )?year )?$",
    re.IGNORECASE,
)
_OF_A_YEAR = re.compile(r"\d{4}")
_OF_A_MONTH = re.compile(r"\d{4}-\d\d")
_IN_A_YEAR = 12


_COMING = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:due|payable|falls? due|will|to be paid|to come|scheduled|slated|expected|planned|next)\b[^.;\d]{0,30}$",
    re.IGNORECASE,
)
_SOON = 3  # days
_THIS_YEAR = re.compile(r"\bthis year\b", re.IGNORECASE)
_THEN = re.compile(
    r"\b(?:by|until|since|at) (?P<then>then|that (?:time|point|date|month|day))\b", re.IGNORECASE
)


def times_before(text: str, start: int, end: int, dates: tuple[Quantity, ...]) -> list[Quantity]:
    """Return what "by then" and "May of that year" mean, by the dates of the sentence before."""
    then = _THEN.search(text, start, end)
    found = [_time(*then.span("then"), text, q.iso) for q in dates if q.low] if then else []
    months = [match for match in _TIME.finditer(text, start, end) if match["same"]]
    return found + [_time(*m.span(), text, iso) for m in months for iso in _same_year(m, dates)]


def times(  # noqa: PLR0913 - a stretch of a text, what it has, and when it was written
    text: str,
    start: int,
    end: int,
    dates: tuple[Quantity, ...],
    day: date,
    *,
    earlier: tuple[Quantity, ...] = (),
) -> Iterator[Quantity]:
    """Yield what the times without a year, in a stretch of text, may mean.

    ``earlier`` are the dates of the sentence before, whose year may go on: "in May 2030 ... in December".
    """
    for q in dates:
        before = text[max(start, q.start - 60) : q.start]
        for iso in _narrowed(q.iso, before[-20:], day):
            over = days(iso)[1] < day.toordinal() - _SOON
            if not (over and _COMING.search(before)):  # "due on 1 April" is the next one
                yield _time(q.start, q.end, text, iso)
    for match in _TIME.finditer(text, start, end):
        if _PRECEDED.search(text[max(start, match.start() - 8) : match.start()]):
            continue  # "28 January" is a day
        if match["same"]:
            known = tuple(q for q in dates if q.end <= match.start())
            yield from (_time(*match.span(), text, iso) for iso in _same_year(match, known))
            continue
        at_end = _END_OF.search(text[max(start, match.start() - 20) : match.start()])
        this = match["month"] and _THIS_YEAR.search(text, start, end)
        named = tuple(q for q in (*earlier, *dates) if q.end <= match.start())
        told = match["before"] or match["after"] or match["unit"]
        goes_on = () if told else _same_year(match, named)
        meant = dict.fromkeys((*_meant(match, day), *goes_on))
        for iso in (iso for iso in meant if not this or iso.startswith(str(day.year))):
            if at_end and _OF_A_YEAR.fullmatch(iso):
                yield _time(match.start(), match.end(), text, f"{iso}-12")
            yield _time(match.start(), match.end(), text, iso)


def _narrowed(iso: str, before: str, day: date) -> Iterator[str]:
    """Yield what a date means with the words before it: a day of the years near, the end of a year."""
    if match := _DAY.fullmatch(iso):
        for year in (day.year - 1, day.year, day.year + 1):
            meant = f"{year}-{match[1]}-{match[2]}"
            if match[0] != "--02-29" and abs(days(meant)[0] - day.toordinal()) < 366:  # noqa: PLR2004
                yield meant
    elif _OF_A_YEAR.fullmatch(iso) and _END_OF.search(before):
        yield f"{iso}-12"
    elif _OF_A_MONTH.fullmatch(iso) and _PART_OF.search(before):
        yield iso


_WEEKDAY = re.compile(
    rf"\b(?:on|last|this)\s+(?P<day>{'|'.join(day_name)})\b|\b(?P<near>today|yesterday)\b"
)
# "Said on Monday", "on Monday the group reported": the day of the report, which is none of the number.
_SAYING = re.compile(
    r"\b(?:sa(?:id|ys)|told|report\w*|announc\w+|disclos\w+|confirm\w*|unveil\w*|show\w*|accord\w*|publish\w*|present\w*|results?)\b[^,;]{0,25}$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"[^;]{0,60}\b(?:sa(?:id|ys)|told|reported|announced|disclosed|confirmed|unveiled|showed|published|presented)\b"
)


def weekdays(text: str, start: int, end: int, day: date) -> Iterator[Quantity]:
    """Yield the day of "on Tuesday": the last one up to the day of the draft, unless it is of a report."""
    for match in _WEEKDAY.finditer(text, start, end):
        if _SAYING.search(text[start : match.start()]) or _SAID.match(text, match.end(), end):
            continue
        back = int(match["near"] == "yesterday")
        if match["day"]:
            back = (day.weekday() - list(day_name).index(match["day"])) % 7
        iso = date.fromordinal(day.toordinal() - back).isoformat()
        yield _time(match.start(), match.end(), text, iso)


_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12}
_BACK = re.compile(
    rf"\b(?:(?P<count>{'|'.join(_COUNTS)})|(?:the|a) (?:previous|preceding|prior))\s+(?P<unit>{'|'.join(_MONTHS_IN)})s?"
    r"(?:\s+(?P<how>earlier|before|previously|ago)\b)?"
    r"|\bthe\s+(?P<one>month|quarter|year)\s+before\b",
    re.IGNORECASE,
)


def times_back(
    text: str, start: int, end: int, dates: tuple[Quantity, ...], day: date
) -> Iterator[Quantity]:
    """Yield what "three months earlier" may mean: as long before each of some dates, or before the day."""
    for match in _BACK.finditer(text, start, end):
        if match["count"] and not match["how"]:
            continue  # "a month" is no time
        months = _COUNTS.get((match["count"] or "a").lower(), 1)
        months *= _MONTHS_IN[(match["unit"] or match["one"]).lower()]
        ago = (match["how"] or "").lower() == "ago"
        since = [day] if ago else [date.fromordinal(int(q.high)) for q in dates if q.low]
        for then in since:
            count = then.year * _IN_A_YEAR + then.month - 1 - months
            iso = f"{count // _IN_A_YEAR}-{count % _IN_A_YEAR + 1:02}"
            yield _time(match.start(), match.end(), text, iso)


def _same_year(match: re.Match[str], dates: tuple[Quantity, ...]) -> tuple[str, ...]:
    """Return the month of "May of that year", in the year of the last of some dates."""
    years = [q.iso[:4] for q in dates if _OF_A_YEAR.fullmatch(q.iso[:4])]
    return (f"{years[-1]}-{_MONTHS[match['month']]:02}",) if years else ()


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
    part = _PART_OF.search(text[max(0, start - 20) : start])
    if part and _OF_A_MONTH.fullmatch(iso):  # a part of a month is a third of it
        first, last = low, high
        low = first + _THIRD if part["mid"] else last - _THIRD if part["end"] else first
        high = last - _THIRD if part["mid"] else first + _THIRD if part["start"] else last
    one = Decimal(1)
    words = text[start:end]
    return Quantity(start, end, 0, words, "date", low, high, "date", "exactly", one, one, iso)


# "It borrowed in May; the amount was 5 billion" tells of one thing.
_SEPARATE = re.compile(r";(?!\s+(?:the|its) (?:amount|price|sum|figure|total|cost)\b)")


_BROKEN = re.compile(
    r"[,;:()\u2014]|\b(?:and|but|while|which|who|after|before|from|against|than|since|until|when|if|then|to)\b"
)
# "Paid 5 billion in May at a valuation of 9": the day of both.
_SHARED = re.compile(r"\s+(?:at|for|with|on)\s+[^,;\d]*|,\s+(?:and so |thus )?[a-z]+ing\s+[^,;\d]*")
# "5 billion in May", "5 billion three months earlier": the date is of this amount and of no other.
_JOINED = re.compile(
    r"(?:(?!\s+(?:and|but|while|which|who|after|before|from|against|to|than)\b)\s+[\w'\u2019-]+){0,4}?"
    r"\s+(?:in|on|at|by|as of|as at|until|for|of)\s+(?:the\s+)?(?:(?:end|close|start|beginning|middle)\s+of\s+|end-|mid-|(?:early|late)\s+)?"
    r"|\s+"
)


def joined(text: str, first: int, q: Quantity, dates: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Return the date that stands right behind an amount, in all that it may mean."""
    behind = [when for when in dates if when.start >= q.end]
    place = min((when.start for when in behind), default=0)
    if not behind or not _JOINED.fullmatch(text, q.end - first, place - first):
        return ()
    return tuple(when for when in behind if when.start == place and when.low)


def free_dates(
    sentence: Sentence, q: Quantity, dates: tuple[Quantity, ...], others: tuple[Quantity, ...]
) -> tuple[Quantity, ...]:
    """Return the dates of a sentence that do not stand right behind another amount."""
    text, first = sentence.text, sentence.start
    taken = {
        when.start
        for other in others
        if other.kind in {"money", "percent"}
        for when in joined(text, first, other, dates)
        if not _SHARED.fullmatch(text, when.end - first, q.start - first)
    }
    return tuple(when for when in dates if when.start not in taken)


def own_dates(
    sentence: Sentence, q: Quantity, dates: tuple[Quantity, ...], others: tuple[Quantity, ...]
) -> tuple[Quantity, ...]:
    """Return the dates of a sentence with no other amount between them and one of its quantities.

    Amounts of an aside between commas, ", on which it had spent 5 billion,", do not count. A date
    right behind an amount is its only one, and none of any other amount.
    """
    text, first = sentence.text, sentence.start
    if own := joined(text, first, q, dates):
        return own
    amounts = [other for other in others if other.kind in {"money", "percent"}]
    dates = free_dates(sentence, q, dates, others)
    own_aside = sentence.aside(q.start - first)
    amounts = [
        other for other in amounts if sentence.aside(other.start - first) in {None, own_aside}
    ]
    return tuple(
        when
        for when in dates
        if when.low
        and not _SEPARATE.search(text[slice(*sorted((when.start - first, q.start - first)))])
        and not (
            any(
                min(q.end, when.end) <= other.start and other.end <= max(q.start, when.start)
                for other in amounts
            )
            and _BROKEN.search(text, *sorted((when.end - first, q.start - first)))
        )
    )
