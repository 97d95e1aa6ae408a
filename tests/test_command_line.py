"""The command line: what it prints, what it refuses, and what it says when it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exposure import published
from exposure.book import Book, load
from exposure.ledger import rows
from exposure.model import outcome
from tests.commands import ROOT, SMALL, Printed
from tests.commands import copied as copied_to

FILES = ("deals.yaml", "public.yaml", "balance_sheet.yaml", "scenarios.yaml")


@pytest.fixture(scope="module")
def small() -> Book:
    book, faults = load(SMALL)
    assert book is not None, faults
    return book


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a folder with the data of the small group, to be spoiled."""
    return copied_to(tmp_path)


# ------------------------------------------------------------------------------------- the answers


def test_figures_are_the_rows_of_the_ledger(
    capsys: pytest.CaptureFixture[str], small: Book
) -> None:
    printed = Printed(capsys, "figures", "--data", str(SMALL), "--json")
    assert printed.code == 0
    assert printed.json == rows(small.ledger)
    assert list(printed.json[0]) == [
        "id", "source", "article", "paragraph", "printed", "kind", "value", "low", "high", "unit",
        "modality", "status", "as_of", "corrected", "superseded_by", "deal",
    ]  # fmt: skip


def test_levers_have_seven_keys_and_the_baseline_as_default(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = Printed(capsys, "levers", "--data", str(SMALL), "--json")
    assert printed.code == 0
    assert printed.json[3] == {
        "name": "pre_money_usd_bn",
        "label": "Price of the round",
        "unit": "USD bn",
        "low": 50,
        "high": 400,
        "step": 5,
        "default": 100,
    }


def test_a_scenario_is_what_the_model_answers(
    capsys: pytest.CaptureFixture[str], small: Book
) -> None:
    printed = Printed(capsys, "scenario", "--data", str(SMALL), "--json", "after-20")
    expected = outcome(small, {"new_money_usd_bn": 20.0}).as_json()
    assert printed.code == 0
    assert printed.json == {"scenario": "after-20", **expected, "notices": []}
    assert printed.json["ltv"] == pytest.approx(1 / 3)
    assert printed.json["break_even_focus_value_usd_bn"]["0.25"] == pytest.approx(500)
    assert printed.json["raise_to_normal_limit_usd_bn"] == pytest.approx(40 / 3)


def test_levers_are_set_over_the_scenario_that_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("scenario", "after-20", "--data", str(SMALL), "--json")
    printed = Printed(capsys, *words, "--set", "new_money_usd_bn=0", "birch_value_usd_bn=50.5")
    again = Printed(
        capsys, *words, "--set", "new_money_usd_bn=0", "--set", "birch_value_usd_bn=50.5"
    )
    assert printed.json == again.json
    assert printed.json["levers"]["new_money_usd_bn"] == 0
    assert printed.json["equity_value_usd_bn"] == pytest.approx(95.05)


def test_the_name_may_stand_after_the_levers(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("scenario", "--data", str(SMALL), "--json", "--set", "sold_usd_bn=5", "after-20")
    printed = Printed(capsys, *words)
    assert (printed.code, printed.json["scenario"]) == (0, "after-20")
    assert printed.json["adjusted_net_debt_usd_bn"] == pytest.approx(35)


def test_a_loan_beyond_its_shares_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("scenario", "--data", str(SMALL), "--set", "cedar_value_usd_bn=10")
    notice = (
        "Cedar Chips: the loan exceeds the shares that secure it; the holding counts as nothing"
    )
    assert Printed(capsys, *words, "--json").json["notices"] == [notice]
    assert notice in Printed(capsys, *words).out


@pytest.mark.parametrize(
    "page", sorted((ROOT / "data/published").glob("*.yaml")), ids=lambda p: p.stem
)
def test_balance_prints_the_reproduction(capsys: pytest.CaptureFixture[str], page: Path) -> None:
    printed = Printed(capsys, "balance", str(page), "--json")
    sheet, _ = published.read(page)
    assert sheet is not None
    found = published.reproduce(sheet)
    assert printed.json == found.as_json()
    assert printed.code == (0 if found.agrees else 1)


def test_check_says_that_there_is_nothing_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    printed = Printed(capsys, "check", "--data", str(SMALL))
    assert (printed.code, printed.err) == (0, "")
    assert printed.out.startswith("0 errors, 0 findings. 21 figures;")
    assert Printed(capsys, "check", "--data", str(SMALL), "--json").json == []


# ------------------------------------------------------------------------- what people read


@pytest.mark.parametrize(
    "words",
    [
        ("figures", "--data", str(SMALL)),
        ("levers", "--data", str(SMALL)),
        ("scenario", "after-20", "--data", str(SMALL)),
        ("balance", str(ROOT / "data/published/2023-12-31.yaml")),
        ("review", "--list", "--for", "after-20", "--data", str(SMALL)),
    ],
)
def test_text_is_plain_and_ends_with_its_last_letter(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    printed = Printed(capsys, *words)
    assert (printed.code, printed.err) == (0, "")
    lines = printed.out.splitlines()
    assert len(lines) > 5
    assert all(line == line.rstrip() and "\N{NO-BREAK SPACE}" not in line for line in lines)


def test_numbers_stand_to_the_right_with_their_units(capsys: pytest.CaptureFixture[str]) -> None:
    out = Printed(capsys, "scenario", "after-20", "--data", str(SMALL)).out
    assert "\nEquity value of holdings           USD 120.0 bn\n" in out
    assert "\nLTV as disclosed                         33.3 %\n" in out


def test_a_correction_and_a_range_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    out = Printed(capsys, "figures", "--data", str(SMALL)).out
    assert "corrected to 8 USD bn" in out
    assert " 240 to 260  USD bn " in out


def test_a_page_that_disagrees_is_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    printed = Printed(capsys, "balance", str(ROOT / "data/published/2020-08-07.yaml"))
    assert printed.code == 1
    assert "The sheet is not reproduced." in printed.out
    assert "\nmixed bases: " in printed.out
    assert "12 %         20.62 %  disagrees" in printed.out


# ----------------------------------------------------------------------------- what is not understood


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["scenari"], "no command is called 'scenari'; did you mean 'scenario'?"),
        (["levers", "--jsn"], "unrecognized arguments: --jsn"),
        (["scenario", "after-02"], "no scenario is called 'after-02'; did you mean 'after-20'?"),
        (["scenario", "--set", "sold_usd=5"], "no lever is called 'sold_usd'; did you mean"),
        (["scenario", "--set", "=5"], "no lever is called ''"),
        (["scenario", "--set", "sold_usd_bn=41"], "is above the highest value, 40"),
        (["scenario", "--set", "sold_usd_bn=-1"], "is below the lowest value, 0"),
        (["scenario", "--set", "sold_usd_bn=1e1"], "is not a plain decimal number"),
        (["scenario", "--set", "sold_usd_bn="], "is not a plain decimal number"),
        (["scenario", "--set", "sold_usd_bn=nan"], "is not a plain decimal number"),
        (["scenario", "--set", "sold_usd_bn=\u0665"], "is not a plain decimal number"),
        (["scenario", "--set", "sold_usd_bn=1", "sold_usd_bn=2"], "is given 2 times"),
        (["scenario", "after-20", "--set", "sold_usd_bn"], "'sold_usd_bn' sets nothing"),
        (["scenario", "--set", "sold_usd_bn"], "'sold_usd_bn' sets nothing"),
        (
            ["scenario", "--set", "sold_usd_bn=40", "cedar_value_usd_bn=20"],
            "this scenario has no answer: sales: USD 40 bn is more than the USD 2",
        ),
        (["balance", "nowhere.yaml"], "nowhere.yaml: the file does not exist"),
        (["balance"], "the following arguments are required: FILE"),
        (
            ["review", "w-p5-lvt", "--checked-by", "A"],
            "no figure is called 'w-p5-lvt'; did you mean",
        ),
        (
            ["review", "w-p5-ltv"],
            "write FIGURE with one of --checked-by NAME and --disputed-by NAME",
        ),
        (
            ["review", "--list", "--for", "lvt"],
            "no page or scenario is called 'lvt'; did you mean 'ltv'",
        ),
    ],
)
def test_what_is_not_understood_is_one_line_and_exit_2(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    expected: str,
) -> None:
    monkeypatch.setenv("EXPOSURE_DATA", str(SMALL))
    printed = Printed(capsys, *words)
    assert (printed.code, printed.out) == (2, "")
    assert expected in printed.err
    assert printed.err.startswith("python -m exposure: ")
    assert printed.err.count("\n") == 1


# ------------------------------------------------------------------------------- data at fault


@pytest.mark.parametrize("command", ["check", "figures", "levers", "scenario"])
@pytest.mark.parametrize("how", [[], ["--json"]])
def test_a_folder_that_does_not_exist_is_told_file_by_file(
    capsys: pytest.CaptureFixture[str], command: str, how: list[str]
) -> None:
    printed = Printed(capsys, command, "--data", "nowhere", *how)
    assert printed.code == 1
    if command == "check" and how:
        told = [fault["file"] for fault in printed.json]
    else:
        told = [line.split(":1: ")[0] for line in (printed.out + printed.err).splitlines()]
    assert "nowhere/deals.yaml" in told


def test_every_fault_of_every_file_is_told_at_once_with_its_line(
    capsys: pytest.CaptureFixture[str], copied: Path
) -> None:
    for name, right, wrong in (
        ("deals.yaml", "unit: USD bn", "unit: USD bm"),
        ("balance_sheet.yaml", "local_currency: JPY", "local_currency: yen"),
        ("scenarios.yaml", "role: sales", "role: sale"),
        ("risk.yaml", "low: ", "lwo: "),
    ):
        path = copied / name
        path.write_text(path.read_text("utf-8").replace(right, wrong, 1), "utf-8")
    told = Printed(capsys, "check", "--data", str(copied), "--json").json
    assert {Path(fault["file"]).name for fault in told} == {
        "deals.yaml", "balance_sheet.yaml", "scenarios.yaml", "risk.yaml",
    }  # fmt: skip
    assert all(list(f) == ["file", "line", "place", "message", "severity"] for f in told)
    lines = Printed(capsys, "check", "--data", str(copied)).out.splitlines()
    assert f"{copied}/balance_sheet.yaml:4: local_currency: 'yen'" in lines[0]
    assert "scenario" not in Printed(capsys, "figures", "--data", str(copied)).err


def test_a_risk_that_names_no_holding_is_found_by_check(
    capsys: pytest.CaptureFixture[str], copied: Path
) -> None:
    path = copied / "risk.yaml"
    path.write_text(path.read_text("utf-8").replace("cedar", "cdear"), "utf-8")
    printed = Printed(capsys, "check", "--data", str(copied))
    assert printed.code == 1
    assert "cedar: one entry is needed, 0 are here" in printed.out


def test_a_published_sheet_at_fault_is_found_by_check(
    capsys: pytest.CaptureFixture[str], copied: Path
) -> None:
    (copied / "published").mkdir()
    source = ROOT / "data/published/2023-12-31.yaml"
    text = source.read_text("utf-8")
    right, wrong = copied / "published/a.yaml", copied / "published/b.yaml"
    right.write_text(text.replace("nav: 19.23", "nav: 19.53"), "utf-8")
    printed = Printed(capsys, "check", "--data", str(copied))
    assert printed.code == 0
    assert "nav: 19.53 is printed" in printed.out
    wrong.write_text("group: a\n", "utf-8")
    assert Printed(capsys, "check", "--data", str(copied)).code == 1


def test_a_sheet_at_fault_gives_no_number(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "sheet.yaml"
    text = (ROOT / "data/published/2023-12-31.yaml").read_text("utf-8")
    path.write_text(text.replace("unit: JPY trn", "unit: USD bn").replace("usd_jpy: 141.83\n", ""))
    printed = Printed(capsys, "balance", str(path), "--json")
    assert printed.code == 1
    assert f"{path}:3: usd_jpy: " in printed.err
    answer = printed.json
    assert answer.pop("agrees") is False
    assert len(answer.pop("messages")) == 1
    assert set(answer.values()) == {None}
    bare = Printed(capsys, "balance", str(path))
    assert (bare.code, bare.out) == (1, "")


def places(data: object, at: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Return every place of some data, deepest first."""
    inside = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    return [place for key, item in inside for place in places(item, (*at, key))] + [at]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_a_spoiled_file_is_told_and_never_a_traceback(
    capsys: pytest.CaptureFixture[str], copied: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(FILES))
    original = (SMALL / name).read_text("utf-8")
    content = yaml.load(original, yaml.BaseLoader)  # noqa: S506 - our own file, all of it text
    content = yaml.safe_load(yaml.safe_dump(plainly(content)))
    place = data.draw(st.sampled_from(places(content)[:-1]))
    value: object = data.draw(
        st.sampled_from([None, -1, 0, 1e9, "", "x", [], {}, [[]], "2030-13", True, "birch"])
    )
    holder = content
    for step in place[:-1]:
        holder = holder[step]
    if data.draw(st.booleans()):
        holder[place[-1]] = value
    else:
        del holder[place[-1]]
    (copied / name).write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    try:
        for command in (["check"], ["figures"], ["levers"], ["scenario"]):
            printed = Printed(capsys, *command, "--data", str(copied), "--json")
            assert printed.code in {0, 1, 2}
            if printed.code:
                assert printed.out + printed.err
    finally:
        (copied / name).write_text(original, "utf-8")


def plainly(data: Any) -> Any:  # noqa: ANN401 - any data of a file
    """Return data read as text with its numbers as numbers and its dates as text."""
    if isinstance(data, dict):
        return {key: plainly(item) for key, item in data.items()}
    if isinstance(data, list):
        return [plainly(item) for item in data]
    try:
        return int(data)
    except ValueError:
        try:
            return float(data)
        except ValueError:
            return data
