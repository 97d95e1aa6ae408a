"""The publish pack: the same each time, whole or told what is wrong, and safe to look into."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from exposure.__main__ import main
from exposure.export.brief import as_pdf
from exposure.export.pack import MANIFEST, as_pack, differences
from exposure.export.standard import standard
from tests.hostile import FORMULAS, SCRIPTS
from tests.reports import renamed, report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def whole() -> bytes:
    return as_pack(standard(report().outcome))


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
    assert as_pack(standard(report().outcome)) == whole
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
        ({"big.txt": b"0" * 20_000_001}, "more than"),
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


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(b"no zip")
    assert "cannot be read" in differences(tmp_path / "pack.zip")[0]
    assert main(["verify", str(tmp_path / "none.zip")]) == 2


@pytest.mark.parametrize("start", range(0, 70, 14))
def test_no_text_is_live_in_a_brief(start: int) -> None:
    words = [*FORMULAS, *SCRIPTS][start : start + 14]
    made = as_pdf(standard(renamed(*words).outcome))
    assert made.startswith(b"%PDF")
    assert [mark for mark in (b"/JavaScript", b"/URI", b"/Launch", b"/JS") if mark in made] == []
