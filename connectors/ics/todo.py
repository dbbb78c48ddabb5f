"""Our task as iCalendar text (RFC 5545): written, read back, changed without losing what its user added.

Only ``DUE`` as a day, and no ``DTSTART``: task programs disagree on everything else. Where a calendar takes no VTODO,
the task is an all-day VEVENT that blocks no time.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import icalendar

from connectors.errors import Unreadable
from connectors.marks import TICK
from connectors.protocols import MarkState

if TYPE_CHECKING:
    from connectors.protocols import Task

PRODUCT = "-//Prometido//Prometido//ES"
KEY = "X-PROMETIDO"
TEXTS = "X-PROMETIDO-TEXTS"
"""Hashes of the texts we wrote, so that a text its user has changed is known as theirs."""
BOOKKEEPING = frozenset({"DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE"})
"""What servers and clients rewrite without anybody having changed anything."""


class Form(StrEnum):
    """What a task is written as."""

    TODO = "VTODO"
    EVENT = "VEVENT"


def write(task: Task, form: Form = Form.TODO) -> bytes:
    """Write a new task."""
    component = icalendar.Todo() if form is Form.TODO else icalendar.Event()
    component.add("UID", task.uid)
    component.add("DTSTAMP", task.created.astimezone(UTC))
    component.add("CREATED", task.created.astimezone(UTC))
    component.add(KEY, task.key)
    if task.categories:
        component.add("CATEGORIES", list(task.categories))
    if form is Form.TODO:
        component.add("STATUS", "NEEDS-ACTION")
    else:
        component.add("TRANSP", "TRANSPARENT")
    _say(component, task, form)
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add_component(component)
    return bytes(calendar.to_ical())


class Entry:
    """A task as the place returns it."""

    def __init__(self, raw: bytes) -> None:
        """Read it. Raises Unreadable where there is no task of ours in it."""
        try:
            self._calendar = icalendar.Calendar.from_ical(raw)
            self._component = next(
                component
                for component in self._calendar.walk()
                if component.name in {Form.TODO, Form.EVENT} and KEY in component
            )
        except (ValueError, StopIteration) as error:
            raise Unreadable("not a task of ours") from error

    @property
    def uid(self) -> str:
        """The UID."""
        return str(self._component.get("UID", ""))

    @property
    def key(self) -> str:
        """The commitment and step it stands for."""
        return str(self._component[KEY])

    @property
    def fingerprint(self) -> str:
        """Hash of what its user can change."""
        digest = hashlib.sha256()
        for part in (self._component, *self._component.subcomponents):
            digest.update(f"{part.name}\n".encode())
            for line in sorted(_lines(part)):
                digest.update(line + b"\n")
        return digest.hexdigest()

    def state(self, fingerprint: str) -> MarkState:
        """Say what has become of the task that was left with this fingerprint. One its user cancelled is gone."""
        status = str(self._component.get("STATUS", "")).upper()
        if (
            status == "COMPLETED"
            or "COMPLETED" in self._component
            or str(self._component.get("PERCENT-COMPLETE")) == "100"
        ):
            return MarkState.COMPLETED
        if status == "CANCELLED":
            return MarkState.GONE
        if self._form is Form.EVENT and str(self._component.get("SUMMARY", "")).startswith(TICK.strip()):
            return MarkState.COMPLETED
        return MarkState.UNTOUCHED if self.fingerprint == fingerprint else MarkState.EDITED

    def changed(self, task: Task) -> bytes:
        """Write it with a new day and text; texts its user has changed, and all that was added, stay."""
        ours = str(self._component.get(TEXTS, "")).split()
        kept = {
            name: self._component[name]
            for name in ("SUMMARY", "DESCRIPTION")
            if name in self._component and _hash(str(self._component[name])) not in ours
        }
        _say(self._component, task, self._form)
        for name, text in kept.items():
            self._put(name, str(text))
        return self._written(task.created)

    def completed(self, at: datetime) -> bytes:
        """Write it ticked."""
        if self._form is Form.TODO:
            self._put("STATUS", "COMPLETED")
            self._put("PERCENT-COMPLETE", 100)
            self._put("COMPLETED", at.astimezone(UTC))
        else:
            self._put("SUMMARY", TICK + str(self._component.get("SUMMARY", "")))
        return self._written(at)

    @property
    def _form(self) -> Form:
        return Form(str(self._component.name))

    def _put(self, name: str, value: Any) -> None:
        """Replace a property."""
        _put(self._component, name, value)

    def _written(self, at: datetime) -> bytes:
        """Give the whole text, with the bookkeeping a change asks for (RFC 5545, 3.8.7)."""
        self._put("DTSTAMP", at.astimezone(UTC))
        self._put("LAST-MODIFIED", at.astimezone(UTC))
        self._put("SEQUENCE", int(self._component.get("SEQUENCE", 0)) + 1)
        return bytes(self._calendar.to_ical())


def _say(component: Any, task: Task, form: Form) -> None:
    """Write the day and the texts of a task."""
    _put(component, "SUMMARY", task.summary)
    _put(component, "DESCRIPTION", task.description)
    _put(component, TEXTS, f"{_hash(task.summary)} {_hash(task.description)}")
    if form is Form.TODO:
        _put(component, "DUE", task.due)
    else:
        _put(component, "DTSTART", task.due)
        _put(component, "DTEND", task.due + timedelta(days=1))


def _put(component: Any, name: str, value: date | datetime | str | int) -> None:
    """Replace a property of a component."""
    component.pop(name, None)
    component.add(name, value)


def _lines(component: Any) -> list[bytes]:
    """Give the content lines of a component that its user can change, its parts left out."""
    return [
        str(component.content_line(name, value)).encode()
        for name, value in component.property_items(recursive=False)
        if name not in BOOKKEEPING and name not in {"BEGIN", "END"} and (not name.startswith("X-") or name == KEY)
    ]


def _hash(text: str) -> str:
    """Hash a text, line ends and outer spaces aside."""
    return hashlib.sha256("\n".join(text.split()).encode()).hexdigest()[:16]
