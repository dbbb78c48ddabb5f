"""Count so many days, weeks or months from the day of saying: "en tres días", "within 48 hours", "a week before"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from rules.deadlines.counting.calendar import last_day_of, month_after
from rules.deadlines.counting.said import Days, Said

_HOURS_OF_A_DAY: Final = 24


def days_on(said: Said) -> Days:
    """Count calendar days: "mañana", "en tres días"."""
    return Days.one(said.on + timedelta(days=said.number))


def working_days_on(said: Said) -> Days:
    """Count working days: "en 3 días hábiles"."""
    return Days.one(said.working.add_working_days(said.on, said.number))


def weeks_on(said: Said) -> Days:
    """Count weeks: "en dos semanas"."""
    return Days.one(said.on + timedelta(weeks=said.number))


def days_back(said: Said) -> Days:
    """Count back: "three days before"."""
    return Days.one(said.on - timedelta(days=said.number))


def weeks_back(said: Said) -> Days:
    """Count weeks back: "a week before"."""
    return Days.one(said.on - timedelta(weeks=said.number))


def months_on(said: Said) -> Days:
    """Count months, to the same day or the last of a shorter month."""
    year, month = month_after(said.on, said.number)
    return Days.one(date(year, month, min(said.on.day, last_day_of(year, month))))


def hours_on(said: Said) -> Days:
    """Count hours by whole days: 48 are two days; fewer than 24 end on the day itself."""
    hours = said.number
    return Days.one(said.on + timedelta(days=0 if hours < _HOURS_OF_A_DAY else -(-hours // _HOURS_OF_A_DAY)))
