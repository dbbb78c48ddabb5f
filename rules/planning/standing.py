"""Which drafts that were left and not sent yet shall not stand any longer: something else takes their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.commitments import Commitment, Status
from rules.planning.restraint import is_open_complaint
from rules.signals import Kind, Party
from rules.steps import Place, Step, StepState, is_of_care

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rules.planning.restraint import Mark, Restraint


def standing_drafts(
    steps: Mapping[str, Sequence[tuple[Step, StepState]]], restraint: Restraint
) -> Mapping[str, tuple[Step, Mark]]:
    """Drafts that are there and wanted still; what is wanted no more is being taken back and stands in nobody's way."""
    return {
        step.key: (step, restraint.marks[step.key])
        for pairs in steps.values()
        for step, state in pairs
        if state is StepState.DONE and step.place is Place.DRAFT and restraint.marks[step.key].stands
    }


def giving_way(
    standing: Mapping[str, tuple[Step, Mark]],
    ready: Sequence[tuple[Commitment, Step]],
    commitments: Sequence[Commitment],
) -> frozenset[str]:
    """Tell which drafts not sent yet are out of place: those of a matter put off, and nudges while we owe more.

    A nudge gives way once something that is no nudge is due to the same person, or they complain; what owns up to a
    promise of ours, once a word of care is due that says it too.
    """
    cared_for = {item.counterparty.address for item, step in ready if step.nudge and is_of_care(item.kind)}
    promises = {item.id for item in commitments if item.kind is Kind.PROMISE and item.owes is Party.US}
    urgent = {item.counterparty.address for item, step in ready if not step.nudge}
    urgent |= {item.counterparty.address for item in commitments if is_open_complaint(item)}
    snoozed = {item.id for item in commitments if item.status is Status.SNOOZED}
    return frozenset(
        key
        for key, (_, mark) in standing.items()
        if (mark.nudge and mark.counterparty in urgent)
        or (key.partition("/")[0] in promises and mark.counterparty in cared_for)
        or key.partition("/")[0] in snoozed
    )


def joined(
    standing: Mapping[str, tuple[Step, Mark]],
    ready: Sequence[tuple[Commitment, Step]],
    commitments: Sequence[Commitment],
    restraint: Restraint,
) -> frozenset[str]:
    """Tell which drafts not sent yet own up to a promise of ours while another has fallen due to the same person.

    They are written anew and say both. What the user has edited is his; and what had fallen due when a draft was
    written could not be said in it.
    """
    promises = {item.id for item in commitments if item.kind is Kind.PROMISE and item.owes is Party.US}
    late = [(item.counterparty.address, step.at) for item, step in ready if item.id in promises and not step.nudge]
    return frozenset(
        key
        for key, (_, mark) in standing.items()
        if key.partition("/")[0] in promises and key not in restraint.edited
        if any(person == mark.counterparty and at > mark.left_at for person, at in late)
    )


def overtaken(standing: Mapping[str, tuple[Step, Mark]], ready: Sequence[tuple[Commitment, Step]]) -> frozenset[str]:
    """Tell which drafts not sent yet have been overtaken: the goodbye to a client who has been gone for a month."""
    followed = {(item.id, step.series) for item, step in ready}
    return frozenset(
        key
        for key, (step, _) in standing.items()
        if any(id_ == key.partition("/")[0] and series != step.series for id_, series in followed)
    )
