"""One amount printed in two currencies: whether all conversions of a text admit one rate.

A text converts at one rate and rounds. Each converted amount therefore allows an interval of
rates, and all intervals of one text share a point. A tolerance in percent would pass two digits
that changed places; an empty intersection does not.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from exposure.document import Fault
from exposure.entries import Figure
from exposure.ledger import Ledger
from exposure.quantities import quantities

__all__ = ["Conversion", "conversions", "conversions_at_one_rate", "rates"]


class Conversion(NamedTuple):
    """A converted amount, and the rates that round to it: its currency per unit of the original."""

    original: Figure
    converted: Figure
    low: Fraction
    high: Fraction


def conversions(ledger: Ledger) -> Iterator[Conversion]:
    """Yield the conversions of a ledger, two of them where both ends of a range are converted.

    A conversion is a second currency for the same quantity in the same paragraph of the same
    text. The original is the figure that stands first in the ledger, and is taken as exact.
    Printings that the ledger corrects are left out.
    """
    paragraphs = defaultdict(list)
    for figure in ledger.figures:
        if figure.kind == "money" and not figure.corrected:
            paragraphs[figure.source, figure.paragraph, figure.quantity].append(figure)
    for original, *others in paragraphs.values():
        for converted in others:
            if converted.unit_si != original.unit_si:
                yield from _ends(original, converted)


def rates(found: Sequence[Conversion]) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest rate that all conversions admit; crossed when none does."""
    return max(one.low for one in found), min(one.high for one in found)


def conversions_at_one_rate(ledger: Ledger) -> Iterator[Fault]:
    """Yield the conversions that need another rate than most of the others in their text."""
    texts = defaultdict(list)
    for one in conversions(ledger):
        key = (one.original.source, one.original.unit_si, one.converted.unit_si)
        texts[key].append(one)
    for found in texts.values():
        low, high = rates(found)
        if low <= high:
            continue
        rate, others = _most_admitted(found)
        for one in found:
            # Where no two agree, each of them may be the wrong one.
            if others == 1 or not one.low <= rate <= one.high:
                message = (
                    f"{one.converted.printed!r} for {one.original.printed!r} is a rate of "
                    f"{float(one.low):.5g} to {float(one.high):.5g}, which the other conversions of "
                    "this text do not admit; mend the value, or add 'corrected'"
                )
                yield one.converted.fault("", message)


def _ends(original: Figure, converted: Figure) -> Iterator[Conversion]:
    for end in ("value", "low", "high"):
        start, amount = getattr(original, f"{end}_si"), getattr(converted, f"{end}_si")
        if not start or amount is None:
            continue
        half = _half_step(converted, end)
        low = (Fraction(amount) - half) / Fraction(start)
        high = (Fraction(amount) + half) / Fraction(start)
        yield Conversion(original, converted, low, high)


def _half_step(figure: Figure, end: str) -> Fraction:
    """Return half of one unit of the last printed digit, in base units."""
    for found in quantities(figure.printed):
        if found.kind == "money":
            return Fraction(found.high_step if end == "high" else found.low_step) / 2
    return Fraction(0)


def _most_admitted(found: Sequence[Conversion]) -> tuple[Fraction, int]:
    """Return the rate that most conversions admit, and how many; it ends one of the intervals."""
    ends = sorted({end for one in found for end in (one.low, one.high)})
    admitted = [(sum(one.low <= rate <= one.high for one in found), rate) for rate in ends]
    count, rate = max(admitted)
    return rate, count
