"""Count days from the day something was said.

Each function answers one row of the table of due dates: it takes the day of saying and the words that were found as
numbers, and gives the first and the last day they mean. All of it is arithmetic on local dates: no hours, no zones.
"""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
_HOURS_OF_A_DAY: Final = 24
_NEAR: Final = timedelta(days=120)
"""How far ahead "el jueves 31" is looked for before the weekday counts as a slip."""


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
    year, month = _month_after(said.on, said.number)
    return Days.one(date(year, month, min(said.on.day, _last_of(year, month))))


def hours_on(said: Said) -> Days:
    """Count hours by whole days: 48 are two days; fewer than 24 end on the day itself."""
    hours = said.number
    return Days.one(said.on + timedelta(days=0 if hours < _HOURS_OF_A_DAY else -(-hours // _HOURS_OF_A_DAY)))


def weekday(said: Said) -> Days:
    """Find the next such weekday strictly after: "el lunes"; ``weeks`` and ``days`` on from it in "Monday week"."""
    later = timedelta(weeks=said.get("weeks"), days=said.get("days"))
    return Days.one(_next_weekday(said.on, said["weekday"]) + later)


def weekday_of_week(said: Said) -> Days:
    """Find the weekday of a Monday-to-Sunday week, ``weeks`` after this one; a day gone by is meant in the next."""
    day = _monday(said.on) + timedelta(weeks=said.get("weeks"), days=said["weekday"])
    return Days.one(day if day >= said.on else day + timedelta(weeks=1))


def weekday_dated(said: Said) -> Days:
    """Find the weekday with that number, "el jueves 16"; the number decides where none is near."""
    days = itertools.takewhile(lambda day: day <= said.on + _NEAR, _days_numbered(said["day"], said.on))
    return Days.one(next((day for day in days if day.weekday() == said["weekday"]), day_of_month(said).last))


def nth_weekday(said: Said) -> Days:
    """Find "el primer lunes de septiembre", "the last Friday of the month" (ordinal -1)."""
    ordinal = said["ordinal"]
    found = (
        [day for day in _days_of(year, month) if day.weekday() == said["weekday"]]
        for year, month in _months_meant(said)
    )
    days = (days[-1] if ordinal < 0 else days[min(ordinal, len(days)) - 1] for days in found)
    return Days.one(next(day for day in days if day >= said.on))


def week(said: Said) -> Days:
    """Give a working week, Monday to Friday, ``weeks`` after this one; on a weekend this week is the coming one."""
    monday = _monday(said.on)
    weeks = said.get("weeks")
    if not weeks and said.on.weekday() >= SATURDAY:
        weeks = 1
    first = monday + timedelta(weeks=weeks)
    last = first + timedelta(days=said.get("until", FRIDAY))
    if last < said.on and not weeks:  # "a principios de semana", said on a Thursday
        first, last = first + timedelta(weeks=1), last + timedelta(weeks=1)
    return Days(max(first, said.on), last)


def week_of(said: Said) -> Days | None:
    """Give the working week that holds a date: "la semana del 20"."""
    found = date_named(said)
    if found is None:
        return None
    monday = _monday(found.first)
    return Days(monday, max(monday + timedelta(days=FRIDAY), said.on))


def weekend(said: Said) -> Days:
    """Give the coming Saturday and Sunday, or the present ones; ``weeks`` later where it says so."""
    sunday = said.on + timedelta(days=SUNDAY - said.on.weekday(), weeks=said.get("weeks"))
    return Days(max(sunday - timedelta(days=1), said.on), sunday)


def before_weekend(said: Said) -> Days:
    """Give the Friday before the weekend; on a weekend the next one is meant."""
    return Days.one(_on_or_after(said.on, FRIDAY))


def end_of_month(said: Said) -> Days:
    """Give the last day of the month, ``months`` after this one."""
    year, month = _month_after(said.on, said.get("months"))
    return Days.one(date(year, month, _last_of(year, month)))


def last_working_day(said: Said) -> Days:
    """Give the last of Monday to Friday of this month."""
    last = end_of_month(said).last
    return Days.one(last - timedelta(days=max(0, last.weekday() - FRIDAY)))


def whole_month(said: Said) -> Days:
    """Give all of a month, ``months`` after this one."""
    year, month = _month_after(said.on, said.get("months"))
    return Days(max(date(year, month, 1), said.on), date(year, month, _last_of(year, month)))


def end_of_named_month(said: Said) -> Days:
    """Give the last day of a named month: "a finales de agosto"."""
    year, month = _named_month(said, last=True)
    return Days.one(date(year, month, _last_of(year, month)))


def before_named_month(said: Said) -> Days:
    """Give the last day of the month before a named one: "antes de abril"."""
    year, month = _named_month(said, last=False)
    return Days.one(date(year, month, 1) - timedelta(days=1))


def part_of_month(said: Said) -> Days:
    """Give days ``from`` … ``until`` of a named month, of this one, or of that ``months`` later; 31 is its end."""
    parts = (
        Days(
            max(date(year, month, said["from"]), said.on),
            date(year, month, min(said["until"], _last_of(year, month))),
        )
        for year, month in _months_meant(said)
    )
    return next(part for part in parts if part.last >= said.on)


def half_month(said: Said) -> Days:
    """Give a half of a month: "la primera quincena de septiembre" ends on the 15th, the second with the month."""
    second = said["ordinal"] == 2
    bounds = {"from": 16 if second else 1, "until": 31 if second else 15}
    return part_of_month(Said(on=said.on, words={**said.words, **bounds}, working=said.working))


def week_in_month(said: Said) -> Days:
    """Give a week of a named month: "the first week of November" ends on its first Friday."""
    found = nth_weekday(Said(on=said.on, words={**said.words, "weekday": FRIDAY}, working=said.working))
    return Days(max(found.last - timedelta(days=FRIDAY), said.on), found.last)


def end_of_quarter(said: Said) -> Days:
    """Give the last day of this quarter, or of the quarter of that ``number``."""
    month = 3 * (said.get("number") or (said.on.month + 2) // 3)
    year = said.on.year + (month < said.on.month)
    return Days.one(date(year, month, _last_of(year, month)))


def end_of_year(said: Said) -> Days:
    """Give 31 December."""
    return Days.one(date(said.on.year, 12, 31))


def day_of_month(said: Said) -> Days:
    """Find the next day of that number, not before the day of saying, ``months`` later where it says so."""
    days = _days_numbered(said["day"], said.on, said.get("months"))
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
        return Days.one(date(year, month, day)) if 1 <= day <= _last_of(year, month) else None
    for year in range(said.on.year, said.on.year + 9):  # 29 February comes at the latest eight years on
        if 1 <= day <= _last_of(year, month) and date(year, month, day) >= said.on:
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


def _coming_easter(said: date, offset: timedelta) -> date:
    this_year = easter(said.year) + offset
    return this_year if this_year >= said else easter(said.year + 1) + offset


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _on_or_after(day: date, weekday_number: int) -> date:
    return day + timedelta(days=(weekday_number - day.weekday()) % 7)


def _next_weekday(day: date, weekday_number: int) -> date:
    return _on_or_after(day + timedelta(days=1), weekday_number)


def _month_after(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def _last_of(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _days_of(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, _last_of(year, month) + 1)]


def _days_numbered(number: int, start: date, months: int = 0) -> Iterator[date]:
    """Yield the days of that number of the month a day is in and of those that follow."""
    for ahead in itertools.count(months):  # pragma: no branch - there is always a next month
        year, month = _month_after(start, ahead)
        if number <= _last_of(year, month) and (day := date(year, month, number)) >= start:
            yield day


def _months_meant(said: Said) -> list[tuple[int, int]]:
    """Return the months that are meant, the first of which may be over: the named one of two years, or two on end."""
    if "month" in said.words:
        return [(said.on.year, said["month"]), (said.on.year + 1, said["month"])]
    start = said.get("months")
    return [_month_after(said.on, ahead) for ahead in (start, start + 1)]


def _named_month(said: Said, *, last: bool) -> tuple[int, int]:
    year, month = said.on.year, said["month"]
    over = month < said.on.month if last else month <= said.on.month
    return year + over, month


COUNTS: Final[Mapping[str, Count]] = {
    count.__name__: count
    for count in (
        days_on,
        working_days_on,
        weeks_on,
        days_back,
        weeks_back,
        months_on,
        hours_on,
        weekday,
        weekday_of_week,
        weekday_dated,
        nth_weekday,
        week,
        week_of,
        weekend,
        before_weekend,
        end_of_month,
        last_working_day,
        whole_month,
        end_of_named_month,
        before_named_month,
        part_of_month,
        half_month,
        week_in_month,
        end_of_quarter,
        end_of_year,
        day_of_month,
        date_named,
        date_in_figures,
        before_christmas,
        before_easter,
        after_easter,
    )
}
"""Name used in the tables of a language → how to count."""
