"""A text cut into sentences, with the companies that each names and the words that tell how.

Names come from the caller; the words here are those of the language, not of any company.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from exposure.draft.cues import ACTED_ON, CUES, DESCRIBED, SHARES_OF, TELLING

__all__ = ["Mention", "Sentence", "Span", "places", "sentences", "stems"]

Span = tuple[int, int]

_END = re.compile(
    r"(?<=[A-Za-z0-9)%\"'\u201d\u2019][.!?])(?<![\s.][A-Z]\.)[\"'\u201d\u2019)]*\s+(?=[\"'\u201c(]?[A-Z0-9$])"
    r"|(?<=[。\uff01\uff1f])"
)
_CLOSED = re.compile(r"[.!?。\uff01\uff1f:;|\"'\u201d\u2019)]\s*$")
_BREAK = re.compile(r"[,;:()]| and | while | but | which |\u2014")
_LONGEST = 1_000  # characters of one sentence; a longer one is cut
# fmt: off
_COMMON = frozenset([
    "the", "and", "of", "in", "for", "its", "on", "as", "to", "by", "a", "an", "with", "that",
    "from", "after", "before", "one", "all", "own",
])
# fmt: on
_ABBREVIATION = re.compile(
    r"\b(?:Corp|Inc|Co|Ltd|approx|ca|vs|No|Mr|Ms|Dr|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A company named in a text: its key, its place, and whether words make it the object."""

    key: str
    start: int
    end: int
    role: str  # "subject", "object" (in, into, for), "agent" (by, from), "recipient", "source"


@dataclass(frozen=True)
class Sentence:
    """A stretch of text; ``heading`` when it is the title or a line without a full stop."""

    start: int
    end: int
    text: str
    paragraph: int
    heading: bool
    mentions: tuple[Mention, ...] = ()

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its words, see `stems`."""
        return stems(self.text)

    @cached_property
    def companies(self) -> frozenset[str]:
        """The keys of the companies that it names."""
        return frozenset(mention.key for mention in self.mentions)

    @cached_property
    def tabular(self) -> bool:
        """Whether it is a line of a pipe table."""
        return self.text.count("|") > 1

    @cached_property
    def breaks(self) -> list[int]:
        """Where it breaks: at commas, brackets and conjunctions."""
        return [m.start() for m in _BREAK.finditer(self.text)]

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether a pattern is found in it; looked for once, however many claims ask."""
        if pattern not in self._found:
            self._found[pattern] = pattern.search(self.text) is not None
        return self._found[pattern]

    @cached_property
    def _found(self) -> dict[re.Pattern[str], bool]:
        return {}

    @cached_property
    def cues(self) -> Mapping[str, tuple[Span, ...]]:
        """Where the words stand that speak of each measure; no entry when there are none."""
        return places(CUES, self.text)

    @cached_property
    def telling(self) -> Mapping[str, tuple[Span, ...]]:
        """Where the words stand that tell a deal as done, planned or talked about."""
        return places(TELLING, self.text)


def sentences(text: str, names: Mapping[str, str]) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; a line of a table is one of its own.

    ``names`` maps how texts name a company to its key.
    """
    mentions = _mentions(text, names)
    starts = [m.start for m in mentions]
    paragraph = 0
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip():
            continue
        paragraph += 1
        cut = list(_cut(line.group(), line.start()))
        heading = not _CLOSED.search(line.group()) or (paragraph == 1 and len(cut) == 1)
        for start, end in cut:
            inside = mentions[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]
            yield Sentence(start, end, text[start:end], paragraph, heading, tuple(inside))


def places(cues: Mapping[str, re.Pattern[str]], text: str) -> dict[str, tuple[Span, ...]]:
    """Return where each of some cues stands in a text; no entry for one that does not."""
    found = {name: tuple(m.span() for m in cue.finditer(text)) for name, cue in cues.items()}
    return {name: where for name, where in found.items() if where}


def stems(text: str) -> frozenset[str]:
    """Return the words of a text, cut to five letters, without those that every text has."""
    words = re.findall(r"[A-Za-z][A-Za-z-]+|\b20\d\d\b", text)
    return frozenset(w[:5].lower() for w in words if w.lower() not in _COMMON)


def _mentions(text: str, names: Mapping[str, str]) -> list[Mention]:
    if not names:
        return []
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(
        r"(?P<role>\b(?:[Ii]n|into|for|[Oo]f|on|at|[Bb]y|[Ff]rom|to|with)\s+(?:the\s+|its\s+|their\s+)?)?"
        rf"(?<![\w-])(?P<name>{listed})(?![\w])"
    )
    return [
        Mention(names[m["name"]], m.start("name"), m.end("name"), _role(text, m))
        for m in pattern.finditer(text)
    ]


def _role(text: str, match: re.Match[str]) -> str:
    first = (match["role"] or "").lower().split()[:1]
    if first and first[0] in {"by", "from"}:
        return "agent"
    if first and first[0] == "to":
        according = text[max(0, match.start() - 12) : match.start()].rstrip().endswith("ccording")
        return "source" if according else "recipient"
    if first:
        return "subject" if first[0] == "with" else "object"
    before = text[max(0, match.start() - 60) : match.start()]
    acted_on = ACTED_ON.search(before) or DESCRIBED.search(before)
    # "Its Acme shares" are shares of Acme; "Acme shares rose" is about Acme as well.
    return "object" if acted_on or SHARES_OF.match(text, match.end()) else "subject"


def _cut(line: str, offset: int) -> Iterator[Span]:
    start = 0
    ends = [
        m.end()
        for m in _END.finditer(line)
        if not _ABBREVIATION.search(line[max(0, m.start() - 10) : m.start()])
    ]
    for end in (*ends, len(line)):
        while end - start > _LONGEST:
            space = line.rfind(" ", start, start + _LONGEST) + 1
            piece = space if space > start else start + _LONGEST
            yield offset + start, offset + piece
            start = piece
        if end > start:
            yield offset + start, offset + end
            start = end
