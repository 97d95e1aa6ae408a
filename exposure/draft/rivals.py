"""What a number measures where words of several measures stand in its sentence.

Words that speak of a measure are in `cues`; here is which of them count when they contradict.
"""

import re

from exposure.draft.cues import SALES_AND_LOANS
from exposure.draft.sentences import Sentence

__all__ = ["otherwise", "settled"]

# What no ledger of holdings and loans has: the number beside it is of this, whatever else is named.
_ELSE = (
    r"(?:fees?|dividends?|revenues?|turnover|backlog|orders?|(?:net |operating |gross |pre-tax )?profits?"
    r"|(?:net|operating) loss(?:es)?|income|earnings|salar(?:y|ies)|bonus(?:es)?|fines?|tax(?:es)?"
    r"|subsid(?:y|ies)|rents?|royalt(?:y|ies)|pensions?)"
)
_DEALT = frozenset({"sale", "purchase price"})
_PAID = frozenset(
    {
        "investment",
        "commitment",
        "funding",
        "spending",
        "holding value",
        "company value",
        "price ratio",
    }
)
_PAYING = frozenset({"investment", "commitment", "funding", "spending"})
_BESIDE = 12  # characters
_ABOUT = r"(?:(?:about|around|roughly|nearly|almost|some|over|more than|at least|up to|just|only|a record) )*"
_WORDS_OF_AMOUNT = re.compile(rf"{_ABOUT}$")
_BEFORE = re.compile(
    rf"\b{_ELSE}(?:,? (?:for|in|of|over) [^.;,]{{0,45}}?)?:? (?:(?:was|were|is|are|came in|came to|comes to|amounted to|reached|totall?ed|stood|rose|fell|grew|climbed) )?(?:(?:of|at|to|by) )?{_ABOUT}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s+(?:a year |a month )?(?:(?:in|of)\s+(?:[a-z]+ )?)?{_ELSE}\b", re.IGNORECASE
)
_PER_SHARE = re.compile(
    r"\s+(?:in cash )?(?:for each|a|per|each|for every) (?:\w+ )?share\b", re.IGNORECASE
)
_OF_PERCENT = re.compile(
    r"\s+(?:discount|rebate|tariffs?|levy|coupon|yield|interest rate|surcharge|pay rise)\b",
    re.IGNORECASE,
)
# What a round or a loan brought in was raised, not sold for.
_BROUGHT = re.compile(
    r"\b(?:(?P<round>round|fund-?rais\w+|financing)|loan|bonds?|facilit(?:y|ies))\b[^;]*\b(?:brought in|pulled in|netted|fetched|realised|yielded)\b",
    re.IGNORECASE,
)
_SELLING = r"\b(?:s[eo]ld|sell(?:s|ing)?|sales?|offload\w*|unload\w*|divest\w*|dispos\w+|shed(?:s|ding)?|dump\w*|ditch\w*|jettison\w*|liquidat\w+|moneti[sz]\w+|part(?:s|ed|ing) with)\b"
_SOLD_AND_GOT = re.compile(
    rf"{_SELLING}[^;]*\b(?:and|to|for which it|,) (?:\w+ )?(?:receiv\w+|got|gets?|pocket\w+|earn\w+|t(?:ook|akes?) in|collect\w+|net(?:s|ted)|bank(?:s|ed)|book(?:s|ed)|bring in|brought in)\b",
    re.IGNORECASE,
)
_SOLD_AND_RAISED = re.compile(
    rf"{_SELLING}[^;]*\brais(?:es?|ed|ing)\b|\brais(?:es?|ed|ing)\b[^;]*\b(?:by|from|through) (?:\w+ )?{_SELLING}",
    re.IGNORECASE,
)
# A payment worth 5 billion is one of 5 billion; "its investment is worth" values a holding.
_DEAL_WORTH = re.compile(
    r"\b(?:(?:payments?|closings?|tranches?|instal?lments?|deals?|purchases?|takeovers?|acquisitions?|sales?|rounds?|loans?|cheques?|pledges?)\b(?! of)"
    r"|investments?\b[^;,]{0,60}\bmade\b)[^;,]{0,60}\bworth\b"
    r"|\b(?:purchases?|takeovers?|acquisitions?|sales?)\b[^;]{0,90}\bpriced at\b",
    re.IGNORECASE,
)
_LOAN_RAISED = re.compile(
    r"\b(?:loan|bonds?|facilit(?:y|ies)|credit line|hybrids?)\b[^;]{0,60}\brais(?:ed|es|ing)\b|\brais(?:ed|es|ing)\b[^;]{0,60}\b(?:loan|bonds?|facilit(?:y|ies)|credit line|hybrids?)\b",
    re.IGNORECASE,
)
_PRICE_PAID = re.compile(
    r"\bprice tag (?:for|of)\b[^;]*\b(?:paid|pays?|acquir\w+|takeover|took over)\b"
    r"|\b(?:paid|pays?|acquir\w+|takeover|took over)\b[^;]*\bprice tag\b(?! on\b)",
    re.IGNORECASE,
)
_SALES_AND_LOANS = re.compile(
    rf"\b(?:{SALES_AND_LOANS})\b|\b(?:assets?|stakes?)\b[^.;]{{0,40}}\bmargin loans?|\bmargin loans?\b[^.;]{{0,40}}\bassets\b",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:must|needs? to|(?:have|has|had|having) to) (?:\w+ )?(?:find|raise|get|scrape|come up|bring|sell|collect|obtain|secure)\b"
)
_FAR = 9_999
_FAIR_VALUE = re.compile(r"\b(?:fair|book|carrying) value\b", re.IGNORECASE)
# "The fair value of its investment in Birch": what was put in long before, and no payment.
_VALUE_OF_BET = re.compile(
    r"\bvalue (?:\w+ )?(?:of|on|for) (?:[\w'\u2019.-]+ ){0,6}?investments?\b"
)
_SHARE_OWNED = re.compile(
    r"\bshares? of (?:the )?[A-Z]\w*(?: \w+)? (?:that is |which is )?(?:owned|held) by\b"
)
_PORTFOLIO_HELD = re.compile(
    r"\b(?:portfolio|assets|holdings) (?:that |which )?(?:[A-Z]\w*(?: [A-Z]\w*)?|it|the group) (?:held|holds|owns|owned)\b"
)
_VALUED = re.compile(r"\bvalu(?:ation|ed|ing)\b", re.IGNORECASE)
_OF_ITS_EQUITY = re.compile(
    r"\bof (?:the|its|their|[A-Z]\w*['\u2019]s?) (?:equity|share capital|shares|stock|shareholders)\b(?! value)"
)
_SHARES_WORTH = re.compile(r"\b(?:shares|stock|stake)(?: (?:of|in) [^,;.]{1,30})? worth\b")


# "Investors paid Acme 5 billion for Birch shares": Acme sold them.
_PAID_BY_OTHERS = re.compile(
    r"\b(?:buyers?|purchasers?|investors?|bidders?) (?:\w+ )?(?:paid|pays?|gave|handed) (?:the )?[A-Z][^,;:()]{0,40} $"
)
_GOT = re.compile(
    r"\b(?:got|gets?|receiv\w+|earn\w+|collect\w+|pocket\w+|took in|takes in)\b(?!.*\b(?:paid|pays?|bought|spent)\b)[^;]{0,60}$"
)
_PARTED_WITH = re.compile(r"\bpart(?:s|ed|ing)? with $", re.IGNORECASE)
# "It put its interest in Birch at 5 billion" values a holding, and pays nothing.
_STAKE_AT = re.compile(
    r"\b(?:put(?:s|ting)?|mark(?:s|ed|ing)?|carr(?:y|ies|ied|ying)|book(?:s|ed|ing)?|valu(?:es?|ed|ing)|assess(?:es|ed|ing)?|reckon(?:s|ed)?|show(?:s|ed)?|list(?:s|ed)?)"
    r" (?:[\w'\u2019.-]+ ){0,6}?(?:stakes?|interests?|holdings?|positions?|shares|slice|piece|investments?|bet|what it (?:holds|owns|has))\b[^.;\d]{0,60}? at (?:only |just )?$",
    re.IGNORECASE,
)
_WAS_PUT_AT = re.compile(
    r"\b(?:what [^.;]{1,40}? (?:owns?|owned|holds?|held|ha[sd])\b[^.;\d]{0,40}|(?:stakes?|interests?|holdings?|positions?|shares|slice|piece)\b[^.;\d]{0,60}?)"
    r" (?:was|were|is|are|(?:has|have|had) been) (?:put|valued|marked|carried|booked|reckoned|assessed|stated) at $",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(r"\b(?:assign|ascrib|attribut)\w* $", re.IGNORECASE)
_TO_STAKE = re.compile(
    r"\s+to (?:its|the|their) (?:\w+ )?(?:stakes?|interests?|holdings?|positions?|shares|slice|piece)\b"
)
_FOR_SHARES = re.compile(
    r"\s+for (?:its |the |their )?(?:[A-Z][^,;:()]{0,40}? (?:shares|stock|stake)\b|(?:shares|stock|a stake) (?:in|of) (?:the )?[A-Z])"
)


def otherwise(text: str, start: int, end: int, kind: str) -> str:
    """Return the measure of a number that the words right beside it set apart from all others.

    Examples
    --------
    >>> text = "The banks share fees of about $95m from the takeover."
    >>> otherwise(text, text.index("$95m"), text.index(" from"), "money")
    'other'
    """
    if kind == "money" and _PER_SHARE.match(text, end):
        return "share price"
    if kind == "money" and _FOR_SHARES.match(text, end):
        about = _WORDS_OF_AMOUNT.sub("", text[:start])
        if _PAID_BY_OTHERS.search(about) or _GOT.search(about):
            return "sale"
    about = _WORDS_OF_AMOUNT.sub("", text[:start])
    if kind == "money" and (
        _STAKE_AT.search(about)
        or _WAS_PUT_AT.search(about)
        or (_ASSIGNED.search(about) and _TO_STAKE.match(text, end))
    ):
        return "holding value"
    if kind == "money" and _PARTED_WITH.search(_WORDS_OF_AMOUNT.sub("", text[:start])):
        return "investment"
    beside = _BEFORE.search(text[max(0, start - 60) : start]) or _AFTER.match(text, end)
    if kind == "money" and beside:
        return "other"
    return "other" if kind == "percent" and _OF_PERCENT.match(text, end) else ""


def settled(found: dict[str, int], sentence: Sentence) -> dict[str, int]:
    """Return how far off the words of each measure are, without those that another takes away."""
    _settle_loan(found, sentence)
    if "cumulative investment" in found and _DEALT & found.keys() and not _PAID & found.keys():
        del found["cumulative investment"]  # "sold them for 5 billion in total"
    if "sale" in found and sentence.has(_MUST):
        found["amount to raise"] = min(found.pop("sale"), found.get("amount to raise", _FAR))
    if "sale" in found:
        _settle_sale(found, sentence)
    if "portfolio share" in found and sentence.has(_PORTFOLIO_HELD):
        found.pop("stake", None)
    if "portfolio share" in found and sentence.has(_OF_ITS_EQUITY):
        found["stake"] = min(found.get("stake", _FAR), found.pop("portfolio share"))
    if "stake" in found and sentence.has(_SHARE_OWNED):
        found.pop("portfolio share", None)
        found.pop("share price change", None)
    if "holding value" in found and sentence.has(_FAIR_VALUE):
        if found.get("company value", 0) >= found["holding value"]:
            found.pop("company value", None)
        beside = found["holding value"] - _BESIDE
        if sentence.has(_VALUE_OF_BET):
            beside = 0
        found = {name: gap for name, gap in found.items() if name not in _PAYING or gap < beside}
    _settle_price(found, sentence)
    return found


def _settle_loan(found: dict[str, int], sentence: Sentence) -> None:
    """Take a loan that was raised for no round, loans to be raised for no loan, and a payment for none."""
    if "amount to raise" in found and sentence.has(_SALES_AND_LOANS):
        found.pop("loan", None)  # "asset sales and margin loans" are where money is to come from
    if "loan drawn" in found and "loan" not in found and _PAID & found.keys():
        del found["loan drawn"]  # "invested, with what is still outstanding"
    if "loan" in found and sentence.has(_LOAN_RAISED):
        found.pop("round size", None)
        found.pop("funding", None)


def _settle_price(found: dict[str, int], sentence: Sentence) -> None:
    """Take the price of a purchase for what it is, not for what a company is worth."""
    if "company value" in found and sentence.has(_DEAL_WORTH):
        del found["company value"]
    paid = sentence.has(_PRICE_PAID)
    for name in ("price", "company value"):
        if name in found and (paid or (name == "price" and "purchase price" in found)):
            gap = found.pop(name)
            found["purchase price"] = min(found.get("purchase price", gap), gap)


def _settle_sale(found: dict[str, int], sentence: Sentence) -> None:
    """Take away what the words of a sale are mistaken for."""
    brought = _BROUGHT.search(sentence.text)
    raised = ("round size" if brought["round"] else "loan") if brought else ""
    if raised in found:
        found[raised] = min(found[raised], found.pop("sale"))
        return
    if "round size" in found and sentence.has(_SOLD_AND_RAISED):
        gaps = (found["sale"], found.pop("round size"), found.pop("funding", found["sale"]))
        found["sale"] = min(gaps)
    if "investment" in found and sentence.has(_SOLD_AND_GOT):
        found["sale"] = min(found["sale"], found.pop("investment"))
    if any(m.role == "recipient" for m in sentence.mentions):
        found.setdefault("purchase price", found["sale"])  # "Acme sold its unit to Birch"
    if sentence.has(_SHARES_WORTH) and not sentence.has(_VALUED):
        found.pop("company value", None)
