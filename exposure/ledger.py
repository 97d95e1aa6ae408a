"""The ledger: every figure, what it is about, the deals it belongs to and where it was printed.

In come the folders ``data/`` (``deals.yaml``, and ``public.yaml`` where there is one) and
``seeds/`` (one card per article); out comes one frozen `Ledger`, or every fault in these files at
once, each with file and line. The records are described in `exposure.entries`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from exposure.document import MOST_FAULTS, Document, Fault, Place, at
from exposure.entries import (
    MEASURES,
    SHARES,
    Amount,
    Company,
    Correction,
    Deal,
    Figure,
    Observation,
    PublicFigure,
    Quantity,
    SourceCard,
)
from exposure.records import Id, Record, validate
from exposure.references import References
from exposure.strict_yaml import Limits, read

__all__ = [
    "MEASURES",
    "SHARES",
    "Amount",
    "Company",
    "Correction",
    "Deal",
    "Fault",
    "Figure",
    "Ledger",
    "Observation",
    "PublicFigure",
    "Quantity",
    "SourceCard",
    "load",
    "rows",
    "validate",
]


@dataclass(frozen=True)
class Ledger:
    """All records of a group, and the ways from one to another.

    ``companies`` and ``sources`` are by key; the rest stand in the order of their file. Every
    lookup raises `KeyError` for an id that is not in the ledger.
    """

    file: str
    group: str
    focus: str
    companies: Mapping[str, Company]
    quantities: tuple[Quantity, ...]
    figures: tuple[Figure, ...]
    public: tuple[PublicFigure, ...]
    deals: tuple[Deal, ...]
    sources: Mapping[str, SourceCard]

    @cached_property
    def figure_by_id(self) -> Mapping[str, Figure | PublicFigure]:
        """Every figure, printed in an article or public, by its id."""
        every: tuple[Figure | PublicFigure, ...] = (*self.figures, *self.public)
        return {figure.id: figure for figure in every}

    @cached_property
    def quantity_by_id(self) -> Mapping[str, Quantity]:
        """Every quantity by its id."""
        return {quantity.id: quantity for quantity in self.quantities}

    @cached_property
    def deal_by_id(self) -> Mapping[str, Deal]:
        """Every deal by its id."""
        return {deal.id: deal for deal in self.deals}

    @cached_property
    def figures_by_quantity(self) -> Mapping[str, tuple[Figure | PublicFigure, ...]]:
        """The figures of every quantity, the earliest first; none where it has no figure."""
        found: dict[str, list[Figure | PublicFigure]] = {one.id: [] for one in self.quantities}
        for figure in self.figure_by_id.values():
            found[figure.quantity].append(figure)
        return {
            quantity: tuple(sorted(figures, key=attrgetter("as_of")))
            for quantity, figures in found.items()
        }

    def figure(self, figure_id: str) -> Figure | PublicFigure:
        """Return a figure, printed in an article or public."""
        return self.figure_by_id[figure_id]

    def quantity(self, quantity_id: str) -> Quantity:
        """Return a quantity."""
        return self.quantity_by_id[quantity_id]

    def deal(self, deal_id: str) -> Deal:
        """Return a deal."""
        return self.deal_by_id[deal_id]

    def of_quantity(self, quantity_id: str) -> tuple[Figure | PublicFigure, ...]:
        """Return every printing of a quantity, the earliest first."""
        return self.figures_by_quantity[quantity_id]

    def used(self, quantity_id: str) -> Figure | PublicFigure | None:
        """Return the figure that the product uses for a quantity.

        It is the one the quantity names; otherwise the latest that nothing has superseded, and of
        several at the same date the first in the ledger. ``None`` for a quantity without figures.
        """
        if chosen := self.quantity(quantity_id).uses:
            return self.figure(chosen)
        figures = self.of_quantity(quantity_id)
        current = [figure for figure in figures if figure.superseded_by is None]
        return max(current or figures, key=attrgetter("as_of"), default=None)

    def disputed(self, quantity_id: str) -> bool:
        """Return whether printings of a quantity differ and nothing decides between them.

        Corrected and superseded figures are not held against the others, nor are amounts in
        another currency.
        """
        if self.quantity(quantity_id).uses:
            return False
        seen: dict[str, tuple[object, ...]] = {}
        for figure in self.of_quantity(quantity_id):
            right = figure.right
            amount = (right.value_si, right.low_si, right.high_si)
            if not figure.superseded_by and seen.setdefault(right.unit_si, amount) != amount:
                return True
        return False

    def deal_of(self, figure_id: str) -> Deal | None:
        """Return the deal that cites a figure, or that has its quantity as a part."""
        quantity = self.figure(figure_id).quantity
        return self._deal_by_figure.get(figure_id) or self._deal_by_quantity.get(quantity)

    @cached_property
    def _deal_by_figure(self) -> Mapping[str, Deal]:
        return {figure: deal for deal in reversed(self.deals) for figure in deal.cited}

    @cached_property
    def _deal_by_quantity(self) -> Mapping[str, Deal]:
        return {part: deal for deal in reversed(self.deals) for part in deal.parts.values()}


def load(
    data: Path, seeds: Path, limits: Limits | None = None
) -> tuple[Ledger | None, tuple[Fault, ...]]:
    """Return the ledger of a group, or everything that is wrong with its files.

    Parameters
    ----------
    data
        The folder of ``deals.yaml`` and, where there is one, ``public.yaml``.
    seeds
        The folder of the cards, ``<source>.yaml``.
    limits
        How large each file may be.

    Returns
    -------
    ledger
        ``None`` when any fault is an error.
    faults
        All of them, by file and line.

    Examples
    --------
    >>> ledger, faults = load(Path("tests/small/data"), Path("tests/small/seeds"))
    >>> ledger.companies[ledger.focus].name, faults
    ('Birch Labs', ())
    """
    loading = _Loading(limits)
    ledger = None
    try:
        ledger = loading.ledger(data, seeds)
    except _EnoughError:
        last = loading.faults[-1]
        message = f"there are more than {MOST_FAULTS} faults; mend these first"
        loading.faults.append(Fault(last.file, last.line, "", message))
    faults = _first_of_each_place(loading.faults)
    return (None if faults else ledger), faults


def rows(ledger: Ledger) -> list[dict[str, Any]]:
    """Return the printed figures as plain rows, in base units, in the order of the ledger.

    Examples
    --------
    >>> ledger, _ = load(Path("tests/small/data"), Path("tests/small/seeds"))
    >>> row = rows(ledger)[0]
    >>> row["printed"], row["value"], row["unit"], row["article"], row["paragraph"]
    ('$10 billion', 10000000000, 'USD', 'wire.txt', 1)
    """
    return [_row(ledger, figure) for figure in ledger.figures]


def _row(ledger: Ledger, figure: Figure) -> dict[str, Any]:
    deal = ledger.deal_of(figure.id)
    corrected = figure.corrected
    return {
        "id": figure.id,
        "source": figure.source,
        "article": ledger.sources[figure.source].text_file,
        "paragraph": figure.paragraph,
        "printed": figure.printed,
        "kind": figure.kind,
        **_amount(figure),
        "modality": figure.modality,
        "status": figure.status,
        "as_of": figure.as_of,
        "corrected": corrected
        and {
            **_amount(corrected),
            "reason": corrected.reason,
            "computation": corrected.computation,
        },
        "superseded_by": figure.superseded_by,
        "deal": deal and deal.id,
    }


def _amount(amount: Amount) -> dict[str, Any]:
    return {
        "value": amount.value_si,
        "low": amount.low_si,
        "high": amount.high_si,
        "unit": amount.unit_si,
    }


class _Contents(Record):
    """The top of ``deals.yaml``; its records are judged one by one."""

    group: Id
    focus: Id
    companies: dict[str, Any]
    quantities: tuple[Any, ...]
    figures: tuple[Any, ...]
    deals: tuple[Any, ...] = ()


class _PublicContents(Record):
    """The top of ``public.yaml``."""

    figures: tuple[Any, ...]


_R = TypeVar("_R", bound=Record)


class _EnoughError(Exception):
    """So many faults that looking for more helps nobody."""


class _Loading:
    """One reading of the files: the records so far, the faults so far, the ids that exist."""

    def __init__(self, limits: Limits | None) -> None:
        self.limits = limits
        self.faults: list[Fault] = []
        self.references = References()

    def ledger(self, data: Path, seeds: Path) -> Ledger | None:
        sources = self.cards(seeds)
        book = self.read(data / "deals.yaml")
        public_path = data / "public.yaml"
        public_book = self.read(public_path) if public_path.exists() else None
        if public_path.exists() and public_book is None:
            self.references.incomplete.add("figure")
        if book is None:
            return None
        contents = self.validated(_Contents, book)
        companies = self.companies(book)
        quantities = self.section(Quantity, book, "quantities")
        figures = self.section(Figure, book, "figures")
        deals = self.section(Deal, book, "deals")
        public: tuple[PublicFigure, ...] = ()
        if public_book:
            self.validated(_PublicContents, public_book)
            public = self.section(PublicFigure, public_book, "figures")
        self.note(self.references.faults(book, (*figures, *public)))
        if contents is None:
            return None
        return Ledger(
            file=book.file,
            group=contents.group,
            focus=contents.focus,
            companies=companies,
            quantities=quantities,
            figures=figures,
            public=public,
            deals=deals,
            sources=sources,
        )

    def note(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.faults.append(fault)
            if len(self.faults) > MOST_FAULTS:
                raise _EnoughError

    def read(self, path: Path) -> Document | None:
        document, faults = read(path, self.limits)
        self.note(faults)
        return document

    def validated(self, model: type[_R], document: Document, place: Place = ()) -> _R | None:
        record, faults = validate(model, document, place)
        self.note(faults)
        return record

    def cards(self, seeds: Path) -> Mapping[str, SourceCard]:
        if not seeds.is_dir():
            message = "the folder of source cards does not exist; create it or name another"
            self.note([Fault(seeds.as_posix(), 1, "", message)])
            return {}
        found: dict[str, SourceCard] = {}
        for path in sorted(seeds.glob("*.yaml")):
            document = self.read(path)
            if document and (card := self.validated(SourceCard, document)):
                found[path.stem] = card
            place = document or Document(path.as_posix(), {})
            self.note(self.references.add(SourceCard, path.stem, place))
        return found

    def companies(self, book: Document) -> Mapping[str, Company]:
        raw = at(book.data, ("companies",))
        found: dict[str, Company] = {}
        for key in raw if isinstance(raw, dict) else ():
            place: Place = ("companies", key)
            if company := self.validated(Company, book, place):
                found[key] = company
            self.note(self.references.add(Company, key, book, place))
        return found

    def section(self, model: type[_R], document: Document, name: str) -> tuple[_R, ...]:
        """Return the records of a list in a file, and remember their ids."""
        raw = at(document.data, (name,))
        found: list[_R] = []
        for index in range(len(raw) if isinstance(raw, list) else 0):
            place: Place = (name, index)
            if record := self.validated(model, document, place):
                found.append(record)
            own = at(document.data, (*place, "id"))
            self.note(self.references.add(model, own, document, place))
        return tuple(found)


def _first_of_each_place(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults by file and line, without later ones on what is already at fault."""
    found: dict[tuple[str, int, str], Fault] = {}
    for fault in faults:
        found.setdefault((fault.file, fault.line, fault.place), fault)
    return tuple(sorted(found.values(), key=lambda fault: (fault.file, fault.line)))
