"""Which module serves which connector; each is imported when an account uses it, never before.

A connector is a module or package with one or more of ``open_mail``, ``open_calendar`` and ``open_tasks``; each takes
the connector's settings and a :class:`Context`, reads no secret and opens no connection yet. Provider libraries are
heavy (half a second and 40 MB for Google's alone), so a mailbox in Maildir must not pay for them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from config.credentials import CredentialError
from connectors.errors import SignInNeeded
from connectors.protocols import Archiver, CalendarSource, Checkable, Closable, DraftSink, MailSource, TaskSink

if TYPE_CHECKING:
    from config.accounts import Calendar as CalendarSettings
    from config.accounts import Mail as MailSettings
    from config.accounts import Tasks as TasksSettings

MODULES = {
    "maildir": "connectors.maildir",
    "ics": "connectors.ics",
    "imap": "connectors.imap",
    "caldav": "connectors.caldav",
    "gmail": "connectors.gmail",
    "google_calendar": "connectors.google_calendar",
    "google_tasks": "connectors.google_tasks",
    "outlook": "connectors.outlook",
    "outlook_calendar": "connectors.outlook_calendar",
    "microsoft_todo": "connectors.microsoft_todo",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a connector may know of the house it works in."""

    account: str
    """Name of the account: names the connector's own files in ``state``."""
    state: Path
    """The state folder (0700): rotating tokens and lists of what was read, 0600."""
    credential: Callable[[str], str]
    """Looks up a secret by the name the settings give it. Raises CredentialError; connectors ask :meth:`secret`."""
    zone: tzinfo = UTC
    """The configured zone: all-day and floating times in calendars are local to it."""
    keep: Callable[[str, str], None] = lambda _name, _token: None
    """Keeps a renewed token under the name of its credential."""

    def secret(self, name: str) -> str:
        """Look up a secret, without the line end editors add. Raises SignInNeeded where there is none."""
        try:
            return self.credential(name).strip("\r\n")
        except CredentialError as error:
            raise SignInNeeded(str(error)) from error


@runtime_checkable
class Mailbox(MailSource, DraftSink, Archiver, Checkable, Protocol):
    """Everything a mail connector can do."""


@runtime_checkable
class Agenda(CalendarSource, Checkable, Protocol):
    """Everything a calendar that is read can do."""


@runtime_checkable
class TaskList(TaskSink, Checkable, Protocol):
    """Everything a place for tasks can do."""


def open_mail(settings: MailSettings, context: Context) -> Mailbox:
    """Open the mailbox of an account."""
    return cast("Mailbox", _module(settings.connector).open_mail(settings, context))


def open_calendar(settings: CalendarSettings, context: Context) -> Agenda:
    """Open the calendar of an account."""
    return cast("Agenda", _module(settings.connector).open_calendar(settings, context))


def open_tasks(settings: TasksSettings, context: Context) -> TaskList:
    """Open the place for an account's tasks."""
    return cast("TaskList", _module(settings.connector).open_tasks(settings, context))


def close(connector: object) -> None:
    """Drop the connections of a connector that keeps any."""
    if isinstance(connector, Closable):
        connector.close()


def _module(connector: str) -> Any:
    """Import the module of a connector."""
    return importlib.import_module(MODULES[connector])
