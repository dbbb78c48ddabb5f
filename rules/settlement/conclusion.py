"""Conclude what is owed in a conversation: go through it once in order of time, then see how things stand now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rules.deals import phase_at
from rules.settlement.course import Course
from rules.settlement.standing import stand

if TYPE_CHECKING:
    from datetime import datetime

    from rules.commitments import Commitment
    from rules.people import Us
    from rules.playbooks import Playbooks
    from rules.settlement.conversation import Conversation
    from rules.working_time import WorkingTime


def settle(
    conversation: Conversation,
    *,
    us: Us,
    working_time: WorkingTime,
    playbooks: Playbooks,
    now: datetime,
    read_until: datetime | None,
) -> tuple[Commitment, ...]:
    """Conclude every commitment with ``conversation.counterparty``, oldest first.

    Nothing but the conversation and ``now`` decides: what is dated later has not happened yet. ``read_until`` is up to
    when every folder that matters was read completely (None: never); what it does not cover is not overdue.
    A promise that waits for the other side's act is no commitment before that act has come.
    """
    course = Course(conversation, us=us, working_time=working_time, playbooks=playbooks, now=now)
    mine = [debt for debt in course.go() if debt.counterparty == conversation.counterparty]
    standing = [stand(debt, now=now, read_until=read_until) for debt in mine if debt.owed_from is not None]
    standing.sort(key=lambda commitment: (commitment.made_at, commitment.message_id, commitment.id))
    phase = phase_at(standing, now)
    return tuple(replace(commitment, deal=phase) for commitment in standing)
