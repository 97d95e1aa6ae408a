"""What a page says at once is what its session says, and nothing where that cannot be known."""

from __future__ import annotations

import json
import random
import threading
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from exposure.book import data_folder
from exposure.risk_words import assumption_label
from exposure.stress.risk import load as load_risk
from exposure.ui import instant, scripts
from exposure.ui.panel import PAGES
from tests.test_api import REAL, any_scenario

ROOT = Path(__file__).parents[1]
AT_ONCE = ("app.py", "pages/LTV.py", "pages/Concentration.py", "pages/Stress.py")
URL = "http://localhost:8501/"


def asked(page: str, query: dict[str, str], **others: object) -> bytes | None:
    """Return what a page says at once, to a browser that has everything."""
    name = "" if page == "app.py" else Path(page).stem
    told = {
        "url": f"{URL}{name}?{urlencode(query)}",
        "dark": False,
        "folds": [],
        "code": scripts.VERSION,
        "table": "",
    }
    return instant.answer(instant.Asked.read(json.dumps(told | others).encode()))


def drawn(page: str, query: dict[str, str]) -> list[tuple[str, Any]]:
    """Return what a session draws at a link: our own elements by name, others by their kind."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if page != "app.py":
        app.switch_page(page)
    for key, text in query.items():
        app.query_params[key] = text
    app.run()
    assert [error.value for error in app.exception] == []
    found = []
    for one in (x for x in [*app.main, *app.sidebar] if not isinstance(x, Block)):
        ours = one.type == "bidi_component"
        name = one.proto.component_name if ours else one.type
        found.append((name, json.loads(one.proto.bytes or "null") if ours else None))
    return [(name, told) for name, told in found if name != "code"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_at_once_what_its_session_says(page: str) -> None:
    dice = random.Random(page)  # noqa: S311 - a repeatable choice, no secret
    for _ in range(2):
        query = REAL.levers.encode(any_scenario(dice))
        session = drawn(page, query)
        told = dict(session)
        found = asked(page, query)
        assert found is not None or page not in AT_ONCE or len(session) > 2
        if found is None:
            continue
        answer = json.loads(found)
        assert [name for name, _ in session] == ["stage", "panel"]
        assert said(answer["stage"]) == said(told["stage"])
        assert [one["pictures"] for one in charts(answer)] == [[] for _ in charts(answer)]
        assert answer["panel"]["values"] == told["panel"]["values"]
        assert answer["panel"]["pages"] == told["panel"]["pages"]


def charts(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in answer["stage"]["blocks"] if block["kind"] == "chart"]


def said(stage: dict[str, Any]) -> list[Any]:
    """Return the parts of a stage without the address of the server, which no session here knows.

    Without the pictures of the charts as well: a browser that moves a lever has the charts.
    """
    return [
        {key: told for key, told in block.items() if key != "pictures"}
        for block in stage["blocks"]
        if "Link: " not in block.get("words", "")
    ]


def test_that_nothing_has_moved_is_said_by_the_page_and_not_beside_it_too() -> None:
    still, moved = (
        json.loads(asked("pages/LTV.py", REAL.levers.encode(REAL.levers.complete(one.set))) or b"")
        for one in (REAL.presets[0], REAL.presets[1])
    )
    assert "no lever moved" in json.dumps(still["stage"])
    assert still["panel"]["presets"]["chosen"] == REAL.presets[0].name
    assert still["panel"]["presets"]["about"] == ""
    assert moved["panel"]["presets"]["about"] == REAL.presets[1].about


def test_what_is_printed_of_chances_says_by_which_assumptions_they_are() -> None:
    query = {"part": "breach", "risk-horizon_months": "24"}
    blocks = dict(drawn("pages/Stress.py", query))["stage"]["blocks"]
    [told] = [x["words"] for x in blocks if x["kind"] == "printed" and "Assumed" in x["words"]]
    assert "Horizon, months: 24 (set by the reader; 12 in the data)." in told
    risk, _ = load_risk(data_folder(), REAL)
    assert risk is not None
    for name, item in risk.assumptions().items():
        label, _, unit = assumption_label(REAL, name).partition(", ")
        value = 24 if name == "horizon_months" else item.value
        assert (f"{label} {value:g}" if "." in name else f"{label}, {unit}: {value:g}") in told


def test_tables_that_are_open_come_with_their_rows_and_a_dark_page_has_dark_charts() -> None:
    shut, wide = (json.loads(asked("app.py", {}, folds=x) or b"null") for x in ([], ["ltv-curve"]))
    [fold] = [block["numbers"] for block in wide["stage"]["blocks"] if block["kind"] == "chart"]
    [none] = [block["numbers"] for block in shut["stage"]["blocks"] if block["kind"] == "chart"]
    assert fold["open"]
    assert len(fold["rows"]) > 1
    assert "rows" not in none
    dark = json.loads(asked("app.py", {}, dark=True) or b"null")
    [ink, paper] = [
        {
            block["figure"]["layout"]["font"]["color"]
            for block in x["stage"]["blocks"]
            if "figure" in block
        }
        for x in (shut, dark)
    ]
    assert ink
    assert ink.isdisjoint(paper)


@pytest.mark.parametrize(
    ("page", "query", "others"),
    [
        ("pages/Nothing.py", {}, {}),
        ("pages/Deals.py", {}, {}),
        ("pages/LTV.py", {}, {"code": "of-yesterday"}),
        ("pages/LTV.py", {"usd_jpy": "many"}, {}),
        ("pages/LTV.py", {"show": "ltv"}, {}),
    ],
    ids=["no page", "more than our elements", "other scripts", "a value that is none", "embedded"],
)
def test_what_only_a_session_can_answer_is_left_to_it(
    page: str, query: dict[str, str], others: dict[str, Any]
) -> None:
    assert asked(page, query, **others) is None


def test_charts_of_the_framework_are_left_to_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked("app.py", {}) is not None
    monkeypatch.setenv("EXPOSURE_PLAIN_CHARTS", "1")
    assert asked("app.py", {}) is None
    kinds = [name for name, _ in drawn("app.py", {})]
    assert "plotly_chart" in kinds


def test_an_address_in_a_body_is_no_longer_than_one_that_is_asked_for() -> None:
    with pytest.raises(ValueError, match="longer than 8192"):
        asked("app.py", {"q": "x" * 9000})


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"null", b"\xff", b"1" * 10_000, b"[" * 100_000, b'{"url": 1}'],
    ids=["empty", "list", "no key", "null", "no text", "long", "deep", "wrong kind"],
)
def test_a_body_that_asks_nothing_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="is not an object of url, "):
        instant.Asked.read(body)


def test_nothing_of_an_answer_stays_behind() -> None:
    asked("pages/LTV.py", {"usd_jpy": "140"})
    assert scripts.CAUGHT.get() is None
    assert getattr(threading.current_thread(), "streamlit_script_run_ctx", None) is None
    assert get_script_run_ctx(suppress_warning=True) is None
    first, again = (asked("pages/LTV.py", {"usd_jpy": "150"}) for _ in range(2))
    assert first == again
    assert len({asked("app.py", {"usd_jpy": x}) for x, _ in product(("140", "150"), range(2))}) == 2
