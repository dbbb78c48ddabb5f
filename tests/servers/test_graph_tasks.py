"""Calendars and tasks at Microsoft as they break: each entry is there once, and what its user wrote stays theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.errors import (
    CursorExpired,
    NeedsUser,
)
from connectors.outlook_calendar import entry
from connectors.protocols import MarkState
from rules.facts import Address
from tests.contract.letters import NOW, a_task, an_event
from tests.contract.worlds.microsoft import instances_of
from tests.contract.worlds.online import ZONE
from tests.servers.batches import END, START
from tests.servers.graph_account import Account, an_account
from tests.servers.graph_calendar import DEFAULT


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with an_account(tmp_path) as account:
        yield account


def test_an_entry_that_is_sent_twice_is_made_once(account: Account) -> None:
    tasks = account.event_tasks()
    tasks.create_task(a_task("other/task"))
    for _ in range(2):
        tasks.graph.create(tasks._where(), entry.write(a_task(), ZONE), "twice")
    assert len(account.user.calendar.of("Prometido")) == 2


def test_a_calendar_whose_place_has_expired_is_read_anew(account: Account) -> None:
    for event in instances_of("e1", an_event("e1")):
        account.user.calendar.put(DEFAULT, event)
    agenda = account.agenda()
    cursor = agenda.read_events(None, start=START, end=END).cursor
    account.user.calendar.forget_places()
    with pytest.raises(CursorExpired):
        agenda.read_events(cursor, start=START, end=END)
    for how in ({"status": 410, "reason": "SyncStateNotFound"}, {"status": 404}, {"status": 410}):
        account.breaks("calendarView/delta", skip=1, **how)
        assert len(agenda.read_events(None, start=START, end=END).events) == 1


def test_an_occurrence_whose_series_was_told_long_ago_is_still_known(account: Account) -> None:
    raw = an_event(
        "e1",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:pedro@cliente.example",
        starts="DTSTART:20260304T090000Z",
        ends="DTEND:20260304T100000Z",
    )
    events = list(instances_of("e1", raw))
    for event in events:
        account.user.calendar.put(DEFAULT, event)
    agenda = account.agenda()
    cursor = agenda.read_events(None, start=START, end=END).cursor
    account.user.calendar.put(DEFAULT, events[1])
    [told] = agenda.read_events(cursor, start=START, end=END).events
    assert told.title == "Visita de obra"
    assert told.attendees == (Address(address="pedro@cliente.example"),)


@pytest.mark.parametrize("zone", ["Romance Standard Time", "Europe/Madrid"])
def test_times_in_windows_and_iana_zones_are_those_times(account: Account, zone: str) -> None:
    account.user.calendar.keeps_zones = True
    when = {"dateTime": "2026-03-30T10:00:00", "timeZone": zone}
    account.user.calendar.put(DEFAULT, {"id": "e1", "type": "singleInstance", "start": when, "end": when})
    [event] = account.agenda().read_events(None, start=START, end=END).events
    assert event.start == datetime(2026, 3, 30, 8, tzinfo=UTC)


def test_an_event_that_cannot_be_read_harms_no_other(account: Account) -> None:
    good = {"dateTime": "2026-03-11T09:00:00", "timeZone": "UTC"}
    account.user.calendar.keeps_zones = True
    account.user.calendar.put(DEFAULT, {"id": "e1", "type": "singleInstance", "start": good, "end": good})
    agenda = account.agenda()
    cursor = agenda.read_events(None, start=START, end=END).cursor
    account.user.calendar.put(DEFAULT, {"id": "e2", "type": "singleInstance", "start": good, "end": good})
    account.user.calendar.events["e2"]["end"] = {"dateTime": "2026-03-11T09:00:00", "timeZone": "Nowhere/Known"}
    account.user.calendar._touches = lambda *_: True  # type: ignore[method-assign]  # it is told, whatever its zone
    batch = agenda.read_events(cursor, start=START, end=END)
    assert [ref for ref, _ in batch.unreadable] == ["e2"]


def test_a_calendar_of_a_name_is_read(account: Account) -> None:
    account.user.calendar.calendars["team"] = {"id": "team", "name": "Equipo", "canEdit": True}
    for event in instances_of("e1", an_event("e1")):
        account.user.calendar.put("team", event)
    agenda = account.agenda(calendar="equipo")
    assert len(agenda.read_events(None, start=START, end=END).events) == 1
    assert [finding.ok for finding in agenda.check()] == [True]
    with pytest.raises(NeedsUser, match=r"no calendar 'Otro'.*Equipo"):
        account.agenda(calendar="Otro").read_events(None, start=START, end=END)


def test_a_task_another_program_changes_at_the_same_time_is_not_overwritten(account: Account) -> None:
    for tasks in (account.event_tasks(), account.task_list()):
        left = tasks.create_task(a_task())
        account.breaks("DELETE ", status=412)
        assert not tasks.withdraw_task(left, uid=a_task().uid)
        account.breaks("PATCH ", status=412, times=2)
        assert tasks.complete_task(left, uid=a_task().uid, at=NOW)


def test_what_its_user_wrote_stays_theirs_however_often_the_day_changes(account: Account) -> None:
    tasks = account.task_list()
    left = tasks.create_task(a_task())
    [task] = account.user.todo.tasks.values()
    account.user.todo.put({**task, "title": "Lo mío"})
    for day in (20, 21, 22):
        left = tasks.change_task(left, a_task(due=NOW.date().replace(day=day), summary=f"Otro {day}"))
    [task] = account.user.todo.tasks.values()
    assert task["title"] == "Lo mío"
    assert task["dueDateTime"]["dateTime"].startswith("2026-03-22")
    assert not tasks.withdraw_task(left, uid=a_task().uid)


def test_a_calendar_of_ours_its_user_deletes_is_made_again_with_the_next_task(account: Account) -> None:
    tasks = account.event_tasks()
    left = tasks.create_task(a_task())
    ours = tasks._calendar
    for event in account.user.calendar.of("Prometido"):
        account.user.calendar.remove(event["id"])
    del account.user.calendar.calendars[ours]
    assert list(tasks.task_states([(a_task().uid, left)])) == [MarkState.GONE]
    tasks.create_task(a_task("b/task"))
    assert len(account.user.calendar.of("Prometido")) == 1


@pytest.mark.parametrize("lists", [False, True], ids=["calendar", "to-do"])
def test_a_change_whose_reply_is_lost_is_still_ours(account: Account, lists: bool) -> None:
    tasks = account.task_list() if lists else account.event_tasks()
    left = tasks.create_task(a_task())
    account.breaks("PATCH ", lost=True, executed=True)
    left = tasks.change_task(left, a_task(summary="Otro", due=NOW.date().replace(day=20)))
    assert list(tasks.task_states([(a_task().uid, left)])) == [MarkState.UNTOUCHED]
    left = tasks.change_task(left, a_task(summary="Otro más", due=NOW.date().replace(day=21)))
    assert tasks.withdraw_task(left, uid=a_task().uid)


def test_without_a_list_in_to_do_its_user_is_told(account: Account) -> None:
    account.user.todo.lists[:] = account.user.todo.lists[:1]
    with pytest.raises(NeedsUser, match="open To Do once"):
        account.task_list().create_task(a_task())
