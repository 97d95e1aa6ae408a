"""The commands for editors: what they print, what they answer, and what they refuse."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from exposure.__main__ import main
from exposure.draft import LIMIT, RULES
from exposure.draft.decoding import decoded
from exposure.quantities import quantities

SMALL = str(Path(__file__).parent / "small/data")
WRONG = "Alder has a bridge loan of $80 billion.\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(WRONG, "utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main([*words])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_problem_is_printed_with_file_line_column_and_rule(
    capsys: pytest.CaptureFixture[str], draft: Path
) -> None:
    code, out, _ = run(capsys, "draft", str(draft), "--date", "2030-05-01", "--data", SMALL)
    first, summary = out.splitlines()
    assert first.startswith(f"{draft}:1:28: ten-fold: '$80 billion': ")
    assert (code, summary) == (1, "1 error, 0 agree")


def test_json_has_every_finding(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    words = ("draft", str(draft), "--date", "2030-05-01", "--data", SMALL, "--json")
    code, out, _ = run(capsys, *words)
    (found,) = json.loads(out)
    assert code == 1
    assert (found["start"], found["end"]) == (27, 38)
    assert (found["verdict"], found["severity"], found["right_value"]) == ("misprint", "error", 8e9)


def test_a_clean_draft_passes_and_says_what_that_means(
    capsys: pytest.CaptureFixture[str], draft: Path
) -> None:
    draft.write_text("Alder has a bridge loan of $8 billion.", "utf-8")
    code, out, _ = run(capsys, "draft", str(draft), "--date", "2030-05-01", "--data", SMALL)
    assert code == 0
    assert "no recognised figure is wrong" in out


def test_a_text_without_figures_has_passed_nothing(
    capsys: pytest.CaptureFixture[str], draft: Path
) -> None:
    draft.write_text("Nothing is told here.", "utf-8")
    code, out, _ = run(capsys, "draft", str(draft), "--date", "2030-05-01", "--data", SMALL)
    assert code == 0
    assert out.startswith("No figure was recognised in this text")


def test_a_text_is_read_from_the_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))
    code, out, _ = run(capsys, "draft", "-", "--date", "2030-05-01", "--data", SMALL)
    assert (code, out.split(":")[0]) == (1, "-")


def test_alone_needs_no_ledger(capsys: pytest.CaptureFixture[str], draft: Path) -> None:
    assert run(capsys, "draft", str(draft), "--alone")[0] == 0


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_explained(capsys: pytest.CaptureFixture[str], rule: str) -> None:
    code, out, _ = run(capsys, "draft", "--explain", rule)
    assert code == 0
    assert RULES[rule].explanation in out


def test_what_cannot_be_read_is_refused_with_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    big = tmp_path / "big.txt"
    big.write_bytes(b"a" * (LIMIT + 1))
    cases: list[tuple[list[str], str]] = [
        (["draft", str(tmp_path / "none.txt")], "cannot be read"),
        (["draft", str(tmp_path)], "cannot be read"),
        (["draft", str(big)], "longer than 950 kB"),
        (["quantities", str(big)], "longer than 950 kB"),
        (["draft"], "name the FILE"),
        (["draft", "--explain", "sun"], "sum"),
        (["draft", str(big), "--date", "yesterday"], "write a day as"),
        (["draft", str(big), "--date", "2026-02-30"], "write a day as"),
    ]
    for words, says in cases:
        if "--date" in words:
            big.write_bytes(b"a")
        code, out, err = run(capsys, *words)
        assert (code, out) == (2, "")
        assert says in err
        assert len(err.splitlines()) == 1


def test_quantities_are_the_records_of_the_text(
    capsys: pytest.CaptureFixture[str], draft: Path
) -> None:
    code, out, _ = run(capsys, "quantities", str(draft), "--json")
    assert code == 0
    assert json.loads(out) == [one.as_json() for one in quantities(WRONG)]
    record: dict[str, Any] = json.loads(out)[0]
    assert [*record] == [
        "start", "end", "paragraph", "printed", "kind", "value", "low", "high", "unit", "modality",
    ]  # fmt: skip
    assert "$80 billion" in run(capsys, "quantities", str(draft))[1]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *((name, "It paid £30 million, “a lot”.") for name in ("utf-8", "utf-8-sig", "cp1252")),
        *(
            (name, "It paid £30 million.")
            for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32")
        ),
        ("gb18030", "这家公司的投资为300亿元。这是中国在2026年的一笔。"),
        ("shift_jis", "この会社は2026年に300億円の投資をした。"),
    ],
)
def test_a_text_is_read_in_any_encoding(encoding: str, text: str) -> None:
    assert decoded(text.encode(encoding)) == text


def test_bytes_of_no_encoding_are_text_all_the_same() -> None:
    assert decoded(b"") == ""
    assert decoded(b"a\r\nb\rc\0d") == "a\nb\nc d"
    assert isinstance(decoded(bytes(range(256)) * 100), str)


def test_the_command_says_that_it_took_the_draft_s_own_date(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("LONDON, 30 January 2020 - Alder paid Birch.\n", "utf-8")
    _, _, err = run(capsys, "draft", str(draft), "--data", SMALL)
    assert "30 January 2020" in err
    assert "--date" in err
    _, _, err = run(capsys, "draft", str(draft), "--date", "2030-05-01", "--data", SMALL)
    assert not err
