"""Printed numbers are rounded: all values that one may stand for, and sums of such ranges.

In come numbers as they are printed, as `Decimal`; out come ranges with exact
ends. 3.25 stands for anything from 3.245 to 3.255, both included, since pages
round a half either way.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

# A number with more digits was computed and never printed: its last ones are dust.
_MOST_DIGITS = 12
_ROUNDED = Context(prec=_MOST_DIGITS)


class Range(NamedTuple):
    """All values from ``low`` to ``high``, both included."""

    low: Fraction
    high: Fraction

    @classmethod
    def printed(cls, number: Decimal, half: Fraction | None = None) -> Range:
        """Return what a printed number stands for.

        ``half`` is half a unit of its last digit, when that is not its own but
        the one of its column.

        >>> [str(end) for end in Range.printed(Decimal("0.1"))]
        ['1/20', '3/20']
        """
        middle = Fraction(number)
        half = max(half or half_unit([number]), abs(middle) / 10**_MOST_DIGITS)
        return cls(middle - half, middle + half)

    @classmethod
    def exactly(cls, number: Fraction | Decimal | int) -> Range:
        """Return the range that is one number."""
        return cls(Fraction(number), Fraction(number))

    @classmethod
    def total(cls, ranges: Iterable[Range]) -> Range:
        """Return the range of a sum."""
        found = tuple(ranges)
        return cls(
            sum((r.low for r in found), Fraction(0)), sum((r.high for r in found), Fraction(0))
        )

    def less(self, other: Range) -> Range:
        """Return the range of a difference."""
        return Range(self.low - other.high, self.high - other.low)

    def times(self, other: Range) -> Range:
        """Return the range of a product.

        >>> [str(end) for end in Range.exactly(-2).times(Range(Fraction(1), Fraction(3)))]
        ['-6', '-2']
        """
        corners = [mine * its for mine in self for its in other]
        return Range(min(corners), max(corners))

    def common(self, other: Range) -> Range | None:
        """Return the values that are in both, None where there are none."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Range(low, high) if low <= high else None


def half_unit(column: Iterable[Decimal]) -> Fraction:
    """Return half a unit of the last digit of the most exact number of a column.

    The numbers of one column are printed alike, and a file written by a program
    has lost the nought of 2.80.

    >>> str(half_unit([Decimal("3.25"), Decimal("2.8")]))
    '1/200'
    """
    places = [0]
    for number in column:
        short = len(number.as_tuple().digits) <= _MOST_DIGITS
        kept = number if short else _ROUNDED.plus(number).normalize()
        places.append(-int(kept.as_tuple().exponent))
    return Fraction(1, 2 * 10 ** max(places))
