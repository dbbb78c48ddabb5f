"""Find days in the calendar, whatever was said: the Monday of a week, the last day of a month, Easter."""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

FRIDAY: Final = 4
SATURDAY: Final = 5
SUNDAY: Final = 6


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def on_or_after(day: date, weekday_number: int) -> date:
    """Return the first such weekday from a day on, that day included."""
    return day + timedelta(days=(weekday_number - day.weekday()) % 7)


def next_weekday(day: date, weekday_number: int) -> date:
    """Return the first such weekday after a day."""
    return on_or_after(day + timedelta(days=1), weekday_number)


def month_after(day: date, months: int) -> tuple[int, int]:
    """Return the year and the month so many months after a day's."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def last_day_of(year: int, month: int) -> int:
    """Return the number of a month's last day."""
    return calendar.monthrange(year, month)[1]


def days_of(year: int, month: int) -> list[date]:
    """Return all days of a month."""
    return [date(year, month, day) for day in range(1, last_day_of(year, month) + 1)]


def days_numbered(number: int, start: date, months: int = 0) -> Iterator[date]:
    """Yield the days of that number of the month a day is in and of those that follow."""
    for ahead in itertools.count(months):  # pragma: no branch - there is always a next month
        year, month = month_after(start, ahead)
        if number <= last_day_of(year, month) and (day := date(year, month, number)) >= start:
            yield day


def easter(year: int) -> date:
    """Find Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
