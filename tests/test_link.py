"""The address: all of it once anything moves, and an answer to whatever it says."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exposure import choices, link, releases
from exposure.link import STAMP, State, read, shown, write
from exposure.model import outcome
from exposure.scenario import Lever
from exposure.since import changes, sentence
from exposure.stamp import stamp
from tests.ledgers import BAD
from tests.test_book import book_in, group

if TYPE_CHECKING:
    from exposure.book import Book

ROOT = Path(__file__).parents[1]
FIRST, SECOND = "2030-04-02-5ccb21", "2030-05-14-a1b2c3"
PAGES = ("app", *(path.stem for path in sorted((ROOT / "pages").glob("*.py"))))


@cache
def today() -> Book:
    return book_in(ROOT / "data")


@pytest.fixture(scope="module")
def book() -> Book:
    return today()


@pytest.fixture
def released(tmp_path: Path) -> Path:
    folder = group(tmp_path / "group")
    shutil.copy(BAD / "releases/nothing-wrong.yaml", folder / releases.FILE)
    return folder


def state(book: Book, chosen: dict[str, Any] | None = None, **moved: float) -> State:
    return State(book.levers.complete(moved), chosen or {})


def query(text: str) -> dict[str, list[str]]:
    return parse_qs(text, keep_blank_values=True)


# ------------------------------------------------------------------------------------ what it says


@pytest.mark.parametrize("page", PAGES)
def test_the_baseline_has_a_clean_address(book: Book, page: str) -> None:
    assert write(book, state(book), page) == {}


@pytest.mark.parametrize("page", PAGES)
def test_once_a_lever_moves_the_address_says_every_lever_every_choice_and_the_stamp(
    book: Book, page: str
) -> None:
    moved = state(book, usd_jpy=140.0)
    found = write(book, moved, page)
    assert set(book.levers.defaults) <= set(found)
    assert found[STAMP] == [stamp(book)]
    starts = link.chosen(book, moved, page)
    asked = {
        choice.key
        for choice in choices.of_page(page, {})
        if starts.get(choice.key) not in (None, "", ())
        and all(starts[key] == value for key, value in choice.when)
    }
    assert asked <= set(found)


def test_a_choice_of_the_page_alone_makes_the_address_say_all(book: Book) -> None:
    chosen = state(book, {"basis": "nav"})
    found = write(book, chosen, "Concentration")
    assert found["basis"] == ["nav"]
    assert set(book.levers.defaults) | {"basis", STAMP} == set(found)
    # Another page has no such choice, so its address is clean.
    assert write(book, chosen, "LTV") == {}


def test_only_the_choices_of_the_part_that_is_shown_stand_in_the_address(book: Book) -> None:
    chosen = {"part": "map", "map_x": "usd_jpy", "goal_ratio": "grossed"}
    found = write(book, state(book, chosen), "Stress")
    assert found["map_x"] == ["usd_jpy"]
    assert "goal_ratio" not in found


def test_assumptions_that_were_changed_stand_in_the_address(book: Book) -> None:
    focus = book.ledger.focus
    key = f"{choices.RISK}volatility.{focus}"
    found = write(book, state(book, {key: 75.0}), "Stress")
    assert found[key] == ["75"]
    back, notices = read(book, found)
    assert (back.choices[key], notices) == (75.0, ())


def test_a_compared_scenario_is_written_lever_by_lever(book: Book) -> None:
    preset = book.presets[-1]
    found = write(book, state(book, {"compare_a": preset.name}), "Compare")
    assert all(name in found["compare_a"][0] for name in book.levers.defaults)
    # Another meaning of the preset changes nothing in what the link compares.
    other = preset.model_copy(update={"set": {}})
    later = replace(book, presets=tuple(other if p is preset else p for p in book.presets))
    del found[STAMP]
    back, notices = read(later, found)
    assert notices == ()
    assert back.choices["compare_a"] == "own"
    values, _ = link.pasted(later, str(back.choices["compare_a_own"]))
    assert values == book.levers.complete(preset.set)


def test_of_presets_that_set_the_same_the_chosen_one_comes_back(book: Book) -> None:
    first, second = next(same for p in book.presets if len(same := book.named(p.set)) > 1)
    told = [write(book, state(book, {"compare_b": p.name}), "Compare") for p in (first, second)]
    for preset, found in zip((first, second), told, strict=True):
        back, notices = read(book, found)
        assert (back.choices["compare_b"], notices) == (preset.name, ())
    # A name that sets something else by now has no part in what is compared.
    other = second.model_copy(update={"set": {}})
    later = replace(book, presets=tuple(other if p is second else p for p in book.presets))
    del told[1][STAMP]
    back, notices = read(later, told[1])
    assert (back.choices["compare_b"], notices) == (first.name, ())


def test_every_choice_of_the_pages_stands_in_the_table() -> None:
    """A widget whose key is in no row would be lost from links."""
    import re  # noqa: PLC0415

    drawn = set()
    for path in [*(ROOT / "pages").glob("*.py"), *(ROOT / "exposure/ui").glob("*.py")]:
        text = path.read_text("utf-8")
        calls = re.findall(
            r"\b(?:choice|pick|amount|whole|words|text|several|many|along|register)\("
            r"(?:[^()]|\([^()]*\))*?key=\"([a-z_-]+)\"",
            text,
        )
        drawn |= set(calls)
    known = {choice.key for choice in choices._TABLE}  # noqa: SLF001
    assert len(drawn) > 15
    assert drawn <= known


# ----------------------------------------------------------------------------------- what it is read as


def test_everything_on_a_page_comes_back_from_its_address(book: Book) -> None:
    chosen: dict[str, dict[str, Any]] = {
        "Concentration": {"basis": "gross"},
        "Deals": {"deals_of": "all", "deals_status": ("completed", "in talks"), "deals_kind": ("loan",)},
        "Holding_shares": {"round_size": 122.5},
        "Figures": {"figures_search": "20 % & more = less", "desk_part": "misprints"},
        "Stress": {"part": "goal", "goal_limit": "other", "goal_percent": 30.5},
    }  # fmt: skip
    for page, own in chosen.items():
        moved = state(book, own, usd_jpy=141.5)
        text = urlencode(write(book, moved, page), doseq=True)
        back, notices = read(book, query(text))
        assert notices == ()
        assert back.values == moved.values
        assert {key: back.choices[key] for key in own} == own


@pytest.mark.parametrize(
    ("key", "found", "reason", "used"),
    [
        ("basis", ["gdp"], "is no choice", "equity is used"),
        ("basis", ["nav", "nav"], "2 times", "equity is used"),
        ("goal_percent", ["0.5"], "not within 1 to 99", "30 is used"),
        ("goal_percent", ["1e1"], "plain decimal", "30 is used"),
        ("round_size", ["\u0661\u0662"], "plain decimal", "100 is used"),
        ("deals_kind", ["loan", "gift"], "'gift' is no choice", "nothing is chosen"),
        ("figures_search", ["a\nb"], "one line", "nothing is chosen"),
        ("figures_search", ["x" * 73], "72 characters", "nothing is chosen"),
        ("show", ["<b>"], "no name", "nothing is chosen"),
        ("compare_a", ["usd_jpy~140~arm"], "pairs", "page's own choice"),
        ("risk-volatility.nobody", ["50"], "not a lever or a choice", "ignored"),
        (STAMP, ["2020-01-01-000000"], "not the stamp of a release", "today's numbers"),
        (STAMP, ["unreleased-000000"], "never released", "today's numbers"),
        (STAMP, ["x", "y"], "2 times", "today's numbers"),
    ],
)
def test_a_bad_choice_is_told_with_its_reason_and_what_is_used(
    book: Book, key: str, found: list[str], reason: str, used: str
) -> None:
    back, (notice,) = read(book, {key: found, "usd_jpy": ["140"]})
    assert (notice.key, notice.value) == (key, ", ".join(found))
    assert reason in notice.reason
    assert used in notice.used
    assert key not in back.choices
    assert back.values["usd_jpy"] == 140


@pytest.mark.parametrize("key", ["utm_source", "fbclid", "mc_cid", "embed_options"])
def test_what_others_add_to_an_address_is_left_out_without_a_word(book: Book, key: str) -> None:
    assert read(book, {key: ["x" * 3000], "usd_jpy": ["140"]}) == read(book, {"usd_jpy": ["140"]})


def test_a_bad_lever_of_a_compared_scenario_is_told(book: Book) -> None:
    back, (notice,) = read(book, {"compare_b": ["usd_jpy~9000"]})
    assert notice.key == "compare_b, usd_jpy"
    assert "above the highest" in notice.reason
    assert back.choices["compare_b"] in {"own", *(one.name for one in book.presets)}


# ------------------------------------------------------------------------------------ an older link


def older(folder: Path) -> tuple[Book, dict[str, list[str]]]:
    """Return today's book and a link of the first release, when a stake was 30 % and not 10 %."""
    path = folder / releases.FILE
    path.write_text(
        path.read_text("utf-8").replace('"stake": {"value": 10,', '"stake": {"value": 30,')
    )
    book = edited(folder)
    return book, {"new_money": ["5"], "yen": ["100"], STAMP: [FIRST]}


def edited(folder: Path) -> Book:
    """Return the book after a change that makes its stamp another one."""
    path = folder / "scenarios.yaml"
    path.write_text(path.read_text("utf-8").replace("label: Invented", "label: Renamed"), "utf-8")
    return book_in(folder)


def test_an_older_link_shows_the_numbers_of_its_day(released: Path) -> None:
    book, old = older(released)
    back, notices = read(book, old)
    assert (back.release, back.made, notices) == (FIRST, FIRST, ())
    then = shown(book, back.release)
    assert outcome(then, {}).focus_stake == pytest.approx(0.30)
    assert outcome(book, {}).focus_stake == pytest.approx(0.10)
    # The page's own address keeps to that day, until the reader wants today's numbers.
    assert write(book, back, "LTV")[STAMP] == [FIRST]
    assert write(book, replace(back, release=""), "LTV")[STAMP] == [stamp(book)]


def test_an_older_link_says_what_has_changed_since(released: Path) -> None:
    book, old = older(released)
    back, _ = read(book, old)
    told = sentence(shown(book, back.release), book, back.values).replace("\N{NO-BREAK SPACE}", " ")
    # LTV is as it was; with the new money of this scenario the stake is a number of its own.
    assert told == (
        "Birch Labs stake was 30 %, now 10 %; stake in Birch Labs then 33.3 %, now 14.3 %"
    )
    bare = sentence(shown(book, back.release), book, {}).replace("\N{NO-BREAK SPACE}", " ")
    assert bare.count("stake") == 1
    inputs, numbers = changes(shown(book, back.release), book, back.values)
    assert [x.label for x in inputs] == ["Birch Labs stake"]
    assert "Stake in Birch Labs" in {x.label for x in numbers}


def test_a_link_on_data_that_changed_in_words_alone_shows_today(released: Path) -> None:
    book = edited(released)
    back, notices = read(book, {"new_money": ["5"], STAMP: [FIRST]})
    assert (back.release, back.made, notices) == ("", FIRST, ())


def test_an_old_link_without_a_lever_uses_where_it_stood_in_its_release(released: Path) -> None:
    book = book_in(released)
    back, _ = read(book, {"new_money": ["5"], STAMP: [SECOND]})
    assert back.values["birch_value"] == 120
    assert read(book, {"new_money": ["5"]})[0].values["birch_value"] == 100


def test_a_lever_that_is_added_later_does_not_move_an_old_link(released: Path) -> None:
    book, old = older(released)
    lever = book.levers.table[0].model_copy(
        update={"name": "later", "role": "held loan", "company": None}
    )
    table = (*book.levers.table, Lever.model_validate(lever.model_dump()))
    now = replace(
        book,
        levers=replace(book.levers, table=table, defaults={**book.levers.defaults, "later": 100.0}),
    )
    back, notices = read(now, old)
    assert notices == ()
    assert back.values["later"] == 100
    then = shown(now, back.release)
    assert outcome(then, back.values).focus_stake == pytest.approx(
        outcome(
            shown(book, FIRST), {k: v for k, v in back.values.items() if k != "later"}
        ).focus_stake
    )


def test_an_older_model_is_told(released: Path) -> None:
    path = released / releases.FILE
    path.write_text(path.read_text("utf-8").replace("model: 1", "model: 7"), "utf-8")
    book = book_in(released)
    then = shown(book, SECOND)
    assert not releases.same_numbers(book, then)
    assert "version 7" in sentence(then, book, {})


def _releases() -> tuple[releases.Release, ...]:
    found, faults = releases.load(ROOT / "data")
    assert found is not None, faults
    return found


@pytest.mark.parametrize("release", _releases(), ids=lambda one: one.stamp)
def test_links_open_for_ever(book: Book, release: releases.Release) -> None:
    """Each release keeps one link of its day; none may ever be read as anything else."""
    pairs = query(release.link.partition("?")[2])
    assert pairs[STAMP] == [release.stamp]
    back, notices = read(book, pairs)
    assert notices == ()
    levers = {name: float(found[0]) for name, found in pairs.items() if name in book.levers}
    assert {name: back.values[name] for name in levers} == levers
    assert set(pairs) == {*levers, *back.choices, STAMP}
    assert back.made in {release.stamp, ""}
    assert outcome(shown(book, back.release), back.values).ratio("disclosed") > 0


# -------------------------------------------------------------------------------------- whatever it is

ANY = st.text(max_size=30) | st.sampled_from(
    ["1e308", "NaN", "-0", "\u0663", "1" * 400, "a~1~a~2", ""]
)


@given(
    st.dictionaries(
        st.sampled_from(
            [STAMP, "basis", "step", "compare_a", "compare_a_own", "risk-", "usd_jpy", "deals_kind"]
        )
        | ANY,
        st.lists(ANY, max_size=3),
        max_size=6,
    )
)
@example({"compare_a": ["~~"]})
@example({"usd_jpy": ["140", "141"], STAMP: ["2026-11-25-\u0661\u0661\u0661\u0661\u0661\u0661"]})
def test_any_query_is_a_state_and_a_notice_for_each_key_not_used(
    pairs: dict[str, list[str]],
) -> None:
    book = today()
    back, notices = read(book, pairs)
    assert list(back.values) == list(book.levers.defaults)
    assert all(book.levers.fault(name, value) is None for name, value in back.values.items())
    assert all(str(notice) for notice in notices)
    told = {key for n in notices for key in (n.key, n.key.partition(", ")[0])}
    used = {*back.choices, *(name for name in pairs if name in book.levers)}
    assert set(pairs) <= told | used | {STAMP} or "link" in told
    for page in PAGES:
        write(book, back, page)
