"""The data while files change: the last good ones stay, the new ones come when they are whole."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from exposure import latest as module
from exposure.latest import Latest
from tests.ledgers import SMALL

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the data of the small group, to be changed."""
    shutil.copytree(SMALL, tmp_path / "small")
    return tmp_path / "small/data"


def write(path: Path, text: str, age: float = 10) -> None:
    """Write a file as it looks some seconds later."""
    path.write_text(text, encoding="utf-8")
    then = time.time() - age
    os.utime(path, (then, then))


def test_it_is_read_once_and_again_when_a_file_changes(folder: Path) -> None:
    latest = Latest(folder)
    first, _ = latest.book()
    assert first is not None
    assert latest.book()[0] is first
    deals = folder / "deals.yaml"
    write(deals, deals.read_text("utf-8").replace("Oak", "Elm"))
    second, faults = latest.book()
    assert second is not None
    assert second is not first
    assert faults == ()


@pytest.mark.parametrize("spoiled", ["", "figures: [", "group: \udcff", None])
def test_the_last_good_data_stay_with_the_fault_until_the_file_is_whole(
    folder: Path, spoiled: str | None
) -> None:
    latest = Latest(folder)
    good, _ = latest.book()
    deals = folder / "deals.yaml"
    whole = deals.read_text("utf-8")
    if spoiled is None:
        deals.unlink()
    else:
        deals.write_bytes(spoiled.encode(errors="surrogateescape"))
        os.utime(deals, (1, 1))
    kept, faults = latest.book()
    assert kept is good
    assert any("deals.yaml" in str(fault) for fault in faults)
    write(deals, whole)
    mended, faults = latest.book()
    assert mended is not None
    assert good is not None
    assert mended.digest == good.digest
    assert faults == ()


def test_half_a_file_is_not_taken_for_the_whole_wherever_it_is_cut(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some halves are ledgers without a fault; while they are fresh none is shown."""
    latest = Latest(folder)
    good, _ = latest.book()
    deals = folder / "deals.yaml"
    whole = deals.read_text("utf-8")
    ends = [at for at, letter in enumerate(whole) if letter == "\n"]
    for end in ends[:: max(1, len(ends) // 40)]:
        write(deals, whole[: end + 1], age=0)
        kept, faults = latest.book()
        assert kept is good
        assert faults
    write(deals, whole, age=0)
    assert latest.book()[0] is good
    monkeypatch.setattr(module, "_SETTLED_SECONDS", 0.0)
    mended, faults = latest.book()
    assert mended is not good
    assert faults == ()


def test_a_file_from_the_future_is_not_waited_for(folder: Path) -> None:
    latest = Latest(folder)
    good, _ = latest.book()
    deals = folder / "deals.yaml"
    write(deals, deals.read_text("utf-8") + "\n", age=-3600)
    assert latest.book()[0] is not good


def test_a_file_replaced_by_one_of_the_same_size_and_time_is_read_again(folder: Path) -> None:
    latest = Latest(folder)
    good, _ = latest.book()
    deals = folder / "deals.yaml"
    stat = deals.stat()
    new = folder / "new"
    new.write_text(deals.read_text("utf-8").replace("Oak", "Elm"), "utf-8")
    os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    new.replace(deals)
    assert latest.book()[0] is not good


def test_without_data_there_are_faults_and_nothing_else(tmp_path: Path) -> None:
    found, faults = Latest(tmp_path / "nowhere").book()
    assert found is None
    assert faults
