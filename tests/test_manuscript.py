"""What an editor drops: its text, whole, or a sentence that says why there is none."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exposure.manuscript import UnreadableError, text_of
from tests.documents import document, packed, paragraph, parts, run, table


def lines(*body: str, notes: str = "") -> list[str]:
    text = text_of("draft.docx", document(*body, notes=notes))
    return [line for line in text.split("\n") if line]


# ------------------------------------------------------------------------------------ what is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_any_encoding(encoding: str) -> None:
    assert text_of("draft.txt", "£30 billion — “more”".encode(encoding)) == "£30 billion — “more”"


def test_a_paragraph_is_a_line_however_many_runs_it_has() -> None:
    assert lines(paragraph(run("It paid $22"), run(".5 billion.")), paragraph(run("Then 30."))) == [
        "It paid $22.5 billion.",
        "Then 30.",
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    """A reader that leaves insertions out would pass a wrong figure that was put in last."""
    inserted = f'<w:ins w:id="1" w:author="A">{run("$40 billion")}</w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText>$400 billion</w:delText></w:r></w:del>'
    moved = (
        f'<w:moveFrom w:id="3">{run("$1 bn")}</w:moveFrom>',
        f'<w:moveTo w:id="4">{run("$2 bn")}</w:moveTo>',
    )
    assert lines(paragraph(run("A loan of "), deleted, inserted), paragraph(*moved)) == [
        "A loan of $40 billion",
        "$2 bn",
    ]


def test_a_table_is_a_pipe_table_and_a_pipe_in_a_cell_makes_no_column() -> None:
    rows = table(("Year", "Value"), ("2024", "$2.5 | 3 billion"))
    assert lines(paragraph(run("Before")), rows, paragraph(run("After"))) == [
        "Before",
        "| Year | Value |",
        "| 2024 | $2.5 / 3 billion |",
        "After",
    ]


def test_a_footnote_stands_at_the_end_and_its_mark_is_no_digit() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{paragraph(run("It was $7 billion."))}</w:footnote>'
    found = lines(paragraph(run("About 13"), mark, run(" of them")), notes=note)
    assert [line.strip() for line in found] == ["About 13 of them", "It was $7 billion."]


def test_a_power_is_not_a_digit() -> None:
    raised = run("9", '<w:vertAlign w:val="superscript"/>')
    assert lines(paragraph(run("10"), raised, run(" dollars"))) == ["10^9 dollars"]


def test_a_box_is_read_once_and_a_field_too() -> None:
    inside = f"<w:txbxContent>{paragraph(run('In a box: $9 bn'))}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r>"
    control = f"<w:sdt><w:sdtContent>{run('In a field: $8 bn')}</w:sdtContent></w:sdt>"
    assert lines(paragraph(box), paragraph(control)) == ["In a box: $9 bn", "In a field: $8 bn"]


def test_markup_in_a_document_is_text() -> None:
    words = "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; $5 bn"
    assert lines(paragraph(run(words))) == ["<script>alert(1)</script> &amp; $5 bn"]


# --------------------------------------------------------------------------------- what is refused

PLAIN = parts(paragraph(run("x")))
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def locked() -> bytes:
    """Return an archive that says of its files that they are locked."""
    content = bytearray(packed(PLAIN))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 1)
    return bytes(content)


REFUSED = {
    "empty": ("draft.txt", b"", "draft.txt is empty"),
    "blank": ("draft.txt", b" \n\t", "draft.txt has no text in it"),
    "pdf": ("draft.txt", b"%PDF-1.7 x", "draft.txt is a PDF; paste its text"),
    "old": ("draft.docx", OLD + b"x" * 600, "draft.docx is in Word's old form; save it as .docx"),
    "password": (
        "draft.docx",
        OLD + "EncryptedPackage".encode("utf-16-le"),
        "draft.docx is protected by a password; save it without one",
    ),
    "locked": ("draft.docx", locked(), "draft.docx is protected by a password"),
    "text": ("draft.docx", b"Some words.", "draft.docx is not a Word document"),
    "sheet": ("draft.docx", packed({"xl/workbook.xml": "x"}), "draft.docx is not a Word document"),
    "cut": ("draft.docx", packed(PLAIN)[:300], "draft.docx is damaged"),
    "no markup": (
        "draft.docx",
        packed(PLAIN | {"word/document.xml": "x<"}),
        "draft.docx is damaged",
    ),
    "nothing": ("draft.docx", document(paragraph()), "draft.docx has no text in it"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_gets_a_sentence(case: str) -> None:
    name, content, expected = REFUSED[case]
    with pytest.raises(UnreadableError) as error:
        text_of(name, content)
    assert str(error.value).startswith(expected)


def bomb() -> bytes:
    """Return a small archive that unpacks to a hundred megabytes."""
    return packed(PLAIN | {"word/styles.xml": b"\0" * 100_000_000})


def entities() -> bytes:
    """Return a document whose one letter stands for a thousand millions."""
    levels = "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    head = f'<!DOCTYPE x [<!ENTITY a "{"x" * 10}">{levels}]>'
    return document(paragraph(run("&j;")), head=head)


def deep() -> bytes:
    """Return a document of twenty thousand boxes, each in the one before."""
    return document("<w:sdt><w:sdtContent>" * 20_000 + "</w:sdtContent></w:sdt>" * 20_000)


def many() -> bytes:
    """Return a document of five thousand files."""
    return packed(PLAIN | {f"word/{n}.xml": "" for n in range(5_000)})


def lying() -> bytes:
    """Return a bomb that tells of itself that it is small."""
    content = packed(PLAIN | {"word/document.xml": b"<a>" + b" " * 50_000_000})
    size = (50_000_003).to_bytes(4, "little")
    return content.replace(size, (900).to_bytes(4, "little"))


@pytest.mark.parametrize("make", [bomb, entities, deep, many, lying])
def test_a_bomb_is_refused_in_a_sentence_and_at_once(make: object) -> None:
    content = make()  # type: ignore[operator]
    assert len(content) < 1_000_000
    start = time.process_time()
    with pytest.raises(UnreadableError, match=r"^draft\.docx (unpacks|is not|is damaged)"):
        text_of("draft.docx", content)
    assert time.process_time() - start < 5


@settings(max_examples=150, deadline=None)
@given(noise=st.binary(max_size=200), place=st.integers(0, 3000), length=st.integers(0, 200))
def test_any_damage_gives_a_text_or_a_sentence(noise: bytes, place: int, length: int) -> None:
    content = document(paragraph(run("It paid $5 billion.")), table(("a", "b")))
    place %= len(content)
    for broken in (content[:place] + noise + content[place + length :], noise):
        for name in ("draft.docx", "draft.txt"):
            try:
                told = text_of(name, broken)
            except UnreadableError as error:
                told = str(error)
            assert told.strip()


def test_the_parts_of_tests_are_an_archive() -> None:
    assert zipfile.is_zipfile(BytesIO(document(paragraph(run("x")))))
