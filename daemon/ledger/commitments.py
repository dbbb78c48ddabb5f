"""What was concluded, and what the user said about it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from daemon.ledger.codec import commitment_from_json, commitment_to_json, maybe_moment, moment, seconds
from daemon.ledger.schema import actions, commitments, unacted, unsettled, upcoming, words
from daemon.ledger.upsert import upsert
from rules.settlement import Verb, Word, circle_of
from rules.signals import Kind, Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from rules.commitments import Commitment, Status


def put_commitments(
    connection: Connection,
    circle: str,
    concluded: Sequence[tuple[Commitment, datetime | None]],
    *,
    next_fact: int | None = None,
) -> None:
    """Replace all that was concluded about one circle by what is concluded now, each with its waking moment.

    ``next_fact`` is when the next thing known already will have happened. Every account concerned has the circle to
    act upon: those whose commitments they are, and those that left something.
    """
    connection.execute(delete(commitments).where(commitments.c.circle == circle))
    connection.execute(delete(unsettled).where(unsettled.c.circle == circle))
    connection.execute(delete(upcoming).where(upcoming.c.circle == circle))
    if next_fact is not None:
        connection.execute(insert(upcoming), {"circle": circle, "at": next_fact})
    left = select(actions.c.account).where(actions.c.circle == circle).distinct()
    concerned = {item.account for item, _ in concluded} | set(connection.execute(left).scalars())
    stamp = secrets.randbits(62)
    upsert(connection, unacted, [{"account": name, "circle": circle, "stamp": stamp} for name in sorted(concerned)])
    if concluded:
        connection.execute(
            insert(commitments),
            [
                {
                    "id": item.id,
                    "account": item.account,
                    "counterparty": item.counterparty.address,
                    "circle": circle,
                    "message_id": item.message_id,
                    "kind": item.kind.value,
                    "status": item.status.value,
                    "made_at": seconds(item.made_at),
                    "wake_at": None if wake is None else seconds(wake),
                    "commitment": commitment_to_json(item),
                }
                for item, wake in concluded
            ],
        )


def circles_to_act_on(connection: Connection, account: str) -> dict[str, int]:
    """Circles an account has not acted upon since they were concluded, with the stamp of the conclusion."""
    query = select(unacted.c.circle, unacted.c.stamp).where(unacted.c.account == account).order_by(unacted.c.circle)
    return {row.circle: row.stamp for row in connection.execute(query)}


def mark_acted(connection: Connection, account: str, circles: Mapping[str, int]) -> None:
    """Take circles off an account's list, unless they were concluded again meanwhile."""
    for circle, stamp in circles.items():
        done = (unacted.c.account == account) & (unacted.c.circle == circle) & (unacted.c.stamp == stamp)
        connection.execute(delete(unacted).where(done))


def commitments_of(connection: Connection, circle: str) -> tuple[Commitment, ...]:
    """What is concluded about one circle, oldest first."""
    query = select(commitments.c.commitment).where(commitments.c.circle == circle)
    return _read(connection, query.order_by(commitments.c.made_at, commitments.c.id))


def all_commitments(connection: Connection, statuses: Iterable[Status] | None = None) -> tuple[Commitment, ...]:
    """All commitments, or those in some states, oldest first."""
    query = select(commitments.c.commitment)
    if statuses is not None:
        query = query.where(commitments.c.status.in_([status.value for status in statuses]))
    return _read(connection, query.order_by(commitments.c.made_at, commitments.c.id))


def commitments_of_message(connection: Connection, message_id: str) -> tuple[Commitment, ...]:
    """The commitments that one message made."""
    query = select(commitments.c.commitment).where(commitments.c.message_id == message_id)
    return _read(connection, query.order_by(commitments.c.id))


def find_commitments(connection: Connection, prefix: str) -> tuple[Commitment, ...]:
    """Those whose id begins so: people type the beginning. At most twenty."""
    query = select(commitments.c.commitment).where(commitments.c.id.startswith(prefix, autoescape=True))
    return _read(connection, query.order_by(commitments.c.id).limit(20))


def count_by_status(connection: Connection, account: str) -> dict[str, int]:
    """How many commitments of an account stand in each state."""
    query = select(commitments.c.status, func.count()).where(commitments.c.account == account)
    return {row.status: row[1] for row in connection.execute(query.group_by(commitments.c.status))}


def circles_to_settle(connection: Connection, now: datetime, *, limit: int = 500) -> tuple[str, ...]:
    """Circles whose conversation must be concluded again: something arrived, or a moment has come."""
    touched = connection.execute(select(unsettled.c.circle).order_by(unsettled.c.circle).limit(limit))
    # An expression, not the column: else SQLite walks the index of circles to make them distinct, and all history.
    circle = commitments.c.circle.concat("")
    waking = connection.execute(select(circle).distinct().where(commitments.c.wake_at <= seconds(now)).limit(limit))
    happened = connection.execute(select(upcoming.c.circle).where(upcoming.c.at <= seconds(now)).limit(limit))
    return tuple(sorted({*touched.scalars(), *waking.scalars(), *happened.scalars()}))


def next_wake(connection: Connection, account: str, now: datetime) -> datetime | None:
    """When something about a commitment of an account changes next although no mail comes."""
    query = select(func.min(commitments.c.wake_at)).where(
        commitments.c.account == account, commitments.c.wake_at > seconds(now)
    )
    return maybe_moment(connection.execute(query).scalar_one_or_none())


def add_word(connection: Connection, word: Word, commitment: Commitment) -> None:
    """Remember what the user said of a commitment, and have the conversation concluded again."""
    circle = circle_of(commitment.counterparty)
    connection.execute(
        insert(words),
        {
            "commitment": commitment.id,
            "circle": circle,
            "verb": word.verb.value,
            "at": seconds(word.at),
            "until": None if word.until is None else seconds(word.until),
            "cause": word.cause,
            "message_id": commitment.message_id,
            "kind": commitment.kind.value,
            "owes": commitment.owes.value,
            "evidence": commitment.evidence,
        },
    )
    upsert(connection, unsettled, [{"circle": circle}])


def take_back_word(connection: Connection, cause: str, verb: Verb) -> None:
    """Forget a word that a draft or task (``cause`` is its key) seemed to say and, as was seen later, did not."""
    connection.execute(delete(words).where(words.c.cause == cause, words.c.verb == verb.value))


def words_about(connection: Connection, circle: str) -> tuple[Word, ...]:
    """Everything the user said about this circle's commitments, in order."""
    query = select(words).where(words.c.circle == circle).order_by(words.c.at, words.c.row)
    return tuple(
        Word(
            commitment_id=row.commitment,
            verb=Verb(row.verb),
            at=moment(row.at),
            until=maybe_moment(row.until),
            cause=row.cause,
            message_id=row.message_id,
            kind=Kind(row.kind),
            owes=Party(row.owes),
            evidence=row.evidence,
        )
        for row in connection.execute(query)
    )


def _read(connection: Connection, query: Select[str]) -> tuple[Commitment, ...]:
    return tuple(commitment_from_json(text) for text in connection.execute(query).scalars())
