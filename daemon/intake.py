"""Take in what connectors find: read it, look for signals, and commit facts and cursor together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from connectors.errors import CursorExpired, Unreadable
from daemon.ledger.accounts import count_seen, get_account, put_in_quarantine, release_from_quarantine, update_account
from daemon.ledger.codec import seconds
from daemon.ledger.facts import Seen, add_messages, replace_events
from daemon.ledger.pauses import note_pause
from daemon.ledger.schema import meta
from daemon.ledger.upsert import upsert
from daemon.privacy import without_erased

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from connectors.protocols import Incoming, MailBatch
    from daemon.account import Account
    from rules.detection import Detector

_log = structlog.get_logger(__name__)
_AHEAD = timedelta(days=60)  # how far ahead the calendar is read: far enough to see that a next meeting stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one read of an account took in."""

    seen: int = 0
    new: int = 0
    quarantined: int = 0
    complete: bool = False


Progress = Callable[[int, int | None], None]
"""Called with the messages looked at so far, and messages in all where known."""


class Intake:
    """Reads the mail and calendar of accounts into the ledger."""

    def __init__(self, engine: Engine, detector: Callable[[], Detector], *, lookback: timedelta) -> None:
        """Read into the ledger behind ``engine``, a first read reaching back by ``lookback``.

        ``detector`` is asked for when there is a message to examine: a quiet cycle needs no rules.
        """
        self._engine = engine
        self._detector = detector
        self._lookback = lookback

    def take_mail(
        self, account: Account, now: datetime, *, since: datetime | None = None, progress: Progress | None = None
    ) -> Taken:
        """Read what is new; ``since`` (default: now less lookback) bounds a first read.

        Raises what the connector raises; everything committed before stays. A cursor the server has forgotten is
        thrown away and the mail read again, which raises nothing twice: messages are known by their ids.
        """
        since = since or now - self._lookback
        try:
            return self._take_mail(account, now, since, progress)
        except CursorExpired:
            with self._engine.execution_options(writes=True).begin() as connection:
                update_account(connection, account.name, mail_cursor=None)
            return self._take_mail(account, now, since, progress)

    def _take_mail(self, account: Account, now: datetime, since: datetime, progress: Progress | None) -> Taken:
        with self._engine.connect() as connection:
            cursor = get_account(connection, account.name).mail_cursor
        taken = Taken()
        for batch in account.mail.read(cursor, since=since):
            taken = self._commit(account, batch, now, taken)
            if progress:
                progress(taken.seen, batch.total)
        return taken

    def _commit(self, account: Account, batch: MailBatch, now: datetime, before: Taken) -> Taken:
        """One batch: facts and cursor in one transaction."""
        seen: list[Seen] = []
        broken: list[tuple[str, str]] = []
        for incoming in batch.messages:
            item = self._examine(account, incoming, now)
            if isinstance(item, Seen):
                seen.append(item)
            else:
                broken.append((incoming.ref, item))
        values: dict[str, object] = {"mail_cursor": batch.cursor}
        if batch.complete:
            values["read_until"] = now
        if batch.present is not None:
            values["present"] = batch.present
        with self._engine.execution_options(writes=True).begin() as connection:
            new = add_messages(connection, without_erased(connection, seen))
            if broken:
                put_in_quarantine(connection, account.name, broken, now)
            release_from_quarantine(connection, account.name, [item.ref for item in seen])
            if batch.complete:
                note_pause(connection, account.name, get_account(connection, account.name).read_until, now)
            update_account(connection, account.name, **values)
            if batch.seen:
                count_seen(connection, account.name, batch.seen)
        return Taken(
            seen=before.seen + batch.seen,
            new=before.new + new,
            quarantined=before.quarantined + len(broken),
            complete=batch.complete,
        )

    def _examine(self, account: Account, incoming: Incoming, now: datetime) -> Seen | str:
        """Read one message; whatever is wrong with it is its own affair and stops nothing."""
        # What reads mail takes longer to load than a quiet cycle takes.
        from daemon.examining import examine  # noqa: PLC0415

        try:
            return examine(account, incoming, self._detector(), now)
        except Unreadable as error:
            return str(error)
        except (
            ValueError,
            ArithmeticError,
            LookupError,
            TypeError,
            AttributeError,
            RecursionError,
            UnicodeError,
        ) as error:
            # A fault of ours that one message brings out must not stop the others; its kind is enough to find it.
            _log.warning("message set aside", account=account.name, fault=type(error).__name__)
            return f"could not be read ({type(error).__name__})"

    def take_events(self, account: Account, now: datetime) -> None:
        """Read the calendar window from lookback to two months ahead."""
        if account.calendar is None:
            return
        with self._engine.connect() as connection:
            cursor = get_account(connection, account.name).calendar_cursor
        # The window moves by whole days, so that an unchanged calendar stays unchanged within a day.
        start = (now - self._lookback).replace(hour=0, minute=0, second=0, microsecond=0)
        end = start + self._lookback + _AHEAD
        try:
            batch = account.calendar.read_events(cursor, start=start, end=end)
        except CursorExpired:
            batch = account.calendar.read_events(None, start=start, end=end)
        found = [
            replace(event, account=account.name, outside=account.us.outside(event.attendees)) for event in batch.events
        ]
        with self._engine.execution_options(writes=True).begin() as connection:
            replace_events(connection, account.name, found, removed=batch.removed, full=batch.full, since=start)
            values: dict[str, object] = {"calendar_cursor": batch.cursor}
            if batch.complete:
                values["calendar_read_until"] = now
            update_account(connection, account.name, **values)
            if batch.unreadable:
                put_in_quarantine(connection, account.name, batch.unreadable, now)


def reach_back(connection: Connection, account: str, since: datetime) -> None:
    """Have an account's next read begin anew, if it shall reach further back than it was ever asked to.

    The same day asked again goes on where the read was cut off. What is found counts as first contact: an old promise
    is listed, and nobody is nagged about it months later.
    """
    key = f"reach:{account}"
    before = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()
    if before is not None and int(before) <= seconds(since):
        return
    upsert(connection, meta, [{"key": key, "value": str(seconds(since))}])
    update_account(connection, account, mail_cursor=None, first_acted=None)
