"""Which figure a claim must be about, by everything but its number: the rule of values asks for the only one."""

import re
from math import inf

from exposure.draft.claims import Claim
from exposure.draft.draft import Draft
from exposure.draft.facts import INVESTED, ONE_AT_A_TIME, RELATED, Fact
from exposure.draft.finding import interval, meet
from exposure.draft.fitting import dated, in_all, measured, until
from exposure.draft.side_checks import in_its_place
from exposure.quantities import Quantity

__all__ = ["MADE", "only_fact", "told_apart"]

_SURE = 6.0  # the least fit at which a claim is about a fact whose number it does not have
_BETTER = 1.0  # how much better another fact must fit to be meant instead
_NEWSWORTHY = INVESTED | {
    "round size",
    "company value",
    "purchase price",
    "loan",
    "loan drawn",
    "sale",
}
_STOCKS = frozenset({"stake", "cumulative investment", "economic interest"})
_NEWS, _MONTH = 21, 32  # days
_APART = 8  # characters
_FIVES, _DUST = 5, 1e-6  # a number that ends on 5 or 0 may be a round one

# Of these there is one on a day.
_ONE_A_DAY = frozenset({
    "investment", "company value", "holding value", "ltv", "net asset value", "cash", "round size",
    "market value", "market value change", "cumulative investment", "net debt", "equity value", "loan drawn", "portfolio share",
    "share price change", "commitment",
})  # fmt: skip
# "With the 5 billion of May that makes 9 billion": a sum, and no payment.
MADE = re.compile(
    r"\b(?:mak(?:es?|ing)|made|br(?:ings?|inging|ought)|comes? to|came to|add(?:s|ed)? up to)\s+(?:(?:it|this|that|the \w+) )?(?:to )?(?:about |nearly |some )?$"
)
_HOLDING = re.compile(
    r"^\W*(?:[\w'\u2019]+,? ){0,6}?(?:the|its|their|aggregate|total|this|that)(?: \w+)? (?:stake|holding|interest|shareholding)\b",
    re.IGNORECASE,
)
_THING = re.compile(r"(?P<name>[^:]+): ")  # a label as "Model 4: price of output"
_OF_IT = re.compile(r"\s+of (?:it|the (?:company|firm|start-?up|whole))\b")


_OF_ONE = ONE_AT_A_TIME | _ONE_A_DAY


def only_fact(draft: Draft, claim: Claim) -> Fact | None:
    """Return the fact that a claim must be about, by holder, target, measure and time."""
    fitting = []
    for fact in draft.comparable(claim):
        # A loan on the shares of a company is one of a kind; of others there are several at a time.
        secured = fact.measure == "loan" and fact.subject.target is not None
        known = fact.measure in _OF_ONE or fact.case or secured
        if known and not fact.misprint:
            fits = draft.fit(claim, fact)
            if fits is None or fits < _SURE:
                continue
            # "A 27 % stake is worth" says nothing of who has it.
            whose = fact.measure != "stake" or _has_holder(claim, fact)
            clear = measured(claim, fact) and _foremost(claim, fact) and in_its_place(claim, fact)
            clear = clear and whose and not _of_others(claim, fact)
            clear = clear and not (_of_another_measure(claim, fact) or _to_come(draft, claim, fact))
            if clear:
                fitting.append((fits, fact))
    then = [pair for pair in fitting if dated(claim, pair[1])]
    always = [
        pair
        for pair in fitting
        if pair[1].measure in ONE_AT_A_TIME
        or told_apart(claim, pair[1])
        or _of_the_day(draft, claim, pair[1])
    ]
    chosen = _of_nearest(claim, then or always) or _latest(draft, claim, fitting)
    chosen = chosen or _of_the_news(draft, claim, fitting)
    # "When this year's payments are made it will own 13 %" says nothing of when that is.
    planned = claim.status == "planned" and all(f.measure == "stake" for _, f in chosen)
    timeless = all(f.measure == "ltv limit" for _, f in chosen)
    dates = not timeless and [q for q in claim.own_dates if not (planned and _is_now(draft, q))]
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


def _is_now(draft: Draft, when: Quantity) -> bool:
    """Tell whether a time is that of the draft: "this year"."""
    return when.low < draft.today.toordinal() < when.high


def _to_come(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether a fact is only to come, and the claim of a day that is past: "held 11 % at the end of May"."""
    ahead = fact.figure.status in {"announced", "forecast", "in talks"} and fact.measure in _STOCKS
    past = claim.own_dates and all(q.low <= draft.today.toordinal() for q in claim.own_dates[:1])
    return ahead and bool(past) and claim.status not in {"planned", "talks"}


def _latest(
    draft: Draft, claim: Claim, fitting: list[tuple[float, Fact]]
) -> list[tuple[float, Fact]]:
    """Return the last total that was reached, where a claim tells what was paid so far."""
    reached = [
        pair
        for pair in fitting
        if pair[1].measure == "cumulative investment" and pair[1].figure.status == "completed"
        and pair[1].first_day <= draft.today.toordinal()
    ]  # fmt: skip
    last = max(reached, key=lambda pair: pair[1].first_day, default=None)
    told = claim.so_far and "cumulative investment" in claim.distances
    paid_since = last and any(
        f.measure == "investment" and f.sides == last[1].sides and f.figure.status == "completed"
        and last[1].last_day < f.first_day <= draft.today.toordinal()
        for f in draft.candidates(claim)
    )  # fmt: skip
    return [last] if last and told and not paid_since else []


def _of_the_news(
    draft: Draft, claim: Claim, fitting: list[tuple[float, Fact]]
) -> list[tuple[float, Fact]]:
    """Return the only figure of some days before the draft, where a claim gives no date: news is of its day."""
    named = claim.sentence.companies or claim.carried
    if claim.dates or claim.earlier or claim.status == "talks" or not named:
        return []
    today = draft.today.toordinal()
    known = {
        f.sides
        for f in draft.facts.near(claim.quantity)
        if draft.was_known(f) and draft.fit(claim, f) is not None
    }
    recent = [
        pair
        for pair in fitting
        if today - _NEWS <= pair[1].first_day <= today + 1 and pair[1].figure.status != "in talks"
        and pair[1].measure in _NEWSWORTHY and _between_two(claim, pair[1])
    ]  # fmt: skip
    one = len({pair[1].right for pair in recent}) == 1
    return recent if one and recent[0][1].sides not in known else []


def _between_two(claim: Claim, fact: Fact) -> bool:
    """Tell whether a claim is of the two companies of a fact, and no third takes part."""
    sides = {fact.subject.holder, fact.subject.target} - {None}
    named = claim.sentence.companies
    told = named.union(*(s.companies for s in claim.before))
    acting = fact.subject.holder in {None, *named, *claim.carried[:1]}
    return acting and sides <= told and named <= sides


def _of_nearest(claim: Claim, fitting: list[tuple[float, Fact]]) -> list[tuple[float, Fact]]:
    """Return the facts of the measure that stands nearest, where another is clearly further off."""
    near = sorted((claim.distances.get(f.measure, inf), f.measure) for _, f in fitting)
    nearest = [pair for pair in fitting if near and pair[1].measure == near[0][1]]
    others = [gap for gap, measure in near if measure != near[0][1]]
    return nearest if others and min(others) > near[0][0] + _APART else fitting


def told_apart(claim: Claim, fact: Fact) -> bool:
    """Tell whether a claim says which of two a fact is, and gives no date: "pre-money", "paid at once"."""
    parted = fact.measure == "company value" or not claim.alone or bool(claim.before)
    told = bool(fact.case) and claim.case(fact.measure) == fact.case
    return told and parted and not claim.dates


def _of_the_day(draft: Draft, claim: Claim, fact: Fact) -> bool:
    """Tell whether what was lost or won on a day is told after that day: "in May 2030. Acme shed 5 billion"."""
    earlier = (q for s in claim.before[-1:] for q in draft.reading.within(s.start, s.end))
    return fact.measure == "market value change" and not claim.dates and any(
        q.kind == "date" and 0 < q.low <= fact.last_day and fact.first_day <= q.high < q.low + _MONTH
        for q in earlier
    )  # fmt: skip


def _of_another_measure(claim: Claim, fact: Fact) -> bool:
    """Tell whether an investment is a total, or a limit is not named as one of this ratio."""
    if fact.measure == "cumulative investment":
        return not in_all(claim)
    if fact.measure == "investment":
        amounts = any(q.kind == "money" for q in claim.others)
        made = amounts and MADE.search(claim.sentence.text[: claim.inner[0]])
        return until(claim) or bool(made) or "cumulative investment" in claim.sentence.cues
    if fact.measure != "ltv limit":
        return False
    named = fact.subject.holder in claim.sentence.companies and bool(claim.sense)
    return not named and not any("ltv" in s.cues for s in (claim.sentence, *claim.before))


def _of_others(claim: Claim, fact: Fact) -> bool:
    """Tell whether a sentence names other companies, and not the one, or the thing, that a fact is about."""
    target, thing = fact.subject.target, _THING.match(fact.subject.label)
    named = claim.sentence.companies
    others = target is not None and target not in named and bool(named - fact.sides)
    return others or bool(thing and thing["name"] not in claim.sentence.text)


def _would(claim: Claim) -> bool:
    """Tell whether nothing but "would" makes it sound like talks: "that would leave it with 13 %"."""
    if any(q.unit == "fraction" for q in claim.others):
        return False  # "would go from 9 % to 12 %" supposes both
    told = claim.sentence.telling.get("talks", ())
    return all(claim.sentence.text[start:end].lower() == "would" for start, end in told)


def _has_holder(claim: Claim, fact: Fact) -> bool:
    own = {m.key for m in claim.sentence.mentions if m.role != "source"}
    named = fact.subject.holder in own.union(claim.carried)
    # "Its holding has become 13 %": whose it is stands in the sentence before.
    last = next((s.companies for s in reversed(claim.before) if s.companies), frozenset())
    left = {m.key for m in claim.sentence.mentions} <= {fact.subject.target}
    if (
        left
        and fact.subject.holder in last
        and _HOLDING.search(claim.sentence.text[: claim.inner[0]])
    ):
        return True
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
    # "Nearly 598" is as fine as 589, and no round number for it.
    steps = abs(float(q.low) - fact.low) / float(q.low_step or 1)
    fine = q.modality == "about" and q.low % (_FIVES * (q.low_step or 1)) and steps > 1 - _DUST
    if fine and abs(steps - round(steps)) < _DUST:
        return False
    return q.modality != "exactly" and meet(interval(q), (fact.low * 0.98, fact.high * 1.02))
