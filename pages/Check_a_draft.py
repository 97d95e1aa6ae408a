"""Check a draft: every figure of a text against the ledger, and against the text itself."""

from exposure import ui
from exposure.ui import draft, intake

page = ui.frame("Is every figure of this draft right?", moves=False)
text, day, whose = intake.given()
if text:
    draft.result(page, text, day, whose)
else:
    ui.note(
        f"Every figure is held against the {len(page.book.ledger.figure_by_id):,} of the ledger and "
        "against the sums, conversions and ratios of the text itself."
    )
ui.note(
    "The draft stays in the memory of this visit: it is gone when you forget it, close the page or "
    "load it anew, which the browser asks about, or when the server starts anew. It is not stored, "
    "also not by the browser, not logged, and not in any link."
)
ui.foot(files=False)
