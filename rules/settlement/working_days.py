"""Working days that a text counts: its reader takes them for those of the firm, holidays left out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rules.text import fold

if TYPE_CHECKING:
    from rules.facts import Trace
    from rules.signals import Signal
    from rules.working_time import WorkingTime

_COUNTED = re.compile(r"\bdias (?:habiles|laborales|laborables|de trabajo)\b|\b(?:working|business|work) days\b")
_FRIDAY = 4


def with_holidays(trace: Trace, working_time: WorkingTime) -> Trace:
    """Count "in three working days" again, in the firm's own: whoever reads a message knows none but Saturdays."""
    said = working_time.local_day(trace.date)
    counted = tuple(_counted_again(signal, said, working_time) for signal in trace.signals)
    return replace(trace, signals=counted) if counted != trace.signals else trace


def _counted_again(signal: Signal, said: date, working_time: WorkingTime) -> Signal:
    if signal.due is None or signal.due_text is None or not _COUNTED.search(fold(signal.due_text)):
        return signal
    days = (said + timedelta(number) for number in range(1, (signal.due - said).days + 1))
    number = sum(day.weekday() <= _FRIDAY for day in days)
    return replace(signal, due=working_time.add_working_days(said, number))
