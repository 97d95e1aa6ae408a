"""The published scenarios as a site of files: no server, nothing from elsewhere.

Comes in: a `Book`, and the address of the living dashboard where there is one.
Goes out: the content of every file by its name, the same bytes each time.
"""

from __future__ import annotations

import hashlib
import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from exposure import answers, api, bar_charts, charts, wire, wording
from exposure.concentration import named_holdings
from exposure.dates import in_words
from exposure.explain import explain
from exposure.export.picture import WIDTH, svg
from exposure.export.typeset import png
from exposure.measures import MEASURES
from exposure.model import outcome
from exposure.overview import ltv_curve
from exposure.stamp import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exposure.book import Book
    from exposure.charts import Figure
    from exposure.explain import Evidence
    from exposure.model import Outcome

MANIFEST = "manifest.json"
NUMBERS = ("focus_share_equity", "ltv", "ltv_grossed", "focus_stake", "focus_cost", "focus_value")
_TEMPLATE = Path(__file__).with_name("snapshot.html").read_text(encoding="utf-8")
_BASELINE = "Baseline"
_PHONE, _NARROW = "34rem", 400
"""Up to where a window is a phone's, and how many pixels its picture is wide."""


class _Chart(NamedTuple):
    """A chart of a page: what stands around it, and the name that its pictures begin with."""

    name: str
    title: str
    figure: Figure
    alt: str
    source: str
    table: str
    words: str = ""

    def pictures(self, made: str) -> dict[str, bytes]:
        """Return its pictures by their names: of the page, of a phone, and to be taken away."""
        away = svg(self.figure, self.alt, title=self.title, source=f"{self.source} {made}".strip())
        return {
            f"{self.name}.svg": svg(self.figure, self.alt).encode(),
            f"{self.name}-narrow.svg": svg(self.figure, self.alt, width=_NARROW).encode(),
            f"{self.name}.png": png(away),
        }

    def html(self) -> str:
        """Return it as a section of a page."""
        words = f"<p>{escape(self.words)}</p>" if self.words else ""
        size = f'width="{WIDTH}" height="{self.figure["layout"]["height"]}"'
        return (
            f"<h2>{escape(self.title)}</h2>{words}<figure><picture>"
            f'<source media="(max-width: {_PHONE})" srcset="{escape(self.name)}-narrow.svg">'
            f'<img src="{escape(self.name)}.svg" {size} alt="{escape(self.alt)}"></picture>'
            f'<figcaption>{escape(self.source)} <a href="{escape(self.name)}.png" download>Save as '
            f"PNG</a></figcaption></figure>{self.table}"
        )


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
        drawn = _charts(found, pages["index"][2], name)
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
    drawn: Iterable[_Chart],
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
        "{title}": escape(f"{book.group_name} and {book.focus_name}: {title}"),
        "{description}": escape(sentence),
        "{body}": "\n".join(part for part in parts if part),
    }
    html = _TEMPLATE
    for place, words in filled.items():
        html = html.replace(place, words, 1)
    return html


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


def _charts(found: Outcome, baseline: Outcome, page: str) -> tuple[_Chart, ...]:
    book = found.book
    figure, table = ltv_curve(found, baseline, charts.LIGHT)
    lever = book.focus_lever
    ltv = _Chart(
        name=f"{page}-ltv",
        title=f"Loan to value as the value of {book.focus_name} moves",
        figure=figure,
        alt=wording.headline(found),
        source="" if found is baseline else "Grey: the baseline.",
        table=_table(
            (f"{lever.label}, {lever.unit}", "Disclosed LTV", "Grossed LTV"),
            (
                (wording.number(value), wording.percent(disclosed), wording.percent(grossed))
                for value, disclosed, grossed in table.itertuples(index=False)
            ),
            "The numbers as a table",
        ),
    )
    before, after = (named_holdings(book, one.sheet) for one in (baseline, found))
    words = wording.concentration_sentence(found, "equity", "equity value")
    columns = ("gross_usd_bn", "asset_backed_finance_usd_bn", "equity_value_usd_bn")
    shares = _Chart(
        name=f"{page}-shares",
        title="Share of equity value, by holding",
        figure=bar_charts.shares(before, after, "share_of_equity", charts.LIGHT, book.ledger.focus),
        alt=words,
        source="Upright marks: the baseline.",
        table=_table(
            (
                "Holding",
                "Gross value, USD bn",
                "Loans on it, USD bn",
                "Equity value, USD bn",
                "Share",
            ),
            (
                (
                    row["name"],
                    *(wording.number(row[column]) for column in columns),
                    wording.percent(row["share_of_equity"]),
                )
                for row in after
            ),
            "The numbers as a table",
            text=1,
        ),
        words=words,
    )
    return ltv, shares


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
    return _table(header, cells, text=2)


def _table(
    header: Sequence[str], rows: Iterable[Sequence[str]], folded: str = "", *, text: int = 0
) -> str:
    """Return a table with its first columns as text and the rest as numbers to the right."""

    def cells(tag: str, row: Sequence[str]) -> str:
        kinds = ('class="number"' if place >= text else "" for place in range(len(row)))
        return "".join(
            f"<{tag} {kind}>{escape(cell)}</{tag}>" for kind, cell in zip(kinds, row, strict=True)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    table = f'<div class="scroll"><table><tr>{cells("th", header)}</tr>{body}</table></div>'
    return f"<details><summary>{escape(folded)}</summary>{table}</details>" if folded else table


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
