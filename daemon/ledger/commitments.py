"""What was concluded, and what the user said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from daemon.ledger.codec import commitment_from_json, commitment_to_json, maybe_moment, moment, seconds
from daemon.ledger.schema import commitments, unsettled, words
from daemon.ledger.upsert import upsert
from rules.settlement import Verb, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from rules.commitments import Commitment, Status


def put_commitments(
    connection: Connection, counterparty: str, concluded: Sequence[tuple[Commitment, datetime | None]]
) -> None:
    """Replace all that was concluded about one person by what is concluded now, each with its waking moment."""
    connection.execute(delete(commitments).where(commitments.c.counterparty == counterparty))
    if concluded:
        connection.execute(
            insert(commitments),
            [
                {
                    "id": item.id,
                    "account": item.account,
                    "counterparty": counterparty,
                    "kind": item.kind.value,
                    "status": item.status.value,
                    "made_at": seconds(item.made_at),
                    "wake_at": None if wake is None else seconds(wake),
                    "commitment": commitment_to_json(item),
                }
                for item, wake in concluded
            ],
        )


def commitments_of(connection: Connection, counterparty: str) -> tuple[Commitment, ...]:
    """What is concluded about one person, oldest first."""
    query = select(commitments.c.commitment).where(commitments.c.counterparty == counterparty)
    return _read(connection, query.order_by(commitments.c.made_at, commitments.c.id))


def all_commitments(connection: Connection, statuses: Iterable[Status] | None = None) -> tuple[Commitment, ...]:
    """All commitments, or those in some states, oldest first."""
    query = select(commitments.c.commitment)
    if statuses is not None:
        query = query.where(commitments.c.status.in_([status.value for status in statuses]))
    return _read(connection, query.order_by(commitments.c.made_at, commitments.c.id))


def commitments_of_message(
    connection: Connection, counterparties: Iterable[str], message_id: str
) -> tuple[Commitment, ...]:
    """The commitments that one message of these people made."""
    found = (item for who in counterparties for item in commitments_of(connection, who))
    return tuple(item for item in found if item.message_id == message_id)


def find_commitments(connection: Connection, prefix: str) -> tuple[Commitment, ...]:
    """Those whose id begins so (people type the beginning)."""
    escaped = prefix.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    query = select(commitments.c.commitment).where(commitments.c.id.like(f"{escaped}%", escape="\\")).limit(20)
    return _read(connection, query)


def count_by_status(connection: Connection, account: str) -> dict[str, int]:
    """How many commitments of an account stand in each state."""
    query = select(commitments.c.status, func.count()).where(commitments.c.account == account)
    return {row.status: row[1] for row in connection.execute(query.group_by(commitments.c.status))}


def people_to_settle(connection: Connection, now: datetime, *, limit: int = 500) -> tuple[str, ...]:
    """People whose conversation must be concluded again: something arrived, or a moment has come."""
    touched = connection.execute(select(unsettled.c.counterparty).order_by(unsettled.c.counterparty).limit(limit))
    waking = connection.execute(
        select(commitments.c.counterparty).distinct().where(commitments.c.wake_at <= seconds(now)).limit(limit)
    )
    return tuple(sorted({*touched.scalars(), *waking.scalars()}))


def mark_settled(connection: Connection, counterparty: str) -> None:
    """Take one person off the list."""
    connection.execute(delete(unsettled).where(unsettled.c.counterparty == counterparty))


def add_word(connection: Connection, word: Word) -> None:
    """Remember what the user said, and have the conversation concluded again. Raises NoResultFound for an unknown id."""
    known = select(commitments.c.counterparty).where(commitments.c.id == word.commitment)
    counterparty = connection.execute(known).scalar_one()
    connection.execute(
        insert(words),
        {
            "commitment": word.commitment,
            "counterparty": counterparty,
            "verb": word.verb.value,
            "at": seconds(word.at),
            "until": None if word.until is None else seconds(word.until),
            "cause": word.cause,
            "step": word.step,
        },
    )
    upsert(connection, unsettled, [{"counterparty": counterparty}])


def take_back_word(connection: Connection, step: str, verb: Verb) -> None:
    """Forget a word that a draft or task seemed to say and, as was seen later, did not."""
    connection.execute(delete(words).where(words.c.step == step, words.c.verb == verb.value))


def words_about(connection: Connection, counterparty: str) -> tuple[Word, ...]:
    """Everything the user said about this person's commitments, in order."""
    query = select(words).where(words.c.counterparty == counterparty).order_by(words.c.at, words.c.row)
    return tuple(
        Word(
            commitment=row.commitment,
            verb=Verb(row.verb),
            at=moment(row.at),
            until=maybe_moment(row.until),
            cause=row.cause,
            step=row.step,
        )
        for row in connection.execute(query)
    )


def _read(connection: Connection, query: object) -> tuple[Commitment, ...]:
    rows = connection.execute(query).scalars()  # type: ignore[call-overload]  # a select of one text column
    return tuple(commitment_from_json(text) for text in rows)
