"""Mail on any IMAP4rev1 server, Gmail's and Microsoft's among them (XOAUTH2).

From the socket up: ``stream`` keeps the bytes that came, ``wire`` speaks the protocol with them (its words are in
``grammar``), ``session`` signs in and chooses folders. What ``fetching`` asks for goes through ``glance``, which reads
a usual message in one search, or through ``structure``; either makes it a ``described`` message, which is then taken
apart. ``source`` reads folders so from where one left off, ``drafts`` and ``delayed`` leave things there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.imap.folders import Wanted
from connectors.imap.mailbox import Imap
from connectors.imap.session import SignIn, Token
from connectors.imap.tokens import Secrets
from connectors.imap.wire import Server

if TYPE_CHECKING:
    from config.accounts import Imap as ImapSettings
    from connectors.registry import Context

__all__ = ["Imap", "Server", "SignIn", "Token", "Wanted", "open_mail"]


def open_mail(settings: ImapSettings, context: Context) -> Imap:
    """Open the mailbox the settings describe."""
    server = Server(
        host=settings.host, port=settings.port_number, security=settings.security, ca_bundle=settings.ca_bundle
    )
    sign_in = SignIn(user=settings.user, secret=Secrets(context, settings.credential, ca_bundle=settings.ca_bundle))
    return Imap(server, sign_in, Wanted(inbox=settings.inbox, sent=settings.sent, drafts=settings.drafts))
