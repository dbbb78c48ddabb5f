"""Leave what is due for an account, and take back what is no longer wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from daemon.isolation import set_apart
from daemon.ledger.accounts import get_account, update_account
from daemon.ledger.actions import Action, ActionState, actions_in, put_actions
from daemon.ledger.codec import seconds
from daemon.ledger.commitments import circles_to_act_on, commitments_of, mark_acted
from daemon.outbox import Outbox, mark_archived, tidy
from daemon.parcels import Packer
from daemon.plans import plan_circle
from rules.drafting.writing import Unwritable
from rules.planning import Due, quietly
from rules.settlement import circle_of
from rules.steps import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from daemon.account import Account
    from daemon.firm import Firm
    from rules.commitments import Commitment
    from rules.steps import Step

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """What was left and taken back."""

    drafts: int = 0
    tasks: int = 0
    tidied: int = 0
    unwritable: int = 0
    """Steps with nothing concrete to cite: nothing was left for them."""
    omitted: int = 0
    """Steps the quiet first contact left out."""


def act(firm: Firm, account: Account, now: datetime, between: Callable[[], None] = lambda: None) -> Acted:
    """Act for one account on every circle concluded since it last did, and on what a crash left half done.

    ``between`` is called between two effects and may raise. Raises what the account's connectors raise.
    """
    with firm.engine.connect() as connection:
        concluded = circles_to_act_on(connection, account.name)
        halfway = {action.circle for action in actions_in(connection, account.name, [ActionState.INTENDED])}
        first = get_account(connection, account.name).first_acted is None
    due: list[Due] = []
    omitted: list[tuple[Commitment, Step]] = []
    tidied = 0
    acted: dict[str, int] = {}
    for circle in sorted({*concluded, *halfway}):
        with set_apart("conversation"):
            with firm.engine.connect() as connection:
                commitments = commitments_of(connection, circle)
                planned = plan_circle(connection, circle, commitments, firm.terms, now)
            tidied += tidy(firm.engine, account, circle, planned.wanted, now, gives_way=planned.gives_way)
            mine = {item.id: item for item in commitments if item.account == account.name}
            mark_archived(firm.engine, account, circle, mine.values(), now)
            due += [item for item in (*planned.due, *planned.standing) if item.commitment.id in mine]
            omitted += [(mine[key], step) for step in planned.omitted if (key := step.key.partition("/")[0]) in mine]
            if circle in concluded:
                acted[circle] = concluded[circle]
    if first:
        kept, left_out = quietly(due)
        due = list(kept)
        omitted += [(item.commitment, item.step) for item in left_out]
    drafts, tasks, unwritable = _leave(firm, account, _possible(due, account), now, between)
    with firm.engine.execution_options(writes=True).begin() as connection:
        _omit(connection, account, omitted, now)
        mark_acted(connection, account.name, acted)
        if first:
            update_account(connection, account.name, first_acted=now, omitted=len(omitted))
    return Acted(drafts=drafts, tasks=tasks, tidied=tidied, unwritable=unwritable, omitted=len(omitted))


def _possible(due: Iterable[Due], account: Account) -> list[Due]:
    """Steps whose place this account has."""
    there = {Place.DRAFT: account.drafts is not None, Place.TASK: account.tasks is not None}
    return [item for item in due if there[item.step.place]]


def _leave(
    firm: Firm, account: Account, due: Iterable[Due], now: datetime, between: Callable[[], None]
) -> tuple[int, int, int]:
    outbox, packer = Outbox(firm.engine, account), Packer(firm, account)
    left = {Place.DRAFT: 0, Place.TASK: 0}
    unwritable = 0
    for item in due:
        between()
        parcel = None
        with set_apart("draft or task"):
            try:
                parcel = packer.pack(item, now)
            except Unwritable as error:
                _log.info("nothing to cite", account=account.name, template=item.step.template, reason=str(error))
        if parcel is None:
            unwritable += 1
        else:
            left[item.step.place] += outbox.leave(parcel, now)
    return left[Place.DRAFT], left[Place.TASK], unwritable


def _omit(connection: Connection, account: Account, pairs: Sequence[tuple[Commitment, Step]], now: datetime) -> None:
    put_actions(
        connection,
        [
            Action(
                key=step.key,
                commitment=item.id,
                counterparty=item.counterparty.address,
                circle=circle_of(item.counterparty),
                account=account.name,
                place=step.place.value,
                state=ActionState.OMITTED,
                planned_at=seconds(step.at),
                intended_at=seconds(now),
                ended_at=seconds(now),
            )
            for item, step in pairs
        ],
    )
