"""The only part of the package that knows Streamlit.

Every page opens with ``page = ui.frame(question)``, which reads the data, takes
the scenario from the session or the link, draws the sidebar and says what
differs from the baseline. Then the page draws, with the parts below.
"""

from exposure.export.report import Columns
from exposure.ui.cards import cards
from exposure.ui.choices import amount, choice, several
from exposure.ui.export import foot
from exposure.ui.frame import frame
from exposure.ui.markdown import plain
from exposure.ui.parts import chart, facts, heading, note, register, sentence, table
from exposure.ui.sources import claims, how, printings, show_evidence, sources_line

__all__ = [
    "Columns",
    "amount",
    "cards",
    "chart",
    "choice",
    "claims",
    "facts",
    "foot",
    "frame",
    "heading",
    "how",
    "note",
    "plain",
    "printings",
    "register",
    "sentence",
    "several",
    "show_evidence",
    "sources_line",
    "table",
]
