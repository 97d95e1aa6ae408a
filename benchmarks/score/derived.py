"""Sentences with a figure that follows from others: right ones, or wrong by a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.score.writer import Line, Printing, Writer
from exposure.dates import days

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


def derived(writer: Writer, day: date) -> Line | None:
    """Return a sentence with a figure that follows from others."""
    make: Callable[[Writer, date], Line | None] = writer.random.choice(
        (product, gain, addition, rise, converted)
    )
    return make(writer, day)


def product(writer: Writer, day: date, factor: float = 1.0) -> Line | None:
    """State a stake times a valuation; a factor other than 1 makes it wrong."""
    stakes = [f for f in writer.figures(day, ("stake",)) if not f.superseded_by]
    values = [f for f in writer.figures(day, ("company value",)) if f.value is not None]
    pairs = [
        (s, v) for s in stakes for v in values
        if writer.ledger.quantity(s.quantity).target == writer.ledger.quantity(v.quantity).target
    ]  # fmt: skip
    if not pairs:
        return None
    stake, whole = writer.random.choice(pairs)
    quantity = writer.ledger.quantity(stake.quantity)
    share, total = float(stake.right.value_si or 0), float(whole.right.value_si or 0)
    worth = writer.one(float(f"{share * total * factor:.3g}"), "USD")
    text = (
        "At a valuation of {}, a {} stake in {} would be worth about {}.",
        "{2}, at a valuation of {0}, would make a stake of {1} worth about {3}.",
        "A {1} holding in {2} would be worth about {3} if the company were valued at {0}, as the valuation of {0} implies.",
        "Valued at {0}, {2} would be worth so much that a stake of {1} comes to a value of about {3}.",
        "If {2} is worth {0}, a {1} holding has a value of about {3}.",
    )[writer.bank].format(
        writer.one(total, "USD"), writer.one(share, "fraction"), writer.name(quantity.target), worth
    )
    return Line(text, worth, stake)


def gain(writer: Writer, day: date, factor: float = 1.0) -> Line | None:
    """State the growth of an amount between two dates, in percent."""
    by_pair: dict[tuple[str | None, str | None], list[Printing]] = {}
    for figure in writer.figures(day, ("company value", "net asset value")):
        quantity = writer.ledger.quantity(figure.quantity)
        if (
            figure.status == "completed"
            and figure.value is not None
            and "before" not in quantity.label
        ):
            by_pair.setdefault((quantity.holder, quantity.target), []).append(figure)
    pairs = [
        (a, b) for listed in by_pair.values() for a in listed for b in listed
        if days(a.as_of)[1] < days(b.as_of)[0] and a.unit_si == b.unit_si and float(b.value_si or 0) > 1.05 * float(a.value_si or 1)
    ]  # fmt: skip
    if not pairs:
        return None
    one, other = writer.random.choice(pairs)
    quantity = writer.ledger.quantity(one.quantity)
    a, b = float(one.value_si or 0), float(other.value_si or 0)
    share = f"{(b / a - 1) * 100 * factor:.0f}%"
    of = "valuation" if quantity.measure == "company value" else "net asset value"
    text = (
        "The {of} of {T} rose {G} from {A} in {C} to {B} in {E}.",
        "From {A} in {C}, the {of} of {T} climbed to {B} in {E}, an increase of {G}.",
        "The {of} of {T} was up {G}, from {A} in {C} to {B} in {E}.",
        "At {B} in {E}, the {of} of {T} was {G} higher, compared with {A} in {C}.",
        "The {of} of {T} jumped {G} to {B} in {E} from {A} in {C}.",
    )[writer.bank].format(
        of=of, T=writer.name(quantity.target or quantity.holder), G=share, A=writer.one(a, one.unit_si),
        B=writer.one(b, one.unit_si), C=writer.when(one.as_of), E=writer.when(other.as_of),
    )  # fmt: skip
    return Line(text, share, one)


def addition(writer: Writer, day: date, extra: float = 0.0) -> Line | None:
    """State two payments of one holder to one target and their sum."""
    paid = [
        f for f in writer.figures(day, ("investment", "sale", "purchase price"))
        if f.status == "completed" and f.value is not None and f.unit_si == "USD" and f.modality == "exactly"
    ]  # fmt: skip
    pairs = [
        (a, b) for a in paid for b in paid
        if a.id < b.id and a.quantity != b.quantity and writer.sides(a) == writer.sides(b)
    ]  # fmt: skip
    if not pairs:
        return None
    one, other = writer.random.choice(pairs)
    a, b = float(one.right.value_si or 0), float(other.right.value_si or 0)
    total = writer.one(a + b + extra * (a + b), "USD")
    holder, target = writer.sides(one)
    text = (
        "{H} put {A} and {B} into {T}, a total of {S}.",
        "{A} and then {B}: together {H} moved {S} into {T}.",
        "{H} first invested {A} in {T}, then {B}, which makes {S} in total.",
        "With {A} and another {B}, {H} has put {S} into {T} altogether.",
        "{H} invested {A} and later {B} in {T}, {S} altogether.",
    )[writer.bank].format(
        A=writer.one(a, "USD"),
        B=writer.one(b, "USD"),
        S=total,
        H=writer.name(holder),
        T=writer.name(target),
    )
    return (
        None
        if writer.ledger.quantity(one.quantity).measure != "investment"
        else Line(text, total, one)
    )


def rise(writer: Writer, day: date, *, wrong: bool = False) -> Line | None:
    """State a stake before and after, with the difference in points."""
    stakes = [
        f for f in writer.figures(day, ("stake",)) if f.value is not None and f.right.value_si
    ]
    pairs = [
        (a, b) for a in stakes for b in stakes
        if writer.sides(a) == writer.sides(b) and float(a.value_si or 0) < float(b.value_si or 0)
    ]  # fmt: skip
    if not pairs:
        return None
    one, other = writer.random.choice(pairs)
    low, high = float(one.value_si or 0), float(other.value_si or 0)
    number = f"{(high - low) * 100:.3g}"
    by = f"{number}%" if wrong else f"{number} percentage points"
    holder, target = writer.sides(one)
    text = (
        "{H}'s stake in {T} goes from {A} to {B}, an increase of {P}.",
        "By {P}, from {A} to {B}: that is how {H}'s stake in {T} grows.",
        "{H} lifts its stake in {T} by {P} to {B} from {A}.",
        "From {A} to {B}: {H}'s stake in {T} rises {P}.",
        "{H} increases its holding in {T} from {A} to {B}, up {P}.",
    )[writer.bank].format(
        H=writer.name(holder),
        T=writer.name(target),
        A=f"{low * 100:.3g}%",
        B=f"{high * 100:.3g}%",
        P=by,
    )
    return Line(text, by, one)


def converted(writer: Writer, day: date) -> Line | None:
    """State an amount with its conversion in brackets, at the ledger's rate."""
    line = writer.fact(day, "sale", "purchase price", "investment")
    figure = line.figure if line else None
    if (
        line is None
        or figure is None
        or figure.right.value_si is None
        or figure.unit_si != "USD"
        or figure.modality != "exactly"
    ):
        return None
    rates = [f for f in writer.ledger.figure_by_id.values() if f.unit_si == "JPY per USD"]
    rate = float(writer.random.choice(rates).right.value_si or 0)
    yen = writer.one(float(f"{float(figure.right.value_si) * rate:.3g}"), "JPY")
    exact = writer.one(float(figure.right.value_si), "USD")
    return Line(line.text.replace(line.printed, f"{exact} (about {yen})"), yen, figure)
