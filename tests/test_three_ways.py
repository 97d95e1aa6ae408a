"""Page, command line and interface: the same numbers of the same link, to the last digit."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

from exposure import book as books
from exposure.__main__ import main
from exposure.api import respond
from exposure.export.report import Number
from exposure.wire import Request
from exposure.wording import percent
from tests.test_api import REAL, any_scenario, errors

if TYPE_CHECKING:
    from collections.abc import Mapping


def page(query: Mapping[str, str]) -> AppTest:
    """Return the page LTV as it opens by a link."""
    app = AppTest.from_file("../pages/LTV.py", default_timeout=60)
    for key, text in query.items():
        app.query_params[key] = text
    app.run()
    assert [error.value for error in app.exception] == []
    return app


def drawn(app: AppTest) -> dict[str, Any]:
    """Return the answers that the page was drawn from."""
    found: dict[str, Any] = app.session_state["report"].outcome.as_json()
    return found


def printed(app: AppTest) -> dict[str, str]:
    """Return the numbers that stand on the page, by the key of each."""
    parts = app.session_state["report"].parts
    return {part.key: part.value for part in parts if isinstance(part, Number)}


@pytest.mark.parametrize(
    ("seed", "count"),
    [(0, 4), *(pytest.param(seed, 50, marks=pytest.mark.slow) for seed in range(1, 11))],
)
def test_page_command_line_and_interface_agree_to_the_last_digit(
    seed: int, count: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "load", lambda *_: (REAL, ()))  # read once
    dice = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    answered = 0
    for _ in range(count):
        link = REAL.levers.encode(any_scenario(dice))
        query = {key: [text] for key, text in link.items()}
        answer = respond(REAL, Request("scenario.json", query))
        words = [f"{name}={text}" for name, text in link.items()]
        code = main(["scenario", "--json", *(["--set", *words] if words else [])])
        told = capsys.readouterr()
        app = page(link)
        if answer.status != 200:
            reason = errors(answer)[0]["reason"].rpartition(": ")[2]
            assert code == 2
            assert any("no answer" in one.value for one in app.error), reason
            continue
        answered += 1
        found = json.loads(answer.body)
        assert (code, json.loads(told.out)) == (0, found)
        shown = drawn(app)
        assert {key: found[key] for key in shown if key in found} == shown
        assert printed(app)["ltv"] == percent(found["ltv"])
    assert answered
