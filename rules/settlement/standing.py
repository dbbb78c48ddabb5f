"""How a commitment stands at a given moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rules.commitments import Change, ChangeKind, Commitment, Status
from rules.playbooks import While, anchor_of
from rules.settlement.debts import Debt, Why

if TYPE_CHECKING:
    from datetime import datetime

    from rules.playbooks import Playbook
    from rules.working_time import WorkingTime


def stand(debt: Debt, *, now: datetime, read_until: datetime | None) -> Commitment:
    """Say how a debt stands ``now``. Absence needs evidence: what was not read up to its day is open, not overdue."""
    commitment = _commitment(debt)
    if debt.state is not Status.OPEN:
        return commitment
    if debt.snoozed_until is not None and now < debt.snoozed_until:
        return replace(commitment, status=Status.SNOOZED)
    rests_at = rests_from(commitment, debt.playbook, debt.working_time)
    if rests_at is not None and rests_at <= now and _was_read(rests_at, read_until):
        rested = Change(what=ChangeKind.ARCHIVED, at=rests_at, due=debt.due, note=Why.LAST_NUDGE)
        return replace(commitment, status=Status.ARCHIVED, closed_at=rests_at, history=(*commitment.history, rested))
    due_at = commitment.due_at
    if debt.playbook.lapses and due_at is not None and due_at < now and _was_read(due_at, read_until):
        return replace(commitment, status=Status.OVERDUE)
    return commitment


def rests_from(commitment: Commitment, playbook: Playbook, working_time: WorkingTime) -> datetime | None:
    """Return when an unanswered matter goes to rest: the playbook's term after its last step, or after its last change.

    None where the playbook never lets it rest.
    """
    if playbook.archived_after is None:
        return None
    moments = [change.at for change in commitment.history]
    for step in playbook.steps_for(commitment):
        anchor = anchor_of(commitment, step.counted_from, working_time)
        if anchor is not None and step.during is not While.ANSWERED:
            moments += step.moments(anchor, working_time)
    if commitment.snoozed_until is not None:
        moments.append(commitment.snoozed_until)
    last = working_time.local_day(max(moments))
    return working_time.start_of(playbook.archived_after.counted_from(last, working_time))


def _was_read(moment: datetime, read_until: datetime | None) -> bool:
    return read_until is not None and moment <= read_until


def _commitment(debt: Debt) -> Commitment:
    signal = debt.signal
    return Commitment(
        id=debt.id,
        kind=debt.kind,
        owes=debt.owes,
        status=debt.state,
        account=debt.account,
        counterparty=debt.counterparty,
        message_id=debt.message_id,
        thread=debt.thread,
        subject=debt.subject,
        made_at=debt.made_at,
        evidence=signal.evidence,
        rule=signal.rule,
        rule_version=signal.rule_version,
        confidence=signal.confidence,
        object=signal.object,
        act=signal.act,
        conditional=signal.conditional,
        due=debt.due,
        due_at=None if debt.due is None else debt.working_time.end_of_day(debt.due),
        due_from=debt.due_from,
        renewals=debt.renewals,
        fulfilled_by=debt.fulfilled_by,
        closed_at=debt.closed_at,
        snoozed_until=debt.snoozed_until,
        amount=signal.amount,
        valid_until=signal.valid_until,
        project=debt.project,
        language=debt.language,
        register=debt.register,
        history=tuple(debt.history),
    )
