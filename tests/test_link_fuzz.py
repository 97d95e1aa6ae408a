"""States there and back, and texts that are no link, by the thousand."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

import pytest

from exposure import choices, link
from exposure.book import load
from exposure.link import STAMP, State, read, write
from exposure.scenario import typed
from tests.test_link import PAGES

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.choices import Value


@pytest.fixture(scope="module")
def book() -> Book:
    found, _ = load()
    assert found is not None
    return found


@pytest.mark.parametrize("count", [200, pytest.param(10_000, marks=pytest.mark.slow)])
def test_any_state_comes_back_from_the_address_of_its_page(book: Book, count: int) -> None:
    chance = random.Random(count)  # noqa: S311  (the same states each time)
    for number in range(count):
        page = PAGES[number % len(PAGES)]
        before = State(any_values(book, chance), any_choices(book, page, chance))
        query = write(book, before, page)
        text = urlencode(query, doseq=True)
        back, notices = read(book, parse_qs(text, keep_blank_values=True))
        assert notices == ()
        assert back.values == before.values
        assert write(book, back, page) == query
        chosen = link.chosen(book, before, page)
        for key, value in link.chosen(book, back, page).items():
            choice = next(one for one in choices.of_page(page, before.choices) if one.key == key)
            if all(chosen.get(name) == needed for name, needed in choice.when):
                assert value == chosen[key]


def any_number(low: float, high: float, chance: random.Random) -> float:
    """Return a number of a range: an end, one that a person types, or one with all its digits."""
    exact = chance.uniform(low, high)
    found = chance.choice([low, high, float(round(exact)), typed(exact), exact])
    return min(max(float(found), low), high)


def any_values(book: Book, chance: random.Random) -> dict[str, float]:
    return {
        lever.name: float(chance.randint(0, 1))
        if lever.unit == "switch"
        else any_number(lever.low, lever.high, chance)
        for lever in book.levers.table
    }


def any_choices(book: Book, page: str, chance: random.Random) -> dict[str, Value]:
    found: dict[str, Any] = {}
    for choice in choices.of_page(page, {}):
        options = list(choice.options(book))
        if choice.kind == "one" and chance.random() < 0.5:
            found[choice.key] = chance.choice(options)
        elif choice.kind == "several":
            found[choice.key] = tuple(chance.sample(options, chance.randint(0, len(options))))
        elif choice.kind == "number":
            found[choice.key] = any_number(choice.low, choice.high, chance)
        elif choice.kind == "words" and chance.random() < 0.5:
            signs = "aZ09 &=%?#+~/\u00e9\u8edf\U0001f600'\"<>$"
            most = chance.randint(0, choices.LONGEST_WORDS)
            found[choice.key] = "".join(chance.choices(signs, k=most)).strip()
    return found


@pytest.mark.parametrize("count", [500, pytest.param(100_000, marks=pytest.mark.slow)])
def test_any_text_is_a_state_and_notices(book: Book, count: int) -> None:
    chance = random.Random(20301114)  # noqa: S311  (the same texts each time)
    keys = [*book.levers.defaults, STAMP, "basis", "map_x", "compare_a", "deals_kind", "step", "x"]
    signs = "0123456789.-+eE~&=%?#\u0661\u00e9\U0001f600NaInf_ \x00\"'<>"
    for _ in range(count):
        text = "".join(chance.choices(signs, k=chance.randrange(60)))
        if chance.random() < 0.5:
            text = f"{chance.choice(keys)}={text}&{chance.choice(keys)}={chance.randrange(3000)}"
        pairs = parse_qs(text, keep_blank_values=True)
        back, notices = read(book, pairs)
        assert all(book.levers.fault(name, value) is None for name, value in back.values.items())
        assert all(str(notice) for notice in notices)
        used = {*back.choices, *(name for name in pairs if name in book.levers), STAMP}
        told = {part for notice in notices for part in (notice.key, notice.key.partition(", ")[0])}
        assert set(pairs) <= used | told
