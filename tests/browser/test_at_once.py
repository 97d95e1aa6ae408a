"""A lever is answered while it moves, and its session knows before anything else is done."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from exposure.link import STAMP
from exposure.model import outcome
from exposure.stamp import stamp
from exposure.wording import percent
from tests.browser.harness import drawn, settled
from tests.browser.levers import boxes, follow, label, query_of, values_in

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from exposure.book import Book
    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Server

# How often the page has changed, charts and all, since this was last asked.
_CHANGES = """() => {
    const changes = window.changes?.takeRecords() ?? [];
    window.changed = (window.changed ?? 0) + changes.length;
    const since = window.changed;
    window.changed = 0;
    window.changes ??= new MutationObserver((all) => { window.changed += all.length; });
    window.changes.observe(document.querySelector(".stage"),
        { subtree: true, childList: true, characterData: true, attributes: true });
    return since;
}"""


def _moved(page: Page, book: Book, keys: str = "ArrowRight") -> None:
    """Move the focus company's lever by a key, and wait until it is answered and no longer."""
    page.get_by_role("slider", name=book.focus_lever.label).focus()
    with page.expect_response("**/instant"):
        page.keyboard.press(keys)


@pytest.mark.parametrize(
    "path",
    [
        "/LTV",
        "/Stress?part=map",
        *(
            pytest.param(path, marks=pytest.mark.slow)
            for path in ("/", "/Concentration", "/Stress")
        ),
    ],
)
def test_what_is_shown_at_once_stays_when_the_session_has_it(
    open_page: OpenPage, book: Book, path: str
) -> None:
    page = open_page(path)
    before = page.locator(".stage").inner_text()
    address = page.url
    _moved(page, book)
    page.wait_for_function(
        "(text) => document.querySelector('.stage').innerText !== text", arg=before
    )
    drawn(page)
    assert page.url != address
    at_once = page.locator(".stage").inner_text()
    page.evaluate(_CHANGES)
    page.evaluate("exposure.open.again()")  # as a page does that is connected again
    drawn(page)
    assert values_in(page)[book.focus_lever.name] > book.levers.defaults[book.focus_lever.name]
    assert page.locator(".stage").inner_text() == at_once
    assert page.evaluate(_CHANGES) == 0
    page.keyboard.press("Control+z")
    settled(page)
    assert page.locator(".stage").inner_text() == before


def test_whatever_is_done_right_after_a_move_goes_by_where_the_lever_is(
    open_page: OpenPage, book: Book
) -> None:
    page, name = open_page("/LTV"), label(book.focus_lever)
    number = page.locator(".st-key-open-derived-ltv_grossed button")
    before = number.inner_text()
    _moved(page, book, "PageUp")
    page.wait_for_function(
        "([box, text]) => box.innerText !== text", arg=[number.element_handle(), before]
    )
    told = number.inner_text()
    number.click()  # what it is made of, before the lever has rested
    page.get_by_role("dialog").wait_for()
    settled(page)
    assert told in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    settled(page)
    _moved(page, book, "PageUp")
    there = boxes(page)[name]
    page.get_by_role("link", name="Concentration").click()
    page.wait_for_url("**/Concentration**")
    settled(page)
    assert boxes(page)[name] == there == values_in(page)[book.focus_lever.name]
    _moved(page, book, "PageUp")
    page.keyboard.press("Control+z")
    settled(page)
    assert boxes(page)[name] == there


_LEVER = '[data-testid="stSidebar"] .lever input[type="range"]'
_PRESET = ".presets select"
_COPY = ".steps .copy"
# In one task of the browser, or some milliseconds later: nothing has been answered in between.
_SET_AND_PRESS = """([where, value, press, late]) => {
    const box = document.querySelector(where);
    box.value = value;
    box.dispatchEvent(new Event(box.matches("select") ? "change" : "input", { bubbles: true }));
    const go = () => document.querySelector(press).click();
    late ? setTimeout(go, late) : go();
}"""


def _link(name: str) -> str:
    return f'nav[aria-label="Pages"] a[href*="/{name}"]'


def test_a_copied_link_says_on_which_data_and_at_once_what_stands_when_the_lever_rests(
    open_page: OpenPage, book: Book
) -> None:
    page = open_page("/Concentration")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    told = parse_qs(urlsplit(page.evaluate("navigator.clipboard.readText()")).query)
    assert told.pop(STAMP) == [stamp(book)]
    assert {name: float(told[name][0]) for name in book.levers.defaults} == book.levers.defaults
    preset = next(one for one in book.presets if book.levers.changed(one.set))
    for box, value in ((_LEVER, 700), (_PRESET, preset.name)):
        page.evaluate("navigator.clipboard.writeText('')")
        page.evaluate(_SET_AND_PRESS, [box, value, _COPY, 0])
        page.wait_for_function("navigator.clipboard.readText()")
        settled(page)
        copied = urlsplit(page.evaluate("navigator.clipboard.readText()"))
        assert parse_qs(copied.query) == query_of(page)
        assert values_in(page) != book.levers.defaults


def test_a_page_that_is_opened_at_once_has_all_that_was_set_and_its_address_says_so(
    open_page: OpenPage, book: Book
) -> None:
    x, y = book.levers.table[1].name, book.focus_lever.name
    page = open_page(f"/Stress?part=map&map_x={x}&map_y={y}", allow="404")
    follow(page, "Overview")
    page.evaluate(_SET_AND_PRESS, [_LEVER, 700, _link("Stress"), 0])
    page.wait_for_url("**/Stress**")
    settled(page)
    assert boxes(page)[label(book.focus_lever)] == 700 == values_in(page)[book.focus_lever.name]
    assert query_of(page)["map_x"] == [x]
    assert page.locator(".st-key-map_x select").input_value() == x
    preset = next(one for one in book.presets if book.levers.changed(one.set))
    page.evaluate(_SET_AND_PRESS, [_PRESET, preset.name, _link("LTV"), 40])
    page.wait_for_url("**/LTV**")
    settled(page)
    wanted = book.levers.complete(preset.set)
    assert values_in(page) == wanted
    assert boxes(page)[label(book.focus_lever)] == wanted[book.focus_lever.name]


def test_what_is_done_before_the_answer_has_come_does_not_wait_for_it(
    open_page: OpenPage, book: Book
) -> None:
    page, lever = open_page("/LTV"), book.focus_lever
    held: list[Route] = []
    page.route("**/instant", lambda route: held.append(route))  # noqa: PLW0108  (playwright marks it)
    page.get_by_role("slider", name=lever.label).focus()
    page.keyboard.press("End")
    page.locator(".st-key-open-derived-ltv_grossed button").click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    expected = outcome(book, {lever.name: lever.high}).ratio("grossed")
    assert percent(expected) in dialog.inner_text()
    page.wait_for_function("(high) => location.search.includes(`=${high}&`)", arg=lever.high)
    shown = page.locator(".stage").inner_text()
    [late] = held
    late.continue_()
    page.wait_for_timeout(300)
    assert page.locator(".stage").inner_text() == shown


def test_a_page_with_a_banner_is_answered_by_its_session_and_keeps_it(
    open_page: OpenPage, book: Book
) -> None:
    page = open_page("/LTV?usd_jpy=140&stamp=" + book.releases[0].stamp)
    banner = page.get_by_text("This link was made on the data of")
    assert banner.count() == 1
    page.get_by_role("slider", name=book.focus_lever.label).focus()
    page.keyboard.press("PageUp")
    settled(page)
    assert banner.count() == 1
    assert page.locator(".st-key-sentence").count() == 1
    assert values_in(page)[book.focus_lever.name] == boxes(page)[label(book.focus_lever)]


@pytest.mark.parametrize(
    "answer",
    [
        "not here",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("lost", "failed", "never")),
    ],
)
def test_where_there_is_no_answer_at_once_the_session_answers(
    open_page: OpenPage, book: Book, answer: str
) -> None:
    def instead(route: Route) -> None:
        if answer == "lost":
            route.abort()
        elif answer != "never":
            route.fulfill(status=500 if answer == "failed" else 204)

    page = open_page("/LTV", allow="instant")
    page.route("**/instant", instead)
    before = page.locator(".stage").inner_text()
    page.get_by_role("slider", name=book.focus_lever.label).focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    assert urlsplit(page.url).query
    assert page.locator(".stage").inner_text() != before
    page.keyboard.press("ArrowRight")
    settled(page)
    assert values_in(page)[book.focus_lever.name] == boxes(page)[label(book.focus_lever)]


# As the page of a tab that was open before a deploy: another version of the scripts, which tells of a
# move in a form of its own.
_OLDER = """() => {
    exposure.version = "older";
    exposure.open.ask = function ({ number }) {
        this.tell("moved", { number, gesture: 1, values: { ...this.pending } });
    };
}"""


def test_a_page_of_another_version_is_loaded_again_with_the_move_that_it_was_told(
    open_page: OpenPage, book: Book
) -> None:
    lever = book.focus_lever
    page = open_page(f"/LTV?{lever.name}=600&embed_options=x", allow="404")
    page.evaluate(_OLDER)
    with page.expect_navigation():
        page.get_by_role("slider", name=lever.label).press("ArrowRight")
    settled(page)
    assert page.evaluate("exposure.version") != "older"
    assert boxes(page)[label(lever)] == 605 == values_in(page)[lever.name]
    expected = outcome(book, {lever.name: 605}).ratio("grossed")
    assert percent(expected) in page.locator(".st-key-sentence").inner_text()
    # The other way round, a server of a version that does not say which.
    with page.expect_navigation(wait_until="commit"):
        page.evaluate("exposure.panel({ data: new TextEncoder().encode('{}') })")
    settled(page)
    assert boxes(page)[label(lever)] == 605


def test_what_cannot_be_read_leaves_the_page_as_its_address_says(
    open_page: OpenPage, book: Book, server: Server
) -> None:
    page, name, log = open_page("/LTV"), book.focus_lever.name, len(server.log())
    _moved(page, book, "PageUp")
    drawn(page)
    before, address = page.locator(".stage").inner_text(), page.url
    whole = {"number": 1, "before": {}, "left": False, "steps": []}
    step = {"gesture": 1, "values": {name: 600}}
    for kind, told in (
        ("moved", 7),
        ("moved", {"number": 1, "gesture": 1, "values": {name: 600}}),
        ("moved", whole | {"steps": [step, {}]}),
        ("moved", whole | {"steps": [step | {"values": {name: "600"}}]}),
        ("moved", whole | {"before": {name: None}, "steps": [step]}),
        ("moved", whole | {"number": "1", "steps": [step]}),
        ("pressed", []),
        ("pressed", {"what": "preset:"}),
    ):
        page.evaluate("told => exposure.open.send(...told)", [kind, told])
        page.wait_for_timeout(60)
    for told in (7, {}, {"what": "fold:headroom"}, {"what": "choose:basis"}):
        page.evaluate("told => document.querySelector('.stage').send(told)", told)
        page.wait_for_timeout(60)
    settled(page)
    assert page.locator(".stage").inner_text() == before
    assert page.url == address
    assert "Traceback" not in server.log()[log:]
