"""Find a date: "el 20", "5/6", "el jueves 16", "la semana del 20", "antes de Navidad"."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Final

from rules.deadlines.counting.calendar import (
    FRIDAY,
    days_numbered,
    easter,
    last_day_of,
    monday_of,
    next_weekday,
    on_or_after,
)
from rules.deadlines.counting.said import Days, Said

_NEAR: Final = timedelta(days=120)
"""How far ahead "el jueves 31" is looked for before the weekday counts as a slip."""


def day_of_month(said: Said) -> Days:
    """Find the next day of that number, not before the day of saying, ``months`` later where it says so."""
    days = days_numbered(said["day"], said.on, said.get("months"))
    return Days.one(next(days))


def date_named(said: Said) -> Days | None:
    """Find a date: with its year, else the next one not before; without a month, the next day of that number.

    None for one that no calendar has ("31 de junio").
    """
    if "month" not in said.words:
        return day_of_month(said)
    month, day = said["month"], said["day"]
    if not 1 <= month <= 12:
        return None
    if "year" in said.words:
        year = said["year"] + (2000 if said["year"] < 100 else 0)
        return Days.one(date(year, month, day)) if 1 <= day <= last_day_of(year, month) else None
    for year in range(said.on.year, said.on.year + 9):  # 29 February comes at the latest eight years on
        if 1 <= day <= last_day_of(year, month) and date(year, month, day) >= said.on:
            return Days.one(date(year, month, day))
    return None


def date_in_figures(said: Said) -> Days | None:
    """Find "5/6": its first figure is the day, unless ``month_first`` says otherwise or only one order can be."""
    first, second = said["first"], said["second"]
    month_first = bool(said.get("month_first"))
    if first > 12:
        month_first = False
    elif second > 12:
        month_first = True
    month, day = (first, second) if month_first else (second, first)
    words = {**said.words, "month": month, "day": day}
    return date_named(Said(on=said.on, words=words, working=said.working))


def weekday_dated(said: Said) -> Days:
    """Find the weekday with that number, "el jueves 16"; the number decides where none is near."""
    days = itertools.takewhile(lambda day: day <= said.on + _NEAR, days_numbered(said["day"], said.on))
    return Days.one(next((day for day in days if day.weekday() == said["weekday"]), day_of_month(said).last))


def week_of(said: Said) -> Days | None:
    """Give the working week that holds a date: "la semana del 20"."""
    found = date_named(said)
    if found is None:
        return None
    monday = monday_of(found.first)
    return Days(monday, max(monday + timedelta(days=FRIDAY), said.on))


def before_christmas(said: Said) -> Days:
    """Give 24 December, the day before Christmas."""
    year = said.on.year + (said.on > date(said.on.year, 12, 24))
    return Days.one(date(year, 12, 24))


def before_easter(said: Said) -> Days:
    """Give the Friday before Holy Week, when work stops."""
    return Days.one(_coming_easter(said.on, timedelta(days=-9)))


def after_easter(said: Said) -> Days:
    """Give the working week after Easter."""
    friday = _coming_easter(said.on, timedelta(days=5))
    return Days(friday - timedelta(days=4), friday)


def on_feast(said: Said) -> Days:
    """Find the next feast that is a day by itself: "Easter Monday", "Christmas Eve"."""
    days = (_feast(year, said["feast"]) for year in (said.on.year, said.on.year + 1))
    return Days.one(next(day for day in days if day >= said.on))


def weekday_by_feast(said: Said) -> Days:
    """Find the weekday next before or after a feast: "the Friday before Christmas" (``weeks`` -1 or 0)."""
    feasts = (_feast(year, said["feast"]) for year in (said.on.year, said.on.year + 1))
    if said.get("weeks") < 0:
        days = (on_or_after(feast - timedelta(weeks=1), said["weekday"]) for feast in feasts)
    else:
        days = (next_weekday(feast, said["weekday"]) for feast in feasts)
    return Days.one(next(day for day in days if day >= said.on))


def _feast(year: int, number: int) -> date:
    """Find a feast by its month and day in one number, or by its days after Easter Sunday."""
    month, day = divmod(number, 100)
    return date(year, month, day) if month > 0 else easter(year) + timedelta(days=number)


def _coming_easter(said: date, offset: timedelta) -> date:
    this_year = easter(said.year) + offset
    return this_year if this_year >= said else easter(said.year + 1) + offset
