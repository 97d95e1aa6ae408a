"""Axes of a picture: where a value stands on paper, and where its ticks are.

Comes in: an axis of a figure, and the values drawn along it. Goes out: an `Axis`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from exposure.charts import nice
from exposure.wording import MINUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# As the library of the charts has it: the room of a tick across and up, and how many there may be.
_ROOM = {True: 80, False: 40}
_FEWEST, _MOST = 5, 10
_HALF = 0.5


@dataclass(frozen=True)
class Axis:
    """One axis: the values at its ends, the names along it, its place on paper.

    ``start`` and ``end`` are the places of ``low`` and ``high``.
    """

    layout: dict[str, Any]
    names: tuple[str, ...]
    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: object) -> float:
        """Return the place of a value."""
        return self.at(number(value, self.names))

    def at(self, value: float) -> float:
        """Return the place of a value that is a number already."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[tuple[float, str]]:
        """Return the values that are named along the axis, with their names."""
        if self.layout.get("showticklabels") is False:
            return []
        if "tickvals" in self.layout:
            names = self.layout.get("ticktext", self.layout["tickvals"])
            pairs = zip(self.layout["tickvals"], names, strict=True)
            return [(number(value, self.names), str(name)) for value, name in pairs]
        if self.names:
            return [(float(i), name) for i, name in enumerate(self.names)]
        if self.layout.get("type") == "date":
            return list(_dates(self.low, self.high, self._most))
        low, high = sorted((self.low, self.high))
        step = float(self.layout.get("dtick", 0)) or nice((high - low) / self._most)
        first = math.ceil(low / step - 1e-9)
        last = math.floor(high / step + 1e-9)
        form = str(self.layout.get("tickformat", ""))
        return [(i * step, told(i * step, step, form)) for i in range(first, last + 1)]

    @property
    def _most(self) -> float:
        """How many ticks there is room for."""
        room = _ROOM[self.end > self.start]
        return min(max(1 + abs(self.end - self.start) / room, _FEWEST), _MOST)


def axis(layout: dict[str, Any], values: Iterable[object], start: float, end: float) -> Axis:
    """Return the axis that holds some values between two places on paper."""
    drawn = [value for value in values if value is not None and value == value]  # noqa: PLR0124  (nan)
    texts = [value for value in drawn if isinstance(value, str)]
    names: tuple[str, ...] = ()
    if texts and layout.get("type") != "date":
        given = [str(name) for name in layout.get("categoryarray", ())]
        names = tuple(dict.fromkeys([*given, *texts]))
    if "range" in layout:
        low, high = (number(value, names) for value in layout["range"])
    elif names:
        low, high = -_HALF, len(names) - _HALF
    else:
        low, high = _around([number(value, names) for value in drawn], layout)
    if layout.get("autorange") == "reversed":
        low, high = high, low
    return Axis(layout, names, low, high, start, end)


def number(value: object, names: Sequence[str] = ()) -> float:
    """Return a value as a number: a name by its place, a day by its count.

    >>> number("b", ("a", "b")), number("2026-01-02") - number("2026-01-01"), number(0.5)
    (1.0, 1.0, 0.5)
    """
    if isinstance(value, str):
        if value in names:
            return float(names.index(value))
        return float(date.fromisoformat(value[:10]).toordinal())
    return float(value)  # type: ignore[arg-type]  # a number of any kind


def told(value: float, step: float, form: str) -> str:
    """Return a number as an axis prints it.

    >>> told(0.25, 0.05, ".0%"), told(1500.0, 500.0, ",d"), told(0.25, 0.25, "")
    ('25%', '1,500', '0.25')
    """
    digits = max(0, -int(Decimal(f"{step:.6g}").normalize().as_tuple().exponent))
    if form.endswith("%"):
        text = f"{value * 100 + 0.0:.{max(0, digits - 2)}f}%"
    else:
        text = f"{value + 0.0:,.{digits}f}"
    return text.replace("-", MINUS)


def _around(values: list[float], layout: dict[str, Any]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    if layout.get("rangemode") == "tozero":
        low, high = min(low, 0.0), max(high, 0.0)
    room = 0.06 * (high - low or 1.0)
    return low - room * (low != 0 or layout.get("type") == "date"), high + room


def _dates(low: float, high: float, most: float) -> Iterable[tuple[float, str]]:
    first, last = (date.fromordinal(round(day)) for day in sorted((low, high)))
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if months / s <= most), 120)
    month = first.year * 12 + first.month - 1
    month += -month % step
    while (day := date(month // 12, month % 12 + 1, 1)) <= last:
        if day >= first - timedelta(days=1):
            name = str(day.year) if step >= 12 else f"{_MONTHS[day.month - 1]} {day.year}"  # noqa: PLR2004
            yield float(day.toordinal()), name
        month += step
