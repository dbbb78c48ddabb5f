"""A span of days, as people count them: working days, days, months."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from rules.working_time import WorkingTime


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "wd"
    DAYS = "d"
    MONTHS = "month"


@dataclass(frozen=True, slots=True)
class Term:
    """A span of local days; negative counts back."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: object) -> Term:
        """Read "2 wd", "30 d", "1 month" or "6 months". Raises ValueError for anything else."""
        match str(text).split():
            case [count, ("wd" | "d" | "month" | "months") as unit] if count.lstrip("-").isdecimal():
                return cls(int(count), Unit(unit.removesuffix("s")))
            case _:
                raise ValueError(f'"{text}" is no term; expected "2 wd" (working days), "30 d" or "1 month"')

    def counted_from(self, day: date, working_time: WorkingTime) -> date:
        """Return the day that lies this term after ``day``; a month ends where the next has no such day."""
        match self.unit:
            case Unit.WORKING_DAYS:
                return working_time.add_working_days(day, self.count)
            case Unit.DAYS:
                return day + timedelta(days=self.count)
            case Unit.MONTHS:
                year, month = divmod(day.year * 12 + day.month - 1 + self.count, 12)
                return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
            case _:
                assert_never(self.unit)


SAME_DAY = Term(0, Unit.DAYS)
