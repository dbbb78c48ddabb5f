"""What is left now, parted into tasks and drafts: one draft a person, the most urgent and most valuable first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from rules.commitments import Status
from rules.signals import Confidence, Kind, Party
from rules.steps import Place, Step, is_of_care

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from rules.commitments import Commitment

FIRST_DRAFTS = 10
"""Drafts the first cycle may leave."""
_URGENCY = {
    Kind.COMPLAINT: 0,
    Kind.MISSING_ATTACHMENT: 1,
    Kind.PROMISE: 2,
    Kind.INQUIRY: 3,
    Kind.ACCEPTANCE: 4,
    Kind.MEETING: 5,
    Kind.NO_AGREEMENT: 6,
    Kind.QUOTE: 7,
    Kind.STALL: 8,
    Kind.REQUEST: 9,
    Kind.REJECTION: 10,
    Kind.FAREWELL: 11,
    Kind.OPT_OUT: 12,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something to leave now: a step, and for a draft the other steps that go into it."""

    commitment: Commitment
    step: Step
    also: tuple[tuple[Commitment, Step], ...] = ()
    cites: tuple[Commitment, ...] = ()
    """Questions of the same message that have no draft of their own, being likely only: the answer gives them back."""

    def in_turn(self) -> Iterator[Due]:
        """Yield it, and what to leave in its place where nothing can be written for it: the rest without it."""
        yield self
        for number, (commitment, step) in enumerate(self.also, 1):
            yield Due(commitment=commitment, step=step, also=self.also[number:])


def tasks_of(ready: Sequence[tuple[Commitment, Step]]) -> list[Due]:
    """One task each; the questions of one message, which one answer answers, share theirs."""
    found: dict[str, list[tuple[Commitment, Step]]] = {}
    for item, step in ready:
        if step.place is Place.TASK:
            key = f"{item.message_id} {step.template}" if item.kind is Kind.INQUIRY else step.key
            found.setdefault(key, []).append((item, step))
    shared = [sorted(pairs, key=lambda pair: (-pair[0].confidence, pair[0].object is None)) for pairs in found.values()]
    return [Due(commitment=item, step=step, also=tuple(rest)) for (item, step), *rest in shared]


def drafts_of(ready: Sequence[tuple[Commitment, Step]], commitments: Sequence[Commitment]) -> list[Due]:
    """One draft a person: the most urgent, with what else is due in it. A word of care says what is late."""
    by_person: dict[str, list[tuple[Commitment, Step]]] = {}
    for item, step in sorted(ready, key=_urgency):
        by_person.setdefault(item.counterparty.address, []).append((item, step))
    for pairs in by_person.values():
        if pairs[0][0].kind is Kind.PROMISE and pairs[0][0].owes is Party.US:
            pairs.sort(key=lambda pair: not (pair[1].nudge and is_of_care(pair[0].kind)))
    found = [
        Due(commitment=item, step=step, also=tuple(rest), cites=_asked_with(item, commitments))
        for (item, step), *rest in by_person.values()
    ]
    return sorted(found, key=lambda due: _value(due.commitment), reverse=True)


def _asked_with(inquiry: Commitment, commitments: Sequence[Commitment]) -> tuple[Commitment, ...]:
    return tuple(
        other
        for other in commitments
        if inquiry.kind is other.kind is Kind.INQUIRY
        and other.message_id == inquiry.message_id
        and other.confidence is Confidence.LIKELY
        and other.status in {Status.OPEN, Status.OVERDUE}
    )


def quietly(due: Sequence[Due], most: int = FIRST_DRAFTS) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
    """Part what the first cycle leaves from what it leaves out: all tasks, and the most valuable drafts."""
    by_value = sorted(due, key=lambda item: _value(item.commitment), reverse=True)
    drafts = [item for item in by_value if item.step.place is Place.DRAFT]
    left_out = tuple(drafts[most:])
    return tuple(item for item in by_value if item not in left_out), left_out


def _urgency(pair: tuple[Commitment, Step]) -> tuple[bool, int, datetime]:
    item, step = pair
    return (step.nudge, _URGENCY[item.kind], step.at)


def _value(commitment: Commitment) -> tuple[Decimal, int, datetime]:
    """The most valuable first: by amount, then by how much it hurts, then the newest."""
    amount = commitment.amount.value if commitment.amount else Decimal(0)
    return (amount, -_URGENCY[commitment.kind], commitment.made_at)
