"""The daemon as a process: it reads by itself, takes a new configuration, and stops when it is told to."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.worlds import CONFIG, MADRID, World

_PATIENCE = 120.0  # seconds; only a daemon that does nothing waits so long


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path, f"{CONFIG}interval: 10s\n")
    text = "Buenos días, Pedro:\n\nMañana le envío el presupuesto de la cocina.\n\nUn saludo,\nAna"
    world.we_write(text, datetime.now(MADRID).strftime("%Y-%m-%d %H:%M"))
    return world


@pytest.fixture
def daemon(world: World) -> Iterator[subprocess.Popen[bytes]]:
    with (world.place / "log").open("wb") as log:
        command = [sys.executable, "-m", "daemon", "run", "--config", str(world.config)]
        process = subprocess.Popen(command, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.2)


def test_it_reads_by_itself_and_stops_in_order_when_it_is_told_to(
    world: World, daemon: subprocess.Popen[bytes]
) -> None:
    _until(lambda: len(world.tasks()) == 1)
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(_PATIENCE) == 0


def test_a_configuration_that_is_wrong_is_told_and_the_old_one_kept(
    world: World, daemon: subprocess.Popen[bytes]
) -> None:
    _until(lambda: len(world.tasks()) == 1)
    world.config.write_text("timezone: Europe/Nowhere\n", encoding="utf-8")
    daemon.send_signal(signal.SIGHUP)
    _until(lambda: b"configuration kept as it was" in (world.place / "log").read_bytes())
    assert daemon.poll() is None


def test_two_daemons_on_one_ledger_exclude_each_other(world: World, daemon: subprocess.Popen[bytes]) -> None:
    _until(lambda: len(world.tasks()) == 1)
    command = [sys.executable, "-m", "daemon", "once", "--config", str(world.config)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    assert second.returncode == 1
    assert f"process {daemon.pid}" in second.stderr
