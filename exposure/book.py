"""All data files of one group, read together and checked against each other.

Comes in: a folder with ``deals.yaml``, ``public.yaml``, ``balance_sheet.yaml``
and ``scenarios.yaml``, and the folder of evidence cards. Goes out: a `Book`, or
every fault at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from exposure import checks, ledger
from exposure.balance import BalanceError
from exposure.baseline import Baseline, Input
from exposure.ledger import Ledger
from exposure.records import Id, Number, Record, Text, choices, validate
from exposure.scenario import Lever, Levers, Preset
from exposure.strict_yaml import Document, Fault, read

ROOT = Path(__file__).resolve().parent.parent


class LineEntry(Record):
    """A limit on one ratio, as ``data/scenarios.yaml`` gives it."""

    name: Id
    label: Text
    figure: Id
    ratio: Literal["disclosed", "grossed"]
    about: Text
    shown: bool = True
    tone: Literal["first", "second"] = "first"


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


class Claim(Record):
    """What a source says about a scenario, and how the model is set to compare."""

    figure: Id
    says: Text
    output: Text
    settings: Annotated[tuple[dict[str, Number], ...], Field(min_length=1)]
    note: Text


class Settings(Record):
    """The records of ``data/scenarios.yaml``."""

    levers: tuple[Lever, ...]
    presets: tuple[Preset, ...]
    lines: Annotated[tuple[LineEntry, ...], Field(min_length=1)]
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Book:
    """Everything that is known of one group: ledger, baseline, levers, lines."""

    ledger: Ledger
    baseline: Baseline
    levers: Levers
    presets: tuple[Preset, ...]
    lines: tuple[Line, ...]
    claims: tuple[Claim, ...]

    def preset(self, name: str) -> Preset | None:
        """Return a named scenario, or None."""
        return next((p for p in self.presets if p.name == name), None)

    def name(self, company: str) -> str:
        """Return the name of a company by its key."""
        return self.ledger.companies[company].name

    @property
    def focus_lever(self) -> Lever:
        """The lever that moves the value of the focus company."""
        return next(
            lever
            for lever in self.levers.table
            if lever.role == "company value" and lever.company == self.ledger.focus
        )

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
    entries, found = ledger.load(folder, seeds_folder(folder))
    faults = list(found)
    baseline = _read(Baseline, folder / "balance_sheet.yaml", faults)
    settings = _read(Settings, folder / "scenarios.yaml", faults)
    if entries is None or baseline is None or settings is None:
        return None, tuple(faults)
    faults += checks.check(entries)
    faults += _baseline_faults(entries, *baseline)
    faults += _settings_faults(entries, baseline[0], *settings)
    if any(fault.severity == "error" for fault in faults):
        return None, tuple(faults)
    table = settings[0].levers
    levers = Levers(table, {lever.name: default(entries, baseline[0], lever) for lever in table})
    lines = tuple(
        Line(
            entry.name,
            entry.label,
            entry.figure,
            entry.ratio,
            entry.about,
            entry.shown,
            entry.tone,
            _number(entries, entry.figure),
        )
        for entry in settings[0].lines
    )
    presets, claims = settings[0].presets, settings[0].claims
    return Book(entries, baseline[0], levers, presets, lines, claims), tuple(faults)


def default(entries: Ledger, baseline: Baseline, lever: Lever) -> float:
    """Return the baseline's value of a lever, in the lever's unit.

    The lever's own default where it states one, else the figure it names as
    source, else the number that the baseline has for its role.
    """
    if lever.default is not None:
        return lever.default
    if lever.source is not None:
        return _in_unit(_number(entries, lever.source), lever.unit)
    if lever.role == "commitments":
        return float(sum(baseline.usd_bn(c.amount) for c in baseline.committed))
    held = None if lever.company is None else baseline.inputs(lever.company)
    found = {
        "company value": held and held.company_value,
        "economic interest": held and held.economic_interest,
        "asset-backed finance": held and held.asset_backed_finance,
        "exchange rate": baseline.local_per_usd,
        "net debt local share": baseline.net_debt_local_share,
    }.get(lever.role)
    return found.value if isinstance(found, Input) else 0.0


_R = TypeVar("_R", bound=Record)


def _read(model: type[_R], path: Path, faults: list[Fault]) -> tuple[_R, Document] | None:
    document, found = read(path)
    faults += found
    if document is None:
        return None
    record, found = validate(model, document)
    faults += found
    return None if record is None else (record, document)


def _number(entries: Ledger, figure: str) -> float:
    """Return a figure's right value as one number: the middle of a range."""
    right = entries.figure(figure).right
    if right.value_si is not None:
        return float(right.value_si)
    return (float(right.low_si or 0) + float(right.high_si or 0)) / 2


def _in_unit(value: float, unit: str) -> float:
    scales = {"USD bn": 1e9, "JPY trn": 1e12, "percent": 0.01}
    return value / scales.get(unit, 1.0)


def _baseline_faults(entries: Ledger, baseline: Baseline, document: Document) -> Iterator[Fault]:
    for place, item in _inputs(baseline):
        known = [source for source in item.sources if source in entries.figure_by_id]
        for source in set(item.sources) - set(known):
            yield document.fault((*place, "sources"), f"{source} is no figure of the ledger")
        if item.basis in ("disclosed", "reported") and known:
            says = _number(entries, known[0])
            scale = {"USD bn": 1e9, "local trn": 1e12, "percent": 0.01}.get(item.unit, 1.0)
            if abs(says - item.value * scale) > 1e-9 * abs(says):
                yield document.fault(
                    (*place, "value"),
                    f"{item.value:g} is not what {known[0]} says, {says / scale:g}; "
                    f"a {item.basis} number equals its figure",
                )
    for index, holding in enumerate(baseline.holdings):
        if holding.company not in entries.companies:
            yield document.fault(
                ("holdings", index, "company"),
                f"{holding.company} is no company; {choices(holding.company, [*entries.companies])}",
            )
    try:
        float(baseline.sheet().ltv)
    except BalanceError as error:
        yield document.fault(("holdings",), str(error))


def _inputs(baseline: Baseline) -> Iterator[tuple[tuple[str | int, ...], Input]]:
    """Yield every input of the baseline with its place in the file."""

    def inside(record: Record, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Input]]:
        for name in type(record).model_fields:
            item = getattr(record, name)
            if isinstance(item, Input):
                yield (*place, name), item
            elif isinstance(item, tuple):
                for index, entry in enumerate(item):
                    if isinstance(entry, Record):
                        yield from inside(entry, (*place, name, index))

    yield from inside(baseline, ())


def _settings_faults(
    entries: Ledger, baseline: Baseline, settings: Settings, document: Document
) -> Iterator[Fault]:
    held = [h.company for h in baseline.holdings]
    names = [lever.name for lever in settings.levers]
    ranges = {lever.name: (lever.low, lever.high) for lever in settings.levers}
    for index, lever in enumerate(settings.levers):
        place = ("levers", index)
        strangers = [c for c in (lever.company, *lever.companies) if c and c not in held]
        for company in strangers:
            yield document.fault((*place, "role"), f"{company} is not held; {choices(company, held)}")
        if names.count(lever.name) > 1:
            yield document.fault((*place, "name"), f"{lever.name} is the name of another lever too")
        if lever.source and lever.source not in entries.figure_by_id:
            yield document.fault((*place, "source"), f"{lever.source} is no figure of the ledger")
        elif not strangers:
            start = default(entries, baseline, lever)
            if not lever.low <= start <= lever.high:
                words = f"the baseline, {start:g}, is not within {lever.low:g} to {lever.high:g}"
                yield document.fault((*place, "low"), words)
    for place, values in _settings_of(settings):
        for name, value in values.items():
            low, high = ranges.get(name, (value, value))
            if name not in ranges:
                yield document.fault((*place, name), f"{name} is no lever; {choices(name, names)}")
            elif not low <= value <= high:
                yield document.fault((*place, name), f"{value:g} is not within {low:g} to {high:g}")
    for place, figure in _citations(settings):
        if figure not in entries.figure_by_id:
            yield document.fault(place, f"{figure} is no figure of the ledger")


def _settings_of(
    settings: Settings,
) -> Iterator[tuple[tuple[str | int, ...], dict[str, float]]]:
    for index, preset in enumerate(settings.presets):
        yield ("presets", index, "set"), preset.set
    for index, claim in enumerate(settings.claims):
        for number, values in enumerate(claim.settings):
            yield ("claims", index, "settings", number), values


def _citations(settings: Settings) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, line in enumerate(settings.lines):
        yield ("lines", index, "figure"), line.figure
    for index, claim in enumerate(settings.claims):
        yield ("claims", index, "figure"), claim.figure
    for index, preset in enumerate(settings.presets):
        for source in preset.sources:
            yield ("presets", index, "sources"), source
