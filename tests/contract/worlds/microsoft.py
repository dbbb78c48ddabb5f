"""Outlook, its calendar and Microsoft To Do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events

from config.accounts import MicrosoftToDo, OutlookCalendar
from config.accounts import Outlook as OutlookSettings
from connectors.microsoft.odata import KEY
from connectors.microsoft_todo import MicrosoftTaskList
from connectors.microsoft_todo import open_tasks as open_list
from connectors.outlook import Outlook, open_mail
from connectors.outlook_calendar import OutlookAgenda, OutlookEventTasks, open_calendar, open_tasks
from connectors.protocols import FolderRole
from tests.contract.worlds.base import UndeliverableError
from tests.contract.worlds.online import Opened, context_of, key_of, world_of
from tests.contract.worlds.raw import header_of
from tests.servers import graph
from tests.servers.graph import CLIENT, User
from tests.servers.graph_calendar import DEFAULT
from tests.servers.graph_manners import GENEROUS, PLAIN, SPARSE, Manner
from tests.servers.graph_mime import message_of

FOLDERS = {FolderRole.INBOX: "inbox", FolderRole.SENT: "sentitems"}


def settings_of(user: User) -> dict[str, str]:
    return {"credential": "microsoft", "client_id": CLIENT, "endpoint": user.root}


class OutlookWorld:
    takes_marks = True

    def __init__(self, user: User, path: Path, *, keeps_ids: bool) -> None:
        self.user = user
        self._keeps_ids = keeps_ids
        self._context = context_of(user, path)
        self._opened: list[Outlook] = []
        self.mailbox = self.reopen()

    def close(self) -> None:
        for mailbox in self._opened:
            mailbox.close()
        assert self.user.violations == []
        assert self.user.most <= 4

    def reopen(self) -> Outlook:
        self.mailbox = open_mail(OutlookSettings(connector="outlook", **settings_of(self.user)), self._context)
        self.mailbox.graph.sleep = lambda _seconds: None
        self._opened.append(self.mailbox)
        return self.mailbox

    def deliver(self, raw: bytes, role: FolderRole) -> None:
        try:
            self.user.mail.deliver(raw, FOLDERS[role])
        except RecursionError as error:
            raise UndeliverableError from error

    def open_message(self, message_id: str) -> None:
        self.user.mail.touch(self._id(message_id), isRead=True)

    def remove_message(self, message_id: str) -> None:
        self.user.mail.remove(self._id(message_id))

    def lose_everything(self) -> None:
        for message in self.user.mail.held(*FOLDERS.values()):
            self.user.mail.remove(message["id"])

    def drafts(self) -> list[bytes]:
        return [raw for _, raw in self.user.mail.raw_drafts()]

    def replace_draft(self, message_id: str, raw: bytes) -> None:
        """Save a draft as Outlook does, in its place; what has lost our header is another one, as after IMAP."""
        draft = self._id(message_id)
        said = message_of(raw)
        if self._keeps_ids and header_of(raw, "X-Prometido"):
            kept = {name: said[name] for name in ("subject", "toRecipients", "hasAttachments", "_text", "_attachments")}
            self.user.mail.touch(draft, **kept)
            return
        self.user.mail.deliver(raw, "drafts")
        self.user.mail.move(draft, "deleteditems")

    def discard_draft(self, message_id: str) -> None:
        self.user.mail.move(self._id(message_id), "deleteditems")

    def delayed(self) -> list[str]:
        return [
            message["internetMessageId"].strip("<>")
            for message in self.user.mail.messages.values()
            if "Prometido: retrasado" in message["categories"]
        ]

    def _id(self, message_id: str) -> str:
        messages = self.user.mail.held("inbox", "sentitems", "drafts")
        return next(str(one["id"]) for one in messages if one["internetMessageId"] == f"<{message_id}>")


class EventTaskWorld(Opened[User, OutlookEventTasks]):
    def open(self) -> OutlookEventTasks:
        settings = OutlookCalendar(connector="outlook_calendar", **settings_of(self.user))
        tasks = open_tasks(settings, self.context)
        tasks.graph.sleep = lambda _seconds: None
        return tasks

    def summaries(self) -> list[str]:
        return [event["subject"] for event in self.user.calendar.of("Prometido")]

    def due(self, uid: str) -> str:
        return str(self._one(uid)["start"]["dateTime"])[:10]

    def notes(self, uid: str) -> str:
        return str(self._one(uid)["body"]["content"])

    def tick(self, uid: str) -> None:
        self._write(uid, subject=f"✓ {self._one(uid)['subject']}")

    def rename(self, uid: str, summary: str) -> None:
        self._write(uid, subject=summary)

    def annotate(self, uid: str, notes: str) -> None:
        self._write(uid, body={"contentType": "text", "content": notes})

    def remove(self, uid: str) -> None:
        self.user.calendar.remove(self._one(uid)["id"])

    def _one(self, uid: str) -> dict[str, Any]:
        key = key_of(uid)
        return next(event for event in self.user.calendar.of("Prometido") if event["_properties"][KEY] == key)

    def _write(self, uid: str, **said: Any) -> None:
        event = self._one(uid)
        self.user.calendar.put(event["_calendar"], {**event, **said})


class ToDoWorld(Opened[User, MicrosoftTaskList]):
    def open(self) -> MicrosoftTaskList:
        settings = MicrosoftToDo(connector="microsoft_todo", **settings_of(self.user))
        tasks = open_list(settings, self.context)
        tasks.graph.sleep = lambda _seconds: None
        return tasks

    def summaries(self) -> list[str]:
        return [task["title"] for task in self.user.todo.tasks.values()]

    def due(self, uid: str) -> str:
        return str(self._one(uid)["dueDateTime"]["dateTime"])[:10]

    def notes(self, uid: str) -> str:
        return str(self._one(uid)["body"]["content"])

    def tick(self, uid: str) -> None:
        self.user.todo.put({**self._one(uid), "status": "completed"})

    def rename(self, uid: str, summary: str) -> None:
        self.user.todo.put({**self._one(uid), "title": summary})

    def annotate(self, uid: str, notes: str) -> None:
        self.user.todo.put({**self._one(uid), "body": {"contentType": "text", "content": notes}})

    def remove(self, uid: str) -> None:
        del self.user.todo.tasks[self._one(uid)["id"]]

    def _one(self, uid: str) -> dict[str, Any]:
        key = key_of(uid)
        tasks = self.user.todo.tasks.values()
        return next(task for task in tasks if task["linkedResources"][0]["externalId"] == key)


class OutlookCalendarWorld:
    def __init__(self, user: User, path: Path) -> None:
        self.user = user
        settings = OutlookCalendar(connector="outlook_calendar", **settings_of(user))
        self.agenda: OutlookAgenda = open_calendar(settings, context_of(user, path))
        self.agenda.graph.sleep = lambda _seconds: None

    def close(self) -> None:
        self.agenda.close()
        assert self.user.violations == []

    def put(self, name: str, raw: bytes) -> None:
        if b"BEGIN:VTODO" in raw:
            tasks = open_tasks(
                OutlookCalendar(connector="outlook_calendar", **settings_of(self.user)),
                context_of(self.user, Path("/nonexistent")),
            )
            tasks.close()
            day = {"dateTime": "2026-03-13T00:00:00", "timeZone": "UTC"}
            self.user.calendar.calendars["ours"] = {"id": "ours", "name": "Prometido", "canEdit": True}
            self.user.calendar.put("ours", {"id": name, "start": day, "end": day})
            return
        for event in instances_of(name, raw):
            self.user.calendar.put(DEFAULT, event)

    def remove(self, name: str) -> None:
        self.user.calendar.remove(name)


def instances_of(name: str, raw: bytes) -> Iterator[dict[str, Any]]:
    """Give an event as a calendar view's delta does: of a series, what all have in common, and bare occurrences."""
    calendar = icalendar.Calendar.from_ical(raw)
    whole = datetime(2020, 1, 1, tzinfo=UTC)
    is_series = "RRULE" in calendar.walk("VEVENT")[0]
    found = recurring_ical_events.of(calendar).between(whole, whole + timedelta(days=4000))
    if is_series:
        yield {**_event(name, found[0]), "type": "seriesMaster"}
    for one in found:
        event = _event(name, one)
        if is_series:
            first = one["DTSTART"].dt
            bare = {"id": f"{name}_{first:%Y%m%dT%H%M%SZ}", "type": "occurrence", "seriesMasterId": name}
            yield {**bare, "start": event["start"], "end": event["end"]}
        else:
            yield {**event, "type": "singleInstance"}


def _event(name: str, one: Any) -> dict[str, Any]:
    people = one.get("ATTENDEE", [])
    organizer = one.get("ORGANIZER")
    start = one["DTSTART"].dt
    return {
        "id": name,
        "subject": str(one["SUMMARY"]),
        "isCancelled": str(one.get("STATUS", "")) == "CANCELLED",
        "isAllDay": not isinstance(start, datetime),
        "start": _when(start),
        "end": _when(one["DTEND"].dt),
        **({"organizer": _person(organizer)} if organizer else {}),
        "attendees": [
            {
                **_person(person),
                "type": "required",
                "status": {"response": RESPONSES[str(person.params.get("PARTSTAT"))]},
            }
            for person in (people if isinstance(people, list) else [people])
        ],
    }


RESPONSES = {"None": "none", "ACCEPTED": "accepted", "DECLINED": "declined"}


def _person(person: Any) -> dict[str, Any]:
    return {"emailAddress": {"address": str(person).partition(":")[2], "name": str(person.params.get("CN", ""))}}


def _when(moment: date) -> dict[str, str]:
    if not isinstance(moment, datetime):
        return {"dateTime": f"{moment.isoformat()}T00:00:00", "timeZone": "UTC"}
    zone = str(moment.tzinfo)
    return {"dateTime": f"{moment:%Y-%m-%dT%H:%M:%S}", "timeZone": zone}


def opened(make: Callable[[User, Path], Any], manner: Manner = PLAIN) -> Any:
    return partial(world_of, user=lambda: graph.front().new_user(manner), make=make)


MAIL = {
    "outlook": opened(partial(OutlookWorld, keeps_ids=True)),
    "outlook-generous": opened(partial(OutlookWorld, keeps_ids=True), GENEROUS),
    "outlook-sparse": opened(partial(OutlookWorld, keeps_ids=True), SPARSE),
    "outlook-edited-elsewhere": opened(partial(OutlookWorld, keeps_ids=False)),
}
TASKS = {
    "outlook-calendar": opened(EventTaskWorld),
    "outlook-calendar-generous": opened(EventTaskWorld, GENEROUS),
    "outlook-calendar-sparse": opened(EventTaskWorld, SPARSE),
    "microsoft-todo": opened(ToDoWorld),
    "microsoft-todo-generous": opened(ToDoWorld, GENEROUS),
    "microsoft-todo-sparse": opened(ToDoWorld, SPARSE),
}
CALENDARS = {
    "outlook-calendar": opened(OutlookCalendarWorld),
    "outlook-calendar-generous": opened(OutlookCalendarWorld, GENEROUS),
    "outlook-calendar-sparse": opened(OutlookCalendarWorld, SPARSE),
}
