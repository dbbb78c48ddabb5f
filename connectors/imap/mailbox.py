"""A mailbox on an IMAP server: all of its capabilities in one object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.imap import folders
from connectors.imap.delayed import KEYWORD, ImapDelayed
from connectors.imap.drafts import ImapDrafts
from connectors.imap.session import SECONDS, Session
from connectors.imap.source import ImapSource
from connectors.joined import Joined
from connectors.protocols import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.imap.folders import Wanted
    from connectors.imap.session import SignIn
    from connectors.imap.wire import Server

USEFUL = ("SPECIAL-USE", "CONDSTORE", "QRESYNC", "UIDPLUS", "AUTH=XOAUTH2", "X-GM-EXT-1")
"""What makes a difference to us where a server has it."""


class Imap(Joined):
    """Reads, leaves drafts, and marks what is delayed. One connection, one thread."""

    def __init__(self, server: Server, sign_in: SignIn, wanted: Wanted, *, seconds: float = SECONDS) -> None:
        """Use an account; nothing is opened yet. ``seconds`` is how long the server may say nothing."""
        self._session = Session(server, sign_in, seconds=seconds)
        self._wanted = wanted
        self._folders = ImapSource(self._session, wanted)
        super().__init__(self._folders, ImapDrafts(self._session, wanted), ImapDelayed(self._session))

    def check(self) -> Sequence[Finding]:
        """Say which folders were chosen and why, what the server can do, and what will not work."""
        try:
            listed = folders.list_all(self._session, self._session.connection())
            findings = folders.explain(listed, self._wanted)
            self._folders.check()
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        can = self._session.can
        offered = ", ".join(name for name in USEFUL if can(name))
        findings.append(Finding(ok=True, text=f"the server offers {offered or 'nothing beyond the standard'}"))
        findings.append(Finding(ok=True, text=f"delayed mail gets {_mark(gmail=can('X-GM-EXT-1'))}"))
        if not can("UIDPLUS"):
            text = "without UIDPLUS a withdrawn draft stays, flagged as deleted, until your mail program tidies up"
            findings.append(Finding(ok=True, text=text))
        if not can("CONDSTORE"):
            findings.append(
                Finding(ok=True, text="the server has no CONDSTORE: drafts in read folders are looked at each time")
            )
        return findings

    def close(self) -> None:
        """Drop the connection."""
        self._session.close()


def _mark(*, gmail: bool) -> str:
    """Name the mark for delayed mail."""
    return "the label Retrasados" if gmail else f"the keyword {KEYWORD.decode('ascii')}, if the server keeps keywords"
