"""The rule for dates that the ledger has as such: the day of a filing, of an instalment, of a new rating."""

import re
from collections.abc import Iterator

from exposure.dates import in_words
from exposure.draft.claims import Claim
from exposure.draft.draft import Draft
from exposure.draft.facts import GENERIC, Fact
from exposure.draft.finding import Finding, note
from exposure.draft.sentences import stems

__all__ = ["day_of_event"]

_DATES = frozenset({"date", "rating"})
_LEAST = 2  # words of a label that a sentence must have besides its companies
_MOST = 0.6  # of them
_ORDINALS = {
    name: frozenset(words.split())
    for name, words in {
        "first": "first initial opening 1st", "second": "second 2nd", "third": "third 3rd last final",
    }.items()
}  # fmt: skip
# What a text may call what a label calls otherwise: stems of one thing.
_ALIKE = (
    frozenset({"filin", "filed", "file", "files", "paper", "submi", "sent"}),
    frozenset({"listi", "ipo", "float", "offer", "flota", "initi", "list"}),
    frozenset({"insta", "tranc", "payme", "payou", "paid", "pay"}),
    frozenset({"lower", "downg", "cut", "cuts"}),
    frozenset({"raise", "upgra", "lifte", "raisi"}),
    frozenset({"negat"}),
)  # fmt: skip
_YEAR = re.compile(r"\d{4}")
_ASIDE = re.compile(r"\b(?:after|since|before|until|ahead of|following|by)\b[^,;]*$")


def day_of_event(draft: Draft) -> Iterator[Finding]:
    """Find another day or month for an event of which the ledger has the day."""
    facts = [f for f in draft.facts.by_unit.get("date", ()) if f.measure in _DATES]
    events = [(f, _label(draft, f)) for f in facts if draft.was_known(f)]
    for claim in draft.reading.claims if events else ():
        if _is_a_day(claim):
            clause = _clause(claim)
            heard = frozenset(re.findall(r"\w+", clause.lower())), stems(clause)
            for fact, label in events:
                if _tells(draft, claim, fact, label, heard):
                    yield from _against(draft, claim, fact)


def _is_a_day(claim: Claim) -> bool:
    """Tell whether a claim is a day or a month, the only one of its clause."""
    q, words = claim.quantity, _clause(claim)
    exact = q.kind == "date" and "-" in q.iso and "/" not in q.iso
    alone = not any(other.kind == "date" and other.printed in words for other in claim.others)
    year = _YEAR.fullmatch(q.iso) is not None
    return (exact or year) and alone and not claim.sentence.tabular


def _against(draft: Draft, claim: Claim, fact: Fact) -> Iterator[Finding]:
    """Yield a date, where it is another than that of the event."""
    q = claim.quantity
    meant = [when for when in (q, *claim.dates) if when.start == q.start and when.low]
    if not meant or any(when.low <= fact.high and fact.low <= when.high for when in meant):
        return
    iso = str(fact.figure.right.value_si)
    since = "since" in fact.subject.label
    aside = _ASIDE.search(claim.sentence.text[: claim.inner[0]]) and not since
    if aside or (_YEAR.fullmatch(q.iso) and not _YEAR.fullmatch(iso)):
        return
    words = f"{fact.subject.label}: {draft.where(fact)} has {in_words(iso)}"
    yield note(draft.reading, q, "date", words, right=iso, figure=fact.figure.id)


def _label(draft: Draft, fact: Fact) -> frozenset[str]:
    """Return the words that tell an event, without its companies and which of several it is."""
    names = stems(" ".join(draft.name(key) for key in fact.sides))
    return fact.words - GENERIC - names - {"day", "month", *(name[:5] for name in _ORDINALS)}


def _tells(
    draft: Draft,
    claim: Claim,
    fact: Fact,
    label: frozenset[str],
    heard: tuple[frozenset[str], frozenset[str]],
) -> bool:
    """Tell whether a clause tells of the event of a fact: its companies, its words, which of several."""
    reach = draft.about(claim) | claim.sentence.companies | frozenset(draft.reading.companies[:3])
    numbered = [name for name in _ORDINALS if name in fact.subject.label]
    words, cut = heard
    if not fact.sides <= reach or any(not _ORDINALS[name] & words for name in numbered):
        return False
    every = claim.sentence.stems
    told = not numbered and len(label) >= _LEAST and all(every & _same(stem) for stem in label)
    if told and len({x.start for x in claim.dates} | {claim.quantity.start}) == 1:
        return True
    shared = sum(bool(cut & _same(stem)) for stem in label)
    most = shared >= _LEAST and shared >= _MOST * len(label)
    return most or (shared == len(label) > 0 and bool(numbered))


def _clause(claim: Claim) -> str:
    """Return the part of its clause in which a date stands, between two "and"."""
    parts = re.split(r"\band\b", claim.own_clause)
    return next((part for part in parts if claim.quantity.printed in part), claim.own_clause)


def _same(stem: str) -> frozenset[str]:
    return next((alike for alike in _ALIKE if stem in alike), frozenset({stem}))
