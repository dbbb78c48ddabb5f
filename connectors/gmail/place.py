"""How far a Gmail account has been read: the cursor, taken apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from connectors.errors import CursorExpired
from connectors.web import failing

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
    failed: Mapping[str, int] = field(default_factory=dict)
    """How many reads in a row have failed on a message; see :mod:`connectors.web.failing`."""

    @classmethod
    def parse(cls, cursor: str) -> Self:
        """Read a cursor. Raises CursorExpired for one this version did not write."""
        try:
            facts = json.loads(cursor)
            match facts:
                case {"v": 1, "history": str(history), "sent": bool(sent), "since": int(since), "last": last}:
                    known = None if last is None else tuple(map(str, last))
                    failed = failing.parse(facts.get("failed"))
                    return cls(history=history, sent=sent, since=since, last=known, failed=failed)
        except (ValueError, TypeError):
            pass
        raise CursorExpired("the place up to which the mailbox was read is written in a form of another version")

    def __str__(self) -> str:
        """Write it as the cursor."""
        last = None if self.last is None else list(self.last)
        facts = {"v": 1, "history": self.history, "sent": self.sent, "since": self.since, "last": last}
        facts |= {"failed": self.failed} if self.failed else {}
        return json.dumps(facts, separators=(",", ":"))
