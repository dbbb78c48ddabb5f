"""Google and Microsoft in one form, so that what must hold at either is tested at both."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from daemon.account import Account
from tests.lives import Hands
from tests.servers import google_account, graph_account
from tests.servers.google_world import GoogleHands, GoogleWorld
from tests.servers.graph_world import GraphHands, GraphWorld


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One of the two, and what its requests look like."""

    account: Callable[[Path], AbstractContextManager[Any]]
    world: Callable[..., Any]
    """Takes an empty folder, and ``lists``: whether tasks are left in the list of tasks."""
    hands: Callable[[Any], Hands]
    patient: Callable[[Account], Account]
    """Has an account wait for nothing."""
    reads: tuple[str, ...]
    """The requests a first read of a few messages is made of."""
    drafts: str
    """The request that leaves a draft which begins a thread."""
    makes: str
    """The requests of a cycle that make something."""
    lists: str
    """What the path of a request to the list of tasks begins with."""


def _google_is_patient(account: Account) -> Account:
    for connector in (account.mail, account.calendar, account.tasks):
        connector.service.pace.sleep = lambda _seconds: None  # type: ignore[union-attr]  # each has one here
    return account


def _microsoft_is_patient(account: Account) -> Account:
    for connector in (account.mail, account.calendar, account.tasks):
        connector.graph.sleep = lambda _seconds: None  # type: ignore[union-attr]  # each has one here
    return account


GOOGLE = Provider(
    account=google_account.an_account,
    world=GoogleWorld,
    hands=GoogleHands,
    patient=_google_is_patient,
    reads=("GET .*/profile", "GET .*/messages$", "POST batch"),
    drafts="POST .*/drafts$",
    makes="POST .*(drafts|events|tasks)$",
    lists="tasks/v1/",
)
MICROSOFT = Provider(
    account=graph_account.an_account,
    world=GraphWorld,
    hands=GraphHands,
    patient=_microsoft_is_patient,
    reads=("/messages/delta", "POST .batch"),
    drafts="POST .*/messages$",
    makes="POST .*(createReply|events|tasks)$",
    lists="me/todo/",
)
BOTH = pytest.mark.parametrize("provider", [pytest.param(GOOGLE, id="google"), pytest.param(MICROSOFT, id="microsoft")])
