"""What can be set about a public server, and the headers that each of its answers carries.

Comes in: variables of the environment. Goes out: `Settings`, and headers as the web has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


INSTANT = Event()
"""Set where the server answers levers without a session, see `exposure.ui.instant`."""


class Setting(NamedTuple):
    """A variable of the environment: its name, what it starts at, and what it is for."""

    variable: str
    start: str
    about: str


SETTINGS: Mapping[str, Setting] = {
    "frame_ancestors": Setting(
        "EXPOSURE_FRAME_ANCESTORS",
        "'self'",
        "who may show what is embedded in a frame: 'none', 'self', or addresses",
    ),
    "sessions": Setting("EXPOSURE_SESSIONS", "200", "open pages at one time"),
    "memory_mb": Setting(
        "EXPOSURE_MEMORY_MB", "1500", "memory above which no further page is opened"
    ),
    "body_kb": Setting("EXPOSURE_BODY_KB", "1100", "largest request"),
    "seconds": Setting("EXPOSURE_REQUEST_SECONDS", "60", "longest request"),
    "frames": Setting("EXPOSURE_FRAMES_PER_SECOND", "20", "messages from one open page"),
}
"""Everything about the server that can be set, by the name of the field."""


@dataclass(frozen=True)
class Settings:
    """The limits of one server.

    Examples
    --------
    >>> Settings.read({"EXPOSURE_SESSIONS": "50"}).sessions
    50
    >>> Settings.read({"EXPOSURE_SESSIONS": "many"})
    Traceback (most recent call last):
    ValueError: EXPOSURE_SESSIONS = many: is not a whole number above zero; leave it out for 200
    """

    frame_ancestors: str
    sessions: int
    memory_mb: int
    body_kb: int
    seconds: int
    frames: int

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Return the settings of an environment.

        Raises
        ------
        ValueError
            With one sentence that names the variable, its value and what would be right.
        """
        found: dict[str, Any] = {}
        for field, (variable, start, _) in SETTINGS.items():
            text = environment.get(variable) or start
            wrong = f"{variable} = {text}: is not"
            if not start.isdigit():
                if not text.isascii() or any(sign in text for sign in ";,\r\n"):
                    raise ValueError(f"{wrong} a list of addresses with spaces between them")
                found[field] = text
            elif text.isdecimal() and text.isascii() and int(text) > 0:
                found[field] = int(text)
            else:
                raise ValueError(f"{wrong} a whole number above zero; leave it out for {start}")
        return cls(**found)


def headers(settings: Settings, *, embedded: bool = True) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers that an answer carries: one that is meant for a frame, or any other.

    Other sites may frame what is embedded, ``?embed=true``, as far as the operator names them;
    the whole dashboard only this site.

    Streamlit's own pages need inline styles and scripts, compile WebAssembly, and load the
    script of a component from a blob; all of it, and all that they ask for, comes from the
    server itself.
    """
    ancestors = settings.frame_ancestors
    if not embedded and ancestors != "'none'":
        ancestors = "'self'"
    policy = (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        f"form-action 'self'; frame-ancestors {ancestors}"
    )
    told = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    # The older header cannot name addresses, so it is sent only where it says the same.
    older = {"'none'": "DENY", "'self'": "SAMEORIGIN"}.get(ancestors)
    if older:
        told["X-Frame-Options"] = older
    return tuple((name.lower().encode(), text.encode()) for name, text in told.items())
