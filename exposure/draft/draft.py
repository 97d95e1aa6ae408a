"""A text beside a ledger: the fact that each claim agrees with, and how well all else fits.

A number alone is no match: holder, target, measure and date of the claim count too, and the words
of the quantity's label decide between facts that share all of them.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from exposure import listing
from exposure.draft.against import spoken_against
from exposure.draft.claims import Claim
from exposure.draft.facts import (
    EVENTS,
    RELATED,
    Fact,
    Facts,
    Match,
    names,
)
from exposure.draft.fitting import fit, may_mean, measured
from exposure.draft.reading import Reading
from exposure.draft.weighing import rival
from exposure.entries import Deal
from exposure.ledger import Ledger
from exposure.quantities import Quantity

__all__ = ["Draft"]


# The least that must fit besides the number. Counts and dates are everywhere: they need more.
_LEAST = {"count": 6.0, "date": 6.0, "multiple": 4.0}
_EXACT, _MISPRINT = 2.5, -0.25
_REPEATED = 0.5
_SEVERAL = 2  # of a loan's lenders, that name it as well as who borrows
_AHEAD = 3  # days that a draft may be ahead of a figure
_FORGOTTEN = 120  # days after which talks are over


class Draft:
    """A reading of a text, a ledger or none, and the day of the draft."""

    def __init__(self, text: str, ledger: Ledger | None, today: date) -> None:
        self.ledger = ledger
        self.today = today
        self.facts = Facts(ledger)
        self._fits: dict[tuple[int, str], float | None] = {}
        self._rivals: dict[tuple[int, str], Fact | None] = {}
        self._comparable: dict[tuple[frozenset[str], str, frozenset[str]], list[Fact]] = {}
        self._known: dict[str, bool] = {}
        self._candidates: dict[tuple[frozenset[str], str], list[Fact]] = {}
        self.reading = Reading(text, names(ledger.companies) if ledger else {}, today)

    @cached_property
    def matches(self) -> Mapping[int, Match]:
        """The fact of each claim that agrees with one, by the claim's place."""
        found: dict[int, Match] = {}
        same: dict[tuple[object, ...], Match] = {}
        for claim in self.reading.claims:
            if match := self._match(claim):
                found[claim.quantity.start] = match
                spoken = claim.sentence.companies or claim.sentence.refers
                if not spoken or self.rival(claim, match.fact):
                    continue
                best = same.setdefault(_key(claim.quantity), match)
                if match.score > best.score:
                    same[_key(claim.quantity)] = match
        # What was named once may be repeated without all its names: "the $60 billion".
        for claim in self.reading.claims:
            again, named = same.get(_key(claim.quantity)), claim.sentence.companies
            own = found.get(claim.quantity.start)
            if again is None or own is again or (own and (named or claim.column)):
                continue
            if self._repeats(claim, again.fact):
                found[claim.quantity.start] = Match(again.fact, _REPEATED)
        return found

    def _repeats(self, claim: Claim, fact: Fact) -> bool:
        """Tell whether a claim may repeat a fact that was named before: "the $60 billion"."""
        if claim.sense and fact.sense not in {"", claim.sense}:
            return False  # 35 % in normal times is not the 35 % of an emergency
        if claim.case(fact.measure) not in {"", fact.case}:
            return False
        amount = claim.quantity.kind in {"money", "percent"} and not fact.misprint
        if amount and not may_mean(claim, fact):
            return False  # a loan of 5 billion is not the payment of 5 billion
        before = claim.sentence.text[: claim.inner[0]]
        return claim.sentence.companies <= fact.sides or _SAID_BEFORE.search(before) is not None

    def matched(self, *, grounded: bool = True) -> Iterator[tuple[Claim, Fact]]:
        """Yield the claims that agree with a fact; grounded ones name its companies, or speak of them."""
        for claim in self.reading.claims:
            match = self.matches.get(claim.quantity.start)
            if match is None:
                continue
            named = claim.sentence.companies
            if not named and claim.goes_on:
                named = named.union(*(s.companies for s in claim.before))
            if not grounded or match.fact.sides & named:
                yield claim, match.fact

    def unmatched(self, *kinds: str) -> Iterator[Claim]:
        """Yield the claims of some kinds, outside tables, that agree with no fact, or with a wrong one."""
        for claim in self.reading.claims:
            if claim.quantity.kind not in kinds:
                continue
            match = self.matches.get(claim.quantity.start)
            if match is None or self._beaten(claim, match.fact):
                yield claim

    def _beaten(self, claim: Claim, fact: Fact) -> bool:
        """Tell whether a number is that of a fact, but not of what the claim is about."""
        if spoken_against(self, claim, fact):
            return True
        return self.stands(fact) and self.rival(claim, fact) is not None

    def known(self, q: Quantity) -> bool:
        """Tell whether the ledger has a quantity as the draft prints it, and as right."""
        match = self.matches.get(q.start)
        return match is not None and not match.fact.misprint

    def candidates(self, claim: Claim) -> list[Fact]:
        """Return the facts of a claim's kind about the companies that its sentence names."""
        keys = self.about(claim)
        if (found := self._candidates.get((keys, claim.quantity.kind))) is None:
            every = {f.figure.id: f for key in sorted(keys) for f in self.facts.by_company[key]}
            kind = claim.quantity.kind
            found = [f for f in every.values() if f.figure.kind == kind and self.was_known(f)]
            self._candidates[keys, claim.quantity.kind] = found
        return found

    def comparable(self, claim: Claim) -> list[Fact]:
        """Return its candidates of the same unit that its words may measure; all others fit in nothing."""
        key = self.about(claim), claim.quantity.unit, frozenset(claim.distances)
        if (found := self._comparable.get(key)) is None:
            unit = claim.quantity.unit
            found = [f for f in self.candidates(claim) if f.unit == unit and may_mean(claim, f)]
            self._comparable[key] = found
        return found

    def about(self, claim: Claim) -> frozenset[str]:
        """Return the companies that a claim's sentence names; those before it when it names none."""
        named = claim.sentence.companies
        named = named or frozenset(key for s in claim.before for key in s.companies)
        told = claim.limits or (not claim.sentence.companies and claim.sentence.refers)
        if self.ledger and told and any("ltv" in s.cues for s in (claim.sentence, *claim.before)):
            return named | {self.ledger.group}  # nobody else has such a ratio, or limits of it
        return named

    def best(self, claim: Claim, facts: list[Fact], least: float) -> Fact | None:
        """Return the fact that fits a claim best, among some that are measured in its sentence."""
        scored = [
            (fits, index)
            for index, fact in enumerate(facts)
            if measured(claim, fact)
            and (fits := self.fit(claim, fact)) is not None
            and fits >= least
        ]
        return facts[max(scored, key=lambda pair: (pair[0], -pair[1]))[1]] if scored else None

    def fit(self, claim: Claim, fact: Fact) -> float | None:
        """Return how well holder, target, measure, date and words of a claim fit a fact.

        ``None`` when one of them speaks against it.
        """
        key = claim.quantity.start, fact.figure.id
        if key not in self._fits:
            self._fits[key] = fit(self, claim, fact)
        return self._fits[key]

    def was_known(self, fact: Fact) -> bool:
        """Tell whether a fact was known on the day of the draft; a forecast is of a later day."""
        if fact.figure.id not in self._known:
            early = fact.first_day <= self.today.toordinal() + _AHEAD
            # A limit was in force before it was first printed.
            first = fact.measure == "ltv limit" and fact.first_day == min(
                other.first_day for other in self.facts.by_quantity[fact.subject.id]
            )
            self._known[fact.figure.id] = early or first or fact.figure.status == "forecast"
        return self._known[fact.figure.id]

    def stands(self, fact: Fact) -> bool:
        """Tell whether nothing had replaced a fact by the day of the draft."""
        return self.successor(fact) is None

    def successor(self, fact: Fact) -> Fact | None:
        """Return the last of the figures that replaced one by the draft's day; None while it stands.

        What is only announced replaces nothing that is, before a first part of it was done.
        """
        found, seen, today = None, {fact.figure.id}, self.today.toordinal()
        while later := fact.figure.superseded_by:
            following = self.facts.by_id[later]
            if following.first_day > today or later in seen or not self._in_force(fact, following):
                break
            ends = (fact.low, fact.high, fact.unit)
            if (following.low, following.high, following.unit) == ends:
                return None
            found, fact = following, following
            seen.add(later)
        return found

    def _in_force(self, fact: Fact, later: Fact) -> bool:
        """Tell whether a later figure has replaced one: it is done, or begun, or both are plans."""
        planned = later.figure.status in {"announced", "in talks", "forecast"}
        if not planned or fact.figure.status != "completed":
            return True
        return any(
            event.measure in EVENTS and event.figure.status == "completed"
            and event.sides == later.sides
            and later.last_day < event.first_day <= self.today.toordinal()
            for event in self.facts.by_company[str(later.subject.target)]
        )  # fmt: skip

    def forgotten(self, fact: Fact) -> bool:
        """Tell whether a fact is of talks that are over by the day of the draft."""
        over = self.today.toordinal() - fact.last_day > _FORGOTTEN
        return fact.figure.status == "in talks" and over

    def rival(self, claim: Claim, fact: Fact | None) -> Fact | None:
        """Return a fact of another number that fits a claim clearly better than all it agrees with.

        The number of one year's ratio is no tick for another year's.
        """
        key = claim.quantity.start, fact.figure.id if fact else ""
        if key not in self._rivals:
            self._rivals[key] = rival(self, claim, fact)
        return self._rivals[key]

    def agreeing(self, claim: Claim) -> Fact | None:
        """Return the right fact that a claim agrees with, unless its words fit another number better."""
        match = self.matches.get(claim.quantity.start)
        if match is None or match.score == _REPEATED:
            return match.fact if match else None
        right = [f for f in self.facts.near(claim.quantity) if not f.misprint]
        fact = self.best(claim, right, 0) if match.fact.misprint else match.fact
        if fact and spoken_against(self, claim, fact):
            then = [f for f in right if not spoken_against(self, claim, f)]
            fits = [(fit, -index) for index, f in enumerate(then) if (fit := self.fit(claim, f))]
            best = max(fits, default=(0.0, 0))
            fact = then[-best[1]] if best[0] >= _LEAST.get(claim.quantity.kind, 1.0) else None
        return None if fact is None or self.rival(claim, fact) else fact

    def elsewhere(self, claim: Claim) -> Fact | None:
        """Return the fact that has the number of a claim, where the claim's words are about another."""
        match = self.matches.get(claim.quantity.start)
        return match.fact if match and self.speaks_of(claim, match.fact) else None

    def concerned(self, claim: Claim) -> bool:
        """Tell whether a claim's sentence, or one before it, names a company of the ledger."""
        return any(s.companies for s in (claim.sentence, *claim.before))

    def where(self, fact: Fact) -> str:
        """Return article and paragraph of a figure, or the page that published it."""
        return listing.where(self.ledger, fact.figure) if self.ledger else ""

    def speaks_of(self, claim: Claim, fact: Fact) -> bool:
        """Tell whether the words of a claim, and not its number alone, are about a fact's companies.

        Each is named in the text, and one of them in the sentence, or before one that refers to it.
        """
        named = claim.sentence.companies
        if claim.column:
            named = frozenset(self.reading.companies) if measured(claim, fact) else named
        elif not named and claim.goes_on:
            named = self.about(claim)
        known = named.union(self.reading.companies)
        again = self.matches[claim.quantity.start].score == _REPEATED
        accepted = {fact.measure} | RELATED.get(fact.measure, frozenset())
        if claim.quantity.kind == "percent" and not (again or accepted & claim.distances.keys()):
            return False
        lent = any(len(named & {*deal.lenders}) >= _SEVERAL for deal in self.deals(fact))
        return not fact.sides or again or lent or bool(fact.sides & named and fact.sides <= known)

    def name(self, key: str) -> str:
        """Return a company's name."""
        known = self.ledger.companies if self.ledger else {}
        return known[key].label if key in known else key

    def deals(self, fact: Fact) -> list[Deal]:
        """Return the deals of which a fact is a part."""
        return self.facts.deals.get(fact.subject.id, [])

    def _match(self, claim: Claim) -> Match | None:
        best: Match | None = None
        for fact in () if claim.compared else self.facts.near(claim.quantity):
            fits = self.fit(claim, fact)
            if fits is None:
                continue
            exact = float(claim.quantity.low) == fact.low or float(claim.quantity.high) == fact.high
            score = fits + _EXACT * exact + _MISPRINT * fact.misprint
            if best is None or score > best.score:
                best = Match(fact, score)
        return best if best and best.score >= _LEAST.get(claim.quantity.kind, 1.0) else None


_SAID_BEFORE = re.compile(r"\b(?:the|this|that|these|those|same)\s+$", re.IGNORECASE)


def _key(q: Quantity) -> tuple[object, ...]:
    return q.unit, q.low, q.high
