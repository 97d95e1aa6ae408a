"""The rule for changes of a share: from 11 % to 13 % is two percentage points, and never 2 %."""

import re
from collections.abc import Iterator
from itertools import pairwise
from math import inf

from exposure.draft.changes import before_and_after, is_change
from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, interval, meet, note, proved, said
from exposure.draft.sentences import Sentence
from exposure.quantities import Quantity

__all__ = ["in_points", "points"]

_TWO, _THREE = 2, 3
_STAKE = re.compile(
    r"\bstake|holding|\bown|interest in|\bshare\b|position|(?:%|cent) of (?-i:[A-Z])", re.IGNORECASE
)
_MORE = re.compile(
    r"\b(?:up|by|adds?|adding|gains?|gaining|ris\w+|rose|increas\w+|plus|additional|extra|another|further|puts? on|(?:difference|change|step|swing|move) of)\W+(?:(?!from\b)\w+\W+){0,1}$",
    re.IGNORECASE,
)
_MORE_AFTER = re.compile(
    r"\s+(?:more|higher|extra|on top|up|larger|increase|rise|gain|(?:better|worse) off)\b"
)
_COMPARED = re.compile(
    r"^\W*(?:(?:That|This|It|Which) (?:is|was )?(?:up |down )?(?:compare[sd] (?:with|to)|from)|(?:Up|Down) from"
    r"|(?:Compared|Against))\b[^;]{0,40}$"
)
_RISES_TO = re.compile(r",?\s+to\s+(?:about\s+|roughly\s+|around\s+|some\s+|nearly\s+)?")
_ROUNDING = 0.2  # of a step, at either end of a change in points
_HALF_POINT = 0.005


def points(draft: Draft) -> Iterator[Finding]:
    """Find a change from 11 % to 13 % told as 2 %: it is two percentage points, or 18 %."""
    text = draft.reading.text
    for sentence, shares in draft.reading.listed("percent"):
        plain = [q for q in shares if q.unit == "fraction" and q.single]
        for one, other in pairwise(plain):
            pair = before_and_after(text, sentence, one, other)
            for third in shares:
                told = third not in {one, other} and third.single
                change = abs(float(other.low - one.low))
                # As in: raises its stake 2 % to 13 % from 11 %.
                by_size = abs(change - float(third.low)) < _HALF_POINT / 50 and (
                    _RISES_TO.fullmatch(text, third.end, other.start)
                    or _RISES_TO.fullmatch(text, third.end, one.start)
                )
                moved = is_change(draft, sentence, third) or _MORE_AFTER.match(text, third.end)
                if pair and told and (by_size or moved):
                    yield from in_points(draft, *pair, third)
        for told_as, new in pairwise(plain):
            to = _RISES_TO.fullmatch(text, told_as.end, new.start)
            if to and is_change(draft, sentence, told_as):
                yield from _from_known(draft, told_as, new)
        if len(plain) == len(shares) == _THREE:
            yield from _of_three(draft, sentence, plain)
        if len(plain) == 1 and len(shares) == _TWO:
            yield from _since_before(draft, sentence, plain[0], shares)


def _of_three(draft: Draft, sentence: Sentence, shares: list[Quantity]) -> Iterator[Finding]:
    """Yield a share that is the difference of the two beside it, and told as one of a change."""
    text = draft.reading.text
    old, step, new = shares
    if is_change(draft, sentence, step) and _RISES_TO.fullmatch(text, step.end, new.start):
        yield from in_points(draft, old, new, step)  # "from 11 % it rose by 2 % to 13 %"
        return
    for third in shares:
        one, other = sorted((q for q in shares if q is not third), key=lambda q: q.low)
        around = text[max(sentence.start, third.start - 25) : third.start]
        moved = _MORE.search(around) or _MORE_AFTER.match(text, third.end)
        if moved and other.low - one.low == third.low and sentence.has(_STAKE):
            yield from in_points(draft, one, other, third)


def _since_before(
    draft: Draft, sentence: Sentence, old: Quantity, shares: list[Quantity]
) -> Iterator[Finding]:
    """Yield the points between a share and that of the sentence before, which it is compared to."""
    before = draft.reading.previous(sentence)
    step = next(q for q in shares if q is not old)
    compared = _COMPARED.search(draft.reading.text[sentence.start : old.start])
    if before is None or not compared or step.unit != "percentage points":
        return
    earlier = [q for q in draft.reading.within(before.start, before.end) if q.kind == "percent"]
    if len(earlier) == 1 and earlier[0].unit == "fraction" and earlier[0].single:
        yield from in_points(draft, old, earlier[0], step)


def _from_known(draft: Draft, told: Quantity, new: Quantity) -> Iterator[Finding]:
    """Check "rose 2% to 13%" against the share that the ledger has from before."""
    match = draft.matches.get(new.start)
    if match is None or match.fact.measure != "stake":
        return
    fact = match.fact
    now = float(new.low)
    earlier = [
        f
        for f in draft.facts.by_company[str(fact.subject.target)]
        if (f.measure, f.subject.holder, f.subject.target)
        == (fact.measure, fact.subject.holder, fact.subject.target)
        and f.low == f.high != now
        and not f.misprint
    ]
    as_told = [f for f in earlier if meet(interval(told), (abs(now / f.low - 1),) * 2)]
    by_points = [f for f in earlier if abs(abs(now - f.low) - float(told.low)) < _HALF_POINT / 5]
    if by_points and not as_told:
        old = by_points[0]
        before, change = said(*old.right), said(now - old.low, now - old.low, "percentage points")
        words = f"from {before} ({draft.where(old)}) to {new.printed} is {change}"
        yield note(
            draft.reading, told, "points", f"{words}, not {told.printed}", right=now - old.low
        )


def in_points(draft: Draft, old: Quantity, new: Quantity, told: Quantity) -> Iterator[Finding]:
    """Yield that a change of a share is not the points between two, or that it is."""
    change = abs(new.low - old.low)
    slack = float(old.low_step + new.low_step) * _ROUNDING
    right = meet(interval(told), (float(change) - slack, float(change) + slack))
    if told.unit == "fraction":
        relative = float(abs(new.low / old.low - 1)) if old.low else inf
        wrong = right and change and abs(relative - float(told.low)) > told.low_step / 2
    else:
        wrong = not right
    computation = f"{new.printed} - {old.printed} = {float(change) * 100:g} points"
    if right and not wrong and told.unit != "fraction":
        yield proved(draft.reading, told, computation)
    elif wrong:
        ways = f"{float(change) * 100:g} percentage points"
        if old.low:
            ways += f", or {float(new.low / old.low - 1):+.0%}"
        yield note(
            draft.reading,
            told,
            "points",
            f"from {old.printed} to {new.printed} is {ways}, not {told.printed}",
            right=float(change),
            computation=computation,
        )
