"""Sign-offs: what is written is read, a changed figure is unchecked again, no kill spoils the file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exposure import reviews
from exposure.__main__ import main
from exposure.ledger import Figure, load
from tests.signing import HEADER, ROOT, figure, sign, signed, small_group

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_group(tmp_path)


# ------------------------------------------------------------------------------ writing and reading


def test_what_is_written_is_what_is_read(data: Path) -> None:
    one = figure(data)
    review, _ = reviews.sign(data, one, "disputed", "Ann Lee", note="Ask.", date="2030-05-01")
    assert review is not None
    (read,) = signed(data).by_figure.values()
    assert read.model_dump() == review.model_dump()
    standing = signed(data).standing(one)
    assert (standing.state, standing.changed) == ("disputed", False)
    assert standing.words == "disputed by Ann Lee, 2030-05-01: Ask."
    assert signed(data).standing(figure(data, "w-p2-stake")).words == "unchecked"


def test_the_header_stays_and_the_figures_stand_in_order(data: Path) -> None:
    for name in ("w-p5-ltv", "j-p1-bridge", "birch-value-registry", "w-p5-ltv"):
        sign(data, name)
    text = (data / reviews.FILE).read_text("utf-8")
    assert text.startswith(HEADER + 'reviews:\n  - figure: "birch-value-registry"\n')
    assert list(signed(data).by_figure) == ["birch-value-registry", "j-p1-bridge", "w-p5-ltv"]


def test_without_a_file_nothing_is_signed_and_the_first_sign_off_makes_it(data: Path) -> None:
    (data / reviews.FILE).unlink()
    assert signed(data).by_figure == {}
    sign(data)
    assert list(signed(data).by_figure) == ["w-p5-ltv"]


@pytest.mark.parametrize("content", ["", HEADER, "{}\n", "reviews:\n"])
def test_a_file_that_was_emptied_is_a_fault_and_not_a_clean_sheet(data: Path, content: str) -> None:
    (data / reviews.FILE).write_text(content, "utf-8")
    found, faults = reviews.load(data)
    assert (found, len(faults)) == (None, 1)


def test_the_file_of_this_repository_is_right() -> None:
    found, faults = reviews.load(ROOT / "data")
    assert faults == ()
    assert found is not None
    ledger, _ = load(ROOT / "data", ROOT / "seeds")
    assert ledger is not None
    assert reviews.findings(found, ledger) == ()


# A person may be called anything that can be seen.
VISIBLE = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=80
).filter(str.strip)
HOSTILE = ["null", "'", '"', "a: b # c", "- x", "{{}}", "*a", "&a", "!!x", "\\n", "\N{PILE OF POO}"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(by=VISIBLE | st.sampled_from(HOSTILE), note=VISIBLE | st.none())
def test_any_visible_name_comes_back_as_it_was(data: Path, by: str, note: str | None) -> None:
    sign(data, by=by, note=note)
    review = signed(data).by_figure["w-p5-ltv"]
    assert review.by == " ".join(by.split())
    assert review.note == (None if note is None else " ".join(note.split()))


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        ("", "NAME is empty"),
        (" \t\n", "NAME is empty"),
        ("a" * 81, "NAME has 81 characters; at most 80 are kept"),
        ("Ann\x1b[2J", "NAME has an invisible character (U+001B)"),
        ("Ann\u202eeeL", "NAME has an invisible character (U+202E)"),
        ("Ann\x00", "NAME has an invisible character (U+0000)"),
        ("Ann\udc80", "NAME has an invisible character (U+DC80)"),
    ],
)
def test_a_name_that_cannot_be_seen_is_refused_and_nothing_is_written(
    data: Path, capsys: pytest.CaptureFixture[str], by: str, reason: str
) -> None:
    before = (data / reviews.FILE).read_bytes()
    assert main(["review", "w-p5-ltv", "--checked-by", by, "--data", str(data)]) == 2
    assert reason in capsys.readouterr().err
    assert (data / reviews.FILE).read_bytes() == before


# ------------------------------------------------------------------------------------ the fingerprint


@pytest.mark.parametrize(
    ("old", "new", "holds"),
    [
        ("printed: 20%", "printed: twenty%", False),
        ("value: 20\n    unit: percent", "value: 21\n    unit: percent", False),
        ("value: 20\n    unit: percent", "value: 20.0\n    unit: percent", True),
        ("paragraph: 5\n    printed: 20%", "paragraph: 4\n    printed: 20%", False),
        ("    printed: 20%\n", "    printed: 20%\n    note: ours\n", True),
        ("    printed: 20%\n", "    printed: 20%\n    superseded_by: w-p5-limit\n", False),
        (
            "    printed: 20%\n",
            "    printed: 20%\n    corrected: {value: 19, reason: a slip}\n",
            False,
        ),
    ],
)
def test_a_figure_that_changed_is_unchecked_again(
    data: Path, old: str, new: str, *, holds: bool
) -> None:
    sign(data, note="Read it.")
    path = data / "deals.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    standing = signed(data).standing(figure(data))
    assert (standing.state, standing.changed) == (
        ("checked", False) if holds else ("unchecked", True)
    )
    if not holds:
        assert re.fullmatch(
            r"unchecked; changed since it was checked by Ann Lee, [0-9-]{10}: Read it\.",
            standing.words,
        )
        sign(data)
        assert signed(data).standing(figure(data)).state == "checked"


CHANGES = {
    "value": 3, "unit": "USD mn", "as_of": "2031", "modality": "about", "status": "forecast",
    "source": "d", "paragraph": 2, "printed": "$3 billions", "quantity": "other", "id": "z",
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_every_field_of_a_figure_is_in_its_fingerprint(field: str) -> None:
    told = {
        "id": "a", "quantity": "b", "value": 30, "unit": "USD bn", "as_of": "2030",
        "modality": "exactly", "status": "completed", "source": "c", "paragraph": 1, "printed": "$30bn",
    }  # fmt: skip
    one, other = Figure.model_validate(told), Figure.model_validate(told | {field: CHANGES[field]})
    assert reviews.fingerprint(one) != reviews.fingerprint(other)
    assert reviews.fingerprint(one) == reviews.fingerprint(Figure.model_validate(told))


def test_check_tells_of_sign_offs_that_hold_no_longer(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(data)
    path = data / reviews.FILE
    text = path.read_text("utf-8").replace('fingerprint: "', 'fingerprint: "0000')[:-6] + '"\n'
    more = text.split("reviews:\n")[1].replace("w-p5-ltv", "w-p5-lvt")
    path.write_text(text + more, "utf-8")
    assert main(["check", "--data", str(data)]) == 0
    told = capsys.readouterr().out
    assert f"{path}:9: w" not in told
    assert f"{path}:9: reviews[1].fingerprint: w-p5-ltv changed since Ann Lee signed it" in told
    assert f"{path}:10: reviews[2].figure: no figure is called 'w-p5-lvt'; did you mean" in told


# --------------------------------------------------------------------------------------- a bad file


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("checked", "chequed", "5: reviews[1].state: 'chequed' is not allowed here; did you mean"),
        ("Ann Lee", "  ", "6: reviews[1].by: '  ' is empty"),
        ('"Ann Lee"', "7", "6: reviews[1].by: 7 is not text"),
        ("date:", "day:", "7: reviews[1].day: unknown key"),
        ('fingerprint: "', 'fingerprint: "x', "8: reviews[1].fingerprint: "),
        ("reviews:", "reviews: []\nreviews:", "4: reviews: this key already stands in line 3"),
    ],
)
def test_a_bad_file_is_told_by_line_and_never_written_over(
    data: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, expected: str
) -> None:
    path = data / reviews.FILE
    sign(data)
    text = path.read_text("utf-8").replace(old, new).replace("# Kept.\n", "", 1)
    path.write_text(text, "utf-8")
    for words in (["w-p5-ltv", "--checked-by", "Ben"], ["--list"]):
        assert main(["review", *words, "--data", str(data)]) == 1
        assert f"{path}:{expected}" in capsys.readouterr().err
    assert main(["check", "--data", str(data)]) == 1
    assert path.read_text("utf-8") == text


def test_a_figure_signed_twice_in_the_file_is_a_fault(data: Path) -> None:
    sign(data)
    path = data / reviews.FILE
    text = path.read_text("utf-8")
    path.write_text(text + text.split("reviews:\n")[1], "utf-8")
    found, faults = reviews.load(data)
    assert found is None
    assert "w-p5-ltv is reviewed more than once" in str(faults[0])


# ------------------------------------------------------------------------------------ the command line


def test_the_command_signs_and_says_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--data", str(data))
    assert main(["review", "w-p5-ltv", "--checked-by", "Ann  Lee", *where]) == 0
    assert re.fullmatch(r"w-p5-ltv: checked by Ann Lee, [0-9-]{10}\n", capsys.readouterr().out)
    words = ["review", "w-p2-stake", "--disputed-by", "Ben", "--note", "Or 12?", "--json", *where]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["figure"], told["state"], told["by"], told["note"]) == (
        "w-p2-stake", "disputed", "Ben", "Or 12?",
    )  # fmt: skip
    assert told["says"] == "about 10 %"


def test_the_checklist_of_a_scenario_has_a_box_for_each_figure(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(data)
    where = ("--data", str(data))
    assert main(["review", "--list", "--for", "after-20", *where]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("[x]  w-p5-ltv ")
    assert lines[2].startswith("[ ]  w-p2-stake ")
    assert lines[-1] == "7 figures: 0 disputed, 1 checked, 6 unchecked."
    assert main(["review", "--list", "--json", *where]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 21
    assert [row["figure"] for row in rows if row["state"] == "checked"] == ["w-p5-ltv"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["w-p5-lvt", "--checked-by", "A"],
            "no figure is called 'w-p5-lvt'; did you mean 'w-p5-ltv'",
        ),
        (["w-p5-ltv", "--checked-by", "A", "--disputed-by", "B"], "one of --checked-by NAME and"),
        (["--checked-by", "A"], "write FIGURE with one of"),
        (["w-p5-ltv", "--disputed-by", "A"], "a dispute has a reason: add --note TEXT"),
        (["w-p5-ltv", "--list"], "--list prints a checklist and signs nothing"),
        (["w-p5-ltv", "--checked-by", "A", "--for", "ltv"], "--for chooses what --list prints"),
        (["--list", "--for", "after-2"], "no page or scenario is called 'after-2'; did you mean"),
        (["w-p5-ltv", "--checked-by", "A", "--note", "a" * 501], "TEXT has 501 characters"),
    ],
)
def test_what_does_not_go_together_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str], words: list[str], expected: str
) -> None:
    assert main(["review", *words, "--data", str(data)]) == 2
    told = capsys.readouterr()
    assert expected in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)
