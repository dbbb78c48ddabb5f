from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from config.accounts import Gmail, GoogleCalendar, GoogleTasks
from connectors.errors import NeedsUser, SignInNeeded, Transient
from connectors.google.scopes import scopes_of
from connectors.google.service import Pace
from connectors.google.tokens import Tokens
from connectors.web.browser import ssh_line
from connectors.web.wire import Wire
from tests.servers.http_answers import HttpAnswers


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire("Google", seconds=20)
    yield wire
    wire.close()


def tokens(wire: Wire, secret: Any, kept: list[str] | None = None, **more: Any) -> Tokens:
    text = secret if isinstance(secret, str) else json.dumps(secret)
    return Tokens(lambda: text, (kept if kept is not None else []).append, wire=wire, scopes=["a", "b"], **more)


def test_a_service_account_asks_in_the_name_of_its_user_for_what_is_needed(wire: Wire) -> None:
    def grant(form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        claims = json.loads(base64.urlsafe_b64decode(form["assertion"].split(".")[1] + "=="))
        assert (claims["sub"], claims["scope"]) == ("ana@estudio.example", "a b")
        return 200, {"access_token": "t1", "expires_in": 3600}

    with HttpAnswers({"/token": grant}) as server:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        account = {
            "type": "service_account",
            "client_email": "prometido@project.example",
            "private_key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
            "token_uri": f"http://127.0.0.1:{server.port}/token",
        }
        kept: list[str] = []
        assert tokens(wire, account, kept, user="ana@estudio.example").current() == "t1"
        assert kept == [], "there is nothing to keep: a new one is had with the key"


def test_a_token_is_used_until_it_ends_and_then_renewed_once(wire: Wire) -> None:
    with HttpAnswers({"/token": lambda _: (200, {"access_token": "t2", "expires_in": 3600})}) as server:
        user = {"token": "t1", "refresh_token": "r", "client_id": "c", "client_secret": "s"}
        user["token_uri"] = f"http://127.0.0.1:{server.port}/token"
        now = datetime.now(UTC)
        assert tokens(wire, user | {"expiry": (now + timedelta(hours=1)).isoformat()}).current() == "t1"
        kept: list[str] = []
        ended = tokens(wire, user | {"expiry": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M:%S}Z"}, kept)
        assert [ended.current(), ended.current()] == ["t2", "t2"]
        [after] = map(json.loads, kept)
        assert (after["token"], after["refresh_token"]) == ("t2", "r")


@pytest.mark.parametrize("secret", ["", "password", "[]", '{"type": "service_account"}', '{"refresh_token": 1}'])
def test_what_is_no_credential_of_googles_needs_a_sign_in(wire: Wire, secret: str) -> None:
    with pytest.raises(SignInNeeded, match="prometido auth"):
        tokens(wire, secret).current()


def test_a_token_with_nothing_to_renew_it_with_needs_a_sign_in(wire: Wire) -> None:
    held = tokens(wire, {"token": "t1"})
    assert held.current() == "t1"
    with pytest.raises(SignInNeeded, match="prometido auth"):
        held.renewed()


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (400, {"error": "invalid_grant", "error_description": "Bad Request"}, SignInNeeded),
        (401, {"error": "deleted_client"}, NeedsUser),
        (400, {"error": "something_new"}, Transient),
        (404, {}, Transient),
    ],
)
def test_a_refusal_means_what_it_says(wire: Wire, status: int, said: dict[str, Any], expected: type[Exception]) -> None:
    with HttpAnswers({"/token": lambda _: (status, said)}) as server:
        user = {"refresh_token": "r3fresh", "client_id": "c", "client_secret": "s3cret"}
        user["token_uri"] = f"http://127.0.0.1:{server.port}/token"
        with pytest.raises(expected) as caught:
            tokens(wire, user).renewed()
    assert type(caught.value) is expected
    assert "r3fresh" not in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_only_what_is_used_is_asked_for() -> None:
    names = {
        place.connector: {scope.rpartition("/")[2] for scope in scopes_of(place)}
        for place in (
            Gmail(connector="gmail", credential="g"),
            GoogleCalendar(connector="google_calendar", credential="g"),
            GoogleTasks(connector="google_tasks", credential="g"),
        )
    }
    assert names["gmail"] == {"gmail.readonly", "gmail.compose"}
    assert names["google_tasks"] == {"tasks"}
    assert "calendar" not in names["google_calendar"]
    assert "calendar.events" not in names["google_calendar"]
    assert scopes_of(Gmail(connector="gmail", credential="g", labels=True))[0].endswith("gmail.modify")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"SSH_CONNECTION": "192.0.2.1 5000 192.0.2.9 22"}, "@192.0.2.9"),
        ({"SSH_CONNECTION": "192.0.2.1 5000 192.0.2.9 2222"}, "-p 2222 -L 8765:localhost:8765"),
        ({}, "-L 8765:localhost:8765"),
    ],
)
def test_the_command_for_the_way_back_is_the_one_its_user_came_by(environment: dict[str, str], expected: str) -> None:
    assert expected in ssh_line(8765, environment)


def test_the_pace_never_goes_beyond_the_quota_of_a_minute_and_lets_a_little_pass_at_once() -> None:
    at, waited = 0.0, []

    def sleep(seconds: float) -> None:
        nonlocal at
        at += seconds
        waited.append(seconds)

    pace = Pace(sleep=sleep, clock=lambda: at)
    for _ in range(30):
        pace.pay(20)
    assert waited == []
    for _ in range(270):
        pace.pay(20)
    assert at == pytest.approx(60)
    pace.slow_down()
    pace.pay(90)
    assert at == pytest.approx(61)


def test_a_clock_that_goes_back_gives_no_units_away() -> None:
    waited: list[float] = []
    moments = iter([100.0, 0.0, 0.0])
    pace = Pace(sleep=waited.append, clock=lambda: next(moments))
    pace.pay(600)
    pace.pay(90)
    assert waited == [1.0]
