"""What a published balance sheet does not say of itself, in sentences.

In come a sheet, its measures computed from its parts, and the comparison of
both; out comes one sentence for each thing that a reader should know.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exposure.published import Comparison, Measure, Published


def sentences(
    published: Published,
    computed: Mapping[Measure, float | None],
    comparisons: Sequence[Comparison],
) -> Iterator[str]:
    """Yield what disagrees, what was not compared, and where a loan exceeds its holding."""
    wrong = [one for one in comparisons if one.agrees is False]
    for one in wrong:
        yield _disagreement(one, computed, comparisons)
    if [one.measure for one in wrong] == ["ltv"] and any(one.agrees for one in comparisons):
        yield _mixed_bases(published, wrong[0], computed)
    for one in comparisons:
        if one.agrees is None:
            words = "is printed but not compared: shares_outstanding_mn is missing"
            yield f"{one.measure}: {one.printed:,f} {words}"
    for holding in published.holdings:
        loan = holding.asset_backed_finance
        if loan is not None and loan > holding.gross:
            yield (
                f"{holding.company}: the loan of {loan:,f} exceeds the gross value of "
                f"{holding.gross:,f}; the holding counts as nothing"
            )


def _disagreement(
    one: Comparison, computed: Mapping[Measure, float | None], comparisons: Sequence[Comparison]
) -> str:
    """Return what is printed beside what follows from the printed numbers that agree."""
    used = {name: Decimal(repr(value)) for name, value in computed.items() if value is not None}
    per_share = used.get("nav_per_share", Decimal(0)) / (used["nav"] or 1)
    used |= {other.measure: other.printed for other in comparisons if other.agrees}
    told = {name: f"{value.normalize():,f}" for name, value in used.items()}
    equity_value, net_debt = used["equity_value"], used["net_debt"]
    words, found = {
        "equity_value": ("the holdings add to", equity_value),
        "net_debt": ("its parts add to", net_debt),
        "nav": (
            f"equity value {told['equity_value']} less net debt {told['net_debt']} is",
            equity_value - net_debt,
        ),
        "nav_per_share": (
            f"NAV {told['nav']} over the shares outstanding is",
            used["nav"] * per_share,
        ),
        "ltv": (
            f"net debt {told['net_debt']} over equity value {told['equity_value']} is",
            net_debt / equity_value,
        ),
    }[one.measure]
    if one.measure == "ltv":
        # One digit more than the page has, to tell a slip from a rounding.
        percent = one.printed.scaleb(2)
        digits = _places(percent) + 1
        return f"ltv: {percent:,f} % is printed, but {words} {found.scaleb(2):,.{digits}f} %"
    digits = _places(one.printed)
    return f"{one.measure}: {one.printed:,f} is printed, but {words} {found:,.{digits}f}"


def _mixed_bases(
    published: Published, ltv: Comparison, computed: Mapping[Measure, float | None]
) -> str:
    """Return what would have to leave or join both sides for a printed ratio to follow.

    ``(D - x) / (E - x) = L`` gives ``x = (D - L x E) / (1 - L)``.
    """
    opening = "mixed bases: the amounts agree with each other and the ratio does not follow"
    ratio = float(ltv.printed)
    net_debt, equity_value = computed["net_debt"], computed["equity_value"]
    if ratio == 1 or net_debt is None or equity_value is None:
        return opening
    moved = (net_debt - ratio * equity_value) / (1 - ratio)
    way = "taken off" if moved > 0 else "added to"
    amount = f"{float(f'{abs(moved):.2g}'):,.10g} {published.unit}"
    return (
        f"{opening}; it would if about {amount} of asset-backed finance were {way} "
        "both net debt and equity value"
    )


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))
