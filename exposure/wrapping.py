"""Text that was broken into lines of one width, read as the paragraphs that it is.

Editors of plain text and of Markdown break lines; pages and word processors do not. A block of
lines is taken as broken when every break was needed: the first word of the next line would not
have fitted. Then its line ends become spaces, one character for one, so that places hold.
"""

import re
from itertools import pairwise, zip_longest

__all__ = ["unwrapped"]

_NARROWEST, _WIDEST = 40, 140  # columns of text that is broken by width
_SLACK = 3  # columns; some editors break a little early
_APART = re.compile(r"\s*(?:[|#>*+\u2022-]|\d+[.)]\s)")  # begins a row, a heading, a point


def unwrapped(text: str) -> str:
    r"""Return a text with the line ends that stand inside its paragraphs as spaces.

    Examples
    --------
    >>> unwrapped("A company that nobody knows has agreed to pay $30\nbillion for another.")
    'A company that nobody knows has agreed to pay $30 billion for another.'
    >>> unwrapped("A heading\nA text below it.")
    'A heading\nA text below it.'
    """
    lines = text.split("\n")
    ends = ["\n"] * (len(lines) - 1)
    first = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or not lines[index].strip():
            if index > first + 1:
                ends[first : index - 1] = _ends(lines[first:index])
            first = index + 1
    return "".join(line + end for line, end in zip_longest(lines, ends, fillvalue=""))


def _ends(block: list[str]) -> list[str]:
    """Return what stands between the lines of a block: spaces where every break was needed."""
    kept = ["\n"] * (len(block) - 1)
    width = max((len(line.rstrip()) for line in block), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return kept
    for index, (line, following) in enumerate(pairwise(block)):
        if _APART.match(following) or _APART.match(line):
            continue
        needed = len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0])
        if needed <= width - _SLACK:
            return ["\n"] * (len(block) - 1)  # lines of their own
        kept[index] = " "
    return kept
