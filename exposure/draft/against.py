"""What a claim says besides its number that speaks against a fact: another date, or what is still to come.

A number of the ledger in such words is no tick. Each reason is a function of the same shape.
"""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING

from exposure.dates import days
from exposure.draft.facts import INVESTED, RELATED, Fact, agree
from exposure.draft.fitting import CLOSE, in_all, nearest, told_otherwise

if TYPE_CHECKING:
    from collections.abc import Callable

    from exposure.draft.claims import Claim
    from exposure.draft.draft import Draft
    from exposure.quantities import Quantity

__all__ = ["spoken_against"]

_TIMELESS = frozenset({"ltv limit", "maturity", "exchange rate"})
_PAID_AT_ONCE = frozenset({"investment", "sale", "purchase price", "round size"})
_STOCKS = frozenset({"stake", "economic interest", "cumulative investment"})
# Kinds of loans, by how their words begin; see `stems`.
_LOANS = (frozenset({"bridg"}), frozenset({"margi"}), frozenset({"bond", "bonds", "hybri"}))
_BESIDE, _NEVER = 25, 9_999  # characters
_LATE = 10  # days after which nobody speaks of a payment as still to come
_TO_COME = re.compile(
    r"\b(?:will|is to|are to|once|when (?:all|every)|as soon as|to come|remaining|outstanding|still owed"
    r"|(?:due|set|going|about|expected|bound|likely) to)\b",
    re.IGNORECASE,
)
_SUBJECT_TO = re.compile(
    r"\b(?:subject to|pending|awaits?|waiting for) (?:the |its |\w+ )?(?:\w+ )?(?:clos|approv|condition|regulat|complet|consent)\w*",
    re.IGNORECASE,
)
_ONE_PAYMENT = re.compile(
    r"\b(?:first|second|third|next|last|final|another|one|each|new) (?:\w+ )?(?:instal?lments?|payments?|tranches?|closings?|cheques?|checks?|slices?)\b",
    re.IGNORECASE,
)
_REMAINS = re.compile(
    r"\b(?:still (?:own|hold|have|be|owns|holds|has)|keep|remain|retain|continue|no longer|not)\b",
    re.IGNORECASE,
)
_FALLS_DUE = re.compile(
    r"\b(?:due|matur\w+|until|expir\w+|repa\w+|back|payable|announc\w+|report\w*|said|filing)\b[^,;]{0,25}$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince\b[^,;]{0,30}$", re.IGNORECASE)
# "From 4 % to 11 % in December", "13 % instead of 11 %": the first was so before.
_WAS = re.compile(
    r"\b(?:from|instead of|rather than|against|compared (?:with|to)|versus|than)\s+(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\s+(?:[a-z]+\s+){1,3}(?:ago|earlier|before|previously)\b|\s+(?:before|previously|earlier)\b"
)
_CLAUSE = re.compile(r"[,;:()\u2014]|\b(?:and|but|while|which|who|when|where)\b")


def spoken_against(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether the words of a claim speak against a fact that has its number."""
    if _was_before(claim):
        return False
    return any(reason(draft, claim, fact) for reason in _REASONS)


def _tells_a_ratio(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether the number of a limit is told as what the ratio was on a day of which it is known."""
    if fact.measure != "ltv limit" or claim.sense or "ltv limit" in claim.distances:
        return False
    return any(
        _within(q, f.first_day, f.last_day)
        for f in draft.facts.by_company[_about(fact)]
        if f.measure == "ltv" and not f.viewer and not agree(claim.quantity, f)
        for q in claim.own_dates
    )


def _a_payment_as_total(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether a payment or a promise is told as all that was paid, of which the ledger has a number."""
    if fact.measure in INVESTED - {"cumulative investment"} and in_all(claim):
        return True
    named = claim.alone and "cumulative investment" in claim.distances
    to_come = fact.figure.status != "completed" or _still_to_come(claim)
    return fact.measure == "investment" and named and any(
        f.measure == "cumulative investment" and f.sides == fact.sides and draft.was_known(f)
        and (f.figure.status != "completed") == to_come
        for f in draft.facts.by_company[_about(fact)]
    )  # fmt: skip


def _a_total_as_payment(draft: Draft, claim: Claim, fact: Fact) -> bool:  # noqa: ARG001 - as all reasons
    """Tell whether a running total is told as one payment: "the first instalment of 10 billion"."""
    total = fact.measure == "cumulative investment"
    return (
        total
        and "cumulative investment" not in claim.distances
        and _ONE_PAYMENT.search(claim.own_clause) is not None
    )


def _of_a_target(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether the words fit a fact about the company that they name better than one about none."""
    near, holder = claim.distances, fact.subject.holder
    named = claim.sentence.companies - {holder}
    return fact.subject.target is None and any(
        (f.subject.holder, f.subject.target, f.unit) == (holder, key, fact.unit)
        and near.get(f.measure, inf) <= near.get(fact.measure, _NEVER)
        and (f.measure != fact.measure or f.measure == "portfolio share")
        and not f.misprint and not told_otherwise(claim, f)
        for key in named
        for f in draft.facts.by_company[key]
    )  # fmt: skip


def _to_another(draft: Draft, claim: Claim, fact: Fact) -> bool:  # noqa: ARG001 - as all reasons
    """Tell whether money is told as for another company than the one that a payment went to."""
    others = claim.object not in {"", fact.subject.holder, fact.subject.target}
    paid = fact.measure in INVESTED and fact.subject.target is not None
    return (
        paid and others and claim.how_near(claim.object) < claim.how_near(fact.subject.target or "")
    )


def _over(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether what is still to come in a claim is past in a fact, or is to become another number."""
    if fact.measure not in _STOCKS | _PAID_AT_ONCE or fact.figure.status != "completed":
        return False
    past = fact.last_day + _LATE < draft.today.toordinal()
    told = _still_to_come(claim) or _promised(claim, fact)
    changes = fact.measure not in _STOCKS or any(
        other.figure.status != "completed" and draft.was_known(other)
        for other in _others(draft, claim, fact)
    )
    return past and told and changes


def _outdated(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether an estimate, or a plan of a share, gave way to another number; the claim gives no date."""
    estimate = fact.figure.status == "estimate"
    plan = fact.measure == "stake" and fact.figure.status != "completed" and draft.stands(fact)
    if claim.own_dates or not (estimate or (plan and claim.status not in {"planned", "talks"})):
        return False
    return any(
        other.first_day > fact.last_day + (CLOSE if estimate else 0) and draft.was_known(other)
        and (estimate or other.figure.status == "completed")
        for other in _others(draft, claim, fact)
    )  # fmt: skip


def _of_another_measure(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether another measure stands nearer, of which the ledger has another number of that day."""
    near = claim.distances
    if not near or not claim.own_dates:
        return False
    related = {fact.measure} | RELATED.get(fact.measure, frozenset())
    gap = min(near.get(name, _NEVER) for name in related)
    return any(
        near.get(other.measure, _NEVER) + _BESIDE < gap
        and (other.sides, other.unit) == (fact.sides, fact.unit)
        and not other.misprint and not agree(claim.quantity, other)
        and any(_within(q, other.first_day, other.last_day) for q in claim.own_dates)
        for other in draft.facts.by_company[_about(fact)]
    )  # fmt: skip


def _of_another_day(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether the date that a claim gives is not one of the fact's, nor of the time that it stood."""
    if fact.measure in _TIMELESS:
        return False
    times = [
        q
        for q in claim.own_dates
        if not _aside(claim, q, fact) and (claim.then or not _of_other(claim, q))
    ]
    spans = _days_of(draft, claim, fact) if times else []
    if not times or any(_within(q, *span) for q in times for span in spans):
        return False
    if any(_of_then(fact, other, claim, times) for other in draft.facts.by_company[_about(fact)]):
        return True
    if fact.measure in _PAID_AT_ONCE or fact.figure.status == "in talks":
        return not any(_within(q, a - CLOSE, b + CLOSE) for q in times for a, b in spans)
    return all(q.high < fact.first_day - CLOSE for q in times)  # it was not so yet


def _not_yet(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether a total that is only announced is told as all that has been paid."""
    total = fact.measure == "cumulative investment" and fact.figure.status == "announced"
    paid = (claim.perfect or claim.so_far) and claim.status != "planned"
    return (
        total
        and paid
        and any(
            f.figure.status == "completed" and draft.was_known(f)
            for f in _others(draft, claim, fact)
        )
    )


def _a_limit_as_drawn(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether what may be borrowed is told as what was drawn, of which the ledger has a number."""
    near = claim.distances
    drawn = near.get("loan drawn", inf) + _BESIDE < near.get("loan", inf) or claim.drawn
    return drawn and fact.measure == "loan" and "limit" in fact.words and any(
        f.measure == "loan drawn" and f.sides == fact.sides and not agree(claim.quantity, f)
        and draft.was_known(f)
        for f in draft.facts.by_company[_about(fact)]
    )  # fmt: skip


def _replaced_in_a_plan(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether what was replaced long before is told of something to come: a round at the value of the last but one."""
    value = fact.measure in {"company value", "round size"} and fact.figure.status == "completed"
    latest = draft.successor(fact) if value and not claim.own_dates else None
    told = claim.status in {"planned", "talks"} and not claim.perfect
    return latest is not None and told and latest.last_day + CLOSE < draft.today.toordinal()


def _sold_not_bought(draft: Draft, claim: Claim, fact: Fact) -> bool:  # noqa: ARG001 - as all reasons
    """Tell whether who bought is told as selling, or who sold as buying."""
    told = {
        name: any(end <= claim.inner[0] for _, end in claim.sentence.cues.get(name, ()))
        for name in ("sale", "purchase price")
    }
    acts, sold, bought = fact.subject.holder == claim.subject, *told.values()
    if fact.measure == "purchase price":
        return acts and sold and not bought
    return fact.measure == "sale" and acts and bought and not sold


def _another_kind_of_loan(draft: Draft, claim: Claim, fact: Fact) -> bool:  # noqa: ARG001 - as all reasons
    """Tell whether a loan is told as a bond, or a bridge loan as one on shares."""
    told, own = ([kind for kind in _LOANS if kind & words] for words in (claim.stems, fact.words))
    loan = fact.measure in {"loan", "loan drawn", "maturity"}
    return loan and bool(told and own) and not any(kind in own for kind in told)


_REASONS: tuple[Callable[[Draft, Claim, Fact], bool], ...] = (
    _tells_a_ratio, _a_payment_as_total, _a_total_as_payment, _of_a_target, _to_another, _over, _outdated, _of_another_measure, _of_another_day,
    _not_yet, _a_limit_as_drawn, _replaced_in_a_plan, _sold_not_bought,
    _another_kind_of_loan,
)  # fmt: skip


def _others(draft: Draft, claim: Claim, fact: Fact) -> list[Fact]:
    """Return the facts of the same measure and companies that have another number than a claim."""
    same = (fact.measure, fact.sides, fact.unit)
    return [
        f
        for f in draft.facts.by_company[_about(fact)]
        if (f.measure, f.sides, f.unit) == same and not agree(claim.quantity, f)
    ]


def _of_then(fact: Fact, other: Fact, claim: Claim, times: list[Quantity]) -> bool:
    """Tell whether another figure, of the same measure or of one as near, is of the claim's time."""
    near = claim.distances
    as_near = near.get(other.measure, inf) <= near.get(fact.measure, inf)
    alike = other.measure == fact.measure or (as_near and nearest(claim, other))
    if not alike or (other.sides, other.unit) != (fact.sides, fact.unit) or other.misprint:
        return False
    if agree(claim.quantity, other) or told_otherwise(claim, other):
        return False
    return any(_within(q, other.first_day, other.last_day) for q in times)


def _days_of(draft: Draft, claim: Claim, fact: Fact) -> list[tuple[int, int]]:
    """Return the spans of days that the ledger has for a number: of its printings, and of its deals."""
    same = (f for f in draft.facts.by_quantity[fact.subject.id] if agree(claim.quantity, f))
    known = {f.figure.as_of for f in same}
    return [days(day) for day in known.union(d.date for d in draft.deals(fact) if d.date)]


def _still_to_come(claim: Claim) -> bool:
    words = claim.own_clause
    to_come = _TO_COME.search(words) or claim.sentence.has(_SUBJECT_TO)
    return bool(to_come) and not _REMAINS.search(words)


def _promised(claim: Claim, fact: Fact) -> bool:
    """Tell whether a payment is told as what was only promised."""
    near = claim.distances
    promised = near.get("commitment", inf) <= near.get("investment", inf) + _BESIDE
    told = promised and claim.status == "planned" and claim.how_far("done") is None
    return told and fact.measure in {"investment", "cumulative investment"}


def _was_before(claim: Claim) -> bool:
    """Tell whether a number is what was before a change, whose date is not its own."""
    text, (start, end) = claim.sentence.text, claim.inner
    if claim.dated_behind:
        return False
    compared = claim.quantity.modality in {"exactly", "about"}  # "less than 25 %" bounds it
    return bool((compared and _WAS.search(text[:start][-45:])) or _AGO.match(text, end))


def _aside(claim: Claim, when: Quantity, fact: Fact) -> bool:
    """Tell whether a date is that of a report, or on which something falls due, or only where a span begins."""
    before = claim.sentence.text[: when.start - claim.sentence.start][-60:]
    held = fact.measure == "stake" and claim.status != "done"  # "since May it holds 11 %"
    return bool(_FALLS_DUE.search(before) or (_SINCE.search(before) and not held))


def _of_other(claim: Claim, when: Quantity) -> bool:
    """Tell whether a date stands in a clause that has an amount of its own: ", and in March it lent 4"."""
    text, first = claim.sentence.text, claim.sentence.start
    place = when.start - first
    left = max((m.end() for m in _CLAUSE.finditer(text, 0, place)), default=0)
    right = _CLAUSE.search(text, when.end - first)
    end = right.start() if right else len(text)
    if left <= claim.inner[0] < end:
        return False
    return any(q.kind != "date" and left <= q.start - first < end for q in claim.others)


def _within(q: Quantity, first: int, last: int) -> bool:
    return q.low <= last and first <= q.high


def _about(fact: Fact) -> str:
    return fact.subject.target or fact.subject.holder or ""
