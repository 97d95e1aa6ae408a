"""Every page, and what opens on it, as axe reads it for people who hear a page or use its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.harness import addresses, settled
from tests.browser.test_draft import DRAFT, PATH, paste

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.browser.harness import Theme

PARTS = [
    f"/{page}?{key}={part}"
    for page, key, parts in (
        ("Stress", "part", ("map", "tornado", "breach", "cash", "replay")),
        ("Figures", "desk_part", ("compared", "misprints", "replaced", "assumed", "signed")),
    )
    for part in parts
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The framework's own: its box for files, and the parts of its box for a date.
THEIRS = ["[data-testid=stFileUploaderDropzone]", "[data-testid=stDateInput]"]

pytestmark = pytest.mark.slow


def faults(page: Page) -> list[str]:
    """Return what axe finds on a page, each with the first element that it is about."""
    told = Axe().run(page, {"exclude": THEIRS}, {"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in told]


@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 1440)])
@pytest.mark.parametrize(
    "path",
    [
        *addresses().values(),
        *PARTS,
        "/Deals?deal=openai-2025-12",
        "/Figures?figures_search=zzzz",
        "/?arm_value_usd_bn=10&sales_usd_bn=60",
        "/?embed=true&show=ltv-curve",
        "/LTV?view=text",
    ],
)
def test_a_page_has_no_fault(open_page: OpenPage, path: str, theme: Theme, width: int) -> None:
    assert not faults(open_page(path, theme=theme, width=width))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_on_a_page_has_no_fault(open_page: OpenPage, theme: Theme) -> None:
    page = open_page("/", theme=theme)
    page.locator(".card-value").first.click()
    page.get_by_role("dialog").wait_for()
    assert not faults(settled(page))
    page = open_page("/LTV", theme=theme)
    for fold in page.locator("summary").all():
        fold.click()
        settled(page)
    assert not faults(page)
    page = paste(open_page(PATH, theme=theme), DRAFT)
    assert not faults(page)
    page.locator(".mark-misprint").first.click()
    page.get_by_role("dialog").wait_for()
    assert not faults(settled(page))
