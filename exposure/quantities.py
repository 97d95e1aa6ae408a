"""English text in, every quantity printed in it out: money, percent, multiple, count, date.

Money is in single units of its ISO currency, percent a fraction, dates ISO text. Values are exact
decimals, and each keeps beside it how precisely it was printed. The text is cut once into tokens,
each with a class of one letter; an amount is a pattern over the string of classes, so that spaces
and spellings are no concern of the grammar. Time is linear in the length of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import NamedTuple

from exposure import vocabulary as words
from exposure.dates import days
from exposure.modality import Modalities
from exposure.tokens import Token, near_numbers, tokens_of
from exposure.wrapping import unwrapped

__all__ = ["Quantity", "quantities"]

_EXACT = Context(prec=100)  # a number has 30 digits at most: nothing is ever rounded
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity as a text prints it.

    Attributes
    ----------
    start, end
        Where ``printed`` stands in the text: number, currency, scale and unit, no other word.
    paragraph
        Counted from 1 over the lines that are not empty; lines broken by width count as one.
    kind
        ``money``, ``percent``, ``multiple``, ``count`` or ``date``.
    low, high
        Both ends, equal when it is no range; of a date, the numbers of its first and last day.
    unit
        An ISO currency, ``fraction``, ``percentage points``, ``times``, ``count`` or ``date``.
    modality
        ``exactly``, ``about``, ``up to``, ``at least``, ``more than``, ``less than``, ``may`` or
        ``below``.
    low_step, high_step
        One unit of the last printed digit of either end: 0.01 billion for "208.38 billion".
    iso
        A date as ISO text: ``2027``, ``2027-03``, ``2026-01-28``, ``--01-28`` without its year,
        ``2024/2028`` for a span. Empty for the other kinds.
    """

    start: int
    end: int
    paragraph: int
    printed: str
    kind: str
    low: Decimal
    high: Decimal
    unit: str
    modality: str
    low_step: Decimal
    high_step: Decimal
    iso: str = ""

    @property
    def single(self) -> bool:
        """Whether it is one value: a date is, however long it lasts."""
        return self.low == self.high or bool(self.iso)

    def as_json(self) -> dict[str, object]:
        """Return the record of ``quantities --json``: a value, or both ends of a range."""
        ends = (None, None) if self.single else (_plain(self.low), _plain(self.high))
        return {
            "start": self.start,
            "end": self.end,
            "paragraph": self.paragraph,
            "printed": self.printed,
            "kind": self.kind,
            "value": (self.iso or _plain(self.low)) if self.single else None,
            "low": ends[0],
            "high": ends[1],
            "unit": self.unit,
            "modality": self.modality,
        }


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return every quantity of a text, in the order of the text.

    Examples
    --------
    >>> for q in quantities("up to $30 - billion for 12 to 13%"):
    ...     print(q.printed, q.low, q.high, q.unit, q.modality)
    $30 - billion 30000000000 30000000000 USD up to
    12 to 13% 0.12 0.13 fraction exactly
    """
    plain = unwrapped(text).translate(words.NARROW)
    near = near_numbers(plain)
    tokens = list(tokens_of(plain, near))
    classes = "".join(token.kind for token in tokens)
    lines = [match.start() for match in re.finditer(r"^[^\S\n]*\S", plain, re.MULTILINE)]
    modalities = Modalities(plain, near)
    found: list[Quantity] = []
    last: Quantity | None = None  # of the amounts of money
    for amount in _joined(list(_amounts(plain, tokens, classes)), classes):
        start, end = tokens[amount.first].start, tokens[amount.last].end
        kind, unit = _kind(amount, plain[start:end], classes)
        if kind == "count" and last and _goes_on(plain, last, amount, start, end):
            kind, unit = "money", last.unit
        if kind:
            paragraph, modality = bisect_right(lines, start) or 1, modalities.at(start, end)
            place = (start, end, paragraph, text[start:end], kind, amount.low, amount.high)
            steps = (amount.low_step, amount.high_step)
            found.append(Quantity(*place, unit, modality, *steps, amount.iso))
            last = found[-1] if kind == "money" else last
    return tuple(found)


class _Amount(NamedTuple):
    first: int  # tokens, both included
    last: int
    low: Decimal
    high: Decimal
    low_step: Decimal
    high_step: Decimal
    currency: str = ""
    unit: str = ""  # the class of the unit: %, P, B, x or D; empty for money and counts
    scale: Decimal = _ONE
    letter: bool = False  # scaled by a bare letter: K, M, B, T
    iso: str = ""


_AMOUNT = re.compile(
    r"D|(?P<sign>[$I])?(?P<number>w(?:-?S)+(?:&?w(?!d)(?:-?S)*)*"  # "22.5 billion and one" is two
    r"|[nyw](?:-?[Sk]|Z)*(?:(?:(?<=Z)n|(?<=S)w(?!d))(?:-?S|Z)*)*)"  # "30 billion three months ago" too
    r"(?P<unit>-?[%PBxU]|[$I](?![nyw]))?"
)
_CAME_FROM = re.compile("(?:lL?)?f~*[nw$I]")
_OF_UNIT = {"%": Decimal("0.01"), "P": Decimal("0.01"), "B": Decimal("0.0001")}


def _amounts(text: str, tokens: Sequence[Token], classes: str) -> Iterator[_Amount]:
    """Find every number with what belongs to it; which of them are quantities is told later."""
    for match in _AMOUNT.finditer(classes):
        if match.group() == "n" and _bare(tokens, classes, match.start()):
            continue
        first, last, unit = match.start(), match.end() - 1, (match["unit"] or "").lstrip("-")
        currency = tokens[first].name if match["sign"] else ""
        factor = _OF_UNIT.get(unit, _ONE)
        if match.group() in {"D", "y"}:
            iso = tokens[first].name
            low, high = (Decimal(day) for day in days(iso))
            yield _Amount(first, last, low, high, _ONE, _ONE, "", "D", iso=iso)
            continue
        part = _ONE
        if unit and unit in "$IU":
            if currency and currency != tokens[last].name:  # "$5 yuan": the sign comes first
                last = match.end("number") - 1
            elif not currency:
                part = tokens[last].value  # of cents, a hundredth
            currency, unit = currency or tokens[last].name, ""
        numbers = tokens[match.start("number") : match.end("number")]
        value, scale, step = (_EXACT.multiply(x, part) for x in _evaluate(numbers))
        if _minus(text, tokens, classes, first):
            first, value = first - 1, -value
        letter = "k" in match["number"]
        amount = _Amount(first, last, value, value, step, step, currency, "", scale, letter)
        yield _times(amount, factor)._replace(unit=unit)


def _bare(tokens: Sequence[Token], classes: str, place: int) -> bool:
    """Tell whether a number has nothing beside it that makes it a count or an end of a range."""
    before, after = classes[place - 1 : place], classes[place + 1 : place + 2]
    alone = before not in set("-t&~") and after not in set("-t&adl")
    return alone and "," not in tokens[place].name


def _times(a: _Amount, factor: Decimal) -> _Amount:
    low, high, low_step, high_step = (_EXACT.multiply(part, factor) for part in a[2:6])
    return a._replace(low=low, high=high, low_step=low_step, high_step=high_step)


def _evaluate(tokens: Sequence[Token]) -> tuple[Decimal, Decimal, Decimal]:
    """Return value, scale and step of "5.2 trillion", "1兆5000億", "hundred and fifty million"."""
    total = pending = Decimal(0)
    last = scale = step = _ONE
    for kind, _, _, worth, _ in tokens:
        if kind in "nyw":
            total, pending, scale = total + pending, worth, _ONE
            step = Decimal((0, (1,), int(worth.as_tuple().exponent)))
        elif kind in "SkZ":
            if total and worth > last:
                total, pending = Decimal(0), total + pending
            pending, scale, step = (_EXACT.multiply(x, worth) for x in (pending, scale, step))
            last = worth
    return _EXACT.add(total, pending), scale, step


def _minus(text: str, tokens: Sequence[Token], classes: str, first: int) -> bool:
    """Tell a sign ("-5%", "-$3 bn") from a dash; a bracket is never a minus."""
    if not first or classes[first - 1] != "-" or classes[first - 2 : first - 1] in set("nySkZ%U"):
        return False
    sign = tokens[first - 1]
    alone = sign.start == 0 or text[sign.start - 1] in " \n\t(|"
    return alone and sign.end == tokens[first].start and text[sign.start] in "-\u2212"


def _joined(amounts: list[_Amount], classes: str) -> Iterator[_Amount]:
    """Join both ends of a range; a change ("from X to Y") stays two values that share a unit."""
    index = 0
    while index < len(amounts):
        first, index = amounts[index], index + 1
        gap = classes[first.last + 1 : amounts[index].first] if index < len(amounts) else ""
        ends = _ends(first, amounts[index], gap) if re.fullmatch("(?:-?t-?|-|&)~*", gap) else None
        if ends and classes[first.first] == "w":
            begins = classes[amounts[index].first]
            if begins in "$I" or (begins == "n" and classes[first.first - 1] == "m"):
                ends = None  # "bringing the sum of the two to $5 billion"
        before = classes[max(0, first.first - 4) : first.first].rstrip("~")
        # "Up by 5 to 13.5" is a change; "up by 3 to 5" is a range.
        far = ends is not None and ends[1].high > 2 * ends[0].low
        change = "t" in gap and re.search("(?<!r)f$|c$|e$|h$" if far else "(?<!r)f$|c$", before)
        # "Up 3.3% to 90.6% from 87.3%" is a change too, whatever stands before it.
        change = change or (far and _CAME_FROM.match(classes, amounts[index].last + 1))
        if ends is None or (gap[0] == "&" and not before.endswith("b")):
            yield first
        elif change:
            yield ends[0]
            amounts[index] = ends[1]
        elif ends[0].low < ends[1].high:
            low, high = ends
            iso = f"{low.iso.split('/')[0]}/{high.iso.split('/')[-1]}" if low.iso else ""
            yield high._replace(first=low.first, low=low.low, low_step=low.low_step, iso=iso)
            index += 1
        else:
            yield first


def _ends(a: _Amount, b: _Amount, gap: str) -> tuple[_Amount, _Amount] | None:
    """Give each end the currency, unit and scale of the other; None if they do not belong together."""
    if b.unit != "D" and not a.currency and not a.unit:
        a = _times(a, _OF_UNIT.get(b.unit, _ONE))._replace(currency=b.currency, unit=b.unit)
    elif a.currency and not b.currency and not b.unit and (b.scale != 1 or gap[0] in "-&"):
        b = b._replace(currency=a.currency)
    if a.currency != b.currency or a.unit != b.unit:
        return None
    scaled = _times(a, b.scale)
    if a.scale == 1 and scaled.low < b.high:
        a = scaled._replace(scale=b.scale, letter=b.letter)
    return a, b


def _kind(a: _Amount, printed: str, classes: str) -> tuple[str, str]:
    """Return kind and unit of an amount; both empty when it is only a number."""
    before, number = classes[a.first - 1 : a.first], classes[a.first : a.last + 1]
    after = classes[a.last + 1 : a.last + 3]
    if a.unit == "D":
        return "date", "date"
    if a.currency:
        return "money", a.currency
    if a.letter and (a.unit or before not in set("~>")):
        return "", ""
    if a.unit == "x":  # "three times as much" is a multiple, "met three times" is none
        often = printed.endswith("times") and number[0] == "w" and after[:1] != "m"
        return ("", "") if often else ("multiple", "times")
    if a.unit:
        return "percent", "fraction" if a.unit == "%" else "percentage points"
    counted = a.low == a.low.to_integral_value() and before not in set("L-:/.#$I")
    in_words = "w" in number  # "four years", but not "two allies"
    counted = counted and (
        after[:1] == "d" or (not in_words and (after[:1] == "a" or after == "la"))
    )
    return ("count", "count") if a.scale != 1 or "," in printed or counted else ("", "")


_LISTED = re.compile(
    r"[^.!?;\n]{0,60}(?:,|\band|\bplus|\bthen|\bbut|:|\+)\s+(?:(?:it |has |have |had )*(?:re)?(?:pa(?:id|ys?)|spen[dt]s?|put|invest(?:s|ed)?"
    r"|rais(?:es?|ed)|borrow(?:s|ed)?|add(?:s|ed)?|costs?|owe[sd]?|dr[ae]w[ns]?|return(?:s|ed)?|sen[dt]s?|gave|took|lent)\s+(?:back |out |in |up )?)?"
    r"(?:another |about |some |only |just )?"
)
_NOTHING = re.compile(
    r"\s*(?:[,.;:)]|$|(?:by|in|and|since|from|more|then|at|before|after|last|this)\b)"
)


def _goes_on(text: str, last: Quantity, amount: _Amount, start: int, end: int) -> bool:
    """Tell whether "34.6 billion" goes on with a list of money, and counts nothing itself."""
    scaled = amount.scale > 1000  # noqa: PLR2004 - a thousand may be people
    listed = scaled and _LISTED.fullmatch(text, last.end, start)
    return bool(listed and _NOTHING.match(text, end))


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
