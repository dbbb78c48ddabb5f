"""The only requests that may leave for Google. Nothing here sends mail, and nothing here changes a setting.

Every permission Google gives for leaving drafts also allows sending them, so that the promise never to send is kept
here: each request is compared with this list, by method, path and body, before anything is written to a socket. What
is not on it is a fault of the program, and is not sent.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from connectors.web.permits import NotAllowedError, Permit

if TYPE_CHECKING:
    from collections.abc import Sequence

PART = re.compile(r"^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+) HTTP/1\.1\r?$", re.MULTILINE)
"""The request line of a part of a batch."""
SYSTEM_LABEL = re.compile(r"[A-Z_]+")
"""Google's own labels; taking one away or giving one archives, deletes or marks a message."""


def _is_draft(body: Any) -> bool:
    """A message in a thread, and no word of sending it."""
    return (
        isinstance(body, dict)
        and body.keys() == {"message"}
        and isinstance(body["message"], dict)
        and "raw" in body["message"]
        and body["message"].keys() <= {"raw", "threadId"}
    )


def _is_label(body: Any) -> bool:
    return isinstance(body, dict) and body.keys() == {"name"}


def _is_labelling(body: Any) -> bool:
    """One label its user could have made himself is given or taken, and nothing else."""
    if not isinstance(body, dict) or not body.keys() <= {"addLabelIds", "removeLabelIds"}:
        return False
    labels = [*body.get("addLabelIds", []), *body.get("removeLabelIds", [])]
    return len(labels) == 1 and not SYSTEM_LABEL.fullmatch(str(labels[0]))


def _is_own_calendar(body: Any) -> bool:
    return isinstance(body, dict) and body.keys() == {"summary", "description", "timeZone"}


def _is_own_event(body: Any) -> bool:
    """An entry that invites nobody and asks nobody to be told."""
    said = {"id", "summary", "description", "start", "end", "status", "transparency", "extendedProperties"}
    return isinstance(body, dict) and bool(body) and body.keys() <= said


def _is_task(body: Any) -> bool:
    return isinstance(body, dict) and bool(body) and body.keys() <= {"title", "notes", "due", "status", "completed"}


MAIL = "gmail/v1/users/me/"
GMAIL = (
    Permit.of("GET", f"{MAIL}(profile|messages|messages/ID|history|drafts|drafts/ID|labels|settings/sendAs)"),
    Permit.of("POST", f"{MAIL}drafts", _is_draft),
    Permit.of("DELETE", f"{MAIL}drafts/ID"),
    Permit.of("POST", f"{MAIL}labels", _is_label),
    Permit.of("POST", f"{MAIL}messages/ID/modify", _is_labelling),
)
AGENDA = "calendar/v3/"
CALENDAR = (
    Permit.of("GET", f"{AGENDA}(users/me/calendarList|calendars/ID/events|calendars/ID/events/ID)"),
    Permit.of("POST", f"{AGENDA}calendars", _is_own_calendar),
    Permit.of("POST", f"{AGENDA}calendars/ID/events", _is_own_event),
    Permit.of("PUT", f"{AGENDA}calendars/ID/events/ID", _is_own_event),
    Permit.of("PATCH", f"{AGENDA}calendars/ID/events/ID", _is_own_event),
    Permit.of("DELETE", f"{AGENDA}calendars/ID/events/ID"),
)
LISTS = "tasks/v1/"
TASKS = (
    Permit.of("GET", f"{LISTS}(users/@me/lists|lists/ID/tasks|lists/ID/tasks/ID)"),
    Permit.of("POST", f"{LISTS}lists/ID/tasks", _is_task),
    Permit.of("PATCH", f"{LISTS}lists/ID/tasks/ID", _is_task),
    Permit.of("DELETE", f"{LISTS}lists/ID/tasks/ID"),
)
PERMITS = {"gmail": GMAIL, "calendar": CALENDAR, "tasks": TASKS}
FOREIGN = frozenset({"primary", "me"})
"""Calendars that are never written to, whatever the permission would allow."""


def check(permits: Sequence[Permit], root: str, method: str, uri: str, body: str) -> None:
    """Refuse a request that is not one of ``permits``. Raises NotAllowedError, without the query or the body.

    A batch (``root`` + ``batch``) may only read: it is taken apart, and each part is looked at.
    """
    path = _path(root, uri)
    if method == "POST" and path == "batch":
        parts = PART.findall(body)
        if not parts or len(parts) != body.count("HTTP/1.1") or any(part != "GET" for part, _ in parts):
            raise NotAllowedError("a batch that does more than read")
        for inner, target in parts:
            check(permits, urlsplit(root).path or "/", inner, target, "")
        return
    said = _read(body)
    if not any(permit.covers(method, path, said) for permit in permits):
        raise NotAllowedError(f"{method} {path} is not among what Prometido may do at Google")
    query = parse_qs(urlsplit(uri).query)
    if query.get("sendUpdates", ["none"]) != ["none"] or "sendNotifications" in query:
        raise NotAllowedError(f"{method} {path} would have Google write to people")
    if method != "GET" and path.startswith(f"{AGENDA}calendars/") and path.split("/")[3] in FOREIGN:
        raise NotAllowedError(f"{method} {path} would change a calendar that is not ours")


def _read(body: str) -> Any:
    """Read what a body says; None for an empty one. Raises NotAllowedError for one that cannot be looked into."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        raise NotAllowedError("a request whose body is no JSON") from None


def _path(root: str, uri: str) -> str:
    """Give what stands after the root. Raises NotAllowedError for another server."""
    if not uri.startswith(root):
        raise NotAllowedError("a request to a server that was not configured")
    return uri[len(root) :].partition("?")[0]
