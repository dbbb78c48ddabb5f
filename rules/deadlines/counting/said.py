"""What was said: the day, and the words that were found as numbers; what it means: the first and the last day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from rules.deadlines.counting.calendar import SATURDAY


class WorkingDays(Protocol):
    """What can count working days; :class:`rules.working_time.WorkingTime` does."""

    def add_working_days(self, day: date, number: int) -> date:
        """Return the day that many working days later."""
        ...


class PlainWeek:
    """Monday to Friday, without holidays: what a writer means who knows nothing of ours."""

    def add_working_days(self, day: date, number: int) -> date:
        """Return the day that many weekdays later."""
        for _ in range(number):
            day += timedelta(days=1)
            while day.weekday() >= SATURDAY:
                day += timedelta(days=1)
        return day


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last; most are one."""

    first: date
    last: date

    @classmethod
    def one(cls, day: date) -> Days:
        """Make the stretch of a single day."""
        return cls(day, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The day of saying, and what a writer's words mean as numbers (weekday from Monday 0, month from January 1)."""

    on: date
    words: Mapping[str, int]
    working: WorkingDays

    def __getitem__(self, word: str) -> int:
        """Return a number that the expression always has."""
        return self.words[word]

    def get(self, word: str, default: int = 0) -> int:
        """Return a number that the expression may have."""
        return self.words.get(word, default)

    @property
    def number(self) -> int:
        """The number of days, weeks or months; of "dos o tres" the larger."""
        return max(self.words["number"], self.words.get("upto", self.words["number"]))


Count = Callable[[Said], Days | None]
"""How the days of one kind of expression are counted; None where no calendar has such a day."""
