"""When a commitment has to be looked at again although nothing arrives."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rules.commitments import Commitment, Status
from rules.playbooks import Playbooks, rests_from
from rules.steps import Step, StepState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.planning.restraint import Restraint
    from rules.working_time import WorkingTime


def wake(
    commitment: Commitment,
    steps: Sequence[tuple[Step, StepState]],
    playbooks: Playbooks,
    working_time: WorkingTime,
    restraint: Restraint,
    now: datetime,
) -> datetime | None:
    """Tell when a commitment is to be concluded or planned again; None where only what arrives can change it."""
    if commitment.status in {Status.CANCELLED, Status.DISMISSED}:
        return None
    moments = [step.at for step, state in steps if state is StepState.PLANNED and step.key not in restraint.marks]
    if any(moment <= now for moment in moments):
        # Held back, or being done right now: look again when work next starts, which before opening is this very day.
        today = working_time.local_day(now)
        days = (working_time.on_or_after(today), working_time.next_working_day(today))
        moments += [moment for moment in map(working_time.start_of, days) if moment > now][:1]
    playbook = playbooks.for_(commitment.kind, commitment.owes, commitment.rule, commitment.counterparty)
    if commitment.status is Status.OPEN and commitment.due_at is not None and playbook.lapses:
        passed = commitment.due_at + timedelta(seconds=1)
        if passed <= now:
            return passed  # not read completely since then: concluded again at every cycle until it is
        moments.append(passed)
    if commitment.snoozed_until is not None:
        moments.append(commitment.snoozed_until)
    if commitment.status in {Status.OPEN, Status.OVERDUE}:
        pauses = restraint.pauses.get(commitment.account, ())
        away = restraint.absences.get(commitment.counterparty.address)
        rests = rests_from(commitment, playbook, working_time, pauses, away)
        if rests is not None and rests <= now:
            return rests  # it would rest, had all mail been read: concluded again until it is
        moments += [] if rests is None else [rests]
    return min((moment for moment in moments if moment > now), default=None)
