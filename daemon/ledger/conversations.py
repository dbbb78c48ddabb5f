"""What the ledger knows of a conversation, or of one message in it: the facts as they were put down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from daemon.ledger.codec import event_from_json, seconds, trace_from_row
from daemon.ledger.schema import event_people, events, messages, participants

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from rules.facts import Address, Event, Trace

_AT_MOST = 3_000
"""Newest messages of one conversation that are looked at; more is a mailing list that forgot to say so."""
_NEWEST = 200  # messages among which a name of ours is looked for
_OF_TRACE = (messages.c.trace, messages.c.thread, messages.c.mentions, messages.c.attached)


def conversation_traces(connection: Connection, circle: str) -> tuple[Trace, ...]:
    """Every message somebody of this circle takes part in, and every message of those threads, by date then id."""
    theirs = (
        select(messages.c.thread)
        .join(participants, participants.c.message == messages.c.row)
        .where(participants.c.circle == circle)
    )
    query = (
        select(*_OF_TRACE)
        .where(messages.c.thread.in_(theirs))
        .order_by(messages.c.at.desc(), messages.c.id)
        .limit(_AT_MOST)
    )
    found = [_trace(row) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda trace: (trace.date, trace.id, trace.account)))


def next_fact(connection: Connection, circle: str, now: datetime) -> int | None:
    """When the next thing known already will have happened with a circle: a meeting, or a message dated ahead.

    Calendars are read weeks before their meetings end, and no change of theirs tells that they have.
    """
    theirs = (
        select(messages.c.thread)
        .join(participants, participants.c.message == messages.c.row)
        .where(participants.c.circle == circle)
    )
    written = select(func.min(messages.c.at)).where(messages.c.thread.in_(theirs), messages.c.at > seconds(now))
    met = (
        select(func.min(events.c.ends))
        .join(event_people, (event_people.c.account == events.c.account) & (event_people.c.event == events.c.id))
        .where(event_people.c.circle == circle, events.c.ends > seconds(now))
    )
    moments = [connection.execute(query).scalar() for query in (written, met)]
    return min((each for each in moments if each is not None), default=None)


def was_away(connection: Connection, circle: str) -> bool:
    """Whether anybody of this circle ever sent an out-of-office reply."""
    query = (
        select(messages.c.row)
        .join(participants, participants.c.message == messages.c.row)
        .where(participants.c.circle == circle, messages.c.away == 1)
        .limit(1)
    )
    return connection.execute(query).first() is not None


def find_message(connection: Connection, message_id: str) -> tuple[Trace, str] | None:
    """One message by its Message-ID, and its ref; None if it was never seen."""
    query = select(messages).where(messages.c.id == message_id).order_by(messages.c.account).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return None
    return _trace(row), row.ref


def own_name(connection: Connection, account: str, sender: Address) -> str:
    """The name that the newest mail from an address of ours bears; empty if none of the last messages does."""
    query = select(*_OF_TRACE).where(messages.c.account == account).order_by(messages.c.row.desc()).limit(_NEWEST)
    for row in connection.execute(query):
        trace = _trace(row)
        if trace.sender == sender and trace.sender.name:
            return trace.sender.name
    return ""


def message_ref(connection: Connection, message_id: str, account: str) -> str:
    """Where this account's connector found a message; empty if it did not."""
    query = select(messages.c.ref).where(messages.c.id == message_id, messages.c.account == account)
    return connection.execute(query).scalar_one_or_none() or ""


def thread_traces(connection: Connection, thread: str) -> tuple[Trace, ...]:
    """All messages of a thread, by date then id."""
    query = select(*_OF_TRACE).where(messages.c.thread == thread).order_by(messages.c.at, messages.c.id).limit(_AT_MOST)
    return tuple(_trace(row) for row in connection.execute(query))


def conversation_events(connection: Connection, circle: str) -> tuple[Event, ...]:
    """The events somebody of this circle was invited to, by start."""
    query = (
        select(events.c.event)
        .distinct()
        .add_columns(events.c.starts, events.c.id)
        .join(event_people, (event_people.c.account == events.c.account) & (event_people.c.event == events.c.id))
        .where(event_people.c.circle == circle)
        .order_by(events.c.starts, events.c.id)
    )
    return tuple(event_from_json(text) for text in connection.execute(query).scalars())


def _trace(row: Any) -> Trace:
    return trace_from_row(row.trace, thread=row.thread, mentions=row.mentions, attached=row.attached)
