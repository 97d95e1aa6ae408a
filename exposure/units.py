"""Units a figure may be printed in, and the exact number in the base unit behind each.

Money comes out in single units of its ISO currency, a percentage as a fraction, shares as single
shares, a date as the text it is. The arithmetic is decimal, so that 22.5 billion is 22500000000
and 11 percent is 0.11, with no dust from binary fractions.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["CURRENCIES", "UNITS", "UNITS_IN_WORDS", "Unit", "base"]


class Unit(NamedTuple):
    """What a unit measures, its size in the base unit, and the name of that."""

    kind: str
    factor: Decimal
    si: str


CURRENCIES = ("USD", "JPY", "CNY", "EUR", "GBP")

_SCALES = {" trn": "1e12", " bn": "1e9", " mn": "1e6", "": "1"}

UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        f"{currency}{scale}": Unit("money", Decimal(factor), currency)
        for currency in CURRENCIES
        for scale, factor in _SCALES.items()
    }
    | {
        f"{currency} per share": Unit("money", Decimal(1), f"{currency} per share")
        for currency in CURRENCIES
    }
    | {
        f"{currency} per USD": Unit("multiple", Decimal(1), f"{currency} per USD")
        for currency in CURRENCIES
        if currency != "USD"
    }
    | {
        "percent": Unit("percent", Decimal("0.01"), "fraction"),
        # A difference of two fractions: not the same thing, so not the same unit.
        "percentage points": Unit("percent", Decimal("0.01"), "percentage points"),
        "times": Unit("multiple", Decimal(1), "times"),
        "count": Unit("count", Decimal(1), "count"),
        "million shares": Unit("count", Decimal("1e6"), "count"),
        "date": Unit("date", Decimal(1), "date"),
    }
)

UNITS_IN_WORDS = (
    f"{', '.join(CURRENCIES)}, each alone or with 'trn', 'bn', 'mn', 'per share' or 'per USD'; "
    "percent, percentage points, times, count, million shares, date"
)
"""The units as a message lists them."""


def base(value: float | str, unit: str) -> int | float | str:
    """Return a printed number in its base unit, exactly.

    Parameters
    ----------
    value
        The number as printed; the ISO text when the unit is ``date``.
    unit
        A key of `UNITS`.

    Returns
    -------
    int, float or str
        A fraction for a percentage; otherwise whole where it can be; a date unchanged.

    Raises
    ------
    KeyError
        If the unit is not in `UNITS`.

    Examples
    --------
    >>> base(22.5, "USD bn"), base(11, "percent"), base(35.7, "times"), base("2027-03", "date")
    (22500000000, 0.11, 35.7, '2027-03')
    """
    kind, factor, _ = UNITS[unit]
    if isinstance(value, str):
        return value
    number = Decimal(repr(value)) * factor
    if kind != "percent" and number == number.to_integral_value():
        return int(number)
    return float(number)
