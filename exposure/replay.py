"""The story deal by deal: what was known at each day, and which article said what when.

Comes in: a `Book`. Goes out: steps in order of their days, each with the state of
knowledge then: stakes and ratios as fractions, money in USD billion unless its
unit says otherwise.

A figure counts from the day it is about. When it was published is in the ledger
for articles alone, so a step knows disclosures a few weeks before readers did.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from exposure import history
from exposure.dates import in_words
from exposure.deals import KINDS, instalments, middle, paid, told
from exposure.wording import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exposure.book import Book
    from exposure.history import Point
    from exposure.ledger import Deal, Figure

SINCE = "2025-01-01"


@dataclass(frozen=True)
class Known:
    """One number as it stood: value, the date it is about, and the figure it was read from."""

    value: float
    as_of: str
    figure: str
    label: str


@dataclass(frozen=True)
class State:
    """What was known at one day.

    Attributes
    ----------
    stake, cost, value
        Of the holding in the focus company, as last reported; None before the
        first report.
    paid_usd_bn
        Running sum of the completed purchases of the ledger.
    promised_usd_bn
        Purchases that were announced by then and are not reported as paid.
    ltv, nav
        As the group last disclosed them; NAV in the unit of ``nav_unit``.
    """

    stake: Known | None
    cost: Known | None
    value: Known | None
    paid_usd_bn: float
    promised_usd_bn: float
    ltv: Known | None
    nav: Known | None
    nav_unit: str


@dataclass(frozen=True)
class Said:
    """What an article printed: the phrase, where, and what it is about."""

    source: str
    title: str
    paragraph: int
    printed: str
    about: str
    figure: str
    status: str
    wrong: bool


@dataclass(frozen=True)
class Step:
    """One day on which something happened.

    ``what`` is deal, article or disclosure. ``done`` tells a completed deal from
    one that was only reported, announced or in talks; a commitment begins as announced, however
    much of it has been paid since. ``amount`` is as it was told, both ends of
    a range; ``amount_usd_bn`` the middle of it.
    """

    day: str
    as_of: str
    what: Literal["deal", "article", "disclosure"]
    name: str
    title: str
    status: str
    done: bool
    amount: str
    amount_usd_bn: float | None
    said: tuple[Said, ...]
    state: State
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def replay(book: Book, since: str = SINCE) -> tuple[Step, ...]:
    """Return every step from a day on, the earliest first.

    Steps are the deals of the group, the articles, and the days on which the
    group disclosed an LTV. Of one day disclosures come first and articles last:
    an article tells what has happened.
    """
    facts = _Facts(book)
    found = [*_disclosures(facts), *_deals(facts), *_articles(facts)]
    order = {"disclosure": 0, "deal": 1, "article": 2}
    chosen = [step for step in found if step.day >= since]
    return tuple(sorted(chosen, key=lambda step: (step.day, order[step.what])))


def state(book: Book, day: str) -> State:
    """Return what was known at a day, an ISO date.

    Examples
    --------
    >>> from exposure.book import load
    >>> found, _ = load()
    >>> state(found, "2024-01-01").paid_usd_bn
    0
    """
    return _Facts(book).state(day)


class _Facts:
    """All that is ever known, read once; `state` is the part of it that a day knows."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.stakes = history.stakes(book)
        self.costs = history.costs(book)
        self.values = history.values(book)
        self.ltv = _disclosed(book, "ltv")
        self.nav = _disclosed(book, "net asset value")
        self.paid = [
            (middle(deal.date), paid(book, deal) or 0.0)
            for deal in history.purchases(book)
            if deal.status == "completed"
        ]
        self.promises = [
            (middle(deal.date), paid(book, deal) or 0.0, instalments(book.ledger, deal))
            for deal in book.ledger.deals
            if (deal.investor, deal.target) == (book.ledger.group, book.ledger.focus)
            and deal.kind == "commitment"
        ]

    def state(self, day: str) -> State:
        nav = _latest(self.nav, day)
        return State(
            _last(self.stakes, day),
            _last(self.costs, day),
            _last(self.values, day),
            sum(amount for when, amount in self.paid if when <= day),
            sum(self.promised(day)),
            _latest(self.ltv, day),
            nav,
            "" if nav is None else str(self.book.ledger.figure(nav.figure).right.unit),
        )

    def promised(self, day: str) -> Iterator[float]:
        """Yield what of each commitment was announced by a day and not yet paid then."""
        for when, amount, parts in self.promises:
            done = (
                paid(self.book, part) or 0.0
                for part in parts
                if part.status == "completed" and middle(part.date) <= day
            )
            if when <= day:
                yield max(amount - sum(done), 0.0)


def _deals(facts: _Facts) -> Iterator[Step]:
    book = facts.book
    for deal in book.ledger.deals:
        if deal.investor != book.ledger.group or deal.undated:
            continue
        day = middle(deal.date)
        then = _status_then(deal)
        yield Step(
            day,
            deal.date,
            "deal",
            deal.id,
            deal.title,
            then,
            then == "completed",
            told(book.ledger, deal.amount),
            paid(book, deal),
            tuple(_said_of(book, deal)),
            facts.state(day),
            _deal_sentence(book, deal),
        )


def _articles(facts: _Facts) -> Iterator[Step]:
    book = facts.book
    for key, card in book.ledger.sources.items():
        said = tuple(_said(book, f) for f in book.ledger.figures if f.source == key)
        day = middle(card.date)
        dated = "" if card.date_inferred_from is None else " (its date is inferred)"
        wrong = sum(s.wrong for s in said)
        misprints = f", {wrong} of them misprints" if wrong else ""
        yield Step(
            day,
            card.date,
            "article",
            key,
            card.title,
            f"trust {card.trust}",
            done=True,
            amount="",
            amount_usd_bn=None,
            said=said,
            state=facts.state(day),
            sentence=f"{card.publisher}, {in_words(card.date)}{dated}: {len(said)} figures"
            f"{misprints}.",
        )


def _disclosures(facts: _Facts) -> Iterator[Step]:
    book = facts.book
    for known in facts.ltv:
        day = middle(known.as_of)
        yield Step(
            day,
            known.as_of,
            "disclosure",
            known.figure,
            known.label,
            "completed",
            done=True,
            amount="",
            amount_usd_bn=None,
            said=(),
            state=facts.state(day),
            sentence=f"The disclosed LTV of {book.group_name} was {percent(known.value)} "
            f"({in_words(known.as_of)}).",
        )


def _disclosed(book: Book, measure: str) -> list[Known]:
    """Return the group's own figures of a measure; an agency's are estimates."""
    found = []
    for quantity in book.ledger.quantities:
        if (quantity.holder, quantity.target) != (book.ledger.group, None):
            continue
        used = book.ledger.used(quantity.id) if quantity.measure == measure else None
        if used is None or used.status != "completed" or used.right.value is None:
            continue
        value = used.right.value_si if measure == "ltv" else used.right.value
        found.append(Known(float(value or 0), used.as_of, used.id, quantity.label))
    return sorted(found, key=lambda known: middle(known.as_of))


def _latest(found: list[Known], day: str) -> Known | None:
    return next((known for known in reversed(found) if middle(known.as_of) <= day), None)


def _last(points: tuple[Point, ...], day: str) -> Known | None:
    """Return the last reported point at a day; talk is not knowledge."""
    then = [p for p in points if p.kind == "reported" and p.day <= day]
    return Known(then[-1].value, then[-1].as_of, then[-1].figure, then[-1].label) if then else None


def _said_of(book: Book, deal: Deal) -> Iterator[Said]:
    """Yield what the articles print about a deal."""
    parts = set(deal.parts.values())
    for figure in book.ledger.figures:
        if figure.quantity in parts or figure.id in deal.cited:
            yield _said(book, figure)


def _said(book: Book, figure: Figure) -> Said:
    card = book.ledger.sources[figure.source]
    quantity = book.ledger.quantity(figure.quantity)
    return Said(
        figure.source,
        card.title,
        figure.paragraph,
        figure.printed,
        quantity.label,
        figure.id,
        figure.status,
        figure.corrected is not None,
    )


def _deal_sentence(book: Book, deal: Deal) -> str:
    """Return what a deal was, with its amount as it was told: no talk is a purchase."""
    amount = told(book.ledger, deal.amount)
    then = _status_then(deal)
    done = then == "completed"
    since = "Suspended since" if then == "suspended" else then.capitalize()
    kind = KINDS[deal.kind] if done or deal.kind == "commitment" else since
    return f"{kind}{f', {amount}' if amount else ''}: {deal.title}{', completed' if done else ''}."


def _status_then(deal: Deal) -> str:
    """Return how far a deal was on its own day, as far as the ledger tells: it has how far it is now."""
    begun = deal.kind == "commitment" and deal.status == "completed"
    return "announced" if begun else str(deal.status)
