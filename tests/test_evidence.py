"""The texts and the quotations from them: of the small group always, of the articles where they are.

The articles are not part of the repository. Without them their tests have nothing to go through,
and one line of the report says so; in CI, where they must be, their absence is a failure.
"""

import os
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposure.document import Fault
from exposure.evidence import occurrences, paragraphs, passage, texts_folder, verify
from exposure.ledger import Figure, Ledger, load
from tests.ledgers import SMALL, small_ledger

ROOT = Path(__file__).parents[1]
TEXTS = SMALL / "seeds/texts"
ARTICLES = texts_folder(ROOT / "seeds")


@pytest.fixture(scope="module")
def small() -> Ledger:
    """Return the ledger of the invented group."""
    return small_ledger()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the texts of the invented group."""
    for path in TEXTS.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def requoted(ledger: Ledger, name: str, printed: str) -> Ledger:
    """Return a ledger with one quotation changed."""
    figures = tuple(
        figure.model_copy(update={"printed": printed}) if figure.id == name else figure
        for figure in ledger.figures
    )
    changed = {field: getattr(ledger, field) for field in ledger.__dataclass_fields__}
    return Ledger(**changed | {"figures": figures})


# ------------------------------------------------------------------------------------ the articles


def test_in_ci_the_articles_are_installed() -> None:
    if ARTICLES is None:
        reason = "the articles are not installed: set EXPOSURE_SEED_TEXTS to their folder"
        assert "CI" not in os.environ, reason
        with warnings.catch_warnings():
            # The one line of the report; elsewhere in these tests a warning is an error.
            warnings.simplefilter("default")
            warnings.warn(reason, stacklevel=1)


@pytest.mark.parametrize("articles", [ARTICLES] if ARTICLES else [])
def test_every_text_is_the_one_its_card_describes_and_every_quotation_stands_in_it(
    articles: Path,
) -> None:
    ledger, _ = load(ROOT / "data", ROOT / "seeds")
    assert ledger is not None
    assert verify(ledger, articles) == ()
    # Each quotation once more, so that the proof does not rest on one function.
    figures = [
        figure
        for figure in ledger.figures
        if " ".join(figure.printed.split())
        not in " ".join(passage_of(ledger, figure, articles).split())
    ]
    assert figures == []


def passage_of(ledger: Ledger, figure: Figure, folder: Path) -> str:
    lines = (
        (folder / ledger.sources[figure.source].text_file).read_text(encoding="utf-8").split("\n")
    )
    return [line for line in lines if line.strip()][figure.paragraph - 1]


# ---------------------------------------------------------------------------------- the small group


def test_a_ledger_that_quotes_rightly_has_no_faults(small: Ledger) -> None:
    assert verify(small, TEXTS) == ()


def test_words_that_stand_in_another_paragraph_are_a_fault_at_their_line(small: Ledger) -> None:
    (fault,) = verify(requoted(small, "w-p2-stake", "20%"), TEXTS)
    lines = (SMALL / "data/deals.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[fault.line - 1].strip() == "printed: about 10%"
    assert fault.place == "w-p2-stake.printed"
    assert "'20%' is not in paragraph 2" in fault.message
    assert "it is in 5" in fault.message


def test_a_number_that_is_part_of_a_longer_one_does_not_count(small: Ledger) -> None:
    assert [fault.place for fault in verify(requoted(small, "w-p2-stake", "0%"), TEXTS)] == [
        "w-p2-stake.printed"
    ]


def test_two_figures_cannot_quote_the_same_words_once_printed(small: Ledger) -> None:
    (fault,) = verify(requoted(small, "w-p2-investment", "about 10%"), TEXTS)
    assert fault.place == "w-p2-stake.printed"
    assert "more figures quote it" in fault.message


def test_another_text_than_the_card_describes_is_found(small: Ledger, folder: Path) -> None:
    text = (folder / "wire.txt").read_text(encoding="utf-8")
    (folder / "wire.txt").write_text(text + "One line more.\n", encoding="utf-8")
    found = verify(small, folder)
    assert [fault.place for fault in found] == ["sha256", "paragraphs"]
    assert "has 7 paragraphs, not 6" in found[1].message


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_text_that_cannot_be_read_is_one_fault(
    content: bytes | None, small: Ledger, folder: Path
) -> None:
    (folder / "wire.txt").unlink()
    if content:
        (folder / "wire.txt").write_bytes(content)
    assert [fault.place for fault in verify(small, folder)] == ["file"]


def test_paragraphs_are_the_lines_that_are_not_empty(small: Ledger) -> None:
    found = paragraphs(TEXTS, small.sources["wire-2030-03"])
    assert len(found) == 6
    assert found[0] == "Alder bets $10 billion on Birch"


@pytest.mark.parametrize("number", [0, -1, 7])
def test_a_paragraph_that_is_not_there_is_no_passage(number: int, small: Ledger) -> None:
    assert passage(TEXTS, small.sources["wire-2030-03"], number) is None


def test_without_texts_there_is_no_passage(small: Ledger, tmp_path: Path) -> None:
    card = small.sources["wire-2030-03"]
    assert passage(None, card, 1) is None
    assert passage(tmp_path, card, 1) is None


def test_the_folder_that_a_user_names_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPOSURE_SEED_TEXTS", str(tmp_path))
    assert texts_folder(SMALL / "seeds") == tmp_path
    monkeypatch.delenv("EXPOSURE_SEED_TEXTS")
    assert texts_folder(SMALL / "seeds") == TEXTS


@pytest.mark.parametrize("named", ["nowhere", "a-file"])
def test_a_named_folder_that_is_none_means_not_installed(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-file").touch()
    monkeypatch.setenv("EXPOSURE_SEED_TEXTS", str(tmp_path / named))
    assert texts_folder(SMALL / "seeds") is None


# -------------------------------------------------------------------------------------- occurrences


@pytest.mark.parametrize(
    ("printed", "text", "times"),
    [
        ("11%", "11% and 11%", 2),
        ("11%", "111% or 2.11% or 1,11%", 0),
        ("$2.5", "$2.58 or $2.5, and $2.5.", 2),
        ("30", "30,000 or 30.5 or 130 or 30", 1),
        ("$30  billion", "$30\u00a0billion and $30\tbillion", 2),
        ("billion", "billions of a billionaire", 0),
        ("a.b", "axb", 0),
        ("", "anything", 0),
        (" ", "anything at all", 0),
    ],
)
def test_words_are_found_whole_whatever_the_space_between_them(
    printed: str, text: str, times: int
) -> None:
    assert len(occurrences(printed, text)) == times


@given(st.text(max_size=30), st.text(max_size=60))
def test_every_occurrence_has_the_words_that_were_looked_for(printed: str, text: str) -> None:
    for start, end in occurrences(printed, text):
        assert text[start:end].split() == printed.split()


def test_faults_of_the_evidence_are_faults_like_all_others(small: Ledger) -> None:
    (fault,) = verify(requoted(small, "w-p2-stake", "20%"), TEXTS)
    assert isinstance(fault, Fault)
    assert str(fault).startswith(f"{(SMALL / 'data/deals.yaml').as_posix()}:{fault.line}: ")
