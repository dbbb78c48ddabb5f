"""A Gmail account: all of its capabilities in one object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.gmail.delayed import LABEL, GmailDelayed
from connectors.gmail.drafts import GmailDrafts
from connectors.gmail.source import GmailSource
from connectors.protocols import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from connectors.google.service import Service
    from connectors.protocols import Draft, Left, MailBatch, MarkState


class Gmail:
    """Reads, leaves drafts, and labels what is delayed."""

    def __init__(self, service: Service, *, labels: bool = False) -> None:
        """Use an account; nothing is opened yet. ``labels`` says whether delayed mail gets a label."""
        self.service = service
        self._labels = labels
        self._source = GmailSource(service)
        self._drafts = GmailDrafts(service, self._source)
        self._delayed = GmailDelayed(service, is_wanted=labels)

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        """See :meth:`connectors.gmail.source.GmailSource.read`."""
        return self._source.read(cursor, since=since)

    def create_draft(self, draft: Draft) -> Left:
        """See :meth:`connectors.gmail.drafts.GmailDrafts.create_draft`."""
        return self._drafts.create_draft(draft)

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:
        """See :meth:`connectors.gmail.drafts.GmailDrafts.find_draft`."""
        return self._drafts.find_draft(key, message_id=message_id, in_reply_to=in_reply_to)

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """See :meth:`connectors.gmail.drafts.GmailDrafts.draft_states`."""
        return self._drafts.draft_states(drafts)

    def withdraw_draft(self, key: str, left: Left) -> bool:
        """See :meth:`connectors.gmail.drafts.GmailDrafts.withdraw_draft`."""
        return self._drafts.withdraw_draft(key, left)

    def mark_delayed(self, ref: str, *, message_id: str) -> bool:
        """See :meth:`connectors.gmail.delayed.GmailDelayed.mark_delayed`."""
        return self._delayed.mark_delayed(ref, message_id=message_id)

    def unmark_delayed(self, ref: str, *, message_id: str) -> bool:
        """See :meth:`connectors.gmail.delayed.GmailDelayed.unmark_delayed`."""
        return self._delayed.unmark_delayed(ref, message_id=message_id)

    def aliases(self) -> tuple[str, ...]:
        """Give every address this account sends as, its own first. Raises ConnectorError."""
        request = (
            self.service.api.users()
            .settings()
            .sendAs()
            .list(userId="me", fields="sendAs(sendAsEmail,isPrimary,verificationStatus)")
        )
        answer = self.service.read(request, "the addresses this account sends as cannot be read")
        found = [
            (not one.get("isPrimary"), str(one["sendAsEmail"]).lower())
            for one in answer.get("sendAs") or ()
            if one.get("isPrimary") or one.get("verificationStatus", "accepted") == "accepted"
        ]
        return tuple(address for _, address in sorted(found))

    def check(self) -> Sequence[Finding]:
        """Say whose account it is, what it sends as, and what delayed mail gets."""
        try:
            profile = self.service.read(
                self.service.api.users().getProfile(userId="me", fields="emailAddress,messagesTotal"),
                "the account cannot be read",
            )
            aliases = self.aliases()
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        delayed = f"gets the label {LABEL}" if self._labels else "is not labelled (labels: true)"
        return [
            Finding(ok=True, text=f"{profile.get('emailAddress')}, {profile.get('messagesTotal')} messages"),
            Finding(ok=True, text=f"sends as {', '.join(aliases)}: each of them belongs into addresses"),
            Finding(ok=True, text=f"delayed mail {delayed}"),
        ]

    def close(self) -> None:
        """Drop the connections."""
        self.service.close()
