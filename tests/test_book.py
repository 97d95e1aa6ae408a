"""All data files of a group together: a bad file for every rule, and what a good one answers.

A file under ``tests/bad/balance_sheet/`` or ``tests/bad/scenarios/`` stands in the place of the
file of that name, beside the small group's ledger and ``nothing-wrong.yaml`` for the other.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from benchmarks.growth import grown
from exposure import book as books
from exposure.book import data_folder, load, seeds_folder
from exposure.model import outcome
from exposure.strict_yaml import Limits
from tests.ledgers import BAD, SMALL

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.document import Fault

SHEET, SCENARIOS = "balance_sheet", "scenarios"
GOOD = "nothing-wrong"


def group(folder: Path, sheet: str = GOOD, scenarios: str = GOOD) -> Path:
    """Write the files of a group into a folder and return it."""
    shutil.copytree(SMALL / "seeds", folder / "seeds")
    for name in ("deals.yaml", "public.yaml"):
        shutil.copy(SMALL / "data" / name, folder)
    shutil.copy(BAD / SHEET / f"{sheet}.yaml", folder / f"{SHEET}.yaml")
    shutil.copy(BAD / SCENARIOS / f"{scenarios}.yaml", folder / f"{SCENARIOS}.yaml")
    return folder


def book_in(folder: Path) -> Book:
    """Return the book of a folder, whatever is said of its files besides."""
    book, faults = load(folder)
    assert book is not None, faults
    return book


def good(folder: Path) -> Book:
    """Return the book of the group with nothing wrong."""
    book, faults = load(group(folder))
    assert faults == ()
    assert book is not None
    return book


class Bad(NamedTuple):
    """A bad file and its fault: line, place, and words from the message."""

    file: str
    line: int
    place: str
    words: tuple[str, ...]


# fmt: off
BAD_SHEETS = (
    Bad("missing-key", 1, "net_debt", ("missing", "add 'net_debt: ...'")),
    Bad("unknown-key", 19, "holdings[2].lsited", ("unknown key", "did you mean 'listed'")),
    Bad("month-thirteen", 1, "as_of", ("'2030-13'", "YYYY-MM")),
    Bad("currency-in-words", 2, "local_currency", ("'yen'", "A-Z")),
    # What an input says of itself.
    Bad("unknown-basis", 15, "holdings[1].stake.basis", ("'rumoured'", "disclosed, reported")),
    Bad("reported-by-nobody", 15, "holdings[1].stake.basis", ("reported", "'sources: [...]'")),
    Bad("derived-from-nothing", 20, "holdings[2].gross.basis", ("derived", "'sources: [...]'")),
    Bad("derived-without-a-computation", 20, "holdings[2].gross.basis", ("'computation: ...'",)),
    Bad("unlike-its-computation", 20, "holdings[2].gross.computation", ("is wrong", "left side is 60")),
    Bad("assumed-without-a-reason", 20, "holdings[2].gross.basis", ("'reason: ...'",)),
    # Units and ranges.
    Bad("money-in-percent", 4, "nav.unit", ("'percent'", "USD bn, local trn")),
    Bad("stake-in-money", 15, "holdings[1].stake.unit", ("'USD bn'", "percent")),
    Bad("rate-in-money", 3, "local_per_usd.unit", ("'USD bn'", "local per USD")),
    Bad("share-above-the-whole", 17, "holdings[1].economic_interest.value", ("110", "100.0 or less")),
    Bad("share-below-zero", 17, "holdings[1].economic_interest.value", ("-10", "0.0 or more")),
    Bad("local-share-in-percent", 19, "holdings[2].local_share", ("100", "1.0 or less")),
    Bad("loan-below-zero", 21, "holdings[2].asset_backed_finance.value", ("-10", "0.0 or more")),
    Bad("company-worth-nothing", 16, "holdings[1].company_value.value", ("0", "more than 0.0")),
    Bad("no-equity-value", 6, "equity_value.value", ("0", "more than 0.0")),
    Bad("no-exchange-rate", 3, "local_per_usd.value", ("0", "more than 0.0")),
    # Against the ledger.
    Bad("unknown-figure", 20, "holdings[2].gross.sources", ("w-p9-value", "no figure")),
    Bad("unlike-its-figure", 15, "holdings[1].stake.value", ("11", "w-p2-stake", "10")),
    Bad("figure-in-another-currency", 20, "holdings[2].gross.value", ("CNY bn", "USD bn")),
    Bad("date-for-an-amount", 20, "holdings[2].gross.value", ("a date", "USD bn")),
    Bad("unknown-deal", 11, "committed[1].deal", ("birch-third", "no deal")),
    Bad("unknown-company", 22, "holdings[3].company", ("elms", "did you mean 'elm'")),
    Bad("focus-not-held", 13, "holdings", ("focus company", "birch", "not held")),
    # The parts together.
    Bad("valued-twice", 14, "holdings[1].company", ("birch", "two", "'remainder: true'")),
    Bad("valued-in-no-way", 14, "holdings[1].company", ("birch", "no way", "gross")),
    Bad("interest-without-a-stake", 21, "holdings[2].economic_interest", ("stake", "remove it")),
    Bad("remainder-with-a-loan", 23, "holdings[3].asset_backed_finance", ("remainder", "remove it")),
    Bad("no-remainder", 13, "holdings", ("exactly one", "remainder")),
    Bad("two-remainders", 13, "holdings", ("exactly one", "remainder")),
    Bad("held-twice", 13, "holdings", ("birch", "more than once")),
    Bad("committed-twice", 10, "committed", ("birch-second", "more than once")),
    Bad("parts-above-the-whole", 13, "holdings", ("remainder", "by 1 USD bn")),
    Bad("nav-of-other-parts", 4, "nav", ("100", "20", "not a NAV of 75")),
    Bad("ltv-of-other-parts", 5, "ltv", ("25 %", "not 20 %")),
)

BAD_SCENARIOS = (
    Bad("unknown-key", 39, "levers[4].company_s", ("unknown key", "did you mean 'company'")),
    Bad("missing-lines", 1, "lines", ("missing", "add 'lines: ...'")),
    Bad("no-lines", 59, "lines", ("none",)),
    # Levers by themselves.
    Bad("unknown-role", 38, "levers[4].role", ("'sale'", "did you mean 'sales'")),
    Bad("name-in-capitals", 31, "levers[4].name", ("'Sold'", "a-z")),
    Bad("empty-range", 36, "levers[4].high", ("not above low", "swap")),
    Bad("step-of-nothing", 37, "levers[4].step", ("0", "more than 0.0")),
    Bad("unit-of-another-role", 5, "levers[1].unit", ("company value", "USD bn", "percent")),
    Bad("unit-in-no-table", 34, "levers[4].unit", ("USD bn", "dollars")),
    Bad("rate-of-another-currency", 44, "levers[5].unit", ("JPY per USD", "EUR per USD")),
    Bad("low-without-an-answer", 45, "levers[5].low", ("0", "exchange rate", "0.000001")),
    Bad("high-above-the-whole", 55, "levers[6].high", ("120", "100 or less")),
    # Whom they act on.
    Bad("lever-on-a-stranger", 58, "levers[6].company", ("elms", "did you mean 'elm'")),
    Bad("sale-of-a-stranger", 39, "levers[4].companies", ("dogwood", "birch, cedar, elm")),
    Bad("sale-of-nothing", 38, "levers[4].role", ("sales", "'companies'")),
    Bad("loan-on-nothing", 57, "levers[6].role", ("margin loan", "'company'")),
    Bad("rate-of-a-company", 48, "levers[5].role", ("exchange rate", "no company")),
    Bad("money-for-another-company", 20, "levers[2].company", ("cedar", "focus company, birch")),
    Bad("sold-twice", 39, "levers[4].companies", ("twice",)),
    Bad("two-of-one-role", 57, "levers[6].role", ("exchange rate", "earlier")),
    Bad("two-of-one-name", 50, "levers[6].name", ("sold", "earlier")),
    Bad("no-lever-of-the-focus", 1, "levers", ("company value", "birch")),
    Bad("no-price-of-the-round", 1, "levers", ("round pre-money",)),
    # Where they start.
    Bad("default-beside-the-baseline", 49, "levers[5].default", ("own number", "remove it")),
    Bad("source-beside-the-baseline", 11, "levers[1].source", ("own number", "remove it")),
    Bad("start-above-zero", 40, "levers[4].default", ("sales", "starts at 0")),
    Bad("default-and-source", 29, "levers[3].default", ("both", "keep one")),
    Bad("nowhere-to-start", 28, "levers[3].role", ("pre_money", "'default: ...'")),
    Bad("start-out-of-range", 6, "levers[1].low", ("100", "150 to 400")),
    Bad("unknown-source", 29, "levers[3].source", ("w-p9-value", "no figure")),
    Bad("source-in-another-currency", 29, "levers[3].source", ("CNY bn", "USD bn")),
    Bad("date-for-a-source", 29, "levers[3].source", ("a date", "USD bn")),
    Bad("number-in-another-unit", 57, "levers[6].role", ("JPY trn", "USD bn")),
    Bad("interest-without-a-stake", 58, "levers[6].company", ("cedar", "economic interest")),
    Bad("loan-of-the-remainder", 58, "levers[6].company", ("elm", "asset-backed finance")),
    # Presets, lines, claims.
    Bad("preset-of-no-lever", 57, "presets[2].set.new_mony", ("did you mean 'new_money'",)),
    Bad("preset-out-of-range", 57, "presets[2].set.new_money", ("51", "highest value, 50")),
    Bad("switch-half-on", 66, "presets[2].set.marked", ("0.5", "neither 0")),
    Bad("preset-that-cannot-be", 57, "presets[2].set", ("sales", "55", "50")),
    Bad("two-presets-of-one-name", 54, "presets[2].name", ("as-disclosed", "earlier")),
    Bad("unknown-figure-of-a-preset", 58, "presets[2].sources", ("w-p9-investment", "no figure")),
    Bad("unknown-ratio", 63, "lines[1].ratio", ("'net'", "disclosed, grossed")),
    Bad("unknown-figure-of-a-line", 62, "lines[1].figure", ("w-p9-limit", "no figure")),
    Bad("line-in-money", 62, "lines[1].figure", ("USD bn", "percent")),
    Bad("two-lines-of-one-name", 65, "lines[2].name", ("own-limit", "earlier")),
    Bad("unknown-figure-of-a-claim", 66, "claims[1].figure", ("w-p9-ltv", "no figure")),
    Bad("claim-of-no-answer", 68, "claims[1].output", ("leverage",)),
    Bad("claim-of-no-lever", 69, "claims[1].settings[2].sold_out", ("did you mean 'sold'",)),
    Bad("claim-out-of-range", 69, "claims[1].settings[1].sold", ("-1", "lowest value, 0")),
    Bad("claim-that-cannot-be", 69, "claims[1].settings[2]", ("sales", "55", "50")),
    Bad("claim-without-settings", 69, "claims[1].settings", ("too short", "1 or more")),
)
# fmt: on

# Faults that follow from the one of the row, in the other file.
CONSEQUENCES = {"focus-not-held": 2}


def refused(bad: Bad, name: str, faults: tuple[Fault, ...]) -> None:
    """Hold what was said of a bad file against its row."""
    assert len(faults) == CONSEQUENCES.get(bad.file, 1)
    (fault,) = [one for one in faults if Path(one.file).name == f"{name}.yaml"]
    assert (fault.line, fault.place) == (bad.line, bad.place)
    assert [words for words in bad.words if words not in fault.message] == []
    assert fault.severity == "error"


@pytest.mark.parametrize("bad", BAD_SHEETS, ids=lambda bad: bad.file)
def test_a_bad_balance_sheet_is_refused_with_its_line_and_a_remedy(
    bad: Bad, tmp_path: Path
) -> None:
    book, faults = load(group(tmp_path, sheet=bad.file))
    assert book is None
    refused(bad, SHEET, faults)


@pytest.mark.parametrize("bad", BAD_SCENARIOS, ids=lambda bad: bad.file)
def test_a_bad_file_of_scenarios_is_refused_with_its_line_and_a_remedy(
    bad: Bad, tmp_path: Path
) -> None:
    book, faults = load(group(tmp_path, scenarios=bad.file))
    assert book is None
    refused(bad, SCENARIOS, faults)


@pytest.mark.parametrize(("folder", "rows"), [(SHEET, BAD_SHEETS), (SCENARIOS, BAD_SCENARIOS)])
def test_every_bad_file_has_its_row(folder: str, rows: tuple[Bad, ...]) -> None:
    files = sorted(path.stem for path in (BAD / folder).iterdir())
    assert files == sorted([GOOD, *(bad.file for bad in rows)])


def test_a_limit_of_the_whole_is_refused(tmp_path: Path) -> None:
    deals = group(tmp_path) / "deals.yaml"
    text = deals.read_text("utf-8").replace("value: 25\n", "value: 100\n")
    deals.write_text(text, "utf-8")
    book, faults = load(tmp_path)
    assert book is None
    assert "lines[1].figure" in [fault.place for fault in faults]


def test_a_claim_that_the_model_contradicts_is_a_finding(tmp_path: Path) -> None:
    folder = shutil.copytree(SMALL, tmp_path / "small") / "data"
    path = folder / "scenarios.yaml"
    text = path.read_text("utf-8")
    before, settings, after = text.rpartition("    settings: [{}]")
    assert settings
    path.write_text(f"{before}    settings: [{{}}, {{new_money_usd_bn: 10}}]{after}", "utf-8")
    book, (fault,) = load(folder)
    assert book is not None
    assert (fault.place, fault.severity) == ("claims[1].settings[2]", "warning")
    assert "where w-p5-ltv says 0.2" in fault.message


def test_faults_of_every_file_are_told_at_once(tmp_path: Path) -> None:
    folder = group(tmp_path, sheet="share-above-the-whole", scenarios="unknown-role")
    with (folder / "deals.yaml").open("a", encoding="utf-8") as deals:
        deals.write("colour: green\n")
    book, faults = load(folder)
    assert book is None
    names = {Path(fault.file).name for fault in faults}
    assert names == {"deals.yaml", "balance_sheet.yaml", "scenarios.yaml"}


@pytest.mark.parametrize("name", ["deals.yaml", "balance_sheet.yaml", "scenarios.yaml"])
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"a: &x [1]\nb: *x\n", b"- 1\n"])
def test_a_missing_an_empty_or_a_strange_file_is_a_fault_of_that_file(
    name: str, content: bytes | None, tmp_path: Path
) -> None:
    path = group(tmp_path) / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    book, faults = load(tmp_path)
    assert book is None
    # What the public figures are about is missing with the ledger.
    assert {Path(fault.file).name for fault in faults} - {"public.yaml"} == {name}


def test_a_book_knows_its_names_lines_and_where_its_levers_start(tmp_path: Path) -> None:
    book = good(tmp_path)
    assert (book.group_name, book.focus_name) == ("Alder Group", "Birch Labs")
    assert book.focus_lever.name == "birch_value"
    assert [(line.name, line.limit, line.ratio) for line in book.lines] == [
        ("own-limit", 0.25, "disclosed")
    ]
    assert book.levers.defaults == {
        "birch_value": 100,  # the baseline's
        "new_money": 0,
        "pre_money": 100,  # the figure that it names
        "sold": 0,
        "yen": 100,
    }
    preset = book.preset("after-20")
    assert preset is not None
    assert preset.set == {"new_money": 20}
    assert book.preset("after-21") is None


def test_the_scenario_where_every_lever_starts_is_the_disclosed_sheet(tmp_path: Path) -> None:
    book = good(tmp_path)
    assert outcome(book, book.levers.defaults).sheet == book.baseline.sheet()


def test_the_real_group_and_the_small_one_load_and_disclose_their_own_ltv() -> None:
    for folder in (books.ROOT / "data", SMALL / "data"):
        book, faults = load(folder)
        assert book is not None, faults
        assert [fault for fault in faults if fault.severity == "error"] == []
        found = outcome(book, {}).ratio("disclosed") * 100
        assert found == pytest.approx(book.baseline.ltv.value, abs=0.05)


def test_the_folder_of_the_data_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXPOSURE_DATA", raising=False)
    assert data_folder() == books.ROOT / "data"
    monkeypatch.setenv("EXPOSURE_DATA", "elsewhere")
    assert data_folder() == Path("elsewhere")
    monkeypatch.setenv("EXPOSURE_DATA", "")
    assert data_folder() == books.ROOT / "data"


def test_cards_stand_inside_the_data_or_beside_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    assert seeds_folder(data) == tmp_path / "seeds"
    (data / "seeds").mkdir()
    assert seeds_folder(data) == data / "seeds"


def test_a_ledger_may_grow_to_thousands_of_figures(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "grown")
    deals = tmp_path / "grown/data/deals.yaml"
    deals.write_text(grown(deals.read_text(), 2_000))
    assert deals.stat().st_size > Limits().size
    found, faults = books.load(tmp_path / "grown/data")
    assert found is not None, faults
    assert len(found.ledger.figures) > 2_000
