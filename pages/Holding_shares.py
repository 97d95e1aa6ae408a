"""Holding shares: stake, cost and value over time, who else owns the company, dilution."""

import numpy as np
import pandas as pd
import streamlit as st

from exposure import history, history_charts, ownership, ui, wording
from exposure.explain import evidence

page = ui.frame("How much of {focus} does {group} hold, and what is it worth?")
book, focus, group = page.book, page.book.focus_name, page.book.group_name
words = history.sentence(page.outcome)
ui.sentence(words)
latest = history.multiple(book)
ui.cards(page, ("focus_stake", "focus_cost", "focus_value"), [latest] if latest else [])

reported, derived = history.stakes(book), history.derived_stakes(book)
if reported or derived:
    ui.chart(
        history_charts.stakes(reported, derived, page.palette),
        key="stakes",
        title=f"Stake in {focus}, as reported and as the payments give it",
        alt=words,
        source="Filled: reported. Open: derived from payments and valuations. Cross: announced. "
        "A date without a day is drawn in the middle of its month.",
    )
    if beside := history.beside(book):
        ui.table(
            pd.DataFrame(beside),
            {
                "after": ("Stake after", None),
                "told": ("Reported", str),
                "from_start": ("From all payments", wording.percent),
                "from_last": ("From the last reported", wording.percent),
            },
            key="beside",
            figures=[point.figure for point in reported],
        )
    ui.note(
        "A round takes every older stake times pre-money over post-money, and adds what is paid "
        "over post-money. Shares bought from other holders add and dilute nobody. The whole of a "
        "round counts from its first closing."
    )
    with st.expander(
        "Where the reported stakes stand", key="stake-sources", on_change="rerun"
    ) as box:
        if box.open:
            ui.show_evidence([evidence(book, point.figure) for point in reported])
else:
    ui.note(f"The sources report no stake of {group} in {focus}, and no payment for one.")

costs, values, multiples = history.costs(book), history.values(book), history.multiples(book)
if costs or values:
    ui.chart(
        history_charts.worth(
            costs,
            values,
            [
                (
                    row["day"],
                    row["value_usd_bn"],
                    row["cost_usd_bn"],
                    history.times(row["multiple"]),
                )
                for row in multiples
            ],
            page.palette,
        ),
        key="worth",
        title=f"What {group} has paid for {focus}, and what the holding was worth",
        alt=words,
        source="Circles: all that was paid, as reported. Diamonds: value of the whole holding, as "
        "reported. The multiple is value over what had been paid by that day. Cross: announced.",
        rows=pd.DataFrame(multiples) if multiples else None,
        columns={
            "as_of": ("Value of", None),
            "cost_as_of": ("Cost known on", None),
            "value_usd_bn": ("Value, USD bn", wording.number),
            "cost_usd_bn": ("Cost, USD bn", wording.number),
            "multiple": ("Value over cost", history.times),
        },
        figures=[point.figure for point in (*costs, *values)],
    )
    ui.note(ownership.interest_note(book))

ui.heading(f"Who owns {focus}, as far as the sources say")
owners = ownership.owners(book)
columns: ui.Columns = {
    "owner": ("Owner", None),
    "as_of": ("As of", None),
    "where": ("Source", None),
    "told": ("Stake", str),
}
numbers: ui.Columns = {"stake": ("Stake", wording.percent)}
if not owners:
    ui.note("The sources name no owner.")
else:
    if current := [row for row in owners if row["current"]]:
        ui.table(
            pd.DataFrame(current),
            columns,
            key="owners",
            numbers=numbers,
            figures=[row["figure"] for row in current],
        )
        ui.note(ownership.covered(book))
        ui.note(ownership.notes(book))
    with st.expander(
        "Plans, older stakes and the notes of each source", key="older", on_change="rerun"
    ) as box:
        if box.open:
            older = [row for row in owners if not row["current"]]
            if older:
                ui.table(
                    pd.DataFrame(older),
                    columns,
                    key="older-owners",
                    numbers=numbers,
                    figures=[row["figure"] for row in older],
                )
            ui.show_evidence([evidence(book, row["figure"]) for row in owners])

ui.heading("What a financing round does to the stake")
before = ownership.stake_before(page.outcome)
if before is None:
    ui.note(
        f"The balance sheet values the holding in {focus} without a stake, so no round dilutes it."
    )
else:
    size = ui.amount(
        "Size of the round, USD bn", key="round_size", start=100, low=1, high=1000, step=10
    )
    invested = ownership.invests(page.outcome)
    own = ownership.round_size(page.outcome)
    ui.note(ownership.dilution_sentence(page.outcome, size))
    sizes = np.linspace(0.0, max(200.0, size, own), 201)
    curves = [("buys nothing", np.ravel(ownership.dilution(page.outcome, sizes)).tolist(), False)]
    marks = [("your size", size, float(ownership.dilution(page.outcome, size)))]
    if invested:
        followed = ownership.dilution(page.outcome, sizes, invested)
        curves.append((f"buys {wording.usd_bn(invested)}", np.ravel(followed).tolist(), True))
    if own:
        marks.append(("this scenario", own, float(page.outcome.focus_stake or 0.0)))
    ui.chart(
        history_charts.dilution(sizes.tolist(), curves, marks, before, page.palette),
        key="dilution",
        title=f"Stake of {group} after a round",
        alt=ownership.dilution_sentence(page.outcome, size),
        source=f"Pre-money value {wording.usd_bn(ownership.pre_money(page.outcome))}, from the lever. "
        f"{ui.sources_line(page, 'focus_stake')}",
        rows=pd.DataFrame(
            ownership.dilution_table(page.outcome, sorted({50.0, 100.0, 150.0, 200.0, size}))
        ),
        columns={
            "size_usd_bn": ("Round, USD bn", wording.number),
            "post_money_usd_bn": ("Post-money, USD bn", wording.number),
            "alone": ("Stake if it buys nothing", wording.percent),
            "lost": ("Change", wording.points),
            "follows": ("Stake with the scenario's new money", wording.percent),
            "to_keep_usd_bn": ("To buy to keep the stake, USD bn", wording.number),
        },
    )
ui.claims(page, ("focus_stake",))
ui.foot()
