"""What a difference between two scenarios is in plain words, built from its numbers.

Comes in: the levers that differ, the results with their differences, and what each
lever adds to them, as `exposure.compare` finds them. Goes out: sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure.wording import in_unit, joined, number, percent, points, rounded, usd_bn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.book import Book
    from exposure.compare import Part
    from exposure.scenario import Lever

# A difference that nobody would see on the screen: half of the last digit shown.
_UNSEEN = 5e-4
_MOST_CAUSES = 10


def sentences(
    book: Book,
    levers: Mapping[str, tuple[float, float]],
    results: Mapping[str, tuple[float | None, float | None, float | None]],
    parts: Mapping[str, tuple[Part, ...]],
) -> tuple[str, ...]:
    """Return who changes what by how much, for both ratios and for NAV.

    A lever that changes nothing of a ratio is left out of the ratio's sentence.
    """
    if not levers:
        return ("The two scenarios are the same.",)
    found = []
    for name, word in (("ltv", "disclosed"), ("ltv_grossed", "grossed")):
        before, after, change = results[name]
        if before is None or after is None or change is None:
            continue
        moving = [part for part in parts.get(name, ()) if abs(part.amount) >= _UNSEEN]
        causes = _causes(book, levers, moving)
        verb = _verb(causes, change, cancel=len(moving) > 1)
        ends = f"the {word} LTV goes from {percent(before)} to {percent(after)}"
        found.append(f"{_subject(causes)} {verb}{_most(book, moving, change)}: {ends}.")
    change = results["nav_usd_bn"][2]
    if change is not None:
        way = "rises" if change > 0 else "falls"
        stays = rounded(change, 1) == 0
        found.append("NAV stays." if stays else f"NAV {way} by {usd_bn(abs(change))}.")
    if not parts.get("ltv"):
        found.append(
            "The difference cannot be told apart by lever: a scenario between the two is not "
            "possible."
        )
    return tuple(s[0].upper() + s[1:] for s in found)


def _causes(
    book: Book, levers: Mapping[str, tuple[float, float]], moving: Sequence[Part]
) -> list[str]:
    """Return what was done to the levers that move a ratio; to all, where none is seen to."""
    names = [name for part in moving for name in part.levers] or list(levers)
    return [_cause(book, book.levers[name], *levers[name]) for name in names]


def _subject(causes: list[str]) -> str:
    return joined(causes) if len(causes) <= _MOST_CAUSES else f"{len(causes)} changed levers"


def _verb(causes: Sequence[str], change: float, *, cancel: bool) -> str:
    many = len(causes) > 1
    amount = points(abs(change)).lstrip("+")
    if abs(change) < _UNSEEN:
        return "cancel each other out" if cancel else f"{'change' if many else 'changes'} nothing"
    add = "add" if change > 0 else "take off"
    first, _, rest = add.partition(" ")
    verb = first if many else f"{first}s"
    return " ".join(filter(None, (verb, rest, amount)))


def _most(book: Book, parts: Sequence[Part], change: float) -> str:
    """Return who makes most of a difference, when there is more than one to choose from."""
    if len(parts) < 2 or abs(change) < _UNSEEN:  # noqa: PLR2004
        return ""
    largest = max(parts, key=lambda part: abs(part.amount))
    name = largest.label
    if len(largest.levers) == 1:
        lever = book.levers[largest.levers[0]]
        if lever.role == "company value" and lever.company:
            name = book.name(lever.company)
        elif lever.role == "exchange rate":
            name = "the exchange rate"
        else:
            name = _lowered(lever)
    if 0 < largest.amount / change <= 1:
        return f", {number(100 * abs(largest.amount))} of them from {name}"
    return f", where {name} alone makes {points(largest.amount)}"


def _cause(book: Book, lever: Lever, a: float, b: float) -> str:
    """Return what was done to a lever, as the subject of a sentence."""
    if lever.role == "company value" and lever.company and a > 0:
        return _shifted(book.name(lever.company), b / a - 1)
    if lever.role == "change of others":
        return _shifted(_lowered(lever), (1 + b / 100) / (1 + a / 100) - 1)
    if lever.role == "exchange rate":
        return f"the dollar at {book.baseline.local_currency} {b:g}"
    if lever.unit == "switch":
        return f"{_lowered(lever)} switched {'on' if b else 'off'}"
    amount = in_unit(b, lever.unit)
    if lever.low == 0 and 0 in (a, b):
        return f"{'dropping' if b == 0 else f'{amount} of'} {_lowered(lever)}"
    return f"{_lowered(lever)} at {amount}"


def _shifted(name: str, change: float) -> str:
    return f"{name} {percent(abs(change), 0)} {'lower' if change < 0 else 'higher'}"


def _lowered(lever: Lever) -> str:
    """Return a label inside a sentence: a common word loses its capital, a name keeps it."""
    first, _, rest = lever.label.partition(" ")
    is_name = first != first.capitalize() or lever.role in ("company value", "economic interest")
    return lever.label if is_name else f"{first.lower()} {rest}".strip()
