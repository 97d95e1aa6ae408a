"""The records of ``data/scenarios.yaml``, and what they get wrong.

Comes in: levers, presets, lines and claims as a file gives them. Goes out: the
value at which each lever starts, and the faults between these records, the
baseline and the ledger.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from exposure.balance import BalanceError
from exposure.baseline import Baseline, Input, figure_value
from exposure.document import Document, Fault, Place
from exposure.ledger import Ledger
from exposure.records import Id, Number, Record, Text, choices
from exposure.scenario import Lever, Levers, Preset, Role, plain


class LineEntry(Record):
    """A limit on one ratio, as the file gives it."""

    name: Id
    label: Text
    figure: Id
    ratio: Literal["disclosed", "grossed"]
    about: Text
    shown: bool = True
    tone: Literal["first", "second"] = "first"


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
    lines: tuple[LineEntry, ...]
    claims: tuple[Claim, ...] = ()

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield it when there is nothing to hold a ratio against."""
        if not self.lines:
            yield "lines", "there is none; the first is the limit that the pages tell first"


class Rule(NamedTuple):
    """What a role asks of its lever.

    Attributes
    ----------
    units
        Units that it may have; ``local`` stands for the reporting currency.
    low, high
        The widest range in which the model has an answer.
    on
        Whom it acts on: one ``company``, some ``companies``, the ``focus`` company
        (which it may name), or ``nobody`` by name.
    start
        Where it starts: at ``zero``, for that is the disclosed balance sheet; at
        the ``baseline``'s own number; or as its default or source ``states``.
    """

    units: tuple[str, ...]
    low: float
    high: float
    on: Literal["company", "companies", "focus", "nobody"]
    start: Literal["zero", "baseline", "stated"]


_ABOVE_ZERO = 1e-6
_MONEY = ("USD bn",)

RULES: Mapping[Role, Rule] = {
    "company value": Rule(_MONEY, 0, inf, "company", "baseline"),
    "change of others": Rule(("percent",), -100, inf, "nobody", "zero"),
    "exchange rate": Rule(("local per USD",), _ABOVE_ZERO, inf, "nobody", "baseline"),
    "new investment": Rule(_MONEY, 0, inf, "focus", "zero"),
    "round pre-money": Rule(_MONEY, _ABOVE_ZERO, inf, "focus", "stated"),
    "round others": Rule(_MONEY, 0, inf, "focus", "zero"),
    "new money marking": Rule(("switch",), 0, 1, "focus", "zero"),
    "sales": Rule(_MONEY, 0, inf, "companies", "zero"),
    "margin loan": Rule(_MONEY, 0, inf, "company", "zero"),
    "held loan": Rule(_MONEY, 0, inf, "nobody", "zero"),
    "commitments": Rule(_MONEY, 0, inf, "nobody", "baseline"),
    "economic interest": Rule(("percent",), 0, 100, "company", "baseline"),
    "asset-backed finance": Rule(("USD bn", "local trn"), 0, inf, "company", "baseline"),
    "net debt local share": Rule(("percent",), 0, 100, "nobody", "baseline"),
}


def default(ledger: Ledger, baseline: Baseline, lever: Lever) -> float:
    """Return where a lever starts, in the lever's unit.

    The lever's own default where it states one, else the figure it names as
    source, else the number that the baseline has for its role.

    Raises
    ------
    BalanceError
        If that number is in another unit, or there is none.
    """
    if lever.default is not None:
        return lever.default
    if lever.source is not None:
        return figure_value(ledger, lever.source, lever.unit)
    if lever.role == "commitments":
        return float(sum(baseline.usd_bn(c.amount) for c in baseline.committed))
    if RULES[lever.role].start == "zero":
        return 0.0
    item = _own(baseline, lever)
    if item is None:
        without = {"economic interest": 100.0, "asset-backed finance": 0.0}
        if lever.role not in without:
            raise BalanceError(lever.name, "has no number to start at; add 'default: ...'")
        return without[lever.role]
    if baseline.unit(item) != lever.unit:
        words = f"is in {lever.unit}, and the baseline's own number in {baseline.unit(item)}"
        raise BalanceError(lever.name, words)
    return item.value


def faults(
    ledger: Ledger, baseline: Baseline, settings: Settings, document: Document
) -> Iterator[Fault]:
    """Yield what levers, presets, lines and claims get wrong."""
    found = (
        *_lever_faults(ledger, baseline, settings.levers),
        *_line_faults(ledger, settings.lines),
        *_repeated("presets", "name", [(preset.name,) for preset in settings.presets]),
        *_setting_faults(settings),
        *_citation_faults(ledger, settings),
    )
    for place, words in found:
        yield document.fault(place, words)


_Found = Iterator[tuple[Place, str]]


def _lever_faults(ledger: Ledger, baseline: Baseline, levers: tuple[Lever, ...]) -> _Found:
    yield from _repeated("levers", "name", [(lever.name,) for lever in levers])
    roles = [_alone_in(lever) for lever in levers]
    yield from _repeated("levers", "role", roles)
    if ("company value", ledger.focus) not in roles:
        words = f"a lever of company value for the focus company, {ledger.focus}, is needed"
        yield ("levers",), words
    needing = {("new investment", None), ("round others", None)}
    if needing.intersection(roles) and ("round pre-money", None) not in roles:
        yield ("levers",), "a lever of round pre-money is needed, to price what is invested"
    for index, lever in enumerate(levers):
        for field, words in _lever_problems(ledger, baseline, lever):
            yield ("levers", index, field), words


def _alone_in(lever: Lever) -> tuple[str, str | None] | None:
    """Return what only one lever may be: levers of money raised add up, all others would clash."""
    if lever.role in {"sales", "margin loan", "held loan"}:
        return None
    return lever.role, lever.company if RULES[lever.role].on == "company" else None


def _lever_problems(ledger: Ledger, baseline: Baseline, lever: Lever) -> Iterator[tuple[str, str]]:
    rule = RULES[lever.role]
    units = [unit.replace("local", baseline.local_currency) for unit in rule.units]
    if lever.unit not in units:
        yield "unit", f"a lever of {lever.role} is in {' or '.join(units)}, not in {lever.unit}"
        return
    if lever.low < rule.low:
        yield "low", f"{lever.low:g} is too low for {lever.role}; write {plain(rule.low)} or more"
    if lever.high > rule.high:
        yield "high", f"{lever.high:g} is too high for {lever.role}; write {rule.high:g} or less"
    strangers = [*_strangers(ledger, baseline, lever)]
    yield from strangers
    if not strangers:
        yield from _start_problems(ledger, baseline, lever)


def _strangers(ledger: Ledger, baseline: Baseline, lever: Lever) -> Iterator[tuple[str, str]]:
    """Yield whom a lever cannot act on."""
    on, held = RULES[lever.role].on, [h.company for h in baseline.holdings]
    named = (lever.company is not None, bool(lever.companies))
    if named != (on == "company" or (on == "focus" and named[0]), on == "companies"):
        words = {"focus": "the focus company alone", "nobody": "no company of its own"}
        yield "role", f"a lever of {lever.role} acts on {words.get(on, f'what {on!r} names')}"
        return
    for field, company in [
        ("company", lever.company),
        *(("companies", c) for c in lever.companies),
    ]:
        if company is not None and company not in held:
            yield field, f"{company} is not held; {choices(company, held)}"
        elif on == "focus" and company not in (None, ledger.focus):
            yield field, f"{company} is not the focus company, {ledger.focus}"
    if len(set(lever.companies)) < len(lever.companies):
        yield "companies", "a company is named twice; name each once"


def _start_problems(ledger: Ledger, baseline: Baseline, lever: Lever) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with where a lever starts."""
    given = [name for name in ("default", "source") if getattr(lever, name) is not None]
    own = _own(baseline, lever)
    begins = RULES[lever.role].start
    if begins == "zero" and (lever.default or lever.source):
        yield given[0], f"a lever of {lever.role} starts at 0, which is the disclosed balance sheet"
    elif begins == "baseline" and given and (own or lever.role == "commitments"):
        yield given[0], "the baseline has its own number for this lever; remove it"
    elif len(given) > 1:
        yield "default", "default and source are both given; keep one of the two"
    elif lever.source is not None and lever.source not in ledger.figure_by_id:
        yield "source", f"{lever.source} is no figure of the ledger"
    elif own is None and lever.company and not _splits(baseline, lever):
        yield "company", f"{lever.company} has no {lever.role} that could be changed"
    else:
        try:
            start = default(ledger, baseline, lever)
        except BalanceError as error:
            yield given[0] if given else "role", str(error)
        else:
            if not lever.low <= start <= lever.high:
                words = f"is not within {plain(lever.low)} to {plain(lever.high)}"
                yield "low", f"the baseline, {start:g}, {words}"


def _splits(baseline: Baseline, lever: Lever) -> bool:
    """Return whether the baseline's split can take the lever's assumption."""
    held = baseline.inputs(str(lever.company))
    pair = held.stake is not None and held.company_value is not None
    return {"economic interest": pair, "asset-backed finance": not held.remainder}.get(
        lever.role, True
    )


def _own(baseline: Baseline, lever: Lever) -> Input | None:
    """Return the number that the baseline has for a lever."""
    if lever.role == "exchange rate":
        return baseline.local_per_usd
    if lever.role == "net debt local share":
        return baseline.net_debt_local_share
    if lever.company is None:
        return None
    held = baseline.inputs(lever.company)
    return {
        "company value": held.company_value,
        "economic interest": held.economic_interest,
        "asset-backed finance": held.asset_backed_finance,
    }.get(lever.role)


def _line_faults(ledger: Ledger, lines: tuple[LineEntry, ...]) -> _Found:
    yield from _repeated("lines", "name", [(line.name,) for line in lines])
    for index, line in enumerate(lines):
        if line.figure in ledger.figure_by_id:
            try:
                limit = figure_value(ledger, line.figure, "percent")
            except BalanceError as error:
                yield ("lines", index, "figure"), str(error)
            else:
                if not 0 < limit < 100:  # noqa: PLR2004  (percent)
                    words = f"a limit of {limit:g} % is not between 0 and 100 %"
                    yield ("lines", index, "figure"), words


def _setting_faults(settings: Settings) -> _Found:
    """Yield the values that presets and claims give to no lever, or out of its range."""
    levers = Levers(settings.levers, {lever.name: 0.0 for lever in settings.levers})
    for place, values in _settings_of(settings):
        for name, value in values.items():
            if name not in levers:
                yield (*place, name), f"{name} is no lever; {choices(name, [*levers.defaults])}"
            elif reason := levers.fault(name, value):
                yield (*place, name), f"{plain(value)} {reason}"


def _settings_of(settings: Settings) -> Iterator[tuple[Place, Mapping[str, float]]]:
    for index, preset in enumerate(settings.presets):
        yield ("presets", index, "set"), preset.set
    for index, claim in enumerate(settings.claims):
        for number, values in enumerate(claim.settings):
            yield ("claims", index, "settings", number), values


def _citation_faults(ledger: Ledger, settings: Settings) -> _Found:
    cited: list[tuple[Place, str]] = []
    for index, line in enumerate(settings.lines):
        cited.append((("lines", index, "figure"), line.figure))
    for index, claim in enumerate(settings.claims):
        cited.append((("claims", index, "figure"), claim.figure))
    for index, preset in enumerate(settings.presets):
        cited += [(("presets", index, "sources"), source) for source in preset.sources]
    for place, figure in cited:
        if figure not in ledger.figure_by_id:
            yield place, f"{figure} is no figure of the ledger"


def _repeated(section: str, field: str, keys: Sequence[tuple[object, ...] | None]) -> _Found:
    """Yield the entries whose key stands in an earlier entry too; None is no key."""
    for index, key in enumerate(keys):
        if key is not None and key in keys[:index]:
            words = " of ".join(str(part) for part in key if part is not None)
            yield (section, index, field), f"{words} stands in an earlier entry too; keep one"
