"""What is assumed about risk, each number with its reason: ``data/risk.yaml``.

Comes in: that file and a `Book`. Goes out: its records, or every fault with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence  # noqa: TC003  (pydantic reads some)
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import Field

from exposure import stamp
from exposure.balance import BalanceError
from exposure.records import DateText, Id, Number, Record, Text, choices, validate
from exposure.stress.market import market
from exposure.strict_yaml import read

if TYPE_CHECKING:
    from pathlib import Path

    from exposure.book import Book
    from exposure.strict_yaml import Document, Fault


_SINGLE = ("horizon_months", "tail_percent", "growth_percent")


class Assumption(Record):
    """One number that no source gives: its value, how far it may be off, and why."""

    value: Number
    low: Number
    high: Number
    date: DateText
    reason: Text

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield a value outside its own range."""
        if not self.low <= self.value <= self.high:
            yield (
                "value",
                f"{self.value:g} is not between low, {self.low:g}, and high, {self.high:g}",
            )


class Volatility(Assumption):
    """Standard deviation of a year's log return of a holding, in percent."""

    company: Id
    value: Number = Field(ge=0, le=300)


class Correlation(Assumption):
    """Correlation of the log returns of two holdings, between -1 and 1."""

    between: tuple[Id, Id]
    value: Number = Field(ge=-1, le=1)


class Maintenance(Assumption):
    """Loan over gross value, in percent, above which a lender calls for more."""

    company: Id
    value: Number = Field(gt=0, le=100)


class Range(Record):
    """How far a lever or an input of the baseline may be off.

    ``lever`` names a lever, ``input`` a number of the balance sheet:
    ``company.stake``. ``figures`` are figures of the ledger that disagree about
    it, corrected where they are misprints unless ``as_printed``; without them
    ``low`` and ``high``, in the lever's unit or percent, with their date.
    ``check`` says what would settle it; without it the number is a choice.
    """

    lever: Text | None = None
    input: Text | None = None
    figures: tuple[Id, ...] = ()
    as_printed: bool = False
    low: Number | None = None
    high: Number | None = None
    date: DateText | None = None
    reason: Text
    check: Text | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield a range of nothing, and one that comes from two places or from none."""
        if (self.lever is None) == (self.input is None):
            yield "reason", "name a lever or an input, and only one of them"
        stated = self.low is not None and self.high is not None and self.date is not None
        if bool(self.figures) == stated:
            yield "reason", "give figures that disagree, or low, high and date, not both"


class Due(Record):
    """When a purchase is taken to be paid that is announced without a day."""

    deal: Id
    day: DateText
    date: DateText
    reason: Text


class CashRules(Record):
    """What the calendar of cash needs beside the ledger.

    ``policy`` is the figure of the years of bond redemptions that cash has to
    cover; ``redemptions`` are figures of bonds that fall due, ``missing`` says
    what of them is not in the sources.
    """

    policy: Id | None = None
    redemptions: tuple[Id, ...] = ()
    missing: Text | None = None
    due: tuple[Due, ...] = ()


class Risk(Record):
    """The records of ``data/risk.yaml``."""

    horizon_months: Assumption
    tail_percent: Assumption
    growth_percent: Assumption
    volatilities: tuple[Volatility, ...]
    correlations: tuple[Correlation, ...]
    maintenance: tuple[Maintenance, ...] = ()
    ranges: tuple[Range, ...] = ()
    cash: CashRules = CashRules()

    def assumptions(self) -> dict[str, Assumption]:
        """Return every number that a reader may change, by a name for links and pages."""
        found: dict[str, Assumption] = {name: getattr(self, name) for name in _SINGLE}
        found |= {f"volatility.{v.company}": v for v in self.volatilities}
        found |= {f"correlation.{'.'.join(sorted(c.between))}": c for c in self.correlations}
        return found | {f"maintenance.{m.company}": m for m in self.maintenance}

    def maintenance_ratios(self, changes: Mapping[str, float] | None = None) -> dict[str, float]:
        """Return company to the loan over value at which its lender calls, as a fraction.

        Raises
        ------
        BalanceError
            If one is not above zero and at most 100 %.
        """
        found = {}
        for item in self.maintenance:
            name = f"maintenance.{item.company}"
            value = (changes or {}).get(name, item.value)
            if not 0 < value <= 100:  # noqa: PLR2004
                raise BalanceError(name, f"{value:g} is not above 0 and at most 100 %")
            found[item.company] = value / 100
        return found


_A = TypeVar("_A", bound=Assumption)


def load(data: Path, book: Book | None) -> tuple[Risk | None, tuple[Fault, ...]]:
    """Read ``risk.yaml`` and check it against the holdings, levers and figures of a book.

    Without a book, since its own files are at fault, the file is checked alone.
    """
    document, faults = read(data / "risk.yaml")
    if document is None:
        return None, faults
    risk, more = validate(Risk, document)
    found = [*faults, *more]
    if risk is not None and book is not None:
        found += _faults(risk, book, document)
    return (risk if not found else None), tuple(found)


def as_released(risk: Risk, book: Book) -> Risk:
    """Return the assumptions with the numbers of the release that a book is of.

    What was assumed about a holding that is held no more is made from its number alone. Ranges
    and days of payment are today's: a release does not keep them.
    """
    if not book.release:
        return risk
    today, day = risk.assumptions(), stamp.day(book.release)

    def then(kind: type[_A], name: str, **named: object) -> _A | None:
        one, value = today.get(name), book.assumptions.get(name)
        if value is None or (one is not None and one.value == value):
            return cast("_A | None", one)
        if one is None:
            fixed = {"value": value, "low": value, "high": value, "date": day}
            return kind.model_validate({**fixed, **named, "reason": f"As released on {day}."})
        reason = f"As released on {day}; today it is {one.value:g}. {one.reason}"
        ends = {"low": min(one.low, value), "high": max(one.high, value)}
        return cast("_A", one.model_copy(update={"value": value, "reason": reason, **ends}))

    held = sorted(h.company for h in book.baseline.holdings)
    alone = {name: then(Assumption, name) for name in _SINGLE}
    volatilities = [then(Volatility, f"volatility.{one}", company=one) for one in held]
    calls = [then(Maintenance, f"maintenance.{one}", company=one) for one in held]
    pairs = [
        then(Correlation, f"correlation.{a}.{b}", between=(a, b)) for a, b in combinations(held, 2)
    ]
    return risk.model_copy(
        update={
            **alone,
            "volatilities": tuple(filter(None, volatilities)),
            "correlations": tuple(filter(None, pairs)),
            "maintenance": tuple(filter(None, calls)),
        }
    )


def _faults(risk: Risk, book: Book, document: Document) -> list[Fault]:
    companies = [h.company for h in book.baseline.holdings]
    alone = [(v.company,) for v in risk.volatilities]
    pairs = [tuple(sorted(c.between)) for c in risk.correlations]
    found = _not_once("volatilities", [(c,) for c in companies], alone, document)
    found += _not_once("correlations", list(combinations(sorted(companies), 2)), pairs, document)
    if not found:
        try:
            market(risk, book)
        except BalanceError as error:
            found.append(document.fault(("correlations",), str(error)))
    stakes = {f"{h.company}.stake" for h in book.baseline.holdings if h.stake is not None}
    for index, entry in enumerate(risk.ranges):
        if entry.lever is not None and entry.lever not in book.levers:
            found.append(document.fault(("ranges", index, "lever"), f"{entry.lever} is no lever"))
        if entry.input is not None and entry.input not in stakes:
            words = (
                f"{entry.input} is no stake of the balance sheet; {choices(entry.input, [*stakes])}"
            )
            found.append(document.fault(("ranges", index, "input"), words))
        found += _strangers(entry.figures, book, document, ("ranges", index, "figures"))
    rules = risk.cash
    named = rules.redemptions if rules.policy is None else (rules.policy, *rules.redemptions)
    found += _strangers(named, book, document, ("cash",))
    found += [
        document.fault(("cash", "due", index, "deal"), f"{due.deal} is no deal of the ledger")
        for index, due in enumerate(rules.due)
        if due.deal not in book.ledger.deal_by_id
    ]
    return found


def _strangers(
    figures: Sequence[str], book: Book, document: Document, place: tuple[int | str, ...]
) -> list[Fault]:
    return [
        document.fault(place, f"{figure} is no figure of the ledger")
        for figure in figures
        if figure not in book.ledger.figure_by_id
    ]


def _not_once(
    section: str,
    needed: Sequence[tuple[str, ...]],
    given: Sequence[tuple[str, ...]],
    document: Document,
) -> list[Fault]:
    return [
        document.fault((section,), f"{' and '.join(one)}: one entry is needed, {count} are here")
        for one in needed
        if (count := given.count(one)) != 1
    ]
