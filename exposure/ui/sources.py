"""Where the numbers of a page come from: formulas, evidence, printings, passages, claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from exposure import printings as printed
from exposure import wording
from exposure.dates import in_words
from exposure.explain import Explanation, evidence, explain
from exposure.export.report import Words, cited
from exposure.model import Outcome, claim_range
from exposure.settings import Claim
from exposure.ui import stage
from exposure.ui.export import noted
from exposure.ui.markdown import link, plain
from exposure.ui.parts import heading, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exposure.book import Book
    from exposure.explain import Evidence
    from exposure.ui.frame import Page


def how(page: Page, names: Sequence[str], *, key: str) -> None:
    """Print a button that opens the formulas and sources of the numbers above it."""
    press = stage.on_press(
        f"how:{key}", lambda: explained(*(explain(page.outcome, name) for name in names))
    )
    stage.add("presses", name="how", presses=[("How these numbers are made", press)])


def printings(book: Book, quantity: str) -> None:
    """Print every printing of a quantity side by side, which one is used, and why."""
    rows = [
        {
            "where": printing.where,
            "url": getattr(printing.figure, "url", ""),
            "printed": getattr(printing.figure, "printed", ""),
            "told": printing.told,
            "as_of": printing.figure.as_of,
            "status": printing.figure.status,
            "verdict": printing.verdict,
        }
        for printing in printed.printings(book.ledger, quantity)
    ]
    for row in rows:
        parts = (row["verdict"], row["told"], row["as_of"], row["status"], row["where"])
        noted(Words("fact", "; ".join(filter(None, parts))))
        row["where"] = [row["where"], row["url"]] if row["url"] else row["where"]
    columns = {
        "told": "Says",
        "verdict": "Here",
        "where": "Where",
        "printed": "Printed",
        "as_of": "As of",
        "status": "Status",
    }
    stage.add(
        "table",
        key=f"printings-{quantity}",
        text=len(columns),
        title=f"Printings of: {book.ledger.quantity(quantity).label}",
        head=[*columns.values()],
        rows=[[row[name] for name in columns] for row in rows],
        files=[],
    )
    note(printed.why_used(book.ledger, quantity))


def passage(words: str, marked: Sequence[tuple[int, int]]) -> None:
    """Print a paragraph of a text with parts of it marked, given as offsets."""
    noted(Words("quote", words))
    st.markdown(quoted(words, marked))


def quoted(words: str, marked: Sequence[tuple[int, int]]) -> str:
    """Return a paragraph of a text as markdown, with parts of it marked."""
    parts, done = [], 0
    for start, end in marked:
        parts += [plain(words[done:start]), f":orange-background[**{plain(words[start:end])}**]"]
        done = end
    return "> " + "".join([*parts, plain(words[done:])])


def claims(page: Page, outputs: Sequence[str]) -> None:
    """Print what the sources say beside what the model gives under the same terms."""
    chosen = [claim for claim in page.book.claims if claim.output in outputs]
    if not chosen:
        return
    heading("What the articles say, and what the model gives")
    for claim in chosen:
        _, (low, high) = _range(page.baseline, claim)
        told, top = wording.output(claim.output, low), wording.output(claim.output, high)
        given = told if told == top else f"{told} to {top}"
        source = evidence(page.book, claim.figure)
        says = f"{claim.says[0].upper()}{claim.says[1:]}."
        noted(Words("fact", f"{source.where} says: {says} The model gives {given}. {claim.note}"))
        where = f"{source.where}: “{source.printed}”" if source.printed else source.where
        left = ("The source says", says.replace(" %", f"{wording.GAP}%"), where)
        stage.add("pair", sides=[left, ("The model gives", given, claim.note)])
    note("A match is plausibility, not proof: the sources do not publish their method.")


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs={Outcome: id, Claim: id})
def _range(baseline: Outcome, claim: Claim) -> tuple[Outcome, tuple[float, float]]:
    """Return what the model gives under a claim's terms, which no lever of the reader changes.

    With it goes the baseline: while that lives, so do its book and the claim, and no other has
    their identity.
    """
    return baseline, claim_range(baseline.book, claim)


def sources_line(page: Page, name: str) -> str:
    """Return the line under a chart: date, sources, and how many inputs are assumed."""
    found = explain(page.outcome, name)
    facts = sorted({e.where for e in found.inputs if e.figure})
    assumed = found.assumed
    listed = f"{len(facts)} source{'s' if len(facts) != 1 else ''}"
    return (
        f"Balance sheet of {in_words(page.book.baseline.as_of)}. {listed}. "
        f"{assumed or 'None'} of its inputs {'is' if assumed == 1 else 'are'} assumed."
    )


def show_evidence(rows: Sequence[Evidence]) -> None:
    """Print where inputs come from, one entry each."""
    for row in rows:
        noted(Words("fact", cited(row)))
    _evidence(rows)


def _evidence(rows: Sequence[Evidence]) -> None:
    for row in rows:
        kind = f"*{row.basis}*" if row.basis == "assumed" else row.basis
        as_of = f", {row.as_of}" if row.as_of else ""
        st.markdown(f"**{plain(row.label)}**: {plain(row.value)} ({kind}{as_of})")
        parts = [link(row.where, row.url)]
        if row.printed:
            parts.append(f"printed “{plain(row.printed)}”")
        if row.note:
            parts.append(plain(row.note))
        st.caption(" · ".join(parts))


@st.dialog("How this is made", width="large")
def explained(*found: Explanation) -> None:
    """Open what numbers are made of."""
    for one in found:
        st.header(f"{plain(one.label)}: {plain(one.value)}", anchor=False)
        st.markdown(plain(one.definition))
        st.markdown(f"**Formula** {plain(one.formula)}")
        st.markdown(f"**Here** {plain(one.computed)}")
    st.markdown("**Inputs**")
    _evidence(list(dict.fromkeys(row for one in found for row in one.inputs)))
