"""What the words around a number make of it: exactly, about, up to, at least, more than, less than, may."""

import re
from bisect import bisect_left

from exposure import vocabulary as words

__all__ = ["Modalities"]

_BEFORE = re.compile(words.BEFORE_NUMBER, re.IGNORECASE)
_MAY = re.compile(words.MAY, re.IGNORECASE)
_AFTER = re.compile(words.AFTER_NUMBER, re.IGNORECASE)
# "The dispute over the 30 billion loan" is about it; "over the 30 billion mark" is more than that.
_TOPIC = re.compile(r"(?:over|about|around|under)\s+the\s+\Z", re.IGNORECASE)
_MARK = re.compile(
    r"[\s-]+(?:\w+[\s-]+)?(?:limit|mark|threshold|line|level|barrier|ceiling|cap|target|trigger)s?\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"(?:%|\bper ?cent|\btimes|\bpoints?|[0-9]x|\bmuch)\s*\Z", re.IGNORECASE)


class Modalities:
    """The phrases of a text that qualify a number, found once, looked up by place."""

    def __init__(self, text: str, near: list[tuple[int, int]]) -> None:
        self._text = text
        self._beside = [m for span in near for m in _BEFORE.finditer(text, *span)]
        self._may = [m for span in near for m in _MAY.finditer(text, *span)]

    def at(self, start: int, end: int) -> str:
        """Return the modality of a number: the words next to it, then "may" a little before."""
        beside = self._reaching(self._beside, start)
        if beside and _COMPARED.search(self._text, max(0, beside.start() - 20), beside.start()):
            return "exactly"  # "9 % more than the 29 of last year" compares, and bounds nothing
        topic = beside and _TOPIC.search(self._text, beside.start(), start)
        if topic and not _MARK.match(self._text, end):
            return "exactly"
        beside = beside or _AFTER.match(self._text, end, end + 20)
        if beside:
            return str(beside.lastgroup).replace("_", " ")
        return "may" if self._reaching(self._may, start) else "exactly"

    @staticmethod
    def _reaching(phrases: list[re.Match[str]], start: int) -> re.Match[str] | None:
        index = bisect_left(phrases, start, key=lambda match: match.start()) - 1
        return phrases[index] if index >= 0 and start <= phrases[index].end() else None
