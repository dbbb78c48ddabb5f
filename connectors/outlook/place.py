"""How far a mailbox has been read: the cursor, taken apart."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self

from connectors.errors import CursorExpired
from connectors.web import failing

REMEMBERED = 1500
"""Messages last read that are known again when they are opened, flagged or told of twice; older ones are read again."""
LENGTH = 8
"""Characters each of them is known by: 48 bits."""


class Round(NamedTuple):
    """Where a folder's delta query goes on."""

    query: str
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to go on."""

    rounds: Mapping[str, Round] = field(default_factory=dict)
    """By the folder's name; a folder without one has not been begun."""
    sent: bool = False
    """Whether there was mail in the sent folder: if there is none any more, something is wrong."""
    known: str = ""
    """The last messages read, oldest first."""
    failed: Mapping[str, int] = field(default_factory=dict)
    """How many reads in a row have failed on a message; see :mod:`connectors.web.failing`."""

    @classmethod
    def parse(cls, cursor: str) -> Self:
        """Read a cursor. Raises CursorExpired for one this version did not write."""
        try:
            facts = json.loads(cursor)
            match facts:
                case {"v": 1, "rounds": dict(rounds), "sent": bool(sent), "known": str(known)}:
                    return cls(
                        rounds={name: Round(str(query), bool(first)) for name, (query, first) in rounds.items()},
                        sent=sent,
                        known=known,
                        failed=failing.parse(facts.get("failed")),
                    )
        except (ValueError, TypeError):
            pass
        raise CursorExpired("the place up to which the mailbox was read is written in a form of another version")

    def __str__(self) -> str:
        """Write it as the cursor."""
        facts: dict[str, Any] = {"v": 1, "rounds": self.rounds, "sent": self.sent, "known": self.known}
        facts |= {"failed": self.failed} if self.failed else {}
        return json.dumps(facts, separators=(",", ":"))

    def at(self, folder: str, here: Round) -> Place:
        """Move on in one folder."""
        return replace(self, rounds={**self.rounds, folder: here})

    def remember(self, ids: tuple[str, ...]) -> Place:
        """Remember messages as read."""
        known = self.known + "".join(mark_of(one) for one in ids)
        return replace(self, known=known[-REMEMBERED * LENGTH :])

    def marks(self) -> frozenset[str]:
        """Give what is remembered."""
        return frozenset(self.known[start : start + LENGTH] for start in range(0, len(self.known), LENGTH))


def mark_of(one: str) -> str:
    """Shorten the id of a message."""
    return base64.b64encode(hashlib.sha256(one.encode()).digest()[:6]).decode("ascii")
