"""The answers of a scenario as formulas, by the names that `Outcome.as_json` gives them.

Comes in: the balance sheet as cells (`Chained`). Goes out: a name for every number
of the answers and its formula, so that each can be held against ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any, TypeAlias

from exposure.export.chain import Asked, Base, Chained, Grid, carried, chain
from exposure.export.formula import NOTHING, Formula, both, choose, least, span, term, total
from exposure.limits import uniform_fall

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.book import Book, Line

Answers = dict[str, Formula]
Put: TypeAlias = Callable[[str, Formula], Formula]

# As the model has it: a ratio solved to stand at a limit is not over it by the last digit.
_AT_THE_LINE = 1e-9
# Greater than any loan over its shares: it takes a holding of no value out of every set.
_NEVER = 1e99


@dataclass(frozen=True)
class Sheet:
    """The book, its inputs as cells, the balance sheet, and where further cells go."""

    book: Book
    base: Base
    asked: Asked
    chained: Chained
    limits: Mapping[str, Formula]
    grid: Callable[[str], Grid]


def answers(sheet: Sheet) -> Answers:
    """Return every number of `Outcome.as_json` as a formula."""
    book, at = sheet.book, sheet.chained
    gross, loans = total(list(at.gross.values())), total(list(at.loan.values()))
    nav = at.equity_value - at.net_debt
    added = loans + at.committed
    sides = {
        "disclosed": (at.net_debt, at.equity_value),
        "grossed": (at.net_debt + added, at.equity_value + added),
    }
    focus = book.ledger.focus
    totals = {"gross": gross, "equity": at.equity_value, "nav": nav}
    shares = {name: _shares(at, name, whole) for name, whole in totals.items()}
    found = {
        "equity_value_usd_bn": at.equity_value,
        "gross_value_usd_bn": gross,
        "adjusted_net_debt_usd_bn": at.net_debt,
        "asset_backed_finance_usd_bn": loans,
        "committed_usd_bn": at.committed,
        "nav_usd_bn": nav,
        "ltv": _over(*sides["disclosed"]),
        "ltv_grossed": _over(*sides["grossed"]),
        "focus_value_usd_bn": at.equity[focus],
        "focus_cost_usd_bn": _cost(sheet),
        "focus_stake": at.stake,
        "focus_share_of_gross_value": shares["gross"][focus],
        "focus_share_of_equity_value": shares["equity"][focus],
        "focus_share_of_nav": shares["nav"][focus],
    }
    for limit in sorted({line.limit for line in book.lines}):
        line = next(line for line in book.lines if line.limit == limit)
        cell = sheet.limits[line.name]
        reached = _break_even(sheet, f"disclosed at {limit:g}", *sides["disclosed"], cell)
        found[f"break_even_focus_value_usd_bn.{limit:g}"] = reached
    for line in book.lines:
        found |= _line(sheet, line, *sides[line.ratio])
    found["raise_to_normal_limit_usd_bn"] = found[f"lines.{book.lines[0].name}.raise_usd_bn"]
    for company in at.gross:
        found |= {
            f"holdings.{company}.gross_usd_bn": at.gross[company],
            f"holdings.{company}.asset_backed_finance_usd_bn": at.loan[company],
            f"holdings.{company}.equity_value_usd_bn": at.equity[company],
        }
        found |= {f"holdings.{company}.share_of_{x}": shares[x][company] for x in shares}
    possible = at.possible
    return {name: choose(possible, formula, NOTHING) for name, formula in found.items()}


def concentration(book: Book, basis: str, cells: list[Formula]) -> Answers:
    """Return the measures of concentration of shares that stand beside each other."""
    where, values = span(cells), [cell.value for cell in cells]
    known = not any(value != value for value in values)  # noqa: PLR0124  (nan)
    ranked = sorted(values, reverse=True) if known else []
    hhi = Formula(f"SUMSQ({where})", sum(v * v for v in values) if known else nan)
    listed = {h.company: h.listed for h in book.baseline.holdings}
    unlisted = [
        cell for cell, is_listed in zip(cells, listed.values(), strict=True) if not is_listed
    ]
    sums = {
        name: Formula(
            f"SUMPRODUCT(LARGE({where},{{{','.join(map(str, range(1, top + 1)))}}}))",
            sum(ranked[:top]) if known else nan,
        )
        for name, top in (
            ("largest", 1),
            ("largest_three", min(3, len(cells))),
            ("largest_five", min(5, len(cells))),
        )
    }
    rest: Formula = term(0.0)
    for cell in unlisted:
        rest += cell
    found = {"hhi": hhi, "effective_holdings": 1 / hhi} | sums | {"unlisted": rest}
    return {f"concentration.{basis}.{name}": formula for name, formula in found.items()}


def _shares(at: Chained, basis: str, whole: Formula) -> Answers:
    parts = at.gross if basis == "gross" else at.equity
    return {company: choose(whole > 0, part / whole, NOTHING) for company, part in parts.items()}


def _over(debt: Formula, value: Formula) -> Formula:
    return choose(value > 0, debt / value, NOTHING)


def _cost(sheet: Sheet) -> Formula:
    cost = sheet.base.group.get("focus_cost")
    if cost is None:
        return NOTHING
    for lever in sheet.book.levers.of("new investment"):
        cost += sheet.asked[lever]
    return cost


def _line(sheet: Sheet, line: Line, debt: Formula, value: Formula) -> Answers:
    limit, at = sheet.limits[line.name], sheet.chained
    put = sheet.grid(f"{line.label}, {line.ratio} LTV").cell
    loss = put("Loss that reaches it", value - debt / limit)
    money = put("Money that comes back to it", (debt - limit * value) / (1 - limit))
    ratio = _over(debt, value)
    most = value - at.committed if line.ratio == "grossed" else value
    told = {
        "limit": limit,
        "value": ratio,
        "over": ratio > limit + _AT_THE_LINE,
        "loss_usd_bn": loss,
        "uniform_fall": _fall(sheet, line, put("Equity value to reach", at.equity_value - loss)),
        "break_even_focus_value_usd_bn": _break_even(sheet, line.label, debt, value, limit),
        "raise_usd_bn": choose(both(money > 0, most <= money), NOTHING, least(0, money)),
        "largest_investment_usd_bn": least(0, 0 - money),
    }
    return {f"lines.{line.name}.{name}": formula for name, formula in told.items()}


def _fall(sheet: Sheet, line: Line, wanted: Formula) -> Formula:
    """Return the uniform fall that leaves an equity value: the largest that any set of holdings allows.

    A set is a holding and all that are pledged no more than it; its fall counts where
    each of its members is still worth something after it.
    """
    at = sheet.chained
    grid = sheet.grid(f"{line.label}: fall of all holdings")
    pledged = grid.column(
        "Loan over gross value",
        {c: choose(at.gross[c] > 0, at.loan[c] / at.gross[c], _NEVER) for c in at.gross},
    )
    ranges = [span(list(cells.values())) for cells in (pledged, at.gross, at.loan)]
    falls = {}
    for company, cell in pledged.items():
        members = [c for c in pledged if pledged[c].value <= cell.value]
        sums = [sum(cells[c].value for c in members) for cells in (at.gross, at.loan)]
        within = f"({ranges[0]}<={cell.text})"
        worth, lent = (
            Formula(f"SUMPRODUCT({within}*{where})", value)
            for where, value in zip(ranges[1:], sums, strict=True)
        )
        fall = 1 - (wanted + lent) / worth
        falls[company] = choose(both(cell < _NEVER, fall <= 1 - cell), fall, Formula('""', ""))
    cells = list(grid.column("Fall, where the set allows it", falls).values())
    known = [cell.value for cell in cells if cell.value != ""]
    none = not known or not wanted.value > 0
    where = span(cells)
    gross, loans = (tuple(x.value for x in cells.values()) for cells in (at.gross, at.loan))
    exact = uniform_fall(gross, loans, wanted.value) if not none else None
    return Formula(
        f"IF(OR({wanted.text}<=0,COUNT({where})=0),NA(),MAX({where}))",
        nan if exact is None else exact,
    )


def _break_even(sheet: Sheet, name: str, debt: Formula, value: Formula, limit: Formula) -> Formula:
    """Return the focus company's value at which a ratio reaches a limit; nothing if none does."""
    book, before = sheet.book, sheet.chained.before
    lever = book.focus_lever
    bend = book.levers.defaults[lever.name]
    grid = sheet.grid(f"Break-even value: {name}")
    own = before.gross - before.loan
    equity = grid.cell("Holding's equity value to reach", least(0, own) + debt / limit - value)
    wanted = grid.cell("Its gross value", equity + before.loan)
    at = [
        grid.cell(f"Gross value at {words}", _gross_at(sheet, factor))
        for words, factor in (("nothing", 0.0), ("the baseline", 1.0), ("twice the baseline", 2.0))
    ]
    above = wanted > at[1]
    low, high = choose(above, at[1], at[0]), choose(above, at[2], at[1])
    start = choose(above, bend, 0.0)
    reached = grid.cell(
        "Company value",
        choose(both(equity > 0, high > low), start + (wanted - low) / (high - low) * bend, NOTHING),
    )
    asked = Asked(book, {**sheet.asked.cells, lever.name: reached})
    there = chain(book, sheet.base, asked, sheet.grid(f"The balance sheet at it: {name}"))
    return choose(both(reached > 0, there.possible), reached, NOTHING)


def _gross_at(sheet: Sheet, factor: float) -> Formula:
    """Return the focus holding's gross value before money is raised, at a part of its baseline."""
    book, before = sheet.book, sheet.chained.before
    amount = sheet.asked.one("new investment", 0.0)
    focus = book.ledger.focus
    value = (
        sheet.base.company_value[focus] * factor if focus in sheet.base.company_value else NOTHING
    )
    worth = carried(book, sheet.base, sheet.asked, (amount, value, before.interest))
    return before.at_rate * factor + worth


def flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the numbers of `Outcome.as_json` by names with dots.

    >>> flat({"ltv": 0.2, "lines": [{"name": "a", "limit": 0.25}], "as_of": "2025"})
    {'ltv': 0.2, 'lines.a.limit': 0.25}
    """
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name == "levers":
            continue
        if isinstance(value, dict):
            found |= {f"{name}.{key}": item for key, item in flat(value).items()}
        elif isinstance(value, list):
            for row in value:
                if isinstance(row, dict):
                    key = row.get("name") or row.get("company")
                    found |= {f"{name}.{key}.{k}": v for k, v in flat(row).items()}
        elif value is None or isinstance(value, bool | int | float):
            found[name] = value
    return {name: value for name, value in found.items() if not name.endswith(".listed")}
