"""Two scenarios side by side, and how much of the difference each lever makes.

Comes in: a `Book` and scenarios. Goes out: the levers that differ, the results
with their differences, an attribution that adds up, and sentences made from the
numbers. Ratios are fractions, money is USD billion.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial
from typing import TYPE_CHECKING, Any

import numpy as np

from exposure.balance import BalanceError, BalanceSheet, Number
from exposure.model import evaluate, outcome
from exposure.wording import in_unit, joined, number, percent, points, usd_bn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from exposure.book import Book
    from exposure.model import Outcome
    from exposure.scenario import Lever

MOST = 10
"""Levers that are told apart; beyond it they are taken together by their groups."""

RESULTS = {
    "ltv": ("Disclosed LTV", "ratio"),
    "ltv_grossed": ("Grossed LTV", "ratio"),
    "nav_usd_bn": ("NAV", "money"),
    "equity_value_usd_bn": ("Equity value of holdings", "money"),
    "net_debt_usd_bn": ("Adjusted net debt", "money"),
    "focus_value_usd_bn": ("Holding in the focus company", "money"),
    "focus_share": ("Focus company's share of equity value", "ratio"),
}
"""What is compared: label, and whether it is a fraction or USD billion."""

# A difference that nobody would see on the screen: half of the last digit shown.
_UNSEEN = 5e-5


@dataclass(frozen=True)
class Part:
    """What one lever, or one group of levers, adds to a difference."""

    name: str
    label: str
    levers: tuple[str, ...]
    amount: float


@dataclass(frozen=True)
class Comparison:
    """How scenario ``b`` differs from ``a``.

    Attributes
    ----------
    levers
        Those that differ: name to the two values.
    results
        For each key of `RESULTS` the two values and the difference; None where
        a value does not exist.
    parts
        For ``ltv``, ``ltv_grossed`` and ``nav_usd_bn`` what each lever adds; the
        amounts add up to the difference. Empty where a scenario on the way
        between the two has no value.
    sentences
        The same in plain words.
    """

    levers: Mapping[str, tuple[float, float]]
    results: Mapping[str, tuple[float | None, float | None, float | None]]
    parts: Mapping[str, tuple[Part, ...]]
    sentences: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "levers": {name: {"a": a, "b": b} for name, (a, b) in self.levers.items()},
            "results": {
                name: {"label": RESULTS[name][0], "a": a, "b": b, "difference": difference}
                for name, (a, b, difference) in self.results.items()
            },
            "attribution": {
                name: [
                    {"name": p.name, "label": p.label, "levers": list(p.levers), "amount": p.amount}
                    for p in parts
                ]
                for name, parts in self.parts.items()
            },
            "sentences": list(self.sentences),
        }


def compare(book: Book, a: Mapping[str, float], b: Mapping[str, float]) -> Comparison:
    """Return how one scenario differs from another.

    Parameters
    ----------
    a, b
        Scenarios; levers that are missing stand at the baseline.

    Raises
    ------
    BalanceError
        If one of the two is not possible or has no LTV.
    """
    before, after = outcome(book, a), outcome(book, b)
    levers = {
        name: (before.values[name], after.values[name])
        for name in book.levers.defaults
        if before.values[name] != after.values[name]
    }
    players = _players(book, levers)
    found = attribution(book, before.values, after.values, [p.levers for p in players])
    parts = {
        name: tuple(
            Part(p.name, p.label, p.levers, float(x)) for p, x in zip(players, amounts, strict=True)
        )
        for name, amounts in found.items()
        if np.isfinite(amounts).all()
    }
    results = {name: _pair(_result(before, name), _result(after, name)) for name in RESULTS}
    sentences = _sentences(book, levers, results, parts)
    return Comparison(levers, results, parts, sentences)


def ltv_steps(book: Book, values: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return what each moved lever adds to the disclosed LTV of the baseline.

    Label and fraction, as in `attribution`; one step for all of them together
    where a scenario on the way has no value.
    """
    found = compare(book, {}, values)
    if "ltv" in found.parts:
        return [(part.label, part.amount) for part in found.parts["ltv"]]
    return [("All levers together", found.results["ltv"][2] or 0.0)]


def attribution(
    book: Book,
    a: Mapping[str, float],
    b: Mapping[str, float],
    players: Sequence[Sequence[str]],
) -> dict[str, NDArray[np.float64]]:
    """Return the Shapley value of each player for the difference between scenarios.

    ``phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (f(S + i) - f(S))``:
    what moving the player's levers from ``a`` to ``b`` changes, averaged over all
    orders in which the players can move. The values add up to ``f(b) - f(a)``, a
    lever that changes nothing gets nothing, and two that do the same get the same.
    All ``2^n`` scenarios are one call of the model.

    Parameters
    ----------
    a, b
        Complete scenarios.
    players
        Levers that move together; at most twelve players.

    Returns
    -------
    dict
        For ``ltv``, ``ltv_grossed``, ``nav_usd_bn`` an array of shape
        ``(players,)``; all ``nan`` when a scenario between has no value.

    References
    ----------
    L. Shapley, "A value for n-person games" (1953).
    """
    n = len(players)
    if n > 12:  # noqa: PLR2004  (4,096 scenarios; beyond that group the levers)
        raise BalanceError("players", f"{n} are too many for every order to be tried")
    sets = np.arange(2**n)
    values: dict[str, Number] = dict(a)
    for i, levers in enumerate(players):
        moved = (sets >> i) & 1
        values |= {name: np.where(moved, b[name], a[name]) for name in levers}
    sheet = evaluate(book, values)
    size = np.array([int(s).bit_count() for s in sets.tolist()])
    weight = np.array([factorial(k) * factorial(n - k - 1) / factorial(n) for k in range(n)])
    found = {}
    for name, result in _measures(sheet).items():
        f = np.broadcast_to(np.asarray(result, dtype=float), sets.shape)
        without = [sets[(sets >> i) & 1 == 0] for i in range(n)]
        found[name] = np.array(
            [np.sum(weight[size[s]] * (f[s | (1 << i)] - f[s])) for i, s in enumerate(without)]
        )
    return found


def _measures(sheet: BalanceSheet) -> dict[str, Number]:
    return {"ltv": sheet.ltv, "ltv_grossed": sheet.ltv_grossed, "nav_usd_bn": sheet.nav}


def _players(book: Book, levers: Mapping[str, tuple[float, float]]) -> list[Part]:
    """Return the levers that differ, each by itself or by groups if they are many."""
    if len(levers) <= MOST:
        return [Part(name, book.levers[name].label, (name,), 0.0) for name in levers]
    groups: dict[str, list[str]] = {}
    for name in levers:
        groups.setdefault(book.levers[name].group, []).append(name)
    return [Part(group, group, tuple(names), 0.0) for group, names in groups.items()]


def _result(found: Outcome, name: str) -> float | None:
    sheet = found.sheet
    match name:
        case "ltv" | "ltv_grossed":
            return found.ratio("grossed" if name == "ltv_grossed" else "disclosed")
        case "nav_usd_bn":
            return float(sheet.nav)
        case "equity_value_usd_bn":
            return float(sheet.equity_value)
        case "net_debt_usd_bn":
            return float(sheet.net_debt)
        case "focus_value_usd_bn":
            return found.focus_value
        case _:
            return found.share("equity")


def _pair(a: float | None, b: float | None) -> tuple[float | None, float | None, float | None]:
    return a, b, None if a is None or b is None else b - a


def _sentences(
    book: Book,
    levers: Mapping[str, tuple[float, float]],
    results: Mapping[str, tuple[float | None, float | None, float | None]],
    parts: Mapping[str, tuple[Part, ...]],
) -> tuple[str, ...]:
    if not levers:
        return ("The two scenarios are the same.",)
    causes = [_cause(book, book.levers[name], *pair) for name, pair in levers.items()]
    subject = joined(causes) if len(causes) <= MOST else f"{len(causes)} changed levers"
    found = []
    for name, word in (("ltv", "disclosed"), ("ltv_grossed", "grossed")):
        before, after, change = results[name]
        if before is None or after is None or change is None:
            continue
        verb = _verb(causes, change)
        ends = f"the {word} LTV goes from {percent(before)} to {percent(after)}"
        found.append(f"{subject} {verb}{_most(book, parts.get(name, ()), change)}: {ends}.")
    change = results["nav_usd_bn"][2]
    if change is not None:
        way = "rises" if change > 0 else "falls"
        found.append(
            f"NAV {way} by {usd_bn(abs(change))}." if abs(change) >= _UNSEEN else "NAV stays."
        )
    if not parts.get("ltv"):
        found.append(
            "The difference cannot be told apart by lever: a scenario between the two is not "
            "possible."
        )
    return tuple(s[0].upper() + s[1:] for s in found)


def _verb(causes: Sequence[str], change: float) -> str:
    many = len(causes) > 1
    amount = points(abs(change)).lstrip("+")
    if abs(change) < _UNSEEN:
        return f"{'change' if many else 'changes'} nothing"
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
        change = b / a - 1
        way = "lower" if change < 0 else "higher"
        return f"{book.name(lever.company)} {percent(abs(change), 0)} {way}"
    if lever.role == "change of others":
        change = (1 + b / 100) / (1 + a / 100) - 1
        way = "lower" if change < 0 else "higher"
        return f"{_lowered(lever)} {percent(abs(change), 0)} {way}"
    if lever.role == "exchange rate":
        return f"the dollar at {book.baseline.local_currency} {b:g}"
    if lever.unit == "switch":
        return f"{_lowered(lever)} switched {'on' if b else 'off'}"
    if a == 0:
        return f"{in_unit(b, lever.unit)} of {_lowered(lever)}"
    return f"{_lowered(lever)} at {in_unit(b, lever.unit)}"


def _lowered(lever: Lever) -> str:
    """Return a label inside a sentence: a common word loses its capital, a name keeps it."""
    first, _, rest = lever.label.partition(" ")
    is_name = first != first.capitalize() or lever.role in ("company value", "economic interest")
    return lever.label if is_name else f"{first.lower()} {rest}".strip()
