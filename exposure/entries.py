"""The records of the ledger: what a company, a quantity, a figure, a deal and a source card are.

A *figure* is one printing of a number. A *quantity* is the fact about the world that it states,
however often it was printed. A *deal* points to quantities, and so to their figures. A *card*
describes the text a figure was printed in.

Values stand here as they were printed, in the units of `exposure.units`; the names that end in
``_si`` give them in base units: single dollars, fractions, ISO dates.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from exposure.records import DateText, Id, Record, Text, Whole, choices
from exposure.strict_yaml import shown
from exposure.units import UNITS, base

__all__ = [
    "MEASURES",
    "SHARES",
    "Amount",
    "Company",
    "Correction",
    "Deal",
    "Figure",
    "Observation",
    "PublicFigure",
    "Quantity",
    "SourceCard",
]

Modality = Literal[
    "exactly", "about", "up to", "at least", "more than", "less than", "may", "below"
]
Status = Literal[
    "completed", "in talks", "announced", "forecast", "estimate", "opinion", "suspended"
]
DealKind = Literal[
    "equity", "acquisition", "sale", "loan", "margin loan", "commitment", "suspended"
]

_ANY = frozenset({"money", "percent", "multiple", "count", "date"})
_MONEY = frozenset({"money"})
_PERCENT = frozenset({"percent"})

MEASURES: Mapping[str, frozenset[str]] = {
    "investment": _MONEY,
    "cumulative investment": _MONEY,
    "stake": _PERCENT,
    "company value": _MONEY,
    "holding value": _MONEY,
    "round size": _MONEY,
    "loan": _MONEY,
    "loan drawn": _MONEY,
    "sale": _MONEY,
    "purchase price": _MONEY,
    "commitment": _MONEY,
    "amount to raise": _MONEY,
    "ltv": _PERCENT,
    "ltv limit": _PERCENT,
    "portfolio share": _PERCENT,
    "economic interest": _PERCENT,
    "market value": _MONEY,
    "market value change": _MONEY | _PERCENT | {"multiple"},
    "share price change": _MONEY | _PERCENT | {"multiple"},
    "maturity": frozenset({"date"}),
    "cash": _MONEY,
    "net asset value": _MONEY,
    "net debt": _MONEY,
    "equity value": _MONEY,
    "exchange rate": frozenset({"multiple"}),
    "share price": _MONEY,
    "shares held": frozenset({"count"}),
    "project size": _ANY,
    "spending": _MONEY,
    "funding": _MONEY,
    "market size": _MONEY,
    "growth rate": _PERCENT | {"multiple"},
    "price ratio": _PERCENT | {"multiple"},
    "training cost": _MONEY | {"multiple"},
    "price": _MONEY,
    "rating": _ANY,
    "date": frozenset({"date"}),
    "other": _ANY,
}
"""What a quantity measures, and the kinds of unit its figures may be printed in."""

SHARES = frozenset({"stake", "portfolio share", "economic interest", "ltv limit"})
"""The measures that are a part of a whole, so never below nothing or above all of it."""


def _value(value: object) -> object:
    if isinstance(value, str) or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    sentence = f"{shown(value)} is not a number; write plain digits such as 30 or 0.5"
    raise PydanticCustomError("value", "{sentence}", {"sentence": sentence})


def _unit(value: object) -> object:
    if value in UNITS:
        return value
    sentence = f"{shown(value)} is not a unit; {choices(value, list(UNITS))}"
    raise PydanticCustomError("unit", "{sentence}", {"sentence": sentence})


def _measure(value: object) -> object:
    if value in MEASURES:
        return value
    sentence = f"{shown(value)} is not a measure; {choices(value, list(MEASURES))}"
    raise PydanticCustomError("measure", "{sentence}", {"sentence": sentence})


Value = Annotated[int | float | str, BeforeValidator(_value)]
UnitName = Annotated[str, BeforeValidator(_unit)]
Measure = Annotated[str, BeforeValidator(_measure)]


class Company(Record):
    """A company, a person or a fund, and how texts call it."""

    name: Text
    short: Text | None = None
    aliases: tuple[Text, ...] = ()

    @property
    def label(self) -> str:
        """The name for a chart: the short one where there is one."""
        return self.short or self.name


class Quantity(Record):
    """One fact about the world: what is measured, of whom, and which printing is used for it."""

    id: Id
    label: Text
    holder: Id | None = None
    target: Id | None = None
    measure: Measure
    uses: Id | None = None
    because: Text | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield a choice without a reason, and a reason without a choice."""
        if self.uses and not self.because:
            yield "uses", "a figure is chosen without a reason; add 'because: ...'"
        if self.because and not self.uses:
            yield "because", "a reason without a choice; add 'uses: ...' or remove it"


class Amount(Record):
    """A number, or a range, in a unit: as printed, and in base units."""

    value: Value | None = None
    low: Value | None = None
    high: Value | None = None
    unit: UnitName

    @property
    def kind(self) -> str:
        """What the unit measures: money, percent, multiple, count or date."""
        return UNITS[self.unit].kind

    @property
    def unit_si(self) -> str:
        """The base unit: an ISO currency code, ``fraction``, ``times``, ``count``, ``date``."""
        return UNITS[self.unit].si

    @property
    def value_si(self) -> int | float | str | None:
        """The number in the base unit; ``None`` for a range."""
        return None if self.value is None else base(self.value, self.unit)

    @property
    def low_si(self) -> int | float | str | None:
        """The low end of a range in the base unit; ``None`` for a single number."""
        return None if self.low is None else base(self.low, self.unit)

    @property
    def high_si(self) -> int | float | str | None:
        """The high end of a range in the base unit; ``None`` for a single number."""
        return None if self.high is None else base(self.high, self.unit)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong between value, low, high and unit."""
        given = [name for name in ("value", "low", "high") if getattr(self, name) is not None]
        if given not in (["value"], ["low", "high"]):
            words = " and ".join(given) or "neither"
            yield (
                given[0] if given else "value",
                f"{words} given; write either 'value' alone or both 'low' and 'high'",
            )
        fitting = str if self.kind == "date" else (int, float)
        misfits = [name for name in given if not isinstance(getattr(self, name), fitting)]
        for name in misfits:
            value = shown(getattr(self, name))
            if self.kind == "date":
                yield name, f"{value} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
            else:
                yield (
                    name,
                    f"{value} is text; a number is needed here, in plain digits without quotes: "
                    "30 with the unit 'USD bn', not 30e9",
                )
        if self.low is not None and self.high is not None and not misfits:
            # Both are numbers, or both are ISO dates, which sort as text.
            if self.high < self.low:  # type: ignore[operator]
                yield "high", f"{shown(self.high)} is below low, {shown(self.low)}; swap them"


class Correction(Amount):
    """What a wrong printing should have said, why, and how that was computed."""

    reason: Text
    computation: Text | None = None


class Observation(Amount):
    """A figure for a quantity at a date, whoever published it."""

    id: Id
    quantity: Id
    as_of: DateText
    modality: Modality
    status: Status
    note: Text | None = None

    @property
    def right(self) -> Amount:
        """The amount to work with: the corrected one where the printing is wrong."""
        return self


class Figure(Observation):
    """One printing of a quantity in one of the articles."""

    source: Id
    paragraph: Annotated[Whole, Field(ge=1)]
    printed: Text
    corrected: Correction | None = None
    superseded_by: Id | None = None

    @model_validator(mode="before")
    @classmethod
    def _unit_of_correction(cls, data: Any) -> Any:  # noqa: ANN401 - any data of a file
        """Give a correction the unit of the printing unless it names its own."""
        if isinstance(data, dict) and isinstance(corrected := data.get("corrected"), dict):
            return data | {"corrected": {"unit": data.get("unit")} | corrected}
        return data

    @property
    def right(self) -> Amount:
        """The amount to work with: the corrected one where the printing is wrong."""
        return self.corrected or self


class PublicFigure(Observation):
    """A figure from outside the articles, with the page that published it."""

    title: Text
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    confidence: Literal[
        "primary", "primary mirror", "press", "press rehost", "commentary", "derived"
    ]
    superseded_by: Id | None = None


class Deal(Record):
    """A transaction; each part of it names the quantity that measures it."""

    id: Id
    title: Text
    investor: Id
    target: Id | None = None
    kind: DealKind
    status: Status
    date: DateText
    amount: Id | None = None
    stake_after: Id | None = None
    valuation: Id | None = None
    maturity: Id | None = None
    lenders: tuple[Id, ...] = ()
    paid_by: tuple[Id, ...] = ()
    supersedes: Id | None = None
    cited: tuple[Id, ...] = ()
    note: Text | None = None

    @property
    def parts(self) -> dict[str, str]:
        """The quantity of each part that the deal states, by the part's name."""
        named = ("amount", "stake_after", "valuation", "maturity")
        return {name: found for name in named if (found := getattr(self, name))}


class SourceCard(Record):
    """What is known of a text: who wrote it, when, which file it is, how far to trust it."""

    title: Text
    publisher: Text
    date: DateText
    date_inferred_from: Text | None
    text_file: Annotated[Text, Field(alias="file")]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    paragraphs: Annotated[Whole, Field(ge=1)]
    languages: Annotated[tuple[Text, ...], Field(min_length=1)]
    machine_translated: bool
    trust: Literal["high", "medium", "low"]
    trust_reason: Text
