"""Take back what is no longer wanted: our own untouched drafts, and our open tasks. What the user edited is his."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from connectors.protocols import Left
from daemon.ledger.actions import (
    STANDING,
    Action,
    ActionState,
    actions_of,
    forget_action,
    forget_carried,
    update_action,
)
from daemon.ledger.codec import seconds
from daemon.naming import task_uid
from daemon.outbox.resuming import look_up
from rules.steps import Place

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Engine

    from daemon.account import Account


def tidy(
    engine: Engine,
    account: Account,
    circle: str,
    wanted: AbstractSet[str],
    now: datetime,
    *,
    gives_way: AbstractSet[str] = frozenset(),
    spared: AbstractSet[str] = frozenset(),
    settled: AbstractSet[str] = frozenset(),
) -> tuple[int, frozenset[str]]:
    """Take back what stands outside for a circle's steps that are not ``wanted`` (keys).

    Returns how many were taken back, and the keys of the wanted drafts that the user had edited: they stay, as his.

    What is ``spared`` stays for now (:func:`daemon.outbox.seeing.being_sent`). So does what was left when the clock was
    ahead of now, unless its commitment is ``settled``: what it is about has yet to happen again.

    A draft that spoke of several matters is taken back when any of them is settled, and what remains due is written
    anew; so is one that ``gives_way``, when its time comes again. Each is marked before it is taken back, so that after
    a crash it is not taken for the user's doing. Raises what the connector raises.
    """
    with engine.connect() as connection:
        actions = [action for action in actions_of(connection, circle) if action.account == account.name]
    carriers = {
        action.carried_by
        for action in actions
        if action.carried_by and action.place == Place.DRAFT and action.key not in wanted
    }
    done = 0
    edited: set[str] = set()
    for action in actions:
        if action.key in spared:
            continue
        if action.intended_at > seconds(now) and action.commitment not in settled:
            continue
        begun = action.state is ActionState.WITHDRAWING
        if action.state in STANDING and (begun or action.key not in wanted or action.key in carriers | gives_way):
            if _take_back(engine, account, action, now, again=action.key in wanted):
                done += 1
            else:
                edited.add(action.key)
    return done, frozenset(edited)


def _take_back(engine: Engine, account: Account, action: Action, now: datetime, *, again: bool) -> bool:
    """Take one mark back; False where it is wanted ``again`` and stays, being the user's own by now."""
    left = look_up(account, action) if action.state is ActionState.INTENDED else _left(action)
    if left is None:
        _end(engine, action, ActionState.WITHDRAWN, now, again=again)
        return True
    with engine.execution_options(writes=True).begin() as connection:
        begun = ActionState.WITHDRAWING.value
        update_action(connection, action.key, state=begun, ref=left.ref, fingerprint=left.fingerprint)
    if action.place == Place.TASK:
        if account.tasks is not None:
            account.tasks.complete_task(left, uid=task_uid(action.key), at=now)
        _end(engine, action, ActionState.COMPLETED, now)
    elif account.drafts is not None:
        ours = account.drafts.withdraw_draft(action.key, left)
        if again and not ours:
            with engine.execution_options(writes=True).begin() as connection:
                update_action(connection, action.key, state=ActionState.LEFT.value)
            return False
        _end(engine, action, ActionState.WITHDRAWN if ours else ActionState.KEPT, now, again=again)
    return True


def _left(action: Action) -> Left:
    return Left(ref=action.ref, fingerprint=action.fingerprint)


def _end(engine: Engine, action: Action, state: ActionState, now: datetime, *, again: bool = False) -> None:
    """Close an action; with ``again`` its step, and those its draft carried, may be written anew."""
    with engine.execution_options(writes=True).begin() as connection:
        update_action(connection, action.key, state=state.value, ended_at=seconds(now))
        if state in {ActionState.WITHDRAWN, ActionState.COMPLETED}:
            forget_carried(connection, action.key)
        if again:
            forget_action(connection, action.key)
