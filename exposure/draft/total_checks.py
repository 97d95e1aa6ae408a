"""The rule for sums, where the total stands apart from its parts: in another sentence, or below a table."""

import re
from collections.abc import Iterator

from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, interval, meet, proved
from exposure.draft.sentences import Sentence
from exposure.draft.sum_checks import NUMBERS, TOTAL, not_the_sum, sum_of
from exposure.draft.tables import Table
from exposure.quantities import Quantity

__all__ = ["totals"]

_WITH = re.compile(
    r"\b(?:with|plus|another|further|fresh|additional|on top|add(?:s|ed|ing)?|after)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(?:[Tt]he|[Aa]ll|[Tt]hese|[Tt]hose)\s+(?P<number>two|three|four|five)\b(?!\s+(?:years|months|days))"
)
# "Once all of that is paid, the total will be 60": of what was paid and what was agreed.
_ONCE_PAID = re.compile(
    r"\b(?:[Oo]nce|[Ww]hen|[Aa]fter|[Aa]s soon as|[Ii]f) (?:all (?:of )?)?(?:that|this|it|they|everything|both)\b[^,;]{0,30}\b(?:paid|in|done|complete\w*|transferred|made|settled)\b"
)
# "Together that makes 60": of the two numbers of the sentence before.
_TOGETHER = re.compile(
    r"\W*(?:[Tt]aken )?(?:[Tt]ogether|[Cc]ombined|[Ii]n (?:all|total|sum)|[Aa]ltogether|[Tt]hat)\b,? "
    r"(?:that |this |they |these |it |the (?:two|sum|total) )?(?:together )?(?:makes?|made|comes? to|came to|is|are|was|totals?|adds? up to|amounts? to)\b"
)
_RUNNING = re.compile(r"\b(?:had|total|so far|in all|already|to date|until then|by then)\b")
_PLUS = re.compile(r"\b(?:in addition to|on top of|plus)\b")
_ELSEWHERE = re.compile(r"\b(?:total|broader|altogether|in all|overall|combined)\b", re.IGNORECASE)
_BRINGS_TO = re.compile(
    r"\b(?:bring|brings|brought|take|takes|lift|lifts|raise|raises|push|pushes)\b[^;,]*\bto (?:about |around |nearly |some |almost )?$"
)
_NEW = re.compile(
    r"\b(?:another|(?:a )?further|(?:an )?additional|(?:an )?extra|fresh|(?:a )?new) (?:about |around |some |up to )?$"
)
_WITH_PAID = re.compile(
    r"\W*(?:[Tt]ogether with|[Ww]ith|[Ii]ncluding|[Aa]dded to|[Cc]ounting|[Oo]n top of) (?:the )?(?:about |some )?"
)
_HAD_PAID = re.compile(
    r"\s+(?:that |which )?(?:it |the \w+ )?(?:has |had )?(?:already |previously )?(?:paid|invested|spent|put in|sunk)\b"
)
_BILL = re.compile(
    r"\b(?:bill|total|sum|outlay|investment|amount|cost)\b[^;]*\b(?:comes?|amounts?|ris(?:es?|ing)|grows?|climbs?|reach(?:es)?|is|be|to)\s+(?:\w+\s+)?$"
)
_COLUMN = re.compile(r"\btotal|altogether|combined\b", re.IGNORECASE)
_BEFORE, _BETWEEN = 110, 60  # characters
_BELOW_TABLE = 2_000  # characters after a table that may speak of its columns
_YEAR = 4  # digits
_MOST = 100  # totals that are held against parts elsewhere
_TWO = 2


def totals(draft: Draft) -> Iterator[Finding]:
    """Find a total that its parts do not make, across two sentences or below a table."""
    for sentence, money in draft.reading.listed("money"):
        if len(money) == _TWO:
            yield from _carried_on(draft, sentence, *money)
            yield from _with_before(draft, sentence, *money)
        elif len(money) == 1:
            yield from _of_before(draft, sentence, money[0])
            yield from _brought(draft, sentence, money[0])
    yield from _across(draft)
    for table in draft.reading.tables:
        yield from _below(draft, table)


def _carried_on(
    draft: Draft, sentence: Sentence, part: Quantity, whole: Quantity
) -> Iterator[Finding]:
    """Yield a total that adds to the running total of the sentence before, and does not make it."""
    text, before = draft.reading.text, draft.reading.previous(sentence)
    stated = TOTAL.search(text[part.end : whole.start])
    if before is None or not stated or not _WITH.search(text[sentence.start : part.start]):
        return
    if any(q.unit == "fraction" for q in draft.reading.within(part.end, whole.start)):
        return  # "with Acme at 500, 10 % of it comes to 50"
    earlier = [q for q in draft.reading.within(before.start, before.end) if q.kind == "money"]
    if len(earlier) != 1 or len({q.unit for q in (earlier[0], part, whole)}) > 1:
        return
    low, high = sum_of([interval(earlier[0]), interval(part)])
    short = interval(whole)[1] < low
    over = interval(whole)[0] > high and _RUNNING.search(before.text)
    if (short or over) and not draft.known(whole):
        yield not_the_sum(draft, whole, (earlier[0], part))


def _with_before(
    draft: Draft, sentence: Sentence, part: Quantity, whole: Quantity
) -> Iterator[Finding]:
    """Yield "with the 20 it had paid before, the bill comes to 60" where another 10 was told of."""
    text = draft.reading.text
    had = _WITH_PAID.fullmatch(text, sentence.start, part.start)
    if (
        not had
        or not _HAD_PAID.match(text, part.end)
        or not _BILL.search(text, part.end, whole.start)
    ):
        return
    before = draft.reading.claim_at(whole).before
    new = [
        q
        for s in before
        for q in draft.reading.within(s.start, s.end)
        if q.kind == "money" and _NEW.search(text, s.start, q.start)
    ]
    if len(new) != 1 or len({q.unit for q in (*new, part, whole)}) > 1:
        return
    if meet(sum_of([interval(part), interval(new[0])]), interval(whole)):
        yield proved(draft.reading, whole, f"{part.printed} + {new[0].printed}")
    else:
        yield not_the_sum(draft, whole, (part, new[0]))


def _of_before(draft: Draft, sentence: Sentence, whole: Quantity) -> Iterator[Finding]:
    """Yield "together the three paid 130" where the last three amounts before make another sum."""
    count = _HOW_MANY.search(sentence.text)
    paid = _ONCE_PAID.search(sentence.text)
    before = draft.reading.previous(sentence)
    both = before is not None and _TOGETHER.match(sentence.text) is not None
    if not (count or paid or both) or not sentence.has(TOTAL):
        return
    parts: list[Quantity] = []
    wanted = NUMBERS[count["number"].lower()] if count else _TWO
    while before and len(parts) < wanted:
        inside = draft.reading.within(before.start, before.end)
        parts = [q for q in inside if q.kind == "money"] + parts
        before = draft.reading.previous(before)
    same = len(parts) == wanted and {q.unit for q in parts} == {whole.unit}
    if not same:
        return
    if meet(sum_of([interval(part) for part in parts]), interval(whole)):
        yield proved(draft.reading, whole, " + ".join(part.printed for part in parts))
    elif not draft.known(whole):
        yield not_the_sum(draft, whole, parts)


def _brought(draft: Draft, sentence: Sentence, whole: Quantity) -> Iterator[Finding]:
    """Yield "that brings the bill to 60", where what was paid and what is added make another sum."""
    before = draft.reading.previous(sentence)
    if before is None or not _BRINGS_TO.search(draft.reading.text, sentence.start, whole.start):
        return
    inside = [q for q in draft.reading.within(before.start, before.end) if q.kind == "money"]
    new = [q for q in inside if _NEW.search(draft.reading.text, before.start, q.start)]
    paid = [q for q in inside if q not in new and draft.reading.claim_at(q).perfect]
    if len(paid) != 1 or len(new) != 1 or len({q.unit for q in (*paid, *new, whole)}) > 1:
        return
    parts = paid[0], new[0]
    if meet(sum_of([interval(part) for part in parts]), interval(whole)):
        yield proved(draft.reading, whole, " + ".join(part.printed for part in parts))
    else:
        yield not_the_sum(draft, whole, parts)


def _across(draft: Draft) -> Iterator[Finding]:
    """Yield totals of one sentence that exceed what another adds up with "in addition to"."""
    text = draft.reading.text
    money = [claim for claim in draft.reading.claims if claim.quantity.kind == "money"]
    totals = [
        claim
        for claim in money
        if _ELSEWHERE.search(
            text[max(claim.sentence.start, claim.quantity.start - _BEFORE) : claim.quantity.start]
        )
    ]
    seen: set[int] = set()
    for claim in money if totals else ():
        one = claim.quantity
        later = [
            q for q in claim.others if q.start > one.end and (q.kind, q.unit) == ("money", one.unit)
        ]
        other = min(later, key=lambda q: q.start, default=None)
        gap = text[one.end : other.start] if other else ""
        if other is None or len(gap) > _BETWEEN or not _PLUS.search(gap) or len(later) > 1:
            continue
        for total in totals[:_MOST]:
            whole, names = total.quantity, total.sentence.companies
            apart = total.sentence is not claim.sentence and whole.unit == one.unit
            new = apart and whole.start not in seen
            new = new and not (whole.modality == "exactly" and draft.known(whole))
            if new and (not names or names & claim.sentence.companies):
                most = float(one.high + other.high)
                parts = sum_of([interval(one), interval(other)])
                more = {"more than": float(whole.low) >= most, "at least": float(whole.low) > most}
                if more.get(whole.modality, False) or not meet(parts, interval(whole)):
                    seen.add(whole.start)
                    yield not_the_sum(draft, whole, (one, other), severity="warning")


def _below(draft: Draft, table: Table) -> Iterator[Finding]:
    """Yield totals in the prose after a table that the column of their year does not make."""
    for sentence in draft.reading.sentences:
        if not 0 <= sentence.start - table.end < _BELOW_TABLE or not _COLUMN.search(sentence.text):
            continue
        inside = draft.reading.within(sentence.start, sentence.end)
        money = [q for q in inside if q.kind == "money"]
        for year in (q.iso for q in inside if len(q.iso) == _YEAR):
            columns = [index for index, head in enumerate(table.header) if year in head]
            if len(columns) != 1 or len(money) != 1:
                continue
            cells = [draft.reading.cell(row, columns[0], "money") for row in table.rows]
            parts = [cell for cell in cells if cell]
            complete = len(parts) == len(cells) > 1
            if complete and not meet(sum_of([interval(c) for c in parts]), interval(money[0])):
                yield not_the_sum(draft, money[0], parts)
