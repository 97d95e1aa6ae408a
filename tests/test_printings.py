"""Printings side by side: which is used and why, which are wrong, which were replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exposure import listing, printings
from exposure.book import load
from exposure.entries import Correction, Figure
from tests.dealings import Dealings, small

if TYPE_CHECKING:
    from exposure.ledger import Ledger

ROOT = Path(__file__).parents[1]


def ids(ledger: Ledger) -> list[str]:
    return [*ledger.figure_by_id]


def test_each_printing_has_its_verdict() -> None:
    found = {p.figure.id: p.verdict for p in printings.printings(small().ledger, "bridge-2030")}
    assert next(iter(found)) == "w-p4-bridge"
    assert found["w-p4-bridge"] == "used"
    assert found["j-p1-bridge"].startswith("misprint; should say USD")
    assert found["j-p2-bridge"] == "agrees"
    both = {
        p.figure.id: p.verdict for p in printings.printings(small().ledger, "birch-cost-2030-04")
    }
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
    found = {p.figure.id: p.verdict for p in printings.printings(book.ledger, "sum")}
    assert found == {
        "sum": "used; sources disagree",
        "other": "differs; nothing decides",
        "stale": "replaced by a later figure",
    }
    assert "Nothing decides" in printings.why_used(book.ledger, "sum")
    table = listing.listing(book.ledger)
    assert table["disputed"].tolist() == [True, True, True]
    assert "on 1 quantity the sources disagree" in listing.summary(book.ledger, table)


def test_a_choice_with_another_modality_says_so() -> None:
    dealings = Dealings()
    dealings.fact("sum", 5)
    later = {"id": "hedged", "modality": "up to", "as_of": "2029"}
    dealings.figures.append(dealings.figures[0].model_copy(update=later))
    found = {p.figure.id: p.verdict for p in printings.printings(dealings.book().ledger, "sum")}
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
    assert printings.why_used(small().ledger, quantity).startswith(expected)


def test_a_correction_gives_its_reason_and_computation() -> None:
    ledger = small().ledger
    misprint, right = ledger.figure("j-p1-bridge"), ledger.figure("w-p4-bridge")
    assert isinstance(misprint, Figure)
    assert isinstance(right, Figure)
    assert printings.correction(misprint)["Computed"] == "80 / 10 = 8"
    assert printings.correction(right) == {}


def test_only_what_is_printed_twice_is_compared_the_gravest_first() -> None:
    dealings = Dealings()
    for name, values in {"once": [1], "same": [2, 2], "differ": [3, 4], "open": [5, 6]}.items():
        dealings.fact(name, values[0])
        first = dealings.figures[-1]
        for number, value in enumerate(values[1:]):
            more = {"id": f"{name}-{number}", "value": value}
            dealings.figures.append(first.model_copy(update=more))
    chosen = {"uses": "differ", "because": "it is signed"}
    dealings.quantities[2] = dealings.quantities[2].model_copy(update=chosen)
    ledger = dealings.book().ledger
    found = printings.compared(ledger, ids(ledger))
    assert [(one.quantity.id, one.agreement) for one in found] == [
        ("open", "disputed"),
        ("differ", "differ"),
        ("same", "agree"),
    ]
    assert [len(one.printings) for one in found] == [2, 2, 2]
    assert found[1].why == "It is signed."
    assert printings.told_disagreements(found).startswith("3 quantities are printed more than once")


def test_a_quantity_is_compared_whole_when_the_search_finds_one_of_its_figures() -> None:
    (found,) = printings.compared(small().ledger, ["j-p1-bridge"])
    assert {one.figure.id for one in found.printings} == {
        "w-p4-bridge",
        "j-p1-bridge",
        "j-p2-bridge",
    }


def test_the_same_misprint_is_told_once_with_all_its_places() -> None:
    found = small().ledger
    misprint = found.figure("j-p1-bridge")
    assert isinstance(misprint, Figure)
    more = [
        misprint.model_copy(update={"id": "again", "paragraph": 7}),
        misprint.model_copy(update={"id": "words", "printed": "$80bn", "paragraph": 3}),
        misprint.model_copy(update={"id": "worse", "value": 800}),
    ]
    ledger = replace(found, figures=(*found.figures, *more))
    first, second = printings.misprints(ledger, ids(ledger))
    assert first.figures == ("j-p1-bridge", "again", "words")
    assert first.printed == {
        "$80 billion": "article journal.txt, paragraphs 1, 7",
        "$80bn": "article journal.txt, paragraph 3",
    }
    assert (first.says, first.right) == ("USD\u00a080\u00a0bn", "USD\u00a08\u00a0bn")
    assert first.computations == ("80 / 10 = 8",)
    assert second.figures == ("worse",)
    assert printings.misprints(ledger, ["w-p4-bridge"]) == ()


def test_a_replaced_figure_names_the_last_of_those_that_replaced_it() -> None:
    dealings = Dealings()
    dealings.fact("first", 5, as_of="2028", superseded_by="second")
    dealings.fact("second", 6, as_of="2029", superseded_by="third")
    dealings.fact("third", 7, as_of="2030")
    ledger = dealings.book().ledger
    found = printings.replaced(ledger, ids(ledger))
    assert [(one.figure, one.now[4], one.since) for one in found] == [
        ("first", "7", "2030"),
        ("second", "7", "2030"),
    ]


def test_a_misprint_that_was_replaced_never_was_what_it_prints() -> None:
    found = small().ledger
    misprint = found.figure("j-p1-bridge").model_copy(update={"superseded_by": "w-p4-bridge"})
    ledger = replace(found, figures=(misprint, found.figure("w-p4-bridge")), public=())  # type: ignore[arg-type]
    (one,) = printings.replaced(ledger, ids(ledger))
    assert one.was.startswith("USD\N{NO-BREAK SPACE}8\N{NO-BREAK SPACE}bn, ")


def test_every_correction_of_the_ledger_has_its_computation() -> None:
    book, faults = load(ROOT / "data")
    assert book is not None, faults
    real = book.ledger
    found = printings.misprints(real, ids(real))
    assert found
    assert sum(len(one.figures) for one in found) == sum(
        isinstance(one.right, Correction) for one in real.figures
    )
    assert all(one.computations and one.reason for one in found)
