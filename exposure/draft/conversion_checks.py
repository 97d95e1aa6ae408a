"""The rule for amounts that are given twice, the second time in another currency.

One text converts at one rate. Each conversion admits an interval of rates, as wide as the rounding
of its result; the intervals of all that are right have a point in common. A tolerance of one per
cent would let a transposed digit pass, the common point does not.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exposure.draft.draft import Draft
from exposure.draft.finding import Ends, Finding, interval, meet, note, proved, said
from exposure.draft.sentences import Sentence
from exposure.quantities import Quantity

__all__ = ["conversion", "same_sign", "stated_rate"]

_MANY = 3  # conversions that agree outvote one that does not
_TWO, _SMALL = 2, 1000  # a rate is a small amount beside what it converts
_GROSS = 1.25  # with fewer, only rates that differ by more than this are two
# Unless a digit has changed places: told by results of some digits, where all known rates are one.
_WEEKS, _DRIFT = 30, 1.07  # days, and what a rate may have moved by in them
_FAR_APART = 20  # times: no two amounts of one currency that a bracket gives for one another
_BRACKET = re.compile(
    r"\s*[(\[]\s*(?:(?:or|about|approximately|approx\.?|around|some|roughly|equal to|i\.e\.)\s*)*"
)
_DIGITS, _ONE_RATE = 4, 1.01


# What stands before a rate that a text converts at; an amount "at 30 billion" is none.
_AT_A_RATE = re.compile(
    r"\b(?:at|using|assuming)\s+(?:[\w\u2019'-]+\s+){0,4}?(?P<rate>rate\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_THIS = re.compile(r"\b(?:this|that|it|which)\b", re.IGNORECASE)
_TO_ONE = re.compile(
    r"\s*(?:to|per|a|an|for|/)\s*(?:an?|the|one)?\s*(?:US\s+)?(?:dollar|euro|yen|yuan|pound|\$)"
)


@dataclass(frozen=True)
class _Conversion:
    """An amount, the same in another currency, and the rates that this admits."""

    one: Quantity
    other: Quantity
    rate: Ends  # of the second currency by its code, for one of the first
    turned: bool  # whether the text goes from the second currency to the first


def conversion(draft: Draft) -> Iterator[Finding]:
    """Find conversions at another rate than the others of the text, or than any known one."""
    pairs: dict[tuple[str, str], list[_Conversion]] = defaultdict(list)
    for one, other in draft.reading.conversions:
        low, high = _rates(one, other)
        turned = one.unit > other.unit
        rate = (1 / high, 1 / low) if turned else (low, high)
        units = (other.unit, one.unit) if turned else (one.unit, other.unit)
        pairs[units].append(_Conversion(one, other, rate, turned))
    for units, found in pairs.items():
        common = _densest([c.rate for c in found])
        agreeing = sum(meet(c.rate, common) for c in found)
        common = common if agreeing > 1 else found[0].rate
        known = draft.facts.rates.get(units)
        alone = agreeing == 1 and known is None
        for index, c in enumerate(found):
            if meet(c.rate, common) and agreeing > 1:
                yield proved(draft.reading, c.other, f"{c.one.printed} at {_rate(common, units)}")
            elif known and meet(c.rate, known):
                yield proved(
                    draft.reading, c.other, f"{c.one.printed} at {_rate(known, units)}, as known"
                )
            if meet(c.rate, common) and (agreeing >= _MANY or known is None):
                continue
            if agreeing >= _MANY and len(found) - agreeing <= agreeing / 2:
                words = f"{agreeing} other conversions of this text admit one rate"
                yield _wrong(draft, c, common, f"{words}, {_rate(common, units)}")
            elif known:
                yield from _against(draft, c, known, units)
                yield from _of_these_days(draft, c, units)
            elif (index or not alone) and _gross(c.rate, common):
                words = f"this makes {_rate(c.rate, units)}; elsewhere the text has"
                yield _wrong(draft, c, common, f"{words} {_rate(common, units)}")


def same_sign(draft: Draft) -> Iterator[Finding]:
    """Find an amount beside its conversion, both with the sign of one currency: "$10 bn ($1.6 trn)"."""
    money = [q for q in draft.reading.quantities if q.kind == "money" and q.single]
    for one, other in pairwise(money):
        gap = draft.reading.text[one.end : other.start]
        after = draft.reading.text[other.end : other.end + 1]
        beside = one.unit == other.unit and _BRACKET.fullmatch(gap) and after in {")", "]"}
        if not beside or one.low <= 0 or other.low <= 0:
            continue
        ratio = float(other.low / one.low)
        for (unit, to), (low, high) in draft.facts.rates.items():
            if unit == one.unit and low / _GROSS <= ratio <= high * _GROSS and ratio > _FAR_APART:
                words = f"{one.printed} is about {said(float(other.low), float(other.low), to)}: the sign is of another currency"
                yield note(
                    draft.reading, other, "currency-sign", words, right=float(other.low), unit=to
                )
                break


def stated_rate(draft: Draft) -> Iterator[Finding]:
    """Find an amount that is not the other at the rate stated for them: "at 157 yen to the dollar"."""
    for sentence, money in draft.reading.listed("money"):
        rates = [q for q in money if _is_rate(draft, sentence, q)]
        rest = [q for q in money if q not in rates]
        before = draft.reading.previous(sentence)
        if len(rates) == len(rest) == 1 and before and sentence.has(_THIS):
            inside = draft.reading.within(before.start, before.end)
            rest = [*(q for q in inside if q.kind == "money"), *rest]
        if len(rates) != 1 or len(rest) != _TWO or len({q.unit for q in rest}) != _TWO:
            continue
        same = next((q for q in rest if q.unit == rates[0].unit), None)
        if same and rates[0].single and rates[0].high * _SMALL < same.low:
            yield _at(draft, rest[0], rest[1], rates[0])


def _is_rate(draft: Draft, sentence: Sentence, q: Quantity) -> bool:
    """Tell whether the words on either side call an amount a rate of exchange."""
    at = _AT_A_RATE.search(draft.reading.text[sentence.start : q.start])
    return bool(at and (at["rate"] or _TO_ONE.match(draft.reading.text, q.end)))


def _at(draft: Draft, one: Quantity, other: Quantity, rate: Quantity) -> Finding:
    """Return whether an amount at a rate makes the other."""
    low, high = (float(x) for x in (rate.low - rate.low_step / 2, rate.high + rate.high_step / 2))
    times = (low, high) if rate.unit == other.unit else (1 / high, 1 / low)
    exact = float(rate.low if rate.unit == other.unit else 1 / rate.low)
    right = float(one.low) * exact, float(one.high) * exact
    spans = (float(one.low) * times[0], float(one.high) * times[1]), interval(other)
    computation = f"{one.printed} at {rate.printed} = {said(*right, other.unit)}"
    if meet(*spans):
        return proved(draft.reading, other, computation)
    words = f"at {rate.printed}, {one.printed} is {said(*right, other.unit)}, not {other.printed}"
    return note(draft.reading, other, "conversion", words, right=right, computation=computation)


def _against(
    draft: Draft, c: _Conversion, known: Ends, units: tuple[str, str]
) -> Iterator[Finding]:
    """Yield a conversion at a rate that is not near any known one, or has it by a digit that moved."""
    if meant := _untransposed(c, known):
        words = f"two digits have changed places: known is {_rate(known, units)}"
        yield _wrong(draft, c, meant, words)
    elif _gross(c.rate, known):
        words = f"this makes {_rate(c.rate, units)}; known rates are"
        yield _wrong(draft, c, known, f"{words} {_rate(known, units)}")


def _of_these_days(draft: Draft, c: _Conversion, units: tuple[str, str]) -> Iterator[Finding]:
    """Yield a conversion at a rate that is far from the only one known of the time that is told for it."""
    known = draft.facts.rates_of(units)
    if any(meet(c.rate, (rate, rate)) for rate, _, _ in known):
        return  # at the rate of some other day
    then = {
        rate
        for rate, first, last in known
        for q in draft.reading.claim_at(c.one).own_dates
        if first - _WEEKS <= q.high and q.low <= last + _WEEKS
    }
    for rate in then if len(then) == 1 else ():
        if not meet(c.rate, (rate / _DRIFT, rate * _DRIFT)):
            words = f"this makes {_rate(c.rate, units)}; in these weeks it was"
            yield _wrong(draft, c, (rate, rate), f"{words} {_rate((rate, rate), units)}")


def _untransposed(c: _Conversion, known: Ends) -> Ends | None:
    """Return the rate at which two digits side by side have changed places, if the known one then fits."""
    step, digits = float(c.other.low_step), f"{float(c.other.low / c.other.low_step):.0f}"
    several = known[1] > known[0] * _ONE_RATE or len(digits) < _DIGITS or not c.other.single
    if several or meet(c.rate, known):
        return None
    for i in range(len(digits) - 1):
        amount = step * int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])
        rate = float(c.one.low) / amount if c.turned else amount / float(c.one.low)
        if meet((rate, rate), known):
            return rate, rate
    return None


def _wrong(draft: Draft, c: _Conversion, rate: Ends, because: str) -> Finding:
    middle = sum(rate) / 2
    step = float(c.other.low_step)
    ends = [float(end) * (1 / middle if c.turned else middle) for end in (c.one.low, c.one.high)]
    low, high = (round(end / step) * step for end in ends)
    return note(
        draft.reading,
        c.other,
        "conversion",
        f"{because}; at that, {c.one.printed} is {said(low, high, c.other.unit)}",
        right=(low, high),
        computation=f"{c.one.printed} {'/' if c.turned else 'x'} {middle:.6g}",
    )


def _rate(rate: Ends, units: tuple[str, str]) -> str:
    if rate[1] < 1:  # yen per dollar, not dollars per yen
        rate, units = (1 / rate[1], 1 / rate[0]), units[::-1]
    low, high = (f"{end:.5g}" for end in rate)
    return f"{low if low == high else f'{low}-{high}'} {units[1]} per {units[0]}"


def _gross(one: Ends, other: Ends) -> bool:
    return not meet(one, (other[0] / _GROSS, other[1] * _GROSS))


def _rates(one: Quantity, other: Quantity) -> Ends:
    """Return the rates at which one printed amount makes the other, the first taken as exact."""
    spans = [
        (float((b - step / 2) / a), float((b + step / 2) / a))
        for a, b, step in (
            (one.low, other.low, other.low_step),
            (one.high, other.high, other.high_step),
        )
    ]
    lows, highs = zip(*spans, strict=True)
    shared = max(lows) <= min(highs)
    return (max(lows), min(highs)) if shared else (min(lows), max(highs))


def _densest(spans: Sequence[Ends]) -> Ends:
    """Return the intersection that most spans share: the deepest place of a sweep over all ends."""
    ends = sorted([(low, 0) for low, _ in spans] + [(high, 1) for _, high in spans])
    open_now = most = 0
    best = spans[0]
    for index, (place, is_high) in enumerate(ends):
        open_now += -1 if is_high else 1
        if open_now > most:
            most, best = open_now, (place, ends[index + 1][0])
    return best
