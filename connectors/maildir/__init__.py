"""Mail kept as Maildir folders on this machine, as mbsync, OfflineIMAP, Dovecot and Postfix leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.maildir.mailbox import Maildir

if TYPE_CHECKING:
    from config.accounts import Maildir as MaildirSettings
    from connectors.registry import Context

__all__ = ["Maildir", "open_mail"]


def open_mail(settings: MaildirSettings, context: Context) -> Maildir:
    """Open the mailbox the settings describe."""
    return Maildir(
        settings.path,
        account=context.account,
        state=context.state,
        inbox=settings.inbox,
        sent=settings.sent,
        drafts=settings.drafts,
    )
