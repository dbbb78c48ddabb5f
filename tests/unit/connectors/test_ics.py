"""What is particular to calendars kept as files, and to iCalendar text."""

from __future__ import annotations

import errno
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.errors import NeedsUser, Refused, Transient, Unreadable
from connectors.ics import IcsCalendar, IcsTasks
from connectors.ics.events import read_events
from connectors.ics.files import Files
from connectors.ics.todo import Entry, Form, write
from connectors.protocols import MarkState
from rules.facts import Event
from tests.contract.letters import NOW, a_task, an_event

MADRID = ZoneInfo("Europe/Madrid")
START = datetime(2026, 3, 1, tzinfo=UTC)
END = datetime(2026, 5, 1, tzinfo=UTC)


def events(raw: bytes) -> tuple[Event, ...]:
    return read_events(raw, account="despacho", start=START, end=END, zone=MADRID)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Calendar").mkdir()
    return tmp_path / "Calendar"


@pytest.fixture
def calendar(folder: Path) -> IcsCalendar:
    return IcsCalendar(folder, account="despacho", zone=MADRID)


@pytest.fixture
def tasks(folder: Path) -> IcsTasks:
    return IcsTasks(folder)


def test_a_floating_time_is_the_time_where_its_user_lives() -> None:
    [event] = events(an_event(starts="DTSTART:20260311T100000", ends="DTEND:20260311T110000"))
    assert event.start == datetime(2026, 3, 11, 10, tzinfo=MADRID)


def test_a_weekly_meeting_keeps_its_local_hour_when_the_clocks_change() -> None:
    found = events(
        an_event(
            "e1",
            "RRULE:FREQ=WEEKLY;COUNT=3",
            starts="DTSTART;TZID=Europe/Madrid:20260323T100000",
            ends="DTEND;TZID=Europe/Madrid:20260323T110000",
        )
    )
    assert [event.start.astimezone(UTC).hour for event in found] == [9, 8, 8]
    assert [event.id for event in found] == ["e1/20260323T090000Z", "e1/20260330T080000Z", "e1/20260406T080000Z"]


def test_an_occurrence_that_was_moved_keeps_its_name() -> None:
    series = an_event("e1", "RRULE:FREQ=WEEKLY;COUNT=2").replace(b"END:VCALENDAR\r\n", b"")
    moved = an_event(
        "e1", "RECURRENCE-ID:20260318T090000Z", starts="DTSTART:20260319T150000Z", ends="DTEND:20260319T160000Z"
    )
    found = events(series + moved[moved.index(b"BEGIN:VEVENT") :])
    assert {event.id: event.start.day for event in found} == {"e1/20260311T090000Z": 11, "e1/20260318T090000Z": 19}


def test_a_deleted_occurrence_is_not_there() -> None:
    found = events(an_event("e1", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260312T090000Z"))
    assert [event.start.day for event in found] == [11, 13]


def test_a_meeting_with_a_duration_ends_after_it() -> None:
    [event] = events(an_event("e1", "DURATION:PT45M", ends=""))
    assert event.end - event.start == timedelta(minutes=45)


def test_rooms_and_those_without_an_address_are_nobody() -> None:
    [event] = events(
        an_event(
            "e1",
            "ATTENDEE;CUTYPE=ROOM:mailto:sala2@estudio.example",
            "ATTENDEE:urn:uuid:1234",
            "ATTENDEE:mailto:pedro@cliente.example",
        )
    )
    assert [person.address for person in event.attendees] == ["pedro@cliente.example"]


def test_an_event_without_uid_is_named_after_what_it_says() -> None:
    [event] = events(an_event().replace(b"UID:e1\r\n", b""))
    assert event.id == "Visita de obra@20260311T090000Z"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nothing",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nnope",
        an_event(starts="DTSTART:garbage"),
        an_event(starts="DTSTART:99990101T000000Z", ends="DTEND:20260311T100000Z") + b"BEGIN:VEVENT\r\n",
        an_event("e1", "RRULE:FREQ=SECONDLY"),
        an_event("e1", "RRULE:FREQ=SOMETIMES"),
        an_event(starts="DTSTART:20260311T090000Z").replace(b"DTSTART:20260311T090000Z\r\n", b""),
        b"\xff\xfe\x00BEGIN:VEVENT",
    ],
)
def test_what_cannot_be_read_says_so(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        events(raw)


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    with pytest.raises(Unreadable, match="16 MB"):
        events(b"BEGIN:VEVENT" * 2_000_000)


def test_a_broken_file_does_not_keep_the_others_from_being_read(folder: Path, calendar: IcsCalendar) -> None:
    (folder / "bad.ics").write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nnope")
    (folder / "dir.ics").mkdir()
    (folder / "good.ics").write_bytes(an_event())
    (folder / "notes.txt").write_text("no calendar")
    batch = calendar.read_events(None, start=START, end=END)
    assert [event.id for event in batch.events] == ["e1"]
    assert [ref for ref, _ in batch.unreadable] == ["bad.ics"]


def test_only_files_that_changed_are_read_again(
    folder: Path, calendar: IcsCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.ics").write_bytes(an_event("a"))
    (folder / "b.ics").write_bytes(an_event("b"))
    first = calendar.read_events(None, start=START, end=END)
    (folder / "b.ics").write_bytes(an_event("b", "LOCATION:Obra"))
    read: list[str] = []
    real = Files.read
    monkeypatch.setattr(Files, "read", lambda files, name: (read.append(name), real(files, name))[1])
    batch = calendar.read_events(first.cursor, start=START + timedelta(minutes=5), end=END + timedelta(minutes=5))
    assert read == ["b.ics"]
    assert len(batch.events) == 2


def test_a_calendar_that_is_suddenly_empty_or_gone_needs_its_user(folder: Path, calendar: IcsCalendar) -> None:
    (folder / "a.ics").write_bytes(an_event("a"))
    first = calendar.read_events(None, start=START, end=END)
    (folder / "a.ics").unlink()
    with pytest.raises(NeedsUser, match="suddenly empty"):
        calendar.read_events(first.cursor, start=START, end=END)
    folder.rmdir()
    with pytest.raises(NeedsUser, match="cannot be read"):
        calendar.read_events(first.cursor, start=START, end=END)
    assert [finding.ok for finding in calendar.check()] == [False]


def test_a_task_is_a_file_of_its_own_with_nothing_half_written(folder: Path, tasks: IcsTasks) -> None:
    tasks.create_task(a_task())
    [file] = folder.iterdir()
    assert file.name == "c1a2b3-task@prometido.ics"
    assert file.stat().st_mode & 0o777 == 0o600
    raw = file.read_bytes()
    assert b"DUE;VALUE=DATE:20260313\r\n" in raw
    assert b"X-PROMETIDO:c1a2b3/task\r\n" in raw
    assert b"DTSTART" not in raw


def test_a_uid_that_is_no_file_name_is_hashed(folder: Path, tasks: IcsTasks) -> None:
    task = a_task("../../etc/passwd")
    left = tasks.create_task(task)
    [file] = folder.iterdir()
    assert "/" not in left.ref
    assert ".." not in file.name
    assert tasks.find_task(task.key, uid=task.uid) == left


def test_a_task_in_a_file_that_was_renamed_is_found_by_its_uid(folder: Path, tasks: IcsTasks) -> None:
    left = tasks.create_task(a_task())
    [file] = folder.iterdir()
    file.rename(folder / "a0b1c2.ics")
    assert tasks.task_states([(a_task().uid, left)]) == [MarkState.UNTOUCHED]
    assert tasks.create_task(a_task()).ref == "a0b1c2.ics"
    assert tasks.withdraw_task(left, uid=a_task().uid)
    assert list(folder.iterdir()) == []


def test_a_file_in_the_way_is_not_overwritten(folder: Path, tasks: IcsTasks) -> None:
    (folder / "c1a2b3-task@prometido.ics").write_bytes(an_event())
    with pytest.raises(NeedsUser, match="in the way"):
        tasks.create_task(a_task())
    assert (folder / "c1a2b3-task@prometido.ics").read_bytes() == an_event()


def test_a_missing_folder_is_not_a_deleted_task(folder: Path, tasks: IcsTasks) -> None:
    left = tasks.create_task(a_task())
    folder.rename(folder.with_name("Gone"))
    with pytest.raises(NeedsUser):
        tasks.task_states([(a_task().uid, left)])


def test_a_full_disk_leaves_nothing_behind(folder: Path, tasks: IcsTasks, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Refused):
        tasks.create_task(a_task())
    assert list(folder.iterdir()) == []


def test_what_the_user_writes_while_a_task_is_completed_is_kept(
    folder: Path, tasks: IcsTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tasks.create_task(a_task())
    [file] = folder.iterdir()
    real = Files.replace
    interrupted: list[bool] = []

    def interrupt(files: Files, name: str, old: bytes, new: bytes) -> bool:
        if not interrupted:
            interrupted.append(True)
            file.write_bytes(file.read_bytes().replace(b"SUMMARY:", b"SUMMARY:URGENTE "))
        return real(files, name, old, new)

    monkeypatch.setattr(Files, "replace", interrupt)
    assert tasks.complete_task(left, uid=a_task().uid, at=NOW)
    assert b"SUMMARY:URGENTE " in file.read_bytes()
    assert b"STATUS:COMPLETED" in file.read_bytes()


def test_a_task_that_never_stands_still_is_tried_again_later(
    folder: Path, tasks: IcsTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tasks.create_task(a_task())
    monkeypatch.setattr(Files, "replace", lambda *_: False)
    with pytest.raises(Transient):
        tasks.complete_task(left, uid=a_task().uid, at=NOW)


def test_bookkeeping_of_servers_is_no_edit() -> None:
    raw = write(a_task())
    mark = Entry(raw).fingerprint
    served = raw.replace(
        b"BEGIN:VTODO\r\n", b"BEGIN:VTODO\r\nSEQUENCE:4\r\nLAST-MODIFIED:20260401T000000Z\r\nX-MOZ-GENERATION:2\r\n"
    )
    assert Entry(served.replace(b"\r\n", b"\n")).state(mark) is MarkState.UNTOUCHED
    assert Entry(served.replace(b"20260313", b"20260314")).state(mark) is MarkState.EDITED


def test_an_alarm_the_user_set_is_an_edit_and_outlives_a_new_day() -> None:
    raw = write(a_task())
    alarm = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT1H\r\nDESCRIPTION:x\r\nEND:VALARM\r\nEND:VTODO\r\n"
    edited = Entry(raw.replace(b"END:VTODO\r\n", alarm))
    assert edited.state(Entry(raw).fingerprint) is MarkState.EDITED
    assert b"TRIGGER:-PT1H" in edited.changed(a_task(due=date(2026, 4, 1)))


def test_a_task_its_user_cancelled_is_gone() -> None:
    raw = write(a_task()).replace(b"STATUS:NEEDS-ACTION", b"STATUS:CANCELLED")
    assert Entry(raw).state("") is MarkState.GONE


def test_as_an_event_a_task_is_a_day_that_blocks_no_time() -> None:
    raw = write(a_task(), Form.EVENT)
    assert b"DTSTART;VALUE=DATE:20260313" in raw
    assert b"TRANSP:TRANSPARENT" in raw
    assert events(raw) == ()
    entry = Entry(raw)
    assert entry.state(entry.fingerprint) is MarkState.UNTOUCHED
    done = Entry(entry.completed(NOW))
    assert done.state(entry.fingerprint) is MarkState.COMPLETED
    assert b"DTSTART;VALUE=DATE:20260320" in Entry(raw).changed(a_task(due=date(2026, 3, 20)))
