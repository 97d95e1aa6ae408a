"""What a ledger that is right answers, and the laws that hold for every ledger."""

import json
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.document import Document
from exposure.fields import is_date
from exposure.ledger import Deal, Figure, Ledger, Quantity, load, rows
from exposure.strict_yaml import Limits
from exposure.units import UNITS, base
from tests.ledgers import BAD, SMALL, loaded, small_ledger


@pytest.fixture(scope="module")
def small() -> Ledger:
    """Return the ledger of the invented group."""
    return small_ledger()


def test_money_percentages_and_dates_come_out_in_base_units(small: Ledger) -> None:
    found = {row["id"]: (row["kind"], row["value"], row["unit"]) for row in rows(small)}
    assert found["w-p4-bridge"] == ("money", 8_000_000_000, "USD")
    assert found["j-p3-cost-cny"] == ("money", 210_000_000_000, "CNY")
    assert found["w-p2-stake"] == ("percent", 0.1, "fraction")
    assert found["w-p4-maturity"] == ("date", "2031-03", "date")


def test_a_range_has_two_ends_and_no_value(small: Ledger) -> None:
    row = next(row for row in rows(small) if row["id"] == "j-p4-value")
    assert (row["value"], row["low"], row["high"]) == (None, 240 * 10**9, 260 * 10**9)


def test_a_row_says_where_it_was_printed_and_what_it_belongs_to(small: Ledger) -> None:
    assert rows(small)[0] == {
        "id": "w-p1-investment",
        "source": "wire-2030-03",
        "article": "wire.txt",
        "paragraph": 1,
        "printed": "$10 billion",
        "kind": "money",
        "value": 10_000_000_000,
        "low": None,
        "high": None,
        "unit": "USD",
        "modality": "exactly",
        "status": "completed",
        "as_of": "2030-03",
        "corrected": None,
        "superseded_by": None,
        "deal": "birch-first",
    }


def test_rows_are_json(small: Ledger) -> None:
    assert json.loads(json.dumps(rows(small))) == rows(small)


def test_a_misprint_keeps_what_was_printed_beside_what_is_right(small: Ledger) -> None:
    figure = small.figure("j-p1-bridge")
    assert figure.value_si == 80 * 10**9
    assert figure.right.value_si == 8 * 10**9
    row = next(row for row in rows(small) if row["id"] == "j-p1-bridge")
    assert row["value"] == 80 * 10**9
    assert row["corrected"]["value"] == 8 * 10**9
    assert row["corrected"]["unit"] == "USD"


def test_every_record_knows_the_line_it_begins_on(small: Ledger) -> None:
    lines = (SMALL / "data/deals.yaml").read_text(encoding="utf-8").splitlines()
    records: tuple[Quantity | Figure | Deal, ...]
    records = (*small.quantities, *small.figures, *small.deals)
    for record in records:
        assert lines[record.line - 1].strip() == f"- id: {record.id}"
        assert record.file.endswith("small/data/deals.yaml")
    assert small.public[0].file.endswith("public.yaml")
    assert small.sources["wire-2030-03"].file.endswith("seeds/wire-2030-03.yaml")


def test_printings_of_a_quantity_come_from_articles_and_elsewhere_by_date(small: Ledger) -> None:
    found = small.of_quantity("birch-value-2030-03")
    assert [figure.id for figure in found] == ["w-p3-value", "birch-value-registry"]


def test_the_figure_in_use_is_the_one_a_quantity_names(small: Ledger) -> None:
    used = small.used("bridge-2030")
    assert used is not None
    assert used.id == "w-p4-bridge"


def test_without_a_choice_the_latest_is_in_use_and_the_first_of_a_date(small: Ledger) -> None:
    registry = small.used("birch-value-2030-03")
    first = small.used("birch-investment-2030-03")
    assert registry is not None
    assert registry.id == "birch-value-registry"
    assert first is not None
    assert first.id == "w-p1-investment"


def test_a_superseded_figure_is_not_in_use(tmp_path: Path) -> None:
    text = (BAD / "superseding-in-a-circle.yaml").read_text(encoding="utf-8")
    head, _, tail = text.rpartition("    superseded_by: told-stake\n")
    ledger, faults = loaded(tmp_path, head + tail)
    assert faults == ()
    assert ledger is not None
    used = ledger.used("stake")
    assert used is not None
    assert used.id == "told-again"


def test_printings_are_disputed_when_they_differ_and_nothing_decides(tmp_path: Path) -> None:
    text = (BAD / "superseding-in-a-circle.yaml").read_text(encoding="utf-8")
    plain = "".join(line for line in text.splitlines(keepends=True) if "superseded" not in line)
    same, _ = loaded(tmp_path, plain)
    other = plain.replace("value: 10", "value: 11", 1)
    differing, _ = loaded(tmp_path, other)
    decided, _ = loaded(
        tmp_path,
        other.replace(
            "measure: stake", "measure: stake\n    uses: told-stake\n    because: of both"
        ),
    )
    assert same is not None
    assert differing is not None
    assert decided is not None
    found = [ledger.disputed("stake") for ledger in (same, differing, decided)]
    assert found == [False, True, False]


def test_a_figure_belongs_to_the_deal_that_cites_it_or_measures_it(small: Ledger) -> None:
    deals = {name: small.deal_of(name) for name in ("w-p2-stake", "j-p3-cost", "w-p5-ltv")}
    assert {name: deal and deal.id for name, deal in deals.items()} == {
        "w-p2-stake": "birch-first",
        "j-p3-cost": "birch-second",
        "w-p5-ltv": None,
    }


def test_an_unknown_id_is_a_key_error(small: Ledger) -> None:
    for look_up in (small.figure, small.quantity, small.deal, small.of_quantity, small.used):
        with pytest.raises(KeyError):
            look_up("nothing")


def test_nothing_in_a_ledger_can_be_changed(small: Ledger) -> None:
    with pytest.raises(ValueError, match="frozen"):
        small.figures[0].value = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        small.group = "elm"  # type: ignore[misc]


def test_a_record_made_in_code_stands_nowhere() -> None:
    figure = Figure(
        id="a",
        quantity="b",
        value=1,
        unit="count",
        as_of="2030",
        modality="exactly",
        status="completed",
        source="c",
        paragraph=1,
        printed="1",
    )
    assert (figure.file, figure.line) == ("", 1)


def test_a_bare_year_is_a_date(tmp_path: Path) -> None:
    text = (BAD / "month-thirteen.yaml").read_text(encoding="utf-8").replace("2030-13", "2030")
    ledger, faults = loaded(tmp_path, text)
    assert faults == ()
    assert ledger is not None
    assert ledger.figures[0].as_of == "2030"


# ------------------------------------------------------------------------------------------- laws


@given(
    st.decimals(Decimal(-9999), Decimal(9999), places=3),
    st.sampled_from([name for name, unit in UNITS.items() if unit.kind != "date"]),
)
def test_base_units_are_exact(value: Decimal, unit: str) -> None:
    found = base(float(value), unit)
    assert Decimal(repr(found)) == value * UNITS[unit].factor


@given(st.dates())
def test_every_day_and_its_month_and_year_are_dates(day: object) -> None:
    text = str(day)
    assert [is_date(part) for part in (text, text[:7], text[:4], text[:6])] == [True] * 3 + [False]


def test_what_a_ledger_holds_can_be_written_down_and_loaded_again(
    small: Ledger, tmp_path: Path
) -> None:
    def plain(records: object) -> object:
        dump = {"by_alias": True, "exclude_none": True, "mode": "json"}
        if isinstance(records, dict):
            return {key: record.model_dump(**dump) for key, record in records.items()}
        assert isinstance(records, tuple)
        return [record.model_dump(**dump) for record in records]

    sections = ("companies", "quantities", "figures", "deals")
    written = {name: plain(getattr(small, name)) for name in sections}
    again, faults = loaded(tmp_path, json.dumps({"group": "alder", "focus": "birch"} | written))
    assert faults == ()
    assert again is not None
    assert {name: plain(getattr(again, name)) for name in sections} == written


@pytest.mark.slow
def test_ten_thousand_figures_load_in_seconds(tmp_path: Path) -> None:
    head, tail = (BAD / "month-thirteen.yaml").read_text(encoding="utf-8").split("  - id: told")
    record = "  - id: told" + tail.replace("2030-13", "2030")
    many = "".join(record.replace("told-stake", f"told-{i}") for i in range(10_000))
    (tmp_path / "deals.yaml").write_text(head + many, encoding="utf-8")
    start = time.process_time()
    ledger, faults = load(tmp_path, SMALL / "seeds", Limits(size=10**7, nodes=10**6))
    assert faults == ()
    assert ledger is not None
    assert len(rows(ledger)) == 10_000
    assert time.process_time() - start < 5


def test_a_document_that_is_no_file_names_places_all_the_same() -> None:
    assert str(Document("", None).fault((), "a message")) == ":1: a message"
