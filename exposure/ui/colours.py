"""The framework works out the colours of every page at every run; here it does so once.

Comes in: nothing but the configuration that the process began with. Goes out: the framework, whose
message at the beginning of a run has the same bytes for a hundredth of the time. That was a third of
what a move cost the server.
"""

from __future__ import annotations

from functools import cache, wraps
from typing import TYPE_CHECKING

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "_populate_theme_msg"
"""What the framework, whose version is pinned, calls the function that works them out."""


def work_out_once() -> None:
    """Have each part of the theme worked out once.

    Where a later framework has no function of that name all is as it was, and slower.
    """
    fill: Callable[[CustomThemeConfig, str], None] | None = getattr(app_session, NAME, None)
    if fill is None or hasattr(fill, "__wrapped__"):
        return

    @cache
    def filled(section: str) -> CustomThemeConfig:
        made = CustomThemeConfig()
        fill(made, section)
        return made

    @wraps(fill)
    def copied(message: CustomThemeConfig, section: str = "theme") -> None:
        message.MergeFrom(filled(section))

    setattr(app_session, NAME, copied)
