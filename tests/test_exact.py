"""A second implementation, in exact fractions, on a thousand random balance sheets.

It is written from the definitions alone and shares no code with the model.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import permutations

import pytest

from exposure.balance import BalanceSheet, Holding
from exposure.compare import attribution
from exposure.limits import fall_to_limit, loss_to_limit, money_to_limit, uniform_fall
from exposure.transactions import borrow, commit, invest, sell, stake_after_round
from tests.invented import book

SHEETS = 1000
CLOSE = 1e-11
COMPANIES = "abcdef"


@dataclass(frozen=True)
class Exact:
    """Gross values, loans, net debt and commitments, as fractions."""

    gross: dict[str, Fraction]
    loans: dict[str, Fraction]
    debt: Fraction
    committed: Fraction = field(default=Fraction(0))

    def value(self, company: str) -> Fraction:
        return max(self.gross[company] - self.loans[company], Fraction(0))

    @property
    def equity(self) -> Fraction:
        return sum((self.value(c) for c in self.gross), Fraction(0))

    @property
    def ltv(self) -> Fraction:
        return self.debt / self.equity

    @property
    def grossed(self) -> Fraction:
        more = sum(self.loans.values(), Fraction(0)) + self.committed
        return (self.debt + more) / (self.equity + more)

    def moved(self, company: str, gross: Fraction, debt: Fraction) -> Exact:
        return replace(
            self,
            gross={**self.gross, company: self.gross[company] + gross},
            debt=self.debt + debt,
        )

    def shocked(self, shock: dict[str, Fraction]) -> Exact:
        return replace(self, gross={c: g * (1 + shock[c]) for c, g in self.gross.items()})

    def sold(self, companies: list[str], amount: Fraction) -> Exact:
        worth = sum((self.value(c) for c in companies), Fraction(0))
        after = self
        for company in companies:
            after = after.moved(company, -amount * self.value(company) / worth, Fraction(0))
        return replace(after, debt=self.debt - amount)

    def lent(self, company: str, amount: Fraction) -> Exact:
        loans = {**self.loans, company: self.loans[company] + amount}
        return replace(self, loans=loans, debt=self.debt - amount)

    def floats(self) -> BalanceSheet:
        holdings = tuple(Holding(c, float(g), float(self.loans[c])) for c, g in self.gross.items())
        return BalanceSheet(holdings, float(self.debt), float(self.committed))


def number(source: random.Random, low: int, high: int) -> Fraction:
    return Fraction(source.randint(low * 1000, high * 1000), 1000)


def sheet(seed: int) -> Exact:
    source = random.Random(seed)  # noqa: S311  (not for secrets)
    companies = COMPANIES[: source.randint(1, 6)]
    gross = {c: number(source, 1, 500) for c in companies}
    loans = {
        c: g * Fraction(source.randint(0, 1100), 1000) if source.random() < 0.4 else Fraction(0)
        for c, g in gross.items()
    }
    found = Exact(gross, loans, number(source, 1, 400), number(source, 0, 40))
    return found if found.equity > 1 else sheet(seed + 1_000_000)


def agrees(exact: Exact, told: BalanceSheet) -> None:
    scale = float(exact.equity + sum(exact.loans.values(), exact.committed))
    assert float(told.equity_value) == pytest.approx(float(exact.equity), abs=CLOSE * scale)
    assert float(told.nav) == pytest.approx(float(exact.equity - exact.debt), abs=CLOSE * scale)
    if exact.equity > scale * 1e-6:
        assert float(told.ltv) == pytest.approx(float(exact.ltv), rel=1e-9)
        assert float(told.ltv_grossed) == pytest.approx(float(exact.grossed), rel=1e-9)


@pytest.mark.parametrize("block", range(10))
def test_a_thousand_sheets_agree_before_and_after_every_transaction(block: int) -> None:
    for seed in range(block * SHEETS // 10, (block + 1) * SHEETS // 10):
        source = random.Random(-1 - seed)  # noqa: S311
        exact = sheet(seed)
        told = exact.floats()
        agrees(exact, told)
        shock = {c: Fraction(source.randint(-900, 900), 1000) for c in exact.gross}
        agrees(exact.shocked(shock), told.shocked({c: float(x) for c, x in shock.items()}))
        company = max(exact.gross, key=exact.value)
        amount = exact.value(company) * Fraction(source.randint(1, 999), 1000)
        agrees(exact.moved(company, amount, amount), invest(told, company, float(amount)))
        agrees(exact.lent(company, amount), borrow(told, company, float(amount)))
        agrees(exact, borrow(told, company, float(amount), guaranteed=True))
        agrees(replace(exact, committed=exact.committed + amount), commit(told, float(amount)))
        sellers = sorted({company, *source.sample(sorted(exact.gross), 1)})
        agrees(exact.sold(sellers, amount), sell(told, sellers, float(amount)))


@pytest.mark.parametrize("block", range(10))
def test_a_thousand_sheets_agree_on_how_far_a_limit_is(block: int) -> None:
    for seed in range(block * SHEETS // 10, (block + 1) * SHEETS // 10):
        exact = sheet(seed)
        limit = Fraction(random.Random(seed).randint(50, 700), 1000)  # noqa: S311
        value, debt, at = float(exact.equity), float(exact.debt), float(limit)
        loss = exact.equity - exact.debt / limit
        assert loss_to_limit(value, debt, at) == pytest.approx(float(loss), abs=1e-8)
        assert fall_to_limit(value, debt, at) == pytest.approx(
            float(1 - exact.debt / (limit * exact.equity)), abs=1e-8
        )
        money = (exact.debt - limit * exact.equity) / (1 - limit)
        assert money_to_limit(value, debt, at) == pytest.approx(float(money), abs=1e-8)
        told = uniform_fall(
            tuple(float(g) for g in exact.gross.values()),
            tuple(float(a) for a in exact.loans.values()),
            debt / at,
        )
        if told is None:
            continue
        # Put the answer back into the definition: it must leave D / L of equity value.
        after = exact.shocked(dict.fromkeys(exact.gross, -Fraction(told)))
        assert float(after.equity) == pytest.approx(debt / at, rel=1e-9)


def test_stakes_after_a_round_are_exact() -> None:
    source = random.Random(7)  # noqa: S311
    for _ in range(SHEETS):
        stake = Fraction(source.randint(0, 1000), 1000)
        pre, raised = number(source, 1, 900), number(source, 1, 200)
        bought = raised * Fraction(source.randint(0, 1000), 1000)
        exact = (stake * pre + bought) / (pre + raised)
        told = stake_after_round(float(stake), float(pre), float(raised), float(bought))
        assert told == pytest.approx(float(exact), rel=1e-14)


def invented_ltv(values: dict[str, Fraction]) -> Fraction:
    """Return the disclosed LTV of the invented group, from its numbers by hand."""
    local = 100 / values["yen"]
    birch = values["birch_value"] / 10
    new = values["investment"] * min(Fraction(1), values["birch_value"] / 500)
    chip = max(values["chip_value"] * 4 / 5 - 20, Fraction(0))
    equity = birch + new + chip + 25 * local + 65 - values["sales"]
    return (40 * local + values["investment"] - values["sales"]) / equity


def test_an_attribution_over_all_orders_is_exact() -> None:
    oak = book()
    source = random.Random(3)  # noqa: S311
    start = {"birch_value": 500, "chip_value": 100, "investment": 0, "sales": 0, "yen": 100}
    names = list(start)
    for _ in range(100):
        moved = {
            "birch_value": source.randint(100, 900),
            "chip_value": source.randint(60, 200),
            "investment": source.randint(1, 60),
            "sales": source.randint(1, 20),
            "yen": source.randint(80, 160),
        }
        told = dict.fromkeys(names, Fraction(0))
        for order in permutations(names):
            here = {name: Fraction(x) for name, x in start.items()}
            for name in order:
                before = invented_ltv(here)
                here[name] = Fraction(moved[name])
                told[name] += (invented_ltv(here) - before) / 120
        values = oak.levers.complete({name: float(x) for name, x in moved.items()})
        found = attribution(oak, oak.levers.complete({}), values, [[name] for name in names])
        assert found["ltv"] == pytest.approx([float(told[name]) for name in names], abs=1e-13)
