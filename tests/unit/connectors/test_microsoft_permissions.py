"""Which permissions are asked for in which cloud, and which tokens of a cache are good for them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from config.accounts import Microsoft, MicrosoftToDo, Outlook, OutlookCalendar
from connectors.errors import SignInNeeded
from connectors.microsoft.scopes import app_scope, scopes_of
from connectors.microsoft.tokens import Tokens
from connectors.registry import Context

CLIENT = "11111111-2222-3333-4444-555555555555"


def place(kind: type[Microsoft], connector: str, **more: Any) -> Microsoft:
    return kind(connector=connector, client_id=CLIENT, credential="ms", **more)  # type: ignore[call-arg]  # each has one


@pytest.mark.parametrize(
    ("endpoint", "before"),
    [
        (None, ""),
        ("https://graph.microsoft.com/v1.0", ""),
        ("http://127.0.0.1:8000/v1.0", ""),
        ("https://graph.microsoft.us/v1.0", "https://graph.microsoft.us/"),
        ("https://dod-graph.microsoft.us/v1.0", "https://dod-graph.microsoft.us/"),
        ("https://microsoftgraph.chinacloudapi.cn/v1.0", "https://microsoftgraph.chinacloudapi.cn/"),
    ],
)
def test_in_a_national_cloud_the_permissions_are_those_of_its_own_graph(endpoint: str | None, before: str) -> None:
    mail = place(Outlook, "outlook", endpoint=endpoint)
    shared = place(OutlookCalendar, "outlook_calendar", endpoint=endpoint, user="hola@estudio.example")
    tasks = place(MicrosoftToDo, "microsoft_todo", endpoint=endpoint)
    assert scopes_of(mail) == (f"{before}Mail.ReadWrite",)
    assert scopes_of(shared) == (f"{before}Calendars.ReadWrite.Shared",)
    assert scopes_of(tasks) == (f"{before}Tasks.ReadWrite",)
    assert app_scope(mail) == f"{before or 'https://graph.microsoft.com/'}.default"


def a_cache(*targets: str, client: str = CLIENT, ends: float = 9000) -> str:
    tokens = {
        str(number): {
            "secret": f"t{number}",
            "target": target,
            "client_id": client,
            "expires_on": str(time.time() + ends),
        }
        for number, target in enumerate(targets)
    }
    return json.dumps({"AccessToken": tokens})


def token_of(cache: str, path: Path, settings: Microsoft) -> str:
    context = Context(account="despacho", state=path, credential=lambda _: cache)
    return Tokens(settings, context, scopes_of(settings)).current()


@pytest.mark.parametrize(
    "target",
    [
        "Mail.ReadWrite Calendars.ReadWrite",
        "https://graph.microsoft.com/Mail.ReadWrite openid profile",
        "mail.readwrite",
        "https://graph.microsoft.com/.default",
        "Mail.ReadWrite.Shared",
    ],
)
@pytest.mark.parametrize("user", [None, "hola@estudio.example"])
def test_a_token_is_taken_however_its_permissions_are_written(tmp_path: Path, target: str, user: str | None) -> None:
    cache = a_cache("Tasks.ReadWrite", target)
    assert token_of(cache, tmp_path, place(Outlook, "outlook", user=user)) == "t1"


@pytest.mark.parametrize(
    "cache",
    [
        a_cache("Calendars.ReadWrite"),
        a_cache("Mail.Read"),
        a_cache("Mail.ReadWrite", client="another"),
        a_cache("Mail.ReadWrite", ends=60),
        a_cache(),
    ],
)
def test_a_token_for_something_else_is_none(tmp_path: Path, cache: str) -> None:
    with pytest.raises(SignInNeeded, match="prometido auth"):
        token_of(cache, tmp_path, place(Outlook, "outlook"))
