"""The model as formulas: the levers of a scenario -> the balance sheet after it, cell by cell.

The order is that of `exposure.evaluation.evaluate`. A `Grid` is where the cells stand:
a row for each holding, a column for each step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from exposure.export.formula import NOTHING, Formula, choose, least, none_of, term, total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.book import Book
    from exposure.scenario import Lever, Role

Column = dict[str, Formula]


class Grid(Protocol):
    """Where cells stand; what is put into it comes back as a reference to its cell."""

    def column(self, header: str, cells: Mapping[str, Formula]) -> Column:
        """Put a column, one cell a holding, and return the cells."""

    def cell(self, header: str, formula: Formula) -> Formula:
        """Put a single cell and return it."""


@dataclass(frozen=True)
class Base:
    """The inputs of the baseline as cells: of the group by name, of holdings by company."""

    group: Mapping[str, Formula]
    stake: Column
    company_value: Column
    interest: Column
    gross: Column
    loan: Column


@dataclass(frozen=True)
class Chained:
    """A balance sheet as cells, and what was on the way to it."""

    gross: Column
    loan: Column
    equity: Column
    net_debt: Formula
    committed: Formula
    equity_value: Formula
    stake: Formula
    before: Holding
    possible: Formula
    faults: tuple[tuple[str, Formula], ...]


@dataclass(frozen=True)
class Holding:
    """The focus company's holding before money is raised, and at the baseline's price."""

    gross: Formula
    loan: Formula
    at_rate: Formula
    company_value: Formula
    interest: Formula


class Asked:
    """The levers as cells, by lever and by role."""

    def __init__(self, book: Book, cells: Mapping[str, Formula]) -> None:
        self.book = book
        self.cells = cells

    def __getitem__(self, lever: Lever) -> Formula:
        return self.cells[lever.name]

    def one(self, role: Role, default: float) -> Formula:
        """Return the only lever of a role, or the default where there is none."""
        levers = self.book.levers.of(role)
        return self[levers[0]] if levers else term(default)

    def of(self, role: Role, company: str) -> Formula | None:
        """Return the lever of a role that acts on a company, in USD bn where it is money."""
        found = next((x for x in self.book.levers.of(role) if x.company == company), None)
        if found is None:
            return None
        cell = self[found]
        return cell * 1000 / self.rate if found.unit.endswith("trn") else cell

    @property
    def rate(self) -> Formula:
        """The baseline's exchange rate: local money per dollar."""
        return self.cells["base_local_per_usd"]


def chain(book: Book, base: Base, asked: Asked, grid: Grid) -> Chained:
    """Write the way from the baseline to the scenario, and return where it ends."""
    focus = book.ledger.focus
    gross, loan, closes = _baseline(book, base, asked, grid)
    gross, loan, debt = _at_rate(book, base, asked, grid, (gross, loan))
    at_rate = gross[focus]
    factors = _factors(book, asked)
    if factors:
        moved = {c: gross[c] * factors.get(c, 1.0) for c in gross}
        gross = grid.column("Gross value at the scenario's prices", moved)
    factor = factors.get(focus, 1.0)
    value = base.company_value[focus] * factor if focus in base.company_value else NOTHING
    interest = asked.of("economic interest", focus)
    interest = base.interest[focus] if interest is None else interest / 100
    amount, others = asked.one("new investment", 0.0), asked.one("round others", 0.0)
    pre_money = asked.one("round pre-money", 0.0)
    worth = grid.cell(
        "New money, as it is carried", carried(book, base, asked, (amount, value, interest))
    )
    gross = grid.column("Gross value with new money", gross | {focus: gross[focus] + worth})
    stake = base.stake.get(focus, NOTHING)
    if book.levers.of("round pre-money"):
        post = pre_money + amount + others
        stake = (stake * pre_money + amount) / post
    stake = grid.cell("Stake after the round", stake)
    before = Holding(gross[focus], loan[focus], at_rate, value, interest)
    debt = grid.cell("Net debt with new money", debt + amount)
    faults = [("The parts exceed the disclosed total: the remainder is below zero", closes < 0)]
    for lever in book.levers.of("sales"):
        gross, stake, debt, fault = _sold(book, asked, lever, grid, (gross, loan, stake, debt))
        faults.append((f"{lever.label}: more than the shares are worth", fault))
    for lever in book.levers.of("margin loan"):
        company = str(lever.company)
        room = least(0, gross[company] - loan[company])
        faults.append((f"{lever.label}: more than the shares are worth", asked[lever] > room))
        lent = loan | {company: loan[company] + asked[lever]}
        loan = grid.column(f"Loans with: {lever.label}", lent)
        debt = grid.cell(f"Net debt after: {lever.label}", debt - asked[lever])
    equity = grid.column("Equity value", {c: least(0, gross[c] - loan[c]) for c in gross})
    value_of_all = grid.cell("Equity value of holdings", total(list(equity.values())))
    committed = asked.one("commitments", 0.0)
    if not book.levers.of("commitments"):
        committed = base.group["committed"]
    faults.append(("The equity value of holdings is not above zero", value_of_all <= 0))
    possible = grid.cell("Is possible", none_of(*(fault for _, fault in faults)))
    return Chained(
        gross, loan, equity, debt, committed, value_of_all, stake, before, possible, tuple(faults)
    )


def carried(book: Book, base: Base, asked: Asked, at: tuple[Formula, Formula, Formula]) -> Formula:
    """Return what new money is carried at: the lower of cost and value, or marked by the switch.

    ``at`` is the amount, the company's value in the scenario and the economic interest.
    """
    amount, value, interest = at
    focus = book.ledger.focus
    if focus not in base.company_value or not book.levers.of("new investment"):
        return amount
    worth = amount * (1 - least(0, 1 - value / base.company_value[focus]))
    if not book.levers.of("new money marking"):
        return worth
    marked = amount * interest * value / asked.one("round pre-money", 0.0)
    marking = asked.one("new money marking", 0.0)
    # Where nothing is marked, a round without a price must not spoil the sum.
    return worth + choose(marking > 0, marking * (marked - worth), 0.0)


def _baseline(book: Book, base: Base, asked: Asked, grid: Grid) -> tuple[Column, Column, Formula]:
    gross: Column = {}
    loan: Column = {}
    for inputs in book.baseline.holdings:
        company = inputs.company
        if inputs.remainder:
            gross[company], loan[company] = term(0.0), term(0.0)
            continue
        lent = asked.of("asset-backed finance", company)
        loan[company] = base.loan.get(company, term(0.0)) if lent is None else lent
        if company in base.gross:
            gross[company] = base.gross[company]
        else:
            interest = asked.of("economic interest", company)
            part = base.interest[company] if interest is None else interest / 100
            gross[company] = base.stake[company] * part * base.company_value[company]
    rest = next(h.company for h in book.baseline.holdings if h.remainder)
    loan = grid.column("Loans at the baseline", loan)
    known = {c: gross[c] for c in gross if c != rest}
    equity = [least(0, known[c] - loan[c]) for c in known]
    closing = base.group["equity_value"]
    for one in equity:
        closing = closing - one
    gross = grid.column("Gross value at the baseline", gross | {rest: closing})
    return gross, loan, gross[rest]


def _at_rate(
    book: Book, base: Base, asked: Asked, grid: Grid, at: tuple[Column, Column]
) -> tuple[Column, Column, Formula]:
    gross, loan = at
    change = grid.cell(
        "Change of local money in dollars",
        asked.rate / asked.one("exchange rate", book.baseline.local_per_usd.value) - 1,
    )
    share = book.baseline.net_debt_local_share.value
    local = asked.one("net debt local share", share) / 100
    parts = {h.company: h.local_share for h in book.baseline.holdings if h.local_share}
    if parts:
        factor = {c: 1 + part * change for c, part in parts.items()}
        gross = grid.column(
            "Gross value at the scenario's rate", {c: gross[c] * factor.get(c, 1.0) for c in gross}
        )
        loan = grid.column(
            "Loans at the scenario's rate", {c: loan[c] * factor.get(c, 1.0) for c in loan}
        )
    debt = base.group["net_debt"] * (1 + local * change)
    return gross, loan, grid.cell("Net debt at the scenario's rate", debt)


def _factors(book: Book, asked: Asked) -> Column:
    """Return what each holding's price is multiplied by."""
    own = {str(x.company): x for x in book.levers.of("company value")}
    found = {c: asked[x] / book.levers.defaults[x.name] for c, x in own.items()}
    for lever in book.levers.of("change of others"):
        others = (h.company for h in book.baseline.holdings if h.company not in own)
        found |= dict.fromkeys(others, 1 + asked[lever] / 100)
    return found


def _sold(
    book: Book,
    asked: Asked,
    lever: Lever,
    grid: Grid,
    at: tuple[Column, Column, Formula, Formula],
) -> tuple[Column, Formula, Formula, Formula]:
    """Write a sale: from each company that is sold in proportion to its equity value."""
    gross, loan, stake, debt = at
    focus, amount = book.ledger.focus, asked[lever]
    worth = grid.column(
        f"Worth before: {lever.label}", {c: least(0, gross[c] - loan[c]) for c in lever.companies}
    )
    everything = grid.cell(f"Worth of all: {lever.label}", _sum(list(worth.values())))
    part = grid.cell(f"Part sold: {lever.label}", choose(everything > 0, amount / everything, 0.0))
    if focus in lever.companies:
        left = choose(gross[focus] > 0, 1 - part * worth[focus] / gross[focus], 1.0)
        stake = grid.cell(f"Stake after: {lever.label}", stake * left)
    after = {c: gross[c] - part * worth[c] if c in worth else gross[c] for c in gross}
    return (
        grid.column(f"Gross value after: {lever.label}", after),
        stake,
        grid.cell(f"Net debt after: {lever.label}", debt - amount),
        amount > everything,
    )


def _sum(found: list[Formula]) -> Formula:
    added = found[0]
    for one in found[1:]:
        added += one
    return added
