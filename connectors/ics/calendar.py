"""Meetings in a folder of .ics files."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from connectors.errors import ConnectorError, CursorExpired, NeedsUser, Unreadable
from connectors.ics.events import read_events
from connectors.ics.files import Files, Stamp
from connectors.protocols import CalendarBatch, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo
    from pathlib import Path

    from rules.facts import Event

DAY = timedelta(days=1)


class Look(NamedTuple):
    """What was read of the folder: the cursor, taken apart."""

    digest: str
    start: datetime
    end: datetime
    files: int

    @classmethod
    def parse(cls, cursor: str) -> Look:
        """Read a cursor. Raises CursorExpired for one this version did not write."""
        try:
            digest, start, end, files = json.loads(cursor)
            return cls(str(digest), datetime.fromisoformat(start), datetime.fromisoformat(end), int(files))
        except (ValueError, TypeError) as error:
            raise CursorExpired("the calendar's place is written in a form of another version") from error

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether everything asked for was read."""
        return self.start <= start and end <= self.end

    def __str__(self) -> str:
        """Write it as the cursor."""
        return json.dumps([self.digest, self.start.isoformat(), self.end.isoformat(), self.files])


class IcsCalendar:
    """See :class:`connectors.protocols.CalendarSource`."""

    def __init__(self, path: Path, *, account: str, zone: tzinfo) -> None:
        """Read the folder ``path``; floating and all-day times are in ``zone``."""
        self._files = Files(path)
        self._account = account
        self._zone = zone
        self._read: dict[str, tuple[Stamp, Look, tuple[Event, ...] | str]] = {}

    def read_events(self, cursor: str | None, *, start: datetime, end: datetime) -> CalendarBatch:
        """Read the events; see :meth:`connectors.protocols.CalendarSource.read_events`.

        Whole days are read, and one more than asked for, so that a window that moves with the clock finds nothing new
        for a day: ``full`` batches hold events of up to a day before ``start`` and two after ``end``.

        Raises:
            NeedsUser: the folder is missing, may not be read, or is suddenly empty.
        """
        stamps = self._files.stamps()
        digest = hashlib.sha256(repr(sorted(stamps.items())).encode()).hexdigest()
        before = Look.parse(cursor) if cursor else None
        if before and before.files and not stamps:
            raise NeedsUser(
                f"the calendar folder {self._files.path} held {before.files} entries and is suddenly empty: restore"
                " them; if this is right, it goes on by itself with the next entry in it"
            )
        if before and before.digest == digest and before.covers(start, end):
            return CalendarBatch(full=False, cursor=str(before))
        look = Look(digest, _midnight(start), _midnight(end + DAY) + DAY, len(stamps))
        events: list[Event] = []
        unreadable: list[tuple[str, str]] = []
        for name, found in self._all(stamps, look).items():
            if isinstance(found, str):
                unreadable.append((name, found))
            else:
                events += found
        return CalendarBatch(events=tuple(events), full=True, cursor=str(look), unreadable=tuple(unreadable))

    def check(self) -> Sequence[Finding]:
        """Say what is read."""
        try:
            stamps = self._files.stamps()
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        return [Finding(ok=True, text=f"meetings are read from {self._files.path}, {len(stamps)} entries")]

    def _all(self, stamps: Mapping[str, Stamp], look: Look) -> Mapping[str, tuple[Event, ...] | str]:
        """Read every file, those that have not changed since the last look in the same window from memory."""
        read: dict[str, tuple[Stamp, Look, tuple[Event, ...] | str]] = {}
        for name, stamp in sorted(stamps.items()):
            kept = self._read.get(name)
            if kept and kept[0] == stamp and kept[1].covers(look.start, look.end):
                read[name] = kept
            elif (found := self._one(name, look)) is not None:
                read[name] = (stamp, look, found)
        self._read = read
        return {name: found for name, (_, _, found) in read.items()}

    def _one(self, name: str, look: Look) -> tuple[Event, ...] | str | None:
        """Read one file: its events, or why it cannot be read; None where it vanished."""
        try:
            raw = self._files.read(name)
            if raw is None:
                return None
            return read_events(raw, account=self._account, start=look.start, end=look.end, zone=self._zone)
        except OSError as error:
            return os.strerror(error.errno or 0)
        except Unreadable as error:
            return str(error)


def _midnight(moment: datetime) -> datetime:
    """Give the start of the day in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
