"""Mail on any IMAP4rev1 server, Gmail's and Microsoft's among them (XOAUTH2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.imap.folders import Wanted
from connectors.imap.mailbox import Imap
from connectors.imap.session import SignIn
from connectors.imap.wire import Server

if TYPE_CHECKING:
    from config.accounts import Imap as ImapSettings
    from connectors.registry import Context

__all__ = ["Imap", "Server", "SignIn", "Wanted", "open_mail"]


def open_mail(settings: ImapSettings, context: Context) -> Imap:
    """Open the mailbox the settings describe."""
    server = Server(
        host=settings.host, port=settings.port_number, security=settings.security, ca_bundle=settings.ca_bundle
    )
    sign_in = SignIn(user=settings.user, secret=lambda: context.credential(settings.credential).strip("\r\n"))
    return Imap(server, sign_in, Wanted(inbox=settings.inbox, sent=settings.sent, drafts=settings.drafts))
