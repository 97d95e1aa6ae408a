"""Numbers that follow from others: what an editor can add up, subtract or multiply is no error."""

import re
from collections.abc import Iterator
from itertools import combinations, product

from exposure.draft.claims import Claim
from exposure.draft.draft import Draft
from exposure.draft.facts import EVENTS, Fact, agree
from exposure.draft.finding import interval, meet, said
from exposure.draft.fitting import CLOSE
from exposure.quantities import Quantity

__all__ = ["adds_up", "follows"]

_NEIGHBOURS, _PAYMENTS = 12, 100  # of which two are added
_WORDS = 80  # characters on either side that may say how a number was computed
_WORTH = re.compile(
    r"\b(?:worth|value[ds]?|impl(?:y|ies|ied)|equat\w+|equals?|com(?:es?|ing) to|amounts? to"
    r"|translat\w+|works? out|on paper)\b|\bha(?:s|ve) (?:about |around |some )?(?=[$\u20ac\u00a3\u00a5\d])",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:together|combined|total\w*|in all|altogether|sum|both|the (?:two|three|four)|add(?:ed|ing)?)\b",
    re.IGNORECASE,
)
_SO = re.compile(
    r"\b(?:so|thus|therefore|hence|which (?:leaves|means)|later|since then)\b", re.IGNORECASE
)
_APART = re.compile(
    r"\b(?:difference|gains?|gained|profit|loss|remaining|remainder|rest|left|of which|still|owes?"
    r"|short of|further|more(?! than))\b",
    re.IGNORECASE,
)


def follows(draft: Draft, claim: Claim) -> str:
    """Return how a number follows from facts, or from the numbers around it; else nothing."""
    if computation := adds_up(draft, claim):
        return computation
    q = claim.quantity
    span = interval(q, loose=q.modality == "about")
    if q.kind == "money" and _WORTH.search(claim.around(_WORDS)):
        earlier = [p for s in claim.before for p in draft.reading.within(s.start, s.end)]
        near = [*claim.others, *earlier[-_NEIGHBOURS:]]
        for stake, whole in product(near, near):
            if (stake.unit, whole.unit) == ("fraction", q.unit) and stake.single:
                values = (float(stake.low * end) for end in {whole.low, whole.high})
                if any(meet(span, (value * 0.995, value * 1.005)) for value in values):
                    return f"{stake.printed} x {whole.printed}"
    if q.kind == "money":
        printed = _printed_near(draft, claim)
        for value, one, sign, other in _derivable(draft, claim):
            told = _one_of(printed, one) or (
                _one_of(printed, other) and (sign != "x" or claim.of_part)
            )
            if not told:
                continue  # a reader could not know what was added, or of what stake it is the worth
            alone = sign != "x" and meet(span, (one.low, one.low))  # nothing was added
            if meet(span, (value * 0.995, value * 1.005)) and not alone:
                return f"{said(*one.right)} {sign} {said(*other.right)}"
    return ""


def _printed_near(draft: Draft, claim: Claim) -> list[Quantity]:
    """Return the other numbers of a claim's sentence and of those before it."""
    earlier = [q for s in claim.before for q in draft.reading.within(s.start, s.end)]
    return [*claim.others, *earlier]


def _one_of(printed: list[Quantity], fact: Fact) -> bool:
    """Tell whether a fact is among some printed numbers."""
    return any(q.unit == fact.unit and agree(q, fact) for q in printed)


def adds_up(draft: Draft, claim: Claim) -> str:
    """Return the sum or difference of two numbers around it that a number is; else nothing."""
    q = claim.quantity
    low, high = interval(q, loose=q.modality == "about")
    around = list(claim.others)
    if claim.sentence.has(_TOGETHER) or claim.sentence.has(
        _SO
    ):  # of what the sentences before have
        for sentence in claim.before:
            around += draft.reading.within(sentence.start, sentence.end)
    near: list[tuple[float, Quantity]] = []
    values: list[float] = []
    for other in around:
        value = float(other.low)
        alike = (other.kind, other.unit, other.single) == (q.kind, q.unit, True)
        if alike and values.count(value) < 2:  # noqa: PLR2004 - two of a size may be added
            values.append(value)
            near.append((value, other))
    for (a, one), (b, other) in combinations(near[:_NEIGHBOURS], 2):
        larger, smaller = (one, other) if a > b else (other, one)
        for sign, total in (("+", a + b), ("-", abs(a - b))):
            if low <= total * 1.001 and total * 0.999 <= high:
                return f"{larger.printed} {sign} {smaller.printed}"
    return ""


def _derivable(draft: Draft, claim: Claim) -> Iterator[tuple[float, Fact, str, Fact]]:
    """Yield products, sums and differences of facts, each where words ask for it."""
    around = claim.around(_WORDS)
    added, taken = _TOGETHER.search(around), _APART.search(around)
    if not (added or taken or _WORTH.search(around)):
        return
    named = claim.sentence.companies.union(*(s.companies for s in claim.before))
    facts = [
        fact
        for key in sorted(named)
        for fact in draft.facts.by_company[key]
        if fact.sides <= named and fact.low == fact.high and not fact.misprint
        and (fact.figure.status != "in talks" or claim.status == "talks") and _of_its_time(draft, claim, fact)
    ]  # fmt: skip
    if _WORTH.search(around):
        stakes = [f for f in facts if f.measure in {"stake", "economic interest"}]
        values = [f for f in facts if f.measure in {"company value", "market value"}]
        for stake, whole in product(stakes, values):
            same = stake.subject.target == whole.subject.target
            if same and whole.unit == claim.quantity.unit:
                yield stake.low * whole.low, stake, "x", whole
    if not (added or taken):
        return
    paid = [f for f in facts if f.unit == claim.quantity.unit and len(f.sides) > 1]
    for one, other in combinations(paid[:_PAYMENTS], 2):
        if one.sides == other.sides and one.subject.id != other.subject.id:
            larger, smaller = (one, other) if one.low > other.low else (other, one)
            pair = tuple(sorted((one.measure, other.measure)))
            to_come = (
                "commitment" in pair and claim.own_dates
            )  # what was promised is of no past day
            if added and pair in _ADDED and not to_come and not _older(facts, one, other):
                yield one.low + other.low, larger, "+", smaller
            if taken and larger.low > smaller.low and (larger.measure, smaller.measure) in _TAKEN:
                yield larger.low - smaller.low, larger, "-", smaller


_ADDED = frozenset({  # in alphabetical order; a payment may be one of what was promised
    ("investment", "investment"), ("sale", "sale"), ("purchase price", "purchase price"), ("loan", "loan"),
    ("commitment", "cumulative investment"),
})  # fmt: skip
"""What may be added to what."""
_TAKEN = frozenset({
    ("commitment", "investment"), ("commitment", "commitment"), ("cumulative investment", "cumulative investment"), ("loan", "loan drawn"),
    ("holding value", "cumulative investment"), ("stake", "stake"), ("sale", "investment"), ("sale", "purchase price"),
    ("holding value", "holding value"), ("company value", "company value"), ("loan", "loan"),
})  # fmt: skip
"""What may be taken from what: the paid part from the whole, and what was before from what is."""
_AROUND = 200  # days


def _older(facts: list[Fact], one: Fact, other: Fact) -> bool:
    """Tell whether one of two is a total that a later one had replaced before the other was promised."""
    total, new = sorted((one, other), key=lambda f: f.measure, reverse=True)
    return total.measure == "cumulative investment" and any(
        f.measure == total.measure and f.sides == total.sides
        and total.first_day < f.first_day <= new.first_day
        for f in facts
    )  # fmt: skip


def _of_its_time(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether a fact is of the time that a claim gives, or stands where it gives none."""
    if not claim.own_dates:
        paid = fact.measure in EVENTS - {"commitment"}
        return draft.was_known(fact) and (paid or draft.stands(fact))
    return any(
        (fact.first_day - CLOSE <= q.high and q.low <= fact.last_day + _AROUND)
        or (fact.measure in EVENTS and fact.first_day <= q.high)
        for q in claim.own_dates
    )  # fmt: skip
