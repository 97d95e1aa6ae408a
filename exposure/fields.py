"""The forms that a field of a record may have, and what is said where it has another.

Each is a type for a pydantic model. What it refuses, it refuses with a sentence that names the
value, what is allowed and the nearest that could have been meant.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Sequence
from difflib import get_close_matches
from typing import Annotated

from pydantic import AllowInfNan, BeforeValidator, Strict, StringConstraints
from pydantic_core import PydanticCustomError

from exposure.document import shown

__all__ = [
    "DATE_IN_WORDS",
    "DateText",
    "Flag",
    "Id",
    "Number",
    "Text",
    "Whole",
    "after",
    "choices",
    "form",
    "is_date",
    "one_of",
    "plain_number",
    "refused",
    "year_as_text",
]


def choices(value: object, allowed: Sequence[str], *, listed: str = "", guess: bool = True) -> str:
    """Return the part of a sentence that says what could have been meant and what is allowed.

    Parameters
    ----------
    value
        What was written.
    allowed
        What may be written.
    listed
        The allowed in fewer words. Without it a long list is left out: nobody finds a name among
        two hundred in a message.
    guess
        Whether to look for the nearest; among many that takes milliseconds.

    Examples
    --------
    >>> choices("equty", ["equity", "loan"])
    "did you mean 'equity'? allowed: equity, loan"
    >>> choices("xyz", [])
    'there are none yet'
    """
    if not allowed:
        return "there are none yet"
    near = get_close_matches(shown(value).strip("'"), allowed, n=1) if guess else []
    meant = f"did you mean {near[0]!r}? " if near else ""
    if len(allowed) > _MOST_CHOICES and not listed:
        return f"{meant}it is none of the {len(allowed)} there are"
    return f"{meant}allowed: {listed or ', '.join(allowed)}"


_MOST_CHOICES = 40


def refused(sentence: str) -> PydanticCustomError:
    """Return the error that a judge of a field raises, with the sentence for its reader."""
    return PydanticCustomError("refused", "{sentence}", {"sentence": sentence})


def form(fits: Callable[[str], object], words: str) -> BeforeValidator:
    r"""Return a judge for text of a certain form, for use in ``Annotated``.

    Parameters
    ----------
    fits
        Whether a text has the form: a pattern's ``fullmatch`` will do.
    words
        What the text should be, to follow "is not" in a message.

    Examples
    --------
    >>> from exposure.records import Record, validate
    >>> from exposure.document import Document
    >>> class Link(Record):
    ...     url: Annotated[str, form(re.compile(r"https://\S+").fullmatch, "a web address")]
    >>> print(*validate(Link, Document("links.yaml", {"url": "ftp"}))[1])
    links.yaml:1: url: 'ftp' is not a web address
    """

    def judge(value: object) -> object:
        if isinstance(value, str) and fits(value):
            return value
        raise refused(f"{shown(value)} is not {words}")

    return BeforeValidator(judge)


def one_of(allowed: Collection[str], what: str, listed: str = "") -> BeforeValidator:
    """Return a judge for text out of a table, for use in ``Annotated``.

    Parameters
    ----------
    allowed
        The texts that are right.
    what
        What each of them is, to follow "is not" in a message: ``a unit``.
    listed
        The allowed texts in fewer words, where a list of them would be too long.

    Examples
    --------
    >>> from exposure.records import Record, validate
    >>> from exposure.document import Document
    >>> class Tea(Record):
    ...     colour: Annotated[str, one_of(("green", "black"), "a colour")]
    >>> print(*validate(Tea, Document("teas.yaml", {"colour": "gren"}))[1])
    teas.yaml:1: colour: 'gren' is not a colour; did you mean 'green'? allowed: green, black
    """

    def judge(value: object) -> object:
        if isinstance(value, str) and value in allowed:
            return value
        meant = choices(value, tuple(allowed), listed=listed)
        raise refused(f"{shown(value)} is not {what}; {meant}")

    return BeforeValidator(judge)


def is_date(text: str) -> bool:
    """Return whether a text is a date as ISO writes it: a year, a month or a day.

    Examples
    --------
    >>> [is_date(text) for text in ("2025", "2025-12", "2025-02-29", "12/2025")]
    [True, True, False, False]
    """
    if not (found := _DATE.fullmatch(text)):
        return False
    try:
        dt.date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return False
    return True


def after(one: str, other: str) -> bool:
    """Return whether a date is after another, as far as both are known.

    Examples
    --------
    >>> after("2026-01-28", "2025-12"), after("2025-12-26", "2025-12"), after("2025", "2025-12")
    (True, False, False)
    """
    known = min(len(one), len(other))
    return one[:known] > other[:known]


def plain_number(part: object) -> object:
    """Return plain data with 3.0 as 3: the number is the same however it is written.

    Examples
    --------
    >>> plain_number({"a": [3.0, 0.5, "3.0"]})
    {'a': [3, 0.5, '3.0']}
    """
    if isinstance(part, dict):
        return {key: plain_number(item) for key, item in part.items()}
    if isinstance(part, list):
        return [plain_number(item) for item in part]
    return int(part) if isinstance(part, float) and part.is_integer() else part


_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

DATE_IN_WORDS = "a date; write YYYY, YYYY-MM or YYYY-MM-DD"
"""What a date should be, to follow "is not" in a message."""


def year_as_text(value: object) -> object:
    """Return a bare year as text, as every other date is to YAML; anything else unchanged."""
    return str(value) if type(value) is int else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that is not empty, without space around it."""

Id = Annotated[
    str,
    form(
        re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*").fullmatch,
        "a name; use small letters, digits and hyphens: loan-2026-03",
    ),
]
"""The name of a record: small letters, digits and hyphens."""

DateText = Annotated[str, form(is_date, DATE_IN_WORDS), BeforeValidator(year_as_text)]
"""A date as ISO text, as exact as it is known: a year, a month or a day. Sorts as text."""

Whole = Annotated[int, Strict()]
"""A whole number, never text or a truth value."""

Flag = Annotated[bool, Strict()]
"""True or false, never a word or a number that stands for it."""

Number = Annotated[float, Strict(), AllowInfNan(allow_inf_nan=False)]
"""A finite number, never text or a truth value."""
