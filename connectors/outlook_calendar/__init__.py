"""Meetings in the calendar of Outlook, and tasks in a calendar of our own there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.microsoft.allowed import CALENDAR
from connectors.microsoft.graph import open_graph
from connectors.microsoft.scopes import scopes_of
from connectors.outlook_calendar.calendar import OutlookAgenda
from connectors.outlook_calendar.tasks import OutlookEventTasks

if TYPE_CHECKING:
    from config.accounts import OutlookCalendar as OutlookCalendarSettings
    from connectors.registry import Context

__all__ = ["OutlookAgenda", "OutlookEventTasks", "open_calendar", "open_tasks"]


def open_calendar(settings: OutlookCalendarSettings, context: Context) -> OutlookAgenda:
    """Open the calendar the settings describe."""
    graph = open_graph(settings, context, CALENDAR, scopes_of(settings))
    return OutlookAgenda(graph, account=context.account, zone=context.zone, calendar=settings.calendar or "")


def open_tasks(settings: OutlookCalendarSettings, context: Context) -> OutlookEventTasks:
    """Open the calendar of our own, for tasks."""
    graph = open_graph(settings, context, CALENDAR, scopes_of(settings))
    return OutlookEventTasks(graph, zone=context.zone)
