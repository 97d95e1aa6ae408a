"""Charts of Stress and Compare: units, marks, colours and words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from exposure import stress_charts
from exposure.charts import LIGHT, Palette
from exposure.stress.breach import Breach, breach
from exposure.stress.tornado import Bar
from exposure.wording import percent
from tests.invented import book
from tests.test_breach import market

if TYPE_CHECKING:
    from exposure.book import Line
    from exposure.charts import Figure


@pytest.fixture(scope="module")
def likely() -> Breach:
    return breach(book(), {"investment": 20.0}, market())


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return [line for line in book().lines if line.ratio == "disclosed" and line.shown]


def bar(name: str = "a", *, figures: tuple[str, ...] = (), low: float = 0.2) -> Bar:
    """Return a bar over which the disclosed LTV goes from ``low`` to 30 %."""
    ends = (low, 0.3)
    return Bar(name, f"Lever {name}", "USD bn", 2, 1, 3, ends, ends, (), figures, "why", None)


def traces(found: Figure) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads(json.dumps(found, allow_nan=False))["data"]
    return data


def notes(found: Figure) -> list[str]:
    return [note["text"] for note in found["layout"]["annotations"]]


def ticks(found: Figure, axis: str) -> list[tuple[float, str]]:
    told = found["layout"][axis]
    return list(zip(told["tickvals"], told["ticktext"], strict=True))


# ------------------------------------------------------------------------------- how likely


def test_bars_of_the_distribution_add_up_and_change_colour_at_the_lines(
    likely: Breach, lines: list[Line], palette: Palette
) -> None:
    (drawn,) = traces(stress_charts.chances(likely, lines, palette))
    assert sum(drawn["y"]) == pytest.approx(1.0)
    for middle, colour in zip(drawn["x"], drawn["marker"]["color"], strict=True):
        passed = [line for line in lines if middle > line.limit]
        highest = max(passed, key=lambda line: line.limit, default=None)
        assert colour == (palette.limit(highest.tone) if highest else palette.focus)
    # The part beyond a line is the chance that is told in words, but for the bar that it cuts.
    chance = next(x for x in likely.chances if x.line.name == lines[0].name)
    beyond = sum(y for x, y in zip(drawn["x"], drawn["y"], strict=True) if x > chance.line.limit)
    assert beyond == pytest.approx(chance.probability, abs=max(drawn["y"][:-1]))


def test_the_last_bar_says_that_it_is_open_above(likely: Breach, lines: list[Line]) -> None:
    (drawn,) = traces(stress_charts.chances(likely, lines, LIGHT))
    assert drawn["customdata"][-1].startswith("above ")
    assert all(told.endswith("of outcomes") for told in drawn["customdata"])


def test_axes_of_ratios_print_percent_as_the_texts_do(likely: Breach, lines: list[Line]) -> None:
    found = stress_charts.chances(likely, lines, LIGHT)
    for axis in ("xaxis", "yaxis"):
        assert len(ticks(found, axis)) > 2
        for value, told in ticks(found, axis):
            assert told in (percent(value, 0), percent(value, 1))
        assert found["layout"][axis]["title"]["text"]


def test_each_line_is_named_with_its_ratio_in_a_row_of_its_own(
    likely: Breach, lines: list[Line]
) -> None:
    found = stress_charts.chances(likely, lines, LIGHT)
    assert sorted(notes(found)) == sorted(f"{x.label}, {x.ratio} LTV" for x in lines)
    heights = [note["yshift"] for note in found["layout"]["annotations"]]
    assert len(set(heights)) == len(heights)


def test_the_focus_company_and_the_next_have_their_colours(palette: Palette) -> None:
    rows = [("Birch", "birch", 9.0), ("Chip", "chip", 5.0), ("Rest", "rest", 2.0)]
    found = stress_charts.contributions(rows, "birch", palette)
    (drawn,) = traces(found)
    assert drawn["y"] == ["Rest", "Chip", "Birch"]  # from the foot of the chart upwards
    assert drawn["marker"]["color"] == [palette.greys[1], palette.second, palette.focus]
    assert found["layout"]["xaxis"]["title"]["text"] == "USD bn"
    assert found["layout"]["xaxis"]["range"][0] == 0


def test_a_holding_that_gains_in_bad_times_reaches_to_the_left() -> None:
    found = stress_charts.contributions([("A", "a", 4.0), ("B", "b", -1.0)], "a", LIGHT)
    low, high = found["layout"]["xaxis"]["range"]
    assert low < -1
    assert high > 4


# -------------------------------------------------------------------------- what matters most


def test_a_bar_reaches_from_one_end_to_the_other_around_where_the_ratio_is(
    palette: Palette,
) -> None:
    below, above, *_ = traces(stress_charts.tornado([bar()], 0.25, [], "disclosed", palette))
    assert (below["base"], below["x"]) == ([0.2], [pytest.approx(0.05)])
    assert (above["base"], above["x"]) == ([0.25], [pytest.approx(0.05)])
    assert (below["marker"]["color"], above["marker"]["color"]) == (
        palette.focus,
        palette.limits[0],
    )


def test_what_is_assumed_is_hatched_and_says_so() -> None:
    found = stress_charts.tornado([bar("a", figures=("f",)), bar("b")], 0.25, [], "grossed", LIGHT)
    assert traces(found)[0]["marker"]["pattern"]["shape"] == ["", "/"]
    assert ["assumed" in note for note in notes(found)] == [False, True]
    assert found["layout"]["xaxis"]["title"]["text"] == "Grossed LTV"


def test_only_lines_within_the_range_are_drawn(lines: list[Line]) -> None:
    near = stress_charts.tornado([bar()], 0.25, lines, "disclosed", LIGHT)
    far = stress_charts.tornado([bar(low=0.299)], 0.3, lines, "disclosed", LIGHT)
    inside = [line for line in lines if 0.18 < line.limit < 0.32]
    assert inside
    assert sum("LTV" in note for note in notes(near)) == len(inside)
    assert sum("LTV" in note for note in notes(far)) == 0


# ------------------------------------------------------------------------------------- compare


def test_compared_scenarios_are_rows_from_the_top_with_both_ratios(
    lines: list[Line], palette: Palette
) -> None:
    ratios = {"disclosed": [0.2, 0.3, None], "grossed": [0.3, 0.4, None]}
    found = stress_charts.compared(["Baseline", "A", "B"], ratios, lines, palette)
    disclosed, grossed = traces(found)[-2:]
    assert (disclosed["x"], grossed["x"]) == (ratios["disclosed"], ratios["grossed"])
    marks = [(x["marker"]["symbol"], x["marker"]["color"]) for x in (disclosed, grossed)]
    assert marks == [("circle", palette.focus), ("diamond", palette.second)]
    low, high = found["layout"]["yaxis"]["range"]
    assert low > high  # the first row on top
    assert [note for note in notes(found) if note.startswith("<b>")] == [
        "<b>Baseline</b>", "<b>A</b>", "<b>B</b>",
    ]  # fmt: skip


def test_a_number_of_a_scenario_stands_beside_a_line_that_would_strike_it_through(
    lines: list[Line],
) -> None:
    limit = lines[0].limit
    near, far, below = limit + 0.01, limit + 0.2, limit - 0.01
    ratios = {"disclosed": [near, far, below - 0.2], "grossed": [far, far + 0.1, below]}
    found = stress_charts.compared(["A", "B", "C"], ratios, lines[:1], LIGHT)
    disclosed, grossed = (trace["textposition"] for trace in traces(found)[-2:])
    assert disclosed == ["bottom right", "bottom center", "bottom center"]
    assert grossed == ["bottom center", "bottom center", "bottom left"]


def test_numbers_of_a_scenario_that_would_meet_stand_apart(
    lines: list[Line],
) -> None:
    limit = lines[0].limit
    ratios = {"disclosed": [limit + 0.001, 0.1, 0.5], "grossed": [limit + 0.05, 0.12, 0.48]}
    found = stress_charts.compared(["A", "B", "C"], ratios, lines[:1], LIGHT)
    disclosed, grossed = (trace["textposition"] for trace in traces(found)[-2:])
    assert disclosed == ["bottom left", "bottom left", "bottom right"]
    assert grossed == ["bottom center", "bottom right", "bottom left"]


def test_a_name_of_a_scenario_cannot_become_markup(lines: list[Line]) -> None:
    ratios = {"disclosed": [0.2], "grossed": [0.3]}
    found = stress_charts.compared(["<a href='x'>A</a>"], ratios, lines, LIGHT)
    assert not any("<a" in note for note in notes(found))
