"""Stretches in which somebody outside is away, as the automatic replies to our mail say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from rules.facts import Automatic, Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rules.facts import Trace
    from rules.working_time import WorkingTime

_UNTOLD = 5
"""Working days for which an out-of-office reply that names no return counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """From the automatic reply that tells of it to the last day away."""

    told_at: datetime
    until: date


def absences(traces: Iterable[Trace], working_time: WorkingTime, now: datetime) -> Mapping[str, Absence]:
    """Return the last absence of everybody by address; a real message of theirs ends it. ``traces`` are in order."""
    found: dict[str, Absence] = {}
    for trace in traces:
        if trace.direction is not Direction.INBOUND or trace.date > now:
            continue
        if trace.automatic is Automatic.OUT_OF_OFFICE:
            found[trace.sender.address] = Absence(told_at=trace.date, until=_last_day(trace, working_time))
        elif trace.automatic is None:
            found.pop(trace.sender.address, None)
    return found


def _last_day(trace: Trace, working_time: WorkingTime) -> date:
    if trace.returns_on is not None:
        return trace.returns_on - timedelta(days=1)
    return working_time.add_working_days(working_time.local_day(trace.date), _UNTOLD)
