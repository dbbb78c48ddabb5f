"""Conclude what is owed in a conversation: go through it once in order of time, then see how things stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from rules.absences import absences
from rules.deals import phase_at
from rules.settlement.conversation import circle_of
from rules.settlement.course import Course
from rules.settlement.standing import stand

if TYPE_CHECKING:
    from datetime import datetime

    from rules.commitments import Commitment
    from rules.pauses import Pause
    from rules.people import Us
    from rules.playbooks import Playbooks
    from rules.settlement.conversation import Conversation
    from rules.working_time import WorkingTime

_NEVER: Mapping[str, Sequence[Pause]] = MappingProxyType({})


def settle(
    conversation: Conversation,
    *,
    us: Us,
    working_time: WorkingTime,
    playbooks: Playbooks,
    now: datetime,
    read_until: datetime | None,
    pauses: Mapping[str, Sequence[Pause]] = _NEVER,
    language: str = "es",
) -> tuple[Commitment, ...]:
    """Conclude every commitment with ``conversation.counterparty``, oldest first: see :func:`settle_circle`."""
    concluded = settle_circle(
        conversation,
        us=us,
        working_time=working_time,
        playbooks=playbooks,
        now=now,
        read_until=read_until,
        pauses=pauses,
        language=language,
    )
    return tuple(item for item in concluded if item.counterparty == conversation.counterparty)


def settle_circle(
    conversation: Conversation,
    *,
    us: Us,
    working_time: WorkingTime,
    playbooks: Playbooks,
    now: datetime,
    read_until: datetime | None,
    pauses: Mapping[str, Sequence[Pause]] = _NEVER,
    language: str = "es",
) -> tuple[Commitment, ...]:
    """Conclude every commitment with anybody of the counterparty's circle, oldest first, in one passage.

    Nothing but the conversation and ``now`` decides: what is dated later has not happened yet. ``read_until`` is up to
    when every folder that matters was read completely (None: never); what it does not cover is not overdue.
    ``pauses`` tell when each account was not read. ``language`` is that of people who have not written yet.
    A promise that waits for the other side's act is no commitment before that act has come.
    """
    course = Course(conversation, us=us, working_time=working_time, playbooks=playbooks, now=now, language=language)
    circle = circle_of(conversation.counterparty)
    traces = sorted(conversation.traces, key=lambda trace: trace.date)
    away = absences(traces, working_time, now)
    standing: dict[str, list[Commitment]] = defaultdict(list)
    for debt in course.go():
        if debt.owed_from is not None and circle_of(debt.counterparty) == circle:
            person = debt.counterparty.address
            since = pauses.get(debt.account, ())
            stands = stand(debt, now=now, read_until=read_until, pauses=since, away=away.get(person))
            standing[person].append(stands)
    concluded: list[Commitment] = []
    for commitments in standing.values():
        commitments.sort(key=_by_age)
        phase = phase_at(commitments, now)
        concluded += [replace(commitment, deal=phase) for commitment in commitments]
    return tuple(sorted(concluded, key=_by_age))


def _by_age(commitment: Commitment) -> tuple[datetime, str, str]:
    return commitment.made_at, commitment.message_id, commitment.id
