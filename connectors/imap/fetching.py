"""What FETCH brings: of each message its marks, the header lines that are read, its structure and its first text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connectors.dates import written
from connectors.errors import Unreadable
from connectors.imap.described import Described
from connectors.imap.glance import glance
from connectors.imap.grammar import Value, date_time, number, pairs
from connectors.imap.structure import FIRST, FIRST_LIMIT, Section, read
from connectors.protocols import Incoming
from connectors.reading.authenticity import HEADER as RESULTS
from rules.reading.automatic import HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from connectors.imap.folders import Chosen
    from connectors.imap.wire import Connection, Response
    from connectors.protocols import FolderRole

FIELDS = sorted(
    HEADERS - {"content-type"}
    | {"from", "to", "cc", "sender", "subject", "date", "message-id", "references", "in-reply-to", RESULTS}
)
"""The header lines that are read; what the message is made of is told by its structure."""
HEADER = b"BODY.PEEK[HEADER.FIELDS (%b)]" % " ".join(FIELDS).upper().encode("ascii")
ITEMS = b"UID FLAGS INTERNALDATE BODYSTRUCTURE %b %b" % (HEADER, FIRST)
WHOLE = (Section(b"", cut=True),)
"""The beginning of a message whose structure the server does not tell."""


class Intake(NamedTuple):
    """What becomes of the messages of a folder."""

    ref: str
    """What their refs begin with; the UID follows."""
    role: FolderRole
    since: datetime | None
    """What is older does not count; None where all does."""

    def counts(self, described: Described) -> bool:
        """Whether a message is read at all."""
        if described.is_draft or self.since is None:
            return not described.is_draft
        date = written(described.header) or described.received
        return date is None or date >= self.since

    def incoming(self, described: Described, texts: Mapping[bytes, Value]) -> Incoming | None:
        """Take a message apart; None if it was expunged before its text came."""
        ref = f"{self.ref}{described.uid}"
        try:
            parts = described.parts(texts)
        except Unreadable as error:
            return Incoming(ref, self.role, None, str(error), described.received)
        return None if parts is None else Incoming(ref, self.role, parts, "", described.received, described.thread)


class Fetching:
    """What FETCH was asked for and has brought, by UID.

    Commands are sent together, and a server may answer them in any order it likes (RFC 3501, 5.5): so what an answer
    belongs to is told by what is in it.
    """

    def __init__(self, folder: Chosen, connection: Connection, intake: Intake) -> None:
        """Expect messages of a folder that is open.

        Each that is complete is taken apart as soon as it comes: the server goes on sending meanwhile, and nothing has
        to wait in between.
        """
        self._folder = folder
        self._intake = intake
        self._connection = connection
        self._asked = 0
        self._answered = 0
        self._waiting: dict[int, Described] = {}
        self._texts: dict[int, dict[bytes, Value]] = {}
        self._done: dict[int, Incoming | None] = {}
        self.drafts: set[int] = set()

    def ask(self, *commands: tuple[bytes, ...]) -> int:
        """Send commands; return what to wait for, which is nothing where there were none."""
        if not commands:
            return 0
        self._connection.send(*commands)
        self._asked += len(commands)
        return self._asked

    def wait(self, asked: int) -> None:
        """Take answers until these commands, and all that were sent before them, are answered."""
        while self._answered < asked:
            reply = self._connection.collect(self._take, self._glance)
            self._answered += 1
            # A message that was expunged meanwhile is not in the answer, and some servers say so.
            if not reply.ok and reply.code.upper() != b"EXPUNGEISSUED":
                raise reply.trouble(f"messages of {self._folder.name} cannot be fetched")

    def waiting(self, uids: Iterable[int]) -> list[Described]:
        """Give the messages among these of which a text is still to be fetched."""
        return [self._waiting[uid] for uid in uids if uid in self._waiting]

    def finish(self, waited: Iterable[Described]) -> None:
        """Take messages apart whose texts have come since."""
        for described in waited:
            del self._waiting[described.uid]
            self._done[described.uid] = self._intake.incoming(described, self._texts.pop(described.uid, {}))

    def taken(self, uids: Iterable[int]) -> list[Incoming | None]:
        """Give the messages among these that were there, None for those that do not count, and forget them."""
        return [self._done.pop(uid) for uid in uids if uid in self._done]

    def _glance(self, data: bytes, at: int) -> int | None:
        """Take a message that is read at a glance; say where the answer about it ends."""
        end, described = glance(data, at)
        if described is not None:
            self._keep(described)
        return end

    def _take(self, response: Response) -> None:
        """Take what is said of one message."""
        items = response.values[-1] if response.is_fetch() else None
        facts = pairs(items) if isinstance(items, list) else {}
        uid = number(facts.get(b"UID"))
        if uid and b"BODYSTRUCTURE" in facts:
            self._keep(_described(uid, facts))
        elif uid:
            self._texts.setdefault(uid, {}).update(facts)

    def _keep(self, described: Described) -> None:
        """Keep a message, taken apart if all that is read of it is there."""
        if described.is_draft:
            self.drafts.add(described.uid)
        if not self._intake.counts(described):
            self._done[described.uid] = None
        elif described.sections:
            self._waiting[described.uid] = described
        else:
            self._done[described.uid] = self._intake.incoming(described, {})


def _described(uid: int, facts: Mapping[bytes, Value]) -> Described:
    """Read what is known of a message before its text is."""
    header = next((value for name, value in facts.items() if name.startswith(b"BODY[HEADER")), None)
    flags = facts.get(b"FLAGS")
    thread = facts.get(b"X-GM-THRID")
    structure = read(facts.get(b"BODYSTRUCTURE"))
    first = facts.get(b"BODY[1]<0>")
    whole = first if isinstance(first, bytes) and len(first) < FIRST_LIMIT else None
    return Described(
        uid=uid,
        header=header if isinstance(header, bytes) else b"",
        structure=structure,
        first=whole,
        sections=structure.missing(whole) if structure else WHOLE,
        received=date_time(facts.get(b"INTERNALDATE")),
        thread=thread.decode("ascii", "replace") if isinstance(thread, bytes) else "",
        is_draft=any(isinstance(flag, bytes) and flag.lower() == b"\\draft" for flag in (flags or ())),
    )
