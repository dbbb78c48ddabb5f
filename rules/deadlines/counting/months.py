"""Find days by their place in the month, quarter or year: "a finales de mayo", "the last Friday", "Q3"."""

from __future__ import annotations

from datetime import date, timedelta

from rules.deadlines.counting.calendar import FRIDAY, days_of, last_day_of, month_after
from rules.deadlines.counting.said import Days, Said


def end_of_month(said: Said) -> Days:
    """Give the last day of the month, ``months`` after this one."""
    year, month = month_after(said.on, said.get("months"))
    return Days.one(date(year, month, last_day_of(year, month)))


def last_working_day(said: Said) -> Days:
    """Give the last of Monday to Friday of this month."""
    last = end_of_month(said).last
    return Days.one(last - timedelta(days=max(0, last.weekday() - FRIDAY)))


def whole_month(said: Said) -> Days:
    """Give all of a month, ``months`` after this one."""
    year, month = month_after(said.on, said.get("months"))
    return Days(max(date(year, month, 1), said.on), date(year, month, last_day_of(year, month)))


def end_of_named_month(said: Said) -> Days:
    """Give the last day of a named month: "a finales de agosto"."""
    year, month = _named_month(said, last=True)
    return Days.one(date(year, month, last_day_of(year, month)))


def before_named_month(said: Said) -> Days:
    """Give the last day of the month before a named one: "antes de abril"."""
    year, month = _named_month(said, last=False)
    return Days.one(date(year, month, 1) - timedelta(days=1))


def part_of_month(said: Said) -> Days:
    """Give days ``from`` … ``until`` of a named month, of this one, or of that ``months`` later; 31 is its end."""
    parts = (
        Days(
            max(date(year, month, said["from"]), said.on),
            date(year, month, min(said["until"], last_day_of(year, month))),
        )
        for year, month in _months_meant(said)
    )
    return next(part for part in parts if part.last >= said.on)


def half_month(said: Said) -> Days:
    """Give a half of a month: "la primera quincena de septiembre" ends on the 15th, the second with the month."""
    second = said["ordinal"] == 2
    bounds = {"from": 16 if second else 1, "until": 31 if second else 15}
    return part_of_month(Said(on=said.on, words={**said.words, **bounds}, working=said.working))


def nth_weekday(said: Said) -> Days:
    """Find "el primer lunes de septiembre", "the last Friday of the month" (ordinal -1)."""
    ordinal = said["ordinal"]
    found = (
        [day for day in days_of(year, month) if day.weekday() == said["weekday"]] for year, month in _months_meant(said)
    )
    days = (days[-1] if ordinal < 0 else days[min(ordinal, len(days)) - 1] for days in found)
    return Days.one(next(day for day in days if day >= said.on))


def week_in_month(said: Said) -> Days:
    """Give a week of a named month: "the first week of November" ends on its first Friday."""
    found = nth_weekday(Said(on=said.on, words={**said.words, "weekday": FRIDAY}, working=said.working))
    return Days(max(found.last - timedelta(days=FRIDAY), said.on), found.last)


def end_of_quarter(said: Said) -> Days:
    """Give the last day of this quarter, or of the quarter of that ``number``."""
    month = 3 * (said.get("number") or (said.on.month + 2) // 3)
    year = said.on.year + (month < said.on.month)
    return Days.one(date(year, month, last_day_of(year, month)))


def end_of_year(said: Said) -> Days:
    """Give 31 December."""
    return Days.one(date(said.on.year, 12, 31))


def _months_meant(said: Said) -> list[tuple[int, int]]:
    """Return the months that are meant, the first of which may be over: the named one of two years, or two on end."""
    if "month" in said.words:
        return [(said.on.year, said["month"]), (said.on.year + 1, said["month"])]
    start = said.get("months")
    return [month_after(said.on, ahead) for ahead in (start, start + 1)]


def _named_month(said: Said, *, last: bool) -> tuple[int, int]:
    year, month = said.on.year, said["month"]
    over = month < said.on.month if last else month <= said.on.month
    return year + over, month
