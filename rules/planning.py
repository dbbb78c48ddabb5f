"""Which steps a commitment has, which are due now, and what restrains them ("Rules above all playbooks").

Pure: the same commitments, marks and moment give the same plan. Times are aware; days are local to the working time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from rules.commitments import ChangeKind, Commitment, Status
from rules.playbooks import Anchor, Playbooks, StepPlan, While, anchor_of, rests_from
from rules.signals import Confidence, Kind, Party
from rules.steps import Place, Step, StepState
from rules.working_time import WorkingTime

NUDGE_REST = 5
"""Working days between two nudges to one person, whatever they are about."""
QUIET = 10
"""Working days back from the first cycle: what fell due earlier is listed, and nothing is left for it."""
FIRST_DRAFTS = 10
"""Drafts the first cycle may leave."""
_NIGHT = time(21)
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
class Mark:
    """What there is, or was, outside for one step."""

    place: Place
    counterparty: str
    stands: bool
    """Whether a draft or task of ours may be there unsent, unfinished."""
    left_at: datetime
    nudge: bool = False
    ended: bool = True
    """Whether it counts as done (else it was called off)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restraint:
    """What holds steps back, beside the clock."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By step key."""
    away_until: Mapping[str, date] = field(default_factory=dict)
    """Last day of absence by address, as an out-of-office reply named it."""
    first_contact: bool = False
    """Nothing was ever left for this account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something to leave now: a step, and for a draft the other steps that go into it."""

    commitment: Commitment
    step: Step
    also: tuple[tuple[Commitment, Step], ...] = ()


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
    """Keys of unsent drafts that something more urgent takes the place of: taken back untouched, written anew later."""
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
        item.id: _steps(item, with_person[item.counterparty.address], playbooks, working_time, restraint, now)
        for item in commitments
    }
    ready = [
        (item, step)
        for item in commitments
        for step, state in steps[item.id]
        if state is StepState.PLANNED and step.at <= now and step.key not in restraint.marks
        if item.status is not Status.SNOOZED
    ]
    omitted = [pair for pair in ready if restraint.first_contact and _is_old(*pair, working_time, now)]
    ready = [pair for pair in ready if pair not in omitted and not _lacks_evidence(*pair, playbooks)]
    by_day = _is_daytime(working_time, now)
    may_nudge = {
        item.counterparty.address: _may_nudge(item.counterparty.address, commitments, working_time, restraint, now)
        for item, step in ready
        if step.nudge
    }
    drafts = [
        (item, step)
        for item, step in ready
        if step.place is Place.DRAFT and (step.at_once or by_day)
        if not step.nudge or may_nudge[item.counterparty.address]
    ]
    standing = _standing_drafts(steps, restraint)
    gives_way = _giving_way(standing, drafts, commitments)
    superseded = _superseded(standing, drafts)
    busy = {mark.counterparty for key, (_, mark) in standing.items() if key not in gives_way | superseded}
    free = [pair for pair in drafts if pair[0].counterparty.address not in busy]
    return Plan(
        steps=steps,
        due=(*_tasks(ready), *_drafts(free)),
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
            if (moment := _wake(item, steps[item.id], playbooks, working_time, restraint, now))
        },
    )


def quietly(due: Sequence[Due], most: int = FIRST_DRAFTS) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
    """Part what the first cycle leaves from what it leaves out: all tasks, and the most valuable drafts."""
    by_value = sorted(due, key=lambda item: _value(item.commitment), reverse=True)
    drafts = [item for item in by_value if item.step.place is Place.DRAFT]
    left_out = tuple(drafts[most:])
    return tuple(item for item in by_value if item not in left_out), left_out


def _steps(
    commitment: Commitment,
    theirs: Sequence[Commitment],
    playbooks: Playbooks,
    working_time: WorkingTime,
    restraint: Restraint,
    now: datetime,
) -> tuple[tuple[Step, StepState], ...]:
    playbook = playbooks.for_(commitment.kind, commitment.owes, commitment.rule, commitment.counterparty)
    found: list[tuple[Step, StepState]] = []
    for step_plan in _as_sure_as_we_are(playbook.steps_for(commitment), commitment.confidence):
        anchor = anchor_of(commitment, step_plan.counted_from, working_time)
        if anchor is None or (commitment.conditional and commitment.due is None):
            continue
        applies = _applies(step_plan, commitment, theirs)
        moments = step_plan.moments(anchor, working_time)
        for number, at in enumerate(moments, 1):
            step = _step(step_plan, commitment, number, max(at, commitment.snoozed_until or at))
            passed_over = number < len(moments) and moments[number] <= now and step.key not in restraint.marks
            found.append((step, _state(step, restraint, applies=applies and not passed_over)))
    return tuple(sorted(found, key=lambda pair: (pair[0].at, pair[0].key)))


def _as_sure_as_we_are(plans: Sequence[StepPlan], confidence: Confidence) -> list[StepPlan]:
    """Sure: as the playbook says. Likely: its tasks, and one for a draft that none stands for. Maybe: nothing."""
    if confidence is Confidence.SURE:
        return list(plans)
    if confidence is Confidence.MAYBE:
        return []
    tasks = [item for item in plans if item.place is Place.TASK]
    missed = [item for item in plans if item.at_once and not any(task.at_once for task in tasks)] if tasks else plans
    return [*(replace(item, place=Place.TASK, nudge=False) for item in missed if item not in tasks), *tasks]


def _step(step_plan: StepPlan, commitment: Commitment, number: int, at: datetime) -> Step:
    name = step_plan.step_name(number)
    again = step_plan.place is Place.DRAFT and step_plan.counted_from in {Anchor.DUE, Anchor.WAITING}
    if again and commitment.renewals:
        name = f"{name}~{commitment.renewals}"
    if reopened := sum(change.what is ChangeKind.REOPENED for change in commitment.history):
        name = f"{name}+{reopened}"  # what was ticked or taken back when it was closed is wanted once more
    return Step(
        key=f"{commitment.id}/{name}",
        series=step_plan.name,
        place=step_plan.place,
        at=at,
        template=step_plan.template(number),
        nudge=step_plan.nudge,
        at_once=step_plan.at_once,
    )


def _applies(step_plan: StepPlan, commitment: Commitment, theirs: Sequence[Commitment]) -> bool:
    """Tell whether a step is called for. ``theirs`` is all that is owed between us and the same person."""
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


def _is_old(commitment: Commitment, step: Step, working_time: WorkingTime, now: datetime) -> bool:
    """Say whether a step fell due too long ago for a first contact. A promise made long ago may be due today."""
    fell_due = max(step.at, commitment.due_at or step.at)
    return working_time.local_day(fell_due) < working_time.add_working_days(working_time.local_day(now), -QUIET)


def _lacks_evidence(commitment: Commitment, step: Step, playbooks: Playbooks) -> bool:
    """Hold a step that follows a day gone by until it is known that nothing came: until the commitment is overdue.

    Settlement leaves a commitment open, however late, as long as a folder that could hold the answer was not read.
    """
    if commitment.due_at is None or step.at <= commitment.due_at or commitment.status is not Status.OPEN:
        return False
    return playbooks.for_(commitment.kind, commitment.owes, commitment.rule, commitment.counterparty).lapses


def _tasks(ready: Sequence[tuple[Commitment, Step]]) -> list[Due]:
    """One task each; the questions of one message, which one answer answers, share theirs."""
    found: dict[str, list[tuple[Commitment, Step]]] = {}
    for item, step in ready:
        if step.place is Place.TASK:
            key = f"{item.message_id} {step.template}" if item.kind is Kind.INQUIRY else step.key
            found.setdefault(key, []).append((item, step))
    shared = [sorted(pairs, key=lambda pair: (-pair[0].confidence, pair[0].object is None)) for pairs in found.values()]
    return [Due(commitment=item, step=step, also=tuple(rest)) for (item, step), *rest in shared]


def _standing_drafts(
    steps: Mapping[str, Sequence[tuple[Step, StepState]]], restraint: Restraint
) -> Mapping[str, tuple[Step, Mark]]:
    """Drafts that are there and wanted still; what is wanted no more is being taken back and stands in nobody's way."""
    return {
        step.key: (step, restraint.marks[step.key])
        for pairs in steps.values()
        for step, state in pairs
        if state is StepState.DONE and step.place is Place.DRAFT and restraint.marks[step.key].stands
    }


def _giving_way(
    standing: Mapping[str, tuple[Step, Mark]],
    ready: Sequence[tuple[Commitment, Step]],
    commitments: Sequence[Commitment],
) -> frozenset[str]:
    """Tell which drafts not sent yet are out of place: those of a matter put off, and nudges while we owe more.

    A nudge gives way once something that is no nudge is due to the same person, or they complain.
    """
    urgent = {item.counterparty.address for item, step in ready if not step.nudge}
    urgent |= {item.counterparty.address for item in commitments if _is_open_complaint(item)}
    snoozed = {item.id for item in commitments if item.status is Status.SNOOZED}
    return frozenset(
        key
        for key, (_, mark) in standing.items()
        if (mark.nudge and mark.counterparty in urgent) or key.partition("/")[0] in snoozed
    )


def _superseded(standing: Mapping[str, tuple[Step, Mark]], ready: Sequence[tuple[Commitment, Step]]) -> frozenset[str]:
    """Tell which drafts not sent yet have been overtaken: the goodbye to a client who has been gone for a month."""
    followed = {(item.id, step.series) for item, step in ready}
    return frozenset(
        key
        for key, (step, _) in standing.items()
        if any(id_ == key.partition("/")[0] and series != step.series for id_, series in followed)
    )


def _is_open_complaint(item: Commitment) -> bool:
    is_open = item.status in {Status.OPEN, Status.OVERDUE}
    return item.kind is Kind.COMPLAINT and is_open and item.confidence > Confidence.MAYBE


def _drafts(ready: Sequence[tuple[Commitment, Step]]) -> list[Due]:
    """One draft a person: the most urgent, with what else is due in it."""
    by_person: dict[str, list[tuple[Commitment, Step]]] = {}
    for item, step in sorted(ready, key=_urgency):
        by_person.setdefault(item.counterparty.address, []).append((item, step))
    found = [Due(commitment=item, step=step, also=tuple(rest)) for (item, step), *rest in by_person.values()]
    return sorted(found, key=lambda due: _value(due.commitment), reverse=True)


def _is_daytime(working_time: WorkingTime, now: datetime) -> bool:
    local = now.astimezone(working_time.zone)
    return working_time.is_working_day(local.date()) and working_time.opens <= local.time() < _NIGHT


def _may_nudge(
    person: str, commitments: Sequence[Commitment], working_time: WorkingTime, restraint: Restraint, now: datetime
) -> bool:
    """Never a nuisance: rested, not away, nothing of ours overdue to them, no complaint of theirs unanswered."""
    today = working_time.local_day(now)
    away = restraint.away_until.get(person)
    if away is not None and today <= away:
        return False
    last = max(
        (mark.left_at for mark in restraint.marks.values() if mark.nudge and mark.counterparty == person), default=None
    )
    if (
        last is not None
        and last <= now
        and today < working_time.add_working_days(working_time.local_day(last), NUDGE_REST)
    ):
        return False
    return not any(
        item.counterparty.address == person and (_is_overdue_debt(item) or _is_open_complaint(item))
        for item in commitments
    )


def _is_overdue_debt(item: Commitment) -> bool:
    is_debt = item.owes is Party.US and item.kind in {Kind.PROMISE, Kind.INQUIRY, Kind.MISSING_ATTACHMENT}
    return is_debt and item.status is Status.OVERDUE and item.confidence is Confidence.SURE


def _urgency(pair: tuple[Commitment, Step]) -> tuple[bool, int, datetime]:
    item, step = pair
    return (step.nudge, _URGENCY[item.kind], step.at)


def _value(commitment: Commitment) -> tuple[Decimal, int, datetime]:
    """The most valuable first: by amount, then by how much it hurts, then the newest."""
    amount = commitment.amount.value if commitment.amount else Decimal(0)
    return (amount, -_URGENCY[commitment.kind], commitment.made_at)


def _wake(
    commitment: Commitment,
    steps: Sequence[tuple[Step, StepState]],
    playbooks: Playbooks,
    working_time: WorkingTime,
    restraint: Restraint,
    now: datetime,
) -> datetime | None:
    if commitment.status in {Status.CANCELLED, Status.DISMISSED}:
        return None
    moments = [step.at for step, state in steps if state is StepState.PLANNED and step.key not in restraint.marks]
    if any(moment <= now for moment in moments):
        # Held back, or being done right now: look again when the next working day starts.
        moments.append(working_time.start_of(working_time.next_working_day(working_time.local_day(now))))
    playbook = playbooks.for_(commitment.kind, commitment.owes, commitment.rule, commitment.counterparty)
    if commitment.status is Status.OPEN and commitment.due_at is not None and playbook.lapses:
        passed = commitment.due_at + timedelta(seconds=1)
        if passed <= now:
            return passed  # not read completely since then: concluded again at every cycle until it is
        moments.append(passed)
    if commitment.snoozed_until is not None:
        moments.append(commitment.snoozed_until)
    if commitment.status in {Status.OPEN, Status.OVERDUE}:
        rests = rests_from(commitment, playbook, working_time)
        if rests is not None and rests <= now:
            return rests  # it would rest, had all mail been read: concluded again until it is
        moments += [] if rests is None else [rests]
    return min((moment for moment in moments if moment > now), default=None)
