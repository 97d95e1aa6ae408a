"""No state of any page has an address that programs cut: all that can be set, set at its longest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from exposure import choices, link
from exposure.book import load
from exposure.link import LONGEST, State, read, write
from exposure.scenario import LONGEST_QUERY, plain, typed
from tests.test_link import PAGES

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.choices import Choice

WIDEST = "\N{GRINNING FACE}"  # twelve characters in an address


@pytest.fixture(scope="module")
def book() -> Book:
    found, _ = load()
    assert found is not None
    return found


def longest(low: float, high: float) -> float:
    """Return the number of a range that takes most characters, as a page keeps it."""
    third, near = (high - low) / 3, (high - low) / 3e5
    tried = [typed(x) for x in (low + third, high - third, low + near, high - near)]
    return max((x for x in tried if low <= x <= high), key=lambda x: len(plain(x)))


def fullest(book: Book, choice: Choice, own: str) -> dict[str, Any]:
    """Return what a reader sets so that the address grows most."""
    options = list(choice.options(book))
    if choice.kind == "one":
        # Another limit than those listed asks for a number as well.
        name = (
            "other" if "other" in options else max(options, key=lambda x: len(urlencode({"": x})))
        )
        return {choice.key: name}
    if choice.kind == "several":
        return {choice.key: tuple(options)}
    if choice.kind == "scenario":
        return {choice.key: "own", f"{choice.key}_own": own}
    if choice.kind == "name":
        return {choice.key: "x" * 40}
    return {choice.key: WIDEST * 72 if choice.kind == "words" else longest(choice.low, choice.high)}


@pytest.mark.parametrize("page", PAGES)
def test_the_address_of_the_fullest_state_is_short_enough(book: Book, page: str) -> None:
    """Every lever, every choice, three scenarios, every filter, every assumption about risk."""
    values = {
        lever.name: 1.0 if lever.unit == "switch" else longest(lever.low, lever.high)
        for lever in book.levers.table
    }
    own = urlencode(book.levers.encode(values))
    table = choices.of_page(page, {})
    chosen: dict[str, Any] = {}
    for choice in table:
        chosen |= fullest(book, choice, own)
    if page == "Stress":
        for key in choices._risk_keys(book):  # noqa: SLF001
            assumed = choices.find(book, key)
            assert assumed is not None
            chosen |= fullest(book, assumed, own)
    # What a page is made of, each of its parts with the choices that belong to it.
    asked = {name for choice in table for name, _ in choice.when[:1]}
    parts = [(one.key, name) for one in table if one.key in asked for name in one.options(book)]
    for settings in [{key: name} for key, name in parts] or [{}]:
        state = State(values, chosen | settings)
        found = write(book, state, page)
        assert len(found) >= len(values)
        assert link.length(found) < LONGEST
        back, notices = read(book, found)
        assert notices == ()
        assert back.values == values
        assert write(book, replace(state, choices=back.choices), page) == found


def test_what_is_short_enough_to_be_sent_is_short_enough_to_be_read() -> None:
    assert LONGEST < LONGEST_QUERY


@pytest.mark.parametrize("value", [1e-300, 1e-7, 233.33333333333334, 0.1 + 0.2])
def test_what_a_reader_types_is_kept_to_six_decimals(value: float) -> None:
    assert len(plain(typed(value))) <= len("233.333333")
    assert typed(value) == pytest.approx(value, abs=5e-7)
