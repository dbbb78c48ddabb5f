"""What connectors to files on this machine have in common."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from config.ownership import give_to_owner_of_folder
from connectors.errors import ConnectorError, NeedsUser, NoRoom, Transient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


STALE = 86_400.0
"""Seconds after which an unfinished file is litter."""


def trouble(error: OSError, doing: str) -> ConnectorError:
    """Say what an error of the file system means for the daemon."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.ENOENT | errno.ENOTDIR | errno.ELOOP:
            return NeedsUser(f"{doing}: {reason}")
        case errno.EROFS | errno.ENOSPC | errno.EDQUOT:
            return NoRoom(f"{doing}: {reason}")
        case _:
            return Transient(f"{doing}: {reason}")


def write_new(path: Path, raw: bytes) -> None:
    """Write a file that is not there yet and make its content survive a power cut.

    Root gives it to the folder's owner, whose mail program must be able to change it. Raises OSError.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            give_to_owner_of_folder(path)
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def sync_directory(path: Path) -> None:
    """Make the names in a directory survive a power cut. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a directory against other processes of this machine that ask for it too.

    Where the file system has no locks there are none. Raises a ConnectorError where it is missing or closed to us.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise trouble(error, f"{path} cannot be opened") from error
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sweep(path: Path, ours: re.Pattern[str]) -> None:
    """Remove unfinished files of our own that a crash has left, a day after: by then nobody is writing them."""
    with suppress(OSError), os.scandir(path) as entries:
        for entry in entries:
            if ours.fullmatch(entry.name) and entry.stat(follow_symlinks=False).st_mtime < time.time() - STALE:
                (path / entry.name).unlink(missing_ok=True)
