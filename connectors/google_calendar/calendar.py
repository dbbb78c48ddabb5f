"""Meetings in a Google calendar, by sync tokens."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self

from connectors.dates import span
from connectors.errors import ConnectorError, CursorExpired
from connectors.google.service import entries_of
from connectors.google.trouble import GoneError
from connectors.google_calendar import entry
from connectors.google_calendar.entry import KEY
from connectors.protocols import CalendarBatch, Finding
from connectors.web.answers import BadRequestError
from rules.facts import Address, Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

    from connectors.google.service import Service

DAY = timedelta(days=1)
PAGE = 2500
DOING = "the calendar cannot be read"
TITLE_LIMIT = 500
PEOPLE_LIMIT = 500
FIELDS = (
    "nextPageToken,nextSyncToken,items(id,status,summary,start,end,organizer(email,displayName),"
    "attendees(email,displayName,responseStatus,resource),eventType,extendedProperties/private)"
)
NO_MEETINGS = frozenset({"birthday", "focusTime", "outOfOffice", "workingLocation"})
GROUP = "@group.calendar.google.com"
"""Ends the address of a calendar that is no person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was read: the cursor, taken apart."""

    start: datetime
    end: datetime
    token: str

    @classmethod
    def parse(cls, cursor: str) -> Self:
        """Read a cursor. Raises CursorExpired for one this version did not write."""
        try:
            match json.loads(cursor):
                case {"v": 1, "start": str(start), "end": str(end), "token": str(token)}:
                    return cls(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end), token=token)
        except ValueError:
            pass
        raise CursorExpired("the calendar's place is written in a form of another version")

    def __str__(self) -> str:
        """Write it as the cursor."""
        window = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        return json.dumps({"v": 1, **window, "token": self.token}, separators=(",", ":"))


@dataclass(slots=True)
class Found:
    """What a look has brought together so far."""

    events: list[Event] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    token: str = ""


class GoogleAgenda:
    """See :class:`connectors.protocols.CalendarSource`. An event is known by Google's id, which its removal names."""

    def __init__(self, service: Service, *, account: str, zone: tzinfo, calendar: str = "primary") -> None:
        """Read one calendar of the account a service is signed in to."""
        self.service = service
        self._account = account
        self._zone = zone
        self._calendar = calendar

    def read_events(self, cursor: str | None, *, start: datetime, end: datetime) -> CalendarBatch:
        """Read the events; see :meth:`connectors.protocols.CalendarSource.read_events`.

        The first look reads a window, and gives a token for what changes in it; with the token only that comes. Whole
        days are read, and one more, so that a window that moves with the clock needs no new look for a day.

        Raises:
            CursorExpired: Google has forgotten the token (410).
        """
        before = Look.parse(cursor) if cursor else None
        if before and before.token and before.start <= start and end <= before.end:
            found = self._look(before, syncToken=before.token)
            look = Look(start=before.start, end=before.end, token=found.token)
            return CalendarBatch(
                events=tuple(found.events),
                removed=tuple(found.removed),
                full=False,
                cursor=str(look),
                unreadable=tuple(found.unreadable),
            )
        look = Look(start=_midnight(start), end=_midnight(end + DAY) + DAY, token="")
        found = self._look(look, timeMin=look.start.isoformat(), timeMax=look.end.isoformat())
        look = Look(start=look.start, end=look.end, token=found.token)
        return CalendarBatch(
            events=tuple(found.events), full=True, cursor=str(look), unreadable=tuple(found.unreadable)
        )

    def check(self) -> Sequence[Finding]:
        """Say which calendar is read."""
        request = self.service.api.events().list(
            calendarId=self._calendar, maxResults=1, singleEvents=True, fields="summary,timeZone"
        )
        try:
            answer = self.service.read(request, DOING)
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        return [Finding(ok=True, text=f"meetings are read from {answer.get('summary')} ({answer.get('timeZone')})")]

    def close(self) -> None:
        """Drop the connections."""
        self.service.close()

    def _look(self, look: Look, **how: Any) -> Found:
        """Read all pages of a look."""
        found = Found()
        for item in self._items(found, how):
            if KEY in entry.private_of(item) or item.get("eventType") in NO_MEETINGS:
                continue
            self._take(item, look, found, is_full="syncToken" not in how)
        return found

    def _items(self, found: Found, how: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Give the entries of all pages; the token for the next look comes with the last."""

        def ask(page: str | None) -> Any:
            # But for the window, what a token is used with has to be what it was given for.
            return self.service.api.events().list(
                calendarId=self._calendar,
                singleEvents=True,
                showDeleted=True,
                maxResults=PAGE,
                pageToken=page,
                fields=FIELDS,
                **how,
            )

        try:
            for answer in self.service.pages(ask, DOING):
                yield from entries_of(answer, "items", DOING)
                found.token = str(answer.get("nextSyncToken") or "")
        except GoneError as error:
            raise CursorExpired("Google no longer knows what has changed since the last look") from error
        except BadRequestError as error:
            if "syncToken" in how:
                raise CursorExpired("Google does not know the place of the last look") from error
            raise

    def _take(self, item: dict[str, Any], look: Look, found: Found, *, is_full: bool) -> None:
        """Take one entry: an event, or what there no longer is; what was moved out of the window is no longer there."""
        ref, is_cancelled = str(item["id"]), item.get("status") == "cancelled"
        if is_cancelled and (not is_full or "start" not in item):
            found.removed.append(ref)
            return
        try:
            event = self._event(item)
        except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
            found.unreadable.append((ref, f"an event that cannot be read ({type(error).__name__})"))
            return
        if (event.start < look.end and event.end > look.start) or look.start <= event.start < look.end:
            found.events.append(event)
        elif not is_full:
            found.removed.append(ref)

    def _event(self, item: dict[str, Any]) -> Event:
        """Read an event. Raises whatever one that is none brings out."""
        start, end = span(self._moment(item["start"]), self._moment(item["end"]))
        return Event(
            id=str(item["id"]),
            account=self._account,
            start=start,
            end=end,
            title=" ".join(str(item.get("summary") or "").split())[:TITLE_LIMIT],
            attendees=tuple(dict.fromkeys(_people(item)))[:PEOPLE_LIMIT],
            cancelled=item.get("status") == "cancelled",
            all_day="date" in item["start"],
        )

    def _moment(self, said: dict[str, str]) -> datetime:
        """Read a time, or the first moment of a day where its user lives."""
        if said.get("dateTime"):
            moment = datetime.fromisoformat(said["dateTime"])
            return moment if moment.tzinfo else moment.replace(tzinfo=self._zone)
        return datetime.combine(date.fromisoformat(said["date"]), time(), self._zone)


def _people(item: dict[str, Any]) -> Iterator[Address]:
    """Give everybody who was invited and has not declined, rooms left out; the organiser first."""
    declined = {
        str(one.get("email") or "").lower()
        for one in item.get("attendees") or ()
        if one.get("responseStatus") == "declined"
    }
    for one in (item.get("organizer") or {}, *(item.get("attendees") or ())):
        address = str(one.get("email") or "").lower()
        if "@" in address and not one.get("resource") and address not in declined and not address.endswith(GROUP):
            yield Address(address=address, name=str(one.get("displayName") or ""))


def _midnight(moment: datetime) -> datetime:
    """Give the start of the day in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
