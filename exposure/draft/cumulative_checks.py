"""The rule for a running total that is told as fresh money."""

import re
from collections.abc import Iterator

from exposure.draft.claims import Claim
from exposure.draft.draft import Draft
from exposure.draft.facts import Fact
from exposure.draft.finding import Finding, note, said

__all__ = ["NEW", "beside", "cumulative"]

NEW = re.compile(
    r"\b(?:top(?:s|ped|ping)? up|(?:increas|rais|boost|lift|expand)\w* (?:\w+ ){0,4}(?:investment|commitment|bet|holding)"
    r"|new|fresh|additional|further|another|extra|more(?! than|\s*[:,;\u2014])|inject\w*|pour\w*|preparing to|add(?:s|ed|ing)?(?! (?:it |them |this )?(?:all )?(?:up|together))"
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


def beside(claim: Claim, before: int, after: int) -> tuple[str, str]:
    """Return the words on either side of a number, as far as the next number."""
    text, (start, end) = claim.sentence.text, claim.inner
    offset = claim.sentence.start
    money = [q for q in claim.others if q.kind == "money"]
    left = max((q.end - offset for q in money if q.end - offset <= start), default=0)
    right = min((q.start - offset for q in money if q.start - offset >= end), default=len(text))
    return text[max(left, start - before) : start], text[end : min(right, end + after)]


def _apart(claim: Claim) -> bool:
    """Tell whether a number is set apart from what was paid before, in so many words."""
    before, after = beside(claim, 90, 80)
    return bool(_BESIDES.search(before) or _BESIDES.search(after))


def _told_as_new(claim: Claim) -> bool:
    """Tell whether the words beside a number call it new."""
    before, after = beside(claim, 70, 40)
    if _ADDED_TO.search(before) or _FROM_BEFORE.match(after) or _BY_OTHERS.search(before):
        return False
    if _FRESH.match(after):
        return True
    return not _PERFECT.search(before) and bool(NEW.search(before) or _MORE.match(after))


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
