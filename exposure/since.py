"""What has changed since a release: its inputs and its numbers beside those of today, in words.

Comes in: the book of a release and that of today, and a scenario. Goes out: rows of what was and
what is, as text with units, and one sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from exposure import risk_words, stamp
from exposure.balance import BalanceError
from exposure.baseline import Input
from exposure.dates import in_words
from exposure.measures import MEASURES
from exposure.model import outcome
from exposure.settings import RULES
from exposure.wording import in_unit, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exposure.book import Book

__all__ = ["Change", "changes", "day", "sentence"]

_NUMBERS = ("ltv", "ltv_grossed", "focus_stake", "focus_share_equity", "focus_value", "nav")
_MOST_TOLD = 2
_NOTHING = "not there"


class Change(NamedTuple):
    """Something that was otherwise: what, what it was, and what it is."""

    label: str
    then: str
    now: str


def day(name: str) -> str:
    """Return the day of a stamp in words.

    >>> day("2026-05-14-3f9a1c")
    '14 May 2026'
    """
    return in_words(stamp.day(name))


def changes(
    then: Book, now: Book, values: Mapping[str, float]
) -> tuple[list[Change], list[Change]]:
    """Return the inputs that are other ones, and the scenario's numbers that come out otherwise.

    Parameters
    ----------
    then, now
        The book of a release, and that of today.
    values
        The scenario, every lever in its own unit.
    """
    before, after = dict(_inputs(then)), dict(_inputs(now))
    labels = dict.fromkeys((*before, *after))
    inputs = [Change(x, before.get(x, _NOTHING), after.get(x, _NOTHING)) for x in labels]
    told = zip(_numbers(then, values), _numbers(now, values), strict=True)
    numbers = [Change(label, was, now_) for (label, was), (_, now_) in told]
    return [x for x in inputs if x.then != x.now], [x for x in numbers if x.then != x.now]


def sentence(then: Book, now: Book, values: Mapping[str, float]) -> str:
    """Return what has changed in one sentence: the first inputs, and the first number they move.

    A number that is an input said again, such as the stake, is not told twice.
    """
    inputs, numbers = changes(then, now, values)
    said = {_amounts(x) for x in inputs}
    moved = [x for x in numbers if _amounts(x) not in said]
    told = [f"{x.label} was {x.then}, now {x.now}" for x in inputs[:_MOST_TOLD]]
    if len(inputs) > _MOST_TOLD:
        told.append(f"and {len(inputs) - _MOST_TOLD} more inputs")
    told += [f"{x.label[0].lower()}{x.label[1:]} then {x.then}, now {x.now}" for x in moved[:1]]
    model = next((one.model for one in now.releases if one.stamp == then.release), stamp.MODEL)
    if model != stamp.MODEL:
        told.append(
            f"the formulas are of version {stamp.MODEL} and were of version {model}, so the data of "
            "that day are seen through today's formulas"
        )
    return "; ".join(told) or "nothing that this scenario rests on"


def _amounts(change: Change) -> tuple[float | str, ...]:
    """Return what an amount was and is, however many digits it is printed with."""
    found = [(x, re.match(r"[-0-9.,]+", x)) for x in change[1:]]
    return tuple(float(m[0].replace(",", "")) if m else x for x, m in found)


def _numbers(book: Book, values: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    try:
        found = outcome(book, values)
    except BalanceError as error:
        reason = f"no answer ({error})"
        yield from ((_label(book, name), reason) for name in _NUMBERS)
        return
    yield from ((_label(book, name), MEASURES[name].value(found)) for name in _NUMBERS)


def _label(book: Book, name: str) -> str:
    return MEASURES[name].label.format(focus=book.focus_name, group=book.group_name)


def _inputs(book: Book) -> Iterator[tuple[str, str]]:
    """Yield every input of the model: its label and its value with a unit."""
    base = book.baseline
    for holding in base.holdings:
        for part, item in holding:
            if isinstance(item, Input):
                yield (
                    f"{book.name(holding.company)} {part.replace('_', ' ')}",
                    in_unit(item.value, base.unit(item)),
                )
    for part, item in base:
        if isinstance(item, Input):
            label = {"local_per_usd": "Exchange rate", "ltv": "Reported LTV"}.get(part, part)
            yield (
                label[0].upper() + label[1:].replace("_", " "),
                in_unit(item.value, base.unit(item)),
            )
    for commitment in base.committed:
        deal = book.ledger.deal_by_id.get(commitment.deal)
        name = commitment.deal if deal is None else deal.title
        item = commitment.amount
        yield f"Signed, unpaid: {name}", in_unit(item.value, base.unit(item))
    yield "Date of the balance sheet", in_words(base.as_of)
    for lever in book.levers.table:
        if RULES[lever.role].start == "stated" or lever.default:
            start = in_unit(book.levers.defaults[lever.name], lever.unit)
            yield f"{lever.label} at the baseline", start
    for line in book.lines:
        yield f"Limit of the {line.label}", percent(line.limit)
    yield from _assumed(book)


def _assumed(book: Book) -> Iterator[tuple[str, str]]:
    """Yield every number about risk."""
    for name, value in book.assumptions.items():
        kind, of_holdings, _ = name.partition(".")
        label = risk_words.assumption_label(book, name)
        yield f"{kind.capitalize()}: {label}" if of_holdings else label, f"{value:g}"
