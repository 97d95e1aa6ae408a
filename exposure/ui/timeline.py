"""The parts of the page Stress that go over ranges of facts and over time.

What to check next; cash and what falls due; the story step by step. Only the
chosen part is called.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from exposure import risk_words, stress_charts, timeline_charts, wording
from exposure import stress_words as words
from exposure import timeline_words as told
from exposure.cash import calendar, spent_on_focus
from exposure.cash_policy import policy
from exposure.explain import evidence
from exposure.export.report import Words
from exposure.replay import replay
from exposure.stress.repayment import margin_calls, ways_to_repay
from exposure.stress.tornado import tornado
from exposure.ui import assumed
from exposure.ui.cards import card
from exposure.ui.choices import along, amount, choice
from exposure.ui.export import noted
from exposure.ui.markdown import plain
from exposure.ui.parts import answer, chart, heading, note, on_paper, table
from exposure.ui.session import take
from exposure.ui.sources import show_evidence

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.cash import Calendar
    from exposure.replay import Step
    from exposure.stress.risk import Risk
    from exposure.stress.tornado import Bar
    from exposure.ui.frame import Page


def matters(page: Page) -> None:
    """Rank the levers by what they move, and the facts by what checking them would settle."""
    heading("Which lever moves LTV most?")
    if (risk := assumed.asked(page.book)) is None:
        return
    ratio = choice("Which LTV", words.RATIOS, key="tornado_ratio")
    found = tornado(page.book, page.outcome.values, risk, ratio)
    bars = risk_words.ranked(found)
    if bars:
        chart(
            stress_charts.tornado(
                bars,
                page.outcome.ratio(ratio),
                [line for line in page.shown_lines if line.ratio == ratio],
                ratio,
                page.palette,
            ),
            key="tornado",
            title=f"{words.RATIOS[ratio]} over the range of each lever",
            alt=risk_words.tornado_sentence(found),
            source="Plain bars: ranges between figures of the sources. Hatched: ranges that are "
            "assumed. Dotted line: this scenario. Each lever moves alone.",
            rows=risk_words.tornado_table(found),
            columns={
                "label": ("Lever", None),
                "range": ("Range", None),
                "basis": ("From", None),
                "disclosed": ("Moves disclosed LTV", risk_words.swing),
                "grossed": ("Moves grossed LTV", risk_words.swing),
            },
        )
    note(" ".join([risk_words.tornado_sentence(found), risk_words.unmoving(found)]))
    heading("Which fact is most worth checking next?")
    answer(found.sentence)
    for place, bar in enumerate(found.to_check, 1):
        _fact(page.book, place, bar)


def falls_due(page: Page) -> None:
    """Set what is known to fall due against cash, and say what must be sold."""
    heading("When does cash run out if nothing is sold?")
    if (risk := assumed.asked(page.book)) is None:
        return
    book = page.book
    found = calendar(book, risk.cash)
    answer(found.sentence)
    if told_rate := told.at_own_rate(page.outcome):
        note(told_rate)
    if found.events:
        chart(
            timeline_charts.cash(found, page.palette),
            key="cash",
            title="Cash after each known payment",
            alt=found.sentence,
            source=f"Starts from the cash of {told.day(found.as_of)}. Filled: reported as paid. Open: "
            "announced or due. Of a date without a day the middle is taken.",
        )
        table(
            told.events(found),
            {
                "when": ("When", None),
                "what": ("What", None),
                "state": ("State", None),
                "amount": ("USD bn", partial(wording.number, signed=True)),
                "after": ("Cash after it, USD bn", wording.number),
            },
            key="calendar",
            figures=[figure for event in found.events for figure in event.figures],
        )
        for reason in told.assumed_days(found):
            note(reason)
    _policy(book, risk)
    _repayment(page, found)
    _calls(page, risk)
    _undated(found)


def story(page: Page) -> None:
    """Walk through what was known, step by step."""
    heading("What was known when?")
    steps = replay(page.book)
    if not steps:
        note("The sources report no deal of the group in this time.")
        return
    days = told.days(steps)
    chosen = along("Day, deal by deal", days, key="step", start=next(reversed(days)))
    step = steps[list(days).index(chosen)]
    st.subheader(plain(f"{told.day(step.as_of)}: {step.title}"))
    st.markdown(f"**{plain(told.status(step))}**  \n{plain(step.sentence)}")
    _known(page, step)
    chart(
        timeline_charts.story(steps, steps.index(step), page.palette),
        key="story",
        title=f"What was known of LTV and of the stake in {page.book.focus_name}",
        alt=told.known(page.outcome, step),
        source="Filled: completed. Open: announced, in talks or broken off. Diamonds: articles. Grey: "
        "after the chosen day. A number counts from the day that it is about.",
        rows=told.steps(steps),
        columns={
            "when": ("When", None),
            "what": ("What", None),
            "state": ("State", None),
            "amount": ("Amount", None),
            "stake": ("Stake", wording.percent),
            "ltv": ("Disclosed LTV", wording.percent),
        },
    )
    _said(step)


def _fact(book: Book, place: int, bar: Bar) -> None:
    told_ = plain(risk_words.to_check(book, bar))
    kind = "" if bar.figures else " *(assumed)*"
    noted(Words("note", f"{place}. {bar.label}: {told_}. {bar.check} {bar.reason}"))
    st.markdown(f"**{place} {plain(bar.label)}**: {told_}{kind}.")
    st.caption(plain(f"To check: {bar.check} {bar.reason}"))
    if bar.figures:
        count = f"{len(bar.figures)} figures"
        with st.expander(count, key=f"range-{bar.name}", on_change="rerun") as box:
            if box.open:
                show_evidence([evidence(book, figure) for figure in bar.figures])


def _policy(book: Book, risk: Risk) -> None:
    rule = policy(book, risk.cash)
    if rule is None:
        return
    heading("Does cash cover the bonds that fall due?")
    note(told.policy(rule))


def _repayment(page: Page, found: Calendar) -> None:
    heading("What must be sold to repay?")
    spent = spent_on_focus(page.book, found)
    name = page.book.focus_name
    for lever in page.book.levers.of("new investment"):
        if page.outcome.values[lever.name] >= spent:
            continue
        note(
            f"This scenario has not spent the loan: the calendar pays {wording.usd_bn(spent)} for "
            f"{name} by then, which is not in its net debt. Put it there first, or LTV looks too low."
        )
        st.button(
            plain(f"Put {wording.usd_bn(spent)} for {name} into the scenario"),
            key="take-spent",
            on_click=take,
            args=({lever.name: spent},),
        )
    size = amount(
        "To repay, USD bn",
        key="repay",
        start=round(found.to_repay_usd_bn, 1),
        low=0,
        high=1000,
        step=1,
    )
    on_paper(f"To repay: {wording.usd_bn(size)}.")
    ways = ways_to_repay(page.book, page.outcome.values, size)
    table(
        told.ways(ways),
        {
            "title": ("Sold", None),
            "worth": ("Worth, USD bn", wording.number),
            "part": ("Part to sell", wording.percent),
            "ltv": ("Disclosed LTV then", wording.percent),
            "ltv_grossed": ("Grossed LTV then", wording.percent),
        },
        key="ways",
    )
    if short := told.falls_short(ways):
        note(short)
    ratios = " and ".join(
        f"the {ratio} LTV {wording.percent(page.outcome.ratio(ratio))}" for ratio in words.RATIOS
    )
    note(
        f"Before the sale {ratios}. It takes the amount off net debt and off the holding; loans on "
        "what is left stay as they are."
    )


def _calls(page: Page, risk: Risk) -> None:
    heading("At which price do lenders call?")
    names = [name for name in risk.assumptions() if name.startswith("maintenance.")]
    if not names:
        note("No maintenance ratio is assumed.")
        return
    assumed.boxes(page.book, risk, "Loan over value at which a lender calls", names)
    found = margin_calls(
        page.book, page.outcome.values, risk.maintenance_ratios(assumed.changes(risk))
    )
    if not found:
        note("No holding with a maintenance ratio is pledged in this scenario.")
        return
    table(
        told.calls(page.book, found),
        {
            "name": ("Pledged", None),
            "loan": ("Loan, USD bn", wording.number),
            "gross": ("Value now, USD bn", wording.number),
            "maintenance": ("Called at", lambda x: wording.percent(x, 0)),
            "fall": ("Fall to a call", wording.percent),
            "company": ("Company value then, USD bn", wording.number),
            "price": ("Share price then, USD", wording.number),
        },
        key="calls",
    )
    for call in found:
        note(call.sentence)


def _undated(found: Calendar) -> None:
    for title, items, key in (
        ("Owed or promised, without a day in the sources", found.undated, "undated"),
        ("What could bring cash, not counted above", found.sources, "cash-sources"),
    ):
        if items:
            heading(title)
            table(
                told.items(items),
                {
                    "title": ("What", None),
                    "note": ("Note", None),
                    "amount": ("USD bn", wording.number),
                },
                key=key,
            )


def _known(page: Page, step: Step) -> None:
    for row in told.cards(page.book, step):
        with st.container(horizontal=True, gap="medium"):
            for found in row:
                kind = "printed" if found.inputs else "derived"
                card(
                    f"{kind}-{found.name}",
                    found.label,
                    found.value,
                    "",
                    partial(lambda x: x, found),
                )


def _said(step: Step) -> None:
    if not step.said:
        note("No article of the ledger prints a figure about it.")
        return
    heading("What the articles say about it" if step.what == "deal" else "What the article says")
    table(
        told.said(step),
        {
            "where": ("Article", None),
            "paragraph": ("Paragraph", None),
            "printed": ("Printed", None),
            "about": ("About", None),
            "state": ("State", None),
        },
        key="said",
    )
