"""Find days by their place in the week: "el lunes", "Friday week", "esta semana", "el fin de semana"."""

from __future__ import annotations

from datetime import timedelta

from rules.deadlines.counting.calendar import FRIDAY, SATURDAY, SUNDAY, monday_of, next_weekday, on_or_after
from rules.deadlines.counting.said import Days, Said


def weekday(said: Said) -> Days:
    """Find the next such weekday strictly after: "el lunes"; ``weeks`` and ``days`` on from it in "Monday week"."""
    later = timedelta(weeks=said.get("weeks"), days=said.get("days"))
    return Days.one(next_weekday(said.on, said["weekday"]) + later)


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


def weekend(said: Said) -> Days:
    """Give the coming Saturday and Sunday, or the present ones; ``weeks`` later where it says so."""
    sunday = said.on + timedelta(days=SUNDAY - said.on.weekday(), weeks=said.get("weeks"))
    return Days(max(sunday - timedelta(days=1), said.on), sunday)


def before_weekend(said: Said) -> Days:
    """Give the Friday before the weekend; on a weekend the next one is meant."""
    return Days.one(on_or_after(said.on, FRIDAY))
