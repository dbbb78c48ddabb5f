"""A mailbox of Maildir folders: all of its capabilities in one object."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.joined import Joined
from connectors.maildir.delayed import DelayedFolder
from connectors.maildir.drafts import DraftFolder
from connectors.maildir.layout import Layout
from connectors.maildir.source import MaildirSource
from connectors.protocols import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from connectors.maildir.folder import Folder


class Maildir(Joined):
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
        source = MaildirSource(self._layout, account=account, state=state)
        super().__init__(source, DraftFolder(self._layout), DelayedFolder(self._layout))

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
