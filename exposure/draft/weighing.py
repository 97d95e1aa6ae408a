"""A number of the ledger in words that fit another figure better: the ratio of one year for another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure.draft.facts import INVESTED, Fact, agree
from exposure.draft.fitting import CLOSE, dated, measured, nearest, told_otherwise

if TYPE_CHECKING:
    from exposure.draft.claims import Claim
    from exposure.draft.draft import Draft

__all__ = ["rival"]

_FOLLOWS = 6.0  # how well a number fits that follows from others
_CLEARLY = 1.5  # how much better a fact of another number must fit to be meant instead


def rival(draft: Draft, claim: Claim, fact: Fact | None) -> Fact | None:
    """Return a fact of another number that fits a claim clearly better than all it agrees with.

    ``fact`` is the one that it agrees with best; without one, the number only follows from others,
    and what the ledger has for its own measure and time is meant instead.
    """
    q = claim.quantity
    if (fact and fact.misprint) or q.kind not in {"money", "percent"}:
        return None
    own = [_weight(draft, claim, f) for f in draft.facts.near(q) if not f.misprint]
    own = own if fact else [_FOLLOWS]
    named = claim.sentence.companies
    held_by = named if fact and fact.subject.holder in named else named | {None}
    targets = {claim.object or None, fact.subject.target if fact else None}
    rivals = [
        f
        for f in draft.comparable(claim)
        if f.subject.target in targets and not f.misprint
        and (f.subject.holder in held_by or claim.sentence.refers)
        and measured(claim, f) and not told_otherwise(claim, f)
        and (fact or (nearest(claim, f) and (dated(claim, f) or _both_to_come(claim, f))))
        and (claim.own_dates or not dated(claim, f, CLOSE))  # a date of another number
        # What another number of the sentence tells is not what this one tells.
        and not any(agree(other, f) for other in (q, *claim.others))
    ]  # fmt: skip
    weights = [_weight(draft, claim, f) for f in rivals]
    most = max(weights, default=float("-inf"))
    clearly = weights and most >= max(own, default=0.0) + _CLEARLY
    return rivals[weights.index(most)] if clearly else None


def _weight(draft: Draft, claim: Claim, fact: Fact) -> float:
    """Return how well a fact fits a claim where another number is weighed against it.

    A company's value lacks no holder, and "an investment" may be the promise of one.
    """
    fits = draft.fit(claim, fact)
    if fits is None:
        return float("-inf")
    if fact.subject.holder is None:
        fits += 2
    if fact.measure not in INVESTED and not nearest(claim, fact):
        fits -= _CLEARLY
    if fact.measure in INVESTED and fact.measure not in claim.distances:
        total = fact.measure == "cumulative investment"
        fits += 1 if claim.perfect or not total else -1  # "in May it paid" tells no total
    return fits


def _both_to_come(claim: Claim, fact: Fact) -> bool:
    return claim.status == "planned" and fact.figure.status == "announced"
