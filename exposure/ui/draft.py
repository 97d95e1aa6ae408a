"""The page Check a draft: a text is shown again with every figure marked.

What is pasted is in the memory of one visit: not in a file, a log, a cache, an address, or the
report of the page that its downloads are made from. So nothing of it goes through the parts that
note what a page says.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from exposure import marked, marked_words
from exposure.book import data_folder, seeds_folder
from exposure.dates import in_words
from exposure.draft import CAVEAT, check
from exposure.evidence import occurrences, passage, texts_folder
from exposure.ledger import Figure, PublicFigure
from exposure.stamp import stamp
from exposure.ui.intake import REPORT
from exposure.ui.markdown import link, plain
from exposure.ui.parts import heading, note
from exposure.ui.sources import quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from exposure.draft import Finding, Report
    from exposure.ui.frame import Page

_marked = st.components.v2.component(
    "marked",
    js=Path(__file__).with_name("marked.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)

# Items of one list; the text has every mark.
_MOST_ITEMS = 200
# Lines that stand apart; more would take the browser seconds.
_MOST_LINES = 4_000
_PROBLEMS = "draft-problems"
# What leads from a list to the figure in the text: see marked.js.
_TO = "#figure-"
_GRAVE = ("wrong", "misprint", "warning", "stale")


def checked(page: Page, text: str, day: dt.date) -> Report:
    """Return what was found in a text, found once a visit and not at every press of a mark."""
    ledger = page.book.ledger
    last = st.session_state.get(REPORT)
    if last is None or last[:2] != (text, day) or last[2] is not ledger:
        last = (text, day, ledger, check(text, ledger, day))
        st.session_state[REPORT] = last
    found: Report = last[3]
    return found


def result(page: Page, text: str, day: dt.date, whose: str) -> None:
    """Print the summary, the text with its marks, and the lists by gravity; ``whose`` says of what day that is."""
    report = checked(page, text, day)
    with st.container(key="sentence"):
        st.markdown(plain(_sentence(page, report)))
    note(f"Checked against what was known on {in_words(day.isoformat())}, {whose}. {CAVEAT}")
    found = marked.listed(report, page.book.ledger)
    grave = {name: problems for name, problems in found.items() if name in _GRAVE}
    _text(page, text, day, report, sum(map(len, grave.values())))
    if grave:
        heading("What to look at, the gravest first")
        with st.container(key=_PROBLEMS):
            for name, problems in grave.items():
                st.subheader(marked_words.title(name, problems), anchor=False)
                _list(page, report, problems)
    for name, problems in found.items():
        if name not in grave:
            fold = st.expander(
                marked_words.title(name, problems), key=f"draft-{name}", on_change="rerun"
            )
            if fold.open:
                with fold:
                    _list(page, report, problems)


def _sentence(page: Page, report: Report) -> str:
    return f"{marked_words.summary(report, page.book.ledger)}."


def _text(page: Page, text: str, day: dt.date, report: Report, problems: int) -> None:
    """Print the text with its marks; a press on one opens what is known of it."""
    if report.findings:
        heading("The draft, with every figure marked")
        note(
            f"A number is that of the list below, {marked.MARKS['agrees'][0]} agrees, "
            f"{marked.MARKS['unknown'][0]} not in the ledger, dotted: not checked. Press a mark for the right "
            "value, the computation and the source. Tab goes from problem to problem, the arrow keys from "
            "mark to mark."
        )
    signs = marked.signs(report, page.book.ledger)
    names = (page.book.ledger, day, stamp(page.book))
    told = {
        "summary": _sentence(page, report),
        "label": "The draft, with its figures marked",
        # A long text has its list far below.
        "to": _TO,
        # Lines as paragraphs: a text without empty lines is a wall otherwise. A file of data is none.
        "apart": text.count("\n") < _MOST_LINES,
        "jump": {"label": f"To the list ({problems:,})", "to": _PROBLEMS} if problems else None,
        "pieces": [_piece(report, signs, piece) for piece in marked.pieces(text, report.findings)],
        "files": [
            {
                "label": "Download as Markdown",
                "name": "draft-report.md",
                "type": "text/markdown",
                "content": marked_words.as_markdown(report, *names),
            },
            {
                "label": "Download as JSON",
                "name": "draft-report.json",
                "type": "application/json",
                "content": marked_words.as_json(report, *names),
            },
        ],
    }
    pressed = _marked(
        data=json.dumps(told), key="draft-marked", on_pressed_change=lambda: None
    ).pressed
    if isinstance(pressed, int) and 0 <= pressed < len(report.findings):
        _opened(page, report.findings, pressed)


def _piece(report: Report, signs: dict[int, str], piece: marked.Piece) -> str | dict[str, object]:
    if piece.finding is None:
        return piece.text
    name = marked.mark(report.findings[piece.finding])
    return {
        "text": piece.text,
        "finding": piece.finding,
        "mark": name,
        "problem": name in _GRAVE,
        "sign": signs[piece.finding],
        "means": marked.MEANINGS[name],
    }


def _list(page: Page, report: Report, problems: Sequence[marked.Problem]) -> None:
    ledger = page.book.ledger
    items = [marked_words.item(report, ledger, one, to=_TO) for one in problems[:_MOST_ITEMS]]
    st.markdown("\n".join(items), width=736)
    if len(problems) > _MOST_ITEMS:
        note(f"The first {_MOST_ITEMS:,} are listed; the reports have all.")


def _opened(page: Page, findings: Sequence[Finding], pressed: int) -> None:
    """Open what is known of a figure, and of others that share words with it."""

    def draw() -> None:
        for index in marked.overlapping(findings, pressed):
            if index != pressed:
                st.subheader(_title(findings[index]))
            _finding(page, findings[index])

    st.dialog(_title(findings[pressed]), width="large")(draw)()


def _title(finding: Finding) -> str:
    """Return, as markdown, a figure and what it is marked as."""
    return plain(f"{' '.join(finding.printed.split())}: {marked.MEANINGS[marked.mark(finding)]}")


def _finding(page: Page, finding: Finding) -> None:
    ledger = page.book.ledger
    st.markdown(plain(f"{finding.message[:1].upper()}{finding.message[1:].rstrip('.')}."))
    rows = [
        (f":gray[{plain(label)}]", plain(words))
        for label, words in marked_words.facts(finding, ledger).items()
    ]
    with st.container(key=f"facts-finding-{finding.start}-{finding.end}"):
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, hide_header=True)
    figure = ledger.figure_by_id.get(finding.figure)
    if isinstance(figure, PublicFigure):
        st.markdown(f"From {link(figure.title, figure.url)}")
    if isinstance(figure, Figure):
        folder = texts_folder(seeds_folder(data_folder()))
        words = passage(folder, ledger.sources[figure.source], figure.paragraph)
        if words is None:
            st.caption(
                "The passage is not shown, because the texts of the articles are not installed."
            )
        else:
            st.markdown(quoted(words, occurrences(figure.printed, words)))
