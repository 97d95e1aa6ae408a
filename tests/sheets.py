"""Balance sheets that hypothesis invents: some holdings pledged, some beyond their value."""

from __future__ import annotations

from hypothesis import strategies as st

from exposure.balance import BalanceSheet, Holding

# Amounts as a ledger has them: no more digits than are printed, so that a failure is a sum.
amounts = st.integers(0, 100_000).map(lambda n: n / 100)
above_zero = st.integers(1, 100_000).map(lambda n: n / 100)
fractions = st.integers(0, 100).map(lambda n: n / 100)


@st.composite
def holdings(draw: st.DrawFn, company: str, *, pledged: bool = True) -> Holding:
    return Holding(
        company,
        gross=draw(amounts),
        asset_backed_finance=draw(amounts) if pledged and draw(st.booleans()) else 0.0,
        listed=draw(st.booleans()),
        stake=draw(st.none() | fractions),
    )


@st.composite
def sheets(
    draw: st.DrawFn, *, pledged: bool = True, debt: st.SearchStrategy[float] = above_zero
) -> BalanceSheet:
    """Return sheets of one to five holdings worth more than nothing, named a to e.

    The first holding is never pledged and always worth something.
    """
    others = [draw(holdings(name, pledged=pledged)) for name in "bcde"[: draw(st.integers(0, 4))]]
    first = Holding("a", gross=draw(above_zero), stake=draw(st.none() | fractions))
    return BalanceSheet((first, *others), draw(debt), committed=draw(amounts))
