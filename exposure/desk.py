"""What an editor needs before publishing: which figures stand behind a page, and what is open.

Comes in: a `Book` and the sign-offs of `exposure.reviews`. Goes out: the figures behind a page or a
scenario, each with its standing, as rows to print.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from exposure import deals, history, listing, ownership
from exposure.explain import explain
from exposure.funding import totals
from exposure.measures import MEASURES
from exposure.model import outcome
from exposure.reviews import STATES
from exposure.wording import GAP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from exposure.book import Book
    from exposure.explain import Evidence
    from exposure.ledger import Ledger
    from exposure.reviews import Reviews


@dataclass(frozen=True)
class Printed:
    """What a page prints: measures, claims about outputs of the model, and figures of its own."""

    title: str
    measures: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    own: Callable[[Book], Iterable[str]] = field(default=lambda _: ())

    @property
    def file(self) -> str:
        """Name of the file under ``pages/``, without its ending."""
        return self.title.replace(" ", "_")


@dataclass(frozen=True)
class Entry:
    """One figure of a checklist: what it says, where, and where it stands."""

    figure: str
    label: str
    says: str
    printed: str
    where: str
    as_of: str
    state: str
    changed: bool
    by: str
    date: str
    note: str
    standing: str

    @property
    def box(self) -> str:
        """The box of a checklist: empty, crossed when checked, marked when disputed."""
        return {"checked": "[x]", "disputed": "[!]"}.get(self.state, "[ ]")

    @property
    def source(self) -> str:
        """The words printed and where they stand, or the public page."""
        return f"“{self.printed}”, {self.where}" if self.printed else self.where

    @property
    def json(self) -> dict[str, Any]:
        """The entry as plain data, its spaces those of a keyboard."""
        return asdict(self) | {"says": self.says.replace(GAP, " ")}


EVERY = "every"
"""Stands for all figures among the pages and scenarios that a checklist can be for."""

SHOWN: Mapping[str, str] = {
    EVERY: "All",
    "unchecked": "Unchecked",
    "changed": "Changed since",
    "checked": "Checked",
    "disputed": "Disputed",
}
"""What a checklist may be narrowed to; what changed after its sign-off is unchecked too."""


def choices(book: Book) -> dict[str, str]:
    """Return what a checklist can be for: every page and every scenario, name to title."""
    scenarios = {preset.name: f"Scenario: {preset.title}" for preset in book.presets}
    pages = {name: f"Page: {page.title}" for name, page in PAGES.items()}
    # A name that is both is the page's, as in `behind`.
    return pages | {name: title for name, title in scenarios.items() if name not in pages}


def behind(book: Book, name: str) -> tuple[str, ...]:
    """Return the figures behind the numbers of a page or a scenario, in the order of the page.

    A page is taken at the baseline. A scenario rests on the figures of every number it is
    answered with, on those it cites, and on those that the levers it moves start from.

    Raises
    ------
    KeyError
        If neither a page nor a scenario has the name.

    Examples
    --------
    >>> from pathlib import Path
    >>> from exposure.book import load
    >>> book, _ = load(Path("tests/small/data"))
    >>> behind(book, "after-20")[-3:]
    ('w-p5-limit', 'w-p6-limit', 'w-p4-investment')
    """
    if name in PAGES:
        page = PAGES[name]
        found = [*_measured(book, page.measures, {})]
        found += [claim.figure for claim in book.claims if claim.output in page.claims]
        found += page.own(book)
    else:
        preset = next((preset for preset in book.presets if preset.name == name), None)
        if preset is None:
            raise KeyError(name)
        found = [*_measured(book, tuple(MEASURES), preset.set), *preset.sources]
        moved = book.levers.changed(preset.set)
        found += [
            lever.source for lever in book.levers.table if lever.name in moved and lever.source
        ]
    return tuple(dict.fromkeys(found))


def checklist(ledger: Ledger, reviews: Reviews, figures: Iterable[str]) -> tuple[Entry, ...]:
    """Return figures with their standing, in the order given."""
    return tuple(entry(ledger, reviews, figure) for figure in figures)


def entry(ledger: Ledger, reviews: Reviews, figure_id: str) -> Entry:
    """Return one figure with its standing."""
    figure = ledger.figure(figure_id)
    standing = reviews.standing(figure)
    review = standing.review
    return Entry(
        figure=figure_id,
        label=ledger.quantity(figure.quantity).label,
        says=listing.told(figure),
        printed=getattr(figure, "printed", ""),
        where=listing.where(ledger, figure),
        as_of=figure.as_of,
        state=standing.state,
        changed=standing.changed,
        by=review.by if review else "",
        date=review.date if review else "",
        note=(review.note or "") if review else "",
        standing=standing.words,
    )


def by_state(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Return the entries of a checklist under every name of `SHOWN`, in their order."""
    found = {name: [one for one in entries if one.state == name] for name in SHOWN}
    return found | {"every": list(entries), "changed": [one for one in entries if one.changed]}


def tally(entries: Iterable[Entry]) -> str:
    """Return how many figures stand where, in one sentence."""
    states = [one.state for one in entries]
    told = ", ".join(f"{states.count(state):,} {state}" for state in reversed(STATES))
    return f"{len(states):,} {'figure' if len(states) == 1 else 'figures'}: {told}."


def signed_off(ledger: Ledger, reviews: Reviews) -> str:
    """Return in one sentence how many figures somebody has signed off, as they are now."""
    known = [ledger.figure_by_id[name] for name in reviews.by_figure if name in ledger.figure_by_id]
    states = [reviews.standing(figure).state for figure in known]
    counts = {state: states.count(state) for state in STATES[1:]}
    if not any(counts.values()):
        return "Nobody has signed one off yet."
    return f"{counts['checked']:,} {'is' if counts['checked'] == 1 else 'are'} checked, {counts['disputed']:,} disputed."


def _measured(book: Book, measures: tuple[str, ...], values: Mapping[str, float]) -> Iterator[str]:
    """Yield the figures that measures rest on, and those of the lines they are held against."""
    found = outcome(book, values)
    for name in measures:
        yield from _cited(explain(found, name).inputs)
    if any(MEASURES[name].ratio for name in measures):
        yield from (line.figure for line in book.lines)


def _cited(inputs: Iterable[Evidence]) -> Iterator[str]:
    return (one.figure for one in inputs if one.figure)


def _of_history(book: Book) -> Iterator[str]:
    """Yield the reported stakes, costs, values and owners of the focus company."""
    for point in (*history.stakes(book), *history.costs(book), *history.values(book)):
        yield from filter(None, [point.figure])
    yield from (row["figure"] for row in ownership.owners(book))


def _of_deals(book: Book) -> Iterator[str]:
    """Yield the figures of the sums, then those used for the parts of every deal or cited there."""
    for sum_ in totals(book).values():
        yield from _cited(sum_.inputs)
    for deal in book.ledger.deals:
        used = [book.ledger.used(quantity) for quantity in deal.parts.values()]
        yield from (figure.id for figure in used if figure)
        yield from _cited(deals.also_cited(book, deal))


_RATIOS = ("ltv", "ltv_grossed")

PAGES: Mapping[str, Printed] = {
    "home": Printed(
        "Overview", (*_RATIOS, "focus_share_equity", "focus_stake", "focus_cost", "focus_value")
    ),
    "ltv": Printed(
        "LTV",
        (*_RATIOS, "equity_value", "net_debt", "nav", "headroom"),
        ("ltv_grossed", "raise_to_normal_limit_usd_bn"),
    ),
    "holding-shares": Printed(
        "Holding shares",
        ("focus_stake", "focus_cost", "focus_value"),
        ("focus_stake",),
        _of_history,
    ),
    "concentration": Printed(
        "Concentration",
        (
            *("focus_share_equity", "focus_share_gross", "focus_share_nav"),
            *("holdings", "concentration"),
        ),
        ("focus_share_of_gross_value",),
    ),
    "compare": Printed("Compare", (*_RATIOS, "nav", "net_debt", "equity_value")),
    "stress": Printed("Stress", (*_RATIOS, "nav")),
    "deals": Printed("Deals", own=_of_deals),
}
"""Every page with numbers of its own, by the name of its file."""
