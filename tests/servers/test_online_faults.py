"""Google and Microsoft as they break: nothing is lost, nothing is there twice, and nobody is stopped for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import Refused, Transient, UnknownOutcome
from connectors.protocols import MarkState
from tests.contract.letters import SINCE, a_draft, a_task
from tests.servers.losses import LOST, task_is_there_once
from tests.servers.online import GOOGLE, MICROSOFT, Provider

HTML = b"<html>Sign in to the hotel</html>"
NO_ANSWERS = [HTML, b"\xff\xfe{}", b"[]", b"null", b'{"cut', b'{"\xc3', b"[" * 5000]
BEGINS = replace(a_draft(), in_reply_to="", references=())


@pytest.fixture(params=[pytest.param(GOOGLE, id="google"), pytest.param(MICROSOFT, id="microsoft")])
def provider(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture
def account(provider: Provider, tmp_path: Path) -> Iterator[Any]:
    with provider.account(tmp_path) as account:
        yield account


def read(account: Any) -> list[str]:
    """Read all mail, and give the Message-IDs."""
    batches = list(account.mailbox().read(None, since=SINCE))
    assert batches[-1].complete
    there = [message for batch in batches for message in batch.messages]
    assert [message.unreadable for message in there if message.unreadable] == []
    return [value for message in there for name, value in message.parts.headers if name == "Message-ID"]


@pytest.mark.parametrize(("how", "there"), LOST)
def test_a_draft_whose_reply_is_lost_is_there_once(
    provider: Provider, account: Any, how: dict[str, Any], there: int
) -> None:
    account.breaks(provider.drafts, **how)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(BEGINS)
    assert account.drafts() == there
    again = account.mailbox()
    left = again.find_draft(BEGINS.key, message_id=BEGINS.message_id) or again.create_draft(BEGINS)
    assert account.drafts() == 1
    assert list(again.draft_states([(BEGINS.key, left)])) == [MarkState.UNTOUCHED]


@pytest.mark.parametrize(("how", "there"), LOST)
@pytest.mark.parametrize("kind", ["event_tasks", "task_list"])
def test_a_task_whose_reply_is_lost_is_there_once(account: Any, how: dict[str, Any], there: int, kind: str) -> None:
    opened = getattr(account, kind)
    tasks = opened()
    tasks.create_task(a_task("other/task"))
    task_is_there_once(account, tasks, "POST .*/(events|tasks)$", how, opened)
    assert account.tasks(kind) == 2


def test_our_calendar_is_made_once_though_its_reply_is_lost(account: Any) -> None:
    account.breaks("POST .*/calendars$", lost=True, executed=True)
    with pytest.raises(UnknownOutcome):
        account.event_tasks().create_task(a_task())
    account.event_tasks().create_task(a_task())
    assert account.calendars() == 1


@pytest.mark.parametrize(
    "how",
    [
        {"status": 429},
        {"status": 429, "headers": {"Retry-After": "7"}},
        {"status": 500},
        {"status": 502, "body": HTML},
        {"status": 503},
        {"status": 504},
        {"status": 302, "headers": {"Location": "https://hotel.example/"}, "body": HTML},
        {"lost": True},
        {"cut": 10, "executed": True},
        *({"status": 200, "body": body} for body in NO_ANSWERS),
    ],
)
def test_what_passes_is_waited_for_a_little(provider: Provider, account: Any, how: dict[str, Any]) -> None:
    account.deliver(3)
    for request in provider.reads:
        account.breaks(request, **how, times=2)
    assert len(read(account)) == 3
    waits = [seconds for seconds in account.waited if seconds > 0]
    assert len(waits) >= 2 * len(provider.reads)
    assert max(waits) <= 20
    if "7" in how.get("headers", {}).values():
        assert len([seconds for seconds in waits if seconds >= 7]) == 2 * len(provider.reads)


@pytest.mark.parametrize(("asked", "waited"), [("3600", 3600.0), ("9000000000", 86_400.0), ("inf", None)])
def test_who_is_asked_to_stay_away_for_long_leaves_it_to_the_daemon(
    provider: Provider, account: Any, asked: str, waited: float | None
) -> None:
    account.breaks(provider.reads[0], status=429, headers={"Retry-After": asked}, times=99)
    with pytest.raises(Transient) as raised:
        read(account)
    assert raised.value.retry_after == waited


def test_a_storm_without_end_is_left_to_the_daemon(account: Any) -> None:
    account.breaks(".", status=503, times=1000)
    with pytest.raises(Transient):
        read(account)
    assert len(account.user.requests) < 15


@pytest.mark.parametrize("body", [*NO_ANSWERS, b"{}", b'{"id": null}'])
def test_what_is_made_and_not_named_is_looked_for(provider: Provider, account: Any, body: bytes) -> None:
    account.breaks(provider.drafts, status=200, body=body)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(BEGINS)
    account.breaks("POST .*/(events|tasks)$", status=200, body=body, times=2)
    for tasks in (account.event_tasks(), account.task_list()):
        with pytest.raises(UnknownOutcome):
            tasks.create_task(a_task())


@pytest.mark.parametrize("status", [302, 307, 408, 425])
def test_a_gateway_that_sends_elsewhere_refuses_nothing_for_good(provider: Provider, account: Any, status: int) -> None:
    account.breaks(provider.drafts, status=status, headers={"Location": "https://hotel.example/"})
    with pytest.raises(Transient):
        account.mailbox().create_draft(BEGINS)
    assert account.drafts() == 0


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("kind", ["event_tasks", "task_list"])
def test_from_a_gateway_that_finds_nothing_nothing_is_concluded(account: Any, status: int, kind: str) -> None:
    tasks = getattr(account, kind)()
    left = tasks.create_task(a_task())
    account.breaks("GET .*/(events|tasks)", status=status, body=HTML, times=99)
    with pytest.raises(Transient):
        tasks.task_states([(a_task().uid, left)])


def test_the_name_of_an_error_that_is_none_is_not_passed_on(provider: Provider, account: Any) -> None:
    account.breaks(provider.reads[0], status=418, reason="a.token of ana@estudio.example\nINFO all is well")
    with pytest.raises(Refused) as raised:
        read(account)
    assert str(raised.value).endswith(" answered 418")


@pytest.mark.parametrize("how", [{"status": 400}, {"status": 404}, {"status": 405}, {"status": 404, "body": HTML}])
def test_where_no_batches_are_served_messages_are_read_one_by_one(
    provider: Provider, account: Any, how: dict[str, Any]
) -> None:
    account.deliver(5)
    account.breaks(provider.reads[-1], times=99, **how)
    assert len(set(read(account))) == 5
