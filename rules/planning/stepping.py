"""The steps of one commitment, each with its moment and its state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rules.commitments import ChangeKind, Commitment, Status
from rules.playbooks import Anchor, StepPlan, While, anchor_of, waited_out
from rules.signals import Confidence
from rules.steps import Place, Step, StepState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rules.pauses import Pause
    from rules.planning.restraint import Restraint
    from rules.playbooks import Playbooks
    from rules.working_time import WorkingTime


def steps_of(
    commitment: Commitment,
    theirs: Sequence[Commitment],
    playbooks: Playbooks,
    working_time: WorkingTime,
    restraint: Restraint,
    now: datetime,
) -> tuple[tuple[Step, StepState], ...]:
    """Give all steps of a commitment by time. ``theirs`` is all that is owed between us and the same person."""
    playbook = playbooks.for_(commitment.kind, commitment.owes, commitment.rule, commitment.counterparty)
    plans = _as_sure_as_we_are(playbook.steps_for(commitment), commitment.confidence)
    pauses = waited_out(commitment, playbook, working_time, restraint.pauses.get(commitment.account, ()))
    times = {step_plan: _moments(step_plan, commitment, working_time, pauses) for step_plan in plans}
    today = working_time.local_day(now)
    is_past = commitment.valid_until is not None and commitment.valid_until < today
    given_up = _given_up(times, [plan for plan in plans if is_past and _is_unsaid(plan, commitment, restraint)])
    found: list[tuple[Step, StepState]] = []
    for step_plan, moments in times.items():
        applies = _applies(step_plan, commitment, theirs)
        for number, at in enumerate(moments, 1):
            step = _step(step_plan, commitment, number, max(at, commitment.snoozed_until or at))
            passed_over = number < len(moments) and moments[number] <= now and step.key not in restraint.marks
            called_for = applies and not passed_over and (step_plan, number) not in given_up
            found.append((step, _state(step, restraint, applies=called_for)))
    return tuple(sorted(found, key=lambda pair: (pair[0].at, pair[0].key)))


def _moments(
    step_plan: StepPlan, commitment: Commitment, working_time: WorkingTime, pauses: Sequence[Pause]
) -> tuple[datetime, ...]:
    anchor = anchor_of(commitment, step_plan.counted_from, working_time)
    if anchor is None or (commitment.conditional and commitment.due is None):
        return ()
    return step_plan.moments(anchor, working_time, pauses)


def _is_unsaid(step_plan: StepPlan, commitment: Commitment, restraint: Restraint) -> bool:
    """Whether a step about the end of a quote's validity was never left."""
    return step_plan.counted_from is Anchor.VALID_UNTIL and _step_key(step_plan, commitment, 1) not in restraint.marks


def _given_up(times: Mapping[StepPlan, Sequence[datetime]], too_late: Sequence[StepPlan]) -> set[tuple[StepPlan, int]]:
    """Tell which times of a step another one takes, or comes too late to take: the end of a quote's validity.

    They say much the same, and nobody hears it oftener than the playbook says, nor after the last time. What could not
    be said while there was time (``too_late``) takes nothing's place.
    """
    found: set[tuple[StepPlan, int]] = set()
    for step_plan, moments in times.items():
        for other, theirs in times.items():
            if other.name != step_plan.in_place_of or not moments or not theirs:
                continue
            if moments[0] > theirs[-1] or step_plan in too_late:
                found.add((step_plan, 1))
            else:
                found.add((other, 1 + min(range(len(theirs)), key=lambda at: abs(theirs[at] - moments[0]))))
    return found


def _as_sure_as_we_are(plans: Sequence[StepPlan], confidence: Confidence) -> list[StepPlan]:
    """Sure: as the playbook says. Likely: its tasks, and one for a draft that none stands for. Maybe: nothing."""
    if confidence is Confidence.SURE:
        return list(plans)
    if confidence is Confidence.MAYBE:
        return []
    tasks = [item for item in plans if item.place is Place.TASK]
    missed = [item for item in plans if item.at_once and not any(task.at_once for task in tasks)] if tasks else plans
    return [*(replace(item, place=Place.TASK, nudge=False) for item in missed if item not in tasks), *tasks]


def _step_key(step_plan: StepPlan, commitment: Commitment, number: int) -> str:
    name = step_plan.step_name(number)
    again = step_plan.place is Place.DRAFT and step_plan.counted_from in {Anchor.DUE, Anchor.WAITING}
    if again and commitment.renewals:
        name = f"{name}~{commitment.renewals}"
    if reopened := sum(change.what is ChangeKind.REOPENED for change in commitment.history):
        name = f"{name}+{reopened}"  # what was ticked or taken back when it was closed is wanted once more
    return f"{commitment.id}/{name}"


def _step(step_plan: StepPlan, commitment: Commitment, number: int, at: datetime) -> Step:
    return Step(
        key=_step_key(step_plan, commitment, number),
        series=step_plan.name,
        place=step_plan.place,
        at=at,
        template=step_plan.template(number),
        nudge=step_plan.nudge,
        at_once=step_plan.at_once,
    )


def _applies(step_plan: StepPlan, commitment: Commitment, theirs: Sequence[Commitment]) -> bool:
    """Tell whether a step is called for. ``theirs`` is all that is owed between us and the same person."""
    if step_plan.asks_why and any(change.what is ChangeKind.EXPLAINED for change in commitment.history):
        return False
    is_open = commitment.status in {Status.OPEN, Status.OVERDUE, Status.SNOOZED}
    during = {
        While.OPEN: is_open,
        While.ANSWERED: commitment.status is Status.FULFILLED,
        While.EITHER: is_open or commitment.status is Status.FULFILLED,
    }[step_plan.during]
    return during and not any(
        (other.kind in step_plan.unless and other.made_at > commitment.made_at)
        or (
            other.kind in step_plan.covered_by
            and other.message_id == commitment.message_id
            and other.confidence > Confidence.MAYBE
        )
        for other in theirs
        if other.id != commitment.id
    )


def _state(step: Step, restraint: Restraint, *, applies: bool) -> StepState:
    mark = restraint.marks.get(step.key)
    if mark is None:
        return StepState.PLANNED if applies else StepState.CANCELLED
    if mark.stands:
        return StepState.DONE if applies else StepState.CANCELLED
    return StepState.DONE if mark.ended else StepState.CANCELLED
