"""Our task as an all-day event of Graph's: written, compared, changed without losing what its user added."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from connectors.marks import TICK
from connectors.microsoft.odata import KEY, with_properties
from connectors.microsoft.prints import Prints
from connectors.microsoft.tasks import ONCE
from connectors.microsoft.zones import windows_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from connectors.protocols import Task

TRANSACTIONS = uuid.UUID("7c3bb62f-1d5a-5f43-9a39-2c9f5d8c6f50")
QUERY = {
    "$select": "id,subject,body,start,end,isAllDay,attendees,location,recurrence,hasAttachments",
    "$expand": with_properties(KEY),
}
TITLE = "subject"


def write(task: Task, zone: tzinfo) -> dict[str, Any]:
    """Write a new entry. It blocks no time and invites nobody; sent twice it is made once (``transactionId``)."""
    return {
        **said(task, zone),
        "isAllDay": True,
        "showAs": "free",
        "isReminderOn": False,
        "categories": list(task.categories),
        ONCE: str(uuid.uuid5(TRANSACTIONS, task.uid)),
        "singleValueExtendedProperties": [{"id": KEY, "value": task.key}],
    }


def said(task: Task, zone: tzinfo) -> dict[str, Any]:
    """Write the day and the texts of a task. A day begins where its user lives."""
    name, next_day = windows_name(zone), task.due + timedelta(days=1)
    return {
        TITLE: task.summary,
        "body": {"contentType": "text", "content": task.description},
        "start": {"dateTime": f"{task.due.isoformat()}T00:00:00", "timeZone": name},
        "end": {"dateTime": f"{next_day.isoformat()}T00:00:00", "timeZone": name},
    }


def completed(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Write what ticks it: events have no such state, so the title says it."""
    return {TITLE: TICK + str(entry.get(TITLE) or "")}


def prints(entry: Mapping[str, Any]) -> Prints:
    """Hash what its user can change; of the times only the days, for zones are told as the server likes."""
    return Prints.of(
        entry.get(TITLE),
        entry,
        *(str((entry.get(name) or {}).get("dateTime") or "")[:10] for name in ("start", "end")),
        bool(entry.get("isAllDay")),
        (entry.get("location") or {}).get("displayName") or "",
        len(entry.get("attendees") or ()),
        bool(entry.get("recurrence")),
        bool(entry.get("hasAttachments")),
    )


def is_done(entry: Mapping[str, Any]) -> bool:
    """Whether it is ticked."""
    return str(entry.get(TITLE) or "").startswith(TICK.strip())
