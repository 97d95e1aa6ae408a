"""A *claim*: a quantity with what stands around it.

Whom its sentence names and in which role, what is measured, whether it is told as done, planned or
talked about, and the dates beside it.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from math import inf

from exposure.draft.acting import acting_behind, carried, giver, receiver
from exposure.draft.cases import case
from exposure.draft.cues import CHANGE, CHANGED, CUES, SAME_DEAL
from exposure.draft.limits import sense
from exposure.draft.mentions import Mention
from exposure.draft.nearness import Nearness
from exposure.draft.phrases import (
    BOUNDARY,
    COMPARED,
    DEALT,
    DRAWN,
    FOR_A_PRICE,
    HAS,
    HAS_PAID,
    IF,
    OF_A_DEAL,
    OF_COMPANY,
    OF_THEM,
    PAID_ALL,
    PART,
    SHARE_OF,
    SO_FAR,
    THE_FIGURE,
    THEN,
    WHOLE,
)
from exposure.draft.rivals import otherwise, settled
from exposure.draft.sentences import Sentence, places, stems
from exposure.draft.when import free_dates, joined, own_dates
from exposure.entries import MEASURES
from exposure.quantities import Quantity

__all__ = ["Claim"]

# Distances, in characters.
_NEXT_TO, _SHORTLY = 40, 12
_CARRIED = 40  # how far off what the sentence before measures is
_FROM_TO = re.compile(r"\bfrom\b[^;]*\bto (?:\w+ )?$")
_NOBODY = Mention("", 0, 0, "subject")


@dataclass(frozen=True)
class Claim:
    """A quantity and what stands around it."""

    quantity: Quantity
    sentence: Sentence
    before: tuple[Sentence, ...]  # the sentences of the paragraph that come first
    dates: tuple[Quantity, ...]  # dates of the sentence
    others: tuple[Quantity, ...]  # its other quantities
    column: str = ""  # the head of its column, when it stands in a table
    earlier: tuple[
        Quantity, ...
    ] = ()  # dates of the sentence before, where this one goes on and has none

    @cached_property
    def inner(self) -> tuple[int, int]:
        """The place of the quantity within the sentence."""
        return self.quantity.start - self.sentence.start, self.quantity.end - self.sentence.start

    @cached_property
    def _near(self) -> Nearness:
        return Nearness(self.sentence, self.inner, self.others)

    @cached_property
    def distances(self) -> dict[str, int]:
        """How far off the nearest word is that speaks of each measure."""
        found = {name: self._near.nearest(where) for name, where in self.sentence.cues.items()}
        told = any(self.quantity.kind == "date" or self._may_measure(name) for name in found)
        if not told and self.before and (self.sentence.has(THE_FIGURE) or self.sentence.kind):
            found = dict.fromkeys(self.before[0 if self.sentence.kind else -1].cues, _CARRIED)
        if self.before and OF_THEM.match(self.sentence.text, self.inner[1]):
            found = dict.fromkeys(self.before[-1].cues, _CARRIED) or found
        column = places(CUES, self.column) if self.column else {}
        found |= dict.fromkeys(column, 0)
        found = {name: gap for name, gap in found.items() if self._may_measure(name)}
        start, end = self.inner
        if named := otherwise(self.sentence.text, start, end, self.quantity.kind):
            return {named: 0}
        found = settled(found, self.sentence) or self._implied
        if (
            "company value" in found and self.of_part and not DEALT.search(self.own_clause)
        ):  # "valued its Acme shares at 5 billion"
            value = found.pop("company value")
            found["holding value"] = min(value, found.get("holding value", value))
        return found

    @property
    def _implied(self) -> dict[str, int]:
        """What a number measures that no word speaks of: money into a company, a share of one."""
        if self.sentence.tabular or self.column:
            return {}
        into = [m for m in self.sentence.mentions if m.role in {"object", "recipient"}]
        if self.quantity.kind == "money" and into and self.subject not in {"", into[0].key}:
            return {"investment": self._distance_of(min(into, key=self._distance_of))}
        if self.quantity.kind == "money" and self._giver and self.object:
            return {"investment": _SHORTLY}
        return self._implied_stake(into) if self.quantity.unit == "fraction" else {}

    def _implied_stake(self, into: list[Mention]) -> dict[str, int]:
        """Return a stake for "5 % of the company", and for "Acme has 5 %" after owners were spoken of."""
        behind, end = self.sentence.text[self.inner[1] :], self.quantity.end
        of_it = SHARE_OF.match(behind)
        near = of_it and any(0 < m.start - end < _NEXT_TO for m in into)
        if near or OF_COMPANY.match(behind):
            return {"stake": 0}
        told = not of_it and self._has_it and any("stake" in s.cues for s in self.before)
        return {"stake": _SHORTLY} if told else {}

    @property
    def _has_it(self) -> bool:
        """Whether right before it stands who has it: "Acme has 5 %, Birch 4 %"."""
        before = HAS.search(self.sentence.text[: self.inner[0]])
        place = before.start() + self.sentence.start if before else -1
        return any(m.end == place for m in self.sentence.mentions)

    def _may_measure(self, measure: str) -> bool:
        """Tell whether its kind of number can measure this; "shares" of money are no price change."""
        kind = self.quantity.kind
        changes = measure == "share price change" and kind == "money"
        return kind in MEASURES[measure] and not changes

    @cached_property
    def reached(self) -> dict[tuple[str, int], bool]:
        """Which measures were found near it, see `fitting.measured`."""
        return {}

    @cached_property
    def stems(self) -> frozenset[str]:
        """The words of the sentence and of the head of the column, see `stems`."""
        return self.sentence.stems | stems(self.column)

    @cached_property
    def local_stems(self) -> frozenset[str]:
        """The words of the clause."""
        return stems(self.clause)

    @cached_property
    def clause(self) -> str:
        """The words nearest to it: up to the next stronger break or quantity on either side."""
        start, end = self.inner
        text, (starts, ends) = self.sentence.text, self._near.taken
        left = max((place for place in ends if place <= start), default=0)
        right = min((place for place in starts if place >= end), default=len(text))
        before = re.split(r"[;:()\u2014]", text[left:start])[-1]
        after = re.split(r"[;:()\u2014]", text[end:right])[0]
        return f"{before} {after} {self.column}"

    def around(self, reach: int) -> str:
        """Return the words of the sentence up to some characters on either side of it."""
        text, (start, end) = self.sentence.text, self.inner
        return f"{text[max(0, start - reach) : start]} {text[end : end + reach]}"

    @cached_property
    def own_dates(self) -> tuple[Quantity, ...]:
        """The dates with no other amount between them and it; of "at that date" the only one told."""
        if self.column:
            return self.dates  # a row's date is that of all its cells
        if self.then:  # "at that date": of one told before, and not behind it
            told = tuple(when for when in self.dates if when.end <= self.quantity.start)
            return told if len({when.start for when in told}) == 1 else self._carried_dates
        if not self.dates and not (self.perfect or SO_FAR.search(self.own_clause)):
            return self._carried_dates
        return own_dates(self.sentence, self.quantity, self.dates, self.others)

    @cached_property
    def times(self) -> tuple[Quantity, ...]:
        """Its own dates; else those of the sentence that are of no other amount, or of the one before."""
        free = free_dates(self.sentence, self.quantity, self.dates, self.others)
        return self.own_dates or free or self.earlier

    @property
    def _carried_dates(self) -> tuple[Quantity, ...]:
        """The only date of the sentence before, where this one goes on about a thing that was done then."""
        one = len({when.start for when in self.earlier}) == 1
        moved = _FROM_TO.search(
            self.sentence.text[: self.inner[0]]
        )  # it is what became of a number
        goes_on = (
            one
            and not moved
            and self.quantity.kind == "money"
            and self.status not in {"planned", "talks"}
        )
        return tuple(when for when in self.earlier if when.low) if goes_on else ()

    @cached_property
    def dated_behind(self) -> bool:
        """Whether its date stands right behind it: "from 5 billion in May"."""
        return bool(joined(self.sentence.text, self.sentence.start, self.quantity, self.dates))

    @cached_property
    def then(self) -> bool:
        """Whether it is told of the time that was told before: "at that date"."""
        return THEN.search(self.clause) is not None

    @cached_property
    def own_clause(self) -> str:
        """The words up to the next comma, bracket or conjunction on either side."""
        text, (start, end) = self.sentence.text, self.inner
        left = max((m.end() for m in BOUNDARY.finditer(text, 0, start)), default=0)
        right = BOUNDARY.search(text, end)
        return text[left : right.start() if right else len(text)]

    @cached_property
    def of_part(self) -> bool:
        """Whether its clause speaks of a stake, and not of what the whole is valued at."""
        return bool(PART.search(self.own_clause)) and not WHOLE.search(self.own_clause)

    @cached_property
    def perfect(self) -> bool:
        """Whether its clause tells what has been paid, which may be all that was."""
        return HAS_PAID.search(self.own_clause) is not None

    @cached_property
    def so_far(self) -> bool:
        """Whether it is told as all that there is up to now: "so far it has paid"."""
        return not self.own_dates and SO_FAR.search(self.own_clause) is not None

    @cached_property
    def drawn(self) -> bool:
        """Whether right before it stands that it was drawn: "had drawn 5 billion"."""
        return DRAWN.search(self.sentence.text[: self.inner[0]]) is not None

    @cached_property
    def paid_all(self) -> bool:
        """Whether it is told as paid to the last part: "has paid all of the 30 billion it pledged"."""
        return PAID_ALL.search(self.sentence.text[: self.inner[0]]) is not None

    @cached_property
    def change(self) -> bool:
        """Whether it says by how much something rose or fell, not how much it is."""
        text, (start, end) = self.sentence.text, self.inner
        return bool(CHANGE.search(text[max(0, start - 45) : start]) or CHANGED.match(text, end))

    @cached_property
    def compared(self) -> bool:
        """Whether it only compares two numbers, or is what several have together: no figure of one."""
        return COMPARED.match(self.sentence.text, self.inner[1]) is not None

    @cached_property
    def status(self) -> str:
        """How it is told: "talks", "planned", "done", or nothing; the nearest word decides."""
        if self.paid_all:
            return "done"
        found = {name: self._near.nearest(where) for name, where in self.sentence.telling.items()}
        if not found and self.sentence.kind and self.before and len(self.before[0].telling) == 1:
            return next(iter(self.before[0].telling))  # of all that is listed
        return min(found, key=found.__getitem__, default="")

    @cached_property
    def sense(self) -> str:
        """What a limit is for, as the words beside it tell: a key of `SENSES`, or nothing."""
        return sense(self)

    def case(self, measure: str) -> str:
        """Which of two it is, where what a measure measures has both; see `cases`."""
        if measure not in self._cases:
            self._cases[measure] = case(self, measure)
        return self._cases[measure]

    @cached_property
    def _cases(self) -> dict[str, str]:
        return {}

    @cached_property
    def limits(self) -> bool:
        """Whether it is told as a limit for some case, and not as what is."""
        bounds = self.quantity.modality in {"below", "less than", "more than", "up to", "at least"}
        told = "ltv limit" in self.distances or bounds or self.sentence.has(IF)
        return bool(self.sense) and told

    @cached_property
    def alone(self) -> bool:
        """Whether its sentence holds no other amount."""
        return all(q.kind in {"date", "count"} for q in self.others)

    @cached_property
    def of_a_round(self) -> bool:
        """Whether a stake stands beside it before and after: it says what money is to buy."""
        return sum(q.unit == "fraction" for q in self.others) > 1

    def how_far(self, status: str) -> int | None:
        """How far off the nearest word is that tells a status; None when there is none."""
        where = self.sentence.telling.get(status)
        return self._near.nearest(where) if where else None

    @cached_property
    def subject(self) -> str:
        """The company that the claim seems to be about: who holds, pays or borrows."""
        mentions = self.sentence.mentions
        left = [m for m in mentions if m.end <= self.quantity.start and m.role == "subject"]
        # "Acme, which had been after Birch for years, paid 5 billion"
        own = self.sentence.aside(self.inner[0])
        left = [
            m for m in left if self.sentence.aside(m.start - self.sentence.start) in {None, own}
        ] or left
        if self._giver:
            return self._giver
        if self.quantity.kind == "percent" and (owner := receiver(self.sentence, self.inner[0])):
            return owner
        if left:
            return left[-1].key
        # Somebody named before, or nobody: "the loan was arranged by Acme" has no subject.
        if self.sentence.refers or self.sentence.has(OF_A_DEAL):
            return ""
        return acting_behind(self.sentence, self.inner[1])

    @cached_property
    def carried(self) -> tuple[str, ...]:
        """Who acts in the sentence before, where its own goes on; and on whom, if it is about the same deal."""
        named = carried(self.before) if self.sentence.carries_on else ()
        return named if self.sentence.has(SAME_DEAL) else named[:1]

    @cached_property
    def goes_on(self) -> bool:
        """Whether its sentence may mean companies that it does not name: those of the one before, or above its list."""
        told = self.sentence.refers or self.sentence.has(SAME_DEAL) or bool(self.sentence.kind)
        return told or bool(self.carried)

    @cached_property
    def _giver(self) -> str:
        return giver(self.sentence, *self.inner)

    @cached_property
    def object(self) -> str:
        """The company in which, of which or for which the amount is."""
        mentions = [m for m in self.sentence.mentions if m.key != self._giver]
        objects = [m for m in mentions if m.role in {"object", "recipient"}]
        if self._giver:  # "X gets 5 billion from Y", "X is owned by Y"
            objects += [m for m in mentions if m.role == "subject"]
        own = [m for m in objects if not self._of_the_next(m)] or objects
        return min(own, key=self._distance_of, default=_NOBODY).key

    def _of_the_next(self, mention: Mention) -> bool:
        """Tell whether a company behind it stands before a price of its own: "5 billion and Acme for 4"."""
        text, offset = self.sentence.text, self.sentence.start
        return mention.start >= self.quantity.end and any(
            FOR_A_PRICE.fullmatch(text, mention.end - offset, q.start - offset)
            for q in self.others
            if q.kind == "money" and q.start >= mention.end
        )

    def how_near(self, company: str) -> float:
        """Return how far off the nearest mention of a company is."""
        found = (self._distance_of(m) for m in self.sentence.mentions if m.key == company)
        return min(found, default=inf)

    def _distance_of(self, mention: Mention) -> int:
        return self._near.gap(
            mention.start - self.sentence.start, mention.end - self.sentence.start
        )
