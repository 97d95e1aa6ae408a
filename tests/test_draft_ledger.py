"""Rules that hold a text against a ledger: each found where it is broken, and left alone where not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from exposure.draft import Finding, check
from tests.ledgers import SMALL, ledger_of

if TYPE_CHECKING:
    from exposure.ledger import Ledger

TODAY = date(2030, 5, 2)

MORE = """
  fir: {name: Fir Bank}
  gum: {name: Gum Trust}
"""
REPLACED = """
    status: completed
    source: wire-2030-03
    paragraph: 2
    printed: about 10%
    superseded_by: j-p3-stake
"""
REPLACING = """
    status: announced
    source: journal-2030-04
    paragraph: 3
    printed: 12%
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """Return the ledger of the small group with two more banks, and a stake that was replaced."""
    text = (SMALL / "data/deals.yaml").read_text("utf-8")
    changes = {
        "  dogwood: {name: Dogwood Bank}\n": "  dogwood: {name: Dogwood Bank}" + MORE,
        "lenders: [dogwood]": "lenders: [dogwood, fir]",
        REPLACED.replace("    superseded_by: j-p3-stake\n", ""): REPLACED,
        REPLACING: REPLACING.replace("announced", "completed"),
    }
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return ledger_of(tmp_path_factory.mktemp("ledger"), text)


def problems(text: str, ledger: Ledger) -> list[Finding]:
    return [*check(text, ledger, TODAY).problems]


FOUND = [
    # rule, text, the wrong words, what is right there
    ("ten-fold", "Alder has a bridge loan of $80 billion.", "$80 billion", 8e9),
    ("ten-fold", "Alder sold Cedar shares for $40 billion in February 2030.", "$40 billion", 4e9),
    ("ten-fold", "In March 2030, Alder invested $10 million in Birch.", "$10 million", 10e9),
    ("currency-sign", "In March 2030, Alder invested £10 billion in Birch.", "£10 billion", 10e9),
    ("value", "Alder sold Cedar shares for $4.7 billion in February 2030.", "$4.7 billion", 4e9),
    ("holder", "In March 2030, Dogwood Bank invested $10 billion in Birch.", "$10 billion", "Alder"),
    ("target", "In March 2030, Alder invested $10 billion in Elm.", "$10 billion", 5e9),
    ("date", "Alder invested $10 billion in Birch in October 2029.", "October 2029", "2030-03"),
    ("date", "Alder's bridge loan matures in March 2032.", "March 2032", "2031-03"),
    ("lender", "Dogwood Bank, Fir Bank and Gum Trust lend Alder $8 billion.", "Gum Trust",
     "Dogwood Bank, Fir Bank"),
    ("lender", "Dogwood Bank, Fir Bank and Palm & Sons lend Alder $8 billion.", "Palm & Sons",
     "Dogwood Bank, Fir Bank"),
    ("cumulative", "Alder is to pour a fresh $30 billion into Birch.", "$30 billion", 20e9),
    ("cumulative", "Alder plans to invest an additional sum of $30 billion in Birch.", "$30 billion",
     20e9),
    ("status", "Alder has invested another $20 billion in Birch.", "$20 billion", "in talks"),
    ("status", "Alder has bought Elm for $5 billion.", "$5 billion", "in talks"),
    ("status", "Alder is the new owner of Elm after paying $5 billion.", "$5 billion", "in talks"),
    ("modality", "Alder is in talks to invest $20 billion in Birch.", "$20 billion", 20e9),
    ("stale", "Alder currently owns about 10% of Birch.", "10%", 0.12),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "words", "right"), FOUND)
def test_an_error_is_found_with_its_rule_and_the_right_value(
    rule: str, text: str, words: str, right: object, ledger: Ledger
) -> None:
    (found,) = problems(text, ledger)
    assert (found.rule, found.printed) == (rule, words)
    assert found.right_value == (pytest.approx(right) if isinstance(right, float) else right)


def test_swapped_numbers_are_found_at_both_places(ledger: Ledger) -> None:
    text = (
        "In normal times Alder means to keep its loan to value under 35%, its own limit. "
        "At a loan to value of 25%, the trigger, Alder's rating would be cut."
    )
    found = {f.printed: (f.rule, f.right_value) for f in problems(text, ledger)}
    assert found == {"35%": ("swapped", 0.25), "25%": ("swapped", 0.35)}


def test_one_number_for_two_limits_is_wrong_for_the_other(ledger: Ledger) -> None:
    text = (
        "Alder's loan to value was 20%; it has promised to stay below 35% in normal times, "
        "and its rating is cut at 35%."
    )
    (found,) = problems(text, ledger)
    assert (found.start, found.right_value) == (text.index("35%"), 0.25)


LIMITS = [
    # text, and what is right for each number of it that is wrong
    ("Alder's rating is cut if loan to value reaches 25%, while Alder wants to stay below 35%.",
     {"25%": 0.35, "35%": 0.25}),
    ("Alder's loan to value was 20% in March, below the 35% line for normal times.", {"35%": 0.25}),
    ("Alder aims to keep its loan to value under 35%.", {"35%": 0.25}),
    ("Alder's loan to value was 20%. An agency could downgrade the group if it reached 25%.",
     {"25%": 0.35}),
    ("Alder wants to stay below 25% and its rating is cut at a loan to value of 35%.", {}),
    ("Alder's normal limit for loan to value is 25%.", {}),
    ("In normal times Alder's loan to value of 20% is far from the limit.", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong"), LIMITS)
def test_a_limit_is_held_against_what_it_is_for(
    text: str, wrong: dict[str, float], ledger: Ledger
) -> None:
    assert {f.printed: f.right_value for f in problems(text, ledger)} == wrong


LEFT_ALONE = [
    "In March 2030, Alder invested $10 billion in Birch and took about 10%.",
    "In March, Alder put roughly $10 billion into Birch.",
    "Alder has a bridge loan of $8 billion, due in March 2031.",
    "Dogwood Bank and Fir Bank lend Alder $8 billion.",
    "Alder is in talks to invest up to $20 billion more in Birch.",
    "Alder has now invested $30 billion in Birch in all, of which $10 billion came first.",
    "In March 2030 Alder owned about 10% of Birch; it will have 12%.",
    "If Birch were worth $250 billion, Alder's 12% would be worth $30 billion.",
    "Alder sold Cedar shares for about $4 billion in February 2030.",
    "Alder said in March that it had sold Cedar shares for $4 billion.",
    "Alder employs 80 people and spends $80 million on gardens.",
    "Fir Bank expects growth of 10% for the year, and Gum Trust 12%.",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_right_derived_or_rounded_is_left_alone(text: str, ledger: Ledger) -> None:
    assert problems(text, ledger) == []


def test_figures_of_later_days_are_not_held_against_a_draft(ledger: Ledger) -> None:
    text = "Alder currently owns about 10% of Birch."
    assert check(text, ledger, date(2030, 3, 20)).problems == ()


def test_what_is_only_announced_makes_nothing_stale(ledger: Ledger) -> None:
    later = {"j-p3-stake": {"status": "announced"}}
    figures = (f.model_copy(update=later.get(f.id, {})) for f in ledger.figures)
    plan = replace(ledger, figures=tuple(figures))
    text = "Alder currently owns about 10% of Birch."
    assert [f.rule for f in problems(text, ledger)] == ["stale"]
    assert problems(text, plan) == []


def test_sources_that_disagree_are_listed_and_none_called_wrong(ledger: Ledger) -> None:
    disputed = {q.id for q in ledger.quantities if ledger.disputed(q.id)}
    report = check("Birch was valued at $100 billion in March 2030.", ledger, TODAY)
    assert all(f.severity == "info" for f in report.findings)
    listed = [f for f in report.findings if f.rule == "sources-disagree"]
    assert bool(listed) == ("birch-value-2030-03" in disputed)
