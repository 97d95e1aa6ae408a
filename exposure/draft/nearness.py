"""How far words are from a number of their sentence, in characters; what stands between adds to it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from exposure.draft.sentences import Sentence, Span
from exposure.quantities import Quantity

__all__ = ["Nearness"]

# Distances, in characters.
_NEXT_TO, _SHORTLY, _BREAK, _CROSSED = 40, 12, 20, 30
_FEW = 4  # words of a kind on either side that may be the nearest
_NEXT_FOR = re.compile(r"\s*(?:,|,? and)\s+(?:[\w'\u2019.-]+\s+){1,6}for\s+(?:\w+\s+){0,2}")
# "Rose to 5 billion in May, from 4 billion": both are of one thing.
_FROM_BEFORE = re.compile(
    r"(?:\s+[\w'\u2019-]+){0,6},?\s+(?:up |down )?(?:from|compared (?:with|to)|against|after)\s+(?:about |around |some |only |just )?"
)


class Nearness:
    """The distances of words to one number of a sentence, whose other numbers are known."""

    def __init__(self, sentence: Sentence, inner: Span, others: Sequence[Quantity]) -> None:
        self._sentence = sentence
        self._inner = inner
        self._others = others

    def nearest(self, where: Sequence[Span]) -> int:
        """Return how far off the nearest of some words is; only a few on either side are looked at."""
        place = bisect_left(where, self._inner)
        beside = where[max(0, place - _FEW) : place + _FEW]
        return min(self.gap(*one) + self._claimed(*one) for one in beside)

    def gap(self, start: int, end: int) -> int:
        """Return a distance; every comma and every other quantity between adds to it."""
        first, last = self._anchor if end <= self._anchor[0] else self._inner
        low, high = (end, first) if end <= first else (last, start)
        if low >= high:
            return 0
        breaks, crossed = (
            bisect_left(places, high) - bisect_left(places, low)
            for places in (self._sentence.breaks, self.taken[0])
        )
        return high - low + _BREAK * breaks + _CROSSED * crossed

    @cached_property
    def taken(self) -> tuple[list[int], list[int]]:
        """Where the other amounts start and end within the sentence."""
        offset = self._sentence.start
        found = [q for q in self._others if q.kind not in {"date", "count"}]
        return [q.start - offset for q in found], [q.end - offset for q in found]

    @cached_property
    def _anchor(self) -> Span:
        """The first of a list "bought A for 5 and B for 4", or of a change, whose verb is that of all."""
        place, text = self._inner, self._sentence.text
        for start, end in sorted(zip(*self.taken, strict=True), reverse=True):
            joined = (_NEXT_FOR, _FROM_BEFORE) if end <= place[0] else ()
            if any(pattern.fullmatch(text, end, place[0]) for pattern in joined):
                place = start, end
        return place

    def _claimed(self, start: int, end: int) -> int:
        """Return how much less a word counts that stands right beside another quantity."""
        first, last = self._inner
        starts, ends = self.taken
        if start >= last:
            place = bisect_left(starts, end)
            return _NEXT_TO * (place < len(starts) and starts[place] - end <= _SHORTLY)
        place = bisect_left(ends, start + 1) - 1
        return _NEXT_TO * (place >= 0 and start - ends[place] <= 1 and ends[place] <= first)
