"""The publish pack: the same each time, whole or told what is wrong, and safe to look into."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from exposure.__main__ import main
from exposure.export.brief import as_pdf
from exposure.export.pack import as_pack
from exposure.export.verify import MANIFEST, differences
from tests.hostile import FORMULAS, SCRIPTS
from tests.reports import SMALL as DATA
from tests.reports import page, renamed, report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def whole() -> bytes:
    return as_pack({"page": page(report())})


def again(data: bytes, change: dict[str, bytes | None]) -> bytes:
    """Return a pack with files replaced, added or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        kept = {name: old.read(name) for name in old.namelist()} | change
        for name, content in kept.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def test_it_is_the_same_each_time_and_whole(whole: bytes, tmp_path: Path) -> None:
    assert as_pack({"page": page(report())}) == whole
    (tmp_path / "pack.zip").write_bytes(whole)
    assert differences(tmp_path / "pack.zip") == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"link.txt": b"other"}, "link.txt: is not what it was"),
        ({"brief.pdf": None}, "brief.pdf: is missing"),
        ({"more.txt": b"more"}, "more.txt: is not in the manifest"),
        ({"../up.txt": b"up"}, "'../up.txt': is no name"),
        ({"/etc/x": b"up"}, "'/etc/x': is no name"),
        ({MANIFEST: None}, "manifest.json: is missing"),
        ({MANIFEST: b"[]"}, "manifest.json: is not a manifest"),
        ({"big.txt": b"0" * 50_000_001}, "more than"),
    ],
)
def test_a_pack_that_was_changed_is_told_in_one_line(
    whole: bytes, tmp_path: Path, change: dict[str, bytes | None], told: str
) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(again(whole, change))
    (found,) = differences(path)
    assert found.startswith(told)
    assert main(["verify", str(path)]) == 1


def opened(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_it_holds_all_that_goes_with_a_page(whole: bytes) -> None:
    files = opened(whole)
    assert set(files) == {
        "brief.pdf", "citations.csv", "curve.csv", "curve.png", "curve.svg", "link.txt",
        "manifest.json", "method.txt", "page.txt", "pictures.csv", "small.csv", "workbook.xlsx",
    }  # fmt: skip
    (picture,) = rows(files["pictures.csv"])
    assert picture["Picture"] == "curve"
    assert picture["Alt text"] == "Tea is dear."
    cited = {row["Figure"]: row for row in rows(files["citations.csv"])}
    assert all(row["Where"] for row in cited.values())
    assert files["link.txt"] == b"https://example.test/LTV?a=1\n"
    assert b"made-by-hand" in files["curve.svg"]  # a picture alone still says what it was made on


def test_files_of_several_pages_begin_with_the_name_of_the_page(tmp_path: Path) -> None:
    pack = as_pack({"tea": page(report()), "salt": page(report())})
    names = set(opened(pack))
    assert {"tea-brief.pdf", "salt-brief.pdf", "tea-curve.png", "workbook.xlsx"} <= names
    (tmp_path / "pack.zip").write_bytes(pack)
    assert differences(tmp_path / "pack.zip") == []


def test_no_cell_of_a_list_in_it_is_live_or_more_than_a_line() -> None:
    files = opened(as_pack({"page": page(renamed(*FORMULAS, *SCRIPTS), "\n".join(FORMULAS))}))
    for name in ("citations.csv", "pictures.csv"):
        for row in rows(files[name]):
            for cell in row.values():
                assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))  # noqa: RUF001  (look-alikes)
                assert cell.isprintable()


def test_the_command_packs_a_page_a_link_or_every_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the small ledger, which has all pages as any other."""
    path, data = tmp_path / "pack.zip", ["--data", str(DATA)]
    words = ["pack", "--set", "birch_value_usd_bn=50", "-o", str(path), *data]
    assert main([*words, "--page", "LTV", "--address", "https://example.test/x/"]) == 0
    files = opened(path.read_bytes())
    assert {"brief.pdf", "bridge.png", "grossing.svg", "headroom.csv"} <= set(files)
    link = files["link.txt"].decode().strip()
    assert link.startswith("https://example.test/x/LTV?birch_value_usd_bn=50&")
    assert main(["pack", "--link", link, "-o", str(path), *data]) == 0
    assert opened(path.read_bytes()) == files
    assert main(["verify", str(path)]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--page", "LVT"], "did you mean 'LTV'"),
        (["--address", "javascript:x"], "is no address"),
        (["--link", "/LTV"], "is no link"),
        (["--link", "https://example.test/LTV?birch_value_usd_bn=many"], "birch_value_usd_bn"),
    ],
)
def test_what_cannot_be_packed_is_told_in_a_line(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pack.zip"
    assert main(["pack", *words, "-o", str(path), "--data", str(DATA)]) == 2
    assert told in capsys.readouterr().err
    assert not path.exists()


def test_a_pack_whose_bytes_are_damaged_is_told_and_never_a_traceback(
    whole: bytes, tmp_path: Path
) -> None:
    """What is compressed is broken from its first byte on, so that it cannot be unpacked."""
    path = tmp_path / "damaged.zip"
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        starts = [one.header_offset + 30 + len(one.filename) for one in archive.infolist()]
    for start in starts:
        path.write_bytes(whole[:start] + b"\xff" * 8 + whole[start + 8 :])
        assert differences(path)


def packed_otherwise(pack: bytes) -> bytes:
    """Return a pack in another kind of compression, damaged, whose reader has errors of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(MANIFEST, opened(pack)[MANIFEST])
    data = bytearray(out.getvalue())
    data[60] ^= 0xFF
    return bytes(data)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda pack: b"#!/bin/sh\n" + pack, "has something before or behind"),
        (lambda pack: pack + b"<script>", "has something before or behind"),
        (packed_otherwise, "packed in a way that no pack is"),
        (lambda pack: again(pack, {MANIFEST: b'{"sha256": {}}'}), "is not a manifest"),
        (lambda pack: again(pack, {MANIFEST: b"[" * 200_000}), "is not a manifest"),
        (lambda pack: pack[:-1000], "cannot be read"),
        (lambda _: b"", "cannot be read"),
    ],
)
def test_no_file_that_anybody_made_passes_for_a_pack(
    whole: bytes, tmp_path: Path, made: Callable[[bytes], bytes], told: str
) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(made(whole))
    (found,) = differences(path)
    assert told in found


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(b"no zip")
    assert "cannot be read" in differences(tmp_path / "pack.zip")[0]
    assert main(["verify", str(tmp_path / "none.zip")]) == 2


@pytest.mark.parametrize("start", range(0, 70, 14))
def test_no_text_is_live_in_a_brief(start: int) -> None:
    words = [*FORMULAS, *SCRIPTS][start : start + 14]
    made = as_pdf(page(renamed(*words), " ".join(words)))
    assert made.startswith(b"%PDF")
    assert [mark for mark in (b"/JavaScript", b"/URI", b"/Launch", b"/JS") if mark in made] == []
