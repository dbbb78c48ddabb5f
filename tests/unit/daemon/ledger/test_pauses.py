"""What the ledger remembers of the days on which an account was not read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from daemon.ledger.opening import open_engine
from daemon.ledger.pauses import forget_pauses, note_pause, pauses_of
from rules.pauses import Pause
from tests.builders import at


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(str(tmp_path / "ledger.db"))
    with engine.execution_options(writes=True).begin() as connection:
        yield connection
    engine.dispose()


def read(connection: Connection, *moments: str) -> None:
    """Read the account completely at each of these moments."""
    before = None
    for moment in moments:
        note_pause(connection, "despacho", before, at(moment))
        before = at(moment)


def test_a_cycle_a_day_a_little_later_each_time_is_no_pause(connection: Connection) -> None:
    read(connection, "2026-03-09 09:00", "2026-03-10 11:00", "2026-03-11 17:00")
    assert pauses_of(connection, "despacho") == ()


def test_days_without_a_cycle_are_remembered_by_account_for_a_year(connection: Connection) -> None:
    read(connection, "2025-01-09 09:00", "2025-01-20 09:00", "2026-03-01 09:00", "2026-03-04 09:00")
    assert pauses_of(connection, "despacho") == (
        Pause(began=at("2025-01-20 09:00"), ended=at("2026-03-01 09:00")),
        Pause(began=at("2026-03-01 09:00"), ended=at("2026-03-04 09:00")),
    )
    assert pauses_of(connection, "taller") == ()
    forget_pauses(connection)
    assert pauses_of(connection, "despacho") == ()


def test_a_clock_that_was_ahead_had_seen_no_pause(connection: Connection) -> None:
    read(connection, "2026-03-09 09:00", "2026-06-09 09:00", "2026-03-09 10:00", "2026-03-10 09:00")
    assert pauses_of(connection, "despacho") == ()
