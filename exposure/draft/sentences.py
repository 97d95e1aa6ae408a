"""A text cut into sentences, with the companies that each names and the words that tell how.

Names come from the caller; the words here are those of the language, not of any company.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from exposure.draft.cues import ACTED_ON, CUES, DESCRIBED, DONE_BY, SENSES, SHARES_OF, TELLING

__all__ = ["Mention", "Sentence", "Span", "places", "sentences", "stems"]

Span = tuple[int, int]

_END = re.compile(
    r"(?<=[A-Za-z0-9)%\"'\u201d\u2019][.!?])(?<![\s.][A-Z]\.)[\"'\u201d\u2019)]*\s+(?=[\"'\u201c(]?[A-Z0-9$\u20ac\u00a3\u00a5])"
    r"|(?<=[。\uff01\uff1f])"
)
_CLOSED = re.compile(r"[.!?。\uff01\uff1f:;|\"'\u201d\u2019)]\s*$")
_BREAK = re.compile(r"[,;:()]| and | while | but | which |\u2014")
_GOES_ON = re.compile(
    r"\bfor\s+[^.;]{0,40}\d(?:[^.;]|\.\d){0,20}(?:,|\band|,\s+and)\s+(?:the\s+)?$"
)
_GIVES = re.compile(
    r"\b(?:promis(?:es?|ed|ing)|g[ai]v(?:es?|en|ing)|pledg(?:es?|ed)|l[ae]n[dt]s?|pa(?:ys|id)|hand(?:s|ed)|sen[dt]s?|offer(?:s|ed)"
    r"|grant(?:s|ed)|owes?|owed|costs?|brought|earn(?:s|ed))\s+(?:the\s+)?$"
)
_NUMBER_NEXT = re.compile(
    r"\s+(?:up to|as much as|at least|more than|less than|over|about|around|roughly|nearly|almost|some|another"
    r"|a further|an additional)?\s*(?:[A-Z]{2,3}\s?)?[$\u20ac\u00a3\u00a5]?\s?\d"
)
_ITS_PRICE = re.compile(r"(?:['\u2019]s?)?(?:\s+[\w'\u2019-]+){0,3}\s+for\s+[^.;]{0,20}\d")
_HELD_OF = re.compile(
    r"\b(?:stake|holding|share(?:holding)?|interest|position|investments?|payments?)\s+$",
    re.IGNORECASE,
)
_WENT_FOR = re.compile(
    r"\s+(?:w[eo]nt|goes|sold|fetched|changed hands)\b(?: for)?(?=[^,;]{0,20}\d)"
)
_WITH_MONEY = re.compile(rf"\s+(?:with|to the tune of){_NUMBER_NEXT.pattern}")
_TAKES = re.compile(r"\bt(?:akes?|ook|aken|aking)\s+$")
_BACKED = re.compile(
    r"(?:,|\b(?:start-?up|company|firm|group|business|maker|developer|lab|unit|carrier)) (?:which is |that is |also )?"
    r"(?:backed|founded|run|controlled|majority-owned)\s+$"
)
_ITS_MONEY = re.compile(
    r"['\u2019]s? (?:own )?(?:money|cash|capital|funds|funding)\b"
    r"|['\u2019]s? (?:[a-z]+ ){0,2}(?:stakes?|holdings?|share(?:holding)?s?|interests?|positions?|bets?|investments?|payments?"
    r"|commitments?|pledges?|outlays?) (?:in|into|on|to)\b"
)
# What may stand for a company named before; "the fund" may be anybody.
_PRONOUN = re.compile(
    r"\W*(?:[\w'\u2019-]+,?\s+){0,5}?(?P<word>it|its|they|their|he|she|his|her|the (?:\w+ )?(?:group|company|measure"
    r"|figure|ratio|money|firm|conglomerate)|(?:company|group|house) (?:policy|rules?))\b",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"the|a|an|in|on|by|at|but|and|for|with|after|before|since|under|as|when|while|if|though"
    r"|although|yet|still|now|then|last|this|that|these|those|to|from|of|not|only|even|also|so"
    r"|meanwhile|however|today|here|there|both|all|until|once|because|or|through|over|during"
    r"|despite|besides|beyond|later|earlier|next|again|instead|what|company|group|house|were"
    r"|should|had|is|was|will|does|having|given|following|including|excluding|two|three|one"
    r"|first|second|together|between",
    re.IGNORECASE,
)
_CALENDAR = frozenset([
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep",
    "Sept", "Oct", "Nov", "Dec", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday", "Q1", "Q2", "Q3", "Q4",
])  # fmt: skip
_LONGEST = 1_000  # characters of one sentence; a longer one is cut
# fmt: off
# "Acme bankrolled Birch": who follows the verb is acted on, unless it only says that Birch did something.
_ACTS = re.compile(
    r"\s+(?:(?:has|have|had|will|would|may|might|could|can|to|also|already|now|then|later|soon|recently)\s+)*"
    r"(?P<verb>[a-z]+)\s+"
)
_SAYS = frozenset([
    "said", "says", "say", "and", "or", "that", "which", "as", "while", "because", "if", "when", "where",
    "after", "before", "but", "plus", "than", "think", "thinks", "thought", "believes", "expects", "hopes",
    "sees", "saw", "is", "was", "are", "were", "via", "through", "unit", "executive", "chief", "rival",
    "know", "knows", "wants", "insisted", "argued", "reported", "announced", "confirmed", "denied", "like",
])
_COMMON = frozenset([
    "the", "and", "of", "in", "for", "its", "on", "as", "to", "by", "a", "an", "with", "that",
    "from", "after", "before", "one", "all", "own",
])
# fmt: on
# What begins a sentence after the full stop of "Corp."; a company's name does as well.
_BEGINS = re.compile(
    r"(?:The|It|Its|In|On|By|At|An?|He|She|They|Their|But|And|For|With|That|This|As|After|Since|Under|Of)\b"
)
_ABBREVIATION = re.compile(
    r"\b(?:(?P<firm>Corp|Inc|Co|Ltd)|approx|ca|vs|No|Mr|Ms|Dr|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$"
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
    def refers(self) -> bool:
        """Whether it begins with a word such as "it" that may mean a company named before.

        "The Fed kept its rate" does not: its own subject is a name, though not a known one.
        """
        pronoun = _PRONOUN.match(self.text)
        if pronoun is None:
            return False
        first, *rest = re.findall(r"[^\W\d_][\w'\u2019-]*", self.text[: pronoun.start("word")]) or [
            ""
        ]
        named = {self.text[m.start - self.start : m.end - self.start] for m in self.mentions}
        unknown = any(
            word[0].isupper() and word not in _CALENDAR and not any(word in name for name in named)
            for word in rest
        )
        opens = (
            not first
            or _OPENER.fullmatch(first) is not None
            or first.endswith("ly")
            or first in _CALENDAR
        )
        return not unknown and (opens or any(first in name for name in named))

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

    @cached_property
    def senses(self) -> Mapping[str, tuple[Span, ...]]:
        """Where the words stand that tell what a limit is for."""
        return places(SENSES, self.text)


def sentences(text: str, names: Mapping[str, str]) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; a line of a table is one of its own.

    ``names`` maps how texts name a company to its key.
    """
    mentions = _mentions(text, names)
    starts = [m.start for m in mentions]
    named = frozenset(starts)
    paragraph = 0
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip():
            continue
        paragraph += 1
        cut = list(_cut(line.group(), line.start(), named))
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
    found: list[Mention] = []
    for m in pattern.finditer(text):
        role = _role(text, m)
        if role == "subject" and found and found[-1].role == "subject":
            verb = _ACTS.fullmatch(text, found[-1].end, m.start())
            role = "object" if verb and verb["verb"] not in _SAYS else role
        found.append(Mention(names[m["name"]], m.start("name"), m.end("name"), role))
    return found


def _role(text: str, match: re.Match[str]) -> str:
    word = next(iter((match["role"] or "").lower().split()), "")
    before, after = text[max(0, match.start() - 60) : match.start()], match.end()
    shares = SHARES_OF.match(text, after)
    # "Parted with its Acme shares" acts on Acme; "Acme shares rose" is about Acme as well.
    role = {"": "", "with": "", "by": "agent", "from": "agent", "to": "recipient"}.get(
        word, "object"
    )
    if word == "by" and _BACKED.search(before):
        role = "source"  # "Birch, a start-up backed by Acme, raised 2 billion"
    elif word == "of" and before.endswith("out "):
        role = "agent"  # "got 5 billion out of Acme"
    elif word == "from" and shares:
        role = "object"
    elif word == "to" and before.rstrip().endswith("ccording"):
        role = "source"
    elif word == "of":
        role = _owner(before, text, match) or role
    elif not role:
        acted_on = shares or (not word and _acted_on(before, text, after))
        role = "object" if acted_on else "subject"
    return role


def _owner(before: str, text: str, match: re.Match[str]) -> str:
    """Return the role of a name after "of" that owns something; nothing when it is only spoken of."""
    if DONE_BY.search(before[-24:] + match["role"]):
        return "agent"  # "in the hands of Acme"
    holds = _HELD_OF.search(before) and text.startswith((" in ", " into ", " to "), match.end())
    pays = _ITS_MONEY.match(text, match.end())
    return "subject" if holds or pays else ""  # "the stake of Acme in Birch", "of Acme's money"


def _acted_on(before: str, text: str, after: int) -> bool:
    return bool(
        ACTED_ON.search(before)
        or DESCRIBED.search(before)
        or (_TAKES.search(before) and text.startswith(" over", after))
        # "For 5 billion and Acme for 4" goes on with what is bought.
        or (_GOES_ON.search(before) and _ITS_PRICE.match(text, after))
        # "It promised Acme 5 billion": who stands between the verb and the number receives.
        or (_GIVES.search(before) and _NUMBER_NEXT.match(text, after))
        or _WITH_MONEY.match(text, after)
        or _WENT_FOR.match(text, after)  # "Birch went for 5 billion"
    )


def _cut(line: str, offset: int, named: frozenset[int]) -> Iterator[Span]:
    start = 0
    ends = [
        m.end()
        for m in _END.finditer(line)
        if not (short := _ABBREVIATION.search(line[max(0, m.start() - 10) : m.start()]))
        or (short["firm"] and (offset + m.end() in named or _BEGINS.match(line, m.end())))
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
