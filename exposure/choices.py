"""One table of what a reader may choose on the pages beside the levers; a choice <-> a link.

Comes in: a `Book`, and the words of a link. Goes out: the value of a choice, or why it has none.
Only what stands in this table stands in a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from exposure import compare_words, deals, desk, listing, risk_words, stress_words
from exposure.fields import choices as meant
from exposure.replay import replay
from exposure.scenario import NUMBER, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from exposure.book import Book

__all__ = ["LONGEST_WORDS", "RISK", "SHOW", "VIEW", "Choice", "Value", "find", "of_page", "words"]

Value: TypeAlias = str | float | tuple[str, ...]
Kind = Literal["one", "several", "number", "whole", "name", "words", "scenario"]

VIEW, SHOW = "view", "show"
"""The keys of the page as text, and of the one chart or number that is shown alone."""

RISK = "risk-"
"""Begins the key of a changed assumption about risk; its name in ``data/risk.yaml`` follows."""

LONGEST_WORDS = 72
"""The most characters of words that a reader may choose, so that a link stays short."""

_NAME = re.compile("[A-Za-z0-9_.-]{1,40}")
_MOST_LISTED = 8


@dataclass(frozen=True)
class Choice:
    """Something that a reader may choose on a page.

    Attributes
    ----------
    page, key
        The page, by the name of its file, or nothing for any page; and the name of the choice in
        the session and in a link.
    kind
        One of some options, several of them, a number, a whole number, the name of a part of a
        page, words, or a scenario.
    options
        What may be chosen.
    start
        What is chosen before the reader does, by the book and the levers. Without it the page works
        it out, and the choice stands in a link only once it was made.
    low, high
        The range of a number.
    when
        Other choices of the page and what they have to be for this one to be asked.
    """

    page: str
    key: str
    kind: Kind = "one"
    options: Callable[[Book], Sequence[str]] = lambda _: ()
    start: Callable[[Book, Mapping[str, float]], Value] | None = None
    low: float = 0.0
    high: float = 0.0
    when: tuple[tuple[str, str], ...] = ()

    def starts(self, book: Book, values: Mapping[str, float]) -> Value | None:
        """Return what is chosen before the reader does; None where the page works it out."""
        return None if self.start is None else self.start(book, values)

    def read(self, book: Book, found: Sequence[str]) -> tuple[Value, str]:
        """Return the value that a link gives in words, and why it cannot be used, if it cannot."""
        if self.kind == "several":
            options = self.options(book)
            strange = next((name for name in found if name not in options), None)
            if strange is None:
                return tuple(dict.fromkeys(found)), ""
            return (), f"{strange[:LONGEST_WORDS]!r} is no choice; {_meant(strange, options)}"
        if len(found) != 1:
            return (), f"is given {len(found)} times"
        if self.kind == "one":
            options = self.options(book)
            reason = "" if found[0] in options else f"is no choice; {_meant(found[0], options)}"
            return found[0], reason
        if self.kind == "name":
            fits = _NAME.fullmatch(found[0])
            return found[0], "" if fits else "is no name of a part of a page"
        return self._number(found[0]) if self.kind != "words" else self._words(found[0])

    def _words(self, text: str) -> tuple[Value, str]:
        fits = not text or (text.isprintable() and len(text) <= LONGEST_WORDS)
        return text, "" if fits else f"is not one line of {LONGEST_WORDS} characters at most"

    def _number(self, text: str) -> tuple[Value, str]:
        if not NUMBER.fullmatch(text):
            return 0.0, "is not a plain decimal number"
        number = float(text)
        if not self.low <= number <= self.high:
            return 0.0, f"is not within {plain(self.low)} to {plain(self.high)}"
        if self.kind == "number":
            return number, ""
        return int(number), "" if number.is_integer() else "is not a whole number"


def words(value: Value) -> list[str]:
    """Return the words of a value in a link: none for nothing, several for several options.

    >>> words(30.0), words("nav"), words(("loan", "sale")), words("")
    (['30'], ['nav'], ['loan', 'sale'], [])
    """
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, str):
        return [value] if value else []
    return [plain(value)]


def find(book: Book, key: str) -> Choice | None:
    """Return the choice of a key, on whatever page it is."""
    if key in _BY_KEY:
        return _BY_KEY[key]
    return _risk(key) if key in _risk_keys(book) else None


def of_page(page: str, chosen: Mapping[str, Value]) -> list[Choice]:
    """Return the choices of a page, and the assumptions that were changed where it has them."""
    own = [choice for choice in _TABLE if choice.page in (page, _ANY)]
    if page == _STRESS:
        own += [_risk(key) for key in chosen if key.startswith(RISK)]
    return own


def _meant(text: str, options: Sequence[str]) -> str:
    many = "" if len(options) <= _MOST_LISTED else f"one of {len(options)} there are"
    return meant(text, options, listed=many)


def _one(  # noqa: PLR0913  (a row of the table)
    page: str,
    key: str,
    options: Sequence[str] | Callable[[Book], Sequence[str]],
    *,
    start: Callable[[Book, Mapping[str, float]], Value] | None = None,
    when: Sequence[tuple[str, str]] = (),
    picked: bool = False,
) -> Choice:
    """Return a choice of one, the first at the start; nothing if it is to be picked."""
    given = options if callable(options) else lambda _: options
    first = None if picked else (start or (lambda book, _: given(book)[0]))
    return Choice(page, key, "one", given, first, when=tuple(when))


def _several(page: str, key: str, options: Callable[[Book], Sequence[str]]) -> Choice:
    return Choice(page, key, "several", options, lambda _book, _values: ())


def _number(
    page: str, key: str, low: float, high: float, start: float, *when: tuple[str, str]
) -> Choice:
    return Choice(page, key, "number", start=lambda *_: start, low=low, high=high, when=when)


def _limits(book: Book) -> list[str]:
    """Return the limits that a goal may be sought for, in percent, and another."""
    return [f"{limit:g}" for limit in sorted({100 * x.limit for x in book.lines if x.shown})] + [
        "other"
    ]


def _steps(book: Book) -> list[str]:
    """Return the names of the days that can be replayed."""
    return [f"{step.day} {step.name}" for step in replay(book)]


def _risk(key: str) -> Choice:
    low, high, _ = risk_words.bounds(key.removeprefix(RISK))
    return Choice(_STRESS, key, "number", low=low, high=high)


def _risk_keys(book: Book) -> set[str]:
    """Return the keys of all assumptions about the holdings, as ``risk.yaml`` names them."""
    held = sorted(h.company for h in book.baseline.holdings)
    names = ["horizon_months", "tail_percent", "growth_percent"]
    names += [f"{kind}.{one}" for kind in ("volatility", "maintenance") for one in held]
    names += [f"correlation.{a}.{b}" for a in held for b in held if a < b]
    return {RISK + name for name in names}


def _of_figures(column: str) -> Callable[[Book], Sequence[str]]:
    """Return the options of a filter: what the figures hold in a column of their listing."""

    def options(book: Book) -> Sequence[str]:
        ledger = book.ledger
        if column == "article":
            return [listing.OUTSIDE, *(listing.article(ledger, name) for name in ledger.sources)]
        figures = ledger.figure_by_id.values()
        return sorted({f.status if column == "status" else f.kind for f in figures})

    return options


_ANY, _STRESS = "", "Stress"
_RATIOS = tuple(stress_words.RATIOS)
_COMPARED, _SIGNED = ("desk_part", "compared"), ("desk_part", "signed")
_GOAL, _MAP, _OTHER = ("part", "goal"), ("part", "map"), ("goal_limit", "other")

_TABLE = (
    _one(_ANY, VIEW, ("text",), picked=True),
    Choice(_ANY, SHOW, "name"),
    _one("Concentration", "basis", ("equity", "gross", "nav")),
    _one(_STRESS, "part", ("goal", "map", "tornado", "breach", "cash", "replay")),
    _one(_STRESS, "goal_limit", _limits, when=[_GOAL]),
    _number(_STRESS, "goal_percent", 1, 99, 30, _GOAL, _OTHER),
    _one(_STRESS, "goal_ratio", _RATIOS, when=[_GOAL]),
    _one(_STRESS, "goal_lever", lambda book: [*stress_words.lever_options(book)], when=[_GOAL]),
    _one(
        _STRESS,
        "map_x",
        lambda book: [*stress_words.axis_options(book)],
        start=lambda book, _: stress_words.axes(book)[0],
        when=[_MAP],
    ),
    _one(
        _STRESS,
        "map_y",
        lambda book: [*stress_words.axis_options(book)],
        start=lambda book, _: stress_words.axes(book)[1],
        when=[_MAP],
    ),
    _one(
        _STRESS,
        "map_chances",
        lambda book: ["none", *(line.name for line in book.lines if line.shown)],
        when=[_MAP],
    ),
    _one(_STRESS, "tornado_ratio", _RATIOS, when=[("part", "tornado")]),
    Choice(_STRESS, "repay", "number", low=0, high=1000, when=(("part", "cash"),)),
    _one(_STRESS, "step", _steps, when=[("part", "replay")], picked=True),
    Choice("Compare", "compare_a", "scenario", start=lambda b, x: compare_words.starts(b, x)[0]),
    Choice("Compare", "compare_b", "scenario", start=lambda b, x: compare_words.starts(b, x)[1]),
    _number("Holding_shares", "round_size", 1, 1000, 100),
    _one("Deals", "deals_of", ("group", "all")),
    _several("Deals", "deals_status", lambda _: deals.STATUSES),
    _several("Deals", "deals_kind", lambda _: [*deals.KINDS]),
    _one("Deals", "deal", lambda book: [*book.ledger.deal_by_id], picked=True),
    Choice("Figures", "figures_search", "words", start=lambda *_: ""),
    _several("Figures", "figures_article", _of_figures("article")),
    _several("Figures", "figures_kind", _of_figures("kind")),
    _several("Figures", "figures_status", _of_figures("status")),
    _one(
        "Figures",
        "desk_part",
        ("all", "compared", "misprints", "replaced", "assumed", "signed"),
    ),
    _one("Figures", "desk_agreement", ("differ", "disputed", "agree", "every"), when=[_COMPARED]),
    _one("Figures", "desk_target", lambda b: [*desk.choices(b), desk.EVERY], when=[_SIGNED]),
    _one("Figures", "desk_state", [*desk.SHOWN], when=[_SIGNED]),
    _one("Figures", "figure", lambda book: [*book.ledger.figure_by_id], picked=True),
)
_BY_KEY = {choice.key: choice for choice in _TABLE}
