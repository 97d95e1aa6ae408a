"""Sums as a person writes them down: ``34.6 + 30 = 64.6; (15 / 2.5) ^ (1 / 4) - 1 = 56.5 %``.

Numbers, ``+ - x / ^``, brackets and ``%`` are understood, and nothing else: no names, no calls.
"""

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

__all__ = ["Equation", "equations", "half_step", "value_of"]


class Equation(NamedTuple):
    """One ``left = right`` of a computation.

    ``left`` is what the left side comes to, ``None`` where it is not plain arithmetic; ``right``
    is the number on the right, ``step`` half of its last printed digit, and ``numbers`` are all
    that stand on either side.
    """

    text: str
    left: float | None
    right: float
    step: float
    numbers: tuple[float, ...]

    @property
    def holds(self) -> bool:
        """Whether the left side rounds to the right one; true of what cannot be computed."""
        # The smallest margin is for binary fractions: 0.25 is as good as 0.2 or 0.3.
        return self.left is None or abs(self.left - self.right) <= self.step * (1 + 1e-9)


def equations(computation: str) -> Iterator[Equation]:
    """Yield the equations of a computation, those with a number alone on the right.

    Examples
    --------
    >>> [(one.left, one.right, one.holds) for one in equations("400 / 10 = 40; 2 x 3 = 7")]
    [(40.0, 40.0, True), (6.0, 7.0, False)]
    """
    for part in computation.split(";"):
        left, equals, right = part.rpartition("=")
        number = _NUMBER.fullmatch(right.strip())
        if equals and number:
            step = half_step(number[1]) * (_PERCENT if number[2] else 1.0)
            numbers = tuple(
                float(found[1].replace(",", "")) * (_PERCENT if found[2] else 1.0)
                for found in _NUMBER.finditer(part)
            )
            yield Equation(part.strip(), value_of(left), numbers[-1], step, numbers)


def half_step(digits: str) -> float:
    """Return half of one unit of the last digit: how far rounding can have moved a number.

    Examples
    --------
    >>> half_step("64.6"), half_step("15.00"), half_step("40")
    (0.05, 0.005, 0.5)
    """
    return 0.5 * 10.0 ** -len(digits.partition(".")[2])


def value_of(text: str) -> float | None:
    """Return what plain arithmetic comes to; ``None`` where it is anything else.

    Examples
    --------
    >>> value_of("(15 / 2.5) ^ (1 / 2) - 25 %"), value_of("1 / 0"), value_of("open('file')")
    (2.199489742783178, None, None)
    """
    if len(text) > _LONGEST:
        return None
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text).translate(_SIGNS)
    plain = re.sub(r"(\d+(?:\.\d+)?)\s*%", r"(\1 / 100)", plain).replace("^", "**")
    try:
        result = _value(ast.parse(plain.strip(), mode="eval").body)
    except (SyntaxError, ValueError, TypeError, ArithmeticError, RecursionError, MemoryError):
        return None
    return result


_LONGEST = 300
_PERCENT = 0.01
_NUMBER = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)\s*(%)?")
_SIGNS = str.maketrans({"x": "*", "\u00d7": "*", "\u2212": "-"})

_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return float(_OPERATORS[type(op)](_value(left), _value(right)))
        case _:
            raise ValueError("not plain arithmetic")
