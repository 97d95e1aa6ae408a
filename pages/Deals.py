"""Deals: over time, what paid for what, and the ledger of them."""

import pandas as pd
import streamlit as st

from exposure import deal_charts, deals, funding, ui, wording
from exposure.deals import PARTS

page = ui.frame("What has {group} bought, and what pays for it?", moves=False)
book, focus = page.book, page.book.focus_name
table = deals.table(book)
sums = funding.totals(book)
words = funding.summary(book)
ui.sentence(words)
ui.cards(page, others=list(sums.values()))

whose = ui.choice("Deals of", {"group": book.group_name, "all": "Everybody"}, key="deals_of")
states = ui.several("Status", {name: name for name in deals.STATUSES}, key="deals_status")
kinds = ui.several("Kind", dict(deals.KINDS), key="deals_kind")
shown = deals.chosen(table, kinds, states, group=whose == "group")
if shown.empty:
    ui.note("No deal passes these filters; take one of them away.")
else:
    undated = shown.loc[shown["day"].isna(), "title"].tolist()
    ui.chart(
        deal_charts.timeline(deals.marks(shown), list(deals.KINDS.values()), page.palette),
        key="timeline",
        title=f"{len(shown)} deals by kind, sized by amount; the largest in USD bn",
        alt=words,
        source=f"Filled: completed. Open: announced. Crossed: in talks, forecast or broken off. "
        f"In colour: {focus}. A date without a day is drawn in the middle of its month or year."
        + (f" Not drawn, because no source gives a date: {'; '.join(undated)}." if undated else ""),
    )
    ui.heading("The ledger of deals")
    ui.note("Pick a row to see the figures behind it, with article and paragraph.")
    picked = ui.register(
        shown,
        {
            "date": "Date",
            "title": "Deal",
            "amount": "Amount used",
            "printed": "As printed in articles",
            "called": "Kind",
            "status": "Status",
            "investor": "Investor, seller or borrower",
            "target": "In, of or on",
            "stake_after": PARTS["stake_after"],
            "valuation": PARTS["valuation"],
            "maturity": PARTS["maturity"],
            "lenders": "Lenders",
            "paid_by": "Paid by",
            "supersedes": "Replaces",
            "sources": "Sources",
            "note": "Note",
        },
        key="deal",
        alt="Deals of the ledger",
        numbers={"amount_usd_bn": ("Amount, USD bn", wording.number)},
        figures=deals.figures(book, shown.index),
    )
    if picked is not None:
        deal = book.ledger.deal(picked)
        with st.container(border=True, key="deal-detail"):
            st.subheader(ui.plain(deal.title))
            ui.facts(deals.facts(table, picked), key="deal")
            for part, quantity in deal.parts.items():
                st.markdown(f"**{PARTS[part]}: {ui.plain(deals.told(book.ledger, quantity))}**")
                ui.printings(book, quantity)
            if cited := deals.also_cited(book, deal):
                st.markdown("**Also cited**")
                ui.show_evidence(cited)

ui.heading("What paid for what")
paid = funding.payments(book)
if not paid:
    ui.note("The sources do not say what paid for any deal.")
else:
    ui.table(
        pd.DataFrame(paid),
        {
            "use": ("Deal", None),
            "source": ("Paid by", None),
            "amount": ("All of it", str),
            "drawn": ("Drawn, latest", str),
        },
        key="paid",
        figures=deals.figures(book, table.index),
    )
    ui.note(
        "How much of a source went into a deal is rarely told, so sources and deals need not add up. "
        "A commitment is paid by its instalments and is never added to them."
    )

years = funding.by_year(book)
if years:
    per_year = pd.DataFrame(funding.yearly(book))
    ui.chart(
        deal_charts.funding(years, page.palette),
        key="years",
        title=f"Raised and spent by {book.group_name}, by year",
        alt=words,
        source="Filled: completed. Open: announced. Loans at their full size, also where less was "
        "drawn. Other currencies at the rate of the baseline. Deals without a date are left out.",
        rows=per_year,
        columns={"what": ("USD bn", None)}
        | {year: (year, wording.number) for year in per_year.columns if year != "what"},
        figures=deals.figures(book, table.index),
    )
ui.foot()
