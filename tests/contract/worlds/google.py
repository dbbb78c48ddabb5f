"""Gmail, Google Calendar and Google Tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events

from config.accounts import Gmail as GmailSettings
from config.accounts import GoogleCalendar, GoogleTasks
from connectors.gmail import Gmail, open_mail
from connectors.google.service import Service
from connectors.google_calendar import GoogleAgenda, GoogleEventTasks, open_calendar
from connectors.google_calendar import open_tasks as open_event_tasks
from connectors.google_tasks import GoogleTaskList, open_tasks
from connectors.protocols import FolderRole
from tests.contract.worlds.base import UndeliverableError
from tests.contract.worlds.online import Opened, context_of, key_of, world_of
from tests.contract.worlds.raw import message_id_of
from tests.servers import google
from tests.servers.google import User

LABELS = {FolderRole.INBOX: ["INBOX", "UNREAD"], FolderRole.SENT: ["SENT"]}


def at_once(service: Service) -> None:
    """Have a connector wait for nothing."""
    service.pace.sleep = lambda _seconds: None


class GmailWorld:
    takes_marks = True

    def __init__(self, user: User, path: Path, *, keeps_ids: bool) -> None:
        self.user = user
        self._keeps_ids = keeps_ids
        self._context = context_of(user, path)
        self._opened: list[Gmail] = []
        self.mailbox = self.reopen()

    def close(self) -> None:
        for mailbox in self._opened:
            mailbox.close()
        assert self.user.violations == []

    def reopen(self) -> Gmail:
        settings = GmailSettings(connector="gmail", credential="google", endpoint=self.user.root, labels=True)
        self.mailbox = open_mail(settings, self._context)
        at_once(self.mailbox.service)
        self._opened.append(self.mailbox)
        return self.mailbox

    def deliver(self, raw: bytes, role: FolderRole) -> None:
        body = {"raw": google.encoded(raw), "labelIds": LABELS[role]}
        if self.user.ask("POST", "messages", body=body).status_code != 200:
            raise UndeliverableError

    def open_message(self, message_id: str) -> None:
        self.user.ask("POST", f"messages/{self._id(message_id)}/modify", body={"removeLabelIds": ["UNREAD"]})

    def remove_message(self, message_id: str) -> None:
        self.user.ask("DELETE", f"messages/{self._id(message_id)}")

    def lose_everything(self) -> None:
        for message in self.user.all_messages():
            self.user.ask("DELETE", f"messages/{message['id']}")

    def drafts(self) -> list[bytes]:
        return [raw for _, raw in self.user.all_drafts()]

    def replace_draft(self, message_id: str, raw: bytes) -> None:
        draft = self._draft(message_id)
        if self._keeps_ids:
            self.user.edit_draft(draft, raw)
        else:
            self.user.ask("POST", "drafts", body={"message": {"raw": google.encoded(raw)}})
            self.user.ask("DELETE", f"drafts/{draft}")

    def discard_draft(self, message_id: str) -> None:
        self.user.ask("DELETE", f"drafts/{self._draft(message_id)}")

    def delayed(self) -> list[str]:
        labels = self.user.ask("GET", "labels").json()["labels"]
        ours = [label["id"] for label in labels if label["name"] == "Prometido/Retrasados"]
        return [message_id_of(message["bytes"]) for message in self.user.all_messages(*ours)] if ours else []

    def _id(self, message_id: str) -> str:
        messages = self.user.all_messages()
        return next(str(message["id"]) for message in messages if message_id_of(message["bytes"]) == message_id)

    def _draft(self, message_id: str) -> str:
        return next(draft for draft, raw in self.user.all_drafts() if message_id_of(raw) == message_id)


class EventTaskWorld(Opened[User, GoogleEventTasks]):
    def open(self) -> GoogleEventTasks:
        settings = GoogleCalendar(connector="google_calendar", credential="google", endpoint=self.user.root)
        tasks = open_event_tasks(settings, self.context)
        at_once(tasks.service)
        return tasks

    def summaries(self) -> list[str]:
        return [event["summary"] for event in self._all()]

    def due(self, uid: str) -> str:
        return str(self._one(uid)["start"]["date"])

    def notes(self, uid: str) -> str:
        return str(self._one(uid)["description"])

    def tick(self, uid: str) -> None:
        self._write(uid, summary=f"✓ {self._one(uid)['summary']}")

    def rename(self, uid: str, summary: str) -> None:
        self._write(uid, summary=summary)

    def annotate(self, uid: str, notes: str) -> None:
        self._write(uid, description=notes)

    def remove(self, uid: str) -> None:
        self.user.calendar.remove(self._calendar(), self._one(uid)["id"])

    def _calendar(self) -> str:
        return next(name for name in self.user.calendar.events if name not in {"primary", "team"})

    def _all(self) -> list[dict[str, Any]]:
        return [
            event for event in self.user.calendar.events[self._calendar()].values() if event["status"] != "cancelled"
        ]

    def _one(self, uid: str) -> dict[str, Any]:
        key = key_of(uid)
        return next(event for event in self._all() if event["extendedProperties"]["private"]["prometido"] == key)

    def _write(self, uid: str, **said: Any) -> None:
        self.user.calendar.put(self._calendar(), {**self._one(uid), **said})


class GoogleTaskWorld(Opened[User, GoogleTaskList]):
    def __init__(self, user: User, path: Path) -> None:
        self._ids: dict[str, str] = {}
        super().__init__(user, path)

    def open(self) -> GoogleTaskList:
        settings = GoogleTasks(connector="google_tasks", credential="google", endpoint=self.user.root)
        tasks = open_tasks(settings, self.context)
        at_once(tasks.service)
        return tasks

    def summaries(self) -> list[str]:
        return [task["title"] for task in self._all()]

    def due(self, uid: str) -> str:
        return str(self._one(uid)["due"])[:10]

    def notes(self, uid: str) -> str:
        return str(self._one(uid)["notes"])

    def tick(self, uid: str) -> None:
        self._write(uid, status="completed", hidden=True, completed="2026-03-12T10:00:00.000Z")

    def rename(self, uid: str, summary: str) -> None:
        self._write(uid, title=summary)

    def annotate(self, uid: str, notes: str) -> None:
        self._write(uid, notes=notes)

    def remove(self, uid: str) -> None:
        self._write(uid, deleted=True)

    def _all(self) -> list[dict[str, Any]]:
        return [task for task in self.user.tasks.tasks.values() if not task.get("deleted")]

    def _one(self, uid: str) -> dict[str, Any]:
        key = key_of(uid)
        for task in self._all():
            if f"prometido: {key} " in task.get("notes", ""):
                self._ids[uid] = task["id"]
        return self.user.tasks.tasks[self._ids[uid]]

    def _write(self, uid: str, **said: Any) -> None:
        self.user.tasks.put({**self._one(uid), **said})


class GoogleCalendarWorld:
    def __init__(self, user: User, path: Path) -> None:
        self.user = user
        settings = GoogleCalendar(connector="google_calendar", credential="google", endpoint=user.root)
        self.agenda: GoogleAgenda = open_calendar(settings, context_of(user, path))
        at_once(self.agenda.service)

    def close(self) -> None:
        self.agenda.close()
        assert self.user.violations == []

    def put(self, name: str, raw: bytes) -> None:
        if b"BEGIN:VTODO" in raw:
            private = {"private": {"prometido": "c1a2b3/task"}}
            day = {"date": "2026-03-13"}
            self.user.calendar.put("primary", {"id": name, "start": day, "end": day, "extendedProperties": private})
            return
        for event in instances_of(name, raw):
            self.user.calendar.put("primary", event)

    def remove(self, name: str) -> None:
        self.user.calendar.remove("primary", name)


def instances_of(name: str, raw: bytes) -> Iterator[dict[str, Any]]:
    """Give an event as Google does with ``singleEvents``."""
    calendar = icalendar.Calendar.from_ical(raw)
    whole = datetime(2020, 1, 1, tzinfo=UTC)
    for one in recurring_ical_events.of(calendar).between(whole, whole + timedelta(days=4000)):
        people = one.get("ATTENDEE", [])
        start = one["DTSTART"].dt
        organizer = one.get("ORGANIZER")
        yield {
            "id": f"{name}_{start:%Y%m%dT%H%M%SZ}" if "RRULE" in calendar.walk("VEVENT")[0] else name,
            "summary": str(one["SUMMARY"]),
            "status": str(one.get("STATUS", "CONFIRMED")).lower(),
            "start": _when(start),
            "end": _when(one["DTEND"].dt),
            **({"organizer": _person(organizer)} if organizer else {}),
            "attendees": [
                {**_person(person), "responseStatus": str(person.params.get("PARTSTAT", "needsAction")).lower()}
                for person in (people if isinstance(people, list) else [people])
            ],
        }


def _person(person: Any) -> dict[str, str]:
    return {"email": str(person).partition(":")[2], "displayName": str(person.params.get("CN", ""))}


def _when(moment: date) -> dict[str, str]:
    return {"dateTime": moment.isoformat()} if isinstance(moment, datetime) else {"date": moment.isoformat()}


opened = partial(world_of, user=lambda: google.front().new_user())
MAIL = {
    "gmail": partial(opened, make=partial(GmailWorld, keeps_ids=True)),
    "gmail-edited-elsewhere": partial(opened, make=partial(GmailWorld, keeps_ids=False)),
}
TASKS = {
    "google-calendar": partial(opened, make=EventTaskWorld),
    "google-tasks": partial(opened, make=GoogleTaskWorld),
}
CALENDARS = {"google-calendar": partial(opened, make=GoogleCalendarWorld)}
