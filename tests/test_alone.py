"""A chart or a number that stands alone says its date, its sources and what it was made on."""

from __future__ import annotations

import re

import pytest

from exposure.book import data_folder
from exposure.dates import in_words
from exposure.export.report import Chart, Number
from exposure.ui import unattended
from exposure.ui.alone import snippet, under


@pytest.mark.parametrize("page", ["LTV", "Holding_shares", "Deals"])
def test_what_stands_alone_says_its_date_its_sources_and_its_stamp(page: str) -> None:
    report = unattended.report(page, {"usd_jpy": ["140"]}, data_folder())
    parts = list(report.shown())
    assert len(parts) >= 3
    for part in parts:
        told = " ".join(under(report, part))
        if isinstance(part, Chart):
            told = f"{part.source} {told}"
        assert re.search(r"\d+ sources?\b", told), part.key
        assert re.search(r"of (\d+ )?[A-Z]\w+ 20\d\d", told), part.key
        assert report.stamp in told
        assert f"show={part.key}&amp;embed=true" in snippet(report, part)


def test_what_is_summed_from_deals_has_the_date_of_the_last_and_not_of_the_balance_sheet() -> None:
    report = unattended.report("Deals", {}, data_folder())
    numbers = [part for part in report.shown() if isinstance(part, Number)]
    assert numbers
    for number in numbers:
        last = max(row.as_of for row in number.explained().inputs)
        told = " ".join(under(report, number))
        assert in_words(last) in told
        assert "Balance sheet" not in told


@pytest.mark.parametrize("query", [{}, {"usd_jpy": ["140"]}])
def test_what_is_taken_to_another_site_keeps_its_numbers(query: dict[str, list[str]]) -> None:
    report = unattended.report("LTV", query, data_folder())
    taken = snippet(report, next(iter(report.shown())))
    assert f"stamp={report.stamp}" in taken
    assert all(f"{lever}=" in taken for lever in report.outcome.values)
