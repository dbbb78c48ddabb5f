"""Our drafts over IMAP: appended, found again after their user edited them, taken back while untouched."""

from __future__ import annotations

import re
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING, NamedTuple

from connectors.compose import to_mime
from connectors.errors import Refused, Transient, UnknownOutcome
from connectors.imap import folders
from connectors.imap.grammar import mailbox, number, pairs
from connectors.imap.source import VALIDITY
from connectors.marks import find, fingerprint
from connectors.protocols import Left, MarkState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.imap.folders import Wanted
    from connectors.imap.grammar import Value
    from connectors.imap.session import Session
    from connectors.imap.wire import Connection
    from connectors.protocols import Draft

MARKS = b"BODY.PEEK[HEADER.FIELDS (X-PROMETIDO MESSAGE-ID IN-REPLY-TO)]"
EMPTY = re.compile(rb"(?mi)^0 EXISTS")
DRAFT_LIMIT = 8 * 1024 * 1024
"""Bytes of a draft that are read; ours are far smaller, and one with larger attachments has been edited."""


class Ref(NamedTuple):
    """Where a draft of ours is, with what finds it again when a mail client has written it anew."""

    validity: int
    uid: int
    message_id: str
    in_reply_to: str

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read :attr:`Left.ref`; what is none names no UID."""
        validity, uid, message_id, in_reply_to = [*text.split("\t"), "", "", "", ""][:4]
        return cls(
            int(validity) if validity.isdigit() else 0, int(uid) if uid.isdigit() else 0, message_id, in_reply_to
        )

    def __str__(self) -> str:
        """Write it as :attr:`Left.ref`."""
        return "\t".join(map(str, self))


class Held(NamedTuple):
    """A message now in the drafts folder."""

    validity: int
    uid: int
    key: str
    message_id: str
    in_reply_to: str

    @property
    def ref(self) -> str:
        """Where it is."""
        return str(Ref(self.validity, self.uid, self.message_id, self.in_reply_to))


class ImapDrafts:
    """See :class:`connectors.protocols.DraftSink`."""

    def __init__(self, session: Session, wanted: Wanted) -> None:
        """Keep drafts in the account's folder for them."""
        self._session = session
        self._wanted = wanted

    def create_draft(self, draft: Draft) -> Left:
        """Leave the draft, flagged as one and as seen.

        Raises:
            Transient: it was not stored.
            UnknownOutcome: the connection broke after it was sent.
            NoRoom: the mailbox is full, or the folder may not be written.
            Refused: the server does not take it.
            NeedsUser: there is no folder for drafts.
        """
        connection = self._session.connection()
        folder = self._folder(connection)
        raw = to_mime(draft)
        reply = connection.append((b"APPEND", mailbox(folder), b"(\\Draft \\Seen)"), raw)
        if not reply.ok:
            trouble = reply.trouble(f"the draft cannot be stored in {folder}")
            code = reply.code.partition(b" ")[0]
            raise trouble if code else Refused(str(trouble))
        match reply.code.split():
            case [name, validity, uid] if name.upper() == b"APPENDUID" and validity.isdigit() and uid.isdigit():
                ref = Ref(int(validity), int(uid), draft.message_id, draft.in_reply_to)
            case _:
                ref = Ref(0, 0, draft.message_id, draft.in_reply_to)
        return self._only(draft.key, Left(ref=str(ref), fingerprint=fingerprint(raw)), ref.uid)

    def _only(self, key: str, ours: Left, uid: int) -> Left:
        """Keep one where another Prometido on this mailbox has just left the same, and say which.

        Both may have looked before either wrote. UIDs only grow: the lowest stays, and each takes back its own. A
        server that does not tell under which UID it stored ours (RFC 4315, 3) is asked which read just as ours does.
        """
        try:
            connection = self._session.connection()
            same = sorted((held for held in self._open(connection, b"SELECT") if held.key == key), key=_uid)
            if not same or same[0].uid >= uid > 0:
                return ours
            now = _fingerprint(connection, same[0].uid)
            for held in same[1:]:
                if held.uid == uid or (not uid and _fingerprint(connection, held.uid) == ours.fingerprint):
                    self._remove(connection, held.uid)
        except Transient as error:
            raise UnknownOutcome(f"{error}; the draft is looked for again") from error
        return ours if now is None else Left(ref=same[0].ref, fingerprint=now)

    def find_draft(self, key: str, *, message_id: str, in_reply_to: str = "") -> Left | None:  # noqa: ARG002 - a folder
        # is searched whole; what a draft answers would also find one its user wrote
        """Look for a draft of this key among the drafts as they are now."""
        connection = self._session.connection()
        held = find(self._open(connection, b"EXAMINE"), key, message_id=message_id, in_reply_to="")
        if held is None:
            return None
        now = _fingerprint(connection, held.uid)
        return None if now is None else Left(ref=held.ref, fingerprint=now)

    def draft_states(self, drafts: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each. A UID's content never changes, so one that is still there is untouched."""
        if not drafts:
            return []
        connection = self._session.connection()
        held = self._open(connection, b"EXAMINE")
        return [self._state(connection, held, key, left) for key, left in drafts]

    def withdraw_draft(self, key: str, left: Left) -> bool:
        """Remove it if it is untouched, else leave it and return False.

        Without UIDPLUS (RFC 4315) nothing can be removed but everything that is flagged; so it stays, flagged as
        deleted, and goes when its user's mail program next tidies up.
        """
        connection = self._session.connection()
        ref = Ref.parse(left.ref)
        held = find(self._open(connection, b"SELECT"), key, message_id=ref.message_id, in_reply_to=ref.in_reply_to)
        if held is None:
            return True
        now = _fingerprint(connection, held.uid)
        if now is None:
            return True
        if now != left.fingerprint:
            return False
        self._remove(connection, held.uid)
        return True

    def _remove(self, connection: Connection, number: int) -> None:
        """Remove one draft of ours from the open folder, for good where the server can remove one alone."""
        uid = b"%d" % number
        connection.run(b"UID STORE", uid, b"+FLAGS.SILENT", b"(\\Deleted)").expect("the draft cannot be withdrawn")
        if self._session.can("UIDPLUS"):
            connection.run(b"UID EXPUNGE", uid).expect("the draft cannot be withdrawn")

    def _folder(self, connection: Connection) -> str:
        """Find the folder. Raises NeedsUser where there is none, or more than one that could be it."""
        return folders.drafts(folders.list_all(self._session, connection), self._wanted).name

    def _open(self, connection: Connection, how: bytes) -> list[Held]:
        """Open the folder and read the marks of all drafts in it, those flagged as deleted left out."""
        folder = self._folder(connection)
        connection.send((how, mailbox(folder)), (b"UID FETCH", b"1:*", b"(UID FLAGS %b)" % MARKS))
        opened, fetched = connection.collect(), connection.collect()
        opened.expect(f"the drafts folder {folder} cannot be opened")
        said = b"\n".join(response.text for response in opened.responses)
        if not fetched.ok and not EMPTY.search(said):
            raise fetched.trouble(f"the drafts in {folder} cannot be read")
        validity = VALIDITY.search(said)
        found = []
        for response in fetched.responses:
            items = response.values[-1] if response.is_fetch() else None
            if (
                isinstance(items, list)
                and (held := _held(pairs(items), int(validity[1]) if validity else 0)) is not None
            ):
                found.append(held)
        return found

    def _state(self, connection: Connection, held: Sequence[Held], key: str, left: Left) -> MarkState:
        """Say what has become of one draft."""
        ref = Ref.parse(left.ref)
        if any((one.validity, one.uid) == (ref.validity, ref.uid) for one in held):
            return MarkState.UNTOUCHED
        found = find(held, key, message_id=ref.message_id, in_reply_to=ref.in_reply_to)
        now = _fingerprint(connection, found.uid) if found else None
        if now is None:
            return MarkState.GONE
        return MarkState.UNTOUCHED if now == left.fingerprint else MarkState.EDITED


def _uid(held: Held) -> int:
    return held.uid


def _held(facts: Mapping[bytes, Value], validity: int) -> Held | None:
    """Read the marks of one message; None for what is deleted, or no answer to our question."""
    flags = facts.get(b"FLAGS")
    raw = next((value for name, value in facts.items() if name.startswith(b"BODY[HEADER")), None)
    deleted = any(isinstance(flag, bytes) and flag.lower() == b"\\deleted" for flag in (flags or ()))
    uid = number(facts.get(b"UID"))
    if deleted or not uid or not isinstance(raw, bytes):
        return None
    headers = BytesHeaderParser().parsebytes(raw)
    key, message_id, in_reply_to = (
        str(headers.get(name, "")).strip().strip("<>") for name in ("X-Prometido", "Message-ID", "In-Reply-To")
    )
    return Held(validity, uid, key, message_id, in_reply_to)


def _fingerprint(connection: Connection, uid: int) -> str | None:
    """Fetch a draft and hash what a person would edit; None where it is gone."""
    reply = connection.run(b"UID FETCH", b"%d" % uid, b"(UID BODY.PEEK[]<0.%d>)" % DRAFT_LIMIT)
    for response in reply.responses:
        items = response.values[-1] if response.is_fetch() else None
        facts = pairs(items) if isinstance(items, list) else {}
        raw = facts.get(b"BODY[]<0>")
        if number(facts.get(b"UID")) == uid and isinstance(raw, bytes):
            return fingerprint(raw)
    if not reply.ok and reply.code.upper() != b"EXPUNGEISSUED":
        raise reply.trouble("the draft cannot be read")
    return None
