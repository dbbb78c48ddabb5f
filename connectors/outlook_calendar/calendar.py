"""Meetings in a calendar of Outlook, by delta queries over a window."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self

from connectors.dates import span
from connectors.errors import ConnectorError, CursorExpired, NeedsUser, Transient
from connectors.microsoft.odata import KEY, Get, id_of, items, next_page, next_round, property_of, segment, written
from connectors.microsoft.trouble import ForgottenError
from connectors.microsoft.zones import zone_of
from connectors.protocols import CalendarBatch, Finding
from connectors.web.answers import BadRequestError, NotThereError
from connectors.web.pages import Trail
from rules.facts import Address, Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

    from connectors.microsoft.graph import Graph

DAY = timedelta(days=1)
DOING = "the calendar cannot be read"
PREFER = ("odata.maxpagesize=100", 'outlook.timezone="UTC"')
MASTER = "id,subject,organizer,attendees,isCancelled,isAllDay"
TITLE_LIMIT = 500
PEOPLE_LIMIT = 500
RESTARTS = 3
ROOM = "resource"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was read: the cursor, taken apart."""

    start: datetime
    end: datetime
    query: str

    @classmethod
    def parse(cls, cursor: str) -> Self:
        """Read a cursor. Raises CursorExpired for one this version did not write."""
        try:
            match json.loads(cursor):
                case {"v": 1, "start": str(start), "end": str(end), "query": str(query)}:
                    return cls(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end), query=query)
        except ValueError:
            pass
        raise CursorExpired("the calendar's place is written in a form of another version")

    def __str__(self) -> str:
        """Write it as the cursor."""
        window = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        return json.dumps({"v": 1, **window, "query": self.query}, separators=(",", ":"))


@dataclass(slots=True)
class Found:
    """What a look has brought together so far."""

    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The last that was said of each entry, for the same one may come several times."""
    removed: dict[str, None] = field(default_factory=dict)
    masters: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the occurrences of a series leave unsaid."""
    query: str = ""


class OutlookAgenda:
    """See :class:`connectors.protocols.CalendarSource`. An event is known by Graph's id, which its removal names."""

    def __init__(self, graph: Graph, *, account: str, zone: tzinfo, calendar: str = "") -> None:
        """Read one calendar of the mailbox: the default one, or the one of a name."""
        self.graph = graph
        self._account = account
        self._zone = zone
        self._name = calendar
        self._path = "" if calendar else "calendarView"

    def read_events(self, cursor: str | None, *, start: datetime, end: datetime) -> CalendarBatch:
        """Read the events; see :meth:`connectors.protocols.CalendarSource.read_events`.

        The first look reads a window, and gives a place for what changes in it; from there only that comes. Whole days
        are read, and one more, so that a window that moves with the clock needs no new look for a day.

        Raises:
            CursorExpired: Microsoft has forgotten the place (410).
        """
        look = Look.parse(cursor) if cursor else None
        is_full = look is None or start < look.start or end > look.end
        if look is None or is_full:
            look = Look(start=_midnight(start), end=_midnight(end + DAY) + DAY, query="")
        found = self._look(look)
        events: list[Event] = []
        unreadable: list[tuple[str, str]] = []
        removed = list(found.removed)
        for ref, item in found.items.items():
            try:
                event = self._event(item, self._master(item, found))
            except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
                unreadable.append((ref, f"an event that cannot be read ({type(error).__name__})"))
                continue
            if (event.start < look.end and event.end > look.start) or look.start <= event.start < look.end:
                events.append(event)
            else:
                removed.append(ref)
        return CalendarBatch(
            events=tuple(events),
            removed=() if is_full else tuple(removed),
            full=is_full,
            cursor=str(Look(start=look.start, end=look.end, query=found.query)),
            unreadable=tuple(unreadable),
        )

    def check(self) -> Sequence[Finding]:
        """Say which calendar is read."""
        try:
            if self._name:
                self._where()
                return [Finding(ok=True, text=f"meetings are read from the calendar {self._name}")]
            there = self.graph.read(Get("calendar", {"$select": "id,name"}), DOING)
        except ConnectorError as error:
            return [Finding(ok=False, text=str(error))]
        return [Finding(ok=True, text=f"meetings are read from the calendar {there.get('name')}")]

    def close(self) -> None:
        """Drop the connections."""
        self.graph.close()

    def _look(self, look: Look) -> Found:
        """Read all pages of a look; one that is forgotten on the way through a first one is begun anew."""
        for _ in range(RESTARTS):
            try:
                return self._walk(look)
            except (ForgottenError, BadRequestError) as error:
                if look.query:
                    raise CursorExpired("Microsoft no longer knows what has changed since the last look") from error
                if isinstance(error, BadRequestError):
                    raise
        raise Transient("Microsoft forgets the place of a look while the calendar is being read")

    def _walk(self, look: Look) -> Found:
        """Go from page to page until there is a place for the next look."""
        window = {"startDateTime": f"{look.start:%Y-%m-%dT%H:%M:%SZ}", "endDateTime": f"{look.end:%Y-%m-%dT%H:%M:%SZ}"}
        first = written(window)
        found, query, trail = Found(), look.query or first, Trail(DOING, "Microsoft")
        while True:
            try:
                answer = self.graph.read(Get(f"{self._where()}/delta", query, PREFER), DOING)
            except NotThereError as error:
                if query != first:
                    raise ForgottenError(str(error)) from error
                raise NeedsUser("the calendar is gone from this mailbox") from error
            for item in items(answer, DOING):
                _take(item, found)
            following = next_page(answer)
            found.query = next_round(answer)
            if not (following or found.query):
                raise Transient(f"{DOING}: Microsoft's answer leads nowhere")
            if not following:
                return found
            query = trail.go_on(following)

    def _where(self) -> str:
        """Give the path of what is read, the calendar of a name looked for first. Raises NeedsUser."""
        if not self._path:
            get = Get("calendars", {"$select": "id,name", "$top": "100"})
            there = list(self.graph.entries(get, "the calendars cannot be read"))
            wanted = [one for one in there if str(one.get("name")).casefold() == self._name.casefold()]
            if not wanted:
                names = ", ".join(str(one.get("name")) for one in there[:20])
                raise NeedsUser(f"there is no calendar {self._name!r} in this mailbox, which has: {names}")
            self._path = f"calendars/{segment(id_of(wanted[0]))}/calendarView"
        return self._path

    def _master(self, item: Mapping[str, Any], found: Found) -> Mapping[str, Any]:
        """Give the series of an occurrence that does not say itself what it is."""
        series = str(item.get("seriesMasterId") or "")
        if not series or ("subject" in item and "attendees" in item):
            return {}
        if series not in found.masters:
            get = Get(f"events/{segment(series)}", {"$select": MASTER}, PREFER)
            try:
                found.masters[series] = self.graph.read(get, DOING)
            except (NotThereError, BadRequestError):
                found.masters[series] = {}
        return found.masters[series]

    def _event(self, item: Mapping[str, Any], master: Mapping[str, Any]) -> Event:
        """Read an event. Raises whatever one that is none brings out."""
        said = {**master, **{name: value for name, value in item.items() if value is not None}}
        whole = bool(said.get("isAllDay"))
        start, end = span(self._moment(item["start"], whole=whole), self._moment(item["end"], whole=whole))
        return Event(
            id=str(item["id"]),
            account=self._account,
            start=start,
            end=end,
            title=" ".join(str(said.get("subject") or "").split())[:TITLE_LIMIT],
            attendees=tuple(dict.fromkeys(_people(said)))[:PEOPLE_LIMIT],
            cancelled=bool(said.get("isCancelled")),
            all_day=whole,
        )

    def _moment(self, said: Mapping[str, str], *, whole: bool) -> datetime:
        """Read a time, or the first moment of a day where its user lives."""
        local = datetime.fromisoformat(said["dateTime"])
        if whole and local.time() == time():
            return local.replace(tzinfo=self._zone)
        moment = local if local.tzinfo else local.replace(tzinfo=zone_of(str(said.get("timeZone") or "")))
        if whole:
            # Midnight in another zone: the day that is nearest to it here.
            return datetime.combine((moment.astimezone(self._zone) + DAY / 2).date(), time(), self._zone)
        return moment


def _take(item: dict[str, Any], found: Found) -> None:
    """Take one entry of a page: an event, a series, or what there no longer is."""
    ref = str(item["id"])
    found.items.pop(ref, None)
    found.removed.pop(ref, None)
    if "@removed" in item:
        found.removed[ref] = None
    elif item.get("type") == "seriesMaster":
        found.masters[ref] = item
    elif not property_of(item, KEY):
        found.items[ref] = item


def _people(said: Mapping[str, Any]) -> Iterator[Address]:
    """Give everybody who was invited and has not declined, rooms left out; the organiser first."""
    invited = [
        one
        for one in said.get("attendees") or ()
        if one.get("type") != ROOM and (one.get("status") or {}).get("response") != "declined"
    ]
    for one in (said.get("organizer") or {}, *invited):
        person = one.get("emailAddress") or {}
        address, name = str(person.get("address") or "").lower(), str(person.get("name") or "")
        if "@" in address:
            # Whom Exchange knows no name of it calls by their address.
            yield Address(address=address, name="" if name.lower() == address else name)


def _midnight(moment: datetime) -> datetime:
    """Give the start of the day in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
