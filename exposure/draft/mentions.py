"""The companies that a text names, each with the part that the words around it give it.

Names come from the caller; the words here are those of the language, not of any company.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from exposure.draft.cues import ACTED_ON, DESCRIBED, DONE_BY, SHARES_OF

__all__ = ["Mention", "mentions"]

# What may stand between who acts and what is done: "has already", "is due to".
_HELPERS = (
    r"(?:(?:has|have|had|will|would|may|might|could|can|to|also|already|still|once|now|then|later|soon|recently"
    r"|(?:is|are|was|were)(?: set| due| about| bound)?(?= to\b))\s+)*"
)
_GOES_ON = re.compile(
    r"\bfor\s+[^.;]{0,40}\d(?:[^.;]|\.\d){0,20}(?:,|\band|,\s+and)\s+(?:the\s+)?$"
)
_GIVES = re.compile(
    r"\b(?:promis(?:es?|ed|ing)|g[ai]v(?:es?|en|ing)|pledg(?:es?|ed)|l[ae]n[dt]s?|pa(?:ys|id)|hand(?:s|ed)|sen[dt]s?|offer(?:s|ed)"
    r"|grant(?:s|ed)|owes?|owed|costs?|brought|earn(?:s|ed))\s+(?:the\s+)?$"
)
# "Part of what it promised Acme": who follows the verb of whoever was named is given something.
_IT_GAVE = re.compile(rf"\b(?:it|they|he|she|who|which) {_HELPERS}{_GIVES.pattern}")
_NUMBER_NEXT = re.compile(
    r"\s+(?:up to|as much as|at least|more than|less than|over|about|around|roughly|nearly|almost|some|another"
    r"|a further|an additional)?\s*(?:[A-Z]{2,3}\s?)?[$\u20ac\u00a3\u00a5]?\s?\d"
)
_ITS_PRICE = re.compile(r"(?:['\u2019]s?)?(?:\s+[\w'\u2019-]+){0,3}\s+for\s+[^.;]{0,20}\d")
_PEOPLE = re.compile(
    r"\b(?:directors|board|executives|managers|management|head|boss|chief|founder|treasurer|chairman|lawyers)\s+$",
    re.IGNORECASE,
)
_INCLUDED = re.compile(r",? (?:included|among (?:them|others))\b")
_HELD_OF = re.compile(
    r"\b(?:stake|holding|share(?:holding)?|interest|position|investments?|payments?|slice|piece|(?:ownership|shareholding) (?:ratio|percentage|level))\s+$",
    re.IGNORECASE,
)
_WENT_FOR = re.compile(
    r"\s+(?:w[eo]nt|goes|sold|fetched|changed hands)\b(?: for)?(?=[^,;.]{0,20}\d)"
)
_WITH_MONEY = re.compile(
    rf"\s+(?:with|to the tune of){_NUMBER_NEXT.pattern}(?![\d.,]*\s?(?:%|per ?cent|pct|pc\b))"
)
_TAKES = re.compile(r"\bt(?:akes?|ook|aken|aking)\s+$")
_DOING = re.compile(
    r"\b(?:sales?|disposals?|divestments?|purchases?|acquisitions?|takeovers?|investments?|payments?|commitments?|pledges?|bets?|outlays?|transfers?|buyouts?|exits?)"
    r" (?:(?:in|into|to|of) (?:[A-Z][\w.&-]*\s?){1,3})?$",
    re.IGNORECASE,
)
_BACKED = re.compile(
    r"(?:,|\b(?:start-?up|company|firm|group|business|maker|developer|lab|unit|carrier)) (?:which is |that is |also )?"
    r"(?:backed|founded|run|controlled|majority-owned)\s+$"
)
_ITS_MONEY = re.compile(
    r"['\u2019]s? (?:own )?(?:money|cash|capital|funds|funding)\b"
    r"|['\u2019]s? (?:[\w.-]+ ){0,3}(?:sales?|disposals?|purchases?|acquisitions?|takeovers?|loans?|borrowings?|portfolio|cash|leverage)\b"
    r"|['\u2019]s? (?:[a-z]+ ){0,2}(?:stakes?|holdings?|share(?:holding)?s?|interests?|positions?|bets?|investments?|payments?"
    r"|commitments?|pledges?|outlays?) (?:in|into|on|to)\b"
)
# fmt: off
# "Acme bankrolled Birch": who follows the verb is acted on, unless it only says that Birch did something.
_ACTS = re.compile(
    rf"\s+{_HELPERS}(?P<verb>[a-z]+)\s+"
)
# "Birch has cost Acme a fortune": Acme has paid for Birch.
_COST = re.compile(
    r"(?:['\u2019]s?)?(?:\s+(?:deal|takeover|purchase|acquisition|stake|shares|stock|investment|bet))?"
    rf"\s+{_HELPERS}costs?\s+"
)
# "Acme counts Birch among its owners": Birch holds a part of Acme.
_AS_OWNER = re.compile(
    r" (?:among|as|for) (?:(?:one of|its|an?|the) )*(?:[a-z-]+ )*(?:owners?|shareholders?|stockholders?|investors?|backers?|holders?)\b"
)
_SAYS = frozenset([
    "said", "says", "say", "and", "or", "that", "which", "as", "while", "because", "if", "when", "where",
    "after", "before", "but", "plus", "than", "think", "thinks", "thought", "believes", "expects", "hopes",
    "sees", "saw", "is", "was", "are", "were", "via", "through", "unit", "executive", "chief", "rival",
    "know", "knows", "wants", "insisted", "argued", "reported", "announced", "confirmed", "denied", "like",
])
# fmt: on


@dataclass(frozen=True, slots=True)
class Mention:
    """A company named in a text: its key, its place, and whether words make it the object."""

    key: str
    start: int
    end: int
    role: str  # "subject", "object" (in, into, for), "agent" (by, from), "recipient", "source"


def mentions(text: str, names: Mapping[str, str]) -> list[Mention]:
    """Return where a text names a company, in order; `names` maps how texts name one to its key."""
    if not names:
        return []
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(
        r"(?P<role>\b(?:[Ii]n|into|for|[Oo]f|on|at|[Bb]y|[Ff]rom|to|with)\s+(?:the\s+|its\s+|their\s+)?)?"
        rf"(?<![\w-])(?P<name>{listed}|[Tt]he (?:former|latter))(?![\w])"
    )
    found: list[Mention] = []
    two = ["", ""]  # the former and the latter
    for m in pattern.finditer(text):
        back = {"former": two[0], "latter": two[1]}.get(m["name"].split()[-1])
        key = names.get(m["name"], back or "")
        if not key:
            continue
        if back is None and key != two[1]:
            two = [two[1], key]
        role = _role(text, m)
        if (
            found
            and role in {"subject", "object"}
            and _COST.fullmatch(text, found[-1].end, m.start())
        ):
            found[-1], role = replace(found[-1], role="object"), "subject"
        elif role == "subject" and found and found[-1].role == "subject":
            verb = _ACTS.fullmatch(text, found[-1].end, m.start())
            if verb and _AS_OWNER.match(text, m.end()):
                found[-1] = replace(found[-1], role="object")
            elif verb and verb["verb"] not in _SAYS:
                role = "object"
        found.append(Mention(key, m.start("name"), m.end("name"), role))
    return found


def _role(text: str, match: re.Match[str]) -> str:
    word = next(iter((match["role"] or "").lower().split()), "")
    before, after = text[max(0, match.start() - 60) : match.start()], match.end()
    shares = SHARES_OF.match(text, after)
    # "Parted with its Acme shares" acts on Acme; "Acme shares rose" is about Acme as well.
    role = {"": "", "with": "", "by": "agent", "from": "agent", "to": "recipient"}.get(
        word, "object"
    )
    if _INCLUDED.match(text, after):
        role = "source"  # "to other investors, Acme included"
    elif word == "by" and _DOING.search(before):
        role = "subject"  # "the sale by Acme of Birch shares"
    elif word == "by" and _BACKED.search(before):
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
    acts = _PEOPLE.search(before)
    return (
        "subject" if holds or pays or acts else ""
    )  # "the stake of Acme in Birch", "of Acme's money"


def _acted_on(before: str, text: str, after: int) -> bool:
    return bool(
        ACTED_ON.search(before)
        or DESCRIBED.search(before)
        or (_TAKES.search(before) and text.startswith(" over", after))
        # "For 5 billion and Acme for 4" goes on with what is bought.
        or (_GOES_ON.search(before) and _ITS_PRICE.match(text, after))
        # "It promised Acme 5 billion": who stands between the verb and the number receives.
        or (_GIVES.search(before) and _NUMBER_NEXT.match(text, after))
        or _IT_GAVE.search(before)
        or _WITH_MONEY.match(text, after)
        or _WENT_FOR.match(text, after)  # "Birch went for 5 billion"
    )
