"""Nothing that sends, deletes what is not ours, or changes a setting can leave, whoever asks for it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from config.accounts import MicrosoftToDo, Outlook, OutlookCalendar
from connectors.microsoft.allowed import CALENDAR, MAIL, TASKS, check
from connectors.microsoft.scopes import scopes_of
from connectors.protocols import FolderRole
from connectors.web.permits import NotAllowedError
from tests.contract.letters import NOW, SINCE, a_draft, a_letter
from tests.contract.worlds.microsoft import EventTaskWorld, OutlookCalendarWorld, OutlookWorld, ToDoWorld
from tests.servers import graph, graph_schema
from tests.servers.losses import use_all

PERMITS = {"mail": MAIL, "calendar": CALENDAR, "tasks": TASKS}
MAY = {
    ("mail", "POST", "messages"),
    ("mail", "POST", "messages/{message-id}/createReply"),
    ("mail", "POST", "messages/{message-id}/createReplyAll"),
    ("mail", "PATCH", "messages/{message-id}"),
    ("mail", "DELETE", "messages/{message-id}"),
    ("calendar", "POST", "calendars"),
    ("calendar", "POST", "calendars/{calendar-id}/events"),
    ("calendar", "PATCH", "calendars/{calendar-id}/events/{event-id}"),
    ("calendar", "DELETE", "calendars/{calendar-id}/events/{event-id}"),
    ("tasks", "POST", "todo/lists/{todoTaskList-id}/tasks"),
    ("tasks", "PATCH", "todo/lists/{todoTaskList-id}/tasks/{todoTask-id}"),
    ("tasks", "DELETE", "todo/lists/{todoTaskList-id}/tasks/{todoTask-id}"),
}
"""Every operation that changes anything and may be called, of more than a thousand."""
READ = {
    ("mail", "mailFolders"),
    ("mail", "mailFolders/{mailFolder-id}"),
    ("mail", "mailFolders/{mailFolder-id}/childFolders"),
    ("mail", "mailFolders/{mailFolder-id}/messages"),
    ("mail", "mailFolders/{mailFolder-id}/messages/delta"),
    ("mail", "messages"),
    ("mail", "messages/{message-id}"),
    ("mail", "messages/{message-id}/attachments"),
    ("calendar", "calendar"),
    ("calendar", "calendars"),
    ("calendar", "calendars/{calendar-id}/calendarView/delta"),
    ("calendar", "calendars/{calendar-id}/events"),
    ("calendar", "calendars/{calendar-id}/events/{event-id}"),
    ("calendar", "calendarView/delta"),
    ("calendar", "events/{event-id}"),
    ("tasks", "todo/lists"),
    ("tasks", "todo/lists/{todoTaskList-id}"),
    ("tasks", "todo/lists/{todoTaskList-id}/tasks"),
    ("tasks", "todo/lists/{todoTaskList-id}/tasks/{todoTask-id}"),
}
"""Everything that may be read."""
CHANGES = {
    "messages.create",
    "messages.createReply",
    "messages.createReplyAll",
    "messages.update",
    "messages.delete",
    "calendars.create",
    "calendar.events.create",
    "calendar.events.update",
    "calendar.events.delete",
    "todo.tasks.create",
    "todo.tasks.update",
    "todo.tasks.delete",
}
"""What of it the connectors do change anything with."""


PEOPLE: dict[str, Any] = {"toRecipients": [], "ccRecipients": []}


def bodies() -> Iterator[Any]:
    """Give every body that any permit could take, and some that none should."""
    yield None
    yield {"subject": "x"}
    yield {"message": {"subject": "x", **PEOPLE}}
    yield {"comment": "x"}
    yield {"isRead": False}
    yield {"categories": ["x"]}
    yield {"name": "x"}
    yield {"title": "x"}
    yield {"destinationId": "deleteditems"}
    yield {}


def passes(api: str, verb: str, path: str, body: Any, ours: set[str] | None = None) -> bool:
    try:
        check(PERMITS[api], "me", verb, path, body, ours or set())
    except NotAllowedError:
        return False
    return True


def path_of(operation: str, one: str) -> str:
    """Make up a request for an operation."""
    return re.sub(r"\{[^}]+\}", one, operation)


def test_of_all_microsoft_graph_can_do_for_a_user_only_this_may_leave() -> None:
    operations = graph_schema.operations()
    assert len(operations) > 1700
    may: set[tuple[str, str, str]] = set()
    for (verb, operation), api, body in itertools.product(operations, PERMITS, bodies()):
        if passes(api, verb, f"me/{path_of(operation, 'x')}", body, {"x"}):
            may.add((api, verb, operation))
    assert {one for one in may if one[1] != "GET"} == MAY
    read = {(api, operation) for api, verb, operation in may if verb == "GET"}
    assert read >= READ
    # What stands in the place of an id: how many there are of what may be read, and what has changed of it.
    assert {operation.rpartition("/")[2] for _, operation in read - READ} == {"$count", "delta"}


def test_what_sends_answers_moves_or_deletes_is_among_what_was_tried() -> None:
    ends = {operation.rpartition("/")[2] for _, operation in graph_schema.operations()}
    assert ends >= {"sendMail", "send", "forward", "reply", "replyAll", "createForward", "move", "copy"}
    assert ends >= {"permanentDelete", "messageRules", "mailboxSettings", "accept", "decline", "cancel"}


def test_what_is_not_ours_is_neither_deleted_nor_rewritten() -> None:
    may = [
        (operation, body)
        for (verb, operation), api, body in itertools.product(graph_schema.operations(), PERMITS, bodies())
        if verb in {"PATCH", "PUT", "DELETE"} and passes(api, verb, f"me/{path_of(operation, 'x')}", body)
    ]
    assert may == [("messages/{message-id}", {"isRead": False}), ("messages/{message-id}", {"categories": ["x"]})]


def test_nothing_else_reaches_the_wire_whoever_asks(tmp_path: Path) -> None:
    user = graph.front().new_user()
    mail = OutlookWorld(user, tmp_path, keeps_ids=True)
    user.requests.clear()
    for verb, operation in graph_schema.operations():
        if ("mail", verb, operation) in MAY or ("mail", operation) in READ:
            continue
        with pytest.raises(NotAllowedError):
            mail.mailbox.graph.change(verb, path_of(operation, "x"), {}, "x")
    for verb, operation in (("PATCH", "messages/x"), ("DELETE", "messages/x"), ("POST", "messages/x/createReply")):
        with pytest.raises(NotAllowedError):
            mail.mailbox.graph.change(verb, operation, {"subject": "x"} if verb == "PATCH" else None, "x")
    assert user.requests == []
    mail.close()


def test_the_twins_serve_nothing_microsoft_does_not_have() -> None:
    known = {(verb, path_of(operation, "x")) for verb, operation in graph_schema.operations()}
    for method in graph_schema.METHODS:
        for path in re.sub(r"\[\^/\]\+", "x", method.path.pattern).replace("(calendars/x/)?", "").split("|"):
            assert (method.verb, path) in known


def test_no_permission_asked_for_lets_one_send() -> None:
    common = {"client_id": "x", "credential": "x"}
    for user in (None, "hola@estudio.example"):
        places = (
            Outlook(connector="outlook", user=user, **common),
            OutlookCalendar(connector="outlook_calendar", user=user, **common),
            MicrosoftToDo(connector="microsoft_todo", user=user, **common),
        )
        asked = [scope for place in places for scope in scopes_of(place)]
        assert [scope.partition(".")[0] for scope in asked] == ["Mail", "Calendars", "Tasks"]
        assert all(".ReadWrite" in scope and "Send" not in scope for scope in asked)


@pytest.mark.parametrize(
    ("api", "verb", "path", "body"),
    [
        ("mail", "POST", "me/sendMail", {"message": {}}),
        ("mail", "POST", "me/messages/m1/send", None),
        ("mail", "POST", "me/messages/m1/reply", {"comment": "x"}),
        ("mail", "POST", "me/messages/m1/replyAll", {"comment": "x"}),
        ("mail", "POST", "me/messages/m1/forward", {"comment": "x"}),
        ("mail", "POST", "me/messages/m1/createForward", {"message": {"subject": "x", **PEOPLE}}),
        ("mail", "POST", "me/messages/m1/move", {"destinationId": "deleteditems"}),
        ("mail", "POST", "me/messages/m1/createReply", {"comment": "x"}),
        ("mail", "POST", "me/messages/m1/createReply", {"message": {"subject": "x"}}),
        ("mail", "DELETE", "me/messages/m1", None),
        ("mail", "DELETE", "me/mailFolders/inbox", None),
        ("mail", "PATCH", "me/messages/m1", {"subject": "x"}),
        ("mail", "PATCH", "me/messages/m1", {"isRead": True}),
        ("mail", "PATCH", "me/messages/m1", {"categories": [], "flag": {}}),
        ("mail", "POST", "me/messages", {"subject": "x", "bccRecipients": []}),
        ("mail", "POST", "me/mailFolders/inbox/messageRules", {"displayName": "x"}),
        ("mail", "PATCH", "me/mailboxSettings", {"automaticRepliesSetting": {}}),
        ("mail", "GET", "users/other@x.example/messages", None),
        ("mail", "GET", "me/messages/../../users/other@x.example/messages", None),
        ("calendar", "POST", "me/events", {"subject": "x"}),
        ("calendar", "POST", "me/calendars/default/events", {"subject": "x"}),
        ("calendar", "DELETE", "me/calendars/default/events/e1", None),
        ("calendar", "PATCH", "me/calendars/default/events/e1", {"subject": "x"}),
        ("calendar", "POST", "me/calendars/ours/events", {"subject": "x", "attendees": []}),
        ("calendar", "DELETE", "me/calendars/ours", None),
        ("calendar", "POST", "me/events/e1/accept", None),
        ("tasks", "DELETE", "me/todo/lists/l1", None),
        ("tasks", "DELETE", "me/todo/lists/l1/tasks/t1", None),
        ("tasks", "PATCH", "me/todo/lists/l1/tasks/t1", {"title": "x"}),
    ],
)
def test_what_must_not_leave_does_not(api: str, verb: str, path: str, body: Any) -> None:
    assert not passes(api, verb, path, body, {"ours"})


def part(method: str, url: str, **more: Any) -> dict[str, Any]:
    return {"id": "0", "method": method, "url": url, "headers": {}, **more}


@pytest.mark.parametrize(
    "body",
    [
        {"requests": [part("POST", "/me/sendMail", body={})]},
        {"requests": [part("GET", "/me/messages/1"), part("DELETE", "/me/messages/1")]},
        {"requests": [part("GET", "/me/messages/1", body={})]},
        {"requests": [part("GET", "/users/other@x.example/messages/1")]},
        {"requests": [part("GET", "/me/mailboxSettings")]},
        {"requests": []},
        {},
        None,
    ],
)
def test_a_batch_may_only_read_mail(body: Any) -> None:
    assert not passes("mail", "POST", "$batch", body)
    assert passes("mail", "POST", "$batch", {"requests": [part("GET", "/me/messages/1?$select=id")]})


def test_everything_the_connectors_can_do_leaves_nothing_else(tmp_path: Path) -> None:
    mail = OutlookWorld(graph.front().new_user(), tmp_path, keeps_ids=True)
    mail.deliver(a_letter(), FolderRole.INBOX)
    mail.deliver(a_letter("m2@cliente.example", attachment="plano.pdf"), FolderRole.INBOX)
    batches = list(mail.mailbox.read(None, since=SINCE))
    ref = batches[0].messages[0].ref
    alone = mail.mailbox.create_draft(replace(a_draft(), in_reply_to="", references=()))
    one = replace(a_draft("b/send"), reply_ref=ref)
    answer = mail.mailbox.create_draft(one)
    mail.mailbox.create_draft(replace(a_draft("c/send"), reply_ref=ref, to=one.to * 2))
    list(mail.mailbox.read(batches[-1].cursor, since=SINCE))
    mail.mailbox.draft_states([(a_draft().key, alone), ("b/send", answer)])
    mail.mailbox.find_draft("b/send", message_id=one.message_id)
    mail.mailbox.withdraw_draft("b/send", answer)
    mail.mailbox.mark_delayed(ref, message_id="m1@cliente.example")
    mail.mailbox.unmark_delayed("", message_id="m1@cliente.example")
    mail.mailbox.check()
    agenda = OutlookCalendarWorld(graph.front().new_user(), tmp_path)
    batch = agenda.agenda.read_events(None, start=NOW - timedelta(days=9), end=NOW)
    agenda.agenda.read_events(batch.cursor, start=NOW - timedelta(days=9), end=NOW)
    agenda.agenda.check()
    events, lists = (
        EventTaskWorld(graph.front().new_user(), tmp_path),
        ToDoWorld(graph.front().new_user(), tmp_path),
    )
    for tasks in (events.tasks, lists.tasks):
        use_all(tasks)
        tasks.check()
    called = {call for world in (mail, agenda, events, lists) for call in world.user.calls}
    for world in (mail, agenda, events, lists):
        world.close()
    changing = {method.id for method in graph_schema.METHODS if method.verb != "GET"}
    assert called & changing == CHANGES
