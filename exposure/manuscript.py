"""A file that an editor drops -> the text in it, or a sentence that says why there is none.

Text and Markdown in any encoding; Word's .docx, with tracked changes as they would be accepted,
tables as pipe tables and footnotes at the end. Nothing is written anywhere.
"""

from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import mammoth

from exposure.draft.decoding import decoded

__all__ = ["ENDINGS", "UnreadableError", "text_of"]

ENDINGS = ("txt", "md", "docx")
"""What the names of files that can be read end with."""

# What the parts of a document may unpack to, in bytes. The reader takes some four seconds for a
# million; a text of the length that is checked stays below it.
_MOST_UNPACKED = 2_500_000
_MOST_PARTS = 2_000
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT = "word/document.xml"


class UnreadableError(ValueError):
    """A file without a text that can be read; its words are for the reader."""


def text_of(name: str, content: bytes) -> str:
    r"""Return the text of a file.

    Raises
    ------
    UnreadableError
        With a sentence that names the file and what to do.

    Examples
    --------
    >>> text_of("draft.txt", "£30 billion\r\nmore".encode("utf-16"))
    '£30 billion\nmore'
    >>> text_of("draft.docx", b"no document")
    Traceback (most recent call last):
    exposure.manuscript.UnreadableError: draft.docx is not a Word document; save it as .docx again
    """
    if not content:
        raise UnreadableError(f"{name} is empty")
    if content.startswith(_OLD_WORD):
        if _PROTECTED in content:
            raise UnreadableError(f"{name} is protected by a password; save it without one")
        raise UnreadableError(f"{name} is in Word's old form; save it as .docx")
    if content.startswith(b"%PDF"):
        raise UnreadableError(f"{name} is a PDF; paste its text, or save it as .txt")
    if content.startswith(b"PK\x03\x04"):
        text = _of_word(name, content)
    elif name.lower().endswith(".docx"):
        raise UnreadableError(f"{name} is not a Word document; save it as .docx again")
    else:
        text = decoded(content)
    if not text.strip():
        raise UnreadableError(f"{name} has no text in it")
    return text


def _of_word(name: str, content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as packed:
            _inspect(name, packed)
        found = mammoth.convert_to_html(BytesIO(content), convert_image=_NO_IMAGE)
        lines = _Lines()
        lines.feed(found.value)
        lines.close()
    except UnreadableError:
        raise
    # A damaged document fails in as many ways as there are to read it.
    except Exception as error:
        words = f"{name} is damaged and cannot be read; save it as .docx again"
        raise UnreadableError(words) from error
    return "\n".join(lines.lines).strip("\n")


def _inspect(name: str, packed: ZipFile) -> None:
    """Refuse what is no document, what is locked, and what unpacks to more than is read."""
    parts = packed.infolist()
    if _DOCUMENT not in {part.filename for part in parts}:
        raise UnreadableError(f"{name} is not a Word document; save it as .docx")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(f"{name} is protected by a password; save it without one")
    # What a part says of its size is the most that is ever read of it.
    texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in texts) > _MOST_UNPACKED:
        most = f"{_MOST_UNPACKED / 1e6:g} MB"
        raise UnreadableError(f"{name} unpacks to more than {most}; paste its text instead")
    if any(b"<!DOCTYPE" in packed.read(part) for part in texts):
        raise UnreadableError(f"{name} is not a Word document; save it as .docx")


_NO_IMAGE = mammoth.images.img_element(lambda _: {"src": ""})
_BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr"})
_NOTE_LINKS = ("#footnote", "#endnote")


class _Lines(HTMLParser):
    """The text of a document's markup: a line a paragraph, tables as lines of a pipe table."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._text: list[str] = []
        self._row: list[str] = []
        self._cells = 0  # how deep in cells of tables
        self._note_link = self._raised = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"td", "th"}:
            self._cells += 1
        elif tag == "table" and not self._cells:
            self._end_of_block()
        elif tag == "br":
            self._text.append(" " if self._cells else "\n")
        elif tag == "a":
            self._note_link = (dict(attrs).get("href") or "").startswith(_NOTE_LINKS)
        elif tag == "sup":
            self._raised = "".join(self._text)[-1:].isdigit()

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._cells -= 1
            if not self._cells:
                self._row.append(" ".join("".join(self._text).split()).replace("|", "/"))
                self._text = []
        elif tag == "tr" and not self._cells:
            self.lines.append(f"| {' | '.join(self._row)} |")
            self._row = []
        elif tag == "table" and not self._cells:
            self.lines.append("")
        elif tag == "a":
            self._note_link = False
        elif tag == "sup":
            self._raised = False
        elif tag in _BLOCKS:
            self._end_of_block()

    def handle_data(self, data: str) -> None:
        if not self._note_link:
            # Ten to the ninth is not 109.
            self._text.append(f"^{data}" if self._raised else data)
            self._raised = False

    def _end_of_block(self) -> None:
        if self._cells:
            self._text.append(" ")
        elif text := "".join(self._text).strip():
            self.lines += [*text.split("\n"), ""]
            self._text = []
