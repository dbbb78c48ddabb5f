"""A user of Microsoft's on this machine, with the connectors to all of it, and what is read through them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from config.accounts import MicrosoftToDo, OutlookCalendar
from config.accounts import Outlook as OutlookSettings
from connectors import microsoft_todo, outlook, outlook_calendar
from connectors.microsoft_todo import MicrosoftTaskList
from connectors.outlook import Outlook
from connectors.outlook_calendar import OutlookAgenda, OutlookEventTasks
from connectors.protocols import MailBatch
from rules.facts import Address
from tests.contract.letters import NOW, SINCE, a_letter
from tests.contract.worlds.microsoft import settings_of
from tests.contract.worlds.online import context_of
from tests.servers import graph
from tests.servers.breaking import Fault
from tests.servers.graph import User

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

    def drafts(self) -> int:
        return len(self.user.mail.held("drafts"))

    def tasks(self, kind: str) -> int:
        """Count the tasks in our calendar, or in the list."""
        return len(self.user.todo.tasks if kind == "task_list" else self.user.calendar.of("Prometido"))

    def calendars(self) -> int:
        """Count the calendars of our own."""
        return [one["name"] for one in self.user.calendar.calendars.values()].count("Prometido")

    def breaks(self, matches: str, **how: Any) -> None:
        self.user.faults.append(Fault(matches, **how))

    def _opened(self, connector: Any) -> Any:
        connector.graph.sleep = self.waited.append
        self._closing.callback(connector.close)
        return connector


@contextmanager
def an_account(path: Path) -> Iterator[Account]:
    account = Account(path)
    yield account
    account.close()
    assert account.user.violations == []
    assert account.user.most <= 4


def read(mailbox: Outlook, cursor: str | None = None) -> list[MailBatch]:
    return list(mailbox.read(cursor, since=SINCE))
