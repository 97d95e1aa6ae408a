"""The site of files: the numbers of the command line, the same bytes twice, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from exposure import answers, wording
from exposure.__main__ import main
from exposure.book import load
from exposure.charts import DARK, LIGHT
from exposure.model import outcome
from exposure.snapshot import MANIFEST, site
from exposure.stamp import stamp
from tests.ledgers import SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from exposure.book import Book

ADDRESS = "https://exposure.example.org"


@pytest.fixture(scope="module")
def book() -> Book:
    found, _ = load()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def files(book: Book) -> dict[str, bytes]:
    return site(book, ADDRESS)


def test_every_published_scenario_has_a_page_and_its_answers(
    book: Book, files: dict[str, bytes]
) -> None:
    moved = [preset for preset in book.presets if book.levers.changed(preset.set)]
    assert len(moved) >= 5
    for preset in moved:
        assert f"{preset.name}.html" in files
        told = json.loads(files[f"{preset.name}.json"])
        assert told.pop("stamp") == stamp(book)
        assert told == json.loads(
            json.dumps(answers.scenario(outcome(book, preset.set), preset.name))
        )
    assert json.loads(files["index.json"])["scenario"] is None


def test_every_link_leads_to_a_file_of_the_site_or_to_a_source(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".html"):
            for link in re.findall(r'(?:href|src|srcset)="([^"]+)"', content.decode()):
                assert link in files or link.startswith("https://"), (name, link)


def test_every_picture_says_what_it_shows_and_every_page_what_it_was_made_on(
    book: Book, files: dict[str, bytes]
) -> None:
    for name, content in files.items():
        if name.endswith(".html"):
            text = content.decode()
            assert len(re.findall(r'<img [^>]* alt="[^"]{20,}"', text)) == 2
            assert stamp(book) in text
            assert ADDRESS in text
            assert "<script" not in text


def test_each_chart_is_a_picture_for_a_wide_page_a_phone_and_to_take_away(
    book: Book, files: dict[str, bytes]
) -> None:
    pages = [name.removesuffix(".html") for name in files if name.endswith(".html")]
    for page in pages:
        for chart in ("ltv", "shares"):
            for paper, dark in ((LIGHT.paper, ""), (DARK.paper, "-dark")):
                wide, narrow = (
                    ET.fromstring(files[f"{page}-{chart}{kind}{dark}.svg"])  # noqa: S314 - our own
                    for kind in ("", "-narrow")
                )
                assert int(narrow.attrib["width"]) < 500 < int(wide.attrib["width"])
                for picture in (wide, narrow):
                    assert picture[1].attrib["fill"] == paper
            assert files[f"{page}-{chart}.png"].startswith(b"\x89PNG")
    share = wording.percent(outcome(book, {}).as_json()["focus_share_of_equity_value"])
    drawn = ET.fromstring(files["index-shares.svg"]).itertext()  # noqa: S314 - our own
    assert share in [words.strip().replace(" ", wording.GAP) for words in drawn]


def test_the_manifest_has_the_sum_of_every_file_and_a_second_site_is_the_same(
    book: Book, files: dict[str, bytes]
) -> None:
    sums = json.loads(files[MANIFEST])["sha256"]
    assert set(sums) == set(files) - {MANIFEST}
    assert all(hashlib.sha256(files[name]).hexdigest() == sums[name] for name in sums)
    assert site(book, ADDRESS) == files


def test_the_command_writes_it_and_writes_it_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new/site"
    words = ["snapshot", "-o", str(folder), "--data", str(SMALL / "data")]
    assert main(words) == 0
    (folder / "stray.html").write_text("old")
    assert main([*words, "--json"]) == 0
    assert "stray.html" not in {path.name for path in folder.iterdir()}
    assert [path.name for path in folder.parent.iterdir()] == ["site"]
    assert "index.html" in capsys.readouterr().out


def test_a_folder_with_something_else_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    assert main(["snapshot", "-o", str(tmp_path), "--data", str(SMALL / "data")]) == 2
    assert "holds something else" in capsys.readouterr().err
    assert main(["snapshot", "-o", str(tmp_path / "thesis.txt")]) == 2
    assert main(["snapshot", "--address", "javascript:x"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
