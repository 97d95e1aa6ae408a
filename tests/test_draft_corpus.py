"""Drafts written by hand, as an editor gets them: what is wrong is found, and nothing else is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from exposure.draft import check
from exposure.ledger import Ledger, load

ROOT = Path(__file__).parents[1]
DRAFTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/drafts.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    found, faults = load(ROOT / "data", ROOT / "seeds")
    assert found is not None, faults
    return found


def test_there_are_as_many_as_an_editor_sees_in_a_week() -> None:
    assert len(DRAFTS) >= 25
    assert sum(not draft.get("wrong") for draft in DRAFTS) >= 8


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: " ".join(draft["text"].split()[:6]))
def test_what_is_wrong_is_found_and_nothing_else(draft: dict[str, Any], ledger: Ledger) -> None:
    found = {f.printed: f for f in check(draft["text"], ledger, draft["day"]).problems}
    wrong = {str(one["words"]): one for one in draft.get("wrong", ())}
    assert {words: found[words].rule for words in found} == {
        words: one["rule"] for words, one in wrong.items()
    }
    for words, one in wrong.items():
        right = one.get("right")
        if isinstance(right, str) and "-" in right:
            assert str(found[words].right_value).startswith(right)
        elif right is not None:
            assert found[words].right_value == pytest.approx(float(right), rel=0.01)
