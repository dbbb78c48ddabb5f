"""Microsoft as it breaks: nothing is lost, nothing is there twice, and each fault means what it should."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.accounts import MicrosoftToDo, OutlookCalendar
from config.accounts import Outlook as OutlookSettings
from connectors import microsoft_todo, outlook, outlook_calendar
from connectors.errors import (
    ConnectorError,
    CursorExpired,
    NeedsUser,
    Refused,
    SignInNeeded,
    Transient,
    UnknownOutcome,
)
from connectors.microsoft.graph import KEY
from connectors.microsoft.lanes import Lanes
from connectors.microsoft_todo import MicrosoftTaskList
from connectors.outlook import Outlook
from connectors.outlook_calendar import OutlookAgenda, OutlookEventTasks, entry
from connectors.protocols import Draft, FolderRole, Incoming, MailBatch, MarkState
from rules.facts import Address
from tests.contract.letters import ANA, NOW, PEDRO, SINCE, a_draft, a_letter, a_task, an_event
from tests.contract.worlds.microsoft import instances_of, settings_of
from tests.contract.worlds.online import ZONE, context_of
from tests.servers import graph
from tests.servers.breaking import Fault
from tests.servers.graph import User, credential_of
from tests.servers.graph_calendar import DEFAULT
from tests.servers.losses import LOST, task_is_there_once

START, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
LUIS = Address(address="luis@cliente.example", name="Luis")


class Account:
    """A user's connectors; how long they would have waited is counted, not waited."""

    def __init__(self, path: Path) -> None:
        self.user: User = graph.front().new_user()
        self.waited: list[float] = []
        self.context = context_of(self.user, path)
        self._closing = ExitStack()

    def close(self) -> None:
        self._closing.close()

    def mailbox(self, **more: Any) -> Outlook:
        settings = OutlookSettings(connector="outlook", **{**settings_of(self.user), **more})
        return self._opened(outlook.open_mail(settings, self.context))

    def agenda(self, **more: Any) -> OutlookAgenda:
        settings = OutlookCalendar(connector="outlook_calendar", **{**settings_of(self.user), **more})
        return self._opened(outlook_calendar.open_calendar(settings, self.context))

    def event_tasks(self) -> OutlookEventTasks:
        settings = OutlookCalendar(connector="outlook_calendar", **settings_of(self.user))
        return self._opened(outlook_calendar.open_tasks(settings, self.context))

    def task_list(self) -> MicrosoftTaskList:
        settings = MicrosoftToDo(connector="microsoft_todo", **settings_of(self.user))
        return self._opened(microsoft_todo.open_tasks(settings, self.context))

    def deliver(self, count: int, *, first: int = 0, folder: str = "inbox") -> list[str]:
        return [
            self.user.mail.deliver(a_letter(f"m{number}@cliente.example", when=NOW - timedelta(hours=1)), folder)
            for number in range(first, first + count)
        ]

    def breaks(self, matches: str, **how: Any) -> None:
        self.user.faults.append(Fault(matches, **how))

    def _opened(self, connector: Any) -> Any:
        connector.graph.sleep = self.waited.append
        self._closing.callback(connector.close)
        return connector


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    account = Account(tmp_path)
    yield account
    account.close()
    assert account.user.violations == []
    assert account.user.most <= 4


def read(mailbox: Outlook, cursor: str | None = None) -> list[MailBatch]:
    return list(mailbox.read(cursor, since=SINCE))


def messages(batches: list[MailBatch]) -> list[Incoming]:
    return [message for batch in batches for message in batch.messages]


def ids(batches: list[MailBatch]) -> list[str]:
    found = []
    for message in messages(batches):
        assert message.parts is not None, message.unreadable
        found += [value.strip("<>") for name, value in message.parts.headers if name == "Message-ID"]
    return found


def an_answer(account: Account, **more: Any) -> Draft:
    """Write a draft that answers a message in the mailbox."""
    answered = account.user.mail.deliver(a_letter("m1@cliente.example"), "inbox")
    return replace(a_draft(), reply_ref=answered, **more)


def people(message: dict[str, Any], field: str = "toRecipients") -> list[str]:
    return [one["emailAddress"]["address"] for one in message[field]]


def is_there_once(account: Account, draft: Draft) -> None:
    """Do what the daemon does next: look for it, and leave it where it is not complete."""
    again = account.mailbox()
    found = again.find_draft(draft.key, message_id=draft.message_id, in_reply_to=draft.in_reply_to)
    left = found or again.create_draft(draft)
    assert again.find_draft(draft.key, message_id=draft.message_id) == left
    [there] = account.user.mail.held("drafts")
    assert there["_text"].split() == draft.text.split()
    assert people(there) == [person.address for person in draft.to]
    assert there["subject"] == draft.subject
    assert there["_properties"][KEY] == draft.key
    assert list(again.draft_states([(draft.key, left)])) == [MarkState.UNTOUCHED]


@pytest.mark.parametrize("ignores_marks", [False, True], ids=["", "and our marks are not taken with it"])
@pytest.mark.parametrize(("how", "there"), LOST)
def test_an_answer_whose_making_is_lost_is_there_once(
    account: Account, how: dict[str, Any], there: int, ignores_marks: bool
) -> None:
    draft = an_answer(account)
    account.user.mail.ignores_marks = ignores_marks
    account.breaks("POST .*/createReply$", **how)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(draft)
    assert len(account.user.mail.held("drafts")) == there
    assert account.mailbox().find_draft(draft.key, message_id=draft.message_id) is None or not there
    is_there_once(account, draft)


@pytest.mark.parametrize(("how", "there"), LOST)
def test_an_answer_whose_change_is_lost_again_and_again_is_finished_the_next_time(
    account: Account, how: dict[str, Any], there: int
) -> None:
    draft = an_answer(account)
    account.breaks("PATCH .*/messages/AAkALg-draft", times=5, **how)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(draft)
    assert len(account.user.mail.held("drafts")) == 1
    is_there_once(account, draft)


@pytest.mark.parametrize(("how", "there"), LOST)
def test_a_draft_that_begins_a_thread_is_there_once_whose_reply_is_lost(
    account: Account, how: dict[str, Any], there: int
) -> None:
    draft = replace(a_draft(), in_reply_to="", references=())
    account.breaks("POST .*/messages$", **how)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(draft)
    assert len(account.user.mail.held("drafts")) == there
    is_there_once(account, draft)


def test_a_draft_whose_proof_cannot_be_read_is_found_the_next_time(account: Account) -> None:
    draft = an_answer(account)
    account.breaks("GET .*/messages/AAkALg-draft", times=5, status=503)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(draft)
    is_there_once(account, draft)


@pytest.mark.parametrize(("how", "there"), LOST)
def test_a_task_whose_reply_is_lost_is_there_once_in_our_calendar(
    account: Account, how: dict[str, Any], there: int
) -> None:
    tasks = account.event_tasks()
    tasks.create_task(a_task("other/task"))
    task_is_there_once(account, tasks, "POST .*/events$", how, account.event_tasks)
    assert len(account.user.calendar.of("Prometido")) == 2


@pytest.mark.parametrize(("how", "there"), LOST)
def test_a_task_whose_reply_is_lost_is_there_once_in_to_do(account: Account, how: dict[str, Any], there: int) -> None:
    task_is_there_once(account, account.task_list(), "POST .*/tasks$", how, account.task_list)
    assert len(account.user.todo.tasks) == 1


def test_our_calendar_is_made_once_though_its_reply_is_lost(account: Account) -> None:
    account.breaks("POST me/calendars$", lost=True, executed=True)
    with pytest.raises(UnknownOutcome):
        account.event_tasks().create_task(a_task())
    account.event_tasks().create_task(a_task())
    assert [one["name"] for one in account.user.calendar.calendars.values()].count("Prometido") == 1


def test_an_entry_that_is_sent_twice_is_made_once(account: Account) -> None:
    tasks = account.event_tasks()
    tasks.create_task(a_task("other/task"))
    for _ in range(2):
        path = f"calendars/{tasks._find_calendar()}/events"
        tasks.graph.create(path, entry.write(a_task(), ZONE), "twice")
    assert len(account.user.calendar.of("Prometido")) == 2


def test_an_answer_to_our_own_mail_is_to_whom_it_was_to(account: Account) -> None:
    ours = account.user.mail.deliver(a_letter("m1@estudio.example", outbound=True), "sentitems")
    draft = replace(a_draft(), reply_ref=ours, to=(PEDRO, LUIS), cc=(), in_reply_to="m1@estudio.example")
    account.mailbox().create_draft(draft)
    [there] = account.user.mail.held("drafts")
    assert people(there) == [PEDRO.address, LUIS.address]
    assert ANA.address not in people(there)
    assert people(there, "ccRecipients") == []
    assert there["conversationId"] == account.user.mail.messages[ours]["conversationId"]
    assert "messages.createReplyAll" in account.user.calls


def test_what_is_answered_is_not_left_marked_as_read(account: Account) -> None:
    draft = an_answer(account)
    account.mailbox().create_draft(draft)
    assert account.user.mail.messages[draft.reply_ref]["isRead"] is False
    account.user.mail.touch(draft.reply_ref, isRead=True)
    other = replace(draft, key="b/send", message_id="b.send@prometido.invalid")
    account.mailbox().create_draft(other)
    assert account.user.mail.messages[draft.reply_ref]["isRead"] is True, "it was read before"


def test_an_answer_to_what_is_gone_is_left_by_itself(account: Account) -> None:
    draft = an_answer(account)
    account.user.mail.remove(draft.reply_ref)
    account.mailbox().create_draft(draft)
    [there] = account.user.mail.held("drafts")
    assert people(there) == [PEDRO.address]
    assert there["_properties"]["String 0x1042"] == "<m1@cliente.example>"


def test_an_answer_that_is_refused_with_our_header_is_made_without_it_or_left_by_itself(account: Account) -> None:
    draft = an_answer(account)
    account.breaks("POST .*/createReply$", status=400, reason="ErrorInvalidRequest")
    account.mailbox().create_draft(draft)
    [there] = account.user.mail.held("drafts")
    assert there["conversationId"] == account.user.mail.messages[draft.reply_ref]["conversationId"]
    account.breaks("POST .*/createReply$", status=400, reason="ErrorInvalidRequest", times=2)
    account.mailbox().create_draft(replace(draft, key="b/send", message_id="b@prometido.invalid"))
    assert [one["_properties"][KEY] for one in account.user.mail.held("drafts")] == [draft.key, "b/send"]


def test_an_answer_is_found_by_the_message_id_of_what_it_answers(account: Account) -> None:
    answered = account.user.mail.deliver(a_letter("m1@cliente.example"), "archive")
    account.mailbox().create_draft(a_draft())
    [there] = account.user.mail.held("drafts")
    assert there["conversationId"] == account.user.mail.messages[answered]["conversationId"]


def test_a_draft_its_user_sends_is_gone_and_its_mail_is_read_with_our_key(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    cursor = read(mailbox)[-1].cursor
    left = mailbox.create_draft(draft)
    [there] = account.user.mail.held("drafts")
    account.user.mail.send(there["id"], "sent@estudio.example", NOW)
    batches = read(mailbox, cursor)
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.GONE]
    [sent] = messages(batches)
    assert sent.role is FolderRole.SENT
    assert sent.parts is not None
    assert ("X-Prometido", draft.key) in sent.parts.headers
    assert ("In-Reply-To", "<m1@cliente.example>") in sent.parts.headers
    assert mailbox.withdraw_draft(draft.key, left), "what is gone is withdrawn"


def test_a_draft_its_user_deletes_is_gone_though_its_id_is_not(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    left = mailbox.create_draft(draft)
    [there] = account.user.mail.held("drafts")
    account.user.mail.move(there["id"], "deleteditems")
    read(mailbox)
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.GONE]


def test_with_nothing_changed_no_request_tells_how_drafts_are(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    left = mailbox.create_draft(draft)
    cursor = read(mailbox)[-1].cursor
    mailbox.draft_states([(draft.key, left)])
    cursor = read(mailbox, cursor)[-1].cursor
    account.user.calls.clear()
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.UNTOUCHED]
    assert account.user.calls == []
    [there] = account.user.mail.held("drafts")
    account.user.mail.touch(there["id"], _text="Otra cosa")
    read(mailbox, cursor)
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.EDITED]


def test_a_draft_that_is_edited_while_it_is_withdrawn_stays(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    left = mailbox.create_draft(draft)
    account.breaks("DELETE ", status=412, reason="ErrorIrresolvableConflict")
    assert not mailbox.withdraw_draft(draft.key, left)
    assert len(account.user.mail.held("drafts")) == 1


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"status": 403, "reason": "ErrorAccessDenied"}, SignInNeeded),
        ({"status": 404, "reason": "MailboxNotEnabledForRESTAPI"}, NeedsUser),
        ({"status": 404, "reason": "ErrorInvalidUser"}, NeedsUser),
        ({"status": 404, "reason": "ResourceNotFound"}, NeedsUser),
        ({"status": 404, "reason": "ErrorItemNotFound"}, NeedsUser),
        ({"status": 507, "reason": "ErrorQuotaExceeded"}, Refused),
        ({"status": 418}, Refused),
    ],
)
def test_what_waiting_does_not_help_is_not_tried_again(
    account: Account, how: dict[str, Any], expected: type[ConnectorError]
) -> None:
    account.breaks("/messages/delta", times=9, **how)
    with pytest.raises(expected) as raised:
        read(account.mailbox())
    assert type(raised.value) is expected
    assert "Said so" not in str(raised.value), "no text of the answer is passed on"
    assert account.waited == []


@pytest.mark.parametrize(
    "how",
    [
        {"status": 429, "headers": {"Retry-After": "7"}},
        {"status": 429},
        {"status": 503},
        {"status": 504},
        {"lost": True},
        {"cut": 30, "executed": True},
    ],
    ids=["429 with Retry-After", "429 without", "503", "504", "lost", "cut off"],
)
def test_what_passes_is_waited_for_a_little(account: Account, how: dict[str, Any]) -> None:
    account.deliver(3)
    account.breaks("/messages/delta", times=2, **how)
    account.breaks("POST .batch", times=2, **how)
    assert len(ids(read(account.mailbox()))) == 3
    assert len(account.waited) == 4
    if "headers" in how:
        assert min(account.waited) >= 7


def test_who_is_asked_to_stay_away_for_long_leaves_it_to_the_daemon(account: Account) -> None:
    account.breaks("/messages/delta", status=429, headers={"Retry-After": "120"})
    with pytest.raises(Transient) as raised:
        read(account.mailbox())
    assert raised.value.retry_after == 120
    assert account.waited == []


def test_a_server_that_does_not_recover_is_told_after_five_attempts(account: Account) -> None:
    account.breaks("/messages/delta", times=99, status=503)
    with pytest.raises(Transient):
        read(account.mailbox())
    assert len(account.waited) == 4


def test_parts_of_a_batch_that_are_refused_are_asked_for_again(account: Account) -> None:
    account.deliver(50)
    account.breaks("GET .*/messages/", times=15, status=429, headers={"Retry-After": "3"}, inside=True)
    assert len(set(ids(read(account.mailbox())))) == 50
    assert account.waited
    assert all(seconds >= 3 for seconds in account.waited)


def test_a_part_that_is_refused_for_ever_loses_nothing(account: Account) -> None:
    account.deliver(50)
    account.breaks("GET .*/messages/", times=999, status=503, inside=True, skip=30)
    with pytest.raises(Transient):
        read(account.mailbox())
    account.user.faults.clear()
    assert len(set(ids(read(account.mailbox())))) == 50


def test_a_message_that_is_gone_or_refused_is_passed_over(account: Account) -> None:
    account.deliver(3)
    account.breaks("GET .*/messages/", status=404, reason="ErrorItemNotFound", inside=True)
    account.breaks("GET .*/messages/", status=400, reason="ErrorCorruptData", inside=True)
    found = messages(read(account.mailbox()))
    assert len(found) == 2
    assert [message.unreadable for message in found if message.parts is None] == [
        "mail cannot be read: Microsoft answered 400 (ErrorCorruptData)"
    ]


@pytest.mark.parametrize("skip", range(5))
@pytest.mark.parametrize(
    ("status", "code"), [(410, "SyncStateNotFound"), (404, "SyncStateNotFound"), (400, "resyncRequired"), (410, "x")]
)
def test_a_place_that_is_forgotten_at_any_point_begins_the_round_anew(
    account: Account, skip: int, status: int, code: str
) -> None:
    account.deliver(130)
    account.breaks("/messages/delta", skip=skip, status=status, reason=code)
    assert sorted(set(ids(read(account.mailbox())))) == sorted(f"m{number}@cliente.example" for number in range(130))


def test_a_place_that_is_forgotten_between_two_reads_loses_nothing(account: Account) -> None:
    account.deliver(3)
    mailbox = account.mailbox()
    cursor = read(mailbox)[-1].cursor
    account.deliver(2, first=3)
    account.user.mail.forget_places()
    batches = read(mailbox, cursor)
    assert ids(batches) == ["m3@cliente.example", "m4@cliente.example"], "what is known is not read again"
    assert ids(read(mailbox, batches[-1].cursor)) == []


def test_a_server_that_forgets_at_once_is_left_alone(account: Account) -> None:
    account.deliver(3)
    account.breaks("/messages/delta", times=99, skip=1, status=410, reason="SyncStateNotFound")
    with pytest.raises(Transient, match="forgets"):
        read(account.mailbox())


def test_an_item_that_is_told_five_times_is_read_once(account: Account) -> None:
    account.deliver(30)
    account.user.mail.repeats = 5
    batches = read(account.mailbox())
    assert len(ids(batches)) == 30
    assert sum(batch.seen for batch in batches) == 30


def test_a_message_that_is_moved_is_read_once_and_one_that_comes_back_from_spam_is_read(account: Account) -> None:
    [moved] = account.deliver(1)
    [spam] = account.deliver(1, first=1, folder="junkemail")
    mailbox = account.mailbox()
    batches = read(mailbox)
    assert ids(batches) == ["m0@cliente.example"]
    account.user.mail.move(moved, "archive")
    batches = read(mailbox, batches[-1].cursor)
    assert ids(batches) == []
    account.user.mail.move(moved, "inbox")
    account.user.mail.move(spam, "inbox")
    assert ids(read(mailbox, batches[-1].cursor)) == ["m1@cliente.example"]


def test_more_mail_than_a_filtered_query_gives_is_listed(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlook.source, "FILTERED", 40)
    account.deliver(90)
    real = account.user.mail._delta

    def limited(folder: str, query: Any, size: int) -> dict[str, Any]:
        """Give no more than forty, as Microsoft gives no more than five thousand."""
        answer = real(folder, query, 40)
        link = answer.pop("@odata.nextLink", "")
        if link and answer["value"]:
            ended = account.user.mail.place(since=account.user.mail.number(), select="id", filter="")
            return {**answer, "@odata.deltaLink": f"https://graph.example/x?$deltatoken={ended}"}
        return {**answer, "@odata.nextLink": link} if link else answer

    monkeypatch.setattr(account.user.mail, "_delta", limited)
    assert len(set(ids(read(account.mailbox())))) == 90


def test_folders_are_found_by_what_they_are_shown_as(account: Account) -> None:
    account.user.mail.add_folder("Clientes")
    account.user.mail.add_folder("2026", inside="Clientes")
    account.deliver(1, folder="2026")
    mailbox = account.mailbox(inbox=("Bandeja de entrada", "clientes/2026"))
    assert ids(read(mailbox)) == ["m0@cliente.example"]
    with pytest.raises(NeedsUser, match=r"no folder 'Proveedores'.*Clientes"):
        read(account.mailbox(inbox=("Proveedores",)))


def test_a_shared_mailbox_is_read_in_its_own_name(account: Account) -> None:
    account.user.home = "users/hola@estudio.example"
    account.deliver(2)
    scopes = "Mail.ReadWrite.Shared"
    account.context = replace(
        account.context, credential=lambda _name: credential_of("first", time.time() + 99999, scopes)
    )
    mailbox = account.mailbox(user="hola@estudio.example")
    assert len(ids(read(mailbox))) == 2
    assert mailbox.create_draft(a_draft())


def test_a_token_that_is_not_taken_and_cannot_be_renewed_needs_its_user(account: Account) -> None:
    account.user.tokens.clear()
    with pytest.raises(SignInNeeded, match="prometido auth"):
        read(account.mailbox())


def test_a_token_another_connector_has_renewed_is_taken(account: Account) -> None:
    mailbox = account.mailbox()
    account.deliver(1)
    cursor = read(mailbox)[-1].cursor
    account.user.tokens = {"second"}
    account.context.keep("microsoft", credential_of("second", time.time() + 99999))
    account.deliver(1, first=1)
    assert ids(read(mailbox, cursor)) == ["m1@cliente.example"]


def test_a_token_that_ends_within_a_batch_is_renewed_for_its_parts(account: Account) -> None:
    account.deliver(5)
    mailbox = account.mailbox()
    mailbox.graph.tokens.current()
    account.user.tokens.add("second")
    account.context.keep("microsoft", credential_of("second", time.time() + 99999))
    account.breaks("GET .*/messages/", times=2, status=401, reason="InvalidAuthenticationToken", inside=True)
    assert len(ids(read(mailbox))) == 5
    assert mailbox.graph.tokens.current() == "second"


def test_marking_what_is_delayed_leaves_its_users_own_categories(account: Account) -> None:
    [one] = account.deliver(1)
    account.user.mail.touch(one, categories=["Obras"])
    mailbox = account.mailbox()
    account.breaks("PATCH ", status=412, times=2)
    assert mailbox.mark_delayed(one, message_id="m0@cliente.example")
    assert account.user.mail.messages[one]["categories"] == ["Obras", "Prometido: retrasado"]
    assert mailbox.unmark_delayed("", message_id="m0@cliente.example")
    assert account.user.mail.messages[one]["categories"] == ["Obras"]
    assert not mailbox.unmark_delayed("", message_id="unknown@cliente.example")
    assert not mailbox.unmark_delayed("", message_id="")
    account.breaks("PATCH ", status=412, times=3)
    with pytest.raises(Transient, match="kept being changed"):
        mailbox.mark_delayed(one, message_id="m0@cliente.example")


def test_a_folder_that_is_gone_is_told_by_the_check_too(account: Account) -> None:
    account.breaks("GET me/mailFolders/drafts$", status=404, reason="ErrorItemNotFound")
    assert [finding.text for finding in account.mailbox().check() if not finding.ok] == [
        "the folder drafts of this mailbox is gone: restore it, or name another one in the configuration"
    ]


def test_an_answer_that_leads_nowhere_is_no_end(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account.user.mail, "_delta", lambda *_: {"value": []})
    with pytest.raises(Transient, match="leads nowhere"):
        read(account.mailbox())
    monkeypatch.setattr(account.user.calendar, "_delta", lambda *_: {"value": []})
    with pytest.raises(Transient, match="leads nowhere"):
        account.agenda().read_events(None, start=START, end=END)


def test_a_calendar_whose_place_has_expired_is_read_anew(account: Account) -> None:
    for event in instances_of("e1", an_event("e1")):
        account.user.calendar.put(DEFAULT, event)
    agenda = account.agenda()
    cursor = agenda.read_events(None, start=START, end=END).cursor
    account.user.calendar.forget_places()
    with pytest.raises(CursorExpired):
        agenda.read_events(cursor, start=START, end=END)
    account.breaks("calendarView/delta", skip=1, status=410, reason="SyncStateNotFound")
    assert len(agenda.read_events(None, start=START, end=END).events) == 1


def test_an_occurrence_whose_series_was_told_long_ago_is_still_known(account: Account) -> None:
    raw = an_event(
        "e1",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:pedro@cliente.example",
        starts="DTSTART:20260304T090000Z",
        ends="DTEND:20260304T100000Z",
    )
    events = list(instances_of("e1", raw))
    for event in events:
        account.user.calendar.put(DEFAULT, event)
    agenda = account.agenda()
    cursor = agenda.read_events(None, start=START, end=END).cursor
    account.user.calendar.put(DEFAULT, events[1])
    [told] = agenda.read_events(cursor, start=START, end=END).events
    assert told.title == "Visita de obra"
    assert told.attendees == (Address(address="pedro@cliente.example"),)


@pytest.mark.parametrize("zone", ["Romance Standard Time", "Europe/Madrid"])
def test_times_in_windows_and_iana_zones_are_those_times(account: Account, zone: str) -> None:
    account.user.calendar.keeps_zones = True
    when = {"dateTime": "2026-03-30T10:00:00", "timeZone": zone}
    account.user.calendar.put(DEFAULT, {"id": "e1", "type": "singleInstance", "start": when, "end": when})
    [event] = account.agenda().read_events(None, start=START, end=END).events
    assert event.start == datetime(2026, 3, 30, 8, tzinfo=UTC)


def test_an_event_that_cannot_be_read_harms_no_other(account: Account) -> None:
    good = {"dateTime": "2026-03-11T09:00:00", "timeZone": "UTC"}
    account.user.calendar.keeps_zones = True
    account.user.calendar.put(DEFAULT, {"id": "e1", "type": "singleInstance", "start": good, "end": good})
    agenda = account.agenda()
    cursor = agenda.read_events(None, start=START, end=END).cursor
    account.user.calendar.put(DEFAULT, {"id": "e2", "type": "singleInstance", "start": good, "end": good})
    account.user.calendar.events["e2"]["end"] = {"dateTime": "2026-03-11T09:00:00", "timeZone": "Nowhere/Known"}
    account.user.calendar._touches = lambda *_: True  # type: ignore[method-assign]  # it is told, whatever its zone
    batch = agenda.read_events(cursor, start=START, end=END)
    assert [ref for ref, _ in batch.unreadable] == ["e2"]


def test_a_calendar_of_a_name_is_read(account: Account) -> None:
    account.user.calendar.calendars["team"] = {"id": "team", "name": "Equipo", "canEdit": True}
    for event in instances_of("e1", an_event("e1")):
        account.user.calendar.put("team", event)
    agenda = account.agenda(calendar="equipo")
    assert len(agenda.read_events(None, start=START, end=END).events) == 1
    assert [finding.ok for finding in agenda.check()] == [True]
    with pytest.raises(NeedsUser, match=r"no calendar 'Otro'.*Equipo"):
        account.agenda(calendar="Otro").read_events(None, start=START, end=END)


def test_a_task_another_program_changes_at_the_same_time_is_not_overwritten(account: Account) -> None:
    for tasks in (account.event_tasks(), account.task_list()):
        left = tasks.create_task(a_task())
        account.breaks("DELETE ", status=412)
        assert not tasks.withdraw_task(left, uid=a_task().uid)
        account.breaks("PATCH ", status=412, times=2)
        assert tasks.complete_task(left, uid=a_task().uid, at=NOW)


def test_what_its_user_wrote_stays_theirs_however_often_the_day_changes(account: Account) -> None:
    tasks = account.task_list()
    left = tasks.create_task(a_task())
    [task] = account.user.todo.tasks.values()
    account.user.todo.put({**task, "title": "Lo mío"})
    for day in (20, 21, 22):
        left = tasks.change_task(left, a_task(due=NOW.date().replace(day=day), summary=f"Otro {day}"))
    [task] = account.user.todo.tasks.values()
    assert task["title"] == "Lo mío"
    assert task["dueDateTime"]["dateTime"].startswith("2026-03-22")
    assert not tasks.withdraw_task(left, uid=a_task().uid)


def test_a_calendar_of_ours_its_user_deletes_is_made_again_with_the_next_task(account: Account) -> None:
    tasks = account.event_tasks()
    left = tasks.create_task(a_task())
    ours = tasks._find_calendar()
    for event in account.user.calendar.of("Prometido"):
        account.user.calendar.remove(event["id"])
    del account.user.calendar.calendars[ours]
    assert list(tasks.task_states([(a_task().uid, left)])) == [MarkState.GONE]
    tasks.create_task(a_task("b/task"))
    assert len(account.user.calendar.of("Prometido")) == 1


def test_without_a_list_in_to_do_its_user_is_told(account: Account) -> None:
    account.user.todo.lists.clear()
    with pytest.raises(NeedsUser, match="open To Do once"):
        account.task_list().create_task(a_task())


def test_no_more_than_four_requests_of_an_app_are_under_way() -> None:
    lanes = Lanes()
    under_way: list[int] = []
    most = 0
    lock = threading.Lock()

    def ask(wanted: int) -> None:
        nonlocal most
        for _ in range(20):
            with lanes.take(wanted):
                with lock:
                    under_way.append(wanted)
                    most = max(most, sum(under_way))
                time.sleep(0.001)
                with lock:
                    under_way.remove(wanted)

    threads = [threading.Thread(target=ask, args=(wanted,)) for wanted in (1, 1, 1, 1, 1, 4, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 4
