"""One playbook: the day it sets, its steps and when each comes, and when an unanswered matter goes to rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.playbooks.anchors import Anchor, anchor_of
from rules.playbooks.terms import SAME_DAY, Term
from rules.signals import Kind
from rules.steps import Place

if TYPE_CHECKING:
    from rules.absences import Absence
    from rules.commitments import Commitment
    from rules.pauses import Pause
    from rules.signals import Amount
    from rules.working_time import WorkingTime

ANY_CURRENCY = "*"
"""Stands for every currency that has no sum of its own."""


class While(StrEnum):
    """In which state a commitment must be for a step to come."""

    OPEN = "open"
    ANSWERED = "answered"
    """Fulfilled: what follows an answer."""
    EITHER = "either"


class Size(StrEnum):
    """Which quotes a step is for."""

    ANY = "any"
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlan:
    """One step of a playbook, or one that comes back: where, with which templates, when."""

    name: str
    place: Place
    templates: tuple[str, ...]
    """One for each time it comes; the last one serves for all that follow."""
    counted_from: Anchor = Anchor.DUE
    after: Term = SAME_DAY
    every: Term | None = None
    at_most: int = 1
    at_once: bool = False
    """Whatever the hour: it repairs something just done."""
    nudge: bool = False
    during: While = While.OPEN
    unless: frozenset[Kind] = frozenset()
    covered_by: frozenset[Kind] = frozenset()
    """What, said in the same message, is answered in this step's place."""
    in_place_of: str = ""
    """The step that comes several times whose nearest time this one takes; after its last time it comes no more."""
    asks_why: bool = False
    """What the user's own account of the cause makes needless."""
    size: Size = Size.ANY
    closes: bool = True
    """Whether a task completed says that the whole matter is done, and not this step of it alone."""

    def step_name(self, number: int) -> str:
        """Name the ``number``-th time it comes, from 1: the part of a step's key after the slash."""
        return self.name if self.at_most == 1 else f"{self.name}.{number}"

    def template(self, number: int) -> str:
        """Return the template of the ``number``-th time, from 1."""
        return self.templates[min(number, len(self.templates)) - 1]

    def moments(
        self, anchor: datetime, working_time: WorkingTime, pauses: Sequence[Pause] = ()
    ) -> tuple[datetime, ...]:
        """Return when it comes, counted from ``anchor``, as if nothing held it back but ``pauses``, the oldest first.

        What fell into a pause comes when that is over, and what follows keeps its distance: an absence makes a series
        later, not shorter, and nobody hears of us twice in one day. What counts back from a day cannot wait for us.
        """
        if self.at_once:
            return (anchor,)
        day = self.after.counted_from(working_time.local_day(anchor), working_time)
        moments = []
        for number in range(self.at_most):
            if number and self.every is not None:
                day = self.every.counted_from(day, working_time)
            moment = working_time.start_of(_working_day(day, self.after, working_time))
            for pause in pauses if self.after.count >= 0 else ():
                if pause.holds(moment, working_time):
                    day = pause.first_day(working_time)
                    moment = working_time.start_of(day)
            moments.append(moment)
        return tuple(moments)


def _working_day(day: date, after: Term, working_time: WorkingTime) -> date:
    return working_time.on_or_before(day) if after.count < 0 else working_time.on_or_after(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """What follows one kind of commitment."""

    name: str
    due: Term | None = None
    lapses: bool = True
    """Whether the day that passes makes it overdue."""
    large_from: Mapping[str, Decimal] = field(default_factory=dict)
    """By ISO 4217 code; ``*`` for every other currency. Empty: nothing is large."""
    steps: tuple[StepPlan, ...] = ()
    archived_after: Term | None = None

    def steps_for(self, commitment: Commitment) -> tuple[StepPlan, ...]:
        """Return the steps that hold for a commitment of its size."""
        size = Size.LARGE if self.is_large(commitment.amount, project=commitment.project) else Size.SMALL
        return tuple(step for step in self.steps if step.size in {Size.ANY, size})

    def closes(self, step_name: str) -> bool:
        """Tell whether the matter is done when the task of a step is; see :attr:`StepPlan.closes`."""
        step_name = step_name.partition("+")[0]  # what follows tells how often it was reopened
        names = (step.step_name(number) for step in self.steps for number in range(1, step.at_most + 1) if step.closes)
        return step_name in names or all(step_name != step.name for step in self.steps)

    def is_large(self, amount: Amount | None, *, project: bool) -> bool:
        """Tell whether a sum is large in its currency; without one, whether the thread speaks of a project."""
        if not self.large_from:
            return False
        if amount is None:
            return project
        least = self.large_from.get(amount.currency, self.large_from.get(ANY_CURRENCY))
        return least is not None and amount.value >= least


_LONG_AGO = 10
"""Working days: what had gone to rest so long before a pause ended stays at rest, as at a first contact."""


def waited_out(
    commitment: Commitment, playbook: Playbook, working_time: WorkingTime, pauses: Sequence[Pause]
) -> tuple[Pause, ...]:
    """Return those of an account's pauses that the steps of a matter wait out, the oldest first."""
    found: tuple[Pause, ...] = ()
    for pause in pauses:
        rests = _rests_from(commitment, playbook, working_time, found)
        if rests is None:
            return ()
        if pause.first_day(working_time) <= working_time.add_working_days(working_time.local_day(rests), _LONG_AGO):
            found = (*found, pause)
    return found


def rests_from(
    commitment: Commitment,
    playbook: Playbook,
    working_time: WorkingTime,
    pauses: Sequence[Pause] = (),
    away: Absence | None = None,
) -> datetime | None:
    """Return when an unanswered matter goes to rest: the playbook's term after its last step, or after its last change.

    None where the playbook never lets it rest. ``pauses`` are those of its account. Who was ``away`` by then has the
    same term from the day of return: the last step waited for them, and so does the end.
    """
    pauses = waited_out(commitment, playbook, working_time, pauses)
    rests = _rests_from(commitment, playbook, working_time, pauses)
    if rests is None or playbook.archived_after is None or away is None or away.told_at >= rests:
        return rests
    back = working_time.next_working_day(away.until)
    return max(rests, working_time.start_of(playbook.archived_after.counted_from(back, working_time)))


def _rests_from(
    commitment: Commitment, playbook: Playbook, working_time: WorkingTime, pauses: Sequence[Pause]
) -> datetime | None:
    if playbook.archived_after is None:
        return None
    moments = [change.at for change in commitment.history]
    for step in playbook.steps_for(commitment):
        anchor = anchor_of(commitment, step.counted_from, working_time)
        if anchor is not None and step.during is not While.ANSWERED:
            moments += step.moments(anchor, working_time, pauses)
    if commitment.snoozed_until is not None:
        moments.append(commitment.snoozed_until)
    last = working_time.local_day(max(moments))
    return working_time.start_of(playbook.archived_after.counted_from(last, working_time))
