"""The page Check a draft in this process: once a visit is over, nothing has kept its text."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[1]


def kept(words: str) -> list[str]:
    """Return which objects of this process hold a text with these words and more."""
    gc.unfreeze()
    gc.collect()
    found = []
    for holder in gc.get_objects():
        for part in gc.get_referents(holder):
            text = part.decode("latin-1") if isinstance(part, bytes) else part
            if isinstance(text, str) and words in text and text != words:
                found.append(f"{type(holder)}: {text[:80]!r}")
    return found


def visit(words: str) -> None:
    """Check a draft with these words, and leave."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    page.switch_page("pages/Check_a_draft.py").run()
    page.text_area[0].set_value(f"{words}: Alder's loan of $80 billion, 10% of Birch Labs.").run()
    assert not page.exception
    assert "agree" in page.markdown[0].value
    assert kept(words)  # it is seen while the visit lasts


def test_once_a_visit_is_over_no_cache_and_no_object_holds_what_was_pasted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EXPOSURE_DATA", str(ROOT / "tests/small/data"))
    # Put together here, so that this file's own text is not found.
    words = "-".join(["unpublished", "draft", str(id(object()))])
    visit(words)
    assert kept(words) == []


def test_a_text_without_figures_is_no_pass() -> None:
    page = AppTest.from_file(str(ROOT / "pages/Check_a_draft.py"), default_timeout=60).run()
    page.text_area[0].set_value("Nothing is told here.").run()
    assert page.markdown[0].value == "No figure was recognised in this text."
    told = [one.proto.bytes.decode() for one in page.get("bidi_component")]
    assert any("A pass means" in words for words in told)
