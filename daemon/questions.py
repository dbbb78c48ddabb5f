"""What people ask of the ledger: what is owed, why, why not, how the accounts are. Nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from daemon.flow import Flow, look
from daemon.ledger.accounts import AccountState, count_quarantined, get_account, quarantined
from daemon.ledger.actions import Action, ActionState, actions_for, actions_in
from daemon.ledger.codec import moment
from daemon.ledger.commitments import (
    all_commitments,
    commitments_of,
    commitments_of_message,
    count_by_status,
    find_commitments,
    next_wake,
)
from daemon.ledger.conversations import find_message
from daemon.ledger.errors import LedgerError
from daemon.plans import plan_circle
from daemon.show.records import StepRecord
from rules.commitments import Status
from rules.settlement import circle_of
from rules.steps import Place, Step, StepState

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from daemon.house import House
    from rules.commitments import Commitment
    from rules.facts import Trace
    from rules.playbooks import Playbook
    from rules.working_time import WorkingTime


class NotThere(LedgerError):
    """What was asked for is not in the ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a commitment is there and stands as it does."""

    commitment: Commitment
    steps: tuple[StepRecord, ...]
    said_in: Trace | None
    """The message that made it; None for a meeting."""
    playbook: Playbook
    searched: tuple[tuple[str, datetime | None], ...]
    """Accounts that were searched for what fulfils it, and until when each was read completely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRaised:
    """Why nothing, or not more, was raised for a message."""

    message_id: str
    found: Trace
    raised: tuple[Commitment, ...]
    never: bool
    """Its people are on the list nothing is raised for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatus:
    """How one account is."""

    name: str
    state: AccountState
    reason: str
    since: datetime | None
    read_until: datetime | None
    """Moment of the last complete read."""
    seen: int
    """Messages looked at since the beginning."""
    present: int | None
    """Messages in its folders at the last read, where the connector knows."""
    flow: Flow
    """What usually comes in, and whether it had up to the last complete read: what was not read is no silence."""
    quarantined: int
    quarantine: tuple[tuple[str, str], ...]
    """The newest of them: where, and why."""
    outbox: int
    """Effects whose outcome must still be looked up."""
    standing: int
    """Drafts and tasks of ours that wait for the user."""
    omitted: int
    """Steps the quiet first contact left out."""
    commitments: dict[str, int]
    next_at: datetime | None
    """When the next thing happens by itself: something falls due, a step is left."""

    @property
    def is_well(self) -> bool:
        """Whether nobody needs to look: it is read, and what is usual comes in."""
        return self.state is AccountState.OK and not self.flow.silent


def one_commitment(connection: Connection, prefix: str) -> Commitment:
    """The commitment whose id begins so. Raises NotThere where there is none, or more than one."""
    found = find_commitments(connection, prefix.strip().lower())
    if not found:
        raise NotThere(f"no commitment {prefix}; “prometido list --all” shows their ids")
    if len(found) > 1 and found[0].id != prefix:
        raise NotThere(
            f"{prefix} is the beginning of several ids ({', '.join(item.id for item in found)}); say more of it"
        )
    return found[0]


def list_commitments(
    firm: House, now: datetime, *, everything: bool, status: Status | None
) -> list[tuple[Commitment, tuple[StepRecord, ...]]]:
    """Commitments with their steps: those not closed, or all, or those of one state; by what is due first."""
    wanted = [status] if status else None if everything else [item for item in Status if not item.is_closed]
    with firm.engine.connect() as connection:
        found = all_commitments(connection, wanted)
        steps: dict[str, tuple[StepRecord, ...]] = {}
        for circle in sorted({circle_of(item.counterparty) for item in found}):
            steps |= _step_records(connection, firm, circle, now)
    return [(item, steps.get(item.id, ())) for item in found]


def explain(firm: House, prefix: str, now: datetime) -> Explanation:
    """Say why a commitment is there. Raises NotThere."""
    with firm.engine.connect() as connection:
        commitment = one_commitment(connection, prefix)
        steps = _step_records(connection, firm, circle_of(commitment.counterparty), now)
        said_in = find_message(connection, commitment.message_id)
        names = [account.name for account in firm.config.accounts]
        searched = tuple((name, get_account(connection, name).read_until) for name in names)
    return Explanation(
        commitment=commitment,
        steps=steps.get(commitment.id, ()),
        said_in=said_in[0] if said_in else None,
        playbook=firm.playbooks.for_(commitment.kind, commitment.owes, commitment.rule, commitment.counterparty),
        searched=searched,
    )


def explain_message(firm: House, message_id: str) -> NotRaised:
    """Say what was read in a message and what came of it. Raises NotThere for one that was never seen."""
    with firm.engine.connect() as connection:
        found = find_message(connection, message_id)
        if found is None:
            raise NotThere(f"no message {message_id} was read; “prometido status” says which mail was")
        raised = commitments_of_message(connection, message_id)
    return NotRaised(
        message_id=message_id,
        found=found[0],
        raised=raised,
        never=bool(found[0].outside) and all(person in firm.terms.never for person in found[0].outside),
    )


def account_statuses(firm: House, now: datetime) -> tuple[AccountStatus, ...]:
    """How every configured account is."""
    with firm.engine.connect() as connection:
        return tuple(_status(connection, account.name, firm.working_time, now) for account in firm.config.accounts)


def _status(connection: Connection, name: str, working_time: WorkingTime, now: datetime) -> AccountStatus:
    row = get_account(connection, name)
    return AccountStatus(
        name=name,
        state=row.state,
        reason=row.reason,
        since=row.since,
        read_until=row.read_until,
        seen=row.seen,
        present=row.present,
        flow=look(connection, name, working_time, min(now, row.read_until or now)),
        quarantined=count_quarantined(connection, name),
        quarantine=quarantined(connection, name)[:20],
        outbox=len(actions_in(connection, name, [ActionState.INTENDED, ActionState.WITHDRAWING])),
        standing=len(actions_in(connection, name, [ActionState.LEFT])),
        omitted=row.omitted,
        commitments=count_by_status(connection, name),
        next_at=next_wake(connection, name, now),
    )


def _step_records(connection: Connection, firm: House, circle: str, now: datetime) -> dict[str, tuple[StepRecord, ...]]:
    commitments = commitments_of(connection, circle)
    planned = plan_circle(connection, circle, commitments, firm.terms, now)
    actions = {action.key: action for action in actions_for(connection, [item.id for item in commitments])}
    return {key: tuple(_record(step, state, actions) for step, state in pairs) for key, pairs in planned.steps.items()}


def _record(step: Step, state: StepState, actions: dict[str, Action]) -> StepRecord:
    action = actions.get(step.key)
    if action is None:
        return StepRecord(at=step.at, action=step.place, state=state)
    if action.state in {ActionState.OMITTED, ActionState.REFUSED, ActionState.WITHDRAWN}:
        return StepRecord(at=step.at, action=Place(action.place), state=StepState.CANCELLED, ref=_shown(action.ref))
    done = action.state is not ActionState.INTENDED
    at = moment(action.left_at) if action.left_at else step.at
    return StepRecord(
        at=at,
        action=Place(action.place),
        state=StepState.DONE if done else StepState.PLANNED,
        ref=_shown(action.ref or action.carried_by),
    )


def _shown(ref: str) -> str | None:
    """Show where a mark is in one word: what a connector keeps beside it, behind a tab, is its own affair."""
    return ref.partition("\t")[0] or None
