"""A group that does not exist, with round numbers: for tests of the model and what rests on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from exposure.baseline import Baseline
from exposure.book import Book, Line
from exposure.ledger import Company, Ledger
from exposure.scenario import Lever, Levers, Preset

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES = {"oak": "Oak Group", "birch": "Birch Labs", "chip": "Chip", "tel": "Tel", "rest": "Rest"}

# Local money at 100 to the dollar: 20 trn are USD 200 bn of equity value, 4 trn USD 40 bn of debt.
RATE = 100.0


def amount(value: float, unit: str = "USD bn") -> dict[str, Any]:
    """Return an assumed input of a baseline."""
    return {"value": value, "unit": unit, "basis": "assumed", "as_of": "2025", "reason": "invented"}


def baseline(
    *, net_debt: float = 40.0, chip_loan: float = 20.0, tel_loan: float = 5.0, cash: float = 10.0
) -> Baseline:
    """Return a baseline of USD 200 bn: birch 50, chip 80 - loan, tel 30 - loan, the rest."""
    holdings: list[dict[str, Any]] = [
        {
            "company": "birch",
            "stake": amount(10, "percent"),
            "company_value": amount(500),
            "economic_interest": amount(100, "percent"),
            "cost": amount(30),
        },
        {
            "company": "chip",
            "listed": True,
            "stake": amount(80, "percent"),
            "company_value": amount(100),
            "asset_backed_finance": amount(chip_loan),
        },
        {
            "company": "tel",
            "listed": True,
            "local_share": 1,
            "gross": amount(3, "local trn"),
            "asset_backed_finance": amount(tel_loan * RATE / 1000, "local trn"),
        },
        {"company": "rest", "remainder": True},
    ]
    return Baseline.model_validate(
        {
            "as_of": "2025-12-31",
            "local_currency": "JPY",
            "local_per_usd": amount(RATE, "local per USD"),
            "nav": amount(20 - net_debt * RATE / 1000, "local trn"),
            "ltv": amount(net_debt / 2, "percent"),
            "equity_value": amount(20, "local trn"),
            "net_debt": amount(net_debt * RATE / 1000, "local trn"),
            "net_debt_local_share": amount(100, "percent"),
            "cash": amount(cash * RATE / 1000, "local trn"),
            "committed": [{"deal": "plant", "amount": amount(6)}],
            "holdings": holdings,
        }
    )


def _lever(name: str, role: str, low: float, high: float, **more: Any) -> Lever:  # noqa: ANN401
    unit = more.pop("unit", "USD bn")
    group = more.pop("group", "Money")
    return Lever.model_validate(
        {
            "name": name,
            "label": name.replace("_", " ").capitalize(),
            "group": group,
            "unit": unit,
            "low": low,
            "high": high,
            "step": 1,
            "role": role,
            "help": "invented",
            **more,
        }
    )


LEVERS = (
    (_lever("birch_value", "company value", 20, 2000, company="birch", group="Values"), 500.0),
    (_lever("chip_value", "company value", 5, 600, company="chip", group="Values"), 100.0),
    (_lever("others_pct", "change of others", -90, 200, unit="percent", group="Values"), 0.0),
    (_lever("investment", "new investment", 0, 100, company="birch"), 0.0),
    (_lever("pre_money", "round pre-money", 100, 2000), 600.0),
    (_lever("round_others", "round others", 0, 150), 0.0),
    (_lever("marked", "new money marking", 0, 1, unit="switch"), 0.0),
    (_lever("sales", "sales", 0, 120, companies=("chip", "tel")), 0.0),
    (_lever("margin_loan", "margin loan", 0, 80, company="chip"), 0.0),
    (_lever("held_loan", "held loan", 0, 60), 0.0),
    (_lever("pending", "commitments", 0, 60), 6.0),
    (_lever("yen", "exchange rate", 50, 250, unit="JPY per USD", group="Currency"), RATE),
    (_lever("interest", "economic interest", 50, 100, company="birch", unit="percent"), 100.0),
    (_lever("chip_loan", "asset-backed finance", 0, 40, company="chip"), 20.0),
    (_lever("yen_share", "net debt local share", 0, 100, unit="percent"), 100.0),
)

LINES = (
    Line("first", "25 % limit", "f-25", "disclosed", "", shown=True, tone="first", limit=0.25),
    Line("second", "35 % trigger", "f-35", "grossed", "", shown=True, tone="second", limit=0.35),
)

PRESETS = (
    Preset(name="as-is", title="As is", about="invented"),
    Preset(name="after-30", title="After 30", about="invented", set={"investment": 30.0}),
    Preset(name="birch-halves", title="Birch halves", about="invented", set={"birch_value": 250.0}),
)


def book(
    base: Baseline | None = None,
    *,
    lines: Sequence[Line] = LINES,
    ledger: Ledger | None = None,
) -> Book:
    """Return the invented group: its baseline, fifteen levers, two lines, three presets."""
    base = base or baseline()
    defaults = {lever.name: start for lever, start in LEVERS}
    loan = base.inputs("chip").asset_backed_finance
    defaults["chip_loan"] = 0.0 if loan is None else loan.value
    return Book(
        ledger or empty_ledger(),
        base,
        Levers(tuple(lever for lever, _ in LEVERS), defaults),
        PRESETS,
        tuple(lines),
        (),
    )


def empty_ledger() -> Ledger:
    """Return a ledger that knows the companies and nothing else."""
    companies = {key: Company(name=name) for key, name in _NAMES.items()}
    return Ledger("", "oak", "birch", companies, (), (), (), (), {})


def with_inputs(
    company: str, base: Baseline | None = None, **inputs: dict[str, Any] | None
) -> Baseline:
    """Return a baseline with other inputs for one holding."""
    data = (base or baseline()).model_dump(exclude_none=True)
    (held,) = (h for h in data["holdings"] if h["company"] == company)
    held.update(inputs)
    return Baseline.model_validate(data)


def with_lever(found: Book, name: str, **changes: object) -> Book:
    """Return a book with one lever changed."""
    table = tuple(x.model_copy(update=changes) if x.name == name else x for x in found.levers.table)
    return replace(found, levers=Levers(table, found.levers.defaults))
