"""Concentration: shares of each holding before and after, on three bases."""

import pandas as pd

from exposure import bar_charts, ui, wording
from exposure.concentration import concentration_table, named_holdings

BASES = {"equity": "equity value", "gross": "gross value", "nav": "NAV"}

page = ui.frame("How concentrated is {group}?")
basis = ui.choice("Shares of", BASES, key="basis")
ui.sentence(wording.concentration_sentence(page.outcome, basis, BASES[basis]))
ui.cards(page, ("focus_share_equity", "focus_share_gross", "focus_share_nav"))

column = f"share_of_{basis}"
before, after = (named_holdings(page.book, found.sheet) for found in (page.baseline, page.outcome))
ui.chart(
    bar_charts.shares(before, after, column, page.palette, page.book.ledger.focus),
    key="shares",
    title=f"Share of {BASES[basis]}, by holding",
    alt=wording.concentration_sentence(page.outcome, basis, BASES[basis]),
    source=f"Upright marks: the baseline. {ui.sources_line(page, 'holdings')}",
    rows=pd.DataFrame(after),
    columns={
        "name": ("Holding", None),
        "gross_usd_bn": ("Gross value, USD bn", wording.number),
        "asset_backed_finance_usd_bn": ("Loans secured on it, USD bn", wording.number),
        "equity_value_usd_bn": ("Equity value, USD bn", wording.number),
        "share_of_gross": ("Share of gross value", wording.percent),
        "share_of_equity": ("Share of equity value", wording.percent),
        "share_of_nav": ("Share of NAV", wording.percent),
    },
)

ui.heading("Measures of concentration")
ui.table(
    concentration_table(page.baseline, page.outcome, BASES),
    {
        "basis": ("Shares of", None),
        "when": ("In", None),
        "hhi": ("HHI", lambda x: wording.number(x, 3)),
        "effective_holdings": ("Effective holdings", wording.number),
        "largest": ("Largest", wording.percent),
        "largest_three": ("Largest three", wording.percent),
        "largest_five": ("Largest five", wording.percent),
        "unlisted": ("Unlisted", wording.percent),
    },
    key="measures",
)
ui.how(page, ("concentration", "holdings"), key="measures")
ui.note(
    "Three bases give three answers. Press reports often say NAV and mean equity value. Shares of "
    "NAV add to more than one, because debt is nobody's holding."
)
ui.claims(page, ("focus_share_of_gross_value",))
ui.foot()
