"""Numbers that nothing else in the data tells twice: held against their series, or their own sum.

The words that an article printed are held against a figure's value; a public figure has none, so a
slip of the decimal point is found by the other figures of the same measure, holder and target.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import inf, isclose
from operator import attrgetter

from exposure.arithmetic import equations
from exposure.document import Fault
from exposure.entries import Amount, Observation
from exposure.ledger import Ledger

__all__ = ["does_not_add_up", "far_from_its_series", "neighbours", "unlike_its_computation"]

FAR = 7.0
"""How many times another number is far: a slip makes ten of it, and a series moves as well."""


def far_from_its_series(ledger: Ledger) -> Iterator[Fault]:
    """Yield public figures that every other figure of their series is far from.

    A series is one measure of one holder and target in one currency, at whatever dates.
    """
    for figure, others in neighbours(ledger):
        if others and all(_times(figure, one) > FAR for one in others):
            nearest = min(others, key=lambda one: _times(figure, one))
            message = (
                f"more than {FAR:g} times away from {nearest.id}, or of the other sign, and nothing "
                "of its series is nearer; look at the page again"
            )
            yield figure.fault("value" if figure.low is None else "low", message, "warning")


def does_not_add_up(ledger: Ledger) -> Iterator[Fault]:
    """Yield public figures of one holder and day that no balance sheet has together.

    NAV is equity value less net debt, and LTV net debt over equity value: three of the four tell the
    fourth. Where one is told more than once on a day, one of its figures has to agree.
    """
    for told in _sheets(ledger).values():
        if len(told) < len(_SHEET) - 1 or any(_closes(one) for one in _each(told)):
            continue
        first, *rest = sorted((x for found in told.values() for x in found), key=attrgetter("line"))
        message = (
            f"does not add up with {', '.join(one.id for one in rest)}: NAV is equity value less net "
            "debt, and LTV net debt over equity value; look at the pages again"
        )
        yield first.fault("value" if first.low is None else "low", message, "warning")


def neighbours(ledger: Ledger) -> Iterator[tuple[Observation, Sequence[Observation]]]:
    """Yield every public figure with the next smaller and the next larger number of its series."""
    series = defaultdict(list)
    for figure in ledger.figure_by_id.values():
        quantity = ledger.quantity(figure.quantity)
        if figure.right.interval and quantity.measure != "other":
            key = quantity.measure, quantity.holder, quantity.target, figure.right.unit_si
            series[key].append(figure)
    public = {figure.id for figure in ledger.public}
    for figures in series.values():
        ranked = sorted(figures, key=_middle)
        for index, figure in enumerate(ranked):
            if figure.id in public:
                yield figure, (*ranked[max(index - 1, 0) : index], *ranked[index + 1 : index + 2])


def unlike_its_computation(
    value: float, unit: str, computation: str, sources: Sequence[Amount], before: str = ""
) -> str | None:
    """Return why a number is not what its computation shows, or None.

    Every sum in it has to hold, the last has to end in the number, and each source has to stand in
    it, or in a computation that it builds on: ``before``.

    Examples
    --------
    >>> unlike_its_computation(8.02, "JPY trn", "38.92 - 30.9 = 8.02", ())
    >>> unlike_its_computation(80.2, "JPY trn", "38.92 - 30.9 = 8.02", ())
    "80.2 is not what '38.92 - 30.9 = 8.02' comes to"
    """
    sums = list(equations(computation))
    wrong = next((one for one in sums if not one.holds), None)
    if wrong is not None:
        return f"{wrong.text!r} is wrong: the left side is {wrong.left:.6g}"
    ways = (value, value / 100) if unit == "percent" else (value,)
    if not sums or not any(isclose(sums[-1].right, way) for way in ways):
        return f"{value:g} is not what {computation!r} comes to"
    numbers = [number for one in (*sums, *equations(before)) for number in one.numbers]
    for source in sources:
        ends = [
            getattr(source, f"{end}{si}") for end in ("value", "low", "high") for si in ("", "_si")
        ]
        told = [abs(end) for end in ends if isinstance(end, int | float)]
        if told and not any(isclose(abs(number), end) for number in numbers for end in told):
            return f"{told[0]:g}, which its source says, is nowhere in {computation!r}"
    return None


_SHEET = ("equity value", "net debt", "net asset value", "ltv")
_ROUNDED = 0.01  # of equity value: each of the pages rounds
_Sheet = dict[str, Observation]


def _sheets(ledger: Ledger) -> Mapping[object, Mapping[str, Sequence[Observation]]]:
    """Return the public figures of a balance sheet by their measure, for each holder and day."""
    found: dict[object, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for figure in ledger.public:
        quantity = ledger.quantity(figure.quantity)
        if quantity.measure in _SHEET and figure.right.interval:
            found[quantity.holder, figure.as_of][quantity.measure].append(figure)
    return found


def _each(told: Mapping[str, Sequence[Observation]]) -> Iterator[_Sheet]:
    """Yield every sheet that takes one figure of each measure."""
    for chosen in product(*told.values()):
        yield dict(zip(told, chosen, strict=True))


def _closes(sheet: _Sheet) -> bool:
    if len({one.right.unit_si for name, one in sheet.items() if name != "ltv"}) > 1:
        return True  # not in one currency: nothing to hold against each other
    equity, debt, nav, ltv = (_middle(sheet[x]) if x in sheet else None for x in _SHEET)
    if equity is None:
        equity = (nav or 0.0) + (debt or 0.0)
    if debt is None:
        debt = equity - (nav or 0.0)
    if nav is None:
        nav = equity - debt
    gaps = equity - debt - nav, 0.0 if ltv is None else debt - ltv * equity
    return all(abs(gap) <= _ROUNDED * abs(equity) for gap in gaps)


def _middle(figure: Observation) -> float:
    low, high = figure.right.interval or (0.0, 0.0)
    return (low + high) / 2


def _times(one: Observation, other: Observation) -> float:
    """Return how many times the larger of two numbers is the smaller."""
    a, b = _middle(one), _middle(other)
    return max(a / b, b / a) if a * b > 0 else inf
