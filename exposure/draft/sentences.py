"""A text cut into sentences, with the companies that each names and the words that tell how.

Names come from the caller; the words here are those of the language, not of any company.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from exposure.draft.cues import CUES, SAME_DEAL, SENSES, TELLING
from exposure.draft.mentions import Mention, mentions

__all__ = ["Sentence", "Span", "places", "sentences", "stems"]

Span = tuple[int, int]

_END = re.compile(
    r"(?<=[A-Za-z0-9)\]%\"'\u201d\u2019][.!?])(?<![\s.][A-Z]\.)[\"'\u201d\u2019)]*\s+(?=[\"'\u201c(]?[A-Z0-9$\u20ac\u00a3\u00a5])"
    r"|(?<=[。\uff01\uff1f])"
)
_CLOSED = re.compile(r"[.!?。\uff01\uff1f:;|\"'\u201d\u2019)]\s*$")
_BREAK = re.compile(r"[,;:()]| and | while | but | which |\u2014")
# What may stand for a company named before; "the fund" may be anybody.
_PRONOUN = re.compile(
    r"\W*(?:[$\u20ac\u00a3\u00a5]?[\w'\u2019.-]*\w%?,?\s+){0,7}?(?P<word>it|its|they|their|he|she|his|her|the (?:[\w-]+ )?(?:group|company|measure"
    r"|figure|ratio|money|firm|conglomerate)|(?:company|group|house) (?:policy|rules?)|net asset value|NAV|LTV|loan[- ]to[- ]value)\b",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"right|straight|the|a|an|in|on|by|at|but|and|for|with|after|before|since|under|as|when|while|if|though"
    r"|although|yet|still|now|then|last|this|that|these|those|to|from|of|not|only|even|also|so"
    r"|meanwhile|however|today|here|there|both|all|until|once|because|or|through|over|during"
    r"|despite|besides|beyond|later|earlier|next|again|instead|what|company|group|house|were"
    r"|should|had|is|was|will|does|having|given|following|including|excluding|two|three|one"
    r"|first|second|together|between|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|twenty",
    re.IGNORECASE,
)
_CALENDAR = frozenset([
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep",
    "Sept", "Oct", "Nov", "Dec", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday", "Q1", "Q2", "Q3", "Q4",
])  # fmt: skip
# Of finance, and of countries: no name of anybody.
_SHORT = frozenset([
    "AI", "US", "USA", "UK", "EU", "LTV", "NAV", "CEO", "CFO", "IPO", "USD", "JPY", "EUR", "GBP", "RMB",
    "CNY", "I", "U", "S",
])  # fmt: skip
_NATION = re.compile(r"(?:[a-z]ese|ish|ican|ean|sian|rman)$|-based$|^(?:Swiss|French|Dutch)$")
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
# "The sale brought in 5 billion"; "Total consideration of the transaction is 5 billion".
_GOES_ON = re.compile(
    rf"^\W*(?:(?:[A-Z][a-z]+|[Tt]he|[Ii]ts) )?(?:total |final |purchase |agreed )?(?:considerations?|prices?|costs?|amounts?|value|sum) (?:of|for) {SAME_DEAL.pattern}"
    rf"|^\W*(?:(?:In|On|By|At|As of|Until|For|With|After|From|Of|Out of|Since|Under)\b[^,;.]{{0,40}}?(?:, )?)?{SAME_DEAL.pattern}"
)
# "It was in May that Acme paid": the sentence names who is meant.
_CLEFT = re.compile(
    r"\W*(?:it|this) (?:is|was|were) [^.;]*\b(?:that|who|which|when|where)\b", re.IGNORECASE
)
# ", on which it had spent 5 billion," stands apart from the rest.
_ASIDE = re.compile(r",\s+(?:\w+\s+)?(?:which|whose|who|whom|where)\b[^,;]*,")
# "Acme is its largest backer": says who somebody is, and nothing of what was done.
_DESCRIBES = re.compile(r"\b(?:is|was|are|were) (?:an?|the|its|their|one of|among)\b")
# "Acme is a shareholder of Birch", which leaves for the next how much it holds.
_IS_OWNER = re.compile(
    r"\b(?:is|was|are|were) (?:an?|the|its|their|one of|among) (?:[\w-]+ ){0,4}?(?:(?:share|stock)holders?|(?:co-)?owners?|investors?|backers?)\b"
)
_ITS_PART = re.compile(
    r"\W*(?:[Ii]ts|[Tt]he|[Tt]hat) (?:\w+ )?(?:stake|share(?:holding)?|holding|interest|part|slice|position)\b"
)
# "The group has 5 billion": a statement of its own, about who was named.
_A_COMPANY = re.compile(
    r"\W*(?:The|This|That) (?:[\w-]+ ){0,2}(?:company|group|firm|start-?up|lab|maker|chip ?maker|conglomerate)\b"
)
# "The seller, Acme, got 5 billion": of the deal before.
_A_PARTY = re.compile(r"\W*(?:The|Its) (?:seller|buyer|purchaser|acquirer|borrower|vendor)\b")
_ASKS = re.compile(r"\?[\"'\u201d\u2019)*_]*\s*$")
_ITEM = re.compile(r"\s*(?:[-*+\u2022\u2013\u2014\u00b7]|\(?(?:\d{1,2}|[a-z])[.)])\s+")
_ANSWER = re.compile(
    r"\W*(?:A(?:nswer)?[.:)]\W+)?(?:(?:Yes|No|Not (?:quite|yet|really|exactly)|Indeed|Correct|Well|Nope|Easy|Simple)\b[,.!:]?\W*)?"
)
_AMOUNT = re.compile(
    r"[$\u20ac\u00a3\u00a5%]|\b(?:billion|million|trillion|per ?cent|pct)\b|\d ?(?:[mbt]l?n|trl?n|[mbx]|pct?|pp)\b",
    re.IGNORECASE,
)
_THAT_WAS = re.compile(r"\W*(?:that|it|this|then|back then)\b", re.IGNORECASE)
_LONGEST = 1_000  # characters of one sentence; a longer one is cut
_COMMON = frozenset([
    "the", "and", "of", "in", "for", "its", "on", "as", "to", "by", "a", "an", "with", "that", "from",
    "after", "before", "one", "all", "own",
])  # fmt: skip
# What begins a sentence after the full stop of "Corp."; a company's name does as well.
_BEGINS = re.compile(
    r"[0-9$\u20ac\u00a3\u00a5]|(?:The|It|Its|In|On|By|At|An?|He|She|They|Their|But|And|For|With|That|This|As|After|Since|Under|Of|From|To|If|When|While|Once|Until|Together)\b"
)
_ABBREVIATION = re.compile(
    r"\b(?:(?P<firm>Corp|Inc|Co|Ltd)|approx|ca|vs|No|Mr|Ms|Dr|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)


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
        if pronoun is None or (self.mentions and _CLEFT.match(self.text)):
            return False
        first, *rest = _WORD.findall(self.text[: pronoun.start("word")]) or [""]
        opens = (
            not first
            or _OPENER.fullmatch(first) is not None
            or first.endswith("ly")
            or first in _CALENDAR
        )
        return not any(map(self._is_strange, rest)) and (
            opens or any(first in name for name in self._named)
        )

    @cached_property
    def carries_on(self) -> bool:
        """Whether it names nobody and goes on about what was named before: "The sale brought in 5 billion"."""
        if self.mentions or self.heading or self.tabular:
            return False
        return (self.refers or self.has(_GOES_ON)) and not self.strange

    @cached_property
    def strange(self) -> bool:
        """Whether it holds a name that is not that of a known company, its first word aside."""
        _, *rest = _WORD.findall(self.text) or [""]
        return any(map(self._is_strange, rest))

    @cached_property
    def asks(self) -> bool:
        """Whether it is a question."""
        return _ASKS.search(self.text) is not None

    @property
    def leads(self) -> bool:
        """Whether it names who did what and leaves the amount for the next: "Acme sent Birch the money"."""
        apart = self.heading or self.tabular or self.kind or _AMOUNT.search(self.text)
        acting = {m.key for m in self.mentions if m.role == "subject"}
        describes = self.has(_DESCRIBES) and not self.has(_IS_OWNER)
        return bool(self.mentions) and len(acting) <= 1 and not apart and not describes

    def completes(self, former: "Sentence") -> bool:
        """Tell whether it has the amount that a sentence before left out: "The payment came to 5 billion"."""
        if self.paragraph != former.paragraph or self.kind or _A_COMPANY.match(self.text):
            return False
        if former.has(_IS_OWNER) and not _ITS_PART.match(self.text):
            return False  # another thing that its owner did
        goes_on = self.carries_on or (_A_PARTY.match(self.text) and not self.strange)
        return bool(goes_on) and _AMOUNT.search(self.text) is not None

    def answers(self, question: "Sentence") -> bool:
        """Tell whether it is the answer to a question before it, with which it is read as one.

        "What did Acme pay? The price was 5 billion": it names nobody, or only who was asked for.
        "Remember May 2030? That was when Acme paid 5 billion": it says what was asked about.
        """
        if self.paragraph != question.paragraph and (
            self.heading or self.tabular or _AMOUNT.search(question.text)
        ):
            return False  # a headline that asks is none of the story
        if not question.mentions:
            # "When may its rating be cut? At 35 %." goes on about who was named before.
            goes_on = question.carries_on and not (self.mentions or self.asks or self.strange)
            return goes_on or _THAT_WAS.match(self.text) is not None
        opening = _ANSWER.match(self.text)
        _, *rest = _WORD.findall(self.text, opening.end() if opening else 0) or [""]
        return self.companies <= question.companies and not any(map(self._is_strange, rest))

    @cached_property
    def _named(self) -> frozenset[str]:
        """The names of companies that stand in it."""
        return frozenset(
            self.text[m.start - self.start : m.end - self.start] for m in self.mentions
        )

    def _is_strange(self, word: str) -> bool:
        """Tell whether a word is a name, and not that of a known company."""
        known = word in _CALENDAR or word in _SHORT or any(word in name for name in self._named)
        return word[0].isupper() and not known and not _NATION.search(word)

    @property
    def kind(self) -> str:
        """Whether it is a line of a table, "row", or begins an item of a list, "item"; else nothing."""
        return "row" if self.tabular else "item" if _ITEM.match(self.text) else ""

    @cached_property
    def tabular(self) -> bool:
        """Whether it is a line of a pipe table."""
        return self.text.count("|") > 1

    @cached_property
    def breaks(self) -> list[int]:
        """Where it breaks: at commas, brackets and conjunctions."""
        return [m.start() for m in _BREAK.finditer(self.text)]

    @cached_property
    def asides(self) -> tuple[Span, ...]:
        """Where clauses stand between two commas that say something else besides."""
        return tuple(m.span() for m in _ASIDE.finditer(self.text))

    def aside(self, place: int) -> Span | None:
        """Return the clause between two commas in which a place of it stands."""
        return next((span for span in self.asides if span[0] <= place < span[1]), None)

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
        return _longest(places(CUES, self.text))

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
    waiting: Sentence | None = None  # until it is known whether its answer, or its amount, follows
    for sentence in _sentences(text, mentions(text, names)):
        if waiting and (sentence.answers if waiting.asks else sentence.completes)(waiting):
            start, both = waiting.start, (*waiting.mentions, *sentence.mentions)
            sentence = replace(  # noqa: PLW2901 - the two are read as one
                sentence, start=start, text=text[start : sentence.end], mentions=both
            )
        elif waiting:
            yield waiting
        waiting = sentence if sentence.asks or sentence.leads else None
        if not waiting:
            yield sentence
    if waiting:
        yield waiting


def _sentences(text: str, found: list[Mention]) -> Iterator[Sentence]:
    starts = [m.start for m in found]
    named = frozenset(starts)
    paragraph = 0
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip():
            continue
        paragraph += 1
        cut = list(_cut(line.group(), line.start(), named))
        heading = not _CLOSED.search(line.group()) or (paragraph == 1 and len(cut) == 1)
        for start, end in cut:
            inside = found[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]
            yield Sentence(start, end, text[start:end], paragraph, heading, tuple(inside))


def places(cues: Mapping[str, re.Pattern[str]], text: str) -> dict[str, tuple[Span, ...]]:
    """Return where each of some cues stands in a text; no entry for one that does not."""
    found = {name: tuple(m.span() for m in cue.finditer(text)) for name, cue in cues.items()}
    return {name: where for name, where in found.items() if where}


def _longest(found: dict[str, tuple[Span, ...]]) -> dict[str, tuple[Span, ...]]:
    """Return where cues stand, without those inside a longer one: "value" in "net asset value"."""
    every = [span for where in found.values() for span in where]
    inside = {
        one for one in every for other in every
        if other[0] <= one[0] and one[1] <= other[1] and one != other
    }  # fmt: skip
    kept = {name: tuple(s for s in where if s not in inside) for name, where in found.items()}
    return {name: where for name, where in kept.items() if where}


def stems(text: str) -> frozenset[str]:
    """Return the words of a text, cut to five letters, without those that every text has."""
    words = re.findall(r"[A-Za-z][A-Za-z-]+|\b20\d\d\b", text)
    return frozenset(w[:5].lower() for w in words if w.lower() not in _COMMON)


def _cut(line: str, offset: int, named: frozenset[int]) -> Iterator[Span]:
    start = 0
    item = _ITEM.match(line)  # no sentence ends behind the number of an item
    ends = [
        m.end()
        for m in _END.finditer(line, item.end() if item else 0)
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
