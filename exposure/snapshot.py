"""The published scenarios as a site of files: no server, nothing from elsewhere.

Comes in: a `Book`, and the address of the living dashboard where there is one.
Goes out: the content of every file by its name, the same bytes each time.
"""

from __future__ import annotations

import hashlib
import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from exposure import answers, api, charts, snapshot_charts, wire, wording
from exposure.dates import in_words
from exposure.explain import explain
from exposure.measures import MEASURES
from exposure.model import outcome
from exposure.snapshot_charts import Chart, table
from exposure.stamp import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exposure.book import Book
    from exposure.charts import Palette
    from exposure.explain import Evidence
    from exposure.model import Outcome

MANIFEST = "manifest.json"
NUMBERS = ("focus_share_equity", "ltv", "ltv_grossed", "focus_stake", "focus_cost", "focus_value")
_TEMPLATE = Path(__file__).with_name("snapshot.html").read_text(encoding="utf-8")
_BASELINE = "Baseline"


def site(book: Book, address: str = "") -> dict[str, bytes]:
    """Return every file of the site by its name.

    A page, its pictures and its JSON for the baseline and for each named scenario, the figures,
    deals and levers as JSON and CSV, and a manifest with the SHA-256 of each.

    Parameters
    ----------
    address
        Where the living dashboard is: each page links back to its own scenario there.
    """
    pages = {"index": (_BASELINE, "As disclosed, nothing moved.", outcome(book, {}))} | {
        preset.name: (preset.title, preset.about, outcome(book, preset.set))
        for preset in book.presets
        if book.levers.changed(preset.set)
    }
    titles = {name: title for name, (title, _, _) in pages.items()}
    made = f"Balance sheet of {in_words(book.baseline.as_of)}. Data and model {stamp(book)}."
    files: dict[str, bytes] = {}
    for name, (title, about, found) in pages.items():
        drawn = snapshot_charts.drawn(found, pages["index"][2], name)
        around = _navigation(titles, name), _foot(book, found, name, address)
        html = _page(found, pages["index"][2], drawn, (title, about), around)
        files[f"{name}.html"] = html.encode()
        for chart in drawn:
            files |= chart.pictures(made)
        data = answers.scenario(found, None if name == "index" else name)
        files[f"{name}.json"] = _json(data | {"stamp": stamp(book)})
    for name in ("figures.json", "figures.csv", "deals.json", "deals.csv", "levers.json"):
        files[name] = api.respond(book, wire.Request(name, {})).body
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    told = {"as_of": book.baseline.as_of, "stamp": stamp(book), "sha256": sums}
    return files | {MANIFEST: _json(told)}


def _page(
    found: Outcome,
    baseline: Outcome,
    drawn: Iterable[Chart],
    told: tuple[str, str],
    around: tuple[str, str],
) -> str:
    book, (title, about), (above, below) = found.book, told, around
    sentence = wording.headline(found)
    moved = wording.changes(found)
    parts = [
        above,
        f"<h1>How much of {escape(book.group_name)} is {escape(book.focus_name)}?</h1>",
        f'<p class="sentence">{escape(sentence)}</p>',
        f"<p><strong>{escape(title)}.</strong> {escape(about)}</p>",
        f'<p class="small">{escape("; ".join(moved))}.</p>' if moved else "",
        '<div class="numbers">',
        *(_number(found, baseline, measure) for measure in NUMBERS),
        "</div>",
        *(chart.html() for chart in drawn),
        "<h2>Distance to each line</h2>",
        _lines(found),
        below,
    ]
    filled = {
        "{light}": _tokens(charts.LIGHT),
        "{dark}": _tokens(charts.DARK),
        "{title}": escape(f"{book.group_name} and {book.focus_name}: {title}"),
        "{description}": escape(sentence),
        "{body}": "\n".join(part for part in parts if part),
    }
    html = _TEMPLATE
    for place, words in filled.items():
        html = html.replace(place, words, 1)
    return html


def _tokens(palette: Palette) -> str:
    """Return the colours of a paper as the style of a page names them."""
    soft, _, rule = palette.greys
    return (
        f"--ink: {palette.ink}; --paper: {palette.paper}; --soft: {soft}; --rule: {rule}; "
        f"--teal: {palette.focus}"
    )


def _navigation(titles: dict[str, str], here: str) -> str:
    current = ' aria-current="page"'
    rows = (
        f'<li><a href="{escape(name)}.html"{current * (name == here)}>{escape(title)}</a></li>'
        for name, title in titles.items()
    )
    return f'<nav aria-label="Scenarios"><ul>{"".join(rows)}</ul></nav>'


def _number(found: Outcome, baseline: Outcome, name: str) -> str:
    told, before = explain(found, name), MEASURES[name].value(baseline)
    under = "" if told.value == before else f'<span class="small">baseline {escape(before)}</span>'
    return (
        f"<details><summary>{escape(told.label)}<strong>{escape(told.value)}</strong>{under}</summary>"
        f"<p>{escape(told.definition)}</p><p><b>Formula</b> {escape(told.formula)}</p>"
        f"<p><b>Here</b> {escape(told.computed)}</p><ul>{_inputs(told.inputs)}</ul></details>"
    )


def _inputs(rows: Iterable[Evidence]) -> str:
    return "".join(
        f'<li class="{"assumed" if row.basis == "assumed" else "fact"}"><b>{escape(row.label)}</b>: '
        f"{escape(row.value)} ({escape(', '.join(filter(None, (row.basis, row.as_of))))})<br>"
        f'<span class="small">{_where(row)}</span></li>'
        for row in rows
    )


def _where(row: Evidence) -> str:
    safe = row.url.startswith(("https://", "http://"))
    place = f'<a href="{escape(row.url)}">{escape(row.where)}</a>' if safe else escape(row.where)
    printed = f"printed “{escape(row.printed)}”" if row.printed else ""
    return " · ".join(part for part in (place, printed, escape(row.note)) if part)


def _lines(found: Outcome) -> str:
    header = ("Line", "On", "Now", "To raise, USD bn", "Room to invest, USD bn", "Uniform fall")
    cells = (
        (
            answer.line.label,
            f"{answer.line.ratio} LTV",
            wording.percent(answer.value),
            "" if answer.raise_usd_bn is None else wording.number(answer.raise_usd_bn),
            wording.number(answer.invest_usd_bn),
            wording.percent(answer.fall),
        )
        for answer in found.answers()
    )
    return table(header, cells, text=2)


def _foot(book: Book, found: Outcome, name: str, address: str) -> str:
    query = urlencode(book.levers.encode(found.values))
    living = f"{address.rstrip('/')}/{'?' + query if query else ''}"
    back = f'<p><a href="{escape(living)}">Move this scenario yourself</a></p>' if address else ""
    files = [
        f"{name}.json",
        "figures.csv",
        "figures.json",
        "deals.csv",
        "deals.json",
        "levers.json",
    ]
    listed = ", ".join(f'<a href="{escape(file)}">{escape(file)}</a>' for file in files)
    return (
        f"<footer>{back}<p>The numbers as data: {listed}.</p><p>Balance sheet of "
        f"{escape(in_words(book.baseline.as_of))}. Data and model {escape(stamp(book))}. "
        "In italics: what is assumed.</p></footer>"
    )


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"
