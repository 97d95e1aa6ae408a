"""A text cut into tokens: the one layer below the grammar of `quantities`.

Each token has a class of one letter, which are listed in `vocabulary`, its place, and its value.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from exposure import vocabulary as words
from exposure.dates import DATE, YEAR, iso

__all__ = ["Token", "near_numbers", "numerals", "tokens_of"]

_LONGEST = 30  # digits of a number
_ONE = Decimal(1)
_PARTS = "".join(words.FRACTIONS)


class Token(NamedTuple):
    """A piece of a text: its class, its place, its value, and a currency or a date as ISO text."""

    kind: str
    start: int
    end: int
    value: Decimal = _ONE
    name: str = ""


_TOKEN = re.compile(
    rf"""(?P<line>\n) | (?P<pause>[,;:!?()"])  # most of what is no word, so it is asked for first
  | (?<![A-Za-z0-9.,/])(?P<date>{DATE})
  | (?<![A-Za-z])(?:(?P<prefix>{words.PREFIX}) | (?P<code>{words.one_of(words.CODES)})\.?(?![A-Za-z.])
                  | (?P<currency>{words.CURRENCY})\b | (?P<sign>{words.one_of(words.SIGNS)}))
  | (?P<characters>{words.one_of(words.CHARACTERS)})
  | (?P<points>(?:{words.POINTS})\b|p\.c\.)
  | (?<=[0-9{_PARTS}]\s)(?P<letter>{words.one_of(words.LETTERS)})(?![\w'\u2019-])
  | (?P<number>(?:[0-9]{{1,3}}(?:[ ][0-9]{{3}}){{2,}}(?![0-9])|[0-9]+(?:[.,\u00a0\u202f\u2009][0-9]+)*|(?<![\w.,])\.[0-9]+)[{_PARTS}]?|[{_PARTS}])(?P<glued>[A-Za-z]+(?:[0-9][A-Za-z0-9.]*)?)?
  | (?P<name>[A-Za-z]+[0-9][A-Za-z0-9.]*|[A-Z][A-Za-z]*-[0-9][A-Za-z0-9.]*)
  | (?P<one>{words.SPOKEN}\b | {words.PARTS}(?=[\s-](?:{words.SCALES}|per)) | [Aa]n?(?=[\s-](?:{words.SCALES})\b))
  | (?P<tens>(?:{words.TENS})-[A-Za-z]+)\b
  | (?P<word>[A-Za-zÀ-ɏ]+)
  | (?P<span>(?<=[0-9%百千万萬亿億兆円元])[~\u301c](?=\s?[0-9]))  # "3.1~3.7%"; elsewhere it is "about"
  | (?P<mark>\S)""",
    re.VERBOSE,
)
_NUMBER = re.compile(
    r"[0-9]*(?:\.[0-9]+)?|[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?"
    r"|[0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3})+|(?P<comma>[0-9]+,[0-9]{1,2})"
)


_NUMERAL = re.compile(
    rf"[0-9]+|[{_PARTS}]|\b(?i:{words.one_of((*words.NUMBERS, 'half', 'quarter'))}|{words.SCALES})"
)
_REACH = 200  # characters on either side of a number that may belong to it


def numerals(text: str) -> Iterator[re.Match[str]]:
    """Find every digit, and every word of which numbers are made."""
    return _NUMERAL.finditer(text)


def near_numbers(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a text that lie near its numbers; what is further off holds no quantity.

    Examples
    --------
    >>> near_numbers("x " * 500 + "$5 bn")
    [(801, 1005)]
    """
    found: list[tuple[int, int]] = []
    for match in numerals(text):
        start, end = max(0, match.start() - _REACH), match.end() + _REACH
        end = text.find(" ", end, end + _REACH) if end < len(text) else len(text)
        end = end if end >= 0 else match.end() + 2 * _REACH
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def tokens_of(text: str, near: list[tuple[int, int]]) -> Iterator[Token]:
    """Cut stretches of a text into tokens; the letters of their classes are listed in `vocabulary`."""
    for start, end in near:
        yield Token("\n", start, start)  # nothing is joined over what is left out
        yield from _cut(text, start, end)


def _cut(text: str, first: int, last: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, first, last):
        group, found, start, end = str(match.lastgroup), match.group(), match.start(), match.end()
        lower = found.lower()
        if group in {"number", "glued"}:
            yield from _number(match)
        elif group == "date":
            date = iso(found)
            yield Token("D" if date else "L", start, end, name=date)
        elif group in {"prefix", "code", "currency", "sign"}:
            kind = {"code": "I", "currency": "U"}.get(group, "$")
            yield Token(kind, start, end, words.hundredth(lower), words.currency(found))
        elif group == "letter":
            kind, value = words.LETTERS[found]
            yield Token(kind, start, end, value)
        elif group == "characters":
            kind, value, name = words.CHARACTERS[found]
            yield Token(kind, start, end, value, name)
        elif group == "one":
            yield Token("w", start, end, words.in_parts(found))
        elif group == "tens" and (one := words.NUMBERS.get(lower.partition("-")[2])):
            yield Token("w", start, end, words.NUMBERS[lower.partition("-")[0]] + one)
        elif group in {"word", "tens", "points"}:
            kind, value, name = words.word_class(found)
            yield Token(kind, start, end, value, name)
        else:
            yield Token(
                {"line": "\n", "name": "L", "span": "-"}.get(group) or words.mark(found), start, end
            )


def _number(match: re.Match[str]) -> Iterator[Token]:
    """Cut "30bn" in two; "36Kr", "4o" and "1.2.3" are names, not numbers."""
    digits, glued, start, middle = (
        match["number"],
        match["glued"],
        match.start(),
        match.end("number"),
    )
    part = words.FRACTIONS.get(digits[-1])
    digits = digits.rstrip(_PARTS) or "0"
    shape = _NUMBER.fullmatch(digits) if len(digits) <= _LONGEST else None
    suffix = words.GLUED.get(glued or "")
    if shape is None or (glued and suffix is None):
        yield Token("L", start, match.end())
        return
    value = Decimal(re.sub("[, \u00a0\u202f\u2009]", "." if shape["comma"] else "", digits))
    value = value + part if part else value
    year = re.fullmatch(YEAR, digits) and not glued
    yield Token("y" if year else "n", start, middle, value, digits)
    if suffix:
        yield Token(suffix[0], middle, match.end(), suffix[1])
