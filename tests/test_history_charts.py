"""Charts of history: what is done, announced and talked about differ by more than colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exposure import history, history_charts
from tests.dealings import Dealings, small
from tests.plots import drawn, labels

if TYPE_CHECKING:
    from exposure.charts import Palette


def test_reported_derived_and_announced_stakes_have_marks_of_their_own(palette: Palette) -> None:
    book = small()
    figure = history_charts.stakes(history.stakes(book), history.derived_stakes(book), palette)
    symbols = [trace["marker"]["symbol"] for trace in drawn(figure)]
    assert symbols == ["circle-open", "circle", "x-thin-open"]
    told = [words.replace("\N{NO-BREAK SPACE}", " ") for words in labels(figure)]
    assert told == ["10 % reported", "12 % announced", "derived from<br>payments"]


def test_stakes_are_drawn_from_either_side_alone(palette: Palette) -> None:
    book = small()
    assert drawn(history_charts.stakes(history.stakes(book), [], palette))
    assert drawn(history_charts.stakes([], history.derived_stakes(book), palette))
    announced = [point for point in history.stakes(book) if point.kind == "talk"]
    assert drawn(history_charts.stakes(announced, [], palette))


def test_cost_and_value_carry_the_multiple(palette: Palette) -> None:
    dealings = Dealings()
    dealings.fact("cost", 10, "cumulative investment", as_of="2030-01")
    dealings.fact("more", 20, "cumulative investment", as_of="2030-09", status="announced")
    dealings.fact("worth", 25, "holding value", as_of="2030-05")
    book = dealings.book()
    multiples = [
        (row["day"], row["value_usd_bn"], row["cost_usd_bn"], "2.5 times")
        for row in history.multiples(book)
    ]
    figure = history_charts.worth(history.costs(book), history.values(book), multiples, palette)
    assert labels(figure) == ["value 25.0 (2.5 times)", "10.0 paid", "20.0<br>announced"]
    assert drawn(figure)[-1]["marker"]["symbol"] == "diamond"
    assert drawn(history_charts.worth(history.costs(book), [], [], palette))


def test_dilution_names_its_curves_and_leaves_gaps_where_there_is_no_answer(
    palette: Palette,
) -> None:
    curves = [
        ("buys nothing", [0.1, 0.09], False),
        ("buys 30", [float("nan"), 0.12], True),
    ]
    figure = history_charts.dilution([0, 50], curves, [("here", 50, 0.12)], 0.1, palette)
    assert figure["layout"]["yaxis"]["range"][1] == pytest.approx(0.15)
    assert labels(figure)[:2] == ["buys nothing", "buys 30"]
