"""What a page is made of: words, charts, tables. Where they come from is `exposure.ui.sources`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from exposure.explain import evidence
from exposure.export.picture import sketch
from exposure.export.report import Chart, Columns, Table, Words
from exposure.ui import scripts, stage
from exposure.ui.choices import forget, keep, kept
from exposure.ui.export import current, download, downloads, noted
from exposure.ui.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from exposure.charts import Figure
    from exposure.explain import Evidence
    from exposure.export.report import Form


# Widths of charts in pixels, between which a browser finds its own.
_PHONES, _WIDE = (320, 380), (380, 880, 1280)


# What goes on paper of a long table: more rows or columns are left to the brief.
_MOST_PRINTED, _WIDEST_PRINTED = 100, 8


def sentence(words: str) -> None:
    """Print the sentence that answers the page's question."""
    noted(Words("sentence", words))
    stage.add("sentence", words=words)


def on_paper(words: str) -> None:
    """Put on paper and into files what the screen says in a box."""
    noted(Words("note", words))
    stage.add("printed", words=words)


def answer(words: str) -> None:
    """Print the sentence that answers the question of a part of the page."""
    noted(Words("note", words))
    stage.add("answer", words=words)


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
    figure: Figure,
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
    if len(rows) <= _MOST_PRINTED and len(columns) <= _WIDEST_PRINTED:
        on_paper = {"key": f"{key}-printed", "printed": True, "files": []}
        stage.add("table", **_rows(found) | on_paper)
    else:
        wide = f"This table of {len(rows)} rows is too large for paper: the brief has all of it."
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


def _pictures(figure: Figure) -> list[tuple[int, str]]:
    """Return what a browser shows of a chart until it has the library that draws it, at some widths."""
    if scripts.draws():
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
