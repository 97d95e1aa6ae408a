"""Releases: what was released is kept, comes out again, and a bad file is told by its line."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exposure import releases
from exposure.__main__ import main
from exposure.book import load
from exposure.model import outcome
from exposure.stamp import day, stamp
from tests.ledgers import BAD
from tests.test_book import Bad, book_in, good, group

if TYPE_CHECKING:
    from exposure.book import Book

ROOT = Path(__file__).parents[1]
FIRST, SECOND = "2030-04-02-5ccb21", "2030-05-14-a1b2c3"


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """Return the folder of a group with two releases, of which the first is its data of today."""
    folder = group(tmp_path / "group")
    shutil.copy(BAD / "releases/nothing-wrong.yaml", folder / releases.FILE)
    return folder


def edited(folder: Path, file: str, old: str, new: str) -> Book:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    return book_in(folder)


# ---------------------------------------------------------------------------------- the history


def test_content_that_was_released_has_the_stamp_of_its_release(released: Path) -> None:
    assert stamp(book_in(released)) == FIRST


def test_changed_content_has_no_day_until_it_is_released(released: Path) -> None:
    book = edited(released, "balance_sheet.yaml", "{value: 60,", "{value: 50,")
    assert day(stamp(book)) == ""
    (fault,) = releases.findings(book)
    assert (fault.severity, fault.line) == ("warning", book.releases[-1].line)
    assert SECOND in fault.message
    assert main(["release", "--date", "2030-06-01", "--data", str(released)]) == 0
    after = book_in(released)
    assert stamp(after) == stamp(book).replace("unreleased", "2030-06-01")
    assert releases.findings(after) == ()


def test_releasing_twice_adds_once(released: Path) -> None:
    edited(released, "balance_sheet.yaml", "{value: 60,", "{value: 50,")
    main(["release", "--date", "2030-06-01", "--data", str(released)])
    text = (released / releases.FILE).read_text("utf-8")
    main(["release", "--date", "2030-06-02", "--data", str(released)])
    assert (released / releases.FILE).read_text("utf-8") == text


def test_what_was_released_before_stays_as_it_is_written(released: Path) -> None:
    before = (released / releases.FILE).read_text("utf-8")
    edited(released, "balance_sheet.yaml", "{value: 60,", "{value: 50,")
    main(["release", "--date", "2030-06-01", "--data", str(released)])
    assert (released / releases.FILE).read_text("utf-8").startswith(before)


def test_a_balance_sheet_that_stays_is_written_once(released: Path) -> None:
    book = edited(released, "scenarios.yaml", "label: Invented", "label: Renamed")
    main(["release", "--date", "2030-06-01", "--data", str(released)])
    assert (released / releases.FILE).read_text("utf-8").count("  baseline:") == 1
    kept = book_in(released).releases[-1].baseline
    assert kept is not None
    assert kept.model_dump() == book.baseline.model_dump()


def test_the_first_release_makes_the_file(tmp_path: Path) -> None:
    folder = group(tmp_path / "group")
    assert releases.findings(good(tmp_path / "other")) == ()
    assert main(["release", "--date", "2030-04-02", "--data", str(folder)]) == 0
    book = book_in(folder)
    assert [stamp(book)] == [one.stamp for one in book.releases]


def test_a_clock_that_runs_behind_puts_no_release_before_an_earlier_one(released: Path) -> None:
    edited(released, "balance_sheet.yaml", "{value: 60,", "{value: 50,")
    main(["release", "--date", "2029-01-01", "--data", str(released)])
    assert day(stamp(book_in(released))) == day(SECOND)


@pytest.mark.parametrize("date", ["yesterday", "2030", "2030-02-30", "14 May"])
def test_a_release_of_no_day_is_not_understood(
    released: Path, capsys: pytest.CaptureFixture[str], date: str
) -> None:
    assert main(["release", "--date", date, "--data", str(released)]) == 2
    assert "YYYY-MM-DD" in capsys.readouterr().err


# ------------------------------------------------------------------------------- an earlier day


def test_a_released_book_gives_the_numbers_of_its_day(released: Path) -> None:
    book = edited(released, releases.FILE, '"stake": {"value": 10,', '"stake": {"value": 30,')
    then = releases.as_released(book, FIRST)
    assert then is not None
    assert stamp(then) == FIRST
    stakes = [outcome(one, {}).focus_stake for one in (book, then)]
    values = [outcome(one, {}).focus_value for one in (book, then)]
    assert stakes == pytest.approx([0.10, 0.30])
    assert values == pytest.approx([10, 30])  # of a company worth 100


def test_the_limits_and_levers_of_the_day_are_used(released: Path) -> None:
    book = book_in(released)
    later = releases.as_released(book, SECOND)
    assert later is not None
    assert later.levers.defaults["birch_value"] == 120
    assert book.levers.defaults["birch_value"] == 100
    moved = replace(book, lines=tuple(replace(line, limit=0.5) for line in book.lines))
    then = releases.as_released(moved, FIRST)
    assert then is not None
    assert [line.limit for line in then.lines] == [0.25]


def test_a_lever_that_came_later_stands_where_its_first_release_has_it(released: Path) -> None:
    text = (released / releases.FILE).read_text("utf-8")
    text = text.replace('"sold": 0, ', "", 1).replace('"sold": 0', '"sold": 7')
    (released / releases.FILE).write_text(text, "utf-8")
    then = releases.as_released(book_in(released), FIRST)
    assert then is not None
    assert then.levers.defaults["sold"] == 7


def test_there_is_no_book_of_a_stamp_that_was_never_released(released: Path) -> None:
    assert releases.as_released(book_in(released), "2030-04-02-000000") is None
    assert releases.as_released(book_in(released), "") is None


def test_a_release_that_comes_out_otherwise_is_an_error(released: Path) -> None:
    book = edited(released, releases.FILE, '"ltv": 0.2,', '"ltv": 0.21,')
    faults = [fault for fault in releases.findings(book) if fault.severity == "error"]
    assert [fault.line for fault in faults] == [7, 30]
    assert "raise MODEL" in faults[0].message
    old = edited(released, releases.FILE, "model: 1", "model: 2")
    assert not [fault for fault in releases.findings(old) if fault.severity == "error"]


def test_the_releases_of_this_repository_still_come_out() -> None:
    book = book_in(ROOT / "data")
    assert book.releases
    assert [fault for fault in releases.findings(book) if fault.severity == "error"] == []


# ------------------------------------------------------------------------------------- bad files

# fmt: off
BAD_RELEASES = (
    Bad("released-twice", 1, "releases", (FIRST, "twice")),
    Bad("later-first", 1, "releases", ("2029-05-14-a1b2c3", "oldest is first")),
    Bad("no-baseline", 1, "releases", ("first", "no baseline")),
    Bad("stamp-without-a-day", 25, "releases[2].stamp", ("'unreleased-a1b2c3'", "2026-11-25-3f9a1c")),
    Bad("no-such-day", 25, "releases[2].stamp", ("'2030-02-30-a1b2c3'", "not the stamp")),
    Bad("model-zero", 26, "releases[2].model", ("0", "1 or more")),
    Bad("lever-in-words", 27, "releases[2].levers.birch_value", ("'high'", "number")),
    Bad("unknown-key", 8, "releases[1].asumptions", ("unknown key", "did you mean 'assumptions'")),
    Bad("no-headline", 2, "releases[1].headline", ("missing", "add 'headline: ...'")),
    Bad("baseline-that-contradicts-itself", 14, "releases[1].baseline.ltv", ("20 %", "not 40 %")),
)
# fmt: on


@pytest.mark.parametrize("row", BAD_RELEASES, ids=lambda row: row.file)
def test_a_bad_history_is_refused_with_its_line_and_a_remedy(tmp_path: Path, row: Bad) -> None:
    folder = group(tmp_path / "group")
    shutil.copy(BAD / f"releases/{row.file}.yaml", folder / releases.FILE)
    book, faults = load(folder)
    assert book is None
    told = [fault for fault in faults if (fault.line, fault.place) == (row.line, row.place)]
    assert told, faults
    assert all(word in told[0].message for word in row.words), told[0].message


def test_every_bad_history_has_its_row() -> None:
    files = {path.stem for path in (BAD / "releases").glob("*.yaml")} - {"nothing-wrong"}
    assert files == {row.file for row in BAD_RELEASES}
