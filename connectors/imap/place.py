"""How far a mailbox has been read: the cursor, taken apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from connectors.errors import CursorExpired


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far one folder has been read."""

    validity: int
    """UIDVALIDITY: with another one, UIDs mean other messages (RFC 3501, 2.3.1.1)."""
    following: int = 1
    """The next UID to read; all below have been looked at."""
    held: int = 0
    """How many messages it held at the last complete look."""
    changed: int = 0
    """HIGHESTMODSEQ at the last complete look (RFC 7162); 0 where the server has none."""
    first: bool = True
    """Whether its first read is still going on, so that old mail is passed over."""
    drafts: tuple[int, ...] = ()
    """UIDs below ``following`` that were drafts; they are looked at again when they, or something, changed."""

    def at(self, following: int, drafts: tuple[int, ...]) -> Place:
        """Move on."""
        return replace(self, following=following, drafts=drafts)


@dataclass(frozen=True, slots=True)
class Places:
    """How far all folders have been read."""

    folders: Mapping[str, Place] = field(default_factory=dict)

    @classmethod
    def parse(cls, cursor: str | None) -> Self:
        """Read a cursor. Raises CursorExpired for one this version did not write."""
        if cursor is None:
            return cls()
        try:
            match json.loads(cursor):
                case {"v": 1, "folders": dict(folders)}:
                    return cls({name: _place(*place) for name, place in folders.items()})
        except (ValueError, TypeError):
            pass
        raise CursorExpired("the place up to which the mailbox was read is written in a form of another version")

    def __str__(self) -> str:
        """Write it as the cursor."""
        folders = {
            name: [place.validity, place.following, place.held, place.changed, int(place.first), list(place.drafts)]
            for name, place in self.folders.items()
        }
        return json.dumps({"v": 1, "folders": folders}, separators=(",", ":"), ensure_ascii=False)

    def of(self, name: str, now: Mapping[str, int]) -> Place:
        """Give the place of a folder: as it was, or the beginning where it is new or its UIDs mean other messages.

        ``now`` is the UIDVALIDITY of each folder that is read. One that was renamed has kept its own, which then no
        other folder has or had: some servers give all of them the same.
        """
        validity = now[name]
        place = self.folders.get(name)
        if place is not None and place.validity == validity:
            return place
        match [old for old, one in self.folders.items() if one.validity == validity]:
            case [old] if place is None and list(now.values()).count(validity) == 1:
                return self.folders[old]
        return Place(validity=validity)


def _place(validity: int, following: int, held: int, changed: int, first: int, drafts: list[int]) -> Place:
    """Read one folder's place. Raises TypeError for anything else."""
    numbers = (validity, following, held, changed, first, *drafts)
    if not all(isinstance(value, int) for value in numbers):
        raise TypeError("not numbers")
    return Place(
        validity=validity, following=following, held=held, changed=changed, first=bool(first), drafts=tuple(drafts)
    )
