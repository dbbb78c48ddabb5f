"""One Maildir folder: where it is, what it holds, and how a message gets into it.

Source: https://cr.yp.to/proto/maildir.html, and for ``.Sub.Folders`` the Maildir++ page of Courier.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from connectors.errors import NeedsUser, UnknownOutcome
from connectors.local import sweep, sync_directory, trouble, write_new

if TYPE_CHECKING:
    from pathlib import Path

SETTLED = 2_000_000_000
"""Nanoseconds after which a folder's time can be trusted: some file systems count in steps of two seconds."""
CONSISTENT_LOOKS = 5
OURS = re.compile(r"\d+\.M\d+P\d+R[0-9a-f]{8}\..+")
"""Names as :func:`unique_name` makes them."""


class Stamp(NamedTuple):
    """Identity and time of last change of ``new`` and ``cur``: equal stamps mean equal names."""

    new_inode: int
    new_changed: int
    cur_inode: int
    cur_changed: int

    @property
    def changed(self) -> int:
        """Time of the last change, in nanoseconds since 1970."""
        return max(self.new_changed, self.cur_changed)


NEVER = Stamp(0, 0, 0, 0)
"""Equal to no folder's stamp."""


class Entry(NamedTuple):
    """A message file: ``path`` is relative to its folder and changes with the flags, its base name never does."""

    path: str
    flags: str

    @property
    def is_draft(self) -> bool:
        """Whether it carries the flag ``D``."""
        return "D" in self.flags

    @property
    def is_trashed(self) -> bool:
        """Whether it carries the flag ``T``: its user deleted it, some client has yet to remove the file."""
        return "T" in self.flags


def shown(name: str) -> str:
    """Give a name that can be stored and printed, where a file name is not UTF-8."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def is_maildir(path: Path) -> bool:
    """Whether a Maildir is there; ``tmp`` is only needed to deliver. One that may not be looked at is not there."""
    try:
        return (path / "cur").is_dir() and (path / "new").is_dir()
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Folder:
    """A Maildir; ``name`` is what the configuration calls it."""

    name: str
    path: Path

    def stamp(self) -> Stamp:
        """Look at the times of the two directories: two system calls, whatever they hold.

        Raises:
            NeedsUser: the folder is gone or may not be read.
        """
        try:
            new, cur = (self.path / "new").stat(), (self.path / "cur").stat()
        except OSError as error:
            raise trouble(error, f"the mail folder {self.name} cannot be read ({self.path})") from error
        return Stamp(new.st_ino, new.st_mtime_ns, cur.st_ino, cur.st_mtime_ns)

    def entries(self) -> dict[str, Entry]:
        """List the messages by base name.

        A client may rename files while the directory is being listed, and a renamed one can be missed; so it is
        listed again until nothing changed meanwhile. ``new`` comes first: messages only move from there to ``cur``.

        Raises:
            NeedsUser: the folder is gone or may not be read.
        """
        before = self.stamp()
        for _ in range(CONSISTENT_LOOKS):
            try:
                listing = {
                    name.partition(":")[0]: Entry(f"{sub}/{name}", name.partition(":2,")[2])
                    for sub in ("new", "cur")
                    for name in os.listdir(self.path / sub)  # noqa: PTH208 - names are all that is wanted
                    if not name.startswith(".")
                }
            except OSError as error:
                raise trouble(error, f"the mail folder {self.name} cannot be read ({self.path})") from error
            after = self.stamp()
            if after == before:
                break
            before = after
        return listing

    def deliver(self, raw: bytes, flags: str) -> str:
        """Put a message into ``cur`` so that it is there whole or not at all; return its base name.

        Raises:
            NeedsUser: there is no ``tmp``, or it may not be written.
            NoRoom: disk full, quota, or a read-only file system.
            Transient: nothing was delivered.
            UnknownOutcome: it is in ``cur`` but may not survive a power cut.
        """
        base = unique_name()
        tmp, cur = self.path / "tmp" / base, self.path / "cur"
        sweep(tmp.parent, OURS)
        try:
            write_new(tmp, raw)
        except FileNotFoundError as error:
            raise NeedsUser(
                f"the mail folder {self.name} has no tmp directory, so nothing can be delivered: mkdir {tmp.parent}"
            ) from error
        except OSError as error:
            raise trouble(error, f"no draft can be left in {self.path}") from error
        try:
            tmp.rename(cur / f"{base}:2,{flags}")
        except OSError as error:
            tmp.unlink(missing_ok=True)
            raise trouble(error, f"no draft can be left in {self.path}") from error
        try:
            sync_directory(cur)
        except OSError as error:
            raise UnknownOutcome(f"the draft in {self.path} may not survive a power cut") from error
        return base


def unique_name() -> str:
    """Make a name as the Maildir page asks: time, then what makes it unique on this host, then the host."""
    seconds, micros = divmod(time.time_ns() // 1000, 1_000_000)
    host = socket.gethostname().replace("/", "\\057").replace(":", "\\072")
    return f"{seconds}.M{micros}P{os.getpid()}R{secrets.token_hex(4)}.{host}"
