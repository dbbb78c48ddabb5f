"""See what the user did with what was left: sent, edited, deleted, ticked. His word comes back in as a fact."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from connectors.protocols import Left, MarkState
from daemon.ledger.actions import Action, ActionState, actions_in, actions_of, update_action
from daemon.ledger.codec import moment, seconds
from daemon.ledger.commitments import add_word, find_commitments, take_back_word
from daemon.ledger.conversations import conversation_traces
from daemon.ledger.facts import mark_unsettled
from daemon.naming import task_uid
from daemon.outbox.resuming import resume
from rules.addressing import base_subject
from rules.facts import Direction, Trace
from rules.settlement import Verb, Word
from rules.steps import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine

    from daemon.account import Account
    from rules.commitments import Commitment
    from rules.playbooks import Playbooks

_LATE = timedelta(days=3)
"""How long after a draft has gone the mail it became may still turn up: clients and synchronisers move in two steps."""
_SENDING = timedelta(minutes=15)
"""How long a mail program may take to remove a draft it has sent; Thunderbird takes half a minute."""
_CLOCKS = timedelta(minutes=10)  # how far the user's clock may differ from ours


def see_marks(engine: Engine, account: Account, playbooks: Playbooks, now: datetime) -> int:
    """Look at every draft and task of an account that is or may be there; return how many the user has dealt with.

    To be called after a complete read of the account's mail, for a draft that is gone was sent if a message of ours
    has followed in its thread, and deleted if none has. Raises what the connector raises.
    """
    resume(engine, account)
    with engine.connect() as connection:
        standing = actions_in(connection, account.name, [ActionState.LEFT])
        gone = actions_in(connection, account.name, [ActionState.DELETED])
    drafts = [action for action in standing if action.place == Place.DRAFT]
    tasks = [action for action in standing if action.place == Place.TASK]
    seen = 0
    if account.drafts is not None and drafts:
        states = account.drafts.draft_states([(action.key, _left(action)) for action in drafts])
        seen += _take_drafts(engine, _with(drafts, states, MarkState.GONE), now)
    if account.tasks is not None and tasks:
        states = account.tasks.task_states([(task_uid(action.key), _left(action)) for action in tasks])
        seen += _take_tasks(engine, _with(tasks, states, MarkState.COMPLETED), ActionState.TICKED, playbooks, now)
        seen += _take_tasks(engine, _with(tasks, states, MarkState.GONE), ActionState.DELETED, playbooks, now)
    late = [a for a in gone if a.place == Place.DRAFT and a.ended_at and now - moment(a.ended_at) <= _LATE]
    _correct_late(engine, late)
    return seen


def being_sent(connection: Connection, account: str, circle: str, now: datetime) -> frozenset[str]:
    """Give the keys of standing drafts after which something of ours has just gone out: it may be what they became.

    Only when they are gone can that be known; one that was taken back meanwhile would leave its words the user's own.
    """
    drafts = [
        action
        for action in actions_of(connection, circle)
        if (action.account, action.place, action.state) == (account, Place.DRAFT, ActionState.LEFT)
    ]
    found = {
        action.key: _became(connection, action, commitment)
        for action in drafts
        if (commitment := _commitment(connection, action)) is not None
    }
    return frozenset(key for key, mail in found.items() if mail is not None and now - mail.date < _SENDING)


def _with(actions: Sequence[Action], states: Sequence[MarkState], state: MarkState) -> list[Action]:
    return [action for action, found in zip(actions, states, strict=True) if found is state]


def _left(action: Action) -> Left:
    return Left(ref=action.ref, fingerprint=action.fingerprint)


def _take_drafts(engine: Engine, actions: Sequence[Action], now: datetime) -> int:
    for action in actions:
        with engine.execution_options(writes=True).begin() as connection:
            commitment = _commitment(connection, action)
            mail = _became(connection, action, commitment) if commitment else None
            if commitment is not None and mail is None:
                update_action(connection, action.key, state=ActionState.DELETED.value, ended_at=seconds(now))
                for about in (commitment, *_carried(connection, action)):
                    word = Word(commitment_id=about.id, verb=Verb.DRAFT_DELETED, at=now, cause=action.key)
                    add_word(connection, word, about)
            else:
                sent_as, sent_at = (mail.id, mail.date) if mail else ("", now)
                update_action(
                    connection, action.key, state=ActionState.SENT.value, ended_at=seconds(sent_at), sent_as=sent_as
                )
                mark_unsettled(connection, [action.circle])
    return len(actions)


def _take_tasks(
    engine: Engine, actions: Sequence[Action], state: ActionState, playbooks: Playbooks, now: datetime
) -> int:
    for action in actions:
        with engine.execution_options(writes=True).begin() as connection:
            update_action(connection, action.key, state=state.value, ended_at=seconds(now))
            commitment = _commitment(connection, action)
            if state is ActionState.TICKED and commitment is not None and _closes(playbooks, commitment, action):
                for about in (commitment, *_carried(connection, action)):
                    word = Word(commitment_id=about.id, verb=Verb.TASK_COMPLETED, at=now, cause=action.key)
                    add_word(connection, word, about)
    return len(actions)


def _closes(playbooks: Playbooks, commitment: Commitment, action: Action) -> bool:
    playbook = playbooks.for_(commitment.kind, commitment.owes, commitment.rule, commitment.counterparty)
    return playbook.closes(action.key.partition("/")[2])


def _correct_late(engine: Engine, actions: Sequence[Action]) -> None:
    """A draft that seemed deleted was sent, as the mail that has come in since shows."""
    for action in actions:
        with engine.execution_options(writes=True).begin() as connection:
            commitment = _commitment(connection, action)
            mail = _became(connection, action, commitment) if commitment else None
            if mail is not None:
                sent = {"sent_as": mail.id, "ended_at": seconds(mail.date)}
                update_action(connection, action.key, state=ActionState.SENT.value, **sent)
                take_back_word(connection, action.key, Verb.DRAFT_DELETED)
                mark_unsettled(connection, [action.circle])


def _became(connection: Connection, action: Action, commitment: Commitment) -> Trace | None:
    """The message of ours that a draft became: clients give it an id of their own and drop our header.

    It follows in the thread, or (a draft that began a thread) goes to the same person under the same subject.
    """
    since = moment(action.left_at or action.intended_at) - _CLOCKS
    until = moment(action.ended_at) + _LATE if action.ended_at else None
    for trace in conversation_traces(connection, action.circle):
        if trace.direction is not Direction.OUTBOUND or trace.automatic is not None:
            continue
        if trace.step_key == action.key:
            return trace
        if trace.date < since or (until is not None and trace.date > until):
            continue
        same_subject = base_subject(trace.subject).casefold() == base_subject(commitment.subject).casefold()
        if trace.thread == action.thread or (commitment.counterparty in trace.outside and same_subject):
            return trace
    return None


def _commitment(connection: Connection, action: Action) -> Commitment | None:
    found = [item for item in find_commitments(connection, action.commitment) if item.id == action.commitment]
    return found[0] if found else None


def _carried(connection: Connection, action: Action) -> list[Commitment]:
    """The other commitments a draft or task spoke of."""
    keys = [other.commitment for other in actions_of(connection, action.circle) if other.carried_by == action.key]
    return [item for key in keys for item in find_commitments(connection, key) if item.id == key]
