"""Arithmetic that is written down while it is done: a number and the formula that gives it.

With it the model is said once, and every cell of the workbook holds a live formula
beside the number that the formula gave when the file was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Term: TypeAlias = "Formula | float"


@dataclass(frozen=True, eq=False)
class Formula:
    """A formula as a spreadsheet writes it, and its value; ``nan`` stands for #N/A.

    Examples
    --------
    >>> a, b = Formula("A1", 6.0), Formula("B1", 2.0)
    >>> both = (a + 1) / b
    >>> both.text, both.value
    ('((A1+1)/B1)', 3.5)
    >>> least(0, b - a).text, least(0, b - a).value
    ('MAX(0,(B1-A1))', 0)
    """

    text: str
    value: Any

    @property
    def is_nothing(self) -> bool:
        """Whether its value does not exist."""
        return _is_nan(self.value)

    def __add__(self, other: Term) -> Formula:
        return _joined(self, "+", other, lambda a, b: a + b)

    def __radd__(self, other: Term) -> Formula:
        return term(other) + self

    def __sub__(self, other: Term) -> Formula:
        return _joined(self, "-", other, lambda a, b: a - b)

    def __rsub__(self, other: Term) -> Formula:
        return term(other) - self

    def __mul__(self, other: Term) -> Formula:
        return _joined(self, "*", other, lambda a, b: a * b)

    def __rmul__(self, other: Term) -> Formula:
        return term(other) * self

    def __truediv__(self, other: Term) -> Formula:
        return _joined(self, "/", other, lambda a, b: a / b if b else nan)

    def __rtruediv__(self, other: Term) -> Formula:
        return term(other) / self

    def __gt__(self, other: Term) -> Formula:
        return _joined(self, ">", other, lambda a, b: a > b)

    def __ge__(self, other: Term) -> Formula:
        return _joined(self, ">=", other, lambda a, b: a >= b)

    def __lt__(self, other: Term) -> Formula:
        return _joined(self, "<", other, lambda a, b: a < b)

    def __le__(self, other: Term) -> Formula:
        return _joined(self, "<=", other, lambda a, b: a <= b)


NOTHING = Formula("NA()", nan)
"""Stands where a number does not exist."""


def term(found: Term) -> Formula:
    """Return a number as a formula.

    >>> term(0.5).text, term(30.0).text
    ('0.5', '30')
    """
    if isinstance(found, Formula):
        return found
    whole = float(found).is_integer() and abs(found) < 1e15  # noqa: PLR2004  (exact up to there)
    return Formula(str(int(found)) if whole else repr(float(found)), found)


def least(lowest: Term, *others: Term) -> Formula:
    """Return the largest of some numbers: what is at least the lowest."""
    found = [term(one) for one in (lowest, *others)]
    return Formula(f"MAX({_list(found)})", _known(max, [one.value for one in found]))


def choose(condition: Formula, yes: Term, no: Term) -> Formula:
    """Return one of two, by a condition; nothing where the condition has no answer."""
    yes, no = term(yes), term(no)
    value = _known(lambda found: (yes if found[0] else no).value, [condition.value])
    return Formula(f"IF({condition.text},{yes.text},{no.text})", value)


def both(*conditions: Formula) -> Formula:
    """Return whether all conditions hold; one that has no answer does not."""
    value = all(one.value is True for one in conditions)
    return Formula(f"IFERROR(AND({_list(conditions)}),FALSE)", value)


def none_of(*conditions: Formula) -> Formula:
    """Return whether no condition holds; where one has no answer it is not so."""
    value = not any(_is_nan(one.value) or one.value for one in conditions)
    return Formula(f"IFERROR(NOT(OR({_list(conditions)})),FALSE)", value)


def total(cells: Sequence[Formula]) -> Formula:
    """Return the sum of cells that stand beside each other."""
    value = sum((one.value for one in cells), 0.0)
    return Formula(f"SUM({span(cells)})", value)


def span(cells: Sequence[Formula]) -> str:
    """Return the range of cells that stand beside each other."""
    last = cells[-1].text.rpartition("!")[2]
    return f"{cells[0].text}:{last}"


def _joined(left: Formula, sign: str, right: Term, compute: Callable[[Any, Any], Any]) -> Formula:
    right = term(right)
    return Formula(
        f"({left.text}{sign}{right.text})",
        _known(lambda both: compute(*both), [left.value, right.value]),
    )


def _known(compute: Callable[[list[Any]], Any], values: list[Any]) -> Any:  # noqa: ANN401
    return nan if any(map(_is_nan, values)) else compute(values)


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and isnan(value)


def _list(found: Sequence[Formula]) -> str:
    return ",".join(one.text for one in found)
