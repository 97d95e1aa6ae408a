"""Assumptions about risk on a page: read once, shown as boxes, each with its reason.

A number that is assumed is italic and says so; why, and since when, is one click away.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from exposure import book as books
from exposure import risk_words
from exposure.choices import RISK
from exposure.latest import Signature, signature
from exposure.stress import risk as risks
from exposure.ui import session
from exposure.ui.choices import amount, forget, whole
from exposure.ui.markdown import plain
from exposure.ui.parts import note, on_paper
from exposure.ui.sources import show_evidence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from exposure.book import Book
    from exposure.stress.risk import Risk


def read(book: Book) -> Risk | None:
    """Return the assumptions about risk, or None where they cannot be read."""
    return _as_shown(book)[0]


def asked(book: Book) -> Risk | None:
    """Return the assumptions about risk; where they cannot be read, say so."""
    found, faults = _as_shown(book)
    if found is None:
        st.warning("The assumptions about risk cannot be read, so there is no answer here.")
        for fault in faults:
            st.markdown(f"- {plain(str(fault))}")
    return found


def changes(risk: Risk) -> dict[str, float]:
    """Return what the reader has changed about the assumptions."""
    known = risk.assumptions()
    found = {key.removeprefix(RISK): value for key, value in session.all_chosen(RISK).items()}
    return {
        name: float(value)
        for name, value in found.items()
        if name in known and isinstance(value, int | float) and value != known[name].value
    }


def market_boxes(book: Book, risk: Risk) -> None:
    """Print the assumptions about how prices move, each as a box."""
    known = risk.assumptions()
    horizon = known["horizon_months"]
    with st.container(key="assumed-horizon"):
        whole(
            "Horizon, months (assumed)",
            key=f"{RISK}horizon_months",
            start=round(horizon.value),
            low=1,
            high=60,
            about=plain(_reason(horizon)),
        )
    volatile = [name for name in known if name.startswith("volatility.")]
    single = ["tail_percent", "growth_percent"]
    together = [name for name in known if name.startswith("correlation.")]
    changed = changes(risk)
    boxes(book, risk, "Volatilities", volatile)
    boxes(book, risk, "Correlations", together)
    boxes(book, risk, "Worst outcomes, and growth", single)
    if changed:
        st.button(
            "Assumptions of the data again",
            key="reset-risk",
            on_click=forget,
            args=([RISK + name for name in known],),
        )


def boxes(book: Book, risk: Risk, kind: str, names: Sequence[str]) -> None:
    """Print assumptions of one kind behind their title, with where they come from."""
    known, changed = risk.assumptions(), changes(risk)
    moved = [name for name in names if name in changed]
    title = f"{kind} *(assumed{f', {len(moved)} changed' if moved else ''})*"
    fold = st.expander(title, key=f"fold-{kind}", on_change="rerun")
    if not fold.open:
        return
    with fold, st.container(key=f"assumed-{kind}", horizontal=True, gap="medium"):
        for name in names:
            item = known[name]
            low, high, step = risk_words.bounds(name)
            amount(
                risk_words.assumption_label(book, name),
                key=RISK + name,
                start=item.value,
                low=low,
                high=high,
                step=step,
                about=_reason(item),
            )
    with fold:
        note("Each is assumed; no source gives it. The question mark tells why, and since when.")
        with st.expander("Every one with its reason", key=f"why-{kind}", on_change="rerun") as why:
            if why.open:
                kinds = {name.partition(".")[0] for name in names}
                show_evidence(list(risk_words.assumptions(book, risk, changed, sorted(kinds))))


def printed(book: Book) -> None:
    """Put all of them on paper and into files, where no box tells them."""
    if (risk := read(book)) is None:
        return
    on_paper(risk_words.assumed(book, risk, changes(risk)))


def _reason(item: risks.Assumption) -> str:
    return f"Assumed on {item.date}; it may be {item.low:g} to {item.high:g}. {item.reason}"


def _as_shown(book: Book) -> tuple[Risk | None, tuple[object, ...]]:
    """Return the assumptions of the book's own day, and what is wrong with the file."""
    folder = books.data_folder()
    return _read(folder, signature(folder), book)


@lru_cache(maxsize=4)
def _read(folder: Path, now: Signature, book: Book) -> tuple[Risk | None, tuple[object, ...]]:
    del now  # the files as they were when they were read: others are read anew
    # The file is of today's holdings: beside those of an earlier day it may look wrong.
    found, faults = risks.load(folder, None if book.release else book)
    return (None if found is None else risks.as_released(found, book)), faults
