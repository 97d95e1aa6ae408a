"""What is heavy is imported where it is used, not when the dashboard starts."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("plotly", "scipy", "xlsxwriter", "openpyxl", "matplotlib", "altair", "pydeck", "typst")


def test_the_dashboard_starts_without_what_only_a_download_needs() -> None:
    # The framework imports plotly by itself; what it brings along is not ours to leave out.
    asked = (
        "import sys, streamlit; before = set(sys.modules); import exposure.ui; "
        f"print([name for name in {HEAVY!r} if name in set(sys.modules) - before])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
