"""Which of two a number is, where a company has both: its value before or after the new money, say.

The words beside the number tell it, and those of a figure's label; a number of one is none of the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.draft.claims import Claim

__all__ = ["case", "case_of"]

_MONEY = r"(?:the |any |its |this |counting |including |adding )*(?:new |fresh |latest )*(?:money|cash|capital|funds|investments?|funding)\b"
# What each measure may be, by the words that say so: those of labels, and those of texts.
_CASES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    measure: {name: re.compile(words, re.IGNORECASE) for name, words in cases.items()}
    for measure, cases in {
        "company value": {
            "before": rf"\bpre-?money|\bbefore {_MONEY}|\b(?:excluding|without|not counting) {_MONEY}",
            "after": r"\bpost-?money|\bafter the (?:[\w']+ ){0,4}(?:round|close)\b|\b(?:including|counting|with|after) (?:the )?(?:new|fresh) (?:money|cash|capital|funds|funding)",
        },
        "commitment": {
            "at once": r"\bup ?-?front|\b(?:at|all at) once\b|\bimmediate(?:ly)?|\b(?:right|straight) (?:away|off)\b|\bwithout (?:any )?conditions|\bunconditional(?:ly)?|\bnow\b|\binitial(?:ly)?",
            "later": r"\b(?<!without )(?<!without any )(?<!closing )(?<!usual )(?<!customary )(?<!standard )condition\w*(?! of closing)|\bdepend\w*|\btied to|\bhing\w+ on|\bcontingent|\bsubject to(?! (?:the |all )?(?:usual|customary|standard|normal|regulat\w+|antitrust|shareholder\w*|closing|final|approvals?|clearance)\b)|\bonly (?:if|when|once)|\bif (?:it|the|certain|some)|\bmilestones?|\btargets?|\blater\b|\bwhen (?:certain|some)",
        },
        "price": {"input": r"\binput\b|\bprompts?\b", "output": r"\boutput\b|\bgenerated\b"},
    }.items()
}  # fmt: skip
_SAME = {"investment": "commitment", "market value": "company value"}
_NEXT = re.compile(r",|\b(?:and|or|while|but|against|versus)\b")
_STOP = re.compile(r"[;:()\u2014]")


def case_of(measure: str, label: str) -> str:
    """Return which of two a figure is, by its label; nothing where it tells none."""
    found = _CASES.get(_SAME.get(measure, measure), {})
    return next((name for name, words in found.items() if words.search(label)), "")


def case(claim: Claim, measure: str) -> str:
    """Return which of two a claim is about: by the words behind the number, then by those before it."""
    found = _CASES.get(_SAME.get(measure, measure), {})
    if not found:
        return ""
    text, first, (start, end) = claim.sentence.text, claim.sentence.start, claim.inner
    amounts = [q for q in claim.others if q.kind in {"money", "percent"}]
    left = max((q.end - first for q in amounts if q.end - first <= start), default=0)
    right = min((q.start - first for q in amounts if q.start - first >= end), default=len(text))
    behind = _STOP.split(text[end:right])[0]
    before = _STOP.split(text[left:start])[-1]
    if any(pattern.search(before) for pattern in found.values()):
        behind = _NEXT.split(behind)[0]  # "input 3, output 15": the second word is of the next
    for words, nearest in ((behind, min), (before, max)):
        places = {
            name: nearest(m.start() for m in pattern.finditer(words))
            for name, pattern in found.items()
            if pattern.search(words)
        }
        if places:
            return nearest(places, key=places.__getitem__)
    return ""
