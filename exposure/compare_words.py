"""What the page Compare says: three scenarios side by side, as tables of plain numbers.

Comes in: a `Book`, scenarios by name, and a `Comparison`. Goes out: tables and text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from exposure.compare import RESULTS, compare
from exposure.wording import MINUS, NONE, in_unit, percent, points, usd_bn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.book import Book
    from exposure.compare import Comparison

SCENARIO = "scenario"
"""Stands for the session's own scenario among the presets."""

_RATIOS = {"ltv": "disclosed", "ltv_grossed": "grossed"}


def options(book: Book) -> dict[str, str]:
    """Return the scenarios that can be compared, with their titles."""
    return {SCENARIO: "This scenario"} | {preset.name: preset.title for preset in book.presets}


def chosen(book: Book, name: str, own: Mapping[str, float]) -> dict[str, float]:
    """Return a scenario by its name; ``own`` is the session's."""
    preset = book.preset(name)
    return book.levers.complete(own if preset is None else preset.set)


def levers_table(book: Book, scenarios: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """Return the levers that differ between scenarios, as text with units.

    Columns: ``label``, and one for each scenario by its key.
    """
    rows = []
    for lever in book.levers.table:
        found = {key: values[lever.name] for key, values in scenarios.items()}
        if len(set(found.values())) > 1:
            told = {key: in_unit(value, lever.unit) for key, value in found.items()}
            rows.append({"label": lever.label} | told)
    return pd.DataFrame(rows, columns=["label", *scenarios])


def results_table(book: Book, to_a: Comparison, to_b: Comparison, ab: Comparison) -> pd.DataFrame:
    """Return each result at the baseline, in A and in B, and what B changes against A.

    Parameters
    ----------
    to_a, to_b
        From the baseline to each of the two.
    ab
        From A to B.
    """
    focus = book.focus_name
    labels = {"focus_value_usd_bn": f"Holding in {focus}", "focus_share": f"{focus}'s share of it"}
    rows = []
    for name, (label, kind) in RESULTS.items():
        tell = percent if kind == "ratio" else _money
        baseline, a, _ = to_a.results[name]
        _, b, _ = to_b.results[name]
        difference = ab.results[name][2]
        rows.append(
            {
                "label": labels.get(name, label),
                "baseline": tell(baseline),
                "a": tell(a),
                "b": tell(b),
                "difference": _signed(difference, kind),
            }
        )
    # Its share follows the equity value, which it is a share of.
    order = ["ltv", "ltv_grossed", "nav_usd_bn", "net_debt_usd_bn", "equity_value_usd_bn"]
    keys = list(RESULTS)
    places = [keys.index(name) for name in [*order, *(k for k in keys if k not in order)]]
    return pd.DataFrame([rows[i] for i in places])


def attribution_table(found: Comparison) -> pd.DataFrame:
    """Return what each lever adds to the differences, and their sums in a last row.

    Columns: ``label``, ``ltv``, ``ltv_grossed`` and ``nav_usd_bn`` as signed text.
    """
    names = {"ltv": "ratio", "ltv_grossed": "ratio", "nav_usd_bn": "money"}
    measured = [name for name in names if found.parts.get(name)]
    if not measured:
        return pd.DataFrame(columns=["label", *names])
    rows = [
        {"label": part.label}
        | {
            name: _signed(found.parts[name][i].amount if name in measured else None, kind)
            for name, kind in names.items()
        }
        for i, part in enumerate(found.parts[measured[0]])
    ]
    total = {name: _signed(found.results[name][2], kind) for name, kind in names.items()}
    return pd.DataFrame([*rows, {"label": "Together"} | total])


def sides(
    book: Book, a: Mapping[str, float], b: Mapping[str, float]
) -> tuple[Comparison, Comparison, Comparison]:
    """Return the comparisons from the baseline to A, from it to B, and from A to B."""
    return compare(book, {}, a), compare(book, {}, b), compare(book, a, b)


def opening(found: Comparison, titles: tuple[str, str]) -> str:
    """Return the difference between two named scenarios in a sentence."""
    if not found.levers:
        return f"Nothing differs between “{titles[0]}” and “{titles[1]}”."
    return f"From “{titles[0]}” to “{titles[1]}”: {found.sentences[0]}"


def ratios(*found: Comparison) -> dict[str, list[float | None]]:
    """Return both ratios at the baseline and at the end of each comparison from it."""
    return {
        word: [found[0].results[name][0], *(one.results[name][1] for one in found)]
        for name, word in _RATIOS.items()
    }


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
    sign = "" if round(value, 1) == 0 else "+" if value > 0 else MINUS
    return f"{sign}{usd_bn(abs(value))}"
