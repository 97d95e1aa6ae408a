"""What is refused: a bad file for every rule, files in other encodings, and hostile ones."""

import shutil
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.document import MOST_FAULTS
from exposure.ledger import load
from tests.ledgers import BAD, SMALL, loaded


class Bad(NamedTuple):
    """A file under ``tests/bad/`` and its fault: line, place, and words from the message."""

    file: str
    line: int
    place: str
    words: tuple[str, ...]


# fmt: off
BAD_FILES = (
    # The file as a whole.
    Bad("empty", 1, "", ("empty",)),
    Bad("only-a-comment", 2, "", ("empty",)),
    Bad("top-is-a-list", 1, "", ("a list", "keys and values")),
    Bad("tabs", 16, "", ("a tab", "use spaces")),
    Bad("tab-before-a-key", 6, "", ("a tab", "use spaces")),
    Bad("colon-in-text", 8, "", ("a colon", "quotes")),
    Bad("open-quote", 8, "", ("quote", "close it")),
    Bad("invisible-character", 8, "", ("U+2028", "remove it")),
    Bad("escaped-control-character", 8, "stake.label", ("U+001B", "remove it")),
    Bad("two-documents", 23, "", ("second document", "one document")),
    Bad("directive", 1, "", ("directives", "remove")),
    Bad("alias", 9, "stake.holder", ("aliases", "write the value out")),
    Bad("anchor", 9, "stake.holder", ("anchors", "remove it")),
    Bad("tag", 15, "told-stake.value", ("tags", "remove it")),
    Bad("merge-key", 4, "companies.alder", ("merge keys", "write the keys out")),
    Bad("list-as-a-key", 5, "companies", ("a key must be plain text",)),
    Bad("deep-nesting", 23, "", ("20 levels", "flatten")),
    # Keys.
    Bad("repeated-key", 17, "told-stake.unit", ("line 16", "keep one")),
    Bad("repeated-company", 6, "companies.alder", ("line 4", "keep one")),
    Bad("unknown-key", 23, "told-stake.colour", ("unknown key", "printed, corrected")),
    Bad("unknown-top-key", 12, "figurs", ("unknown key", "did you mean 'figures'")),
    Bad("unknown-key-of-a-correction", 25, "told-stake.corrected.reson", ("'reason'", "computation")),
    Bad("misspelt-key", 18, "told-stake.modalty", ("unknown key", "did you mean 'modality'")),
    Bad("missing-key", 13, "told-stake.as_of", ("missing", "add 'as_of: ...'")),
    Bad("missing-section", 1, "quantities", ("missing", "add 'quantities: ...'")),
    Bad("record-is-text", 7, "quantities[1]", ("'only a word'", "'name: value'")),
    Bad("companies-not-a-mapping", 3, "companies", ("a list", "keys and values")),
    # Words out of a table.
    Bad("unknown-unit", 16, "told-stake.unit", ("'percant'", "did you mean 'percent'", "times")),
    Bad("unknown-modality", 18, "told-stake.modality", ("'abuot'", "'about'", "up to")),
    Bad("unknown-status", 19, "told-stake.status", ("'done'", "completed, in talks")),
    Bad("unknown-measure", 11, "stake.measure", ("'steak'", "did you mean 'stake'", "ltv")),
    Bad("unknown-deal-kind", 28, "first.kind", ("'equty'", "did you mean 'equity'", "sale")),
    # Numbers.
    Bad("exponent", 15, "told-stake.value", ("'30e9'", "plain digits")),
    Bad("exponent-as-text", 15, "told-stake.value", ("'30e9'", "text", "30 with the unit")),
    Bad("leading-zero", 15, "told-stake.value", ("'012'", "plain digits")),
    Bad("sixty-minutes", 15, "told-stake.value", ("'1:30'", "plain digits")),
    Bad("underscores", 15, "told-stake.value", ("'1_000'", "plain digits")),
    Bad("thousands-comma", 15, "told-stake.value", ("'1,000'", "plain digits")),
    Bad("not-a-number", 15, "told-stake.value", ("'.nan'", "plain digits")),
    Bad("too-many-digits", 15, "told-stake.value", ("1234567890", "15 digits", "larger unit")),
    Bad("truth-value", 15, "told-stake.value", ("true", "plain digits")),
    Bad("word-for-a-number", 15, "told-stake.value", ("'NO'", "plain digits")),
    Bad("list-for-a-number", 15, "told-stake.value", ("a list", "plain digits")),
    Bad("date-for-a-percentage", 15, "told-stake.value", ("'2030-03'", "plain digits")),
    Bad("share-above-one", 15, "told-stake.value", ("110 percent", "0 and 100", "'corrected'")),
    Bad("share-below-zero", 15, "told-stake.value", ("-10 percent", "0 and 100")),
    Bad("corrected-share-above-one", 24, "told-stake.corrected.value", ("101 percent", "0 and 100")),
    Bad("high-below-low", 16, "told-stake.high", ("10", "12", "swap")),
    Bad("value-and-range", 15, "told-stake.value", ("value, low, high", "either")),
    Bad("low-without-high", 15, "told-stake.low", ("found low", "both")),
    Bad("no-amount", 13, "told-stake.value", ("no amount", "'value'")),
    Bad("paragraph-zero", 21, "told-stake.paragraph", ("0", "1 or more")),
    Bad("paragraph-and-a-half", 21, "told-stake.paragraph", ("1.5", "whole number")),
    Bad("paragraph-beyond-the-text", 21, "told-stake.paragraph", ("7", "6 paragraphs")),
    # Dates and text.
    Bad("month-thirteen", 17, "told-stake.as_of", ("'2030-13'", "YYYY-MM")),
    Bad("american-date", 17, "told-stake.as_of", ("'03/2030'", "YYYY-MM")),
    Bad("no-such-day", 17, "told-stake.as_of", ("'2030-02-30'", "YYYY-MM-DD")),
    Bad("number-for-a-date", 15, "told-stake.value", ("10.5", "YYYY-MM")),
    Bad("number-for-text", 22, "told-stake.printed", ("10", "quotes")),
    Bad("empty-text", 22, "told-stake.printed", ("empty", "write the text")),
    Bad("sentence-for-a-phrase", 22, "told-stake.printed", ("10 words", "at most 8")),
    Bad("name-with-spaces", 13, "Told stake.id", ("'Told stake'", "hyphens")),
    Bad("undated-in-words", 32, "first.undated", ("'yes'", "true nor false")),
    Bad("lenders-not-a-list", 32, "first.lenders", ("'alder'", "[item, item]")),
    # Names of other records.
    Bad("unknown-source", 20, "told-stake.source", ("'wire-2030-30'", "'wire-2030-03'")),
    Bad("unknown-quantity", 14, "told-stake.quantity", ("'steak'", "'stake'")),
    Bad("unknown-company", 9, "stake.holder", ("'adler'", "'alder'", "birch")),
    Bad("unknown-focus", 2, "focus", ("'brich'", "'birch'", "alder")),
    Bad("unknown-superseding-figure", 23, "told-stake.superseded_by", ("'told-later'", "told-stake")),
    Bad("unknown-deal", 32, "first.paid_by[1]", ("'frist'", "'first'")),
    Bad("unknown-part", 31, "first.stake_after", ("'steak'", "'stake'")),
    Bad("unknown-lender", 32, "first.lenders[2]", ("'dogwod'", "alder, birch")),
    Bad("unknown-citation", 32, "first.cited[1]", ("'told-steak'", "'told-stake'")),
    Bad("repeated-id", 23, "told-stake.id", ("'told-stake'", "deals.yaml:13", "rename")),
    Bad("choice-of-another-quantity", 10, "other.uses", ("'told-stake'", "'stake'", "this quantity")),
    Bad("choice-without-a-reason", 12, "stake.uses", ("reason", "'because: ...'")),
    Bad("reason-without-a-choice", 12, "stake.because", ("choice", "'uses: ...'")),
    Bad("correction-of-another-kind", 23, "told-stake.corrected", ("USD bn", "percent")),
    Bad("correction-without-a-reason", 23, "told-stake.corrected.reason", ("missing", "'reason: ...'")),
    Bad("superseding-in-a-circle", 23, "told-stake.superseded_by", ("told-again", "circle", "remove")),
    Bad("deals-paying-for-each-other", 32, "first.paid_by", ("second", "circle", "remove")),
)
# Where one slip has consequences that are faults of their own: how many faults there are.
CONSEQUENCES = {
    "merge-key": 2, "misspelt-key": 2, "missing-section": 3, "companies-not-a-mapping": 5,
}
# fmt: on


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.file)
def test_each_bad_file_is_refused_with_its_line_its_value_and_a_remedy(
    bad: Bad, tmp_path: Path
) -> None:
    ledger, faults = loaded(tmp_path, (BAD / f"{bad.file}.yaml").read_bytes())
    assert ledger is None
    assert len(faults) == CONSEQUENCES.get(bad.file, 1)
    (fault,) = [one for one in faults if one.place == bad.place]
    assert fault.line == bad.line
    assert [words for words in bad.words if words not in fault.message] == []
    assert fault.severity == "error"


def test_every_bad_file_has_its_row() -> None:
    rows_of_their_own = {"alias-bomb", "five-faults"}
    assert {path.stem for path in BAD.glob("*") if path.is_file()} == {
        bad.file for bad in BAD_FILES
    } | rows_of_their_own


def test_five_faults_in_one_record_are_five_faults(tmp_path: Path) -> None:
    ledger, faults = loaded(tmp_path, (BAD / "five-faults.yaml").read_bytes())
    assert ledger is None
    assert [(fault.line, fault.place) for fault in faults] == [
        (2, "focus"),
        (11, "stake.measure"),
        (15, "told-stake.value"),
        (16, "told-stake.unit"),
        (21, "told-stake.paragraph"),
    ]


def test_an_alias_bomb_is_never_expanded(tmp_path: Path) -> None:
    ledger, faults = loaded(tmp_path, (BAD / "alias-bomb.yaml").read_bytes())
    assert ledger is None
    assert all(fault.line <= 9 for fault in faults)
    assert any("aliases" in fault.message for fault in faults)


def test_a_fault_reads_as_file_line_place_message(tmp_path: Path) -> None:
    _, (fault,) = loaded(tmp_path, (BAD / "unknown-unit.yaml").read_bytes())
    assert str(fault).startswith(f"{(tmp_path / 'deals.yaml').as_posix()}:16: told-stake.unit: ")


def test_a_missing_folder_is_one_fault(tmp_path: Path) -> None:
    ledger, faults = load(tmp_path / "nowhere", SMALL / "seeds")
    assert ledger is None
    assert [fault.message.split(";")[0] for fault in faults] == ["the file does not exist"]


def test_a_missing_folder_of_cards_says_so(tmp_path: Path) -> None:
    ledger, faults = load(SMALL / "data", tmp_path / "nowhere")
    assert ledger is None
    assert any("folder of source cards" in fault.message for fault in faults)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "cp1252"])
def test_a_file_in_another_encoding_is_one_fault(encoding: str, tmp_path: Path) -> None:
    text = (SMALL / "data/deals.yaml").read_text(encoding="utf-8").replace("Alder", "Ålder")
    ledger, faults = loaded(tmp_path, text.encode(encoding))
    assert ledger is None
    assert [fault for fault in faults if "UTF-8" in fault.message] == list(faults)


def test_faults_of_every_file_come_together(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    for name, old, new in (
        ("data/deals.yaml", "value: 100", "value: 30e9"),
        ("data/public.yaml", "https:", "ftp:"),
        ("seeds/wire-2030-03.yaml", "trust: high", "trust: hihg"),
        ("seeds/journal-2030-04.yaml", "file: journal.txt", "file: ../journal.txt"),
    ):
        path = tmp_path / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    ledger, faults = load(tmp_path / "data", tmp_path / "seeds")
    assert ledger is None
    assert [Path(fault.file).name for fault in faults] == [
        "deals.yaml",
        "public.yaml",
        "journal-2030-04.yaml",
        "wire-2030-03.yaml",
    ]


def test_a_broken_card_is_a_known_source_all_the_same(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "seeds/wire-2030-03.yaml").write_text("title: [", encoding="utf-8")
    _, faults = load(tmp_path / "data", tmp_path / "seeds")
    assert {Path(fault.file).name for fault in faults} == {"wire-2030-03.yaml"}


def test_figures_that_cannot_be_read_are_not_called_unknown(tmp_path: Path) -> None:
    """One broken file is one fault, not one for every place that names a figure of it."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "data/public.yaml").write_text("figures: [", encoding="utf-8")
    ledger, faults = load(tmp_path / "data", tmp_path / "seeds")
    assert ledger is None
    assert {Path(fault.file).name for fault in faults} == {"public.yaml"}


def test_a_group_without_public_figures_needs_no_file_of_them(tmp_path: Path) -> None:
    ledger, faults = loaded(tmp_path, (SMALL / "data/deals.yaml").read_text(encoding="utf-8"))
    assert faults == ()
    assert ledger is not None
    assert ledger.public == ()


@given(data=st.data())
def test_a_ledger_with_any_line_broken_is_a_ledger_or_faults(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = (SMALL / "data/deals.yaml").read_text(encoding="utf-8").splitlines()
    where = data.draw(st.integers(0, len(lines) - 1))
    mutated = data.draw(
        st.sampled_from(
            [
                "",
                lines[where].replace(": ", ":"),
                lines[where] + " *x",
                lines[where] + "\n" + lines[where],
                "  " + lines[where],
                "\t" + lines[where],
                lines[where].replace("-", ""),
                lines[where][: len(lines[where]) // 2],
                lines[where].partition(":")[0] + ": [[]]",
                lines[where].partition(":")[0] + ": {a: 1}",
                lines[where].partition(":")[0] + ": 30e9",
                lines[where].partition(":")[0] + ":",
                lines[where].partition(":")[0] + ": -1",
            ]
        )
    )
    folder = tmp_path_factory.mktemp("mutated")
    changed = [*lines[:where], mutated, *lines[where + 1 :]]
    (folder / "deals.yaml").write_text("\n".join(changed), encoding="utf-8")
    ledger, faults = load(folder, SMALL / "seeds")
    assert (ledger is None) == bool(faults)
    assert all(fault.line <= len(changed) + 1 for fault in faults)


FIGURE = "{id: f%d, quantity: q%d, unit: kg, value: no, as_of: 1, paragraph: 0, source: s%d, x: y}"
HOSTILE = {
    "empty records": "figures: [" + "{}," * 9_000 + "]",
    "words for records": "figures: [" + "a," * 18_000 + "]",
    "everything wrong": "figures:\n" + "".join(f"  - {FIGURE % (i, i, i)}\n" for i in range(1_000)),
    "unknown among many": "quantities:\n"
    + "".join(f"  - {{id: quantity-{i}, label: a, measure: stake}}\n" for i in range(1_200))
    + "figures:\n"
    + "".join(f"  - {{id: f-{i}, quantity: quantity-x{i}}}\n" for i in range(1_500)),
    "one long circle": "deals:\n"
    + "".join(f"  - {{id: d{i}, supersedes: d{(i + 1) % 3_000}}}\n" for i in range(3_000)),
    "many circles": "deals:\n"
    + "".join(f"  - {{id: d{i}, supersedes: d{i ^ 1}}}\n" for i in range(3_000)),
    "one id": "deals:\n" + "  - id: d\n" * 5_000,
    "unknown keys": "figures:\n  - {" + "".join(f"k{i}: 1, " for i in range(9_000)) + "}",
    "a long unknown key": "g" * 200_000 + ": 1",
    "a long value": "group: " + "g" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_ledger_is_refused_in_few_words(name: str, tmp_path: Path) -> None:
    ledger, faults = loaded(tmp_path, HOSTILE[name])
    assert ledger is None
    assert 0 < len(faults) <= MOST_FAULTS + 2
    assert max(len(str(fault)) for fault in faults) < 1_500


# A time is a figure of a quiet machine, so it is not asked for on every run.
@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_ledger_takes_more_than_200_ms_to_refuse(name: str, tmp_path: Path) -> None:
    def seconds() -> float:
        start = time.process_time()
        loaded(tmp_path, HOSTILE[name])
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.2
