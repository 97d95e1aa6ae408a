"""The few elements of SVG that a picture is made of; every text is escaped here."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any
from unicodedata import category

from exposure.wording import GAP

# Characters that XML cannot hold.
_ALLOWED = "\t\n"
_LINE = 1.2


def element(name: str, inside: str = "", **attributes: Any) -> str:  # noqa: ANN401  (numbers and text)
    """Return an element; a number is rounded to what can be seen.

    >>> element("circle", cx=1.23456, stroke_width=2)
    '<circle cx="1.23" stroke-width="2"/>'
    """
    told = "".join(
        f' {key.replace("_", "-")}="{_told(value)}"'
        for key, value in attributes.items()
        if value not in (None, "")
    )
    return f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>"


def line(x1: float, y1: float, x2: float, y2: float, **style: Any) -> str:  # noqa: ANN401
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **style)


def rectangle(x: float, y: float, width: float, height: float, fill: str, **more: Any) -> str:  # noqa: ANN401
    """Return a rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, **more)


def label(  # noqa: PLR0913  (a text has a place, a font and a side)
    x: float,
    y: float,
    rows: list[str],
    font: dict[str, Any],
    *,
    anchor: str = "start",
    baseline: str = "middle",
    paper: str = "",
    turned: bool = False,
) -> str:
    """Return lines of text; ``anchor`` and ``baseline`` say which side of it stands at the place."""
    size = float(font.get("size", 13))
    height = size * _LINE
    top = {"top": size * 0.6, "bottom": -size * 0.45 - height * (len(rows) - 1)}.get(
        baseline, size * 0.35 - height * (len(rows) - 1) / 2
    )
    halo = {"paint_order": "stroke", "stroke": paper, "stroke_width": 3} if paper else {}
    return "".join(
        element(
            "text",
            escaped(row),
            x=x,
            y=y + top + i * height,
            fill=font.get("color"),
            font_size=size,
            font_family=font.get("face"),
            font_weight=font.get("weight"),
            text_anchor=anchor,
            transform=f"rotate(-90 {_told(x)} {_told(y)})" if turned else None,
            **halo,
        )
        for i, row in enumerate(rows)
        if row
    )


def lines(words: str) -> list[str]:
    """Return a label of a figure, which is pseudo-HTML, as lines of text.

    >>> lines("a &lt;b&gt;<br>c")
    ['a <b>', 'c']
    """
    return [unescape(re.sub(r"</?[biu]>", "", row)) for row in re.split(r"<br ?/?>", str(words))]


def escaped(words: str) -> str:
    r"""Return text as it stands between tags or in an attribute.

    >>> escaped("a<b>\0")
    'a&lt;b&gt;'
    """
    return escape(_printable(words))


def _printable(words: str) -> str:
    """Return text without the characters that XML cannot hold; a space of some width is none."""
    words = words.replace(GAP, " ")
    return "".join(c for c in words if c in _ALLOWED or c.isprintable() or category(c) == "Zs")


def _told(value: object) -> str:
    if isinstance(value, float):
        return f"{round(value, 2) + 0.0:g}" if abs(value) < 1e5 else f"{value:.0f}"  # noqa: PLR2004
    return escaped(str(value))
