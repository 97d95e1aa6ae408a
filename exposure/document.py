"""What was read from a file: plain data, the line of every key in it, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["MOST_FAULTS", "Document", "Fault", "Place", "Severity", "at", "shown"]

Place = tuple[str | int, ...]
"""The keys and indexes that lead from the top of a file to a value: ``("figures", 3, "unit")``."""

Severity = Literal["error", "warning"]

MOST_FAULTS = 200
"""Nobody mends more at once, and a hostile file must not make us write a book about it."""


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """Something wrong in a file, at a line that an editor can open.

    Examples
    --------
    >>> str(Fault("deals.yaml", 27, "stake-2025.unit", "'kg' is not a unit"))
    "deals.yaml:27: stake-2025.unit: 'kg' is not a unit"
    """

    file: str
    line: int
    place: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return ``file:line: place: message``, without the place where the whole file is meant."""
        place = f"{self.place}: " if self.place else ""
        return f"{self.file}:{self.line}: {place}{self.message}"


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """The data of one file, and the line of every key and list item in it.

    Examples
    --------
    >>> deal = {"id": "first", "amount": 3}
    >>> lines = {(): 1, ("deals",): 1, ("deals", 0): 2, ("deals", 0, "amount"): 3}
    >>> document = Document("deals.yaml", {"deals": [deal]}, lines)
    >>> document.line(("deals", 0, "amount"))
    3
    >>> document.line(("deals", 0, "date"))  # missing: the record that lacks it
    2
    >>> document.name(("deals", 0, "amount"))
    'first.amount'
    """

    file: str
    data: object
    lines: Mapping[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest place around it that is in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def name(self, place: Place) -> str:
        """Return a place in words: keys joined by dots, a record with an ``id`` called by it."""
        words: list[str] = []
        data = self.data
        for step in place:
            data = at(data, (step,))
            if isinstance(step, str):
                words.append(_cut(step))
                continue
            own = data.get("id") if isinstance(data, dict) else None
            if isinstance(own, str) and own:
                words = [_cut(own)]
            else:
                words = [*words[:-1], f"{words[-1] if words else ''}[{step + 1}]"]
        return ".".join(words)

    def fault(self, place: Place, message: str, severity: Severity = "error") -> Fault:
        """Return a fault at a place of this document."""
        return Fault(self.file, self.line(place), self.name(place), message, severity)


def at(data: object, place: Place) -> object:
    """Return what stands at a place, ``None`` where there is nothing.

    Examples
    --------
    >>> at({"deals": [{"id": "first"}]}, ("deals", 0, "id"))
    'first'
    """
    for step in place:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def shown(value: object) -> str:
    """Return a value as a message shows it: quoted when it is text, and never long.

    Examples
    --------
    >>> shown("USD bm"), shown(2028), shown(None), shown({"a": 1})
    ("'USD bm'", '2028', 'nothing', 'a mapping')
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    return repr(_cut(value)) if isinstance(value, str) else str(value)


_LONGEST = 60


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
