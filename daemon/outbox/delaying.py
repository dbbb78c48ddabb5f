"""Show what is archived as "retrasado" in the mailbox too, where it can be shown, and take that back when it revives.

Nothing is moved: a keyword, label or category, or in a Maildir a second name in a folder of its own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from connectors.errors import NoRoom, Refused
from daemon.ledger.actions import CALLED_OFF, actions_for
from daemon.ledger.codec import seconds
from daemon.ledger.conversations import message_ref
from daemon.ledger.delayed import Delayed, DelayState, delayed_of, forget_delayed, put_delayed
from rules.commitments import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine

    from connectors.protocols import Archiver
    from daemon.account import Account
    from rules.commitments import Commitment

_log = structlog.get_logger(__name__)


def mark_archived(
    engine: Engine, account: Account, circle: str, commitments: Iterable[Commitment], now: datetime
) -> int:
    """Mark the messages of what was archived after our last nudge, unmark what is archived no more; count changes.

    What was archived before anything was left for it (a first read of old mail) is not marked. Raises what the
    connector raises; the intent stays, and the next cycle tries again.
    """
    archiver = account.archiver
    if archiver is None:
        return 0
    archived = {item.id: item for item in commitments if item.status is Status.ARCHIVED}
    with engine.connect() as connection:
        before = {item.commitment: item for item in delayed_of(connection, circle, account.name)}
        followed_up = {
            action.commitment for action in actions_for(connection, archived) if action.state not in CALLED_OFF
        }
        wanted = [
            Delayed(
                commitment=key,
                account=account.name,
                circle=circle,
                message_id=item.message_id,
                ref=message_ref(connection, item.message_id, account.name),
                state=DelayState.INTENDED,
                at=seconds(now),
            )
            for key, item in archived.items()
            if key in followed_up and (key not in before or before[key].state is DelayState.INTENDED)
        ]
    gone = [item for key, item in before.items() if key not in archived]
    for item in wanted:
        _mark(engine, archiver, item)
    for item in gone:
        unmark(engine, archiver, item)
    return len(wanted) + len(gone)


def unmark(engine: Engine, archiver: Archiver, item: Delayed) -> bool:
    """Take a mark away and forget it; return whether it was there."""
    found = item.state is not DelayState.REFUSED and archiver.unmark_delayed(item.ref, message_id=item.message_id)
    with engine.execution_options(writes=True).begin() as connection:
        forget_delayed(connection, [item.commitment])
    return found


def _mark(engine: Engine, archiver: Archiver, item: Delayed) -> None:
    _write(engine, item)
    try:
        done = archiver.mark_delayed(item.ref, message_id=item.message_id)
    except NoRoom:
        raise
    except Refused as error:
        _log.info("not marked", account=item.account, reason=str(error))
        done = False
    _write(engine, replace(item, state=DelayState.MARKED if done else DelayState.REFUSED))


def _write(engine: Engine, item: Delayed) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        put_delayed(connection, item)
