"""Choose the deadline that belongs to a clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rules.deadlines.deadline import Deadline, DeadlineKind

_ADJOINING: Final = 2
"""Characters between a clause and a time that still belongs to it: a comma and a blank."""
_RESTATED: Final = 48
"""Characters within which a second day makes the first more precise: "la semana que viene, el martes a más tardar"."""
_RANK: Final = {
    DeadlineKind.EXACT: 0,
    DeadlineKind.RANGE: 0,
    DeadlineKind.EVENT: 1,
    DeadlineKind.CLOCK: 2,
    DeadlineKind.VAGUE: 3,
    DeadlineKind.AFTER_EVENT: 3,
}


def pick(
    deadlines: Sequence[Deadline],
    clause_start: int,
    clause_end: int,
    sentence: tuple[int, int] | None = None,
) -> Deadline | None:
    """Choose the deadline of the clause between two places, out of those found in its text.

    Those inside the clause go first: a day before that of an event, before a time of day, before a
    vague word. Else one that adjoins it in the
    same sentence (``sentence`` is its start and end), "para el viernes, …", or that no sign or conjunction parts from
    it. Never one that stands in another clause. A day said over again, "the day before, so the 25th", is the one meant.
    """
    best = _picked([one for one in deadlines if one.kind.counts], clause_start, clause_end, sentence)
    again = (one for one in deadlines if one.restates and one.kind.counts)
    return best and next((one for one in again if 0 <= one.start - best.end <= _RESTATED), best)


def _picked(
    due: Sequence[Deadline], clause_start: int, clause_end: int, sentence: tuple[int, int] | None
) -> Deadline | None:
    inside = [one for one in due if clause_start < one.end and one.start < clause_end]
    if inside:
        best = min(_RANK[one.kind] for one in inside)
        return _last_said([one for one in inside if _RANK[one.kind] == best])
    if sentence is None:
        return None
    near = [one for one in due if sentence[0] <= one.start and one.end <= sentence[1]]
    adjoining = (
        one for one in near if 0 <= one.start - clause_end <= _ADJOINING or 0 <= clause_start - one.end <= _ADJOINING
    )
    holding = (one for one in near if _RANK[one.kind] == 0 and one.scope[0] <= clause_start < one.scope[1])
    return next(adjoining, None) or next(holding, None)


def _last_said(deadlines: Sequence[Deadline]) -> Deadline:
    """Take the first, or what makes it more precise right after it."""
    first, *others = deadlines
    if first.kind is DeadlineKind.RANGE:
        near = (one for one in others if one.start - first.end <= _RESTATED)
        return next((one for one in near if one.kind is DeadlineKind.EXACT), first)
    return first
