"""The rule for two numbers that stand on each other's definition."""

from collections.abc import Iterator

from exposure.draft.claims import Claim
from exposure.draft.cues import IMAGINED
from exposure.draft.draft import Draft
from exposure.draft.facts import ONE_AT_A_TIME, Fact, agree
from exposure.draft.finding import Finding, note, said
from exposure.draft.fitting import measured

__all__ = ["swapped"]

_LIKELY = 5.0  # the least fit at which a claim is about a fact
_TIE = 0.4  # how much less another fact may fit that is meant as well
_WORDED = 1.1  # and one that only another "up to" sets apart
_LIST = 110  # characters from the verb of a list to its second number
_WINDOW = 5  # claims that may have changed places with one

_Fit = tuple[float, Fact]


def swapped(draft: Draft) -> Iterator[Finding]:
    """Find two figures that stand on each other's definition."""
    claims = [c for c in draft.reading.claims if c.quantity.kind in {"money", "percent"}]
    meant = {c.quantity.start: found for c in claims if (found := _about(draft, c))}
    claims = [c for c in claims if c.quantity.start in meant]
    for index, one in enumerate(claims):
        for other in claims[index + 1 : index + 1 + _WINDOW]:
            near = other.sentence.paragraph - one.sentence.paragraph <= 1
            if not near or one.quantity.unit != other.quantity.unit:
                continue
            for measure in meant[one.quantity.start].keys() & meant[other.quantity.start].keys():
                first = _crossed(meant[one.quantity.start][measure], one, other)
                second = _crossed(meant[other.quantity.start][measure], other, one)
                if first and second and first.subject.id != second.subject.id:
                    yield _swap(draft, one, first)
                    yield _swap(draft, other, second)


def _about(draft: Draft, claim: Claim) -> dict[str, list[_Fit]]:
    """Return the facts that fit a claim best by everything but its number, by measure.

    Each with how much less than the best it fits.
    """
    found: dict[str, list[tuple[float, Fact]]] = {}
    for fact in () if claim.sentence.has(IMAGINED) else draft.comparable(claim):
        whose = fact.measure != "stake" or fact.subject.holder in draft.about(claim)
        one = whose and fact.measure in ONE_AT_A_TIME and not fact.misprint
        if one and measured(claim, fact, _LIST):
            fits = draft.fit(claim, fact)
            if fits is not None and fits >= _LIKELY:
                found.setdefault(fact.measure, []).append((fits, fact))
    return {
        measure: [(best - fits, fact) for fits, fact in scored if fits >= best - _WORDED]
        for measure, scored in found.items()
        for best in (max(fits for fits, _ in scored),)
    }


def _crossed(facts: list[_Fit], claim: Claim, other: Claim) -> Fact | None:
    """Return the fact that a claim is about when another claim has its number."""
    if any(less <= _TIE and agree(claim.quantity, fact) for less, fact in facts):
        return None
    return next((fact for _, fact in facts if agree(other.quantity, fact)), None)


def _swap(draft: Draft, claim: Claim, fact: Fact) -> Finding:
    low, high, unit = fact.right
    return note(
        draft.reading,
        claim.quantity,
        "swapped",
        f"{fact.subject.label}: {said(low, high, unit)} ({draft.where(fact)}); two numbers have "
        "changed places",
        right=(low, high),
        figure=fact.figure.id,
    )
