"""Mail of Gmail and Google Workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.gmail.mailbox import Gmail
from connectors.google.scopes import scopes_of
from connectors.google.service import open_service

if TYPE_CHECKING:
    from config.accounts import Gmail as GmailSettings
    from connectors.registry import Context

__all__ = ["Gmail", "open_mail"]


def open_mail(settings: GmailSettings, context: Context) -> Gmail:
    """Open the mailbox the settings describe."""
    return Gmail(open_service("gmail", settings, context, scopes_of(settings)), labels=settings.labels)
