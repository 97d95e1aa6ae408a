"""A draft and its report: places, verdicts, the summary, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.draft import LIMIT, RULES, Report, TooLongError, check
from exposure.draft.reading import MOST
from exposure.quantities import quantities
from tests.ledgers import small_ledger

if TYPE_CHECKING:
    from exposure.ledger import Ledger

TODAY = date(2030, 5, 1)


@pytest.fixture(scope="module")
def small() -> Ledger:
    """Return the ledger of the invented group."""
    return small_ledger()


def report(text: str, ledger: Ledger | None) -> Report:
    return check(text, ledger, TODAY)


DRAFT = """Alder bets $80 billion

In March 2030, Alder invested $10 billion in Birch. It has a bridge loan of $80 billion.
Alder spent $7 billion on gardens. The weather cost nobody $9 billion.
"""


def test_every_quantity_has_one_finding_in_the_order_of_the_text(small: Ledger) -> None:
    found = report(DRAFT, small)
    assert [(f.start, f.end) for f in found.findings] == [
        (q.start, q.end) for q in quantities(DRAFT)
    ]
    for finding in found.findings:
        assert DRAFT[finding.start : finding.end] == finding.printed
        lines = DRAFT[: finding.start].split("\n")
        assert (finding.line, finding.column) == (len(lines), len(lines[-1]) + 1)
        assert finding.rule in RULES
        assert finding.message


def test_verdicts_tell_right_wrong_unknown_and_unchecked_apart(small: Ledger) -> None:
    verdicts = {f.printed: f.verdict for f in report(DRAFT, small).findings}
    assert verdicts == {
        "$80 billion": "misprint",
        "March 2030": "unchecked",
        "$10 billion": "agrees",
        "$7 billion": "unknown",
        "$9 billion": "unknown",  # Alder is named in the sentence before
    }
    assert {f.verdict for f in report(DRAFT, None).findings} == {"unchecked"}


def test_what_agrees_names_the_figure_and_its_place(small: Ledger) -> None:
    (date_found, money) = report(
        "In March 2030, Alder invested $10 billion in Birch.", small
    ).findings
    assert (money.verdict, money.rule, money.severity) == ("agrees", "agrees", "info")
    assert money.right_value == 10e9
    assert small.figure(money.figure).quantity == "birch-investment-2030-03"
    assert "paragraph" in money.message or "Register" in money.message
    assert date_found.verdict == "unchecked"


def test_a_misprint_has_the_right_value_and_its_computation(small: Ledger) -> None:
    (found,) = report("Alder has a bridge loan of $80 billion.", small).problems
    assert (found.rule, found.verdict, found.severity) == ("ten-fold", "misprint", "error")
    assert (found.right_value, found.figure) == (8e9, "j-p1-bridge")
    assert found.computation == "80 / 10 = 8"


def test_the_summary_counts_what_there_is(small: Ledger) -> None:
    assert report("", small).summary == "No figure was recognised in this text"
    one = report("Alder invested $10 billion in Birch.", small)
    assert one.summary == "0 errors, 1 agrees"
    assert report(DRAFT, small).summary == (
        "2 errors, 1 agrees, 2 not in the ledger, 1 not checked"
    )


def test_problems_come_with_the_gravest_first(small: Ledger) -> None:
    text = "The works are to open in 2029.\n\nAlder has a bridge loan of $80 billion.\n"
    assert [f.severity for f in report(text, small).problems] == ["error", "warning"]


def test_json_has_the_fields_of_the_command_line_and_nothing_else(small: Ledger) -> None:
    record = report("Alder has a bridge loan of $80 billion.", small).findings[0].as_json()
    assert [*record] == [
        "start", "end", "line", "column", "printed", "kind", "verdict", "rule", "severity",
        "message", "right_value", "figure",
    ]  # fmt: skip
    assert json.loads(json.dumps(record))["right_value"] == 8_000_000_000


def test_a_text_of_the_length_of_a_book_is_read_and_a_longer_one_refused() -> None:
    assert report("a" * LIMIT, None).findings == ()
    with pytest.raises(TooLongError, match="in parts"):
        report("a" * (LIMIT + 1), None)
    with pytest.raises(TooLongError):
        report("é" * (LIMIT // 2 + 1), None)


def test_every_rule_says_what_it_is_and_why() -> None:
    for name, rule in RULES.items():
        assert name == rule.name
        assert rule.says.endswith(".")
        assert len(rule.explanation) > 50


@pytest.mark.parametrize("piece", ["$1 billion ", "one billion dollars "])
def test_a_wall_of_numbers_is_read_to_a_number_and_a_warning_says_where(piece: str) -> None:
    found = report(piece * (MOST + 500), None)
    assert len(found.findings) == MOST + 1
    (stopped,) = found.problems
    assert f"only the first {MOST:,} numbers" in stopped.message
    assert stopped.start == len(piece) * MOST + piece.index(stopped.printed)
    assert "1 warning" in found.summary
    assert report(piece * MOST, None).problems == ()


PIECES = [
    "Alder", "Birch", "Elm", "$", "10", "8", "30", " billion", "%", "2030", "March", " to ", "from ",
    "-", "(", ")", "|", "\n", ". ", ", ", " in ", " stake ", " total of ", "RMB ", "about ", "x",
    "loan", "valuation of ", " rose ", " and ", "matures ", "\0", "\u200b", "é", "亿", "<b>",
]  # fmt: skip


@given(st.text(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_text_breaks_it(text: str) -> None:
    for ledger in (SMALL, None):
        for finding in report(text, ledger).findings:
            assert text[finding.start : finding.end] == finding.printed


SMALL = small_ledger()
