"""Published balance sheets, and whether each follows from its own parts.

In comes a file of ``data/published/``: holdings, net debt and the measures that
the group printed beside them, all in the unit of the file. Out comes every
measure computed again from the parts, and whether it is the one printed.

Printed numbers are rounded. One that is printed as 3.25 stands for anything from
3.245 to 3.255, so what follows from it is a range as well, and a measure agrees
when its own range meets that one. Numbers are kept exactly as they are printed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import BeforeValidator, Discriminator, Field, Tag

from exposure.balance import BalanceError
from exposure.discrepancies import sentences
from exposure.document import Fault, shown
from exposure.fields import DateText, Text, one_of, refused
from exposure.records import Record, validate
from exposure.rounding import Range, half_unit
from exposure.strict_yaml import read as read_yaml
from exposure.units import UNITS

Measure = Literal["equity_value", "net_debt", "nav", "nav_per_share", "ltv"]

PER_SHARE = "JPY per share"
_UNITS = [name for name, unit in UNITS.items() if unit.si in {"JPY", "USD", PER_SHARE}]


def _printed(value: object) -> object:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Decimal(repr(value))
    words = "is text" if isinstance(value, str) else "is not a number"
    raise refused(
        f"{shown(value)} {words}; a number is needed here, in plain digits without quotes"
    )


Printed: TypeAlias = Annotated[Decimal, BeforeValidator(_printed)]
_NotBelowZero: TypeAlias = Annotated[Printed, Field(ge=0)]
_AboveZero: TypeAlias = Annotated[Printed, Field(gt=0)]


class Part(Record):
    """One holding: its gross value, and the non-recourse loan secured on it."""

    company: Text
    gross: _NotBelowZero
    asset_backed_finance: _NotBelowZero | None = None


class NetDebtParts(Record):
    """Net debt as a sum: what is taken off stands with a minus."""

    consolidated: Printed
    self_financing: Printed | None = None
    other: Printed | None = None


class Measures(Record):
    """What the page prints; any of them may be missing. ``ltv`` is a fraction."""

    equity_value: Printed | None = None
    net_debt: Printed | None = None
    nav: Printed | None = None
    nav_per_share: Printed | None = None
    ltv: Printed | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield it when nothing is printed."""
        if not any(value is not None for _, value in self):
            yield "equity_value", "no measure is given, so there is nothing to reproduce"


def _sort_of_debt(value: object) -> str:
    return "parts" if isinstance(value, (dict, NetDebtParts)) else "number"


class Published(Record):
    """One published balance sheet, in the unit of its page."""

    group: Text
    as_of: DateText
    unit: Annotated[str, one_of(_UNITS, "a unit of a balance sheet")]
    usd_jpy: _AboveZero | None = None
    shares_outstanding_mn: _AboveZero | None = None
    holdings: Annotated[tuple[Part, ...], Field(min_length=1)]
    net_debt: Annotated[
        Annotated[Printed, Tag("number")] | Annotated[NetDebtParts, Tag("parts")],
        Discriminator(_sort_of_debt),
    ]
    published: Measures
    source: Text | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what leaves a measure without an answer."""
        equity_value = sum(_values(self))
        if equity_value <= 0:
            words = f"the equity value of holdings is {equity_value}, so no loan to value exists"
            yield "holdings", f"{words}; it must be above zero"
        in_dollars = UNITS[self.unit].si == "USD"
        if in_dollars and self.shares_outstanding_mn is not None and self.usd_jpy is None:
            words = f"NAV per share is in yen and the sheet in {self.unit}"
            yield "usd_jpy", f"{words}; add the rate, or remove shares_outstanding_mn"


@dataclass(frozen=True)
class Comparison:
    """One measure as printed and as its parts give it.

    ``computed`` and ``agrees`` are None where a part is missing.
    """

    measure: Measure
    printed: Decimal
    computed: float | None
    agrees: bool | None


@dataclass(frozen=True)
class Reproduction:
    """A published balance sheet computed again from its parts, in its own unit.

    Attributes
    ----------
    nav_per_share
        In yen; None when the number of shares is not given.
    ltv, ltv_grossed
        Fractions: ``D / E``, and with asset-backed finance added to both.
    comparisons
        One for each measure that is printed.
    messages
        Sentences for a reader: what disagrees, what was not compared, and
        where a loan exceeds the holding that secures it.
    """

    published: Published
    equity_value: float
    net_debt: float
    nav: float
    nav_per_share: float | None
    ltv: float
    ltv_grossed: float
    comparisons: tuple[Comparison, ...]
    messages: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether something was compared, and nothing disagrees."""
        verdicts = [one.agrees for one in self.comparisons]
        return any(verdicts) and False not in verdicts

    def as_json(self) -> dict[str, Any]:
        """Return the measures as plain data."""
        names = ("equity_value", "net_debt", "nav", "nav_per_share", "ltv", "ltv_grossed", "agrees")
        return {name: getattr(self, name) for name in names} | {"messages": list(self.messages)}


def read(path: Path) -> tuple[Published | None, tuple[Fault, ...]]:
    """Return the balance sheet in a file, or everything that is wrong with it.

    A sheet without a source can be reproduced, and comes with a warning.

    Examples
    --------
    >>> print(*read(Path("no-such-file.yaml"))[1])
    no-such-file.yaml:1: the file does not exist; create it or name another folder
    """
    document, faults = read_yaml(path, exact=True)
    if document is None or faults:
        return None, faults
    published, faults = validate(Published, document)
    if published is None:
        return None, faults
    ltv = published.published.ltv
    # A group that owes more than it owns prints more than 1; otherwise it is a percentage.
    if ltv is not None and not 0 <= ltv <= 1 and 0 <= reproduce(published).ltv <= 1:
        words = f"{ltv} is not a fraction between 0 and 1; {ltv} % is written {ltv / 100}"
        return None, (published.published.fault("ltv", words),)
    if published.source is None:
        words = "the sheet names no source; add 'source: ...'"
        return published, (published.fault("source", words, "warning"),)
    return published, ()


def reproduce(published: Published) -> Reproduction:
    """Return every measure computed again from the parts, and whether each agrees.

    ``V_i = max(G_i - a_i, 0)``, ``E = sum V_i``, ``NAV = E - D``, ``LTV = D / E``
    and ``LTV_g = (D + sum a_i) / (E + sum a_i)``; net debt given in parts is their
    sum, NAV per share is NAV in yen over the shares outstanding.

    Each printed number stands for a range of half a unit of its last digit on
    both sides. Holdings are one column of a page and net debt another, each with
    its total beneath, so the last digit is that of the most exact number of the
    column: a file written by a program has lost the nought of 2.80. A measure is held against the range
    that follows from the parts, narrowed by the measures before it: NAV must
    follow from the equity value and the net debt that are printed, too.

    Raises
    ------
    BalanceError
        If the equity value is not above zero or a rate is missing; it names the field.

    Examples
    --------
    >>> sheet = Published(
    ...     group="a", as_of="2030", unit="USD bn", net_debt=20.1,
    ...     holdings=({"company": "b", "gross": 60.2}, {"company": "c", "gross": 40.2}),
    ...     published={"equity_value": 100.5, "nav": 80.3, "ltv": 0.25})
    >>> found = reproduce(sheet)
    >>> found.equity_value, found.nav, [one.agrees for one in found.comparisons]
    (100.4, 80.3, [True, True, False])
    """
    for field, words in published.problems():
        raise BalanceError(field, words)
    equity_value, net_debt = sum(_values(published)), Fraction(sum(_debts(published)))
    nav = equity_value - net_debt
    loans = Fraction(sum(h.asset_backed_finance or 0 for h in published.holdings))
    divisor = _divisor(published, Range.exactly)
    computed: dict[Measure, float | None] = {
        "equity_value": float(equity_value),
        "net_debt": float(net_debt),
        "nav": float(nav),
        "nav_per_share": None if divisor is None else float(nav / divisor.low),
        "ltv": float(net_debt / equity_value),
    }
    verdicts = _verdicts(published)
    comparisons = tuple(
        Comparison(measure, printed, computed[measure], verdicts.get(measure))
        for measure, printed in _printed_measures(published)
    )
    return Reproduction(
        published=published,
        equity_value=float(equity_value),
        net_debt=float(net_debt),
        nav=float(nav),
        nav_per_share=computed["nav_per_share"],
        ltv=float(net_debt / equity_value),
        ltv_grossed=float((net_debt + loans) / (equity_value + loans)),
        comparisons=comparisons,
        messages=tuple(sentences(published, computed, comparisons)),
    )


def _printed_measures(published: Published) -> Iterator[tuple[Measure, Decimal]]:
    for measure in get_args(Measure):
        number = getattr(published.published, measure)
        if number is not None:
            yield measure, number


def _values(published: Published) -> list[Fraction]:
    """Return the equity value of each holding."""
    return [
        max(Fraction(h.gross) - Fraction(h.asset_backed_finance or 0), Fraction(0))
        for h in published.holdings
    ]


def _debts(published: Published) -> list[Decimal]:
    debt = published.net_debt
    if isinstance(debt, NetDebtParts):
        parts = (debt.consolidated, debt.self_financing, debt.other)
        return [part for part in parts if part is not None]
    return [debt]


def _divisor(published: Published, meant: Callable[[Decimal], Range]) -> Range | None:
    """Return what NAV in the unit of the sheet is divided by to be yen per share."""
    if published.unit == PER_SHARE:
        return Range.exactly(1)
    if published.shares_outstanding_mn is None:
        return None
    unit, rate = UNITS[published.unit], Range.exactly(1)
    if unit.si == "USD" and published.usd_jpy is not None:
        rate = meant(published.usd_jpy)
    shares = meant(published.shares_outstanding_mn)
    scale = 10**6 / Fraction(unit.factor)
    return Range(shares.low * scale / rate.high, shares.high * scale / rate.low)


def _verdicts(published: Published) -> dict[Measure, bool]:
    """Return whether each printed measure meets the range that follows from the parts."""
    printed = {measure: Range.printed(number) for measure, number in _printed_measures(published)}
    verdicts: dict[Measure, bool] = {}

    def narrowed(measure: Measure, derived: Range) -> Range:
        if measure not in printed:
            return derived
        common = derived.common(printed[measure])
        verdicts[measure] = common is not None
        return common or derived

    equity_value = narrowed("equity_value", _range_of_values(published))
    debts = _debts(published)
    half = half_unit([*debts, *_total(published.published.net_debt)])
    net_debt = narrowed("net_debt", Range.total(_part(debt, half) for debt in debts))
    nav = narrowed("nav", equity_value.less(net_debt))
    # Multiplied out, so that nothing is divided by a range that may hold zero.
    divisor = _divisor(published, Range.printed)
    if "nav_per_share" in printed and divisor is not None:
        verdicts["nav_per_share"] = nav.common(printed["nav_per_share"].times(divisor)) is not None
    if "ltv" in printed:
        verdicts["ltv"] = net_debt.common(printed["ltv"].times(equity_value)) is not None
    return verdicts


def _range_of_values(published: Published) -> Range:
    gross = [h.gross for h in published.holdings]
    loans = [h.asset_backed_finance or Decimal(0) for h in published.holdings]
    half, zero = half_unit([*gross, *loans, *_total(published.published.equity_value)]), Fraction(0)
    values = (_part(g, half).less(_part(a, half)) for g, a in zip(gross, loans, strict=True))
    return Range.total(Range(max(v.low, zero), max(v.high, zero)) for v in values)


def _total(printed: Decimal | None) -> list[Decimal]:
    """Return the total beneath a column, as a part of the column, where one is printed."""
    return [] if printed is None else [printed]


def _part(number: Decimal, half: Fraction) -> Range:
    """Return what a part stands for; a part of nought is not there, and exactly zero."""
    return Range.printed(number, half) if number else Range.exactly(0)
