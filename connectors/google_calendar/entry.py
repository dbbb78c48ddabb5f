"""Our task as an all-day event of Google's: written, compared, changed without losing what its user added."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from connectors.marks import TICK
from connectors.protocols import MarkState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.protocols import Task

KEY = "prometido"
TEXTS = "prometido-texts"
"""Hashes of the texts we wrote, so that a text its user has changed is known as theirs."""
THEIRS = ("summary", "description", "start", "end", "location", "colorId", "attendees", "recurrence", "attachments")
"""What its user can change."""


def id_of(uid: str) -> str:
    """Make the event's id of a task's UID: the same on every machine, so that a repeated create is refused.

    Google takes 5 to 1024 characters of base32hex (RFC 4648, 7), in lower case and without padding.
    """
    return "p" + base64.b32hexencode(hashlib.sha256(uid.encode()).digest()).decode("ascii").rstrip("=").lower()


def write(task: Task) -> dict[str, Any]:
    """Write a new entry. It blocks no time and invites nobody."""
    return {**_said(task), "id": id_of(task.uid), "status": "confirmed", "transparency": "transparent"}


def changed(entry: Mapping[str, Any], task: Task) -> dict[str, Any]:
    """Write what a new day and text change; texts its user has changed stay."""
    ours = str(private_of(entry).get(TEXTS) or "").split()
    said = _said(task)
    for name in ("summary", "description"):
        if text_hash(str(entry.get(name) or "")) not in ours:
            said.pop(name)
    return said


def completed(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Write what ticks it: events have no such state, so the title says it."""
    return {"summary": TICK + str(entry.get("summary") or "")}


def fingerprint(entry: Mapping[str, Any]) -> str:
    """Hash what its user can change."""
    theirs = {name: _plain(entry[name]) for name in THEIRS if entry.get(name)}
    return hashlib.sha256(json.dumps(theirs, sort_keys=True).encode()).hexdigest()


def state(entry: Mapping[str, Any], left: str) -> MarkState:
    """Say what has become of the entry that was left with this fingerprint."""
    if entry.get("status") == "cancelled":
        return MarkState.GONE
    if str(entry.get("summary") or "").startswith(TICK.strip()):
        return MarkState.COMPLETED
    return MarkState.UNTOUCHED if fingerprint(entry) == left else MarkState.EDITED


def private_of(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what was written into an entry for programs alone."""
    return (entry.get("extendedProperties") or {}).get("private") or {}


def text_hash(text: str) -> str:
    """Hash a text, line ends and outer spaces aside."""
    return hashlib.sha256("\n".join(text.split()).encode()).hexdigest()[:16]


def _said(task: Task) -> dict[str, Any]:
    """Write the day and the texts of a task, and what it is known by."""
    texts = f"{text_hash(task.summary)} {text_hash(task.description)}"
    return {
        "summary": task.summary,
        "description": task.description,
        "start": {"date": task.due.isoformat()},
        "end": {"date": (task.due + timedelta(days=1)).isoformat()},
        "extendedProperties": {"private": {KEY: task.key, TEXTS: texts}},
    }


def _plain(value: Any) -> Any:
    """Leave out of a time what Google adds by itself."""
    return {name: said for name, said in value.items() if said} if isinstance(value, dict) else value
