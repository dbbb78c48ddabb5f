"""How far a Gmail account has been read: the cursor, taken apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

from connectors.errors import CursorExpired

MARKS = 5
"""How many of the last messages read the place of a first read is known by: the user may delete some meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to go on."""

    history: str
    """What has happened since this record is not read yet."""
    sent: bool = False
    """Whether there was mail in the sent folder: if there is none any more, something is wrong."""
    last: tuple[str, ...] | None = None
    """The last messages a first read has come to, newest first; None once it is over."""
    since: int = 0
    """How far back the first read goes, in seconds of the epoch."""

    @classmethod
    def parse(cls, cursor: str) -> Self:
        """Read a cursor. Raises CursorExpired for one this version did not write."""
        try:
            match json.loads(cursor):
                case {"v": 1, "history": str(history), "sent": bool(sent), "since": int(since), "last": None}:
                    return cls(history=history, sent=sent, since=since)
                case {"v": 1, "history": str(history), "sent": bool(sent), "since": int(since), "last": list(last)}:
                    return cls(history=history, sent=sent, since=since, last=tuple(map(str, last)))
        except ValueError:
            pass
        raise CursorExpired("the place up to which the mailbox was read is written in a form of another version")

    def __str__(self) -> str:
        """Write it as the cursor."""
        last = None if self.last is None else list(self.last)
        facts = {"v": 1, "history": self.history, "sent": self.sent, "since": self.since, "last": last}
        return json.dumps(facts, separators=(",", ":"))
