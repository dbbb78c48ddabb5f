"""Plan the steps of a circle from what is concluded about it and what was left for it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from daemon.ledger.accounts import get_account
from daemon.ledger.actions import CALLED_OFF, STANDING, Action, ActionState, actions_of
from daemon.ledger.codec import maybe_moment, moment
from daemon.ledger.conversations import conversation_traces, was_away
from daemon.ledger.pauses import pauses_of
from rules.absences import absences
from rules.planning import Mark, Plan, Restraint, plan
from rules.steps import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from daemon.terms import Terms
    from rules.commitments import Commitment


def plan_circle(
    connection: Connection,
    circle: str,
    commitments: Sequence[Commitment],
    terms: Terms,
    now: datetime,
    edited: frozenset[str] = frozenset(),
) -> Plan:
    """Plan all steps between us and a circle. ``commitments`` is all that is concluded about it.

    ``edited`` are the keys of the drafts that turned out to be the user's own.
    """
    marks = {
        action.key: _mark(action)
        for action in actions_of(connection, circle)
        if action.left_at is not None or action.state in CALLED_OFF
    }
    names = {item.account for item in commitments}
    traces = conversation_traces(connection, circle) if commitments and was_away(connection, circle) else ()
    fresh = {name for name in names if get_account(connection, name).first_acted is None}
    return plan(
        commitments,
        playbooks=terms.playbooks,
        working_time=terms.working_time,
        restraint=Restraint(
            marks=marks,
            absences=absences(traces, terms.working_time, now),
            pauses={name: pauses_of(connection, name) for name in names},
            first_contact=bool(fresh),
            edited=edited,
        ),
        now=now,
    )


def _mark(action: Action) -> Mark:
    return Mark(
        place=Place(action.place),
        counterparty=action.counterparty,
        stands=action.state in STANDING,
        left_at=moment(action.left_at or action.intended_at),
        sent_at=maybe_moment(action.ended_at) if action.state is ActionState.SENT else None,
        nudge=action.nudge
        and action.state in {ActionState.LEFT, ActionState.SENT, ActionState.KEPT, ActionState.CARRIED},
        ended=action.state not in CALLED_OFF,
    )
