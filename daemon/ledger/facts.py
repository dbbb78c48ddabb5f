"""What was seen: messages with their threads and people, and events. Facts are only added, never concluded here.

They are read again in :mod:`daemon.ledger.conversations`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from daemon.ledger.codec import (
    event_to_json,
    hashes_to_bytes,
    seconds,
    trace_to_json,
)
from daemon.ledger.schema import actions, event_people, events, messages, participants, thread_ids, unsettled
from daemon.ledger.upsert import upsert
from rules.facts import Automatic
from rules.settlement import circle_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from rules.facts import Event, Trace

_CHUNK = 500  # SQLite takes 32 766 parameters, PostgreSQL's planner likes fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A message as it goes into the ledger, and where its connector found it."""

    trace: Trace
    ref: str


def has_messages(engine: Engine) -> bool:
    """Whether any message was ever read."""
    with engine.connect() as connection:
        return connection.execute(select(messages.c.row).limit(1)).first() is not None


def add_messages(connection: Connection, seen: Sequence[Seen]) -> int:
    """Add messages, join their threads, and mark the circles of everybody in those threads as unsettled.

    A message that is there already only updates its ref. Returns how many were new.
    """
    new, moved = _split(connection, seen)
    for row, ref in moved:
        connection.execute(update(messages).where(messages.c.row == row).values(ref=ref))
    if not new:
        return 0
    threads = _join_threads(connection, [item.trace for item in new])
    first = (connection.execute(select(func.max(messages.c.row))).scalar() or 0) + 1
    rows, people = [], []
    for number, item in enumerate(new, first):
        trace, at = item.trace, seconds(item.trace.date)
        rows.append(
            {
                "row": number,
                "account": trace.account,
                "id": trace.id,
                "thread": threads[trace.id],
                "at": at,
                "away": int(trace.automatic is Automatic.OUT_OF_OFFICE),
                "ref": item.ref,
                "trace": trace_to_json(trace),
                "mentions": hashes_to_bytes(trace.mentions),
                "attached": hashes_to_bytes(trace.attached),
            }
        )
        people += [
            {"address": person.address, "message": number, "circle": circle_of(person)} for person in set(trace.outside)
        ]
    connection.execute(insert(messages), rows)
    if people:
        connection.execute(insert(participants), people)
    _touch_threads(connection, set(threads.values()))
    return len(new)


def _split(connection: Connection, seen: Sequence[Seen]) -> tuple[list[Seen], list[tuple[int, str]]]:
    """Tell new messages from those known; one Message-ID used for two different messages makes two."""
    known: dict[tuple[str, str], Any] = {}
    ids = list(dict.fromkeys(item.trace.id for item in seen))
    for start in range(0, len(ids), _CHUNK):
        query = select(messages.c.id, messages.c.account, messages.c.row, messages.c.ref, messages.c.at).where(
            messages.c.id.in_(ids[start : start + _CHUNK])
        )
        known.update({(row.id, row.account): row for row in connection.execute(query)})
    new: dict[tuple[str, str], Seen] = {}
    moved: list[tuple[int, str]] = []
    for item in seen:
        at, key = seconds(item.trace.date), (item.trace.id, item.trace.account)
        row = known.get(key)
        if row is None and key not in new:
            new[key] = item
        elif row is not None and row.at == at:
            if row.ref != item.ref:
                moved.append((row.row, item.ref))
        elif row is not None or seconds(new[key].trace.date) != at:
            content = f"{at} {item.trace.sender.address} {item.trace.subject}".encode()
            twin = replace(item.trace, id=f"{item.trace.id}#{hashlib.sha256(content).hexdigest()[:8]}")
            new.update(
                {(twin.id, twin.account): Seen(trace=twin, ref=item.ref)} if not _is_known(connection, twin) else {}
            )
    return list(new.values()), moved


def _is_known(connection: Connection, trace: Trace) -> bool:
    query = select(messages.c.row).where(messages.c.id == trace.id, messages.c.account == trace.account)
    return connection.execute(query).first() is not None


def _join_threads(connection: Connection, traces: Sequence[Trace]) -> dict[str, str]:
    """Give each message the thread of the ids it names, joining threads that it shows to be one.

    Threads are the connected components of "names" (RFC 5322, 3.6.4), so the order of arrival does not matter.
    """
    names = {trace.id: _names(trace) for trace in traces}
    wanted = list(dict.fromkeys(name for group in names.values() for name in group))
    thread_of: dict[str, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(thread_ids.c.id, thread_ids.c.thread).where(thread_ids.c.id.in_(wanted[start : start + _CHUNK]))
        thread_of.update({row.id: row.thread for row in connection.execute(query)})
    stored = dict(thread_of)
    renamed: dict[str, str] = {}

    def current(thread: str) -> str:
        while thread in renamed:
            thread = renamed[thread]
        return thread

    for message_id, group in names.items():
        found = list(dict.fromkeys(current(thread_of[name]) for name in group if name in thread_of))
        keep = found[0] if found else message_id
        for other in found[1:]:
            renamed[other] = keep
        for name in group:
            thread_of[name] = keep
    for old in renamed:
        keep = current(old)
        connection.execute(update(messages).where(messages.c.thread == old).values(thread=keep))
        connection.execute(update(thread_ids).where(thread_ids.c.thread == old).values(thread=keep))
        # A draft that was left in a thread still stands in it.
        connection.execute(update(actions).where(actions.c.thread == old).values(thread=keep))
    fresh = [{"id": name, "thread": current(thread_of[name])} for name in wanted if name not in stored]
    if fresh:
        connection.execute(insert(thread_ids), fresh)
    return {message_id: current(thread_of[message_id]) for message_id in names}


def _names(trace: Trace) -> list[str]:
    hint = [f"hint:{trace.account}:{trace.thread_hint}"] if trace.thread_hint else []
    return list(dict.fromkeys([*trace.references, *hint, trace.id]))


def _touch_threads(connection: Connection, threads: set[str]) -> None:
    circles: set[str] = set()
    ordered = sorted(threads)
    for start in range(0, len(ordered), _CHUNK):
        query = (
            select(participants.c.circle)
            .distinct()
            .join(messages, messages.c.row == participants.c.message)
            .where(messages.c.thread.in_(ordered[start : start + _CHUNK]))
        )
        circles.update(connection.execute(query).scalars())
    mark_unsettled(connection, circles)


def mark_unsettled(connection: Connection, circles: Iterable[str]) -> None:
    """Have the conversations with these circles concluded again."""
    upsert(connection, unsettled, [{"circle": circle} for circle in sorted(circles)])


def replace_events(
    connection: Connection,
    account: str,
    found: Sequence[Event],
    *,
    removed: Sequence[str],
    full: bool,
    since: datetime | None = None,
) -> None:
    """Take over a calendar read; the circles of everybody in a changed event become unsettled.

    What ended before ``since`` was not looked at: it happened, and stays.
    """
    query = select(events.c.id, events.c.event, events.c.ends).where(events.c.account == account)
    if not full:
        query = query.where(events.c.id.in_([*(event.id for event in found), *removed]))
    rows = connection.execute(query).all()
    before = {row.id: row.event for row in rows}
    looked_at = {row.id for row in rows if since is None or row.ends >= seconds(since)}
    after = {event.id: event_to_json(event) for event in found}
    gone = (looked_at - set(after)) if full else set(removed) & set(before)
    changed = [event for event in found if before.get(event.id) != after[event.id]]
    stale = sorted(gone | {event.id for event in changed} & set(before))
    circles: set[str] = {circle_of(person) for event in changed for person in event.outside}
    for start in range(0, len(stale), _CHUNK):
        chunk = stale[start : start + _CHUNK]
        theirs = (event_people.c.account == account) & event_people.c.event.in_(chunk)
        circles.update(connection.execute(select(event_people.c.circle).where(theirs)).scalars())
        connection.execute(delete(event_people).where(theirs))
        connection.execute(delete(events).where(events.c.account == account, events.c.id.in_(chunk)))
    if changed:
        connection.execute(
            insert(events),
            [
                {
                    "account": account,
                    "id": event.id,
                    "starts": seconds(event.start),
                    "ends": seconds(event.end),
                    "event": after[event.id],
                }
                for event in changed
            ],
        )
        attending = [
            {"address": person.address, "account": account, "event": event.id, "circle": circle_of(person)}
            for event in changed
            for person in set(event.outside)
        ]
        if attending:
            connection.execute(insert(event_people), attending)
    mark_unsettled(connection, circles)
