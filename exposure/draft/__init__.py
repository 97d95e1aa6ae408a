"""A draft held against the ledger and against itself: findings for an editor.

    report = check(text, ledger, today)     # ledger may be None: the text against itself
    report.summary                          # "2 errors, 1 stale figure, 14 agree, ..."
    report.findings                         # one for every quantity, in the order of the text
    report.problems                         # errors and warnings alone, the gravest first
    RULES[finding.rule].explanation         # what the rule looks for, and when it keeps quiet

Every recognised quantity has one finding with its place and its verdict; a rule may add findings
about other words, such as a lender's name. Of more than `MOST` numbers the rest is left unread, and
a warning stands where the reading stopped. A report without errors means that no recognised figure
is wrong, not that the text is right. A text of more than `LIMIT` bytes raises `TooLongError`, whose
words are for the reader.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from exposure.draft.claims import Claim
from exposure.draft.derived import follows
from exposure.draft.draft import Draft
from exposure.draft.finding import Finding, note
from exposure.draft.reading import MOST
from exposure.draft.rules import RULES, Rule
from exposure.ledger import Ledger
from exposure.quantities import Quantity

__all__ = ["CAVEAT", "LIMIT", "RULES", "Finding", "Report", "Rule", "TooLongError", "check"]

LIMIT = 950_000
"""Bytes of a draft that is read, some 150,000 words; a longer one is refused."""


CAVEAT = "A pass means that no recognised figure is wrong, not that the text is right."
"""What an editor must know of a report without errors."""


class TooLongError(ValueError):
    """A draft of more bytes than are read; its words are for the reader."""

    def __init__(self) -> None:
        most = f"{LIMIT / 1e3:g} kB (some 150,000 words), the most that is read at once"
        super().__init__(f"the text is longer than {most}; check it in parts")


@dataclass(frozen=True)
class Report:
    """What was found in a draft.

    Attributes
    ----------
    findings
        In the order of the text; at most one for the same words.
    quantities
        Every quantity that was recognised.
    """

    findings: tuple[Finding, ...]
    quantities: tuple[Quantity, ...]

    @cached_property
    def problems(self) -> tuple[Finding, ...]:
        """Errors and warnings, the gravest first."""
        grave = (finding for finding in self.findings if finding.severity != "info")
        return tuple(sorted(grave, key=lambda finding: finding.order))

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def summary(self) -> str:
        """The report in one line; what there is none of is left out, but never the errors.

        A text without figures has passed nothing, and is told so.
        """
        if not self.findings:
            return "No figure was recognised in this text"
        stale = sum(f.verdict == "stale" for f in self.findings)
        warnings = sum(f.severity == "warning" and f.verdict != "stale" for f in self.findings)
        verdicts = Counter(f.verdict for f in self.findings if f.severity == "info")
        parts = [
            _counted(self.errors, "error"),
            _counted(warnings, "warning") if warnings else "",
            _counted(stale, "stale figure") if stale else "",
            f"{verdicts['agrees']} agree" if verdicts["agrees"] != 1 else "1 agrees",
            f"{verdicts['unknown']} not in the ledger" if verdicts["unknown"] else "",
            f"{verdicts['unchecked']} not checked" if verdicts["unchecked"] else "",
        ]
        return ", ".join(part for part in parts if part)


# What these say of a figure of the ledger cannot be said of a number that follows from its text.
_OF_A_FIGURE = frozenset({"modality", "value"})


def check(text: str, ledger: Ledger | None, today: date) -> Report:
    """Return what is wrong, stale, right or unknown in a text.

    Parameters
    ----------
    text
        A draft or an article; Markdown and pipe tables are text too.
    ledger
        What to hold it against; without one the text is held against itself alone.
    today
        The day of the draft: figures of later days are not held against it.

    Raises
    ------
    TooLongError
        When it has more than `LIMIT` bytes.

    Examples
    --------
    >>> report = check("Sales rose 40% from $4 billion to $5 billion.", None, date(2026, 7, 1))
    >>> report.summary
    '1 error, 0 agree, 2 not checked'
    >>> [(f.printed, f.rule, f.right_value) for f in report.problems]
    [('40%', 'growth', 0.25)]
    """
    if len(text.encode("utf-8", "surrogatepass")) > LIMIT:
        raise TooLongError
    draft = Draft(text, ledger, today)
    found: dict[tuple[int, int], Finding] = {}
    proved: dict[tuple[int, int], Finding] = {}  # what is right by the text's own numbers
    for rule in RULES.values():
        for rule_check in rule.checks:
            for finding in rule_check(draft):
                said = proved if finding.rule == "derived" else found
                said.setdefault((finding.start, finding.end), finding)
    for place in proved.keys() & found.keys():
        if found[place].rule in _OF_A_FIGURE:
            del found[place]
    for claim in draft.reading.claims:
        place = (claim.quantity.start, claim.quantity.end)
        if place not in found:
            found[place] = _verdict(draft, claim, proved.get(place))
    if rest := draft.reading.rest:
        words = (
            f"only the first {MOST:,} numbers are looked at, up to here; check the rest in parts"
        )
        unread = {"severity": "warning", "verdict": "unchecked"}
        found.setdefault(rest, note(draft.reading, rest, "unchecked", words, **unread))
    ordered = sorted(found.values(), key=lambda finding: (finding.start, finding.end))
    return Report(tuple(ordered), draft.reading.quantities)


def _verdict(draft: Draft, claim: Claim, proved: Finding | None) -> Finding:
    """Return the verdict on a quantity with which no rule finds fault."""
    reading, q = draft.reading, claim.quantity
    rest = {"severity": "info", "verdict": "agrees"}
    fact = draft.agreeing(claim)
    if fact and draft.speaks_of(claim, fact):
        low, high, _ = fact.right
        words = f"agrees with {draft.where(fact)}: {fact.subject.label}"
        right = str(fact.figure.right.value_si) if q.kind == "date" else (low, high)
        return note(reading, q, "agrees", words, right=right, figure=fact.figure.id, **rest)
    if proved:
        return proved
    computation = follows(draft, claim)
    if computation and not draft.rival(claim, None):
        words = f"follows from others: {computation}"
        return note(reading, q, "derived", words, computation=computation, **rest)
    if q.kind in {"money", "percent"} and draft.concerned(claim):
        words = "the ledger has no such figure"
        if elsewhere := draft.elsewhere(claim):
            words = f"the ledger has this number for something else: {elsewhere.subject.label} ({draft.where(elsewhere)})"
        return note(reading, q, "unknown", words, severity="info", verdict="unknown")
    words = "no figure of the ledger; held against the text alone"
    return note(reading, q, "unchecked", words, severity="info", verdict="unchecked")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" + ("s" if count != 1 else "")
