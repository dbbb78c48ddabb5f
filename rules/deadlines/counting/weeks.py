"""Find days by their place in the week: "el lunes", "Friday week", "esta semana", "el fin de semana"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from rules.deadlines.counting.calendar import FRIDAY, SATURDAY, SUNDAY, monday_of, next_weekday, on_or_after
from rules.deadlines.counting.said import Days, Said

_WEEKS_OF_YEAR: Final = 52
"""Weeks that every year has."""


def weekday(said: Said) -> Days:
    """Find the next such weekday strictly after: "el lunes"; ``weeks`` and ``days`` on from it in "Monday week"."""
    later = timedelta(weeks=said.get("weeks"), days=said.get("days"))
    return Days.one(next_weekday(said.on, said["weekday"]) + later)


def weekday_before(said: Said) -> Days:
    """Find the last such weekday strictly before: "the Friday before"."""
    return Days.one(on_or_after(said.on - timedelta(weeks=1), said["weekday"]))


def weekday_of_week(said: Said) -> Days:
    """Find the weekday of a Monday-to-Sunday week, ``weeks`` after this one; a day gone by is meant in the next."""
    day = monday_of(said.on) + timedelta(weeks=said.get("weeks"), days=said["weekday"])
    return Days.one(day if day >= said.on else day + timedelta(weeks=1))


def week(said: Said) -> Days:
    """Give a working week, Monday to Friday, ``weeks`` after this one; on a weekend this week is the coming one."""
    monday = monday_of(said.on)
    weeks = said.get("weeks")
    if not weeks and said.on.weekday() >= SATURDAY:
        weeks = 1
    first = monday + timedelta(weeks=weeks)
    last = first + timedelta(days=said.get("until", FRIDAY))
    if last < said.on and not weeks:  # "a principios de semana", said on a Thursday
        first, last = first + timedelta(weeks=1), last + timedelta(weeks=1)
    return Days(max(first, said.on), last)


def week_numbered(said: Said) -> Days | None:
    """Give the working week of that ISO number, "calendar week 21", of this year or the next."""
    number = said["number"]
    if not 1 <= number <= _WEEKS_OF_YEAR:
        return None
    mondays = (date.fromisocalendar(year, number, 1) for year in (said.on.year, said.on.year + 1))
    monday = next(day for day in mondays if day + timedelta(days=FRIDAY) >= said.on)
    return Days(max(monday, said.on), monday + timedelta(days=FRIDAY))


def weekend(said: Said) -> Days:
    """Give the coming Saturday and Sunday, or the present ones; ``weeks`` later where it says so."""
    sunday = said.on + timedelta(days=SUNDAY - said.on.weekday(), weeks=said.get("weeks"))
    return Days(max(sunday - timedelta(days=1), said.on), sunday)


def before_weekend(said: Said) -> Days:
    """Give the Friday before the weekend; on a weekend the next one is meant."""
    return Days.one(on_or_after(said.on, FRIDAY))
