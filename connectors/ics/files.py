"""A folder of .ics files, one entry a file (a "vdir"), written so that a file is whole or not there."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from connectors.errors import UnknownOutcome
from connectors.local import sweep, sync_directory, trouble, write_new

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


OURS = re.compile(r"\.[0-9a-f]{16}\.tmp")
"""Names of unfinished files."""


class Stamp(NamedTuple):
    """Identity, size and time of a file: equal stamps mean equal content."""

    inode: int
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Files:
    """The .ics files of one folder."""

    path: Path

    def stamps(self) -> dict[str, Stamp]:
        """List the files. Raises NeedsUser where the folder is missing or may not be read."""
        try:
            with os.scandir(self.path) as entries:
                return {
                    entry.name: Stamp(status.st_ino, status.st_size, status.st_mtime_ns)
                    for entry in entries
                    if entry.name.lower().endswith(".ics") and not entry.name.startswith(".")
                    if (status := _status(entry))
                }
        except OSError as error:
            raise trouble(error, f"the calendar folder {self.path} cannot be read") from error

    def read(self, name: str) -> bytes | None:
        """Read a file; None where it is gone. Raises OSError where it cannot be read."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None

    def holding(self, text: bytes) -> Iterator[tuple[str, bytes]]:
        """Give the files in which a text occurs, folded lines joined."""
        for name in self.stamps():
            try:
                raw = self.read(name)
            except OSError:
                continue
            if raw is not None and text in raw.replace(b"\r\n ", b"").replace(b"\n ", b""):
                yield name, raw

    def create(self, name: str, raw: bytes) -> bool:
        """Write a new file; False, and nothing changed, where one of that name is there."""
        temporary = self._temporary(raw)
        try:
            (self.path / name).hardlink_to(temporary)
        except FileExistsError:
            return False
        except OSError as error:
            raise trouble(error, f"nothing can be written in {self.path}") from error
        finally:
            temporary.unlink(missing_ok=True)
        self._sync()
        return True

    def replace(self, name: str, old: bytes, new: bytes) -> bool:
        """Write a file again; False, and nothing changed, where it is no longer what it was."""
        temporary = self._temporary(new)
        try:
            if self.read(name) != old:
                temporary.unlink()
                return False
            temporary.rename(self.path / name)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise trouble(error, f"nothing can be written in {self.path}") from error
        self._sync()
        return True

    def remove(self, name: str) -> None:
        """Remove a file."""
        try:
            (self.path / name).unlink(missing_ok=True)
        except OSError as error:
            raise trouble(error, f"nothing can be removed from {self.path}") from error
        self._sync()

    def _temporary(self, raw: bytes) -> Path:
        """Write a file no program takes for an entry, and make it survive a power cut."""
        path = self.path / f".{secrets.token_hex(8)}.tmp"
        sweep(self.path, OURS)
        try:
            write_new(path, raw)
        except OSError as error:
            raise trouble(error, f"nothing can be written in {self.path}") from error
        return path

    def _sync(self) -> None:
        """Make the names survive a power cut. Raises UnknownOutcome."""
        try:
            sync_directory(self.path)
        except OSError as error:
            raise UnknownOutcome(f"what was written in {self.path} may not survive a power cut") from error


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Look at a file; None for one that vanished, and for what is no file."""
    try:
        return entry.stat() if entry.is_file() else None
    except FileNotFoundError:
        return None
