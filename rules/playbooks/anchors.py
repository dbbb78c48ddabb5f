"""What the time of a step is counted from."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from rules.commitments import ChangeKind, Status

if TYPE_CHECKING:
    from datetime import datetime

    from rules.commitments import Commitment
    from rules.working_time import WorkingTime


class Anchor(StrEnum):
    """What the time of a step is counted from."""

    MADE = "made"
    DUE = "due"
    WAITING = "waiting"
    """When it was made, or the day it was last put off to."""
    ANSWERED = "answered"
    VALID_UNTIL = "valid_until"


def anchor_of(commitment: Commitment, anchor: Anchor, working_time: WorkingTime) -> datetime | None:
    """Return the moment the steps counted from ``anchor`` start from; None where it has not come to that."""
    match anchor:
        case Anchor.MADE:
            return commitment.made_at
        case Anchor.DUE:
            return commitment.due_at
        case Anchor.WAITING:
            return _waiting_since(commitment, working_time)
        case Anchor.ANSWERED:
            return commitment.closed_at if commitment.status is Status.FULFILLED else None
        case Anchor.VALID_UNTIL:
            return None if commitment.valid_until is None else working_time.start_of(commitment.valid_until)
        case _:
            assert_never(anchor)


def _waiting_since(commitment: Commitment, working_time: WorkingTime) -> datetime:
    renewed = [change for change in commitment.history if change.what is ChangeKind.RENEWED]
    if not renewed:
        return commitment.made_at
    last = renewed[-1]
    return last.at if last.due is None else max(last.at, working_time.start_of(last.due))
