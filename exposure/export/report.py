"""A page as data: what it says, in the order in which it says it.

Pages draw through `exposure.ui`, which notes each part here. So whatever is
downloaded is what was on the screen, with numbers as numbers.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from exposure.explain import Evidence, Explanation, explain
from exposure.measures import MEASURES
from exposure.wording import GAP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

    from exposure.charts import Figure
    from exposure.model import Outcome

Form: TypeAlias = "Callable[[Any], str] | None"
Columns: TypeAlias = "dict[str, tuple[str, Form]]"
Cell: TypeAlias = str | float | int | bool | None

# What a form prints beside a number, and what the number itself is then.
_UNITS = {"%": "fraction", "points": "difference of fractions"}


@dataclass(frozen=True)
class Words:
    """A sentence, a heading, a note or a paragraph."""

    kind: str
    words: str


@dataclass(frozen=True)
class Number:
    """One number that stands for itself; ``explained`` tells how it is made."""

    key: str
    label: str
    value: str
    under: str
    explained: Callable[[], Explanation]


@dataclass(frozen=True)
class Table:
    """A table: its rows as they are, and how each column is headed and printed.

    ``columns`` gives the header of each column and how its values become text;
    None for a column that is text already. ``numbers`` are further columns for who
    downloads it: what stands in the others as text. ``sources`` finds the figures behind it.
    """

    key: str
    title: str
    rows: pd.DataFrame
    columns: Columns
    sources: Callable[[], tuple[Evidence, ...]] = tuple
    numbers: Columns = field(default_factory=dict)

    @property
    def every(self) -> Columns:
        """All columns: those of the page and those for a download."""
        return self.columns | self.numbers

    @property
    def units(self) -> list[str]:
        """What the numbers of each column are, as far as its form tells; see `unit`."""
        return [
            unit(form) if any(isinstance(cell, int | float) for cell in self._column(name)) else ""
            for name, (_, form) in self.every.items()
        ]

    @property
    def headers(self) -> list[str]:
        """Headers, each with the unit of the number itself."""
        told = zip(self.every.values(), self.units, strict=True)
        return [f"{header} ({found})" if found else header for (header, _), found in told]

    def cells(self) -> Iterator[list[Cell]]:
        """Yield the rows with numbers as numbers and None where there is nothing."""
        columns = [self._column(name) for name in self.every]
        yield from (list(row) for row in zip(*columns, strict=True))

    def texts(self) -> Iterator[list[str]]:
        """Yield the rows as a page prints them."""
        forms = [form for _, form in self.columns.values()]
        for row in self.cells():
            yield [printed(cell, form) for cell, form in zip(row, forms, strict=False)]

    def _column(self, name: str) -> list[Cell]:
        return [_cell(value) for value in self.rows[name].tolist()]


@dataclass(frozen=True)
class Chart:
    """A chart: its picture, what it says in words, its source line, its table if it has one."""

    key: str
    title: str
    alt: str
    source: str
    figure: Figure
    table: Table | None = None


Part: TypeAlias = Words | Number | Table | Chart


@dataclass
class Report:
    """A page as it stands.

    Attributes
    ----------
    title
        The page's question.
    as_of
        Date of the balance sheet that it starts from.
    stamp
        Which data and model it was made on.
    link
        Address that opens it again.
    outcome
        The scenario.
    changes
        What differs from the baseline, one phrase a lever.
    """

    title: str
    as_of: str
    stamp: str
    link: str
    outcome: Outcome
    changes: tuple[str, ...] = ()
    parts: list[Part] = field(default_factory=list)

    @property
    def scenario(self) -> str:
        """What differs from the baseline, in one line."""
        return "; ".join(self.changes) or "the baseline, nothing moved"

    @property
    def made(self) -> str:
        """What a part that stands alone has to say: the scenario, and what it was made on."""
        return f"Scenario: {self.scenario}. Data and model: {self.stamp}."

    @property
    def heading(self) -> str:
        """The heading that the next part stands under."""
        headings = (part.words for part in reversed(self.parts) if _is_heading(part))
        return next(headings, self.title)

    def of(self, key: str) -> Number | Chart | None:
        """Return the chart or number of that key."""
        return next((part for part in self.shown() if part.key == key), None)

    def shown(self) -> Iterator[Number | Chart]:
        """Yield what may stand alone: charts and numbers."""
        yield from (part for part in self.parts if isinstance(part, Number | Chart))

    def charts(self) -> Iterator[Chart]:
        """Yield all charts."""
        yield from (part for part in self.parts if isinstance(part, Chart))

    def tables(self) -> Iterator[Table]:
        """Yield all tables, those of charts too."""
        for part in self.parts:
            found = part.table if isinstance(part, Chart) else part
            if isinstance(found, Table):
                yield found

    def sources(self) -> tuple[Evidence, ...]:
        """Return what the numbers and tables rest on, each once."""
        rows = [
            row
            for part in self.parts
            if isinstance(part, Number)
            for row in part.explained().inputs
        ]
        rows += [row for table in self.tables() for row in table.sources()]
        return tuple(dict.fromkeys(rows or model_sources(self.outcome)))


def model_sources(outcome: Outcome) -> tuple[Evidence, ...]:
    """Return every input of the model in a scenario: what any number of it may rest on."""
    found = (row for name in MEASURES for row in explain(outcome, name).inputs)
    return tuple(dict.fromkeys(found))


def measured(outcome: Outcome, names: Iterable[str]) -> tuple[Evidence, ...]:
    """Return the inputs of some measures."""
    return tuple(dict.fromkeys(row for name in names for row in explain(outcome, name).inputs))


def cited(row: Evidence) -> str:
    """Return a source in one line: what, how much, how it is known, and where it stands."""
    parts = [
        f"{row.label}: {row.value} ({', '.join(filter(None, (row.basis, row.as_of)))})",
        row.where,
    ]
    if row.printed:
        parts.append(f"printed “{row.printed}”")
    return "; ".join(filter(None, [*parts, row.url, row.note]))


def printed(cell: Cell, form: Form) -> str:
    """Return a cell as a page prints it; nothing where there is nothing."""
    if form is None:
        return "" if cell is None else str(cell)
    return "" if cell is None else form(cell)


def unit(form: Form) -> str:
    """Return what a number is that a form prints, as far as the form tells.

    >>> from exposure import wording
    >>> unit(wording.percent), unit(wording.points), unit(wording.number)
    ('fraction', 'difference of fractions', '')
    """
    if form is None:
        return ""
    told = re.sub(r"[\d.,+\N{MINUS SIGN}\s]", "", str(form(1.0)))
    return _UNITS.get(told, told)


def _is_heading(part: Part) -> TypeGuard[Words]:
    return isinstance(part, Words) and part.kind == "heading"


def _cell(value: object) -> Cell:
    """Return a value of a table as plain data: no numpy, no nan."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, float | int | bool):
        return value
    return str(value).replace(GAP, " ")
