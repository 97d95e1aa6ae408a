"""Numbers -> the words and signs a page prints.

Comes in: USD billion and fractions. Goes out: text with a unit, a real minus
sign and a space that does not break before the unit, with no more digits than a
source has.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exposure.model import Answer, Outcome

GAP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NONE = "none"

# From here on a number has no digits behind its point.
_WHOLE = 2.0**53
# Half of the last digit that `percent` prints: closer than this, a ratio and its line look alike.
_AT_THE_LINE = 0.0005


def number(value: float, digits: int = 1, *, signed: bool = False) -> str:
    """Return a number with a real minus and thousands set apart.

    >>> number(1234.56), number(-0.04), number(2.0, 0, signed=True)
    ('1,234.6', '0.0', '+2')
    >>> number(-5.0) == f"{MINUS}5.0"
    True
    """
    shown = rounded(value, digits)
    text = f"{shown:{'+' if signed and shown else ''},.{digits}f}"
    return text.replace("-", MINUS)


def rounded(value: float, digits: int) -> float:
    """Return a number rounded as by hand, a half away from zero.

    Sums of decimals leave binary dust: 31.45 may be a hair less. Nine digits are kept of it first.

    >>> rounded(247.25, 1), rounded(7.5 + 1.45 + 22.5, 1), rounded(-0.04, 1)
    (247.3, 31.5, 0.0)
    """
    if not abs(value) < _WHOLE:
        return value
    exact = Decimal(f"{value:.9f}")
    return float(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)) + 0.0


def usd_bn(value: float, *, signed: bool = False) -> str:
    """Return an amount of USD billion.

    >>> usd_bn(22.5) == f"USD{GAP}22.5{GAP}bn"
    True
    """
    return f"USD{GAP}{number(value, 1, signed=signed)}{GAP}bn"


def local_trn(value: float, currency: str) -> str:
    """Return an amount of trillion in the reporting currency.

    >>> local_trn(38.92, "JPY") == f"JPY{GAP}38.92{GAP}trn"
    True
    """
    return f"{currency}{GAP}{number(value, 2)}{GAP}trn"


def percent(fraction: float | None, digits: int = 1) -> str:
    """Return a fraction as percent; ``none`` when there is none.

    >>> percent(0.2764) == f"27.6{GAP}%", percent(None)
    (True, 'none')
    """
    return NONE if fraction is None else f"{number(fraction * 100, digits)}{GAP}%"


def points(fraction: float) -> str:
    """Return a difference of two ratios in percentage points, with its sign.

    >>> points(0.041) == f"+4.1{GAP}points"
    True
    """
    return f"{number(fraction * 100, 1, signed=True)}{GAP}points"


def in_unit(value: float, unit: str) -> str:
    """Return a value of a lever or a figure in its own unit.

    >>> in_unit(494.5, "USD bn") == f"USD{GAP}494.5{GAP}bn", in_unit(1, "switch")
    (True, 'on')
    >>> in_unit(923, "million shares").replace(GAP, " "), in_unit(5, "count")
    ('923 million shares', '5')
    """
    if unit == "switch":
        return "on" if value else "off"
    shown = f"{value:,.10g}".replace("-", MINUS)
    if unit == "count":
        return shown
    if unit == "percent":
        return f"{shown}{GAP}%"
    currency, _, scale = unit.partition(" ")
    if currency.isupper() and not scale.startswith("per "):
        return f"{currency}{GAP}{shown}{GAP}{scale}".rstrip()
    return f"{shown}{GAP}{unit}"


def joined(parts: list[str]) -> str:
    """Return parts as one enumeration.

    >>> joined(["a", "b", "c"]), joined(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def changes(outcome: Outcome) -> list[str]:
    """Return what differs from the baseline, one phrase a lever."""
    levers = outcome.book.levers
    return [
        f"{levers[name].label}: {in_unit(rounded(value, 2), levers[name].unit)} "
        f"(baseline {in_unit(levers.defaults[name], levers[name].unit)})"
        for name, value in levers.changed(outcome.values).items()
    ]


def headline(outcome: Outcome) -> str:
    """Return the answer of the home page in one sentence made from the numbers."""
    book = outcome.book
    levers = book.levers
    moved = levers.changed(outcome.values)
    told = {book.focus_lever.name, *(lever.name for lever in levers.of("new investment"))}
    parts = [
        f"{in_unit(moved[lever.name], lever.unit)} more invested"
        for lever in levers.of("new investment")
        if lever.name in moved
    ]
    if rest := len(moved.keys() - told):
        parts.append("one more lever moved" if rest == 1 else f"{rest} more levers moved")
    at = f"At {in_unit(_valuation(outcome), book.focus_lever.unit)}"
    if parts:
        at += f", with {joined(parts)}"
    first = outcome.answer(book.lines[0])
    return (
        f"{at}, {book.focus_name} is {percent(outcome.share('equity'))} of the equity value of "
        f"{book.group_name}'s holdings. The {first.line.ratio} LTV is {percent(first.value)}, "
        f"{_against(outcome, first)}."
    )


def ltv_sentence(outcome: Outcome) -> str:
    """Return how both ratios stand to the lines that every chart shows."""
    shown = [outcome.answer(line) for line in outcome.book.lines if line.shown]
    parts = [f"the {a.line.ratio} LTV is {percent(a.value)}, {to_line(a)}" for a in shown]
    told = "; ".join(parts)
    return f"{told[0].upper()}{told[1:]}."


def concentration_sentence(outcome: Outcome, basis: str, words: str) -> str:
    """Return what share of the group the focus company is, and the largest holding."""
    book, focus = outcome.book, outcome.book.ledger.focus
    share, name = outcome.share(basis), book.focus_name
    if share is None:
        return f"There is no {words} above zero that {name} could be a share of."
    others = {h.company: outcome.share(basis, h.company) or 0.0 for h in outcome.sheet.holdings}
    del others[focus]
    largest = max(others, key=lambda company: others[company], default=None)
    opening = f"{name} is {percent(share)} of {words}"
    if largest is None:
        return f"{opening} and the only holding."
    other, its = book.name(largest), percent(others[largest])
    if share >= others[largest]:
        return f"{opening} and the largest holding; {other} follows with {its}."
    return f"{opening}; the largest holding is {other} with {its}."


def output(name: str, value: float) -> str:
    """Return an answer of the model by its name, in its unit."""
    return usd_bn(value) if name.endswith("_usd_bn") else percent(value)


def verdict(answer: Answer) -> str:
    """Return how a ratio stands to its line, in four words at most."""
    if at_line(answer):
        return "at the line"
    gap = answer.value - answer.line.limit
    return f"{number(abs(gap) * 100)}{GAP}points {'above' if gap > 0 else 'below'}"


def at_line(answer: Answer) -> bool:
    """Return whether a ratio is so near to its line that both are printed alike."""
    return abs(answer.value - answer.line.limit) < _AT_THE_LINE


def to_line(answer: Answer) -> str:
    """Return how a ratio stands to its line, with the name of the line."""
    return f"{verdict(answer)} the {_name(answer)}".replace("at the line the", "at the")


def _name(answer: Answer) -> str:
    """Return the name of the line of a ratio, with its number in one piece."""
    return answer.line.label.replace(" %", f"{GAP}%")


def _against(outcome: Outcome, answer: Answer) -> str:
    """Return how a ratio stands to its line, and what it takes to come back or to reach it."""
    line, name = _name(answer), outcome.book.focus_name
    if at_line(answer):
        return f"at the {line}"
    if answer.over:
        return f"above the {line}; {to_come_back(answer)}"
    target = answer.focus_value_usd_bn
    if target is None:
        return f"below the {line}; no value of {name} above zero takes it there alone"
    fall = percent(1 - target / _valuation(outcome), 0)
    return f"below the {line}; {name} would have to fall by {fall} to reach it"


def to_come_back(answer: Answer) -> str:
    """Return what must be raised to come back to a line that is crossed, if that is possible."""
    if answer.raise_usd_bn is None:
        return "not even the sale of all that is held brings it back"
    return f"{usd_bn(answer.raise_usd_bn)} must be raised to come back"


def _valuation(outcome: Outcome) -> float:
    return outcome.values[outcome.book.focus_lever.name]
