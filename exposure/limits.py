"""How far a balance sheet is from a limit on its loan to value: closed forms.

Comes in: equity value ``E`` and debt ``D`` in one unit of money, a limit ``L``
as a fraction. For the grossed ratio pass ``E + A + C`` and ``D + A + C``: the
formulas are the same. Goes out: money in that unit, or fractions.
"""

from __future__ import annotations

from exposure.balance import BalanceError, Number, anywhere


def loss_to_limit(equity_value: Number, net_debt: Number, limit: float) -> Number:
    """Return the loss of value that takes LTV to a limit, ``E - D / L``.

    Negative when LTV is already beyond the limit.

    Raises
    ------
    BalanceError
        If the limit is not above zero and at most one.

    Examples
    --------
    >>> loss_to_limit(100.0, 20.0, 0.25)
    20.0
    """
    return equity_value - net_debt / _checked(limit)


def fall_to_limit(equity_value: Number, net_debt: Number, limit: float) -> Number:
    """Return the uniform fall of unpledged holdings that reaches a limit.

    ``1 - D / (L x E)``, a fraction; negative when already beyond it. With
    pledged holdings the fall of gross values is smaller: see `uniform_fall`.

    Raises
    ------
    BalanceError
        If the equity value is not above zero, or the limit not above zero and at
        most one.

    Examples
    --------
    >>> round(float(fall_to_limit(100.0, 20.0, 0.25)), 2)
    0.2
    """
    if anywhere(equity_value <= 0):
        raise BalanceError("equity value of holdings", "is not above zero, so it cannot fall")
    return 1.0 - net_debt / (_checked(limit) * equity_value)


def money_to_limit(equity_value: Number, net_debt: Number, limit: float) -> Number:
    """Return what must be raised to come back to a limit.

    Selling holdings, or borrowing non-recourse against them, takes ``R`` off
    both sides: ``R = (D - L x E) / (1 - L)``. Negative when already below, and
    then ``-R`` is the largest debt-funded investment that keeps to the limit.

    Raises
    ------
    BalanceError
        If the limit is not above zero and below one.

    Examples
    --------
    >>> money_to_limit(100.0, 40.0, 0.25)
    20.0
    >>> -money_to_limit(100.0, 10.0, 0.25)
    20.0
    """
    if _checked(limit) == 1:
        raise BalanceError("limit", "no amount of money moves an LTV to 100 %")
    return (net_debt - limit * equity_value) / (1.0 - limit)


def uniform_fall(
    gross: tuple[float, ...], loans: tuple[float, ...], equity_value: float
) -> float | None:
    """Return the fall of all gross values that leaves a given equity value.

    Piecewise linear, because the equity value of a pledged holding stops at
    zero: ``sum max(G_i x (1 - f) - a_i, 0) = E``. Holdings drop out of the sum
    in the order of ``1 - a_i / G_i``, so the answer is exact and needs no search.

    Parameters
    ----------
    gross, loans
        ``G_i`` and ``a_i`` of each holding, in one order and unit.
    equity_value
        The equity value to reach, ``D / L`` for a limit on the disclosed LTV.

    Returns
    -------
    float or None
        A fraction, negative when holdings would have to rise; None when no fall
        below 100 % reaches it, as with no debt.

    Examples
    --------
    >>> round(uniform_fall((100.0,), (0.0,), 80.0), 9)
    0.2
    >>> round(uniform_fall((100.0,), (20.0,), 64.0), 9)
    0.16
    >>> uniform_fall((100.0,), (20.0,), 0.0) is None
    True
    """
    if equity_value <= 0:
        return None
    alive = sorted(
        ((g, a) for g, a in zip(gross, loans, strict=True) if g > 0),
        key=lambda pair: pair[1] / pair[0],
    )
    # From all holdings alive to only the least pledged one: the answer of a set
    # is right when every member is still worth something at it.
    for count in range(len(alive), 0, -1):
        value = sum(g for g, _ in alive[:count])
        fall = 1.0 - (equity_value + sum(a for _, a in alive[:count])) / value
        if fall <= 1.0 - alive[count - 1][1] / alive[count - 1][0]:
            return fall
    return None


def _checked(limit: float) -> float:
    if not 0 < limit <= 1:
        raise BalanceError("limit", f"{limit} is not a fraction above zero and up to one")
    return limit
