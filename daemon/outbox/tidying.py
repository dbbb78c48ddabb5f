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
from daemon.naming import draft_id, task_uid
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
) -> int:
    """Take back what stands outside for a circle's steps that are not ``wanted`` (keys); return how many.

    A draft that spoke of several matters is taken back when any of them is settled, and what remains due is written
    anew; so is one that ``gives_way``, when its time comes again. Raises what the connector raises.
    """
    with engine.connect() as connection:
        actions = [action for action in actions_of(connection, circle) if action.account == account.name]
    carriers = {
        action.carried_by
        for action in actions
        if action.carried_by and action.place == Place.DRAFT and action.key not in wanted
    }
    done = 0
    for action in actions:
        if action.state in STANDING and (action.key not in wanted or action.key in carriers | gives_way):
            _take_back(engine, account, action, now, again=action.key in wanted)
            done += 1
    return done


def _take_back(engine: Engine, account: Account, action: Action, now: datetime, *, again: bool) -> None:
    left = Left(ref=action.ref, fingerprint=action.fingerprint)
    if action.state is ActionState.INTENDED:
        found = _look_up(account, action)
        if found is None:
            _end(engine, action, ActionState.WITHDRAWN, now, again=again)
            return
        left = found
    if action.place == Place.TASK:
        if account.tasks is not None:
            account.tasks.complete_task(left, uid=task_uid(action.key), at=now)
        _end(engine, action, ActionState.COMPLETED, now)
    elif account.drafts is not None:
        ours = account.drafts.withdraw_draft(action.key, left)
        _end(engine, action, ActionState.WITHDRAWN if ours else ActionState.KEPT, now, again=again and ours)


def _look_up(account: Account, action: Action) -> Left | None:
    """An effect of unknown outcome: it may be there after all."""
    if action.place == Place.TASK:
        return None if account.tasks is None else account.tasks.find_task(action.key, uid=task_uid(action.key))
    if account.drafts is None:
        return None
    return account.drafts.find_draft(action.key, message_id=draft_id(action.key, account.sender))


def _end(engine: Engine, action: Action, state: ActionState, now: datetime, *, again: bool = False) -> None:
    """Close an action; with ``again`` its step, and those its draft carried, may be written anew."""
    with engine.execution_options(writes=True).begin() as connection:
        update_action(connection, action.key, state=state.value, ended_at=seconds(now))
        if state in {ActionState.WITHDRAWN, ActionState.COMPLETED}:
            forget_carried(connection, action.key)
        if again:
            forget_action(connection, action.key)
