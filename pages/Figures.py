"""Figures: where each comes from, where printings differ, what is assumed, who has checked it."""

from exposure import ui
from exposure.ui import desk

page = ui.frame("Where does every figure come from, and who has checked it?", moves=False)
found = desk.opening(page)
desk.PARTS[desk.chosen(page, found)](page, found)
ui.foot()
