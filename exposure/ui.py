"""The only module of the model's house that knows Streamlit: frame, levers, cards, charts.

Every page opens with ``page = ui.frame(title)``, which reads the data, takes the
scenario from the session or the link, draws the sidebar and says what differs
from the baseline. Then the page draws, with the functions below.
"""

from __future__ import annotations

import gc
import json
import math
import os
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from exposure import book as books
from exposure import charts, listing, wording
from exposure.balance import BalanceError
from exposure.explain import MEASURES, Explanation, evidence, explain
from exposure.model import Outcome, claim_range, outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exposure.book import Book, Line
    from exposure.explain import Evidence
    from exposure.scenario import Lever, Levers
    from exposure.strict_yaml import Fault

PAGES = (
    ("app.py", "Overview"),
    ("pages/LTV.py", "LTV"),
    ("pages/Concentration.py", "Concentration"),
    ("pages/Holding_shares.py", "Holding shares"),
    ("pages/Deals.py", "Deals"),
    ("pages/Figures.py", "Figures"),
)

Columns = dict[str, "tuple[str, Callable[[Any], str] | None]"]

_SCENARIO, _NOTICES, _RUNS = "scenario", "notices", "runs"

# Constant: no data ever enters it. Containers are found by the class that Streamlit
# makes of their key, so what a number is decides how it looks.
_STYLE = """<style>
[data-testid="stMarkdownContainer"], [data-testid="stMetricValue"], [data-testid="stTable"],
[data-testid="stNumberInput"] input { font-variant-numeric: tabular-nums; }
.st-key-sentence p { font-family: "Source Serif", "Source Serif 4", Georgia, serif;
  font-size: 1.375rem; line-height: 1.45; max-width: 46rem; }
[class*="st-key-card-"] { gap: 0.15rem; min-width: 9.5rem; border-top: 1px solid;
  border-color: color-mix(in srgb, currentColor 22%, transparent); padding-top: 0.5rem; }
[class*="st-key-card-"] > :first-child { min-height: 2.9rem; justify-content: flex-end; }
[class*="st-key-card-"] button { padding: 0; min-height: 2rem; }
[class*="st-key-card-"] button p { font-size: 1.375rem; font-weight: 600;
  font-variant-numeric: tabular-nums; text-decoration: underline; white-space: nowrap;
  text-decoration-thickness: 1px; text-underline-offset: 0.3em; }
[class*="st-key-card-assumed"] button p { font-style: italic; }
[class*="st-key-card-printed"] button p { text-decoration: none; }
[class*="st-key-lever-"] { position: relative; }
[class*="st-key-lever-"] [data-testid="stSlider"] [role="group"] > div::after { content: "";
  position: absolute; left: var(--baseline); top: calc(50% - 6px); width: 2px; height: 12px;
  background: currentColor; opacity: 0.45; }
[class*="st-key-lever-"]:has([class*="st-key-reset-"]) { border-left: 3px solid;
  padding-left: 0.6rem; }
[class*="st-key-lever-"] [data-testid="stSlider"] label { width: max-content; }
[class*="st-key-lever-"] [data-testid="stSlider"] label p { white-space: nowrap; }
[class*="st-key-reset-"] { position: absolute; top: -0.4rem; right: 0; }
[data-testid="stSidebar"] [data-testid="stSliderTickBar"] { display: none; }
[data-testid="stSidebar"] [data-testid="stSliderThumbValue"] { opacity: 0; }
[data-testid="stSidebar"] [data-testid="stSlider"]:is(:hover, :focus-within)
  [data-testid="stSliderThumbValue"] { opacity: 1; }
[class*="st-key-text-1-"] :is(td, th):nth-child(n+2),
[class*="st-key-text-2-"] :is(td, th):nth-child(n+3),
[class*="st-key-text-3-"] :is(td, th):nth-child(n+4) { text-align: right !important;
  white-space: nowrap; }
[class*="st-key-text-"] th { white-space: normal !important; vertical-align: bottom; }
[class*="st-key-words-"] :is(td, th):nth-child(n+4) { white-space: nowrap; }
[data-testid="stCaptionContainer"] { opacity: 1; }
[data-testid="stCaptionContainer"] > p { color: color-mix(in srgb, currentColor 72%, transparent); }
@media (max-width: 640px) { [class*="st-key-card-"] { min-width: 44%; } }
@media print { [data-testid="stSidebar"], [data-testid="stHeader"], .modebar { display: none; } }
</style>"""


# The framework's own copy of Plotly, by its file name; None if a later version has no such file.
_CHUNK = next(
    (path.name for path in Path(st.__file__).parent.glob("static/static/js/PlotlyChart.*.js")), None
)
_plot = st.components.v2.component(
    "plot",
    js=Path(__file__).with_name("plot.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Page:
    """What a page draws from: all data, the scenario, the baseline and the paper."""

    book: Book
    outcome: Outcome
    baseline: Outcome
    palette: charts.Palette

    @property
    def shown_lines(self) -> tuple[Line, ...]:
        """The lines that every chart draws."""
        return tuple(line for line in self.book.lines if line.shown)


def frame(question: str) -> Page:
    """Open a page: data, scenario, sidebar, title, notices. Stops when there is no data.

    ``{group}`` and ``{focus}`` in the question stand for the names in the data.
    """
    found, faults = _book()
    names = {} if found is None else {"group": found.group_name, "focus": found.focus_name}
    title = question.format_map(names) if names else "The data cannot be read"
    st.set_page_config(
        page_title=title,
        layout="wide",
        initial_sidebar_state="collapsed" if st.context.is_embedded else 340,
    )
    st.html(_STYLE)
    if found is None:
        st.title(title)
        _show_faults(faults)
        st.stop()
    values = _scenario(found.levers)
    _sidebar(found, values)
    _write_link(found.levers, values)
    st.title(plain(title))
    if faults:
        st.warning("The data files have faults; the last good data is shown.")
        _show_faults(faults)
    _show_notices()
    try:
        page = Page(found, outcome(found, values), _baseline(found), _palette())
    except BalanceError as error:
        st.error(f"This scenario has no answer. {plain(str(error))}.")
        st.button("Back to the baseline", on_click=_reset_all, args=(found.levers,))
        st.stop()
    _show_changes(page)
    _freeze_after_first_run()
    return page


def sentence(words: str) -> None:
    """Print the sentence that answers the page's question."""
    with st.container(key="sentence"):
        st.markdown(plain(words))


def heading(words: str) -> None:
    """Print the heading of a part of the page."""
    st.header(plain(words))


def note(words: str) -> None:
    """Print a small line of text."""
    st.caption(plain(words))


def cards(page: Page, names: Sequence[str] = (), others: Sequence[Explanation] = ()) -> None:
    """Print measures, then other numbers, each opening its formula and sources."""
    with st.container(horizontal=True, gap="medium"):
        for name in names:
            found = partial(explain, page.outcome, name)
            before = MEASURES[name].value(page.baseline)
            value = MEASURES[name].value(page.outcome)
            label = MEASURES[name].label.format(focus=page.book.focus_name)
            under = [] if value == before else [plain(f"baseline {before}")]
            under += [_distance(page, line) for line in page.shown_lines if MEASURES[name].ratio == line.ratio]
            card(f"derived-{name}", label, value, "  \n".join(under), found)
        for other in others:
            card(f"derived-{other.name}", other.label, other.value, "", partial(lambda it: it, other))


def card(key: str, label: str, value: str, under: str, explanation: Callable[[], Explanation]) -> None:
    """Print one number; pressing it opens what it is made of.

    ``key`` begins with what kind of number it is: derived, printed, assumed.
    ``under`` is markdown; ``explanation`` is called only when the number is opened.
    """
    with st.container(key=f"card-{key}", width="stretch"):
        st.caption(plain(label))
        if st.button(plain(value), key=f"open-{key}", type="tertiary"):
            _explained(explanation())
        if under:
            st.caption(under)


def chart(  # noqa: PLR0913  (each is a part of the chart)
    figure: charts.Figure,
    *,
    key: str,
    title: str,
    alt: str,
    source: str,
    rows: pd.DataFrame | None = None,
    columns: Columns | None = None,
) -> None:
    """Print a chart with its title, its source line and, on demand, its table."""
    st.subheader(plain(title))
    config = {"displaylogo": False, "modeBarButtons": [["toImage"]]}
    if _CHUNK and not os.environ.get("EXPOSURE_PLAIN_CHARTS"):
        told = {"chunk": _CHUNK, "alt": alt, "figure": figure, "config": config}
        _plot(data=json.dumps(_finite(told), allow_nan=False), key=f"chart-{key}", height=figure["layout"]["height"])
    else:
        st.plotly_chart(figure, key=f"chart-{key}", theme=None, alt=alt, config=config)
    st.caption(plain(source))
    if rows is not None and columns is not None:
        shown = st.expander("The numbers as a table", key=f"table-{key}", on_change="rerun")
        if shown.open:
            with shown:
                table(rows, columns, key=key)


def table(rows: pd.DataFrame, columns: Columns, *, key: str) -> None:
    """Print a small table: columns of text first, then right-aligned numbers.

    ``columns`` gives the header of each column to print and how its values
    become text; None for a column that is text already.
    """
    text = sum(form is None for _, form in columns.values())
    with st.container(key=f"text-{text}-{key}"):
        st.table(_formatted(rows, columns), border="horizontal", hide_index=True)


def choice(label: str, options: dict[str, str], *, key: str) -> str:
    """Print a choice of one and return its key; the first is chosen at the start."""
    found = st.segmented_control(
        label,
        list(options),
        default=next(iter(options)),
        required=True,
        format_func=lambda name: options[name],
        key=key,
    )
    return str(found)


def several(label: str, options: dict[str, str], *, key: str) -> list[str]:
    """Print a choice of any number and return their keys; none chosen means all."""
    return list(
        st.pills(
            label,
            list(options),
            selection_mode="multi",
            format_func=lambda name: options[name],
            key=key,
        )
    )


def register(rows: pd.DataFrame, columns: dict[str, str], *, key: str, alt: str) -> str | None:
    """Print a long table to pick a row from, and return the index of the row picked.

    ``columns`` gives the header of each column to print. A row stays picked while
    it is in the table, whatever is filtered around it.
    """
    picked = st.session_state.get(key)
    names = [str(name) for name in rows.index]
    # The browser remembers the place of a row, so another set of rows is another table.
    widget = f"{key}-{hash(tuple(names))}"
    place = [names.index(picked)] if picked in names else []

    def pick() -> None:
        found = st.session_state[widget]["selection"]["rows"]
        st.session_state[key] = names[found[0]] if found else None

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
    return picked if picked in names else None


def facts(rows: dict[str, str]) -> None:
    """Print facts as label and value, one line each."""
    st.markdown("  \n".join(f":gray[{plain(label)}] {plain(value)}" for label, value in rows.items()))


def printings(book: Book, quantity: str) -> None:
    """Print every printing of a quantity side by side, which one is used, and why."""
    rows = [
        {
            "where": link(printing.where, getattr(printing.figure, "url", "")),
            "printed": getattr(printing.figure, "printed", ""),
            "told": printing.told,
            "as_of": printing.figure.as_of,
            "status": printing.figure.status,
            "verdict": printing.verdict,
        }
        for printing in listing.printings(book, quantity)
    ]
    columns: Columns = {
        "verdict": ("Here", None),
        "where": ("Where", str),
        "printed": ("Printed", None),
        "told": ("Says", None),
        "as_of": ("As of", None),
        "status": ("Status", None),
    }
    with st.container(key=f"words-printings-{quantity}"):
        st.table(_formatted(pd.DataFrame(rows), columns), border="horizontal", hide_index=True)
    note(listing.why_used(book.ledger, quantity))


def passage(words: str, marked: Sequence[tuple[int, int]]) -> None:
    """Print a paragraph of a text with parts of it marked, given as offsets."""
    parts, done = [], 0
    for start, end in marked:
        parts += [plain(words[done:start]), f":orange-background[**{plain(words[start:end])}**]"]
        done = end
    st.markdown("> " + "".join([*parts, plain(words[done:])]))


def named(book: Book, holdings: pd.DataFrame) -> pd.DataFrame:
    """Return a table of holdings with the names of the companies as its index."""
    names = [book.name(company) for company in holdings["company"]]
    return holdings.assign(name=names).set_index("name")


def claims(page: Page, outputs: Sequence[str]) -> None:
    """Print what the sources say beside what the model gives under the same terms."""
    chosen = [claim for claim in page.book.claims if claim.output in outputs]
    heading("What the articles say, and what the model gives")
    for claim in chosen:
        low, high = claim_range(page.book, claim)
        told, top = wording.output(claim.output, low), wording.output(claim.output, high)
        given = told if told == top else f"{told} to {top}"
        source = evidence(page.book, claim.figure)
        left, right = st.columns(2)
        with left:
            st.caption("The source says")
            st.markdown(plain(f"{claim.says[0].upper()}{claim.says[1:]}."))
            st.caption(plain(f"{source.where}: “{source.printed}”" if source.printed else source.where))
        with right:
            st.caption("The model gives")
            st.markdown(f"**{plain(given)}**")
            st.caption(plain(claim.note))
    note("A match is plausibility, not proof: the sources do not publish their method.")


def sources_line(page: Page, name: str) -> str:
    """Return the line under a chart: date, sources, and how many inputs are assumed."""
    found = explain(page.outcome, name)
    facts = sorted({e.where for e in found.inputs if e.figure})
    assumed = found.assumed
    listed = f"{len(facts)} source{'s' if len(facts) != 1 else ''}, open the number above for each"
    return (
        f"Balance sheet of {page.book.baseline.as_of}. {listed}. "
        f"{assumed or 'None'} of its inputs {'is' if assumed == 1 else 'are'} assumed."
    )


def show_evidence(rows: Sequence[Evidence]) -> None:
    """Print where inputs come from, one entry each."""
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


def link(words: str, url: str) -> str:
    """Return markdown of words that lead to an address, if there is one."""
    return f"[{plain(words)}]({quote(url, safe='/:?&=#%+,;@~')})" if url else plain(words)


def plain(words: str) -> str:
    r"""Return text that markdown prints as it stands: no markup, no formula, no link.

    >>> plain("$5 and $6 *bn* <b>")
    '\\$5 and \\$6 \\*bn\\* \\<b\\>'
    """
    return re.sub(r"([\\`*_{}\[\]<>()#+!|$~:^-])", r"\\\1", words)


@st.dialog("How this number is made", width="large")
def _explained(found: Explanation) -> None:
    st.markdown(f"### {plain(found.label)}: {plain(found.value)}")
    st.markdown(plain(found.definition))
    st.markdown(f"**Formula** {plain(found.formula)}")
    st.markdown(f"**Here** {plain(found.computed)}")
    st.markdown("**Inputs**")
    show_evidence(found.inputs)


def _finite(part: Any) -> Any:  # noqa: ANN401  (any part of a figure)
    """Return a part of a figure with null where a number is not finite: JSON has no NaN."""
    if isinstance(part, dict):
        return {key: _finite(item) for key, item in part.items()}
    if isinstance(part, list | tuple):
        return [_finite(item) for item in part]
    return None if isinstance(part, float) and not math.isfinite(part) else part


def _distance(page: Page, line: Line) -> str:
    """Return, as markdown, how far a ratio is from its line; over it never by colour alone."""
    answer = page.outcome.answer(line)
    words = plain(f"{wording.verdict(answer)} the {line.label}".replace("at the line the", "at the"))
    return f":{'orange' if line.tone == 'first' else 'red'}[▲ {words}]" if answer.over else words


def _formatted(rows: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    shown = {}
    for name, (header, form) in columns.items():
        values = rows[name].tolist()
        shown[plain(header)] = [
            plain(str(v)) if form is None else "" if v is None or v != v else form(v)  # noqa: PLR0124  (nan)
            for v in values
        ]
    return type(rows)(shown)


def _book() -> tuple[Book | None, tuple[Fault, ...]]:
    """Return the data as it is now, or the last good data and today's faults."""
    folder = books.data_folder()
    found, faults = _read(str(folder), _signature(folder))
    last = _last_good()
    if found is not None:
        last[str(folder)] = found
        return found, ()
    return last.get(str(folder)), faults


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(
    folder: str, signature: tuple[tuple[str, int, int], ...]
) -> tuple[Book | None, tuple[Fault, ...]]:
    del signature  # a key of the cache: the files as they were when they were read
    return books.load(Path(folder))


def _signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of every data file, so that a change is noticed."""
    files = [*folder.glob("*.yaml"), *books.seeds_folder(folder).glob("*.yaml")]
    found = []
    for path in sorted(files):
        try:
            stat = path.stat()
        except OSError:
            continue  # deleted in between; the next run sees it
        found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


@st.cache_resource(show_spinner=False)
def _last_good() -> dict[str, Book]:
    return {}


def _baseline(book: Book) -> Outcome:
    return outcome(book, {})


def _scenario(levers: Levers) -> dict[str, float]:
    """Return the scenario: the session's, or on its first run the link's."""
    if _SCENARIO not in st.session_state:
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        values, notices = levers.decode(query)
        st.session_state[_SCENARIO] = values
        st.session_state[_NOTICES] = [str(notice) for notice in notices]
    values = levers.complete(
        {k: v for k, v in st.session_state[_SCENARIO].items() if k in levers}
    )
    st.session_state[_SCENARIO] = values
    return values


def _write_link(levers: Levers, values: dict[str, float]) -> None:
    query = levers.encode(values)
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def _sidebar(book: Book, values: dict[str, float]) -> None:
    levers = book.levers
    query = levers.encode(values)
    with st.sidebar:
        st.html(_baseline_marks(levers))
        for path, label in PAGES:
            st.page_link(path, label=label, query_params=query)
        _presets(book, values)
        if query:
            st.button(
                "Reset all levers",
                key="all-reset",
                on_click=_reset_all,
                args=(levers,),
                width="stretch",
            )
        for group in dict.fromkeys(lever.group for lever in levers.table):
            members = [lever for lever in levers.table if lever.group == group]
            moved = any(values[m.name] != levers.defaults[m.name] for m in members)
            if members[0].folded:
                box = st.expander(group, expanded=moved, key=f"group-{group}", on_change="rerun")
                if not box.open:
                    continue
            else:
                box = st.container()
                box.subheader(plain(group))
            with box:
                for lever in members:
                    _lever(lever, values[lever.name], levers.defaults[lever.name])


def _baseline_marks(levers: Levers) -> str:
    """Return a style that puts a mark on each slider at the baseline: names and numbers alone."""
    marks = [
        f".st-key-lever-{lever.name} {{ --baseline: "
        f"{(levers.defaults[lever.name] - lever.low) / (lever.high - lever.low):.4%} }}"
        for lever in levers.table
    ]
    return f"<style>{''.join(marks)}</style>"


def _presets(book: Book, values: dict[str, float]) -> None:
    levers = book.levers
    names = [preset.name for preset in book.presets]
    titles = {preset.name: preset.title for preset in book.presets}
    current = next(
        (p.name for p in book.presets if levers.complete(p.set) == values), None
    )
    key = "preset"
    st.session_state[key] = current
    st.selectbox(
        "Scenario",
        names,
        index=None,
        key=key,
        format_func=lambda name: titles[name],
        placeholder="Your own",
        on_change=_take_preset,
        args=(book,),
    )
    chosen = book.preset(current) if current else None
    if chosen is not None:
        st.caption(plain(chosen.about))


def _lever(lever: Lever, value: float, default: float) -> None:
    moved = value != default
    if lever.unit == "switch":
        with st.container(key=f"lever-{lever.name}"):
            key = _put(f"switch-{lever.name}", bool(value))
            st.toggle(
                lever.label, key=key, help=lever.help, on_change=_moved, args=(lever.name, key)
            )
        return
    label = lever.label if " per " in lever.unit else f"{lever.label}, {lever.unit}"
    start = wording.in_unit(default, lever.unit)
    with st.container(
        key=f"lever-{lever.name}",
        horizontal=True,
        wrap=False,
        vertical_alignment="bottom",
        gap="small",
    ):
        key = _put(f"slider-{lever.name}", value)
        st.slider(
            plain(label),
            lever.low,
            lever.high,
            step=lever.step,
            key=key,
            help=f"{plain(lever.help)} {plain(f'Baseline {start}.')}",
            on_change=_moved,
            args=(lever.name, key),
        )
        key = _put(f"box-{lever.name}", value)
        st.number_input(
            f"{label}, exact",
            lever.low,
            lever.high,
            step=lever.step,
            key=key,
            format="%.10g",
            label_visibility="collapsed",
            width=96,
            on_change=_moved,
            args=(lever.name, key),
        )
        if moved:
            st.button(
                "",
                icon=":material/undo:",
                key=f"reset-{lever.name}",
                type="tertiary",
                help=plain(f"Reset to {start}"),
                on_click=_set,
                args=(lever.name, default),
            )


def _put(key: str, value: object) -> str:
    """Give a widget the scenario's value before it is drawn, and return its key.

    Without a look at what is there: on the first run after a change of page the
    old value can still be read, and is forgotten before the widget is made.
    """
    st.session_state[key] = value
    return key


def _moved(name: str, key: str) -> None:
    if (value := st.session_state[key]) is not None:
        _set(name, float(value))


def _set(name: str, value: float) -> None:
    st.session_state[_SCENARIO] = st.session_state[_SCENARIO] | {name: value}
    st.session_state[_NOTICES] = []


def _reset_all(levers: Levers) -> None:
    st.session_state[_SCENARIO] = levers.complete({})
    st.session_state[_NOTICES] = []


def _take_preset(book: Book) -> None:
    chosen = book.preset(st.session_state["preset"])
    if chosen is not None:
        st.session_state[_SCENARIO] = book.levers.complete(chosen.set)
        st.session_state[_NOTICES] = []


def _show_notices() -> None:
    notices = st.session_state.get(_NOTICES, [])
    if notices:
        st.warning("\n\n".join(["Part of the link was not used.", *map(plain, notices)]))


def _show_changes(page: Page) -> None:
    phrases = wording.changes(page.outcome)
    if phrases:
        note(f"Scenario: {'; '.join(phrases)}.")
    for company in page.outcome.sheet.floored:
        note(
            f"The loan on {page.book.name(company)} exceeds the shares that secure it. It is "
            "non-recourse, so the lender takes the shares and the holding counts as zero."
        )


def _show_faults(faults: Sequence[Fault]) -> None:
    for fault in faults:
        st.markdown(f"- {plain(str(fault))}")


def _palette() -> charts.Palette:
    return charts.DARK if st.context.theme.type == "dark" else charts.LIGHT


def _freeze_after_first_run() -> None:
    """Take what is imported by now out of the collector's sight, once a process.

    Every rerun ends with a full collection; with the libraries loaded that is
    most of the time of a small rerun.
    """
    runs = st.session_state.get(_RUNS, 0) + 1
    st.session_state[_RUNS] = runs
    if runs > 1:
        _freeze()


@st.cache_resource(show_spinner=False)
def _freeze() -> bool:
    gc.collect()
    gc.freeze()
    return True
