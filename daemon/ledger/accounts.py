"""How far each account was read, and how it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from daemon.ledger.codec import maybe_moment, seconds
from daemon.ledger.schema import accounts, quarantine
from daemon.ledger.upsert import upsert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class AccountState(StrEnum):
    """What ``prometido status`` says of an account."""

    OK = "ok"
    BACKOFF = "backoff"
    NEEDS_REAUTH = "needs_reauth"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account as the ledger knows it."""

    name: str
    mail_cursor: str | None = None
    calendar_cursor: str | None = None
    read_until: datetime | None = None
    calendar_read_until: datetime | None = None
    seen: int = 0
    present: int | None = None
    state: AccountState = AccountState.OK
    reason: str = ""
    since: datetime | None = None
    omitted: int = 0
    first_acted: datetime | None = None


def get_account(connection: Connection, name: str) -> AccountRow:
    """The account; a fresh one if it was never read."""
    row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
    if row is None:
        return AccountRow(name=name)
    moments = {
        key: maybe_moment(getattr(row, key)) for key in ("read_until", "calendar_read_until", "since", "first_acted")
    }
    return AccountRow(**{**row._mapping, **moments, "state": AccountState(row.state)})  # noqa: SLF001 - the documented accessor


def update_account(connection: Connection, name: str, **values: object) -> None:
    """Change some columns of an account, adding it if it is new. Moments are aware datetimes."""
    plain = {key: seconds(value) if isinstance(value, datetime) else value for key, value in values.items()}
    done = connection.execute(update(accounts).where(accounts.c.name == name).values(**plain)).rowcount
    if not done:
        upsert(connection, accounts, [{"name": name, **plain}])


def count_seen(connection: Connection, name: str, number: int) -> None:
    """Add to the number of messages looked at."""
    connection.execute(update(accounts).where(accounts.c.name == name).values(seen=accounts.c.seen + number))


def put_in_quarantine(connection: Connection, account: str, items: Sequence[tuple[str, str]], at: datetime) -> None:
    """Remember what could not be read: (ref, reason) each. The same ref again replaces its reason."""
    upsert(
        connection,
        quarantine,
        [{"account": account, "ref": ref, "reason": reason, "at": seconds(at)} for ref, reason in items],
    )


def release_from_quarantine(connection: Connection, account: str, refs: Sequence[str]) -> None:
    """Forget that these could not be read: now they could."""
    if refs:
        connection.execute(delete(quarantine).where(quarantine.c.account == account, quarantine.c.ref.in_(list(refs))))


def quarantined(connection: Connection, account: str) -> tuple[tuple[str, str], ...]:
    """What could not be read: (ref, reason), newest first."""
    query = select(quarantine.c.ref, quarantine.c.reason).where(quarantine.c.account == account)
    return tuple(
        (row.ref, row.reason) for row in connection.execute(query.order_by(quarantine.c.at.desc(), quarantine.c.ref))
    )


def count_quarantined(connection: Connection, account: str) -> int:
    """How many could not be read."""
    query = select(func.count()).select_from(quarantine).where(quarantine.c.account == account)
    return connection.execute(query).scalar_one()
