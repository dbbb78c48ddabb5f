"""Find out what a crash or a lost reply left open: is what was intended there, or not?

To be asked before anything new is planned, so that what is there is known to be, and what is not was never intended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.protocols import Left
from daemon.ledger.actions import (
    Action,
    ActionState,
    actions_in,
    forget_action,
    forget_carried,
    update_action,
)
from daemon.ledger.codec import seconds
from daemon.ledger.conversations import conversation_traces
from daemon.ledger.facts import mark_unsettled
from daemon.naming import draft_id, task_uid
from rules.facts import Direction, Trace
from rules.steps import Place

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from daemon.account import Account


def resume(engine: Engine, account: Account) -> None:
    """Look for every draft and task of an account whose outcome is unknown. Raises what the connector raises.

    One that is there has its proof. One that is not was never left, and may be planned anew; or the user has sent the
    draft already, as a message shows that came in since: then it is not written a second time.
    """
    with engine.connect() as connection:
        open_ends = actions_in(connection, account.name, [ActionState.INTENDED])
    for action in open_ends:
        found = look_up(account, action)
        with engine.execution_options(writes=True).begin() as connection:
            sent = None if found is not None else _sent_as(connection, action)
            if found is not None:
                proof = {"ref": found.ref, "fingerprint": found.fingerprint, "left_at": action.intended_at}
                update_action(connection, action.key, state=ActionState.LEFT.value, **proof)
            elif sent is not None:
                proof = {"sent_as": sent.id, "left_at": action.intended_at, "ended_at": seconds(sent.date)}
                update_action(connection, action.key, state=ActionState.SENT.value, **proof)
            else:
                forget_action(connection, action.key)
                forget_carried(connection, action.key)
            mark_unsettled(connection, [action.circle])


def look_up(account: Account, action: Action) -> Left | None:
    """Find a draft or task by its key, where it would be. Raises what the connector raises."""
    if action.place == Place.TASK:
        return None if account.tasks is None else account.tasks.find_task(action.key, uid=task_uid(action.key))
    if account.drafts is None:
        return None
    return account.drafts.find_draft(action.key, message_id=draft_id(action.key, account.sender))


def _sent_as(connection: Connection, action: Action) -> Trace | None:
    """The message of ours that a draft became before its proof was written: by its key, or the next in its thread.

    Rather a nudge too few than the same one twice: a message of theirs own that followed counts as well.
    """
    if action.place == Place.TASK:
        return None
    ours = [
        trace
        for trace in conversation_traces(connection, action.circle)
        if trace.direction is Direction.OUTBOUND and trace.automatic is None
    ]
    by_key = [trace for trace in ours if trace.step_key == action.key]
    followed = [trace for trace in ours if trace.thread == action.thread and seconds(trace.date) > action.intended_at]
    return next(iter([*by_key, *followed]), None)
