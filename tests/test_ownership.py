"""Who owns the focus company, and what a round does to a stake."""

from __future__ import annotations

import numpy as np
import pytest

from exposure import ownership
from exposure.model import outcome
from exposure.transactions import stake_after_round
from tests.dealings import Dealings, small


def stake(dealings: Dealings, holder: str, value: float, **more: str) -> None:
    name = f"{holder}-{more.get('as_of', 'x')}"
    dealings.fact(name, value, "stake", unit="percent", holder=holder, **more)


def test_the_latest_stake_of_each_owner_is_the_current_one() -> None:
    dealings = Dealings()
    stake(dealings, "cedar", 30, as_of="2030-01")
    stake(dealings, "cedar", 25, as_of="2030-05")
    stake(dealings, "elm", 10, as_of="2030-03", status="announced")
    rows = ownership.owners(dealings.book())
    assert [(row["owner"], row["stake"], row["current"]) for row in rows] == [
        ("Cedar Chips", 0.25, True),
        ("Elm Networks", 0.10, False),
        ("Cedar Chips", 0.30, False),
    ]


def test_a_group_that_is_inside_a_whole_is_not_added_to_it() -> None:
    dealings = Dealings()
    stake(dealings, "cedar", 53, as_of="2030-05-01")
    stake(dealings, "elm", 47, as_of="2030-05-01")
    stake(dealings, "alder", 11, as_of="2030-06")
    told = ownership.covered(dealings.book())
    assert "1 May 2030" in told
    assert "Alder Group is not named" in told


@pytest.mark.parametrize("others", [[53, 46], [53, 36, 11]])
def test_nothing_is_said_of_parts_or_of_a_whole_that_names_the_group(others: list[float]) -> None:
    dealings = Dealings()
    for holder, value in zip(("cedar", "elm", "alder"), others, strict=False):
        stake(dealings, holder, value, as_of="2030-05-01")
    assert ownership.covered(dealings.book()) == ""


def test_no_owner_is_no_fault() -> None:
    book = Dealings().book()
    assert ownership.owners(book) == []
    assert ownership.covered(book) == ""
    assert ownership.notes(book) == ""


def test_dilution_is_that_of_a_round() -> None:
    scenario = outcome(small(), {"pre_money_usd_bn": 100})
    sizes = np.array([0.0, 25.0, 100.0])
    assert np.ravel(ownership.dilution(scenario, sizes)).tolist() == [0.1, 0.08, 0.05]
    expected = stake_after_round(0.1, 100.0, 100.0, 50.0)
    assert float(np.asarray(ownership.dilution(scenario, 100.0, 50.0))) == expected


def test_a_round_smaller_than_what_is_bought_has_no_answer() -> None:
    scenario = outcome(small(), {"new_money_usd_bn": 20})
    assert np.isnan(ownership.dilution(scenario, 10.0, 20.0))
    (row,) = ownership.dilution_table(scenario, [10.0])
    assert row["follows"] is None


def test_buying_the_own_share_of_a_round_keeps_the_stake() -> None:
    scenario = outcome(small(), {})
    (row,) = ownership.dilution_table(scenario, [60.0])
    kept = row["to_keep_usd_bn"]
    assert kept is not None
    assert float(np.asarray(ownership.dilution(scenario, 60.0, kept))) == pytest.approx(0.1)


def test_the_scenarios_round_gives_the_scenarios_stake() -> None:
    scenario = outcome(small(), {"new_money_usd_bn": 20})
    size, bought = ownership.round_size(scenario), ownership.invests(scenario)
    assert float(np.asarray(ownership.dilution(scenario, size, bought))) == pytest.approx(
        scenario.focus_stake
    )


def test_the_note_says_whose_the_holding_is() -> None:
    assert "all the group's" in ownership.interest_note(small())
