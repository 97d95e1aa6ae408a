"""Levers and links: what is written comes back, and whatever a link says is answered."""

from __future__ import annotations

import math
from decimal import Decimal
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exposure.scenario import Lever, Levers, Notice, plain
from tests.invented import book

LEVERS = book().levers
NAMES = [lever.name for lever in LEVERS.table]


def within(lever: Lever) -> st.SearchStrategy[float]:
    """Return values that a lever may have; of dust, only none at all."""
    if lever.unit == "switch":
        return st.sampled_from([0.0, 1.0])
    values = st.floats(lever.low, lever.high, allow_nan=False)
    return values.map(lambda x: 0.0 if abs(x) < 1e-9 else x)


scenarios = st.fixed_dictionaries({}, optional={x.name: within(x) for x in LEVERS.table})


# ------------------------------------------------------------------------------------ a link


def test_the_baseline_has_a_clean_link() -> None:
    assert LEVERS.encode({}) == {}
    assert LEVERS.encode(LEVERS.defaults) == {}


def test_once_one_lever_moves_the_link_says_every_one() -> None:
    link = LEVERS.encode({"investment": 30.0})
    assert list(link) == NAMES
    assert (link["investment"], link["birch_value"], link["others_pct"]) == ("30", "500", "0")


def test_an_old_link_keeps_its_numbers_when_the_baseline_changes() -> None:
    later = Levers(LEVERS.table, {**LEVERS.defaults, "birch_value": 700.0})
    link = LEVERS.encode({"investment": 30.0})
    values, notices = later.decode({name: [text] for name, text in link.items()})
    assert values == LEVERS.complete({"investment": 30.0})
    assert notices == ()


@given(scenarios)
def test_a_scenario_comes_back_from_its_link(values: dict[str, float]) -> None:
    link = parse_qs(urlencode(LEVERS.encode(values)))
    assert LEVERS.decode(link) == (LEVERS.complete(values), ())


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (["2001"], "above the highest value, 2000"),
        (["19.99"], "below the lowest value, 20"),
        (["-30"], "below the lowest value, 20"),
        (["9" * 400], "above the highest value"),
        (["30", "30"], "2 times"),
        ([], "0 times"),
        ([""], "plain decimal"),
        (["nan"], "plain decimal"),
        (["inf"], "plain decimal"),
        (["1e3"], "plain decimal"),
        (["+500"], "plain decimal"),
        ([" 500"], "plain decimal"),
        (["500\n"], "plain decimal"),
        (["5,00"], "plain decimal"),
        (["1_000"], "plain decimal"),
        ([".5"], "plain decimal"),
        (["0x1F4"], "plain decimal"),
        (["\u0665\u0660\u0660"], "plain decimal"),  # digits of another script
        (["<script>"], "plain decimal"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_what_is_used_instead(
    found: list[str], words: str
) -> None:
    values, (notice,) = LEVERS.decode({"birch_value": found, "investment": ["30"]})
    assert values == LEVERS.complete({"investment": 30.0})
    assert notice.key == "birch_value"
    assert notice.value == ", ".join(found)
    assert words in notice.reason
    assert notice.used == "the baseline 500 is used"


def test_a_switch_is_on_or_off() -> None:
    assert LEVERS.decode({"marked": ["1"]}) == (LEVERS.complete({"marked": 1.0}), ())
    values, (notice,) = LEVERS.decode({"marked": ["0.5"]})
    assert values["marked"] == 0
    assert "neither 0 (off) nor 1 (on)" in notice.reason


def test_a_key_that_is_no_lever_is_told_unless_it_is_the_page_s_own() -> None:
    query = {"basis": ["nav"], "utm_source": ["mail"], "investment": ["30"]}
    values, notices = LEVERS.decode(query, others=["basis"])
    assert values == LEVERS.complete({"investment": 30.0})
    assert [(n.key, n.value) for n in notices] == [("utm_source", "mail")]


def test_a_link_too_long_for_any_scenario_is_not_read() -> None:
    values, (notice,) = LEVERS.decode({"investment": ["30"], "x": ["y" * 3000]})
    assert values == LEVERS.complete({})
    assert "2048" in str(notice)
    assert "yyy" not in str(notice)


def test_the_longest_link_of_a_scenario_is_short_enough_to_be_read() -> None:
    third = {x.name: x.low + (x.high - x.low) / 3 for x in LEVERS.table if x.unit != "switch"}
    link = LEVERS.encode({**third, "marked": 1.0})
    assert len(urlencode(link)) < 2000


def test_a_notice_shows_no_more_of_a_value_than_can_be_read() -> None:
    shown = str(Notice("a", "x" * 500, "is not a number"))
    assert len(shown) < 100
    assert str(Notice("a", "", "is given 0 times")) == "a: is given 0 times"


keys = st.sampled_from(NAMES) | st.text(max_size=12)
numbers = st.floats().map(repr) | st.integers().map(str) | st.sampled_from(["1", "30", "-0", "0.5"])


@given(st.dictionaries(keys, st.lists(numbers | st.text(max_size=20), max_size=3), max_size=6))
@example({"investment": ["-0"]})
def test_any_query_is_a_scenario_and_a_notice_for_each_key_not_used(
    query: dict[str, list[str]],
) -> None:
    values, notices = LEVERS.decode(query)
    assert list(values) == NAMES
    assert all(LEVERS.fault(name, value) is None for name, value in values.items())
    told = [notice.key for notice in notices]
    assert len(told) == len(set(told))
    used = set(query) - set(told)
    assert used <= set(NAMES)
    assert {name: values[name] for name in used} == {n: float(query[n][0]) for n in used}
    assert all(values[name] == LEVERS.defaults[name] for name in set(NAMES) - used)


@given(st.text(max_size=400))
@example("&".join(f"{name}=1e308" for name in NAMES))
@example("investment=30&investment=%F0%28&=&&;%00=%00")
def test_any_text_after_the_question_mark_is_answered(text: str) -> None:
    query = parse_qs(text, keep_blank_values=True)
    values, notices = LEVERS.decode(query)
    assert all(LEVERS.fault(name, value) is None for name, value in values.items())
    assert all(str(notice) for notice in notices)
    assert {n.key for n in notices} <= {*query, "link"}


# ------------------------------------------------------------------------------------ levers


def test_a_scenario_is_what_is_given_over_the_baseline() -> None:
    complete = LEVERS.complete({"investment": 30})
    assert list(complete) == NAMES
    assert complete["investment"] == 30
    assert LEVERS.changed(complete) == {"investment": 30}
    assert LEVERS.changed({"birch_value": 500}) == {}


def test_levers_are_found_by_name_and_by_role() -> None:
    assert LEVERS["investment"].role == "new investment"
    assert [x.name for x in LEVERS.of("company value")] == ["birch_value", "chip_value"]
    assert Levers((), {}).of("sales") == ()
    assert "investment" in LEVERS
    assert "investments" not in LEVERS


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1.0, 100.5])
def test_no_value_out_of_range_is_without_fault(value: float) -> None:
    assert LEVERS.fault("investment", value)


@pytest.mark.parametrize("value", [0.0, 30.0, 100.0])
def test_the_ends_of_a_range_belong_to_it(value: float) -> None:
    assert LEVERS.fault("investment", value) is None


def test_an_empty_range_is_a_problem_of_the_lever() -> None:
    lever = LEVERS["investment"]
    assert [*lever.problems()] == []
    ((field, words),) = lever.model_copy(update={"high": 0.0}).problems()
    assert field == "high"
    assert "0" in words


# ------------------------------------------------------------------------------------ numbers


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(5e-324)
@example(1.7976931348623157e308)
@example(1.2345678901234567e-05)
@example(1e16)
@example(-0.0)
def test_a_plain_number_reads_back_as_itself(value: float) -> None:
    text = plain(value)
    assert float(text) == value
    assert set(text) <= set("-0123456789.")
    assert not text.startswith(("+", ".", "-."))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (30.0, "30"),
        (100, "100"),
        (494.5, "494.5"),
        (0.1, "0.1"),
        (-90.0, "-90"),
        (1e-7, "0.0000001"),
    ],
)
def test_a_plain_number_has_no_digit_too_many(value: float, text: str) -> None:
    assert plain(value) == text
    assert Decimal(text) == Decimal(repr(value))
