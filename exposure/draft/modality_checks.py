"""The rules for bounds: "up to 30" told as 30, and "at least" as "at most"."""

import re
from collections.abc import Iterator
from math import inf

from exposure.draft.claims import Claim
from exposure.draft.cues import SUPPOSED
from exposure.draft.draft import Draft
from exposure.draft.facts import INVESTED, Fact, agree
from exposure.draft.finding import Finding, note, said
from exposure.draft.fitting import CLOSE

__all__ = ["contrary", "modality"]

_SOON = 3  # days that a draft may be ahead of a figure's date
_AS_GOOD = 1.0  # how much less another fact may fit that may be meant
_BESIDE = 25  # characters

_UPPER, _LOWER = frozenset({"up to", "less than", "below"}), frozenset({"at least", "more than"})
_BOUNDS = _UPPER | _LOWER | {"may"}
# "The 30 billion", "of that 30 billion" are told of elsewhere; "it is thought that 30 billion" is not.
_TOLD_BEFORE = re.compile(r"\b(?:the|those|(?:of|for|with|from|on|as|into|in|^)\W*[Tt]hat) $")
_MAY = re.compile(r"\b(?:could|may|might)\b")
_RAISED_TO = re.compile(
    r"\b(?:rais|increas|expand|lift|enlarg|upsiz|tak|bring|doubl|extend)\w*\b[^;]*\bto (?:about |around |some )?$"
)
_SPELLED = re.compile(
    r"\b(?:limit|ceiling|cap|maximum|minimum|at most|threshold|trigger|line|target|potential)\b"
)


def modality(draft: Draft) -> Iterator[Finding]:
    """Find "up to 30" told as 30, where the text nowhere says "up to"."""
    repeated = {other.start for _, other in draft.reading.conversions}
    kept = {
        (claim.quantity.unit, claim.quantity.high, match.fact.sides if match else None)
        for claim in draft.reading.claims
        if claim.quantity.modality in _BOUNDS - {"may"}
        for match in (draft.matches.get(claim.quantity.start),)
    }
    for claim, fact in draft.matched():
        q = claim.quantity
        plain = q.modality in {"exactly", "may"} and q.single and q.kind in {"money", "percent"}
        plain = plain and bool(claim.distances or claim.sentence.companies)  # "it was 5 billion"
        elsewhere = kept & {(q.unit, q.high, fact.sides), (q.unit, q.high, None)}
        if not plain or q.start in repeated or fact.misprint or elsewhere:
            continue
        least = (draft.fit(claim, fact) or 0) - _AS_GOOD
        alike = [f for f in draft.facts.near(q) if (draft.fit(claim, f) or 0) >= least]
        found = (
            _bounded(draft, claim, f)
            for f in (fact, *alike)
            if not f.misprint and not _paid_up(claim, f)
        )
        bound = next((f for f in found if f), None)
        paid = bound and bound.measure == "commitment" and claim.status == "done"
        if bound is None or paid or _is_a_limit(bound) or _spelled(claim, fact, bound):
            continue
        if _reckoned_with(draft, claim, fact):
            continue
        low, high, unit = bound.right
        yield note(
            draft.reading,
            q,
            "modality",
            f"{draft.where(bound)} has {bound.figure.modality} {said(low, high, unit)}",
            right=(low, high),
            figure=bound.figure.id,
            severity="warning",
        )


def contrary(draft: Draft) -> Iterator[Finding]:
    """Find "at most 15" where the ledger has at least 15, and the other way round."""
    for claim, fact in draft.matched():
        told = claim.quantity.modality
        alike = INVESTED if fact.measure in INVESTED else {fact.measure}
        known = [
            f
            for f in draft.facts.near(claim.quantity)
            if f.measure in alike and f.sides & fact.sides
            and {float(claim.quantity.low), float(claim.quantity.high)} & {f.low, f.high}
            and agree(claim.quantity, f) and not f.misprint and draft.was_known(f)
        ]  # fmt: skip
        bound = [f for f in known if f.figure.modality in _BOUNDS]
        bounds = {f.figure.modality for f in known if f in bound or not _repeats(f, bound)}
        turned = any(
            told in one and bounds & other and not bounds & {*one, "exactly"}
            for one, other in ((_UPPER, _LOWER), (_LOWER, _UPPER))
        )
        if not known or not turned or fact.misprint or _is_a_limit(fact):
            continue
        low, high, unit = fact.right
        words = (
            f"{draft.where(fact)} has {fact.figure.modality} {said(low, high, unit)}, not {told}"
        )
        yield note(
            draft.reading,
            claim.quantity,
            "modality",
            words,
            right=(low, high),
            figure=fact.figure.id,
        )


def _bounded(draft: Draft, claim: Claim, fact: Fact) -> Fact | None:
    """Return the bounded printing of a fact when the draft's day has no plain one."""
    q, today = claim.quantity, draft.today.toordinal()
    same = draft.facts.by_quantity[fact.subject.id]
    now = [f for f in same if f.first_day <= today + CLOSE and not f.misprint and agree(q, f)]
    latest = max((f.figure.as_of[:7] for f in now), default="")
    recent = [f for f in now if f.figure.as_of[:7] == latest or not f.figure.superseded_by]
    bound = [f for f in recent if f.figure.modality in _BOUNDS or f.low < f.high]
    # Once talks are over, the number is that of something else.
    if (
        not bound
        or draft.forgotten(fact)
        or any(_plain(f) and not _repeats(f, bound) for f in recent)
    ):
        return None
    fits = draft.fit(claim, fact) or 0
    for rival in draft.facts.near(q):
        other = rival.subject.id != fact.subject.id and rival.first_day <= today + _SOON
        near = claim.distances
        farther = near.get(rival.measure, inf) > near.get(fact.measure, inf) + _BESIDE
        alike = other and _plain(rival) and rival.sides & fact.sides and not farther
        if alike and (draft.fit(claim, rival) or 0) >= fits - 1:
            return None
    return bound[0]


def _reckoned_with(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether the next sentence reckons with a value: what a stake becomes at it."""
    after = draft.reading.following(claim.sentence)
    shares = draft.reading.within(after.start, after.end) if after else ()
    return fact.measure == "company value" and sum(q.unit == "fraction" for q in shares) > 1


def _paid_up(claim: Claim, fact: Fact) -> bool:
    """Tell whether a promise was kept to the last part, and is told so: it is "up to" no longer."""
    kept = fact.measure == "commitment" and fact.figure.status == "completed"
    return kept and claim.status == "done"


def _plain(fact: Fact) -> bool:
    exact = fact.figure.modality in {"exactly", "about"}
    return exact and fact.low == fact.high and not fact.misprint


def _repeats(fact: Fact, bound: list[Fact]) -> bool:
    """Tell whether a bare printing only repeats a bounded one of the same article."""
    source = getattr(fact.figure, "source", None)
    return source is not None and any(getattr(f.figure, "source", "") == source for f in bound)


def _is_a_limit(fact: Fact) -> bool:
    """Tell whether a fact is an upper bound by its nature: the limit of a ratio, or of a facility."""
    return fact.measure == "ltv limit" or "limit" in fact.words


def _spelled(claim: Claim, fact: Fact, bound: Fact) -> bool:
    """Tell whether the sentence bounds the number in other words, or only supposes it."""
    text, (start, end) = claim.sentence.text, claim.inner
    least = bound.figure.modality in {"at least", "more than"}  # "may" is no word for these
    if _SPELLED.search(f"{text[:start][-25:]} {text[end:][:22]}"):
        return True
    # A facility that is raised to 20 billion is one of up to 20 billion.
    if fact.measure == "loan" and _RAISED_TO.search(text[:start]):
        return True
    if _TOLD_BEFORE.search(text[:start][-25:]):
        return True
    if not least and (claim.quantity.modality == "may" or _MAY.search(text[:start][-25:])):
        return True
    if bound.figure.modality == "may" and _MAY.search(claim.own_clause):
        return True
    supposed = claim.of_a_round or SUPPOSED.search(text) is not None
    return (supposed and fact.measure == "company value") or text.startswith("If ")
