"""Read to when somebody puts a decision off: "hablamos en mayo", "after the summer", "escríbeme pasado el día 15"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from rules.deadlines.deadline import DeadlineKind
from rules.deadlines.finding import find
from rules.deadlines.table import Table, table_of
from rules.text import fold

_MIDDLE: Final = 15
_SEASON: Final = 3
"""Months of a season."""
_NEW_YEAR: Final = 1


def day_put_off_to(text: str, language: str, said: date) -> date | None:
    """Return the day to come that a postponement names last: that of "a fin de julio", the one after "after April 15".

    ``said`` is the local date of the message. None where it names no day.
    """
    folded = fold(text)
    for one in reversed(find(folded, language=language, said=said)):
        if one.day is not None and one.kind.names_days and one.day > said:
            return one.day
        if one.kind is DeadlineKind.AFTER_EVENT and (day := _last_day_in(folded[one.start : one.end], language, said)):
            return day + timedelta(days=1)
    return None


def _last_day_in(words: str, language: str, said: date) -> date | None:
    """Return the day that stands at the end of "after April 15"."""
    while words:
        words = words.partition(" ")[2]
        for one in find(words, language=language, said=said):
            if one.kind is DeadlineKind.EXACT and (one.start, one.end) == (0, len(words)):
                return one.day
    return None


def month_put_off_to(text: str, language: str, said: date, *, seasons: bool = True) -> date | None:
    """Return the first day of the month that a postponement names last, or None where it names none to come.

    No day can be computed from a month, so that nothing is due by it; but who writes "hablamos en mayo" wants to hear
    of us when May has come, and neither thirty days later nor never. "Pasado mayo" is June, "a mediados de mayo" the
    15th. ``said`` is the local date of the message; ``seasons`` are those of the north.
    """
    table = table_of(language)
    folded = fold(text)
    named = list(table.put_off.finditer(folded))
    if not named:
        return _season_put_off_to(table, folded, said) if seasons else None
    last = named[-1]
    _, month = table.number("month", last["month"])
    year = int(last["year"] or said.year + (month <= said.month))
    is_this_month = (year, month) == (said.year, said.month) or (not last["year"] and month == said.month)
    if is_this_month or date(year, month, 1) < said:
        return None
    if last["past"]:
        return date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, _MIDDLE if last["middle"] else 1)


def _season_put_off_to(table: Table, folded: str, said: date) -> date | None:
    """Return the first day of the season named last, or of what follows it: "after the summer" is 1 September."""
    named = list(table.put_off_season.finditer(folded)) if table.put_off_season is not None else []
    if not named:
        return None
    last = named[-1]
    _, month = table.number("season", last["season"])
    if last["past"] and month != _NEW_YEAR:
        month = (month + _SEASON - 1) % 12 + 1
    return date(said.year + (month <= said.month), month, 1)
