"""The rule for the status of a deal: talks told as a plan or as done, and a plan told as done."""

import re
from collections.abc import Iterator
from math import inf

from exposure.dates import days
from exposure.draft.claims import Claim
from exposure.draft.cues import GETS
from exposure.draft.cumulative_checks import NEW, beside
from exposure.draft.derived import adds_up
from exposure.draft.draft import Draft
from exposure.draft.facts import INVESTED, RELATED, Fact
from exposure.draft.finding import Finding, note
from exposure.draft.fitting import CLOSE, dated

__all__ = ["status"]

_SOON = 3  # days that a draft may be ahead of a figure's date
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
_BESIDE, _AWAY, _ELSEWHERE = 80, 110, 60
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
    if near is None or near >= _BESIDE * (1 + claim.alone):
        return False
    # A promise told elsewhere in the sentence is of another deal.
    away = min(_AWAY, near + _ELSEWHERE) if claim.status == "done" else inf
    return all(gap is None or gap > away for gap in weaker)


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
    new = NEW.search(beside(claim, 70, 0)[0])  # "another 30 billion" are not those of last year
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
