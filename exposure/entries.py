"""The records of the ledger: what a company, a quantity, a figure, a deal and a source card are.

A *figure* is one printing of a number. A *quantity* is the fact about the world that it states,
however often it was printed. A *deal* points to quantities, and so to their figures. A *card*
describes the text a figure was printed in.

Values stand here as they were printed, in the units of `exposure.units`; the names that end in
``_si`` give them in base units: single dollars, fractions, ISO dates.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from exposure.document import shown
from exposure.fields import (
    DATE_IN_WORDS,
    DateText,
    Flag,
    Id,
    Text,
    Whole,
    form,
    is_date,
    one_of,
    refused,
    year_as_text,
)
from exposure.records import Record
from exposure.units import UNITS, UNITS_IN_WORDS, base

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


def _number_or_text(value: object) -> object:
    if isinstance(value, str) or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    raise refused(f"{shown(value)} is not a number; write plain digits such as 30 or 0.5")


# Text is for dates; whether it fits the unit is judged with the whole amount.
Value = Annotated[int | float | str, BeforeValidator(_number_or_text)]
UnitName = Annotated[str, one_of(UNITS, "a unit", UNITS_IN_WORDS)]
Measure = Annotated[str, one_of(MEASURES, "a measure", ", ".join(MEASURES))]


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

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends in the base unit, equal for a single number; ``None`` for a date."""
        single = self.value_si
        low, high = (self.low_si, self.high_si) if single is None else (single, single)
        if isinstance(low, (int, float)) and isinstance(high, (int, float)):
            return low, high
        return None

    @model_validator(mode="before")
    @classmethod
    def _years_as_text(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stands in a file
        """Take a bare year for the date it is where the unit says so."""
        if isinstance(data, dict) and data.get("unit") == "date":
            ends = {name: year_as_text(data[name]) for name in _ENDS if name in data}
            return data | ends
        return data

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong between value, low, high and unit."""
        given = [name for name in _ENDS if getattr(self, name) is not None]
        if given not in (["value"], ["low", "high"]):
            field = given[0] if given else "value"
            words = f"found {', '.join(given) or 'no amount'}"
            yield field, f"{words}; write either 'value' alone or both 'low' and 'high'"
        misfits = [(name, words) for name in given if (words := self._misfit(getattr(self, name)))]
        yield from misfits
        low, high = self.low, self.high
        if low is not None and high is not None and not misfits and _below(high, low):
            yield "high", f"{shown(high)} is below low, {shown(low)}; swap the two"

    def _misfit(self, value: float | str) -> str:
        """Return why a value does not go with the unit; nothing where it does."""
        if self.kind == "date":
            fits = isinstance(value, str) and is_date(value)
            return "" if fits else f"{shown(value)} is not {DATE_IN_WORDS}"
        if not isinstance(value, str):
            return ""
        return (
            f"{shown(value)} is text; a number is needed here, in plain digits without quotes: "
            "30 with the unit 'USD bn', not 30e9"
        )


_ENDS = ("value", "low", "high")


def _below(one: float | str, other: float | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return str(one) < str(other)  # ISO dates sort as text
    return one < other


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
    def _unit_of_correction(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stands in a file
        """Give a correction the unit of the printing unless it names its own."""
        if isinstance(data, dict) and isinstance(corrected := data.get("corrected"), dict):
            unit = data.get("unit")
            # Where the unit itself is at fault, once is enough to say so.
            known = unit if isinstance(unit, str) and unit in UNITS else "count"
            return data | {"corrected": {"unit": known} | corrected}
        return data

    @property
    def right(self) -> Amount:
        """The amount to work with: the corrected one where the printing is wrong."""
        return self.corrected or self

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield a sentence where a phrase should be, besides what can be wrong with any amount."""
        yield from super().problems()
        words = len(_WORD.findall(self.printed))
        if words > _MOST_WORDS:
            message = (
                f"{shown(self.printed)} has {words} words; at most {_MOST_WORDS} may be quoted"
            )
            yield "printed", f"{message}: the figure's own phrase, never the sentence"
        if self.right.kind != self.kind:
            message = f"{self.right.unit} corrects {self.unit}; correct it in a unit of {self.kind}"
            yield "corrected", message


# The texts are other people's writing: a phrase may be quoted, a sentence may not.
_WORD = re.compile(r"[A-Za-z0-9$%.'\u2019-]+")
_MOST_WORDS = 8


class PublicFigure(Observation):
    """A figure from outside the articles, with the page that published it."""

    title: Text
    url: Annotated[str, form(re.compile(r"https?://\S+").fullmatch, "a web address: https://...")]
    confidence: Literal[
        "primary", "primary mirror", "press", "press rehost", "commentary", "derived"
    ]
    superseded_by: Id | None = None


class Deal(Record):
    """A transaction; each part of it names the quantity that measures it.

    ``undated``: the sources give no date, and that of the article stands in for it. Such a deal is
    listed, but neither drawn over time nor added to the sums of a year.
    """

    id: Id
    title: Text
    investor: Id
    target: Id | None = None
    kind: DealKind
    status: Status
    date: DateText
    undated: Flag = False
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


_FILE_NAME = form(re.compile(r"\w[\w.-]*").fullmatch, "the name of a file, without folders")
_SHA256 = form(re.compile(r"[0-9a-f]{64}").fullmatch, "a SHA-256 sum: 64 digits of 0-9 and a-f")


class SourceCard(Record):
    """What is known of a text: who wrote it, when, which file it is, how far to trust it."""

    title: Text
    publisher: Text
    date: DateText
    date_inferred_from: Text | None
    text_file: Annotated[str, _FILE_NAME, Field(alias="file")]
    sha256: Annotated[str, _SHA256]
    paragraphs: Annotated[Whole, Field(ge=1)]
    languages: Annotated[tuple[Text, ...], Field(min_length=1)]
    machine_translated: Flag
    trust: Literal["high", "medium", "low"]
    trust_reason: Text
