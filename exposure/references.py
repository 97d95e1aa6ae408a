"""Which record names which: every name that leads nowhere, and every way that goes round in a circle.

References are followed in the data as it was read, not in the records made from it. So one broken
record neither hides its other faults nor makes those that name it look broken.
"""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from exposure.document import Document, Fault, Place, at, shown
from exposure.entries import (
    SHARES,
    Company,
    Deal,
    Figure,
    Observation,
    PublicFigure,
    Quantity,
    SourceCard,
)
from exposure.fields import choices
from exposure.records import Record

__all__ = ["References"]

_SORTS: Mapping[type[Record], str] = {
    Company: "company",
    SourceCard: "source",
    Quantity: "quantity",
    Figure: "figure",
    PublicFigure: "figure",
    Deal: "deal",
}

# Which keys of a record name another record, and of what sort.
_NAMES: Mapping[type[Record], Mapping[str, str]] = {
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

# Keys that must not lead back to where they start.
_ONE_WAY = (("figure", "superseded_by"), ("deal", "supersedes"), ("deal", "paid_by"))

_MOST_GUESSES = 20  # to look for a near name among hundreds takes a millisecond each


class _Entry(NamedTuple):
    """A record as it was read: its file and its place in it."""

    document: Document
    place: Place

    def get(self, key: str) -> object:
        return at(self.document.data, (*self.place, key))

    def fault(self, key: str | Place, message: str) -> Fault:
        inside = key if isinstance(key, tuple) else (key,)
        return self.document.fault((*self.place, *inside), message)


class References:
    """The records of a ledger by sort and name, and what is wrong between them."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, _Entry]] = {sort: {} for sort in _SORTS.values()}
        self._all: list[tuple[type[Record], _Entry]] = []
        self._guesses = 0
        self.incomplete: set[str] = set()
        """Sorts of which some could not be read, so that a name may well exist."""

    def add(
        self, model: type[Record], name: object, document: Document, place: Place = ()
    ) -> Iterator[Fault]:
        """Remember a record, and yield a fault where its name is taken."""
        entry = _Entry(document, place)
        self._all.append((model, entry))
        if not isinstance(name, str):
            return
        sort = _SORTS[model]
        if first := self._known[sort].get(name):
            where = f"{first.document.file}:{first.document.line(first.place)}"
            message = f"{shown(name)} is already the id of a {sort} at {where}; rename one of them"
            yield entry.fault("id", message)
        self._known[sort].setdefault(name, entry)

    def faults(self, book: Document, figures: Iterable[Observation]) -> Iterator[Fault]:
        """Yield every fault between the records.

        Parameters
        ----------
        book
            The file whose top names the group and the focus.
        figures
            The figures that are right by themselves.
        """
        for key in ("group", "focus"):
            yield from self._lost(_Entry(book, ()), (key,), "company")
        for model, entry in self._all:
            for key, sort in _NAMES.get(model, {}).items():
                yield from self._lost(entry, (key,), sort)
        yield from self._beyond_the_text()
        yield from self._of_another_quantity()
        yield from self._circles()
        yield from self._not_a_share(figures)

    def _lost(self, entry: _Entry, inside: Place, sort: str) -> Iterator[Fault]:
        """Yield the names at a place of a record that lead nowhere."""
        named = at(entry.document.data, (*entry.place, *inside))
        if isinstance(named, list):
            for index in range(len(named)):
                yield from self._lost(entry, (*inside, index), sort)
        elif sort in self.incomplete:
            return
        elif isinstance(named, str) and named not in self._known[sort]:
            self._guesses += 1
            allowed = list(self._known[sort])
            meant = choices(named, allowed, guess=self._guesses <= _MOST_GUESSES)
            yield entry.fault(inside, f"no {sort} is called {shown(named)}; {meant}")

    def _beyond_the_text(self) -> Iterator[Fault]:
        for entry in self._of(Figure):
            source, number = entry.get("source"), entry.get("paragraph")
            card = self._known["source"].get(source) if isinstance(source, str) else None
            last = card.get("paragraphs") if card else None
            if isinstance(number, int) and isinstance(last, int) and number > last:
                message = f"{number} is beyond the text; {source} has {last} paragraphs"
                yield entry.fault("paragraph", f"{message}, counted over its non-empty lines")

    def _of_another_quantity(self) -> Iterator[Fault]:
        for entry in self._of(Quantity):
            used = entry.get("uses")
            figure = self._known["figure"].get(used) if isinstance(used, str) else None
            if figure and figure.get("quantity") != entry.get("id"):
                other = shown(figure.get("quantity"))
                message = f"{shown(used)} is a figure of {other}; use a figure of this quantity"
                yield entry.fault("uses", message)

    def _circles(self) -> Iterator[Fault]:
        for sort, key in _ONE_WAY:
            onward = {name: _names(entry.get(key)) for name, entry in self._known[sort].items()}
            for circle in _circles(onward):
                way = " -> ".join(
                    (*circle[:_LONGEST_WAY], *(["..."] * (len(circle) > _LONGEST_WAY)))
                )
                message = f"this leads in a circle: {way}; remove one of these"
                yield self._known[sort][circle[0]].fault(key, message)

    def _not_a_share(self, figures: Iterable[Observation]) -> Iterator[Fault]:
        shares = {
            name
            for name, entry in self._known["quantity"].items()
            if str(entry.get("measure")) in SHARES
        }
        for figure in figures:
            right = figure.right
            if figure.quantity not in shares or right.kind != "percent":
                continue
            for end in ("value", "low", "high"):
                share = getattr(right, f"{end}_si")
                if share is not None and not 0 <= share <= 1:
                    message = (
                        f"{getattr(right, end)} {right.unit} is not between 0 and 100 percent, as a "
                        "share of a whole is; correct it, or add 'corrected' if it was printed so"
                    )
                    inside = (end,) if right is figure else ("corrected", end)
                    yield self._known["figure"][figure.id].fault(inside, message)

    def _of(self, model: type[Record]) -> Iterator[_Entry]:
        return (entry for other, entry in self._all if other is model)


_LONGEST_WAY = 6


def _names(named: object) -> set[str]:
    listed = named if isinstance(named, list) else [named]
    return {name for name in listed if isinstance(name, str)}


def _circles(onward: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Yield ways from a name back to itself, no name in two of them."""
    graph = {name: {other for other in to if other in onward} for name, to in onward.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1]))
            yield circle
            graph |= {name: set() for name in circle}
        else:
            return
