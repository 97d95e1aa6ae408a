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
from exposure.compare_sentences import sentences
from exposure.evaluation import evaluate
from exposure.model import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from exposure.book import Book
    from exposure.model import Outcome

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


@dataclass(frozen=True)
class SideBySide:
    """The baseline and two scenarios: A and B each against it, and B against A."""

    baseline: Mapping[str, float]
    a: Mapping[str, float]
    b: Mapping[str, float]
    to_a: Comparison
    to_b: Comparison
    between: Comparison

    @property
    def levers(self) -> dict[str, tuple[float, float, float]]:
        """The levers that are not the same in all three, with their three values."""
        three = {name: (x, self.a[name], self.b[name]) for name, x in self.baseline.items()}
        return {name: values for name, values in three.items() if len(set(values)) > 1}

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        names = ("baseline", "a", "b")
        return {
            "levers": {name: dict(zip(names, x, strict=True)) for name, x in self.levers.items()},
            "baseline_to_a": self.to_a.as_json(),
            "baseline_to_b": self.to_b.as_json(),
            "a_to_b": self.between.as_json(),
        }


def side_by_side(book: Book, a: Mapping[str, float], b: Mapping[str, float]) -> SideBySide:
    """Return the baseline and two scenarios side by side; arguments as in `compare`."""
    complete = book.levers.complete
    return SideBySide(
        complete({}),
        complete(a),
        complete(b),
        compare(book, {}, a),
        compare(book, {}, b),
        compare(book, a, b),
    )


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
    return Comparison(levers, results, parts, sentences(book, levers, results, parts))


def ltv_steps(book: Book, values: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return what each moved lever adds to the disclosed LTV of the baseline.

    Label and fraction, as in `attribution`; one step for all of them together
    where a scenario on the way has no value.
    """
    found = compare(book, {}, values)
    if "ltv" in found.parts:
        return [(part.label, part.amount) for part in found.parts["ltv"]]
    return [("All levers together", found.results["ltv"][2] or 0.0)]


def grossing_steps(sheet: BalanceSheet) -> list[tuple[str, float]]:
    """Return what leads from the disclosed LTV of a sheet to the grossed one.

    First the loans secured on shares are added back on both sides, then what is
    signed and unpaid: ``(D + A) / (E + A) - D / E``, and the rest.

    Examples
    --------
    >>> from exposure.balance import Holding
    >>> sheet = BalanceSheet((Holding("a", 100.0, 20.0),), net_debt=20.0, committed=20.0)
    >>> [(name, round(change, 3)) for name, change in grossing_steps(sheet)]
    [('Loans on shares added back', 0.15), ('Signed purchases added back', 0.1)]
    """
    loans = sheet.asset_backed_finance
    between = float((sheet.net_debt + loans) / (sheet.equity_value + loans))
    return [
        ("Loans on shares added back", between - float(sheet.ltv)),
        ("Signed purchases added back", float(sheet.ltv_grossed) - between),
    ]


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
