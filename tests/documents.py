"""Word documents made from their parts, right and wrong ones: for tests of what is dropped."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"

TYPES = f"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>
<Override PartName="/word/footnotes.xml" ContentType="{_KIND}.footnotes+xml"/></Types>"""
START = f"""<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
LINKS = f"""<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId8" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>"""


def run(words: str, look: str = "") -> str:
    """Return a run of words, with properties of how it looks."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*parts: str) -> str:
    """Return a paragraph of runs and other parts."""
    return f"<w:p>{''.join(parts)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table with one paragraph a cell."""
    told = ("".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in told)}</w:tbl>"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return files in a zip archive."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def parts(*body: str, notes: str = "", head: str = "") -> dict[str, str | bytes]:
    """Return the files of a document; ``head`` stands before its first element."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": START,
        "word/_rels/document.xml.rels": LINKS,
        "word/document.xml": f'<?xml version="1.0"?>{head}<w:document {_NAMES}><w:body>'
        f"{''.join(body)}</w:body></w:document>",
        "word/footnotes.xml": f'<?xml version="1.0"?><w:footnotes {_NAMES}>{notes}</w:footnotes>',
    }


def document(*body: str, **more: str) -> bytes:
    """Return a document of Word."""
    return packed(parts(*body, **more))
