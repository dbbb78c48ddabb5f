"""The permissions asked for: the least Google has that reads mail and leaves drafts and tasks.

None of them lets one leave drafts and not send them; that nothing is sent is kept by :mod:`connectors.google.allowed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.accounts import Gmail, GoogleCalendar, GoogleTasks

if TYPE_CHECKING:
    from config.accounts import Google

AUTH = "https://www.googleapis.com/auth/"
READ_AND_DRAFT = (f"{AUTH}gmail.readonly", f"{AUTH}gmail.compose")
READ_DRAFT_AND_LABEL = (f"{AUTH}gmail.modify",)
AGENDA = (
    f"{AUTH}calendar.app.created",
    f"{AUTH}calendar.calendarlist.readonly",
    f"{AUTH}calendar.events.readonly",
)
"""Our own calendar and what is in it; the list of calendars, to find it again; to read the meetings."""
TASKS = (f"{AUTH}tasks",)


def scopes_of(settings: Google) -> tuple[str, ...]:
    """Give what one place of an account needs."""
    match settings:
        case Gmail(labels=True):
            return READ_DRAFT_AND_LABEL
        case Gmail():
            return READ_AND_DRAFT
        case GoogleCalendar():
            return AGENDA
        case GoogleTasks():
            return TASKS
        case _:
            raise TypeError(f"{settings.connector} is no connector of Google's")  # type: ignore[attr-defined]  # every place has one
