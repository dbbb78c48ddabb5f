"""The permissions asked for: read and write mail, the calendar, tasks. Never ``Mail.Send``: the token cannot send."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config.accounts import MicrosoftToDo, Outlook, OutlookCalendar

if TYPE_CHECKING:
    from config.accounts import Microsoft

NEVER = "Mail.Send"
"""A permission whose token is not taken."""
GRAPH = "https://graph.microsoft.com"
CLOUDS = ("graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn")
"""Graph of the national clouds; an app signs in to each under its own name."""


def scopes_of(settings: Microsoft) -> tuple[str, ...]:
    """Give what one place of an account needs; a mailbox that is not one's own has permissions of its own."""
    shared = ".Shared" if settings.user else ""
    match settings:
        case Outlook():
            return (f"Mail.ReadWrite{shared}",)
        case OutlookCalendar():
            return (f"Calendars.ReadWrite{shared}",)
        case MicrosoftToDo():
            return (f"Tasks.ReadWrite{shared}",)
        case _:
            raise TypeError(f"{settings.connector} is no connector of Microsoft's")  # type: ignore[attr-defined]  # every place has one


def app_scope(settings: Microsoft) -> str:
    """Give what an app asks for that signs in by itself: whatever an administrator has given it."""
    host = urlsplit(settings.endpoint).hostname if settings.endpoint else ""
    return f"https://{host}/.default" if host in CLOUDS else f"{GRAPH}/.default"
