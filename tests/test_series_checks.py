"""Public figures, which no words tell twice, and inputs that show their own computation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from benchmarks.tenfold import slips
from exposure.checks import check
from exposure.entries import Figure
from exposure.series_checks import (
    does_not_add_up,
    far_from_its_series,
    neighbours,
    unlike_its_computation,
)
from tests.ledgers import small_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from exposure.ledger import Ledger


def registry(value: float) -> Ledger:
    """Return the small ledger with another value of its one public figure, which is 100."""
    ledger = small_ledger()
    (figure,) = ledger.public
    return replace(ledger, public=(figure.model_copy(update={"value": value}),))


def test_a_public_figure_is_held_against_the_nearest_of_its_series() -> None:
    ledger = small_ledger()
    ((figure, others),) = neighbours(ledger)
    assert figure.id == "birch-value-registry"
    assert all(ledger.quantity(one.quantity).target == "birch" for one in others)
    assert all(isinstance(one, Figure) for one in others)


@pytest.mark.parametrize("value", [10, 10_000, -100])
def test_a_slip_of_the_point_or_the_sign_is_far_from_the_series(value: float) -> None:
    (fault,) = far_from_its_series(registry(value))
    assert fault.place == "birch-value-registry.value"
    assert fault.severity == "warning"
    assert "look at the page again" in fault.message
    assert set(far_from_its_series(registry(value))) <= set(check(registry(value)))


@pytest.mark.parametrize("value", [40, 100, 1000])
def test_what_a_series_may_do_is_not_far(value: float) -> None:
    assert list(far_from_its_series(registry(value))) == []


@pytest.mark.parametrize(
    ("value", "unit", "computation", "words"),
    [
        (40, "USD bn", "400 / 10 = 40", None),
        (87.1, "percent", "923 / 1060 = 0.871", None),
        (156.7, "local per USD", "JPY 4.7 trn / USD 30.0 bn = 156.7", None),
        (400, "USD bn", "400 / 10 = 40", "400 is not what"),
        (40, "USD bn", "400 / 100 = 40", "the left side is 4"),
        (40, "USD bn", "as the page says", "40 is not what"),
    ],
)
def test_a_number_is_what_its_computation_comes_to(
    value: float, unit: str, computation: str, words: str | None
) -> None:
    found = unlike_its_computation(value, unit, computation, ())
    assert found is None if words is None else words in str(found)


def test_the_source_of_a_computation_stands_in_it_or_in_one_before() -> None:
    (figure,) = small_ledger().public  # 100
    assert unlike_its_computation(4, "USD bn", "100 / 25 = 4", [figure]) is None
    assert unlike_its_computation(4, "USD bn", "8 / 2 = 4", [figure], "800 / 100 = 8") is None
    assert "100, which its source says" in str(
        unlike_its_computation(4, "USD bn", "8 / 2 = 4", [figure])
    )


@pytest.mark.parametrize("slipped", ["equity value", "net debt", "net asset value", "ltv"])
def test_figures_of_one_balance_sheet_add_up_or_are_told(slipped: str) -> None:
    def sheet(**changed: float) -> Ledger:
        told = {"equity value": 100, "net debt": 20, "net asset value": 80.4, "ltv": 20}
        ledger, (figure,) = small_ledger(), small_ledger().public
        quantity = ledger.quantity(figure.quantity)
        quantities = [
            quantity.model_copy(
                update={"id": name, "measure": name, "holder": "alder", "target": None}
            )
            for name in told
        ]
        public = [
            figure.model_copy(
                update={
                    "id": f"{name}-of-the-day",
                    "quantity": name,
                    "value": value,
                    "unit": "percent" if name == "ltv" else "USD bn",
                }
            )
            for name, value in (told | changed).items()
        ]
        return replace(ledger, quantities=tuple(quantities), public=tuple(public))

    assert list(does_not_add_up(sheet())) == []
    for factor in (10, 0.1, -1):
        whole = {"equity value": 100, "net debt": 20, "net asset value": 80, "ltv": 20}
        (fault,) = does_not_add_up(sheet(**{slipped: factor * whole[slipped]}))
        assert "does not add up" in fault.message


@pytest.mark.slow
def test_a_number_that_is_wrong_is_caught_or_listed_with_a_reason(
    seed_texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every seventh number of all files; ``python -m benchmarks.tenfold`` goes over every one."""
    monkeypatch.setenv("EXPOSURE_SEED_TEXTS", str(seed_texts))
    found = list(slips(7))
    assert len(found) > 300
    assert [str(slip) for slip in found if not (slip.caught or slip.reason)] == []
    assert sum(slip.caught for slip in found) > 0.75 * len(found)
