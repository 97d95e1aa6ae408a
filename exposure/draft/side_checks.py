"""The rule for the right number on the wrong company, as holder or as target."""

import re
from collections.abc import Iterator

from exposure.draft.acting import has_own_number
from exposure.draft.claims import Claim
from exposure.draft.cues import IMAGINED
from exposure.draft.draft import Draft
from exposure.draft.facts import RELATED, Fact, agree
from exposure.draft.finding import Finding, note, said
from exposure.draft.fitting import CLOSE, dated, measured
from exposure.quantities import Quantity

__all__ = ["holder_or_target", "in_its_place", "of_nobody_named"]

_LIST = re.compile(r"(?:,|\band\b|\s|\b[A-Z][\w.&-]*)+")
# "Of which 10 billion is to come from co-investors": not from who acts in the sentence.
_OF_OTHERS = re.compile(
    r"[^.;\d]{0,40}\b(?:from|by)\s+(?:[a-z]+[\s-]){0,2}(?:investors|others|partners|backers|shareholders|banks|lenders|buyers|staff)\b"
)
# "Acme holds 28 %, the others 26 %": who has the second is named by no name.
_UNNAMED = re.compile(
    r"(?:,|;|\band)\s+(?:(?:the|its|their|all|an?)\s+)?(?:[a-z]+\s+)?(?:funds?|others|rest|investors|staff"
    r"|workers|backers|shareholders|owners|public|partners?|family|founders?|banks?)\s+(?:(?:about|around|some|has|holds|have|hold|owns?|with|at)\s+)*$"
)
# "The other owners, who have 47 %": who acts is not who was named before.
_WHO = re.compile(r"(?P<who>\w+), (?:who|which (?:ha[sd]|have|h[oe]ld|own|share)s?)\b[^,;]*$")
_WORD = re.compile(r"\w")
_IT = re.compile(
    r"^\W*(?:(?:In|By|On|At|As of) [^,;]{1,25},? )?(?:[Ii]ts?|[Tt]hey|[Tt]heir|[Tt]he (?:\w+ )?(?:company|group|firm))\b"
)
_FOR_A_PRICE = re.compile(
    r"(?:['\u2019]s?)?(?: \w+){0,3} (?:for|at) (?:about |around |some )?[$\u20ac\u00a3\u00a5]?\d"
)
_ODD = 3  # digits of a number that two companies do not share by chance
_OF_ONE = frozenset({"company value", "market value", "market value change", "round size"})


def holder_or_target(draft: Draft) -> Iterator[Finding]:
    """Find the right number on the wrong company."""
    today = draft.today.toordinal()
    for claim in draft.reading.claims:
        q = claim.quantity
        changed = (claim.change and q.kind == "percent") or claim.compared
        if q.kind not in {"money", "percent"} or not claim.sentence.companies or changed:
            continue
        own = draft.matches.get(q.start)
        if (own and in_its_place(claim, own.fact)) or of_nobody_named(claim):
            continue
        for fact in draft.facts.near(q):
            if fact.misprint or not measured(claim, fact):
                continue
            if not _exact(q, fact) and not (_digits(q) > 1 and dated(claim, fact)):
                continue
            wrong = _wrong_side(draft, claim, fact)
            if wrong is None:
                continue
            rule, named, meant = wrong
            instead = _same_for(draft, claim, fact, rule)
            if any(agree(q, other) for other in instead):
                break
            if not instead and not _distinct(claim, fact, today):
                continue
            right = instead[-1].right if instead else None
            also = f", for which it has {said(*right)}" if right else ""
            yield note(
                draft.reading,
                q,
                rule,
                f"{draft.where(fact)} has this for {draft.name(meant)}, not {draft.name(named)}{also}",
                right=right[:2] if right else draft.name(meant),
                figure=fact.figure.id,
            )
            break


def of_nobody_named(claim: Claim) -> bool:
    """Tell whether a number is of somebody without a name, or says how much more one has than another."""
    text, (start, end) = claim.sentence.text, claim.inner
    if _OF_OTHERS.match(text, end) or claim.compared or _UNNAMED.search(text[:start]):
        return True
    if claim.sentence.has(IMAGINED):
        return True  # "own 27 % of Birch" is said to the reader
    owners = _WHO.search(text[:start])
    place = owners.end("who") + claim.sentence.start if owners else 0
    return owners is not None and all(m.end != place for m in claim.sentence.mentions)


def _wrong_side(draft: Draft, claim: Claim, fact: Fact) -> tuple[str, str, str] | None:
    """Return rule, company named and company meant, when one of two sides is filled by another."""
    holder, target = fact.subject.holder, fact.subject.target
    named = claim.sentence.companies
    acts = _acting(claim)
    if (
        holder
        and target
        and (target in named or _goes_on_about(claim, target))
        and acts not in {holder, target, ""}
    ):
        if _listed(claim, holder) or (holder in named and _bought(claim)):
            return None
        return "holder", acts, holder
    last = claim.before[-1].companies if claim.before and claim.sentence.refers else frozenset()
    acting = holder in {claim.subject, claim.object} or (not claim.subject and last == {holder})
    if holder and target and acting and target not in named:
        rest = named - {holder}
        other = claim.subject if claim.object == holder else claim.object
        if other in {"", holder} and len(rest) == 1:
            other = next(iter(rest))  # "sales of Birch stock brought Acme"
        return ("target", other, target) if other not in {holder, target, ""} else None
    alone = not holder and target and target not in named and len(named) == 1
    if alone and target and fact.measure in _OF_ONE:
        other = next(iter(named))
        if all(m.start > claim.quantity.start for m in claim.sentence.mentions):
            return None  # "at a valuation of 157 billion, of which Acme gave 5" values another
        known = {f.measure for f in draft.facts.by_company[other]}
        odd = _digits(claim.quantity) >= _ODD
        return ("target", other, target) if fact.measure in known or odd else None
    return None


def _acting(claim: Claim) -> str:
    """Return who acts: in its sentence, or alone in the one before, to which it begins to refer."""
    last = claim.before[-1] if claim.before and claim.sentence.has(_IT) else None
    alone = last.mentions if last and len(last.companies) == 1 else ()
    opens = alone and last and not _WORD.search(last.text[: alone[0].start - last.start])
    return claim.subject or (alone[0].key if opens and alone[0].role == "subject" else "")


def _goes_on_about(claim: Claim, target: str) -> bool:
    """Tell whether a sentence with nobody but who acts is about the company of the one before."""
    last = next((s.companies for s in reversed(claim.before) if s.companies), frozenset())
    before = {m.key for m in claim.sentence.mentions if m.end <= claim.quantity.start}
    return target in last and not claim.object and before == {claim.subject}


def _bought(claim: Claim) -> bool:
    """Tell whether who seems to act is itself one of several that are bought: "Birch for 5 and Cedar for 4"."""
    text, first = claim.sentence.text, claim.sentence.start
    return any(
        m.key == claim.subject and _FOR_A_PRICE.match(text, m.end - first)
        for m in claim.sentence.mentions
    )


def _listed(claim: Claim, holder: str) -> bool:
    """Tell whether a company stands in one list with who seems to act: "Acme, Birch and Cedar paid 5, 3 and 2"."""
    text, first = claim.sentence.text, claim.sentence.start
    named = [m for m in claim.sentence.mentions if m.end <= claim.quantity.start]
    own = [m.end - first for m in named if m.key == holder]
    acting = [m.start - first for m in named if m.key == claim.subject]
    return any(_LIST.fullmatch(text, a, b) for a in own for b in acting if a < b)


def in_its_place(claim: Claim, fact: Fact) -> bool:
    """Tell whether the holder of a fact is the one that the sentence has acting."""
    holder, target = fact.subject.holder, fact.subject.target
    if holder and not claim.subject and has_own_number(claim.sentence, holder, claim.inner[1]):
        return False
    acts = _acting(claim)
    if holder is None or not acts or holder in {acts, claim.object}:
        return True
    return holder not in claim.sentence.companies and acts == target


def _same_for(draft: Draft, claim: Claim, fact: Fact, rule: str) -> list[Fact]:
    """Return what the ledger has of the same measure for the company named, the standing last."""
    holder, target = fact.subject.holder, fact.subject.target
    if rule == "holder":
        holder = _acting(claim)
    else:
        acted_on = claim.subject if claim.object == holder else claim.object
        others = sorted(claim.sentence.companies - {holder}) or sorted(claim.sentence.companies)
        target = acted_on or min(others, key=claim.how_near)
    measures = {fact.measure} | RELATED.get(fact.measure, frozenset())
    found = [
        f
        for f in draft.facts.by_company[str(target)]
        if (f.subject.holder, f.subject.target, f.unit) == (holder, target, fact.unit)
        and f.measure in measures
        and not f.misprint
        and draft.was_known(f)
    ]
    return sorted(found, key=lambda f: (draft.stands(f), f.figure.as_of))


def _exact(q: Quantity, fact: Fact) -> bool:
    return fact.low in {float(q.low), float(q.high)} or fact.high == float(q.high)


def _digits(q: Quantity) -> int:
    return len(q.high.normalize().as_tuple().digits)


def _distinct(claim: Claim, fact: Fact, today: int) -> bool:
    """Tell whether a number is not met by chance: of two digits, a share, dated, bounded alike, or of now."""
    q = claim.quantity
    bounded = q.modality == fact.figure.modality != "exactly"
    recent = not claim.dates and abs(today - fact.first_day) <= CLOSE
    return _digits(q) > 1 or q.kind == "percent" or bounded or recent or dated(claim, fact)
