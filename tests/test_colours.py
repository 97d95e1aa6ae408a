"""The colours of a page are worked out once, and are those that the framework works out."""

import inspect

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from exposure.ui import colours

SECTIONS = ["theme", *(f"theme.{part.value}" for part in config.CustomThemeCategories)]


@pytest.mark.parametrize("section", SECTIONS)
def test_the_message_is_the_one_that_the_framework_makes(
    section: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    framework = inspect.unwrap(getattr(app_session, colours.NAME))
    monkeypatch.setattr(app_session, colours.NAME, framework)
    colours.work_out_once()
    ours = getattr(app_session, colours.NAME)
    told = []
    for fill in (framework, ours, ours):
        message = CustomThemeConfig()
        fill(message, section)
        told.append(message.SerializeToString(deterministic=True))
    assert ours is not framework
    assert told[0]
    assert told == [told[0]] * 3


def test_each_part_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out: list[str] = []
    monkeypatch.setattr(app_session, colours.NAME, lambda _, section: worked_out.append(section))
    for section in ("theme", "theme.light", "theme", "theme.light"):
        colours.work_out_once()
        getattr(app_session, colours.NAME)(CustomThemeConfig(), section)
    assert worked_out == ["theme", "theme.light"]


def test_a_framework_without_that_function_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(app_session, colours.NAME)
    colours.work_out_once()
    assert not hasattr(app_session, colours.NAME)
