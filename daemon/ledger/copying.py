"""Copy a SQLite ledger while it is in use: the online backup sees one state of it, whatever is written meanwhile."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from config.ownership import give_to_owner_of_folder
from daemon.ledger.errors import LedgerFull

if TYPE_CHECKING:
    from sqlalchemy import Engine


def copy_ledger(engine: Engine, target: Path) -> None:
    """Write a copy to a new file, 0600, whole or not at all. Raises FileExistsError, LedgerFull."""
    try:
        target.touch(mode=0o600, exist_ok=False)
        give_to_owner_of_folder(target)
    except FileExistsError:
        raise
    except OSError as error:
        raise LedgerFull(f"{target}: the copy cannot be written ({error.strerror}); nothing was changed") from None
    origin = engine.raw_connection()
    copy = sqlite3.connect(target)
    try:
        origin.driver_connection.backup(copy)  # type: ignore[union-attr]  # sqlite3.Connection
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise LedgerFull(f"{target}: the copy cannot be written ({error}); nothing was changed") from None
    finally:
        copy.close()
        origin.close()
