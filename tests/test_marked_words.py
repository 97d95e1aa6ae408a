"""What is said of a checked draft: each error once, the right value in bold, and all of it in the reports."""

from __future__ import annotations

import json
import re

import pytest

from exposure import marked, marked_words
from exposure.draft import CAVEAT, Finding, Report, check
from tests.dealings import small
from tests.hostile import SCRIPTS
from tests.test_marked import DAY, report

SUMMARY = "2 errors in 3 places, 1 agrees, 2 not in the ledger, 1 not checked"


def test_the_summary_counts_an_error_once_and_says_in_how_many_places() -> None:
    assert report().errors == 3
    assert marked_words.summary(report(), small().ledger) == SUMMARY
    once = check("It rose 40% from $4 bn to $5 bn.", small().ledger, DAY)
    assert marked_words.summary(once, small().ledger) == once.summary


def test_what_is_known_of_a_misprint_is_the_right_value_its_computation_and_its_place() -> None:
    (misprint, *_) = [one for one in report().findings if one.verdict == "misprint"]
    told = {
        label: words.replace("\N{NO-BREAK SPACE}", " ")
        for label, words in marked_words.facts(misprint, small().ledger).items()
    }
    assert told["Right value"] == "USD 8 bn"
    assert told["Computed"] == "80 / 10 = 8"
    assert told["Place"] == "line 1, character 35"
    assert told["In the ledger"] == "Alder's bridge loan: USD 8 bn"
    assert told["Printed wrongly in"].startswith("article journal.txt, paragraph 1, “$80 billion”")


def test_a_right_value_without_a_figure_of_the_ledger_has_its_unit() -> None:
    (growth,) = check("It rose 40% from $4 bn to $5 bn.", small().ledger, DAY).problems
    assert marked_words.right(growth, small().ledger) == "25.0\N{NO-BREAK SPACE}%"
    (total,) = check("It has €1 bn and €2 bn, €4 bn in all.", small().ledger, DAY).problems
    assert marked_words.right(total, small().ledger) == "EUR 3 bn"


def test_an_item_says_the_right_value_once_and_in_bold() -> None:
    found = check("It rose 40% from $4 bn to $5 bn.", small().ledger, DAY)
    (problem,) = marked.listed(found, small().ledger)["wrong"]
    told = marked_words.item(found, small().ledger, problem)
    assert told.startswith("1. **40%**, line 1: From")
    assert "is +**25.0%**, not 40%" in told
    assert "right is" not in told


def test_a_heading_tells_errors_from_the_places_they_stand_in() -> None:
    found = marked.listed(report(), small().ledger)
    assert marked_words.title("misprint", found["misprint"]).endswith("(1, in 2 places)")
    assert marked_words.title("unknown", found["unknown"]).endswith(f"({len(found['unknown'])})")


def test_the_report_in_json_has_the_findings_of_the_command_line() -> None:
    told = json.loads(marked_words.as_json(report(), small().ledger, DAY, "unreleased-000000"))
    assert (told["date"], told["summary"]) == ("2031-01-01", SUMMARY)
    assert told["caveat"] == CAVEAT
    plain = [one.as_json() for one in report().findings]
    assert [{name: one[name] for name in plain[0]} for one in told["findings"]] == json.loads(
        json.dumps(plain)
    )


def test_the_report_in_markdown_has_every_finding_and_the_problems_first() -> None:
    told = marked_words.as_markdown(report(), small().ledger, DAY, "unreleased-000000")
    assert CAVEAT in told
    assert SUMMARY in told
    headings = re.findall(r"^## .* \((?:\d+, in )?(\d+)(?: places)?\)$", told, re.MULTILINE)
    assert sum(map(int, headings)) == len(report().findings)
    lines = [line for line in told.splitlines() if re.match(r"(\d+\.|-) \*\*", line)]
    problems = marked.listed(report(), small().ledger)
    assert len(lines) == sum(map(len, problems.values()))
    assert lines[0].startswith("1. **")


@pytest.mark.parametrize("payload", SCRIPTS)
def test_no_markup_of_a_draft_lives_in_a_report(payload: str) -> None:
    hostile = Finding(0, 1, 1, 1, payload, "text", "wrong", "sum", "error", payload, payload)
    told = marked_words.as_markdown(Report((hostile,), ()), small().ledger, DAY, payload)
    assert not re.search(r"(?<!\\)([<\[`]|\$(?!\d)|&#?\w+;)", told)
    back = json.loads(marked_words.as_json(Report((hostile,), ()), small().ledger, DAY, payload))
    assert back["findings"][0]["printed"] == payload
