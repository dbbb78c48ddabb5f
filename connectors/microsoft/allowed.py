"""The only requests that may leave for Microsoft Graph. Nothing here sends mail, and nothing here changes a setting.

The permissions asked for do not allow sending to begin with (:mod:`connectors.microsoft.scopes`). This is the second
lock: each request is compared with this list, by method, path and body, before anything is written to a socket; and
what changes the content of a message, or removes something, leaves only for what has been seen to be ours. What is not
on the list is a fault of the program, and is not sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.web.permits import NotAllowedError, Permit

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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
    Permit.of("GET", "mailFolders(/ID(/childFolders|/messages|/messages/delta)?)?"),
    Permit.of("GET", "messages(/ID(/attachments)?)?"),
    Permit.of("POST", "messages", _is_draft),
    Permit.of("POST", "messages/ID/createReply(All)?", _is_reply),
    Permit.of("PATCH", "messages/ID", _is_mark),
    Permit.of("PATCH", "messages/OURS", _is_draft),
    Permit.of("DELETE", "messages/OURS"),
)
CALENDAR = (
    Permit.of("GET", "calendar|calendars|events/ID|(calendars/ID/)?calendarView/delta"),
    Permit.of("GET", "calendars/OURS/events(/ID)?"),
    Permit.of("POST", "calendars", _is_calendar),
    Permit.of("POST", "calendars/OURS/events", _is_entry),
    Permit.of("PATCH", "calendars/OURS/events/ID", _is_entry),
    Permit.of("DELETE", "calendars/OURS/events/ID"),
)
TASKS = (
    Permit.of("GET", "todo/lists(/ID(/tasks(/ID)?)?)?"),
    Permit.of("POST", "todo/lists/ID/tasks", _is_task),
    Permit.of("PATCH", "todo/lists/ID/tasks/OURS", _is_task),
    Permit.of("DELETE", "todo/lists/ID/tasks/OURS"),
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
    if inside == path or not any(permit.covers(method, inside, body, ours) for permit in permits):
        raise NotAllowedError(f"{method} {inside.partition('?')[0]} is not among what Prometido may do at Microsoft")


def _only_reads(part: Mapping[str, Any]) -> bool:
    return part.get("method") == "GET" and part.keys() == {"id", "method", "url", "headers"}
