"""How well all but the number of a claim fits a fact: who, whom, what is measured, when, and the words."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING

from exposure.draft.cues import GETS, SPENDS
from exposure.draft.facts import CHANGES, EVENTS, GENERIC, INVESTED, RELATED, Fact

if TYPE_CHECKING:
    from exposure.draft.claims import Claim
    from exposure.draft.draft import Draft
    from exposure.quantities import Quantity

__all__ = [
    "CLOSE",
    "dated",
    "fit",
    "in_all",
    "may_mean",
    "measured",
    "nearest",
    "owned_since",
    "told_otherwise",
    "until",
]

CLOSE = 45
"""Days that may lie between an event and the report of it."""
_NONE: frozenset[str] = frozenset()
_FAR, _NEAR, _BESIDE = 70, 45, 25
_AS_NEAR = 25


def fit(draft: Draft, claim: Claim, fact: Fact) -> float | None:
    """Return how well holder, target, measure, date and words of a claim fit a fact; see `Draft.fit`."""
    holder, target = fact.subject.holder, fact.subject.target
    if not draft.was_known(fact) or not may_mean(claim, fact):
        return None
    # Who is paid by another has not paid.
    paid = fact.measure in INVESTED and holder is not None and claim.object == holder
    if paid and (target is None or claim.subject not in {"", holder, target}):
        return None
    if fact.measure in INVESTED and holder and claim.subject == target and _spends(claim):
        return None
    sides = (
        _side(
            draft,
            claim,
            holder,
            target,
            "" if _lends(draft, claim.subject, fact) else claim.subject,
        ),
        _side(draft, claim, target, holder, claim.object),
    )
    if sides[0] is None or sides[1] is None or _unlike(claim, fact):
        return None
    near = claim.distances
    score = sides[0] + sides[1]
    if fact.measure == "ltv limit" and claim.limits:
        score += 3 + bool(fact.sense)  # "keeps its LTV below" speaks of a limit
    elif fact.measure in near:
        rank = sorted(near, key=near.__getitem__).index(fact.measure)
        score += max(1.0, 3.0 - rank)
    elif near:
        score += 1
    if draft.forgotten(fact) and claim.status in {"planned", "done"}:
        score -= 1
    score += _date_fit(draft, claim, fact)
    local, wide = fact.words & claim.local_stems, fact.words & claim.stems
    score += min(2.0, 0.4 * len(local) + 0.1 * len(wide))
    if fact.figure.modality == claim.quantity.modality:
        score += 0.25 if claim.quantity.modality == "exactly" else 1
    return score


def _lends(draft: Draft, company: str, fact: Fact) -> bool:
    """Tell whether a company lends what the holder of a fact borrows."""
    return any(company in deal.lenders for deal in draft.deals(fact))


def _spends(claim: Claim) -> bool:
    """Tell whether who gets the money of a fact is told as spending: "Birch will pay Acme"."""
    text, first = claim.sentence.text, claim.sentence.start
    left = [m for m in claim.sentence.mentions if m.end <= claim.quantity.start]
    subject = next((m for m in reversed(left) if m.key == claim.subject), None)
    between = text[subject.end - first : claim.inner[0]] if subject else ""
    return SPENDS.search(between) is not None and not GETS.search(between)


def _unlike(claim: Claim, fact: Fact) -> bool:
    """Tell whether the words say something else than a fact: another measure, a change, another view."""
    told = (claim.sentence, *claim.before)
    unsaid = fact.part and not any(fact.part & sentence.stems for sentence in told)
    if unsaid or (fact.viewer and not any(fact.viewer in sentence.text for sentence in told)):
        return True
    nobody = fact.subject.holder is None and fact.subject.target is None
    if nobody and len((fact.words & claim.stems) - GENERIC) < 2:  # noqa: PLR2004
        return True
    # A stake that is worth something is not what the company is worth.
    part = fact.measure == "company value" and claim.of_part
    changes = claim.change and claim.quantity.kind == "percent"
    changed = changes and fact.measure not in CHANGES
    return part or changed or _of_another_kind(claim, fact)


def may_mean(claim: Claim, fact: Fact) -> bool:
    """Tell whether the words of a claim measure nothing, or what a fact may be called."""
    near = claim.distances
    related = RELATED.get(fact.measure, _NONE)
    return not near or fact.measure in near or not related.isdisjoint(near)


def _of_another_kind(claim: Claim, fact: Fact) -> bool:
    """Tell whether a claim is of another limit, or of the other of two that a company has."""
    if claim.sense and (
        fact.sense not in {"", claim.sense} or (fact.measure == "ltv" and claim.limits)
    ):
        return True
    # A part must be told as one; a value may be left without "pre-money", a price without "input".
    told_as = claim.case(fact.measure) if fact.case else ""
    return fact.case != told_as and bool(told_as or fact.measure not in {"company value", "price"})


def _side(
    draft: Draft, claim: Claim, company: str | None, other: str | None, acting: str
) -> float | None:
    """Score one side of a fact: the company as subject or object, named, or only in reach.

    ``None`` when another company stands in its place.
    """
    if company is None:
        return 0
    if company in {claim.subject, claim.object}:
        return 3
    free = acting in {"", company, other}
    if company in claim.sentence.companies:
        return 2 if free else 1
    group = {draft.ledger.group} if draft.ledger else set()
    before = any(company in sentence.companies for sentence in claim.before)
    if not free or (not before and company not in group.union(draft.reading.companies[:3])):
        return None
    # Who is meant by "it": the one named last; of limits, the group, if nobody is named.
    last = claim.before[-1].companies if before else group if claim.limits else frozenset()
    if company in claim.carried or (last == {company} and claim.sentence.refers):
        return 2
    return 1 if before else 0.5


def _date_fit(draft: Draft, claim: Claim, fact: Fact) -> float:
    if fact.measure == "ltv limit":
        return 1.0  # it is in force on every day
    spans = [
        (float(q.low), float(q.high)) for q in claim.times if q.low and q is not claim.quantity
    ]
    if not spans:  # news is of its day
        recent = fact.first_day - CLOSE <= draft.today.toordinal() <= fact.last_day + CLOSE
        return float(recent)
    if any(a - CLOSE <= fact.last_day and fact.first_day <= b + CLOSE for a, b in spans):
        return 2
    return -1 if fact.measure in EVENTS else -0.5


def measured(claim: Claim, fact: Fact, far: int = _FAR) -> bool:
    """Tell whether the sentence speaks of what a fact measures, near the number."""
    key = fact.measure, far
    if key not in claim.reached:  # many facts measure the same
        claim.reached[key] = _measured(claim, fact.measure, far)
    return claim.reached[key]


def _measured(claim: Claim, measure: str, far: int) -> bool:
    near = claim.distances
    accepted = {measure} | RELATED.get(measure, frozenset())
    gaps = [near[name] for name in accepted if name in near]
    sure = claim.alone or (claim.limits and measure == "ltv limit")
    only = accepted.issuperset(near)
    far *= 3 if only else 2 if sure else 1  # nothing else in the sentence can be meant
    return bool(gaps) and min(gaps) <= min(far, max(_NEAR, min(near.values()) + _BESIDE))


def dated(claim: Claim, fact: Fact, reach: int = 0) -> bool:
    """Tell whether the sentence names the time of a fact, to a quarter or within some days of it."""
    for q in claim.times:
        if fact.measure in EVENTS and _begins(claim, q) and not owned_since(claim, fact, q):
            continue  # "since May it has sold for 5 billion" is no sale of May
        low, high = float(q.low) - reach, float(q.high) + reach
        narrow = reach or q.high - q.low < 100  # noqa: PLR2004 - days of a quarter, and some
        if q.low and narrow and low <= fact.last_day and fact.first_day <= high:
            return True
    return False


_SINCE = re.compile(r"\b(?:since|from)\s+(?:[a-z-]+\s+){0,3}$", re.IGNORECASE)


def _begins(claim: Claim, when: Quantity) -> bool:
    """Tell whether a time begins with a date: "since May"."""
    text, place = claim.sentence.text, when.start - claim.sentence.start
    then = text[when.end - claim.sentence.start :].lstrip(", ").startswith("when")
    return place > 0 and not then and _SINCE.search(text[:place][-30:]) is not None


_OWNED_SINCE = re.compile(
    r"\b(?:own(?:s|ed|ing)?|belong(?:s|ed|ing)?|part of|hands of|control(?:s|led)?|subsidiary|unit)\b[^,;.]{0,40}"
    r"\bsince\s+(?:[a-z-]+\s+){0,2}$"
)


def owned_since(claim: Claim, fact: Fact, when: Quantity) -> bool:
    """Tell whether a date is when what a fact is the price of was bought: "which it has owned since May"."""
    place = when.start - claim.sentence.start
    told = place > 0 and _OWNED_SINCE.search(claim.sentence.text[:place])
    return fact.measure == "purchase price" and bool(told)


# "By the end of 2030 it had invested 40 billion": all that it had paid until then.
_BY_THEN = re.compile(r"\b(?:by|until|as of|up to)\b", re.IGNORECASE)


def until(claim: Claim) -> bool:
    """Tell whether a date of a sentence ends a time: "by the end of 2030"."""
    return any(
        _BY_THEN.search(claim.sentence.text[: q.start - claim.sentence.start][-25:])
        for q in claim.dates
    )


def in_all(claim: Claim) -> bool:
    """Tell whether an investment is told as all that was paid until some day."""
    told = "cumulative investment" in claim.distances or claim.perfect
    return told and (until(claim) or claim.so_far)


def nearest(claim: Claim, fact: Fact) -> bool:
    """Tell whether what a fact measures is among what stands nearest to the number, if anything does."""
    near = claim.distances
    names = {fact.measure} | RELATED.get(fact.measure, frozenset())
    gap = min((near[name] for name in names if name in near), default=inf)
    return not near or gap <= min(near.values()) + _AS_NEAR


def told_otherwise(claim: Claim, fact: Fact) -> bool:
    """Tell whether a fact is past and the claim to come, or a fact of talks and the claim is none."""
    if fact.figure.status in {"in talks", "forecast"}:
        plan = {"planned"} if fact.figure.status == "forecast" else set()
        return claim.status not in {"talks"} | plan
    past = fact.figure.status == "completed" and fact.measure in {*EVENTS, "stake"}
    return past and claim.status == "planned"
