"""Rules that hold one place of a text against another: size, sign, tense, "up to" and talks."""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from exposure.dates import in_words
from exposure.draft.claims import Claim
from exposure.draft.draft import Draft
from exposure.draft.finding import Ends, Finding, interval, meet, note, tenfold
from exposure.quantities import Quantity

__all__ = ["ahead", "headline", "scale", "softened", "tense"]

_ROUNDED = 0.07  # how far a headline may round
_MOST = 60  # amounts of the same digits that are compared with each other
_BOUNDS = frozenset({"up to", "at least", "more than", "less than"})


def headline(draft: Draft) -> Iterator[Finding]:
    """Find a headline whose amount stands in the text with another size or another currency."""
    money = [claim for claim in draft.reading.claims if claim.quantity.kind == "money"]
    body = [claim.quantity for claim in money if claim.sentence.paragraph > 1]
    pairs = draft.reading.conversions
    converted_to = {other.start: one for one, other in pairs}
    twice = {one.start for one, _ in pairs} | converted_to.keys()
    for claim in money if body else ():
        q, sentence = claim.quantity, claim.sentence
        if sentence.paragraph != 1 or not sentence.heading or q.start in twice:
            continue
        rival = _misread(draft, q, body, converted_to)
        same = [other for other in body if other.unit == q.unit]
        low, high = interval(q, loose=False)
        if any(low <= float(end) < high for other in same for end in (other.low, other.high)):
            continue
        if rival and (rival[1] or not any(meet(_wide(q), _wide(other)) for other in same)):
            other, meant = rival
            which = f", which is {meant.printed}" if meant else ""
            words = f"the text has {other.printed}{which}: this is its number, with another sign"
            right = meant or other
            ends = (float(right.low), float(right.high))
            yield note(draft.reading, q, "currency-sign", words, right=ends, unit=right.unit)
            continue
        if any(meet(_wide(q), _wide(other)) for other in same) or draft.known(q):
            continue
        for other in same:
            likely = not draft.known(other) or draft.ledger is None
            if likely and tenfold(float(q.high), float(other.high)):
                yield _sized(draft, q, other, "the text below the headline")
                break


def _misread(
    draft: Draft, q: Quantity, body: list[Quantity], converted_to: Mapping[int, Quantity]
) -> tuple[Quantity, Quantity | None] | None:
    """Return the amount in another currency that a headline has the number of, and what it is of.

    The result of a conversion is the more likely, and the nearest number of all.
    """
    close = [
        (converted_to.get(other.start) is None, abs(float(q.high / other.high) - 1), other)
        for other in body
        if other.unit != q.unit
        and other.high > 0
        and _rounds_to(other, q)
        and (other.start in converted_to or not draft.known(q))
    ]
    if not close:
        return None
    other = min(close, key=lambda found: found[:2])[2]
    return other, converted_to.get(other.start)


def _rounds_to(other: Quantity, q: Quantity) -> bool:
    """Tell whether a number is another one, rounded to the digits that it has: 160 for 156.3."""
    digits = len(q.high.normalize().as_tuple().digits) - 1
    return f"{other.high:.{digits}e}" == f"{q.high:.{digits}e}"


def _wide(q: Quantity) -> Ends:
    low, high = interval(q, loose=False)
    return low * (1 - _ROUNDED), high * (1 + _ROUNDED)


_THING = re.compile(
    r"\b(?:bridge loans?|margin loans?|bridge financing|term loans?|total investment|credit line"
    r"|bonds?)\b",
    re.IGNORECASE,
)
_AROUND = 45


def scale(draft: Draft) -> Iterator[Finding]:
    """Find the same thing with the same digits, ten or a thousand times as large elsewhere."""
    digits: dict[tuple[str, tuple[int, ...]], list[Claim]] = {}
    for claim in draft.reading.claims:
        q = claim.quantity
        if q.kind == "money" and q.single and q.low > 0:
            digits.setdefault((q.unit, q.low.normalize().as_tuple().digits), []).append(claim)
    seen: set[int] = set()
    for same in digits.values():
        for one, other in combinations(same[:_MOST], 2):
            large, small = (one, other) if one.quantity.low > other.quantity.low else (other, one)
            known = draft.known(large.quantity), draft.known(small.quantity)
            apart = tenfold(float(large.quantity.low), float(small.quantity.low))
            if not apart or all(known) or large.quantity.start in seen:
                continue
            if _things(large) & _things(small):
                wrong, right = (small, large) if known[0] else (large, small)
                seen.add(large.quantity.start)
                where = f"paragraph {right.sentence.paragraph}"
                for again in same:  # the same slip, as often as it is printed
                    if again.quantity.low == wrong.quantity.low:
                        seen.add(again.quantity.start)
                        yield _sized(draft, again.quantity, right.quantity, where)


def _things(claim: Claim) -> set[str]:
    start, end = claim.inner
    around = claim.sentence.text[max(0, start - _AROUND) : end + _AROUND]
    return {name.lower().rstrip("s") for name in _THING.findall(around)}


def _sized(draft: Draft, q: Quantity, other: Quantity, where: str) -> Finding:
    power = tenfold(float(q.high), float(other.high))
    size = f"{10 ** abs(power):,} times as {'large' if power > 0 else 'small'}"
    ends = (float(other.low), float(other.high))
    return note(
        draft.reading, q, "ten-fold", f"{where} has {other.printed}; this is {size}", right=ends
    )


_FUTURE = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!had )(?<!as )(?<!than )(?<!once )(?<!first )(?<!ally )(?<!ously )\b"
    r"(?:(?:planned|scheduled|slated|due|expected|forecast|foreseen|projected|predicted|anticipated|set|targeted"
    r"|earmarked|pencilled in|likely|about|bound|coming|arriving|on (?:track|course))(?= (?:for|to|in|by|during|from)\b)|(?:still|yet) to come|will|should|shall|(?:is|are) (?:still )?(?:going )?to(?! come)"
    r"|(?:plan|expect|aim|intend|hope|look|want|need|ha(?:s|ve))s?(?:ing)? to|(?:expects?|targets?|plans?|foresees?|envisages?|anticipates?|forecasts?)(?= )|looking to)\b",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"\b(?:in|by|during|for|before|until)\s+(?:\w+\s+){0,3}$")
_OPENING = re.compile(
    r"\W*(?:it (?:is|will be)\s+)?(?:only\s+)?(?:in|by|during|before|for)\s+(?:(?:the|end|late|early|mid|of)[\s-]+){0,3}",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"[;:]|\b(?:since|from|after|than|announced|made|signed|had|was|were|(?:one|most|est\b[^,;]{0,20}) of the|of the(?= (?:\w+ )?$)|have|has|been|did)\b"
)
# "Ready in 2030, which is still some way off."
_STILL_OFF = re.compile(
    r",?\s+(?:(?:which|that) (?:is|are|lies?)|still|and (?:so )?(?:is )?(?:still|yet)|a date)\b[^.;]{0,20}"
    r"\b(?:(?:some|a (?:long|little)) (?:way|time)|(?:far|years?|months?|weeks?|a while)) (?:off|away|ahead|to go)\b"
    r"|,?\s+(?:which|that) (?:is|lies?) (?:still |yet )?(?:to come|ahead)\b"
)
_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-\d\d)?")
_REACH = 90


def tense(draft: Draft) -> Iterator[Finding]:
    """Find a year or month that is over, told as still to come."""
    for claim in draft.reading.claims:
        q, sentence = claim.quantity, claim.sentence
        over = _YEAR_OR_MONTH.fullmatch(q.iso) and q.high < draft.today.toordinal()
        if not over or sentence.tabular:
            continue
        before = sentence.text[max(0, claim.inner[0] - _REACH) : claim.inner[0]]
        future = list(_FUTURE.finditer(before))
        between = before[future[-1].end() :] if future else ""
        ahead = (
            "," not in between.lstrip(",")
            and _ATTACHED.search(between)
            and not _PAST.search(between)
        )
        if ahead or _opens(claim) or _STILL_OFF.match(sentence.text, claim.inner[1]):
            day = in_words(draft.today.isoformat())
            words = f"{q.printed} was over on {day}, but is told as still to come"
            yield note(draft.reading, q, "tense", words, severity="warning")


def ahead(draft: Draft) -> Iterator[Finding]:
    """Find something told as done on a day, or in a month, that is still to come."""
    soon = draft.today.toordinal() + _SOON
    for claim in draft.reading.claims:
        q, text = claim.quantity, claim.sentence.text
        later = q.kind == "date" and _DAY_OR_MONTH.fullmatch(q.iso) and q.low > soon
        if not later or claim.sentence.tabular or not _WAS_DONE.search(text[: claim.inner[0]]):
            continue
        day = in_words(draft.today.isoformat())
        words = f"{q.printed} is after {day}, the day of the draft, but is told as past"
        yield note(draft.reading, q, "tense", words)


_SOON = 3  # days that a draft may be ahead
_DAY_OR_MONTH = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_WAS_DONE = re.compile(
    r"\b(?:was|were|has been|have been)\s+(?:paid|made|completed|closed|bought|sold|acquired|signed|transferred|sent|finished|wired|drawn|repaid"
    r"|handed over|wrapped up|concluded|settled|invested)(?: \w+)?\s+(?:on|in|at the (?:end|beginning|start) of)\s+$"
)


def _opens(claim: Claim) -> bool:
    """Tell whether a sentence begins with the year in which something is still to happen."""
    start, end = claim.inner
    text = claim.sentence.text
    alone = not any(q.kind == "date" for q in claim.others)
    future = _FUTURE.search(text, end, end + _REACH)
    return bool(
        alone
        and _OPENING.fullmatch(text[:start])
        and future
        and not _PAST.search(text, end, future.start())
    )


def softened(draft: Draft) -> Iterator[Finding]:
    """Find a heading that has as fixed what the text has as "up to", or as talks."""
    body: dict[tuple[str, float], list[Claim]] = {}
    money = [claim for claim in draft.reading.claims if claim.quantity.kind == "money"]
    for claim in money:
        if not claim.sentence.heading:
            key = (claim.quantity.unit, float(claim.quantity.high))
            body.setdefault(key, []).append(claim)
    for claim in money:
        q = claim.quantity
        same = body.get((q.unit, float(q.high)), [])
        fixed = claim.sentence.heading and q.modality == "exactly" and not claim.sentence.tabular
        if not same or not fixed or claim.sentence.text.rstrip().endswith("."):  # of a list
            continue
        bound = next((c.quantity for c in same if c.quantity.modality in _BOUNDS), None)
        talks = all(c.status == "talks" for c in same) and claim.status in {"done", "planned"}
        if talks and (not bound or any(_talked_about(c) for c in same)):
            words = "the text tells this as talks, the heading as more than that"
            words += f"; the text has {bound.modality} {bound.printed}" if bound else ""
            yield note(draft.reading, q, "status", words, severity="warning", right="in talks")
        elif bound:
            words = f"the text has {bound.modality} {bound.printed}; the heading drops it"
            yield note(draft.reading, q, "modality", words, severity="warning")


def _talked_about(claim: Claim) -> bool:
    """Tell whether it is told as talks in so many words, and not by a "may" alone."""
    told = (claim.sentence.text[a:b] for a, b in claim.sentence.telling.get("talks", ()))
    return any(word.lower() not in {"may", "might", "could", "would", "if"} for word in told)
