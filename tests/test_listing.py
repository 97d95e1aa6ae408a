"""Every figure as a row, and what is made of each printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exposure import listing
from tests.dealings import small

if TYPE_CHECKING:
    import pandas as pd


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return listing.listing(small().ledger)


def test_every_figure_is_listed_once_in_the_order_of_the_ledger(
    table: pd.DataFrame,
) -> None:
    assert table.index.tolist() == [*small().ledger.figure_by_id]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("$80 billion", ["j-p1-bridge"]),
        ("usd80bn bridge", ["j-p1-bridge"]),
        ("Loan-to-value 35 percent", ["w-p6-limit"]),
        ("80 BRIDGE misses", []),
        ("j-p5-elm", ["j-p5-elm"]),
        ("elm networks", ["j-p5-elm"]),
        ("register", ["birch-value-registry"]),
        ("paragraph 4 maturity", ["w-p4-maturity"]),
    ],
)
def test_the_search_looks_for_every_word(
    table: pd.DataFrame, words: str, expected: list[str]
) -> None:
    assert listing.matching(table, words).index.tolist() == expected


def test_filters_hold_together(table: pd.DataFrame) -> None:
    found = listing.matching(table, "", {"article": [listing.OUTSIDE], "status": []})
    assert found.index.tolist() == ["birch-value-registry"]
    assert listing.matching(table, "misprint", {"kind": ["percent"]}).empty
    assert listing.matching(table).equals(table)


def test_the_facts_of_a_figure() -> None:
    facts = listing.facts(small(), "w-p4-investment")
    told = {label: words.replace("\N{NO-BREAK SPACE}", " ") for label, words in facts.items()}
    assert told["Told as"] == "up to USD 20 bn"
    assert told["In base units"] == "20,000,000,000 USD"
    assert told["Measures"] == "investment of Alder Group in Birch Labs"
    assert told["Deal"] == "Second investment in Birch"
    assert told["Trust in the source"]
    assert "Replaced by" not in told
    assert listing.facts(small(), "birch-value-registry")["Trust in the source"] == "primary"


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("w-p4-maturity", "2031-03"),
        ("w-p2-stake", "0.1 (fraction)"),
        ("j-p4-value", "240,000,000,000 to 260,000,000,000 USD"),
        ("j-p3-cost-cny", "210,000,000,000 CNY"),
    ],
)
def test_base_units(figure: str, expected: str) -> None:
    assert listing.base_units(small().ledger.figure(figure)) == expected


def test_filters_call_an_article_by_its_publisher() -> None:
    ledger = small().ledger
    source = next(iter(ledger.sources))
    number = listing.article(ledger, source)
    assert ledger.sources[source].publisher in listing.option(ledger, number)
    assert listing.option(ledger, listing.OUTSIDE) == "public pages"
    assert listing.option(ledger, "percent") == "percent"
