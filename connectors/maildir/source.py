"""Reading a Maildir from where one left off."""

from __future__ import annotations

import json
import os
import re
import stat
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, Self

from connectors.dates import written
from connectors.errors import CursorExpired, NeedsUser, Transient, Unreadable
from connectors.maildir.folder import NEVER, SETTLED, Entry, Folder, Stamp, shown
from connectors.maildir.seen import SeenNames, name_hash
from connectors.protocols import FolderRole, Incoming, MailBatch
from connectors.reading.mime import MAX_BYTES, PREFIX_BYTES, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.maildir.layout import Layout

BATCH = 200
HEAD = 16 * 1024
"""Bytes of a message in which ``Date`` is looked for before it is read as a whole."""
ROUNDS = 5
DELIVERED = re.compile(r"(\d{9,11})\D")


class Known(NamedTuple):
    """What the cursor says of a folder whose first read is over."""

    stamp: Stamp
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far the mailbox has been read: the cursor, taken apart."""

    token: str | None = None
    size: int = 0
    folders: Mapping[str, Known] = field(default_factory=dict)

    @classmethod
    def parse(cls, cursor: str | None) -> Self:
        """Read a cursor. Raises CursorExpired for one this version did not write."""
        if cursor is None:
            return cls()
        try:
            match json.loads(cursor):
                case {"v": 1, "seen": str(token), "size": int(size), "folders": dict(folders)}:
                    known = {name: Known(Stamp(*stamp), count) for name, (*stamp, count) in folders.items()}
                    return cls(token=token, size=size, folders=known)
        except (ValueError, TypeError):
            pass
        raise CursorExpired("the place up to which the mailbox was read is written in a form of another version")

    def __str__(self) -> str:
        """Write it as the cursor."""
        folders = {name: [*known.stamp, known.held] for name, known in self.folders.items()}
        return json.dumps({"v": 1, "seen": self.token, "size": self.size, "folders": folders}, separators=(",", ":"))


class Found(NamedTuple):
    """A message that is to be read."""

    folder: Folder
    role: FolderRole
    base: str
    entry: Entry
    hashed: int
    first: bool
    """Whether the folder is being read for the first time, so that old mail is passed over."""

    @property
    def order(self) -> tuple[int, str]:
        """Oldest delivery first, as far as the names tell."""
        delivered = DELIVERED.match(self.base)
        return (int(delivered[1]) if delivered else 0, self.base)


class MaildirSource:
    """The folders that are read, and how far."""

    def __init__(self, layout: Layout, *, account: str, state: Path) -> None:
        """Read the folders of a layout; what has been read is kept in the folder ``state``."""
        self._layout = layout
        self._account = account
        self._state = state

    def read(self, cursor: str | None, *, since: datetime) -> Iterator[MailBatch]:
        """Yield what is new, in batches; see :meth:`connectors.protocols.MailSource.read`.

        A quiet cycle costs two ``stat`` calls a folder. A folder that changed is listed, and only names that were
        never read are opened. A message counts from its own ``Date``, so an old one is passed over at the first read
        of its folder whatever the times of its file.

        Raises:
            NeedsUser: a folder is missing, may not be read, or is suddenly empty.
            CursorExpired: the cursor is not of this version, or the list of names read is gone.
            Transient: another process reads this mailbox, or it is being rearranged.
        """
        place = Place.parse(cursor)
        folders = self._layout.reading()
        with SeenNames(self._state, self._account, place.token, place.size) as seen:
            total = 0
            for _ in range(ROUNDS):
                found, looked = self._look(folders, place.folders, seen)
                total += len(found)
                vanished = 0
                for start in range(0, len(found), BATCH):
                    batch = found[start : start + BATCH]
                    messages, hashes = _read_all(batch, since)
                    vanished += len(batch) - len(hashes)
                    seen.add(hashes)
                    at = Place(token=seen.token, size=seen.size, folders=place.folders)
                    yield MailBatch(messages=messages, cursor=str(at), seen=len(hashes), total=total)
                if not vanished:
                    break
                total -= vanished
            else:
                raise Transient("the messages kept being renamed while they were read")
            if place.token is not None:
                seen.forget_others()
            at = Place(token=seen.token, size=seen.size, folders=looked)
            present = sum(folder.held for folder in looked.values())
            yield MailBatch(messages=(), cursor=str(at), complete=True, total=total, present=present)

    def _look(
        self, folders: Sequence[tuple[Folder, FolderRole]], known: Mapping[str, Known], seen: SeenNames
    ) -> tuple[list[Found], dict[str, Known]]:
        """List the folders that changed: what is to be read, oldest delivery first, and how each folder stands."""
        found: list[Found] = []
        looked: dict[str, Known] = {}
        for folder, role in folders:
            before = known.get(folder.name)
            stamp = folder.stamp()
            if before is not None and before.stamp == stamp:
                looked[folder.name] = before
                continue
            settled = time.time_ns() - stamp.changed > SETTLED
            entries = folder.entries()
            if before is not None and before.held and not entries:
                self._refuse_if_lost(folder, stamp, before.held)
            for base, entry in entries.items():
                if not entry.is_draft and (hashed := name_hash(folder.name, base)) not in seen:
                    found.append(Found(folder, role, base, entry, hashed, before is None))
            looked[folder.name] = Known(stamp if settled else NEVER, len(entries))
        found.sort(key=lambda message: message.order)
        return found, looked

    def _refuse_if_lost(self, folder: Folder, stamp: Stamp, count: int) -> None:
        """Raise NeedsUser for a folder that is suddenly empty, unless its mail was moved to another one.

        Who archives a whole inbox changes two folders in the same moment. A failed mount, a sync gone wrong or a
        deleted mailbox changes one, and nothing may be concluded from mail that is not there.
        """
        for other in self._layout.others():
            if abs(other.stamp().changed - stamp.changed) <= SETTLED and len(other.entries()) >= count:
                return
        raise NeedsUser(
            f"the folder {folder.name} held {count} messages and is suddenly empty ({folder.path}): if they were lost,"
            " restore them; if this is right, it goes on by itself with the next message in it"
        )


def _read_all(batch: Sequence[Found], since: datetime) -> tuple[tuple[Incoming, ...], list[int]]:
    """Read messages: those that count, and the hashes of the names of all that were still there."""
    messages: list[Incoming] = []
    hashes: list[int] = []
    for found in batch:
        try:
            incoming = _read(found, since)
        except FileNotFoundError:
            continue
        hashes.append(found.hashed)
        if incoming is not None:
            messages.append(incoming)
    return tuple(messages), hashes


def _read(found: Found, since: datetime) -> Incoming | None:
    """Read one message; None if it is older than ``since`` and its folder is read for the first time.

    Raises:
        FileNotFoundError: it was renamed or removed meanwhile.
    """
    ref = shown(f"{found.folder.name}/{found.base}")
    try:
        descriptor = os.open(
            f"{found.folder.path}/{found.entry.path}", os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
        )
        with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123 - a descriptor, so that a FIFO cannot block
            status = os.fstat(descriptor)
            received = datetime.fromtimestamp(status.st_mtime, UTC)
            if not stat.S_ISREG(status.st_mode):
                return Incoming(ref=ref, role=found.role, unreadable="not a regular file")
            raw = file.read(HEAD)
            if found.first and (written(raw) or received) < since:
                return None
            if len(raw) == HEAD:
                raw += file.read(PREFIX_BYTES if status.st_size > MAX_BYTES else -1)
        is_thrown_away = found.role is FolderRole.INBOX and found.entry.is_trashed
        return Incoming(ref=ref, role=found.role, parts=parse(raw), received=received, discarded=is_thrown_away)
    except FileNotFoundError:
        raise
    except OSError as error:
        return Incoming(ref=ref, role=found.role, unreadable=os.strerror(error.errno or 0))
    except Unreadable as error:
        return Incoming(ref=ref, role=found.role, unreadable=str(error))
