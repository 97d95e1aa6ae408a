"""Rules for numbers that are in the ledger, but told wrongly.

A number that agrees with a fact may agree with a misprint, lose its "up to", tell talks as done, or
pass a running total off as new money.
"""

import re
from collections.abc import Iterator
from math import inf

from exposure.dates import days
from exposure.draft.claims import Claim
from exposure.draft.cues import GETS
from exposure.draft.derived import adds_up
from exposure.draft.draft import Draft
from exposure.draft.facts import INVESTED, RELATED, Fact
from exposure.draft.finding import Finding, note, said, tenfold
from exposure.draft.fitting import CLOSE, dated

__all__ = ["cumulative", "disagreement", "misprint", "status"]

_SOON = 3  # days that a draft may be ahead of a figure's date


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


_STEPS = {"in talks": 0, "suspended": 0, "announced": 1, "completed": 2}
_TOLD = {"planned": 1, "done": 2}
_WEAKER = {"done": ("talks", "planned"), "planned": ("talks",)}
_DEALS = frozenset(
    {
        "cumulative investment",
        "investment",
        "commitment",
        "purchase price",
        "sale",
        "loan",
        "round size",
        "company value",
    }
)
_ROUNDS = frozenset({"round size", "company value"})
_BESIDE, _AWAY = 80, 110
_AS_WELL = 0.75  # how much less another fact may fit that is meant just as well


def status(draft: Draft) -> Iterator[Finding]:
    """Find talks told as a plan or as done, and a plan told as done."""
    repeated = {other.start for _, other in draft.reading.conversions}
    for claim, fact in draft.matched():
        if claim.quantity.start in repeated or adds_up(draft, claim):
            continue
        told = _TOLD.get(claim.status)
        if claim.of_a_round and (fact.measure == "company value" or told == _TOLD["planned"]):
            continue  # it says what money would buy
        before = claim.sentence.text[: claim.inner[0]]
        # "The 10 billion came out of a loan that it signed"
        loose = told == _TOLD["planned"] and before.endswith("The ")
        if loose or _OF_THE_WHOLE.search(before) or _done_elsewhere(draft, claim, fact):
            continue
        if told is None or fact.misprint or fact.measure not in _DEALS or not _clear(claim):
            continue
        steps = _steps(draft, claim, fact)
        if told == _TOLD["done"] and (fact.measure in _ROUNDS or _got_then(claim, fact)):
            told = _TOLD["planned"]  # a round is raised when it is announced
        total = fact.measure == "cumulative investment"
        if total and claim.sentence.has(_TO_BE):
            continue
        if not steps or told <= max(steps) or (total and not _part_to_come(draft, fact)):
            continue
        known = "announced, not completed" if max(steps) else "in talks"
        done = told == _TOLD["done"]
        yield note(
            draft.reading,
            claim.quantity,
            "status",
            f"told as {'done' if done else 'planned'}; the ledger has it as {known} ({draft.where(fact)})",
            right=known,
            figure=fact.figure.id,
            severity="error" if done else "warning",
        )


# "Has paid the first 10 billion of this year's 30 billion": the 30 are no payment.
_OF_THE_WHOLE = re.compile(
    r"\d[^,;.]{0,25}\bof (?:(?:the|this|its|that|those|their|all) |[\w\u2019']+(?: [\w\u2019']+)?['\u2019]s )(?:\w+ )?$"
)


def _done_elsewhere(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether the same number is of something else that the holder has done lately."""
    day = draft.today.toordinal()
    return any(
        f.figure.status == "completed" and f.subject.holder == fact.subject.holder
        and f.subject.id != fact.subject.id and f.measure in _DEALS and not f.misprint
        and day - CLOSE <= f.first_day <= day and draft.fit(claim, f) is not None
        for f in draft.facts.near(claim.quantity)
    )  # fmt: skip


# "All that it will have invested, with what is outstanding": a total to come.
_TO_BE = re.compile(
    r"\b(?:will|would) (?:then )?have\b|\b(?:outstanding|to come|still to be|yet to be)\b",
    re.IGNORECASE,
)


def _part_to_come(draft: Draft, total: Fact) -> bool:
    """Tell whether a part of what was paid in all is of a day after the draft's."""
    return any(
        f.measure in INVESTED and f.sides == total.sides and f.first_day > draft.today.toordinal()
        for f in draft.facts.by_company[str(total.subject.target)]
    )


def _clear(claim: Claim) -> bool:
    """Tell whether the word that tells the status stands close, with no weaker one beside it."""
    if claim.paid_all:
        return True
    near = claim.how_far(claim.status)
    if near is None and claim.sentence.kind:
        return True
    weaker = [claim.how_far(name) for name in _WEAKER[claim.status]]
    away = _AWAY if claim.status == "done" else inf  # a promise told elsewhere in the sentence
    beside = near is not None and near < _BESIDE * (1 + claim.alone)
    return beside and all(gap is None or gap > away for gap in weaker)


def _got_then(claim: Claim, fact: Fact) -> bool:
    """Tell whether the company is said to have got the money at the time when that was announced."""
    text, start = claim.sentence.text, claim.sentence.start
    target = next((m.end for m in claim.sentence.mentions if m.key == fact.subject.target), None)
    got = target is not None and GETS.search(text, target - start, claim.inner[0])
    return bool(got) and dated(claim, fact)


def _steps(draft: Draft, claim: Claim, fact: Fact) -> list[int]:
    """Return how far the deal had come by the draft's day, in all that the ledger has of it."""
    then = draft.today.toordinal() + _SOON
    about = [f for f in draft.facts.by_quantity[fact.subject.id] if f.first_day <= then]
    new = _NEW.search(_beside(claim, 70, 0)[0])  # "another 30 billion" are not those of last year
    since = fact.first_day - CLOSE if new else 0
    related = {fact.measure} | RELATED.get(fact.measure, frozenset())
    least = (draft.fit(claim, fact) or 0) - _AS_WELL
    for other in draft.facts.near(claim.quantity):
        # The same sum may have been agreed under another name, between the same two.
        same = (other.subject.holder, other.subject.target) == (
            fact.subject.holder,
            fact.subject.target,
        )
        fits = draft.fit(claim, other) if same and other.measure in related else None
        if fits is not None and fits >= least and since <= other.first_day <= then:
            about.append(other)
    told = [f.figure.status for f in about]
    told += [d.status for d in draft.deals(fact) if since <= days(d.date)[0] <= then]
    return [_STEPS[name] for name in told if name in _STEPS]


_NEW = re.compile(
    r"\b(?:top(?:s|ped|ping)? up|(?:increas|rais|boost|lift|expand)\w* (?:\w+ ){0,4}(?:investment|commitment|bet|holding)"
    r"|new|fresh|additional|further|another|extra|more(?! than)|inject\w*|pour\w*|preparing to|add(?:s|ed|ing)?(?! (?:it |them |this )?(?:all )?(?:up|together))"
    r"|finali[sz]ing|on top)\b",
    re.IGNORECASE,
)
# "Add the 30 billion from before": it is not the number that is new.
_FROM_BEFORE = re.compile(
    r"\s*(?:(?:that (?:was|were|had been|has been|it had)|it (?:had )?|which (?:was|were|it had))\s*)?(?:\w+ )?(?:from before|(?:paid|invested|spent|put in) (?:before|earlier|already|so far|until then|by then)|of (?:last year|before|20\d\d)|so far|already)\b",
    re.IGNORECASE,
)
_BESIDES = re.compile(
    r"\b(?:over and above|not counting|in addition to|on top of|apart from|besides)\b[^.;\d]*\b(?:paid|invested|spent|put in|earlier|previous|existing)\b"
    r"|\bfresh (?:money|capital|cash|funds) of\b",
    re.IGNORECASE,
)
_FRESH = re.compile(r"\s*(?:of|in) (?:fresh|new|additional|extra)\b", re.IGNORECASE)
_MORE = re.compile(
    r"\s*(?:of )?(?:more|extra|additional|fresh|new|on top(?! of)|besides|again)\b|\s*(?:investment|injection|bet)\b",
    re.IGNORECASE,
)
# "Add the 30 billion from before and you get": of a sum that the reader is to make.
_BY_OTHERS = re.compile(
    r"\b(?:co-?investors?|other (?:investors|backers|shareholders|holders)|others|partners|syndicates?)\b",
    re.IGNORECASE,
)
_ADDED_TO = re.compile(
    r"(?:^|[.;:,]\s*)\W*(?:[Aa]dd|[Aa]dding) (?:to )?(?:the|that|this|those|its) $"
)
_PAY = re.compile(
    r"\b(?:will|(?:is|are|agree[sd]?|plans?|planned|intends?|wants?|set|about|has (?:agreed|promised|pledged)) to)"
    r"\s+(?:invest|inject|put|plough|plow|pour|pay|sink|spend|hand over)(?: in)? (?:about |around |some |nearly |as much as |up to )?$"
)
_PERFECT = re.compile(r"\b(?:has|have|had)\s+(?:already\s+|now\s+)?\w+(?:\s+in)?\s+(?:\w+\s+)?$")
_TOTAL = re.compile(
    r"\b(?:total\w*|in all|altogether|cumulative\w*|(?:bring|carr(?:y|ie)|tak|lift|rais|push)\w*(?=[^.;]{0,70}\bto\b)|brought(?=[^.;]{0,70}\bto\b)|(?:taken )?together|so far|to date|running|combined|since"
    r"|has invested|have invested|overall|all told|since it began|reach\w*(?! (?:on|in|by|with|between|under|last|this|earlier)\b)|exposure|will have"
    r"|(?<!additional )(?<!further )(?<!another )(?<!extra )(?<!fresh )(?<!new )sum of)\b",
    re.IGNORECASE,
)
_ROUNDING = 0.002
_NEAR = 0.02  # 65 is 64.6, but 10 may be something else than 9.7


def cumulative(draft: Draft) -> Iterator[Finding]:
    """Find a running total told as fresh money."""
    for claim, fact in draft.matched():
        exact = abs(float(claim.quantity.high) - fact.high) < _NEAR * fact.high
        total = exact and fact.measure == "cumulative investment" and not fact.misprint
        if not total or not (
            _apart(claim)
            or ((_told_as_new(claim) or _to_be_paid(claim)) and not _TOTAL.search(claim.own_clause))
        ):
            continue
        part = _new_part(draft, fact)
        hint = f": {said(*part.right)} of it is new" if part else ""
        yield note(
            draft.reading,
            claim.quantity,
            "cumulative",
            f"a running total told as new money ({fact.subject.label}){hint}",
            right=part.high if part else fact.high,
            figure=(part or fact).figure.id,
        )


def _beside(claim: Claim, before: int, after: int) -> tuple[str, str]:
    """Return the words on either side of a number, as far as the next number."""
    text, (start, end) = claim.sentence.text, claim.inner
    offset = claim.sentence.start
    money = [q for q in claim.others if q.kind == "money"]
    left = max((q.end - offset for q in money if q.end - offset <= start), default=0)
    right = min((q.start - offset for q in money if q.start - offset >= end), default=len(text))
    return text[max(left, start - before) : start], text[end : min(right, end + after)]


def _apart(claim: Claim) -> bool:
    """Tell whether a number is set apart from what was paid before, in so many words."""
    before, after = _beside(claim, 90, 80)
    return bool(_BESIDES.search(before) or _BESIDES.search(after))


def _told_as_new(claim: Claim) -> bool:
    """Tell whether the words beside a number call it new."""
    before, after = _beside(claim, 70, 40)
    if _ADDED_TO.search(before) or _FROM_BEFORE.match(after) or _BY_OTHERS.search(before):
        return False
    if _FRESH.match(after):
        return True
    return not _PERFECT.search(before) and bool(_NEW.search(before) or _MORE.match(after))


def _to_be_paid(claim: Claim) -> bool:
    """Tell whether a number is told as what is yet to be paid: "is to plough 60 billion"."""
    return _PAY.search(claim.sentence.text[: claim.inner[0]]) is not None


def _new_part(draft: Draft, total: Fact) -> Fact | None:
    """Return the payment or promise that led from an earlier total to this one."""
    pair = [
        f
        for f in draft.facts.by_company[str(total.subject.target)]
        if f.subject.holder == total.subject.holder and not f.misprint and f.unit == total.unit
    ]
    earlier = [
        f.high for f in pair if f.measure in {total.measure, "investment"} and f.high < total.high
    ]
    parts = [
        f
        for f in pair
        if f.measure in {"commitment", "investment"}
        and any(abs(f.high + old - total.high) < _ROUNDING * total.high for old in earlier)
    ]
    return parts[-1] if parts else None


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
