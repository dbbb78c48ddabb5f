"""Live through past days again on a copy of the ledger: what would have been raised, when, and what was forgotten.

The answer to "what did we drop last quarter": nothing is written outside, and the real ledger is not touched. Each day
is taken at the start of work, with the mail that had come by then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from daemon.conclude import conclude
from daemon.ledger.actions import Action, ActionState, put_actions
from daemon.ledger.ahead import forget_conclusion
from daemon.ledger.codec import seconds
from daemon.ledger.commitments import all_commitments, commitments_of
from daemon.ledger.facts import mark_unsettled
from daemon.ledger.pauses import forget_pauses
from daemon.ledger.schema import (
    accounts,
    actions,
    commitments,
    event_people,
    messages,
    participants,
    unsettled,
    upcoming,
    words,
)
from daemon.plans import plan_circle
from rules.commitments import Commitment, Status
from rules.settlement import circle_of
from rules.signals import Confidence, Party
from rules.steps import Place

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from daemon.house import House
    from rules.planning import Due


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A task or draft that would have been left."""

    at: datetime
    action: Place
    template: str
    commitment: Commitment
    """As it stood on that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What living through the days again shows."""

    start: date
    end: date
    raised: tuple[Raised, ...]
    forgotten: tuple[Commitment, ...]
    """What we owed and had not kept by the last day, longest overdue first."""
    kept_late: tuple[Commitment, ...]
    """What we kept, after its day."""
    kept: int
    """How many of ours were kept in time."""
    unanswered: tuple[Commitment, ...]
    """What they owed us and never answered by the last day."""


def replay(firm: House, start: date, end: date, advance: Callable[[int, int | None], None] | None = None) -> Replayed:
    """Simulate the daily cycles from ``start`` to ``end`` (local days, both included)."""
    engine, working_time = firm.copy().engine, firm.working_time
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    with engine.begin() as connection:
        said = _begin(connection)
    raised: list[Raised] = []
    before: datetime | None = None
    for number, day in enumerate(days, 1):
        now = working_time.start_of(day) + timedelta(minutes=5)
        with engine.begin() as connection:
            _pass_until(connection, before, now, said)
        circles = conclude(engine, lambda: firm.terms, now)
        raised += _act(engine, firm, circles, now)
        before = now
        if advance:
            advance(number, len(days))
    with engine.begin() as connection:
        evening = working_time.end_of_day(end)
        _pass_until(connection, before, evening, said)
    conclude(engine, lambda: firm.terms, evening)
    with engine.connect() as connection:
        found = all_commitments(connection)
    return _told(start, end, raised, [item for item in found if item.confidence > Confidence.MAYBE], firm)


def _begin(connection: Connection) -> list[dict[str, Any]]:
    """Forget what was concluded and left; facts stay. Return the user's words, which come back in their time."""
    said = [dict(row) for row in connection.execute(select(words).order_by(words.c.at, words.c.row)).mappings()]
    for table in (commitments, actions, unsettled, upcoming, words):
        connection.execute(delete(table))
    forget_pauses(connection)
    forget_conclusion(connection)
    mark_unsettled(connection, connection.execute(select(event_people.c.circle).distinct()).scalars())
    return said


def _pass_until(connection: Connection, before: datetime | None, now: datetime, said: Sequence[dict[str, Any]]) -> None:
    """Let the mail of (before, now] arrive, completely read, and the user say what he said then."""
    arrived = select(participants.c.circle).distinct().join(messages, messages.c.row == participants.c.message)
    arrived = arrived.where(messages.c.at <= seconds(now))
    if before is not None:
        arrived = arrived.where(messages.c.at > seconds(before))
    mark_unsettled(connection, connection.execute(arrived).scalars())
    spoken = [row for row in said if (before is None or row["at"] > seconds(before)) and row["at"] <= seconds(now)]
    if spoken:
        connection.execute(insert(words), spoken)
        mark_unsettled(connection, {row["circle"] for row in spoken})
    connection.execute(update(accounts).values(read_until=seconds(now), first_acted=seconds(before or now)))
    # The user is taken to have dealt with every draft of the day before: the cadence goes on.
    connection.execute(update(actions).where(actions.c.place == "draft").values(state=ActionState.KEPT.value))


def _act(engine: Engine, firm: House, circles: tuple[str, ...], now: datetime) -> list[Raised]:
    """Note what is due as left."""
    found: list[Raised] = []
    for circle in circles:
        with engine.begin() as connection:
            due = plan_circle(connection, circle, commitments_of(connection, circle), firm.terms, now).due
            put_actions(connection, [_action(item, now) for item in due])
        found += [
            Raised(at=now, action=item.step.place, template=item.step.template, commitment=item.commitment)
            for item in due
        ]
    return found


def _action(due: Due, now: datetime) -> Action:
    return Action(
        key=due.step.key,
        commitment=due.commitment.id,
        counterparty=due.commitment.counterparty.address,
        circle=circle_of(due.commitment.counterparty),
        account=due.commitment.account,
        place=due.step.place.value,
        state=ActionState.LEFT,
        nudge=due.step.nudge,
        thread=due.commitment.thread,
        planned_at=seconds(due.step.at),
        intended_at=seconds(now),
        left_at=seconds(now),
    )


def _told(start: date, end: date, raised: list[Raised], found: list[Commitment], firm: House) -> Replayed:
    def local(item: Commitment) -> date:
        return firm.working_time.local_day(item.made_at)

    concerned = [item for item in found if item.due is not None and item.due >= start and local(item) <= end]
    ours = [item for item in concerned if item.owes is Party.US]
    fulfilled = [item for item in ours if item.status is Status.FULFILLED]
    late = [item for item in fulfilled if item.closed_at and item.due_at and item.closed_at > item.due_at]
    return Replayed(
        start=start,
        end=end,
        raised=tuple(raised),
        forgotten=tuple(
            sorted((item for item in ours if item.status is Status.OVERDUE), key=lambda item: item.due or end)
        ),
        kept_late=tuple(late),
        kept=len(fulfilled) - len(late),
        unanswered=tuple(
            item for item in concerned if item.owes is Party.THEM and item.status in {Status.OVERDUE, Status.ARCHIVED}
        ),
    )
