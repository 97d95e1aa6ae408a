"""The day that a draft gives itself, in a line of its own or before its first sentence."""

import re
from datetime import date, timedelta
from itertools import islice

from exposure.quantities import quantities

__all__ = ["dateline"]

_LINES, _REACH = 6, 90  # lines that are looked at, and characters of each
_SOON = timedelta(days=3)  # that a draft may be ahead
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# "Date: 30 January 2026"; "TOKYO, 30 January 2026 (agency) -"; "By Ann Lee | 30 January 2026".
_BEFORE = re.compile(
    r"(?:\W*(?i:date|dated|(?:published|posted|updated|last updated|filed)(?: on)?|draft(?: of)?|as of|by(?=\W+[A-Z])"
    r"|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b)*"
    r"(?:\W*(?!On\b|In\b|At\b|Since\b|By\b)[A-Z][\w.'\u2019-]*){0,5}\W*(?i:mon|tues?|wednes|thurs?|fri|satur|sun)?(?:day)?\W*"
)
_AFTER = re.compile(
    r"\s*(?:$|[-\u2013\u2014|]|\([^)]{0,30}\)\s*(?:$|[-\u2013\u2014|:])|,?\s*\d?\d[:.]\d\d)"
)


def dateline(text: str, today: date) -> date | None:
    """Return the day that the first lines of a text give as its own; None where they give none, or several.

    Parameters
    ----------
    text
        The draft.
    today
        A day after this one is none of a draft.

    Examples
    --------
    >>> dateline("TOKYO, Jan 30, 2026 (News) - Acme paid 5 billion.", date(2026, 7, 1))
    datetime.date(2026, 1, 30)
    >>> dateline("Acme paid 5 billion on 30 January 2026.", date(2026, 7, 1))
    """
    lines = islice((line for line in text[:20_000].splitlines() if line.strip()), _LINES)
    found = {day for line in lines for day in _days(line[: _REACH + 30]) if day <= today + _SOON}
    return found.pop() if len(found) == 1 else None


def _days(line: str) -> list[date]:
    """Return the days that stand in a line as a date of the text."""
    return [
        date.fromisoformat(q.iso)
        for q in quantities(line)
        if q.kind == "date" and _DAY.fullmatch(q.iso) and q.end <= _REACH
        and _BEFORE.fullmatch(line[: q.start])
        and _AFTER.match(line, q.end)
    ]  # fmt: skip
