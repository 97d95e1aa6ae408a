"""Phrases around a number that say how it is told: as paid so far, as drawn, as a part, in a comparison."""

import re

from exposure.draft.cues import SAME_DEAL

__all__ = [
    "BOUNDARY",
    "COMPARED",
    "DEALT",
    "DRAWN",
    "FOR_A_PRICE",
    "HAS",
    "HAS_PAID",
    "IF",
    "OF_A_DEAL",
    "OF_COMPANY",
    "OF_THEM",
    "PAID_ALL",
    "PART",
    "SHARE_OF",
    "SO_FAR",
    "THEN",
    "THE_FIGURE",
    "WHOLE",
]

IF = re.compile(r"\b(?:if|once|when|should|were|would|could|may|might)\b", re.IGNORECASE)
THE_FIGURE = re.compile(
    r"\b[Tt]he (?:figure|ratio|measure|number|level|amount|sum|price|deal|total)\b"
)
BOUNDARY = re.compile(
    r"[,;:()\u2014]|\b(?:which|who|whose|while|but|after|before|when|where|because|although)\b"
)
OF_A_DEAL = re.compile(rf"^\W*{SAME_DEAL.pattern}")
SHARE_OF = re.compile(r"\s+(?:or (?:so|more|less)\s+)?(?:of|in)\s")
THEN = re.compile(
    r"\b(?:at|on|by) that (?:date|day|time|point)\b|\bat the same (?:date|time)\b|(?<!of )\bthat (?:same )?(?:month|quarter|year)\b"
)
PAID_ALL = re.compile(
    r"\b(?:has|have|had) (?:now |already |since )?(?:paid|invested|handed over|transferred|put)\b[^,;]{0,40}"
    r"\b(?:all|the whole|every dollar)(?: of)?(?: the| its)? $"
)
HAS_PAID = re.compile(
    r"\b(?:had|has|have|having) (?:[\w.-]+ ){0,5}?(?:invested|put|paid|poured|sunk|spent|ploughed|plowed|pumped)\b"
    r"|\btotal of\b"
)
SO_FAR = re.compile(
    r"\b(?:so far|to date|until now|up to now|by now|to this day|as of (?:now|today)|(?:has|have) (?:now|already))\b",
    re.IGNORECASE,
)
DRAWN = re.compile(
    r"\b(?:dr[ae]wn?|used|utili[sz]ed|tapped|taken up) (?:down )?(?:about |around |some |only |just )?$"
)
HAS = re.compile(
    r"(?:\s+(?:now |still )?(?:has|have|had|gets?|got|keeps?|with|at))?\s+(?:about |around |some |roughly )?$"
)
OF_THEM = re.compile(r"\s+of (?:them|these|those)\b")
OF_COMPANY = re.compile(r"\s+of the (?:company|start-?up|firm|business|lab|developer)\b")
PART = re.compile(r"\b(?:stake|holding|shareholding|shares?|interest)\b", re.IGNORECASE)
DEALT = re.compile(
    r"\b(?:bought|buy\w*|acquir\w+|purchas\w+|s[eo]ld|sell\w*|subscrib\w+|issu\w+)\b"
)
WHOLE = re.compile(
    r"\b[Vv]alu(?:ations?|ing|es)\b|\bvalued? (?=[A-Z])|\bvalue (?:of|on) (?:all of )?(?:the company\b|(?!\w+['\u2019]s)[A-Z])|\b(?:company|start-?up|firm|group) (?:\w+ )?valued\b|\b(?:as a|the) whole\b|\b(?:all|the entirety) of (?=[A-Z])|\b(?:company|enterprise|equity|market) value\b"
)
# Of a comparison, and of what several have together.
COMPARED = re.compile(
    r"\s+(?:(?:more|less|higher|lower|larger|smaller) than\b|(?:(?:of|in) (?:[\w'\u2019.-]+ ){1,4})?(?:between|among) (?:them|themselves)\b|(?:jointly|together|collectively|combined)\b)"
)
FOR_A_PRICE = re.compile(
    r"(?:['\u2019]s?)?(?:\s+(?:shares|stock|stake|holding|[\w-]+)){0,3}\s+for\s+(?:about |around |some )?"
)
