"""Rules for lists and tables, a line for each number: their total, and what has grown from one line to the next."""

import re
from collections.abc import Iterator, Sequence

from exposure.draft.cues import FALL
from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, interval, meet, note, proved
from exposure.draft.sentences import Sentence
from exposure.draft.sum_checks import NUMBERS, not_the_sum, sum_of
from exposure.quantities import Quantity

__all__ = ["growth_in_list", "total_of_list"]

_MARK = r"^\W*(?:\d+[.)]\s+)?(?:\*\*)?"
_COUNT = r"(?P<number>two|three|four|five)"
# "Add up all that Acme has paid": that, and not what stands above.
_OF_ITS_OWN = r" (?:every|each|what|whatever|everything|the|all)\b(?! (?:the )?(?:two|three|four|five|above|lines?|rows?|items?|figures|numbers|amounts|of (?:it|them|the|these|those))\b)"
# What begins a line or a row that adds up the ones above: "the two together", "Sum of these three".
_TOTAL = re.compile(
    rf"{_MARK}(?:(?:the|all|both|these|those|last|of|in|grand|which|that|this|so|for|taken|counted|put|added|{_COUNT})\s+)*"
    rf"(?:together(?! with)|totals?(?! of\W*(?:US)?\W*\d)|all told|altogether|sum|combined|between (?:them|the two|both)|add(?:s|ed)? up(?!{_OF_ITS_OWN})|makes|comes? to"
    rf"|in all|(?:both|overall|all (?:two|three|four|five))(?=\W*(?:[:=|]|$)))\b(?: of (?:the|these|those|all|both|last|them|\s)*\b(?:{_COUNT.replace('number', 'of')}\b)?)?",
    re.IGNORECASE,
)
# A line that is a part of another, or is taken off.
_NO_PART = re.compile(
    r"\b(?:of which|thereof|includ\w+|less|minus|repaid|repayments?|returned|deducted|net)\b|^\W*[-\u2212(]\W*\d",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    rf"{_MARK}(?:(?:quarterly|yearly|annual) )?(?:increase|rise|growth|gain|jump|decrease|fall|drop|decline|change)\b(?!,? a year)",
    re.IGNORECASE,
)
_TWO = 2

_Line = tuple[Sentence, list[Quantity]]


def total_of_list(draft: Draft) -> Iterator[Finding]:
    """Find a total in a list or in a column of a table that the lines above it do not make."""
    for lines in _lists(draft):
        money = [[q for q in found if q.kind == "money"] for _, found in lines]
        cells = [each[0] if len(each) == 1 else None for each in money]
        yield from _added_up(draft, [sentence.text for sentence, _ in lines], cells)
    for table in draft.reading.tables:
        labels = [draft.reading.text[slice(*row[0])] for row in table.rows]
        for index in range(1, len(table.header)):
            cells = [draft.reading.cell(row, index, "money", "count") for row in table.rows]
            minus = [
                index < len(row) and _NO_PART.search(draft.reading.text[slice(*row[index])])
                for row in table.rows
            ]
            plain = [None if no else cell for no, cell in zip(minus, cells, strict=True)]
            yield from _added_up(draft, labels, plain)


def _added_up(
    draft: Draft, labels: list[str], cells: Sequence[Quantity | None]
) -> Iterator[Finding]:
    """Yield what is wrong with the first line whose words say that it is a total of those above."""
    totals = (
        (index, found) for index, label in enumerate(labels) if (found := _TOTAL.match(label))
    )
    index, total = next(totals, (0, None))
    if total is None or (whole := cells[index]) is None:
        return
    count = total["number"] or total["of"]
    start = max(0, index - NUMBERS[count.lower()]) if count else 0
    parts = [part for part in cells[start:index] if part]
    complete = len(parts) == index - start >= _TWO and {q.unit for q in parts} == {whole.unit}
    if not complete or any(_NO_PART.search(label) for label in labels[start:index]):
        return
    if meet(sum_of([interval(part) for part in parts]), interval(whole)):
        yield proved(draft.reading, whole, " + ".join(part.printed for part in parts))
    elif not draft.agreeing(draft.reading.claim_at(whole)):  # else it is a total of its own
        yield not_the_sum(draft, whole, parts)


def growth_in_list(draft: Draft) -> Iterator[Finding]:
    """Find a growth in a list that the two lines above it do not give."""
    for lines in _lists(draft):
        for index, (sentence, found) in enumerate(lines):
            rates = [q for q in found if q.unit == "fraction" and q.single]
            if len(rates) != 1 or index < _TWO or not _CHANGE.match(sentence.text):
                continue
            above = [[q for q in each if q.kind == "money"] for _, each in lines[index - 2 : index]]
            if all(len(each) == 1 and each[0].single for each in above):
                yield from _held(draft, above[0][0], above[1][0], rates[0])


def _held(draft: Draft, one: Quantity, other: Quantity, rate: Quantity) -> Iterator[Finding]:
    """Yield what is wrong with the growth from one line to the next, in whichever order they stand."""
    if one.unit != other.unit or not (one.low > 0 < other.low):
        return
    falls = FALL.search(draft.reading.text[max(0, rate.start - 60) : rate.start]) is not None
    old, new = (one, other) if (other.low > one.low) != falls else (other, one)
    (least, most), (low, high) = interval(old, loose=False), interval(new, loose=False)
    span = (low / most - 1, high / least - 1)
    span = (-span[1], -span[0]) if falls else span
    right = abs(float(new.low / old.low) - 1)
    computation = f"{new.printed} / {old.printed} - 1 = {float(new.low / old.low) - 1:+.1%}"
    if meet(span, interval(rate)):
        yield proved(draft.reading, rate, computation)
        return
    words = f"from {old.printed} to {new.printed} is {right:.1%}, not {rate.printed}"
    yield note(draft.reading, rate, "growth", words, right=round(right, 4), computation=computation)


def _lists(draft: Draft) -> Iterator[list[_Line]]:
    """Yield the lines of every list that holds numbers."""
    lines: list[_Line] = []
    for sentence in draft.reading.sentences:
        found = [*draft.reading.within(sentence.start, sentence.end)]
        if sentence.kind == "item" and found:
            lines.append((sentence, found))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines
