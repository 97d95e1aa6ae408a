"""The balance sheet that scenarios start from, and where each input comes from.

Comes in: the records of ``data/balance_sheet.yaml``, in the units of their
sources. Goes out: a `BalanceSheet` in USD billion whose equity value is the
disclosed one to the last digit, because one holding is the remainder; and what
the file gets wrong.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

import numpy as np
from pydantic import Field

from exposure.balance import BalanceError, BalanceSheet, Holding, Number, anywhere
from exposure.document import Document, Fault, Place
from exposure.ledger import Ledger
from exposure.records import DateText, Id, Record, Text, choices
from exposure.records import Number as Finite
from exposure.rounding import half_unit
from exposure.series_checks import unlike_its_computation
from exposure.units import UNITS

Basis = Literal["disclosed", "reported", "derived", "assumed"]


class Input(Record):
    """One number of the baseline: a value, and why it may be believed.

    ``basis`` says how it is known. Disclosed and reported numbers name one
    figure in ``sources`` and equal it; derived ones show their computation;
    assumed ones give a reason.
    """

    value: Finite
    unit: Literal["USD bn", "local trn", "percent", "local per USD"]
    basis: Basis
    as_of: DateText
    sources: tuple[Id, ...] = ()
    computation: Text | None = None
    reason: Text | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what the basis asks for and the input does not say."""
        if self.basis != "assumed" and not self.sources:
            yield "basis", f"a {self.basis} number names its figures; add 'sources: [...]'"
        if self.basis == "derived" and not self.computation:
            yield "basis", "a derived number shows how; add 'computation: ...'"
        if self.basis == "assumed" and not self.reason:
            yield "basis", "an assumption says why; add 'reason: ...'"


_I = TypeVar("_I", bound=Input)


class Money(Input):
    """An amount of money, in dollars or in the reporting currency."""

    unit: Literal["USD bn", "local trn"]


class Worth(Money):
    """An amount of money that is never below zero."""

    value: Annotated[Finite, Field(ge=0)]


class Price(Money):
    """An amount of money above zero, so that others can be told as a part of it."""

    value: Annotated[Finite, Field(gt=0)]


class Share(Input):
    """A part of a whole."""

    value: Annotated[Finite, Field(ge=0, le=100)]
    unit: Literal["percent"]


class Ratio(Input):
    """A ratio that may be below zero or above one."""

    unit: Literal["percent"]


class Rate(Input):
    """How much of the reporting currency buys a dollar."""

    value: Annotated[Finite, Field(gt=0)]
    unit: Literal["local per USD"]


class HoldingInputs(Record):
    """What is known of one holding.

    Either ``stake`` and ``company_value`` (and then ``gross`` is their product
    times the economic interest), or ``gross``, or nothing: the remainder.
    """

    company: Id
    listed: bool = False
    local_share: Annotated[Finite, Field(ge=0, le=1)] = 0.0
    stake: Share | None = None
    company_value: Price | None = None
    economic_interest: Share | None = None
    gross: Worth | None = None
    asset_backed_finance: Worth | None = None
    cost: Worth | None = None
    remainder: bool = False

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield it when the holding is valued in no way, or in two."""
        pair = self.stake is not None and self.company_value is not None
        if pair + (self.gross is not None) + self.remainder != 1:
            words = "is valued in no way or in two; give stake and company_value, or gross, or"
            yield "company", f"{self.company} {words} 'remainder: true'"
        if self.economic_interest is not None and not pair:
            words = "is a part of stake times company_value; remove it, or give these two"
            yield "economic_interest", words
        if self.remainder and self.asset_backed_finance is not None:
            yield "asset_backed_finance", "the remainder is known after loans alone; remove it"


class Commitment(Record):
    """A purchase that is signed and not yet paid."""

    deal: Id
    amount: Worth


class Baseline(Record):
    """The inputs of ``data/balance_sheet.yaml``."""

    as_of: DateText
    local_currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    local_per_usd: Rate
    nav: Money
    ltv: Ratio
    equity_value: Price
    net_debt: Money
    net_debt_local_share: Share
    cash: Worth
    committed: tuple[Commitment, ...] = ()
    holdings: tuple[HoldingInputs, ...]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what the parts do wrong together."""
        if sum(h.remainder for h in self.holdings) != 1:
            yield "holdings", "exactly one holding is the remainder that closes the split"
        for name in _repeated(h.company for h in self.holdings):
            yield "holdings", f"{name} is held more than once; give it one entry"
        for name in _repeated(c.deal for c in self.committed):
            yield "committed", f"{name} is committed more than once; give it one entry"
        yield from self._contradictions()

    def _contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield disclosed measures that do not follow from each other, digits allowed for."""
        value, debt, nav = (
            self.usd_bn(item) for item in (self.equity_value, self.net_debt, self.nav)
        )
        near = sum(self.usd_bn(_half_a_digit(i)) for i in (self.equity_value, self.net_debt))
        if abs(value - debt - nav) > near + self.usd_bn(_half_a_digit(self.nav)):
            words = f"USD {value:.6g} bn of equity value less {debt:.6g} of net debt"
            yield "nav", f"{words} is not a NAV of {nav:.6g}; one of the three is wrong"
        ltv = debt / value
        if abs(ltv - self.ltv.value / 100) > near / value + _half_a_digit(self.ltv).value / 100:
            words = f"net debt over equity value is {100 * ltv:.4g} %"
            yield "ltv", f"{words}, not {self.ltv.value:g} %; one of the three is wrong"

    def unit(self, item: Input) -> str:
        """Return the unit of an input with the currency's own name: ``JPY trn``."""
        return item.unit.replace("local", self.local_currency)

    def usd_bn(self, amount: Money) -> float:
        """Return an input in USD billion, at the baseline's exchange rate."""
        if amount.unit == "local trn":
            return amount.value * 1000.0 / self.local_per_usd.value
        return amount.value

    def inputs(self, company: str) -> HoldingInputs:
        """Return the inputs of one holding."""
        return next(h for h in self.holdings if h.company == company)

    def sheet(
        self,
        interests: Mapping[str, Number] | None = None,
        loans: Mapping[str, Number] | None = None,
    ) -> BalanceSheet:
        """Return the baseline in USD billion.

        Parameters
        ----------
        interests, loans
            Economic interest (fractions) and asset-backed finance (USD bn) by
            company, in place of the assumed ones. They change how the disclosed
            total is split, not the total: the remainder takes the difference.

        Raises
        ------
        BalanceError
            If the parts exceed the disclosed total; arrays hold ``nan`` there.
        """
        interests, loans = interests or {}, loans or {}
        known = {
            h.company: self._holding(h, interests.get(h.company), loans.get(h.company))
            for h in self.holdings
            if not h.remainder
        }
        closing: Number = self.usd_bn(self.equity_value)
        for holding in known.values():
            closing = closing - holding.equity_value
        if anywhere(closing < 0):
            if not isinstance(closing, np.ndarray):
                words = f"the parts exceed the disclosed total by {-closing:.6g} USD bn"
                raise BalanceError("remainder", words)
            closing = np.where(closing < 0, np.nan, closing)
        return BalanceSheet(
            holdings=tuple(
                known.get(h.company)
                or Holding(h.company, closing, listed=h.listed, local_share=h.local_share)
                for h in self.holdings
            ),
            net_debt=self.usd_bn(self.net_debt),
            committed=sum(self.usd_bn(c.amount) for c in self.committed),
        )

    def _holding(self, h: HoldingInputs, interest: Number | None, loan: Number | None) -> Holding:
        stake = None if h.stake is None else h.stake.value / 100
        value = None if h.company_value is None else self.usd_bn(h.company_value)
        if interest is None:
            interest = 1.0 if h.economic_interest is None else h.economic_interest.value / 100
        if loan is None:
            pledged = h.asset_backed_finance
            loan = 0.0 if pledged is None else self.usd_bn(pledged)
        if h.gross is not None:
            gross: Number = self.usd_bn(h.gross)
        else:
            gross = (stake or 0.0) * interest * (value or 0.0)
        return Holding(
            h.company,
            gross,
            loan,
            listed=h.listed,
            local_share=h.local_share,
            stake=stake,
            economic_interest=interest,
            company_value=value,
        )


def faults(ledger: Ledger, baseline: Baseline, document: Document) -> Iterator[Fault]:
    """Yield what the baseline says against the ledger, and a split that does not close."""
    sums = ""
    for place, item in _inputs(baseline):
        for source in item.sources:
            if source not in ledger.figure_by_id:
                yield document.fault((*place, "sources"), f"{source} is no figure of the ledger")
        if words := _unlike_its_figure(ledger, item, baseline.unit(item)):
            yield document.fault((*place, "value"), words)
        if item.computation is not None:
            known = [
                ledger.figure(name).right for name in item.sources if name in ledger.figure_by_id
            ]
            words = unlike_its_computation(item.value, item.unit, item.computation, known, sums)
            sums = f"{sums}; {item.computation}"
            if words:
                yield document.fault((*place, "computation"), f"{words}; mend the one or the other")
    for index, commitment in enumerate(baseline.committed):
        if commitment.deal not in ledger.deal_by_id:
            words = f"{commitment.deal} is no deal of the ledger"
            yield document.fault(("committed", index, "deal"), words)
    yield from _holding_faults(ledger, baseline, document)


def figure_value(ledger: Ledger, figure: str, unit: str) -> float:
    """Return a figure's right value in a unit: the middle where it is a range.

    Raises
    ------
    BalanceError
        If the figure is not an amount of what the unit measures: mixed
        currencies, or a date.
    """
    right = ledger.figure(figure).right
    if unit not in UNITS or right.unit_si != UNITS[unit].si or right.kind == "date":
        words = "is a date" if right.kind == "date" else f"is in {right.unit}"
        raise BalanceError(figure, f"{words}, and {unit} is needed here")
    ends = [right.value_si] if right.value_si is not None else [right.low_si, right.high_si]
    total = sum((Decimal(repr(end)) for end in ends), Decimal(0))
    return float(total / len(ends) / UNITS[unit].factor)


def _holding_faults(ledger: Ledger, baseline: Baseline, document: Document) -> Iterator[Fault]:
    for index, holding in enumerate(baseline.holdings):
        if holding.company not in ledger.companies:
            known = choices(holding.company, [*ledger.companies])
            words = f"{holding.company} is no company; {known}"
            yield document.fault(("holdings", index, "company"), words)
    if ledger.focus not in {h.company for h in baseline.holdings}:
        yield document.fault(("holdings",), f"the focus company, {ledger.focus}, is not held")
    try:
        baseline.sheet()
    except BalanceError as error:
        yield document.fault(("holdings",), str(error))


def _unlike_its_figure(ledger: Ledger, item: Input, unit: str) -> str | None:
    """Return why a number is not what its figure tells: one that somebody tells, or one alone."""
    alone = len(item.sources) == 1 and item.computation is None
    if not (alone or item.basis in ("disclosed", "reported")):
        return None
    source = item.sources[0]
    if source not in ledger.figure_by_id:
        return None
    try:
        says = figure_value(ledger, source, unit)
    except BalanceError as error:
        return str(error)
    if abs(says - item.value) <= 1e-9 * abs(says):
        return None
    words = f"{item.value:g} is not what {source} says, {says:g}"
    return f"{words}; a {item.basis} number equals its figure"


def _inputs(record: Record, place: Place = ()) -> Iterator[tuple[Place, Input]]:
    """Yield every input inside a record with its place in the file."""
    for name in type(record).model_fields:
        item = getattr(record, name)
        if isinstance(item, Input):
            yield (*place, name), item
        elif isinstance(item, tuple):
            for index, entry in enumerate(item):
                if isinstance(entry, Record):
                    yield from _inputs(entry, (*place, name, index))


def _half_a_digit(item: _I) -> _I:
    """Return half a unit of an input's last digit, as an input."""
    written = Decimal(repr(item.value)).normalize()
    return item.model_copy(update={"value": float(half_unit([written]))})


def _repeated(names: Iterator[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)
