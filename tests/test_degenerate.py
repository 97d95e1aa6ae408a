"""Books at the edge: every question has a defined answer, or a sentence that says why it has none.

Each is asked as a function, on the command line and on the page.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from exposure.__main__ import main
from exposure.balance import BalanceError
from exposure.book import Book, load
from exposure.compare import side_by_side
from exposure.stress import risk as risks
from exposure.stress.breach import breach
from exposure.stress.goal import goal, goal_levers
from exposure.stress.maps import two_way
from exposure.stress.market import market
from exposure.stress.repayment import maturities
from exposure.stress.tornado import tornado
from exposure.ui.export import REPORT
from tests.commands import ROOT, SMALL, copied

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from exposure.stress.risk import Risk

PARTS = ("goal", "map", "tornado", "breach", "cash", "replay")
COMMANDS = (
    ("goal",),
    ("map", "--size", "9", "--chance", "own-limit"),
    ("tornado",),
    ("breach",),
    ("maturities",),
    ("compare", "as-disclosed", "after-20"),
)
NOT_A_NUMBER = re.compile(r"(?<![a-z])(nan|inf|infinity|none bn)(?![a-z])", re.IGNORECASE)


def no_debt(data: Path) -> None:
    _replace(
        data / "balance_sheet.yaml", ("{value: 8,", "{value: 10,"), ("  value: 2\n", "  value: 0\n")
    )
    _without_printed_ltv(data, 0)


def negative_nav(data: Path) -> None:
    _replace(
        data / "balance_sheet.yaml",
        ("{value: 8,", "{value: -2,"),
        ("  value: 2\n", "  value: 12\n"),
    )
    _without_printed_ltv(data, 120)


def all_pledged(data: Path) -> None:
    """Nothing is left but Birch and Cedar, and there is a loan on each."""
    loan = "{value: 5, unit: USD bn, basis: assumed, as_of: 2030-03, reason: half}"
    _replace(
        data / "balance_sheet.yaml",
        ("  value: 10\n", "  value: 5.5\n"),
        ("{value: 8,", "{value: 3.5,"),
        ("  - company: birch\n", f"  - company: birch\n    asset_backed_finance: {loan}\n"),
    )
    _without_printed_ltv(data, 36.4)


def one_holding(data: Path) -> None:
    """Birch alone, 10 of it, against 2 of debt."""

    def sheet(found: dict[str, Any]) -> None:
        found["holdings"] = [h for h in found["holdings"] if h["company"] != "cedar"]

    _replace(
        data / "balance_sheet.yaml",
        ("  value: 10\n", "  value: 1\n"),
        ("{value: 8,", "{value: 0.8,"),
        ("  value: 2\n", "  value: 0.2\n"),
    )
    _without_printed_ltv(data, 20)
    _edited(data / "balance_sheet.yaml", sheet)

    def levers(found: dict[str, Any]) -> None:
        gone = ("cedar_value_usd_bn", "sold_usd_bn")
        found["levers"] = [lever for lever in found["levers"] if lever["name"] not in gone]

    def risk(found: dict[str, Any]) -> None:
        found["volatilities"] = [v for v in found["volatilities"] if v["company"] != "cedar"]
        found["correlations"] = [c for c in found["correlations"] if "cedar" not in c["between"]]
        del found["maintenance"]
        found["ranges"] = [r for r in found["ranges"] if r.get("lever") != "cedar_value_usd_bn"]

    _edited(data / "scenarios.yaml", levers)
    _edited(data / "risk.yaml", risk)


def zero_volatility(data: Path) -> None:
    _replace(data / "risk.yaml", ("value: 40, low: 20", "value: 0, low: 0"))


CASES: dict[str, Callable[[Path], None]] = {
    case.__name__: case
    for case in (no_debt, negative_nav, all_pledged, one_holding, zero_volatility)
}


@pytest.fixture(params=CASES)
def data(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the small group at one edge."""
    folder = copied(tmp_path)
    CASES[request.param](folder)
    monkeypatch.setenv("EXPOSURE_DATA", str(folder))
    return folder


def loaded(folder: Path) -> tuple[Book, Risk]:
    book, faults = load(folder)
    assert book is not None, faults
    risk, faults = risks.load(folder, book)
    assert risk is not None, faults
    return book, risk


def test_every_function_answers_in_finite_numbers(data: Path) -> None:
    book, risk = loaded(data)
    market_ = market(risk, book)
    x, y = "birch_value_usd_bn", "new_money_usd_bn"
    for values in ({}, {"new_money_usd_bn": 20.0}, {"birch_value_usd_bn": 10.0}):
        answers: list[Any] = [
            *(goal(book, values, lever, 0.25) for lever in goal_levers(book)),
            *(goal(book, values, lever, 0.35, "grossed") for lever in goal_levers(book)),
            two_way(book, values, x, y, size=9),
            tornado(book, values, risk),
            breach(book, values, market_),
            maturities(book, values, risk),
            side_by_side(book, {}, values),
        ]
        for answer in answers:
            json.dumps(answer.as_json(), allow_nan=False)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_every_command_answers_in_finite_numbers(
    data: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    assert data.is_dir()
    for how in ((), ("--json",)):
        code = main([*command, *how])
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        assert not NOT_A_NUMBER.search(out)
        if how:
            json.loads(out)


def test_every_part_of_the_pages_answers_in_finite_numbers(data: Path) -> None:
    assert data.is_dir()
    app = opened()
    for part in PARTS:
        app.session_state["choices"] = {"part": part}
        app.switch_page("pages/Stress.py").run()
        assert_sound(app)
    app.switch_page("pages/Compare.py").run()
    assert_sound(app)


def test_what_is_unusual_is_told(data: Path, request: pytest.FixtureRequest) -> None:
    book, risk = loaded(data)
    told = " ".join(breach(book, {}, market(risk, book)).notes)
    expected = {
        "no_debt": "cannot pass any limit",
        "negative_nav": "NAV is below zero",
        "all_pledged": "Every holding is pledged",
        "zero_volatility": "Nothing moves",
    }
    case = request.node.callspec.params["data"]
    assert expected.get(case, "") in told


def test_one_holding_that_nothing_moves_is_all_or_nothing(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    zero_volatility(folder)
    one_holding(folder)
    book, risk = loaded(folder)
    # 2 of debt on 10: 20 % now, and 22 over 30 once 20 are borrowed and invested.
    for values, expected in (({}, 0.0), ({"new_money_usd_bn": 20.0}, 1.0)):
        assert breach(book, values, market(risk, book)).chances[0].probability == expected


@pytest.mark.parametrize(
    ("page", "shown"), [("Figures", "All figures"), ("Check_a_draft", "The draft stays")]
)
def test_a_page_that_rests_on_no_lever_opens_under_a_scenario_without_an_answer(
    monkeypatch: pytest.MonkeyPatch, page: str, shown: str
) -> None:
    monkeypatch.setenv("EXPOSURE_DATA", str(SMALL))
    app = AppTest.from_file(str(ROOT / f"pages/{page}.py"), default_timeout=60)
    app.query_params["cedar_value_usd_bn"], app.query_params["sold_usd_bn"] = "10", "40"
    app.run()
    assert not app.exception
    assert not app.error
    told = " ".join(one.proto.bytes.decode() for one in app.get("bidi_component"))
    assert told.count("The scenario that is set has no answer: sales") == 1
    assert shown in told
    report = app.session_state[REPORT]
    assert report.outcome.values == report.outcome.book.levers.defaults
    assert "sold_usd_bn=0&" in report.link  # of the page, which is the same at the baseline


# ---------------------------------------------------------------- correlations that contradict


CONTRADICTION = {
    "correlation.birch.cedar": -0.9,
    "correlation.birch.elm": -0.9,
    "correlation.cedar.elm": -0.9,
}


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPOSURE_DATA", str(SMALL))


def test_a_function_says_why_correlations_cannot_hold() -> None:
    book, risk = loaded(SMALL)
    with pytest.raises(BalanceError, match=r"contradict each other.*smallest eigenvalue"):
        market(risk, book, CONTRADICTION)


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("command", [("breach",), ("map", "--chance", "rating")])
def test_a_command_says_why_correlations_cannot_hold(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    assumed = [f"{name}={value}" for name, value in CONTRADICTION.items()]
    code = main([*command, "--assume", *assumed])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert "correlations: they contradict each other" in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("part", ["breach", "map"])
def test_a_page_says_why_correlations_cannot_hold(part: str) -> None:
    app = opened()
    changed = {f"risk-{name}": value for name, value in CONTRADICTION.items()}
    app.session_state["choices"] = {"part": part, "map_chances": "rating", **changed}
    app.switch_page("pages/Stress.py").run()
    assert_sound(app)
    (error,) = app.error
    assert "they contradict each other" in error.value


def test_a_file_with_such_correlations_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(tmp_path)
    _replace(folder / "risk.yaml", ("value: 0.5, low: 0,", "value: -0.9, low: -1,"))
    monkeypatch.setenv("EXPOSURE_DATA", str(folder))
    app = opened()
    for part in PARTS:
        app.session_state["choices"] = {"part": part}
        app.switch_page("pages/Stress.py").run()
        assert_sound(app)
        if part in ("breach", "tornado", "cash"):
            assert "cannot be read" in app.warning[0].value
            assert any("contradict each other" in line.value for line in app.markdown)


# ------------------------------------------------------------------------------------------ helpers


def opened() -> AppTest:
    """Return the dashboard, drawn once."""
    # The first run takes choices from the address, so they can be set after it.
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()


def assert_sound(app: AppTest) -> None:
    assert not app.exception
    told = [
        str(element.value)
        for kind in ("title", "header", "subheader", "markdown", "caption", "warning", "error")
        for element in app.get(kind)
        if hasattr(element, "value")
    ]
    told += [table.value.to_csv() for table in app.table]
    told += [one.proto.bytes.decode() for one in app.get("bidi_component")]
    told += [button.label for button in app.button]
    drawn = [x.proto for x in app.get("bidi_component") if x.proto.component_name == "stage"]
    told += [json.dumps(json.loads(one.bytes), ensure_ascii=False) for one in drawn]
    assert drawn
    found = [words for words in told if NOT_A_NUMBER.search(words)]
    assert not found


def _replace(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def _without_printed_ltv(data: Path, percent: float) -> None:
    """Put another LTV into the sheet; what the article prints stays in the ledger."""
    _replace(
        data / "balance_sheet.yaml",
        (
            "{value: 20, unit: percent, basis: disclosed, as_of: 2030-03, sources: [w-p5-ltv]}",
            f"{{value: {percent}, unit: percent, basis: assumed, as_of: 2030-03, reason: edge}}",
        ),
        (
            "basis: derived\n  as_of: 2030-03\n  sources: [w-p5-ltv]\n  computation: 10 * 0.2 = 2\n",
            "basis: assumed\n  as_of: 2030-03\n  reason: edge\n",
        ),
    )


def _edited(path: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    found = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - our own file
    edit(found)
    path.write_text(yaml.safe_dump(found, sort_keys=False).replace("'", ""), "utf-8")
