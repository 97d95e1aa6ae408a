"""What the page Compare says: three scenarios side by side, as tables of plain numbers.

Comes in: a `Book`, scenarios by name or link, and a `SideBySide`. Goes out: tables and text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from exposure.compare import RESULTS
from exposure.wording import MINUS, NONE, in_unit, percent, points, rounded, usd_bn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.book import Book
    from exposure.compare import Comparison, SideBySide

SCENARIO, OWN = "scenario", "own"
"""Stand among the presets for the session's own scenario, and for one that is kept or pasted."""

_THREE = ("baseline", "a", "b")
_VALUES = tuple(f"{name}_value" for name in _THREE)
# Levers that name a kept scenario.
_TOLD = 2
_RATIOS = {"ltv": "disclosed", "ltv_grossed": "grossed"}
# A result's share follows what it is a share of.
_ORDER = (
    "ltv",
    "ltv_grossed",
    "nav_usd_bn",
    "net_debt_usd_bn",
    "equity_value_usd_bn",
    "focus_value_usd_bn",
    "focus_share",
)


def options(book: Book, own: Mapping[str, float], called: str = "") -> dict[str, str]:
    """Return the scenarios that can be compared, with their titles.

    ``own`` is the session's, and ``called`` its preset, where it was chosen by that name.
    """
    same = next((p.title for p in book.named(own) if p.name == called), _preset(book, own))
    told = f"This scenario: {same}" if same else "This scenario"
    presets = {preset.name: preset.title for preset in book.presets}
    return {SCENARIO: told} | presets | {OWN: "Kept, or from a link"}


def title(book: Book, values: Mapping[str, float]) -> str:
    """Return what a kept scenario is called: as the preset that it is, or by what moved."""
    levers = book.levers
    moved = [
        f"{levers[name].label} {in_unit(rounded(value, 2), levers[name].unit)}"
        for name, value in levers.changed(values).items()
    ]
    more = f" and {len(moved) - _TOLD} more" if len(moved) > _TOLD else ""
    return _preset(book, values) or f"{', '.join(moved[:_TOLD])}{more}" or "Baseline"


def starts(book: Book, own: Mapping[str, float]) -> tuple[str, str]:
    """Return what A and B are before anything is chosen.

    A preset is held against the next one that differs, any other scenario that has
    moved against the first; at the baseline the first two presets that move something
    are compared.
    """
    values = book.levers.complete(own)
    moved = [preset.name for preset in book.presets if book.levers.changed(preset.set)]
    if not book.levers.changed(values):
        first, second, *_ = [*moved, SCENARIO, SCENARIO]
        return first, second
    other = next((name for name in moved if chosen(book, name, values) != values), SCENARIO)
    return (SCENARIO, other) if _preset(book, values) else (other, SCENARIO)


def chosen(book: Book, name: str, own: Mapping[str, float]) -> dict[str, float]:
    """Return a scenario by its name; ``own`` is the session's."""
    preset = book.preset(name)
    return book.levers.complete(own if preset is None else preset.set)


def levers_table(book: Book, found: SideBySide) -> pd.DataFrame:
    """Return the levers that differ between the three, as text with units.

    Columns: ``label``, ``baseline``, ``a`` and ``b``; then ``unit``, and the three as
    numbers, ``baseline_value``, ``a_value`` and ``b_value``.
    """
    rows = []
    for name, three in found.levers.items():
        lever = book.levers[name]
        told = (in_unit(value, lever.unit) for value in three)
        rows.append((lever.label, *told, lever.unit, *three))
    return pd.DataFrame(rows, columns=["label", *_THREE, "unit", *_VALUES])


def results_table(book: Book, found: SideBySide) -> pd.DataFrame:
    """Return each result at the baseline, in A and in B, with the differences.

    Columns, all of text: ``label``, ``baseline``, ``a``, ``b``, and ``to_a``,
    ``to_b`` and ``difference`` for A and B less the baseline and B less A. Then
    ``unit`` and the three as numbers, as in `levers_table`.
    """
    focus = book.focus_name
    labels = {
        "focus_value_usd_bn": f"Holding in {focus}",
        "focus_share": f"{focus}'s share of equity value",
    }
    rows = []
    for name in _ORDER:
        label, kind = RESULTS[name]
        tell = percent if kind == "ratio" else _money
        baseline, a, to_a = found.to_a.results[name]
        _, b, to_b = found.to_b.results[name]
        changes = (_signed(x, kind) for x in (to_a, to_b, found.between.results[name][2]))
        unit = "fraction" if kind == "ratio" else "USD bn"
        told = (tell(baseline), tell(a), tell(b), *changes)
        rows.append((labels.get(name, label), *told, unit, baseline, a, b))
    names = ["label", *_THREE, "to_a", "to_b", "difference", "unit", *_VALUES]
    return pd.DataFrame(rows, columns=names)


def unattributed(found: Comparison) -> str:
    """Return why there is no attribution."""
    if not found.levers:
        return "A and B are the same scenario, so there is nothing to tell apart."
    return (
        "The difference cannot be told apart by lever: a scenario between the two is not possible."
    )


def attribution_table(found: Comparison) -> pd.DataFrame:
    """Return what each lever adds to the differences, and their sums in a last row.

    Columns: ``label``, ``ltv``, ``ltv_grossed`` and ``nav_usd_bn`` as signed text, and
    each as a number with ``_value`` behind its name.
    """
    names = {"ltv": "ratio", "ltv_grossed": "ratio", "nav_usd_bn": "money"}
    measured = [name for name in names if found.parts.get(name)]
    if not measured:
        return pd.DataFrame(columns=["label", *names])
    amounts = [
        (part.label, [found.parts[name][i].amount if name in measured else None for name in names])
        for i, part in enumerate(found.parts[measured[0]])
    ]
    amounts.append(("Together", [found.results[name][2] for name in names]))
    rows = [
        {"label": label}
        | {n: _signed(x, kind) for (n, kind), x in zip(names.items(), parts, strict=True)}
        | {f"{n}_value": x for n, x in zip(names, parts, strict=True)}
        for label, parts in amounts
    ]
    return pd.DataFrame(rows)


def opening(found: Comparison, titles: tuple[str, str]) -> str:
    """Return the difference between two named scenarios in a sentence."""
    if not found.levers:
        return f"Nothing differs between “{titles[0]}” and “{titles[1]}”."
    return found.sentences[0]


def ratios(*found: Comparison) -> dict[str, list[float | None]]:
    """Return both ratios at the baseline and at the end of each comparison from it."""
    return {
        word: [found[0].results[name][0], *(one.results[name][1] for one in found)]
        for name, word in _RATIOS.items()
    }


def _preset(book: Book, values: Mapping[str, float]) -> str:
    """Return the title of the preset that a scenario is, or nothing."""
    return next((preset.title for preset in book.named(values)), "")


def _money(value: float | None) -> str:
    return NONE if value is None else usd_bn(value)


def _signed(value: float | None, kind: str) -> str:
    if value is None:
        return NONE
    return points(value) if kind == "ratio" else _plus(value)


def _plus(value: float) -> str:
    """Return an amount with its sign before the unit.

    >>> _plus(-7.54).replace(chr(160), " ") == f"{MINUS}USD 7.5 bn"
    True
    """
    sign = "" if rounded(value, 1) == 0 else "+" if value > 0 else MINUS
    return f"{sign}{usd_bn(abs(value))}"
