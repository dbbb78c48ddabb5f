"""Meetings in the calendars of a CalDAV account."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self
from xml.sax.saxutils import escape

from connectors.caldav.client import CAL, DAV, Client
from connectors.caldav.collections import find_all, multiget, read_from
from connectors.errors import ConnectorError, CursorExpired, Transient, Unreadable
from connectors.ics.events import MARGIN, read_events
from connectors.ics.todo import KEY
from connectors.protocols import CalendarBatch, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from connectors.caldav.collections import Collection
    from rules.facts import Event

DAY = timedelta(days=1)
MULTIGET = 50
CHANGES_LIMIT = 200
"""Changed entries beyond which all are read again rather than looked at one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was read: the cursor, taken apart."""

    start: datetime
    end: datetime
    tokens: Mapping[str, str] = field(default_factory=dict)
    """Token of each calendar, by address."""

    @classmethod
    def parse(cls, cursor: str) -> Self:
        """Read a cursor. Raises CursorExpired for one this version did not write."""
        try:
            match json.loads(cursor):
                case {"v": 1, "start": str(start), "end": str(end), "tokens": dict(tokens)}:
                    return cls(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end), tokens=tokens)
        except ValueError:
            pass
        raise CursorExpired("the calendar's place is written in a form of another version")

    def __str__(self) -> str:
        """Write it as the cursor."""
        window = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        return json.dumps({"v": 1, **window, "tokens": dict(self.tokens)}, separators=(",", ":"))


class CalDavCalendar:
    """See :class:`connectors.protocols.CalendarSource`."""

    def __init__(self, client: Client, *, account: str, zone: tzinfo, wanted: str = "") -> None:
        """Read the calendar ``wanted`` (name or address), or all that hold events."""
        self._client = client
        self._account = account
        self._zone = zone
        self._wanted = wanted

    def read_events(self, cursor: str | None, *, start: datetime, end: datetime) -> CalendarBatch:
        """Read the events; see :meth:`connectors.protocols.CalendarSource.read_events`.

        Whether anything changed is told by the calendars' tokens, one request for all of them. What changed is told by
        sync-collection (RFC 6578): if it is only tasks, nothing is read again; else the window is, as a whole, which is
        small. Whole days are read, and one more, so that a window that moves with the clock finds nothing new for a
        day.
        """
        before = Look.parse(cursor) if cursor else None
        calendars = read_from(find_all(self._client), self._wanted)
        tokens = {calendar.url: calendar.token for calendar in calendars}
        if before and before.start <= start and end <= before.end and before.tokens.keys() == tokens.keys():
            changed = [one for one in calendars if not one.token or one.token != before.tokens[one.url]]
            if not any(self._has_new_events(one, before.tokens[one.url]) for one in changed):
                return CalendarBatch(full=False, cursor=str(Look(start=before.start, end=before.end, tokens=tokens)))
        look = Look(start=_midnight(start), end=_midnight(end + DAY) + DAY, tokens=tokens)
        events: list[Event] = []
        unreadable: list[tuple[str, str]] = []
        for calendar in calendars:
            for url, raw in self._query(calendar, look.start, look.end):
                try:
                    events += read_events(raw, account=self._account, start=look.start, end=look.end, zone=self._zone)
                except Unreadable as error:
                    unreadable.append((url, str(error)))
        return CalendarBatch(events=tuple(events), full=True, cursor=str(look), unreadable=tuple(unreadable))

    def close(self) -> None:
        """Drop the connection."""
        self._client.close()

    def check(self) -> Sequence[Finding]:
        """Say which calendars are read, which take tasks, and what will not work."""
        try:
            found = find_all(self._client)
            chosen = read_from(found, self._wanted)
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        findings = [Finding(ok=True, text=f"meetings are read from {one.name} ({one.url})") for one in chosen]
        findings += [
            Finding(ok=True, text=f"{one.name} says nothing of changes, so it is read anew each time")
            for one in chosen
            if not one.token
        ]
        return findings

    def _has_new_events(self, calendar: Collection, token: str) -> bool:
        """Whether more than tasks changed since a token. True where the server cannot tell."""
        if not calendar.can_sync or not token:
            return True
        answer = self._client.report(
            calendar.url,
            f"<d:sync-collection><d:sync-token>{escape(token)}</d:sync-token><d:sync-level>1</d:sync-level>"
            "<d:prop><d:getetag/></d:prop></d:sync-collection>",
        )
        if not answer.ok:
            # An expired token is told by valid-sync-token, with a status of the server's own choosing; a server that
            # has no such report may answer anything. Either way the window is read again.
            trouble = answer.trouble("changes cannot be read")
            if isinstance(trouble, Transient) and not answer.says(f"{DAV}valid-sync-token") and answer.status != 501:
                raise trouble
            return True
        changed = [one for one in answer.responses() if one.url.rstrip("/") != calendar.url.rstrip("/")]
        if any(one.is_gone for one in changed) or len(changed) > CHANGES_LIMIT:
            return True
        urls = [one.url for one in changed]
        for at in range(0, len(urls), MULTIGET):
            for _, raw in multiget(self._client, calendar.url, urls[at : at + MULTIGET]):
                if raw is None or (b"BEGIN:VEVENT" in raw and KEY.encode() not in raw):
                    return True
        return False

    def _query(self, calendar: Collection, start: datetime, end: datetime) -> list[tuple[str, bytes]]:
        """Ask for the entries of a window, with a day more on both sides for floating times."""
        first, last = (f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in (start - MARGIN, end + MARGIN))
        answer = self._client.report(
            calendar.url,
            "<c:calendar-query><d:prop><d:getetag/><c:calendar-data/></d:prop><c:filter>"
            f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{first}" end="{last}"/>'
            "</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>",
        ).expect(f"the calendar {calendar.name} cannot be read")
        return [(one.url, one.text(f"{CAL}calendar-data").encode()) for one in answer.responses() if not one.is_gone]


def _midnight(moment: datetime) -> datetime:
    """Give the start of the day in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
