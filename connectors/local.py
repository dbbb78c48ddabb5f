"""What connectors to files on this machine have in common."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from config.ownership import give_to_owner_of_folder
from connectors.errors import ConnectorError, NeedsUser, NoRoom, Transient

if TYPE_CHECKING:
    from pathlib import Path


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
