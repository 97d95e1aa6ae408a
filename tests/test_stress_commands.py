"""The stress questions on the command line: the answers of the functions, and plain refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from exposure.book import Book, load
from exposure.compare import compare, side_by_side
from exposure.model import outcome
from exposure.stress import risk as risks
from exposure.stress.breach import breach, breach_map
from exposure.stress.goal import goal, goal_levers
from exposure.stress.maps import two_way
from exposure.stress.market import market
from exposure.stress.repayment import maturities
from exposure.stress.tornado import tornado
from tests.commands import SMALL, Printed

if TYPE_CHECKING:
    from pathlib import Path

    from exposure.stress.risk import Risk

AFTER_20 = {"new_money_usd_bn": 20.0}
COMMANDS = ("goal", "map", "tornado", "breach", "maturities")


@pytest.fixture(scope="module")
def small() -> tuple[Book, Risk]:
    book, faults = load(SMALL)
    assert book is not None, faults
    risk, faults = risks.load(SMALL, book)
    assert risk is not None, faults
    return book, risk


@pytest.fixture(autouse=True)
def _on_the_small_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPOSURE_DATA", str(SMALL))


def plain_data(data: object) -> object:
    """Return data as it comes back from JSON."""
    return json.loads(json.dumps(data, allow_nan=False))


# ------------------------------------------------------------------------------------- the answers


def test_goal_gives_every_lever_on_every_line(
    capsys: pytest.CaptureFixture[str], small: tuple[Book, Risk]
) -> None:
    printed = Printed(capsys, "goal", "after-20", "--json")
    book = small[0]
    expected = [
        goal(book, AFTER_20, lever, line.limit, line.ratio).as_json()
        for line in book.lines
        if line.shown
        for lever in goal_levers(book)
    ]
    assert printed.code == 0
    assert printed.json == plain_data(expected)


def test_the_goal_that_is_found_gives_the_ratio_that_was_asked_for(
    capsys: pytest.CaptureFixture[str], small: tuple[Book, Risk]
) -> None:
    words = ("goal", "after-20", "--ltv", "30", "--lever", "cedar_value_usd_bn", "--json")
    (found,) = Printed(capsys, *words).json
    # 40 of debt over 30 % is 133.3 of equity value, 13.3 more than the 120 there are.
    assert found["limit"] == 0.3
    assert outcome(small[0], AFTER_20 | found["settings"]).ratio("disclosed") == pytest.approx(0.3)


def test_a_goal_on_the_other_ratio(
    capsys: pytest.CaptureFixture[str], small: tuple[Book, Risk]
) -> None:
    words = ("goal", "--ltv", "30", "--ratio", "grossed", "--lever", "sold_usd_bn", "--json")
    printed = Printed(capsys, *words)
    assert printed.json == [plain_data(goal(small[0], {}, "sold_usd_bn", 0.3, "grossed").as_json())]


def test_map_is_the_map_of_the_page(
    capsys: pytest.CaptureFixture[str], small: tuple[Book, Risk]
) -> None:
    x, y = "birch_value_usd_bn", "new_money_usd_bn"
    words = ("map", "--x", x, "--y", y, "--size", "7", "--x-range", "50", "150", "--json")
    printed = Printed(capsys, *words)
    expected = two_way(small[0], {}, x, y, size=7, x_range=(50, 150))
    assert printed.json == plain_data(expected.as_json())
    assert len(printed.json["ltv"]) == 7
    assert printed.json["x"]["values"][-1] == 150


def test_map_with_chances_has_them_at_the_same_places(
    capsys: pytest.CaptureFixture[str], small: tuple[Book, Risk]
) -> None:
    book, risk = small
    printed = Printed(capsys, "map", "--size", "5", "--chance", "own-limit", "--json")
    found = two_way(book, {}, printed.json["x"]["lever"], printed.json["y"]["lever"], size=5)
    levers, axes = (found.x_lever, found.y_lever), (found.x, found.y)
    line = book.lines[0]
    expected = breach_map(book, {}, market(risk, book), line, levers=levers, axes=axes)
    assert printed.json["chance"] == plain_data(expected.as_json())


def test_the_axis_that_is_not_asked_for_is_another_one(capsys: pytest.CaptureFixture[str]) -> None:
    for asked in ("birch_value_usd_bn", "cedar_value_usd_bn", "jpy_per_usd"):
        for option in ("--x", "--y"):
            told = Printed(capsys, "map", option, asked, "--size", "3", "--json").json
            assert told["x"]["lever"] != told["y"]["lever"]
            assert asked in (told["x"]["lever"], told["y"]["lever"])


def test_tornado_breach_and_maturities_are_those_of_the_page(
    capsys: pytest.CaptureFixture[str], small: tuple[Book, Risk]
) -> None:
    book, risk = small
    expected = {
        "tornado": tornado(book, AFTER_20, risk, "grossed").as_json(),
        "breach": breach(book, AFTER_20, market(risk, book)).as_json(),
        "maturities": maturities(book, AFTER_20, risk).as_json(),
    }
    for command, answer in expected.items():
        more = ("--ratio", "grossed") if command == "tornado" else ()
        printed = Printed(capsys, command, "after-20", *more, "--json")
        assert (printed.code, printed.json) == (0, plain_data(answer))


def test_assumptions_can_be_changed(
    capsys: pytest.CaptureFixture[str], small: tuple[Book, Risk]
) -> None:
    book, risk = small
    changes = {"horizon_months": 3.0, "volatility.birch": 60.0}
    words = ("breach", "--assume", "horizon_months=3", "volatility.birch=60", "--json")
    expected = breach(book, {}, market(risk, book, changes)).as_json()
    assert Printed(capsys, *words).json == plain_data(expected)
    more = ("--assume", "maintenance.cedar=40", "--repay", "7", "--json")
    told = Printed(capsys, "maturities", *more).json
    assert told["margin_calls"][0]["maintenance"] == 0.4
    assert told["repay_usd_bn"] == 7


def test_compare_holds_two_scenarios_against_the_baseline_and_each_other(
    capsys: pytest.CaptureFixture[str], small: tuple[Book, Risk]
) -> None:
    book = small[0]
    b = {"new_money_usd_bn": 10.0, "jpy_per_usd": 90.0}
    printed = Printed(capsys, "compare", "after-20", "new_money_usd_bn=10&jpy_per_usd=90", "--json")
    assert printed.json == plain_data(side_by_side(book, AFTER_20, b).as_json())
    assert printed.json["a_to_b"] == plain_data(compare(book, AFTER_20, b).as_json())
    parts = printed.json["a_to_b"]["attribution"]["ltv"]
    change = printed.json["a_to_b"]["results"]["ltv"]["difference"]
    assert sum(part["amount"] for part in parts) == pytest.approx(change)
    assert set(printed.json["levers"]) == {"new_money_usd_bn", "jpy_per_usd"}


def test_compare_takes_the_address_of_a_page(
    capsys: pytest.CaptureFixture[str], small: tuple[Book, Risk]
) -> None:
    link = "http://localhost:8501/Stress?new_money_usd_bn=20"
    assert (
        Printed(capsys, "compare", "as-disclosed", link, "--json").json
        == Printed(capsys, "compare", "as-disclosed", "after-20", "--json").json
        == plain_data(side_by_side(small[0], {}, AFTER_20).as_json())
    )


# ------------------------------------------------------------------------------ what people read


@pytest.mark.parametrize(
    "words",
    [
        *((command, "after-20") for command in COMMANDS),
        ("goal", "--ltv", "30", "--lever", "jpy_per_usd"),
        ("map", "--chance", "rating", "--size", "11"),
        ("compare", "as-disclosed", "after-20"),
        ("compare", "after-20", "after-20"),
    ],
    ids=" ".join,
)
def test_text_is_plain_and_has_no_number_that_is_none(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    printed = Printed(capsys, *words)
    assert (printed.code, printed.err) == (0, "")
    lines = printed.out.splitlines()
    assert len(lines) > 3
    assert all(line == line.rstrip() and "\N{NO-BREAK SPACE}" not in line for line in lines)
    assert not {"nan", "inf", "NaN", "None"} & set(printed.out.split())


def test_one_lever_that_cannot_reach_it_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    out = Printed(capsys, "goal", "--ltv", "90", "--lever", "sold_usd_bn").out
    assert "90 % cannot be reached by this lever alone: between" in out


# -------------------------------------------------------------------------- what is not understood


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["goal", "--ltv", "0.25"], "--ltv 0.25: is not from 1 to below 100; write percent"),
        (["goal", "--ltv", "nan"], "--ltv nan: is not from 1"),
        (["goal", "--ratio", "grossed"], "--ratio says which LTV --ltv is about; write both"),
        (["goal", "--ratio", "net"], "argument --ratio: invalid choice: 'net'"),
        (["goal", "--lever", "sold"], "no lever with a goal is called 'sold'"),
        (["map", "--x", "sold_usd"], "no lever with a range is called 'sold_usd'; did you mean"),
        (["map", "--size", "1"], "--size 1: a side has from 2 to 1001 points"),
        (
            ["map", "--x", "sold_usd_bn", "--y", "sold_usd_bn"],
            "there is no answer: sold_usd_bn: is on both axes; a map needs two levers",
        ),
        (["map", "--x-range", "9", "3"], "has no range between"),
        (["map", "--chance", "own"], "no line is called 'own'; allowed: own-limit, rating"),
        (["breach", "--assume", "horizon=6"], "no assumption is called 'horizon'"),
        (["breach", "--assume", "horizon_months"], "'horizon_months' assumes nothing"),
        (["breach", "--assume", "horizon_months=soon"], "horizon_months = soon: is not a number"),
        (["breach", "--assume", "horizon_months=nan"], "there is no answer: horizon_months"),
        (["breach", "--assume", "volatility.elm=-1"], "there is no answer: volatility"),
        (["maturities", "--assume", "maintenance.cedar=0"], "0 is not above 0 and at most 100 %"),
        (["maturities", "--repay", "-3"], "--repay -3: is not an amount of USD billion"),
        (["compare", "after-20"], "the following arguments are required: B"),
        (["compare", "after-20", "after-02"], "no scenario is called 'after-02'; did you mean"),
        (["compare", "after-20", "sold_usd_bn=99"], "sold_usd_bn = 99: is above the highest"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_is_not_understood_is_one_line_and_exit_2(
    capsys: pytest.CaptureFixture[str], words: list[str], expected: str
) -> None:
    printed = Printed(capsys, *words)
    assert (printed.code, printed.out) == (2, "")
    assert expected in printed.err
    assert printed.err.startswith("python -m exposure: ")
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_scenario_without_an_answer_is_one_line_and_exit_2(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    impossible = ("--set", "sold_usd_bn=40", "cedar_value_usd_bn=20")
    axes = ("--x", "birch_value_usd_bn", "--y", "new_money_usd_bn") if command == "map" else ()
    printed = Printed(capsys, command, *impossible, *axes)
    assert (printed.code, printed.out) == (2, "")
    assert "there is no answer: sales: USD 40 bn is more than the USD 2" in printed.err
    assert printed.err.count("\n") == 1


def test_assumptions_at_fault_are_told_with_their_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for path in SMALL.glob("*.yaml"):
        text = path.read_text("utf-8").replace("company: elm, value: 40", "company: elm, value: 4O")
        (tmp_path / path.name).write_text(text, "utf-8")
    (tmp_path / "seeds").symlink_to(SMALL.parent / "seeds")
    for command in ("tornado", "breach", "maturities", "check"):
        printed = Printed(capsys, command, "--data", str(tmp_path))
        assert printed.code == 1
        assert "risk.yaml:8: volatilities" in printed.out + printed.err
    assert Printed(capsys, "goal", "--data", str(tmp_path)).code == 0
