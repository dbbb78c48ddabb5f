"""The only requests that may leave for Google. Nothing here sends mail, and nothing here changes a setting.

Every permission Google gives for leaving drafts also allows sending them, so that the promise never to send is kept
here: each request is compared with this list, by method, path and body, before anything is written to a socket. What
is not on it is a fault of the program, and is not sent.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ID = r"[^/?#]+"
PART = re.compile(r"^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+) HTTP/1\.1\r?$", re.MULTILINE)
"""The request line of a part of a batch."""
SYSTEM_LABEL = re.compile(r"[A-Z_]+")
"""Google's own labels; taking one away or giving one archives, deletes or marks a message."""


class NotAllowedError(AssertionError):
    """A request that must never leave; the program is at fault."""


@dataclass(frozen=True, slots=True)
class Permit:
    """One kind of request that may leave."""

    method: str
    path: re.Pattern[str]
    suits: Callable[[Any], bool] | None = None
    """What its body must be like; without it there must be no body."""

    def covers(self, method: str, path: str, body: str) -> bool:
        """Whether a request is of this kind."""
        if method != self.method or not self.path.fullmatch(path):
            return False
        if self.suits is None:
            return not body
        try:
            return self.suits(json.loads(body))
        except ValueError:
            return False


def _permit(method: str, path: str, suits: Callable[[Any], bool] | None = None) -> Permit:
    return Permit(method, re.compile(path.replace("ID", ID)), suits)


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
    _permit("GET", f"{MAIL}(profile|messages|messages/ID|history|drafts|drafts/ID|labels|settings/sendAs)"),
    _permit("POST", f"{MAIL}drafts", _is_draft),
    _permit("DELETE", f"{MAIL}drafts/ID"),
    _permit("POST", f"{MAIL}labels", _is_label),
    _permit("POST", f"{MAIL}messages/ID/modify", _is_labelling),
)
AGENDA = "calendar/v3/"
CALENDAR = (
    _permit("GET", f"{AGENDA}(users/me/calendarList|calendars/ID/events|calendars/ID/events/ID)"),
    _permit("POST", f"{AGENDA}calendars", _is_own_calendar),
    _permit("POST", f"{AGENDA}calendars/ID/events", _is_own_event),
    _permit("PUT", f"{AGENDA}calendars/ID/events/ID", _is_own_event),
    _permit("PATCH", f"{AGENDA}calendars/ID/events/ID", _is_own_event),
    _permit("DELETE", f"{AGENDA}calendars/ID/events/ID"),
)
LISTS = "tasks/v1/"
TASKS = (
    _permit("GET", f"{LISTS}(users/@me/lists|lists/ID/tasks|lists/ID/tasks/ID)"),
    _permit("POST", f"{LISTS}lists/ID/tasks", _is_task),
    _permit("PATCH", f"{LISTS}lists/ID/tasks/ID", _is_task),
    _permit("DELETE", f"{LISTS}lists/ID/tasks/ID"),
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
    if not any(permit.covers(method, path, body) for permit in permits):
        raise NotAllowedError(f"{method} {path} is not among what Prometido may do at Google")
    query = parse_qs(urlsplit(uri).query)
    if query.get("sendUpdates", ["none"]) != ["none"] or "sendNotifications" in query:
        raise NotAllowedError(f"{method} {path} would have Google write to people")
    if method != "GET" and path.startswith(f"{AGENDA}calendars/") and path.split("/")[3] in FOREIGN:
        raise NotAllowedError(f"{method} {path} would change a calendar that is not ours")


def _path(root: str, uri: str) -> str:
    """Give what stands after the root. Raises NotAllowedError for another server."""
    if not uri.startswith(root):
        raise NotAllowedError("a request to a server that was not configured")
    return uri[len(root) :].partition("?")[0]
