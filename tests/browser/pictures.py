"""Take a picture of every page, so that someone can look at it.

``python tests/browser/pictures.py OUT`` writes ``OUT/<page>-<theme>-<width>.png``: every page, light
and dark, at 390, 768 and 1440 pixels, from top to bottom; and where a narrow window hides the
levers, ``...-levers.png`` with them opened. With ``--window`` it takes what a reader sees before
scrolling, as `make docs` does for the README.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))  # also run by its path, as a program

from tests.browser.harness import addresses, browsing, drawn, open_address, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.harness import Theme

THEMES: tuple[Theme, ...] = ("light", "dark")
WIDTHS = (390, 768, 1440)
# A window is at least this high, and no picture is higher than that.
_HEIGHTS = (800, 20_000)

_CONTENT_HEIGHT = """() => Math.max(...["stMain", "stSidebarContent"].map((name) => {
    const part = document.querySelector(`[data-testid="${name}"]`);
    return part === null ? 0 : part.getBoundingClientRect().top + part.scrollHeight;
}))"""


def main() -> None:
    """Take the pictures that the command line asks for."""
    given = _arguments()
    given.out.mkdir(parents=True, exist_ok=True)
    running = nullcontext() if given.url else serving(data=given.data)
    with running as server, browsing() as browser:
        url = server.url if server else given.url.rstrip("/")
        for name in given.page or addresses():
            for theme in given.theme or THEMES:
                for width in given.width or WIDTHS:
                    address = url + addresses()[name] + (f"?{given.query}" if given.query else "")
                    page, problems = open_address(browser, address, width=width, theme=theme)
                    if given.draft:
                        page.get_by_label("Text", exact=True).fill(given.draft.read_text("utf-8"))
                        page.get_by_role("button", name="Check the draft").click()
                        drawn(page)
                    path = given.out / f"{name}-{theme}-{width}.png"
                    if given.window:
                        page.screenshot(path=path)
                        print(path)
                    else:
                        _take(page, path)
                    opener = page.get_by_test_id("stExpandSidebarButton")
                    if opener.is_visible() and not given.window:
                        opener.click()
                        _take(drawn(page), given.out / f"{name}-{theme}-{width}-levers.png")
                    print(*problems, sep="\n", end="\n" if problems else "")
                    page.context.close()


def _take(page: Page, path: Path) -> None:
    """Save the whole page. Its inner part is what scrolls, so the window grows to hold it."""
    lowest, highest = _HEIGHTS
    window = page.viewport_size or {"width": WIDTHS[-1], "height": lowest}
    page.set_viewport_size({"width": window["width"], "height": lowest})
    for _ in range(3):  # a higher window can change what it holds
        height = min(highest, int(drawn(page).evaluate(_CONTENT_HEIGHT)) + 1)
        if height <= (page.viewport_size or window)["height"]:
            break
        page.set_viewport_size({"width": window["width"], "height": height})
    page.screenshot(path=path)
    print(path)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--page", action="append", choices=addresses(), help="only this page")
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--width", action="append", type=int)
    parser.add_argument("--window", action="store_true", help="one window, not the whole page")
    parser.add_argument("--query", help="what follows the question mark of the address")
    parser.add_argument("--draft", type=Path, help="a text to check, with --page Check_a_draft")
    parser.add_argument("--data", type=Path, help="another folder of data")
    parser.add_argument("--url", help="a dashboard that already runs, instead of starting one")
    return parser.parse_args()


if __name__ == "__main__":
    main()
