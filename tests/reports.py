"""Reports of pages that do not exist, for tests of what is made of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from exposure import wording
from exposure.book import Book, load
from exposure.export.report import Report, Table
from exposure.model import outcome

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
