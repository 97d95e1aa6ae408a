"""What an editor holds against each other: printings side by side, misprints, figures replaced.

Comes in: a `Ledger` or a `Book`. Goes out: every printing of a quantity with what the product makes
of it and why, the wrong ones with their computation, and those that a later figure replaced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from exposure import explain
from exposure.listing import article, told, verdict, where

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from exposure.entries import Amount, Quantity
    from exposure.ledger import Figure, Ledger, PublicFigure

Agreement = Literal["disputed", "differ", "agree"]
_GRAVEST_FIRST: tuple[Agreement, ...] = ("disputed", "differ", "agree")


@dataclass(frozen=True)
class Printing:
    """One printing of a quantity, and what the product makes of it."""

    figure: Figure | PublicFigure
    verdict: str
    told: str
    where: str


@dataclass(frozen=True)
class Compared:
    """A quantity that is printed more than once: its printings, which one is used and why."""

    quantity: Quantity
    agreement: Agreement
    printings: tuple[Printing, ...]
    why: str


@dataclass(frozen=True)
class Misprint:
    """A number that sources print wrongly, however often: what is right, and how that was found.

    ``printed`` has the words as printed, each with the places where they stand; ``reason`` is the
    fullest of those that its printings give.
    """

    label: str
    figures: tuple[str, ...]
    printed: Mapping[str, str]
    says: str
    right: str
    reason: str
    computations: tuple[str, ...]


@dataclass(frozen=True)
class Replaced:
    """A figure that was right once, and the one that is right since."""

    figure: str
    label: str
    was: str
    as_of: str
    where: str
    now: str
    since: str
    now_where: str


def printings(ledger: Ledger, quantity_id: str) -> tuple[Printing, ...]:
    """Return every printing of a quantity, the one that is used first.

    The verdict says why another is not used: it is a misprint, a later figure
    replaced it, it is a conversion into another currency, it agrees, or nothing
    decides against it.
    """
    used = ledger.used(quantity_id)
    if used is None:
        return ()
    figures = sorted(ledger.of_quantity(quantity_id), key=lambda figure: figure is not used)
    return tuple(
        Printing(
            figure=figure,
            verdict=verdict(figure, used, disputed=ledger.disputed(quantity_id)),
            told=told(figure),
            where=where(ledger, figure),
        )
        for figure in figures
    )


def why_used(ledger: Ledger, quantity_id: str) -> str:
    """Return why the product works with one printing of a quantity and not another."""
    quantity = ledger.quantity(quantity_id)
    if quantity.because:
        return f"{quantity.because[0].upper()}{quantity.because[1:]}."
    figures = ledger.of_quantity(quantity_id)
    if len(figures) == 1:
        return "The only figure for it."
    if ledger.disputed(quantity_id):
        return "Nothing decides between the sources; the latest that nothing replaced is used."
    return "The latest that nothing replaced."


def compared(ledger: Ledger, figures: Collection[str]) -> tuple[Compared, ...]:
    """Return the quantities with two or more printings, one of them among ``figures``.

    Those on which sources disagree come first, then those whose printings differ and one is used,
    then those that agree; each in the order of the ledger.

    Examples
    --------
    >>> from pathlib import Path
    >>> from exposure.ledger import load
    >>> ledger, _ = load(Path("tests/small/data"), Path("tests/small/seeds"))
    >>> first = compared(ledger, ledger.figure_by_id)[0]
    >>> first.quantity.id, first.agreement, len(first.printings)
    ('bridge-2030', 'differ', 3)
    """
    wanted = {ledger.figure(figure).quantity for figure in figures}
    found = [
        Compared(
            quantity,
            _agreement(ledger, quantity.id),
            printings(ledger, quantity.id),
            why_used(ledger, quantity.id),
        )
        for quantity in ledger.quantities
        if quantity.id in wanted and len(ledger.of_quantity(quantity.id)) > 1
    ]
    return tuple(sorted(found, key=lambda one: _GRAVEST_FIRST.index(one.agreement)))


def correction(figure: Figure) -> dict[str, str]:
    """Return why a misprint is wrong and how the right number was found, label to text."""
    if figure.corrected is None:
        return {}
    found = {"Why": figure.corrected.reason, "Computed": figure.corrected.computation or ""}
    return {label: words for label, words in found.items() if words}


def misprints(ledger: Ledger, figures: Collection[str]) -> tuple[Misprint, ...]:
    """Return the misprints among figures, one entry for each quantity, value and right value.

    The one that is printed most often comes first.
    """
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in ledger.figures:
        if figure.corrected is not None and figure.id in figures:
            key = (figure.quantity, _ends(figure), _ends(figure.corrected))
            groups.setdefault(key, []).append(figure)
    found = [_misprint(ledger, group) for group in groups.values()]
    return tuple(sorted(found, key=lambda one: -len(one.figures)))


def replaced(ledger: Ledger, figures: Collection[str]) -> tuple[Replaced, ...]:
    """Return the figures that a later one replaced, and the last of those, by the day they were right.

    Of a misprint what it should have said: the number that is printed was never right.
    """
    found = []
    for figure in ledger.figure_by_id.values():
        if figure.superseded_by is not None and figure.id in figures:
            latest = _latest(ledger, figure)
            found.append(
                Replaced(
                    figure=figure.id,
                    label=ledger.quantity(figure.quantity).label,
                    was=f"{_meant(figure)}, {figure.status}",
                    as_of=figure.as_of,
                    where=where(ledger, figure),
                    now=f"{_meant(latest)}, {latest.status}",
                    since=latest.as_of,
                    now_where=where(ledger, latest),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.as_of, one.label)))


def told_disagreements(found: Collection[Compared]) -> str:
    """Return how many quantities are printed more than once, and how they stand, in a sentence."""
    counts = {name: sum(one.agreement == name for one in found) for name in _GRAVEST_FIRST}
    many = len(found)
    return (
        f"{many:,} {'quantity is' if many == 1 else 'quantities are'} printed more than once. On "
        f"{counts['disputed']:,} the sources disagree and nothing decides; of {counts['differ']:,} "
        f"the printings differ and one is used for a reason; {counts['agree']:,} agree."
    )


def _agreement(ledger: Ledger, quantity_id: str) -> Agreement:
    if ledger.disputed(quantity_id):
        return "disputed"
    seen: dict[str, object] = {}
    for figure in ledger.of_quantity(quantity_id):
        if seen.setdefault(figure.unit_si, _ends(figure)) != _ends(figure):
            return "differ"
    return "agree"


def _ends(amount: Amount) -> tuple[object, ...]:
    return amount.value_si, amount.low_si, amount.high_si, amount.unit_si


def _latest(ledger: Ledger, figure: Figure | PublicFigure) -> Figure | PublicFigure:
    """Return the end of a chain of replacements; the ledger has none that comes back to itself."""
    while figure.superseded_by is not None:
        figure = ledger.figure(figure.superseded_by)
    return figure


def _misprint(ledger: Ledger, group: list[Figure]) -> Misprint:
    first = group[0]
    places: dict[str, dict[str, list[int]]] = {}
    for figure in group:
        of_words = places.setdefault(figure.printed, {})
        of_words.setdefault(article(ledger, figure.source), []).append(figure.paragraph)
    corrections = [figure.corrected for figure in group if figure.corrected is not None]
    return Misprint(
        label=ledger.quantity(first.quantity).label,
        figures=tuple(figure.id for figure in group),
        printed={
            words: "; ".join(_paragraphs(name, numbers) for name, numbers in of_words.items())
            for words, of_words in places.items()
        },
        says=told(first),
        right=explain.amount(first.right),
        reason=max((one.reason for one in corrections), key=len),
        computations=tuple(
            dict.fromkeys(one.computation for one in corrections if one.computation)
        ),
    )


def _paragraphs(name: str, numbers: list[int]) -> str:
    told_numbers = ", ".join(str(number) for number in sorted(set(numbers)))
    return f"article {name}, paragraph{'s' if len(set(numbers)) > 1 else ''} {told_numbers}"


def _meant(figure: Figure | PublicFigure) -> str:
    return told(figure) if figure.right is figure else explain.amount(figure.right)
