"""The answers that the command line, the API and the snapshot give as plain data.

Comes in: a `Book`, an `Outcome`. Goes out: what JSON can hold, money in USD
billion and ratios as fractions, the same wherever it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exposure import deals as dealings
from exposure.wording import GAP

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.model import Outcome


def levers(book: Book) -> list[dict[str, Any]]:
    """Return every lever with its range, its step and its value at the baseline."""
    names = ("name", "label", "unit", "low", "high", "step")
    return [
        {name: getattr(lever, name) for name in names}
        | {"default": book.levers.defaults[lever.name]}
        for lever in book.levers.table
    ]


def scenario(result: Outcome, name: str | None = None) -> dict[str, Any]:
    """Return the answers of a scenario, with a notice for each holding that its loan exceeds."""
    notices = [
        f"{result.book.name(company)}: the loan exceeds the shares that secure it; the holding "
        "counts as nothing"
        for company in result.sheet.floored
    ]
    return {"scenario": name, **result.as_json(), "notices": notices}


def deals(book: Book) -> list[dict[str, Any]]:
    """Return every deal as its page tells it, the latest first, with the figures behind it.

    ``amount_usd_bn`` is the number that is used for the amount, None where no source
    gives one; ``figures`` are ids of `exposure.ledger.rows` and of public figures.
    """
    table = dealings.table(book).drop(columns=["day", "called"])
    return [
        {
            "id": str(deal),
            **{str(key): _plain(value) for key, value in row.items()},
            "figures": _behind(book, str(deal)),
        }
        for deal, row in table.astype(object).to_dict(orient="index").items()
    ]


def _behind(book: Book, deal: str) -> list[str]:
    found = book.ledger.deal(deal)
    parts = [figure.id for part in found.parts.values() for figure in book.ledger.of_quantity(part)]
    return list(dict.fromkeys([*parts, *found.cited]))


def _plain(value: Any) -> Any:  # noqa: ANN401  (a cell of any column)
    if isinstance(value, str):
        return value.replace(GAP, " ")
    return None if value != value else value  # noqa: PLR0124  (nan)
