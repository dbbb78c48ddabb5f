"""Mail of Outlook.com and Microsoft 365."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.microsoft.allowed import MAIL
from connectors.microsoft.graph import open_graph
from connectors.microsoft.scopes import scopes_of
from connectors.outlook.folders import Folders
from connectors.outlook.mailbox import Outlook
from connectors.outlook.watch import Watch

if TYPE_CHECKING:
    from config.accounts import Outlook as OutlookSettings
    from connectors.registry import Context

__all__ = ["Outlook", "open_mail"]


def open_mail(settings: OutlookSettings, context: Context) -> Outlook:
    """Open the mailbox the settings describe."""
    graph = open_graph(settings, context, MAIL, scopes_of(settings))
    folders = Folders(graph, inbox=settings.inbox, sent=settings.sent, drafts=settings.drafts)
    watch = Watch(context.state / f"{context.account}.drafts.json")
    return Outlook(graph, folders, watch, zone=context.zone)
