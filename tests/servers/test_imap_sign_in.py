"""Signing in to IMAP with access tokens (XOAUTH2), as Gmail and Microsoft 365 ask for it."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msal
import pytest
import trustme

from config.credentials import Credentials
from connectors.errors import SignInNeeded, Transient
from connectors.imap import Imap, Server, SignIn, Token, Wanted
from connectors.imap.tokens import Secrets
from connectors.registry import Context
from tests.servers.dovecot import Dovecot
from tests.servers.http_answers import Answer, HttpAnswers

SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def introspect(fields: dict[str, str]) -> Answer:
    known = fields.get("token") == "good"
    return 200, {"active": known, "username": "ana@estudio.example"} if known else {"active": False}


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Dovecot]:
    """A Dovecot that takes access tokens."""
    with HttpAnswers({"/introspect": introspect}) as tokens:
        server = Dovecot(more="")
        server.stop()
        (server.folder / "oauth2.conf").write_text(
            f"introspection_mode = post\nintrospection_url = http://127.0.0.1:{tokens.port}/introspect\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        configuration = (server.folder / "dovecot.conf").read_text()
        more = f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {server.folder}/oauth2.conf\n}}\n"
        (server.folder / "dovecot.conf").write_text(
            configuration.replace("auth_mechanisms = plain login", "auth_mechanisms = plain login xoauth2").replace(
                "passdb {", f"{more}passdb {{", 1
            )
        )
        server.start()
        yield server
        server.stop()


def mailbox(server: Dovecot, secret: Secrets | Token) -> Imap:
    place = Server(host="127.0.0.1", port=server.port, security="none")
    give = secret if isinstance(secret, Secrets) else lambda: secret
    return Imap(place, SignIn(user="ana@estudio.example", secret=give), Wanted(), seconds=60)


def context(tmp_path: Path, secret: str) -> Context:
    """A house with one credential, of the name ``ana``, in a file of its own."""
    (tmp_path / "secrets").mkdir(exist_ok=True)
    file = tmp_path / "secrets" / "ana"
    file.write_text(secret, encoding="utf-8")
    file.chmod(0o600)
    places = Credentials(secrets=tmp_path / "secrets", state=tmp_path / "state", given=None)
    return Context(account="ana", state=tmp_path / "state", credential=places.find_token, keep=places.keep_token)


def google(port: int, tmp_path: Path, refresh_token: str = "fresh") -> Secrets:
    user = {
        "type": "authorized_user",
        "client_id": "id",
        "client_secret": "hidden",
        "refresh_token": refresh_token,
        "token_uri": f"http://127.0.0.1:{port}/token",
    }
    return Secrets(context(tmp_path, json.dumps(user)), "ana")


def give_token(fields: dict[str, str]) -> Answer:
    match fields.get("refresh_token"):
        case "fresh":
            return 200, {"access_token": "good", "expires_in": 3600, "token_type": "Bearer"}
        case "stale":
            return 200, {"access_token": "bad", "expires_in": 3600, "token_type": "Bearer"}
        case "busy":
            return 404, {"error": "temporarily_unavailable"}
        case _:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}


def test_google_s_credential_signs_in_with_an_access_token(mail_server: Dovecot, tmp_path: Path) -> None:
    with (
        HttpAnswers({"/token": give_token}) as tokens,
        closing(mailbox(mail_server, google(tokens.port, tmp_path))) as mail,
    ):
        assert list(mail.read(None, since=SINCE))[-1].complete
        assert tokens.asked[0][1]["grant_type"] == "refresh_token"


@pytest.mark.parametrize(
    ("refresh_token", "expected"), [("revoked", SignInNeeded), ("busy", Transient), ("stale", SignInNeeded)]
)
def test_a_token_that_is_not_given_or_not_taken_is_a_decision(
    mail_server: Dovecot, tmp_path: Path, refresh_token: str, expected: type[Exception]
) -> None:
    with HttpAnswers({"/token": give_token}) as tokens:
        mail = mailbox(mail_server, google(tokens.port, tmp_path, refresh_token))
        with pytest.raises(expected) as error:
            list(mail.read(None, since=SINCE))
        assert "hidden" not in str(error.value)
        assert refresh_token not in str(error.value)


def test_a_sign_in_server_that_is_away_passes_by_itself(tmp_path: Path) -> None:
    with pytest.raises(Transient):
        google(1, tmp_path)()


@pytest.mark.parametrize("text", ["secret", "12345", "[1]", '{"a": 1}', "ñandú", "null"])
def test_anything_else_is_a_password(tmp_path: Path, text: str) -> None:
    found = Secrets(context(tmp_path, text), "ana")()
    assert found == text
    assert not isinstance(found, Token)


@pytest.fixture
def entra(tmp_path: Path) -> Iterator[tuple[HttpAnswers, str, Path]]:
    """A sign-in server of Microsoft's shape: every refresh token is good once."""
    authority = trustme.CA()
    identity = authority.issue_cert("localhost")
    (tmp_path / "identity.pem").write_bytes(
        identity.private_key_pem.bytes() + b"".join(pem.bytes() for pem in identity.cert_chain_pems)
    )
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    base: list[str] = []
    used: set[str] = set()

    def metadata(_: dict[str, str]) -> Answer:
        return 200, {
            "issuer": f"{base[0]}/v2.0",
            "authorization_endpoint": f"{base[0]}/authorize",
            "token_endpoint": f"{base[0]}/token",
        }

    def token(fields: dict[str, str]) -> Answer:
        old = fields.get("refresh_token", "")
        if old in used or not old.startswith("r"):
            return 400, {"error": "invalid_grant", "error_description": "AADSTS70008: expired"}
        used.add(old)
        return 200, {
            "access_token": "good",
            "refresh_token": f"{old}+",
            "expires_in": 1,
            "token_type": "Bearer",
            "scope": fields["scope"],
        }

    answers = {"/organizations/v2.0/.well-known/openid-configuration": metadata, "/token": token}
    with HttpAnswers({**answers, "/organizations/token": token}, identity=tmp_path / "identity.pem") as server:
        base.append(f"https://localhost:{server.port}/organizations")
        yield server, base[0], tmp_path / "ca.pem"


def a_cache(authority: str) -> str:
    """A token cache as the sign-in leaves it."""
    cache = msal.SerializableTokenCache()
    cache.add(
        {
            "client_id": "app",
            "scope": ["https://outlook.office.com/IMAP.AccessAsUser.All"],
            "token_endpoint": f"{authority}/token",
            "environment": "localhost",
            "response": {
                "access_token": "old",
                "refresh_token": "r",
                "expires_in": 0,
                "client_info": "eyJ1aWQiOiJ1IiwidXRpZCI6InQifQ",
                "id_token_claims": {"preferred_username": "ana@estudio.example", "sub": "1", "oid": "u", "tid": "t"},
            },
        }
    )
    return cache.serialize()


def test_microsoft_s_cache_signs_in_and_what_rotates_is_kept(
    mail_server: Dovecot, entra: tuple[HttpAnswers, str, Path], tmp_path: Path
) -> None:
    _, authority, ca_bundle = entra
    house = context(tmp_path, a_cache(authority))
    for _ in range(3):
        secrets = Secrets(house, "ana", ca_bundle=ca_bundle, authority=authority)
        with closing(mailbox(mail_server, secrets)) as mail:
            assert list(mail.read(None, since=SINCE))[-1].complete
    kept = tmp_path / "state" / "tokens" / "ana.token"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "r+++" in kept.read_text()
    assert '"r"' in (tmp_path / "secrets" / "ana").read_text()


def test_what_one_place_of_an_account_renewed_the_next_begins_with(
    entra: tuple[HttpAnswers, str, Path], tmp_path: Path
) -> None:
    _, authority, ca_bundle = entra
    house = context(tmp_path, a_cache(authority))
    places = [Secrets(house, "ana", ca_bundle=ca_bundle, authority=authority) for _ in range(4)]
    with ThreadPoolExecutor(4) as at_once:
        assert list(at_once.map(lambda secrets: secrets(), places)) == ["good"] * 4
    assert '"r++++"' in house.secret("ana")


def test_a_new_sign_in_is_not_hidden_by_an_old_cache(entra: tuple[HttpAnswers, str, Path], tmp_path: Path) -> None:
    _, authority, ca_bundle = entra
    house = context(tmp_path, "another credential")
    house.keep("ana", a_cache(authority).replace('"r"', '"spent"'))
    house = context(tmp_path, a_cache(authority))
    assert Secrets(house, "ana", ca_bundle=ca_bundle, authority=authority)() == "good"


def test_a_refresh_token_that_is_spent_needs_a_new_sign_in(
    entra: tuple[HttpAnswers, str, Path], tmp_path: Path
) -> None:
    _, authority, ca_bundle = entra
    house = context(tmp_path, a_cache(authority).replace('"r"', '"spent"'))
    with pytest.raises(SignInNeeded, match="prometido auth"):
        Secrets(house, "ana", ca_bundle=ca_bundle, authority=authority)()
