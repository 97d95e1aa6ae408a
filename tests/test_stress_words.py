"""The words of Stress about goals that no value within a lever's range reaches."""

from __future__ import annotations

from exposure.model import outcome
from exposure.stress.goal import goal
from exposure.stress_words import beyond
from tests.invented import book


def test_outside_its_range_the_focus_company_reaches_the_line_where_the_ltv_page_says_it_does() -> (
    None
):
    # New money falls below cost with the company, and stays at cost above its baseline.
    found = outcome(book(), {"birch_value": 300.0, "investment": 100.0})
    answer = goal(found.book, found.values, "birch_value", 0.05)
    assert answer.value is None
    reached = found.break_even("disclosed", 0.05)
    assert reached is not None
    assert f"{reached:,.1f}".rstrip("0").rstrip(".") in beyond(found, answer)
