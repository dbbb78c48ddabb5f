"""Tasks in a folder of .ics files, one VTODO a file."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from connectors.errors import ConnectorError, NeedsUser, Refused, Transient, Unreadable
from connectors.ics.files import Files
from connectors.ics.todo import Entry, write
from connectors.protocols import Finding, Left, MarkState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from connectors.protocols import Task

ATTEMPTS = 3
PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._@-]{0,120}")


class IcsTasks:
    """See :class:`connectors.protocols.TaskSink`. A ref is a file name; a task that was renamed is found by its UID."""

    def __init__(self, path: Path) -> None:
        """Keep tasks in the folder ``path``."""
        self._files = Files(path)

    def create_task(self, task: Task) -> Left:
        """Leave the task; one that is there already is returned as it is."""
        there = self._find(task.uid)
        if there is None:
            raw = write(task)
            name = _file_name(task.uid)
            if self._files.create(name, raw):
                return Left(ref=name, fingerprint=Entry(raw).fingerprint)
            there = self._find(task.uid)
            if there is None:
                raise NeedsUser(f"{self._files.path / name} is in the way of a task and is none of ours: move it away")
        name, _, entry = there
        return Left(ref=name, fingerprint=entry.fingerprint)

    def find_task(self, key: str, *, uid: str) -> Left | None:
        """Look for the task of this key."""
        there = self._find(uid, key=key)
        return Left(ref=there[0], fingerprint=there[2].fingerprint) if there else None

    def task_states(self, tasks: Sequence[tuple[str, Left]]) -> Sequence[MarkState]:
        """Say what has become of each."""
        states: list[MarkState] = []
        for uid, left in tasks:
            there = self._find(uid, left.ref)
            states.append(there[2].state(left.fingerprint) if there else MarkState.GONE)
        return states

    def change_task(self, left: Left, task: Task) -> Left:
        """Give it a new day and text; see :meth:`connectors.ics.todo.Entry.changed`. Raises Refused if it is gone."""
        changed = self._rewrite(task.uid, left.ref, lambda entry: entry.changed(task))
        if changed is None:
            raise Refused(f"the task to change is not in {self._files.path} any more")
        return changed

    def complete_task(self, left: Left, *, uid: str, at: datetime) -> bool:
        """Tick it; False if it is gone."""
        there = self._find(uid, left.ref)
        if there is None:
            return False
        if there[2].state(left.fingerprint) is MarkState.COMPLETED:
            return True
        return self._rewrite(uid, left.ref, lambda entry: entry.completed(at)) is not None

    def withdraw_task(self, left: Left, *, uid: str) -> bool:
        """Remove it if nobody has touched it."""
        there = self._find(uid, left.ref)
        if there is None:
            return True
        name, _, entry = there
        if entry.state(left.fingerprint) is not MarkState.UNTOUCHED:
            return False
        self._files.remove(name)
        return True

    def check(self) -> Sequence[Finding]:
        """Say whether tasks can be left."""
        path = self._files.path
        try:
            self._files.stamps()
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        if not os.access(path, os.W_OK | os.X_OK):
            return [Finding(ok=False, text=f"{path} may not be written by this user, so no task can be left")]
        return [Finding(ok=True, text=f"left in {path}, one .ics file each")]

    def _rewrite(self, uid: str, ref: str, change: Callable[[Entry], bytes]) -> Left | None:
        """Write a task again, on what its user may have written meanwhile; None if it is gone."""
        for _ in range(ATTEMPTS):
            there = self._find(uid, ref)
            if there is None:
                return None
            name, raw, entry = there
            new = change(entry)
            if self._files.replace(name, raw, new):
                return Left(ref=name, fingerprint=Entry(new).fingerprint)
        raise Transient("the task kept being changed by another program")

    def _find(self, uid: str, ref: str = "", *, key: str = "") -> tuple[str, bytes, Entry] | None:
        """Find a task by where it was left, then by its UID anywhere in the folder.

        Raises:
            NeedsUser: the folder is missing or may not be read: then nothing is known.
        """
        for name in dict.fromkeys((ref or _file_name(uid), _file_name(uid))):
            try:
                raw = self._files.read(name)
            except OSError as error:
                raise NeedsUser(f"{self._files.path / name} cannot be read: {os.strerror(error.errno or 0)}") from error
            if raw is not None and (entry := _entry(raw, uid, key)):
                return name, raw, entry
        for name, raw in self._files.holding((key or uid).encode()):
            if entry := _entry(raw, uid, key):
                return name, raw, entry
        return None


def _entry(raw: bytes, uid: str, key: str) -> Entry | None:
    """Read a file if it is the task of this UID or key."""
    try:
        entry = Entry(raw)
    except Unreadable:
        return None
    return entry if entry.uid == uid or (key and entry.key == key) else None


def _file_name(uid: str) -> str:
    """Name the file of a task after its UID, where that is a safe name."""
    name = uid if PLAIN.fullmatch(uid) else hashlib.sha256(uid.encode()).hexdigest()[:40]
    return f"{name}.ics"
