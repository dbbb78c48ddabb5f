"""Leave what is due for an account, and take back what is no longer wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from connectors.errors import NoRoom
from daemon.isolation import set_apart
from daemon.ledger.accounts import get_account, update_account
from daemon.ledger.actions import Action, ActionState, count_drafts, put_actions
from daemon.ledger.codec import seconds
from daemon.ledger.commitments import circles_to_act_on, commitments_of, mark_acted
from daemon.outbox import Outbox, being_sent, mark_archived, tidy
from daemon.parcels import Packer
from daemon.plans import plan_circle
from rules.drafting.writing import Unwritable
from rules.planning import FIRST_DRAFTS, Due, Plan, quietly
from rules.settlement import circle_of
from rules.steps import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from daemon.account import Account
    from daemon.house import House
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
    held_up: str = ""
    """Why something that is due could not be left this time: it is tried again in the next cycle."""


def act(firm: House, account: Account, now: datetime, between: Callable[[], None] = lambda: None) -> Acted:
    """Act for one account on every circle concluded since it last did.

    A circle counts as acted upon only once everything is done, so that what a crash cuts off is taken up again.
    ``between`` is called between two effects and may raise. Raises what the account's connectors raise.
    """
    with firm.engine.connect() as connection:
        concluded = circles_to_act_on(connection, account.name)
        first = get_account(connection, account.name).first_acted is None
        room = max(0, FIRST_DRAFTS - count_drafts(connection, account.name))  # a first cycle may have been cut off
    due: list[Due] = []
    omitted: list[tuple[Commitment, Step]] = []
    tidied = 0
    done: dict[str, int] = {}
    waiting: dict[str, str] = {}
    for circle, stamp in sorted(concluded.items()):
        with set_apart("conversation"):
            commitments, planned = _plan(firm, circle, now)
            with firm.engine.connect() as connection:
                spared = being_sent(connection, account.name, circle, now)
            taken_back, edited = tidy(
                firm.engine,
                account,
                circle,
                planned.wanted,
                now,
                gives_way=planned.gives_way,
                spared=spared,
                settled={item.id for item in commitments if item.status.is_closed},
            )
            tidied += taken_back
            if taken_back or edited:
                commitments, planned = _plan(firm, circle, now, edited)  # what a draft had carried is due by itself now
            mine = {item.id: item for item in commitments if item.account == account.name}
            try:
                mark_archived(firm.engine, account, circle, mine.values(), now)
            except NoRoom as error:
                waiting[circle] = str(error)
            due += [item for item in (*planned.due, *planned.standing) if item.commitment.id in mine]
            omitted += [(mine[key], step) for step in planned.omitted if (key := step.key.partition("/")[0]) in mine]
            if not spared:  # else it comes again
                done[circle] = stamp
    if first:
        kept, left_out = quietly(due, room)
        due = list(kept)
        omitted += [(item.commitment, item.step) for item in left_out]
    acted = _leave(firm, account, _possible(due, account), now, between, waiting)
    with firm.engine.execution_options(writes=True).begin() as connection:
        _omit(connection, account, omitted, now)
        mark_acted(connection, account.name, {circle: stamp for circle, stamp in done.items() if circle not in waiting})
        if first and not waiting:
            update_account(connection, account.name, first_acted=now, omitted=len(omitted))
    held_up = next(iter(waiting.values()), "")
    return replace(acted, tidied=tidied, omitted=len(omitted), held_up=held_up)


def _plan(
    firm: House, circle: str, now: datetime, edited: frozenset[str] = frozenset()
) -> tuple[tuple[Commitment, ...], Plan]:
    with firm.engine.connect() as connection:
        commitments = commitments_of(connection, circle)
        return commitments, plan_circle(connection, circle, commitments, firm.terms, now, edited)


def _possible(due: Iterable[Due], account: Account) -> list[Due]:
    """Steps whose place this account has."""
    there = {Place.DRAFT: account.drafts is not None, Place.TASK: account.tasks is not None}
    return [item for item in due if there[item.step.place]]


def _leave(
    firm: House,
    account: Account,
    due: Iterable[Due],
    now: datetime,
    between: Callable[[], None],
    waiting: dict[str, str],
) -> Acted:
    """Leave what is due; note in ``waiting`` the circles for which something must wait for room, and why."""
    outbox, packer = Outbox(firm.engine, account), Packer(firm, account)
    left = {Place.DRAFT: 0, Place.TASK: 0}
    unwritable = 0
    for item in due:
        between()
        parcel = None
        for each in item.in_turn():
            with set_apart("draft or task"):
                try:
                    parcel = packer.pack(each, now)
                    break
                except Unwritable as error:
                    _log.info("nothing to cite", account=account.name, template=each.step.template, reason=str(error))
        if parcel is None:
            unwritable += 1
            continue
        try:
            left[item.step.place] += outbox.leave(parcel, now)
        except NoRoom as error:
            waiting[circle_of(item.commitment.counterparty)] = str(error)
    return Acted(drafts=left[Place.DRAFT], tasks=left[Place.TASK], unwritable=unwritable)


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
