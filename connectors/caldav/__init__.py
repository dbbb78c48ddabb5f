"""Calendars and tasks on any CalDAV server (RFC 4791)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.caldav.calendar import CalDavCalendar
from connectors.caldav.client import Client
from connectors.caldav.tasks import CalDavTasks

if TYPE_CHECKING:
    from config.accounts import CalDav
    from connectors.registry import Context

__all__ = ["CalDavCalendar", "CalDavTasks", "Client", "open_calendar", "open_tasks"]


def open_calendar(settings: CalDav, context: Context) -> CalDavCalendar:
    """Open the calendars the settings describe."""
    return CalDavCalendar(
        _client(settings, context), account=context.account, zone=context.zone, wanted=settings.calendar or ""
    )


def open_tasks(settings: CalDav, context: Context) -> CalDavTasks:
    """Open the place for tasks the settings describe."""
    return CalDavTasks(_client(settings, context), wanted=settings.calendar or "")


def _client(settings: CalDav, context: Context) -> Client:
    """Make a client that asks for the secret when it first needs it."""
    return Client(
        str(settings.url),
        user=settings.user,
        secret=lambda: context.secret(settings.credential),
        ca_bundle=settings.ca_bundle,
    )
