"""The names that have been read, so that a folder that changed is not read again as a whole."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from array import array
from typing import TYPE_CHECKING, Self

from config.ownership import give_to_owner_of_folder
from connectors.errors import CursorExpired, Transient

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

WIDTH = 8
"""Bytes of a name's hash: among a million names two are alike with a chance of one in 37 million."""


def name_hash(folder: str, base: str) -> int:
    """Hash a message's base name, which no change of flags touches, together with its folder."""
    digest = hashlib.blake2b(os.fsencode(f"{folder}\0{base}"), digest_size=WIDTH).digest()
    return int.from_bytes(digest, "little")


class SeenNames:
    """A file of hashes that only grows; the cursor names the file and how much of it counts.

    What was appended after the cursor's position belongs to batches that were never committed and is cut off, so
    the file needs no transaction of its own: whatever is lost of it can only make a message come twice. A mailbox
    of a million messages costs 8 MB of disk and nothing in a cycle in which no folder changed.
    """

    def __init__(self, directory: Path, account: str, token: str | None, size: int) -> None:
        """Open the file ``token`` of an account, or start one (None). Raises CursorExpired where it is gone."""
        self.token = token or secrets.token_hex(6)
        self.size = size
        digest = hashlib.blake2b(account.encode(), digest_size=4).hexdigest()
        self._prefix = f"{re.sub(r'[^A-Za-z0-9-]', '_', account)}.{digest}."
        self._directory = directory
        self._path = directory / f"{self._prefix}{self.token}.seen"
        self._names: set[int] | None = None
        if token is None:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT | os.O_EXCL if token is None else 0)
        try:
            self._descriptor = os.open(self._path, flags, 0o600)
            give_to_owner_of_folder(self._path)
        except FileNotFoundError as error:
            raise CursorExpired("the list of messages already read is gone: the mailbox is read again") from error

    def __enter__(self) -> Self:
        """Keep other processes out while names are added. Raises Transient where another one is reading."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._descriptor)
            raise Transient("another process is reading this mailbox") from error
        if os.fstat(self._descriptor).st_size < self.size:
            os.close(self._descriptor)
            raise CursorExpired("the list of messages already read is shorter than it was: the mailbox is read again")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let others in."""
        os.close(self._descriptor)

    def __contains__(self, hashed: int) -> bool:
        """Whether a name has been read. The file is loaded at the first question."""
        if self._names is None:
            hashes = array("Q", os.pread(self._descriptor, self.size, 0))
            self._names = set(hashes)
        return hashed in self._names

    def add(self, hashes: Iterable[int]) -> None:
        """Append names; they count once a cursor with the new :attr:`size` is committed."""
        added = array("Q", hashes)
        os.pwrite(self._descriptor, added.tobytes(), self.size)
        self.size += len(added) * WIDTH
        os.ftruncate(self._descriptor, self.size)
        if self._names is not None:
            self._names.update(added)

    def forget_others(self) -> None:
        """Remove the account's files that no cursor names any more (reads that were begun anew)."""
        for path in self._directory.glob(f"{self._prefix}*.seen"):
            if path == self._path:
                continue
            with path.open("rb") as other:
                try:
                    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                path.unlink(missing_ok=True)
