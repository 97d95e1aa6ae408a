"""Words and pictures set by typst: a document as PDF, a picture as PNG. The same bytes each time.

Templates are constant; all else reaches them as data, so that nothing in it is read as markup.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

_FONTS = ("font_source_sans_pro", "font_source_serif_pro")
_LATIN = 0x250  # the fonts that come along have the letters below; others are the system's
_LATIN_MARKS = range(0x2000, 0x2C00)
# A file made twice is the same file.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.data), format: "svg")"""
_DOTS = 192  # an inch; a picture has 96 of its own: twice as fine


def png(svg: str) -> bytes:
    """Return a picture as PNG, two pixels to each of its own a side."""
    return typeset(_PICTURE, svg, "png")


def typeset(template: bytes, data: str, form: Literal["pdf", "png"]) -> bytes:
    """Return what a template makes of data."""
    import typst  # noqa: PLC0415  (only who downloads a brief or a picture pays for it)

    own = all(ord(c) < _LATIN or ord(c) in _LATIN_MARKS for c in data)
    folders = [_folder(name) for name in _FONTS]
    made = typst.compile(
        template,
        format=form,
        ppi=_DOTS,
        font_paths=typst.Fonts(include_system_fonts=not own, font_paths=folders),
        sys_inputs={"data": data},
        timestamp=_NO_TIME,
    )
    if not isinstance(made, bytes):
        raise TypeError("what was set is not one file")
    return made


def _folder(package: str) -> str:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(package)
    return str(Path(found.origin).parent / "files")
