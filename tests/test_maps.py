"""Two-way maps and their frontiers."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from exposure.balance import BalanceError
from exposure.model import outcome
from exposure.stress.contours import crossings
from exposure.stress.goal import bracketed_root, goal
from exposure.stress.maps import ratios, two_way
from exposure.stress.roots import refine
from tests.invented import book

if TYPE_CHECKING:
    from exposure.book import Book

AFTER = {"investment": 30.0}


@pytest.fixture(scope="module")
def oak() -> Book:
    return book()


def test_every_cell_is_the_answer_of_its_scenario(oak: Book) -> None:
    found = two_way(oak, {}, "birch_value", "investment", size=7)
    assert found.disclosed.shape == found.grossed.shape == (7, 7)
    for row, y in enumerate(found.y):
        for column, x in enumerate(found.x):
            here = outcome(oak, {"birch_value": float(x), "investment": float(y)})
            assert found.disclosed[row, column] == pytest.approx(here.ratio("disclosed"))
            assert found.grossed[row, column] == pytest.approx(here.ratio("grossed"))


@pytest.mark.parametrize(
    ("x", "y"),
    [("birch_value", "investment"), ("birch_value", "chip_value"), ("yen", "sales")],
)
def test_the_frontier_is_where_goal_seek_finds_it(oak: Book, x: str, y: str) -> None:
    found = two_way(oak, AFTER, x, y)
    points = 0
    for frontier in found.frontiers:
        for path in frontier.paths:
            for at_x, at_y in path[::9].tolist():
                line = frontier.line
                sought = bracketed_root(oak, {**AFTER, y: at_y}, x, line.limit, line.ratio)
                assert at_x == pytest.approx(sought, rel=1e-9)
                points += 1
    assert points > 10


def test_a_frontier_steps_from_cell_to_cell(oak: Book) -> None:
    found = two_way(oak, AFTER, "birch_value", "chip_value")
    for frontier in found.frontiers:
        for path in frontier.paths:
            steps = np.abs(np.diff(path, axis=0)) / [np.diff(found.x)[0], np.diff(found.y)[0]]
            assert steps.max() <= 1 + 1e-9


def test_an_impossible_corner_is_left_open_and_does_not_spoil_the_map(oak: Book) -> None:
    found = two_way(oak, {}, "sales", "chip_value")
    # At 5 chip is worth 4, less than its loan; tel alone is worth 25.
    assert np.isnan(found.disclosed[0, -1])
    assert np.isfinite(found.disclosed[0, 0])
    assert np.isfinite(found.disclosed[-1, -1])
    assert json.loads(json.dumps(found.as_json(), allow_nan=False))["ltv"][0][-1] is None


def test_presets_are_marked_and_say_whether_the_map_is_theirs(oak: Book) -> None:
    marks = two_way(oak, {}, "birch_value", "chip_value").marks
    assert [(m.name, m.fits) for m in marks] == [
        ("scenario", True),
        ("as-is", True),
        ("after-30", False),
        ("birch-halves", True),
    ]


def test_a_map_on_which_nothing_is_possible_is_refused(oak: Book) -> None:
    with pytest.raises(BalanceError, match="nowhere on it is the scenario possible"):
        two_way(oak, {"chip_loan": 0.0}, "sales", "chip_value", x_range=(60, 120), y_range=(5, 20))


def test_a_range_is_kept_within_the_lever(oak: Book) -> None:
    found = two_way(oak, {}, "birch_value", "sales", x_range=(100, 9999), size=3)
    assert found.x.tolist() == [100, 1050, 2000]


@pytest.mark.parametrize(
    ("x", "y", "span"), [("sales", "sales", None), ("sales", "no", None), ("sales", "yen", (9, 9))]
)
def test_a_map_without_two_axes_is_refused(
    oak: Book, x: str, y: str, span: tuple[float, float] | None
) -> None:
    with pytest.raises(BalanceError):
        two_way(oak, {}, x, y, x_range=span)


def test_every_pair_of_levers_makes_a_map(oak: Book) -> None:
    for x, y in combinations(oak.levers.defaults, 2):
        found = two_way(oak, AFTER, x, y, size=9)
        assert np.isfinite(found.disclosed).any()


def test_the_ratios_alone_are_those_of_the_map(oak: Book) -> None:
    found = two_way(oak, AFTER, "yen", "sales", size=21)
    complete = oak.levers.complete(AFTER)
    disclosed, grossed = ratios(oak, complete, ("yen", "sales"), (found.x, found.y))
    assert np.array_equal(disclosed, found.disclosed, equal_nan=True)
    assert np.array_equal(grossed, found.grossed, equal_nan=True)


def test_a_closed_contour_ends_where_it_began() -> None:
    y, x = np.mgrid[-2:2:41j, -2:2:41j]
    (path,) = crossings(x**2 + y**2 - 1).paths()
    assert path[0] == path[-1]


def test_a_saddle_gives_two_lines_and_a_hole_cuts_one() -> None:
    y, x = np.mgrid[-1:1:4j, -1:1:4j]
    assert len(crossings(x * y).paths()) == 2
    flat = np.tile([-1.0, -0.5, 0.5, 1.0], (4, 1))
    flat[1, 1] = np.nan
    assert [len(path) for path in crossings(flat).paths()] == [2]


def test_a_jump_is_returned_as_its_place() -> None:
    ends = np.array([0.0]), np.array([1.0])
    jump = refine(lambda x: np.where(x < 0.3, -1.0, 1.0), ends, (np.array([-1.0]), np.array([1.0])))
    assert jump[0] == pytest.approx(0.3, rel=1e-12)


def test_goal_seek_agrees_with_the_map_at_the_scenario_itself(oak: Book) -> None:
    value = goal(oak, {}, "birch_value", 0.25).value
    assert value is not None
    found = two_way(oak, {}, "birch_value", "chip_value", size=301, y_range=(99, 101))
    path = next(f.paths[0] for f in found.frontiers if f.line.name == "first")
    nearest = path[np.argmin(np.abs(path[:, 1] - 100))]
    assert nearest[0] == pytest.approx(value, rel=1e-6)
