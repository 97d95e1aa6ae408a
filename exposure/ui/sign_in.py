"""Sign-in before anything is shown, where the operator asks for it; off by default.

``EXPOSURE_SIGN_IN=required`` asks for it, the section ``[auth]`` of
``.streamlit/secrets.toml`` says at which provider of OpenID Connect, and
``EXPOSURE_SIGN_IN_ALLOW`` names who may enter: addresses of e-mail, or a whole
``@newsroom.example``. What is asked for and not set up keeps everybody out.
"""

from __future__ import annotations

import os

import streamlit as st

from exposure.sign_in import may_enter, required
from exposure.ui.markdown import plain


def gate() -> None:
    """Let in who is signed in and may enter; stop the page for everybody else."""
    if not required(os.environ):
        return
    if "is_logged_in" not in st.user:
        st.title("Sign-in is not set up")
        st.error(
            "Sign-in is required here, and no provider is named. Add a section [auth] to "
            ".streamlit/secrets.toml."
        )
        st.stop()
    if not st.user.is_logged_in:
        st.title("Sign in to see this dashboard")
        st.button("Sign in", key="sign-in", on_click=st.login)
        st.stop()
    email = str(st.user.get("email") or "")
    if not may_enter(os.environ, email, verified=st.user.get("email_verified") is True):
        st.title("You are signed in, and may not enter")
        st.error(plain(f"{email or 'This account'} is not on the list of this dashboard."))
        st.button("Sign out", key="sign-out", on_click=st.logout)
        st.stop()
    with st.sidebar:
        st.caption(plain(f"Signed in as {email}"))
        st.button("Sign out", key="sign-out", on_click=st.logout, type="tertiary")
