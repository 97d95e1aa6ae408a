"""The charts and tables of a snapshot, as files and as parts of its pages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from exposure import bar_charts, charts, wording
from exposure.concentration import named_holdings
from exposure.export.picture import WIDTH, dark_svg, svg
from exposure.export.typeset import png
from exposure.overview import ltv_curve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exposure.charts import Figure
    from exposure.model import Outcome

_DARK = "(prefers-color-scheme: dark)"
_PHONE, _NARROW = "34rem", 400
"""Up to where a window is a phone's, and how many pixels its picture is wide."""


class Chart(NamedTuple):
    """A chart of a page: what stands around it, and the name that its pictures begin with."""

    name: str
    title: str
    figure: Figure
    dark: Figure
    alt: str
    source: str
    table: str
    words: str = ""

    def pictures(self, made: str) -> dict[str, bytes]:
        """Return its pictures by their names: of the page and of a phone, light and dark; to take away."""
        away = svg(self.figure, self.alt, title=self.title, source=f"{self.source} {made}".strip())
        widths = {"": WIDTH, "-narrow": _NARROW}
        light = {kind: svg(self.figure, self.alt, width=width) for kind, width in widths.items()}
        dark = {
            f"{kind}-dark": dark_svg(self.dark, self.alt, width=width)
            for kind, width in widths.items()
        }
        drawn = {f"{self.name}{kind}.svg": told.encode() for kind, told in (light | dark).items()}
        return drawn | {f"{self.name}.png": png(away)}

    def html(self) -> str:
        """Return it as a section of a page."""
        words = f"<p>{escape(self.words)}</p>" if self.words else ""
        narrow = f"(max-width: {_PHONE})"
        kinds = {
            f"{narrow} and {_DARK}": "-narrow-dark",
            narrow: "-narrow",
            _DARK: "-dark",
        }
        sources = "".join(
            f'<source media="screen and {media}" srcset="{escape(self.name)}{kind}.svg">'
            for media, kind in kinds.items()
        )
        size = f'width="{WIDTH}" height="{self.figure["layout"]["height"]}"'
        return (
            f"<h2>{escape(self.title)}</h2>{words}<figure><picture>{sources}"
            f'<img src="{escape(self.name)}.svg" {size} alt="{escape(self.alt)}"></picture>'
            f'<figcaption>{escape(self.source)} <a href="{escape(self.name)}.png" download>Save as '
            f"PNG</a></figcaption></figure>{self.table}"
        )


def drawn(found: Outcome, baseline: Outcome, page: str) -> tuple[Chart, ...]:
    """Return the charts of a scenario beside the baseline; ``page`` begins their names."""
    book = found.book
    (figure, curve), (dark, _) = (
        ltv_curve(found, baseline, palette) for palette in (charts.LIGHT, charts.DARK)
    )
    lever = book.focus_lever
    ltv = Chart(
        name=f"{page}-ltv",
        title=f"Loan to value as the value of {book.focus_name} moves",
        figure=figure,
        dark=dark,
        alt=wording.headline(found),
        source="" if found is baseline else "Grey: the baseline.",
        table=table(
            (f"{lever.label}, {lever.unit}", "Disclosed LTV", "Grossed LTV"),
            (
                (wording.number(value), wording.percent(disclosed), wording.percent(grossed))
                for value, disclosed, grossed in curve.itertuples(index=False)
            ),
            "The numbers as a table",
        ),
    )
    before, after = (named_holdings(book, one.sheet) for one in (baseline, found))
    words = wording.concentration_sentence(found, "equity", "equity value")
    figure, dark = (
        bar_charts.shares(before, after, "share_of_equity", palette, book.ledger.focus)
        for palette in (charts.LIGHT, charts.DARK)
    )
    columns = ("gross_usd_bn", "asset_backed_finance_usd_bn", "equity_value_usd_bn")
    shares = Chart(
        name=f"{page}-shares",
        title="Share of equity value, by holding",
        figure=figure,
        dark=dark,
        alt=words,
        source="Upright marks: the baseline.",
        table=table(
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


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], folded: str = "", *, text: int = 0
) -> str:
    """Return a table with its first columns as text and the rest as numbers to the right."""

    def cells(tag: str, row: Sequence[str]) -> str:
        kinds = ('class="number"' if place >= text else "" for place in range(len(row)))
        return "".join(
            f"<{tag} {kind}>{escape(cell)}</{tag}>" for kind, cell in zip(kinds, row, strict=True)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    told = f'<div class="scroll"><table><tr>{cells("th", header)}</tr>{body}</table></div>'
    return f"<details><summary>{escape(folded)}</summary>{told}</details>" if folded else told
