"""Figures: every figure of the ledger, to search, to filter, and to hold against its source."""

import pandas as pd
import streamlit as st

from exposure import book as books
from exposure import explain, listing, ui
from exposure.evidence import occurrences, passage, texts_folder
from exposure.ledger import Figure, Ledger

# More rows than a reader scrolls through; the search narrows them.
MOST = 1000
FILTERS = {"article": "Source", "kind": "Kind", "status": "Status"}


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={Ledger: id})
def listed(ledger: Ledger) -> tuple[Ledger, pd.DataFrame]:
    """Return the listing, and the ledger with it: while that lives, no other has its identity."""
    return ledger, listing.listing(ledger)


def clear() -> None:
    """Take all filters away."""
    st.session_state["figures_search"] = ""
    st.session_state["figures_view"] = "all"
    for column in FILTERS:
        st.session_state[f"figures_{column}"] = []


page = ui.frame("Where does every figure come from?")
book, ledger = page.book, page.book.ledger
_, table = listed(ledger)
ui.sentence(listing.summary(ledger, table))

words = st.text_input(
    "Search",
    key="figures_search",
    type="search",
    placeholder="Words of the figure, its company, its source, or the number as printed",
)
counted = {name: f"{label} {int(table[name].sum()):,}" for name, label in listing.VIEWS.items()}
view = ui.choice("Show", counted, key="figures_view")
with st.container(horizontal=True):
    filters = {
        column: st.multiselect(
            label,
            sorted(table[column].unique()),
            format_func=lambda name: listing.option(ledger, name),
            key=f"figures_{column}",
            placeholder="All",
            width=250,
        )
        for column, label in FILTERS.items()
    }

found = listing.matching(table, words, view, filters)
if found.empty:
    ui.note("No figure matches. Take a word or a filter away.")
    st.button("Clear search and filters", key="figures_clear", on_click=clear)
    st.stop()
ui.note(
    f"{len(found):,} of {len(table):,} figures. Pick a row to see its words, its source and its "
    "other printings."
    + (f" The first {MOST:,} are shown: narrow the search." if len(found) > MOST else "")
)
picked = ui.register(
    found.head(MOST),
    {
        "value": "Says",
        "label": "Figure",
        "verdict": "Used or not",
        "printed": "Printed",
        "where": "Where",
        "as_of": "As of",
        "status": "Status",
    },
    key="figure",
    alt="Figures of the ledger",
    numbers={"low": ("From", None), "high": ("To", None), "unit": ("Unit", None)},
    figures=found.head(MOST).index,
)
if picked is None and len(found) == 1:
    picked = str(found.index[0])
if picked is None:
    st.stop()

figure = ledger.figure(picked)
with st.container(border=True, key="figure-detail"):
    st.header(ui.plain(ledger.quantity(figure.quantity).label))
    if isinstance(figure, Figure):
        st.markdown(
            f"Printed **“{ui.plain(figure.printed)}”** in {ui.plain(explain.place(book, figure))}"
        )
        if figure.corrected is not None:
            st.markdown(
                f"**Misprint. It should say {ui.plain(explain.amount(figure.corrected))}.**"
            )
            ui.facts(listing.correction(figure.corrected))
        card = ledger.sources[figure.source]
        folder = texts_folder(books.seeds_folder(books.data_folder()))
        text = passage(folder, card, figure.paragraph)
        if text is None:
            ui.note(
                "The passage is not shown, because the texts of the articles are not installed. Put "
                "them into seeds/texts/, or name their folder in the variable EXPOSURE_SEED_TEXTS."
            )
        else:
            ui.passage(text, occurrences(figure.printed, text))
    else:
        st.markdown(f"From {ui.link(figure.title, figure.url)}")
    ui.facts(listing.facts(book, picked))
    ui.heading("All printings of it, and which is used")
    ui.printings(book, figure.quantity)
