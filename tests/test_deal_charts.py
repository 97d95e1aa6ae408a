"""Charts of deals: every part has its name, and what is open is told by more than colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exposure import deal_charts, deals, funding
from tests.dealings import Dealings
from tests.plots import drawn, labels

if TYPE_CHECKING:
    from exposure.charts import Palette


def test_the_timeline_has_a_mark_for_each_state_and_a_lane_for_each_kind(palette: Palette) -> None:
    dealings = Dealings()
    dealings.deal("done", "2030-01", 40)
    dealings.deal("small", "2030-01", 1)
    dealings.deal("signed", "2030-02", 20, kind="loan", status="announced")
    dealings.deal("talks", "2030-03", 30, status="in talks")
    dealings.deal("silent", "2030-04", kind="suspended", status="suspended")
    rows = deals.marks(deals.table(dealings.book()))
    figure = deal_charts.timeline(rows, list(deals.KINDS.values()), palette)
    symbols = {trace["marker"]["symbol"]: trace["text"] for trace in drawn(figure)}
    # Only what is done or announced, and large, carries its amount.
    assert symbols == {"circle": ["40", ""], "circle-open": ["20"], "circle-x-open": ["", ""]}
    assert labels(figure) == ["Broken off", "Loans and bonds", "Shares bought"]


def test_a_name_cannot_draw_markup(palette: Palette) -> None:
    dealings = Dealings()
    dealings.deal("done", "2030-01", 40, title="<b>bold</b> & <img src=x>")
    rows = deals.marks(deals.table(dealings.book()))
    figure = deal_charts.timeline(rows, list(deals.KINDS.values()), palette)
    told = drawn(figure)[0]["customdata"][0]
    assert told.startswith("&lt;b&gt;bold&lt;/b&gt; &amp; &lt;img src=x&gt;<br>2030-01")


def test_announced_money_is_an_open_bar_and_every_part_is_named(palette: Palette) -> None:
    dealings = Dealings()
    dealings.deal("done", "2030-01", 40)
    dealings.deal("signed", "2030-02", 20, status="announced")
    dealings.deal("sale", "2030-02", 10, kind="sale")
    dealings.deal("bought", "2030-03", 1, kind="acquisition")
    figure = deal_charts.funding(funding.by_year(dealings.book()), palette)
    fills = {trace["customdata"][0]: trace["marker"]["color"] for trace in drawn(figure)}
    assert fills["2030 spent: Birch Labs shares 40"] == palette.focus
    assert fills["2030 spent: Birch Labs shares 20 announced"] == palette.paper
    assert fills["2030 raised: Sales 10"] == palette.greys[0]
    assert [words.replace("\N{NO-BREAK SPACE}", " ") for words in labels(figure)] == [
        "2030 raised: Sales 10",
        "2030 spent: Birch Labs shares 40,<br>Birch Labs shares 20 announced, Companies bought 1",
    ]
    low, high = (note["y"] for note in figure["layout"]["annotations"])
    assert low < high < figure["layout"]["yaxis"]["range"][0]  # the first bar on top


def test_charts_without_anything_to_draw_are_still_charts(palette: Palette) -> None:
    assert drawn(deal_charts.timeline([], list(deals.KINDS.values()), palette))
    assert drawn(deal_charts.funding([], palette)) == []
