"""Signing in to Google in a browser, against the emulator's own sign-in."""

from __future__ import annotations

import io
import json
import re
import stat
import threading
import time
from contextlib import redirect_stdout
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

import config
from config.credentials import Credentials
from connectors.errors import NeedsUser, SignInNeeded, Transient
from connectors.google import auth
from connectors.google.tokens import Tokens
from connectors.web.wire import Wire
from daemon.signing_in import sign_in
from tests.servers import google_emulator
from tests.servers.processes import free_port

SETTINGS = """\
timezone: Europe/Madrid
ledger: ledger.db
accounts:
  - name: despacho
    mail:     {{connector: gmail, credential: ana-google, client: project, endpoint: "{base}"}}
    calendar: {{connector: google_calendar, credential: ana-google, endpoint: "{base}"}}
    addresses: [ana@world.example]
"""


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> config.Config:
    base, _ = google_emulator.start()
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the emulator speaks plain HTTP
    monkeypatch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    monkeypatch.setattr(auth, "WAIT", 60)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.9 2222")
    client = {
        "client_id": "prometido.apps.example",
        "client_secret": "secret",
        "auth_uri": f"{base}/o/oauth2/v2/auth",
        "token_uri": f"{base}/oauth2/token",
        "redirect_uris": ["http://localhost"],
    }
    (tmp_path / "secrets").mkdir()
    secret = tmp_path / "secrets" / "project"
    secret.write_text(json.dumps({"installed": client}))
    secret.chmod(0o600)
    (tmp_path / "prometido.yaml").write_text(SETTINGS.format(base=base))
    return config.load(tmp_path / "prometido.yaml")


@pytest.fixture
def screen() -> io.StringIO:
    """Give what is printed, while it is being printed."""
    return io.StringIO()


class Person(threading.Thread):
    """Reads what is printed, opens it in a browser and agrees, or says no."""

    def __init__(self, screen: io.StringIO, answer: str) -> None:
        super().__init__(daemon=True)
        self._screen = screen
        self._answer = answer

    def run(self) -> None:
        # A line that has not ended yet is not all of an address.
        while not (found := re.search(r"(http://\S+/o/oauth2/v2/auth\S+)\n", self._screen.getvalue())):
            time.sleep(0.02)
        self._come_back(found[1])

    def _come_back(self, address: str) -> None:
        self.asked = parse_qs(urlsplit(address).query)
        if self._answer == "no":
            httpx.get(f"{self.asked['redirect_uri'][0]}?error=access_denied&state={self.asked['state'][0]}", timeout=20)
            return
        page = httpx.get(address, timeout=20).text
        form = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page)) | {"email": "u1@world.example"}
        base = address.partition("/o/")[0]
        back = httpx.post(f"{base}/o/oauth2/v2/auth/callback", data=form, timeout=20).headers["location"]
        httpx.get(back, timeout=20)


def tokens_of(loaded: config.Config, wire: Wire) -> Tokens:
    places = Credentials.of(loaded)
    return Tokens(
        lambda: places.find_token("ana-google"),
        lambda token: places.keep_token("ana-google", token),
        wire=wire,
        scopes=(),
    )


def test_signing_in_keeps_a_token_that_can_be_renewed_until_it_is_revoked(
    loaded: config.Config, screen: io.StringIO
) -> None:
    base, port = google_emulator.start()
    person = Person(screen, "yes")
    person.start()
    with redirect_stdout(screen):
        sign_in(loaded, loaded.accounts[0], port=port)
    person.join(20)
    assert "also sends as u1@world.example: what" in screen.getvalue()
    assert f"ssh -N -p 2222 -L {port}:localhost:{port} " in screen.getvalue()
    assert "@192.0.2.9" in screen.getvalue()
    assert "never sends" in screen.getvalue()
    assert "7 days" in screen.getvalue()
    assert person.asked["login_hint"] == ["ana@world.example"]
    assert person.asked["access_type"] == ["offline"]
    asked = {scope.rpartition("/")[2] for scope in person.asked["scope"][0].split()}
    assert asked == {
        *("gmail.readonly", "gmail.compose"),
        *("calendar.app.created", "calendar.calendarlist.readonly", "calendar.events.readonly"),
    }
    kept = Credentials.of(loaded).token_file("ana-google")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    wire = Wire("Google")
    tokens = tokens_of(loaded, wire)
    first, second = tokens.current(), tokens.renewed()
    assert first != second
    assert tokens_of(loaded, wire).current() == second, "what was renewed is kept for whoever comes next"
    refresh = json.loads(kept.read_text())["refresh_token"]
    httpx.post(f"{base}/oauth2/revoke", data={"token": refresh}, timeout=20)
    with pytest.raises(SignInNeeded, match="prometido auth"):
        tokens.renewed()
    wire.close()


def test_who_says_no_is_told_so(loaded: config.Config, screen: io.StringIO) -> None:
    person = Person(screen, "no")
    person.start()
    with redirect_stdout(screen), pytest.raises(SignInNeeded, match="access_denied"):
        sign_in(loaded, loaded.accounts[0], port=free_port())
    person.join(20)


def test_a_sign_in_nobody_comes_back_from_ends(loaded: config.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "WAIT", 0.1)
    with pytest.raises(Transient, match="nobody came back"):
        sign_in(loaded, loaded.accounts[0], port=free_port())


def test_a_port_that_is_taken_is_named(loaded: config.Config) -> None:
    base, _ = google_emulator.start()
    taken = int(base.rpartition(":")[2])
    with pytest.raises(NeedsUser, match=f"port {taken} .* --port"):
        sign_in(loaded, loaded.accounts[0], port=taken)


def test_without_a_client_the_guide_is_named(loaded: config.Config) -> None:
    account = loaded.accounts[0]
    bare = account.model_copy(update={"mail": account.mail.model_copy(update={"client": None})})
    with pytest.raises(NeedsUser, match=r"client: .*docs/google\.md"):
        sign_in(loaded, bare)


def test_something_else_in_the_place_of_a_client_is_told(loaded: config.Config) -> None:
    (loaded.file.parent / "secrets" / "project").write_text('{"type": "service_account"}')
    with pytest.raises(NeedsUser, match="Desktop app"):
        sign_in(loaded, loaded.accounts[0])
