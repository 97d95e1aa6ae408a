"""The ledger as facts to compare with: every figure in base units, and what it is about.

Whether a printed number is an honest printing of a fact is decided here and nowhere else.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from operator import attrgetter

from exposure.dates import days
from exposure.draft.cases import case_of
from exposure.draft.cues import SENSES
from exposure.draft.finding import ABOUT, COARSE, interval
from exposure.draft.sentences import places, stems
from exposure.entries import Amount, Company, Deal, Figure, PublicFigure
from exposure.entries import Quantity as Subject
from exposure.ledger import Ledger
from exposure.quantities import Quantity

__all__ = [
    "CHANGES", "EVENTS", "GENERIC", "INVESTED", "ONE_AT_A_TIME", "RELATED", "Fact", "Facts", "Match", "agree", "names",
]  # fmt: skip

# Measures that texts do not keep apart: money "invested" may be a promise in the ledger.
INVESTED = frozenset({"investment", "commitment", "cumulative investment", "funding", "spending"})
RELATED: Mapping[str, frozenset[str]] = {
    **{name: INVESTED | {"round size", "purchase price"} for name in INVESTED},
    "purchase price": frozenset({"purchase price", "investment", "spending", "company value"}),
    "loan": frozenset({"loan", "loan drawn", "round size"}),
    "loan drawn": frozenset({"loan", "loan drawn"}),
    "round size": frozenset({"round size", "funding", "amount to raise"}),
    "company value": frozenset({"company value", "market value", "holding value"}),
    "market value": frozenset({"company value", "market value"}),
    "holding value": frozenset({"holding value", "company value", "stake"}),
    "ltv limit": frozenset({"ltv limit", "ltv"}),
    "sale": frozenset({"sale", "purchase price", "amount to raise"}),
    "amount to raise": frozenset({"amount to raise", "sale", "loan", "round size"}),
    "market value change": frozenset({"market value change", "market value"}),
}
EVENTS = frozenset({"investment", "sale", "purchase price", "commitment", "loan", "loan drawn"})
CHANGES = frozenset({"growth rate", "share price change", "market value change", "other"})
# A holder has one of these at a time, so that another number must be wrong.
ONE_AT_A_TIME = frozenset({"stake", "purchase price", "ltv limit", "sale", "economic interest"})
_PART_FOR = re.compile(
    r", (?:part for (?P<part>.+)|(?P<phase>\w+ phase))$|^(?P<kind>[A-Z]\w+) share of "
)
_SEEN_BY = re.compile(r"\bas (.+?) saw it\b")
_DIGITS = 2  # that two amounts do not share by chance, where one is a thousand times the other
_NARROW = 0.3  # a range that holds a fact says something of it only when it is no wider
_LETTERS = 4  # a name of more may be printed in capitals
_FIVES = 5  # a number that ends on 5 or 0 may be one of a coarser scale
_REACH = 1.12  # no printing agrees with a fact further off than this


@dataclass(frozen=True, eq=False, slots=True)
class Fact:
    """One figure of the ledger in base units, with what it is about.

    Attributes
    ----------
    low, high, unit
        Both ends as printed; ``right`` has both ends and the unit of the right amount.
    measure, sides
        What is measured, and the companies that it is about.
    misprint
        Whether the printing is wrong.
    words
        The words of the quantity's label, see `stems`.
    sense
        What a limit is for, by its label: a key of `SENSES`, or nothing.
    viewer
        Who sees it so, by its label, where that is not the company itself; or nothing.
    case
        Which of two it is, where there are both; see `cases`.
    part
        The words of what it is for, where it is only a part; one of them must be told.
    first_day, last_day
        Numbers of the days that its date spans.
    """

    figure: Figure | PublicFigure
    subject: Subject
    low: float
    high: float
    unit: str
    right: tuple[float, float, str]
    measure: str
    sides: frozenset[str]
    misprint: bool
    words: frozenset[str]
    sense: str
    viewer: str
    case: str
    part: frozenset[str]
    first_day: int
    last_day: int


@dataclass(frozen=True)
class Match:
    """A claim and the fact it agrees with; the score says how well everything else fits."""

    fact: Fact
    score: float


class Facts:
    """All facts of a ledger, found by value, quantity, company and measure; none without a ledger."""

    def __init__(self, ledger: Ledger | None) -> None:
        figures = ledger.figure_by_id.values() if ledger else ()
        every = [_fact(ledger, figure) for figure in figures if ledger]
        self.deals: Mapping[str, list[Deal]] = defaultdict(list)
        for deal in ledger.deals if ledger else ():
            for quantity in set(deal.parts.values()):
                self.deals[quantity].append(deal)
        self.by_id = {fact.figure.id: fact for fact in every}
        self.by_unit: Mapping[str, list[Fact]] = defaultdict(list)
        self.by_quantity: Mapping[str, list[Fact]] = defaultdict(list)
        self.by_company: Mapping[str, list[Fact]] = defaultdict(list)
        self._by_digits: Mapping[str, list[Fact]] = defaultdict(list)
        for fact in sorted(every, key=attrgetter("high")):
            self.by_unit[fact.unit].append(fact)
            self.by_quantity[fact.subject.id].append(fact)
            for company in fact.sides:
                self.by_company[company].append(fact)
            if fact.figure.kind == "money" and not fact.misprint:
                for end in {fact.right[0], fact.right[1]}:
                    for key in {_digits(end, count) for count in range(_DIGITS, 8)}:
                        self._by_digits[key].append(fact)
        self._near: dict[tuple[object, ...], tuple[Fact, ...]] = {}
        self._highs = {unit: [f.high for f in facts] for unit, facts in self.by_unit.items()}

    def near(self, q: Quantity) -> tuple[Fact, ...]:
        """Return the facts of which a printed quantity is an honest printing."""
        key = (q.unit, q.low, q.high, q.low_step, q.high_step, q.modality, q.iso)
        if key not in self._near:
            self._near[key] = self._agreeing(q)
        return self._near[key]

    def _agreeing(self, q: Quantity) -> tuple[Fact, ...]:
        facts = self.by_unit.get(q.unit, [])
        least = float(q.low - q.low_step)
        most = float(q.high + q.high_step)
        first = bisect_left(self._highs.get(q.unit, []), min(least / _REACH, least * _REACH))
        found = []
        for fact in facts[first:]:
            if fact.low == fact.high and fact.low > max(most / _REACH, most * _REACH):
                break
            if agree(q, fact):
                found.append(fact)
        return tuple(found)

    def of_digits(self, q: Quantity) -> list[Fact]:
        """Return the right amounts of money that have the digits of one end of a quantity."""
        found = {
            fact.figure.id: fact
            for end in (q.low, q.high)
            for key in (_digits(float(end), 7), _digits(float(end), _count(q, float(end))))
            for fact in self._by_digits.get(key, ())
        }
        return [*found.values()]

    @cached_property
    def rates(self) -> Mapping[tuple[str, str], tuple[float, float]]:
        """The lowest and highest known rate of two currencies: the second's amount for one of the first.

        From exchange rates, and from quantities that are printed in both currencies.
        """
        found: dict[tuple[str, str], list[float]] = defaultdict(list)
        for facts in self.by_quantity.values():
            for fact in facts:
                if match := re.fullmatch(r"(\w{3}) per (\w{3})", fact.unit):
                    found[match[2], match[1]].append(fact.low)
                    found[match[1], match[2]].append(1 / fact.low)
            money = [f for f in facts if f.figure.kind == "money" and f.low > 0 and not f.misprint]
            for one, other in permutations(money, 2):
                if one.unit != other.unit:
                    found[one.unit, other.unit].append(other.low / one.low)
        return {pair: (min(rates), max(rates)) for pair, rates in found.items()}

    def rates_of(self, units: tuple[str, str]) -> list[tuple[float, int, int]]:
        """Return the rates of two currencies that are known as such, each with the days that it is of."""
        one, other = units
        return [
            (f.low if f.unit.startswith(other) else 1 / f.low, f.first_day, f.last_day)
            for unit in (f"{other} per {one}", f"{one} per {other}")
            for f in self.by_unit.get(unit, ())
        ]


def agree(q: Quantity, fact: Fact) -> bool:
    """Tell whether a printed quantity is an honest printing of a fact.

    A range may be given by one end; a rounded number agrees with what rounds to it; "nearly",
    "over" and the like reach a little further, but never past another digit.
    """
    if q.kind == "date":
        same = fact.figure.right.value_si == q.iso
        return same or (fact.measure == "maturity" and q.low <= fact.high and fact.low <= q.high)
    if q.single and fact.low == fact.high and not fact.misprint:
        return _within(q, fact.low)
    low, high = interval(q, loose=False)
    slack = 1e-9 * abs(fact.high)
    if fact.low < fact.high:
        ends = (low - slack <= fact.low, float(q.low) <= fact.low + float(q.low_step) / 2 + slack)
        starts, stops = all(ends), low - slack <= fact.high <= high + slack
        if q.single:
            return _within(q, fact.low) or _within(q, fact.high)
        return starts and abs(float(q.high) - fact.high) <= float(q.high_step) / 2 + slack and stops
    if fact.misprint:  # a misprint is met by its own digits only
        return q.single and abs(float(q.low) - fact.low) <= slack
    return low - slack <= fact.low <= high + slack and high - low <= _NARROW * abs(fact.low)


def _within(q: Quantity, value: float) -> bool:
    said, slack = float(q.low), 1e-9 * abs(value)
    half = float(q.low_step) / 2
    if q.kind in {"money", "count"}:  # nobody prints 2 for 1.5
        half = min(half, COARSE * abs(said))
    half += slack
    if abs(said - value) <= half:
        return True
    match q.modality:
        case "about":  # "about 30" for 29, and "about 64" for 64.6; but "about 26" is not 27
            coarse = q.low_step and q.low % (_FIVES * q.low_step) == 0
            beside = abs(said - value) < float(q.low_step) - slack
            return abs(said - value) <= ABOUT * abs(value) and bool(coarse or beside)
        case "more than" | "at least":
            return said <= value <= said * (1 + 2 * ABOUT)
        case "less than" | "below" | "up to":
            return said * (1 - 2 * ABOUT) <= value <= said
    return False


def names(companies: Mapping[str, Company]) -> dict[str, str]:
    """Return how texts name each company; a short name only where it is part of the full one."""
    found: dict[str, str] = {}
    for key, company in companies.items():
        short = company.short if company.short and company.short in company.name else None
        for name in (*company.aliases, company.name, short):
            if name:
                found.setdefault(name, key)
    for name, key in list(found.items()):
        if len(name) > _LETTERS:
            found.setdefault(name.upper(), key)
    # The last word of a person's name stands for the company that the whole name stands for.
    for name, key in list(found.items()):
        last = name.split()[-1]
        if (
            " " in name
            and last in found
            and found[last] != key
            and companies[found[last]].short == last
        ):
            found[last] = key
    return found


def _digits(value: float, count: int) -> str:
    """Return the first digits of a number without its size, rounded, and how many there are."""
    return f"{count}:" + f"{value:.{count - 1}e}".partition("e")[0]


def _count(q: Quantity, value: float) -> int:
    """Return how many digits of a quantity are printed, at least so many that chance is unlikely."""
    step = float(q.low_step)
    return min(7, max(_DIGITS, len(f"{abs(value) / step:.0f}"))) if step else 7


def _ends(amount: Amount) -> tuple[float, float]:
    low = amount.low_si if amount.value_si is None else amount.value_si
    high = amount.high_si if amount.value_si is None else amount.value_si
    if isinstance(low, str) or isinstance(high, str):
        return float(days(str(low))[0]), float(days(str(high))[1])
    return float(low or 0), float(high or 0)


def _fact(ledger: Ledger, figure: Figure | PublicFigure) -> Fact:
    subject = ledger.quantity(figure.quantity)
    low, high = _ends(figure)
    unit = figure.unit_si.removesuffix(" per share")
    right = (*_ends(figure.right), figure.right.unit_si)
    sides = frozenset({subject.holder or "", subject.target or ""}) - {""}
    misprint = isinstance(figure, Figure) and figure.corrected is not None
    sense = next(iter(places(SENSES, subject.label)), "") if "limit" in subject.measure else ""
    seen = _SEEN_BY.search(subject.label)
    viewer = seen[1] if seen else ""
    found = _PART_FOR.search(subject.label)
    part = stems(found["part"] or found["phase"] or found["kind"]) if found else frozenset()
    case = case_of(subject.measure, subject.label)
    about = (
        right,
        subject.measure,
        sides,
        misprint,
        stems(subject.label),
        sense,
        viewer,
        case,
        part,
    )
    return Fact(figure, subject, low, high, unit, *about, *days(figure.as_of))


# fmt: off
GENERIC = frozenset([
    "growt", "year", "marke", "price", "cost", "token", "milli", "input", "outpu", "train",
    "2024", "2025", "2026", "2028",
])
# fmt: on
"""Stems that many labels share."""
