"""A bank: one way of wording every draft, read from a file of `banks/` and checked.

`banks/README.md` says what each key means. A missing key, one that is not known, or a placeholder
that its sentence lacks or cannot have, is refused with the file and the key.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("banks")

_HTV, _TV, _HV = "holder target amount", "target amount", "holder amount"
_DATED = "date?"

# What a sentence must hold; with a question mark what it can.
STATEMENTS = {
    "investment": {"completed": f"{_HTV} date", "in talks": _HTV},
    "commitment": {"announced": f"{_HTV} {_DATED}", "in talks": _HTV},
    "cumulative investment": {"completed": f"{_HTV} {_DATED}", "announced": _HTV},
    "stake": {"completed": f"{_HTV} date", "announced": _HTV},
    "company value": {"completed": f"{_TV} date", "in talks": _TV},
    "holding value": {"completed": f"{_HTV} date"},
    "round size": {"completed": f"{_TV} date", "in talks": _TV},
    "sale": {"completed": f"{_HTV} date"},
    "purchase price": {"completed": f"{_HTV} {_DATED}", "announced": f"{_HTV}"},
    "market value": {"completed": f"{_TV} date"},
    "market value change": {"completed": f"{_TV} date"},
    "ltv": {"completed": f"{_HV} date"},
    "net asset value": {"completed": f"{_HV} date"},
    "cash": {"completed": f"{_HV} date"},
    "portfolio share": {"completed": f"{_HTV} date"},
    "amount to raise": {"estimate": _HV},
    "bank loan": {"completed": f"{_HV} loan date"},
}
SENTENCES = {
    "due date": "holder date",
    "lenders": f"{_HV} banks",
    "swapped limits": "holder normal trigger",
    "talks told as done": _HTV,
    "purchase told as done": _HTV,
    "total told as new": _HTV,
    "old stake told as current": _HTV,
    "old valuation told as current": _TV,
    "misprinted loan": _HV,
    "misprinted total": _HTV,
    "misprinted single investment": _HTV,
    "headline": _HV,
    "original and conversion": "original converted",
    "purchase of a thing": "amount thing",
    "growth a year": "first last start end rate doubling?",
    "growth": "what target rate first last start end",
    "stake x valuation": "target stake valuation worth",
    "stake after a round": "holder target paid valuation old new",
    "stake in points": "holder target low high points",
    "sum": "holder target one other total",
    "ratio": "dear_input dear_output cheap_input cheap_output ratio",
    "year that is over": "year",
}
FORMS = {
    "date": "month? abbreviated? year",
    "percent": "number",
    "points": "number",
    "ratio": "low high",
    "range of money": "sign low high word? short?",
    "range of percent": "low high",
    "rounded": "amount",
    "rounded up": "amount",
}
MODALITIES = ("exactly", "about", "up to", "at least", "more than", "less than", "below", "may")
CURRENCIES = ("USD", "JPY", "CNY", "EUR", "GBP")
SCALES = ("trillion", "billion", "million")

Sentences = tuple[str, ...]


@dataclass(frozen=True)
class Bank:
    """The wording of one bank: sentences by key, each with some alternatives."""

    statements: dict[str, dict[str, Sentences]]
    sentences: dict[str, Sentences]
    forms: dict[str, Sentences]
    modalities: dict[str, Sentences]
    currencies: dict[str, Sentences]
    signs: dict[str, str]
    scales: dict[str, dict[str, str]]
    headlines: Sentences
    noise: Sentences
    things: Sentences
    bullets: Sentences


def numbers() -> list[int]:
    """Return the numbers of the banks; the last is the one that is reported."""
    return sorted(int(path.stem) for path in FOLDER.glob("*.yaml"))


def read(path: Path) -> Bank:
    """Return the bank of a file.

    Raises
    ------
    SystemExit
        With the file and the key, if something is missing, unknown, or lacks a placeholder.
    """
    raw = yaml.safe_load(path.read_text("utf-8"))
    faults = [*_faults(raw)]
    if faults:
        raise SystemExit("\n".join(f"{path.name}: {fault}" for fault in faults))
    return Bank(**{name: _frozen(part) for name, part in raw.items()})


def _faults(raw: Any) -> Any:  # noqa: ANN401 - what stands in a file
    names = [field.name for field in fields(Bank)]
    yield from _keys("the file", raw, names)
    if not isinstance(raw, dict) or set(raw) != set(names):
        return
    filled: list[tuple[str, Any, dict[str, str]]] = [
        ("sentences", raw["sentences"], SENTENCES),
        ("forms", raw["forms"], FORMS),
        ("modalities", raw["modalities"], dict.fromkeys(MODALITIES, "amount")),
        ("currencies", raw["currencies"], dict.fromkeys(CURRENCIES, "number word? short?")),
    ]
    yield from _keys("statements", raw["statements"], STATEMENTS)
    filled += [
        (f"statements, {measure}", raw["statements"][measure], by_status)
        for measure, by_status in STATEMENTS.items()
        if isinstance(raw["statements"], dict) and measure in raw["statements"]
    ]
    for place, part, wanted in filled:
        yield from _keys(place, part, wanted)
        for key in wanted if isinstance(part, dict) else ():
            if key in part:
                yield from _placeholders(f"{place}, {key}", part[key], wanted[key])
    yield from _keys("signs", raw["signs"], CURRENCIES)
    yield from _keys("scales", raw["scales"], SCALES)
    if isinstance(raw["scales"], dict):
        for scale, words in raw["scales"].items():
            yield from _keys(f"scales, {scale}", words, ("word", "short"))
    for name, least in (("headlines", 0), ("noise", 8), ("things", 5), ("bullets", 1)):
        if not isinstance(raw[name], list) or len(raw[name]) < least:
            yield f"{name}: a list of at least {least} is wanted"


def _keys(place: str, part: Any, wanted: Any) -> Any:  # noqa: ANN401
    if not isinstance(part, dict):
        yield f"{place}: keys are wanted: {', '.join(wanted)}"
        return
    yield from (f"{place}: {key!r} is missing" for key in wanted if key not in part)
    yield from (f"{place}: {key!r} is not known" for key in part if key not in wanted)


def _placeholders(place: str, sentences: Any, wanted: str) -> Any:  # noqa: ANN401
    must = {name for name in wanted.split() if not name.endswith("?")}
    can = {name.rstrip("?") for name in wanted.split()}
    if not sentences or not isinstance(sentences, list | tuple):
        yield f"{place}: a list of sentences is wanted"
        return
    for sentence in sentences:
        try:
            held = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
        except (TypeError, ValueError) as fault:
            yield f"{place}: {sentence!r}: {fault}"
            continue
        yield from (f"{place}: {sentence!r} lacks {{{n}}}" for n in sorted(must - held))
        yield from (f"{place}: {sentence!r} cannot hold {{{n}}}" for n in sorted(held - can))


def _frozen(part: Any) -> Any:  # noqa: ANN401
    if isinstance(part, dict):
        return {key: _frozen(value) for key, value in part.items()}
    return tuple(part) if isinstance(part, list) else part
