"""The words that quantities are written with; `quantities` holds the grammar.

Classes of tokens, one letter each::

    n number   y number that may be a year   w number in words   D date
    S scale    k scale by one letter         Z scale in Chinese or Japanese
    $ sign     I code    U name of a currency
    % percent  P percentage points           B basis points      x times
    t to       & and     b between           f from   h by, up   r range    c rose, fell
    ~ about    m as, more    a plural noun   d years, days   l other word       L name or capitalised word
    - dash     > more than   every other mark stands for itself
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

_TEN = Decimal(10)

# Fullwidth digits and signs, one character for one, so that offsets hold.
NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0xFFE5: 0xA5, 0xFFE1: 0xA3}

# fmt: off
SIGNS = {
    "US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "JP¥": "JPY", "CN¥": "CNY",
    "RMB¥": "CNY", "HK$": "HKD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD",
    "NT$": "TWD", "NZ$": "NZD", "R$": "BRL", "₩": "KRW", "₹": "INR",
}
CODES = {code: code for code in (
    "USD", "EUR", "GBP", "JPY", "CNY", "KRW", "INR", "HKD", "AUD", "CAD", "SGD", "TWD", "NZD", "CHF",
    "BRL", "AED", "SAR", "SEK", "NOK", "DKK",
)} | {"RMB": "CNY", "Rmb": "CNY", "CNH": "CNY", "Rs": "INR", "SFr": "CHF", "Fr": "CHF", "Won": "KRW", "Dh": "AED"}
_NAMES = {
    "dollar": "USD", "buck": "USD", "cent": "USD", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "euro": "EUR", "pound": "GBP",
    "quid": "GBP", "sterling": "GBP", "pence": "GBP",
    "won": "KRW", "rupee": "INR", "franc": "CHF", "dirham": "AED", "riyal": "SAR", "krona": "SEK",
}
_DOLLARS = {
    "australian": "AUD", "canadian": "CAD", "hong kong": "HKD", "singapore": "SGD",
    "taiwan": "TWD", "new taiwan": "TWD", "new zealand": "NZD",
}
_NATIONS = (
    r"U\.?S\.?|American|Australian|Canadian|Hong\sKong|Singapore|(?:New\s)?Taiwan|New\sZealand"
    "|Chinese|Japanese|British|Indian|(?:South\\s)?Korean|Swiss|Swedish"
)
CURRENCY = rf"(?:(?:{_NATIONS})\s)?(?:[Dd]ollars?|[Yy]en|[Yy]uan|[Rr]enminbi|[Ee]uros?|[Pp]ounds?(?:\s[Ss]terling)?|won|rupees?|francs?|dirhams?|riyals?|kron[ao]r?)|bucks|quid|sterling|(?:US\s)?cents?(?![ ]on[ ]the[ ])|pence"
# "Y181bn" is how one newspaper prints yen; "Y2K", "Y1" and "Euro 2024" are none.
PREFIXES = {"Y": "JPY", "Yn": "JPY", "Yen": "JPY", "Yen ": "JPY", "Euro": "EUR", "Euro ": "EUR"}
PREFIX = (
    r"(?:Y|Yn|Yen\s?|Euro\s?)(?=[0-9][0-9.,\u2013-]*\s?(?:m|b|mn|bn|tn|trn|million|billion|trillion)\b"
    r"|[0-9]{1,3}(?:,[0-9]{3})+)"
)

_SCALES = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "mln": 6,
    "bn": 9, "bln": 9, "tn": 12, "trn": 12, "tln": 12, "trln": 12, "lakh": 5, "crore": 7, "wan": 4, "yi": 8,
}
# Scales by one letter and the like; they need a currency beside them: "5 m" may be metres.
_LETTERS = {"K": 3, "M": 6, "mm": 6, "mil": 6, "mio": 6, "B": 9, "bil": 9, "T": 12, "tr": 12, "tril": 12}
FRACTIONS = {
    sign: Decimal(eighths) / 8 for eighths, sign in ((1, "⅛"), (2, "¼"), (3, "⅜"), (4, "½"), (5, "⅝"), (6, "¾"), (7, "⅞"))
}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = {
    word: Decimal(value) for value, word in enumerate((
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ), 1)
} | {word: Decimal(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)}

def _spread(table: dict[str, str]) -> dict[str, str]:
    return {word: kind for kind, listed in table.items() for word in listed.split()}


# Each word in characters has the class of its English counterpart, a value, and a currency.
CHARACTERS: dict[str, tuple[str, Decimal, str]] = {
    word: ("Z", _TEN ** power, "") for word, power in {
        "百": 2, "千": 3, "万": 4, "萬": 4, "百万": 6, "千万": 7, "亿": 8, "億": 8, "百亿": 10,
        "千亿": 11, "万亿": 12, "萬億": 12, "兆": 12,
    }.items()
} | {
    word: ("U", Decimal(1), code) for word, code in _spread({
        "USD": "美元 美金 米ドル ドル", "CNY": "人民币元 人民币 人民幣 元", "JPY": "日元 日圆 円",
        "EUR": "欧元 歐元 ユーロ", "GBP": "英镑 英鎊 ポンド", "HKD": "港元 港币", "KRW": "韩元 ウォン",
    }).items()
} | dict.fromkeys(("新台幣", "新台币", "台幣", "台币"), ("$", Decimal(1), "TWD")) | {
    word: (kind, Decimal(1), "") for word, kind in _spread({
        "P": "个百分点 個百分點 百分点 ポイント", "x": "倍", "t": "至 到", "~": "约 約", "%": "パーセント",
    }).items()
}
_WORDS = _spread({
    "%": "percent pct pc", "x": "times fold", "t": "to", "&": "and", "b": "between", "f": "from",
    "r": "ranging ranges ranged range anywhere", "h": "by up down", "m": "as more higher larger bigger its their the",
    "~": "about around approximately approx roughly nearly almost some",
    "c": "rose fell grew climbed dropped slipped gained jumped declined advanced surged soared"
         " plunged edged sank rises falls grows climbs drops slips gains jumps declines advances surges"
         " soars plunges edges sinks",
    "e": "add adds added adding",
    "d": "years months weeks days quarters hours",
    "l": "does less plus across perhaps always towards",
    "a": "people women men",
})
_MARKS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {
    "\u00d7": "x", "≈": "~", "≥": ">", "≤": "<",
}
# fmt: on

# What may be written against the last digit: "$30bn", "2.5x"; anything else makes a name: "36Kr".
LETTERS = {
    form: ("k", _TEN**power)
    for letter, power in _LETTERS.items()
    for form in (letter, letter.lower(), letter.upper())
}
GLUED: dict[str, tuple[str, Decimal]] = (
    LETTERS
    | {
        form: ("S", _TEN**power)
        for word, power in _SCALES.items()
        for form in (word, word.capitalize(), word.upper())
    }
    | {word: ("x", Decimal(1)) for word in ("x", "X", "fold")}
    | {word: ("%", Decimal(1)) for word in ("pct", "pc", "percent")}
    | {word: ("P", Decimal(1)) for word in ("pp", "ppt", "ppts", "pts")}
    | {word: ("B", Decimal(1)) for word in ("bp", "bps")}
)


def one_of(listed: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))


# A number in words before its scale: "half a", "a quarter of a", "two and a half".
PARTS = (
    rf"(?i:(?:{one_of(NUMBERS)})[\s-]and[\s-]a[\s-](?:half|quarter)"
    r"|half\sa|(?:a|one|three)[\s-]quarters?\sof\sa)"
)
# And one said with its point: "twenty-two point five".
_DIGITS = {"zero": "0", "oh": "0"} | {word: str(NUMBERS[word]) for word in list(NUMBERS)[:9]}
SPOKEN = rf"(?i:(?:(?:{one_of(_TENS)})-)?(?:{one_of(NUMBERS)})\spoint(?:\s(?:{one_of(_DIGITS)}))+)"
TENS = one_of(_TENS) + "|" + one_of(word.capitalize() for word in _TENS)
SCALES = one_of([*_SCALES, "dozen"])
POINTS = r"(?:[Pp]ercentage[\s-]points?|[Bb]asis[\s-]points?|(?:pct|percent|per\scent|%)[\s-]points?|per[\s-]cent|pp|ppts?|bps?)"
# A number before one of these is no day of a month.
UNITS = SCALES + r"|per\s?cent|percent|" + CURRENCY

# "Handed over $5 billion" is no more than that.
_NOT_OVER = "".join(
    rf"(?<!{verb} )"
    for verb in ("hand", "hands", "handed", "handing", "take", "takes", "took", "taken", "taking",
                 "turn", "turns", "turned", "sign", "signs", "signed", "carried", "spread", "paid")
)  # fmt: skip
_BESIDE = {
    "about": r"about|around|approximately|approx\.?|roughly|nearly|almost|close to|approach(?:es|ed|ing)?|some|circa"
    r"|(?:an )?estimated(?: at)?|in the region of|[~≈]|约合?|約|大约|およそ",
    "up_to": r"(?<![-\u2010\u2011])(?<!add )(?<!adds )(?<!added )(?<!\bgo )(?<!\bgoes )(?<!\bgoing )(?<!\bwent )(?<!\bgone )(?<!\bmoves )(?<!\bmoved )(?<!\bmoving )(?<!\brises )(?<!\brose )(?<!\bclimbs )(?<!\bclimbed )(?<!\bjumps )(?<!\bjumped )(?<!\bcreeps )(?<!\bcrept )(?<!\bedges )(?<!\bedged )up to|(?<=\bwent )up to(?=\s\S+(?:\s?[a-z]+)? (?:of\b|from [A-Z]))|as much as|as many as|as high as|at most|(?:no|not) (?:more|higher|larger|greater|bigger) than|capped at"
    r"|(?:a )?maximum of|≤|最高|最多|高达|最大",
    "at_least": r"at least|(?:no|not) (?:less|fewer) than|(?:a )?minimum of|≥|至少|少なくとも",
    "more_than": r"more than|"
    + _NOT_OVER
    + r"over(?!\s+\S+\s+(?:years|months|weeks|days|quarters)\b)|above|exceed(?:s|ed|ing)?|in excess of|upwards? of|north of"
    r"|surpass(?:es|ed|ing)?|(?:great|high|larg)er than|topp(?:ed|ing)|tops|beyond|>|超过|超過|超",
    "less_than": r"not quite|(?:just )?(?:shy|short) of|just (?:under|below)|less than|under|fewer than|lower than|just short of|<|不到",
    "below": "below",
}
_FILLER = (
    r"(?:(?:an?|another|additional|extra|further|just|only|the|its|total of|some|about|roughly"
    r"|approximately|around)\s+){0,3}"
)
# Nearer words count before "may", which may stand a few words off.
BEFORE_NUMBER = (
    r"(?<![A-Za-z])(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _BESIDE.items())
    + rf")\s*{_FILLER}"
)
# "In May it paid" is a month.
MAY_DO = (
    "".join(
        rf"(?<!\b{word} )"
        for word in (
            "in",
            "since",
            "by",
            "last",
            "this",
            "next",
            "late",
            "early",
            "until",
            "from",
            "of",
            "to",
            "mid",
        )
    )
    + r"(?<![0-9] )may(?! (?:[0-9]|of|last year|this year|next year))"
)
MAY = rf"\b(?:{MAY_DO}|might|could)(?: [A-Za-z'\u2019-]+){{1,4}} ?"
AFTER_NUMBER = (
    r"\s?(?:(?P<at_least>or (?:more|above|over|better|higher)\b|at (?:the )?(?:very )?least\b|\+|-plus\b|\splus\b(?!\s*(?:[$€£¥0-9]|[A-Z]{2,3}\b|an?\b|another\b|the\b|about\b|some\b))|以上)"
    r"|(?P<up_to>or (?:less|fewer|under|below)\b|at (?:the )?most\b|以下)|(?P<about>or so\b|or thereabouts\b|or thereabout\b|give or take\b|左右))"
)


def in_parts(found: str) -> Decimal:
    """Return the value of what `PARTS` or `SPOKEN` finds, or of "a".

    Examples
    --------
    >>> [str(in_parts(words)) for words in ("half a", "three quarters of a", "Two and a half", "a")]
    ['0.5', '0.75', '2.5', '1']
    >>> str(in_parts("Twenty-two point five"))
    '22.5'
    """
    first, *rest = found.lower().replace("-", " ").split()
    if "point" in rest:
        whole, _, digits = " ".join((first, *rest)).partition(" point ")
        before = sum(NUMBERS[word] for word in whole.split())
        return Decimal(f"{before}." + "".join(_DIGITS[word] for word in digits.split()))
    listed = {first, *rest}
    part = FRACTIONS["½"] if "half" in listed else FRACTIONS["¼"] if len(listed) > 1 else Decimal(1)
    return NUMBERS[first] + part if "and" in listed else part * NUMBERS.get(first, Decimal(1))


@lru_cache(maxsize=10_000)  # a text has few words, many times
def word_class(found: str) -> tuple[str, Decimal, str]:
    """Return class, value and name of an English word.

    Examples
    --------
    >>> [word_class(word)[0] for word in ("billion", "messages", "focus", "Tokyo")]
    ['S', 'a', 'l', 'L']
    """
    lower = " ".join(found.lower().split())
    plural = re.fullmatch("[a-z]{2,}[^aiu\\W]s(?<!ss)", found)
    kind, value = "L" if found[0].isupper() else "a" if plural else "l", Decimal(1)
    if lower in NUMBERS:
        kind, value = "w", NUMBERS[lower]
    elif lower in _SCALES:
        kind, value = "S", _TEN ** _SCALES[lower]
    elif lower == "dozen":
        kind, value = "S", Decimal(12)
    elif re.fullmatch(POINTS, found) or lower == "p.c.":
        kind = "%" if lower in {"per cent", "per-cent", "p.c."} else "B" if lower[0] == "b" else "P"
    return _WORDS.get(lower, kind), value, ""


@lru_cache(maxsize=1_000)
def mark(found: str) -> str:
    """Return the class of a character that is no word and no number.

    Examples
    --------
    >>> mark("\N{EN DASH}"), mark("|"), mark("n")
    ('-', '|', '?')
    """
    return _MARKS.get(found, "?" if found.isalnum() or not found.isprintable() else found)


def hundredth(found: str) -> Decimal:
    """Return what part of its currency a name stands for: cents and pence are hundredths."""
    return Decimal("0.01") if found.endswith(("cent", "cents", "pence")) else Decimal(1)


def currency(found: str) -> str:
    """Return the ISO code of a printed sign, code or name.

    Examples
    --------
    >>> [currency(name) for name in ("US$", "RMB", "yen", "Hong Kong dollars", "pounds sterling")]
    ['USD', 'CNY', 'JPY', 'HKD', 'GBP']
    """
    if found.rstrip(".") in CODES:
        return CODES[found.rstrip(".")]
    if found in SIGNS or found in PREFIXES:
        return SIGNS.get(found) or PREFIXES[found]
    lower = " ".join(found.lower().split())
    stem = next(name for name in _NAMES if name in lower.replace("kronor", "krona"))
    return _DOLLARS.get(lower.partition(" dollar")[0], "USD") if stem == "dollar" else _NAMES[stem]
