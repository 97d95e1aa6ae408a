"""A move of a slider sends little, keeps every chart alive, and is seen before it is let go."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from exposure.model import outcome
from exposure.wording import percent
from tests.browser.harness import open_tab, settled
from tests.browser.levers import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Response, Route

    from exposure.book import Book
    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Server

# On a deep link the front end first looks for its server below the page's own path.
LOOKING = "404"
# Counted on every move; a page that needs more has grown a part that is sent for nothing.
MOST_MESSAGES, MOST_BYTES = 2, 8_000
NUMBER, A_PIXEL = re.compile(r"-?\d+(?:\.\d+)?"), 1.0


def slider(book: Book) -> str:
    return f'.st-key-lever-{book.focus_lever.name} input[type="range"]'


def told(page: Page) -> str:
    return page.locator(".st-key-sentence").inner_text()


@pytest.mark.parametrize("path", ["/", "/LTV", "/Concentration"])
def test_a_move_sends_little_and_keeps_the_chart(
    open_page: OpenPage, book: Book, path: str
) -> None:
    page = open_page(f"{path}?{book.focus_lever.name}=600", allow=LOOKING)
    page.locator(".plot .main-svg").first.evaluate("e => { e.first = true; }")
    sent: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.webSocketFrameReceived",
        # What the browser's protocol shows is base64, four characters for three bytes.
        lambda got: sent.append(len(got["response"]["payloadData"]) * 3 // 4),
    )
    answers: list[Response] = []
    page.on("response", lambda got: answers.append(got) if "/instant" in got.url else None)
    page.locator(slider(book)).press("ArrowRight")
    settled(page)
    assert f"{book.focus_lever.name}=605" in page.url
    assert page.locator(".plot .main-svg").first.evaluate("e => e.first === true")
    # What an answer said is gone once the address has changed; how long it was is not.
    sent += [int(answer.headers["content-length"]) for answer in answers]
    assert 0 < len(sent) <= MOST_MESSAGES
    assert sum(sent) <= MOST_BYTES


def test_a_chart_is_a_picture_of_its_numbers_until_its_library_has_come(
    browser: Browser, server: Server, book: Book
) -> None:
    tab = open_tab(browser)
    held: list[Route] = []
    page = tab.page

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/plotly-cartesian-*", hold)
    tab.host = urlsplit(server.url).netloc
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{server.url}/LTV")
    pictures = page.locator(".plot > svg")
    pictures.first.wait_for()
    plot = page.locator(".plot").first.bounding_box()
    assert plot is not None
    assert pictures.first.bounding_box() == pytest.approx(plot, abs=1)
    page.set_viewport_size({"width": 1000, "height": 900})
    page.wait_for_function("width => document.querySelector('.plot').offsetWidth < width", arg=900)
    narrower = page.locator(".plot").first.bounding_box()
    assert narrower is not None
    assert pictures.first.bounding_box() == pytest.approx(narrower, abs=1)
    # A window that is narrow and no phone's has letters of the size of all, once the panel has made room.
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_function(
        """() => {
            const { viewBox, width } = document.querySelector(".plot > svg");
            const [drawn, shown] = [viewBox.baseVal.width, width.baseVal.value];
            return shown < 390 && Math.abs(drawn / shown - 1) <= 0.1;
        }"""
    )
    page.set_viewport_size({"width": 1000, "height": 900})
    # The framework may have closed the panel of so narrow a window; what is closed takes no key.
    page.wait_for_timeout(600)
    lever = page.locator(slider(book))
    if not lever.is_visible():
        page.get_by_role("button", name="Expand sidebar").click()
    lever.wait_for()
    # A lever that moves takes its pictures along: none is left beside other numbers.
    lever.press("End")
    ratio = percent(outcome(book, {book.focus_lever.name: book.focus_lever.high}).ratio("grossed"))
    page.get_by_role("button", name=ratio).wait_for()
    assert ratio.split()[0] in page.locator(".plot").last.inner_text().split()
    # Where the names of bars take more lines at one width than at the other there is one as well.
    page.get_by_role("link", name="Stress").press("Enter")
    page.get_by_role("radio", name="What matters most").check()
    page.get_by_role("heading", name="Which lever").wait_for()
    assert book.focus_lever.label in page.locator(".plot").inner_text()
    for route in held:
        route.continue_()
    page.locator(".plot .main-svg").first.wait_for()
    settled(page)
    assert pictures.count() == 0
    assert tab.problems == []
    page.context.close()


FRAMES = """() => {
    const seen = (window.__frames = { now: 0 });
    const next = () => { seen.now += 1; requestAnimationFrame(next); };
    requestAnimationFrame(next);
    new MutationObserver((records) => records.forEach(({ target }) => {
        const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
        if (element?.closest?.(".main-svg")) seen.chart ??= seen.last = seen.now;
        else if (element?.closest?.(".card-value")) seen.number ??= seen.now;
    })).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}"""


@pytest.mark.parametrize("path", ["/", "/LTV"])
def test_numbers_and_charts_move_in_one_frame(open_page: OpenPage, book: Book, path: str) -> None:
    page = open_page(f"{path}?{book.focus_lever.name}=600", allow=LOOKING)
    page.evaluate(FRAMES)
    page.locator(slider(book)).press("ArrowRight")
    settled(page)
    seen = page.evaluate("window.__frames")
    assert seen["number"] == seen["chart"] == seen["last"]


def test_a_first_visit_shows_its_numbers_a_frame_before_the_chart(
    browser: Browser, server: Server
) -> None:
    tab = open_tab(browser)
    tab.page.add_init_script(f"({FRAMES})()")
    page = tab.visit(f"{server.url}/", width=1440, height=900, theme="light")
    page.locator(".plot .main-svg").first.wait_for()
    settled(page)
    seen = page.evaluate("window.__frames")
    page.context.close()
    assert seen["number"] < seen["chart"]
    assert tab.problems == []


CHARTS = ["/", "/LTV", "/Concentration"]
MORE_CHARTS = ["/Stress?part=tornado", "/Stress?part=breach", "/Stress?part=cash", "/Compare"]


@pytest.mark.parametrize(
    "path", [*CHARTS, *(pytest.param(path, marks=pytest.mark.slow) for path in MORE_CHARTS)]
)
def test_a_chart_that_moved_is_the_chart_of_its_link(
    open_page: OpenPage, book: Book, path: str
) -> None:
    values, new = book.levers.of("company value"), book.levers.of("new investment")[0]
    join = "&" if "?" in path else "?"
    page = open_page(f"{path}{join}{book.focus_lever.name}=600&{new.name}=30", allow=LOOKING)
    presses = [(lever.name, "ArrowRight") for lever in values]
    for name, key in (*presses, (new.name, "PageDown"), (values[-1].name, "End")):
        page.locator(f'.st-key-lever-{name} input[type="range"]').press(key)
        settled(page)
    moved = drawn_marks(page)
    fresh = open_page(page.url.partition(urlsplit(page.url).netloc)[2], allow=LOOKING)
    there = drawn_marks(fresh)
    assert [NUMBER.sub("", mark) for mark in moved] == [NUMBER.sub("", mark) for mark in there]
    for one, other in zip(moved, there, strict=True):
        places = ([float(x) for x in NUMBER.findall(mark)] for mark in (one, other))
        assert next(places) == pytest.approx(next(places), abs=A_PIXEL)


def test_on_a_phone_names_under_bars_stay_apart(open_page: OpenPage, book: Book) -> None:
    moved = {
        lever.name: 0.5 * book.levers.defaults[lever.name]
        for lever in book.levers.of("company value")
    }
    moved |= {
        lever.name: 30 for role in ("new investment", "sales") for lever in book.levers.of(role)
    }
    query = "&".join(f"{name}={value}" for name, value in moved.items())
    page = open_page(f"/LTV?{query}", width=390, allow=LOOKING)
    places = page.locator(".plot").first.locator(".xtick text")
    boxes = places.evaluate_all(
        "all => all.map(x => x.getBoundingClientRect()).map(x => [x.left, x.right])"
    )
    assert len(boxes) > 4
    assert all(one[1] <= other[0] + 2 for one, other in pairwise(boxes))


def test_a_number_that_a_chart_has_only_after_a_move_is_drawn(
    open_page: OpenPage, book: Book
) -> None:
    page = open_page("/Stress?part=tornado")
    words = ".plot .trace text"
    before = page.locator(words).all_text_contents()
    box = page.get_by_label(f"{label(book.levers.of('sales')[0])}, exact")
    box.fill("5.5")
    box.press("Enter")
    settled(page)
    moved = page.locator(words).all_text_contents()
    page.reload()
    settled(page)
    assert page.locator(words).all_text_contents() == moved
    # Bars that did not reach so far in one direction have a number there now.
    assert sum(map(len, moved)) > sum(map(len, before))


def test_numbers_that_stay_as_they_are_stay_in_a_chart_that_moves(
    open_page: OpenPage, book: Book
) -> None:
    page = open_page("/Concentration")
    words = page.locator(".plot .textpoint")
    before = words.all_inner_texts()
    page.get_by_role("slider", name=book.focus_lever.label).press("ArrowRight")
    settled(page)
    assert words.all_inner_texts() == before  # a share moves by less than it is printed to
    assert before


def drawn_marks(page: Page) -> Any:  # noqa: ANN401  (what the browser says)
    """Return every line, bar, point and word of the charts, with where it stands."""
    return page.evaluate(
        """() => [...document.querySelectorAll(
            ".plot .trace path, .plot .point, .plot .textpoint text, .plot .annotation text, .plot .xtick, .plot .ytick"
        )].map((e) => [
            e.getAttribute("d"), e.getAttribute("transform"), e.getAttribute("x"),
            e.getAttribute("y"), e.textContent, e.style.fill.replace(/#p[-\\w]+/, "#pattern"), e.style.stroke,
        ].join())"""
    )


def test_a_drag_shows_its_effect_before_it_is_let_go(open_page: OpenPage, book: Book) -> None:
    page = open_page(f"/?{book.focus_lever.name}=600", allow=LOOKING)
    before = told(page)
    box = page.locator(slider(book)).bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, middle, steps=5)
    settled(page)
    while_held = told(page)
    page.mouse.move(box["x"] + box["width"] * 0.2, middle, steps=5)
    settled(page)
    assert len({before, while_held, told(page)}) == 3
    page.mouse.up()
    exact = page.locator(f'.st-key-lever-{book.focus_lever.name} input[type="text"]').input_value()
    assert f"{book.focus_lever.name}={exact}" in page.url


def test_a_chart_can_be_zoomed_and_taken_away_as_png_and_svg(
    open_page: OpenPage, book: Book
) -> None:
    page = open_page(f"/?{book.focus_lever.name}=600", theme="dark", allow=LOOKING)
    plot = page.locator(".plot").first
    plot.hover()
    page.locator('.modebar-btn[data-title="Zoom in"]').first.click()
    zoomed = plot.evaluate("e => e.layout.xaxis.range.map(Math.round)")
    page.locator(slider(book)).press("ArrowRight")
    settled(page)
    assert plot.evaluate("e => e.layout.xaxis.range.map(Math.round)") == zoomed
    for form, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        plot.hover()
        with page.expect_download() as download:
            page.locator(f'.modebar-btn[data-title="Download as {form}"]').first.click()
        assert download.value.suggested_filename.endswith(f".{form.lower()}")
        assert download.value.path().read_bytes().startswith(start)
        if form == "PNG":  # on the paper of the page, whose words it has
            with Image.open(download.value.path()) as picture:
                corner = picture.convert("RGBA").getpixel((1, 1))
            assert corner == (0x12, 0x16, 0x1B, 255)


@pytest.mark.slow
def test_one_switch_draws_charts_by_the_framework(
    cold_server: Callable[..., Server], open_page: OpenPage
) -> None:
    page = open_page("/", at=cold_server(EXPOSURE_PLAIN_CHARTS="1").url, theme="dark")
    chart = page.get_by_test_id("stPlotlyChart")
    assert chart.locator(".main-svg").count() > 0
    assert page.locator(".plot").count() == 0
