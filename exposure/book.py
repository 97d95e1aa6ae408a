"""All data files of one group, read together and checked against each other.

Comes in: a folder with ``deals.yaml``, ``public.yaml``, ``balance_sheet.yaml``,
``scenarios.yaml`` and ``releases.yaml``, and the folder of evidence cards. Goes out: a `Book`, or
every fault at once.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from exposure import baseline, checks, ledger, releases, settings, stamp
from exposure.balance import BalanceError
from exposure.baseline import Baseline
from exposure.model import outcome
from exposure.records import Record, validate
from exposure.scenario import Levers
from exposure.settings import Settings
from exposure.stress.risk import Risk
from exposure.strict_yaml import Limits, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exposure.balance import BalanceSheet
    from exposure.document import Document, Fault
    from exposure.ledger import Ledger
    from exposure.releases import Release
    from exposure.scenario import Lever, Preset
    from exposure.settings import Claim

ROOT = Path(__file__).resolve().parent.parent
LARGEST = Limits(size=64 * 1024 * 1024, nodes=4_000_000)
"""How large the ledger may grow: a hundred thousand figures. Without aliases a file is read in a
time that grows as its size does, so that this bounds the time as well."""


@dataclass(frozen=True)
class Line:
    """A limit on one ratio: a fraction, from a figure of the ledger."""

    name: str
    label: str
    figure: str
    ratio: str
    about: str
    shown: bool
    tone: str
    limit: float


@dataclass(frozen=True, eq=False)
class Book:
    """Everything that is known of one group: ledger, baseline, levers, lines.

    A book is itself and no other: what is made of one is kept under it.

    ``releases`` is what was released before, the oldest first; ``release`` the stamp
    of the release whose inputs these are, empty for those of today; ``beside`` stands
    for the content of data files that have records of their own, and ``assumptions`` are
    the numbers about risk among it, by name.
    """

    ledger: Ledger
    baseline: Baseline
    levers: Levers
    presets: tuple[Preset, ...]
    lines: tuple[Line, ...]
    claims: tuple[Claim, ...]
    releases: tuple[Release, ...] = ()
    release: str = ""
    beside: str = ""
    assumptions: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that the book says; see `exposure.stamp`."""
        return stamp.digest(self)

    @cached_property
    def baseline_sheet(self) -> BalanceSheet:
        """The balance sheet that every scenario begins with, in USD billion."""
        return self.baseline.sheet()

    def preset(self, name: str) -> Preset | None:
        """Return a named scenario, or None."""
        return next((p for p in self.presets if p.name == name), None)

    def named(self, values: Mapping[str, float]) -> tuple[Preset, ...]:
        """Return the named scenarios that set these levers; two may, and tell it otherwise."""
        complete = self.levers.complete
        found = complete(values)
        return tuple(p for p in self.presets if complete(p.set) == found)

    def name(self, company: str) -> str:
        """Return the name of a company by its key; the key where only an earlier release had it."""
        found = self.ledger.companies.get(company)
        return company if found is None and self.release else self.ledger.companies[company].name

    @property
    def focus_lever(self) -> Lever:
        """The lever that moves the value of the focus company."""
        levers = self.levers.of("company value")
        return next(lever for lever in levers if lever.company == self.ledger.focus)

    @property
    def focus_name(self) -> str:
        """Name of the focus company."""
        return self.name(self.ledger.focus)

    @property
    def group_name(self) -> str:
        """Name of the group."""
        return self.name(self.ledger.group)


def data_folder() -> Path:
    """Return the folder of the data: ``EXPOSURE_DATA``, or ``data/``."""
    return Path(os.environ.get("EXPOSURE_DATA") or ROOT / "data")


def seeds_folder(data: Path) -> Path:
    """Return the folder of the evidence cards: ``seeds`` inside or beside the data."""
    inside = data / "seeds"
    return inside if inside.is_dir() else data.resolve().parent / "seeds"


def load(data: Path | None = None) -> tuple[Book | None, tuple[Fault, ...]]:
    """Read and check everything; the book is None when any fault is an error."""
    folder = data or data_folder()
    entries, found = ledger.load(folder, seeds_folder(folder), LARGEST)
    faults = list(found)
    base = _read(Baseline, folder / "balance_sheet.yaml", faults)
    chosen = _read(Settings, folder / "scenarios.yaml", faults)
    released, found = releases.load(folder)
    faults += found
    if entries is None or base is None or chosen is None or released is None:
        return None, tuple(faults)
    faults += checks.check(entries)
    faults += baseline.faults(entries, *base)
    faults += settings.faults(entries, base[0], *chosen)
    if any(fault.severity == "error" for fault in faults):
        return None, tuple(faults)
    book = _book(entries, base[0], chosen[0])
    beside, assumptions = _beside(folder)
    book = replace(book, releases=released, beside=beside, assumptions=assumptions)
    faults += _unanswered(book, chosen[1])
    return (None if any(f.severity == "error" for f in faults) else book), tuple(faults)


_R = TypeVar("_R", bound=Record)


def _read(model: type[_R], path: Path, faults: list[Fault]) -> tuple[_R, Document] | None:
    document, found = read(path)
    faults += found
    if document is None:
        return None
    record, found = validate(model, document)
    faults += found
    return None if record is None else (record, document)


def _beside(folder: Path) -> tuple[str, dict[str, float]]:
    """Return a digest of what ``risk.yaml`` says, and its numbers; its own reader tells its faults."""
    document, _ = read(folder / "risk.yaml")
    said = [None if document is None else document.data]
    found = None if document is None else validate(Risk, document)[0]
    numbers = {} if found is None else {k: one.value for k, one in found.assumptions().items()}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest(), numbers


def _book(entries: Ledger, base: Baseline, chosen: Settings) -> Book:
    levers = {lever.name: settings.default(entries, base, lever) for lever in chosen.levers}
    lines = tuple(
        Line(
            name=line.name,
            label=line.label,
            figure=line.figure,
            ratio=line.ratio,
            about=line.about,
            shown=line.shown,
            tone=line.tone,
            limit=baseline.figure_value(entries, line.figure, "percent") / 100,
        )
        for line in chosen.lines
    )
    return Book(
        entries,
        base,
        Levers(chosen.levers, levers),
        chosen.presets,
        lines,
        chosen.claims,
    )


def _unanswered(book: Book, document: Document) -> Iterator[Fault]:
    """Yield presets and claims that the model has no answer to."""
    for index, preset in enumerate(book.presets):
        try:
            outcome(book, preset.set)
        except BalanceError as error:
            yield document.fault(("presets", index, "set"), str(error))
    for index, claim in enumerate(book.claims):
        for number, values in enumerate(claim.settings):
            try:
                answer = outcome(book, values).as_json().get(claim.output)
            except BalanceError as error:
                yield document.fault(("claims", index, "settings", number), str(error))
            else:
                if not isinstance(answer, float):
                    words = f"{claim.output} is no number that the model gives"
                    yield document.fault(("claims", index, "output"), words)
                elif (said := _said(book, claim)) and abs(answer - said) > _FAR * abs(said):
                    words = f"the model gives {answer:.4g} where {claim.figure} says {said:.4g}"
                    place = ("claims", index, "settings", number)
                    yield document.fault(place, f"{words}; mend the setting", "warning")


# A claim is held against the model because the two are about the same.
_FAR = 0.2


def _said(book: Book, claim: Claim) -> float | None:
    """Return the number of a claim as answers have it: fractions, and money in billions."""
    right = book.ledger.figure(claim.figure).right
    if not isinstance(right.value_si, int | float):
        return None
    return right.value_si / 1e9 if right.kind == "money" else float(right.value_si)
