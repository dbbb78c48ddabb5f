"""Read the month to which somebody puts a decision off: "hablamos en mayo", "come back to me in June"."""

from __future__ import annotations

from datetime import date
from typing import Final

from rules.deadlines.table import table_of
from rules.text import fold

_MIDDLE: Final = 15


def month_put_off_to(text: str, language: str, said: date) -> date | None:
    """Return the first day of the month that a postponement names last, or None where it names none to come.

    No day can be computed from a month, so that nothing is due by it; but who writes "hablamos en mayo" wants to hear
    of us when May has come, and neither thirty days later nor never. "Pasado mayo" is June, "a mediados de mayo" the
    15th. ``said`` is the local date of the message.
    """
    table = table_of(language)
    named = list(table.put_off.finditer(fold(text)))
    if not named:
        return None
    last = named[-1]
    _, month = table.number("month", last["month"])
    year = int(last["year"] or said.year + (month <= said.month))
    is_this_month = (year, month) == (said.year, said.month) or (not last["year"] and month == said.month)
    if is_this_month or date(year, month, 1) < said:
        return None
    if last["past"]:
        return date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, _MIDDLE if last["middle"] else 1)
