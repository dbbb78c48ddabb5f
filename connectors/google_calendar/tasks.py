"""Tasks as all-day events in a calendar of our own, which its user can hide, share or delete as a whole.

The permission for it (``calendar.app.created``) reaches no other calendar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.errors import ConnectorError, Refused, Transient
from connectors.google.service import named_by
from connectors.google.trouble import ExistsError, GoneError
from connectors.google_calendar import entry
from connectors.protocols import Finding, Left, MarkState
from connectors.web.answers import ChangedError, NotThereError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime, tzinfo

    from connectors.google.service import Service
    from connectors.protocols import Task

NAME = "Prometido"
SIGN = "prometido: calendar of tasks"
"""Stands in the description of our calendar, whatever its user calls it."""
ATTEMPTS = 3
PAGE = 250
DOING = "the task cannot be left"
FIELDS = (
    "id,etag,status,summary,description,start,end,location,colorId,attendees(email),recurrence,"
    "attachments(fileUrl),extendedProperties/private"
)


class GoogleEventTasks:
    """See :class:`connectors.protocols.TaskSink`. A ref is the calendar and the event, which is made of the UID."""

    def __init__(self, service: Service, *, zone: tzinfo) -> None:
        """Leave tasks in the account a service is signed in to."""
        self.service = service
        self._zone = zone
        self._calendar = ""

    def create_task(self, task: Task) -> Left:
        """Leave the task; one that is there already is returned as it is. One that was withdrawn is put back.

        Raises:
            UnknownOutcome: it was sent and no answer came.
        """
        calendar = self._find_calendar() or self._make_calendar()
        events = self.service.api.events()
        body = entry.write(task)
        try:
            made = self.service.create(events.insert(calendarId=calendar, body=body, fields=FIELDS), DOING)
            named_by(made, DOING)
        except ExistsError:
            there = self._get(calendar, task.uid, cancelled=True)
            if there is not None and there.get("status") != "cancelled":
                return _left(calendar, there)
            request = events.update(calendarId=calendar, eventId=body["id"], body=body, fields=FIELDS)
            try:
                made = self.service.change(request, "the task cannot be put back")
            except (NotThereError, GoneError) as error:
                raise Refused("the task was deleted long ago, and Google keeps its place empty") from error
        except (NotThereError, GoneError):
            self._calendar = ""  # its user has deleted the calendar
            raise Transient("the calendar of tasks was deleted; it is made anew") from None
        return _left(calendar, made)

    def find_task(self, key: str, *, uid: str) -> Left | None:  # noqa: ARG002 - the UID is made from the key
        """Look for the task of this key."""
        calendar = self._find_calendar()
        there = self._get(calendar, uid) if calendar else None
        return _left(calendar, there) if there else None

    def task_states(self, tasks: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each, from one list of our whole calendar."""
        calendars = dict.fromkeys(_calendar_of(left) for _, left in tasks)
        there = {str(one["id"]): one for calendar in calendars for one in self._list(calendar)}
        found = [there.get(entry.id_of(uid)) for uid, _ in tasks]
        return [
            entry.state(one, left.fingerprint) if one else MarkState.GONE
            for one, (_, left) in zip(found, tasks, strict=True)
        ]

    def change_task(self, left: Left, task: Task) -> Left:
        """Give it a new day and text; see :func:`connectors.google_calendar.entry.changed`. Raises Refused if gone."""
        changed = self._rewrite(left, task.uid, lambda there: entry.changed(there, task))
        if changed is None:
            raise Refused("the task to change is gone from the calendar")
        return changed

    def complete_task(self, left: Left, *, uid: str, at: datetime) -> bool:  # noqa: ARG002 - events know no such time
        """Tick it; False if it is gone."""
        return self._rewrite(left, uid, lambda there: None if _is_done(there) else entry.completed(there)) is not None

    def withdraw_task(self, left: Left, *, uid: str) -> bool:
        """Remove it if nobody has touched it; what changes meanwhile is left alone (If-Match)."""
        calendar = _calendar_of(left)
        there = self._get(calendar, uid)
        if there is None:
            return True
        if entry.state(there, left.fingerprint) is not MarkState.UNTOUCHED:
            return False
        request = self.service.api.events().delete(calendarId=calendar, eventId=there["id"])
        try:
            self.service.change(_if_match(request, there), "the task cannot be withdrawn")
        except ChangedError:
            return False
        except (NotThereError, GoneError):
            pass
        return True

    def check(self) -> Sequence[Finding]:
        """Say where tasks are left."""
        try:
            calendar = self._find_calendar()
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        made = "is there" if calendar else "is made with the first task"
        return [Finding(ok=True, text=f"left as all-day events in a calendar of our own, {NAME}, which {made}")]

    def close(self) -> None:
        """Drop the connections."""
        self.service.close()

    def _rewrite(
        self, left: Left, uid: str, change: Callable[[Mapping[str, Any]], dict[str, Any] | None]
    ) -> Left | None:
        """Change an entry as it is now, whoever else changes it at the same time; None where it is gone."""
        calendar = _calendar_of(left)
        for _ in range(ATTEMPTS):
            there = self._get(calendar, uid)
            if there is None:
                return None
            body = change(there)
            if body is None:
                return _left(calendar, there)
            request = self.service.api.events().patch(
                calendarId=calendar, eventId=there["id"], body=body, fields=FIELDS
            )
            try:
                return _left(calendar, self.service.change(_if_match(request, there), "the task cannot be changed"))
            except ChangedError:
                continue
            except (NotThereError, GoneError):
                return None
        raise Transient("the task kept being changed while it was being written")

    def _get(self, calendar: str, uid: str, *, cancelled: bool = False) -> dict[str, Any] | None:
        """Read an entry; None where there is none, or it was deleted (Google keeps those, and their ids)."""
        request = self.service.api.events().get(calendarId=calendar, eventId=entry.id_of(uid), fields=FIELDS)
        try:
            there = self.service.read(request, "the task cannot be read")
        except (NotThereError, GoneError):
            return None
        return there if cancelled or there.get("status") != "cancelled" else None

    def _list(self, calendar: str) -> list[dict[str, Any]]:
        """List the entries of our calendar."""

        def ask(page: str | None) -> Any:
            return self.service.api.events().list(
                calendarId=calendar, maxResults=PAGE, pageToken=page, fields=f"nextPageToken,items({FIELDS})"
            )

        try:
            return list(self.service.entries(ask, "items", "the tasks cannot be read"))
        except (NotThereError, GoneError):
            return []

    def _find_calendar(self) -> str:
        """Find our calendar's id; empty where there is none."""
        if self._calendar:
            return self._calendar

        def ask(page: str | None) -> Any:
            return self.service.api.calendarList().list(
                maxResults=PAGE, pageToken=page, fields="nextPageToken,items(id,description,accessRole)"
            )

        there = self.service.entries(ask, "items", "the calendars cannot be read")
        ours = (one for one in there if SIGN in str(one.get("description")) and one.get("accessRole") == "owner")
        self._calendar = next((str(one["id"]) for one in ours), "")
        return self._calendar

    def _make_calendar(self) -> str:
        """Make our calendar, once: one whose reply is lost is found in the list the next time."""
        body = {"summary": NAME, "description": SIGN, "timeZone": getattr(self._zone, "key", "UTC")}
        request = self.service.api.calendars().insert(body=body, fields="id")
        doing = "the calendar of tasks cannot be made"
        self._calendar = named_by(self.service.create(request, doing), doing)
        return self._calendar


def _left(calendar: str, there: Mapping[str, Any]) -> Left:
    return Left(ref=f"{calendar}\t{there['id']}", fingerprint=entry.fingerprint(there))


def _calendar_of(left: Left) -> str:
    return left.ref.partition("\t")[0]


def _if_match(request: Any, there: Mapping[str, Any]) -> Any:
    """Have a change refused if somebody else's came first."""
    request.headers["If-Match"] = str(there.get("etag") or "*")
    return request


def _is_done(there: Mapping[str, Any]) -> bool:
    return entry.state(there, "") is MarkState.COMPLETED
