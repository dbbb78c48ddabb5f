"""Reading history after the daemon has already begun: nothing is missed, nothing is nagged about months later."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from tests.worlds import MADRID, World

PROMISE = "Buenos días, Pedro:\n\nMañana le envío el presupuesto de la cocina.\n\nUn saludo,\nAna"


def _begun(place: Path) -> World:
    """A mailbox with a promise older than ``lookback``, read once already."""
    world = World(place)
    world.we_write(PROMISE, "2025-09-02 10:12")
    world.we_write("Hola Lucía:\n\nGracias por todo.\n\nAna", "2026-03-09 10:00", to="Lucía <lucia@bar.example>")
    world.cycle("2026-03-10 10:00")
    return world


def _backfill(world: World) -> int:
    now = datetime(2026, 3, 10, 11, tzinfo=MADRID)
    [account] = world.firm().backfill(date(2025, 6, 1), now=now).accounts
    return account.taken.new


def test_history_before_lookback_is_read_though_newer_mail_was_read_before(tmp_path: Path) -> None:
    world = _begun(tmp_path)
    assert world.owed() == []
    assert _backfill(world) == 1
    assert [item.message_id for item in world.owed()] == ["m1@world.example"]


def test_what_was_promised_long_ago_is_listed_and_leaves_nothing_outside(tmp_path: Path) -> None:
    world = _begun(tmp_path)
    _backfill(world)
    world.cycles("2026-03-10 12:00", "2026-03-11 09:05")
    assert world.drafts() == []
    assert world.tasks() == []


def test_the_same_history_is_not_read_twice(tmp_path: Path) -> None:
    world = _begun(tmp_path)
    _backfill(world)
    seen = world.status()[0].seen
    assert _backfill(world) == 0
    assert world.status()[0].seen == seen
