"""The interface: its numbers against command line and model, its errors, its description."""

from __future__ import annotations

import csv
import io
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from exposure import api, book, deals, link, releases, wire
from exposure.__main__ import main
from exposure.api import CSV, ENDPOINTS, respond
from exposure.balance import BalanceError
from exposure.ledger import rows
from exposure.model import outcome
from exposure.scenario import plain
from exposure.stamp import stamp
from exposure.stress import maps
from exposure.wire import Request
from tests.ledgers import SMALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.book import Book
    from exposure.model import Outcome
    from exposure.scenario import Lever


def _book(folder: Any = None) -> Book:  # noqa: ANN401 - a path or nothing
    found, faults = book.load(folder)
    assert found is not None, faults
    return found


REAL, OAK = _book(), _book(SMALL / "data")


def ask(name: str, book: Book = REAL, **query: str) -> Any:  # noqa: ANN401 - any plain data
    """Return an answer as plain data."""
    answer = respond(book, Request(name, {key: [text] for key, text in query.items()}))
    assert answer.status == 200, answer.body
    return told(name, answer.body)


def told(name: str, body: bytes) -> Any:  # noqa: ANN401 - any plain data
    return (
        list(csv.DictReader(io.StringIO(body.decode(), newline="")))
        if ".csv" in name
        else json.loads(body)
    )


def errors(answer: wire.Response) -> list[dict[str, str]]:
    assert answer.headers["Content-Type"] == "application/json"
    found = json.loads(answer.body)
    assert list(found) == ["errors"]
    return list(found["errors"])


# ------------------------------------------------------------------- the same numbers three ways


def any_value(dice: random.Random, lever: Lever) -> float:
    """Return a value of a lever that a person could type, now and then an end of its range."""
    if lever.unit == "switch":
        return float(dice.choice([0, 1]))
    ends = [lever.low, lever.high] if dice.random() < 0.1 else []
    return dice.choice([*ends, round(dice.uniform(lever.low, lever.high), dice.choice([0, 1, 7]))])


def any_scenario(dice: random.Random) -> dict[str, float]:
    table = REAL.levers.table
    chosen = dice.sample(table, dice.randint(1, len(table)))
    found = {lever.name: any_value(dice, lever) for lever in chosen}
    return {k: min(max(v, REAL.levers[k].low), REAL.levers[k].high) for k, v in found.items()}


def possible(values: Mapping[str, float]) -> Outcome | BalanceError:
    """Return what the pages draw from, or what they say where there is no answer."""
    try:
        return outcome(REAL, values)
    except BalanceError as error:
        return error


@pytest.mark.parametrize("count", [25, pytest.param(500, marks=pytest.mark.slow)])
def test_interface_command_line_and_pages_give_the_same_to_the_last_digit(
    count: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "load", lambda _: (REAL, ()))  # read once, not 500 times
    dice = random.Random(count)  # noqa: S311 - a repeatable choice, no secret
    answered = 0
    for _ in range(count):
        values = any_scenario(dice)
        link = REAL.levers.encode(values)
        answer = respond(
            REAL, Request("scenario.json", {key: [text] for key, text in link.items()})
        )
        words = [f"{name}={text}" for name, text in link.items()]
        code = main(["scenario", "--json", *(["--set", *words] if words else [])])
        printed = capsys.readouterr()
        page, notices = REAL.levers.decode({key: [text] for key, text in link.items()})
        assert notices == ()
        drawn = possible(page)
        if isinstance(drawn, BalanceError):
            assert (code, answer.status) == (2, 400)
            assert str(drawn) in printed.err
            assert str(drawn) in errors(answer)[0]["reason"]
            continue
        answered += 1
        assert (code, answer.status) == (0, 200)
        assert answer.body.decode() == printed.out
        found = json.loads(answer.body)
        assert found["ltv"] == drawn.ratio("disclosed")
        assert found["ltv_grossed"] == drawn.ratio("grossed")
        assert found["nav_usd_bn"] == float(drawn.sheet.nav)
        assert found["levers"] == page == REAL.levers.complete(values)
    assert answered > count / 3


@pytest.mark.parametrize("page", ["app", "LTV", "Stress", "Compare", "Deals", "Figures"])
def test_the_link_of_a_page_is_answered_with_its_choices_and_its_stamp(page: str) -> None:
    lever = REAL.levers.table[1]
    values = {lever.name: lever.low + lever.step}
    query = link.write(REAL, link.State(REAL.levers.complete(values)), page)
    assert query[link.STAMP] == [stamp(REAL)]
    answer = respond(REAL, Request("scenario.json", query))
    assert answer.status == 200
    assert json.loads(answer.body)["ltv"] == outcome(REAL, values).ratio("disclosed")
    embedded = query | {"show": ["ltv"], "embed": ["true"], "embed_options": ["light_theme"]}
    assert respond(REAL, Request("scenario.json", embedded)).body == answer.body
    assert respond(REAL, Request("scenario.json", query | {"stamp": ["x"]})).status == 400


def test_a_link_of_an_earlier_release_has_the_numbers_of_that_release() -> None:
    for release in REAL.releases:
        answer = respond(REAL, Request("scenario.json", {link.STAMP: [release.stamp]}))
        then = link.shown(REAL, release.stamp)
        assert answer.status == 200
        assert json.loads(answer.body)["ltv"] == outcome(then, {}).ratio("disclosed")
        same = then.digest == REAL.digest or releases.same_numbers(REAL, then)
        assert answer.headers["ETag"] == f'"{stamp(REAL if same else then)}"'


def test_the_bare_address_is_the_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenario", "--json"]) == 0
    assert ask("scenario.json") == json.loads(capsys.readouterr().out)


def test_figures_and_levers_are_those_of_the_command_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("figures", "levers"):
        assert main([name, "--json"]) == 0
        assert ask(f"{name}.json") == json.loads(capsys.readouterr().out)


def test_figures_as_csv_hold_each_number_of_the_json() -> None:
    flat = ask("figures.csv")
    for row, found in zip(flat, rows(REAL.ledger), strict=True):
        assert row["id"] == found["id"]
        for key in ("value", "low", "high"):
            assert row[key] == ("" if found[key] is None else str(found[key]))
        corrected = found["corrected"] or {}
        assert row["corrected_reason"].removeprefix("'") == corrected.get("reason", "")


def test_deals_are_those_of_the_page_each_with_figures_of_the_ledger() -> None:
    found = ask("deals.json")
    table = deals.table(REAL)
    assert [row["id"] for row in found] == list(table.index)
    assert {row["id"]: row["amount_usd_bn"] for row in found} == {
        key: None if value != value else value  # noqa: PLR0124 - nan
        for key, value in table["amount_usd_bn"].items()
    }
    assert all(set(row["figures"]) <= set(REAL.ledger.figure_by_id) for row in found)
    assert any(row["figures"] for row in found)
    assert [row["id"] for row in ask("deals.csv")] == list(table.index)


def test_a_map_s_rows_are_the_model_s_answer_at_each_point() -> None:
    x, y = "birch_value_usd_bn", "sold_usd_bn"
    found = ask("map.csv", OAK, map_x=x, map_y=y, size="4", new_money_usd_bn="5")
    assert len(found) == 16
    for row in found[::5]:
        at = {x: float(row[x]), y: float(row[y]), "new_money_usd_bn": 5.0}
        if not row["ltv"]:
            continue
        assert float(row["ltv"]) == pytest.approx(outcome(OAK, at).ratio("disclosed"), rel=1e-12)
        assert float(row["ltv_grossed"]) == pytest.approx(
            outcome(OAK, at).ratio("grossed"), rel=1e-12
        )


def test_a_map_without_a_choice_is_the_one_that_the_page_opens_with() -> None:
    found = ask("map.csv", size="3")
    assert len(found) == 9
    assert next(iter(found[0])) == REAL.focus_lever.name
    assert len(ask("map.csv")) == maps.SIZE**2


# -------------------------------------------------------------------------------- what is refused

REFUSED = [
    ({"arm_value_usd_bn": ["1e999"]}, "arm_value_usd_bn", "1e999", "not a plain decimal number"),
    ({"arm_value_usd_bn": ["9999"]}, "arm_value_usd_bn", "9999", "is above the highest value"),
    ({"arm_value_usd_bn": ["1", "2"]}, "arm_value_usd_bn", "1, 2", "is given 2 times"),
    ({"arm_value": ["1"]}, "arm_value", "1", "is not a lever or a choice of this dashboard"),
    ({"x" * 3000: ["1"]}, "link", "", "is longer than 2048 characters"),
]


@pytest.mark.parametrize(("query", "key", "value", "reason"), REFUSED)
def test_what_cannot_be_used_is_named_with_its_value_and_the_reason(
    query: Mapping[str, list[str]], key: str, value: str, reason: str
) -> None:
    answer = respond(REAL, Request("scenario.json", query))
    assert answer.status == 400
    assert errors(answer)[0] | {"reason": ""} == {"key": key, "value": value, "reason": ""}
    assert reason in errors(answer)[0]["reason"]


def test_every_fault_is_named_at_once() -> None:
    query = {"arm_value_usd_bn": ["x"], "sales_usd_bn": ["-1"], "arm": ["1"]}
    answer = respond(REAL, Request("scenario.json", query))
    assert [error["key"] for error in errors(answer)] == list(query)


def test_a_scenario_that_is_not_possible_says_why() -> None:
    query = {"cedar_value_usd_bn": ["20"], "sold_usd_bn": ["40"]}
    answer = respond(OAK, Request("scenario.json", query))
    assert answer.status == 400
    assert "this scenario has no answer: sales: USD" in errors(answer)[0]["reason"]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ({"size": ["1"]}, "size"),
        ({"size": ["202"]}, "size"),
        ({"size": ["\u0665"]}, "size"),
        ({"size": ["9" * 1000]}, "size"),
        ({"size": ["3", "3"]}, "size"),
        ({"map_x": ["nothing"]}, "map_x"),
        ({"map_x": ["arm_value_usd_bn"], "map_y": ["arm_value_usd_bn"]}, "map_y"),
    ],
)
def test_a_map_that_cannot_be_drawn_says_why(query: Mapping[str, list[str]], key: str) -> None:
    answer = respond(REAL, Request("map.csv", query))
    assert (answer.status, errors(answer)[0]["key"]) == (400, key)


def test_an_address_that_there_is_not_is_told_with_the_nearest() -> None:
    answer = respond(REAL, Request("scenarios.json", {}))
    assert answer.status == 404
    assert "did you mean 'scenario.json'" in errors(answer)[0]["reason"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
def test_it_only_reads(method: str) -> None:
    answer = respond(REAL, Request("levers.json", {}, method))
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert errors(answer)[0]["value"] == method


def test_while_the_data_have_faults_nothing_is_answered() -> None:
    assert respond(None, Request("levers.json", {})).status == 503


@given(st.dictionaries(st.text(), st.lists(st.text(), max_size=3), max_size=4))
def test_no_query_breaks_it(query: dict[str, list[str]]) -> None:
    for name in ("scenario.json", "map.csv"):
        answer = respond(OAK, Request(name, query))
        assert answer.status in {200, 400}
        assert answer.status == 200 or all(
            set(e) == {"key", "value", "reason"} for e in errors(answer)
        )


# --------------------------------------------------------------------------------- caches, tables


def test_what_is_known_is_not_sent_again() -> None:
    first = respond(REAL, Request("levers.json", {}))
    tag = first.headers["ETag"]
    assert tag == f'"{stamp(REAL)}"'
    for known in (tag, f"W/{tag}", f'"old", {tag}', "*"):
        again = respond(REAL, Request("levers.json", {}, "GET", known))
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert respond(OAK, Request("levers.json", {}, "GET", tag)).status == 200


def test_an_error_is_never_kept_nor_taken_for_known() -> None:
    answer = respond(REAL, Request("scenario.json", {"x": ["1"]}, "GET", f'"{stamp(REAL)}"'))
    assert (answer.status, answer.headers["Cache-Control"]) == (400, "no-store")
    assert "ETag" not in answer.headers


def test_text_that_a_spreadsheet_would_run_is_quoted_and_numbers_are_not() -> None:
    risky = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\uff1d1"]
    out = list(
        csv.reader(io.StringIO(api.as_csv([{"a": text, "b": -2.5} for text in risky]), newline=""))
    )
    assert out[1:] == [[f"'{text}", "-2.5"] for text in risky]


# ---------------------------------------------------------------------------------- its description


@pytest.fixture(scope="module")
def description() -> Any:  # noqa: ANN401 - plain data
    return ask("openapi.json")


def test_the_description_is_valid_openapi(description: Any) -> None:  # noqa: ANN401
    validate(description)
    validate(ask("openapi.json", OAK))


def test_it_describes_every_address_and_no_other(description: Any) -> None:  # noqa: ANN401
    assert set(description["paths"]) == {f"/{one.name}" for one in ENDPOINTS}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_every_answer_is_as_described(description: Any, endpoint: api.Endpoint) -> None:  # noqa: ANN401
    responses = description["paths"][f"/{endpoint.name}"]["get"]["responses"]
    media, _, _ = endpoint.media.partition(";")
    schema = responses["200"]["content"][media]["schema"]
    if endpoint.media == CSV:
        assert schema == {"type": "string"}
        assert ask(endpoint.name)
    else:
        OAS31Validator(schema).validate(ask(endpoint.name))


def test_scenarios_at_the_ends_are_as_described(description: Any) -> None:  # noqa: ANN401
    content = description["paths"]["/scenario.json"]["get"]["responses"]["200"]["content"]
    schema = OAS31Validator(content["application/json"]["schema"])
    for lever in REAL.levers.table:
        for end in (lever.low, lever.high):
            query = {lever.name: [plain(end)]}
            answer = respond(REAL, Request("scenario.json", query))
            if answer.status == 200:
                schema.validate(json.loads(answer.body))


def test_errors_are_as_described(description: Any) -> None:  # noqa: ANN401
    schema = description["components"]["schemas"]["errors"]
    for query, *_ in REFUSED:
        OAS31Validator(schema).validate(
            json.loads(respond(REAL, Request("scenario.json", query)).body)
        )


def test_its_levers_have_the_ranges_that_are_enforced(description: Any) -> None:  # noqa: ANN401
    for lever in REAL.levers.table:
        described = description["components"]["parameters"][lever.name]["schema"]
        if lever.unit == "switch":
            assert described["enum"] == [0, 1]
            continue
        for end, status in ((described["maximum"], 200), (described["maximum"] + 1, 400)):
            query = {lever.name: [plain(end)]}
            answer = respond(REAL, Request("levers.json", query))
            assert answer.status == status
