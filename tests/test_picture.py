"""Pictures: each mark where its value stands, in light colours, and no text that is anything but text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # the pictures are our own
from typing import Any

import pytest

from exposure import charts
from exposure.bar_charts import waterfall
from exposure.charts import DARK, LIGHT, Figure, axis, drawing
from exposure.export.axes import axis as placed
from exposure.export.picture import sketch, svg
from exposure.export.typeset import png
from tests.hostile import SCRIPTS
from tests.payloads import PAYLOADS
from tests.test_api import REAL

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
SVG = "{http://www.w3.org/2000/svg}"
# What the margins of `charts.drawing` leave of a picture 200 high: from 16 to 152 down.
TOP, BOTTOM, LEFT, RIGHT = 16, 152, 56, 844


def figure(trace: dict[str, Any], *, palette: charts.Palette = LIGHT, **x: object) -> Figure:
    y = axis(palette, range=[0, 10], tickformat=",d")
    return drawing([trace], palette, x=axis(palette, **x), y=y, height=200)


def line(**more: object) -> Figure:
    style = {"color": LIGHT.focus}
    return figure(
        {"type": "scatter", "mode": "lines", "line": style} | more, range=[0, 10], tickformat=",d"
    )


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314  (our own)


def found(picture: str, name: str) -> list[ET.Element]:
    return parsed(picture).findall(f".//{SVG}{name}")


def texts(picture: str) -> list[str]:
    return [one.text or "" for one in found(picture, "text")]


def test_a_point_stands_where_its_value_is_on_both_axes() -> None:
    (path,) = found(svg(line(x=[0, 5, 10], y=[0, 5, 10])), "polyline")
    points = [tuple(map(float, pair.split(","))) for pair in path.attrib["points"].split()]
    assert points == [(LEFT, BOTTOM), ((LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2), (RIGHT, TOP)]


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    picture = svg(line(x=[0, 1, 2, 3, 4], y=[1, 2, None, 4, float("nan")]))
    assert [len(p.attrib["points"].split()) for p in found(picture, "polyline")] == [2, 1]


def test_a_step_goes_across_before_it_goes_up() -> None:
    (path,) = found(
        svg(line(x=[0, 10], y=[0, 10], line={"color": "#000", "shape": "hv"})), "polyline"
    )
    corner = f"{RIGHT:.2f},{BOTTOM:.2f}"
    assert path.attrib["points"] == f"{LEFT:.2f},{BOTTOM:.2f} {corner} {RIGHT:.2f},{TOP:.2f}"


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("circle", "circle"),
        ("circle-open", "circle"),
        ("diamond", "polygon"),
        ("x-thin", "path"),
        ("circle-x", "path"),
        ("line-ns-open", "line"),
    ],
)
def test_every_kind_of_point_is_drawn_at_its_place(symbol: str, name: str) -> None:
    marker = {"symbol": symbol, "size": 10, "color": "#123456", "line": {"color": "#123456"}}
    picture = svg(line(x=[5], y=[5], mode="markers", marker=marker))
    drawn = [one for one in found(picture, name) if "#123456" in one.attrib.values()]
    assert drawn, picture


def bars(**more: object) -> Figure:
    trace = {"type": "bar", "x": ["a", "b"], "y": [5, -5], "marker": {"color": "#123456"}}
    made = figure(trace | more)
    made["layout"]["yaxis"]["range"] = [-10, 10]
    return made


def boxes(picture: str, *colours: str) -> list[list[float]]:
    return [
        [float(one.attrib[side]) for side in ("x", "y", "width", "height")]
        for one in found(picture, "rect")
        if one.attrib.get("fill") in (colours or ("#123456",))
    ]


def test_a_bar_goes_from_nought_to_its_value_up_or_down() -> None:
    up, down = boxes(svg(bars()))
    middle, quarter = (TOP + BOTTOM) / 2, (BOTTOM - TOP) / 4
    assert (up[1], up[3]) == (middle - quarter, quarter)
    assert (down[1], down[3]) == (middle, quarter)
    assert up[0] + up[2] < down[0]  # side by side, in the order given


def test_bars_of_a_stack_stand_on_each_other() -> None:
    made = bars(y=[5, 5])
    made["data"].append(made["data"][0] | {"y": [2, 2]})
    made["layout"]["barmode"] = "stack"
    first, _, second, _ = boxes(svg(made))
    assert second[1] + second[3] == pytest.approx(first[1])


def test_a_hatched_bar_has_its_lines_inside_of_it() -> None:
    marker = {"color": "#123456", "pattern": {"shape": ["/", "/"]}}
    picture = svg(bars(marker=marker))
    (x, y, wide, high), *_ = boxes(picture)
    lines = [one for one in found(picture, "line") if one.attrib.get("stroke") == "#123456"]
    inside = [
        one
        for one in lines
        if x - 0.01 <= float(one.attrib["x1"]) <= x + wide + 0.01
        and y - 0.01 <= float(one.attrib["y2"]) <= y + high + 0.01
    ]
    assert len(inside) > 10


def test_a_step_of_a_waterfall_stands_on_the_one_before() -> None:
    one = waterfall([("step", 0.2)], 0.5, 0.7, LIGHT, (), ends=("before", "after"))
    before, step, after = boxes(svg(one), LIGHT.greys[0], LIGHT.limits[0])
    assert step[1] + step[3] == pytest.approx(before[1])
    assert step[1] == pytest.approx(after[1])
    assert step[3] == pytest.approx(0.4 * before[3], abs=0.01)


@pytest.mark.parametrize("start", [0.206, 0.227, 0.243, 0.337, 0.36])
def test_no_line_strikes_a_number_of_a_waterfall_through_or_is_named_over_one(
    start: float,
) -> None:
    lines = [line for line in REAL.lines if line.shown]
    steps = [("one", 0.033), ("two", 0.098)]
    found = waterfall(steps, start, start + 0.131, LIGHT, lines)
    numbers = next(trace["y"] for trace in found["data"] if trace.get("mode") == "text")
    high = 0.07 * found["layout"]["yaxis"]["range"][1]
    limits = [line.limit for line in lines]
    assert not [(y, at) for y in numbers for at in limits if y < at < y + high]
    for name in found["layout"]["annotations"]:
        ends = numbers[-2:] if name["xanchor"] == "right" else numbers[:1]
        assert not [y for y in ends if y - high < name["y"] < y + high]


def test_a_region_is_tinted_within_its_edge() -> None:
    trace = {
        "type": "scatter",
        "mode": "lines",
        "x": [5, 10, 10, 5],
        "y": [0, 0, 10, 10],
        "fill": "toself",
        "fillcolor": "#123456",
        "line": {"width": 0},
    }
    picture = svg(figure(trace, range=[0, 10], tickformat=",d"))
    [region] = [x for x in found(picture, "path") if x.attrib.get("fill") == "#123456"]
    across = {float(place.partition(",")[0]) for place in region.attrib["d"][1:-1].split(" L")}
    assert across == {(LEFT + RIGHT) / 2, RIGHT}


def test_what_is_not_known_is_refused_and_not_left_out() -> None:
    with pytest.raises(ValueError, match="kind pie"):
        svg(figure({"type": "pie", "x": [1], "y": [1]}, range=[0, 1]))
    marker = {"symbol": "star", "color": "#000000"}
    with pytest.raises(ValueError, match="shape star"):
        svg(line(x=[1], y=[1], mode="markers", marker=marker))


@pytest.mark.parametrize(
    ("layout", "values", "names"),
    [
        ({"tickformat": ".0%"}, [0.0, 0.5], ["0%", "10%", "20%", "30%", "40%", "50%"]),
        ({"tickformat": ",d"}, [0.0, 2000.0], ["0", "500", "1,000", "1,500", "2,000"]),
        ({"type": "date"}, ["2025-01-01", "2027-01-01"], ["Jan 2025", "Jul 2025", "Jan 2026"]),
        ({}, ["tea", "salt"], ["tea", "salt"]),
        ({"tickvals": [1, 2], "ticktext": ["one", "two"]}, [0.0, 3.0], ["one", "two"]),
    ],
)
def test_an_axis_is_named_at_round_places(
    layout: dict[str, Any], values: list[object], names: list[str]
) -> None:
    told = placed(layout, values, 0.0, 400.0).ticks()
    assert [name for _, name in told][: len(names)] == names


def test_an_axis_turned_round_runs_the_other_way() -> None:
    there, back = (
        placed({"range": [0, 10]} | more, [], 0.0, 100.0)
        for more in ({}, {"autorange": "reversed"})
    )
    assert (there(2), back(2)) == (20.0, 80.0)


def test_a_chart_of_the_dark_page_makes_the_picture_of_the_light_one() -> None:
    def made(palette: charts.Palette) -> str:
        style = {"line": {"color": palette.focus}, "type": "scatter", "mode": "lines"}
        one = figure(style | {"x": [0, 1], "y": [0, 1]}, palette=palette, range=[0, 1])
        charts.limits(one, (), palette, 1.0)
        return svg(one)

    assert made(DARK) == made(LIGHT)


def test_names_that_would_run_into_each_other_are_broken_into_lines() -> None:
    names = [f"A name of some length {i}" for i in range(12)]
    trace = {"type": "bar", "x": names, "y": [1] * 12, "marker": {"color": "#123456"}}
    picture = svg(figure(trace))
    assert max(map(len, texts(picture))) < len(names[0])
    assert " ".join(names[0].split()[:2]) in " ".join(texts(picture))


def test_title_and_source_stand_over_and_under_and_take_the_room_they_need() -> None:
    bare, long = svg(line(x=[1], y=[1])), "A source that needs two lines. " * 6
    full = svg(line(x=[1], y=[1]), "alt", title="The title", source=long)
    heights = [int(parsed(one).attrib["height"]) for one in (bare, full)]
    assert heights[1] > heights[0] + 50
    assert texts(full)[0] == "The title"
    assert sum("source" in one for one in texts(full)) >= 2
    assert parsed(full).attrib["aria-label"] == "alt"


def hostile(words: str) -> list[Figure]:
    """Return figures with a text in every place that takes one."""
    shown = charts.text(words)
    marked = line(x=[1], y=[1], mode="markers+text", text=[shown], marker={"color": "#000000"})
    marked["layout"]["xaxis"] |= axis(LIGHT, title=words) | {
        "range": [0, 2],
        "tickvals": [1],
        "ticktext": [shown],
    }
    marked["layout"]["annotations"] = [
        {
            "x": 1,
            "y": 1,
            "text": shown,
            "showarrow": False,
            "bgcolor": words,
            "font": {"color": words},
        }
    ]
    named = bars(x=[shown, "b"], text=[shown, ""], textposition="outside")
    return [marked, named]


@pytest.mark.parametrize("words", [*PAYLOADS, *SCRIPTS])
def test_no_text_in_a_picture_is_anything_but_text(words: str) -> None:
    for one in hostile(words):
        root = parsed(svg(one, words, title=words, source=words))
        kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert kinds <= {"svg", "title", "g", "rect", "line", "text", "polyline", "circle"}
        for element in root.iter():
            assert not [name for name in element.attrib if "href" in name or name.startswith("on")]
        letters = "".join(c for c in words if c.isprintable() and not c.isspace())
        told = "".join(element.text or "" for element in root.iter(f"{SVG}text"))
        assert letters in told.replace(" ", "")


def test_a_picture_of_pixels_is_twice_as_fine_and_the_same_each_time() -> None:
    picture = svg(line(x=[0, 10], y=[0, 10]))
    made = png(picture)
    assert made == png(picture)
    assert made.startswith(b"\x89PNG")
    assert [int.from_bytes(made[i : i + 4]) for i in (16, 20)] == [2 * 860, 2 * 200]


def test_a_sketch_keeps_the_colours_of_its_page_and_has_no_paper() -> None:
    dark = line(x=[0, 5], y=[0, 5], line={"color": DARK.focus})
    dark["layout"]["font"]["color"] = DARK.ink
    told = sketch(dark, 400)
    assert DARK.focus in told
    assert DARK.focus not in svg(dark)
    assert found(told, "rect") == []
    assert parsed(told).attrib["viewBox"] == "0 0 400 200"


def test_what_differs_between_two_widths_of_a_sketch_lies_on_a_line() -> None:
    whole = line(x=[0, 5, 10], y=[0, 5, 10])
    (at_900, at_1100, at_1300) = (
        [float(number) for number in NUMBER.findall(sketch(whole, width))]
        for width in (900, 1100, 1300)
    )
    middle = [(low + high) / 2 for low, high in zip(at_900, at_1300, strict=True)]
    assert at_1100 == pytest.approx(middle, abs=0.011)
    assert at_900 != at_1300
