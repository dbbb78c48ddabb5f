"""The only requests that may leave for Microsoft Graph. Nothing here sends mail, and nothing here changes a setting.

The permissions asked for do not allow sending to begin with (:mod:`connectors.microsoft.scopes`). This is the second
lock: each request is compared with this list, by method, path and body, before anything is written to a socket; and
what changes the content of a message, or removes something, leaves only for what has been seen to be ours. What is not
on the list is a fault of the program, and is not sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

ID = r"[^/?#]+"
OURS = r"(?P<ours>[^/?#]+)"


class NotAllowedError(AssertionError):
    """A request that must never leave; the program is at fault."""


@dataclass(frozen=True, slots=True)
class Permit:
    """One kind of request that may leave. A path with ``OURS`` in it holds only for an id that is known to be ours."""

    method: str
    path: re.Pattern[str]
    suits: Callable[[Any], bool] | None = None
    """What its body must be like; without it there must be no body."""

    def covers(self, method: str, path: str, body: Any, ours: Collection[str]) -> bool:
        """Whether a request is of this kind."""
        found = self.path.fullmatch(path)
        if method != self.method or found is None:
            return False
        if "ours" in found.groupdict() and unquote(found["ours"]) not in ours:
            return False
        return body is None if self.suits is None else self.suits(body)


def _permit(method: str, path: str, suits: Callable[[Any], bool] | None = None) -> Permit:
    return Permit(method, re.compile(path.replace("OURS", OURS).replace("ID", ID)), suits)


SAID = frozenset(
    {
        "subject",
        "body",
        "toRecipients",
        "ccRecipients",
        "internetMessageId",
        "internetMessageHeaders",
        "singleValueExtendedProperties",
    }
)
"""What a draft of ours says."""


def _is_draft(body: Any) -> bool:
    return isinstance(body, dict) and bool(body) and body.keys() <= SAID


def _is_reply(body: Any) -> bool:
    """An answer whose people are named, so that it is to nobody else."""
    return (
        isinstance(body, dict)
        and body.keys() == {"message"}
        and _is_draft(body["message"])
        and {"toRecipients", "ccRecipients"} <= body["message"].keys()
    )


def _is_mark(body: Any) -> bool:
    """A message is left unread, or is given categories; nothing else about it changes."""
    return body == {"isRead": False} or (isinstance(body, dict) and body.keys() == {"categories"})


def _is_calendar(body: Any) -> bool:
    return isinstance(body, dict) and body.keys() == {"name"}


def _is_entry(body: Any) -> bool:
    """An entry that invites nobody."""
    said = {"subject", "body", "start", "end", "isAllDay", "showAs", "isReminderOn", "categories", "transactionId"}
    return isinstance(body, dict) and bool(body) and body.keys() <= said | {"singleValueExtendedProperties"}


def _is_task(body: Any) -> bool:
    said = {"title", "body", "dueDateTime", "categories", "status", "linkedResources"}
    return isinstance(body, dict) and bool(body) and body.keys() <= said


MAIL = (
    _permit("GET", "mailFolders(/ID(/childFolders|/messages|/messages/delta)?)?"),
    _permit("GET", "messages(/ID(/attachments)?)?"),
    _permit("POST", "messages", _is_draft),
    _permit("POST", "messages/ID/createReply(All)?", _is_reply),
    _permit("PATCH", "messages/ID", _is_mark),
    _permit("PATCH", "messages/OURS", _is_draft),
    _permit("DELETE", "messages/OURS"),
)
CALENDAR = (
    _permit("GET", "calendar|calendars|events/ID|(calendars/ID/)?calendarView/delta"),
    _permit("GET", "calendars/OURS/events(/ID)?"),
    _permit("POST", "calendars", _is_calendar),
    _permit("POST", "calendars/OURS/events", _is_entry),
    _permit("PATCH", "calendars/OURS/events/ID", _is_entry),
    _permit("DELETE", "calendars/OURS/events/ID"),
)
TASKS = (
    _permit("GET", "todo/lists(/ID(/tasks(/ID)?)?)?"),
    _permit("POST", "todo/lists/ID/tasks", _is_task),
    _permit("PATCH", "todo/lists/ID/tasks/OURS", _is_task),
    _permit("DELETE", "todo/lists/ID/tasks/OURS"),
)


def check(permits: Sequence[Permit], home: str, method: str, path: str, body: Any, ours: Collection[str]) -> None:
    """Refuse a request that is not one of ``permits``. Raises NotAllowedError, without the query or the body.

    ``path`` is relative to the root of the interface, ``home`` the mailbox one works in (``me`` or ``users/…``). A
    batch may only read: it is taken apart, and each part is looked at.
    """
    if (method, path) == ("POST", "$batch"):
        parts = body.get("requests") if isinstance(body, dict) and body.keys() == {"requests"} else None
        if not parts or not all(_only_reads(part) for part in parts):
            raise NotAllowedError("a batch that does more than read")
        for part in parts:
            check(permits, home, "GET", str(part["url"]).removeprefix("/").partition("?")[0], None, ours)
        return
    inside = path.removeprefix(f"{home}/")
    if inside == path or ".." in path or not any(permit.covers(method, inside, body, ours) for permit in permits):
        raise NotAllowedError(f"{method} {inside.partition('?')[0]} is not among what Prometido may do at Microsoft")


def _only_reads(part: Mapping[str, Any]) -> bool:
    return part.get("method") == "GET" and part.keys() == {"id", "method", "url", "headers"}
