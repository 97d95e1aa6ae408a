"""Text of the data -> markdown that prints it as it stands."""

from __future__ import annotations

import re
from urllib.parse import quote


def plain(words: str) -> str:
    r"""Return text that markdown prints as it stands: no markup, no formula, no link.

    >>> plain("$5 and $6 *bn* <b>")
    '\\$5 and \\$6 \\*bn\\* \\<b\\>'
    """
    return re.sub(r"([\\`*_{}\[\]<>()#+!|$~:^-])", r"\\\1", words)


def label(words: str) -> str:
    r"""Return text for the label of a widget, which is also read aloud, as it is written.

    >>> label("A-B, % a year"), label("a *b*")
    ('A-B, % a year', 'a \\*b\\*')
    """
    return plain(words) if re.search(r"[\`*_\[\]<>#|$~:]", words) else words


def bare(words: str) -> str:
    r"""Return markdown of ours as the words that it prints.

    >>> bare(":red[▲ 2 points above]  \nbaseline 20\\.6 %")
    '▲ 2 points above; baseline 20.6 %'
    """
    words = re.sub(r":\w+\[((?:\\.|[^\]\\])*)\]", r"\1", words).replace("  \n", "; ")
    return re.sub(r"\\(.)", r"\1", words)


def link(words: str, url: str) -> str:
    """Return markdown of words that lead to an address, if there is one."""
    return f"[{plain(words)}]({quote(url, safe='/:?&=#%+,;@~')})" if url else plain(words)
