"""Erase a person, take the data out, take back every mark: what people have a right to (GDPR, articles 15, 17, 20)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, delete, insert, or_, select

from connectors.protocols import Left
from daemon.ledger import schema
from daemon.ledger.actions import STANDING, ActionState, actions_in, actions_of, update_action
from daemon.ledger.codec import event_from_json, seconds, trace_from_row, trace_to_json
from daemon.ledger.commitments import all_commitments
from daemon.ledger.copying import copy_ledger
from daemon.ledger.delayed import delayed_for, delayed_in
from daemon.ledger.errors import LedgerError
from daemon.naming import task_uid
from daemon.outbox import look_up, unmark
from rules.facts import Address
from rules.settlement import circle_of
from rules.steps import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Column, Connection, Table

    from daemon.account import Account
    from daemon.house import House
    from daemon.ledger.actions import Action
    from daemon.ledger.facts import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How much was erased."""

    messages: int
    commitments: int
    marks: int
    """Untouched drafts and tasks taken back."""


def erased_key(address: str) -> str:
    """Name the key under which the ledger remembers that somebody was erased: a hash, so that no name is kept."""
    return f"erased:{hashlib.sha256(address.lower().encode()).hexdigest()}"


def without_erased(connection: Connection, seen: Sequence[Seen]) -> list[Seen]:
    """Leave out messages that concern somebody who was erased after they were written."""
    query = select(schema.meta).where(schema.meta.c.key.startswith("erased:"))
    erased = {row.key: int(row.value) for row in connection.execute(query)}
    if not erased:
        return list(seen)
    return [
        item
        for item in seen
        if not any(seconds(item.trace.date) <= erased.get(erased_key(who.address), -1) for who in item.trace.outside)
    ]


def forget(firm: House, address: str, accounts: Iterable[Account], now: datetime) -> Erased:
    """Erase a person: their messages, what was concluded from them, and our untouched marks about them.

    Messages of theirs up to ``now`` are not taken in again. Raises what connectors raise; nothing is erased then.
    """
    person = Address(address=address.strip().lower())
    circle = circle_of(person)
    marks = 0
    with firm.engine.connect() as connection:
        standing = [action for action in actions_of(connection, circle) if action.counterparty == person.address]
        theirs = select(schema.commitments.c.id).where(schema.commitments.c.counterparty == person.address)
        owed = list(connection.execute(theirs).scalars())
        delayed = delayed_for(connection, owed)
    by_name = {account.name: account for account in accounts}
    for item in delayed:
        if (account := by_name.get(item.account)) and account.archiver is not None:
            unmark(firm.engine, account.archiver, item)
    for action in standing:
        if action.state in STANDING and action.account in by_name:
            marks += _take_back(by_name[action.account], action)
    with firm.engine.execution_options(writes=True).begin() as connection:
        rows = select(schema.participants.c.message).where(schema.participants.c.address == person.address)
        numbers = list(connection.execute(rows).scalars())
        ids = list(connection.execute(select(schema.messages.c.id).where(schema.messages.c.row.in_(numbers))).scalars())
        _erase(connection, person, numbers, ids, owed)
        connection.execute(delete(schema.meta).where(schema.meta.c.key == erased_key(person.address)))
        connection.execute(insert(schema.meta), {"key": erased_key(person.address), "value": str(seconds(now))})
    return Erased(messages=len(numbers), commitments=len(owed), marks=marks)


def _erase(connection: Connection, person: Address, numbers: list[int], ids: list[str], owed: list[str]) -> None:
    circle = circle_of(person)
    connection.execute(
        delete(schema.words).where(or_(schema.words.c.commitment.in_(owed), schema.words.c.message_id.in_(ids)))
    )
    connection.execute(delete(schema.actions).where(schema.actions.c.counterparty == person.address))
    connection.execute(delete(schema.delayed).where(schema.delayed.c.commitment.in_(owed)))
    connection.execute(delete(schema.commitments).where(schema.commitments.c.counterparty == person.address))
    connection.execute(delete(schema.participants).where(schema.participants.c.message.in_(numbers)))
    connection.execute(delete(schema.messages).where(schema.messages.c.row.in_(numbers)))
    connection.execute(delete(schema.thread_ids).where(schema.thread_ids.c.id.in_(ids)))
    attended = select(schema.event_people.c.event).where(schema.event_people.c.address == person.address)
    connection.execute(delete(schema.events).where(schema.events.c.id.in_(attended)))
    connection.execute(delete(schema.event_people).where(schema.event_people.c.address == person.address))
    connection.execute(delete(schema.unsettled).where(schema.unsettled.c.circle == circle))
    connection.execute(delete(schema.upcoming).where(schema.upcoming.c.circle == circle))
    if circle != person.address:
        connection.execute(insert(schema.unsettled), {"circle": circle})


def export(firm: House) -> dict[str, Any]:
    """Take everything out that the ledger holds, as plain data."""
    with firm.engine.connect() as connection:
        return {
            "exported_at": datetime.now(UTC),
            "accounts": _rows(connection, schema.accounts, without={"mail_cursor", "calendar_cursor"}),
            "commitments": all_commitments(connection),
            "messages": _rows(connection, schema.messages, without={"mentions", "attached", "row"}),
            "events": [event_from_json(text) for text in connection.execute(select(schema.events.c.event)).scalars()],
            "words": _rows(connection, schema.words, without={"row"}),
            "marks": _rows(connection, schema.actions),
            "delayed": _rows(connection, schema.delayed),
            "quarantine": _rows(connection, schema.quarantine),
        }


def back_up(firm: House, target: Path) -> None:
    """Copy the ledger while it is in use. Raises LedgerError, FileExistsError."""
    if firm.engine.dialect.name != "sqlite":
        raise LedgerError("a PostgreSQL ledger is backed up with pg_dump")
    copy_ledger(firm.engine, target)


def withdraw(firm: House, accounts: Iterable[Account]) -> int:
    """Remove every mark we left in mailboxes and calendars that the user has not touched; return how many.

    Raises what connectors raise; what was removed before stays removed, and the rest can be tried again.
    """
    removed = 0
    for account in accounts:
        with firm.engine.connect() as connection:
            marks = actions_in(connection, account.name, [*STANDING, ActionState.COMPLETED])
            delayed = delayed_in(connection, account.name)
        for action in marks:
            if _take_back(account, action):
                removed += 1
                with firm.engine.execution_options(writes=True).begin() as connection:
                    update_action(connection, action.key, state=ActionState.WITHDRAWN.value)
        if account.archiver is not None:
            for item in delayed:
                removed += unmark(firm.engine, account.archiver, item)
    return removed


def _take_back(account: Account, action: Action) -> bool:
    unknown = action.state is ActionState.INTENDED
    left = look_up(account, action) if unknown else Left(ref=action.ref, fingerprint=action.fingerprint)
    if left is None:
        return False
    if action.place == Place.TASK:
        return account.tasks is not None and account.tasks.withdraw_task(left, uid=task_uid(action.key))
    return account.drafts is not None and account.drafts.withdraw_draft(action.key, left)


def _rows(connection: Connection, table: Table, *, without: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Give rows as plain data: moments in UTC, and what is kept as JSON opened."""
    columns = [column for column in table.columns if column.name not in set(without)]
    rows = connection.execute(select(*columns).order_by(*table.primary_key)).mappings()
    return [{column.name: _plain(column, row[column]) for column in columns} for row in rows]


def _plain(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if column is schema.messages.c.trace:
        return json.loads(trace_to_json(trace_from_row(value)))  # in order, whatever release wrote it
    return datetime.fromtimestamp(value, UTC) if isinstance(column.type, BigInteger) else value
