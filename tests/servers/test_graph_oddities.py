"""Microsoft as it answers oddly: nobody is stopped for ever, nothing is lost for it, and no token is told."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import NeedsUser, SignInNeeded, Transient
from connectors.protocols import FolderRole, MailBatch, MarkState
from connectors.web import failing
from tests.contract.letters import SINCE, a_draft, a_task
from tests.servers.batches import END, START, ids, messages
from tests.servers.graph_account import Account, an_account, read
from tests.servers.graph_twin import Refusal

LINK = "https://graph.example/v1.0/x"
Said = dict[str, Any]


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with an_account(tmp_path) as account:
        yield account


def answers(account: Account, matches: str, said: Any, **how: Any) -> None:
    """Have the next requests that fit answered so."""
    account.breaks(matches, status=200, body=json.dumps(said).encode(), **how)


USES = [
    ("GET .*/messages/delta$", lambda account: read(account.mailbox())),
    ("GET .*/messages$", lambda account: account.mailbox().find_draft("a/send", message_id="x@y.example")),
    ("GET .*/calendarView/delta$", lambda account: account.agenda().read_events(None, start=START, end=END)),
    ("GET .*/calendars$", lambda account: account.event_tasks().find_task("a/task", uid="u")),
    ("GET .*/tasks$", lambda account: account.task_list().find_task("a/task", uid="u")),
]


@pytest.mark.parametrize(("matches", "use"), USES)
def test_a_list_that_leads_in_a_wider_circle_ends(
    account: Account, matches: str, use: Callable[[Account], object]
) -> None:
    pages = itertools.cycle(["one", "two", "three"])
    for _ in range(12):
        answers(account, matches, {"value": [], "@odata.nextLink": f"{LINK}?$skiptoken={next(pages)}"})
    with pytest.raises(Transient, match="in circles"):
        use(account)


@pytest.mark.parametrize(("matches", "use"), USES)
def test_a_list_whose_next_page_cannot_be_named_has_not_ended(
    account: Account, matches: str, use: Callable[[Account], object]
) -> None:
    answers(account, matches, {"value": [], "@odata.nextLink": LINK}, times=9)
    with pytest.raises(Transient, match="leads nowhere"):
        use(account)


def test_parts_of_a_batch_may_say_how_long_to_wait_as_a_number(account: Account) -> None:
    account.deliver(3)
    parts = [{"id": str(number), "status": 429, "headers": {"Retry-After": 4}, "body": None} for number in range(3)]
    answers(account, "POST .batch", {"responses": parts})
    assert len(ids(read(account.mailbox()))) == 3
    assert min(account.waited) >= 4


@pytest.mark.parametrize("headers", [None, [], "x"])
def test_parts_of_a_batch_may_have_no_headers(account: Account, headers: Any) -> None:
    account.deliver(3)
    answers(account, "POST .batch", {"responses": [{"id": "0", "status": 503, "headers": headers, "body": None}]})
    assert len(ids(read(account.mailbox()))) == 3


def test_a_message_that_every_batch_leaves_out_is_asked_for_by_itself(account: Account) -> None:
    account.deliver(3)
    answers(account, "POST .batch", {"responses": []}, times=99)
    assert len(ids(read(account.mailbox()))) == 3


def test_a_message_its_author_lets_nobody_read_is_set_aside_alone(account: Account) -> None:
    shut, *_ = account.deliver(3)
    account.breaks(f"GET .*/messages/{shut}", status=403, reason="ErrorAccessDenied", inside=True, times=9)
    found = messages(read(account.mailbox()))
    assert [message.ref for message in found if message.unreadable] == [shut]
    assert len(found) == 3


def test_where_mail_may_not_be_read_any_more_no_message_is_set_aside(account: Account) -> None:
    account.deliver(3)
    account.breaks("GET .*/messages/", status=403, reason="ErrorAccessDenied", inside=True, times=9)
    account.breaks("GET .*/messages$", status=403, reason="ErrorAccessDenied", times=9)
    with pytest.raises(SignInNeeded):
        read(account.mailbox())
    account.user.faults.clear()
    assert len(ids(read(account.mailbox()))) == 3


def test_a_message_its_author_lets_nobody_answer_is_answered_by_itself(account: Account) -> None:
    [shut] = account.deliver(1)
    account.breaks("POST .*/createReply", status=403, reason="ErrorAccessDenied", times=9)
    mailbox, draft = account.mailbox(), replace(a_draft(), reply_ref=shut)
    left = mailbox.create_draft(draft)
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.UNTOUCHED]
    assert len(account.user.mail.held("drafts")) == 1


def test_a_message_whose_id_is_of_an_older_mailbox_is_answered_where_it_is_now(account: Account) -> None:
    [there] = account.deliver(1)
    draft = replace(a_draft(), reply_ref="AAMkOLD", in_reply_to="m0@cliente.example")
    account.mailbox().create_draft(draft)
    assert f"me/messages/{there}/createReply" in [path for _, path in account.user.requests]
    assert len(account.user.mail.held("drafts")) == 1


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", None, "soon", "9999-12-31T23:59:59Z"])
def test_a_message_without_a_time_stops_nothing(account: Account, moment: str | None) -> None:
    account.deliver(2)

    def told(said: Any) -> Any:
        if "uniqueBody" not in said:
            return said
        without = [header for header in said["internetMessageHeaders"] or () if header["name"] != "Date"]
        return {**said, "sentDateTime": moment, "receivedDateTime": moment, "internetMessageHeaders": without}

    account.user.told = told
    found = messages(read(account.mailbox()))
    assert len(found) == 2
    assert all(message.role is FolderRole.INBOX for message in found)


def test_our_calendar_is_known_whatever_its_case(account: Account) -> None:
    account.user.calendar.calendars["c1"] = {"id": "c1", "name": "PROMETIDO", "canEdit": True}
    account.event_tasks().create_task(a_task())
    assert len(account.user.calendar.of("PROMETIDO")) == 1


def test_a_calendar_of_our_name_that_cannot_be_written_is_told(account: Account) -> None:
    account.user.calendar.calendars["c1"] = {"id": "c1", "name": "Prometido", "canEdit": False}
    with pytest.raises(NeedsUser, match="another name"):
        account.event_tasks().create_task(a_task())


@pytest.mark.parametrize("status", [400, 409])
def test_a_task_that_was_deleted_is_made_again_though_microsoft_remembers_it(
    account: Account, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    real, used = account.user.calendar._create, set[str]()

    def create(calendar: str, body: Said) -> Said:
        if body.get("transactionId") in used:
            raise Refusal(status, "ErrorDuplicateTransactionId")
        used.add(body.get("transactionId", ""))
        return real(calendar, body)

    monkeypatch.setattr(account.user.calendar, "_create", create)
    tasks = account.event_tasks()
    tasks.create_task(a_task())
    [entry] = account.user.calendar.of("Prometido")
    account.user.calendar.remove(entry["id"])
    again = tasks.create_task(a_task())
    assert tasks.create_task(a_task()) == again
    assert len(account.user.calendar.of("Prometido")) == 1


@pytest.mark.parametrize("change", [{"start": None}, {"end": {}}, {"attendees": [None]}, {"attendees": 5}])
def test_an_event_that_is_described_oddly_is_set_aside_alone(account: Account, change: Said) -> None:
    times = {side: {"dateTime": "2026-03-10T10:00:00.0000000", "timeZone": "UTC"} for side in ("start", "end")}
    ends = {
        "start": {"dateTime": "0001-01-01T00:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "9999-12-31T23:59:59", "timeZone": "UTC"},
    }
    there = [{"id": "odd", **times, **change}, {"id": "good", **times}, {"id": "all", **ends, "isAllDay": True}]
    answers(account, "/calendarView/delta", {"value": there, "@odata.deltaLink": f"{LINK}?$deltatoken=1"})
    batch = account.agenda().read_events(None, start=START, end=END)
    assert "good" in {event.id for event in batch.events}
    assert "odd" in {ref for ref, _ in batch.unreadable}
    assert len(batch.events) + len(batch.unreadable) == 3


def fails_on(account: Account, *messages: str) -> None:
    """Have Microsoft fail on messages, in a batch and out of it."""
    for one in messages:
        for inside in (True, False):
            account.breaks(f"GET .*/messages/{one}", status=500, inside=inside, times=10_000)


def test_a_message_microsoft_always_fails_on_is_set_aside_in_the_end(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failing, "LONG_ENOUGH", 2)
    bad, *_ = account.deliver(3)
    fails_on(account, bad)
    cursor = None
    for _ in range(2):
        reading = account.mailbox().read(cursor, since=SINCE)
        batches: list[MailBatch] = []
        with contextlib.suppress(Transient):
            batches.extend(iter(lambda: next(reading), None))  # noqa: B023 - used up before the next one
        assert not any(batch.complete for batch in batches)
        assert len(ids(batches)) == 2, "what Microsoft gives is read meanwhile"
        cursor = batches[-1].cursor
    batches = read(account.mailbox(), cursor)
    assert [message.ref for message in messages(batches) if message.unreadable] == [bad]
    assert batches[-1].complete
    account.deliver(1, first=9)
    assert ids(read(account.mailbox(), batches[-1].cursor)) == ["m9@cliente.example"]


def test_while_microsoft_fails_on_every_message_none_is_set_aside(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failing, "LONG_ENOUGH", 0)
    fails_on(account, *account.deliver(3))
    with pytest.raises(Transient, match="fails on 3 messages"):
        read(account.mailbox())
    account.user.faults.clear()
    assert len(ids(read(account.mailbox()))) == 3
