"""The addresses a mailbox sends as, learnt from its provider once a day: they are us, though nobody configured them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from connectors.errors import ConnectorError, SignInNeeded
from daemon.ledger.codec import moment, seconds
from daemon.ledger.schema import meta
from daemon.ledger.upsert import upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from daemon.account import Account

_log = structlog.get_logger(__name__)
_FRESH = timedelta(days=1)
_KEY = "aliases:"


def known_aliases(connection: Connection) -> dict[str, frozenset[str]]:
    """Give what was learnt, by account."""
    rows = connection.execute(select(meta).where(meta.c.key.startswith(_KEY)))
    return {row.key.removeprefix(_KEY): frozenset(row.value.split()[1:]) for row in rows}


def learn_aliases(engine: Engine, account: Account, now: datetime) -> bool:
    """Ask the provider again if it was not asked today; return whether the answer is another than before.

    A provider that cannot tell changes nothing. Raises SignInNeeded.
    """
    if account.alias_source is None:
        return False
    with engine.connect() as connection:
        value = connection.execute(select(meta.c.value).where(meta.c.key == f"{_KEY}{account.name}")).scalar()
    asked, *before = value.split() if value else ("0",)
    if timedelta(0) <= now - moment(int(asked)) < _FRESH:
        return False
    try:
        found = sorted({address.lower() for address in account.alias_source.aliases() if address.split() == [address]})
    except SignInNeeded:
        raise
    except ConnectorError as error:
        _log.info("aliases not known", account=account.name, reason=str(error))
        found = before
    with engine.execution_options(writes=True).begin() as connection:
        upsert(connection, meta, [{"key": f"{_KEY}{account.name}", "value": " ".join([str(seconds(now)), *found])}])
    return found != before
