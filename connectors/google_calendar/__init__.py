"""Meetings in Google Calendar, and tasks in a calendar of our own there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.google.scopes import scopes_of
from connectors.google.service import open_service
from connectors.google_calendar.calendar import GoogleAgenda
from connectors.google_calendar.tasks import GoogleEventTasks

if TYPE_CHECKING:
    from config.accounts import GoogleCalendar as GoogleCalendarSettings
    from connectors.registry import Context

__all__ = ["GoogleAgenda", "GoogleEventTasks", "open_calendar", "open_tasks"]


def open_calendar(settings: GoogleCalendarSettings, context: Context) -> GoogleAgenda:
    """Open the calendar the settings describe."""
    service = open_service("calendar", settings, context, scopes_of(settings))
    return GoogleAgenda(service, account=context.account, zone=context.zone, calendar=settings.calendar)


def open_tasks(settings: GoogleCalendarSettings, context: Context) -> GoogleEventTasks:
    """Open the calendar of our own, for tasks."""
    service = open_service("calendar", settings, context, scopes_of(settings))
    return GoogleEventTasks(service, zone=context.zone)
