"""Reports of pages that do not exist, for tests of what is made of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from exposure import wording
from exposure.book import Book, load
from exposure.charts import LIGHT
from exposure.explain import explain
from exposure.export.report import Chart, Columns, Number, Report, Table, Words
from exposure.model import outcome
from exposure.overview import ltv_curve
from exposure.scenario import Levers

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parents[1] / "data"
SMALL = Path(__file__).parent / "small/data"


@cache
def book(folder: Path = SMALL) -> Book:
    """Return the data of a folder."""
    found, faults = load(folder)
    assert found is not None, faults
    return found


def page(made: Report, words: str = "Tea is dear.") -> Report:
    """Return a page with a part of every kind put on it."""
    result = made.outcome
    figure, points = ltv_curve(result, result, LIGHT)
    curve: Columns = {name: (name, wording.percent) for name in ("disclosed", "grossed")}
    drawn = Table("curve", words, points, curve)
    made.parts += [
        Words("sentence", words),
        Number("ltv", words, "20.0 %", words, lambda: explain(result, "ltv")),
        Words("heading", words),
        Chart("curve", words, words, words, figure, drawn),
        table(words),
        Words("note", words),
    ]
    return made


def report(values: Mapping[str, float] | None = None, folder: Path = SMALL) -> Report:
    """Return an empty page of a scenario."""
    result = outcome(book(folder), values or {})
    return Report(
        title="How much is it?",
        as_of=result.book.baseline.as_of,
        stamp="made-by-hand",
        link="https://example.test/LTV?a=1",
        outcome=result,
        changes=tuple(wording.changes(result)),
    )


def table(words: str = "tea", number: float | None = -1.5, ratio: float = -0.25) -> Table:
    """Return a table of one row: text, a number and a ratio."""
    return Table(
        "small",
        "A small table",
        pd.DataFrame([{"what": words, "usd_bn": number, "share": ratio}]),
        {
            "what": ("What", None),
            "usd_bn": ("USD bn", wording.number),
            "share": ("Share", wording.percent),
        },
    )


def renamed(*words: str) -> Report:
    """Return a page of a group whose companies, levers, lines and figures are called by words."""
    known = book()
    told = cycle(one.replace("\0", "").replace("\b", "") for one in words)
    ledger = replace(
        known.ledger,
        companies={
            key: company.model_copy(update={"name": next(told)})
            for key, company in known.ledger.companies.items()
        },
        quantities=tuple(
            quantity.model_copy(update={"label": next(told)})
            for quantity in known.ledger.quantities
        ),
    )
    levers = tuple(
        lever.model_copy(update={"label": next(told), "help": next(told)})
        for lever in known.levers.table
    )
    lines = tuple(replace(line, label=next(told)) for line in known.lines)
    hostile = replace(
        known, ledger=ledger, levers=Levers(levers, known.levers.defaults), lines=lines
    )
    result = outcome(hostile, {})
    as_of = result.book.baseline.as_of  # a date: no text of another form gets that far
    return Report(next(told), as_of, next(told), next(told), result, (next(told),))
