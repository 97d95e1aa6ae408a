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
from exposure.export.report import Report, Table
from exposure.model import outcome
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
    return Report(next(told), next(told), next(told), next(told), result, (next(told),))
