"""Real processes on a real disk and real servers: killed at random moments, without room, two at once, misled."""

from __future__ import annotations

import contextlib
import imaplib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from daemon.cycle import Cycle
from daemon.ledger.accounts import AccountState
from rules.commitments import Status
from tests.servers import caldav, dovecot
from tests.worlds import CONFIG, MADRID, World

THOROUGH = bool(os.environ.get("CHAOS"))
SEED = int(os.environ.get("CHAOS_SEED") or (time.time_ns() % 1_000_000 if THOROUGH else 1))
KILLS = 15 if THOROUGH else 1
PATIENCE = 180.0
FORGOTTEN = "Hola, Pedro:\n\nTe adjunto el plano de la cocina.\n\nUn abrazo,\nAna"
PROMISE = "Hola, Luis:\n\nMañana te mando el contrato.\n\nUn abrazo,\nAna"
LUIS = "Luis Gil <luis@otro.example>"


def command(world: World, *words: str) -> list[str]:
    return [sys.executable, "-m", "daemon", *words, "--config", str(world.config)]


def run(world: World, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(world, *words), capture_output=True, text=True, timeout=PATIENCE, check=False)


@contextmanager
def daemon(world: World, log: Path | None = None, manager: str = "") -> Iterator[subprocess.Popen[bytes]]:
    with (log or world.place / "log").open("ab") as said:
        process = subprocess.Popen(command(world, "run"), stderr=said, env={**os.environ, "NOTIFY_SOCKET": manager})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kill_at_random(world: World) -> None:
    """Start the daemon and kill it, again and again; the later it dies, the further it has come."""
    print(f"CHAOS_SEED={SEED}")  # noqa: T201 - repeats the test
    dice = random.Random(SEED)
    for _ in range(KILLS):
        with daemon(world):
            time.sleep(dice.uniform(0.5, 6.0))


def fall_short(world: World) -> None:
    """Write two messages that want something left at once, whatever the hour: a draft and two tasks."""
    now = datetime.now(MADRID) - timedelta(minutes=5)
    world.we_write(FORGOTTEN, now.strftime("%Y-%m-%d %H:%M"))
    world.we_write(PROMISE, now.strftime("%Y-%m-%d %H:%M"), to=LUIS, subject="Obra")


@pytest.mark.timeout(1800)
def test_a_daemon_killed_at_random_moments_leaves_everything_once(tmp_path: Path) -> None:
    world = World(tmp_path, f"{CONFIG}interval: 10s\n")
    fall_short(world)
    kill_at_random(world)
    for _ in range(2):
        assert run(world, "once").returncode == 0
    assert len(world.drafts()) == 1
    assert len(world.tasks()) == 2
    assert len(world.owed()) == 2


@pytest.mark.timeout(1800)
def test_a_daemon_on_real_servers_killed_at_random_moments_leaves_everything_once(tmp_path: Path) -> None:
    server, agenda = dovecot.shared(), caldav.radicale()
    user = f"ana{time.time_ns()}"
    person = agenda.new_user()
    calendar = agenda.make_calendar(person, f"Agenda {user}", ("VEVENT", "VTODO"))
    text = CONFIG.replace(
        "{connector: maildir, path: Mail, inbox: INBOX, sent: Sent, drafts: Drafts}",
        f"{{connector: imap, host: 127.0.0.1, port: {server.port}, security: none, user: {user}, credential: mail}}",
    ).replace(
        "{connector: ics, path: Calendar}",
        f'{{connector: caldav, url: "{calendar}", user: {person}, credential: dav}}',
    )
    world = World(tmp_path, f"{text}interval: 10s\n")
    (tmp_path / "secrets").mkdir(mode=0o700)
    for name, secret in (("mail", dovecot.PASSWORD), ("dav", caldav.PASSWORD)):
        (tmp_path / "secrets" / name).touch(mode=0o600)
        (tmp_path / "secrets" / name).write_text(secret)
    fall_short(world)
    with imaplib.IMAP4("127.0.0.1", server.port, timeout=60) as client:
        client.login(user, dovecot.PASSWORD)
        for path in sorted((tmp_path / "Mail" / "Sent" / "cur").iterdir()):
            client.append("Sent", "", "", path.read_bytes())
    kill_at_random(world)
    for _ in range(2):
        done = run(world, "once")
        assert done.returncode == 0, done.stderr
    with imaplib.IMAP4("127.0.0.1", server.port, timeout=60) as client:
        client.login(user, dovecot.PASSWORD)
        assert client.select("Drafts", readonly=True)[1] == [b"1"]
    entries = httpx.get(calendar, auth=(person, caldav.PASSWORD), timeout=20).text
    assert entries.count("BEGIN:VTODO") == 2


def test_two_prometidos_with_ledgers_of_their_own_leave_everything_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    fall_short(world)
    other = tmp_path / "other"
    other.mkdir()
    (other / "Mail").symlink_to(tmp_path / "Mail")
    (other / "Calendar").symlink_to(tmp_path / "Calendar")
    (other / "prometido.yaml").write_text(CONFIG)
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "daemon", "once", "--config", str(place / "prometido.yaml")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for place in (tmp_path, other)
    ]
    assert [process.wait(PATIENCE) for process in both] == [0, 0]
    assert len(world.drafts()) == 1
    assert len(world.tasks()) == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk; a full one is also tried by refusing every call")
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if not line.startswith("timestamp=")]
    assert len(said) <= 1, done.stderr
    return done.stderr + done.stdout


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    return filler


class Manager:
    """A service manager's ear: what the daemon says to it."""

    def __init__(self, place: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(place / "notify"))
        self._socket.settimeout(PATIENCE)
        self.address = self._socket.getsockname()

    def hears(self, words: str) -> str:
        while words not in (said := self._socket.recv(4096).decode()):
            pass
        return said

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    manager = Manager(tmp_path)
    yield manager
    manager.close()


def until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.2)


@pytest.mark.parametrize("begun", [False, True])
def test_a_service_that_starts_on_a_full_disk_waits_for_room(
    small_disk: Path, tmp_path: Path, manager: Manager, *, begun: bool
) -> None:
    world = World(small_disk)
    if begun:
        assert run(world, "once").returncode == 0
    fall_short(world)
    filler = fill(small_disk)
    log = tmp_path / "log"
    with daemon(world, log, manager.address) as process:
        assert "is full" in manager.hears("STATUS=")
        assert process.poll() is None
        filler.unlink()
        until(lambda: (len(world.drafts()), len(world.tasks())) == (1, 2))
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert log.read_text().count("is full") == 1


def test_a_service_that_starts_on_a_read_only_disk_waits_until_it_can_write(
    small_disk: Path, tmp_path: Path, manager: Manager
) -> None:
    world = World(small_disk)
    assert run(world, "once").returncode == 0
    fall_short(world)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    log = tmp_path / "log"
    with daemon(world, log, manager.address) as process:
        assert "cannot be written" in manager.hears("waiting: ")
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
        until(lambda: (len(world.drafts()), len(world.tasks())) == (1, 2))
        assert process.poll() is None
    assert log.read_text().count("cannot be written") == 1


def test_a_service_waits_for_who_works_on_its_ledger_and_stops_meanwhile_when_it_is_told_to(
    tmp_path: Path, manager: Manager
) -> None:
    world = World(tmp_path)
    fall_short(world)
    with world.firm().working(), daemon(world, manager=manager.address) as process:
        manager.hears(f"waiting: another prometido (process {os.getpid()})")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    with world.firm().working(), daemon(world) as alone:
        assert alone.wait(PATIENCE) == 1, "without a service manager whoever started it is told"
    assert world.tasks() == []


def test_a_service_that_waits_for_its_ledger_takes_other_settings(tmp_path: Path, manager: Manager) -> None:
    world = World(tmp_path)
    fall_short(world)
    with world.firm().working(), daemon(world, manager=manager.address) as process:
        manager.hears("waiting: another prometido")
        world.config.write_text(CONFIG.replace("ledger.db", "other.db"), encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        until(lambda: (len(world.drafts()), len(world.tasks())) == (1, 2))


def test_a_full_disk_is_told_and_once_there_is_room_all_is_done(small_disk: Path) -> None:
    world = World(small_disk)
    fall_short(world)
    filler = fill(small_disk)
    assert "disk is full" in one_line(run(world, "once"))
    filler.unlink()
    assert run(world, "once").returncode == 0
    assert (len(world.drafts()), len(world.tasks())) == (1, 2)


def test_a_disk_that_turned_read_only_is_told_and_nothing_is_lost(small_disk: Path) -> None:
    world = World(small_disk)
    assert run(world, "once").returncode == 0
    fall_short(world)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert "cannot be written" in one_line(run(world, "once"))
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert run(world, "once").returncode == 0
    assert (len(world.drafts()), len(world.tasks())) == (1, 2)


def test_a_poisoned_message_in_every_cycle_stops_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12", to=LUIS)
    for day in range(10, 14):
        world.put("INBOX", b"From: x\r\nDate: " + b"(" * 5000 + b"\r\nContent-Type: multipart/x\r\n\r\n\xff" * 50)
        (tmp_path / "Calendar" / f"broken{day}.ics").write_bytes(b"BEGIN:VCALENDAR\r\n:::")
        report = world.cycle(f"2026-03-{day} 11:05")
        assert report.accounts[0].state is AccountState.OK
    assert (len(world.drafts()), len(world.tasks())) == (1, 1)


def test_a_clock_set_back_takes_nothing_away(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12", to=LUIS)
    world.cycles("2026-03-10 10:30", "2026-03-12 09:05")
    for moment in ("2026-03-09 09:05", "2026-03-09 11:05", "2025-01-01 09:05", "2026-03-12 09:10", "2026-03-12 11:10"):
        world.they_write(
            "Gracias.", "2026-03-09 08:00", sender=LUIS, message_id=f"{moment.replace(' ', '.')}@x.example"
        )
        world.cycle(moment)
        assert len(world.drafts()) == 1
        assert "STATUS:NEEDS-ACTION" in world.tasks()[0]
    assert world.only().status is Status.OVERDUE


def test_a_clock_that_was_ahead_for_a_while_neither_hastens_nor_delays_what_is_due(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12", to=LUIS)
    world.cycle("2026-03-10 10:30")
    with closing(Cycle(firm=world.firm(), leaves=False)) as held:  # as after any clock that was set
        held.run(datetime(2026, 4, 19, 10, 35, tzinfo=MADRID))
    assert world.only().status is Status.OVERDUE
    world.cycle("2026-03-10 10:50")
    assert world.only().status is Status.OPEN
    world.cycle("2026-03-12 09:05")
    assert world.only().status is Status.OVERDUE
    assert len(world.drafts()) == 1


def test_what_a_clock_that_was_ahead_has_left_is_left_once_and_goes_with_its_matter(tmp_path: Path) -> None:
    world = World(tmp_path)
    asked = world.we_write(PROMISE, "2026-03-10 10:12", to=LUIS)
    world.cycles("2026-03-10 10:30", "2026-04-19 10:35", "2026-03-10 10:50", "2026-03-12 09:05")
    assert world.only().status is Status.OVERDUE
    assert (len(world.drafts()), len(world.tasks())) == (1, 1)
    world.we_write("Hola, Luis:\n\nTe mando el contrato.\n\nAna", "2026-03-12 10:12", to=LUIS, reply_to=asked,
                   attachments=("Contrato.pdf",))  # fmt: skip
    world.cycle("2026-03-12 11:05")
    assert world.only().status is Status.FULFILLED
    assert world.drafts() == []
    assert "STATUS:COMPLETED" in world.tasks()[0]


def test_a_rule_that_breaks_while_the_daemon_runs_leaves_the_old_set_at_work(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("rules: []\n", encoding="utf-8")
    world = World(
        tmp_path, CONFIG.replace("packs: [es, en]", "packs: [es, en], files: [mine.yaml]") + "interval: 10s\n"
    )
    with daemon(world) as process:
        log = tmp_path / "log"
        until(lambda: b"event=cycle" in log.read_bytes())
        mine.write_text("rules:\n  - {id: x, kind: nonsense}\n", encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        fall_short(world)
        until(lambda: b"kept as it was" in log.read_bytes() and len(world.tasks()) == 2)
        assert process.poll() is None
