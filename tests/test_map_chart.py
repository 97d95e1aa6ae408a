"""The map of two levers: its lines are those of goal seek, and its marks and words are told apart."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from exposure import map_chart, stress_words
from exposure.charts import LIGHT, Palette
from exposure.model import outcome
from exposure.stress.breach import breach_map
from exposure.stress.goal import goal
from exposure.stress.maps import Map, two_way
from tests.invented import book
from tests.test_breach import market

if TYPE_CHECKING:
    from exposure.book import Book
    from exposure.charts import Figure
    from exposure.stress.breach import ChanceMap

X, Y = "birch_value", "investment"
LABELS = ("Birch, USD bn", "Invested, USD bn")


@pytest.fixture(scope="module")
def oak() -> Book:
    return book()


@pytest.fixture(scope="module")
def drawn(oak: Book) -> Map:
    return two_way(oak, {}, X, Y)


def figure(oak: Book, drawn: Map, palette: Palette, chances: ChanceMap | None = None) -> Figure:
    values = oak.levers.defaults
    places = stress_words.places(drawn)
    here = (values[X], values[Y])
    found = map_chart.two_way(drawn, places, here, palette, labels=LABELS, chances=chances)
    json.dumps(found, allow_nan=False)
    return found


def traces(found: Figure, kind: str, mode: str = "") -> list[dict[str, Any]]:
    return [
        trace
        for trace in found["data"]
        if trace["type"] == kind and trace.get("mode", "").startswith(mode)
    ]


def edges(found: Figure) -> list[dict[str, Any]]:
    return [trace for trace in traces(found, "scatter", mode="lines") if "fill" not in trace]


def test_every_point_of_a_drawn_frontier_is_what_goal_seek_finds(oak: Book, drawn: Map) -> None:
    shown = sorted((line for line in oak.lines if line.shown), key=lambda line: line.tone)
    drawn_lines = edges(figure(oak, drawn, LIGHT))
    assert len(drawn_lines) == len(shown)
    checked = 0
    for trace in drawn_lines:
        line = next(x for x in shown if LIGHT.limit(x.tone) == trace["line"]["color"])
        points = [p for p in zip(trace["x"], trace["y"], strict=True) if None not in p]
        for x, y in points[:: max(1, len(points) // 9)]:
            found = goal(oak, {Y: y}, X, line.limit, line.ratio)
            assert found.value == pytest.approx(x, rel=1e-6)
            checked += 1
    assert checked > len(shown)


def test_the_region_beyond_a_line_is_tinted_as_on_every_chart(
    oak: Book, drawn: Map, palette: Palette
) -> None:
    found = figure(oak, drawn, palette)
    regions = [x for x in traces(found, "scatter") if x.get("fill")]
    shown = sorted((line for line in oak.lines if line.shown), key=lambda line: line.tone)
    assert [x["fillcolor"] for x in regions] == [palette.tints[x.tone == "second"] for x in shown]
    for line, region in zip(shown, regions, strict=True):
        ratios = drawn.grossed if line.ratio == "grossed" else drawn.disclosed
        beyond = np.mean(np.nan_to_num(ratios, nan=0.0) > line.limit)
        assert area(region) / whole(drawn) == pytest.approx(beyond, abs=0.03)


def test_what_is_not_possible_is_grey_and_as_large_as_it_is(oak: Book, palette: Palette) -> None:
    # Of 200 no more can be sold or lent on than there is.
    tight = two_way(oak, {}, "sales", "margin_loan", x_range=(0.0, 400.0), y_range=(0.0, 400.0))
    assert np.isnan(tight.disclosed).any()
    (grey,) = [
        trace
        for trace in map_chart.two_way(tight, [], (0.0, 0.0), palette, labels=("a", "b"))["data"]
        if trace.get("fillcolor") == palette.greys[2]
    ]
    part = np.isnan(tight.disclosed).mean()
    assert area(grey) / whole(tight) == pytest.approx(part, abs=0.05)


def test_a_map_of_what_is_possible_everywhere_has_no_grey(oak: Book, drawn: Map) -> None:
    fills = {trace.get("fillcolor") for trace in figure(oak, drawn, LIGHT)["data"]}
    assert LIGHT.greys[2] not in fills


def whole(drawn: Map) -> float:
    return float((drawn.x[-1] - drawn.x[0]) * (drawn.y[-1] - drawn.y[0]))


def area(region: dict[str, Any]) -> float:
    """Return the area of closed lines with a gap between two of them."""
    total = 0.0
    x: list[float] = []
    y: list[float] = []
    for a, b in [*zip(region["x"], region["y"], strict=True), (None, None)]:
        if a is None:
            total += abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
            x, y = [], []
        else:
            x.append(a)
            y.append(b)
    return total


def test_axes_name_levers_and_units_and_lines_name_their_ratio(oak: Book, drawn: Map) -> None:
    layout = figure(oak, drawn, LIGHT)["layout"]
    assert [layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")] == list(LABELS)
    assert layout["xaxis"]["range"] == [drawn.x[0], drawn.x[-1]]
    told = " ".join(note["text"] for note in layout["annotations"])
    for frontier in drawn.frontiers:
        if frontier.line.shown and frontier.paths:
            assert f"{frontier.line.ratio} LTV" in told


def test_the_pointer_gets_both_ratios_of_the_model(oak: Book, drawn: Map) -> None:
    (seen,) = traces(figure(oak, drawn, LIGHT), "heatmap")
    row, column = 13, 20
    values = {X: seen["x"][column], Y: seen["y"][row]}
    here = outcome(oak, oak.levers.complete(values))
    assert seen["z"][row][column] == pytest.approx(here.ratio("disclosed"), abs=1e-4)
    assert seen["customdata"][row][column] == pytest.approx(here.ratio("grossed"), abs=1e-4)
    assert "disclosed LTV" in seen["hovertemplate"]
    assert "grossed LTV" in seen["hovertemplate"]


def test_the_scenario_is_a_cross_and_presets_are_numbered_circles(
    oak: Book, drawn: Map, palette: Palette
) -> None:
    presets, here = traces(figure(oak, drawn, palette), "scatter")[-2:]
    assert (here["x"], here["y"]) == ([oak.levers.defaults[X]], [oak.levers.defaults[Y]])
    assert (here["marker"]["symbol"], here["marker"]["color"]) == ("x-thin", palette.focus)
    assert presets["text"] == [str(i + 1) for i in range(len(presets["x"]))]
    fits = [fit for _, fit in stress_words.places(drawn)]
    filled = [colour == palette.greys[0] for colour in presets["marker"]["color"]]
    assert filled == fits


def test_a_preset_elsewhere_in_other_levers_is_hollow(oak: Book) -> None:
    moved = two_way(oak, {"chip_value": 50.0}, X, Y)
    places = stress_words.places(moved)
    assert places
    found = map_chart.two_way(moved, places, (1.0, 1.0), LIGHT, labels=LABELS)
    assert LIGHT.paper in traces(found, "scatter")[-2]["marker"]["color"]


def test_lines_of_equal_chance_have_the_colour_of_their_line(oak: Book, drawn: Map) -> None:
    line = next(line for line in oak.lines if line.shown)
    chances = breach_map(oak, {}, market(), line, levers=(X, Y), axes=drawn.axes(11))
    found = figure(oak, drawn, LIGHT, chances=chances)
    (equal,) = [x for x in traces(found, "scatter") if x.get("line", {}).get("dash") == "dot"]
    (named,) = [x for x in traces(found, "scatter") if x["mode"] == "text"]
    assert equal["line"]["color"] == named["textfont"]["color"] == LIGHT.limit(line.tone)
    assert set(named["text"]) <= {f"{x}\N{NO-BREAK SPACE}%" for x in (10, 30, 50, 70, 90)}
    places = list(zip(equal["x"], equal["y"], strict=True))
    assert places
    for *at, words in zip(named["x"], named["y"], named["text"], strict=True):
        assert tuple(at) in places
        column, row = (
            int(np.argmin(abs(axis - x)))
            for axis, x in zip((chances.x, chances.y), at, strict=True)
        )
        near = chances.probability[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        assert near.min() <= float(words[:2]) / 100 <= near.max()


def test_a_map_without_a_frontier_still_has_its_marks(oak: Book, drawn: Map) -> None:
    bare = replace(drawn, frontiers=tuple(replace(x, paths=()) for x in drawn.frontiers))
    found = figure(oak, bare, LIGHT)
    assert not any(edge["x"] for edge in edges(found))
    assert found["layout"]["annotations"] == []


def test_the_sentence_for_who_cannot_see_the_map_names_both_levers(oak: Book, drawn: Map) -> None:
    told = stress_words.map_sentence(outcome(oak, {}), drawn)
    for name in (X, Y):
        assert oak.levers[name].label.casefold() in told.casefold()
    bare = replace(drawn, frontiers=tuple(replace(x, paths=()) for x in drawn.frontiers))
    nowhere = stress_words.map_sentence(outcome(oak, {}), bare)
    assert ("runs through" in told, "nowhere on" in nowhere) == (True, True)


def test_the_opening_stands_at_the_line_where_the_ratio_does(oak: Book) -> None:
    line = oak.lines[0]
    at = goal(oak, {}, X, line.limit, line.ratio)
    found = outcome(oak, oak.levers.complete(at.settings))
    told = stress_words.opening(found, {line.name: 0.5}, 12)
    assert told.startswith(f"The {line.ratio} LTV is at the {line.label}; when all holdings move")
    assert "already" in stress_words.opening(outcome(oak, {"investment": 30}), {}, 12)
