"""Dates as texts print them, and as ISO text; spans of days for those that are less than exact.

ISO text here is ``2027``, ``2027-03``, ``2026-01-28``, ``--01-28`` for a day without its year, and
``2024/2028`` for a span, which is also how quarters are written: ``2026-01/2026-03``.
"""

import re
from calendar import monthrange
from datetime import date

from exposure.vocabulary import UNITS

__all__ = ["DATE", "YEAR", "days", "in_words", "iso"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth")
_YEAR_MONTHS = len(_MONTHS)
_LEAP_YEAR = 2000

# "March", "Mar.", "MARCH" in a headline, and "Sept", which is the only one cut to four letters.
_MONTH = (
    "|".join(
        f"{name}|{name[:3]}\\.?|{name[:4]}\\.|{name.upper()}|{name[:3].upper()}" for name in _MONTHS
    )
    + r"|Sept|SEPT\.?"
)
_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_PART = r"(?:[Qq][1-4]|[1-4][Qq]|[Hh][12]|[12][Hh]|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)\s(?:quarter|half))"
YEAR = "(?:19|20)[0-9][0-9]"
# A pattern for re.VERBOSE: every date but a bare year, which may as well be a number.
DATE = rf"""
    {YEAR}-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?(?![0-9-])
  | {YEAR}/[01]?[0-9]/[0-3]?[0-9](?![0-9/])
  | {YEAR}年(?:(?:1[0-2]|0?[1-9])月(?:{_DAY}日)?)?
  | (?:{_MONTH})(?![A-Za-z])\s?(?:of\s|,\s?)?{YEAR}(?![0-9])
  | (?:{_MONTH})(?![A-Za-z])\s?{_DAY}(?:st|nd|rd|th)?
      (?:,?\s{YEAR}(?![0-9])|(?![0-9%.,]*[0-9%]|\s?(?:{UNITS})\b))
  | {_DAY}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTH})(?![A-Za-z])(?:,?\s{YEAR})?(?![0-9])
  | {_PART}(?:\sof)?\s?(?:FY\s?|fiscal\s)?{YEAR}(?![0-9])
  | (?:FY\s?|[Ff]iscal\s(?:year\s)?){YEAR}(?![0-9])"""


def iso(printed: str) -> str:
    """Return a printed date as ISO text; empty when there is no such day.

    Examples
    --------
    >>> [iso(text) for text in ("March 2027", "28 Jan. 2026", "January 28th", "Q1 2026", "FY2025")]
    ['2027-03', '2026-01-28', '--01-28', '2026-01/2026-03', '2025']
    >>> iso("31 June 2026")
    ''
    """
    year = next(iter(re.findall(rf"(?<![0-9]){YEAR}(?![0-9])", printed)), "")
    if re.match(_PART, printed):
        return _part_of_year(printed, year)
    rest = printed.replace(year, " ", 1) if year else printed
    month = next((i for i, name in enumerate(_MONTHS, 1) if name[:3] in rest.title()), 0)
    numbers = [int(number) for number in re.findall("[0-9]+", rest)]
    if not month and numbers:
        month = numbers.pop(0)
    if not 0 <= month <= _YEAR_MONTHS:
        return ""
    day = numbers[0] if numbers else 0
    if day > (monthrange(int(year or _LEAP_YEAR), month)[1] if month else 0):
        return ""
    return (year or "-") + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def days(text: str) -> tuple[int, int]:
    """Return the numbers of the first and the last day of ISO text; zeros when it has no year.

    Examples
    --------
    >>> first, last = days("2027-03")
    >>> last - first + 1
    31
    """
    first, _, last = text.partition("/")
    if first.startswith("--"):
        return 0, 0
    if last:
        return days(first)[0], days(last)[1]
    year, month, day = (int(part) for part in (first + "-0-0").split("-")[:3])
    if day:
        return (date(year, month, day).toordinal(),) * 2
    last_month = month or _YEAR_MONTHS
    final = date(year, last_month, monthrange(year, last_month)[1])
    return date(year, month or 1, 1).toordinal(), final.toordinal()


def in_words(as_of: str) -> str:
    """Return ISO text as a sentence writes it.

    Examples
    --------
    >>> in_words("2026-03-31"), in_words("2026-03"), in_words("2026")
    ('31 March 2026', 'March 2026', '2026')
    """
    year, month, day = (*as_of.split("-"), "", "")[:3]
    named = [str(int(day))] if day else []
    return " ".join([*named, *([_MONTHS[int(month) - 1]] if month else []), year])


def _part_of_year(printed: str, year: str) -> str:
    """Return a quarter or a half: "Q1", "1Q", "first quarter"."""
    half = re.match(r"[12]?[Hh]|\w+\shalf", printed)
    size = 6 if half else 3
    number = re.match(r"[QqHh]?([1-4])", printed)
    order = int(number[1]) if number else _ORDINALS.index(printed.lower().split()[0]) + 1
    if order * size > _YEAR_MONTHS:
        return ""
    return f"{year}-{(order - 1) * size + 1:02}/{year}-{order * size:02}"
