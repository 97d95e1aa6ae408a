"""Sentences with a figure that follows from others: right ones, or wrong by a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.score.parts import quantity_of
from exposure.dates import days

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from benchmarks.score.writer import Line, Printing, Writer


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
    pairs = [(s, v) for s in stakes for v in values if writer.sides(s)[1] == writer.sides(v)[1]]
    if not pairs:
        return None
    stake, whole = writer.random.choice(pairs)
    share, total = writer.value(stake), writer.value(whole)
    worth = writer.one(float(f"{share * total * factor:.3g}"), "USD")
    return writer.say(
        "stake x valuation", "worth", stake, worth=worth,
        valuation=writer.one(total, "USD"), stake=writer.one(share, "fraction"),
    )  # fmt: skip


def gain(writer: Writer, day: date, factor: float = 1.0) -> Line | None:
    """State the growth of an amount between two dates, in percent."""
    by_pair: dict[tuple[str | None, str | None], list[Printing]] = {}
    for figure in writer.figures(day, ("company value", "net asset value")):
        before = "before" in quantity_of(writer, figure).label
        if figure.status == "completed" and figure.value is not None and not before:
            by_pair.setdefault(writer.sides(figure), []).append(figure)
    pairs = [
        (a, b) for listed in by_pair.values() for a in listed for b in listed
        if days(a.as_of)[1] < days(b.as_of)[0] and a.unit_si == b.unit_si
        and float(b.value_si or 0) > 1.05 * float(a.value_si or 1)
    ]  # fmt: skip
    if not pairs:
        return None
    one, other = writer.random.choice(pairs)
    quantity = quantity_of(writer, one)
    a, b = float(one.value_si or 0), float(other.value_si or 0)
    return writer.say(
        "growth", "rate", one, rate=f"{(b / a - 1) * 100 * factor:.0f}%",
        what="valuation" if quantity.measure == "company value" else "net asset value",
        target=writer.name(quantity.target or quantity.holder),
        first=writer.one(a, one.unit_si), start=writer.when(one.as_of),
        last=writer.one(b, one.unit_si), end=writer.when(other.as_of),
    )  # fmt: skip


def addition(writer: Writer, day: date, extra: float = 0.0) -> Line | None:
    """State two payments of one holder to one target and their sum."""
    paid = [
        f for f in writer.figures(day, ("investment",))
        if f.status == "completed" and f.value is not None and f.unit_si == "USD" and f.modality == "exactly"
    ]  # fmt: skip
    pairs = [
        (a, b) for a in paid for b in paid
        if a.id < b.id and a.quantity != b.quantity and writer.sides(a) == writer.sides(b)
    ]  # fmt: skip
    if not pairs:
        return None
    one, other = writer.random.choice(pairs)
    total = (writer.value(one) + writer.value(other)) * (1 + extra)
    return writer.say(
        "sum", "total", one, one=writer.one(writer.value(one), "USD"),
        other=writer.one(writer.value(other), "USD"), total=writer.one(total, "USD"),
    )  # fmt: skip


def rise(writer: Writer, day: date, *, wrong: bool = False) -> Line | None:
    """State a stake before and after, with the difference in points."""
    stakes = [f for f in writer.figures(day, ("stake",)) if f.value is not None]
    pairs = [
        (a, b) for a in stakes for b in stakes
        if writer.sides(a) == writer.sides(b) and writer.value(a) < writer.value(b)
    ]  # fmt: skip
    if not pairs:
        return None
    one, other = writer.random.choice(pairs)
    low, high = float(one.value_si or 0), float(other.value_si or 0)
    number = f"{(high - low) * 100:.3g}"
    return writer.say(
        "stake in points", "points", one, low=f"{low * 100:.3g}%", high=f"{high * 100:.3g}%",
        points=f"{number}%" if wrong else writer.form("points", number=number),
    )  # fmt: skip


def converted(writer: Writer, day: date) -> Line | None:
    """State an amount with its conversion in brackets, at the ledger's rate."""
    figure = writer.any_figure(day, "sale", "purchase price", "investment")
    if figure is None or figure.right.value_si is None or figure.unit_si != "USD":
        return None
    if figure.modality != "exactly":
        return None
    rates = [f for f in writer.ledger.figure_by_id.values() if f.unit_si == "JPY per USD"]
    rate = float(writer.random.choice(rates).right.value_si or 0)
    yen = float(f"{writer.value(figure) * rate:.3g}")
    return writer.state(figure, day, amount=both(writer, writer.value(figure), yen, "JPY"))


def both(writer: Writer, dollars: float, other: float, unit: str) -> str:
    """Return an amount in dollars with its conversion."""
    return writer.say(
        "original and conversion", "converted",
        original=writer.one(dollars, "USD"), converted=writer.one(other, unit),
    ).text  # fmt: skip
