"""One account's loop as it runs: it stops at once, survives what happens to it, and notices a new sign-in."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from daemon.firm import Firm
from daemon.ledger.accounts import AccountState
from daemon.service.worker import Worker
from daemon.stopping import Stop
from rules.commitments import Status
from tests.worlds import CONFIG, MADRID, World

PATIENCE = 120.0
MAILDIR = "{connector: maildir, path: Mail, inbox: INBOX, sent: Sent, drafts: Drafts}"


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port nobody answers at, as long as this holds it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def _run(world: World, until: Callable[[Worker], bool], prepare: Callable[[Firm], None] = lambda _firm: None) -> Worker:
    """Run the loop of the only account until something has happened, and stop it."""
    happened = threading.Event()
    firm = world.firm()
    _ = firm.terms, firm.detector, firm.writer
    prepare(firm)
    with Stop() as stop:
        worker = Worker(firm, "despacho", stop, lambda each: happened.set() if until(each) else None)
        worker.start()
        in_time = happened.wait(PATIENCE)
        stop.ask()
        worker.join(PATIENCE)
    firm.engine.dispose()
    assert in_time
    assert not worker.is_alive()
    return worker


def _state(worker: Worker) -> AccountState | None:
    return worker.report.state if worker.report else None


def test_it_reads_and_stops_however_long_it_would_have_waited(tmp_path: Path) -> None:
    worker = _run(World(tmp_path, f"{CONFIG}interval: 1h\n"), lambda each: _state(each) is AccountState.OK)
    assert worker.waiting_until > time.monotonic() + 600


def test_a_new_secret_wakes_an_account_that_waits_for_a_sign_in(tmp_path: Path, closed_port: int) -> None:
    mail = f"{{connector: imap, host: 127.0.0.1, port: {closed_port}, security: none, user: a, credential: ana}}"
    world = World(tmp_path, f"{CONFIG.replace(MAILDIR, mail)}interval: 1s\n")

    def signs_in(worker: Worker) -> bool:
        if _state(worker) is AccountState.NEEDS_REAUTH:
            (tmp_path / "secrets").mkdir(mode=0o700, exist_ok=True)
            (tmp_path / "secrets" / "ana").touch(mode=0o600)
            (tmp_path / "secrets" / "ana").write_text("new")
        return _state(worker) is AccountState.BACKOFF

    assert "127.0.0.1" in _run(world, signs_in).report.reason  # type: ignore[union-attr]


def test_a_clock_far_from_what_was_done_last_leaves_nothing_and_that_is_said_once(tmp_path: Path) -> None:
    world = World(tmp_path, f"{CONFIG}interval: 1s\n")
    world.cycle("2019-03-11 09:30")
    asked = datetime.now(MADRID) - timedelta(days=30)
    world.we_write("Hola, Pedro:\n\nMañana te mando el plano.\n\nAna", f"{asked:%Y-%m-%d %H:%M}")
    reads: list[bool] = []

    def reads_three_times(worker: Worker) -> bool:
        reads.append(worker.is_held)
        return len(reads) == 3

    with capture_logs() as said:
        _run(world, reads_three_times)
    assert reads == [True] * 3
    assert [item.status for item in world.owed()] == [Status.OVERDUE]
    assert (world.drafts(), world.tasks()) == ([], [])
    assert [each["event"] for each in said].count("the clock was set") == 1


def test_a_ledger_opened_while_its_disk_was_read_only_is_written_once_that_is_over(tmp_path: Path) -> None:
    world = World(tmp_path, f"{CONFIG}interval: 1s\n")
    world.we_write("Hola, Pedro:\n\nMañana te mando el plano.\n\nAna", f"{datetime.now(MADRID):%Y-%m-%d %H:%M}")
    disk = {"read_only": True}

    def open_anew(firm: Firm) -> None:
        @event.listens_for(firm.engine, "connect")
        def _as_the_disk_is(connection: Any, _record: object) -> None:
            connection.execute(f"PRAGMA query_only={int(disk['read_only'])}")

        firm.engine.dispose()

    def is_repaired(worker: Worker) -> bool:
        if worker.trouble:
            disk["read_only"] = False
        return not disk["read_only"] and _state(worker) is AccountState.OK and not worker.trouble

    _run(world, is_repaired, open_anew)
    assert len(world.owed()) == 1


def test_a_ledger_that_cannot_be_written_is_waited_for_and_goes_on(tmp_path: Path) -> None:
    world = World(tmp_path, f"{CONFIG}interval: 1s\n")
    long = " ".join(f"<{number}{'x' * 300}@long.example>" for number in range(100))
    world.they_write(
        "Hola, Ana:\n\nGracias.\n\nPedro", f"{datetime.now(MADRID):%Y-%m-%d %H:%M}", headers={"References": long}
    )
    room = {"pages": 0}
    troubles = []

    def keep_small(firm: Firm) -> None:
        @event.listens_for(firm.engine, "checkout")
        def _limit(connection: Any, _record: object, _proxy: object) -> None:
            connection.execute(f"PRAGMA max_page_count={room['pages'] or 1_000_000}")

        with firm.engine.connect() as connection:
            room["pages"] = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def makes_room(worker: Worker) -> bool:
        if worker.trouble:
            troubles.append(worker.trouble)
            room["pages"] = 0
        return bool(troubles) and _state(worker) is AccountState.OK and not worker.trouble

    _run(world, makes_room, keep_small)
    (trouble,) = set(troubles)
    assert "the disk is full; make room" in trouble
