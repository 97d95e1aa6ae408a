"""A checked draft for reading: nothing of the text is lost, and every figure is marked."""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from exposure import marked
from exposure.draft import Finding, Report, check
from tests.dealings import small

DAY = date(2031, 1, 1)
DRAFT = """Alder Group took a bridge loan of $80 billion. In all the loan is $80 billion.
Alder holds about 10% of Birch Labs. Sales rose 40% from $4 billion to $5 billion in 7 shops.
"""


@cache
def report() -> Report:
    return check(DRAFT, small().ledger, DAY)


def finding(start: int, end: int, verdict: str, severity: str = "error") -> Finding:
    told = {"line": 1, "column": start + 1, "printed": "", "kind": "money", "rule": "sum"}
    return Finding(start, end, verdict=verdict, severity=severity, message="m", **told)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------ the text


def test_the_pieces_are_the_text_and_each_figure_is_its_own_words() -> None:
    found = marked.pieces(DRAFT, report().findings)
    assert "".join(piece.text for piece in found) == DRAFT
    told = {piece.finding: piece.text for piece in found if piece.finding is not None}
    assert told == {index: one.printed for index, one in enumerate(report().findings)}


SPANS = st.lists(
    st.tuples(
        st.integers(0, 30), st.integers(0, 30), st.sampled_from(["wrong", "agrees", "stale"])
    ),
    max_size=12,
)


@given(text=st.text(min_size=30, max_size=30), spans=SPANS)
def test_no_word_is_lost_or_twice_whatever_overlaps(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    findings = [finding(min(a, b), max(a, b), verdict) for a, b, verdict in spans]
    found = marked.pieces(text, findings)
    assert "".join(piece.text for piece in found) == text
    shown = [piece.finding for piece in found if piece.finding is not None]
    assert len(set(shown)) == len(shown)
    for index, one in enumerate(findings):
        rivals = [other for other in marked.overlapping(findings, index)[1:] if other in shown]
        assert index in shown or rivals or one.start == one.end


def test_the_graver_of_two_has_the_words_and_a_press_tells_of_both() -> None:
    findings = [finding(0, 10, "agrees", "info"), finding(4, 6, "wrong")]
    shown = [piece.finding for piece in marked.pieces("0123456789", findings)]
    assert shown == [None, 1, None]
    assert marked.overlapping(findings, 1) == [1, 0]


# ------------------------------------------------------------------------------------------ the list


def test_the_same_error_is_one_problem_however_often_it_is_printed() -> None:
    found = marked.listed(report(), small().ledger)
    assert [len(one.findings) for one in found["misprint"]] == [2]
    names = [name for name in marked.MARKS if name in found]
    assert [*found] == names
    numbered = [one.number for problems in found.values() for one in problems if one.number]
    assert numbered == [*range(1, len(numbered) + 1)]
    every = [index for problems in found.values() for one in problems for index in one.findings]
    assert sorted(every) == [*range(len(report().findings))]


def test_every_mark_says_in_signs_what_it_is() -> None:
    signs = marked.signs(report(), small().ledger)
    for index, one in enumerate(report().findings):
        name = marked.mark(one)
        assert marked.MARKS[name][0] in signs[index]
        assert name == "unchecked" or signs[index]
    assert len({name for name, _ in marked.MARKS.values()}) == len(marked.MARKS)
    assert set(marked.MEANINGS) == set(marked.MARKS)


def test_a_warning_about_a_value_is_not_called_wrong() -> None:
    assert marked.mark(finding(0, 1, "wrong", "warning")) == "warning"
    assert marked.mark(finding(0, 1, "wrong")) == "wrong"


def test_a_text_without_figures_is_one_piece_and_an_empty_report() -> None:
    found = check("No figure at all.", small().ledger, DAY)
    assert marked.pieces("No figure at all.", found.findings) == (
        marked.Piece("No figure at all."),
    )
    assert marked.listed(found, small().ledger) == {}
