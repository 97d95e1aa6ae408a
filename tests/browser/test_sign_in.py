"""Sign-in against a small provider of OpenID Connect that lives as long as the test."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.browser.harness import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


class Provider(BaseHTTPRequestHandler):
    """Says of everybody who comes that it is `email`."""

    email = "editor@news.example"
    nonces: ClassVar[dict[str, str]] = {}

    @property
    def issuer(self) -> str:
        return f"http://{self.headers['Host']}"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {key: found[0] for key, found in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            places = {
                "authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks",
            }  # fmt: skip
            told = {name: f"{self.issuer}/{place}" for name, place in places.items()}
            signs = {"id_token_signing_alg_values_supported": ["RS256"]}
            self.tell({"issuer": self.issuer} | told | signs)
        elif parts.path == "/jwks":
            self.tell({"keys": [KEY.as_dict(private=False)]})
        else:  # a person signs in, at once
            self.nonces["code"] = query.get("nonce", "")
            back = urlencode({"code": "code", "state": query["state"]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": "exposure", "sub": "1", "iat": now, "exp": now + 600,
            "nonce": self.nonces["code"], "email": self.email, "email_verified": True,
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)
        self.tell({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def tell(self, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def guarded(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a public server with sign-in, for the people of one newsroom."""
    secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    secrets.write_text(
        '[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        'cookie_secret = "a secret of the test alone"\nclient_id = "exposure"\n'
        f'client_secret = "x"\nserver_metadata_url = "{provider}/.well-known/openid-configuration"\n'
    )
    environment = {
        "STREAMLIT_SECRETS_FILES": str(secrets),
        "EXPOSURE_SIGN_IN": "required",
        "EXPOSURE_SIGN_IN_ALLOW": "@news.example",
        "EXPOSURE_API_TOKEN": "robot",
    }
    with serving(ROOT / "serve.py", None, **environment) as server:
        yield server.url


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(address)
    return page


def test_who_signs_in_comes_back_to_the_link_and_nobody_else_sees_a_number(
    browser: Browser, guarded: str
) -> None:
    assert api(guarded, "") == 401
    assert api(guarded, "Bearer guess") == 401
    assert api(guarded, "Bearer robot") == 200
    # A lever is answered by a session alone, which knows who asks.
    assert status(f"{guarded}/instant", data=b"{}") == 405

    page = opened(browser, f"{guarded}/LTV?arm_value_usd_bn=200")
    page.get_by_role("heading", name="Sign in to see this dashboard").wait_for()
    assert "%" not in page.get_by_test_id("stMain").inner_text()
    assert page.get_by_role("slider").count() == 0
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Signed in as editor@news.example").wait_for()
    assert urlsplit(page.url).path == "/LTV"
    assert page.get_by_role("textbox", name=re.compile("^Arm")).input_value() == "200"

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in to see this dashboard").wait_for()
    page.context.close()


def test_who_is_not_on_the_list_is_told_so(
    browser: Browser, guarded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Provider, "email", "reader@other.example")
    page = opened(browser, guarded)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("reader@other.example is not on the list").wait_for()
    assert page.get_by_role("slider").count() == 0
    page.context.close()


@pytest.mark.slow
def test_asked_for_and_not_set_up_keeps_everybody_out(browser: Browser) -> None:
    with serving(ROOT / "app.py", EXPOSURE_SIGN_IN="required") as server:
        page = opened(browser, server.url)
        page.get_by_role("heading", name="Sign-in is not set up").wait_for()
        assert page.get_by_role("slider").count() == 0
        page.context.close()


def api(address: str, authorization: str) -> int:
    return status(f"{address}/api/v1/levers.json", headers={"Authorization": authorization})


def status(address: str, **more: Any) -> int:  # noqa: ANN401  (as urllib has them)
    asked = urllib.request.Request(address, **more)  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
