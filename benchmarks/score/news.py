"""News in which every amount is known: how many are read, and how many are read rightly.

Some is drawn: each amount is printed in one of the ways in which papers print it, and around it stand
names, versions, scores and sections that hold no amount. Some is written by hand, see
`news/README.md`. Right is an overlapping place with the value, both ends of a range, and the unit.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import yaml

from exposure.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WRITTEN = Path(__file__).with_name("news")

Amount = tuple[str, Decimal, Decimal, str]
"""How it is printed, both ends, and the unit."""

Place = tuple[int, int, Amount]

Story = tuple[str, list[Place]]
"""A text, and where each of its amounts stands."""

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+) (\w+)\]")
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SHORT = {"million": ("m", "mn", "M"), "billion": ("bn", "B", "b"), "trillion": ("tn", "trn", "T")}
_SIGNS = {
    "USD": ("$", "US$", "USD "),
    "EUR": ("€", "EUR "),
    "GBP": ("£", "GBP "),
    "JPY": ("¥", "JPY "),
    "CNY": ("RMB ", "CN¥", "CNY "),
}
_NAMES = {
    "USD": ("dollars", "US dollars"),
    "EUR": ("euros",),
    "GBP": ("pounds", "pounds sterling"),
    "JPY": ("yen", "Japanese yen"),
    "CNY": ("yuan", "Chinese yuan"),
}
_SENTENCES = (
    "The group paid {0} for the chip maker, {1} more than in its last deal.",
    "Shares rose {3}, the most since March, after it said it would raise {0}.",
    "Analysts had expected {0}; the company reported {1}, up {3} from a year ago.",
    "A fund from Abu Dhabi may put {0} into the start-up behind GPT-5 and Llama 3.1 405B.",
    "({0} was raised in the first half, and {1} in the second.)",
    "It will cost {0}, said the minister, or {2} of what the 27 members spend.",
    "In section 4.2 of the report, published by 36Kr on 28 January, debt is put at {0}.",
    "“We bought it for {0},” she said — “and sold it for {1}.”",
    "By 2030 the market could be worth {0}, against {1} in Q3 2025.",
    "Its stake fell by {3} after the investor sold shares worth {0} to 14 banks.",
    "| Loan | {0} | {2} | N/A |",
    "The A380 flew 24/7 between the G7 summits; freight brought in {0}.",
    "More than {0}, or about {2} of its cash, went into the iPhone 17 supplier.",
    "He has at least {0} in bonds at {2}, Bloomberg's R1 ranking shows.",
    "The Nikkei 225 ended higher while the firm lost {0} in a day, {2} of its value.",
    "Debt of {0} falls due in March 2027, {1} of it at SoftBank's unit No. 3.",
)


def drawn(seed: int, stories: int) -> Iterator[Story]:
    """Yield stories of some sentences each, with the amounts drawn at random."""
    random = Random(seed)  # noqa: S311 - news, not secrets
    for _ in range(stories):
        yield _story(random)


def written(path: Path) -> Iterator[Story]:
    """Yield the stories of a file in which every amount is marked: ``[$2.25bn|2.25e9 USD]``."""
    for marked in yaml.safe_load(path.read_text("utf-8"))["stories"]:
        text, found, last = "", [], 0
        for mark in _MARK.finditer(marked):
            text += marked[last : mark.start()] + mark[1]
            low, *high = map(Decimal, mark[2].split())
            amount = (mark[1], low, high[0] if high else low, mark[3])
            found.append((len(text) - len(mark[1]), len(text), amount))
            last = mark.end()
        yield text + marked[last:], found


def _story(random: Random) -> Story:
    text, found = "", []
    for pattern in random.sample(_SENTENCES, random.randint(2, 5)):
        amounts = [_money(random), _money(random), _percent(random), _percent(random, spans=False)]
        start = len(text)
        parts = []
        rest = pattern
        while "{" in rest:
            before, _, rest = rest.partition("{")
            number, _, rest = rest.partition("}")
            parts.append(before)
            start = len(text) + sum(map(len, parts))
            amount = amounts[int(number)]
            found.append((start, start + len(amount[0]), amount))
            parts.append(amount[0])
        text += "".join([*parts, rest]) + ("\n" if "|" in pattern else " ")
    return text, found


def _money(random: Random) -> Amount:
    unit = random.choice([*_SIGNS])
    scale = random.choice([*_SCALES])
    digits = random.choice(("{}", "{}", "{}.{}"))
    number = digits.format(random.randint(1, 999), random.randint(1, 99))
    factor = Decimal(10) ** _SCALES[scale]
    low = high = Decimal(number) * factor
    sign, name = random.choice(_SIGNS[unit]), random.choice(_NAMES[unit])
    shape = random.randrange(7)
    if shape == 0:
        printed = f"{number} {scale} {name}"
    elif shape == 1 and scale in _SHORT:
        printed = f"{sign}{number}{random.choice(_SHORT[scale])}"
    elif shape == 2:
        whole = random.randint(1_000, 9_999_999)
        low = high = Decimal(whole)
        printed = f"{sign}{whole:,}"
    elif shape == 3:
        high = low + random.randint(1, 300) * factor
        more = f"{high / factor}"
        dash = random.choice(("-", "–", " to ", " - "))  # noqa: RUF001
        printed = f"{sign}{number}{dash}{random.choice(('', sign))}{more} {scale}"
    elif shape == 4:
        high = low + random.randint(1, 300) * factor
        printed = f"between {number} {scale} and {high / factor} {scale} {name}"
    else:
        printed = f"{sign}{number} {scale}"
    return printed, low, high, unit


def _percent(random: Random, *, spans: bool = True) -> Amount:
    """Return a share; after "rose" no span, for "rose 5 to 13 %" is a change and no span."""
    number = random.choice(("{}", "{}.{}")).format(random.randint(1, 99), random.randint(1, 9))
    low = high = Decimal(number) / 100
    shape = random.randrange(5)
    if shape == 0 and spans:
        high = low + Decimal(random.randint(1, 30)) / 100
        printed = f"{number} to {(high * 100).normalize():f}%"
    elif shape == 1:
        return f"{number} percentage points", low, high, "percentage points"
    else:
        printed = number + random.choice(("%", " percent", " per cent", " %"))
    return printed, low, high, "fraction"


def table(stories: Iterable[Story]) -> str:
    """Return recall and precision by unit as a table."""
    there: Counter[str] = Counter()
    read: Counter[str] = Counter()
    right: Counter[str] = Counter()
    known = list(stories)
    there.update(amount[3] for _, amounts in known for *_, amount in amounts)
    for text, amounts in known:
        for q in quantities(text):
            if q.unit in there:
                read[q.unit] += 1
                right[q.unit] += any(
                    q.start < end and start < q.end and (low, high, unit) == (q.low, q.high, q.unit)
                    for start, end, (_, low, high, unit) in amounts
                )
    lines = ["| unit | amounts | recall | precision |", "|---|---|---|---|"]
    for unit in sorted(there):
        recall, precision = right[unit] / there[unit], right[unit] / max(1, read[unit])
        lines.append(f"| {unit} | {there[unit]} | {recall:.1%} | {precision:.1%} |")
    return "\n".join(lines)
