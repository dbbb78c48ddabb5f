"""iCalendar text, looked into and changed line by line as a foreign program would."""

from __future__ import annotations

import icalendar


def component_of(raw: bytes) -> icalendar.Component:
    return next(part for part in icalendar.Calendar.from_ical(raw).walk() if part.name in {"VTODO", "VEVENT"})


def uid_of(raw: bytes) -> str:
    return str(component_of(raw)["UID"])


def summary_of(raw: bytes) -> str:
    return str(component_of(raw)["SUMMARY"])


def notes_of(raw: bytes) -> str:
    return str(component_of(raw)["DESCRIPTION"])


def due_of(raw: bytes) -> str:
    component = component_of(raw)
    return str((component["DUE"] if "DUE" in component else component["DTSTART"]).dt)


def with_property(raw: bytes, name: str, value: str) -> bytes:
    calendar = icalendar.Calendar.from_ical(raw)
    component = next(part for part in calendar.walk() if part.name in {"VTODO", "VEVENT"})
    component.pop(name, None)
    component.add(name, value)
    component.pop("SEQUENCE", None)
    component.add("SEQUENCE", 7)
    return bytes(calendar.to_ical())
