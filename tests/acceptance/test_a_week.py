"""A week in the life of the real daemon, with a clock that runs ten thousand times as fast."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from rules.commitments import Status
from tests.worlds import CONFIG, MADRID, World

SPEED = 10_000
PATIENCE = 240.0
START, END = "2026-03-08 12:00", "2026-03-15 20:00"  # a Sunday, so that the start of the process takes no working time
FORGOTTEN = "Buenos días, Pedro:\n\nMañana le envío el presupuesto de la cocina.\n\nUn saludo,\nAna"
KEPT = "Hola, Luis:\n\nMañana le envío los planos de la terraza.\n\nUn saludo,\nAna"
DONE = "Hola, Luis:\n\nLe adjunto los planos de la terraza.\n\nUn saludo,\nAna"
LUIS = "Luis Gil <luis@obra.example>"
_NESTED = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
POISON = b"From: x@y.example\r\n" + _NESTED + (b"--b\r\n" + _NESTED) * 3000
_NOW = re.compile(r"event=cycle .*now=(\S+)")

pytestmark = [
    pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is missing: apt-get install faketime"),
    pytest.mark.timeout(PATIENCE + 60),
]


class Week:
    """The process, and what happens around it at its own time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.log = world.place / "log"
        command = ["faketime", "-f", f"@{_utc(START)} x{SPEED}", sys.executable, "-m", "daemon", "run"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--config", str(world.config)], stderr=log, env=os.environ | {"TZ": "UTC"}
            )

    def now(self) -> datetime:
        """When its last cycle began, by its own clock."""
        moments = _NOW.findall(self.log.read_text("utf-8"))
        return datetime.fromisoformat(moments[-1]) if moments else _at(START)

    def at(self, when: str, happens: Callable[[], object]) -> None:
        """Wait until its clock has come so far, and let something happen."""
        until = time.monotonic() + PATIENCE
        while self.now() < _at(when):
            assert self.process.poll() is None, self.log.read_text("utf-8")
            assert time.monotonic() < until
            time.sleep(0.05)
        happens()

    def daemon(self) -> int:
        """The process that ``faketime`` has started: it names itself in the lock of its ledger."""
        return int((self.world.place / "ledger.db.lock").read_text("ascii"))


def _at(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=MADRID)


def _utc(when: str) -> str:
    return _at(when).astimezone(datetime.fromisoformat("2026-01-01T00:00+00:00").tzinfo).strftime("%Y-%m-%d %H:%M:%S")


@pytest.fixture
def week(tmp_path: Path) -> Iterator[Week]:
    week = Week(World(tmp_path, f"{CONFIG}interval: 15m\n"))
    try:
        yield week
    finally:
        with contextlib.suppress(OSError, ValueError):
            os.kill(week.daemon(), signal.SIGKILL)
        week.process.kill()
        week.process.wait()


def test_a_week_with_poison_a_lost_folder_and_a_reload_leaves_each_thing_once(week: Week) -> None:
    world, inbox = week.world, week.world.place / "Mail" / "INBOX"
    good = world.config.read_text("utf-8")

    def reload(settings: str) -> None:
        world.config.write_text(settings, encoding="utf-8")
        os.kill(week.daemon(), signal.SIGHUP)

    week.at("2026-03-09 10:15", lambda: world.we_write(FORGOTTEN, "2026-03-09 10:12"))
    week.at("2026-03-10 12:00", lambda: world.put("INBOX", POISON))
    week.at("2026-03-10 12:00", lambda: world.put("INBOX", bytes(range(256)) * 50))
    week.at("2026-03-10 17:00", lambda: world.we_write(KEPT, "2026-03-10 16:58", to=LUIS, subject="Terraza"))
    week.at("2026-03-11 20:00", lambda: inbox.rename(inbox.with_name("lost")))
    week.at(
        "2026-03-12 11:00",
        lambda: world.we_write(
            DONE,
            "2026-03-11 18:30",
            to=LUIS,
            subject="Re: Terraza",
            reply_to="m3@world.example",
            attachments=("p.pdf",),
        ),
    )
    week.at("2026-03-12 20:00", lambda: inbox.with_name("lost").rename(inbox))
    week.at("2026-03-13 08:00", lambda: reload(f"{good}never: [nobody@nowhere.example]\n"))
    week.at("2026-03-13 20:00", lambda: reload(good.replace("Europe/Madrid", "Europe/Nowhere")))
    week.at("2026-03-14 12:00", lambda: world.config.write_text(good, encoding="utf-8"))
    week.at(END, lambda: None)
    os.kill(week.daemon(), signal.SIGTERM)
    # A minute of its clock is gone before a step could end, so it may have left at once.
    assert week.process.wait(PATIENCE) in {0, 1}

    log = week.log.read_text("utf-8")
    assert {item.evidence: item.status for item in world.owed()} == {
        "Mañana le envío el presupuesto de la cocina": Status.OVERDUE,
        "Mañana le envío los planos de la terraza": Status.FULFILLED,
    }
    (draft,) = world.drafts()
    assert "presupuesto" in draft.get_content()
    left_at = parsedate_to_datetime(str(draft["Date"]))
    # On a busy machine a cycle takes hours of this clock; the next working time comes after the folder is back.
    assert _at("2026-03-11 09:00") <= left_at <= _at("2026-03-13 20:00")
    tasks = world.tasks()
    uids = [re.search(r"^UID:(.*)$", task, re.MULTILINE)[1] for task in tasks]  # type: ignore[index]
    assert len(uids) == len(set(uids))
    notices = [task for task in tasks if "Prometido no puede leer despacho" in task]
    assert ["STATUS:COMPLETED" in task for task in notices] == [True]

    (status,) = world.status("2026-03-15 20:00")
    assert (status.state, status.quarantined, status.outbox) == ("ok", 1, 0)
    assert len(re.findall(r"event=account .*state=stopped", log)) == 1
    assert len(re.findall(r"event=account .*before=stopped", log)) == 1
    assert log.count('event="configuration read again"') == 1
    assert log.count('event="configuration kept as it was"') == 1
    assert "Traceback" not in log
    for content in ("presupuesto", "pedro@", "luis@", "Terraza"):
        assert content not in log
