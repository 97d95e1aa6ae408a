"""What a page is made of: sentence, cards, charts, tables, evidence."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from exposure import charts, wording
from exposure import printings as printed
from exposure.dates import in_words
from exposure.explain import Explanation, evidence, explain
from exposure.export.picture import sketch
from exposure.export.report import Chart, Columns, Table, Words, cited
from exposure.model import Outcome, claim_range
from exposure.settings import Claim
from exposure.ui import scripts, stage
from exposure.ui.choices import forget, keep, kept
from exposure.ui.export import current, download, downloads, noted
from exposure.ui.markdown import link, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from exposure.book import Book
    from exposure.explain import Evidence
    from exposure.export.report import Form
    from exposure.ui.frame import Page


# Widths of charts in pixels, between which a browser finds its own.
_PHONES, _WIDE = (320, 380), (880, 1280)


def sentence(words: str) -> None:
    """Print the sentence that answers the page's question."""
    noted(Words("sentence", words))
    stage.add("sentence", words=words)


def heading(words: str) -> None:
    """Print the heading of a part of the page."""
    noted(Words("heading", words))
    stage.add("heading", level=2, words=words)


def subheading(words: str) -> None:
    """Print the heading of one thing among several of a part."""
    noted(Words("heading", words))
    stage.add("heading", level=3, words=words)


def note(words: str) -> None:
    """Print a small line of text."""
    noted(Words("note", words))
    stage.add("note", words=words)


def chart(  # noqa: PLR0913  (each is a part of the chart)
    figure: charts.Figure,
    *,
    key: str,
    title: str,
    alt: str,
    source: str,
    rows: pd.DataFrame | None = None,
    columns: Columns | None = None,
    figures: Iterable[str] = (),
) -> None:
    """Print a chart with its title, its source line and, on demand, its table.

    ``figures`` are the ids of those that it rests on; without any, the inputs of the model.
    """
    numbers = None
    if rows is not None and columns is not None:
        numbers = Table(key, title, rows, columns, _behind(figures))
    # The first chart stands right under the page's question: no level of headings is left out.
    level = 2 if current().heading == current().title else 3
    noted(Chart(key, title, alt, source, figure, numbers))
    fold = None if numbers is None else _fold(numbers)
    if stage.PLOTLY and not os.environ.get("EXPOSURE_PLAIN_CHARTS"):
        told = {"key": f"chart-{key}", "name": key, "level": level, "title": title}
        told["pictures"] = _pictures(figure)
        stage.add("chart", **told, alt=alt, source=source, figure=figure, numbers=fold)
        return
    stage.add("heading", level=level, words=title)
    config = {"displaylogo": False, "modeBarButtons": [["toImage"]]}
    st.plotly_chart(figure, key=f"chart-{key}", theme=None, alt=alt, config=config)
    stage.add("note", words=source)
    if fold:
        stage.add("fold", **fold)


def table(
    rows: pd.DataFrame,
    columns: Columns,
    *,
    key: str,
    numbers: Columns | None = None,
    figures: Iterable[str] = (),
) -> None:
    """Print a small table: columns of text first, then right-aligned numbers.

    ``columns`` gives the header of each column to print and how its values
    become text; None for a column that is text already. ``numbers`` as in
    `register`, ``figures`` as in `chart`.
    """
    found = Table(key, current().heading, rows, columns, _behind(figures), numbers or {})
    noted(found)
    stage.add("table", **_rows(found))


def how(page: Page, names: Sequence[str], *, key: str) -> None:
    """Print a button that opens the formulas and sources of the numbers above it."""
    press = stage.on_press(
        f"how:{key}", lambda: explained(*(explain(page.outcome, name) for name in names))
    )
    stage.add("presses", name="how", presses=[("How these numbers are made", press)])


def register(  # noqa: PLR0913  (each is a part of the table)
    rows: pd.DataFrame,
    columns: dict[str, str],
    *,
    key: str,
    alt: str,
    numbers: Columns | None = None,
    figures: Iterable[str] = (),
) -> str | None:
    """Print a long table to pick a row from, and return the index of the row picked.

    ``columns`` gives the header of each column to print, ``numbers`` more of them
    for who downloads the table. A row stays picked while it is in the table,
    whatever is filtered around it.
    """
    told: Columns = {name: (header, None) for name, header in columns.items()}
    found = Table(key, alt, rows, told, _behind(figures), numbers or {})
    noted(found)
    picked = kept(key)
    names = [str(name) for name in rows.index]
    # The browser remembers the place of a row, so another set of rows is another table.
    widget = f"{key}-{hash(tuple(names))}"
    place = [names.index(picked)] if picked in names else []

    def pick() -> None:
        found = st.session_state[widget]["selection"]["rows"]
        keep(key, names[found[0]]) if found else forget([key])

    st.dataframe(
        rows[list(columns)],
        hide_index=True,
        column_config=dict(columns),
        key=widget,
        on_select=pick,
        selection_mode="single-row",
        selection_default={"selection": {"rows": place}},
        alt=alt,
    )
    wide = f"This table of {len(rows)} rows is too wide for paper: the brief has all of it."
    stage.add("printed", words=wide)
    download(found)
    return str(picked) if picked in names else None


def facts(rows: dict[str, str], *, key: str) -> None:
    """Print facts as label and value, one line each."""
    for label, value in rows.items():
        noted(Words("fact", f"{label}: {value}"))
    told = [(f":gray[{plain(label)}]", plain(value)) for label, value in rows.items()]
    with st.container(key=f"facts-{key}"):
        st.table(pd.DataFrame(told), border="horizontal", hide_index=True, hide_header=True)


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
        title="Printings side by side",
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


def _pictures(figure: charts.Figure) -> list[tuple[int, str]]:
    """Return what a browser shows of a chart until it has the library that draws it: at two widths."""
    if scripts.has("code", scripts.VERSION):
        return []
    phone = "Mobi" in st.context.headers.get("User-Agent", "")
    return [(width, sketch(figure, width)) for width in (_PHONES if phone else _WIDE)]


def _fold(found: Table) -> stage.Block:
    """Return a table behind its title; its rows are sent once it is open."""
    is_open = stage.is_open(found.key)
    told = {"words": "The numbers as a table", "press": f"fold:{found.key}", "open": is_open}
    return told | (_rows(found) if is_open else {"key": found.key})


def _rows(found: Table) -> stage.Block:
    cells = [
        [_printed(value, form) for value in found.rows[name].tolist()]
        for name, (_, form) in found.columns.items()
    ]
    return {
        "key": found.key,
        "text": sum(form is None for _, form in found.columns.values()),
        "title": found.title,
        "head": [header for header, _ in found.columns.values()],
        "rows": list(map(list, zip(*cells, strict=True))),
        "files": downloads(found),
    }


def _printed(value: object, form: Form) -> str:
    """Return a cell as it is printed, and nothing where there is nothing."""
    if form is None:
        return str(value)
    return "" if value is None or value != value else form(value)  # noqa: PLR0124  (nan)


def _behind(figures: Iterable[str]) -> Callable[[], tuple[Evidence, ...]]:
    """Return what finds the evidence of figures when a download asks for it."""
    book, names = current().outcome.book, tuple(dict.fromkeys(figures))
    return lambda: tuple(evidence(book, name) for name in names)
