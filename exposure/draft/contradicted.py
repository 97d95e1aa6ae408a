"""Rules for numbers that the ledger contradicts.

A number that agrees with no fact is wrong only when holder, target and measure leave no doubt what it
is about; otherwise it is unknown. No alarm on a right text is worth more than one more error found.
"""

import re
from collections.abc import Iterator
from math import log10

from exposure.draft.claims import SAME_DEAL, Claim
from exposure.draft.derived import follows
from exposure.draft.draft import CLOSE, Draft, dated, measured
from exposure.draft.facts import INVESTED, ONE_AT_A_TIME, RELATED, Fact, agree
from exposure.draft.finding import Finding, interval, meet, note, said, tenfold
from exposure.quantities import Quantity

__all__ = ["holder_or_target", "size_or_sign", "value"]

_SURE = 6.0  # the least fit at which a claim is about a fact whose number it does not have
_LIKELY = 5.0  # enough when the digits are those of the fact
_UNDATED = 9.0  # enough when the sentence gives another time than the fact's
_ODD = 3  # digits of a number that two companies do not share by chance
_OF_ONE = frozenset({"company value", "market value", "market value change", "round size"})
_WIDE = 5  # how many times as large a number may be that is only wrong
_BETTER = 1.0  # how much better a fact of another size must fit than one that agrees

# Of these there is one on a day.
_ONE_A_DAY = (
    "investment", "company value", "holding value", "ltv", "net asset value", "cash", "round size",
    "market value", "cumulative investment",
)  # fmt: skip


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
        # A sentence that names nobody may be about anybody.
        fact = draft.best(claim, slips, _LIKELY if claim.sentence.companies else _SURE + 1)
        if fact is None or follows(draft, claim):
            continue
        fits = draft.fit(claim, fact) or 0
        # At another time, or where the story has this very number elsewhere, more must fit.
        doubtful = (claim.own_dates and not dated(claim, fact, CLOSE)) or any(
            other.sides & frozenset(draft.reading.companies)
            for other in draft.facts.near(q)
            if not other.misprint and other.high == float(q.high) and draft.was_known(other)
        )
        if (own and fits < own.score + _BETTER) or (doubtful and fits < _UNDATED):
            continue
        # The number itself is known of that time and this target: then the holder is another.
        if doubtful and any(
            not other.misprint and other.sides & keys and dated(claim, other, CLOSE)
            and other.high == float(q.high) and measured(claim, other)
            for other in draft.facts.near(q)
        ):  # fmt: skip
            continue
        low, high, unit = fact.right
        if q.single and unit == q.unit:  # of a range, the end that is meant
            low = high = high if tenfold(float(q.high), high) else low
        is_right = f"{draft.where(fact)} has {said(low, high, unit)}"
        if unit != q.unit:
            rule, words = "currency-sign", f"{is_right}: the same number in another currency"
        else:
            power = round(log10(float(q.high) / high))
            size = f"{10 ** abs(power):,} times too {'large' if power > 0 else 'small'}"
            rule, words = "ten-fold", f"{size}: {is_right}"
        right = (low, high)
        yield note(draft.reading, q, rule, words, right=right, figure=fact.figure.id)


def _whose(claim: Claim, fact: Fact) -> bool:
    """Tell whether a sentence may be about a fact's holder: money "to Birch" may be anybody's."""
    holder = fact.subject.holder
    named = holder is None or holder in claim.sentence.companies
    return named or claim.sentence.refers or claim.sentence.has(SAME_DEAL)


def _slipped(q: Quantity, fact: Fact) -> bool:
    low, high, unit = fact.right
    if high <= 0 or q.high <= 0:
        return False
    if unit != q.unit:
        return float(q.high) == high and float(q.low) in {low, high}
    if q.single:
        return any(tenfold(float(q.high), end) for end in (low, high))
    return bool(tenfold(float(q.high), high) and (low == high or tenfold(float(q.low), low)))


def holder_or_target(draft: Draft) -> Iterator[Finding]:
    """Find the right number on the wrong company."""
    today = draft.today.toordinal()
    for claim in draft.reading.claims:
        q = claim.quantity
        changed = claim.change and q.kind == "percent"
        if q.kind not in {"money", "percent"} or not claim.sentence.companies or changed:
            continue
        own = draft.matches.get(q.start)
        if own and _in_its_place(claim, own.fact):
            continue
        for fact in draft.facts.near(q):
            if fact.misprint or not measured(claim, fact) or not _exact(q, fact):
                continue
            wrong = _wrong_side(draft, claim, fact)
            if wrong is None:
                continue
            rule, named, meant = wrong
            instead = _same_for(draft, claim, fact, rule)
            if any(agree(q, other) for other in instead):
                break
            if not instead and not _distinct(claim, fact, today):
                continue
            right = instead[-1].right if instead else None
            also = f", for which it has {said(*right)}" if right else ""
            yield note(
                draft.reading,
                q,
                rule,
                f"{draft.where(fact)} has this for {draft.name(meant)}, not {draft.name(named)}{also}",
                right=right[:2] if right else draft.name(meant),
                figure=fact.figure.id,
            )
            break


def _wrong_side(draft: Draft, claim: Claim, fact: Fact) -> tuple[str, str, str] | None:
    """Return rule, company named and company meant, when one of two sides is filled by another."""
    holder, target = fact.subject.holder, fact.subject.target
    named = claim.sentence.companies
    if holder and target and target in named and claim.subject not in {holder, target, ""}:
        return "holder", claim.subject, holder
    acting = holder in {claim.subject, claim.object}
    if holder and target and acting and target not in named:
        rest = named - {holder}
        other = claim.subject if claim.object == holder else claim.object
        if other in {"", holder} and len(rest) == 1:
            other = next(iter(rest))  # "sales of Birch stock brought Acme"
        return ("target", other, target) if other not in {holder, target, ""} else None
    alone = not holder and target and target not in named and len(named) == 1
    if alone and target and fact.measure in _OF_ONE:
        other = next(iter(named))
        if all(m.start > claim.quantity.start for m in claim.sentence.mentions):
            return None  # "at a valuation of 157 billion, of which Acme gave 5" values another
        known = {f.measure for f in draft.facts.by_company[other]}
        odd = len(claim.quantity.high.normalize().as_tuple().digits) >= _ODD
        return ("target", other, target) if fact.measure in known or odd else None
    return None


def _in_its_place(claim: Claim, fact: Fact) -> bool:
    """Tell whether the holder of a fact is the one that the sentence has acting."""
    holder, target = fact.subject.holder, fact.subject.target
    if holder is None or not claim.subject or holder in {claim.subject, claim.object}:
        return True
    return holder not in claim.sentence.companies and claim.subject == target


def _same_for(draft: Draft, claim: Claim, fact: Fact, rule: str) -> list[Fact]:
    """Return what the ledger has of the same measure for the company named, the standing last."""
    holder, target = fact.subject.holder, fact.subject.target
    if rule == "holder":
        holder = claim.subject
    else:
        acted_on = claim.subject if claim.object == holder else claim.object
        target = acted_on or next(iter(claim.sentence.companies))
    measures = {fact.measure} | RELATED.get(fact.measure, frozenset())
    found = [
        f
        for f in draft.facts.by_company[str(target)]
        if (f.subject.holder, f.subject.target, f.unit) == (holder, target, fact.unit)
        and f.measure in measures
        and not f.misprint
        and draft.was_known(f)
    ]
    return sorted(found, key=lambda f: (f.figure.superseded_by is None, f.figure.as_of))


def _exact(q: Quantity, fact: Fact) -> bool:
    return fact.low in {float(q.low), float(q.high)} or fact.high == float(q.high)


def _distinct(claim: Claim, fact: Fact, today: int) -> bool:
    """Tell whether a number is not met by chance: of two digits, a share, dated, bounded alike, or of now."""
    q = claim.quantity
    bounded = q.modality == fact.figure.modality != "exactly"
    digits = len(q.high.normalize().as_tuple().digits)
    recent = not claim.dates and abs(today - fact.first_day) <= CLOSE
    return digits > 1 or q.kind == "percent" or bounded or recent or dated(claim, fact)


def value(draft: Draft) -> Iterator[Finding]:
    """Find a number that the only figure for it contradicts."""
    repeated = {other.start for _, other in draft.reading.conversions}
    for claim in draft.unmatched("money", "percent"):
        q = claim.quantity
        if q.unit == "percentage points" or q.modality == "may" or claim.change:
            continue
        if q.start in repeated:
            continue
        if not claim.sentence.companies and not claim.sentence.refers:
            continue
        if q.unit == "fraction" and _in_a_change(claim):
            continue
        fact = _only_fact(draft, claim)
        if fact is None or follows(draft, claim):
            continue
        low, high, unit = fact.right
        if q.kind == "money" and not low / _WIDE <= float(q.high) <= high * _WIDE:
            continue  # no slip of a digit: something else is meant
        words = f"{draft.where(fact)} has {said(low, high, unit)}: {fact.subject.label}"
        meant = _of_another(draft, claim, fact)
        if meant:
            words += f"; {q.printed} is what {draft.where(meant)} has for {draft.name(str(meant.subject.target))}"
        yield note(
            draft.reading,
            q,
            "target" if meant else "value",
            words,
            right=(low, high),
            figure=fact.figure.id,
        )


def _in_a_change(claim: Claim) -> bool:
    """Tell whether a share is one of two, before and after something was paid, or the one before."""
    before = claim.sentence.text[: claim.inner[0]]
    kinds = [q.unit == "fraction" for q in claim.others if q.kind in {"money", "percent"}]
    return before.rstrip().endswith(("from", "From")) or (any(kinds) and kinds.count(False) > 1)


def _of_another(draft: Draft, claim: Claim, fact: Fact) -> Fact | None:
    """Return what has the number of a claim by the same holder for another company."""
    for other in draft.facts.near(claim.quantity):
        alike = (other.measure, other.subject.holder) == (fact.measure, fact.subject.holder)
        exact = float(claim.quantity.low) == other.low == other.high
        if alike and exact and not other.misprint and other.subject.target != fact.subject.target:
            return other if other.subject.target and other.subject.holder else None
    return None


def _only_fact(draft: Draft, claim: Claim) -> Fact | None:
    """Return the fact that a claim must be about, by holder, target, measure and time."""
    fitting = []
    for fact in draft.candidates(claim):
        known = fact.measure in ONE_AT_A_TIME or fact.measure in _ONE_A_DAY
        if known and not fact.misprint and fact.unit == claim.quantity.unit:
            fits = draft.fit(claim, fact)
            # "A 27 % stake is worth" says nothing of who has it.
            whose = fact.measure != "stake" or _has_holder(claim, fact)
            clear = measured(claim, fact) and _foremost(claim, fact) and _in_its_place(claim, fact)
            clear = clear and whose and not _of_others(claim, fact)
            clear = clear and not _of_another_measure(claim, fact)
            if fits is not None and fits >= _SURE and clear:
                fitting.append((fits, fact))
    then = [pair for pair in fitting if dated(claim, pair[1])]
    always = [pair for pair in fitting if pair[1].measure in ONE_AT_A_TIME]
    chosen = then or always
    if not chosen or len({f.measure for _, f in chosen}) > 1 or (claim.own_dates and not then):
        return None
    doubtful = claim.status == "talks" and not _would(claim)
    if not then and doubtful and chosen[0][1].measure == "stake":
        return None
    if then and not always and len({f.subject.id for _, f in then}) > 1:
        return None
    if any(_coarse(claim.quantity, fact) for _, fact in chosen):
        return None
    standing = [p for p in chosen if draft.stands(p[1])] or chosen
    best = max(fits for fits, _ in standing)
    to_come = claim.status in {"planned", "talks"}
    return max(
        standing,
        key=lambda pair: (
            pair[0] >= best - _BETTER,
            (pair[1].figure.status != "completed") == to_come,
            pair[1].figure.as_of,
            pair[0],
        ),
    )[1]


def _of_another_measure(claim: Claim, fact: Fact) -> bool:
    """Tell whether an investment is a total, or a limit is not named as one of this ratio."""
    if fact.measure == "cumulative investment":
        return not _in_all(claim)
    if fact.measure == "investment":
        return _in_all(claim) or "cumulative investment" in claim.sentence.cues
    if fact.measure != "ltv limit":
        return False
    named = fact.subject.holder in claim.sentence.companies and bool(claim.sense)
    return not named and not any("ltv" in s.cues for s in (claim.sentence, *claim.before))


# "By the end of 2030 it had invested 40 billion": all that it had paid until then.
_BY_THEN = re.compile(r"\b(?:by|until|as of|up to)\b", re.IGNORECASE)
_HAD_PAID = re.compile(
    r"\b(?:had|has|have)(?: now| already)? (?:invested|put|paid|poured|sunk|spent|ploughed|plowed|pumped)\b"
)


def _in_all(claim: Claim) -> bool:
    """Tell whether an investment is told as all that was paid until some day."""
    total = "cumulative investment" in claim.distances
    perfect = _HAD_PAID.search(claim.own_clause)
    until = any(
        _BY_THEN.search(claim.sentence.text[: q.start - claim.sentence.start][-25:])
        for q in claim.dates
    )
    return until and bool(total or perfect)


def _of_others(claim: Claim, fact: Fact) -> bool:
    """Tell whether a sentence names other companies, and not the one that a fact is about."""
    target = fact.subject.target
    named = claim.sentence.companies
    return target is not None and target not in named and bool(named - fact.sides)


def _would(claim: Claim) -> bool:
    """Tell whether nothing but "would" makes it sound like talks: "that would leave it with 13 %"."""
    if any(q.unit == "fraction" for q in claim.others):
        return False  # "would go from 9 % to 12 %" supposes both
    told = claim.sentence.telling.get("talks", ())
    return all(claim.sentence.text[start:end].lower() == "would" for start, end in told)


def _has_holder(claim: Claim, fact: Fact) -> bool:
    return fact.subject.holder in claim.sentence.companies or claim.sentence.refers


def _foremost(claim: Claim, fact: Fact) -> bool:
    """Tell whether what a fact measures is what stands nearest to the number."""
    near = claim.distances
    names = (
        {fact.measure, "ltv"} if fact.measure == "ltv limit" and claim.limits else {fact.measure}
    )
    if fact.measure == "cumulative investment" and _in_all(claim):
        names |= INVESTED
    if fact.measure == "purchase price":  # "paid 6.5 billion for" is a price
        names |= RELATED[fact.measure] | {"company value"}
    gaps = [near[name] for name in names if name in near]
    return bool(gaps) and min(gaps) <= min(near.values()) + 12


def _coarse(q: Quantity, fact: Fact) -> bool:
    """Tell whether a number may be a coarse rounding of a fact."""
    if fact.measure == "ltv limit":  # "below 35 %" is that limit and no other
        return q.modality == "about" and meet(interval(q), (fact.low, fact.high))
    if fact.figure.modality in {"more than", "at least"} and float(q.low) > fact.low:
        return True  # 18 billion are more than 13
    return q.modality != "exactly" and meet(interval(q), (fact.low * 0.98, fact.high * 1.02))
