"""What every connector that reads calendars keeps to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import CursorExpired
from connectors.ics.todo import write
from connectors.protocols import CalendarBatch
from connectors.registry import Agenda
from rules.facts import Address, Event
from tests.contract.letters import a_task, an_event
from tests.contract.worlds.base import CalendarWorld

START = datetime(2026, 3, 1, tzinfo=UTC)
END = datetime(2026, 4, 1, tzinfo=UTC)


def read(agenda: Agenda, cursor: str | None = None) -> CalendarBatch:
    return agenda.read_events(cursor, start=START, end=END)


def one(calendar: CalendarWorld) -> Event:
    [event] = read(calendar.agenda).events
    return event


def test_a_calendar_has_every_capability(calendar: CalendarWorld) -> None:
    assert isinstance(calendar.agenda, Agenda)
    assert [finding.text for finding in calendar.agenda.check() if not finding.ok] == []


def test_a_meeting_is_read_with_everybody_who_has_not_declined(calendar: CalendarWorld) -> None:
    calendar.put(
        "e1",
        an_event(
            "e1",
            'ORGANIZER;CN="Ruiz, Ana":mailto:Ana@Estudio.example',
            "ATTENDEE;CN=Pedro;PARTSTAT=ACCEPTED:MAILTO:pedro@cliente.example",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:luis@cliente.example",
        ),
    )
    event = one(calendar)
    assert event.title == "Visita de obra"
    assert event.start == datetime(2026, 3, 11, 9, tzinfo=UTC)
    assert event.end == datetime(2026, 3, 11, 10, tzinfo=UTC)
    assert event.attendees == (Address(address="ana@estudio.example"), Address(address="pedro@cliente.example"))
    assert event.outside == ()
    assert not event.cancelled


def test_a_weekly_meeting_is_every_one_of_its_days(calendar: CalendarWorld) -> None:
    calendar.put(
        "e1",
        an_event("e1", "RRULE:FREQ=WEEKLY;COUNT=10", starts="DTSTART:20260304T090000Z", ends="DTEND:20260304T100000Z"),
    )
    events = sorted(read(calendar.agenda).events, key=lambda event: event.start)
    assert [event.start.day for event in events if event.start < END] == [4, 11, 18, 25]
    assert len({event.id for event in events}) == len(events)


def test_what_is_outside_the_window_is_left_out(calendar: CalendarWorld) -> None:
    calendar.put("e1", an_event("e1", starts="DTSTART:20251211T090000Z", ends="DTEND:20251211T100000Z"))
    calendar.put("e2", an_event("e2", starts="DTSTART:20260611T090000Z", ends="DTEND:20260611T100000Z"))
    assert read(calendar.agenda).events == ()


def test_a_cancelled_meeting_says_so(calendar: CalendarWorld) -> None:
    calendar.put("e1", an_event("e1", "STATUS:CANCELLED"))
    assert one(calendar).cancelled


def test_a_whole_day_is_a_day_where_its_user_lives(calendar: CalendarWorld) -> None:
    calendar.put("e1", an_event("e1", starts="DTSTART;VALUE=DATE:20260311", ends="DTEND;VALUE=DATE:20260312"))
    event = one(calendar)
    assert event.all_day
    assert event.start == datetime(2026, 3, 10, 23, tzinfo=UTC)
    assert event.end == datetime(2026, 3, 11, 23, tzinfo=UTC)


def test_a_time_with_a_zone_is_that_time_there(calendar: CalendarWorld) -> None:
    calendar.put(
        "e1",
        an_event(
            "e1",
            starts="DTSTART;TZID=America/Mexico_City:20260311T090000",
            ends="DTEND;TZID=America/Mexico_City:20260311T100000",
        ),
    )
    assert one(calendar).start == datetime(2026, 3, 11, 15, tzinfo=UTC)


def test_our_own_tasks_are_no_meetings(calendar: CalendarWorld) -> None:
    calendar.put("t1", write(a_task()))
    calendar.put("e1", an_event("e1"))
    assert one(calendar).id == "e1"


def test_with_nothing_changed_nothing_comes(calendar: CalendarWorld) -> None:
    calendar.put("e1", an_event("e1"))
    first = read(calendar.agenda)
    second = read(calendar.agenda, first.cursor)
    assert not second.full
    assert second.events == ()
    assert second.removed == ()


def test_a_window_that_has_moved_shows_what_it_now_holds(calendar: CalendarWorld) -> None:
    calendar.put("e1", an_event("e1", starts="DTSTART:20260420T090000Z", ends="DTEND:20260420T100000Z"))
    first = read(calendar.agenda)
    later = calendar.agenda.read_events(first.cursor, start=START + timedelta(days=30), end=END + timedelta(days=30))
    assert "e1" in {event.id for event in later.events}


def test_what_was_added_changed_and_removed_is_seen(calendar: CalendarWorld) -> None:
    calendar.put("e1", an_event("e1"))
    calendar.put("e2", an_event("e2"))
    first = read(calendar.agenda)
    known = {event.id: event for event in first.events}
    calendar.put("e1", an_event("e1", starts="DTSTART:20260312T090000Z", ends="DTEND:20260312T100000Z"))
    calendar.remove("e2")
    calendar.put("e3", an_event("e3"))
    second = read(calendar.agenda, first.cursor)
    known = {} if second.full else {key: event for key, event in known.items() if key not in second.removed}
    known |= {event.id: event for event in second.events}
    assert {key: event.start.day for key, event in known.items()} == {"e1": 12, "e3": 11}


def test_a_cursor_nobody_wrote_has_expired(calendar: CalendarWorld) -> None:
    with pytest.raises(CursorExpired):
        read(calendar.agenda, "nonsense")
