"""Lines in capitals, as agencies print their headlines, in the letters of a sentence.

Character stands for character, so that places hold.
"""

import re
from calendar import day_name, month_name
from collections.abc import Mapping

__all__ = ["in_sentence_case"]

_LEAST = 12  # letters of a line that is read so: "US: 5" is none
_CALENDAR = [name for name in (*month_name, *day_name) if name]
_CODES = re.compile(
    r"\b(?:us\$|hk\$|usd|jpy|eur|gbp|cny|rmb|ltv|nav|ceo|cfo|ipo|ai|us|uk|q[1-4])(?!\w)"
)
_MONTH = re.compile(
    rf"\b(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?'.lower() for name in _CALENDAR)}|sept)\b"
)


def in_sentence_case(text: str, names: Mapping[str, str]) -> str:
    """Return a text whose lines in capitals are in small letters, but for names, months and codes.

    Examples
    --------
    >>> in_sentence_case("ACME PAYS BIRCH $5 BLN ON OCT 1", {"Acme": "acme", "Birch": "birch"})
    'Acme pays Birch $5 bln on Oct 1'
    """
    return "".join(
        _line(line, names) if line.isupper() and sum(map(str.isalpha, line)) >= _LEAST else line
        for line in text.splitlines(keepends=True)
    )


def _line(line: str, names: Mapping[str, str]) -> str:
    lower = line.lower()
    if len(lower) != len(line):
        return line
    lower = _CODES.sub(lambda m: m.group().upper(), lower)
    lower = _MONTH.sub(lambda m: m.group().capitalize(), lower)
    by_lower = {name.lower(): name for name in names}
    if by_lower:
        listed = "|".join(re.escape(name) for name in sorted(by_lower, key=len, reverse=True))
        found = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)
        lower = found.sub(lambda m: by_lower[m.group().lower()], lower)
    return lower[:1].upper() + lower[1:]
