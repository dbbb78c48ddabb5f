"""One process at a time works on a ledger."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.ownership import give_to_owner_of_folder
from daemon.ledger.errors import LedgerBusy, LedgerFull


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the ledger beside which ``path`` lies, or raise LedgerBusy at once, naming the holder.

    The kernel drops the lock when the process ends, however it ends, so a stale file blocks nobody.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        give_to_owner_of_folder(path)
    except OSError as error:
        raise LedgerFull(
            f"{path}: cannot be written ({error.strerror}); give this user the right to write there"
        ) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(handle, 20, 0).decode(errors="replace").strip() or "unknown"
            raise LedgerBusy(
                f"another prometido (process {holder}) is working on {path.with_suffix('').name}; "
                "wait until it has finished, or stop it, and try again"
            ) from None
        with contextlib.suppress(OSError):  # who holds it is told where there is room to
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
