"""Intent first, then the effect, then the proof."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from connectors.errors import NoRoom, Refused, UnknownOutcome
from connectors.protocols import Draft, Left, Task
from daemon.ledger.actions import (
    Action,
    ActionState,
    find_action,
    forget_action,
    forget_carried,
    put_actions,
    update_action,
)
from daemon.ledger.codec import seconds
from daemon.naming import draft_id, task_uid
from rules.settlement import circle_of
from rules.steps import Place

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine

    from daemon.account import Account
    from rules.addressing import Envelope
    from rules.commitments import Commitment
    from rules.drafting.writing import Written
    from rules.steps import Step

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One draft or task, written and addressed, for one step; ``carried`` are the steps it says too."""

    commitment: Commitment
    step: Step
    written: Written
    due: date
    envelope: Envelope | None = None
    reply_ref: str = ""
    thread_hint: str = ""
    carried: tuple[tuple[Commitment, Step], ...] = ()

    @property
    def content(self) -> str:
        """Hash of what it is about: when it differs, an open task is brought up to date.

        The text itself does not count: the same day is named otherwise a month later.
        """
        told = f"{self.due.isoformat()}\x1f{self.commitment.evidence}\x1f{self.commitment.renewals}"
        return hashlib.sha256(told.encode()).hexdigest()[:32]


class Outbox:
    """Leaves parcels in one account's mailbox and calendar."""

    def __init__(self, engine: Engine, account: Account) -> None:
        """Work for one account."""
        self._engine = engine
        self._account = account

    def leave(self, parcel: Parcel, now: datetime) -> bool:
        """Leave a draft or task unless it is there or was; bring an open task up to date.

        Returns whether something was left or changed. Raises what the connector raises; the intent stays, so that
        the next cycle looks the key up before it does anything. Raises NoRoom where nothing was left, and forgets the
        intent then.
        """
        with self._engine.connect() as connection:
            before = find_action(connection, parcel.step.key)
        if before is not None and before.state is ActionState.LEFT:
            return parcel.step.place is Place.TASK and self._bring_up_to_date(before, parcel, now)
        if before is not None:
            return False
        self._intend(parcel, now)
        if parcel.step.place is Place.TASK:
            return self._effect(parcel, now, self._find_task, self._create_task)
        return self._effect(parcel, now, self._find_draft, self._create_draft)

    def _intend(self, parcel: Parcel, now: datetime) -> None:
        def intent(commitment: Commitment, step: Step, state: ActionState, carried_by: str = "") -> Action:
            return Action(
                key=step.key,
                commitment=commitment.id,
                counterparty=commitment.counterparty.address,
                circle=circle_of(commitment.counterparty),
                account=self._account.name,
                place=step.place.value,
                state=state,
                nudge=step.nudge,
                carried_by=carried_by,
                thread=commitment.thread,
                content=parcel.content,
                planned_at=seconds(step.at),
                intended_at=seconds(now),
                left_at=seconds(now) if carried_by else None,
            )

        with self._engine.execution_options(writes=True).begin() as connection:
            put_actions(
                connection,
                [
                    intent(parcel.commitment, parcel.step, ActionState.INTENDED),
                    *(intent(who, step, ActionState.CARRIED, parcel.step.key) for who, step in parcel.carried),
                ],
            )

    def _effect(
        self,
        parcel: Parcel,
        now: datetime,
        find: Callable[[Parcel], Left | None],
        create: Callable[[Parcel, datetime], Left],
    ) -> bool:
        key = parcel.step.key
        found = find(parcel)
        if found is None:
            try:
                found = create(parcel, now)
            except UnknownOutcome:
                # The reply was lost. Where it can be seen at once that the effect took place, the proof is complete.
                found = find(parcel)
                if found is None:
                    raise
            except NoRoom:
                self._take_intent_back(key)
                raise
            except Refused as error:
                _log.warning("refused", account=self._account.name, place=parcel.step.place.value, reason=str(error))
                self._take_intent_back(key, state=ActionState.REFUSED.value, ended_at=seconds(now))
                return False
        self._prove(
            key, state=ActionState.LEFT.value, ref=found.ref, fingerprint=found.fingerprint, left_at=seconds(now)
        )
        return True

    def _take_intent_back(self, key: str, **values: object) -> None:
        """Forget what was intended and is certainly not there, or remember with ``values`` what became of it."""
        with self._engine.execution_options(writes=True).begin() as connection:
            forget_carried(connection, key)
            if values:
                update_action(connection, key, **values)
            else:
                forget_action(connection, key)

    def _prove(self, key: str, **values: object) -> None:
        with self._engine.execution_options(writes=True).begin() as connection:
            update_action(connection, key, **values)

    def _find_draft(self, parcel: Parcel) -> Left | None:
        assert self._account.drafts is not None  # noqa: S101 - steps are planned only for places that are there
        assert parcel.envelope is not None  # noqa: S101
        message_id = draft_id(parcel.step.key, parcel.envelope.sender)
        return self._account.drafts.find_draft(
            parcel.step.key, message_id=message_id, in_reply_to=parcel.envelope.in_reply_to
        )

    def _create_draft(self, parcel: Parcel, now: datetime) -> Left:
        assert self._account.drafts is not None  # noqa: S101
        assert parcel.envelope is not None  # noqa: S101
        envelope = parcel.envelope
        return self._account.drafts.create_draft(
            Draft(
                key=parcel.step.key,
                message_id=draft_id(parcel.step.key, envelope.sender),
                sender=envelope.sender,
                to=envelope.to,
                cc=envelope.cc,
                subject=parcel.written.title,
                text=parcel.written.text,
                date=now,
                in_reply_to=envelope.in_reply_to,
                references=envelope.references,
                reply_ref=parcel.reply_ref,
                thread_hint=parcel.thread_hint,
            )
        )

    def _find_task(self, parcel: Parcel) -> Left | None:
        assert self._account.tasks is not None  # noqa: S101
        return self._account.tasks.find_task(parcel.step.key, uid=task_uid(parcel.step.key))

    def _create_task(self, parcel: Parcel, now: datetime) -> Left:
        assert self._account.tasks is not None  # noqa: S101
        return self._account.tasks.create_task(_task(parcel, now))

    def _bring_up_to_date(self, before: Action, parcel: Parcel, now: datetime) -> bool:
        if before.content == parcel.content:
            return False
        assert self._account.tasks is not None  # noqa: S101
        there = Left(ref=before.ref, fingerprint=before.fingerprint)
        try:
            left = self._account.tasks.change_task(there, _task(parcel, now))
        except NoRoom:
            raise
        except Refused:
            return False  # its user has deleted it since it was looked at: the next cycle sees that
        self._prove(before.key, content=parcel.content, ref=left.ref, fingerprint=left.fingerprint)
        return True


def _task(parcel: Parcel, now: datetime) -> Task:
    return Task(
        key=parcel.step.key,
        uid=task_uid(parcel.step.key),
        summary=parcel.written.title,
        description=parcel.written.text,
        due=parcel.due,
        created=now,
        categories=("Prometido",),
    )
