"""The rule for a number that the only figure for it contradicts.

A number that agrees with no fact is wrong only when holder, target and measure leave no doubt what it
is about; otherwise it is unknown. No alarm on a right text is worth more than one more error found.
"""

import re
from collections.abc import Iterator
from itertools import combinations
from math import inf

from exposure.draft.claims import Claim
from exposure.draft.deal_checks import event_date
from exposure.draft.derived import follows
from exposure.draft.draft import Draft
from exposure.draft.facts import CHANGES, INVESTED, ONE_AT_A_TIME, RELATED, Fact, agree
from exposure.draft.finding import Finding, interval, meet, note, said
from exposure.draft.fitting import dated, in_all, measured, until
from exposure.draft.side_checks import in_its_place, of_nobody_named
from exposure.quantities import Quantity

__all__ = ["value"]

_SURE = 6.0  # the least fit at which a claim is about a fact whose number it does not have
_BETTER = 1.0  # how much better another fact must fit to be meant instead
_APART = 8  # characters
_FEW = 12  # amounts of which two are added
_WIDE = 5  # how many times as large a number may be that is only wrong

# Of these there is one on a day.
_ONE_A_DAY = (
    "investment", "company value", "holding value", "ltv", "net asset value", "cash", "round size",
    "market value", "cumulative investment", "net debt", "equity value", "loan drawn", "portfolio share",
    "share price change",
)  # fmt: skip


def value(draft: Draft) -> Iterator[Finding]:
    """Find a number that the only figure for it contradicts."""
    repeated = {other.start for _, other in draft.reading.conversions}
    # A payment put into another month is no other payment.
    misdated = {finding.start for finding in event_date(draft)}
    for claim in draft.unmatched("money", "percent"):
        q = claim.quantity
        beside = q.start in repeated or any(when.start in misdated for when in claim.dates)
        if beside or not _tells_of_one(claim):
            continue
        fact = _only_fact(draft, claim)
        if fact is None or agree(q, fact) or (claim.change and fact.measure not in CHANGES):
            continue
        # Parts that have changed places still make the whole.
        made = not _told_apart(claim, fact) and (
            follows(draft, claim) or _of_two_before(draft, claim)
        )
        if made or _is_a_ratio(draft, claim, fact):
            continue
        low, high, unit = fact.right
        if q.kind == "money" and not low / _WIDE <= float(q.high) <= high * _WIDE:
            continue  # no slip of a digit: something else is meant
        words = f"{draft.where(fact)} has {said(low, high, unit)}: {fact.subject.label}"
        another = _of_another(draft, claim, fact)
        if another:
            words += f"; {q.printed} is what {draft.where(another)} has for {draft.name(str(another.subject.target))}"
        yield note(
            draft.reading,
            q,
            "target" if another else "value",
            words,
            right=(low, high),
            figure=fact.figure.id,
        )


def _tells_of_one(claim: Claim) -> bool:
    """Tell whether a claim may be held against one figure: it is of somebody named, and of one thing."""
    q, text = claim.quantity, claim.sentence.text
    told = claim.sentence.refers or claim.carried or claim.sentence.kind
    meant = told or (claim.limits and claim.sentence.has(_THE_GROUP))
    nobody = not claim.sentence.companies and (not meant or claim.sentence.has(_ANOTHER_THING))
    past = not (claim.dates or claim.earlier) and _OWNED.search(text[: claim.inner[0]])
    several = (
        past
        or _OF_SEVERAL.search(claim.own_clause)
        or (q.unit == "fraction" and _in_a_change(claim))
    )
    other = _OF_ANOTHER.match(text, claim.inner[1])
    strange = other and all(
        m.start - claim.sentence.start != other.start("name") for m in claim.sentence.mentions
    )
    no_amount = q.unit == "percentage points" or q.modality == "may" or claim.compared
    return not (nobody or several or strange or no_amount or of_nobody_named(claim))


# "It bought an office for 5 billion": what it bought is named, though not with a name.
_ANOTHER_THING = re.compile(
    r"(?:\b(?:buy|bought|acquired|purchased|built|ordered|on|for|into|in|of) (?:an?|another|two|three|four|some)|^\W*(?:an?|two|three|four)) "
    r"(?!(?:[\w-]+ )?(?:rounds?|deals?|stakes?|shares?|holdings?|year|quarter|month|day|week|sales?|transactions?|total|payments?|tranches?"
    r"|instal?lments?|investments?|purchase|loans?|valuation|price|further|few"
    r"|agency|analysts?|emergency|crisis|average|ordinary|normal|statement|report|filing|letter|presentation|interview|note)\b)",
    re.IGNORECASE,
)
# "It owned 9 %" says not when.
_OWNED = re.compile(
    r"(?<!has )(?<!have )(?<!is )(?<!are )\b(?:owned|held|had) (?:about |around |some |roughly |just )?$"
)
_OF_SEVERAL = re.compile(
    r"\b(?:both|(?:the|these|those|all) (?:two|three|four|five))\b(?! (?:years|months|weeks|days))"
)
# "83 % of the Riverside Fund" are of something else than what is named.
_OF_ANOTHER = re.compile(r"\s+of (?:the |its )?(?:[a-z]\w+ )?(?P<name>[A-Z]\w+ [A-Z]\w+)")
# "With the 5 billion of May that makes 9 billion": a sum, and no payment.
_MADE = re.compile(
    r"\b(?:mak(?:es?|ing)|made|br(?:ings?|inging|ought)|comes? to|came to|add(?:s|ed)? up to)\s+(?:(?:it|this|that|the \w+) )?(?:to )?(?:about |nearly |some )?$"
)
_OF_IT = re.compile(r"\s+of (?:it|the (?:company|firm|start-?up|whole))\b")
_THE_GROUP = re.compile(r"\b(?:the|this) (?:\w+ )?(?:group|company|conglomerate|firm)\b")


def _of_two_before(draft: Draft, claim: Claim) -> bool:
    """Tell whether an amount is what two of those told before make, or what is between them."""
    q = claim.quantity
    told = [
        other
        for sentence in claim.before
        for other in draft.reading.within(sentence.start, sentence.end)
    ]
    same = {other.low for other in (*told, *claim.others) if other.unit == q.unit and other.single}
    low, high = interval(q)
    pairs = combinations(same, 2) if len(same) <= _FEW else ()
    made = [float(x) for a, b in pairs for x in (a + b, abs(a - b))]
    return bool(claim.before) and any(meet((low, high), (x * 0.999, x * 1.001)) for x in made)


def _is_a_ratio(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether what is read as a limit has the number of a ratio: "its 20 % are below the limit"."""
    ratios = (f for f in draft.facts.near(claim.quantity) if f.measure == "ltv" and not f.viewer)
    return fact.measure == "ltv limit" and any(ratios)


def _in_a_change(claim: Claim) -> bool:
    """Tell whether a share is one of two, before and after something was paid, or the one before."""
    if claim.dated_behind:
        return False  # each of the two has a date of its own
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
        known = fact.measure in ONE_AT_A_TIME or fact.measure in _ONE_A_DAY or fact.case
        if known and not fact.misprint and fact.unit == claim.quantity.unit:
            fits = draft.fit(claim, fact)
            # "A 27 % stake is worth" says nothing of who has it.
            whose = fact.measure != "stake" or _has_holder(claim, fact)
            clear = measured(claim, fact) and _foremost(claim, fact) and in_its_place(claim, fact)
            clear = clear and whose and not _of_others(claim, fact)
            clear = clear and not _of_another_measure(claim, fact)
            if fits is not None and fits >= _SURE and clear:
                fitting.append((fits, fact))
    then = [pair for pair in fitting if dated(claim, pair[1])]
    always = [
        pair for pair in fitting if pair[1].measure in ONE_AT_A_TIME or _told_apart(claim, pair[1])
    ]
    chosen = _of_nearest(claim, then or always)
    timeless = all(f.measure == "ltv limit" for _, f in chosen)
    dates = claim.own_dates and not timeless
    if not chosen or len({f.measure for _, f in chosen}) > 1 or (dates and not then):
        return None
    doubtful = claim.status == "talks" and not _would(claim)
    if not then and doubtful and chosen[0][1].measure == "stake":
        return None
    if then and not always and len({f.subject.id for _, f in chosen}) > 1:
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


def _of_nearest(claim: Claim, fitting: list[tuple[float, Fact]]) -> list[tuple[float, Fact]]:
    """Return the facts of the measure that stands nearest, where another is clearly further off."""
    near = sorted((claim.distances.get(f.measure, inf), f.measure) for _, f in fitting)
    nearest = [pair for pair in fitting if near and pair[1].measure == near[0][1]]
    others = [gap for gap, measure in near if measure != near[0][1]]
    return nearest if others and min(others) > near[0][0] + _APART else fitting


def _told_apart(claim: Claim, fact: Fact) -> bool:
    """Tell whether a claim says which of two a fact is, and gives no date: "pre-money", "paid at once"."""
    return bool(fact.case) and not claim.dates and claim.case(fact.measure) == fact.case


def _of_another_measure(claim: Claim, fact: Fact) -> bool:
    """Tell whether an investment is a total, or a limit is not named as one of this ratio."""
    if fact.measure == "cumulative investment":
        return not in_all(claim)
    if fact.measure == "investment":
        made = claim.others and _MADE.search(claim.sentence.text[: claim.inner[0]])
        return until(claim) or bool(made) or "cumulative investment" in claim.sentence.cues
    if fact.measure != "ltv limit":
        return False
    named = fact.subject.holder in claim.sentence.companies and bool(claim.sense)
    return not named and not any("ltv" in s.cues for s in (claim.sentence, *claim.before))


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
    own = {m.key for m in claim.sentence.mentions if m.role != "source"}
    named = fact.subject.holder in own.union(claim.carried)
    # "27 % of the company" speaks of what is held, and of nobody who holds it.
    of_it = _OF_IT.match(claim.sentence.text, claim.inner[1])
    return named or (claim.sentence.refers and not of_it)


def _foremost(claim: Claim, fact: Fact) -> bool:
    """Tell whether what a fact measures is what stands nearest to the number."""
    near = claim.distances
    names = (
        {fact.measure, "ltv"} if fact.measure == "ltv limit" and claim.limits else {fact.measure}
    )
    if fact.measure == "cumulative investment" and in_all(claim):
        names |= INVESTED
    if fact.measure == "stake":  # "owned by"
        names |= {"economic interest"}
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
