"""Google as it answers oddly: nobody is stopped for ever, nothing is lost for it, and no token is told."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import CursorExpired, Refused, Transient
from connectors.protocols import MailBatch, MarkState
from connectors.web import failing
from tests.contract.letters import NOW, SINCE, a_draft, a_letter, a_task, an_event
from tests.contract.worlds.google import instances_of
from tests.servers.batches import END, START, ids, messages
from tests.servers.google_account import Account, an_account, read
from tests.servers.google_users import encoded

Said = dict[str, Any]


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with an_account(tmp_path) as account:
        yield account


def answers(account: Account, matches: str, said: Any, **how: Any) -> None:
    """Have the next requests that fit answered so."""
    account.breaks(matches, status=200, body=json.dumps(said).encode(), **how)


@pytest.mark.parametrize(
    ("matches", "name", "use"),
    [
        ("GET .*/messages$", "messages", lambda account: read(account.mailbox())),
        ("GET .*/drafts$", "drafts", lambda account: account.mailbox().find_draft("a/send", message_id="x@y.example")),
        ("GET .*/events$", "items", lambda account: account.agenda().read_events(None, start=START, end=END)),
        ("GET .*/calendarList$", "items", lambda account: account.event_tasks().find_task("a/task", uid="u")),
        ("GET .*/tasks$", "items", lambda account: account.task_list().find_task("a/task", uid="u")),
    ],
)
def test_a_list_that_names_a_page_again_ends(
    account: Account, matches: str, name: str, use: Callable[[Account], object]
) -> None:
    pages = itertools.cycle(["one", "two"])
    for _ in range(10):
        answers(account, matches, {name: [], "nextPageToken": next(pages)})
    with pytest.raises(Transient, match="in circles"):
        use(account)
    answers(account, matches, {name: ["no entry"]})
    account.user.faults = account.user.faults[-1:]
    with pytest.raises(Transient, match="no list"):
        use(account)


def test_a_history_that_names_a_page_again_ends(account: Account) -> None:
    cursor = read(account.mailbox())[-1].cursor
    answers(account, "GET .*/history", {"history": [], "nextPageToken": "same", "historyId": "9"}, times=9)
    with pytest.raises(Transient, match="in circles"):
        read(account.mailbox(), cursor)


def test_a_history_that_does_not_say_where_it_ends_keeps_its_place(account: Account) -> None:
    cursor = read(account.mailbox())[-1].cursor
    answers(account, "GET .*/history", {"history": None, "historyId": None})
    assert read(account.mailbox(), cursor)[-1].cursor == cursor


@pytest.mark.parametrize("status", [404, 410])
def test_from_a_gateway_that_finds_nothing_nothing_is_concluded(account: Account, status: int) -> None:
    tasks = account.event_tasks()
    left = tasks.create_task(a_task())
    cursor = read(account.mailbox())[-1].cursor
    account.breaks("GET .*/(events|history)", status=status, body=b"<html>Not here</html>", times=99)
    with pytest.raises(Transient):
        tasks.task_states([(a_task().uid, left)])
    with pytest.raises(Transient):
        read(account.mailbox(), cursor)


@pytest.mark.parametrize("how", [{"status": 404}, {"status": 405}, {"status": 400}, {"status": 200, "body": b"{}"}])
def test_where_no_batches_are_served_messages_are_read_one_by_one(account: Account, how: dict[str, Any]) -> None:
    account.deliver(5)
    account.breaks("POST batch", times=99, **how)
    assert len(set(ids(read(account.mailbox())))) == 5


@pytest.mark.parametrize(
    "body", [b"<html>Busy</html>", b"[]", b'"text"', b"{}", b'{"access_token": null}', b"[" * 5000]
)
def test_a_sign_in_server_that_answers_oddly_revokes_nothing(account: Account, body: bytes) -> None:
    account.breaks("POST token", status=200, body=body, times=99)
    account.deliver(1)
    account.user.tokens.clear()
    with pytest.raises(Transient):
        read(account.mailbox())
    account.user.faults.clear()
    assert len(ids(read(account.mailbox()))) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda said: {**said, "internalDate": None, "threadId": None, "labelIds": None},
        lambda said: {**said, "internalDate": "9" * 40},
        lambda said: {**said, "internalDate": "never", "sizeEstimate": 5},
    ],
    ids=["null", "beyond the calendar", "no number"],
)
def test_a_message_is_read_though_its_moment_is_none(account: Account, change: Callable[[Said], Said]) -> None:
    account.deliver(2)
    account.user.describes = change
    found = messages(read_loosely(account))
    assert [message.received for message in found] == [None, None]
    assert {message.thread_hint for message in found} != {"None"}


@pytest.mark.parametrize(
    "payload", [{"headers": [None]}, {"headers": 5}, "x", {"headers": [{"name": "A"}], "parts": 5}]
)
def test_a_message_that_is_described_oddly_is_set_aside_alone(account: Account, payload: Any) -> None:
    account.deliver(3)
    [odd, *_] = account.user.all_messages()
    odd_payload = {**payload, "mimeType": "multipart/mixed"} if isinstance(payload, dict) else payload
    account.user.describes = lambda said: {**said, "payload": odd_payload} if said["id"] == odd["id"] else said
    found = messages(read_loosely(account))
    assert [message.ref for message in found if message.unreadable] == [odd["id"]]
    assert len(found) == 3


def test_a_message_nested_beyond_reading_is_set_aside_alone(account: Account) -> None:
    account.deliver(3)
    [deep, *_] = account.user.all_messages()
    endless = ('{"id": "x", "payload": ' + '{"parts": [' * 3000 + "]}" * 3000 + "}").encode()
    account.breaks(f"GET .*/messages/{deep['id']}$", status=200, body=endless, inside=True)
    found = messages(read(account.mailbox()))
    assert [message.ref for message in found if message.unreadable] == [deep["id"]]
    assert len(found) == 3


def test_a_long_text_that_gmail_gives_only_when_asked_is_read(account: Account) -> None:
    account.deliver(1)

    def apart(said: Said) -> Said:
        if "payload" in said:
            said["payload"]["body"] = {"attachmentId": "a1", "size": said["payload"]["body"]["size"]}
        return said

    account.user.describes = apart
    [message] = messages(read(account.mailbox()))
    assert message.parts is not None
    assert message.parts.plain
    assert message.parts.plain.strip()


def read_loosely(account: Account) -> Any:
    """Read what breaks Google's own description, which the gate would tell."""
    batches = read(account.mailbox())
    account.user.violations.clear()
    return batches


@pytest.mark.parametrize("name", ["prometido/retrasados", "PROMETIDO/Retrasados"])
def test_a_label_is_known_whatever_its_case(account: Account, name: str) -> None:
    account.user.ask("POST", "labels", body={"name": name})
    account.deliver(1)
    account.breaks("POST .*/labels$", status=409, reason="duplicate", times=9)
    mailbox = account.mailbox(labels=True)
    [message] = messages(read(mailbox))
    assert mailbox.mark_delayed(message.ref, message_id="m0@cliente.example")


def test_a_label_that_gmail_does_not_take_is_refused_for_good(account: Account) -> None:
    account.deliver(1)
    account.breaks("POST .*/labels$", status=409, reason="duplicate", times=9)
    mailbox = account.mailbox(labels=True)
    [message] = messages(read(mailbox))
    with pytest.raises(Refused, match="Prometido/Retrasados"):
        mailbox.mark_delayed(message.ref, message_id="m0@cliente.example")


def test_a_label_its_user_has_deleted_is_made_anew(account: Account) -> None:
    account.deliver(2)
    mailbox = account.mailbox(labels=True)
    one, two = messages(read(mailbox))
    assert mailbox.mark_delayed(one.ref, message_id="x@cliente.example")
    [label] = [one for one in account.user.ask("GET", "labels").json()["labels"] if one["name"].startswith("Prom")]
    account.user.ask("DELETE", f"labels/{label['id']}")
    assert mailbox.mark_delayed(two.ref, message_id="x@cliente.example")


def test_a_calendar_of_tasks_that_is_gone_for_good_stops_nothing(account: Account) -> None:
    tasks = account.event_tasks()
    left = tasks.create_task(a_task())
    account.breaks("GET .*/events$", status=410, reason="deleted")
    assert list(tasks.task_states([(a_task().uid, left)])) == [MarkState.GONE]
    account.breaks("POST .*/events$", status=410, reason="deleted")
    with pytest.raises(Transient, match="made anew"):
        tasks.create_task(a_task("b/task"))


def test_a_task_whose_place_google_keeps_empty_is_refused_and_stops_nothing(account: Account) -> None:
    tasks = account.event_tasks()
    account.breaks("POST .*/events$", status=409, reason="duplicate")
    with pytest.raises(Refused, match="deleted long ago"):
        tasks.create_task(a_task())


def test_a_calendar_that_gives_no_place_is_read_anew_the_next_time(account: Account) -> None:
    for event in instances_of("e1", an_event("e1")):
        account.user.calendar.put("primary", event)
    agenda = account.agenda()
    [said] = account.user.calendar.events["primary"].values()
    answers(account, "GET .*/events$", {"items": [said], "nextSyncToken": None})
    first = agenda.read_events(None, start=START, end=END)
    second = agenda.read_events(first.cursor, start=START, end=END)
    assert (len(first.events), len(second.events), second.full) == (1, 1, True)


@pytest.mark.parametrize(
    "change",
    [
        {"start": None},
        {"end": {}},
        {"start": {"dateTime": "soon"}},
        {"attendees": [None]},
        {"attendees": 5},
        {"organizer": "x"},
    ],
)
def test_an_event_that_is_described_oddly_is_set_aside_alone(account: Account, change: Said) -> None:
    good = {"start": {"dateTime": "2026-03-10T10:00:00Z"}, "end": {"dateTime": "2026-03-10T11:00:00Z"}}
    there = [{"id": "odd", **good, **change}, {"id": "good", **good, "summary": None, "attendees": None}]
    answers(account, "GET .*/events$", {"items": there, "nextSyncToken": "x"})
    batch = account.agenda().read_events(None, start=START, end=END)
    assert [(event.id, event.title) for event in batch.events] == [("good", "")]
    assert [ref for ref, _ in batch.unreadable] == ["odd"]


def test_an_event_from_one_end_of_the_calendar_to_the_other_is_read_or_set_aside(account: Account) -> None:
    there = [
        {"id": "all", "start": {"date": "0001-01-01"}, "end": {"date": "9999-12-31"}},
        {
            "id": "hours",
            "start": {"dateTime": "0001-01-01T00:00:00+14:00"},
            "end": {"dateTime": "9999-12-31T23:59:59-12:00"},
        },
        {"id": "local", "start": {"dateTime": "2026-03-10T10:00:00"}, "end": {"dateTime": "2026-03-10T11:00:00"}},
    ]
    answers(account, "GET .*/events$", {"items": there, "nextSyncToken": "x"})
    batch = account.agenda().read_events(None, start=START, end=END)
    assert "local" in {event.id for event in batch.events}
    assert len(batch.events) + len(batch.unreadable) == 3
    for event in batch.events:
        assert event.end.astimezone(START.tzinfo) >= event.start.astimezone(START.tzinfo)


def test_a_place_google_does_not_know_is_forgotten_and_not_asked_for_again(account: Account) -> None:
    agenda = account.agenda()
    cursor = agenda.read_events(None, start=START, end=END).cursor
    account.breaks("GET .*/events$", status=400, reason="invalid")
    with pytest.raises(CursorExpired):
        agenda.read_events(cursor, start=START, end=END)


def test_a_draft_that_is_told_without_its_message_is_looked_at_whole(account: Account) -> None:
    mailbox = account.mailbox()
    left = mailbox.create_draft(a_draft())
    [(draft, _)] = account.user.all_drafts()
    answers(account, "GET .*/drafts$", {"drafts": [{"id": draft, "message": None}]})
    assert list(mailbox.draft_states([(a_draft().key, left)])) == [MarkState.UNTOUCHED]


def test_a_message_id_with_signs_of_a_search_in_it_marks_no_other_message(account: Account) -> None:
    account.user.ask("POST", "messages", body={"raw": encoded(a_letter("m1@cliente.example", when=NOW))})
    mailbox = account.mailbox(labels=True)
    assert not mailbox.mark_delayed("", message_id="{m1@cliente.example}")


def fails_on(account: Account, *messages: str) -> None:
    """Have Google fail on messages, in a batch and out of it."""
    for one in messages:
        for inside in (True, False):
            account.breaks(f"GET .*/messages/{one}", status=500, inside=inside, times=10_000)


def read_until_it_fails(account: Account, cursor: str | None) -> tuple[list[str], str]:
    """Read as the daemon does, which keeps what came before the failure."""
    reading = account.mailbox().read(cursor, since=SINCE)
    batches: list[MailBatch] = []
    with contextlib.suppress(Transient):
        batches.extend(iter(lambda: next(reading), None))
    assert not any(batch.complete for batch in batches)
    return ids(batches), batches[-1].cursor


@pytest.mark.parametrize("is_first", [True, False], ids=["at the first read", "later"])
def test_a_message_google_always_fails_on_is_set_aside_in_the_end(
    account: Account, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    monkeypatch.setattr(failing, "LONG_ENOUGH", 2)
    cursor = None if is_first else read(account.mailbox())[-1].cursor
    account.deliver(3)
    bad, *_ = [one["id"] for one in account.user.all_messages()]
    fails_on(account, bad)
    for _ in range(2):
        found, cursor = read_until_it_fails(account, cursor)
        assert len(found) == 2, "what Google gives is read meanwhile"
    batches = read(account.mailbox(), cursor)
    assert [message.ref for message in messages(batches) if message.unreadable] == [bad]
    assert batches[-1].complete
    account.deliver(1, first=9)
    assert ids(read(account.mailbox(), batches[-1].cursor)) == ["m9@cliente.example"]


def test_while_google_fails_on_every_message_none_is_set_aside(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failing, "LONG_ENOUGH", 0)
    account.deliver(3)
    fails_on(account, "")
    with pytest.raises(Transient, match="fails on 3 messages"):
        read(account.mailbox())
    account.user.faults.clear()
    assert len(ids(read(account.mailbox()))) == 3
