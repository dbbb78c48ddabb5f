"""Stretches in which an account was not read: the machine was off, or its mailbox could not be reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from rules.working_time import WorkingTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """From the end of one complete read of an account's mail to that of the next. Both are aware."""

    began: datetime
    ended: datetime

    def holds(self, moment: datetime, working_time: WorkingTime) -> bool:
        """Say whether the whole day of a moment passed in it: nobody was there to do what was due then."""
        return self.began < moment and working_time.local_day(moment) < working_time.local_day(self.ended)

    def first_day(self, working_time: WorkingTime) -> date:
        """Return the first working day on which somebody is there again."""
        return working_time.on_or_after(working_time.local_day(self.ended))
