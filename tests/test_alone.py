"""A chart or a number that stands alone says its date, its sources and what it was made on."""

from __future__ import annotations

import re

import pytest

from exposure.book import data_folder
from exposure.export.report import Chart
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
        assert re.search(r"of \d+ \w+ 20\d\d", told), part.key
        assert report.stamp in told
        assert f"show={part.key}&amp;embed=true" in snippet(report, part)
