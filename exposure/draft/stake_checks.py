"""Rules for a stake and the company's value: their product, and what a round can do to a stake."""

import re
from collections.abc import Iterator
from itertools import pairwise

from exposure.draft.changes import before_and_after, is_change
from exposure.draft.claims import Claim
from exposure.draft.cues import SUPPOSED
from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, interval, meet, note, proved, said
from exposure.draft.sentences import Sentence
from exposure.draft.text_checks import scale
from exposure.quantities import Quantity

__all__ = ["reckoned_from", "stake_after_round", "stake_cost", "stake_value"]

_STAKE = re.compile(
    r"stake|holding|\bown|\bheld|\bholds?\b|of the (?:company|shares)|share|\binterest in|slice"
    r"|position in",
    re.IGNORECASE,
)
_HELD = re.compile(r"\b(?:stake|holding|shareholding|slice of|share (?:of|in))\b", re.IGNORECASE)
_IS_WORTH = re.compile(r"^[^,;]*\b(?:worth|value)\b")
_PAID = re.compile(r"\b(?:paid|pays?|paying|invest\w*|spent|bought|put|raised)\b", re.IGNORECASE)
_OF_NAME = re.compile(r"\s+of\s+(?:(?:the )?[A-Z]|it\b|the (?:company|group|start-?up|firm))")
_OWNED = re.compile(r"['\u2019]s? $")  # "Acme's 13 %"
_BECOMES = re.compile(
    r"\s+(?:before|now|today|at present)\b[^;]{0,25}|"
    r"[^.]{0,60}\b(?:were (?:it|they|the \w+) to|should (?:it|they)|if (?:it|they))\b[^.;]{0,120}\b(?:would|will|could) (?:be|become|have|own|hold|rise to|come to|stand at)\s+(?:\w+\s+){0,2}|"
    r"[^;]{0,60}\b(?:becom(?:es?|ing)|turns? into|(?:go(?:es)?|ris(?:es?|ing)|grow(?:s|ing)?|climb(?:s|ing)?"
    r"|increas(?:es?|ing)|jump(?:s|ing)?|gets?|moves?|reach(?:es|ing)?|comes?|ends? up) (?:up )?(?:to|at|with)|(?:would|will) (?:\w+ )?(?:own|hold|have|control))\s+(?:\w+\s+){0,2}"
)
_WORTH = re.compile(
    r"\b(?:worth|valued|(?<!market )values?|have|has|owns?|means?|you get|gives?|makes?|yields?|is good for|equat\w+ to|equal to|equals|comes? (?:out )?(?:to|at)|amounts? to"
    r"|translat\w+ (?:in)?to|works? out (?:at|to)|correspond\w* to|equivalent to|represents?)\b(?:(?!\b(?:paid|pays?|invest|spent|bought|put)\b)[^;])*$"
    r"|\b(?:puts?|putting|marks?|prices?|pegs?|carr(?:y|ies)|sets?|leav(?:es?|ing))\b[^;\d]{0,60}\d[\d.]*(?: ?%| per ?cent| pct)?[^;\d]{0,60}\bat\s+(?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_VALUED = re.compile(
    r"\b(?:valuations?(?: [\w'\u2019-]+){0,3} (?:of|at)|valu(?:ed?|ing|es)(?: [\w'\u2019-]+){0,3} at"
    r"|(?:go(?:es)?|went|going) public at|valuation(?: is| was)?|post-money value of)\s+(?:\w+ ){0,3}$",
    re.IGNORECASE,
)
_OF_VALUE = re.compile(
    r"\bvaluations?\b|\bvalued\b|\bworth\b|\bwhole\b|\ball of\b|\bat\s+$|\bas the (?:value|price) of\b",
    re.IGNORECASE,
)
_IF_WORTH = re.compile(
    r"\b(?:if|suppos\w+|assum\w+|say|imagine)\b[^,;]{0,50}\b(?:is|was|were|be|becomes?) worth (?:about |around |up to |some )?$",
    re.IGNORECASE,
)
_AT = re.compile(r"\bat (?:the|a|that|its|today's|the latest) $", re.IGNORECASE)
_VALUATION = re.compile(r"\s*(?:post-money|pre-money|target)?\s*valuation", re.IGNORECASE)
_THAT_STAKE = re.compile(
    r"\b(?:that|this|its|the|such a|his) (?:stake|holding|shareholding|share|slice|piece|interest)\b",
    re.IGNORECASE,
)
_THAT_TO = re.compile(
    r"\b(?:rais|lift|bring|brought|tak|took|push|increas|mov|cut)\w*\s+(?:that|it|this|(?:the|its|that) (?:stake|holding|share)) (?:up |down )?to (?:\w+ ){0,2}$"
    r"|\b(?:would|could|might|will) (?:then |thus )?(?:have|own|hold|control|be left with|end up with|come to) (?:about |around |some )?$"
)
_AT_THAT = re.compile(
    r"\b(?:[Aa]t|[Oo]n|[Bb]y) (?:that|this|such a|the same) (?:reckoning|terms|price|valuation|value|level|measure|basis|figure|number|price tag)\b"
)
_THEN = re.compile(r"\b(?:then|in that case|would|so)\b", re.IGNORECASE)
_AT_THE = re.compile(r"\b(?:[Aa]t|[Oo]n) (?:the|a|an|a valuation of)? ?(?:latest |last |newest )?$")
_THAT_WOULD_BE = re.compile(
    r"[^;]{0,80}?,? (?:that|this|it|the (?:stake|holding|share|slice)) (?:would be|would come to|is|comes to|was|makes|equals|works out at)(?: worth)? (?:about |around |some |roughly )?"
)
_COST = re.compile(r"\b(?:invest\w*|costs?|paid|pays?|spent|outlay|bill)\b", re.IGNORECASE)
_SLACK = 0.03  # what a rounded product may be off
_TWO = 2


def stake_value(draft: Draft) -> Iterator[Finding]:
    """Find the worth of a stake that is not stake times valuation."""
    text = draft.reading.text
    for sentence, found in draft.reading.listed("percent", "money"):
        stakes = [q for q in found if _is_stake(draft, sentence, q)]
        if not any(q.kind == "percent" for q in found):
            stakes = _carried(draft, sentence)
            yield from _at_each(draft, sentence, found)
        every = {(q.unit, q.low): q for q in reversed(found) if q.kind == "money"}
        if len(stakes) == len(every) == 1 and _at_one_before(draft, sentence):
            yield from _at_that(draft, sentence, stakes[0], *every.values())
            continue
        if len(stakes) != 1 or len(every) != _TWO:
            continue
        part, whole = sorted(every.values(), key=lambda q: q.high)  # a part is less than the whole
        near = text[max(sentence.start, part.start - 120) : part.start]
        open_ended = part.modality in {"more than", "at least"}
        after = text[part.end : min(part.end + 80, sentence.end)]
        worth = _WORTH.search(near) or (_IS_WORTH.search(after) and not _PAID.search(near))
        told = worth and (
            _is_valuation(draft, sentence, whole) or _is_whole(draft, sentence, whole, part)
        )
        if part.unit == whole.unit and told and not open_ended:
            yield from _product(draft, stakes[0], whole, part)


def _at_one_before(draft: Draft, sentence: Sentence) -> bool:
    """Tell whether a stake is reckoned at what the sentence before says: "at that price"; "it is then worth"."""
    before = draft.reading.previous(sentence)
    supposed = before is not None and before.has(SUPPOSED) and sentence.has(_THEN)
    return sentence.has(_AT_THAT) or supposed


def _at_each(draft: Draft, sentence: Sentence, money: list[Quantity]) -> Iterator[Finding]:
    """Yield "at 500 billion that would be 60; at 300 it is 33" where it is not the stake told before."""
    text, stakes = draft.reading.text, _carried(draft, sentence, named=False)
    for whole, part in pairwise(money):
        gap = _THAT_WOULD_BE.fullmatch(text, whole.end, part.start)
        at = _AT_THE.search(text, sentence.start, whole.start)
        if len(stakes) == 1 and gap and at and whole.unit == part.unit:
            yield from _product(draft, stakes[0], whole, part)


def _at_that(
    draft: Draft, sentence: Sentence, stake: Quantity, part: Quantity
) -> Iterator[Finding]:
    """Yield the worth of a stake "at that price", which the sentence before gives."""
    before = draft.reading.previous(sentence)
    near = draft.reading.text[max(sentence.start, part.start - 120) : part.start]
    if before is None or not _WORTH.search(near):
        return
    whole = [q for q in draft.reading.within(before.start, before.end) if q.kind == "money"]
    valued = [q for q in whole if _is_valuation(draft, before, q)] or whole
    if len(valued) == 1 and valued[0].unit == part.unit and valued[0].low > part.high:
        yield from _product(draft, stake, valued[0], part)


def _carried(draft: Draft, sentence: Sentence, *, named: bool = True) -> list[Quantity]:
    """Return the stakes of the sentence before, where a sentence speaks of "that stake"."""
    before = draft.reading.previous(sentence)
    if before is None or (named and not _THAT_STAKE.search(sentence.text)):
        return []
    return [
        q for q in draft.reading.within(before.start, before.end) if _is_stake(draft, before, q)
    ]


def _is_stake(draft: Draft, sentence: Sentence, q: Quantity) -> bool:
    text = draft.reading.text
    around = text[max(sentence.start, q.start - 60) : q.end + 40]
    owned = _OWNED.search(text[max(sentence.start, q.start - 4) : q.start])
    return (
        q.unit == "fraction"
        and q.high <= 1
        and not is_change(draft, sentence, q)
        and bool(owned or _STAKE.search(around) or _OF_NAME.match(text, q.end))
    )


def _product(draft: Draft, stake: Quantity, whole: Quantity, part: Quantity) -> Iterator[Finding]:
    (least, most), (low, high) = interval(stake), interval(whole, loose=False)
    slack = 0 if part.modality == "about" else _SLACK  # that is wide enough
    if meet((least * low * (1 - slack), most * high * (1 + slack)), interval(part)):
        return
    right = float(stake.low * whole.low), float(stake.high * whole.high)
    product = said(*right, part.unit)
    words = f"{stake.printed} of {whole.printed} is {product}, not {part.printed}"
    implied = float(part.low / stake.low) if stake.low else 0.0
    implies = f"; {part.printed} for {stake.printed} implies {said(implied, implied, part.unit)}"
    yield note(
        draft.reading,
        part,
        "stake-x-valuation",
        words + (implies if implied else ""),
        right=right,
        computation=f"{stake.printed} x {whole.printed} = {product}",
    )


def stake_after_round(draft: Draft) -> Iterator[Finding]:
    """Find a stake that rises by more than the money paid at the valuation can buy."""
    for sentence, found in draft.reading.listed("percent", "money"):
        shares = [q for q in found if q.unit == "fraction" and q.single]
        money = [q for q in found if q.kind == "money"]
        whole = [q for q in money if _is_valuation(draft, sentence, q)]
        paid = [q for q in money if q not in whole]
        if not whole and (before := draft.reading.previous(sentence)):
            earlier = draft.reading.within(before.start, before.end)
            whole = [q for q in earlier if q.kind == "money" and _is_valuation(draft, before, q)]
            paid = paid or [q for q in earlier if q.kind == "money" and q not in whole]
        if not (len(whole) == len(paid) == 1 and paid[0].unit == whole[0].unit):
            continue
        pair = _from_to(draft, sentence, shares)
        least = interval(whole[0], loose=False)[0]
        if pair is None or least <= 0:
            continue
        old, new = pair
        bought = interval(paid[0], loose=False)[1] / least
        most = interval(old)[1] + bought
        if interval(new)[0] > most:
            share = float(paid[0].high / whole[0].low)
            yield note(
                draft.reading,
                new,
                "stake-after-round",
                f"{paid[0].printed} buys at most {share:.1%} of a company at {whole[0].printed}: "
                f"{old.printed} can become {most:.1%} at most, not {new.printed}",
                right=round(float(old.low) + share, 4),
                computation=f"{old.printed} + {paid[0].printed} / {whole[0].printed}",
            )
        elif meet(interval(new), (interval(old)[0] + _least_bought(paid[0], whole[0]), most)):
            words = f"{old.printed} + {paid[0].printed} / {whole[0].printed}"
            yield proved(draft.reading, new, words)


def _least_bought(paid: Quantity, whole: Quantity) -> float:
    """Return the least share that money buys of a company, by how both are rounded."""
    return interval(paid, loose=False)[0] / interval(whole, loose=False)[1]


def reckoned_from(draft: Draft, claim: Claim) -> bool:
    """Tell whether a stake is where the next sentence starts: "It has 9 %. Were it to pay more, it would have 12 %"."""
    after = draft.reading.following(claim.sentence)
    if claim.quantity.unit != "fraction" or after is None or not after.has(SUPPOSED):
        return False
    shares = [q for q in draft.reading.within(after.start, after.end) if q.unit == "fraction"]
    pair = _from_to(draft, after, shares)
    return pair is not None and pair[0] is claim.quantity


def _from_to(
    draft: Draft, sentence: Sentence, shares: list[Quantity]
) -> tuple[Quantity, Quantity] | None:
    """Return a stake before and after; the first may stand in the sentence before."""
    text = draft.reading.text
    if len(shares) == 1 and _THAT_TO.search(text, sentence.start, shares[0].start):
        earlier = _carried(draft, sentence, named=False)
        return (earlier[0], shares[0]) if len(earlier) == 1 else None
    if len(shares) != _TWO:
        return None
    several = len(sentence.companies) > 1  # "Acme moves up from 11 % to 14 %", of Birch
    if not (several or sentence.has(_HELD) or any(_is_stake(draft, sentence, q) for q in shares)):
        return None
    pair = before_and_after(text, sentence, *shares)
    becomes = _BECOMES.fullmatch(text, shares[0].end, shares[1].start)
    return pair or ((shares[0], shares[1]) if becomes else None)


def stake_cost(draft: Draft) -> Iterator[Finding]:
    """Find the cost of a stake that has the size of a slip of ten elsewhere in the text.

    By itself a cost of 646 bn for 13 % is only unlikely: it implies a company of 4,969 bn. Where the
    same text has another amount ten times too large, the two have one cause.
    """
    slips = list(scale(draft))
    for sentence, found in draft.reading.listed("percent", "money") if slips else ():
        shares = [q for q in found if q.unit == "fraction" and _is_stake(draft, sentence, q)]
        paid = [q for q in found if q.kind == "money" and q.single]
        if len(shares) != 1 or len(paid) != 1 or not _COST.search(sentence.text):
            continue
        stake, cost = shares[0], paid[0]
        for slip in slips:
            right = slip.right_value[1] if isinstance(slip.right_value, tuple) else slip.right_value
            (printed,) = draft.reading.within(slip.start, slip.end)
            factor = float(printed.high) / float(right or printed.high)
            if factor > 1 and cost.high >= printed.high and stake.low and cost.unit == printed.unit:
                whole = float(cost.low / stake.low)
                small = float(cost.low) / factor
                yield note(
                    draft.reading,
                    cost,
                    "stake-x-valuation",
                    f"{cost.printed} for {stake.printed} implies a company of "
                    f"{said(whole, whole, cost.unit)}, and {printed.printed} in line {slip.line} is "
                    f"{factor:g} times too large: this may be {said(small, small, cost.unit)}",
                    right=small,
                    severity="warning",
                    computation=f"{cost.printed} / {stake.printed} = {said(whole, whole, cost.unit)}",
                )
                break


def _is_whole(draft: Draft, sentence: Sentence, whole: Quantity, part: Quantity) -> bool:
    """Tell whether the words about value on either side, as far as the part, speak of the whole."""
    text = draft.reading.text
    start = part.end if part.end <= whole.start else sentence.start
    end = part.start if part.start >= whole.end else sentence.end
    around = text[max(start, whole.start - 60) : whole.start] + text[whole.end : end][:60]
    return _OF_VALUE.search(around) is not None


def _is_valuation(draft: Draft, sentence: Sentence, q: Quantity) -> bool:
    """Tell from the words on either side whether an amount is what a company is worth."""
    text = draft.reading.text
    before = text[max(sentence.start, q.start - 70) : q.start]
    return bool(
        _VALUED.search(before)
        or _IF_WORTH.search(before)
        or _AT.search(before)
        or _VALUATION.match(text, q.end, sentence.end)
    )
