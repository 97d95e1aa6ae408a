"""Numbers -> the words and signs a page prints.

Comes in: USD billion and fractions. Goes out: text with a unit, a real minus
sign and a narrow space before the unit, with no more digits than a source has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exposure.model import Answer, Outcome

GAP = "\N{NO-BREAK SPACE}"
NONE = "none"


def number(value: float, digits: int = 1, *, signed: bool = False) -> str:
    """Return a number with a real minus and thousands set apart.

    >>> number(-1234.56), number(0.04), number(2.0, 0, signed=True)
    ('−1,234.6', '0.0', '+2')
    """
    rounded = round(value, digits) + 0.0
    text = f"{rounded:{'+' if signed and rounded else ''},.{digits}f}"
    return text.replace("-", "−")


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
    """Return a lever's value in the lever's unit.

    >>> in_unit(494.5, "USD bn") == f"USD{GAP}494.5{GAP}bn", in_unit(1, "switch")
    (True, 'on')
    """
    if unit == "switch":
        return "on" if value else "off"
    shown = f"{value:,.10g}".replace("-", "−")
    if unit == "percent":
        return f"{shown}{GAP}%"
    if " per " in unit:
        return f"{shown}{GAP}{unit}"
    currency, _, scale = unit.partition(" ")
    return f"{currency}{GAP}{shown}{GAP}{scale}".rstrip()


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
        f"{levers[name].label}: {in_unit(value, levers[name].unit)} "
        f"(baseline {in_unit(levers.defaults[name], levers[name].unit)})"
        for name, value in levers.changed(outcome.values).items()
    ]


def headline(outcome: Outcome) -> str:
    """Return the answer of the home page in one sentence made from the numbers."""
    book = outcome.book
    levers = book.levers
    moved = levers.changed(outcome.values)
    value = _valuation(outcome)
    told = {"company value", "new investment"}
    parts = [] if value is None else [f"{book.focus_name} at {in_unit(value, 'USD bn')}"]
    parts += [
        f"{in_unit(moved[lever.name], lever.unit)} more invested"
        for lever in levers.table
        if lever.role == "new investment" and lever.name in moved
    ]
    rest = [
        name
        for name in moved
        if levers[name].role not in told or levers[name].company != book.ledger.focus
    ]
    if rest:
        parts.append(f"{len(rest)} more {'change' if len(rest) == 1 else 'changes'} to the levers")
    first = outcome.answer(book.lines[0])
    opening = f"With {joined(parts)}, the" if parts else "The"
    return f"{opening} disclosed LTV is {percent(first.value)}, {_against(first)}; {_reach(outcome)}."


def ltv_sentence(outcome: Outcome) -> str:
    """Return how both ratios stand to the lines that every chart shows."""
    parts = []
    for line in outcome.book.lines:
        if line.shown:
            answer = outcome.answer(line)
            parts.append(
                f"the {line.ratio} LTV is {percent(answer.value)}, {verdict(answer)}, "
                f"against the {line.label}"
            )
    told = joined(parts)
    return f"{told[0].upper()}{told[1:]}."


def concentration_sentence(outcome: Outcome, basis: str, words: str) -> str:
    """Return what share of the group the focus company is, and the largest holding."""
    book = outcome.book
    ranked = sorted(
        ((outcome.share(basis, h.company) or 0.0, h.company) for h in outcome.sheet.holdings),
        reverse=True,
    )
    name, share = book.focus_name, percent(outcome.share(basis))
    if ranked[0][1] == book.ledger.focus:
        other = ranked[1]
        return (
            f"{name} is {share} of {words} and the largest holding; "
            f"{book.name(other[1])} follows with {percent(other[0])}."
        )
    return (
        f"{name} is {share} of {words}; the largest holding is {book.name(ranked[0][1])} "
        f"with {percent(ranked[0][0])}."
    )


def output(name: str, value: float) -> str:
    """Return an answer of the model by its name, in its unit."""
    return usd_bn(value) if name.endswith("_usd_bn") else percent(value)


def verdict(answer: Answer) -> str:
    """Return how a ratio stands to its line, in four words at most."""
    gap = answer.value - answer.line.limit
    if abs(gap) < 5e-5:
        return "at the line"
    return f"{number(abs(gap) * 100)}{GAP}points {'above' if gap > 0 else 'below'}"


def _against(answer: Answer) -> str:
    side = "above" if answer.over else "below"
    return f"{side} the {answer.line.label}"


def _valuation(outcome: Outcome) -> float | None:
    for lever in outcome.book.levers.table:
        if lever.role == "company value" and lever.company == outcome.book.ledger.focus:
            return float(outcome.values[lever.name])
    return None


def _reach(outcome: Outcome) -> str:
    """Return what it takes to come back to the first line, or to reach it."""
    book = outcome.book
    first = outcome.answer(book.lines[0])
    if first.over:
        return f"{usd_bn(first.raise_usd_bn)} must be raised to come back"
    value, target = _valuation(outcome), first.focus_value_usd_bn
    name = book.focus_name
    if value is None or target is None:
        return f"no value of {name} above zero takes it there alone"
    return f"{name} would have to fall by {percent(1 - target / value, 0)} to reach it"
