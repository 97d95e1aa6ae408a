"""The parts of the page Figures: an editor's desk.

All figures, printings side by side, misprints, replaced figures, assumptions, sign-off. One search
holds for all of them, and only the chosen part is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from exposure import assumptions, desk, explain, listing, printings
from exposure import book as books
from exposure.evidence import occurrences, passage, texts_folder
from exposure.ledger import Figure, Ledger
from exposure.ui import assumed, sign_off
from exposure.ui.choices import choice, forget, kept, many
from exposure.ui.choices import words as text
from exposure.ui.markdown import link, plain
from exposure.ui.parts import facts, heading, note, register, sentence, subheading, table
from exposure.ui.sources import passage as show_passage
from exposure.ui.sources import printings as show_printings

if TYPE_CHECKING:
    from exposure.ui.frame import Page

# More than a reader scrolls through; the search narrows them.
MOST_ROWS, MOST_BLOCKS = 1000, 60
_FILTERS = {"article": "Source", "kind": "Kind", "status": "Status"}
_SEARCH = "figures_search"
_OWN = [_SEARCH, *(f"figures_{column}" for column in _FILTERS)]

Found = pd.DataFrame
Part = Callable[["Page", Found], None]


def opening(page: Page) -> Found:
    """Print what the ledger holds and the search; return the rows of `listing` it finds."""
    ledger = page.book.ledger
    _, rows = _listed(ledger)
    signs, _ = sign_off.signed()
    signed = "" if signs is None else f" {desk.signed_off(ledger, signs)}"
    sentence(listing.summary(ledger, rows) + signed)
    words = text(
        "Search",
        key=_SEARCH,
        search=True,
        placeholder="A word, company, source or number",
    )
    with st.container(horizontal=True):
        filters = {
            column: many(
                label,
                {name: listing.option(ledger, name) for name in sorted(rows[column].unique())},
                key=f"figures_{column}",
                width="stretch",
            )
            for column, label in _FILTERS.items()
        }
    return listing.matching(rows, words, filters)


def chosen(page: Page, found: Found) -> str:
    """Print the choice of a part, each with how much the search finds in it."""
    ledger, ids = page.book.ledger, [str(name) for name in found.index]
    counts = {
        "all": len(found),
        "compared": len(printings.compared(ledger, ids)),
        "misprints": int(found["corrected"].sum()),
        "replaced": int(found["superseded"].sum()),
        "assumed": len(_assumed(page)),
    }
    labels = {name: f"{label} {counts[name]:,}" for name, label in _LABELS.items()}
    return choice("Show", labels | {"signed": "Sign-off"}, key="desk_part")


_LABELS = {
    "all": "All figures",
    "compared": "Printed more than once",
    "misprints": "Misprints",
    "replaced": "Stale",
    "assumed": "Assumptions",
}


_AGREEMENTS = {
    "differ": ("Differ", ("disputed", "differ")),
    "disputed": ("Disputed", ("disputed",)),
    "agree": ("Agree", ("agree",)),
    "every": ("All", ("disputed", "differ", "agree")),
}


def every(page: Page, found: Found) -> None:
    """List the figures found; the one picked is held against its source."""
    if found.empty:
        _nothing()
        return
    _, rows = _listed(page.book.ledger)
    note(
        f"{len(found):,} of {len(rows):,} figures. Pick a row, with the keyboard by Shift and space, to "
        "see its words, its source and its other printings." + _cut(len(found), MOST_ROWS)
    )
    picked = register(
        found.head(MOST_ROWS),
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
        figures=found.head(MOST_ROWS).index,
    )
    if picked is None and len(found) == 1:
        picked = str(found.index[0])
    if picked is not None:
        with st.container(border=True, key="figure-detail"):
            _figure(page, picked)


def compared(page: Page, found: Found) -> None:
    """Print every quantity with two or more printings: all of them, which is used, and why."""
    heading("Where do printings of one fact differ, and which is used?")
    every_one = printings.compared(page.book.ledger, [str(name) for name in found.index])
    if not every_one:
        _nothing()
        return
    note(printings.told_disagreements(every_one))
    wanted_of = {
        name: [one for one in every_one if one.agreement in kinds]
        for name, (_, kinds) in _AGREEMENTS.items()
    }
    options = {
        name: f"{label} {len(wanted_of[name]):,}" for name, (label, _) in _AGREEMENTS.items()
    }
    wanted = wanted_of[choice("How they stand", options, key="desk_agreement")]
    if not wanted:
        note("There is none.")
    for one in wanted[:MOST_BLOCKS]:
        subheading(one.quantity.label)
        show_printings(page.book, one.quantity.id)
    if more := _cut(len(wanted), MOST_BLOCKS):
        note(more)


def misprints(page: Page, found: Found) -> None:
    """Print the misprints, each with what is right and how that was computed."""
    heading("Which printed numbers are wrong, and what is right?")
    wrong = printings.misprints(page.book.ledger, [str(name) for name in found.index])
    if not wrong:
        note("No figure that the search finds is a misprint.")
        return
    note(
        f"{sum(len(one.figures) for one in wrong):,} printings, {len(wrong):,} different errors. "
        "The ledger keeps what is printed and works with what is right."
    )
    for number, one in enumerate(wrong[:MOST_BLOCKS]):
        subheading(f"{one.label}: {one.right}, not {one.says}")
        told = {f"Printed “{words}”": where for words, where in one.printed.items()}
        told["Should say"] = one.right
        told["Computed"] = "; ".join(one.computations)
        told["Why"] = one.reason
        facts({label: words for label, words in told.items() if words}, key=f"misprint-{number}")
    if more := _cut(len(wrong), MOST_BLOCKS):
        note(more)


def replaced(page: Page, found: Found) -> None:
    """Print the figures that were right once, and what replaced them."""
    heading("Which figures were right once, and what is right since?")
    stale = printings.replaced(page.book.ledger, [str(name) for name in found.index])
    if not stale:
        note("No figure that the search finds was replaced.")
        return
    note("A text may give these with their date. Told as current they are stale.")
    rows = pd.DataFrame([vars(one) for one in stale[:MOST_ROWS]]).drop(columns="figure")
    same = [name for name in rows.columns if name != "where"]  # one fact, however often printed
    table(
        rows.groupby(same, sort=False, as_index=False).agg("; ".join),
        {
            "label": ("Figure", None),
            "was": ("It was", None),
            "as_of": ("In", None),
            "now": ("It is", None),
            "since": ("Since", None),
            "where": ("Where it was", None),
            "now_where": ("Where it is", None),
        },
        key="replaced",
        figures=[one.figure for one in stale],
    )


def assumed_numbers(page: Page, found: Found) -> None:
    """Print what is assumed, with value, reason and date."""
    del found  # an assumption is no figure: the search alone holds for it
    heading("What is assumed, and why?")
    rows = _assumed(page)
    if not rows:
        note("No assumption has these words.")
        return
    note(
        "No source gives these numbers: each is ours, with the day on which it was made, and the "
        "pages print it in italics. In brackets how far it may be off."
    )
    table(
        pd.DataFrame([vars(one) for one in rows]),
        {
            "label": ("What", None),
            "value": ("Assumed", None),
            "date": ("Date", None),
            "reason": ("Why", None),
            "used_in": ("Used in", None),
        },
        key="assumed",
    )


def checklist(page: Page, found: Found) -> None:
    """Print the sign-off sheet of what the search finds."""
    sign_off.sheet(page, [str(name) for name in found.index], MOST_ROWS)


PARTS: dict[str, Part] = {
    "all": every,
    "compared": compared,
    "misprints": misprints,
    "replaced": replaced,
    "assumed": assumed_numbers,
    "signed": checklist,
}
"""What the desk can show, by its key in the choice."""


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={Ledger: id})
def _listed(ledger: Ledger) -> tuple[Ledger, pd.DataFrame]:
    """Return the listing, and the ledger with it: while that lives, no other has its identity."""
    return ledger, listing.listing(ledger)


def _assumed(page: Page) -> list[assumptions.Assumed]:
    words = str(kept(_SEARCH) or "")
    every_one = assumptions.assumptions(page.book, assumed.read(page.book))
    return [one for one in every_one if one.holds(words)]


def _nothing() -> None:
    note("No figure matches. Take a word or a filter away.")
    st.button("Clear search and filters", key="figures_clear", on_click=forget, args=(_OWN,))


def _cut(found: int, most: int) -> str:
    return f" The first {most:,} are shown: narrow the search." if found > most else ""


def _figure(page: Page, picked: str) -> None:
    book, ledger = page.book, page.book.ledger
    figure = ledger.figure(picked)
    st.header(plain(ledger.quantity(figure.quantity).label))
    if isinstance(figure, Figure):
        _printed(page, figure)
    else:
        st.markdown(f"From {link(figure.title, figure.url)}")
    told = listing.facts(book, picked)
    signs, _ = sign_off.signed()
    if signs is not None:
        told["Sign-off"] = signs.standing(figure).words
    told["Name to sign"] = picked
    facts(told, key="figure")
    heading("All printings of it, and which is used")
    show_printings(book, figure.quantity)


def _printed(page: Page, figure: Figure) -> None:
    """Print a figure of an article: its words, its correction, and its passage."""
    book = page.book
    st.markdown(f"Printed **“{plain(figure.printed)}”** in {plain(explain.place(book, figure))}")
    if figure.corrected is not None:
        st.markdown(f"**Misprint. It should say {plain(explain.amount(figure.corrected))}.**")
        facts(printings.correction(figure), key="correction")
    card = book.ledger.sources[figure.source]
    folder = texts_folder(books.seeds_folder(books.data_folder()))
    text = passage(folder, card, figure.paragraph)
    if text is None:
        note(
            "The passage is not shown, because the texts of the articles are not installed. Put "
            "them into seeds/texts/, or name their folder in the variable EXPOSURE_SEED_TEXTS."
        )
    else:
        show_passage(text, occurrences(figure.printed, text))
