"""A text taken apart: its quantities, sentences, tables and claims."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby, islice, pairwise
from operator import attrgetter

from exposure.draft.capitals import in_sentence_case
from exposure.draft.claims import Claim
from exposure.draft.cues import CONVERTED
from exposure.draft.sentences import Sentence, Span, sentences
from exposure.draft.tables import Row, Table, bare_numbers, tables
from exposure.draft.when import times, times_back, times_before, weekdays
from exposure.quantities import Quantity, quantities
from exposure.tokens import numerals
from exposure.wrapping import unwrapped

__all__ = ["MOST", "Reading"]

_BEFORE = 3  # sentences of its paragraph that a claim looks back to
MOST = 3_000
"""Numbers of a text that are looked at; what comes after them is left unread."""
_LONGEST = 1_000  # characters of a sentence
_IN_WORDS = 4  # words that a number may have
_NUMBER = re.compile(r"[0-9][0-9.,]*")
_LISTED = 12  # quantities of one kind in a sentence; more are a list
_BESIDE = 15  # quantities on either side in a sentence that a claim sees
_APART = 40  # characters between an amount and its conversion


@dataclass
class Reading:
    """A text with its quantities, sentences, tables and claims.

    ``printed`` is the text as it came; ``names`` maps how texts name a company to its key;
    ``day`` is the one on which it was written.
    """

    printed: str
    names: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None

    @cached_property
    def text(self) -> str:
        """The text as far as it is read, the line ends inside its paragraphs as spaces; places are the same."""
        text = self._plain
        if self.rest:
            end = text.find("\n", self.rest[1], self.rest[1] + _LONGEST)
            text = text[: end if end >= 0 else self.rest[1] + _LONGEST]
        return unwrapped(text)

    @cached_property
    def _plain(self) -> str:
        return in_sentence_case(self.printed, self.names)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every quantity of the text, as far as it is read."""
        return self._read[0]

    @property
    def rest(self) -> Span | None:
        """The first number that is left unread, where there are more than `MOST`."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[Quantity, ...], Span | None]:
        counted = (_NUMBER.finditer(self.printed), MOST), (numerals(self.printed), _IN_WORDS * MOST)
        ends = (next(islice(numbers, most, None), None) for numbers, most in counted)
        over = min((end for end in ends if end), key=re.Match.start, default=None)
        text = self._plain[: over.start()] if over else self._plain
        found = tuple(bare_numbers(text, quantities(text)))
        if len(found) > MOST:  # some are in words
            return found[:MOST], (found[MOST].start, found[MOST].end)
        return found, over.span() if over else None

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order; a line of a table is one of its own."""
        return tuple(sentences(self.text, self.names))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every quantity with its sentence."""
        columns = self._columns()
        found: list[Claim] = []
        for index, group in self._grouped.items():
            sentence = self.sentences[index]
            before = self._before(index)
            dates = tuple(q for q in group if q.kind == "date")
            last = found[-1] if found and found[-1].sentence in before else None
            if self.day:
                start, end = sentence.start, sentence.end
                known = last.dates if last else ()
                meant = tuple(times(self.text, start, end, dates, self.day, earlier=known))
                narrower = {q.start for q in meant}  # "the end of 2025" is no other day of it
                dates = tuple(q for q in dates if q.start not in narrower) + meant
                if not dates:
                    dates = tuple(weekdays(self.text, sentence.start, sentence.end, self.day))
            if not dates and last:
                dates += tuple(times_before(self.text, sentence.start, sentence.end, last.dates))
            if self.day:
                since = dates or (last.dates if last else ())
                dates += tuple(times_back(self.text, sentence.start, sentence.end, since, self.day))
            earlier: tuple[Quantity, ...] = ()
            if not dates and sentence.carries_on and found and found[-1].sentence in before[-1:]:
                earlier = found[-1].dates or found[-1].earlier
            for place, quantity in enumerate(group):
                beside = group[max(0, place - _BESIDE) : place + _BESIDE]
                others = tuple(q for q in beside if q is not quantity)
                column, of_column = columns.get(quantity.start, ("", ()))
                about = (sentence, before, dates + of_column, others, column, earlier)
                found.append(Claim(quantity, *about))
        return tuple(found)

    @cached_property
    def _grouped(self) -> Mapping[int, list[Quantity]]:
        """The quantities of each sentence that has some, by the sentence's index."""
        found: dict[int, list[Quantity]] = {}
        for quantity in self.quantities:
            index = max(0, bisect_right(self._sentence_starts, quantity.start) - 1)
            found.setdefault(index, []).append(quantity)
        return found

    def _before(self, index: int) -> tuple[Sentence, ...]:
        """Return the sentences that a claim of one looks back to.

        They are of its paragraph; a sentence that begins one and names nobody looks into the last.
        Items of a list and rows of a table look back to what stands above all of them.
        """
        sentence, first = self.sentences[index], index
        while first and index - first < _BEFORE:
            before = self.sentences[first - 1]
            begins = first == index and not sentence.companies and not before.tabular
            if before.paragraph != sentence.paragraph and not begins:
                break
            first -= 1
            sentence = before
        above = self._above.get(self.sentences[index].paragraph, ())
        return (
            tuple(s for s in above if s.start < self.sentences[first].start)
            + self.sentences[first:index]
        )

    @cached_property
    def _above(self) -> Mapping[int, tuple[Sentence, ...]]:
        """What stands above each item of a list or row of a table: the line before, and the header."""
        found: dict[int, tuple[Sentence, ...]] = {}
        lines = [next(line) for _, line in groupby(self.sentences, key=attrgetter("paragraph"))]
        for kind, group in groupby(lines, key=attrgetter("kind")):
            first, *rest = group
            index = bisect_right(self._sentence_starts, first.start) - 2
            last = self.sentences[index] if kind and index >= 0 else None
            told = last is not None and (last.heading or last.text.rstrip().endswith(":"))
            above: tuple[Sentence, ...] = (last,) if last and told else ()
            for line in (first, *rest) if kind else ():
                found[line.paragraph] = above
                above += (first,) if kind == "row" and line is first else ()
        return found

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The pipe tables."""
        return tuple(t for t in tables(self.text) if self.within(t.start, t.end))

    @cached_property
    def companies(self) -> tuple[str, ...]:
        """The companies of the whole text, the most often named first.

        Who is called after another names it as well.
        """
        counts: dict[str, int] = {}
        for sentence in self.sentences:
            for mention in sentence.mentions:
                words = self.text[mention.start : mention.end].split()
                inside = {self.names.get(word, mention.key) for word in words}
                for key in inside | {mention.key}:
                    counts[key] = counts.get(key, 0) + 1
        return tuple(sorted(counts, key=counts.__getitem__, reverse=True))

    @cached_property
    def conversions(self) -> tuple[tuple[Quantity, Quantity], ...]:
        """The amounts that are given twice, the second time in another currency."""
        money = [q for q in self.quantities if q.kind == "money"]
        return tuple(
            (one, other)
            for one, other in pairwise(money)
            if other.start - one.end < _APART
            and CONVERTED.fullmatch(self.text, one.end, other.start)
            and one.unit != other.unit
            and one.low > 0 < other.low
            and one.single == other.single
        )

    def claim_at(self, quantity: Quantity) -> Claim:
        """Return the claim of a quantity of this text."""
        return self._by_place[quantity.start]

    @cached_property
    def _by_place(self) -> Mapping[int, Claim]:
        return {claim.quantity.start: claim for claim in self.claims}

    def within(self, start: int, end: int) -> Sequence[Quantity]:
        """Return the quantities that stand between two places."""
        starts = self._starts
        return self.quantities[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]

    def listed(self, *kinds: str) -> Iterator[tuple[Sentence, list[Quantity]]]:
        """Yield every sentence that holds quantities of some kinds, tables and long lists left out."""
        for index, group in self._grouped.items():
            found = [q for q in group if q.kind in kinds]
            if 0 < len(found) <= _LISTED and not self.sentences[index].tabular:
                yield self.sentences[index], found

    def cell(self, row: Row, index: int, *kinds: str) -> Quantity | None:
        """Return the one quantity of a cell that is no date, of some kinds if they are named."""
        found = list(self.within(*row[index])) if index < len(row) else []
        found = [q for q in found if q.kind != "date" and (not kinds or q.kind in kinds)]
        return found[0] if len(found) == 1 else None

    def previous(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence before one in the same paragraph."""
        index = bisect_right(self._sentence_starts, sentence.start) - 2
        found = self.sentences[index] if index >= 0 else None
        return found if found and found.paragraph == sentence.paragraph else None

    def following(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence after one in the same paragraph."""
        index = bisect_right(self._sentence_starts, sentence.start)
        found = self.sentences[index] if index < len(self.sentences) else None
        return found if found and found.paragraph == sentence.paragraph else None

    def table_above(self, sentence: Sentence, reach: int) -> Table | None:
        """Return the last table that ends some characters or fewer above a sentence of prose."""
        above = [t for t in self.tables if 0 <= sentence.start - t.end < reach]
        return above[-1] if above and not sentence.tabular else None

    def line(self, place: int) -> tuple[int, int]:
        """Return line and column of a place, both from 1."""
        number = bisect_right(self._line_starts, place)
        return number, place - self._line_starts[number - 1] + 1

    @cached_property
    def _starts(self) -> list[int]:
        return [q.start for q in self.quantities]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.printed))]

    def _columns(self) -> dict[int, tuple[str, tuple[Quantity, ...]]]:
        """Return the head of the column of every quantity in a table, and its dates, by its place."""
        return {
            quantity.start: (table.header[index], dates)
            for table in self.tables
            for index, head in enumerate(table.heads)
            for dates in (tuple(q for q in self.within(*head) if q.kind == "date"),)
            for row in table.rows
            if index < len(row)
            for quantity in self.within(*row[index])
        }
