"""Rules for what a deal has besides its amount: its day, the day it falls due, and its lenders."""

import re
from collections.abc import Iterator

from exposure.dates import days, in_words
from exposure.draft.claims import Claim
from exposure.draft.cues import CUES, SAME_DEAL
from exposure.draft.draft import Draft
from exposure.draft.facts import RELATED, Fact
from exposure.draft.finding import Finding, note
from exposure.draft.fitting import CLOSE, owned_since
from exposure.draft.mentions import Mention
from exposure.draft.phrases import WHOLE
from exposure.draft.sentences import Sentence
from exposure.quantities import Quantity

__all__ = ["due_date", "event_date", "lender"]

_DUE = re.compile(
    r"matur|\bsettl|\bredeem|\bredempt|\bdischarg|\bretir|\bdue\b|\bback\b|payable|\bends?\b|\buntil\b|repa[iy]|expir|\bpa(?:y|id|ying) (?:\w+ ){0,4}?(?:back|off)\b|\bpay back\b"
)
_DEBT = re.compile(
    r"\b(?:loan|bridge|facilit|borrow|debt|financing|bond|lend|lent|credit|repa[iy])"
)
_OWED = re.compile(r"\b(?:loan|facilit|borrow|debt|financing|bond|lend|lent|credit|repa[iy])")
_THE_ONE = re.compile(r"\b(?:the one|one of (?:them|these)|(?:its|their) own)\b")
_SINCE = re.compile(r"\b(?:since|from|until|between) (?:(?:the|early|late|mid) ?)*$")
_ISSUED = re.compile(
    r"\b(?:sold|issued|placed|raised|signed|took out|taken out|agreed|arranged|launched|obtained|got|secured|received|drew|made)\b[^,;]{0,25}\b(?:in|on)\s+$"
)
_WAS_REPAID = re.compile(
    r"(?<!be )(?<!to )(?<!been )\b(?:repaid|paid (?:\w+ ){0,4}?(?:back|off)|returned|redeemed|handed back|gave back)\b"
)
_REPAYS = re.compile(
    r"\b(?:repa(?:y|ys|id|ying)|return\w*|(?:pa(?:y|ys|id|ying)|g[ai]v\w+|hand\w*) back)\s+(?:(?:about|some|another|only|a)\s+)?(?:first\s+)?$"
)
_OF_IT = re.compile(r"\s+of (?:it|its|the|that|this|their|what)\b")
_FAR = 60
_LEAST = 3.0
_LATE = 10  # days that a payment may be off its date
_REPORTED = re.compile(
    r"\b(?:said|says|report\w*|announc\w+|disclos\w+|unveil\w+|agree\w*|sign\w*|accord\w+|told)\b"
)
# ", whose founder likes large bets,"
_ASIDE = re.compile(
    r",\s+(?:who|which|whose|its|their|according|led|a|an|the|as|people|sources?|filings?|documents?)\b[^,;:()\d]{0,80},"
)
# "The payment, of 5 billion, was made"; "the deal, in which Acme got 5 billion, was closed".
_BESIDE = re.compile(
    r",\s+(?:(?:of|for|worth|at|costing)\s+(?:(?:an?|the)\s+)?(?:\w+\s+){0,2}|(?:[a-z]+ )?(?:which|whom|whose|who|where)\b[^,;:()]*)?$"
)
_PROMISED = re.compile(
    r"\d[^,;]{0,20}\b(?:(?:it|they|he|which|that|the \w+) )?(?:had |has )?(?:pledged|promised|agreed|announced|committed)\b[^,;\d]{0,30}\b(?:in|on|of)\s+$"
)
_FROM = re.compile(r"\bfrom\s+(?:[a-z]\w*\s+){0,2}$")
_WORTH = frozenset({"company value", "holding value", "market value"})
_EVENTS = frozenset({"investment", "sale", "purchase price", "loan"})

_LABELLED = re.compile(r"^[^:.;]*:\s*(?:about |around |some |up to )?$")
_DATE_ASIDE = re.compile(
    r",\s+(?:(?:which|that) was )?(?:\w+ly )?(?:(?:wrapped up|completed|closed|concluded|finali[sz]ed|settled|sealed|done|made|agreed|announced|signed|paid|struck) )?"
    r"(?:back )?(?:in|on)\s+$"
)
_LABEL = re.compile(r"^[\s*_:|\u2013\u2014-]*")
_RIGHT_BEHIND = re.compile(
    r"(?:\s+(?:that|which)?\s*(?:it|they|\w+) (?:had |has |was |were )?\w+(?: \w+)?)?\s+(?:in|on)\s+(?:early |late |mid-)?"
)


def due_date(draft: Draft) -> Iterator[Finding]:
    """Find a loan that falls due on another day."""
    for claim in draft.reading.claims:
        q = claim.quantity
        if q.kind != "date" or not q.low or claim.distances.get("maturity", _FAR + 1) > _FAR:
            continue
        if any(_away(claim, other) < _away(claim, q) for other in claim.dates) or _in_part(claim):
            continue
        again = any(claim.sentence.has(words) for words in (SAME_DEAL, _THE_ONE))
        before = claim.before if claim.sentence.refers or again else ()
        if not any(s.has(_DEBT) for s in (claim.sentence, *before)):
            continue
        sentence = claim.sentence
        told = sentence.companies or sentence.refers or again
        if not told and (sentence.strange or not sentence.has(_OWED)):
            continue  # a bridge may be one over a river, or a loan that of a stranger
        issued = _ISSUED.search(sentence.text[: claim.inner[0]])
        if issued and not _DUE.search(issued.group()):
            continue  # the day on which it was taken out
        if sentence.has(_WAS_REPAID) and q.low <= draft.today.toordinal():
            continue  # the day on which some of it was paid back
        facts = [
            (fits, fact)
            for fact in draft.facts.by_unit["date"]
            if fact.measure == "maturity" and (fits := draft.fit(claim, fact) or 0) >= _LEAST
        ]
        if not facts or any(q.low <= fact.high and fact.low <= q.high for _, fact in facts):
            continue
        fact = max(facts, key=lambda pair: pair[0])[1]
        iso = str(fact.figure.right.value_si)
        words = f"{fact.subject.label}: {draft.where(fact)} has {in_words(iso)}"
        yield note(draft.reading, q, "date", words, right=iso, figure=fact.figure.id)


def _in_part(claim: Claim) -> bool:
    """Tell whether a part of a loan is paid back, which falls due on no day: "repaid 3 billion of it"."""
    text, first = claim.sentence.text, claim.sentence.start
    return any(
        _REPAYS.search(text[: q.start - first]) and _OF_IT.match(text, q.end - first)
        for q in claim.others
        if q.kind == "money"
    )


def _away(claim: Claim, q: Quantity) -> int:
    cues = [m.start() + claim.sentence.start for m in _DUE.finditer(claim.sentence.text)]
    return min((abs(q.start - place) for place in cues), default=999)


def event_date(draft: Draft) -> Iterator[Finding]:
    """Find a payment, purchase or sale put into another month or year."""
    for claim, fact in draft.matched():
        near = claim.distances
        worth = near and min(near, key=near.__getitem__) in _WORTH
        if worth and (not _BOUGHT.search(claim.own_clause) or WHOLE.search(claim.own_clause)):
            continue
        if _FROM.search(claim.sentence.text[: claim.inner[0]]):
            continue  # "raised from 13 to 20 in November": it was 13 before
        others = claim.sentence.companies - fact.sides
        if others and fact.subject.target not in claim.sentence.companies:
            continue
        done = fact.figure.status == "completed" and fact.measure in _EVENTS
        in_all = "cumulative investment" in claim.distances
        if not done or not fact.subject.holder or claim.status == "talks" or in_all:
            continue
        times = [
            q
            for q in claim.dates
            if q.low
            and (owned_since(claim, fact, q) or not _of_another(claim, q))
            and not _was_agreed(claim, fact, q)
            and (
                _attached(claim, q)
                or owned_since(claim, fact, q)
                or _told_beside(claim, fact, q)
                or _told_apart(claim, q)
                or _of_the_deal(claim, q)
                or _changed_hands(claim, fact, q)
            )
        ]
        if len({(q.start, q.end) for q in times}) != 1:
            continue
        # Of a month without a year, the nearest.
        gaps = [abs(float(q.low) - fact.first_day) for q in times]
        if claim.status != "done" and all(q.low > draft.today.toordinal() for q in times):
            continue  # something still to come, that has the same number
        when = times[gaps.index(min(gaps))]
        if any(q.low and _happened_then(draft, claim, fact, q) for q in claim.dates):
            continue
        known = sorted(_days_of(draft, fact), key=lambda day: (days(day)[1] - days(day)[0], day))
        words = f"{fact.subject.label}: {in_words(known[0])} ({draft.where(fact)})"
        yield note(draft.reading, when, "date", words, right=known[0], figure=fact.figure.id)


def _days_of(draft: Draft, fact: Fact) -> set[str]:
    figures = {f.figure.as_of for f in draft.facts.by_quantity[fact.subject.id]}
    return figures | {deal.date for deal in draft.deals(fact) if deal.date}


def _happened_then(draft: Draft, claim: Claim, fact: Fact, when: Quantity) -> bool:
    """Tell whether this, or another event with the same number, was at that time."""
    reported = _REPORTED.search(claim.sentence.text)
    for day in _days_of(draft, fact):
        first, last = days(day)
        reach = CLOSE if reported else _LATE if first == last else 0
        if when.low - reach <= last and first <= when.high + reach:
            return True
    return any(
        other.first_day <= when.high
        and when.low <= other.last_day
        and (other.sides == fact.sides or draft.fit(claim, other) is not None)
        for other in draft.facts.near(claim.quantity)
    )


def _of_another(claim: Claim, when: Quantity) -> bool:
    """Tell whether a date is of another amount, or of a promise: "after 7 billion in April it paid 22"."""
    text, offset = claim.sentence.text, claim.sentence.start
    if _PROMISED.search(text[: when.start - offset]) or _SINCE.search(text[: when.start - offset]):
        return True  # "the first 10 billion of the 30 pledged in May"
    # "Sold one in May for 5 billion and the other for 9": the day of the first.
    if (
        any(
            q.kind == "money" and when.end <= q.start and q.end <= claim.quantity.start
            for q in claim.others
        )
        and when not in claim.own_dates
    ):
        return True
    return any(
        q.kind == "money" and _RIGHT_BEHIND.fullmatch(text, q.end - offset, when.start - offset)
        for q in claim.others
        if q.end <= when.start
    )


def _attached(claim: Claim, when: Quantity) -> bool:
    """Tell whether a date belongs to the claim's own clause."""
    text, offset = claim.sentence.text, claim.sentence.start
    first, last = sorted((when, claim.quantity), key=lambda q: q.start)
    low, high = first.end - offset, last.start - offset
    if first is when and not re.search(r"\w", text[: when.start - offset]):
        low += len(_LABEL.findall(text[low:])[0])  # "May 2030: Acme pays 5 billion"
    start, end = claim.inner
    if _LABELLED.search(text[:start]) and not re.search(r"\w", text[end:]):
        return True  # "Payment by Acme, made in May 2030: 5 billion."
    opening = re.fullmatch(r"\W*(?:\w+\s+)?(?:[Ii]n|[Oo]n|[Bb]y)\s+", text[: when.start - offset])
    between = _ASIDE.sub(" ", text[low:high])
    broken = re.search(
        r"[;:()]|\b(?:while|after|before|since|which|who|when|than|until|and)\b", between
    )
    # "In May, Acme paid 5 billion"; "Acme sold shares in May, pocketing 5 billion".
    # "The second payment, of 5 billion, was made in May": the number stands aside.
    if _BESIDE.search(text[:start]) and text.startswith(",", end) and "," in between:
        between = between.replace(",", " ", 1)
    aside = _DATE_ASIDE.search(text[: when.start - offset]) and between.startswith(",")
    apart = 1 if opening or aside or re.search(r",\s+\w+ing\b", between) else 0
    return broken is None and between.count(",") <= apart


def _told_beside(claim: Claim, fact: Fact, when: Quantity) -> bool:
    """Tell whether a date has a clause of its own that tells of the event: "a seller of Birch stock in May,"."""
    text, place = claim.sentence.text, when.start - claim.sentence.start
    left = max((m.end() for m in _COMMA.finditer(text, 0, place)), default=0)
    right = _COMMA.search(text, place)
    end = right.start() if right else len(text)
    about = any(
        m.key == fact.subject.target and left <= m.start - claim.sentence.start < end
        for m in claim.sentence.mentions
    )
    return about and any(
        name in CUES and CUES[name].search(text, left, end)
        for name in (fact.measure, *RELATED.get(fact.measure, ()))
    )


def _told_apart(claim: Claim, when: Quantity) -> bool:
    """Tell whether a clause of its own says of the only amount when it was paid: ", which was closed in May"."""
    text, place = claim.sentence.text, when.start - claim.sentence.start
    if not claim.alone:
        return False
    left = max((m.start() for m in _COMMA.finditer(text, 0, place)), default=0)
    then = place < claim.inner[0] and _WHEN.fullmatch(
        text, when.end - claim.sentence.start, claim.inner[0]
    )
    return bool(then or any(told.fullmatch(text, left, place) for told in (_DONE_THEN, _TOOK)))


def _changed_hands(claim: Claim, fact: Fact, when: Quantity) -> bool:
    """Tell whether a clause with the only date says when what has the only price was bought."""
    only = claim.alone and len({q.start for q in claim.dates}) == 1
    clause = _clause_of(claim, when)
    return bool(only and fact.measure == "purchase price" and _BOUGHT.search(clause))


def _was_agreed(claim: Claim, fact: Fact, when: Quantity) -> bool:
    """Tell whether a date is when a purchase was agreed or announced, which is not when it was made."""
    before = claim.sentence.text[: when.start - claim.sentence.start]
    told = _AGREED.search(before) or _AGREED.search(_clause_of(claim, when))
    return fact.measure == "purchase price" and told is not None


def _clause_of(claim: Claim, when: Quantity) -> str:
    """Return the clause in which a date stands, and the next one too where it opens the sentence."""
    text, place = claim.sentence.text, when.start - claim.sentence.start
    left = max((m.end() for m in _COMMA.finditer(text, 0, place)), default=0)
    ends = [m.start() for m in _COMMA.finditer(text, when.end - claim.sentence.start)]
    opens = _OPENS.fullmatch(text[:place]) is not None
    return text[left : next(iter(ends[opens:]), len(text))]


def _of_the_deal(claim: Claim, when: Quantity) -> bool:
    """Tell whether a date names the deal that a sentence is about: "The March 2030 purchase, in which"."""
    first = claim.sentence.start
    before = claim.sentence.text[: when.start - first]
    return bool(_THE.fullmatch(before) and _DEAL.match(claim.sentence.text, when.end - first))


_THE = re.compile(r"\W*(?:[Tt]he|[Ii]ts|[Tt]hat)\s+")
_DEAL = re.compile(
    r"\s+(?:transaction|deal|purchase|payment|sale|investment|closing|acquisition|takeover|instal?lment|tranche)\b"
)
_WHEN = re.compile(r",? when\b[^,;]*")
_DONE_THEN = re.compile(
    r"[,;]\s+(?:and |then )?(?:which|who|that|it|the (?:deal|purchase|takeover|sale|investment|acquisition|transaction))\s+(?:(?:has|had|was|were|has been|had been|is|are)\s+)*(?:\w+ly\s+)?"
    r"(?:(?:wrapped up|completed?|closed|concluded|finali[sz]ed|settled|sealed|done|made|paid|agreed)"
    r"(?:\s+(?:the|that|this|its)\s+(?:investments?|deal|payments?|purchase|sale|takeover|transfer|acquisition))?|took place)"
    r"\s+(?:(?:back|early|late|only|at the end|on|in|of)\s+)+"
)
_TOOK = re.compile(
    r",\s+(?:and |then |it )?(?:took|assumed|gained) (?:\w+ )?(?:control|possession|ownership)(?: of \w+(?: \w+)?)?\s+(?:in|on)\s+"
)
_BOUGHT = re.compile(
    r"\b(?:acquisition|takeover|purchase|buyout|deal|transaction|hands|bought|acquired|taken over|took over|snapped up)\b"
)
_OPENS = re.compile(r"\W*(?:\w+ )?(?:[Ii]n|[Oo]n|[Bb]y) (?:early |late |mid-)?")
_AGREED = re.compile(r"\b(?:agree|announc|sign|unveil|struck)\w*\b[^,;:]{0,60}$")
_COMMA = re.compile(r"[,;:()]")
_LENDING = re.compile(
    r"\b(?:loan|lend|lent|bank|syndicate|borrow|financ|underw|provided|arrang|facilit|bridge\b|credit)"
)
_WORD = r"[A-Z](?:[\w.&'-]*\w)?"
_NAME = rf"(?:{_WORD}\s(?:(?:of|&)\s(?=[A-Z]))?)*{_WORD}"
_AND = (
    r"(?:,\s*(?:and\s+|as well as\s+)?|\s+and\s+|\s+as well as\s+)"
    r"(?:(?:the|its|their|two|three)\s+(?:\w+\s+){0,2}(?:banks?|lenders?|groups?|rivals?|peers?)\s+)?"
)
_NEXT = re.compile(rf"(?:\s[A-Z]\w*)*(?:\s*\([A-Z]+\))?{_AND}(?P<name>{_NAME})(?:\s*\([A-Z]+\))?")
_FORMER = re.compile(rf"(?P<name>{_NAME})(?:\s*\([A-Z]+\))?,\s*$")
_LEAD = re.compile(
    r"\b(?:[a-z]+|from|to|by|of|between|among|alongside|including|include|are|were|is|with|banks|lenders|as)\b[\s:]*$"
    r"|[,(\u2014]\s*$|^\W*$"
)
_ENOUGH = 2


def lender(draft: Draft) -> Iterator[Finding]:
    """Find a bank in the list of a loan's lenders that did not lend."""
    deals = [deal for deal in draft.ledger.deals if deal.lenders] if draft.ledger else []
    for sentence in draft.reading.sentences if deals else ():
        before = draft.reading.previous(sentence)
        if not any(s and _LENDING.search(s.text) for s in (sentence, before)):
            continue
        for deal in deals:
            named = [m for m in sentence.mentions if m.key in deal.lenders]
            if len({m.key for m in named}) < _ENOUGH:
                continue
            right = ", ".join(draft.name(key) for key in deal.lenders)
            for start, end in _listed(draft, sentence, named):
                if _known_as(draft, draft.reading.text[start:end]) not in {
                    *deal.lenders,
                    deal.investor,
                }:
                    words = f"not among the lenders of this loan ({deal.title}): {right}"
                    yield note(
                        draft.reading, (start, end), "lender", words, right=right, kind="name"
                    )


def _listed(draft: Draft, sentence: Sentence, named: list[Mention]) -> Iterator[tuple[int, int]]:
    """Yield the names that stand in one list with the first of some names."""
    text, place = draft.reading.text, named[0].end
    while item := _NEXT.match(text, place, sentence.end):
        yield item.span("name")
        place = item.end("name")
    before = sentence.text[: named[0].start - sentence.start]
    while former := _FORMER.search(before[-120:]):
        start = max(0, len(before) - 120)
        rest = before[: start + former.start("name")]
        if not _LEAD.search(rest) and not _known_as(draft, former["name"]):
            return
        yield sentence.start + len(rest), sentence.start + start + former.end("name")
        before = rest


def _known_as(draft: Draft, name: str) -> str:
    """Return the key of a company by a name, or by the beginning of one."""
    names = draft.reading.names
    first = name.split(maxsplit=1)[0]
    return (
        names.get(name)
        or names.get(first)
        or next((key for known, key in names.items() if known.startswith(name + " ")), "")
    )
