"""Everything that is assumed, in one list: the numbers that no source gives.

Comes in: a `Book`, and the assumptions about risk where they can be read. Goes out: one row each,
with its value, the day it was made, its reason, and where it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exposure import risk_words
from exposure.baseline import Input
from exposure.wording import in_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exposure.book import Book
    from exposure.stress.risk import Range, Risk


@dataclass(frozen=True)
class Assumed:
    """One number, or one range, that is assumed."""

    used_in: str
    label: str
    value: str
    date: str
    reason: str

    def holds(self, words: str) -> bool:
        """Return whether every word stands in it."""
        told = f"{self.used_in} {self.label} {self.value} {self.date} {self.reason}".casefold()
        return all(word in told for word in words.casefold().split())


def assumptions(book: Book, risk: Risk | None) -> tuple[Assumed, ...]:
    """Return all assumptions: those of the balance sheet first, then those about risk.

    Examples
    --------
    >>> from pathlib import Path
    >>> from exposure.book import load
    >>> from exposure.stress import risk
    >>> book, _ = load(Path("tests/small/data"))
    >>> found = assumptions(book, risk.load(Path("tests/small/data"), book)[0])
    >>> [one.value for one in found if one.label == "Horizon, months"]
    ['12 (1 to 36)']
    """
    found = [*_of_balance_sheet(book)]
    if risk is not None:
        found += [*_of_risk(book, risk)]
    return tuple(found)


def _of_balance_sheet(book: Book) -> Iterator[Assumed]:
    base = book.baseline
    named = [(_words(book, name), getattr(base, name)) for name in _fields(base)]
    named += [(f"Unpaid: {book.ledger.deal(one.deal).title}", one.amount) for one in base.committed]
    for holding in base.holdings:
        own = book.name(holding.company)
        named += [
            (f"{own}: {_words(book, name)}", getattr(holding, name)) for name in _fields(holding)
        ]
    for label, item in named:
        if isinstance(item, Input) and item.basis == "assumed":
            value = in_unit(item.value, base.unit(item))
            reason = item.reason or ""
            reason = f"{reason[:1].upper()}{reason[1:].rstrip('.')}."
            yield Assumed(
                "Balance sheet", f"{label[0].upper()}{label[1:]}", value, item.as_of, reason
            )


def _of_risk(book: Book, risk: Risk) -> Iterator[Assumed]:
    for name, item in risk.assumptions().items():
        label = risk_words.assumption_label(book, name)
        kind = name.partition(".")[0]
        told = f"{label[0].upper()}{label[1:]}"
        value = f"{item.value:g} ({item.low:g} to {item.high:g})"
        yield Assumed(_KINDS.get(kind, "Stress: chances"), told, value, item.date, item.reason)
    for entry in risk.ranges:
        if not entry.figures:
            yield Assumed(
                "Stress: what matters most",
                _label(book, entry),
                _span(book, entry),
                entry.date or "",
                entry.reason,
            )
    for due in risk.cash.due:
        title = book.ledger.deal(due.deal).title
        yield Assumed("Stress: cash", f"Day of payment: {title}", due.day, due.date, due.reason)


_KINDS = {
    "volatility": "Stress: volatility",
    "correlation": "Stress: correlation",
    "maintenance": "Stress: margin calls",
}


def _fields(record: object) -> list[str]:
    """Return the names of the fields of a record that hold one number with its basis."""
    return [name for name in vars(record) if isinstance(getattr(record, name), Input)]


def _words(book: Book, name: str) -> str:
    words = name.replace("local", book.baseline.local_currency).replace("usd", "USD")
    return words.replace("_", " ")


def _label(book: Book, entry: Range) -> str:
    if entry.lever is not None:
        return f"Range of {book.levers[entry.lever].label}"
    company, _, part = (entry.input or "").partition(".")
    return f"Range of {book.name(company)}: {_words(book, part)}"


def _span(book: Book, entry: Range) -> str:
    unit = book.levers[entry.lever].unit if entry.lever is not None else "percent"
    return f"{in_unit(entry.low or 0, unit)} to {in_unit(entry.high or 0, unit)}"
