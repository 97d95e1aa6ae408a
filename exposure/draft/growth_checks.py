"""The rule for growth: in a year, and between two amounts."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from exposure.draft.changes import YEARLY, before_and_after, is_change
from exposure.draft.claims import Claim
from exposure.draft.cues import FALL
from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, interval, meet, note, proved
from exposure.draft.sentences import Sentence
from exposure.draft.tables import Table
from exposure.quantities import Quantity

__all__ = ["growth"]

_RATE = re.compile(r"CAGR|growth|a year|annual|change|yoy", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SEMICOLON = re.compile(r";|,\s+(?:while|whereas)\b")
_IT_MOVED = re.compile(
    r"\b(?:it|[Ii]t|[Tt]his|[Tt]hat|the (?:figure|number|total|valuation|value)) (?:had|has|was|is|\w+(?:ed|s|se|ew|ll))\b"
)
_THEN = re.compile(
    r"\b(?:it|its|that|this|the (?:figure|number|total|valuation|value|group|company|start-?up)|since|then|now|later|by)\b",
    re.IGNORECASE,
)
_REACHES = re.compile(r"\b(?:to|at|of|reach\w*|hit(?:s|ting)?)\s+(?:\w+\s+){0,2}$")
_HALF_POINT = 0.005
_LONGEST = 30  # years
_TWO = 2


def growth(draft: Draft) -> Iterator[Finding]:
    """Find growth that its own two amounts do not give, in tables and in sentences."""
    for table in draft.reading.tables:
        yield from _in_table(draft, table)
    for sentence, found in draft.reading.listed("percent", "money", "count"):
        for clause in _clauses(draft, sentence, found):
            yield from _in_clause(draft, sentence, clause)
        yield from _since_before(draft, sentence, found)
        yield from _of_both_before(draft, sentence, found)


def _clauses(draft: Draft, sentence: Sentence, found: list[Quantity]) -> Iterator[list[Quantity]]:
    """Yield the quantities of a sentence, those on either side of a semicolon apart."""
    ends = [
        m.start() for m in _SEMICOLON.finditer(draft.reading.text, sentence.start, sentence.end)
    ]
    for start, end in pairwise((sentence.start, *ends, sentence.end)):
        yield [q for q in found if start <= q.start < end]
    if len(ends) == 1 and _IT_MOVED.search(draft.reading.text, ends[0], sentence.end):
        yield found


def _in_clause(draft: Draft, sentence: Sentence, found: list[Quantity]) -> Iterator[Finding]:
    """Yield the growth in a clause of two amounts that they do not give."""
    rates = [q for q in found if q.unit == "fraction" and is_change(draft, sentence, q)]
    kind = "money" if any(q.kind == "money" for q in found) else "count"  # "three months later"
    every_amount = (q for q in found if q.kind == kind and q.single and q.low > 0)
    last = {(q.unit, q.low): q for q in every_amount}  # what is repeated, where it is last
    amounts = sorted(last.values(), key=lambda q: q.start)
    if len(amounts) != _TWO or amounts[0].unit != amounts[1].unit:
        return
    years = _years(draft.reading.within(found[0].start, sentence.end)) or _years(
        draft.reading.within(sentence.start, sentence.end)
    )
    if years and sentence.has(YEARLY):
        every = [q for q in found if q.unit == "fraction"]
        pair = before_and_after(draft.reading.text, sentence, *amounts) or _by_date(
            draft, sentence, *amounts
        )
        if len(every) == 1:
            old, new = pair or (amounts[0], amounts[1])
            yield from _yearly(draft, old, new, years, every[0])
    elif len(rates) == 1 and not sentence.has(YEARLY):
        pair = before_and_after(draft.reading.text, sentence, *amounts) or _by_date(
            draft, sentence, *amounts
        )
        if pair:
            yield from _plain(draft, sentence, *pair, rates[0])


def _since_before(draft: Draft, sentence: Sentence, found: list[Quantity]) -> Iterator[Finding]:
    """Yield the growth to an amount from that of the sentence before, where both measure one thing."""
    rates = [q for q in found if q.unit == "fraction" and is_change(draft, sentence, q)]
    amounts = [q for q in found if q.kind != "percent" and q.single and q.low > 0]
    before = draft.reading.previous(sentence)
    told = before and len(rates) == len(amounts) == 1 and not sentence.has(YEARLY)
    if not told or before is None or not (rates[0].single and sentence.has(_THEN)):
        return
    earlier = [q for q in draft.reading.within(before.start, before.end) if q.kind != "date"]
    if len(earlier) != 1 or earlier[0].unit != amounts[0].unit or not earlier[0].single:
        return
    claims = draft.reading.claim_at
    one, other = claims(earlier[0]), claims(amounts[0])
    named = sentence.companies <= before.companies
    alike = _thing(one) & _thing(other) or (not _thing(other) and sentence.has(_IT_MOVED))
    in_order = not one.dates or not other.dates or one.dates[0].low < other.dates[0].low
    reached = _REACHES.search(draft.reading.text[sentence.start : amounts[0].start])
    if named and alike and in_order and reached and earlier[0].low > 0:
        yield from _plain(draft, sentence, earlier[0], amounts[0], rates[0])


def _of_both_before(draft: Draft, sentence: Sentence, found: list[Quantity]) -> Iterator[Finding]:
    """Yield the growth a year that the two amounts of the sentences before do not give."""
    if len(found) != 1 or found[0].unit != "fraction" or not sentence.has(YEARLY):
        return
    last = draft.reading.previous(sentence)
    first = last and draft.reading.previous(last)
    if last is None:
        return
    for start in (last.start, first.start if first else last.start):
        inside = draft.reading.within(start, last.end)
        amounts = [q for q in inside if q.kind in {"money", "count"}]
        years = _years(inside)
        same = len(amounts) == _TWO and amounts[0].unit == amounts[1].unit
        if same and years and all(q.single and q.low > 0 for q in amounts):
            dates = [q for q in inside if q.kind == "date"]
            pair = amounts if dates[0].low <= dates[-1].low else amounts[::-1]
            yield from _yearly(draft, pair[0], pair[1], years, found[0])
            return


def _thing(claim: Claim) -> set[str]:
    """Return what stands nearest to a number of all that it may measure."""
    near = claim.distances
    return {name for name, gap in near.items() if gap <= min(near.values())}


def _by_date(
    draft: Draft, sentence: Sentence, one: Quantity, other: Quantity
) -> tuple[Quantity, Quantity] | None:
    """Return two amounts in the order of the times beside them, where each has its own."""
    times = [
        q for q in draft.reading.within(sentence.start, sentence.end) if q.kind == "date" and q.low
    ]
    if len(times) != _TWO or len({q.kind for q in (one, other)} & {"money"}) != 1:
        return None
    first, last = times
    if last.end < one.start:  # "between March and June it rose by a fifth, 5 to 6"
        return (one, other) if first.high < last.low else None
    # "In March it was 5; by June, 6", "it was 6 in June, from 5 in March": each has the nearer date.
    near = [_nearest_to(times, one), _nearest_to(times, other)]
    if near[0] is near[1]:
        near = [first, last]
    if near[0].high < near[1].low:
        return one, other
    return (other, one) if near[1].high < near[0].low else None


def _nearest_to(times: Sequence[Quantity], amount: Quantity) -> Quantity:
    return min(times, key=lambda q: max(amount.start - q.end, q.start - amount.end))


def _in_table(draft: Draft, table: Table) -> Iterator[Finding]:
    heads = [(i, int(m[0])) for i, h in enumerate(table.header) if (m := _YEAR.search(h))]
    dated = {index for index, _ in heads}
    rates = [i for i, h in enumerate(table.header) if _RATE.search(h) and i not in dated]
    if len(rates) != 1 or len(heads) not in {0, _TWO}:
        return
    in_all = not YEARLY.search(table.header[rates[0]])
    for row in table.rows:
        rate = draft.reading.cell(row, rates[0], "percent")
        if heads:
            columns, years = [index for index, _ in heads], heads[1][1] - heads[0][1]
        else:  # the years stand in the row itself: "2024 to 2028 | 2.5 | 15"
            columns = [index for index in range(len(row)) if index != rates[0]]
            years = _years(draft.reading.within(row[0][0], row[-1][1]))
        ends = [q for index in columns if (q := draft.reading.cell(row, index))]
        if rate and len(ends) == _TWO:
            yield from _yearly(draft, ends[0], ends[1], years, rate, in_all=in_all)


def _yearly(  # noqa: PLR0913 - two amounts, their years and a rate
    draft: Draft,
    one: Quantity,
    other: Quantity,
    years: int,
    rate: Quantity,
    *,
    in_all: bool = False,
) -> Iterator[Finding]:
    if years <= 0 or one.unit != other.unit:
        return
    (least, most), (low, high) = interval(one), interval(other)
    if least <= 0 or low <= 0 or inf in (most, high):
        return
    spans = [((low / most) ** (1 / n) - 1, (high / least) ** (1 / n) - 1) for n in (years, 1)]
    times = float(other.low / one.low)
    right = times ** (1 / years) - 1
    computation = f"({other.printed} / {one.printed}) ^ (1/{years}) - 1 = {right:.1%}"
    if meet(spans[0], interval(rate)):
        yield proved(draft.reading, rate, computation)
    if any(meet(span, interval(rate)) for span in spans[: 2 if in_all else 1]):
        return
    fits = [
        n for n in range(1, _LONGEST) if abs(times ** (1 / n) - 1 - float(rate.low)) < _HALF_POINT
    ]
    hint = f"; {rate.printed} would be right over {fits[0]} years" if fits else ""
    words = f"{one.printed} to {other.printed} in {years} years is {right:.1%} a year"
    yield note(
        draft.reading,
        rate,
        "growth",
        f"{words}, not {rate.printed}{hint}",
        right=round(right, 4),
        computation=computation,
    )


def _plain(
    draft: Draft, sentence: Sentence, one: Quantity, other: Quantity, rate: Quantity
) -> Iterator[Finding]:
    """Check "rose 25 % from 4 to 5 billion": one change, one share of it."""
    (least, most), (low, high) = interval(one), interval(other)
    if least <= 0 or inf in (most, high):
        return
    text = draft.reading.text
    after = text[rate.end : min(rate.end + 15, sentence.end)]
    around = text[max(sentence.start, rate.start - 45) : rate.start] + after
    span = (low / most - 1, high / least - 1)
    falls = FALL.search(around) is not None
    if falls:
        span = (-span[1], -span[0])
    right = float(other.low / one.low) - 1
    computation = f"{other.printed} / {one.printed} - 1 = {right:+.1%}"
    if meet(span, interval(rate)):
        yield proved(draft.reading, rate, computation)
        return
    yield note(
        draft.reading,
        rate,
        "growth",
        f"from {one.printed} to {other.printed} is {right:+.1%}, not {rate.printed}",
        right=round(-right if falls else right, 4),
        computation=computation,
    )


def _years(inside: Sequence[Quantity]) -> int:
    """Return how many years two dates or one span are apart; 0 when that is not said."""
    found = [q.iso for q in inside if q.kind == "date"]
    if len(found) == 1 and "/" in found[0]:
        found = found[0].split("/")
    if len(found) != _TWO or any(iso.startswith("--") for iso in found):
        return 0
    return abs(int(found[1][:4]) - int(found[0][:4]))
