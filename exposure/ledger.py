"""The ledger: every figure, what it is about, the deals it belongs to and where it was printed.

In come the folders ``data/`` (``deals.yaml``, and ``public.yaml`` where there is one) and
``seeds/`` (one card per article); out comes one frozen `Ledger`, or every fault in these files at
once, each with file and line. The records are described in `exposure.entries`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, TypeVar

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
from exposure.records import Id, Record, choices, validate
from exposure.strict_yaml import Document, Fault, Limits, Place, read, shown

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
        return {figure.id: figure for figure in (*self.figures, *self.public)}

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
        for figure in sorted(self.figure_by_id.values(), key=lambda figure: figure.as_of):
            found[figure.quantity].append(figure)
        return {quantity: tuple(figures) for quantity, figures in found.items()}

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
        return max(current or figures, key=lambda figure: figure.as_of, default=None)

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
    ledger = loading.ledger(data, seeds)
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
    companies: dict[Id, Any]
    quantities: tuple[Any, ...]
    figures: tuple[Any, ...]
    deals: tuple[Any, ...] = ()


class _PublicContents(Record):
    """The top of ``public.yaml``."""

    figures: tuple[Any, ...]


# Which keys of a record name another record, and of what sort.
_REFERENCES: Mapping[type[Record], Mapping[str, str]] = {
    Quantity: {"holder": "company", "target": "company", "uses": "figure"},
    Figure: {"quantity": "quantity", "source": "source", "superseded_by": "figure"},
    PublicFigure: {"quantity": "quantity", "superseded_by": "figure"},
    Deal: {
        "investor": "company",
        "target": "company",
        "amount": "quantity",
        "stake_after": "quantity",
        "valuation": "quantity",
        "maturity": "quantity",
        "lenders": "company",
        "paid_by": "deal",
        "supersedes": "deal",
        "cited": "figure",
    },
}

_R = TypeVar("_R", bound=Record)
_Raw = tuple[Document, Place, dict[str, Any]]


class _Loading:
    """One reading of the files: the faults so far, and the ids that references may name.

    References are followed in the data as it was read, not in the records made from it, so that
    one broken record neither hides its other faults nor makes those that name it look broken.
    """

    def __init__(self, limits: Limits | None) -> None:
        self.limits = limits
        self.faults: list[Fault] = []
        self.known: dict[str, dict[str, _Raw]] = defaultdict(dict)
        self.raw: dict[type[Record], list[_Raw]] = {}

    def ledger(self, data: Path, seeds: Path) -> Ledger | None:
        sources = self.cards(seeds)
        book = self.read(data / "deals.yaml")
        public = data / "public.yaml"
        public_book = self.read(public) if public.exists() else None
        if book is None:
            return None
        contents = self.validated(_Contents, book)
        companies = self.companies(book)
        quantities = self.section(Quantity, "quantity", book, "quantities")
        figures = self.section(Figure, "figure", book, "figures")
        deals = self.section(Deal, "deal", book, "deals")
        public_figures: tuple[PublicFigure, ...] = ()
        if public_book:
            self.validated(_PublicContents, public_book)
            public_figures = self.section(PublicFigure, "figure", public_book, "figures")
        self.references(book)
        self.paragraphs()
        self.choices_of_quantities()
        self.circles()
        self.shares(figures, public_figures)
        if contents is None or self.faults:
            return None
        return Ledger(
            file=book.file,
            group=contents.group,
            focus=contents.focus,
            companies=companies,
            quantities=quantities,
            figures=figures,
            public=public_figures,
            deals=deals,
            sources=sources,
        )

    def read(self, path: Path) -> Document | None:
        document, faults = read(path, self.limits)
        self.faults.extend(faults)
        return document

    def validated(self, model: type[_R], document: Document, place: Place = ()) -> _R | None:
        record, faults = validate(model, document, place)
        self.faults.extend(faults)
        return record

    def cards(self, seeds: Path) -> Mapping[str, SourceCard]:
        if not seeds.is_dir():
            message = "the folder of source cards does not exist; create it or name another"
            self.faults.append(Fault(seeds.as_posix(), 1, "", message))
            return {}
        found: dict[str, SourceCard] = {}
        for path in sorted(seeds.glob("*.yaml")):
            document = self.read(path)
            if document is None:
                document = Document(path.as_posix(), {})
            elif card := self.validated(SourceCard, document):
                found[path.stem] = card
            data = document.data if isinstance(document.data, dict) else {}
            self.known["source"][path.stem] = (document, (), data)
        return found

    def companies(self, book: Document) -> Mapping[str, Company]:
        raw = book.data.get("companies") if isinstance(book.data, dict) else None
        found: dict[str, Company] = {}
        for key, data in raw.items() if isinstance(raw, dict) else ():
            place: Place = ("companies", key)
            self.known["company"][key] = (book, place, data if isinstance(data, dict) else {})
            if company := self.validated(Company, book, place):
                found[key] = company
        return found

    def section(self, model: type[_R], sort: str, document: Document, name: str) -> tuple[_R, ...]:
        """Return the records of a list in a file, and remember their ids."""
        raw = document.data.get(name) if isinstance(document.data, dict) else None
        found: list[_R] = []
        listed: list[_Raw] = []
        for index, data in enumerate(raw if isinstance(raw, list) else ()):
            place: Place = (name, index)
            if record := self.validated(model, document, place):
                found.append(record)
            if not isinstance(data, dict):
                continue
            one = (document, place, data)
            listed.append(one)
            if not isinstance(own := data.get("id"), str):
                continue
            if own in self.known[sort]:
                other, where, _ = self.known[sort][own]
                message = (
                    f"{shown(own)} is already the id of a {sort} at "
                    f"{other.file}:{other.line(where)}; ids are unique, rename one"
                )
                self.faults.append(document.fault((*place, "id"), message))
            self.known[sort].setdefault(own, one)
        self.raw[model] = listed
        return tuple(found)

    def references(self, book: Document) -> None:
        """Note every key that names a record that is nowhere."""
        for model, fields in _REFERENCES.items():
            for document, place, data in self.raw.get(model, ()):
                for field, sort in fields.items():
                    self.follow(document, (*place, field), data.get(field), sort)
        if isinstance(book.data, dict):
            for field in ("group", "focus"):
                self.follow(book, (field,), book.data.get(field), "company")

    def follow(self, document: Document, place: Place, named: object, sort: str) -> None:
        if isinstance(named, list):
            for index, one in enumerate(named):
                self.follow(document, (*place, index), one, sort)
        elif isinstance(named, str) and named not in self.known[sort]:
            some = list(self.known[sort])
            message = f"no {sort} is called {shown(named)}; {choices(named, some)}"
            self.faults.append(document.fault(place, message))

    def paragraphs(self) -> None:
        """Note every paragraph that the text does not have."""
        for document, place, data in self.raw.get(Figure, ()):
            number, source = data.get("paragraph"), data.get("source")
            card = self.known["source"].get(source) if isinstance(source, str) else None
            last = card[2].get("paragraphs") if card else None
            if isinstance(number, int) and isinstance(last, int) and number > last:
                message = f"{number} is beyond the text; {source} has {last} paragraphs"
                self.faults.append(document.fault((*place, "paragraph"), message))

    def choices_of_quantities(self) -> None:
        """Note every quantity that uses a figure of another."""
        for document, place, data in self.raw.get(Quantity, ()):
            figure = self.known["figure"].get(str(data.get("uses")))
            if figure and figure[2].get("quantity") != data.get("id"):
                message = (
                    f"{shown(data['uses'])} is a figure of {shown(figure[2].get('quantity'))}; "
                    "use a figure of this quantity"
                )
                self.faults.append(document.fault((*place, "uses"), message))

    def circles(self) -> None:
        """Note records that replace or pay for themselves by way of others."""
        for sort, field in (
            ("figure", "superseded_by"),
            ("deal", "supersedes"),
            ("deal", "paid_by"),
        ):
            for path in _circles(
                {name: raw[2].get(field) for name, raw in self.known[sort].items()}
            ):
                document, place, _ = self.known[sort][path[0]]
                message = f"a circle: {' -> '.join(path)}; remove one of these"
                self.faults.append(document.fault((*place, field), message))

    def shares(self, *figures: tuple[Observation, ...]) -> None:
        """Note every part of a whole that is below nothing or above all of it."""
        of_shares = {
            name for name, raw in self.known["quantity"].items() if raw[2].get("measure") in SHARES
        }
        places = {
            raw[2].get("id"): raw
            for model in (Figure, PublicFigure)
            for raw in self.raw.get(model, ())
        }
        for figure in (one for some in figures for one in some if one.quantity in of_shares):
            right = figure.right
            for name in ("value", "low", "high"):
                amount = getattr(right, f"{name}_si")
                if (
                    right.kind == "percent"
                    and isinstance(amount, (int, float))
                    and not 0 <= amount <= 1
                ):
                    document, place, _ = places[figure.id]
                    inside = (name,) if right is figure else ("corrected", name)
                    message = (
                        f"{shown(getattr(right, name))} {right.unit} is not between 0 and 100 percent, "
                        "and a share of a whole must be; correct it, or add 'corrected' if it was printed so"
                    )
                    self.faults.append(document.fault((*place, *inside), message))


def _circles(leads: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield ways that come back to their start, from each name to the names it leads to."""
    graph = {
        name: {one for one in (to if isinstance(to, list) else [to]) if isinstance(one, str)}
        for name, to in leads.items()
    }
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1]))
            yield circle
            graph |= {name: set() for name in circle}
        else:
            return


def _first_of_each_place(faults: list[Fault]) -> tuple[Fault, ...]:
    """Return the faults by file and line, without later ones on what is already at fault."""
    found: dict[tuple[str, int, str], Fault] = {}
    for fault in faults:
        found.setdefault((fault.file, fault.line, fault.place), fault)
    return tuple(sorted(found.values(), key=lambda fault: (fault.file, fault.line)))
