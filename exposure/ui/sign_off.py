"""Who has checked which figure: the sign-off sheet of the page Figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from exposure import book as books
from exposure import desk, reviews
from exposure.ui.choices import choice, pick
from exposure.ui.markdown import plain
from exposure.ui.parts import heading, note, subheading, table

if TYPE_CHECKING:
    from exposure.document import Fault
    from exposure.reviews import Reviews
    from exposure.ui.frame import Page


def sheet(page: Page, ids: list[str], most: int) -> None:
    """Print the checklist of at most so many figures, of those given: all, or behind one page or scenario."""
    heading("Who has checked which figure?")
    signs, faults = signed()
    if signs is None:
        st.warning("The sign-offs cannot be read, so none is shown.")
        for fault in faults:
            st.markdown(f"- {plain(str(fault))}")
        return
    ledger = page.book.ledger
    options = desk.choices(page.book) | {desk.EVERY: "All figures"}
    target = pick("Checklist for", options, key="desk_target")
    if target != desk.EVERY:
        behind = set(ids)
        ids = [figure for figure in desk.behind(page.book, target) if figure in behind]
    rows = desk.checklist(ledger, signs, ids)
    states = desk.by_state(rows)
    labels = {name: f"{label} {len(states[name]):,}" for name, label in desk.SHOWN.items()}
    state = choice("State", labels, key="desk_state")
    what = options[target].replace(": ", " ", 1)
    subheading(f"Checklist for {what[:1].lower()}{what[1:]}")
    note(desk.tally(rows))
    shown = states[state][:most]
    if not shown:
        note("There is none.")
    else:
        table(
            pd.DataFrame([vars(one) | {"box": one.box, "source": one.source} for one in shown]),
            {
                "box": ("Signed", None),
                "as_of": ("As of", None),
                "label": ("Figure", None),
                "says": ("Says", None),
                "source": ("Printed", None),
                "standing": ("State", None),
                "figure": ("Name to sign", None),
            },
            key="checklist",
            figures=[one.figure for one in shown],
        )
        cut = f"The first {most:,} are shown: narrow the search."
        note(cut if len(states[state]) > most else "Print this page for a list on paper.")
    for fault in reviews.findings(signs, ledger):
        note(str(fault))
    st.markdown("To sign a figure off, or to dispute it, where the data is kept:")
    st.code(
        "python -m exposure review FIGURE --checked-by NAME\n"
        "python -m exposure review FIGURE --disputed-by NAME --note TEXT",
        language=None,
        wrap_lines=True,
    )
    note(
        f"That writes {reviews.FILE} beside the ledger, to be kept in version control. A figure that "
        "changes after its sign-off is unchecked again."
    )


def signed() -> tuple[Reviews | None, tuple[Fault, ...]]:
    """Return the sign-offs as their file is now, or what is wrong with it."""
    folder = books.data_folder()
    try:
        stat = (folder / reviews.FILE).stat()
    except OSError:
        return _read(str(folder), 0, 0)
    return _read(str(folder), stat.st_mtime_ns, stat.st_size)


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(folder: str, changed_ns: int, size: int) -> tuple[Reviews | None, tuple[Fault, ...]]:
    del changed_ns, size  # keys of the cache: the file as it was when it was read
    return reviews.load(Path(folder))
