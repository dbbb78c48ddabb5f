"""The permissions asked for: read and write mail, the calendar, tasks. Never ``Mail.Send``: the token cannot send."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config.accounts import MicrosoftToDo, Outlook, OutlookCalendar

if TYPE_CHECKING:
    from config.accounts import Microsoft

NEVER = "Mail.Send"
"""A permission whose token is not taken."""
SHARED = ".Shared"
GRAPH = "https://graph.microsoft.com"
CLOUDS = ("graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn")
"""Graph of the national clouds; an app signs in to each under its own name."""


def scopes_of(settings: Microsoft) -> tuple[str, ...]:
    """Give what one place of an account needs; a mailbox that is not one's own has permissions of its own.

    A permission without an address is one of the Graph everybody has; that of a national cloud has to be named.
    """
    cloud = _cloud_of(settings)
    before, after = f"{cloud}/" if cloud != GRAPH else "", SHARED if settings.user else ""
    match settings:
        case Outlook():
            return (f"{before}Mail.ReadWrite{after}",)
        case OutlookCalendar():
            return (f"{before}Calendars.ReadWrite{after}",)
        case MicrosoftToDo():
            return (f"{before}Tasks.ReadWrite{after}",)
        case _:
            raise TypeError(f"{settings.connector} is no connector of Microsoft's")  # type: ignore[attr-defined]  # every place has one


def app_scope(settings: Microsoft) -> str:
    """Give what an app asks for that signs in by itself: whatever an administrator has given it."""
    return f"{_cloud_of(settings)}/.default"


def bare(scope: str) -> str:
    """Give the name of a permission as it is compared: without an address, in lower case."""
    return scope.rpartition("/")[2].lower()


def _cloud_of(settings: Microsoft) -> str:
    host = urlsplit(settings.endpoint).hostname if settings.endpoint else ""
    return f"https://{host}" if host in CLOUDS else GRAPH
