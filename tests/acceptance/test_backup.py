"""A copy of the ledger taken while it is in use is a ledger one can go back to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.worlds import World

PROMISE = "Buenos días, Pedro:\n\nMañana le envío el presupuesto de la cocina.\n\nUn saludo,\nAna"


def _copy_ledger(world: World, target: Path) -> int:
    command = [sys.executable, "-m", "daemon", "export", "--ledger", str(target), "--config", str(world.config)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False).returncode


def test_a_copy_put_in_place_of_a_lost_ledger_leaves_nothing_twice(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-10 10:30")
    before = world.owed()
    copy = tmp_path / "copy.db"
    with world.firm().working():
        assert _copy_ledger(world, copy) == 0
    assert copy.stat().st_mode & 0o077 == 0
    world.cycle("2026-03-12 09:05")
    for file in tmp_path.glob("ledger.db*"):
        file.unlink()
    copy.rename(tmp_path / "ledger.db")
    assert world.owed() == before
    world.cycle("2026-03-12 09:10")
    assert len(world.draft_files()) == 1
    assert len(world.tasks()) == 1


def test_a_copy_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.cycle("2026-03-10 10:30")
    kept = tmp_path / "kept"
    kept.write_text("mine")
    assert _copy_ledger(world, kept) == 1
    assert kept.read_text() == "mine"
