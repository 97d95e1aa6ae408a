"""What is wrong with the published balance sheets of a group: each by itself, and beside the others.

Comes in: the folder of the data. Goes out: faults, by file and line.
"""

from __future__ import annotations

from decimal import Decimal
from math import isclose
from typing import TYPE_CHECKING

from exposure.published import read, reproduce
from exposure.series_checks import FAR
from exposure.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from exposure.document import Fault
    from exposure.ledger import Ledger
    from exposure.published import Published

__all__ = ["findings"]


def findings(folder: Path, ledger: Ledger | None = None) -> tuple[Fault, ...]:
    """Return what is wrong with the sheets of ``folder/published/``.

    A sheet that cannot be read is an error; one that its parts do not reproduce, that is far from
    all others, or that a figure of the ledger contradicts, is a warning, for the page may be at
    fault and not the file.
    """
    found: list[Fault] = []
    sheets = []
    for path in sorted((folder / "published").glob("*.yaml")):
        sheet, faults = read(path)
        found += faults
        if sheet is not None:
            sheets.append(sheet)
            found += (
                sheet.published.fault("", words, "warning") for words in reproduce(sheet).messages
            )
    for key in ("usd_jpy", "shares_outstanding_mn"):
        found += _far_from_the_others(sheets, key)
    if ledger is not None:
        found += (fault for sheet in sheets for fault in _unlike_the_ledger(sheet, ledger))
    return tuple(found)


def _far_from_the_others(sheets: Sequence[Published], key: str) -> Iterator[Fault]:
    """Yield sheets with a rate or a number of shares that no other sheet comes near.

    Few measures are held against the one or the other, and a slip of the point makes ten of it.
    """
    stated = [(sheet, float(value)) for sheet in sheets if (value := getattr(sheet, key))]
    for sheet, value in stated:
        others = [other for one, other in stated if one is not sheet]
        if others and all(max(value / x, x / value) > FAR for x in others):
            nearest = min(others, key=lambda x: max(value / x, x / value))
            words = (
                f"{value:g} is more than {FAR:g} times away from {nearest:g}, the nearest of the "
                "other sheets; look at the page again"
            )
            yield sheet.fault(key, words, "warning")


def _unlike_the_ledger(sheet: Published, ledger: Ledger) -> Iterator[Fault]:
    """Yield public figures that tell a holding of the group otherwise than its sheet of that day.

    The value of a holding is told before the loan on it, or after.
    """
    unit = UNITS[sheet.unit]
    parts: dict[tuple[str, str], tuple[Decimal, ...]] = {}
    for part in sheet.holdings:
        loan = part.asset_backed_finance or Decimal(0)
        parts[part.company, "holding value"] = (part.gross, part.gross - loan)
        parts[part.company, "loan drawn"] = (loan,)
    for figure in ledger.public:
        quantity = ledger.quantity(figure.quantity)
        company = ledger.companies.get(quantity.target or "")
        if company is None or quantity.holder != ledger.group or figure.as_of != sheet.as_of:
            continue
        names = (company.name, company.label, *company.aliases)
        told = next(
            (parts[x, quantity.measure] for x in names if (x, quantity.measure) in parts), ()
        )
        value = figure.right.value_si
        if not told or figure.right.unit_si != unit.si or not isinstance(value, int | float):
            continue
        if not any(isclose(value, float(one * unit.factor)) for one in told):
            words = f"the published sheet of {sheet.as_of} says {told[0]} {sheet.unit}"
            yield figure.fault("value", f"{words}; look at both pages again", "warning")
