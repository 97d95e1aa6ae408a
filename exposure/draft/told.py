"""Rules for numbers that repeat what the ledger calls a misprint, or on which its sources differ."""

from collections.abc import Iterator

from exposure.draft.claims import Claim
from exposure.draft.draft import Draft
from exposure.draft.facts import Fact
from exposure.draft.finding import Finding, note, said, tenfold

__all__ = ["disagreement", "misprint"]


def misprint(draft: Draft) -> Iterator[Finding]:
    """Find numbers that repeat a printing which the ledger marks as an error."""
    for claim, fact in draft.matched(grounded=False):
        corrected = getattr(fact.figure, "corrected", None)
        if corrected is None or _right_too(draft, claim, fact):
            continue
        if not claim.sentence.heading and not draft.speaks_of(claim, fact):
            continue
        low, high, unit = fact.right
        is_right = f"{said(low, high, unit)} is right"
        if unit != fact.unit and (same := _in_currency(draft, fact)):
            low, high, _ = same.right
            is_right += f", which is {said(*same.right)}"
        yield note(
            draft.reading,
            claim.quantity,
            _slip(fact),
            f"{draft.where(fact)} prints this, wrongly: {is_right}. {corrected.reason.strip()}",
            right=(low, high),
            figure=fact.figure.id,
            verdict="misprint",
            computation=corrected.computation or "",
        )


def _in_currency(draft: Draft, misprinted: Fact) -> Fact | None:
    """Return a right printing of the same quantity in the currency that was misprinted."""
    same = draft.facts.by_quantity[misprinted.subject.id]
    return next((f for f in same if f.unit == misprinted.unit and not f.misprint), None)


def _right_too(draft: Draft, claim: Claim, misprinted: Fact) -> bool:
    """Tell whether a right fact agrees too, and fits about as well."""
    least = draft.fit(claim, misprinted)
    if least is None:
        return False
    others = (draft.fit(claim, f) for f in draft.facts.near(claim.quantity) if not f.misprint)
    return any(fits is not None and fits >= least - 1 for fits in others)


def _slip(fact: Fact) -> str:
    """Return the rule that names the kind of a misprint."""
    _, high, unit = fact.right
    if unit != fact.unit:
        return "currency-sign"
    if tenfold(fact.high, high):
        return "ten-fold"
    kinds = {"cumulative investment": "cumulative", "growth rate": "growth", "price ratio": "ratio"}
    return kinds.get(fact.measure, "misprint")


def disagreement(draft: Draft) -> Iterator[Finding]:
    """Find figures on which the sources differ, with nothing to choose between them."""
    for claim, fact in draft.matched():
        if draft.ledger is None or fact.misprint or not draft.ledger.disputed(fact.subject.id):
            continue
        listed = "; ".join(
            f"{f.figure.modality} {said(*f.right)} ({draft.where(f)})"
            for f in draft.facts.by_quantity[fact.subject.id]
            if f.figure.superseded_by is None
        )
        yield note(
            draft.reading,
            claim.quantity,
            "sources-disagree",
            f"the sources differ on this: {listed}",
            figure=fact.figure.id,
            severity="info",
            verdict="agrees",
        )
