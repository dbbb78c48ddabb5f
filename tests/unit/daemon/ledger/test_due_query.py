from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from daemon.ledger.commitments import circles_to_settle
from daemon.ledger.opening import open_engine

if TYPE_CHECKING:
    from pathlib import Path


def test_asking_what_is_due_walks_no_table_and_no_index_that_grows_with_history(tmp_path: Path) -> None:
    engine = open_engine(str(tmp_path / "ledger.db"))
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, values, _x, _m: asked.append((sql, values)))
    with engine.connect() as connection:
        circles_to_settle(connection, datetime(2026, 3, 10, 9, tzinfo=UTC))
        queries = [(sql, values) for sql, values in asked if "commitments" in sql]
        plans = [
            row[-1]
            for sql, values in queries
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        ]
    assert any("commitments_by_wake" in step for step in plans)
    assert not any(step.startswith("SCAN") for step in plans)
    engine.dispose()
