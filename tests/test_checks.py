"""What a well-formed ledger can still get wrong: for each check, what it finds and what it leaves."""

import re
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure import deal_checks, figure_checks, series_checks
from exposure.arithmetic import equations, value_of
from exposure.checks import CHECKS, Check, check
from exposure.conversions import conversions, conversions_at_one_rate, rates
from exposure.evidence import verify
from tests.ledgers import SMALL, ledger_of, loaded, small_ledger

TEXT = (SMALL / "data/deals.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for the ledger of a test."""
    return tmp_path


def changed(*changes: tuple[str, str]) -> str:
    """Return the small ledger with some of its lines changed, each at its first occurrence.

    ``record::old`` looks for the old line from the record on.
    """
    text = TEXT
    for old, new in changes:
        record, _, line = old.partition("::")
        start = text.index(f"id: {record}\n") if line else 0
        at = text.index(line or record, start)
        text = text[:at] + new + text[at + len(line or record) :]
    return text


class Row(NamedTuple):
    """A check, a slip in the small ledger, the place where it is found, and words of the message."""

    check: Check
    changes: tuple[tuple[str, str], ...]
    place: str
    words: str
    severity: str = "error"


NEW = """  - id: new
    quantity: {quantity}
    value: {value}
    unit: {unit}
    as_of: {as_of}
    modality: exactly
    status: completed
    source: wire-2030-03
    paragraph: 2
    printed: {printed}
"""


def new(quantity: str, value: str, unit: str, printed: str, as_of: str = "2030-03") -> str:
    record = NEW.format(quantity=quantity, value=value, unit=unit, printed=printed, as_of=as_of)
    return f"figures:\n{record}"


# fmt: off
FOUND = (
    Row(figure_checks.value_differs_from_words, (("w-p2-stake::value: 10", "value: 1"),),
        "w-p2-stake.value", "'about 10%'"),
    Row(figure_checks.value_differs_from_words, (("w-p1-investment::USD bn", "USD mn"),),
        "w-p1-investment.value", "'$10 billion'"),
    Row(figure_checks.value_differs_from_words, (("w-p1-investment::USD bn", "CNY bn"),),
        "w-p1-investment.value", "'$10 billion'"),
    Row(figure_checks.value_differs_from_words, (("j-p4-value::high: 260", "high: 2600"),),
        "j-p4-value.low", "'$240 - 260 billion'"),
    Row(figure_checks.value_differs_from_words, (("w-p4-maturity::2031-03", "2030-03"),),
        "w-p4-maturity.value", "'March 2031'"),
    Row(figure_checks.value_differs_from_words,
        (("w-p2-stake::value: 10", "value: 100"), ("printed: about 10%", "printed: Within 10 parts")),
        "w-p2-stake.value", "'Within 10 parts'"),
    Row(figure_checks.modality_differs_from_words, (("w-p4-investment::up to", "exactly"),),
        "w-p4-investment.modality", "up to, not exactly", "warning"),
    Row(figure_checks.negative_amount, (("w-p1-investment::value: 10", "value: -10"),),
        "w-p1-investment.value", "cannot be negative"),
    Row(figure_checks.negative_amount, (("j-p1-bridge::value: 8\n", "value: -8\n"),),
        "j-p1-bridge.corrected.value", "cannot be negative"),
    Row(figure_checks.negative_amount, (("elm-price::purchase price", "other"),
        ("j-p5-elm::value: 5", "value: -5"), ("j-p5-elm::USD bn", "count")),
        "j-p5-elm.value", "count cannot be negative"),
    Row(figure_checks.unit_against_measure, (("elm-price::purchase price", "market size"),
        ("j-p5-elm::USD bn", "percent")), "j-p5-elm.unit", "market size, which is money"),
    Row(figure_checks.correction_of_nothing, (("j-p1-bridge::value: 8\n", "value: 80\n"),),
        "j-p1-bridge.corrected", "equals the printed"),
    Row(figure_checks.correction_without_computation, (("      computation: 80 / 10 = 8\n", ""),),
        "j-p1-bridge.corrected", "computation"),
    Row(figure_checks.computation_does_not_hold, (("80 / 10 = 8", "80 / 10 = 8; 2 x 3 = 7"),),
        "j-p1-bridge.corrected.computation", "'2 x 3 = 7'"),
    Row(figure_checks.computation_does_not_hold, (("j-p1-bridge::value: 8\n", "value: 9\n"),),
        "j-p1-bridge.corrected.value", "9 is nowhere"),
    Row(figure_checks.superseded_by_an_earlier,
        (("j-p2-bridge::printed: $8 billion", "printed: $8 billion\n    superseded_by: w-p4-bridge"),),
        "j-p2-bridge.superseded_by", "w-p4-bridge is of 2030-03"),
    Row(figure_checks.superseded_by_an_earlier,
        (("j-p2-bridge::printed: $8 billion", "printed: $8 billion\n    superseded_by: w-p5-ltv"),),
        "j-p2-bridge.superseded_by", "w-p5-ltv is of 2030-03", "warning"),
    Row(figure_checks.superseded_figure_in_use,
        (("w-p4-bridge::printed: $8 billion", "printed: $8 billion\n    superseded_by: j-p2-bridge"),),
        "bridge-2030.uses", "superseded by j-p2-bridge"),
    Row(figure_checks.sources_disagree, (("w-p2-investment::value: 10", "value: 11"),),
        "birch-investment-2030-03", "w-p1-investment, w-p2-investment", "warning"),
    Row(figure_checks.far_from_its_neighbour,
        (("figures:\n", new("birch-stake-2030-03", "16", "percent", "16%")),),
        "new", "60% away from w-p2-stake"),
    Row(figure_checks.quantity_without_figures, (("elm-price\n    value", "birch-value-2030-04\n    value"),),
        "elm-price", "no figure"),
    Row(conversions_at_one_rate, (("printed: RMB 70 billion", "printed: RMB 70.0 billion"),
        ("j-p3-cost-cny::value: 210", "value: 201"), ("printed: RMB 210 billion", "printed: RMB 201 billion")),
        "j-p3-cost-cny", "6.6833 to 6.7167"),
    Row(deal_checks.stakes_above_the_whole,
        (("quantities:\n", "quantities:\n  - {id: rest, label: The rest, holder: elm, target: birch, measure: stake}\n"),
         ("figures:\n", new("rest", "92", "percent", "92%"))),
        "w-p2-stake", "birch at 2030-03 add up to 102.0%"),
    Row(deal_checks.part_of_the_wrong_kind, (("birch-first::amount: birch-investment-2030-03", "amount: birch-stake-2030-03"),),
        "birch-first.amount", "not money"),
    Row(deal_checks.part_of_the_wrong_kind, (("birch-first::stake_after: birch-stake-2030-03", "stake_after: bridge-2030"),),
        "birch-first.stake_after", "not percent"),
    Row(deal_checks.part_of_the_wrong_kind, (("maturity: bridge-maturity", "maturity: bridge-2030"),),
        "bridge.maturity", "not date"),
    Row(deal_checks.deal_after_its_source, (("birch-first::date: 2030-03", "date: 2030-04-02"),),
        "birch-first.date", "2030-03-10"),
    Row(deal_checks.figure_after_its_source, (("w-p2-stake::as_of: 2030-03", "as_of: 2030-04"),),
        "w-p2-stake.as_of", "2030-04 is after 2030-03-10"),
    Row(deal_checks.talks_told_as_done, (("birch-second::in talks", "completed"),),
        "birch-second.amount", "w-p4-investment is 'in talks'"),
    Row(deal_checks.suspended_in_kind_alone, (("elm-purchase::status: suspended", "status: completed"),),
        "elm-purchase.status", "'completed'"),
    Row(deal_checks.deal_replaces_a_later, (("birch-first::paid_by", "supersedes: birch-second\n    paid_by"),),
        "birch-first.supersedes", "birch-second is later"),
    Row(deal_checks.company_without_a_part, (("  elm: {", "  fir: {name: Fir}\n  elm: {"),),
        "companies.fir", "no quantity", "warning"),
    Row(deal_checks.alias_of_two_companies, (("aliases: [Elm]", "aliases: [birch]"),),
        "companies.elm.aliases", "'birch' is an alias of birch too"),
)

LEFT = (
    ("a range around the value of another source is not far from it", figure_checks.far_from_its_neighbour,
     (("figures:\n", new("birch-value-2030-04", "250", "USD bn", "$250 billion")),)),
    ("a distance that a note explains", figure_checks.far_from_its_neighbour,
     (("figures:\n", new("birch-stake-2030-03", "16", "percent", "16%") + "    note: with options\n"),)),
    ("a distance that the neighbour's note explains", figure_checks.far_from_its_neighbour,
     (("figures:\n", new("birch-stake-2030-03", "16", "percent", "16%")),
      ("printed: about 10%", "printed: about 10%\n    note: without options"))),
    ("amounts in two currencies", figure_checks.far_from_its_neighbour, ()),
    ("a misprint that is corrected", figure_checks.sources_disagree, ()),
    ("a dispute that is decided", figure_checks.sources_disagree, (("w-p4-bridge::value: 8", "value: 9"),)),
    ("a fall printed without its sign", figure_checks.value_differs_from_words,
     (("elm-price::purchase price", "other"), ("j-p5-elm::value: 5", "value: -5"))),
    ("a fall below zero of what can fall", figure_checks.negative_amount,
     (("elm-price::purchase price", "market value change"), ("j-p5-elm::value: 5", "value: -5"))),
    ("words that hold no number", figure_checks.value_differs_from_words,
     (("printed: about 10%", "printed: a tenth part"),)),
    ("a day within the month of its source", deal_checks.deal_after_its_source,
     (("birch-first::date: 2030-03", "date: 2030-03-10"),)),
    ("a stake of holders at different dates", deal_checks.stakes_above_the_whole,
     (("quantities:\n", "quantities:\n  - {id: rest, label: The rest, holder: elm, target: birch, measure: stake}\n"),
      ("figures:\n", new("rest", "92", "percent", "92%", "2030-02")))),
    ("three rounded thirds", deal_checks.stakes_above_the_whole,
     (("quantities:\n", "quantities:\n  - {id: rest, label: The rest, holder: elm, target: birch, measure: stake}\n"),
      ("figures:\n", new("rest", "90.4", "percent", "90.4%")))),
    ("talks that are told as talks", deal_checks.talks_told_as_done, ()),
    ("a company that charts name", deal_checks.company_without_a_part,
     (("  elm: {", "  fir: {name: Fir, short: Fir}\n  elm: {"),)),
)
# fmt: on


def test_the_small_ledger_has_no_findings() -> None:
    assert check(small_ledger()) == ()


@pytest.mark.parametrize(
    "row", FOUND, ids=lambda row: f"{getattr(row.check, '__name__', '')}:{row.place}"
)
def test_each_check_finds_its_slip_at_the_line_of_the_key(row: Row, folder: Path) -> None:
    text = changed(*row.changes)
    found = list(row.check(ledger_of(folder, text)))
    (fault,) = [one for one in found if one.place == row.place]
    assert row.words in fault.message
    assert fault.severity == row.severity
    key = row.place.rpartition(".")[2]
    line = text.splitlines()[fault.line - 1].strip()
    assert f"{key}:" in line or line == f"- id: {key}"


@pytest.mark.parametrize(
    ("one", "changes"), [row[1:] for row in LEFT], ids=[row[0] for row in LEFT]
)
def test_what_is_in_order_raises_no_alarm(
    one: Check, changes: tuple[tuple[str, str], ...], folder: Path
) -> None:
    assert list(one(ledger_of(folder, changed(*changes)))) == []


def test_a_card_that_nothing_cites_is_worth_a_look(folder: Path) -> None:
    head = TEXT.partition("\nquantities:\n")[0]
    nothing = ledger_of(folder, f"{head}\nquantities: []\nfigures: []\n")
    found = list(deal_checks.card_without_figures(nothing))
    assert [(Path(fault.file).name, fault.severity) for fault in found] == [
        ("journal-2030-04.yaml", "warning"),
        ("wire-2030-03.yaml", "warning"),
    ]


def test_every_check_has_a_row_that_shows_what_it_finds() -> None:
    # Three are about other files, and have tests of their own.
    others = {
        deal_checks.card_without_figures,
        series_checks.far_from_its_series,
        series_checks.does_not_add_up,
    }
    assert {row.check for row in FOUND} | others == set(CHECKS)


def test_findings_come_by_file_and_line_each_once(folder: Path) -> None:
    found = check(ledger_of(folder, changed(("w-p2-stake::value: 10", "value: 1"))))
    assert list(found) == sorted(set(found))
    assert found != ()


# ------------------------------------------------------------------------------------ conversions


def test_all_conversions_of_a_text_share_one_rate() -> None:
    found = list(conversions(small_ledger()))
    assert [one.converted.id for one in found] == ["j-p3-cost-cny", "j-p3-first-cny"]
    # 210 for 30 is a whole billion at 6.983 to 7.017; 70 for 10 says less: 6.95 to 7.05.
    assert rates(found) == (Fraction(419, 60), Fraction(421, 60))


def test_digits_that_changed_places_are_found_where_one_percent_would_pass(folder: Path) -> None:
    # 6.95 x 30 = 208.5 and 6.95 x 10 = 69.5; with 208.5 printed as 205.8 no rate is left.
    def text(cost: str) -> str:
        return changed(
            ("j-p3-cost-cny::value: 210", f"value: {cost}"),
            ("printed: RMB 210 billion", f"printed: RMB {cost} billion"),
            ("j-p3-first-cny::value: 70", "value: 69.5"),
            ("printed: RMB 70 billion", "printed: RMB 69.5 billion"),
        )

    assert list(conversions_at_one_rate(ledger_of(folder, text("208.5")))) == []
    found = list(conversions_at_one_rate(ledger_of(folder, text("205.8"))))
    assert [fault.place for fault in found] == ["j-p3-cost-cny", "j-p3-first-cny"]


def test_with_three_conversions_the_odd_one_out_is_named(folder: Path) -> None:
    third = new("birch-value-2030-03", "700", "CNY bn", "RMB 700.0 billion")
    dollars = new("birch-value-2030-03", "100", "USD bn", "$100 billion").replace(
        "id: new", "id: d"
    )
    text = changed(
        ("figures:\n", dollars + third.removeprefix("figures:\n")),
        ("j-p3-cost-cny::value: 210", "value: 201"),
        ("printed: RMB 210 billion", "printed: RMB 201 billion"),
    )
    here, there = (
        "source: wire-2030-03\n    paragraph: 2",
        "source: journal-2030-04\n    paragraph: 3",
    )
    found = list(conversions_at_one_rate(ledger_of(folder, text.replace(here, there, 2))))
    assert [fault.place for fault in found] == ["j-p3-cost-cny"]


# ------------------------------------------------------------------------------------- arithmetic


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("34.6 + 30", 64.6),
        ("400 / 10", 40),
        ("2 x 3", 6),
        ("2 \u00d7 3 \u2212 1", 5),
        ("1,000 + 1", 1001),
        ("50 % x 8", 4),
        ("(9 / 1) ^ (1 / 2) - 1", 2),
        ("-(2 + 3)", -5),
    ],
)
def test_sums_are_computed_as_written(text: str, value: float) -> None:
    assert value_of(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    ["", "a + 1", "open('x')", "1 / 0", "9 ^ 9 ^ 9", "(-8) ^ 0.5", "(" * 200, "1 +", "True", "1 == 1",
     "[1]", "1" * 400],
)  # fmt: skip
def test_what_is_no_plain_sum_comes_to_nothing(text: str) -> None:
    assert value_of(text) is None


@given(st.text(st.sampled_from("0123456789.,+-x/^()% =;eE_jJ"), max_size=60))
def test_no_sum_makes_it_raise(text: str) -> None:
    for one in equations(text):
        assert one.holds in {True, False}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("5 / 3 = 1.67", True),
        ("5 / 3 = 1.66", False),
        ("(15 / 2.5) ^ (1 / 4) - 1 = 56.5 %", True),
        ("(15 / 2.5) ^ (1 / 5) - 1 = 56.5 %", False),
        ("0.5 / 2 = 0.3", True),
    ],
)
def test_an_equation_holds_when_its_left_side_rounds_to_the_right(
    text: str, *, holds: bool
) -> None:
    assert [one.holds for one in equations(text)] == [holds]


# ------------------------------------------------------------------------- every number, ten-fold

NUMBERS = [
    (number, match)
    for number, line in enumerate(TEXT.splitlines())
    if (match := re.fullmatch(r"(\s+(?:value|low|high|paragraph): )(-?[0-9.]+)", line))
]


@pytest.mark.parametrize("factor", ["ten times", "a tenth", "the other sign"])
@pytest.mark.parametrize(
    ("number", "match"), NUMBERS, ids=[f"line {number + 1}" for number, _ in NUMBERS]
)
def test_every_number_of_the_ledger_is_caught_when_it_is_wrong(
    number: int, match: re.Match[str], factor: str, folder: Path
) -> None:
    value = float(match[2]) * {"ten times": 10, "a tenth": 0.1, "the other sign": -1}[factor]
    lines = TEXT.splitlines()
    lines[number] = f"{match[1]}{value:g}"
    ledger, faults = loaded(folder, "\n".join(lines))
    found = faults or (ledger and (*check(ledger), *verify(ledger, SMALL / "seeds/texts")))
    assert [fault for fault in found or () if fault.severity == "error"]
