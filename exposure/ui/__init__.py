"""The only part of the package that knows Streamlit.

Every page opens with ``page = ui.frame(question)``, which reads the data, takes
the scenario from the session or the link, draws the sidebar and says what
differs from the baseline. Then the page draws, with the parts below.
"""

from exposure.export.report import Columns
from exposure.ui.cards import card, cards
from exposure.ui.choices import amount, choice, forget, keep, many, pick, several, whole, words
from exposure.ui.export import foot
from exposure.ui.frame import Page, frame
from exposure.ui.markdown import link, plain
from exposure.ui.parts import chart, facts, heading, note, register, sentence, table
from exposure.ui.session import take
from exposure.ui.sources import claims, how, passage, printings, show_evidence, sources_line

__all__ = [
    "Columns",
    "Page",
    "amount",
    "card",
    "cards",
    "chart",
    "choice",
    "claims",
    "facts",
    "foot",
    "forget",
    "frame",
    "heading",
    "how",
    "keep",
    "link",
    "many",
    "note",
    "passage",
    "pick",
    "plain",
    "printings",
    "register",
    "sentence",
    "several",
    "show_evidence",
    "sources_line",
    "table",
    "take",
    "whole",
    "words",
]
