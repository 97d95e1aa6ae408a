"""A page as plain text: everything it says, in order, and nothing that is not text."""

from __future__ import annotations

import pytest

from exposure.explain import explain
from exposure.export.report import Chart, Number, Report, Words
from exposure.export.text import as_text
from tests.hostile import FORMULAS, SCRIPTS
from tests.reports import renamed, report, table


def filled(words: str = "Tea is dear.") -> Report:
    """Return a page with one part of each kind."""
    made = report()
    made.parts += [
        Words("sentence", words),
        Number("ltv", "Disclosed LTV", "20.0 %", words, lambda: explain(made.outcome, "ltv")),
        Words("heading", "The price of tea"),
        Chart(
            "tea", "Tea over time", words, "From the books.", {"data": [], "layout": {}}, table()
        ),
        table(words),
        Words("note", words),
    ]
    return made


def test_it_says_all_that_the_page_says_in_its_order() -> None:
    told = as_text(filled())
    places = [
        told.index(words)
        for words in (
            "HOW MUCH IS IT?",
            "Scenario: the baseline",
            "Tea is dear.",
            "Disclosed LTV: 20.0 %",
            "THE PRICE OF TEA",
            "Chart: Tea over time",
            "- tea: USD bn −1.5; Share −25.0 %",  # noqa: RUF001  (a real minus)
            "SOURCES",
            "paragraph",
            "made-by-hand",
            "https://example.test/LTV?a=1",
        )
    ]
    assert places == sorted(places)


def test_no_line_is_longer_than_an_e_mail_allows_but_a_link() -> None:
    lines = as_text(filled("A rather long sentence about tea. " * 20)).splitlines()
    assert [line for line in lines if len(line) > 78 and "http" not in line] == []


@pytest.mark.parametrize("words", [*FORMULAS, *SCRIPTS])
def test_it_holds_no_character_that_is_not_seen(words: str) -> None:
    for made in (filled(words), renamed(words)):
        told = as_text(made)
        assert all(letter.isprintable() or letter in "\n\t" for letter in told)
        assert "\u202e" not in told
