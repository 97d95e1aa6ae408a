"""Every figure as a row, and what is made of each printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exposure import listing
from exposure.entries import Correction
from tests.dealings import Dealings, small

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
    found = listing.matching(table, "", "all", {"article": [listing.OUTSIDE], "status": []})
    assert found.index.tolist() == ["birch-value-registry"]
    assert listing.matching(table, "", "corrected", {"kind": ["percent"]}).empty
    assert listing.matching(table).equals(table)


def test_each_printing_has_its_verdict() -> None:
    found = {p.figure.id: p.verdict for p in listing.printings(small(), "bridge-2030")}
    assert next(iter(found)) == "w-p4-bridge"
    assert found["w-p4-bridge"] == "used"
    assert found["j-p1-bridge"].startswith("misprint; should say USD")
    assert found["j-p2-bridge"] == "agrees"
    both = {p.figure.id: p.verdict for p in listing.printings(small(), "birch-cost-2030-04")}
    assert both == {"j-p3-cost": "used", "j-p3-cost-cny": "in another unit"}


def test_a_dispute_is_called_one_and_a_replaced_figure_replaced() -> None:
    dealings = Dealings()
    dealings.fact("sum", 5)
    first = dealings.figures[0]
    dealings.figures += [
        first.model_copy(update={"id": "other", "value": 7, "as_of": "2029"}),
        first.model_copy(update={"id": "stale", "as_of": "2028", "superseded_by": "sum"}),
    ]
    book = dealings.book()
    found = {p.figure.id: p.verdict for p in listing.printings(book, "sum")}
    assert found == {
        "sum": "used; sources disagree",
        "other": "differs; nothing decides",
        "stale": "replaced by a later figure",
    }
    assert "Nothing decides" in listing.why_used(book.ledger, "sum")
    table = listing.listing(book.ledger)
    assert table["disputed"].tolist() == [True, True, True]
    assert "on 1 quantity the sources disagree" in listing.summary(book.ledger, table)


def test_a_choice_with_another_modality_says_so() -> None:
    dealings = Dealings()
    dealings.fact("sum", 5)
    later = {"id": "hedged", "modality": "up to", "as_of": "2029"}
    dealings.figures.append(dealings.figures[0].model_copy(update=later))
    found = {p.figure.id: p.verdict for p in listing.printings(dealings.book(), "sum")}
    assert found["hedged"] == "agrees, but says up to"


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("bridge-2030", "The headline of the other text prints ten times what its own"),
        ("elm-price", "The only figure for it."),
        ("birch-investment-2030-03", "The latest that nothing replaced."),
    ],
)
def test_every_choice_has_its_reason(quantity: str, expected: str) -> None:
    assert listing.why_used(small().ledger, quantity).startswith(expected)


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


def test_a_correction_gives_its_reason_and_computation() -> None:
    right = small().ledger.figure("j-p1-bridge").right
    assert isinstance(right, Correction)
    found = listing.correction(right)
    assert found["Computed"] == "80 / 10 = 8"


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
