"""What was left outside for each step: the outbox. Intent first, then the effect, then the proof."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from daemon.ledger.schema import actions
from daemon.ledger.upsert import upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection


class ActionState(StrEnum):
    """How far an action has come, and what became of it."""

    INTENDED = "intended"
    """Committed before the effect; whether the effect took place must be looked up."""
    LEFT = "left"
    """It is there; ``ref`` and ``fingerprint`` prove it."""
    CARRIED = "carried"
    """Said in another commitment's draft to the same person (``carried_by``)."""
    WITHDRAWING = "withdrawing"
    """Committed before our draft or task is taken back; whether it has been must be looked up."""
    SENT = "sent"
    """The user sent the draft."""
    DELETED = "deleted"
    """The user deleted the draft or the task."""
    TICKED = "ticked"
    """The user completed the task."""
    WITHDRAWN = "withdrawn"
    """We took our untouched draft back, the matter being settled."""
    COMPLETED = "completed"
    """We completed our task, the matter being settled."""
    KEPT = "kept"
    """The matter is settled, but the user had edited the draft: it is his now."""
    OMITTED = "omitted"
    """Left out for good by the quiet first contact."""
    REFUSED = "refused"
    """The place refused it for good; not tried again."""


CALLED_OFF = frozenset({ActionState.OMITTED, ActionState.WITHDRAWN, ActionState.REFUSED})
"""States in which a step was not done and will not be."""
STANDING = frozenset({ActionState.INTENDED, ActionState.LEFT, ActionState.WITHDRAWING})
"""States in which something of ours may be outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One draft or task for one step of one commitment. Moments are seconds since 1970."""

    key: str
    commitment: str
    counterparty: str
    circle: str
    account: str
    place: str
    state: ActionState
    nudge: bool = False
    carried_by: str = ""
    thread: str = ""
    ref: str = ""
    fingerprint: str = ""
    content: str = ""
    sent_as: str = ""
    """Message-ID of the mail the draft became."""
    planned_at: int
    intended_at: int
    left_at: int | None = None
    ended_at: int | None = None
    tries: int = 0


def put_actions(connection: Connection, items: Sequence[Action]) -> None:
    """Write actions, replacing those of the same key."""
    upsert(
        connection,
        actions,
        [
            {name: getattr(item, name) for name in Action.__slots__}
            | {"state": item.state.value, "nudge": int(item.nudge)}
            for item in items
        ],
    )


def update_action(connection: Connection, key: str, **values: object) -> None:
    """Change some columns of one action."""
    connection.execute(update(actions).where(actions.c.key == key).values(**values))


def forget_action(connection: Connection, key: str) -> None:
    """Forget a step's action, so that it can be left again: only where nothing of it is outside."""
    connection.execute(delete(actions).where(actions.c.key == key))


def forget_carried(connection: Connection, carrier: str) -> None:
    """Forget the actions that a draft was to carry which is not there."""
    connection.execute(delete(actions).where(actions.c.carried_by == carrier))


def actions_of(connection: Connection, circle: str) -> tuple[Action, ...]:
    """All actions for the people of one circle, by key."""
    return _actions(connection, actions.c.circle == circle)


def sent_drafts(connection: Connection, circle: str) -> dict[str, frozenset[str]]:
    """Message-IDs of our drafts to a circle that the user has sent, and the commitments that each spoke of."""
    query = select(actions.c.key, actions.c.commitment, actions.c.sent_as, actions.c.carried_by)
    rows = connection.execute(query.where(actions.c.circle == circle)).all()
    sent_as = {row.key: row.sent_as for row in rows if row.sent_as}
    spoken: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        message_id = row.sent_as or sent_as.get(row.carried_by, "")
        if message_id:
            spoken[message_id].add(row.commitment)
    return {message_id: frozenset(about) for message_id, about in spoken.items()}


def actions_for(connection: Connection, commitments: Iterable[str]) -> tuple[Action, ...]:
    """All actions of these commitments, by key."""
    return _actions(connection, actions.c.commitment.in_(list(commitments)))


def actions_in(connection: Connection, account: str, states: Iterable[ActionState]) -> tuple[Action, ...]:
    """The actions of an account in any of these states, by key."""
    wanted = [state.value for state in states]
    return _actions(connection, (actions.c.account == account) & actions.c.state.in_(wanted))


def count_drafts(connection: Connection, account: str) -> int:
    """How many drafts were ever left for an account."""
    query = select(func.count()).where(
        actions.c.account == account,
        actions.c.place == "draft",
        actions.c.left_at.is_not(None),
        actions.c.carried_by == "",
    )
    return connection.execute(query).scalar_one()


def find_action(connection: Connection, key: str) -> Action | None:
    """The action of a step, if there is one."""
    found = _actions(connection, actions.c.key == key)
    return found[0] if found else None


def _actions(connection: Connection, condition: ColumnElement[bool]) -> tuple[Action, ...]:
    query = select(actions).where(condition).order_by(actions.c.key)
    return tuple(
        Action(**{**row._mapping, "state": ActionState(row.state), "nudge": bool(row.nudge)})  # noqa: SLF001 - the documented accessor
        for row in connection.execute(query)
    )
