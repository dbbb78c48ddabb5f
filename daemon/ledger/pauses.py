"""When an account was not read for so long that a working day may have been missed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from daemon.ledger.codec import moment, seconds
from daemon.ledger.schema import meta
from daemon.ledger.upsert import upsert
from rules.pauses import Pause

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEY = "pauses:"
_SHORTEST = timedelta(hours=36)
"""A day whose cycle is run a little later than the day before's is no pause."""
_KEPT = timedelta(days=400)
"""How long a pause is remembered: longer than anything waits for an answer."""


def note_pause(connection: Connection, account: str, before: datetime | None, now: datetime) -> None:
    """Remember that an account was read completely ``before`` (None: never) and then not until ``now``."""
    if before is None or -_SHORTEST < now - before < _SHORTEST:
        return
    # A clock that was ahead, and is set back since, had seen a pause that was none.
    pauses = [pause for pause in pauses_of(connection, account) if timedelta() <= now - pause.ended < _KEPT]
    if before < now:
        pauses.append(Pause(began=before, ended=now))
    told = " ".join(f"{seconds(pause.began)}-{seconds(pause.ended)}" for pause in pauses)
    upsert(connection, meta, [{"key": f"{_KEY}{account}", "value": told}])


def pauses_of(connection: Connection, account: str) -> tuple[Pause, ...]:
    """The pauses of an account, oldest first."""
    told = connection.execute(select(meta.c.value).where(meta.c.key == f"{_KEY}{account}")).scalar_one_or_none()
    spans = (span.split("-") for span in (told or "").split())
    return tuple(Pause(began=moment(int(began)), ended=moment(int(ended))) for began, ended in spans)


def forget_pauses(connection: Connection) -> None:
    """Forget the pauses of all accounts."""
    connection.execute(delete(meta).where(meta.c.key.startswith(_KEY)))
