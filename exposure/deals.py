"""The deals of the ledger -> a table, a timeline, and the figures behind each part.

Comes in: a `Book`. Goes out: text as a page prints it, amounts in USD billion.

A commitment is a promise that later deals pay. It is never added to them: its
*instalments* are the purchases of shares by the same investor, in the same
company, at the same valuation, that follow it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from exposure import listing
from exposure.dates import days
from exposure.explain import Evidence, amount, evidence
from exposure.ledger import Figure
from exposure.wording import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exposure.book import Book
    from exposure.entries import Amount
    from exposure.ledger import Deal, Ledger

KINDS: Mapping[str, str] = {
    "equity": "Shares bought",
    "commitment": "Commitments",
    "acquisition": "Companies bought",
    "sale": "Sales",
    "loan": "Loans and bonds",
    "margin loan": "Margin loans",
    "suspended": "Broken off",
}
"""Kinds of deal and what a page calls them: what costs money, what brings it, what came to nothing."""

STATUSES = ("completed", "announced", "in talks", "forecast", "suspended")
"""What may be said of a deal, from done to broken off."""

PARTS: Mapping[str, str] = {
    "amount": "Amount",
    "stake_after": "Stake after it",
    "valuation": "Valuation",
    "maturity": "Falls due",
}
"""The parts of a deal that a figure stands behind."""

COUNTED = frozenset({"completed", "announced"})
"""What a sum may count: done, or promised; never talks, forecasts and what was broken off."""


def table(book: Book) -> pd.DataFrame:
    """Return every deal by its id, the latest first and those without a date last.

    Columns of text: ``date``, ``title``, ``investor``, ``target``, ``kind``, ``called``,
    ``status``, ``amount``, ``printed``, ``stake_after``, ``valuation``, ``maturity``,
    ``lenders``, ``paid_by``, ``supersedes``, ``sources``, ``note``. Besides: ``day``
    (ISO, where a chart puts it; None without a date), ``amount_usd_bn`` (None
    without one), and whether it is ``done``, in the ``focus`` company, of the
    ``group``, and ``replaced`` by another.
    """
    ledger = book.ledger
    replaced = {deal.supersedes for deal in ledger.deals}
    rows = [
        {
            "id": deal.id,
            "day": day(deal),
            "date": "no date" if deal.undated else deal.date,
            "title": deal.title,
            "investor": ledger.companies[deal.investor].label,
            "target": ledger.companies[deal.target].label if deal.target else "",
            "kind": deal.kind,
            "called": KINDS[deal.kind],
            "status": deal.status,
            "amount": told(ledger, deal.amount),
            "amount_usd_bn": paid(book, deal),
            "printed": _printed(ledger, deal.amount),
            "stake_after": told(ledger, deal.stake_after),
            "valuation": told(ledger, deal.valuation),
            "maturity": told(ledger, deal.maturity),
            "lenders": ", ".join(ledger.companies[key].label for key in deal.lenders),
            "paid_by": "; ".join(ledger.deal(key).title for key in deal.paid_by),
            "supersedes": ledger.deal(deal.supersedes).title if deal.supersedes else "",
            "sources": _sources(ledger, deal),
            "note": deal.note or "",
            "done": deal.status == "completed",
            "focus": ledger.focus in (deal.target, deal.investor),
            "group": deal.investor == ledger.group,
            "replaced": deal.id in replaced,
        }
        for deal in ledger.deals
    ]
    return pd.DataFrame(rows).set_index("id").sort_values("day", ascending=False, kind="stable")


def chosen(
    rows: pd.DataFrame, kinds: Sequence[str], statuses: Sequence[str], *, group: bool
) -> pd.DataFrame:
    """Return the rows of `table` of some kinds and statuses; of all where none is named.

    With ``group`` only those of the group.
    """
    keep = rows["group"] | (not group)
    for column, named in (("kind", kinds), ("status", statuses)):
        if named:
            keep &= rows[column].isin(named)
    return rows[keep]


def facts(rows: pd.DataFrame, deal: str) -> dict[str, str]:
    """Return what is told of a deal besides its figures, label to text; ``rows`` is `table`."""
    labels = {
        "date": "Date",
        "investor": "Investor, seller or borrower",
        "target": "In, of or on",
        "called": "Kind",
        "status": "Status",
        "lenders": "Lenders",
        "paid_by": "Paid by",
        "supersedes": "Replaces",
        "note": "Note",
    }
    told_ = {label: str(rows.loc[deal, name]) for name, label in labels.items()}
    return {label: words for label, words in told_.items() if words}


def day(deal: Deal) -> str | None:
    """Return the day at which a deal is drawn: the middle of the month or year it is dated to."""
    return None if deal.undated else middle(deal.date)


def middle(as_of: str) -> str:
    """Return the middle day of a date that may be a month or a year.

    >>> middle("2026-03-27"), middle("2026-03"), middle("2026")
    ('2026-03-27', '2026-03-16', '2026-07-02')
    """
    return date.fromordinal(sum(days(as_of)) // 2).isoformat()


def usd_bn(book: Book, amount: Amount) -> float | None:
    """Return an amount of money in USD billion, the middle of a range.

    The group's own currency is converted at the baseline's exchange rate. None
    for other currencies and for what is not money.
    """
    ends = [end for end in (amount.value_si, amount.low_si, amount.high_si) if end is not None]
    value = sum(float(end) for end in ends) / len(ends) if amount.kind == "money" else 0.0
    per_usd = {"USD": 1.0, book.baseline.local_currency: book.baseline.local_per_usd.value}
    rate = per_usd.get(amount.unit_si)
    return None if rate is None else value / rate / 1e9


def paid(book: Book, deal: Deal) -> float | None:
    """Return the amount of a deal in USD billion; None where no source gives one."""
    used = book.ledger.used(deal.amount) if deal.amount else None
    return None if used is None else usd_bn(book, used.right)


def instalments(ledger: Ledger, commitment: Deal) -> tuple[Deal, ...]:
    """Return the purchases of shares that pay a commitment; none for any other deal."""
    if commitment.kind != "commitment" or commitment.valuation is None:
        return ()
    terms = (commitment.investor, commitment.target, commitment.valuation)
    return tuple(
        deal
        for deal in ledger.deals
        if deal.kind == "equity"
        and (deal.investor, deal.target, deal.valuation) == terms
        and deal.status in COUNTED
        and middle(deal.date) >= middle(commitment.date)
    )


def commitment_of(ledger: Ledger, deal: Deal) -> Deal | None:
    """Return the commitment that a purchase of shares is an instalment of."""
    return next(
        (
            found
            for found in ledger.deals
            if found.kind == "commitment"
            and found.valuation == deal.valuation
            and any(paying.id == deal.id for paying in instalments(ledger, found))
        ),
        None,
    )


def told(ledger: Ledger, quantity: str | None) -> str:
    """Return the used figure of a quantity as text; nothing where there is none."""
    used = ledger.used(quantity) if quantity else None
    if used is None or quantity is None:
        return ""
    # The modality of a misprint is not that of the number which corrects it.
    known = listing.told(used) if used.right is used else amount(used.right)
    if not ledger.disputed(quantity):
        return known
    return f"{known} (disputed, {len(ledger.of_quantity(quantity))} printings)"


def also_cited(book: Book, deal: Deal) -> tuple[Evidence, ...]:
    """Return the figures that a deal cites besides those of its parts."""
    parts = deal.parts.values()
    return tuple(
        evidence(book, figure)
        for figure in deal.cited
        if book.ledger.figure(figure).quantity not in parts
    )


def figures(book: Book, deals: Iterable[str]) -> tuple[str, ...]:
    """Return the figures behind deals: those that are used of each part, and all that are cited."""
    found: dict[str, None] = {}
    for deal in map(book.ledger.deal, deals):
        used = (book.ledger.used(quantity) for quantity in deal.parts.values())
        found |= dict.fromkeys(figure.id for figure in used if figure is not None)
        found |= dict.fromkeys(deal.cited)
    return tuple(found)


def marks(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of `table` as the timeline draws them; deals without a date are not drawn."""
    return [
        {
            "date": row["day"],
            "lane": row["called"],
            "amount_usd_bn": None if pd.isna(row["amount_usd_bn"]) else row["amount_usd_bn"],
            "state": _state(row["status"]),
            "focus": row["focus"],
            "group": row["group"],
            "text": "<br>".join(
                filter(None, (row["title"], f"{row['date']}, {row['status']}", row["amount"]))
            ),
        }
        for row in rows.to_dict("records")
        if isinstance(row["day"], str)
    ]


def _state(status: str) -> str:
    if status in COUNTED:
        return "done" if status == "completed" else "announced"
    return "talks"


def _printed(ledger: Ledger, quantity: str | None) -> str:
    """Return how the articles print an amount, each way once; misprints last, and called so."""
    figures = ledger.of_quantity(quantity) if quantity else ()
    found = [f for f in figures if isinstance(f, Figure)]
    right = dict.fromkeys(f.printed for f in found if not f.corrected)
    wrong = dict.fromkeys(f"{f.printed} (misprint)" for f in found if f.corrected)
    return "; ".join([*right, *wrong])


def _sources(ledger: Ledger, deal: Deal) -> str:
    """Return the articles, with paragraphs, and the count of public pages behind a deal."""
    figures = [f for part in deal.parts.values() for f in ledger.of_quantity(part)]
    figures += [ledger.figure(figure) for figure in deal.cited]
    places: dict[str, set[int]] = {}
    pages = set()
    for figure in figures:
        if isinstance(figure, Figure):
            number = listing.article(ledger, figure.source)
            places.setdefault(number, set()).add(figure.paragraph)
        else:
            pages.add(figure.url)
    found = [
        f"article {number}, paragraph{'s' if len(at) > 1 else ''} {joined([str(number) for number in sorted(at)])}"
        for number, at in sorted(places.items())
    ]
    if pages:
        found.append(f"{len(pages)} public page{'s' if len(pages) > 1 else ''}")
    return "; ".join(found)
