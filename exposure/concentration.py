"""How much of a balance sheet each holding is, and how concentrated it is, on three bases.

Comes in: a `BalanceSheet` in USD billion. Goes out: tables and measures of shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exposure.balance import BalanceSheet
    from exposure.book import Book
    from exposure.model import Outcome


def concentration(sheet: BalanceSheet) -> dict[str, dict[str, float]]:
    """Return measures of concentration for each basis of shares.

    Measures: ``hhi`` (sum of squared shares), ``effective_holdings`` (1 / HHI),
    ``largest``, ``largest_three``, ``largest_five`` and ``unlisted`` (fractions).
    Bases: ``gross``, ``equity``, ``nav``; one whose total is not above zero is
    left out.

    Examples
    --------
    >>> from exposure.balance import BalanceSheet, Holding
    >>> two = BalanceSheet((Holding("a", 50.0, listed=True), Holding("b", 50.0)), net_debt=0.0)
    >>> found = concentration(two)["equity"]
    >>> found["hhi"], found["effective_holdings"], found["unlisted"]
    (0.5, 2.0, 0.5)
    """
    rows = holdings(sheet)
    found = {}
    for basis in ("gross", "equity", "nav"):
        shares = [row[f"share_of_{basis}"] for row in rows]
        if None in shares:
            continue
        ranked = sorted(shares, reverse=True)
        hhi = sum(share**2 for share in shares)
        found[basis] = {
            "hhi": hhi,
            "effective_holdings": 1.0 / hhi,
            "largest": ranked[0],
            "largest_three": sum(ranked[:3]),
            "largest_five": sum(ranked[:5]),
            "unlisted": sum(
                share for share, row in zip(shares, rows, strict=True) if not row["listed"]
            ),
        }
    return found


def concentration_table(before: Outcome, after: Outcome, bases: Mapping[str, str]) -> pd.DataFrame:
    """Return `concentration` of two scenarios, one row a basis and scenario.

    ``bases`` maps ``gross``, ``equity`` and ``nav`` to the words for the column
    ``basis``; the column ``when`` tells the baseline from the scenario.
    """
    tables = {"baseline": concentration(before.sheet)}
    if before.sheet != after.sheet:
        tables["scenario"] = concentration(after.sheet)
    rows = [
        {"basis": words, "when": when} | found[basis]
        for basis, words in bases.items()
        for when, found in tables.items()
        if basis in found
    ]
    return pd.DataFrame(rows)


def holdings(sheet: BalanceSheet) -> list[dict[str, Any]]:
    """Return the holdings with their values and their shares on three bases, one row each.

    Columns: ``company``, ``listed``, ``gross_usd_bn``,
    ``asset_backed_finance_usd_bn``, ``equity_value_usd_bn``, and the fractions
    ``share_of_gross``, ``share_of_equity``, ``share_of_nav``, which do not add
    to one on NAV: net debt is nobody's holding. A share of nothing is None.
    """
    gross, equity, nav = (float(x) for x in (sheet.gross_value, sheet.equity_value, sheet.nav))
    return [
        {
            "company": h.company,
            "listed": h.listed,
            "gross_usd_bn": float(h.gross),
            "asset_backed_finance_usd_bn": float(h.asset_backed_finance),
            "equity_value_usd_bn": float(h.equity_value),
            "share_of_gross": float(h.gross) / gross if gross > 0 else None,
            "share_of_equity": float(h.equity_value) / equity if equity > 0 else None,
            "share_of_nav": float(h.equity_value) / nav if nav > 0 else None,
        }
        for h in sheet.holdings
    ]


def named_holdings(book: Book, sheet: BalanceSheet) -> list[dict[str, Any]]:
    """Return `holdings`, each with the ``name`` of its company as readers know it."""
    return [{"name": book.name(row["company"]), **row} for row in holdings(sheet)]
