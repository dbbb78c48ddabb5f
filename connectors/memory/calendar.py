"""A calendar in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from connectors.errors import CursorExpired, Unreadable
from connectors.ics.events import read_events
from connectors.memory.faults import Faults
from connectors.protocols import CalendarBatch, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rules.facts import Event


@dataclass(slots=True)
class MemoryCalendar:
    """Events as iCalendar text by ref, with faults on demand. A test changes them with ``put`` and ``remove``."""

    account: str = "despacho"
    zone: tzinfo = UTC
    faults: Faults = field(default_factory=Faults)
    entries: dict[str, bytes] = field(default_factory=dict)
    generation: int = 1
    """Cursors of another generation have expired."""
    version: int = 0

    def put(self, ref: str, raw: bytes) -> None:
        """Write an entry, as its user does."""
        self.entries[ref] = raw
        self.version += 1

    def remove(self, ref: str) -> None:
        """Delete an entry, as its user does."""
        del self.entries[ref]
        self.version += 1

    def expire(self) -> None:
        """Forget every cursor, as a server does."""
        self.generation += 1

    def read_events(self, cursor: str | None, *, start: datetime, end: datetime) -> CalendarBatch:
        """See :meth:`connectors.protocols.CalendarSource.read_events`."""
        now = f"{self.generation}:{self.version}:{start.isoformat()}:{end.isoformat()}"
        with self.faults.around("read_events"):
            if cursor and not cursor.startswith(f"{self.generation}:"):
                raise CursorExpired("the calendar no longer knows the place up to which it was read")
            if cursor == now:
                return CalendarBatch(full=False, cursor=now)
            events: list[Event] = []
            unreadable: list[tuple[str, str]] = []
            for ref, raw in self.entries.items():
                try:
                    events += read_events(raw, account=self.account, start=start, end=end, zone=self.zone)
                except Unreadable as error:
                    unreadable.append((ref, str(error)))
        return CalendarBatch(events=tuple(events), full=True, cursor=now, unreadable=tuple(unreadable))

    def check(self) -> Sequence[Finding]:
        """See :meth:`connectors.protocols.Checkable.check`."""
        with self.faults.around("check"):
            return [Finding(ok=True, text=f"{len(self.entries)} entries in memory")]
