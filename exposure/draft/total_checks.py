"""The rule for sums, where the total stands apart from its parts: in another sentence, or below a table."""

import re
from collections.abc import Iterator

from exposure.draft.cues import CUES
from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, interval, meet, note, proved, said
from exposure.draft.reading import Table
from exposure.draft.sentences import Sentence, places
from exposure.draft.sum_checks import NUMBERS, TOTAL, not_the_sum, sum_of
from exposure.quantities import Quantity

__all__ = ["totals"]

_WITH = re.compile(
    r"\b(?:with|plus|another|further|fresh|additional|on top|add(?:s|ed|ing)?|after)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(?:[Tt]he|[Aa]ll|[Tt]hese|[Tt]hose)\s+(?P<number>two|three|four|five)\b(?!\s+(?:years|months|days))"
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
_LEAVING = re.compile(
    r"\b(?:leaving|leaves|which left|so that(?! [^;]*\b(?:put|paid|invested|spent|sunk)\b))\b[^;]{0,30}$"
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
_THAT_LEFT = re.compile(
    r"\W*(?:[Tt]hat|[Tt]his|[Ii]t|[Ww]hich) (?:has |had |would )?(?:left|leaves?)\b"
)
# "Of it 8 went to one; the other 7": only these words say that the two are all of it.
_OF_IT = re.compile(
    r"\b[Oo]f (?:(?:that|this|it|which)\b|(?:the|that|this) (?P<thing>[^,;]{1,40}))"
)
_OTHER = re.compile(
    r"\b(?:the|another) (?:other|rest|remaining|remainder|balance)(?: of| is| was|,)? ?(?:about |around |some )?$"
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
        yield from _left(draft, sentence, money)
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


def _left(draft: Draft, sentence: Sentence, money: list[Quantity]) -> Iterator[Finding]:
    """Yield "it repaid 3, leaving 8" or "of it 3 went to one, the other 8" where the whole was 10."""
    *taken, rest = money
    if not taken:
        yield from _that_left(draft, sentence, rest)
        return
    gap = draft.reading.text[taken[-1].end : rest.start]
    leaving = _LEAVING.search(gap)
    if len(taken) > 1 and leaving:
        whole, *taken = taken
    else:
        found = _whole_before(draft, sentence, taken[0], shared=not leaving)
        if found is None or not (leaving or _OTHER.search(gap)):
            return
        whole = found
    if len({q.unit for q in (whole, *taken, rest)}) > 1:
        return
    (low, high), (least, most) = interval(whole), sum_of([interval(q) for q in taken])
    if low <= most:
        return
    right = float(whole.low - sum(q.low for q in taken))
    words = " - ".join(q.printed for q in (whole, *taken))
    makes = said(right, right, rest.unit)
    if meet((low - most, high - least), interval(rest)):
        yield proved(draft.reading, rest, f"{words} = {makes}")
    elif not leaving or not draft.known(rest):
        message = f"{words} makes {makes}, not {rest.printed}"
        yield note(
            draft.reading, rest, "sum", message, right=right, computation=f"{words} = {makes}"
        )


def _whole_before(
    draft: Draft, sentence: Sentence, part: Quantity, *, shared: bool
) -> Quantity | None:
    """Return the one amount of the sentence before; of what is ``shared``, the words must say so."""
    text, before = draft.reading.text, draft.reading.previous(sentence)
    if before is None:
        return None
    earlier = [q for q in draft.reading.within(before.start, before.end) if q.kind == "money"]
    if len(earlier) != 1:
        return None
    of_it = _OF_IT.search(text, sentence.start, part.start) if shared else None
    if shared and of_it is None:
        return None
    if of_it and of_it["thing"]:
        measures = draft.reading.claim_at(earlier[0]).distances
        if not places({name: CUES[name] for name in measures}, of_it["thing"]):
            return None  # "of the price" is of another thing than what was paid before
    return earlier[0]


def _that_left(draft: Draft, sentence: Sentence, rest: Quantity) -> Iterator[Finding]:
    """Yield "20 had been drawn. It repaid 3. That left 18"."""
    before = draft.reading.previous(sentence)
    first = before and draft.reading.previous(before)
    if before is None or first is None or not _THAT_LEFT.match(sentence.text):
        return
    taken = [q for q in draft.reading.within(before.start, before.end) if q.kind == "money"]
    every = [q for q in draft.reading.within(first.start, first.end) if q.kind == "money"]
    if len(taken) != 1 or not every or len({q.unit for q in (*taken, *every, rest)}) > 1:
        return
    spans = [interval(q) for q in every]
    (least, most), last = interval(taken[0]), every[-1]
    if any(meet((low - most, high - least), interval(rest)) for low, high in spans):
        return
    right = float(last.low - taken[0].low)
    if right <= 0 or draft.known(rest):
        return
    words = f"{last.printed} - {taken[0].printed}"
    makes = said(right, right, rest.unit)
    message = f"{words} makes {makes}, not {rest.printed}"
    yield note(draft.reading, rest, "sum", message, right=right, computation=f"{words} = {makes}")


def _of_before(draft: Draft, sentence: Sentence, whole: Quantity) -> Iterator[Finding]:
    """Yield "together the three paid 130" where the last three amounts before make another sum."""
    count = _HOW_MANY.search(sentence.text)
    if not count or not sentence.has(TOTAL):
        return
    parts: list[Quantity] = []
    before = draft.reading.previous(sentence)
    wanted = NUMBERS[count["number"].lower()]
    while before and len(parts) < wanted:
        inside = draft.reading.within(before.start, before.end)
        parts = [q for q in inside if q.kind == "money"] + parts
        before = draft.reading.previous(before)
    same = len(parts) == wanted and {q.unit for q in parts} == {whole.unit}
    exact = same and not meet(sum_of([interval(part) for part in parts]), interval(whole))
    if exact and not draft.known(whole):
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
