"""Events out of iCalendar text (RFC 5545), recurrence expanded; the same for files and for CalDAV."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import icalendar
import recurring_ical_events

from connectors.dates import span
from connectors.errors import Unreadable
from rules.facts import Address, Event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

SIZE_LIMIT = 16 * 1024 * 1024
"""Bytes of one calendar file or object."""
MARGIN = timedelta(days=1)
"""Floating times are local to the configured zone, which is at most this far from where they are looked for."""
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})
"""Frequencies no meeting has, and which fill memory with occurrences."""
TITLE_LIMIT = 500
PEOPLE_LIMIT = 500
OPENING = re.compile(rb"(?mi)^BEGIN:VEVENT\s*$")
ROOMS = frozenset({"ROOM", "RESOURCE"})


def read_events(raw: bytes, *, account: str, start: datetime, end: datetime, zone: tzinfo) -> tuple[Event, ...]:
    """Read the occurrences that touch [start, end), tasks and our own entries left out.

    Floating and all-day times are in ``zone``. An occurrence that was moved keeps the id of the time it was meant for.

    Raises:
        Unreadable: it is no iCalendar text, or an event in it is broken or repeats without reason.
    """
    if len(raw) > SIZE_LIMIT:
        raise Unreadable(f"a calendar entry of more than {SIZE_LIMIT >> 20} MB")
    if not OPENING.search(raw):
        if b"BEGIN:VCALENDAR" not in raw.upper():
            raise Unreadable("not a calendar entry")
        return ()
    try:
        found = list(_occurrences(raw, start - MARGIN, end + MARGIN))
        events = [_event(component, recurs=recurs, account=account, zone=zone) for component, recurs in found]
    except Unreadable:
        raise
    except Exception as error:
        # The library has no error type of its own: broken text raises whatever it happens to run into.
        raise Unreadable(f"a calendar entry that cannot be read ({type(error).__name__})") from error
    return tuple(event for event in events if (event.start < end and event.end > start) or start <= event.start < end)


def _occurrences(raw: bytes, start: datetime, end: datetime) -> Iterator[tuple[Any, bool]]:
    """Expand the events: each occurrence, and whether its event recurs."""
    calendars = icalendar.Calendar.from_ical(raw, multiple=True)
    if sum(len(calendar.walk("VEVENT")) for calendar in calendars) < len(OPENING.findall(raw)):
        raise Unreadable("a calendar entry that is cut off")
    for calendar in calendars:
        recurring = set()
        for component in calendar.walk("VEVENT"):
            rules = component.get("RRULE", [])
            for rule in rules if isinstance(rules, list) else [rules]:
                if TOO_OFTEN.intersection(rule.get("FREQ", ())):
                    raise Unreadable("an event that repeats every minute or second")
            if rules or "RDATE" in component or "RECURRENCE-ID" in component:
                recurring.add(component.get("UID"))
        for occurrence in recurring_ical_events.of(calendar).between(start, end):
            if "X-PROMETIDO" not in occurrence:
                yield occurrence, occurrence.get("UID") in recurring


def _event(component: Any, *, recurs: bool, account: str, zone: tzinfo) -> Event:
    """Make an event of one occurrence."""
    starts, ends = component["DTSTART"].dt, component["DTEND"].dt
    start, end = span(_aware(starts, zone), _aware(ends, zone))
    uid = str(component.get("UID", "")) or f"{component.get('SUMMARY', '')}@{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if recurs:
        meant = component.get("RECURRENCE-ID")
        uid += f"/{_aware(meant.dt if meant else starts, zone).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return Event(
        id=uid,
        account=account,
        start=start,
        end=end,
        title=" ".join(str(component.get("SUMMARY", "")).split())[:TITLE_LIMIT],
        attendees=tuple(dict.fromkeys(_attendees(component)))[:PEOPLE_LIMIT],
        cancelled=str(component.get("STATUS", "")).upper() == "CANCELLED",
        all_day=not isinstance(starts, datetime),
    )


def _attendees(component: Any) -> Iterator[Address]:
    """Give everybody who was invited and has not declined, rooms left out; the organiser first."""
    for name in ("ORGANIZER", "ATTENDEE"):
        entries = component.get(name, [])
        for entry in entries if isinstance(entries, list) else [entries]:
            scheme, _, address = str(entry).partition(":")
            parameters = entry.params
            if (
                scheme.lower() == "mailto"
                and "@" in address
                and str(parameters.get("PARTSTAT", "")).upper() != "DECLINED"
                and str(parameters.get("CUTYPE", "")).upper() not in ROOMS
            ):
                yield Address(address=address.strip().lower(), name=str(parameters.get("CN", "")))


def _aware(moment: date, zone: tzinfo) -> datetime:
    """Give a day's first moment, or a floating time, in the zone."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), zone)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
