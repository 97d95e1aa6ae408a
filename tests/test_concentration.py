"""Shares of the holdings and how concentrated they are: sums by hand, laws."""

from __future__ import annotations

import pytest
from hypothesis import given

from exposure.balance import BalanceSheet, Holding
from exposure.concentration import concentration, concentration_table, holdings
from exposure.model import outcome
from tests.invented import book
from tests.sheets import above_zero, sheets

OAK = book()


@pytest.mark.parametrize(
    ("parts", "hhi", "largest", "three", "five"),
    [
        ([100], 1, 1, 1, 1),
        ([50, 50], 0.5, 0.5, 1, 1),
        ([25, 25, 25, 25], 0.25, 0.25, 0.75, 1),
        ([10, 60, 10, 10, 5, 5], 0.36 + 3 * 0.01 + 2 * 0.0025, 0.6, 0.8, 0.95),
        ([100, 0], 1, 1, 1, 1),
    ],
)
def test_concentration_is_the_sum_by_hand(
    parts: list[float], hhi: float, largest: float, three: float, five: float
) -> None:
    held = (Holding(name, gross) for name, gross in zip("abcdef", parts, strict=False))
    found = concentration(BalanceSheet(tuple(held), 0.0))
    assert found["gross"] == found["equity"] == found["nav"]
    measures = ("hhi", "effective_holdings", "largest", "largest_three", "largest_five", "unlisted")
    by_hand = [hhi, 1 / hhi, largest, three, five, 1]
    assert [found["equity"][name] for name in measures] == pytest.approx(by_hand)


def test_each_basis_has_its_own_concentration() -> None:
    # Gross 60 and 40, equity 60 and 20, NAV 40.
    found = concentration(
        BalanceSheet((Holding("a", 60.0), Holding("b", 40.0, 20.0, listed=True)), 40.0)
    )
    assert [found[basis]["largest"] for basis in found] == pytest.approx([0.6, 0.75, 1.5])
    assert [found[basis]["unlisted"] for basis in found] == pytest.approx([0.6, 0.75, 1.5])


def test_without_nav_or_value_a_basis_is_left_out() -> None:
    held = (Holding("a", 60.0), Holding("b", 40.0, 20.0))
    assert list(concentration(BalanceSheet(held, 80.0))) == ["gross", "equity"]
    assert list(concentration(BalanceSheet((Holding("a", 20.0, 20.0),), 5.0))) == ["gross"]
    assert concentration(BalanceSheet((Holding("a", 0.0),), 5.0)) == {}


@given(sheets(debt=above_zero))
def test_shares_add_to_the_whole_and_measures_stay_within_it(sheet: BalanceSheet) -> None:
    rows = holdings(sheet)
    assert sum(row["share_of_gross"] for row in rows) == pytest.approx(1)
    assert sum(row["share_of_equity"] for row in rows) == pytest.approx(1)
    count = len(sheet.holdings)
    for basis in ("gross", "equity"):
        found = concentration(sheet)[basis]
        assert 1 / count - 1e-9 <= found["hhi"] <= 1 + 1e-9
        assert 1 - 1e-9 <= found["effective_holdings"] <= count + 1e-9
        assert found["largest"] <= found["largest_three"] + 1e-9
        assert found["largest_three"] <= found["largest_five"] + 1e-9
        assert -1e-9 <= found["unlisted"] <= 1 + 1e-9


def test_concentration_before_and_after_stand_side_by_side() -> None:
    before, after = outcome(OAK, {}), outcome(OAK, {"birch_value": 250})
    bases = {"equity": "equity value", "nav": "NAV"}
    table = concentration_table(before, after, bases)
    assert table["basis"].tolist() == ["equity value", "equity value", "NAV", "NAV"]
    assert table["when"].tolist() == ["baseline", "scenario"] * 2
    assert table["largest"].tolist() == pytest.approx([65 / 200, 65 / 175, 65 / 160, 65 / 135])
    alone = concentration_table(before, before, bases)
    assert alone["when"].tolist() == ["baseline", "baseline"]
