"""Compare: the baseline and two scenarios side by side, and which lever makes the difference."""

import streamlit as st

from exposure import compare_words, stress_charts, ui

page = ui.frame("How do two scenarios of {group} differ, and why?")
book = page.book
options = compare_words.options(book)
left, right = st.columns(2)
with left:
    first = ui.pick("A", options, key="compare_a")
with right:
    start = next((name for name in list(options)[2:]), None)
    second = ui.pick("B", options, key="compare_b", start=start)
a, b = (compare_words.chosen(book, name, page.outcome.values) for name in (first, second))
to_a, to_b, between = compare_words.sides(book, a, b)
titles = options[first], options[second]
words = compare_words.opening(between, titles)
ui.sentence(words)
for told in between.sentences[1:]:
    ui.note(told)

names = ["Baseline", f"A {titles[0]}", f"B {titles[1]}"]
ui.chart(
    stress_charts.compared(names, compare_words.ratios(to_a, to_b), page.shown_lines, page.palette),
    key="compared",
    title="Both ratios in the three",
    alt=words,
    source=f"Circle: disclosed LTV. Diamond: grossed LTV. {ui.sources_line(page, 'ltv_grossed')}",
)

columns: ui.Columns = {
    "baseline": ("Baseline", ui.plain),
    "a": (names[1], ui.plain),
    "b": (names[2], ui.plain),
}
ui.heading("What comes out")
ui.table(
    compare_words.results_table(book, to_a, to_b, between),
    {"label": ("Result", None), **columns, "difference": ("B less A", ui.plain)},
    key="results",
)

ui.heading("Levers that differ")
levers = compare_words.levers_table(book, {"baseline": book.levers.complete({}), "a": a, "b": b})
if levers.empty:
    ui.note("Nothing differs: all three are the baseline.")
else:
    ui.table(levers, {"label": ("Lever", None), **columns}, key="levers")

ui.heading("Which lever makes how much of the difference between A and B")
parts = compare_words.attribution_table(between)
if parts.empty:
    ui.note(
        "A and B are the same scenario, so there is nothing to tell apart."
        if not between.levers
        else "The difference cannot be told apart by lever: a scenario between the two is not "
        "possible."
    )
else:
    ui.table(
        parts,
        {
            "label": ("Lever", None),
            "ltv": ("Disclosed LTV", ui.plain),
            "ltv_grossed": ("Grossed LTV", ui.plain),
            "nav_usd_bn": ("NAV", ui.plain),
        },
        key="attribution",
    )
    ui.note(
        "Each lever's part is what moving it changes, averaged over all orders in which the levers "
        "can move (the Shapley value), so the parts add up to the whole difference."
    )
