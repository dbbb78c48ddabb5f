"""Signing in to Microsoft: real MSAL against a certified OpenID provider behind a private authority."""

from __future__ import annotations

import io
import json
import socket
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

import config
from config.accounts import Microsoft, Outlook
from config.credentials import Credentials
from connectors.errors import NeedsUser, SignInNeeded, Transient
from connectors.microsoft import auth
from connectors.microsoft.tokens import Tokens
from connectors.registry import Context
from connectors.web.browser import is_here, ssh_line
from connectors.web.wire import Wire
from daemon import logs
from daemon.signing_in import sign_in
from tests.servers import entra
from tests.servers.entra import Entra
from tests.servers.entra_person import ask, signs_in
from tests.servers.processes import free_port

SETTINGS = """\
timezone: Europe/Madrid
ledger: ledger.db
accounts:
  - name: despacho
    mail:     {{connector: outlook, {common}}}
    calendar: {{connector: outlook_calendar, {common}}}
    tasks:    {{connector: microsoft_todo, {common}}}
    addresses: [{address}]
"""
SCOPES = ["Mail.ReadWrite", "Calendars.ReadWrite", "Tasks.ReadWrite"]


@pytest.fixture(scope="module")
def server() -> Entra:
    return entra.start()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Give what is printed, while it is being printed."""
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.9 2222")
    return io.StringIO()


def loaded(
    path: Path, server: Entra, *, client: str = "prometido", address: str = "ana@estudio.example", more: str = ""
) -> config.Config:
    common = f'client_id: {client}, credential: ana-ms, authority: "{server.authority}", ca_bundle: "{server.ca}"{more}'
    (path / "prometido.yaml").write_text(SETTINGS.format(common=common, address=address))
    return config.load(path / "prometido.yaml")


def tokens_of(settings: config.Config, scopes: list[str] | None = None) -> Tokens:
    places = Credentials.of(settings)
    context = Context(account="despacho", state=places.state, credential=places.find_token, keep=places.keep_token)
    mail = settings.accounts[0].mail
    assert isinstance(mail, Microsoft)
    return Tokens(mail, context, scopes or SCOPES[:1])


def kept(settings: config.Config) -> dict[str, dict[str, dict[str, str]]]:
    return dict(json.loads(Credentials.of(settings).token_file("ana-ms").read_text()))


def test_a_code_on_another_device_signs_in_for_all_places_at_once(
    tmp_path: Path, server: Entra, screen: io.StringIO
) -> None:
    settings = loaded(tmp_path, server)
    signs_in(settings, screen, server, "approve", device=True)
    [token] = kept(settings)["AccessToken"].values()
    assert set(SCOPES) <= set(token["target"].split())
    assert "Mail.Send" not in token["target"]
    file = Credentials.of(settings).token_file("ana-ms")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "cannot send" in screen.getvalue()
    first = tokens_of(settings).current()
    assert first == token["secret"]
    for scope in SCOPES:
        assert tokens_of(settings, [scope]).current() == first, "one sign-in serves every connector"


def test_over_ssh_a_code_is_asked_for_without_being_told_to(tmp_path: Path, server: Entra, screen: io.StringIO) -> None:
    settings = loaded(tmp_path, server)
    signs_in(settings, screen, server, "approve")
    assert tokens_of(settings).current()


def test_a_browser_that_comes_back_signs_in_and_the_way_over_ssh_is_told(
    tmp_path: Path, server: Entra, screen: io.StringIO
) -> None:
    settings, port = loaded(tmp_path, server), free_port()
    person = signs_in(settings, screen, server, "browser", port=port)
    assert f"ssh -N -p 2222 -L {port}:localhost:{port} " in screen.getvalue()
    assert person.asked["login_hint"] == ["ana@estudio.example"]
    assert person.asked["redirect_uri"] == [f"http://localhost:{port}"]
    assert set(SCOPES) <= set(person.asked["scope"][0].split())
    assert "Mail.Send" not in person.asked["scope"][0]
    assert tokens_of(settings).current()


def test_a_token_is_renewed_and_what_was_renewed_is_kept(tmp_path: Path, server: Entra, screen: io.StringIO) -> None:
    settings = loaded(tmp_path, server)
    signs_in(settings, screen, server, "approve", device=True)
    [before] = kept(settings)["RefreshToken"].values()
    tokens = tokens_of(settings)
    first, second = tokens.current(), tokens.renewed()
    assert first != second
    assert tokens_of(settings).current() == second
    [after] = kept(settings)["RefreshToken"].values()
    assert before["secret"] != after["secret"], "refresh tokens rotate"


def test_a_refresh_token_is_never_used_twice_however_many_renew_at_once(
    tmp_path: Path, server: Entra, screen: io.StringIO
) -> None:
    settings = loaded(tmp_path, server)
    signs_in(settings, screen, server, "approve", device=True)
    several = [tokens_of(settings) for _ in range(4)]
    assert len({tokens.current() for tokens in several}) == 1
    with ThreadPoolExecutor(4) as pool:
        renewed = list(pool.map(Tokens.renewed, several))
    # Who used a token that was used before would have revoked the sign-in of all.
    assert len(set(renewed)) == 1
    assert several[0].renewed() not in renewed


def test_a_sign_in_that_was_revoked_asks_for_a_new_one(tmp_path: Path, server: Entra, screen: io.StringIO) -> None:
    settings = loaded(tmp_path, server)
    signs_in(settings, screen, server, "approve", device=True)
    [refresh] = kept(settings)["RefreshToken"].values()
    with ask(server) as client:
        client.post(f"{server.base}/revoke", data={"token": refresh["secret"], "client_id": "prometido"})
    tokens = tokens_of(settings)
    assert tokens.current(), "what was given lasts until it ends"
    with pytest.raises(SignInNeeded, match="prometido auth"):
        tokens.renewed()


def answering(status: int, content: bytes) -> Callable[..., requests.Response]:
    """Stand for a sign-in server that answers every request so."""

    def post(*_: object, **__: object) -> requests.Response:
        response = requests.Response()
        response.status_code, response._content, response.encoding = status, content, "utf-8"
        return response

    return post


@pytest.mark.parametrize(
    "answer",
    [
        b"{}",
        b"[]",
        b"null",
        b"<html>Sign in to the hotel</html>",
        b'{"access_token": null}',
        b'{"access_token": "eyJ0.a-token", "refresh_token": "0.a-refresh-to',
        b'{"error": "eyJ0.a-token of ana"}',
        b"[" * 5000,
    ],
)
def test_a_sign_in_server_that_answers_oddly_revokes_nothing_and_no_token_is_told(
    tmp_path: Path,
    server: Entra,
    screen: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    answer: bytes,
) -> None:
    settings = loaded(tmp_path, server)
    signs_in(settings, screen, server, "approve", device=True)
    logs.configure(verbose=True)
    before, tokens = kept(settings), tokens_of(settings)
    tokens.current()

    with monkeypatch.context() as patched:
        patched.setattr(requests.Session, "post", answering(200, answer))
        with pytest.raises(Transient) as raised:
            tokens.renewed()
    assert "a-token" not in f"{raised.value}{caplog.text}"
    assert kept(settings) == before
    assert tokens.renewed()


def test_a_grant_that_was_refused_once_is_kept_and_may_be_good(
    tmp_path: Path, server: Entra, screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = loaded(tmp_path, server)
    signs_in(settings, screen, server, "approve", device=True)
    tokens = tokens_of(settings)
    tokens.current()

    with monkeypatch.context() as patched:
        patched.setattr(requests.Session, "post", answering(400, b'{"error": "invalid_grant"}'))
        with pytest.raises(SignInNeeded, match="prometido auth"):
            tokens.renewed()
    assert tokens.renewed()


@pytest.mark.parametrize("lasts", [b"", b', "expires_in": 3599.5', b', "expires_in": "3599"'])
def test_a_token_that_says_oddly_how_long_it_holds_is_used(
    tmp_path: Path, server: Entra, screen: io.StringIO, monkeypatch: pytest.MonkeyPatch, lasts: bytes
) -> None:
    settings = loaded(tmp_path, server)
    signs_in(settings, screen, server, "approve", device=True)
    tokens = tokens_of(settings)
    tokens.current()

    answer = b'{"access_token": "new", "token_type": "Bearer"' + lasts + b"}"
    monkeypatch.setattr(requests.Session, "post", answering(200, answer))
    assert tokens.renewed() == "new"


def test_a_sign_in_server_that_is_away_says_nothing_about_the_sign_in(
    tmp_path: Path, server: Entra, screen: io.StringIO
) -> None:
    settings = loaded(tmp_path, server)
    signs_in(settings, screen, server, "approve", device=True)
    away = Entra(f"https://localhost:{free_port()}/estudio.example", server.ca, "")
    tokens = tokens_of(loaded(tmp_path, away))
    assert tokens.current()
    with pytest.raises(Transient, match="cannot be reached"):
        tokens.renewed()


@pytest.mark.parametrize("code", ["AADSTS53003", "AADSTS50199"])
def test_who_may_not_sign_in_with_a_code_is_told_the_other_ways(
    tmp_path: Path, server: Entra, screen: io.StringIO, code: str
) -> None:
    settings = loaded(tmp_path, server)
    with pytest.raises(NeedsUser, match=rf"{code}.*--port 8765.*certificate"):
        signs_in(settings, screen, server, f"refuse {code}", device=True)


def test_who_says_no_is_told_so(tmp_path: Path, server: Entra, screen: io.StringIO) -> None:
    with pytest.raises(SignInNeeded, match="said no"):
        signs_in(loaded(tmp_path, server), screen, server, "refuse none", device=True)
    refusing = loaded(tmp_path, server, address="no@estudio.example")
    with pytest.raises(SignInNeeded, match="said no"):
        signs_in(refusing, screen, server, "browser", port=free_port())


def test_a_token_that_could_send_is_not_taken(tmp_path: Path, server: Entra, screen: io.StringIO) -> None:
    settings = loaded(tmp_path, server, client="can-send")
    with pytest.raises(NeedsUser, match=r"could send mail.*Mail\.Send"):
        signs_in(settings, screen, server, "approve", device=True)
    assert not Credentials.of(settings).token_file("ana-ms").exists()


def test_a_permission_that_was_not_given_is_named(tmp_path: Path, server: Entra, screen: io.StringIO) -> None:
    with pytest.raises(SignInNeeded, match=r"Calendars\.ReadWrite, Tasks\.ReadWrite"):
        signs_in(loaded(tmp_path, server, client="asks-for-less"), screen, server, "approve", device=True)


def test_an_app_nobody_knows_is_refused_with_the_guide(tmp_path: Path, server: Entra, screen: io.StringIO) -> None:
    settings = loaded(tmp_path, server, client="nobody")
    with pytest.raises(NeedsUser, match=r"docs/microsoft\.md"):
        sign_in(settings, settings.accounts[0], device=True)


def test_a_port_that_is_taken_is_named(tmp_path: Path, server: Entra, screen: io.StringIO) -> None:
    taken = int(server.authority.rpartition(":")[2].partition("/")[0])
    settings = loaded(tmp_path, server)
    with pytest.raises(NeedsUser, match=f"port {taken} .* --port"):
        sign_in(settings, settings.accounts[0], port=taken)


def test_a_sign_in_nobody_comes_back_from_ends(
    tmp_path: Path, server: Entra, screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "WAIT", 0.1)
    settings = loaded(tmp_path, server)
    with pytest.raises(Transient, match="nobody came back"):
        sign_in(settings, settings.accounts[0], port=free_port())


def app(server: Entra, credential: str, *, user: str | None = "ana@estudio.example", path: Path) -> Tokens:
    settings = Outlook(
        connector="outlook",
        client_id="certified",
        credential="app",
        authority=server.authority,
        ca_bundle=server.ca,
        user=user,
    )
    return Tokens(settings, Context(account="despacho", state=path, credential=lambda _name: credential), SCOPES[:1])


def test_a_private_authority_holds_for_the_interface_too(server: Entra) -> None:
    address = f"{server.base}/.well-known/openid-configuration"
    trusting, other = Wire("Microsoft", ca_bundle=server.ca), Wire("Microsoft")
    assert trusting.send("GET", address, {}, None).status_code == 200
    with pytest.raises(Transient, match="name its authority"):
        other.send("GET", address, {}, None)
    trusting.close()
    other.close()


def test_a_browser_is_where_somebody_sits() -> None:
    assert not is_here({})
    assert not is_here({"DISPLAY": ":0", "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.9 22"})
    assert ssh_line(8765, {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.9 22"}).startswith(
        "ssh -N -L 8765:localhost:8765 "
    )
    assert ssh_line(8765, {}).endswith(socket.gethostname())


def test_an_app_signs_in_by_itself_with_its_certificate(tmp_path: Path, server: Entra) -> None:
    tokens = app(server, server.certificate, path=tmp_path)
    first = tokens.current()
    assert tokens.current() == first
    assert tokens.renewed() != first


def test_an_app_with_a_certificate_has_to_be_told_the_mailbox(tmp_path: Path, server: Entra) -> None:
    with pytest.raises(NeedsUser, match="user:"):
        app(server, server.certificate, user=None, path=tmp_path).current()


def test_an_app_with_a_certificate_has_to_be_told_the_tenant(tmp_path: Path, server: Entra) -> None:
    settings = Outlook(connector="outlook", client_id="certified", credential="app", user="ana@estudio.example")
    context = Context(account="despacho", state=tmp_path, credential=lambda _name: server.certificate)
    with pytest.raises(NeedsUser, match="tenant:"):
        Tokens(settings, context, SCOPES[:1]).current()


def test_a_key_without_its_certificate_is_told(tmp_path: Path, server: Entra) -> None:
    alone = server.certificate.partition("-----BEGIN CERTIFICATE")[0]
    with pytest.raises(SignInNeeded, match="no certificate beside it"):
        app(server, alone, path=tmp_path).current()


@pytest.mark.parametrize("credential", ["a password", "{}", "[]", '{"AccessToken": {}}'])
def test_something_else_in_the_place_of_a_token_cache_is_told(tmp_path: Path, server: Entra, credential: str) -> None:
    with pytest.raises(SignInNeeded, match="prometido auth"):
        app(server, credential, user=None, path=tmp_path).current()
