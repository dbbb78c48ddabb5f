"""What was concluded while the clock was ahead, and must be concluded again once it is right."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, union

from daemon.ledger.codec import seconds
from daemon.ledger.facts import mark_unsettled
from daemon.ledger.schema import commitments, event_people, events, messages, meta, participants
from daemon.ledger.upsert import upsert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_KEY = "concluded"
_BEHIND = timedelta(hours=1)
"""How far a cycle may be behind another that concluded before it: a long read concludes at the time it began."""


def note_conclusion(connection: Connection, now: datetime) -> None:
    """Remember what the clock said when something was concluded."""
    upsert(connection, meta, [{"key": _KEY, "value": str(seconds(now))}])


def forget_conclusion(connection: Connection) -> None:
    """Let the next conclusion be the first one."""
    connection.execute(delete(meta).where(meta.c.key == _KEY))


def was_ahead(connection: Connection, now: datetime) -> bool:
    """Whether something was concluded at a time that is yet to come."""
    then = connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar_one_or_none()
    return then is not None and seconds(now) < int(then) - _BEHIND.total_seconds()


def conclude_anew(connection: Connection, now: datetime) -> None:
    """Mark whatever a clock that was ahead may have got wrong: it woke to nothing of what is due until then."""
    written = select(participants.c.circle).join(messages, messages.c.row == participants.c.message)
    met = select(event_people.c.circle).join(
        events, (events.c.account == event_people.c.account) & (events.c.id == event_people.c.event)
    )
    concerned = union(
        select(commitments.c.circle),
        written.where(messages.c.at > seconds(now)),
        met.where(events.c.ends > seconds(now)),
    )
    mark_unsettled(connection, connection.execute(concerned).scalars())
    note_conclusion(connection, now)
