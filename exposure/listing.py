"""The ledger -> one row for every figure, and all that is known of one of them.

Comes in: a `Ledger` or a `Book`. Goes out: a table to search and filter, whose
columns are text as a page prints it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from exposure import explain
from exposure.ledger import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from exposure.book import Book
    from exposure.entries import Amount, Observation
    from exposure.ledger import Ledger, PublicFigure

OUTSIDE = "outside"
"""Stands for the article of a figure that is printed in none: it comes from a public page."""

_MODALITIES = {"exactly": "", "may": "possibly "}


def listing(ledger: Ledger) -> pd.DataFrame:
    """Return every figure, printed and public, one row each, by its id.

    Columns: ``quantity`` and its ``label``; ``value``, ``printed`` and ``correct`` as
    text; ``low``, ``high`` and ``unit``, which say the value in base units; ``as_of``,
    ``kind``, ``modality``, ``status``; ``article`` (its number, or `OUTSIDE`),
    ``paragraph`` (None outside) and ``where``; ``printings`` of the quantity;
    ``verdict`` as in `verdict`; ``corrected``, ``disputed``, ``superseded`` and
    ``used`` (true or false); ``search``, in which `matching` looks for words.

    Examples
    --------
    >>> from pathlib import Path
    >>> from exposure.ledger import load
    >>> ledger, _ = load(Path("tests/small/data"), Path("tests/small/seeds"))
    >>> listing(ledger).loc["j-p1-bridge", ["label", "printed", "where"]].tolist()
    ["Alder's bridge loan", '$80 billion', 'article journal.txt, paragraph 1']
    """
    rows = {}
    for quantity in ledger.quantities:
        figures = ledger.of_quantity(quantity.id)
        used, disputed = ledger.used(quantity.id), ledger.disputed(quantity.id)
        names = [
            words
            for key in (quantity.holder, quantity.target)
            if key
            for words in (ledger.companies[key].name, *ledger.companies[key].aliases)
        ]
        about = " ".join([quantity.label, quantity.measure, *names])
        for figure in figures:
            row = _row(ledger, figure)
            row |= {
                "label": quantity.label,
                "printings": len(figures),
                "disputed": disputed,
                "used": figure is used,
                "verdict": verdict(figure, used, disputed=disputed) if used else "",
            }
            found = [str(row[name]) for name in ("printed", "value", "as_of", "where", "status")]
            words = " ".join([about, *found, figure.note or "", figure.id]).casefold()
            row["search"] = f"{words} {_spelled(words)}"
            rows[figure.id] = row
    # In the order of the ledger, which is that of the articles.
    return pd.DataFrame([rows[figure] for figure in ledger.figure_by_id]).set_index("id")


def matching(
    table: pd.DataFrame,
    words: str = "",
    filters: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Return the rows of `listing` that hold every word, however spelled, and pass every filter.

    Parameters
    ----------
    filters
        For a column, what it may hold; anything where nothing is named.

    Examples
    --------
    >>> from pathlib import Path
    >>> from exposure.ledger import load
    >>> ledger, _ = load(Path("tests/small/data"), Path("tests/small/seeds"))
    >>> matching(listing(ledger), "BRIDGE loan", {"article": ["journal.txt"]}).index.tolist()
    ['j-p1-bridge', 'j-p2-bridge']
    """
    keep = pd.Series(data=True, index=table.index)
    for column, chosen in (filters or {}).items():
        if chosen:
            keep &= table[column].isin(chosen)
    found, wanted = table[keep], _spelled(words.casefold()).split()
    if not wanted:
        return found
    return found[[all(word in text for word in wanted) for text in found["search"].tolist()]]


# How readers write what a page spells in one way.
_SPELLINGS = (
    (re.compile(r"loan[- ]to[- ]value"), "ltv"),
    (re.compile(r"(?:(?:us)?\$|usd)\s?(?=\d)"), "usd "),
    (re.compile(r"(?<=\d)\s?-?\s?(?:billion|bn)\b"), "bn"),
    (re.compile(r"(?<=\d)\s?-?\s?(?:trillion|trn?)\b"), "trn"),
    (re.compile(r"(?<=\d)\s?-?\s?(?:million|mn?)\b"), "mn"),
    (re.compile(r"(?<=\d)\s?(?:percent|per cent|pc|%)"), "%"),
)


def _spelled(words: str) -> str:
    for pattern, spelling in _SPELLINGS:
        words = pattern.sub(spelling, words)
    return words


def summary(ledger: Ledger, table: pd.DataFrame) -> str:
    """Return what the ledger holds in one sentence or two; ``table`` is its `listing`."""
    printed, public = len(ledger.figures), len(ledger.public)
    disputed = table.loc[table["disputed"], "quantity"].nunique()
    return (
        f"Of {printed + public:,} figures, {printed:,} are printed in {len(ledger.sources):,} articles "
        f"and {public:,} stand on public pages. {table['corrected'].sum():,} are misprints, "
        f"{table['superseded'].sum():,} were replaced since, and on {disputed:,} "
        f"{'quantity' if disputed == 1 else 'quantities'} the sources disagree."
    )


def facts(book: Book, figure_id: str) -> dict[str, str]:
    """Return what is known of a figure besides its words and passage, label to text."""
    ledger = book.ledger
    figure = ledger.figure(figure_id)
    quantity = ledger.quantity(figure.quantity)
    deal, later = ledger.deal_of(figure_id), figure.superseded_by
    found = {
        "Told as": told(figure),
        "In base units": base_units(figure),
        "As of": figure.as_of,
        "Status": figure.status,
        "Measures": " ".join(
            [
                quantity.measure,
                *([f"of {book.name(quantity.holder)}"] if quantity.holder else []),
                *([f"in {book.name(quantity.target)}"] if quantity.target else []),
            ]
        ),
        "Deal": deal.title if deal else "",
        "Replaced by": f"{told(ledger.figure(later))}, {where(ledger, ledger.figure(later))}"
        if later
        else "",
        "Note": figure.note or "",
    }
    if isinstance(figure, Figure):
        card = ledger.sources[figure.source]
        found["Source"] = f"{card.title} ({card.publisher}, {card.date})"
        found["Trust in the source"] = f"{card.trust}. {card.trust_reason}"
    else:
        found["Trust in the source"] = figure.confidence
    return {label: words for label, words in found.items() if words}


def told(figure: Observation) -> str:
    """Return a figure as it was told, with its modality, misprints and all.

    Examples
    --------
    >>> from pathlib import Path
    >>> from exposure.ledger import load
    >>> ledger, _ = load(Path("tests/small/data"), Path("tests/small/seeds"))
    >>> told(ledger.figure("w-p2-stake")).replace(chr(160), " ")
    'about 10 %'
    """
    return _MODALITIES.get(figure.modality, f"{figure.modality} ") + explain.amount(figure)


def base_units(amount: Amount) -> str:
    """Return an amount in base units: single dollars, a fraction, an ISO date.

    Examples
    --------
    >>> from exposure.entries import Correction
    >>> base_units(Correction(low=50, high=100, unit="USD bn", reason="an example"))
    '50,000,000,000 to 100,000,000,000 USD'
    >>> base_units(Correction(value=11, unit="percent", reason="an example"))
    '0.11 (fraction)'
    """
    ends = [end for end in (amount.value_si, amount.low_si, amount.high_si) if end is not None]
    number = " to ".join(end if isinstance(end, str) else f"{end:,}" for end in ends)
    if amount.kind == "date":
        return number
    named = amount.kind in ("money", "multiple") and amount.unit_si != "times"
    return f"{number} {amount.unit_si}" if named else f"{number} ({amount.unit_si})"


def option(ledger: Ledger, name: str) -> str:
    """Return what a filter calls a value: an article by number and publisher, others as they are."""
    if name == OUTSIDE:
        return "public pages"
    for source, card in ledger.sources.items():
        if name == article(ledger, source):
            return f"article {name}, {card.publisher}"
    return name


def article(ledger: Ledger, source: str) -> str:
    """Return the number of an article: its text's file name up to the first underscore."""
    return ledger.sources[source].text_file.partition("_")[0]


def where(ledger: Ledger, figure: Figure | PublicFigure) -> str:
    """Return where a figure stands, in few words: article and paragraph, or the public page."""
    if isinstance(figure, Figure):
        return f"article {article(ledger, figure.source)}, paragraph {figure.paragraph}"
    return figure.title


def verdict(figure: Observation, used: Observation, *, disputed: bool) -> str:
    """Return what is made of a printing beside the one that is used."""
    if getattr(figure, "corrected", None):
        return f"misprint; should say {explain.amount(figure.right)}"
    if getattr(figure, "superseded_by", None):
        return (
            "used; a later figure replaces it" if figure is used else "replaced by a later figure"
        )
    if figure is used:
        return "used; sources disagree" if disputed else "used"
    mine, other = figure.right, used.right
    if mine.unit_si != other.unit_si:
        return "in another unit"
    if [mine.value_si, mine.low_si, mine.high_si] != [other.value_si, other.low_si, other.high_si]:
        return "differs; nothing decides" if disputed else "differs"
    return "agrees" if figure.modality == used.modality else f"agrees, but says {figure.modality}"


def _row(ledger: Ledger, figure: Figure | PublicFigure) -> dict[str, object]:
    printed = isinstance(figure, Figure)
    corrected = figure.corrected if isinstance(figure, Figure) else None
    return {
        "id": figure.id,
        "quantity": figure.quantity,
        "value": told(figure),
        "printed": figure.printed if isinstance(figure, Figure) else "",
        "correct": explain.amount(corrected) if corrected else "",
        "low": figure.low_si if figure.value is None else figure.value_si,
        "high": figure.high_si if figure.value is None else figure.value_si,
        "unit": figure.unit_si,
        "as_of": figure.as_of,
        "kind": figure.kind,
        "modality": figure.modality,
        "status": figure.status,
        "article": article(ledger, figure.source) if isinstance(figure, Figure) else OUTSIDE,
        "paragraph": figure.paragraph if isinstance(figure, Figure) else None,
        "where": where(ledger, figure),
        "corrected": corrected is not None,
        "superseded": figure.superseded_by is not None,
        "public": not printed,
    }
