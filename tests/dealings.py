"""Deals of a group that does not exist, a line each: for tests of what is told over time."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from exposure.book import Book, load
from exposure.ledger import Deal, PublicFigure, Quantity

_SMALL = Path(__file__).parent / "small/data"


class Dealings:
    """Quantities with one figure each, and deals: Alder (the group) in Birch (the focus)."""

    def __init__(self) -> None:
        self.quantities: list[Quantity] = []
        self.figures: list[PublicFigure] = []
        self.deals: list[Deal] = []

    def fact(
        self,
        name: str,
        value: float | tuple[float, float],
        measure: str = "investment",
        **more: Any,  # noqa: ANN401  (fields of a quantity and of a figure)
    ) -> str:
        """Add a quantity and its figure, both of one name, and return that."""
        ends = (
            {"value": value}
            if isinstance(value, (int, float))
            else dict(zip(("low", "high"), value, strict=True))
        )
        about = {"holder": more.pop("holder", "alder"), "target": more.pop("target", "birch")}
        self.quantities.append(Quantity(id=name, label=f"Fact {name}", measure=measure, **about))
        given = {"unit": "USD bn", "as_of": "2030-01", "modality": "exactly", "status": "completed"}
        self.figures.append(
            PublicFigure(
                **{"id": name, "quantity": name, **ends, **given, **more},
                title="Register",
                url=f"https://example.org/{name}",
                confidence="primary",
            )
        )
        return name

    def deal(self, name: str, date: str, amount: float | None = None, **more: Any) -> str:  # noqa: ANN401  (fields of a deal)
        """Add a deal, and a fact for its amount, and return its name."""
        given = {"investor": "alder", "target": "birch", "kind": "equity", "status": "completed"}
        if amount is not None:
            given["amount"] = self.fact(f"{name}-amount", amount, as_of=date)
        self.deals.append(
            Deal(**{"id": name, "title": f"Deal {name}", "date": date, **given, **more})
        )
        return name

    def book(self) -> Book:
        """Return a book of these, with the balance sheet of ``tests/small``."""
        found = small()
        return replace(
            found,
            ledger=replace(
                found.ledger,
                quantities=tuple(self.quantities),
                figures=(),
                public=tuple(self.figures),
                deals=tuple(self.deals),
            ),
        )


@cache
def small() -> Book:
    """Return the book of ``tests/small``."""
    found, faults = load(_SMALL)
    assert found is not None, faults
    return found
