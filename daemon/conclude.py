"""Conclude again what is owed wherever something arrived or a moment has come, and plan the steps that follow."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from daemon.isolation import set_apart
from daemon.ledger.accounts import get_account
from daemon.ledger.actions import sent_drafts
from daemon.ledger.ahead import conclude_anew, note_conclusion, was_ahead
from daemon.ledger.commitments import circles_to_settle, put_commitments, words_about
from daemon.ledger.conversations import conversation_events, conversation_traces, next_fact
from daemon.ledger.pauses import pauses_of
from daemon.plans import plan_circle
from rules.settlement import Conversation, circle_of, settle_circle
from rules.signals import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Connection, Engine

    from daemon.terms import Terms
    from rules.commitments import Commitment
    from rules.facts import Address, Event, Trace

_HELD = 0.25
"""Seconds for which a transaction takes in another circle."""
_COUNTS_IN_DRAFTS = frozenset({Kind.PROMISE, Kind.MISSING_ATTACHMENT})


def conclude(engine: Engine, terms: Callable[[], Terms], now: datetime) -> tuple[str, ...]:
    """Conclude every circle that needs it; return them. What a crash loses is concluded again.

    ``terms`` are asked for when there is something to conclude. A circle that brings out a fault of ours is undone by
    itself, and tried again in the next cycle. Circles share a transaction for as long as others can wait for theirs:
    a first read has thousands of circles, and each transaction waits for the disk.
    """
    with engine.connect() as connection:
        ahead = was_ahead(connection, now)
    if ahead:
        with engine.execution_options(writes=True).begin() as connection:
            conclude_anew(connection, now)
    done: set[str] = set()
    while True:
        with engine.connect() as connection:
            waiting = [circle for circle in circles_to_settle(connection, now) if circle not in done]
        if not waiting:
            return tuple(sorted(done))
        while waiting:
            with engine.execution_options(writes=True).begin() as connection:
                note_conclusion(connection, now)
                until = time.monotonic() + _HELD
                while waiting:
                    circle = waiting.pop(0)
                    done.add(circle)
                    with set_apart("conversation"), connection.begin_nested():
                        conclude_circle(connection, circle, terms(), now)
                    if time.monotonic() >= until:
                        break


def conclusions(connection: Connection, circle: str, terms: Terms, now: datetime) -> tuple[Commitment, ...]:
    """Everything owed between us and the people of one circle, oldest first, as it stands at ``now``."""
    traces = conversation_traces(connection, circle)
    drafted = sent_drafts(connection, circle)
    past = tuple(
        _as_draft(trace) if trace.id in drafted or trace.step_key else trace for trace in traces if trace.date <= now
    )
    events = conversation_events(connection, circle)
    # A clock that was ahead when the user spoke does not take his word back: then it was said by now.
    words = tuple(replace(word, at=min(word.at, now)) for word in words_about(connection, circle))
    read_until = _read_until(connection, {trace.account for trace in past} | {event.account for event in events}, now)
    people = _people(past, events, circle)
    if not people:
        return ()
    concluded = settle_circle(
        Conversation(counterparty=next(iter(people.values())), traces=past, events=events, words=words, drafts=drafted),
        us=terms.us,
        working_time=terms.working_time,
        playbooks=terms.playbooks,
        now=now,
        read_until=read_until,
        pauses={name: pauses_of(connection, name) for name in {trace.account for trace in past}},
        language=terms.language,
    )
    return tuple(
        _named(item, people.get(item.counterparty.address))
        for item in concluded
        if item.counterparty not in terms.never
    )


def _named(item: Commitment, person: Address | None) -> Commitment:
    """Give a commitment the newest name of its counterparty."""
    return item if person is None or person.name == item.counterparty.name else replace(item, counterparty=person)


def _as_draft(trace: Trace) -> Trace:
    """Hear in a draft of ours that was sent what it promises, and no new request or quote: it is the nudge itself.

    What it offers on a condition ("dígame qué cambiar y le devuelvo la versión nueva") is courtesy, and no promise.
    """
    heard = (signal for signal in trace.signals if signal.kind in _COUNTS_IN_DRAFTS and not signal.conditional)
    return replace(trace, signals=tuple(heard))


def conclude_circle(connection: Connection, circle: str, terms: Terms, now: datetime) -> None:
    """Conclude one circle and write it down."""
    found = conclusions(connection, circle, terms, now)
    wake = plan_circle(connection, circle, found, terms, now).wake
    put_commitments(
        connection,
        circle,
        [(item, wake.get(item.id)) for item in found],
        next_fact=next_fact(connection, circle, now),
    )


def _people(traces: Sequence[Trace], events: Sequence[Event], circle: str) -> dict[str, Address]:
    """The people of the circle by address, each under the newest name they were seen with."""
    named: dict[str, Address] = {}
    everybody = [person for trace in traces for person in trace.outside]
    everybody += [person for event in events for person in event.outside]
    for person in everybody:
        if circle_of(person) == circle and (person.name or person.address not in named):
            named[person.address] = person
    return named


def _read_until(connection: Connection, accounts: AbstractSet[str], now: datetime) -> datetime | None:
    """Until when all mail that could hold an answer was read: the account that is furthest behind decides."""
    moments = [get_account(connection, name).read_until for name in accounts]
    known = [moment for moment in moments if moment is not None]
    if not known or len(known) < len(moments):
        return None
    return min([*known, now])
