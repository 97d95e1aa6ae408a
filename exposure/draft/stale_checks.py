"""The rule for numbers that were right once: a later figure has replaced them."""

import re
from collections.abc import Iterator

from exposure.dates import in_words
from exposure.draft.claims import Claim
from exposure.draft.cues import SUPPOSED
from exposure.draft.derived import follows
from exposure.draft.draft import Draft
from exposure.draft.facts import Fact, agree
from exposure.draft.finding import Finding, note, said
from exposure.draft.fitting import CLOSE, dated, measured
from exposure.draft.stake_checks import reckoned_from
from exposure.quantities import Quantity

__all__ = ["stale"]

# In the clause of the number itself; and in the rest of the sentence.
_PAST = re.compile(
    r"\b(?:would|were to|at a valuation of|was|were|had|(?<!is )(?<!are )(?<!has )(?<!have )(?<!now )(?<!ently )(?:held|owned)|stood|until|from|rose|raised"
    r"|raising|lift\w*|rais\w+|bring\w*|brought|up|since|plan|reached|became|becoming|made|took"
    r"|taking|valued .{0,20} in)\b",
    re.IGNORECASE,
)
_LOOKING_BACK = re.compile(
    r"\b(?:if|assum\w+|then|previously|earlier|formerly|former|once|at the time|last (?:year|round"
    r"|month)|ago|when|back in|prior|previous|old|would|compared)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\b(?:is|are)\b[^.;]{0,40}?\b(?:held|owned|valued)\b", re.IGNORECASE)
_NOW = re.compile(
    r"\b(?:is|are|has|have|owns|holds|controls|currently|now|today|(?:at )?present|current|remains?|stands|counts"
    r"|belongs?|values?|worth|sits?|commands?|carr(?:y|ies)|boasts?|accounts?)\b",
    re.IGNORECASE,
)
_DEAL_VALUES = re.compile(
    r"\b(?:round|deal|investment|sale|offer|terms|transaction|purchase) (?:\w+ )?valu(?:es|ed|ing)\b",
    re.IGNORECASE,
)
_AT_PRESENT = re.compile(
    r"\b(?:currently|now|today|(?:at )?present(?:ly)?|at the moment|right now|these days|as things stand)\b",
    re.IGNORECASE,
)
_SERIES = frozenset(
    {"holding value", "net asset value", "ltv", "cash", "stake", "loan drawn", "net debt"}
)
_ALIKE = 4.5


def stale(draft: Draft) -> Iterator[Finding]:
    """Find a figure that a later one replaced, told as current on the day of the draft."""
    repeated = {other.start for _, other in draft.reading.conversions}
    for claim, fact in draft.matched():
        q = claim.quantity
        told = q.kind in {"money", "percent"} and q.modality != "may" and not claim.column
        if fact.misprint or not told or q.start in repeated or not _as_current(claim):
            continue
        latest = _replacement(draft, claim, fact) or _grown(draft, claim, fact)
        if latest is None or _of_its_time(draft, claim, fact) or follows(draft, claim):
            continue
        if reckoned_from(draft, claim):
            continue  # what it supposes is not what is
        # "A backlog of 300 billion" is no valuation, though the valuation was 300 billion.
        if claim.quantity.kind == "money" and not measured(claim, fact):
            continue
        if any(agree(q, latest) and _of_the_same(draft, claim, q) for q in claim.others):
            continue  # the sentence tells of the change itself
        low, high, _ = latest.right
        yield note(
            draft.reading,
            q,
            "stale",
            f"right as of {in_words(fact.figure.as_of)}; since {in_words(latest.figure.as_of)} "
            f"{_replaced_by(latest)} ({latest.subject.label}; {draft.where(latest)})",
            right=(low, high),
            figure=latest.figure.id,
            severity="warning",
            verdict="stale",
        )


def _of_the_same(draft: Draft, claim: Claim, other: Quantity) -> bool:
    """Tell whether another number of the sentence may be about the same holder."""
    return draft.reading.claim_at(other).subject in {"", claim.subject}


def _replaced_by(latest: Fact) -> str:
    """Return what it is now, or what is only to come."""
    now, status = said(*latest.right), latest.figure.status
    return (
        f"{now} is {status}" if status in {"announced", "in talks", "forecast"} else f"it is {now}"
    )


def _as_current(claim: Claim) -> bool:
    """Tell whether a number is told as one of today."""
    text = claim.sentence.text
    if _DEAL_VALUES.search(claim.own_clause):
        return False  # "the round values it at": whenever that was
    past = _PAST.search(_PRESENT.sub("", claim.own_clause)) or _LOOKING_BACK.search(
        f"{text[: claim.inner[0]]} {claim.own_clause}"
    )
    # As in: at a valuation of 500 billion, 27 % is worth 135 billion.
    product = {"percent", "money"} <= {q.kind for q in claim.others}
    supposed = claim.sentence.has(SUPPOSED) or (product and claim.quantity.kind == "money")
    if claim.so_far and "cumulative investment" in claim.distances:
        return not supposed
    return not past and not supposed and claim.sentence.has(_NOW)


def _replacement(draft: Draft, claim: Claim, fact: Fact) -> Fact | None:
    """Return what replaced a fact, when every fact that the claim may mean was replaced."""
    least = draft.matches[claim.quantity.start].score - _ALIKE
    alike = [
        f
        for f in draft.facts.near(claim.quantity)
        if not f.misprint and (draft.fit(claim, f) or 0) >= least
    ]
    if any(draft.successor(f) is None for f in alike):
        return None
    return draft.successor(fact)


def _grown(draft: Draft, claim: Claim, fact: Fact) -> Fact | None:
    """Return what has followed a number that nothing replaced, where it is told as the one of now.

    All that was paid so far has grown; of a value "at present" the ledger has that of a later day.
    """
    total = fact.measure == "cumulative investment" and "cumulative investment" in claim.distances
    so_far = total and (claim.perfect or claim.so_far)
    series = fact.measure in _SERIES or (fact.measure == "loan" and "limit" in fact.words)
    now = series and _AT_PRESENT.search(claim.sentence.text)
    if claim.own_dates or fact.figure.status != "completed" or not (so_far or now):
        return None
    later = [
        f
        for f in draft.facts.by_company[fact.subject.target or str(fact.subject.holder)]
        if (f.measure, f.sides, f.unit, f.viewer) == (fact.measure, fact.sides, fact.unit, fact.viewer)
        and f.figure.status in {"completed", "announced" if f.measure == "loan" else ""}
        and not f.misprint and fact.last_day < f.first_day <= draft.today.toordinal()
        and ("limit" in f.words) == ("limit" in fact.words)
        and not agree(claim.quantity, f)
    ]  # fmt: skip
    return max(later, key=lambda f: f.first_day, default=None)


def _of_its_time(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether the sentence, or one before it, gives the time when the figure was right."""
    if dated(claim, fact, CLOSE):
        return True
    earlier: list[Quantity] = []
    for sentence in (*claim.before, claim.sentence):
        earlier += draft.reading.within(sentence.start, sentence.end)
    return any(
        q.kind == "date" and q.low and q.low <= fact.last_day and fact.first_day <= q.high
        for q in earlier
    )
