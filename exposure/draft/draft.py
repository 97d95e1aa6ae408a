"""A text beside a ledger: the fact that each claim agrees with, and how well all else fits.

A number alone is no match: holder, target, measure and date of the claim count too, and the words
of the quantity's label decide between facts that share all of them.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from exposure import listing
from exposure.draft.claims import SAME_DEAL, Claim
from exposure.draft.cues import GETS, SPENDS
from exposure.draft.facts import (
    CHANGES,
    EVENTS,
    GENERIC,
    INVESTED,
    RELATED,
    Fact,
    Facts,
    Match,
    names,
)
from exposure.draft.reading import Reading
from exposure.entries import Deal
from exposure.ledger import Ledger
from exposure.quantities import Quantity

__all__ = ["CLOSE", "Draft", "dated", "measured"]

CLOSE = 45
"""Days that may lie between an event and the report of it."""

# The least that must fit besides the number. Counts and dates are everywhere: they need more.
_LEAST = {"count": 6.0, "date": 6.0, "multiple": 4.0}
_EXACT, _MISPRINT = 2.5, -0.25
_FAR, _NEAR, _BESIDE = 70, 45, 25
_REPEATED = 0.5
_AHEAD = 3  # days that a draft may be ahead of a figure
_FORGOTTEN = 120  # days after which talks are over


class Draft:
    """A reading of a text, a ledger or none, and the day of the draft."""

    def __init__(self, text: str, ledger: Ledger | None, today: date) -> None:
        self.ledger = ledger
        self.today = today
        self.facts = Facts(ledger)
        self._fits: dict[tuple[int, str], float | None] = {}
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
                best = same.setdefault(_key(claim.quantity), match)
                if match.score > best.score:
                    same[_key(claim.quantity)] = match
        # What was named once may be repeated without all its names: "the $60 billion".
        for claim in self.reading.claims:
            again = same.get(_key(claim.quantity))
            if again is None or claim.quantity.start in found:
                continue
            named = claim.sentence.companies
            before = claim.sentence.text[: claim.inner[0]]
            if named <= again.fact.sides or _SAID_BEFORE.search(before):
                found[claim.quantity.start] = Match(again.fact, _REPEATED)
        return found

    def matched(self, *, grounded: bool = True) -> Iterator[tuple[Claim, Fact]]:
        """Yield the claims that agree with a fact; grounded ones name its companies, or speak of them."""
        for claim in self.reading.claims:
            match = self.matches.get(claim.quantity.start)
            if match is None:
                continue
            named = claim.sentence.companies
            if not named and (claim.sentence.refers or claim.sentence.has(SAME_DEAL)):
                named = named.union(*(s.companies for s in claim.before))
            if not grounded or match.fact.sides & named:
                yield claim, match.fact

    def unmatched(self, *kinds: str) -> Iterator[Claim]:
        """Yield the claims of some kinds, outside tables, that agree with no fact."""
        for claim in self.reading.claims:
            known = claim.quantity.start in self.matches
            if claim.quantity.kind in kinds and not known and not claim.column:
                yield claim

    def known(self, q: Quantity) -> bool:
        """Tell whether the ledger has a quantity as the draft prints it, and as right."""
        match = self.matches.get(q.start)
        return match is not None and not match.fact.misprint

    def candidates(self, claim: Claim) -> list[Fact]:
        """Return the facts of a claim's kind about the companies that its sentence names."""
        keys = self.about(claim)
        if (found := self._candidates.get((keys, claim.quantity.kind))) is None:
            every = {fact.figure.id: fact for key in keys for fact in self.facts.by_company[key]}
            found = [fact for fact in every.values() if fact.figure.kind == claim.quantity.kind]
            self._candidates[keys, claim.quantity.kind] = found
        return found

    def about(self, claim: Claim) -> frozenset[str]:
        """Return the companies that a claim's sentence names; those before it when it names none."""
        named = claim.sentence.companies
        named = named or frozenset(key for s in claim.before for key in s.companies)
        if not named and self.ledger and "ltv" in claim.sentence.cues and claim.sentence.refers:
            return frozenset({self.ledger.group})  # "the group" of nobody else has such a ratio
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
            self._fits[key] = self._fit(claim, fact)
        return self._fits[key]

    def _fit(self, claim: Claim, fact: Fact) -> float | None:
        holder, target = fact.subject.holder, fact.subject.target
        if not self.was_known(fact):
            return None
        # Who is paid by another has not paid.
        paid = fact.measure in INVESTED and holder is not None and claim.object == holder
        if paid and (target is None or claim.subject not in {"", holder, target}):
            return None
        if fact.measure in INVESTED and holder and claim.subject == target and self._spends(claim):
            return None
        sides = (
            self._side(
                claim, holder, target, "" if self._lends(claim.subject, fact) else claim.subject
            ),
            self._side(claim, target, holder, claim.object),
        )
        if sides[0] is None or sides[1] is None or self._unlike(claim, fact):
            return None
        near = claim.distances
        score = sides[0] + sides[1]
        if fact.measure == "ltv limit" and claim.limits:
            score += 3  # "keeps its LTV below" speaks of a limit
        elif fact.measure in near:
            rank = sorted(near, key=near.__getitem__).index(fact.measure)
            score += max(1.0, 3.0 - rank)
        elif near:
            score += 1
        if self.forgotten(fact) and claim.status in {"planned", "done"}:
            score -= 1
        score += self._date_fit(claim, fact)
        local, wide = fact.words & claim.local_stems, fact.words & claim.stems
        score += min(2.0, 0.4 * len(local) + 0.1 * len(wide))
        if fact.figure.modality == claim.quantity.modality:
            score += 0.25 if claim.quantity.modality == "exactly" else 1
        return score

    def was_known(self, fact: Fact) -> bool:
        """Tell whether a fact was known on the day of the draft; a forecast is of a later day."""
        early = fact.first_day <= self.today.toordinal() + _AHEAD
        # A limit was in force before it was first printed.
        first = fact.measure == "ltv limit" and fact.first_day == min(
            other.first_day for other in self.facts.by_quantity[fact.subject.id]
        )
        return early or first or fact.figure.status == "forecast"

    def stands(self, fact: Fact) -> bool:
        """Tell whether nothing had replaced a fact by the day of the draft."""
        later = fact.figure.superseded_by
        return later is None or self.facts.by_id[later].first_day > self.today.toordinal()

    def forgotten(self, fact: Fact) -> bool:
        """Tell whether a fact is of talks that are over by the day of the draft."""
        over = self.today.toordinal() - fact.last_day > _FORGOTTEN
        return fact.figure.status == "in talks" and over

    def agreeing(self, claim: Claim) -> Fact | None:
        """Return the right fact that a claim agrees with."""
        match = self.matches.get(claim.quantity.start)
        if match is None or not match.fact.misprint:
            return match.fact if match else None
        right = [f for f in self.facts.near(claim.quantity) if not f.misprint]
        return self.best(claim, right, 0)

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
        elif not named and (claim.sentence.refers or claim.sentence.has(SAME_DEAL)):
            named = self.about(claim)
        known = named.union(self.reading.companies)
        again = self.matches[claim.quantity.start].score == _REPEATED
        accepted = {fact.measure} | RELATED.get(fact.measure, frozenset())
        if claim.quantity.kind == "percent" and not (again or accepted & claim.distances.keys()):
            return False
        return not fact.sides or again or bool(fact.sides & named and fact.sides <= known)

    def name(self, key: str) -> str:
        """Return a company's name."""
        known = self.ledger.companies if self.ledger else {}
        return known[key].label if key in known else key

    def deals(self, fact: Fact) -> list[Deal]:
        """Return the deals of which a fact is a part."""
        return self.facts.deals.get(fact.subject.id, [])

    def _match(self, claim: Claim) -> Match | None:
        best: Match | None = None
        for fact in self.facts.near(claim.quantity):
            fits = self.fit(claim, fact)
            if fits is None:
                continue
            exact = float(claim.quantity.low) == fact.low or float(claim.quantity.high) == fact.high
            score = fits + _EXACT * exact + _MISPRINT * fact.misprint
            if best is None or score > best.score:
                best = Match(fact, score)
        return best if best and best.score >= _LEAST.get(claim.quantity.kind, 1.0) else None

    def _spends(self, claim: Claim) -> bool:
        """Tell whether who gets the money of a fact is told as spending: "Birch will pay Acme"."""
        text, first = claim.sentence.text, claim.sentence.start
        left = [m for m in claim.sentence.mentions if m.end <= claim.quantity.start]
        subject = next((m for m in reversed(left) if m.key == claim.subject), None)
        between = text[subject.end - first : claim.inner[0]] if subject else ""
        return SPENDS.search(between) is not None and not GETS.search(between)

    def _lends(self, company: str, fact: Fact) -> bool:
        """Tell whether a company lends what the holder of a fact borrows."""
        return any(company in deal.lenders for deal in self.deals(fact))

    def _unlike(self, claim: Claim, fact: Fact) -> bool:
        """Tell whether the words say something else than a fact: another measure, a change."""
        if claim.sense and (
            fact.sense not in {"", claim.sense} or (fact.measure == "ltv" and claim.limits)
        ):
            return True
        nobody = fact.subject.holder is None and fact.subject.target is None
        if nobody and len((fact.words & claim.stems) - GENERIC) < 2:  # noqa: PLR2004
            return True
        # A stake that is worth something is not what the company is worth.
        if fact.measure == "company value" and claim.of_part:
            return True
        changes = claim.change and claim.quantity.kind == "percent"
        if changes and fact.measure not in CHANGES:
            return True
        accepted = {fact.measure} | RELATED.get(fact.measure, frozenset())
        return bool(claim.distances) and not accepted & claim.distances.keys()

    def _side(
        self, claim: Claim, company: str | None, other: str | None, acting: str
    ) -> float | None:
        """Score one side of a fact: the company as subject or object, named, or only in reach.

        ``None`` when another company stands in its place.
        """
        if company is None:
            return 0
        if company in {claim.subject, claim.object}:
            return 3
        free = acting in {"", company, other}
        if company in claim.sentence.companies:
            return 2 if free else 1
        group = {self.ledger.group} if self.ledger else set()
        before = any(company in sentence.companies for sentence in claim.before)
        if not free or (not before and company not in group.union(self.reading.companies[:3])):
            return None
        # Who is meant by "it": the one named last; of limits, the group, if nobody is named.
        last = claim.before[-1].companies if before else group if claim.limits else frozenset()
        if last == {company} and claim.sentence.refers:
            return 2
        return 1 if before else 0.5

    def _date_fit(self, claim: Claim, fact: Fact) -> float:
        spans = [
            (float(q.low), float(q.high)) for q in claim.dates if q.low and q is not claim.quantity
        ]
        if not spans:  # news is of its day
            recent = fact.first_day - CLOSE <= self.today.toordinal() <= fact.last_day + CLOSE
            return float(recent)
        if any(a - CLOSE <= fact.last_day and fact.first_day <= b + CLOSE for a, b in spans):
            return 2
        return -1 if fact.measure in EVENTS else -0.5


def measured(claim: Claim, fact: Fact, far: int = _FAR) -> bool:
    """Tell whether the sentence speaks of what a fact measures, near the number."""
    near = claim.distances
    accepted = {fact.measure} | RELATED.get(fact.measure, frozenset())
    gaps = [near[name] for name in accepted if name in near]
    far *= 2 if claim.alone else 1  # nothing else in the sentence can be meant
    return bool(gaps) and min(gaps) <= min(far, max(_NEAR, min(near.values()) + _BESIDE))


def dated(claim: Claim, fact: Fact, reach: int = 0) -> bool:
    """Tell whether the sentence names the time of a fact, to a quarter or within some days of it."""
    for q in claim.dates:
        low, high = float(q.low) - reach, float(q.high) + reach
        narrow = reach or q.high - q.low < 100  # noqa: PLR2004 - days of a quarter, and some
        if q.low and narrow and low <= fact.last_day and fact.first_day <= high:
            return True
    return False


_SAID_BEFORE = re.compile(r"\b(?:the|this|that|these|those|same)\s+$", re.IGNORECASE)


def _key(q: Quantity) -> tuple[object, ...]:
    return q.unit, q.low, q.high
