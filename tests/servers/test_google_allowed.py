"""Nothing that sends, deletes what is not ours, or changes a setting can leave, whoever asks for it."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.google.allowed import PERMITS, check
from connectors.protocols import FolderRole
from connectors.web.permits import NotAllowedError
from tests.contract.letters import NOW, SINCE, a_draft, a_letter
from tests.contract.worlds.google import EventTaskWorld, GmailWorld, GoogleCalendarWorld, GoogleTaskWorld
from tests.servers import google, google_schema
from tests.servers.losses import use_all

ROOT = "https://google.example/"
MAY = {
    "gmail.users.drafts.create",
    "gmail.users.drafts.delete",
    "gmail.users.labels.create",
    "gmail.users.messages.modify",
    "calendar.calendars.insert",
    "calendar.events.insert",
    "calendar.events.update",
    "calendar.events.patch",
    "calendar.events.delete",
    "tasks.tasks.insert",
    "tasks.tasks.patch",
    "tasks.tasks.delete",
}
"""Every method of Google's that changes anything and may be called; of 131 in all."""


def path_of(method: google_schema.Method) -> str:
    """Make up a request for a method."""
    return re.sub(r"\[\^/\]\+", "x", method.path.pattern).replace("\\", "").replace("users/x/", "users/me/")


def bodies() -> Iterator[str]:
    """Give every body that any permit could take, and some that none should."""
    yield ""
    yield json.dumps({"message": {"raw": "eA=="}})
    yield json.dumps({"name": "Prometido/Retrasados"})
    yield json.dumps({"addLabelIds": ["Label_1"]})
    yield json.dumps({"summary": "x", "description": "y", "timeZone": "UTC"})
    yield json.dumps({"summary": "x"})
    yield json.dumps({"title": "x"})
    yield json.dumps({"raw": "eA==", "threadId": "x"})
    yield json.dumps({"id": "x"})
    yield json.dumps({"ids": ["x"]})


def passes(api: str, verb: str, path: str, body: str) -> bool:
    try:
        check(PERMITS[api], ROOT, verb, ROOT + path, body)
    except NotAllowedError:
        return False
    return True


def test_of_all_methods_google_has_only_these_may_change_anything() -> None:
    found = {
        method.id
        for method, body in itertools.product(google_schema.methods(), bodies())
        if method.verb != "GET" and passes(method.api, method.verb, path_of(method), body)
    }
    assert found == MAY
    assert not any(word in name for name in found for word in ("send", "import", "trash", "settings", "acl", "batch"))


@pytest.mark.parametrize(
    ("api", "verb", "path", "body"),
    [
        ("gmail", "POST", "gmail/v1/users/me/messages/send", {"raw": "eA=="}),
        ("gmail", "POST", "gmail/v1/users/me/drafts/send", {"id": "r1"}),
        ("gmail", "POST", "upload/gmail/v1/users/me/messages/send", ""),
        ("gmail", "DELETE", "gmail/v1/users/me/messages/m1", ""),
        ("gmail", "DELETE", "gmail/v1/users/me/threads/m1", ""),
        ("gmail", "POST", "gmail/v1/users/me/messages/m1/trash", ""),
        ("gmail", "POST", "gmail/v1/users/me/messages/m1/modify", {"addLabelIds": ["TRASH"]}),
        ("gmail", "POST", "gmail/v1/users/me/messages/m1/modify", {"removeLabelIds": ["INBOX"]}),
        ("gmail", "POST", "gmail/v1/users/me/messages/m1/modify", {"addLabelIds": ["Label_1", "SPAM"]}),
        ("gmail", "POST", "gmail/v1/users/me/messages/m1/modify", {"addLabelIds": []}),
        ("gmail", "POST", "gmail/v1/users/me/drafts", {"message": {"raw": "eA==", "labelIds": ["SENT"]}}),
        ("gmail", "POST", "gmail/v1/users/me/settings/forwardingAddresses", {"forwardingEmail": "x@y.example"}),
        ("gmail", "PUT", "gmail/v1/users/me/settings/vacation", {}),
        ("gmail", "GET", "gmail/v1/users/other@x.example/messages", ""),
        ("gmail", "GET", "gmail/v1/users/me/messages/../../../../drive", ""),
        ("calendar", "POST", "calendar/v3/calendars/primary/events", {"summary": "x"}),
        ("calendar", "DELETE", "calendar/v3/calendars/primary/events/e1", ""),
        (
            "calendar",
            "POST",
            "calendar/v3/calendars/c1/events",
            {"summary": "x", "attendees": [{"email": "a@b.example"}]},
        ),
        ("calendar", "POST", "calendar/v3/calendars/c1/events?sendUpdates=all", {"summary": "x"}),
        ("calendar", "POST", "calendar/v3/calendars/c1/events?sendNotifications=true", {"summary": "x"}),
        ("calendar", "DELETE", "calendar/v3/calendars/c1", ""),
        ("calendar", "POST", "calendar/v3/calendars/c1/acl", {"role": "reader"}),
        ("tasks", "DELETE", "tasks/v1/users/@me/lists/l1", ""),
        ("tasks", "POST", "tasks/v1/lists/l1/clear", ""),
    ],
)
def test_what_must_not_leave_does_not(api: str, verb: str, path: str, body: Any) -> None:
    assert not passes(api, verb, path, json.dumps(body) if body != "" else "")


@pytest.mark.parametrize(
    "parts",
    [
        "POST /gmail/v1/users/me/messages/send HTTP/1.1\n\n{}",
        "GET /gmail/v1/users/me/messages/1 HTTP/1.1\n\n--b\n\nDELETE /gmail/v1/users/me/messages/1 HTTP/1.1\n\n",
        "GET /gmail/v1/users/me/settings/filters HTTP/1.1\n\n",
        "get /gmail/v1/users/me/messages/1 HTTP/1.1\n\n",
        "",
    ],
)
def test_a_batch_may_only_read_mail(parts: str) -> None:
    assert not passes("gmail", "POST", "batch", parts)
    assert passes("gmail", "POST", "batch", "GET /gmail/v1/users/me/messages/1?format=full HTTP/1.1\n\n")


def test_a_request_for_another_server_does_not_leave() -> None:
    with pytest.raises(NotAllowedError):
        check(PERMITS["gmail"], ROOT, "GET", "https://evil.example/gmail/v1/users/me/messages", "")


def test_everything_the_connectors_can_do_leaves_nothing_else(tmp_path: Path) -> None:
    mail = GmailWorld(google.front().new_user(), tmp_path, keeps_ids=True)
    mail.deliver(a_letter(), FolderRole.INBOX)
    batches = list(mail.mailbox.read(None, since=SINCE))
    ref = batches[0].messages[0].ref
    left = mail.mailbox.create_draft(a_draft())
    other = mail.mailbox.create_draft(a_draft("b/send"))
    list(mail.mailbox.read(batches[-1].cursor, since=SINCE))
    mail.replace_draft(a_draft().message_id, mail.drafts()[0])
    mail.mailbox.draft_states([(a_draft().key, left), ("b/send", other)])
    mail.mailbox.find_draft(a_draft().key, message_id=a_draft().message_id)
    mail.mailbox.withdraw_draft("b/send", other)
    mail.mailbox.mark_delayed(ref, message_id="m1@cliente.example")
    mail.mailbox.unmark_delayed("", message_id="m1@cliente.example")
    mail.mailbox.check()
    agenda = GoogleCalendarWorld(google.front().new_user(), tmp_path)
    batch = agenda.agenda.read_events(None, start=NOW - timedelta(days=9), end=NOW)
    agenda.agenda.read_events(batch.cursor, start=NOW - timedelta(days=9), end=NOW)
    agenda.agenda.check()
    events, lists = (
        EventTaskWorld(google.front().new_user(), tmp_path),
        GoogleTaskWorld(google.front().new_user(), tmp_path),
    )
    for tasks in (events.tasks, lists.tasks):
        use_all(tasks)
        tasks.check()
    called = {call for world in (mail, agenda, events, lists) for call in world.user.calls}
    for world in (mail, agenda, events, lists):
        world.close()
    changing = {method.id for method in google_schema.methods() if method.verb != "GET"}
    assert called & changing == MAY
