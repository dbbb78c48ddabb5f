"""The next step of a commitment: what a playbook wants left in the mailbox or the calendar, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.signals import Kind


class Place(StrEnum):
    """Where a step leaves its mark."""

    TASK = "task"
    DRAFT = "draft"


class StepState(StrEnum):
    """How far a step has come."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``key`` is ``<commitment id>/<name>``; at most one draft or task is ever made for it."""

    key: str
    place: Place
    at: datetime
    """When it falls due; aware."""
    template: str
    """Name of the draft or task template, such as ``promise.send``."""
    series: str = ""
    """Name of the playbook's step that this is one time of."""
    nudge: bool = False
    """Whether it asks something of the counterparty (limited per person), or repairs something of ours."""
    at_once: bool = False
    """Whether it comes whatever the hour."""


def is_of_care(kind: Kind) -> bool:
    """Whether we write about it for their sake, to hear how they are, and ask for nothing that they owe."""
    return kind in {Kind.ACCEPTANCE, Kind.COMPLAINT, Kind.FAREWELL, Kind.REJECTION}
