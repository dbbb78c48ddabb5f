"""The keyword of what has been given up waiting for.

A keyword is a flag with a name (RFC 3501, 2.3.2): it changes no message, other programs keep it, and Thunderbird shows
it as the tag of that name. Gmail has labels instead, which are what its users see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import NeedsUser, Refused
from connectors.imap.grammar import mailbox, quoted
from connectors.imap.source import Ref

if TYPE_CHECKING:
    from connectors.imap.session import Session
    from connectors.imap.wire import Connection

KEYWORD = b"Retrasado"
LABEL = b'("Retrasados")'


class ImapDelayed:
    """See :class:`connectors.protocols.Archiver`."""

    def __init__(self, session: Session) -> None:
        """Mark messages of an account."""
        self._session = session

    def mark_delayed(self, ref: str, *, message_id: str) -> bool:
        """Add the keyword; False where the message is gone from its folder. Raises Refused where none is kept."""
        return self._store(ref, message_id, b"+")

    def unmark_delayed(self, ref: str, *, message_id: str) -> bool:
        """Take the keyword away; False where the message is gone from its folder."""
        return self._store(ref, message_id, b"-")

    def _store(self, ref: str, message_id: str, sign: bytes) -> bool:
        """Change the flag of one message, found by its UID or else its Message-ID."""
        try:
            place = Ref.parse(ref)
        except ValueError:
            return False
        connection = self._session.connection()
        opened = connection.run(b"SELECT", mailbox(place.folder))
        if not opened.ok:
            if isinstance(trouble := opened.trouble("the message cannot be marked"), NeedsUser) or not opened.code:
                return False
            raise trouble
        said = b"\n".join(response.text for response in opened.responses)
        if not self._session.can("X-GM-EXT-1") and not _keeps(said):
            raise Refused("this mail server keeps no keywords, so delayed mail cannot be marked in it")
        uid = place.uid if b"[UIDVALIDITY %d]" % place.validity in said else 0
        words = (b"X-GM-LABELS", LABEL) if self._session.can("X-GM-EXT-1") else (b"FLAGS", b"(%b)" % KEYWORD)
        change = (sign + words[0], words[1])
        return _change(connection, uid, change) or _change(connection, _search(connection, message_id), change)


def _keeps(said: bytes) -> bool:
    """Whether a folder takes new keywords: it lists ours, or the star that stands for any (RFC 3501, 7.1)."""
    start = said.upper().find(b"[PERMANENTFLAGS")
    permanent = said[start : said.find(b"]", start)].lower() if start >= 0 else b""
    return b"\\*" in permanent or KEYWORD.lower() in permanent


def _change(connection: Connection, uid: int, change: tuple[bytes, bytes]) -> bool:
    """Change the flags of a message; False where it is not there. A flag that was set already is not reported."""
    if not uid:
        return False
    if not any(response.is_fetch() for response in connection.run(b"UID FETCH", b"%d" % uid, b"(UID)").responses):
        return False
    connection.run(b"UID STORE", b"%d" % uid, *change).expect("the message cannot be marked")
    return True


def _search(connection: Connection, message_id: str) -> int:
    """Find a message by its Message-ID in the open folder; 0 where it is not there."""
    try:
        found = connection.run(b"UID SEARCH", b"HEADER", b"Message-ID", quoted(f"<{message_id}>"))
    except ValueError:
        return 0
    uids = found.expect("the message cannot be found").found()
    return uids[0] if uids else 0
