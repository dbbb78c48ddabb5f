"""Calendars and tasks kept as .ics files on this machine (vdir), as vdirsyncer leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.ics.calendar import IcsCalendar
from connectors.ics.tasks import IcsTasks

if TYPE_CHECKING:
    from config.accounts import Ics
    from connectors.registry import Context

__all__ = ["IcsCalendar", "IcsTasks", "open_calendar", "open_tasks"]


def open_calendar(settings: Ics, context: Context) -> IcsCalendar:
    """Open the calendar the settings describe."""
    return IcsCalendar(settings.path, account=context.account, zone=context.zone)


def open_tasks(settings: Ics, context: Context) -> IcsTasks:  # noqa: ARG001 - a folder needs nothing of the house
    """Open the place for tasks the settings describe."""
    return IcsTasks(settings.path)
