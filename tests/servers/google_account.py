"""A user of Google's on this machine, with the connectors to all of it, and what is read through them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from config.accounts import Gmail as GmailSettings
from config.accounts import GoogleCalendar, GoogleTasks
from connectors import gmail, google_calendar, google_tasks
from connectors.gmail import Gmail
from connectors.google_calendar import GoogleAgenda, GoogleEventTasks
from connectors.google_tasks import GoogleTaskList
from connectors.protocols import MailBatch
from tests.contract.letters import NOW, SINCE, a_letter
from tests.contract.worlds.online import context_of
from tests.servers import google
from tests.servers.breaking import Fault
from tests.servers.google import User


class Account:
    """A user's three connectors; how long they would have waited is counted, not waited."""

    def __init__(self, path: Path) -> None:
        self.user: User = google.front().new_user()
        self.waited: list[float] = []
        self._context = context_of(self.user, path)
        self._closing = ExitStack()

    def close(self) -> None:
        self._closing.close()

    def mailbox(self, *, labels: bool = False) -> Gmail:
        settings = GmailSettings(connector="gmail", credential="google", endpoint=self.user.root, labels=labels)
        return self._opened(gmail.open_mail(settings, self._context))

    def agenda(self) -> GoogleAgenda:
        settings = GoogleCalendar(connector="google_calendar", credential="google", endpoint=self.user.root)
        return self._opened(google_calendar.open_calendar(settings, self._context))

    def event_tasks(self) -> GoogleEventTasks:
        settings = GoogleCalendar(connector="google_calendar", credential="google", endpoint=self.user.root)
        return self._opened(google_calendar.open_tasks(settings, self._context))

    def task_list(self) -> GoogleTaskList:
        settings = GoogleTasks(connector="google_tasks", credential="google", endpoint=self.user.root)
        return self._opened(google_tasks.open_tasks(settings, self._context))

    def deliver(self, count: int, *, first: int = 0, thread: str = "") -> None:
        for number in range(first, first + count):
            raw = a_letter(f"m{number}@cliente.example", when=NOW - timedelta(hours=number % 1000))
            body = {"raw": google.encoded(raw), "labelIds": ["INBOX"], **({"threadId": thread} if thread else {})}
            assert self.user.ask("POST", "messages", body=body).status_code == 200

    def drafts(self) -> int:
        return len(self.user.all_drafts())

    def tasks(self, kind: str) -> int:
        """Count the tasks in our calendar, or in the list."""
        if kind == "task_list":
            return len(self.user.tasks.tasks)
        theirs = {"primary", "team"}
        return sum(len(events) for name, events in self.user.calendar.events.items() if name not in theirs)

    def calendars(self) -> int:
        """Count the calendars of our own."""
        return len(self.user.calendar.calendars.keys() - {"primary", "team"})

    def breaks(self, matches: str, **how: Any) -> None:
        self.user.faults.append(Fault(matches, **how))

    def _opened(self, connector: Any) -> Any:
        connector.service.pace.sleep = self.waited.append
        self._closing.callback(connector.close)
        return connector


@contextmanager
def an_account(path: Path) -> Iterator[Account]:
    account = Account(path)
    yield account
    account.close()
    assert account.user.violations == []


def read(mailbox: Gmail, cursor: str | None = None) -> list[MailBatch]:
    return list(mailbox.read(cursor, since=SINCE))
