"""The rule for a number that the only figure for it contradicts.

A number that agrees with no fact is wrong only when holder, target and measure leave no doubt what it
is about; otherwise it is unknown. No alarm on a right text is worth more than one more error found.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from exposure.draft.choosing import MADE, only_fact, told_apart
from exposure.draft.claims import Claim
from exposure.draft.deal_checks import event_date
from exposure.draft.derived import follows
from exposure.draft.draft import Draft
from exposure.draft.facts import CHANGES, Fact, agree
from exposure.draft.finding import Finding, interval, meet, note, said
from exposure.draft.side_checks import of_nobody_named
from exposure.draft.stake_checks import reckoned_from
from exposure.quantities import Quantity

__all__ = ["value"]

_FEW = 12  # amounts of which two are added
_WIDE = 5  # how many times as large a number may be that is only wrong


def value(draft: Draft) -> Iterator[Finding]:
    """Find a number that the only figure for it contradicts."""
    repeated = {other.start for _, other in draft.reading.conversions}
    # A payment put into another month is no other payment.
    misdated = {finding.start for finding in event_date(draft)}
    for claim in draft.unmatched("money", "percent"):
        q = claim.quantity
        beside = q.start in repeated or any(when.start in misdated for when in claim.dates)
        if beside or not _tells_of_one(claim) or reckoned_from(draft, claim):
            continue
        fact = only_fact(draft, claim)
        if fact is None or agree(q, fact) or (claim.change and fact.measure not in CHANGES):
            continue
        # Parts that have changed places still make the whole.
        exchanged = any(agree(x, fact) and _is_the_rest(claim, x) for x in claim.others)
        made = not (exchanged or told_apart(claim, fact)) and (
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
        or (q.kind == "money" and _IN_SEVERAL.search(claim.own_clause))
        or (q.unit == "fraction" and _in_a_change(claim))
    )
    other = _OF_ANOTHER.match(text, claim.inner[1])
    strange = other and all(
        m.start - claim.sentence.start != other.start("name") for m in claim.sentence.mentions
    )
    rest = q.unit == "fraction" and (
        _THE_OTHER.search(text[: claim.inner[0]]) or _OF_A_THING.match(text, claim.inner[1])
    )
    shares = any(other.unit == "fraction" for other in claim.others)
    made = rest or (q.unit == "fraction" and shares and MADE.search(text[: claim.inner[0]]))
    no_amount = q.unit == "percentage points" or q.modality == "may" or claim.compared
    return not (nobody or several or made or strange or no_amount or of_nobody_named(claim))


# "It bought an office for 5 billion": what it bought is named, though not with a name.
_ANOTHER_THING = re.compile(
    r"(?:\b(?:buy|bought|acquired|purchased|built|ordered|on|for|into|in|of|was|were|is|are) (?:an?|another|two|three|four|some)|^\W*(?:an?|two|three|four)) "
    r"(?!(?:[\w-]+ )?(?:rounds?|deals?|stakes?|shares?|holdings?|year|quarter|month|day|week|sales?|transactions?|total|payments?|tranches?"
    r"|instal?lments?|investments?|purchase|loans?|valuation|price|further|few"
    r"|agency|analysts?|emergency|crisis|average|ordinary|normal|statement|report|filing|letter|presentation|interview|note)\b)"
    r"|\b(?:on|for) (?:[a-z-]+ )?(?!(?:its|this|was|as|less|is|has|us|shares|stakes|stocks|payments|loans|bonds|investments|instal?lments|tranches"
    r"|purposes|years|months|weeks|days|terms|investors|holdings|others|times|businesses|assets|holders|reasons)\b)[a-z]+s\b"
    r"|^\W*for (?!(?:the|its|their|that|this|it|all|a|an|now|years|every|each|some|about|\d|[\$\u20ac\u00a3\u00a5])\b)[a-z]+ ",
    re.IGNORECASE,
)
# "It owned 9 %" says not when.
_OWNED = re.compile(
    r"(?<!has )(?<!have )(?<!is )(?<!are )\b(?:owned|held|had) (?:about |around |some |roughly |just )?$"
)
_IN_SEVERAL = re.compile(
    r"\b(?:two|three|four|equal|several) (?:\w+ )?(?:tranches|instal?lments|payments|parts|steps|stages)\b"
)
_OF_SEVERAL = re.compile(
    r"(?:\b(?:[Ii]n|[Ff]or|[Dd]uring) [A-Z]\w+|\b[a-z]+|\d) alone\b|\b(?:both|between them|jointly|(?:the|these|those|all) (?:two|three|four|five))\b(?! (?:years|months|weeks|days))"
)
# "83 % of the Riverside Fund" are of something else than what is named.
_OF_A_THING = re.compile(
    r"\s+of (?:the|its|that|this) (?:\w+ )?(?:funds?|vehicle|round|cheque|programme|project|venture|unit|subsidiary)\b"
)
_THE_OTHER = re.compile(r"\b(?:the|its) (?:other|remaining)\s+(?:about |roughly )?$")
_OF_ANOTHER = re.compile(r"\s+of (?:the |its )?(?:[a-z]\w+ )?(?P<name>[A-Z]\w+ [A-Z]\w+)")
_REST = re.compile(
    r"\s+(?:\w+ )?(?:is |are |was |were )?(?:still )?(?:available|left|unused|remaining|undrawn|to come|outstanding)\b"
)
_REST_BEFORE = re.compile(r"\b(?:other|remaining|rest of|unused|leaving|left with)\s+(?:the )?$")
_THE_GROUP = re.compile(
    r"\b(?:the|this) (?:\w+ )?(?:group|company|conglomerate|firm)\b"
    r"|\b(?:management|board|treasurer|policy|guideline)\b",
    re.IGNORECASE,
)


def _is_the_rest(claim: Claim, other: Quantity) -> bool:
    """Tell whether another number of the sentence is told as what is left: "8 billion still available"."""
    start, end = other.start - claim.sentence.start, other.end - claim.sentence.start
    text = claim.sentence.text
    return bool(_REST.match(text, end) or _REST_BEFORE.search(text[:start]))


def _of_two_before(draft: Draft, claim: Claim) -> bool:
    """Tell whether an amount is what two of those told before make, or what is between them."""
    q = claim.quantity
    told = [
        other
        for sentence in claim.before
        for other in draft.reading.within(sentence.start, sentence.end)
    ]
    same = {other.low for other in (*told, *claim.others) if other.unit == q.unit and other.single}
    low, high = interval(q, loose=False)  # "below 35 %" would meet all
    pairs = combinations(same, 2) if len(same) <= _FEW and q.kind == "money" else ()
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
