"""Files on this machine: both layouts of Maildir, and a folder of .ics files."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.ics import IcsCalendar, IcsTasks
from connectors.maildir import Maildir
from connectors.protocols import FolderRole
from tests.contract.worlds.raw import message_id_of
from tests.contract.worlds.todos import due_of, notes_of, summary_of, uid_of, with_property


class MaildirWorld:
    takes_marks = True

    def __init__(self, path: Path, *, inbox: str, sent: str, drafts: str, archive: str) -> None:
        self._root = path / "Mail"
        self._state = path / "state"
        self._folders = {FolderRole.INBOX: self._root / inbox, FolderRole.SENT: self._root / sent}
        self._drafts = self._root / drafts
        self._names = itertools.count(1_770_000_000)
        for folder in (*self._folders.values(), self._drafts, self._root / archive):
            for sub in ("cur", "new", "tmp"):
                (folder / sub).mkdir(parents=True, exist_ok=True)
        self.mailbox = self.reopen()

    def reopen(self) -> Maildir:
        return Maildir(
            self._root, account="despacho", state=self._state, inbox=("INBOX",), sent=("Sent",), drafts=("Drafts",)
        )

    def deliver(self, raw: bytes, role: FolderRole) -> None:
        self._put(self._folders[role] / "new", raw)

    def open_message(self, message_id: str) -> None:
        path = self._path(message_id)
        path.rename(path.parent.parent / "cur" / f"{path.name.partition(':')[0]}:2,RS")

    def remove_message(self, message_id: str) -> None:
        self._path(message_id).unlink()

    def lose_everything(self) -> None:
        for folder in self._folders.values():
            for path in _files(folder):
                path.unlink()

    def drafts(self) -> list[bytes]:
        assert all("D" in path.name.partition(":2,")[2] for path in _files(self._drafts))
        return [path.read_bytes() for path in _files(self._drafts)]

    def replace_draft(self, message_id: str, raw: bytes) -> None:
        old = self._draft(message_id)
        self._put(self._drafts / "cur", raw, flags=":2,D")
        old.unlink()

    def discard_draft(self, message_id: str) -> None:
        self._draft(message_id).unlink()

    def delayed(self) -> list[str]:
        folders = [self._root / "Retrasados", self._root / ".Retrasados"]
        return [message_id_of(path.read_bytes()) for folder in folders for path in _files(folder)]

    def _put(self, folder: Path, raw: bytes, flags: str = "") -> None:
        name = f"{next(self._names)}.M1P1.host"
        (folder.parent / "tmp" / name).write_bytes(raw)
        (folder.parent / "tmp" / name).rename(folder / f"{name}{flags}")

    def _path(self, message_id: str) -> Path:
        paths = (path for folder in self._folders.values() for path in _files(folder))
        return next(path for path in paths if message_id_of(path.read_bytes()) == message_id)

    def _draft(self, message_id: str) -> Path:
        return next(path for path in _files(self._drafts) if message_id_of(path.read_bytes()) == message_id)


def _files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("cur/*"), *folder.glob("new/*")])


class IcsTaskWorld:
    def __init__(self, path: Path) -> None:
        self._path = path / "Calendar"
        self._path.mkdir()
        self.tasks = self.reopen()

    def reopen(self) -> IcsTasks:
        return IcsTasks(self._path)

    def summaries(self) -> list[str]:
        return [summary_of(path.read_bytes()) for path in self._path.iterdir()]

    def due(self, uid: str) -> str:
        return due_of(self._file(uid).read_bytes())

    def notes(self, uid: str) -> str:
        return notes_of(self._file(uid).read_bytes())

    def tick(self, uid: str) -> None:
        self._write(uid, "STATUS", "COMPLETED")

    def rename(self, uid: str, summary: str) -> None:
        self._write(uid, "SUMMARY", summary)

    def annotate(self, uid: str, notes: str) -> None:
        self._write(uid, "DESCRIPTION", notes)

    def remove(self, uid: str) -> None:
        self._file(uid).unlink()

    def _file(self, uid: str) -> Path:
        return next(path for path in self._path.iterdir() if uid_of(path.read_bytes()) == uid)

    def _write(self, uid: str, name: str, value: str) -> None:
        path = self._file(uid)
        new = path.with_suffix(".new")
        new.write_bytes(with_property(path.read_bytes(), name, value))
        new.rename(path)


class IcsCalendarWorld:
    def __init__(self, path: Path) -> None:
        self._path = path / "Calendar"
        self._path.mkdir()
        self.agenda = IcsCalendar(self._path, account="despacho", zone=ZoneInfo("Europe/Madrid"))

    def put(self, name: str, raw: bytes) -> None:
        (self._path / f"{name}.ics").write_bytes(raw)

    def remove(self, name: str) -> None:
        (self._path / f"{name}.ics").unlink()


@contextmanager
def maildir_world(path: Path, *, inbox: str, sent: str, drafts: str, archive: str) -> Iterator[MaildirWorld]:
    yield MaildirWorld(path, inbox=inbox, sent=sent, drafts=drafts, archive=archive)


@contextmanager
def task_world(path: Path) -> Iterator[IcsTaskWorld]:
    yield IcsTaskWorld(path)


@contextmanager
def calendar_world(path: Path) -> Iterator[IcsCalendarWorld]:
    yield IcsCalendarWorld(path)


MAIL = {
    "maildir": partial(maildir_world, inbox="INBOX", sent="Sent", drafts="Drafts", archive="Archive"),
    "maildir++": partial(maildir_world, inbox="", sent=".Sent", drafts=".Drafts", archive=".Archive"),
}
TASKS = {"ics": task_world}
CALENDARS = {"ics": calendar_world}
