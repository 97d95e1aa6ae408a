"""Check a draft: an editor pastes, reads, presses, downloads; and nothing pasted goes anywhere else."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

from tests.browser.harness import ROOT, settled
from tests.documents import document, paragraph, run
from tests.hostile import SCRIPTS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Server

PATH = "/Check_a_draft"
DRAFT = """SoftBank's large bet

SoftBank Group took a bridge loan of $400 billion in 2026. It holds about 11% of OpenAI.
Its sales rose 40% from $4 billion to $5 billion.
"""


def paste(page: Page, text: str) -> Page:
    """Put a text into the box and check it."""
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Check the draft").click()
    return settled(page)


def drop(page: Page, name: str, content: bytes) -> Page:
    """Give the page a file."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(file)  # type: ignore[arg-type]
    return settled(page)


def unfold(page: Page) -> None:
    """Open the part where the draft goes in."""
    page.get_by_test_id("stExpander").filter(has_text="Change the draft").first.locator(
        "summary"
    ).click()
    settled(page)


def shown(page: Page) -> Locator:
    """Return the text with its marks."""
    return page.locator(".marked-text")


def error(page: Page) -> str:
    """Return the sentence that says why nothing was checked."""
    return page.get_by_test_id("stAlert").inner_text()


def test_an_editor_pastes_reads_presses_and_takes_the_report_along(
    server: Server, open_page: OpenPage
) -> None:
    page = paste(open_page(PATH, at=server.url), DRAFT)
    told = page.locator(".st-key-sentence").inner_text()
    assert told.startswith("2 errors, ")
    main = page.get_by_test_id("stMain")
    assert "A pass means that no recognised figure is wrong" in main.inner_text()

    misprint = shown(page).get_by_role(
        "button", name=re.compile(r"\$400 billion: a source's misprint")
    )
    assert "misprint" in misprint.inner_text()
    misprint.click()
    page.get_by_role("dialog").wait_for()
    opened = settled(page).get_by_role("dialog")
    assert opened.get_by_role("heading", name="$400 billion: a source's misprint").is_visible()
    words = opened.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    for part in (
        "USD 40 bn",
        "400 x 0.1 = 40",
        "article 003, paragraph",
        "Bridge loan of March 2026",
    ):
        assert part in words
    page.keyboard.press("Escape")
    settled(page)

    assert "USD 40 bn is right" in main.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    address = page.url
    main.get_by_role("listitem").filter(has_text="25.0").get_by_role("link", name="line 4").click()
    assert page.locator(":focus").inner_text().startswith("40%")
    assert page.url == address
    with page.expect_download() as markdown:
        page.get_by_role("button", name="Download as Markdown").click()
    report = markdown.value.path().read_text("utf-8")
    assert markdown.value.suggested_filename == "draft-report.md"
    assert told.rstrip(".") in report
    with page.expect_download() as plain:
        page.get_by_role("button", name="Download as JSON").click()
    findings = json.loads(plain.value.path().read_text("utf-8"))["findings"]
    assert [one["printed"] for one in findings if one["severity"] == "error"] == [
        "$400 billion",
        "40%",
    ]


def test_the_keyboard_goes_from_problem_to_problem_and_back_where_it_was(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(PATH, at=server.url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", DRAFT)
    # Nothing has the keyboard yet.
    page.keyboard.press("Control+v")
    page.keyboard.press("Control+Enter")
    focused = settled(page).locator(":focus")
    # A screen reader hears the summary, and the next key is that of the list.
    assert focused.get_attribute("aria-label") == page.locator(".st-key-sentence").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused.get_by_role("heading").first.inner_text().startswith("Errors: wrong")
    page.get_by_role("button", name="Download as JSON").focus()
    page.keyboard.press("Tab")
    assert focused.inner_text().startswith("$400 billion")
    page.keyboard.press("ArrowRight")
    assert focused.inner_text().startswith("2026")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    assert focused.inner_text().startswith("11%")
    page.keyboard.press("Tab")
    assert focused.inner_text().startswith("40%")
    page.keyboard.press("Enter")
    opened = page.get_by_role("dialog")
    opened.wait_for()
    assert "25.0" in settled(page).get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    opened.wait_for(state="detached")
    assert focused.inner_text().startswith("40%")
    page.keyboard.press(" ")
    opened.wait_for()


# Of the letters of a sign to what lies under them: the mark's colour on the paper's.
CONTRAST = """(sign) => {
    const brush = new OffscreenCanvas(1, 1).getContext("2d");
    const paint = (part, which) => {
        brush.fillStyle = getComputedStyle(part)[which];
        brush.fillRect(0, 0, 1, 1);
        const linear = (x) => (x / 255 <= 0.03928 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4);
        const [red, green, blue] = [...brush.getImageData(0, 0, 1, 1).data].map(linear);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    };
    paint(document.querySelector('[data-testid="stApp"]'), "backgroundColor");
    const [under, over] = [paint(sign.parentElement, "backgroundColor"), paint(sign, "color")];
    return Math.max(under, over) / Math.min(under, over);
}"""


def test_a_figure_is_stale_or_right_by_the_day_of_the_draft(open_page: OpenPage) -> None:
    page = paste(open_page(PATH), "OpenAI is valued at $300 billion.")
    told = page.locator(".st-key-sentence")
    assert "1 stale figure" in told.inner_text()
    mark = shown(page).locator(".mark-stale")
    assert mark.locator("sup").evaluate(CONTRAST) >= 4.5
    mark.hover()
    assert mark.locator("sup").evaluate(CONTRAST) >= 4.5
    mark.click()
    source = page.get_by_role("dialog").get_by_role("link").last
    source.wait_for()
    assert re.match("https?://", source.get_attribute("href") or "")
    page.keyboard.press("Escape")
    settled(page)
    unfold(page)
    page.get_by_role("spinbutton", name="year, Date of the draft").click()
    page.keyboard.type("20250415", delay=50)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Check the draft").click()
    settled(page)
    assert "dated 15 April 2025" in page.get_by_test_id("stMain").inner_text()
    assert told.inner_text() == "0 errors, 1 agrees."


def test_nothing_that_is_pasted_becomes_markup(server: Server, open_page: OpenPage) -> None:
    page = open_page(PATH, at=server.url)
    text = "\n".join(
        f"{number}. {payload} $400 billion {payload}" for number, payload in enumerate(SCRIPTS)
    )
    text = text.replace("\0", "").replace("\x08", "")
    before = page.locator("a, img, script, iframe, object, embed, svg, form, link, style").count()
    paste(page, text)
    assert (
        shown(page).evaluate("(it) => it.querySelectorAll(':not(.line, .mark, sup)').length") == 0
    )
    words = shown(page).evaluate(
        "(it) => { it = it.cloneNode(true); it.querySelectorAll('sup').forEach((s) => s.remove());"
        " return it.textContent; }"
    )
    assert words == text
    for name in ("Agree", "Not in the ledger", "Not checked"):
        for fold in page.get_by_test_id("stExpander").filter(has_text=name).all():
            fold.locator("summary").click()
            settled(page)
    shown(page).locator(".mark").first.click()
    page.get_by_role("dialog").wait_for()
    settled(page)
    main = page.get_by_test_id("stMain")
    assert main.locator("script, iframe, object, embed, form, img").count() == 0
    assert main.locator("a[href*='evil'], a[href^='javascript']").count() == 0
    assert before > 0


WORDS = "Zyxwvut the unpublished"


def test_what_is_given_stays_in_the_visit_until_it_is_forgotten(
    server: Server, open_page: OpenPage
) -> None:
    start = time.time()
    page = drop(open_page(PATH, at=server.url), "draft.txt", f"{WORDS} {DRAFT}".encode())
    assert WORDS in shown(page).inner_text()
    unfold(page)
    paste(page, f"{WORDS} {WORDS} {DRAFT}")
    shown(page).locator(".mark").first.click()
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    settled(page)

    left = """() => JSON.stringify([location.href, [...document.links].map((it) => it.href),
        {...localStorage}, {...sessionStorage}, document.cookie])"""
    assert "Zyxwvut" not in page.evaluate(left)
    assert "Zyxwvut" not in server.log()
    assert server.output in written(server, start)
    for path in written(server, start):
        assert b"Zyxwvut" not in path.read_bytes(), path

    other = open_page(PATH, at=server.url)
    assert "Zyxwvut" not in other.content()
    assert other.get_by_label("Text", exact=True).input_value() == ""

    page.get_by_test_id("stSidebar").get_by_role("link", name="Figures").click()
    settled(page)
    assert "Zyxwvut" not in page.content()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Check a draft").click()
    settled(page)
    assert WORDS in shown(page).inner_text()

    # A page that is loaded anew by mistake would lose it, so the browser asks.
    goes = "dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert not page.evaluate(goes)
    unfold(page)
    page.get_by_role("button", name="Forget the draft").click()
    settled(page)
    assert page.evaluate(goes)
    assert "Zyxwvut" not in page.content()
    assert page.get_by_label("Text", exact=True).input_value() == ""


def written(server: Server, since: float) -> list[Path]:
    """Return the files that a server may have written: its own folder, and what is new beside its code."""
    own = [path for path in server.output.parent.rglob("*") if path.is_file()]
    places = [ROOT / name for name in ("data", "seeds", "exposure", "pages", "static", "docs")]
    found = (path for place in places for path in place.rglob("*") if path.is_file())
    return [*own, *(path for path in found if path.stat().st_mtime >= since)]


def test_files_are_read_or_refused_in_a_sentence(server: Server, open_page: OpenPage) -> None:
    page = open_page(PATH, at=server.url)
    drop(page, "draft.docx", b"PK\x03\x04 no archive")
    assert "draft.docx is damaged" in error(page)
    drop(
        page,
        "draft.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    )
    assert "protected by a password" in error(page)
    drop(
        page,
        "draft.docx",
        document(paragraph(run("A bridge loan of $400 billion for SoftBank in March 2026."))),
    )
    assert page.get_by_test_id("stAlert").count() == 0
    assert "misprint" in shown(page).inner_text()
    drop(page, "draft.txt", "Alder holds £30 bn.".encode("utf-16"))
    assert shown(page).inner_text().startswith("Alder holds £30 bn")
    # One that falls beside the box for files, where a browser would open it instead of the page.
    shown(page).evaluate(
        """(place) => {
            const held = new DataTransfer();
            held.items.add(new File(["Birch holds $5 bn."], "birch.md"));
            const told = { dataTransfer: held, bubbles: true, cancelable: true };
            place.dispatchEvent(new DragEvent("drop", told));
        }"""
    )
    assert shown(settled(page)).inner_text().startswith("Birch holds $5 bn")


def test_what_is_too_much_is_refused_in_a_sentence_and_takes_nothing_away(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(PATH, at=server.url)
    page.get_by_role("button", name="Check the draft").click()
    settled(page)
    assert "nothing to check" in error(page)
    paste(page, DRAFT)
    assert page.get_by_test_id("stAlert").count() == 0
    unfold(page)
    box = page.get_by_label("Text", exact=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('It paid $5 billion. '.repeat(200_000))")
    box.press("Control+v")
    settled(page)
    assert "It has 4,000 kB. The draft from before is still here." in error(page)
    assert box.input_value() == DRAFT

    paste(page, "It paid $5 billion. " * 60_000)
    assert "It has 1,200 kB" in error(page)
    assert "check it in parts" in error(page)
    drop(page, "draft.docx", b"x" * 1_200_000)
    assert "draft.docx has 1.2 MB, more than 1 MB; paste its text instead" in error(page)
    drop(page, "![a](b.png) $x$ <b>.pages", b"x")
    assert "![a](b.png) $x$ <b>.pages is of another kind than .txt or .md or .docx" in error(page)
    assert box.input_value() == DRAFT
    assert "misprint" in shown(page).inner_text()


def test_on_a_phone_no_word_is_wider_than_the_page(server: Server, open_page: OpenPage) -> None:
    page = open_page(PATH, at=server.url, width=390)
    paste(page, f"{'Donaudampfschiff' * 40} {DRAFT} $400 billion{'0' * 300}")
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(it) => it.scrollWidth <= it.clientWidth")
    assert shown(page).evaluate("(it) => it.scrollWidth <= it.clientWidth")
