"""One table of levers; a scenario <-> the query of a link.

Comes in: the levers of ``data/scenarios.yaml`` and the query of an address.
Goes out: one value for every lever, in the lever's own unit, and a notice for
everything in the query that could not be used.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import isnan
from typing import Annotated, Literal

from pydantic import Field

from exposure.records import Id, Number, Record, Text

Role = Literal[
    "company value",
    "change of others",
    "exchange rate",
    "new investment",
    "round pre-money",
    "round others",
    "new money marking",
    "sales",
    "margin loan",
    "held loan",
    "commitments",
    "economic interest",
    "asset-backed finance",
    "net debt local share",
]

# Plain decimals only: no exponent, no sign of plus, no digits of other scripts. How
# many digits is bounded by the length of the query.
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
LONGEST_QUERY = 2048
_LONGEST_SHOWN = 40


class Lever(Record):
    """One input that a reader may move.

    ``role`` is what the model does with it, ``company`` (or ``companies``) whom
    it acts on. ``default`` is given only where the baseline has no number of
    its own; ``source`` names the figure a default comes from. A ``folded`` group is
    shown closed until one of its levers moves.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Text
    group: Text
    unit: Text
    low: Number
    high: Number
    step: Annotated[Number, Field(gt=0)]
    role: Role
    help: Text
    company: Id | None = None
    companies: tuple[Id, ...] = ()
    default: Number | None = None
    source: Id | None = None
    folded: bool = False

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield an empty range."""
        if not self.low < self.high:
            yield "high", f"{self.high} is not above low, {self.low}; swap or correct them"


class Preset(Record):
    """A named scenario: the levers it sets; the others stay at the baseline."""

    name: Id
    title: Text
    about: Text
    set: dict[str, Number] = Field(default_factory=dict)
    sources: tuple[Id, ...] = ()


@dataclass(frozen=True)
class Notice:
    """Something in a link that was not used: which key, its value, why, and what was used."""

    key: str
    value: str
    reason: str
    used: str = ""

    def __str__(self) -> str:
        given = f"{_cut(self.key)} = {_cut(self.value)}" if self.value else _cut(self.key)
        return f"{given}: {self.reason}" + (f"; {self.used}" if self.used else "")


@dataclass(frozen=True, eq=False)
class Levers:
    """All levers with the baseline's value of each.

    Examples
    --------
    >>> lever = Lever(name="a", label="A", group="g", unit="USD bn", low=0, high=10, step=1,
    ...               role="sales", help="h", default=2)
    >>> levers = Levers((lever,), {"a": 2.0})
    >>> levers.encode({"a": 2.0})
    {}
    >>> levers.encode({"a": 2.5})
    {'a': '2.5'}
    >>> levers.decode({"a": ["2.5"]})
    ({'a': 2.5}, ())
    >>> values, notices = levers.decode({"a": ["99"]})
    >>> values, str(notices[0])
    ({'a': 2.0}, 'a = 99: is above the highest value, 10; the baseline 2 is used')
    """

    table: tuple[Lever, ...]
    defaults: Mapping[str, float]

    @cached_property
    def _by_name(self) -> Mapping[str, Lever]:
        return {lever.name: lever for lever in self.table}

    @cached_property
    def _by_role(self) -> Mapping[Role, tuple[Lever, ...]]:
        roles = dict.fromkeys(lever.role for lever in self.table)
        return {role: tuple(x for x in self.table if x.role == role) for role in roles}

    def __getitem__(self, name: str) -> Lever:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self.defaults

    def of(self, role: Role) -> tuple[Lever, ...]:
        """Return the levers of a role, in the order of the table."""
        return self._by_role.get(role, ())

    def complete(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return a value for every lever: the given ones over the baseline."""
        return {
            lever.name: float(values.get(lever.name, self.defaults[lever.name]))
            for lever in self.table
        }

    def changed(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return the levers that are not at the baseline."""
        starts = ((lever.name, self.defaults[lever.name]) for lever in self.table)
        return {
            name: float(value)
            for name, start in starts
            if (value := values.get(name, start)) != start
        }

    def fault(self, name: str, value: float) -> str | None:
        """Return why a value cannot be used, or None when it can."""
        lever = self[name]
        if value < lever.low:
            return f"is below the lowest value, {plain(lever.low)}"
        if value > lever.high:
            return f"is above the highest value, {plain(lever.high)}"
        if isnan(value):
            return "is not a number"
        if lever.unit == "switch" and value not in {0, 1}:
            return "is neither 0 (off) nor 1 (on)"
        return None

    def encode(self, values: Mapping[str, float]) -> dict[str, str]:
        """Return the query of a link: nothing at the baseline, else every lever.

        Every lever and not only the moved ones, so that a link keeps its
        meaning when the baseline changes.
        """
        if not self.changed(values):
            return {}
        return {name: plain(value) for name, value in self.complete(values).items()}

    def decode(
        self, query: Mapping[str, Iterable[str]], others: Iterable[str] = ()
    ) -> tuple[dict[str, float], tuple[Notice, ...]]:
        """Return the scenario of a query, and a notice for all that was not used.

        Never raises: a key that is unknown, repeated, malformed or out of range
        is named in a notice, and the baseline stands in for it.

        Parameters
        ----------
        query
            Key to its values, in order.
        others
            Keys that belong to the page and are not levers.
        """
        pairs = {key: list(found) for key, found in query.items()}
        if is_too_long(pairs):
            return self.complete({}), (too_long("the baseline is used"),)
        values: dict[str, float] = {}
        notices: list[Notice] = []
        for key, found in pairs.items():
            if key in others:
                continue
            text = ", ".join(found)
            if key not in self.defaults:
                notices.append(unknown(key, text))
                continue
            value, reason = self.read(key, found)
            if reason is None:
                values[key] = value
            else:
                used = f"the baseline {plain(self.defaults[key])} is used"
                notices.append(Notice(key, text, reason, used))
        return self.complete(values), tuple(notices)

    def read(self, name: str, found: Sequence[str]) -> tuple[float, str | None]:
        """Return the value that a lever is given in words, and why it cannot be used.

        The words are those of a link or of a command line; None stands for no reason against it.
        """
        if len(found) != 1:
            return 0.0, f"is given {len(found)} times"
        if not NUMBER.fullmatch(found[0]):
            return 0.0, "is not a plain decimal number"
        value = float(found[0])
        return value, self.fault(name, value)


def is_too_long(query: Mapping[str, Sequence[str]]) -> bool:
    """Return whether a query is longer than any link of ours."""
    return sum(len(k) + sum(len(v) for v in vs) for k, vs in query.items()) > LONGEST_QUERY


def too_long(used: str) -> Notice:
    """Return the notice of a link that is not read at all."""
    return Notice("link", "", f"is longer than {LONGEST_QUERY} characters", used)


def unknown(key: str, text: str) -> Notice:
    """Return the notice of a key that nothing here is called by."""
    return Notice(key, text, "is not a lever or a choice of this dashboard", "it was ignored")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def typed(value: float) -> float:
    """Return a number as the pages keep what a reader sets: to six decimals.

    A thousand dollars of an amount in billions; with more, a link could grow beyond what is sent on.

    >>> typed(700 / 3), typed(1e-300), typed(0.5)
    (233.333333, 0.0, 0.5)
    """
    return round(value, 6)


def plain(value: float) -> str:
    """Return the shortest plain decimal that reads back as the same number.

    >>> plain(30.0), plain(494.5), plain(-0.1), plain(1e-7), plain(-0.0)
    ('30', '494.5', '-0.1', '0.0000001', '0')
    """
    text = f"{Decimal(repr(float(value))):f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
