"""Read in an out-of-office reply when its author is back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from rules.deadlines.deadline import Deadline
from rules.deadlines.finding import find
from rules.deadlines.table import table_of
from rules.text import fold

if TYPE_CHECKING:
    from datetime import date

_NEAR: Final = 48
_TO: Final = 12
"""How close before a day its "hasta" stands."""
_LONGEST: Final = timedelta(days=300)
"""A date further off is that of a past absence, named without its year."""
_SENTENCE_END: Final = ".;!?"


def return_day(text: str, language: str, said: date) -> date | None:
    """Return the first day on which the author of an out-of-office reply is back, or None when he names none.

    "Vuelvo el lunes 16" names that day; "hasta el 20" the last day away, so that it is the next. Neither need be a
    working day. ``said`` is the local date of the reply.
    """
    folded = fold(text)
    absence = table_of(language).absence
    times = find(folded, language=language, said=said)
    back, away = [], []
    for one in times:
        if one.day is None or not one.kind.names_days or one.day - said > _LONGEST:
            continue
        before, after = _around(folded, one, times)
        if absence.back.search(before):
            back.append(one.day)
        elif absence.away.match(folded, one.start) or absence.away.search(before[-_TO:]):
            away.append(one.day + timedelta(days=1))
        elif absence.back.search(after):
            back.append(one.day)
    return min(back, default=None) or max(away, default=None)


def _around(folded: str, one: Deadline, times: tuple[Deadline, ...]) -> tuple[str, str]:
    """Return what stands before and after a time in its sentence, up to the times beside it."""
    start = max((other.end for other in times if other.end <= one.start), default=0)
    end = min((other.start for other in times if other.start >= one.end), default=len(folded))
    before, after = folded[max(start, one.start - _NEAR) : one.start], folded[one.end : min(end, one.end + _NEAR)]
    stop = min((place for sign in _SENTENCE_END if (place := after.find(sign)) >= 0), default=len(after))
    return before[max(before.rfind(sign) for sign in _SENTENCE_END) + 1 :], after[:stop]
