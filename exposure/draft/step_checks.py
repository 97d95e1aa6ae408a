"""The rule for a change that is told after its two numbers: "... 4 billion, ... 5 billion, a rise of 25 %".

The two stand before it in its sentence, in the sentences before, or in two rows of the table above;
what it says of them is a difference, a growth, a multiple, or percentage points.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from math import inf

from exposure.draft.changes import YEARLY
from exposure.draft.cues import CHANGE
from exposure.draft.draft import Draft
from exposure.draft.finding import Ends, Finding, interval, meet, note, proved, said
from exposure.draft.points_checks import in_points
from exposure.draft.sentences import Sentence
from exposure.draft.tables import Table
from exposure.quantities import Quantity

__all__ = ["steps"]

_ABOUT = r"(?:about |around |roughly |some |nearly |almost |just |only |exactly |a good |(?:(?:no|not|little) )?more than |over |at most |barely |a mere |less than |not even |as much as )*"
# Right before the number: what it is of the two; and right behind it.
_BEFORE = re.compile(
    r"\b(?:(?:(?:paper|book|unrealised|unrealized) )?(?:gain|profit|loss)|difference|gap|rise|increase|jump|growth|surge|drop|fall|decline|decrease|change|step|swing|leap)"
    rf"(?: \w+){{0,3}} (?:of|is|was|by|comes? to|came to|amounts? to) (?:therefore |thus |then |now |so )?{_ABOUT}$",
    re.IGNORECASE,
)
_ADDED = re.compile(
    rf"\b(?:brought|added|bring|add|put in|came up with|contributed|gave) (?:another|a further|an extra|an additional) {_ABOUT}$"
)
_BASIS = re.compile(r"basis|bps?$", re.IGNORECASE)
_COMPARED = re.compile(
    rf"\b(?:compared (?:with|to)|against|after|from|versus|than) an? (?:\w+ )?(?:gain|profit|loss|rise|fall|drop|increase|decline)"
    rf"(?: \w+)? of {_ABOUT}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s+(?:(?:more|higher|lower|less|larger|smaller|up|down)(?: than\b|\s*(?=[.,;)]|$))"
    r"|(?:gain|profit|increase|rise|jump|drop|fall|decline)\b)"
)
_TIMES = re.compile(
    r"\s+(?:the (?:money|price|amount|cost|sum|level|figure|value)|as (?:much|high|large|big)|what (?:it|was|they|had)|that\b|its\b|(?:larger|bigger|higher)\b)"
)
_GREW = re.compile(r"\b(?:grown|risen|grew|rose|multiplied|increased|swollen)\b[^.;]{0,30}$")
# How a sentence goes on about two numbers of the ones before.
_GOES_ON = re.compile(
    r"\W*(?:(?:(?:we|one|analysts|some) \w+ |note )(?:that )?|in other words,? |put (?:differently|another way),? )?"
    r"(?:(?:it|that|this|thus|so|which|its|up|down|over|within|between|since|in|on|from|by|hence|altogether|overall)\b"
    r"|(?:the|an?) (?:\w+ )?(?:stake|holding|position|valu\w+|total|ratio|figure|number|gap|difference|rise|increase|gain|profit"
    r"|loss|limit|price|amount|sum|loan|growth|change|multiple|step|jump|drop|fall|decline|decrease|reduction|slide|difference|leverage|share|measure|two)\b)",
    re.IGNORECASE,
)
_DERIVED = re.compile(
    r"\b(?:thus|therefore|hence|so that|gains?|profits?|loss(?:es)?|difference|gap)\b",
    re.IGNORECASE,
)
_THUS = re.compile(r"\b(?:thus|therefore|hence|so that)\b", re.IGNORECASE)
_GAIN = re.compile(
    r"\b(?:gains?|profits?|loss(?:es)?|times|multiple|return|difference|gap)\b", re.IGNORECASE
)
_OF = re.compile(r"\s+of (?:the |its |all |that |their )?\w")
_SO = re.compile(
    r"\b(?:so|thus|hence|making|makes|equal to|that is|which is|i\.e\.|equals?|or)\b[^.;]{0,40}$"
)
_AGAINST = re.compile(
    r"\b(?:against|out of|compared (?:with|to)|relative to|versus|over|on)\b[^.;]{0,40}$"
)
# As in: 9 million of its 12 million shares, or 75 %.
_OR = re.compile(
    rf"(?:,\s*(?:or|that is|which is|i\.e\.,?|equal to|equivalent to|thus)|\()\s*{_ABOUT}$"
)
_ONE_OF = re.compile(
    r"\s+(?:\w+ )?(?:out )?of (?:(?!\b(?:and|in|for|at|to|from|by)\b)[^.;,\d]){0,40}"
)
_MANY = 8  # numbers that are tried
_NEXT, _APART = 40, 50  # characters; how many times as large a number may have become
_TWO, _BACK, _BELOW = 2, 2, 400  # sentences that are looked back to; characters below a table


def steps(draft: Draft) -> Iterator[Finding]:
    """Find a difference, a growth, a multiple or points that the two numbers before it do not give."""
    for sentence, found in draft.reading.listed("percent", "money", "count", "multiple"):
        for told in found if not sentence.has(YEARLY) else ():
            what = _what(draft, sentence, told) if told.single else ""
            # "It added 6 billion to its coffers" is a figure of its own, where the ledger has it.
            own = what == "difference" and draft.known(told) and not sentence.has(_DERIVED)
            pair = _two(draft, sentence, found, told) if what else None
            if own and pair and pair[0].start < sentence.start:
                continue
            between = draft.reading.text[pair[0].end : pair[1].start] if pair else ""
            if what == "part" and draft.known(told):
                continue  # "7 of the 30 billion (11 %)": the stake, and no part
            related = {"share": _AGAINST.search, "part": _ONE_OF.fullmatch}.get(what, bool)
            if pair and related(between):
                yield from _held(draft, told, what, *pair)


def _what(draft: Draft, sentence: Sentence, told: Quantity) -> str:
    """Return what a number says of two others by the words right beside it; or nothing."""
    text = draft.reading.text
    before, end = text[max(sentence.start, told.start - 60) : told.start], told.end
    if told.unit == "fraction" and _OF.match(text, end) and _SO.search(before):
        return "share"
    if told.kind == "multiple":
        return "times" if _TIMES.match(text, end) or _GREW.search(before) else ""
    if _COMPARED.search(before):
        return ""  # "compared with a loss of 7" is what was, and no change
    if not (
        _BEFORE.search(before)
        or _ADDED.search(before)
        or _BEHIND.match(text, end)
        or CHANGE.search(before)
    ):
        part = told.unit == "fraction" and _OR.search(before) and not _OF.match(text, end)
        return "part" if part else ""
    return {"fraction": "growth", "percentage points": "points"}.get(told.unit, "difference")


def _two(
    draft: Draft, sentence: Sentence, found: Sequence[Quantity], told: Quantity
) -> tuple[Quantity, Quantity] | None:
    """Return the only two numbers that a change can be of, in the order of the text."""
    reading = draft.reading
    inside = [q for q in found if q.end <= told.start and _may_be(q, told)]
    above = reading.table_above(sentence, _BELOW)
    if above and not inside:
        return _rows(draft, above, told)
    if any(q.start >= told.end and _may_be(q, told) for q in found):
        return None
    beside = {q.unit for q in inside}  # "its shares closed at 40, down 2 %": of that number
    last = sentence
    for _ in range(_BACK):
        before = reading.previous(last)
        told_on = sentence.mentions or _GOES_ON.match(sentence.text) or sentence.has(_THUS)
        goes_on = told_on and not sentence.strange
        if len(inside) >= _TWO or not goes_on or before is None:
            break
        if not last.companies <= before.companies or before.kind:
            break
        inside = [q for q in reading.within(before.start, before.end) if _may_be(q, told)] + inside
        last = before
    if any(q.kind == "money" for q in inside):
        inside = [q for q in inside if q.kind != "count"]  # "three months later"
    shares = [q for q in inside if q.unit == "fraction"]
    if len(inside) > len(shares) == _TWO and beside <= {"fraction"}:
        inside = shares  # one amount beside them has not changed
    if len(inside) != _TWO or inside[0].unit != inside[1].unit or inside[0].low == inside[1].low:
        return None
    small, large = sorted(q.low for q in inside)
    if large > _APART * small:
        return None
    near = [reading.claim_at(q).distances for q in inside]
    gain = _GAIN.search(reading.text[max(sentence.start, told.start - 60) : told.end + 25])
    gap = told.start - inside[1].end
    # "0.6 % in the index, and its swaps widened by 14 basis points" tells of something else.
    points = told.unit == "percentage points"
    unsaid = not points and (gain or not all(near))
    shared = not _BASIS.search(told.printed) and near[0].keys() & near[1].keys()
    alike = 0 < gap < _NEXT or unsaid or shared
    return (inside[0], inside[1]) if alike else None


def _may_be(q: Quantity, told: Quantity) -> bool:
    """Tell whether a change may be one of a number, by its kind."""
    if not q.single or q.low <= 0:
        return False
    if told.kind in {"money", "count"}:
        return q.unit == told.unit
    if told.unit == "percentage points":
        return q.unit == "fraction"
    return q.kind in {"money", "count"} or (q.unit == "fraction" and told.unit == "fraction")


def _rows(draft: Draft, table: Table, told: Quantity) -> tuple[Quantity, Quantity] | None:
    """Return the numbers of the two rows of a table that a sentence names, in its only column of the kind."""
    columns = []
    for index in range(1, len(table.header)):
        cells = [draft.reading.cell(row, index) for row in table.rows]
        if all(q is not None and _may_be(q, told) for q in cells) and len(cells) > 1:
            columns.append([q for q in cells if q])
    if len(columns) != 1:
        return None
    claim = draft.reading.claim_at(told)
    dates = [
        [q for q in draft.reading.within(*row[0]) if q.kind == "date" and q.low]
        for row in table.rows
    ]
    named = [
        cell
        for cell, days in zip(columns[0], dates, strict=True)
        if any(q.low <= d.high and d.low <= q.high for q in claim.dates for d in days)
    ]
    if not claim.dates and all(dates):
        named = [columns[0][0], columns[0][-1]]  # of a table by dates: from first to last
    return (named[0], named[1]) if len(named) == _TWO and named[0].unit == named[1].unit else None


def _held(
    draft: Draft, told: Quantity, what: str, one: Quantity, other: Quantity
) -> Iterator[Finding]:
    """Yield that a change is not that of two numbers, or that it is; either may be the older."""
    if one.unit == "fraction":  # a share that changes: points, or percent of itself
        yield from in_points(draft, one, other, told)
        return
    ways = [_way(what, old, new) for old, new in ((one, other), (other, one))]
    near = [(one, other), *permutations(_near(draft, told), _TWO)]
    every = (_way(what, old, new) for pair in near for old, new in (pair, pair[::-1]))
    right = next((way for way in every if meet(way[0], interval(told))), None)
    if right:
        yield proved(draft.reading, told, right[2])
        return
    (_, value, computation) = max(ways, key=lambda way: way[1])
    words = f"{computation}, not {told.printed}"
    rule = {"growth": "growth", "difference": "sum"}.get(what, "ratio")
    yield note(draft.reading, told, rule, words, right=round(value, 4), computation=computation)


def _near(draft: Draft, told: Quantity) -> list[Quantity]:
    """Return all numbers of its sentence, and of those before it, that a change may be one of."""
    claim = draft.reading.claim_at(told)
    found = [q for s in claim.before for q in draft.reading.within(s.start, s.end)]
    alike = [q for q in (*found, *claim.others) if _may_be(q, told)]
    return [q for q in alike if q.unit == alike[-1].unit][-_MANY:]


def _way(what: str, old: Quantity, new: Quantity) -> tuple[Ends, float, str]:
    """Return what a change from one number to another may be, as rounded; the value, and its computation."""
    (least, most), (low, high) = interval(old), interval(new)
    if what in {"share", "part"}:
        if old.low > new.low:
            return _way(what, new, old)
        value = float(old.low / new.low)
        return (least / high, most / low), value, f"{old.printed} / {new.printed} = {value:.1%}"
    if what == "difference":
        value = float(new.low - old.low)
        words = f"{new.printed} - {old.printed} = {said(value, value, new.unit)}"
        return (low - most, high - least), value, words
    ends = (low / most, high / least) if least > 0 else (0.0, inf)
    value = float(new.low / old.low)
    if what == "times":
        return ends, value, f"{new.printed} / {old.printed} = {value:.3g} times"
    fall = new.low < old.low
    span = (1 - ends[1], 1 - ends[0]) if fall else (ends[0] - 1, ends[1] - 1)
    return span, abs(value - 1), f"{new.printed} / {old.printed} - 1 = {value - 1:+.1%}"
