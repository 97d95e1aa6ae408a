"""The rule for the digits of a fact with another size, or with the sign of another currency."""

from collections.abc import Iterator
from math import log10

from exposure.draft.claims import Claim
from exposure.draft.cues import SAME_DEAL
from exposure.draft.derived import follows
from exposure.draft.draft import Draft
from exposure.draft.facts import INVESTED, Fact
from exposure.draft.finding import Finding, interval, meet, note, said, tenfold
from exposure.draft.fitting import CLOSE, dated, may_mean, measured
from exposure.quantities import Quantity

__all__ = ["size_or_sign"]

_LIKELY = 5.0  # enough when the digits are those of the fact
_UNDATED = 9.0  # enough when the sentence gives another time than the fact's
_BETTER = 1.0  # how much better a fact of another size must fit than one that agrees
_MOST, _THOUSAND = 4, 3  # powers of ten
_SOME = 3  # digits that two amounts do not share by chance
_NAMELESS = 7.0  # enough for a sentence that names nobody, which may be about anybody


def size_or_sign(draft: Draft) -> Iterator[Finding]:
    """Find the digits of a fact ten or a thousand times too large, or in another currency."""
    repeated = {other.start for _, other in draft.reading.conversions}
    for claim in draft.reading.claims:
        q, own = claim.quantity, draft.matches.get(claim.quantity.start)
        if q.kind != "money" or claim.column or q.start in repeated:
            continue
        keys = draft.about(claim)
        slips = [
            f
            for f in draft.facts.of_digits(q)
            if f.sides & keys
            and _slipped(q, f)
            and (dated(claim, f, CLOSE) or (not draft.forgotten(f) and _whose(claim, f)))
        ]
        told = claim.sentence.companies or claim.carried
        fact = draft.best(claim, slips, _LIKELY if told else _NAMELESS)
        if fact is None or follows(draft, claim) or _is_about(draft, claim, fact):
            continue
        fits = draft.fit(claim, fact) or 0
        # At another time, or where the story has this very number elsewhere, more must fit.
        same = _of_the_number(draft, claim, fact)
        doubtful = (claim.own_dates and not dated(claim, fact, CLOSE)) or any(
            other.sides & frozenset(draft.reading.companies) for other in same
        )
        named = fact.sides <= claim.sentence.companies
        # What is told as paid in a month is none of the talks of that month.
        talks = own and own.fact.figure.status == "in talks" and claim.status != "talks"
        own = None if talks and dated(claim, fact, CLOSE) else own
        if (own and fits < own.score + _BETTER) or (doubtful and fits < _UNDATED):
            continue
        # The number itself is known of that time: then holder or target is another.
        if doubtful and any(
            other.sides & keys and dated(claim, other, CLOSE) and measured(claim, other)
            and not (named and dated(claim, fact) and not dated(claim, other))
            and (claim.object or other.subject.target == fact.subject.target)
            for other in same
        ):  # fmt: skip
            continue
        low, high, unit = fact.right
        if q.single and unit == q.unit:  # of a range, the end that is meant
            low = high = high if _tenfold(q, high) else low
        is_right = f"{draft.where(fact)} has {said(low, high, unit)}"
        if unit != q.unit:
            rule, words = "currency-sign", f"{is_right}: the same number in another currency"
        else:
            power = round(log10(float(q.high) / high))
            size = f"{10 ** abs(power):,} times too {'large' if power > 0 else 'small'}"
            rule, words = "ten-fold", f"{size}: {is_right}"
        right = (low, high)
        yield note(draft.reading, q, rule, words, right=right, figure=fact.figure.id)


def _of_the_number(draft: Draft, claim: Claim, slip: Fact) -> list[Fact]:
    """Return the facts that have the number itself, and may be meant where it seems the slip of another.

    Not those of another measure, or of talks, where a sentence with no other amount names the
    companies of the slip, and nothing else in the text has the number.
    """
    q = claim.quantity
    again = any(
        (x.high, x.unit) == (q.high, q.unit) and x is not q for x in draft.reading.quantities
    )
    sure = claim.alone and not again and slip.sides <= claim.sentence.companies
    talks = claim.status == "talks"
    return [
        f
        for f in draft.facts.near(q)
        if f.high == float(q.high) and not f.misprint and draft.was_known(f)
        and not (sure and (not may_mean(claim, f) or (f.figure.status == "in talks" and not talks)))
    ]  # fmt: skip


def _is_about(draft: Draft, claim: Claim, slip: Fact) -> bool:
    """Tell whether a number is a loose printing of another fact of the kind: around 22 for 22.5."""
    q = claim.quantity
    return q.modality == "about" and any(
        fact.unit == q.unit and fact.measure in {slip.measure, *INVESTED} and fact.sides == slip.sides
        and meet(interval(q), (fact.low, fact.high))
        for fact in draft.candidates(claim)
        if not fact.misprint
    )  # fmt: skip


def _whose(claim: Claim, fact: Fact) -> bool:
    """Tell whether a sentence may be about a fact's holder: money "to Birch" may be anybody's."""
    holder = fact.subject.holder
    named = holder is None or holder in claim.sentence.companies
    return named or claim.sentence.refers or claim.sentence.has(SAME_DEAL)


def _tenfold(q: Quantity, end: float) -> bool:
    """Tell whether a number is one of a fact, rounded as it is printed, ten or a thousand times as large."""
    if tenfold(float(q.high), end):
        return True
    power = round(log10(float(q.high) / end))
    printed = len(q.high.normalize().as_tuple().digits) if q.high_step >= q.high / 100 else _SOME
    likely = 1 <= abs(power) <= _MOST if printed >= _SOME else abs(power) == _THOUSAND
    return likely and abs(float(q.high) / 10**power - end) <= (
        float(q.high_step) / 10**power / 2 * (1 + 1e-9)
    )


def _slipped(q: Quantity, fact: Fact) -> bool:
    low, high, unit = fact.right
    if high <= 0 or q.high <= 0:
        return False
    if unit != q.unit:
        return float(q.high) == high and float(q.low) in {low, high}
    if q.single:
        return any(_tenfold(q, end) for end in (low, high))
    return bool(tenfold(float(q.high), high) and (low == high or tenfold(float(q.low), low)))
