"""The twins in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.memory import MemoryCalendar, MemoryMailbox, MemoryTasks
from connectors.protocols import FolderRole
from tests.contract.worlds.raw import message_id_of
from tests.contract.worlds.todos import due_of, notes_of, summary_of, with_property


class MemoryMailWorld:
    takes_marks = True

    def __init__(self) -> None:
        self.mailbox = MemoryMailbox()

    def reopen(self) -> MemoryMailbox:
        return self.mailbox

    def deliver(self, raw: bytes, role: FolderRole) -> None:
        self.mailbox.deliver(raw, role)

    def open_message(self, message_id: str) -> None:
        assert self._ref(message_id) in self.mailbox.messages

    def remove_message(self, message_id: str) -> None:
        del self.mailbox.messages[self._ref(message_id)]

    def lose_everything(self) -> None:
        self.mailbox.empty()

    def drafts(self) -> list[bytes]:
        return [stored.raw for stored in self.mailbox.drafts.values()]

    def replace_draft(self, message_id: str, raw: bytes) -> None:
        self.mailbox.edit(self._draft(message_id), raw)

    def discard_draft(self, message_id: str) -> None:
        self.mailbox.discard(self._draft(message_id))

    def delayed(self) -> list[str]:
        return [message_id_of(stored.raw) for stored in self.mailbox.messages.values() if stored.delayed]

    def _ref(self, message_id: str) -> str:
        return next(ref for ref, stored in self.mailbox.messages.items() if message_id_of(stored.raw) == message_id)

    def _draft(self, message_id: str) -> str:
        return next(ref for ref, stored in self.mailbox.drafts.items() if message_id_of(stored.raw) == message_id)


class MemoryTaskWorld:
    def __init__(self) -> None:
        self.tasks = MemoryTasks()

    def reopen(self) -> MemoryTasks:
        return self.tasks

    def summaries(self) -> list[str]:
        return [summary_of(raw) for raw in self.tasks.tasks.values()]

    def due(self, uid: str) -> str:
        return due_of(self.tasks.tasks[uid])

    def notes(self, uid: str) -> str:
        return notes_of(self.tasks.tasks[uid])

    def tick(self, uid: str) -> None:
        self.tasks.tasks[uid] = with_property(self.tasks.tasks[uid], "STATUS", "COMPLETED")

    def rename(self, uid: str, summary: str) -> None:
        self.tasks.tasks[uid] = with_property(self.tasks.tasks[uid], "SUMMARY", summary)

    def annotate(self, uid: str, notes: str) -> None:
        self.tasks.tasks[uid] = with_property(self.tasks.tasks[uid], "DESCRIPTION", notes)

    def remove(self, uid: str) -> None:
        del self.tasks.tasks[uid]


class MemoryCalendarWorld:
    def __init__(self) -> None:
        self.agenda = MemoryCalendar(zone=ZoneInfo("Europe/Madrid"))

    def put(self, name: str, raw: bytes) -> None:
        self.agenda.put(name, raw)

    def remove(self, name: str) -> None:
        self.agenda.remove(name)


@contextmanager
def mail_world(path: Path) -> Iterator[MemoryMailWorld]:
    yield MemoryMailWorld()


@contextmanager
def task_world(path: Path) -> Iterator[MemoryTaskWorld]:
    yield MemoryTaskWorld()


@contextmanager
def calendar_world(path: Path) -> Iterator[MemoryCalendarWorld]:
    yield MemoryCalendarWorld()


MAIL = {"memory": mail_world}
TASKS = {"memory": task_world}
CALENDARS = {"memory": calendar_world}
