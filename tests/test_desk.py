"""The figures behind a page or a scenario."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exposure import desk
from exposure.book import Book, load
from exposure.measures import MEASURES
from exposure.reviews import Review, Reviews, fingerprint

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def real() -> Book:
    book, faults = load(ROOT / "data")
    assert book is not None, faults
    return book


@pytest.mark.parametrize("name", desk.PAGES)
def test_a_checklist_has_every_measure_and_claim_of_its_page(name: str) -> None:
    """The table of pages is written by hand: this holds it against the pages."""
    path = ROOT / ("app.py" if name == "home" else f"pages/{desk.PAGES[name].file}.py")
    drawn = re.findall(r"ui\.(?:cards|how)\(page, \(([^)]*)\)", path.read_text("utf-8"))
    printed = set(re.findall(r'"(\w+)"', " ".join(drawn)))
    page = desk.PAGES[name]
    assert printed & set(MEASURES) <= {*page.measures, *page.claims}
    claimed = re.search(r"ui\.claims\(page, \(([^)]*)\)", path.read_text("utf-8"))
    assert set(re.findall(r'"(\w+)"', claimed[1] if claimed else "")) == set(page.claims)


def test_every_page_and_scenario_rests_on_figures_and_no_name_is_both(real: Book) -> None:
    names = desk.choices(real)
    assert len(names) == len(desk.PAGES) + len(real.presets)
    for name in names:
        figures = desk.behind(real, name)
        assert figures
        assert len(set(figures)) == len(figures)
        assert set(figures) <= set(real.ledger.figure_by_id)


def test_a_name_that_is_neither_is_refused(real: Book) -> None:
    with pytest.raises(KeyError):
        desk.behind(real, "nothing")


def test_a_checklist_is_narrowed_by_state_and_a_changed_figure_is_unchecked_too(real: Book) -> None:
    first, second, third, fourth = [*real.ledger.figure_by_id][:4]
    told = {"by": "Ann", "date": "2030-05-01", "fingerprint": "0" * 16}
    signed = {
        first: Review(
            figure=first,
            state="checked",
            **told | {"fingerprint": fingerprint(real.ledger.figure(first))},
        ),
        second: Review(
            figure=second,
            state="disputed",
            **told | {"fingerprint": fingerprint(real.ledger.figure(second))},
        ),
        third: Review(figure=third, state="checked", **told),
    }
    rows = desk.checklist(
        real.ledger, Reviews("reviews.yaml", signed), [first, second, third, fourth]
    )
    states = desk.by_state(rows)
    assert {name: [one.figure for one in found] for name, found in states.items()} == {
        "every": [first, second, third, fourth],
        "unchecked": [third, fourth],
        "changed": [third],
        "checked": [first],
        "disputed": [second],
    }
    assert [one.box for one in rows] == ["[x]", "[!]", "[ ]", "[ ]"]
    assert desk.tally(rows) == "4 figures: 1 disputed, 1 checked, 2 unchecked."
    kept = Reviews("reviews.yaml", signed)
    assert desk.signed_off(real.ledger, kept) == "1 is checked, 1 disputed."
    assert "Nobody" in desk.signed_off(real.ledger, Reviews("reviews.yaml", {third: signed[third]}))
