"""What a ledger can get wrong about a figure: by itself, and beside others of its quantity.

Each function takes a `Ledger` and yields faults; `exposure.checks` runs them all.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import inf, isclose

from exposure.arithmetic import equations
from exposure.document import Fault
from exposure.entries import MEASURES, Amount, Figure, Observation
from exposure.fields import after
from exposure.ledger import Ledger
from exposure.quantities import Quantity as Printed
from exposure.quantities import quantities


@lru_cache(maxsize=20_000)
def _said(printed: str) -> tuple[Printed, ...]:
    """Return what printed words say: asked for by two checks, and the same words stand often."""
    return tuple(quantities(printed))


def value_differs_from_words(ledger: Ledger) -> Iterator[Fault]:
    """Yield figures whose value is not what their own printed words say."""
    for figure in ledger.figures:
        said = _said(figure.printed)
        signed = ledger.quantity(figure.quantity).measure in _SIGNED
        differs = said and not any(_says(one, figure, signed=signed) for one in said)
        if differs or not (said or _digits_say(figure)):
            message = f"the value is not what {figure.printed!r} says; mend the one or the other"
            yield figure.fault("value" if figure.low is None else "low", message)


def modality_differs_from_words(ledger: Ledger) -> Iterator[Fault]:
    """Yield figures whose printed words carry another modality; the text around may carry it too."""
    for figure in ledger.figures:
        said = {one.modality for one in _said(figure.printed)} - {"exactly"}
        if said and figure.modality not in said and not {*said, figure.modality} <= _UNDER:
            message = f"{figure.printed!r} says {' or '.join(sorted(said))}, not {figure.modality}"
            yield figure.fault("modality", message, "warning")


def negative_amount(ledger: Ledger) -> Iterator[Fault]:
    """Yield figures below zero of what cannot be, such as a loan, a stake or a count."""
    for figure in ledger.figure_by_id.values():
        measure = ledger.quantity(figure.quantity).measure
        # As printed, and as corrected where it is: each must have the right sign.
        for amount in {id(one): one for one in (figure, figure.right)}.values():
            what = amount.kind if amount.kind in {"count", "multiple"} else measure
            if what not in _SIGNED and amount.interval and amount.interval[0] < 0:
                key = "value" if amount.low is None else "low"
                yield amount.fault(key, f"{what} cannot be negative; mend the sign")


def unit_against_measure(ledger: Ledger) -> Iterator[Fault]:
    """Yield figures in a kind of unit that their quantity is not measured in."""
    for figure in ledger.figure_by_id.values():
        measure = ledger.quantity(figure.quantity).measure
        if figure.kind not in MEASURES[measure]:
            kinds = " or ".join(sorted(MEASURES[measure]))
            message = f"{figure.unit} does not measure {measure}, which is {kinds}"
            yield figure.fault("unit", f"{message}; mend the unit or the quantity")


def correction_of_nothing(ledger: Ledger) -> Iterator[Fault]:
    """Yield corrections that equal what was printed."""
    for figure in ledger.figures:
        if figure.corrected and _amount(figure.corrected) == _amount(figure):
            message = "the correction equals the printed amount; remove it or mend its value"
            yield figure.fault("corrected", message)


def correction_without_computation(ledger: Ledger) -> Iterator[Fault]:
    """Yield misprints that show no computation."""
    for figure in ledger.figures:
        if figure.corrected and not figure.corrected.computation:
            message = "a misprint needs its computation; add 'computation: 400 / 10 = 40'"
            yield figure.corrected.fault("", message)


def computation_does_not_hold(ledger: Ledger) -> Iterator[Fault]:
    """Yield corrections whose computation is wrong, or comes to another amount than they say."""
    for figure in ledger.figures:
        right = figure.corrected
        if not right or not right.computation:
            continue
        found = list(equations(right.computation))
        for one in found:
            if not one.holds:
                message = f"{one.text!r} is wrong: the left side is {one.left:.6g}"
                yield right.fault("computation", f"{message}; mend it")
        numbers = [number for one in found for number in one.numbers]
        for end in ("value", "low", "high"):
            printed, base = getattr(right, end), getattr(right, f"{end}_si")
            if isinstance(printed, str) or printed is None:
                continue
            if not any(isclose(number, goal) for number in numbers for goal in (printed, base)):
                message = f"{printed} is nowhere in {right.computation!r}; show how it comes about"
                yield right.fault(end, message)


# ------------------------------------------------------------------ figures of the same quantity


def superseded_by_an_earlier(ledger: Ledger) -> Iterator[Fault]:
    """Yield figures that an earlier one is said to replace."""
    for figure in ledger.figure_by_id.values():
        if figure.superseded_by:
            later = ledger.figure(figure.superseded_by)
            if after(figure.as_of, later.as_of):
                message = f"{later.id} is of {later.as_of}, before {figure.as_of}; name a later one"
                # Of another quantity, the date may be that of something else.
                same = figure.quantity == later.quantity
                yield figure.fault("superseded_by", message, "error" if same else "warning")


def superseded_figure_in_use(ledger: Ledger) -> Iterator[Fault]:
    """Yield quantities whose chosen figure has been replaced by another of the same quantity."""
    for quantity in ledger.quantities:
        used = ledger.figure(quantity.uses) if quantity.uses else None
        later = ledger.figure(used.superseded_by) if used and used.superseded_by else None
        if used and later and later.quantity == quantity.id:
            message = f"{used.id} is superseded by {later.id}; use that one, or remove the claim"
            yield quantity.fault("uses", message)


def sources_disagree(ledger: Ledger) -> Iterator[Fault]:
    """Yield quantities with different right values and no choice between them."""
    for quantity in ledger.quantities:
        if ledger.disputed(quantity.id):
            names = ", ".join(figure.id for figure in ledger.of_quantity(quantity.id))
            message = f"its figures differ and nothing decides: {names}; add 'uses' and 'because'"
            yield quantity.fault("", f"{message}, or leave both to be shown", "warning")


def far_from_its_neighbour(ledger: Ledger) -> Iterator[Fault]:
    """Yield figures more than half away from the nearest of the same quantity, without a note.

    The newsroom rule. A note or a correction at either of the two explains the distance.
    """
    for figures in ledger.figures_by_quantity.values():
        for figure in figures:
            others = [one for one in figures if one is not figure and _comparable(one, figure)]
            nearest = min(others, key=lambda one: _distance(figure, one), default=None)
            if nearest is None or _distance(figure, nearest) <= _FAR:
                continue
            if not any(one.note or one.right is not one for one in (figure, nearest)):
                distance = f"{_distance(figure, nearest):.0%} away from {nearest.id}"
                message = f"{distance}, the nearest of its quantity; explain it in a note"
                yield figure.fault("", f"{message}, or add 'corrected'")


def quantity_without_figures(ledger: Ledger) -> Iterator[Fault]:
    """Yield quantities that nothing states."""
    for quantity in ledger.quantities:
        if not ledger.of_quantity(quantity.id):
            yield quantity.fault("", "no figure states this quantity; add one or remove it")


# A loss, a fall and a debt smaller than the cash against it are below zero.
_SIGNED = {
    "market value change",
    "share price change",
    "growth rate",
    "net asset value",
    "net debt",
    "equity value",
    "other",
}
_UNDER = {"below", "less than"}
_FAR = 0.5


def _amount(amount: Amount) -> tuple[object, ...]:
    return amount.value_si, amount.low_si, amount.high_si, amount.unit_si


def _says(said: Printed, figure: Figure, *, signed: bool) -> bool:
    """Return whether words say a figure; a fall is printed without its sign: "fell by 17%"."""
    if figure.interval is None:
        date = str(figure.value or f"{figure.low}/{figure.high}")
        of_no_year = said.iso.startswith("--") and date.endswith(said.iso[1:])
        return date == said.iso or of_no_year
    low, high = figure.interval
    ends = [(low, high), (-high, -low)] if signed else [(low, high)]
    # A number printed without its currency or sign is a count, and may stand for any of them.
    named = said.kind in {"money", "percent"} and said.kind == figure.kind
    same_unit = not named or said.unit == figure.unit_si.removesuffix(" per share")
    return not said.iso and same_unit and (float(said.low), float(said.high)) in ends


def _digits_say(figure: Figure) -> bool:
    """Return whether words that are no quantity of ours have the figure's digits: "1/100th"."""
    digits = [
        float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", figure.printed)
    ]
    told = [one for one in (figure.value, figure.low, figure.high) if isinstance(one, int | float)]
    return not digits or all(
        any(isclose(one, digit) or isclose(one * digit, 1) for digit in digits) for one in told
    )


def _comparable(one: Observation, other: Observation) -> bool:
    return one.right.interval is not None and one.right.unit_si == other.right.unit_si


def _distance(figure: Observation, other: Observation) -> float:
    """Return the gap between two amounts as a part of the second; none where ranges overlap."""
    if not (figure.right.interval and other.right.interval):
        return 0.0
    (low, high), (other_low, other_high) = figure.right.interval, other.right.interval
    gap, near = max((low - other_high, other_high), (other_low - high, other_low))
    if gap <= 0:
        return 0.0
    return gap / abs(near) if near else inf
