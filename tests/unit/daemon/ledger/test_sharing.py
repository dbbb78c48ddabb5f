"""A ledger that is open in one process is used by others too: commands beside the service."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

from sqlalchemy import insert

from daemon.ledger.opening import open_engine
from daemon.ledger.schema import meta

_ASKS = """
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT key FROM meta ORDER BY key").fetchall())
"""


def _as_another_process_sees_it(ledger: Path) -> str:
    done = subprocess.run([sys.executable, "-c", _ASKS, str(ledger)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_what_is_written_after_the_ledger_was_opened_again_is_seen_by_others_and_outlives_a_crash(
    tmp_path: Path,
) -> None:
    """Closing a file gives up all locks a process has on it; without them a command that ends takes away the log."""
    ledger = tmp_path / "ledger.db"
    service = open_engine(str(ledger))
    with service.begin() as connection:
        connection.execute(insert(meta).values(key="a", value=""))
    after_a_reload = open_engine(str(ledger))
    assert _as_another_process_sees_it(ledger) == "[('a',)]"
    with after_a_reload.begin() as connection:
        connection.execute(insert(meta).values(key="b", value=""))
    assert _as_another_process_sees_it(ledger) == "[('a',), ('b',)]"
    for engine in (after_a_reload, service):
        engine.dispose()
    with sqlite3.connect(ledger) as database:
        assert database.execute("SELECT count(*) FROM meta").fetchone() == (2,)
    database.close()
