"""How a commitment stands at a given moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rules.commitments import Change, ChangeKind, Commitment, Status
from rules.playbooks import rests_from
from rules.settlement.debts import Debt, Why

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rules.absences import Absence
    from rules.pauses import Pause


def stand(
    debt: Debt,
    *,
    now: datetime,
    read_until: datetime | None,
    pauses: Sequence[Pause] = (),
    away: Absence | None = None,
) -> Commitment:
    """Say how a debt stands ``now``. Absence needs evidence: what was not read up to its day is open, not overdue."""
    commitment = _commitment(debt)
    if debt.state is not Status.OPEN:
        return commitment
    if debt.snoozed_until is not None and now < debt.snoozed_until:
        return replace(commitment, status=Status.SNOOZED)
    rests_at = rests_from(commitment, debt.playbook, debt.working_time, pauses, away)
    if rests_at is not None and rests_at <= now and _was_read(rests_at, read_until):
        rested = Change(what=ChangeKind.ARCHIVED, at=rests_at, due=debt.due, note=Why.LAST_NUDGE)
        return replace(commitment, status=Status.ARCHIVED, closed_at=rests_at, history=(*commitment.history, rested))
    due_at = commitment.due_at
    if due_at is None or due_at >= now or not _was_read(due_at, read_until):
        return commitment
    if debt.signal.lasts:
        lapsed = Change(what=ChangeKind.CANCELLED, at=due_at, due=debt.due, note=Why.LAPSED)
        return replace(commitment, status=Status.CANCELLED, closed_at=due_at, history=(*commitment.history, lapsed))
    return replace(commitment, status=Status.OVERDUE) if debt.playbook.lapses else commitment


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
