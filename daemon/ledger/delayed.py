"""Which messages carry the mark "retrasado". Marking twice is harmless, so that an intent is enough to try again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from daemon.ledger import schema
from daemon.ledger.upsert import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection


class DelayState(StrEnum):
    """How far a mark has come."""

    INTENDED = "intended"
    """Committed before the effect: it may be there."""
    MARKED = "marked"
    REFUSED = "refused"
    """The message is gone, or the mailbox takes no such mark; not tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed:
    """One message marked for one archived commitment. ``at`` is seconds since 1970."""

    commitment: str
    account: str
    circle: str
    message_id: str
    ref: str
    state: DelayState
    at: int


def put_delayed(connection: Connection, item: Delayed) -> None:
    """Write a mark, replacing what stood there."""
    values = {name: getattr(item, name) for name in Delayed.__slots__} | {"state": item.state.value}
    upsert(connection, schema.delayed, [values])


def forget_delayed(connection: Connection, commitments: Iterable[str]) -> None:
    """Forget marks that were taken away."""
    connection.execute(delete(schema.delayed).where(schema.delayed.c.commitment.in_(list(commitments))))


def delayed_of(connection: Connection, circle: str, account: str) -> tuple[Delayed, ...]:
    """The marks of an account for one circle."""
    return _read(connection, (schema.delayed.c.circle == circle) & (schema.delayed.c.account == account))


def delayed_for(connection: Connection, commitments: Iterable[str]) -> tuple[Delayed, ...]:
    """The marks of these commitments."""
    return _read(connection, schema.delayed.c.commitment.in_(list(commitments)))


def delayed_in(connection: Connection, account: str) -> tuple[Delayed, ...]:
    """All marks of an account."""
    return _read(connection, schema.delayed.c.account == account)


def _read(connection: Connection, condition: ColumnElement[bool]) -> tuple[Delayed, ...]:
    query = select(schema.delayed).where(condition).order_by(schema.delayed.c.commitment)
    return tuple(Delayed(**{**row, "state": DelayState(row["state"])}) for row in connection.execute(query).mappings())
