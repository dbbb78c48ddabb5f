"""What usually comes into a mailbox, by its own history, and whether it has fallen silent.

A loop that runs and sees nothing looks healthy: the program that fetches the mail has stopped, a forwarding was lost,
the mailbox is full. Only working days count, so that no week-end, holiday or night is ever taken for silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import select

from daemon.ledger.codec import moment, seconds
from daemon.ledger.schema import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from rules.working_time import WorkingTime

HISTORY = timedelta(days=60)
LEAST_MESSAGES = 20
"""Messages below which there is no habit to speak of."""
LEAST_DAYS = 10
"""Working days a habit needs."""
MISSED = 10.0
"""Messages that must be missing: were they to come by chance, their absence would be one in 20 000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What comes into a mailbox."""

    newest: datetime | None = None
    """When the newest message from outside was written."""
    usual: float = 0.0
    """Messages from outside a working day, by the history up to the newest."""
    silent: bool = False
    """Whether it has brought nothing for longer than its own history explains."""


def look(connection: Connection, account: str, working_time: WorkingTime, now: datetime) -> Flow:
    """Say how the mailbox of an account flows, from what the ledger has seen of it."""
    query = select(messages.c.at).where(
        messages.c.account == account,
        messages.c.at.between(seconds(now - 2 * HISTORY), seconds(now)),
        messages.c.trace.like('%"direction":"inbound"%'),
    )
    return flow([moment(at) for at in connection.execute(query.order_by(messages.c.at)).scalars()], working_time, now)


def flow(moments: Sequence[datetime], working_time: WorkingTime, now: datetime) -> Flow:
    """Say how a mailbox flows. ``moments`` are those of its messages in order, none after ``now``."""
    if not moments:
        return Flow()
    newest = moments[-1]
    habit = [each for each in moments if each >= newest - HISTORY]
    days = [working_time.local_day(each) for each in habit]
    worked = working_time.working_days_between(days[0] - timedelta(days=1), days[-1])
    usual = len(habit) / max(1, worked)
    if len(habit) < LEAST_MESSAGES or worked < LEAST_DAYS:
        return Flow(newest=newest, usual=usual)
    longest = max((_empty_days(working_time, *pair) for pair in pairwise(days)), default=0)
    today = working_time.local_day(now)
    # Today counts once it is over: the last message may still be on its way.
    empty = _empty_days(working_time, days[-1], today if now < working_time.end_of_day(today) else _next(today))
    return Flow(newest=newest, usual=usual, silent=empty > 2 * longest and usual * empty >= MISSED)


def _empty_days(working_time: WorkingTime, earlier: date, later: date) -> int:
    """Working days between two days, neither of them counted."""
    return working_time.working_days_between(earlier, later - timedelta(days=1)) if earlier < later else 0


def _next(day: date) -> date:
    return day + timedelta(days=1)
