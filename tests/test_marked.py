"""A checked draft for reading: nothing of the text is lost, every figure is marked, reports say all."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure import marked
from exposure.draft import CAVEAT, Finding, Report, check
from tests.dealings import small
from tests.hostile import SCRIPTS

DAY = date(2031, 1, 1)
SUMMARY = "2 errors in 3 places, 1 agrees, 2 not in the ledger, 1 not checked"
DRAFT = """Alder Group took a bridge loan of $80 billion. In all the loan is $80 billion.
Alder holds about 10% of Birch Labs. Sales rose 40% from $4 billion to $5 billion in 7 shops.
"""


@cache
def report() -> Report:
    return check(DRAFT, small().ledger, DAY)


def finding(start: int, end: int, verdict: str, severity: str = "error") -> Finding:
    told = {"line": 1, "column": start + 1, "printed": "", "kind": "money", "rule": "sum"}
    return Finding(start, end, verdict=verdict, severity=severity, message="m", **told)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------ the text


def test_the_pieces_are_the_text_and_each_figure_is_its_own_words() -> None:
    found = marked.pieces(DRAFT, report().findings)
    assert "".join(piece.text for piece in found) == DRAFT
    told = {piece.finding: piece.text for piece in found if piece.finding is not None}
    assert told == {index: one.printed for index, one in enumerate(report().findings)}


SPANS = st.lists(
    st.tuples(
        st.integers(0, 30), st.integers(0, 30), st.sampled_from(["wrong", "agrees", "stale"])
    ),
    max_size=12,
)


@given(text=st.text(min_size=30, max_size=30), spans=SPANS)
def test_no_word_is_lost_or_twice_whatever_overlaps(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    findings = [finding(min(a, b), max(a, b), verdict) for a, b, verdict in spans]
    found = marked.pieces(text, findings)
    assert "".join(piece.text for piece in found) == text
    shown = [piece.finding for piece in found if piece.finding is not None]
    assert len(set(shown)) == len(shown)
    for index, one in enumerate(findings):
        rivals = [other for other in marked.overlapping(findings, index)[1:] if other in shown]
        assert index in shown or rivals or one.start == one.end


def test_the_graver_of_two_has_the_words_and_a_press_tells_of_both() -> None:
    findings = [finding(0, 10, "agrees", "info"), finding(4, 6, "wrong")]
    shown = [piece.finding for piece in marked.pieces("0123456789", findings)]
    assert shown == [None, 1, None]
    assert marked.overlapping(findings, 1) == [1, 0]


# ------------------------------------------------------------------------------------------ the list


def test_the_same_error_is_one_problem_however_often_it_is_printed() -> None:
    found = marked.listed(report(), small().ledger)
    assert [len(one.findings) for one in found["misprint"]] == [2]
    names = [name for name in marked.MARKS if name in found]
    assert [*found] == names
    numbered = [one.number for problems in found.values() for one in problems if one.number]
    assert numbered == [*range(1, len(numbered) + 1)]
    every = [index for problems in found.values() for one in problems for index in one.findings]
    assert sorted(every) == [*range(len(report().findings))]


def test_the_summary_counts_an_error_once_and_says_in_how_many_places() -> None:
    assert report().errors == 3
    assert marked.summary(report(), small().ledger) == SUMMARY
    once = check("It rose 40% from $4 bn to $5 bn.", small().ledger, DAY)
    assert marked.summary(once, small().ledger) == once.summary


def test_every_mark_says_in_signs_what_it_is() -> None:
    signs = marked.signs(report(), small().ledger)
    for index, one in enumerate(report().findings):
        name = marked.mark(one)
        assert marked.MARKS[name][0] in signs[index]
        assert name == "unchecked" or signs[index]
    assert len({name for name, _ in marked.MARKS.values()}) == len(marked.MARKS)
    assert set(marked.MEANINGS) == set(marked.MARKS)


def test_a_warning_about_a_value_is_not_called_wrong() -> None:
    assert marked.mark(finding(0, 1, "wrong", "warning")) == "warning"
    assert marked.mark(finding(0, 1, "wrong")) == "wrong"


def test_what_is_known_of_a_misprint_is_the_right_value_its_computation_and_its_place() -> None:
    (misprint, *_) = [one for one in report().findings if one.verdict == "misprint"]
    told = {
        label: words.replace("\N{NO-BREAK SPACE}", " ")
        for label, words in marked.facts(misprint, small().ledger).items()
    }
    assert told["Right value"] == "USD 8 bn"
    assert told["Computed"] == "80 / 10 = 8"
    assert told["Place"] == "line 1, character 35"
    assert told["In the ledger"] == "Alder's bridge loan: USD 8 bn"
    assert told["Printed wrongly in"].startswith("article journal.txt, paragraph 1, “$80 billion”")


def test_a_right_value_without_a_figure_of_the_ledger_has_its_unit() -> None:
    (growth,) = check("It rose 40% from $4 bn to $5 bn.", small().ledger, DAY).problems
    assert marked.right(growth, small().ledger) == "25.0\N{NO-BREAK SPACE}%"
    (total,) = check("It has €1 bn and €2 bn, €4 bn in all.", small().ledger, DAY).problems
    assert marked.right(total, small().ledger) == "EUR 3 bn"


def test_an_item_says_the_right_value_once_and_in_bold() -> None:
    found = check("It rose 40% from $4 bn to $5 bn.", small().ledger, DAY)
    (problem,) = marked.listed(found, small().ledger)["wrong"]
    told = marked.item(found, small().ledger, problem)
    assert told.startswith("1. **40%**, line 1: From")
    assert "is \\+**25.0%**, not 40%" in told
    assert "right is" not in told


def test_a_heading_tells_errors_from_the_places_they_stand_in() -> None:
    found = marked.listed(report(), small().ledger)
    assert marked.title("misprint", found["misprint"]).endswith("(1, in 2 places)")
    assert marked.title("unknown", found["unknown"]).endswith(f"({len(found['unknown'])})")


# --------------------------------------------------------------------------------------- the reports


def test_the_report_in_json_has_the_findings_of_the_command_line() -> None:
    told = json.loads(marked.as_json(report(), small().ledger, DAY, "unreleased-000000"))
    assert (told["date"], told["summary"]) == ("2031-01-01", SUMMARY)
    assert told["caveat"] == CAVEAT
    plain = [one.as_json() for one in report().findings]
    assert [{name: one[name] for name in plain[0]} for one in told["findings"]] == json.loads(
        json.dumps(plain)
    )


def test_the_report_in_markdown_has_every_finding_and_the_problems_first() -> None:
    told = marked.as_markdown(report(), small().ledger, DAY, "unreleased-000000")
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
    told = marked.as_markdown(Report((hostile,), ()), small().ledger, DAY, payload)
    assert not re.search(r"(?<!\\)[<\[`$&]", told)
    back = json.loads(marked.as_json(Report((hostile,), ()), small().ledger, DAY, payload))
    assert back["findings"][0]["printed"] == payload


def test_a_text_without_figures_is_one_piece_and_an_empty_report() -> None:
    found = check("No figure at all.", small().ledger, DAY)
    assert marked.pieces("No figure at all.", found.findings) == (
        marked.Piece("No figure at all."),
    )
    assert marked.listed(found, small().ledger) == {}
