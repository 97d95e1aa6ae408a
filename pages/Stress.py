"""Stress: what reaches the limits, how likely that is, and what brings the group back."""

from exposure import ui
from exposure.ui import assumed, stress, timeline

PARTS = {
    "goal": ("Goal seek", stress.seek),
    "map": ("Two-way map", stress.two_way),
    "tornado": ("What matters most", timeline.matters),
    "breach": ("How likely", stress.likely),
    "cash": ("Cash and maturities", timeline.falls_due),
    "replay": ("Replay", timeline.story),
}

page = ui.frame("What would break {group}, how likely, and what brings it back?")
stress.opening(page)
ui.cards(page, ("ltv", "ltv_grossed", "nav"))
chosen = ui.choice("Answer", {name: label for name, (label, _) in PARTS.items()}, key="part")
PARTS[chosen][1](page)
assumed.printed(page.book)
ui.foot()
