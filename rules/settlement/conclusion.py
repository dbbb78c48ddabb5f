"""Conclude what is owed in a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from rules.commitments import Commitment
    from rules.people import Us
    from rules.playbooks import Playbooks
    from rules.settlement.conversation import Conversation
    from rules.working_time import WorkingTime


def settle(  # noqa: PLR0913 - a pure function is told all that it may know
    conversation: Conversation,
    *,
    us: Us,
    working_time: WorkingTime,
    playbooks: Playbooks,
    now: datetime,
    read_until: datetime | None,
) -> tuple[Commitment, ...]:
    """Conclude every commitment with ``conversation.counterparty``, oldest first."""
    raise NotImplementedError
