"""Compare: the baseline and two scenarios side by side, and which lever makes the difference."""

from exposure import ui
from exposure.ui import compare

page = ui.frame("How do two scenarios of {group} differ, and why?")
found, titles = compare.chosen(page)
compare.answer(page, found, titles)
compare.results(page, found)
compare.attribution(found)
ui.foot()
