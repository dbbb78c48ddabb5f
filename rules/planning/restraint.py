"""What holds steps back: what was left before, the hour, the rest of the person, and what is not known yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING

from rules.commitments import Commitment, Status
from rules.signals import Confidence, Kind, Party
from rules.steps import Place, Step, is_of_care

if TYPE_CHECKING:
    from rules.absences import Absence
    from rules.pauses import Pause
    from rules.playbooks import Playbooks
    from rules.working_time import WorkingTime

NUDGE_REST = 5
"""Working days between two nudges to one person, whatever they are about."""
SENT_REST = 4
"""Working days from the day one was sent: sent a day late, it does not put off the next, sent a week late it does."""
QUIET = 10
"""Working days back from the first cycle: what fell due earlier is listed, and nothing is left for it."""
_NIGHT = time(21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What there is, or was, outside for one step."""

    place: Place
    counterparty: str
    stands: bool
    """Whether a draft or task of ours may be there unsent, unfinished."""
    left_at: datetime
    sent_at: datetime | None = None
    """When the user sent it."""
    nudge: bool = False
    ended: bool = True
    """Whether it counts as done (else it was called off)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restraint:
    """What holds steps back, beside the clock."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By step key."""
    absences: Mapping[str, Absence] = field(default_factory=dict)
    """By address, as an out-of-office reply told of it."""
    pauses: Mapping[str, tuple[Pause, ...]] = field(default_factory=dict)
    """When each account was not read, the oldest first."""
    first_contact: bool = False
    """Nothing was ever left for this account."""
    edited: frozenset[str] = frozenset()
    """Keys of unsent drafts that the user has made his own."""


def is_daytime(working_time: WorkingTime, now: datetime) -> bool:
    """Whether drafts may be left: on a working day, from when it opens until nine in the evening, local time."""
    local = now.astimezone(working_time.zone)
    return working_time.is_working_day(local.date()) and working_time.opens <= local.time() < _NIGHT


def may_nudge(
    about: Commitment, commitments: Sequence[Commitment], working_time: WorkingTime, restraint: Restraint, now: datetime
) -> bool:
    """Never a nuisance: rested, not away, no complaint of theirs unanswered; nor asked for theirs while ours is late.

    What we owe does not hold back a word of care: it says that too.
    """
    person = about.counterparty.address
    today = working_time.local_day(now)
    away = restraint.absences.get(person)
    if away is not None and today <= away.until:
        return False
    before = [mark for mark in restraint.marks.values() if mark.nudge and mark.counterparty == person]
    rests = [(mark.left_at, NUDGE_REST) for mark in before]
    rests += [(mark.sent_at, SENT_REST) for mark in before if mark.sent_at is not None]
    if any(at <= now and today < working_time.add_working_days(working_time.local_day(at), days) for at, days in rests):
        return False
    return not any(
        item.counterparty.address == person
        and (is_open_complaint(item) or (_is_overdue_debt(item) and not is_of_care(about.kind)))
        for item in commitments
    )


def is_open_complaint(item: Commitment) -> bool:
    """Whether somebody has complained and is not answered."""
    is_open = item.status in {Status.OPEN, Status.OVERDUE}
    return item.kind is Kind.COMPLAINT and is_open and item.confidence > Confidence.MAYBE


def _is_overdue_debt(item: Commitment) -> bool:
    is_debt = item.owes is Party.US and item.kind in {Kind.PROMISE, Kind.INQUIRY, Kind.MISSING_ATTACHMENT}
    return is_debt and item.status is Status.OVERDUE and item.confidence is Confidence.SURE


def is_old(commitment: Commitment, step: Step, working_time: WorkingTime, now: datetime) -> bool:
    """Say whether a step fell due too long ago for a first contact. A promise made long ago may be due today."""
    fell_due = max(step.at, commitment.due_at or step.at)
    return working_time.local_day(fell_due) < working_time.add_working_days(working_time.local_day(now), -QUIET)


def lacks_evidence(commitment: Commitment, step: Step, playbooks: Playbooks) -> bool:
    """Hold a step that follows a day gone by until it is known that nothing came: until the commitment is overdue.

    Settlement leaves a commitment open, however late, as long as a folder that could hold the answer was not read.
    """
    if commitment.due_at is None or step.at <= commitment.due_at or commitment.status is not Status.OPEN:
        return False
    return playbooks.for_(commitment.kind, commitment.owes, commitment.rule, commitment.counterparty).lapses
