"""A link of an earlier day keeps the chances of its day when an assumption changes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

from exposure import link, releases, since
from exposure.__main__ import main
from exposure.balance import BalanceError
from exposure.book import load
from exposure.stress import risk as risks
from exposure.stress.breach import breach
from exposure.stress.market import market
from exposure.wording import percent
from tests.commands import ROOT, copied

if TYPE_CHECKING:
    from pathlib import Path

    from exposure.book import Book

MOVED = {"new_money_usd_bn": 20.0}
OLD, NEW = 40, 20


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with one release, after which Birch moves half as much."""
    folder = copied(tmp_path)
    assert main(["release", "--date", "2030-06-01", "--data", str(folder)]) == 0
    told = (folder / "risk.yaml").read_text("utf-8")
    first = "{company: birch, value: 40,"
    assert first in told
    (folder / "risk.yaml").write_text(told.replace(first, first.replace("40", "20")), "utf-8")
    monkeypatch.setenv("EXPOSURE_DATA", str(folder))
    return folder


def loaded(folder: Path) -> tuple[Book, Book, risks.Risk]:
    """Return the book of today, that of the release, and the assumptions of today."""
    book, faults = load(folder)
    assert book is not None, faults
    then = releases.as_released(book, book.releases[-1].stamp)
    risk, faults = risks.load(folder, book)
    assert then is not None
    assert risk is not None, faults
    return book, then, risk


def volatility(risk: risks.Risk, book: Book, company: str) -> float:
    found = market(risks.as_released(risk, book), book)
    return float(found.volatility[found.companies.index(company)])


def test_a_released_book_brings_its_own_assumptions(data: Path) -> None:
    book, then, risk = loaded(data)
    assert (volatility(risk, book, "birch"), volatility(risk, then, "birch")) == (0.2, 0.4)
    assert volatility(risk, then, "cedar") == 0.4
    item = risks.as_released(risk, then).assumptions()["volatility.birch"]
    assert item.low <= item.value <= item.high
    assert "2030-06-01" in item.reason


def test_numbers_are_others_when_only_an_assumption_is(data: Path) -> None:
    book, then, _ = loaded(data)
    assert not releases.same_numbers(book, then)
    state = link.State(book.levers.complete(MOVED), {"part": "breach"}, then.release)
    again, notices = link.read(book, link.write(book, state, "Stress"))
    assert (again.release, notices) == (then.release, ())
    (change,), _ = since.changes(then, book, MOVED)
    assert (change.then, change.now) == (str(OLD), str(NEW))
    assert change.label == f"Volatility: {book.name('birch')}, % a year"


def test_a_page_opened_by_an_old_link_shows_the_chances_of_its_day(data: Path) -> None:
    book, then, risk = loaded(data)
    was, now = (
        breach(one, MOVED, market(risks.as_released(risk, one), one)).as_json()
        for one in (then, book)
    )
    assert abs(was["lines"][0]["probability"] - now["lines"][0]["probability"]) > 0.01
    state = link.State(book.levers.complete(MOVED), {"part": "breach"}, then.release)
    old = told(link.write(book, state, "Stress"))
    new = told(link.write(book, replace(state, release=""), "Stress"))
    for page, right, wrong in ((old, was, now), (new, now, was)):
        chances = [percent(found["lines"][0]["probability"]) for found in (right, wrong)]
        assert chances[0] in page
        assert chances[1] not in page


def test_what_a_release_says_of_a_holding_that_is_held_no_more_is_used(data: Path) -> None:
    _, then, risk = loaded(data)
    fewer = risk.model_copy(
        update={
            "volatilities": risk.volatilities[1:],
            "correlations": risk.correlations[2:],
            "maintenance": (),
        }
    )
    assert volatility(fewer, then, "birch") == 0.4
    kept = {k: x for k, x in then.assumptions.items() if k != "volatility.birch"}
    with pytest.raises(BalanceError, match=r"volatility\.birch: was not kept"):
        volatility(fewer, replace(then, assumptions=kept), "birch")


def told(query: dict[str, list[str]]) -> str:
    """Return all that the page Stress says when it is opened by a link."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/Stress.py")
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    drawn: list[Any] = [x.proto for x in app.get("bidi_component")]
    blocks = [json.loads(x.bytes) for x in drawn if x.component_name == "stage"]
    return json.dumps(blocks, ensure_ascii=False)
