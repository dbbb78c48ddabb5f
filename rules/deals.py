"""How a deal stands with one counterparty: told by what happened, never set by hand.

A deal goes inquiry, quote, perhaps stall, then won, lost or delayed; with a client it may go complaint and solved, or
gone and recovered.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rules.commitments import Change, ChangeKind, Commitment, Status
from rules.signals import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime


class Phase(StrEnum):
    """Where a deal stands."""

    NONE = ""
    """Nothing has been asked or offered yet."""
    INQUIRY = "inquiry"
    QUOTE = "quote"
    STALL = "stall"
    WON = "won"
    LOST = "lost"
    DELAYED = "delayed"
    """The quote rests unanswered, in "retrasados"."""
    COMPLAINT = "complaint"
    SOLVED = "solved"
    GONE = "gone"
    RECOVERED = "recovered"


_MADE = {
    Kind.INQUIRY: Phase.INQUIRY,
    Kind.QUOTE: Phase.QUOTE,
    Kind.STALL: Phase.STALL,
    Kind.ACCEPTANCE: Phase.WON,
    Kind.REJECTION: Phase.LOST,
    Kind.COMPLAINT: Phase.COMPLAINT,
    Kind.FAREWELL: Phase.GONE,
}
_CLOSED = {
    (Kind.QUOTE, ChangeKind.ARCHIVED): Phase.DELAYED,
    (Kind.COMPLAINT, ChangeKind.FULFILLED): Phase.SOLVED,
    (Kind.FAREWELL, ChangeKind.FULFILLED): Phase.RECOVERED,
    (Kind.REJECTION, ChangeKind.FULFILLED): Phase.RECOVERED,
}
_ONLY_AFTER = {
    # A client who asks something is a client still; only a new quote starts another deal with him.
    Phase.INQUIRY: frozenset({Phase.NONE, Phase.LOST, Phase.GONE, Phase.RECOVERED, Phase.DELAYED}),
    Phase.STALL: frozenset({Phase.INQUIRY, Phase.QUOTE, Phase.DELAYED}),
    Phase.DELAYED: frozenset({Phase.QUOTE, Phase.STALL}),
    Phase.SOLVED: frozenset({Phase.COMPLAINT}),
    Phase.RECOVERED: frozenset({Phase.LOST, Phase.GONE}),
}


def phase_at(commitments: Iterable[Commitment], now: datetime) -> Phase:
    """Tell how the deal with the counterparty of these commitments stands at a moment."""
    phase = Phase.NONE
    for at, _, step in sorted(_steps(commitments)):
        if at <= now and phase in _ONLY_AFTER.get(step, {phase}):
            phase = step
    return phase


def _steps(commitments: Iterable[Commitment]) -> Iterator[tuple[datetime, int, Phase]]:
    for commitment in commitments:
        if commitment.status is Status.DISMISSED:
            continue
        if commitment.kind in _MADE:
            yield commitment.made_at, _order(commitment.kind), _MADE[commitment.kind]
        for change in commitment.history:
            step = _CLOSED.get((commitment.kind, change.what)) or _decided(commitment, change)
            if step is not None and not (step is Phase.RECOVERED and change.message_id is None):
                yield change.at, -1, step  # the user's own "done" does not bring anybody back


def _decided(commitment: Commitment, change: Change) -> Phase | None:
    """Tell what somebody of their side decided on a quote, whoever of them it was sent to."""
    if commitment.kind is not Kind.QUOTE or change.what is not ChangeKind.FULFILLED:
        return None
    return next((phase for phase in (Phase.WON, Phase.LOST) if phase.value in change.note.split()), None)


def _order(kind: Kind) -> int:
    """An acceptance that also asks something is an acceptance: what decides comes last in its message."""
    return list(_MADE).index(kind)
