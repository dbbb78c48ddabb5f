"""What FETCH brings: of each message its marks, the header lines that are read, its structure and its first text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from connectors.imap.grammar import Value, date_time, number, pairs
from connectors.imap.structure import FIRST, FIRST_LIMIT, Part, Section, read
from connectors.reading.authenticity import HEADER as RESULTS
from connectors.reading.mime import Alone, alone
from rules.reading.automatic import HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from connectors.imap.folders import Chosen
    from connectors.imap.wire import Connection, Response
    from connectors.protocols import Incoming

FIELDS = sorted(
    HEADERS - {"content-type"}
    | {"from", "to", "cc", "sender", "subject", "date", "message-id", "references", "in-reply-to", RESULTS}
)
"""The header lines that are read; what the message is made of is told by its structure."""
HEADER = b"BODY.PEEK[HEADER.FIELDS (%b)]" % " ".join(FIELDS).upper().encode("ascii")
ITEMS = b"UID FLAGS INTERNALDATE BODYSTRUCTURE %b %b" % (HEADER, FIRST)
WHOLE = (Section(b"", cut=True),)
"""The beginning of a message whose structure the server does not tell."""
USUAL = re.compile(
    rb'\d+ FETCH \(UID (\d+) FLAGS \(([^()]*)\) INTERNALDATE "([^"]{26})" BODYSTRUCTURE '
    rb'(\()?\("text" "(plain|html)" \("charset" "([^"\\]*)"\) NIL NIL "([^"\\]*)" (\d+) \d+(?: NIL)*\)'
    rb'(?(4)\("text" "html" [^()]*(?:\([^()]*\))?[^()]*\) "alternative" \([^()]*\)(?: NIL)*\))'
    rb" BODY\[HEADER\.FIELDS [^]]*\] \{\d+\}\r\n BODY\[1\]<0> \{\d+\}\r\n\)",
    re.IGNORECASE,
)
"""Nine of ten messages: a text alone, or a plain one with an HTML twin."""


class Seen(NamedTuple):
    """A message whose headers and structure are known."""

    uid: int
    header: bytes
    structure: Part | None
    first: bytes | None
    """Its part 1, where that is short."""
    sections: tuple[Section, ...]
    """What is still to be fetched of it."""
    received: datetime | None
    thread: str
    is_draft: bool
    alone: Alone | None = None
    """What part 1 is, where it is all that is read."""


class Fetched:
    """What FETCH has brought, by UID.

    Commands are sent together, and a server may answer them in any order it likes (RFC 3501, 5.5): so what an answer
    belongs to is told by what is in it.
    """

    def __init__(self, folder: Chosen, connection: Connection, finish: Callable[[Seen], Incoming | None]) -> None:
        """Expect messages of a folder that is open.

        ``finish`` is given each message that is complete as soon as it comes: while it is taken apart, the server
        goes on sending, and nothing has to wait in between.
        """
        self._folder = folder
        self._finish = finish
        self._connection = connection
        self._asked = 0
        self._answered = 0
        self.heads: dict[int, Seen] = {}
        self.texts: dict[int, dict[bytes, Value]] = {}
        self.done: dict[int, Incoming | None] = {}

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
            reply = self._connection.collect(self._take)
            self._answered += 1
            # A message that was expunged meanwhile is not in the answer, and some servers say so.
            if not reply.ok and reply.code.upper() != b"EXPUNGEISSUED":
                raise reply.trouble(f"messages of {self._folder.name} cannot be fetched")

    def _take(self, response: Response) -> None:
        """Take what is said of one message."""
        seen = _glance(response)
        if seen is None:
            items = response.values[-1] if response.is_fetch() else None
            facts = pairs(items) if isinstance(items, list) else {}
            uid = number(facts.get(b"UID"))
            if uid and b"BODYSTRUCTURE" in facts:
                seen = _seen(uid, facts)
            elif uid:
                self.texts.setdefault(uid, {}).update(facts)
        if seen is not None:
            self.heads[seen.uid] = seen
            if not seen.sections:
                self.done[seen.uid] = self._finish(seen)


def _glance(response: Response) -> Seen | None:
    """Read a usual message without taking the answer apart word by word, which costs more than all the rest."""
    usual = USUAL.fullmatch(response.text)
    if usual is None:
        return None
    uid, flags, received, twin, subtype, charset, encoding, size = usual.groups()
    header, text = response.literals
    part, kind = _text(subtype, charset, encoding)
    if kind is None or len(text) != int(size) or (twin and not part.says_enough(text)):
        return None
    draft = b"\\draft" in flags.lower()
    return Seen(int(uid), header, None, text, (), date_time(received), "", draft, kind)


@lru_cache(maxsize=256)
def _text(subtype: bytes, charset: bytes, encoding: bytes) -> tuple[Part, Alone | None]:
    """Give the structure of a text; mailboxes know a handful of them."""
    part = Part(b"1", b"text/" + subtype.lower(), [b"charset", charset], encoding=encoding)
    return part, alone(part.header)


def _seen(uid: int, facts: Mapping[bytes, Value]) -> Seen:
    """Read what is known of a message before its text is."""
    header = next((value for name, value in facts.items() if name.startswith(b"BODY[HEADER")), None)
    flags = facts.get(b"FLAGS")
    thread = facts.get(b"X-GM-THRID")
    structure = read(facts.get(b"BODYSTRUCTURE"))
    first = facts.get(b"BODY[1]<0>")
    whole = first if isinstance(first, bytes) and len(first) < FIRST_LIMIT else None
    return Seen(
        uid=uid,
        header=header if isinstance(header, bytes) else b"",
        structure=structure,
        first=whole,
        sections=structure.missing(whole) if structure else WHOLE,
        received=date_time(facts.get(b"INTERNALDATE")),
        thread=thread.decode("ascii", "replace") if isinstance(thread, bytes) else "",
        is_draft=any(isinstance(flag, bytes) and flag.lower() == b"\\draft" for flag in (flags or ())),
    )
