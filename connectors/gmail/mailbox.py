"""A Gmail account: all of its capabilities in one object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.gmail.delayed import LABEL, GmailDelayed
from connectors.gmail.drafts import GmailDrafts
from connectors.gmail.source import GmailSource
from connectors.joined import Joined
from connectors.protocols import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.google.service import Service


class Gmail(Joined):
    """Reads, leaves drafts, and labels what is delayed."""

    def __init__(self, service: Service, *, labels: bool = False) -> None:
        """Use an account; nothing is opened yet. ``labels`` says whether delayed mail gets a label."""
        self.service = service
        self._labels = labels
        source = GmailSource(service)
        super().__init__(source, GmailDrafts(service, source), GmailDelayed(service, is_wanted=labels))

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
            Finding(ok=True, text=f"sends as {', '.join(aliases)}: each of them is us"),
            Finding(ok=True, text=f"delayed mail {delayed}"),
        ]

    def close(self) -> None:
        """Drop the connections."""
        self.service.close()
