"""What asking a ledger for what is due costs, from ten thousand messages to a million."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert

from daemon.ledger.codec import seconds
from daemon.ledger.commitments import circles_to_settle
from daemon.ledger.opening import open_engine
from daemon.ledger.schema import commitments, messages

if TYPE_CHECKING:
    from sqlalchemy import Engine

_SIZES = (10_000, 100_000, 1_000_000)
_A_COMMITMENT = 5
"""Messages to each commitment."""
_DUE = 100
_CHUNK = 10_000
_ROUNDS = 200


def measure() -> None:
    """Ask ledgers of growing size, each with as many commitments due."""
    first = 0.0
    for size in _SIZES:
        with tempfile.TemporaryDirectory(prefix="prometido-bench-") as folder:
            engine = open_engine(str(Path(folder) / "ledger.db"))
            now = datetime(2026, 3, 10, 9, tzinfo=UTC)
            _fill(engine, size, now)
            spent = _median(engine, now)
            first = first or spent
            print(f"{size:9} messages {spent * 1e6:8.0f} microseconds to ask what is due   {spent / first:.2f} times")
            engine.dispose()


def _median(engine: Engine, now: datetime) -> float:
    spent = []
    with engine.connect() as connection:
        for _ in range(_ROUNDS):
            start = time.perf_counter()
            found = circles_to_settle(connection, now)
            spent.append(time.perf_counter() - start)
    if len(found) != _DUE:
        raise RuntimeError(f"{len(found)} circles are due; expected {_DUE}")
    return statistics.median(spent)


def _fill(engine: Engine, size: int, now: datetime) -> None:
    """Put in messages a minute apart, and commitments of which the last ``_DUE`` wake now."""
    count = size // _A_COMMITMENT
    with engine.execution_options(writes=True).begin() as connection:
        for start in range(0, size, _CHUNK):
            connection.execute(insert(messages), [_message(number, now) for number in range(start, start + _CHUNK)])
        for start in range(0, count, _CHUNK):
            rows = [_commitment(number, count, now) for number in range(start, min(start + _CHUNK, count))]
            connection.execute(insert(commitments), rows)


def _message(number: int, now: datetime) -> dict[str, object]:
    return {
        "account": "bench",
        "id": f"{number}@bench.example",
        "thread": f"{number // 4}@bench.example",
        "at": seconds(now) - 60 * number,
        "away": 0,
        "ref": f"INBOX/{number}",
        "trace": "{}",
        "mentions": b"",
        "attached": b"",
    }


def _commitment(number: int, count: int, now: datetime) -> dict[str, object]:
    is_due = number >= count - _DUE
    return {
        "id": f"c{number}",
        "account": "bench",
        "counterparty": f"c{number}@firm.example",
        "circle": f"firm{number}.example",
        "message_id": f"{number}@bench.example",
        "kind": "promise",
        "status": "open" if is_due or number % 10 == 0 else "fulfilled",
        "made_at": seconds(now) - 300 * number,
        "wake_at": seconds(now if is_due else now + timedelta(days=1 + number % 30))
        if is_due or number % 10 == 0
        else None,
        "commitment": "{}",
    }
