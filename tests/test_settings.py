"""What each role asks of its lever, and where a lever starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from exposure.balance import BalanceError
from exposure.scenario import Role
from exposure.settings import RULES, default
from tests.invented import baseline, empty_ledger, with_inputs
from tests.ledgers import small_ledger
from tests.test_model import OAK

if TYPE_CHECKING:
    from exposure.scenario import Lever


def test_every_role_has_its_rule() -> None:
    assert set(RULES) == set(get_args(Role))


def lever(role: Role, **changes: object) -> Lever:
    """Return the invented group's lever of a role."""
    return OAK.levers.of(role)[0].model_copy(update={"default": None, **changes})


@pytest.mark.parametrize(
    ("role", "start"),
    [
        ("company value", 500),
        ("exchange rate", 100),
        ("economic interest", 100),
        ("asset-backed finance", 20),
        ("net debt local share", 100),
        ("commitments", 6),
        ("new investment", 0),
        ("round others", 0),
        ("new money marking", 0),
        ("sales", 0),
        ("margin loan", 0),
        ("held loan", 0),
        ("change of others", 0),
    ],
)
def test_a_lever_starts_at_the_baseline_s_own_number_or_at_nothing(
    role: Role, start: float
) -> None:
    assert default(empty_ledger(), baseline(), lever(role)) == start


def test_a_lever_starts_at_its_own_default_or_at_the_figure_it_names() -> None:
    ledger = small_ledger()
    assert default(ledger, baseline(), lever("round pre-money", default=700.0)) == 700
    # A range stands for its middle: 240 to 260.
    assert default(ledger, baseline(), lever("round pre-money", source="j-p4-value")) == 250


def test_what_the_baseline_does_not_say_of_a_holding_is_the_whole_or_nothing() -> None:
    bare = with_inputs("birch", economic_interest=None, asset_backed_finance=None)
    assert default(empty_ledger(), bare, lever("economic interest")) == 100
    assert default(empty_ledger(), bare, lever("asset-backed finance", company="birch")) == 0


def test_a_number_of_the_baseline_in_another_unit_is_no_start() -> None:
    with pytest.raises(BalanceError, match="JPY trn"):
        default(empty_ledger(), baseline(), lever("asset-backed finance", company="tel"))
    with pytest.raises(BalanceError, match="no number"):
        default(empty_ledger(), baseline(), lever("company value", company="tel"))
