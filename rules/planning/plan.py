"""The plan of a circle: all steps of its commitments, and those to act on now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from rules.commitments import Commitment, Status
from rules.planning.parting import Due, drafts_of, tasks_of
from rules.planning.restraint import Restraint, is_daytime, is_old, lacks_evidence, may_nudge
from rules.planning.standing import giving_way, joined, overtaken, standing_drafts
from rules.planning.stepping import steps_of
from rules.planning.waking import wake
from rules.steps import Place, Step, StepState

if TYPE_CHECKING:
    from rules.playbooks import Playbooks
    from rules.working_time import WorkingTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All steps of some commitments, and those to act on now."""

    steps: Mapping[str, tuple[tuple[Step, StepState], ...]]
    """By commitment id, in order of time."""
    due: tuple[Due, ...] = ()
    standing: tuple[Due, ...] = ()
    """Tasks that are there, unfinished: a renewal gives them another day."""
    omitted: tuple[Step, ...] = ()
    """Steps the quiet first contact leaves out for good."""
    gives_way: frozenset[str] = frozenset()
    """Keys of unsent drafts that something else takes the place of, or is to be said in too: taken back untouched, and
    written anew when their time comes."""
    superseded: frozenset[str] = frozenset()
    """Keys of unsent drafts that another step of the same matter has overtaken: taken back untouched for good."""
    wake: Mapping[str, datetime] = field(default_factory=dict)
    """By commitment id: when something may change although nothing arrives."""

    @property
    def wanted(self) -> frozenset[str]:
        """Keys of the steps whose marks shall stand."""
        found = (step.key for steps in self.steps.values() for step, state in steps if state is not StepState.CANCELLED)
        return frozenset(found) - self.superseded


def plan(
    commitments: Sequence[Commitment],
    *,
    playbooks: Playbooks,
    working_time: WorkingTime,
    restraint: Restraint,
    now: datetime,
) -> Plan:
    """Plan the steps of everything between us and the people of one circle."""
    with_person: dict[str, list[Commitment]] = {}
    for item in commitments:
        with_person.setdefault(item.counterparty.address, []).append(item)
    steps = {
        item.id: steps_of(item, with_person[item.counterparty.address], playbooks, working_time, restraint, now)
        for item in commitments
    }
    ready = [
        (item, step)
        for item in commitments
        for step, state in steps[item.id]
        if state is StepState.PLANNED and step.at <= now and step.key not in restraint.marks
        if item.status is not Status.SNOOZED
    ]
    omitted = [pair for pair in ready if restraint.first_contact and is_old(*pair, working_time, now)]
    ready = [pair for pair in ready if pair not in omitted and not lacks_evidence(*pair, playbooks)]
    by_day = is_daytime(working_time, now)
    may = {item.id: may_nudge(item, commitments, working_time, restraint, now) for item, step in ready if step.nudge}
    drafts = [
        (item, step)
        for item, step in ready
        if step.place is Place.DRAFT and (step.at_once or by_day)
        if not step.nudge or may[item.id]
    ]
    standing = standing_drafts(steps, restraint)
    gives_way = giving_way(standing, drafts, commitments) | joined(standing, drafts, commitments, restraint)
    superseded = overtaken(standing, drafts)
    busy = {mark.counterparty for key, (_, mark) in standing.items() if key not in gives_way | superseded}
    free = [pair for pair in drafts if pair[0].counterparty.address not in busy]
    return Plan(
        steps=steps,
        due=(*tasks_of(ready), *drafts_of(free, commitments)),
        gives_way=gives_way,
        superseded=superseded,
        standing=tuple(
            Due(commitment=item, step=step)
            for item in commitments
            for step, state in steps[item.id]
            if state is StepState.DONE and step.place is Place.TASK and restraint.marks[step.key].stands
        ),
        omitted=tuple(step for _, step in omitted),
        wake={
            item.id: moment
            for item in commitments
            if (moment := wake(item, steps[item.id], playbooks, working_time, restraint, now))
        },
    )
