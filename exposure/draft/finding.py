"""What a rule says about a place in a draft, and the arithmetic of printed numbers.

A printed number stands for an interval: half a unit of its last digit to either side, wider when
it is "about", open when it is "more than". Two printings disagree only if their intervals do.
"""

from dataclasses import dataclass
from math import inf, log10

from exposure.draft.reading import Reading
from exposure.draft.sentences import Span
from exposure.quantities import Quantity

__all__ = [
    "ABOUT",
    "COARSE",
    "Ends",
    "Finding",
    "Right",
    "interval",
    "meet",
    "note",
    "proved",
    "said",
    "tenfold",
]

ABOUT = 0.05  # how far "about" may reach, as a share of the number
COARSE = 0.04  # how far an amount of one digit may, that is not "about"
_GRAVEST = ("error", "warning", "info")

Ends = tuple[float, float]
Right = float | str | Ends | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about one place of a draft.

    Attributes
    ----------
    start, end, line, column, printed
        The place: characters from 0, line and column from 1, and what stands there.
    kind
        That of the quantity (``money``, ``percent``, ...), ``name`` or ``text``.
    verdict
        ``agrees``, ``wrong``, ``stale``, ``misprint``, ``unknown`` or ``unchecked``.
    rule
        A key of `exposure.draft.RULES`.
    severity
        ``error``, ``warning`` or ``info``; what agrees is information.
    right_value
        In base units as the ledger has them: a number, both ends of a range, an ISO date, a name or
        a status; ``None`` when there is no one right value to give.
    figure
        The id of the ledger's figure behind it; empty when the text alone decides.
    computation
        How the right value comes about; empty when it is not computed.
    unit
        Of the right value, as of a quantity: an ISO currency, ``fraction``, ``times``; empty for words.
    """

    start: int
    end: int
    line: int
    column: int
    printed: str
    kind: str
    verdict: str
    rule: str
    severity: str
    message: str
    right_value: Right = None
    figure: str = ""
    computation: str = ""
    unit: str = ""

    @property
    def order(self) -> tuple[int, int]:
        """Sort key: the gravest first, then as in the text."""
        return _GRAVEST.index(self.severity), self.start

    def as_json(self) -> dict[str, object]:
        """Return the record of ``draft --json``."""
        right = list(self.right_value) if isinstance(self.right_value, tuple) else self.right_value
        own = {"computation", "unit"}
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in own}
        return plain | {"right_value": right, "figure": self.figure or None}


def note(  # noqa: PLR0913 - the fields of a finding
    reading: Reading,
    place: Quantity | Span,
    rule: str,
    message: str,
    *,
    right: Right = None,
    figure: str = "",
    severity: str = "error",
    verdict: str = "wrong",
    kind: str = "",
    computation: str = "",
    unit: str = "",
) -> Finding:
    """Return a finding about a quantity, or about any stretch of the text."""
    start, end = (place.start, place.end) if isinstance(place, Quantity) else place
    if isinstance(place, Quantity):
        kind, unit = kind or place.kind, unit or place.unit
    kind = kind or "text"
    told = (reading.printed[start:end], kind, verdict, rule, severity, message)
    line, column = reading.line(start)
    return Finding(start, end, line, column, *told, _plain(right), figure, computation, unit)


def proved(reading: Reading, q: Quantity, computation: str) -> Finding:
    """Return that a number agrees with others of its own text."""
    words = f"agrees with the text's own numbers: {computation}"
    told = {"severity": "info", "verdict": "agrees", "computation": computation}
    return note(reading, q, "derived", words, **told)


def _plain(right: Right) -> Right:
    """Return one number for a range of one, whole where it can be, without binary dust."""
    if isinstance(right, tuple):
        low, high = (_number(end) for end in right)
        return low if low == high else (low, high)
    return right if isinstance(right, str) or right is None else _number(right)


def _number(value: float) -> float:
    value = float(f"{value:.12g}")
    return int(value) if value.is_integer() else value


def interval(q: Quantity, *, loose: bool = True) -> tuple[float, float]:
    """Return what a printed number may stand for.

    Parameters
    ----------
    q
        A quantity that is no date.
    loose
        Whether "about", "more than" and the like widen it.

    Examples
    --------
    >>> from exposure.quantities import quantities
    >>> [interval(q) for q in quantities("13%, more than $20B")]
    [(0.125, 0.135), (19500000000.0, inf)]
    """
    low, high = float(q.low), float(q.high)
    below, above = float(q.low_step / 2), float(q.high_step / 2)
    if q.kind in {"money", "count"}:  # nobody prints 4 for 4.4
        below, above = min(below, COARSE * abs(low)), min(above, COARSE * abs(high))
    low, high = low - below, high + above
    if not loose:
        return low, high
    if q.modality == "about":
        low, high = min(low, float(q.low) * (1 - ABOUT)), max(high, float(q.high) * (1 + ABOUT))
    elif q.modality in {"more than", "at least"}:
        high = inf
    elif q.modality in {"up to", "less than", "below"} and q.low == q.high:
        low = 0.0
    return low, high


def meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Tell whether two intervals have a point in common; a hair of slack for binary fractions."""
    slack = 1e-9 * max(1e-9, min(abs(one[1]), abs(other[1])))
    return one[0] <= other[1] + slack and other[0] <= one[1] + slack


def tenfold(one: float, other: float) -> int:
    """Return the power of ten between two numbers of the same digits; 0 when there is none.

    Examples
    --------
    >>> tenfold(400, 40), tenfold(2.25, 22.5), tenfold(40, 39), tenfold(646, 64.6)
    (1, -1, 0, 1)
    """
    if one <= 0 or other <= 0:
        return 0
    power = round(log10(one / other))
    near = abs(one / other / 10**power - 1) < 1e-6  # noqa: PLR2004 - binary dust only
    return power if near and 1 <= abs(power) <= 4 else 0  # noqa: PLR2004 - a slip of four is none


_SCALES = ((1e12, "trn"), (1e9, "bn"), (1e6, "mn"))


def said(low: float, high: float, unit: str) -> str:
    """Return an amount or a range in words for a message.

    Examples
    --------
    >>> said(40e9, 40e9, "USD"), said(0.565, 0.565, "fraction"), said(25, 35.714, "times")
    ('USD 40 bn', '56.5%', '25 to 35.7 times')
    >>> said(15e9, 25e9, "USD"), said(0.02, 0.02, "percentage points")
    ('USD 15 bn to USD 25 bn', '2 percentage points')
    """
    if unit == "times":
        ends, after = [f"{low:.3g}", f"{high:.3g}"], " times"
    elif unit in _HUNDREDTHS:
        ends, after = [f"{low * 100:.4g}", f"{high * 100:.4g}"], _HUNDREDTHS[unit]
    else:
        ends, after = [_money(low, unit), _money(high, unit)], ""
    return " to ".join(dict.fromkeys(ends)) + after


_HUNDREDTHS = {
    "fraction": "%",
    "points": " percentage points",
    "percentage points": " percentage points",
}


def _money(value: float, unit: str) -> str:
    scale, name = next((pair for pair in _SCALES if abs(value) >= pair[0]), (1, ""))
    return f"{unit} {value / scale:.6g} {name}".strip()
