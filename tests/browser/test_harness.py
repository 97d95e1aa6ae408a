"""The eye of the browser tests sees what it is there to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.harness import serving, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import OpenPage

APP = """
import os
import time

import streamlit as st

moved = st.slider("Lever", 0, 100, 50)
if "slow" in st.query_params:
    time.sleep(1.5)
st.write(f"The lever stands at {moved}.")
st.write(os.environ.get("EXPOSURE_DATA", "no data"))
if "formula" in st.query_params:
    st.write("from $a to b$")
if "failure" in st.query_params:
    int("nothing")
if "elsewhere" in st.query_params:
    st.image("http://elsewhere.invalid/picture.png")
st.plotly_chart({"data": [{"y": [moved, 1, 2]}], "layout": {}})
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("tiny")
    app = folder / "app.py"
    app.write_text(APP)
    with serving(app, data=folder) as server:
        yield server.url


@pytest.mark.parametrize("query", ["/", "/?slow"])
def test_a_settled_page_shows_the_answer_to_the_last_key(
    tiny: str, open_page: OpenPage, query: str
) -> None:
    page = open_page(query, at=tiny)
    slider = page.get_by_role("slider", name="Lever")
    for value in (51, 52, 53):
        slider.press("ArrowRight")
        settled(page)
        assert page.get_by_text("The lever stands at").inner_text() == (
            f"The lever stands at {value}."
        )


def test_the_server_gets_its_data_folder_and_the_page_its_theme(
    tiny: str, open_page: OpenPage
) -> None:
    page = open_page(at=tiny, theme="dark", width=390)
    assert page.get_by_text("tiny0").is_visible()
    colour = "e => getComputedStyle(e).backgroundColor"
    assert page.get_by_test_id("stApp").evaluate(colour) == "rgb(18, 22, 27)"


@pytest.mark.parametrize("query", ["/?formula", "/?failure"])
def test_a_formula_and_a_failed_script_are_seen(tiny: str, open_page: OpenPage, query: str) -> None:
    with pytest.raises(AssertionError, match="drawn as a formula, or failed"):
        open_page(query, at=tiny)


def test_a_request_to_another_host_is_seen(tiny: str, open_page: OpenPage) -> None:
    page = open_page("/?elsewhere", at=tiny, allow="elsewhere.invalid|ERR_")
    assert page.get_by_test_id("stImage").is_visible()
