"""A mailbox of Maildir folders: all of its capabilities in one object."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.maildir.delayed import DelayedFolder
from connectors.maildir.drafts import DraftFolder
from connectors.maildir.layout import Layout
from connectors.maildir.source import MaildirSource
from connectors.protocols import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from connectors.maildir.folder import Folder
    from connectors.protocols import Draft, Left, MailBatch, MarkState


class Maildir:
    """Reads, leaves drafts, and marks what is delayed, in folders below one root, plain or Maildir++."""

    def __init__(
        self,
        root: Path,
        *,
        account: str,
        state: Path,
        inbox: Sequence[str] = (),
        sent: Sequence[str] = (),
        drafts: Sequence[str] = (),
    ) -> None:
        """Use the folders of these names below ``root``, or the usual ones; nothing is touched yet."""
        self._layout = Layout(root=root, inbox=tuple(inbox), sent=tuple(sent), draft=tuple(drafts))
        self._source = MaildirSource(self._layout, account=account, state=state)
        self._drafts = DraftFolder(self._layout)
        self._delayed = DelayedFolder(self._layout)

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        """See :meth:`connectors.maildir.source.MaildirSource.read`."""
        return self._source.read(cursor, since=since)

    def create_draft(self, draft: Draft) -> Left:
        """See :meth:`connectors.protocols.DraftSink.create_draft`."""
        return self._drafts.create_draft(draft)

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:
        """See :meth:`connectors.protocols.DraftSink.find_draft`."""
        return self._drafts.find_draft(key, message_id=message_id, in_reply_to=in_reply_to)

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """See :meth:`connectors.protocols.DraftSink.draft_states`."""
        return self._drafts.draft_states(drafts)

    def withdraw_draft(self, key: str, left: Left) -> bool:
        """See :meth:`connectors.protocols.DraftSink.withdraw_draft`."""
        return self._drafts.withdraw_draft(key, left)

    def mark_delayed(self, ref: str, *, message_id: str) -> bool:
        """See :meth:`connectors.protocols.Archiver.mark_delayed`."""
        return self._delayed.mark_delayed(ref, message_id=message_id)

    def unmark_delayed(self, ref: str, *, message_id: str) -> bool:
        """See :meth:`connectors.protocols.Archiver.unmark_delayed`."""
        return self._delayed.unmark_delayed(ref, message_id=message_id)

    def check(self) -> Sequence[Finding]:
        """Say which folders are read and written, and what would not work."""
        findings: list[Finding] = []
        try:
            for folder, role in self._layout.reading():
                findings.append(Finding(ok=True, text=f"{role}: {folder.path}, {len(folder.entries())} messages"))
        except ConnectorError as error:
            findings.append(Finding(ok=False, text=str(error)))
        try:
            findings.append(_check_drafts(self._layout.drafts()))
        except ConnectorError as error:
            findings.append(Finding(ok=False, text=str(error)))
        return findings


def _check_drafts(folder: Folder) -> Finding:
    """Say whether drafts can be left there."""
    for sub in ("tmp", "cur"):
        path = folder.path / sub
        if not path.is_dir():
            return Finding(ok=False, text=f"drafts: {path} is missing, so no draft can be left: mkdir {path}")
        if not os.access(path, os.W_OK | os.X_OK):
            return Finding(ok=False, text=f"drafts: {path} may not be written by this user, so no draft can be left")
    return Finding(ok=True, text=f"drafts: {folder.path}")
