"""Find the times of a text: count the days that what it names means, and hear what surrounds it."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from rules.deadlines.counting import Days, PlainWeek, Said, WorkingDays, weekday
from rules.deadlines.deadline import Deadline, DeadlineKind
from rules.deadlines.naming import Named, named_in
from rules.deadlines.table import Table, table_of

_NEAR: Final = 48
"""How far around a time is heard what takes it back."""
_BESIDE: Final = 4
"""Characters between "the day before" and the day that it goes with: "the day before the 20th"."""
_FAR: Final = 6
"""How many times away the day may be that "la víspera" or "a las cinco" belongs to."""
_CONTEXT: Final = 400
"""How much of the text before may name that day."""
_SCOPE: Final = 80
"""How far from its time a clause may begin or end."""
_REMEMBERED: Final = 512
"""Times whose surroundings are remembered."""
_SENTENCE_END: Final = re.compile(r"[.;!?](?: |$)")
_REST_OF_EVENT: Final = re.compile(r"[a-z ]{0,24},? ")
_AMERICA: Final = (timedelta(hours=-10), timedelta(hours=-4))


def find(
    text: str,
    *,
    language: str,
    said: date,
    month_first: bool = False,
    working: WorkingDays | None = None,
    before: str = "",
) -> tuple[Deadline, ...]:
    """Find every time that a folded text names, in order, none inside another.

    ``said`` is the local date of the message: everything is counted from it. ``month_first`` reads "5/6" as 6 May
    where both orders can be (see :func:`writes_month_first`). ``working`` counts working days, Monday to Friday when
    it is left out. ``before`` is the folded text that stands before this one, where "la víspera" may find its day.
    Times that are past, habitual or the date of a thing are returned too, with the kind that says so.
    """
    named = named_in(language, text)
    if not named:
        return ()
    reader = _Reader(
        language=language,
        table=table_of(language),
        text=text,
        said=said,
        working=working or PlainWeek(),
        month_first=month_first,
        before=before[-_CONTEXT:],
    )
    return tuple(reader.deadline(one) for one in reader.counted(named))


def writes_month_first(language: str, moment: datetime) -> bool:
    """Guess whether a writer puts the month first: an English mail sent from a zone of the United States."""
    offset = moment.utcoffset()
    return language == "en" and offset is not None and _AMERICA[0] <= offset <= _AMERICA[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Counts the days of one text's times."""

    language: str
    table: Table
    text: str
    said: date
    working: WorkingDays
    month_first: bool
    before: str

    def counted(self, found: Sequence[Named]) -> list[Named]:
        """Count the days of what was found, those that depend on others last."""
        counted = [self._counted(self._after_its_event(found, place)) for place in range(len(found))]
        for place, one in enumerate(counted):
            if one.expression.anchored:
                counted[place] = self._anchored(one, counted, place)
            elif one.kind is DeadlineKind.CLOCK and one.expression.follows:
                counted[place] = self._of_its_day(one, counted[max(0, place - _FAR) : place])
            elif place and (one.expression.count is weekday or one.expression.follows):
                counted[place] = self._after_the_last(one, counted[place - 1])
        return counted

    def deadline(self, one: Named) -> Deadline:
        """Say what a time is once its surroundings are heard: "mañana no puedo" names no deadline."""
        taken_back, scope = _heard(self.language, self.text, one.start, one.end)
        kind = taken_back if taken_back and one.kind.counts else one.kind
        day = one.days.last if one.days and kind.counts else None
        restates = one.expression.restates
        return Deadline(start=one.start, end=one.end, day=day, kind=kind, restates=restates, scope=scope)

    def _after_its_event(self, found: Sequence[Named], place: int) -> Named:
        """Leave a term that runs from an event uncounted: "una vez firmado, en 15 días"."""
        one, event = found[place], found[place - 1]
        waits = (
            place > 0
            and event.kind is DeadlineKind.AFTER_EVENT
            and _REST_OF_EVENT.fullmatch(self.text, event.end, one.start)
        )
        if waits and one.kind is DeadlineKind.EXACT and not one.expression.shifts:
            return replace(one, kind=DeadlineKind.AFTER_EVENT)
        return one

    def _counted(self, one: Named) -> Named:
        may_count = one.kind.counts or one.kind is DeadlineKind.ATTRIBUTE
        if one.expression.count is None or not may_count or one.expression.anchored:
            return one
        days = one.expression.count(self._as_said(one, self.said))
        if days is None:
            return replace(one, kind=DeadlineKind.ATTRIBUTE)
        if days.last < self.said:
            return replace(one, kind=DeadlineKind.PAST)
        if one.kind is DeadlineKind.AFTER_EVENT:
            return one
        if one.shift:
            # "Antes del 20", said on the 20th, leaves only that day.
            days = Days.one(max(self.said, days.first + timedelta(days=one.shift)))
        return replace(one, days=days)

    def _as_said(self, one: Named, day: date) -> Said:
        words = dict(self.table.number(name, word) for name, word in one.words)
        words |= one.expression.constants
        words["month_first"] = int(self.month_first)
        return Said(on=day, words=words, working=self.working)

    def _anchored(self, one: Named, counted: Sequence[Named], place: int) -> Named:
        """Count "la víspera" from the day named last or right after it, or else in the text before, or else next."""
        earlier, later = reversed(counted[max(0, place - _FAR) : place]), counted[place + 1 : place + _FAR]
        beside = [other for other in later if other.start - one.end <= _BESIDE]
        ahead = one.expression.ahead
        for other in later if ahead else itertools.chain(earlier, beside, self._read_before(), later):
            if other.days and not other.expression.anchored and one.expression.count:
                days = one.expression.count(self._as_said(one, other.days.last))
                if days and days.last >= self.said:
                    return replace(one, days=Days.one(max(self.said, days.last + timedelta(days=one.shift))))
        return replace(one, kind=DeadlineKind.AFTER_EVENT)

    def _read_before(self) -> Iterator[Named]:
        """Read the text before, the last time first; only where it is asked for."""
        if self.before:
            yield from reversed(
                replace(self, text=self.before, before="").counted(named_in(self.language, self.before))
            )

    def _after_the_last(self, one: Named, last: Named) -> Named:
        """Count a day from that named before it: "I'll measure on Monday **and quote by Friday**"."""
        count = one.expression.count
        if not (count and one.days and last.days and one.kind.names_days and last.kind.names_days):
            return one
        if one.days.last <= last.days.last and (days := count(self._as_said(one, last.days.last))) is not None:
            between = self.text[last.end : one.start]
            if one.days.first < days.first and self.table.goes_on.fullmatch(between):
                return replace(one, days=Days.one(days.last + timedelta(days=one.shift)))
        return one

    def _of_its_day(self, one: Named, earlier: Sequence[Named]) -> Named:
        """Give a time of day the day that its sentence has named before it."""
        for other in reversed(earlier):
            morrow = other.kind is DeadlineKind.CLOCK and other.days and one.days and other.days.last > one.days.last
            if other.days and (other.kind.names_days or morrow):
                if _SENTENCE_END.search(self.text, other.end, one.start):
                    break
                if one.days and other.days.last < one.days.last:  # "tonight … and in the morning"
                    break
                return replace(one, days=other.days)
        return one


@functools.lru_cache(maxsize=_REMEMBERED)
def _heard(language: str, text: str, start: int, end: int) -> tuple[DeadlineKind | None, tuple[int, int]]:
    """Hear what surrounds a time: what takes it back, and from where to where its clause may reach."""
    table = table_of(language)
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    taken_back: DeadlineKind | None = None
    if table.told_before.search(before):
        taken_back = DeadlineKind.PAST
    elif table.negated_before.search(before) or table.negated_after.match(after):
        taken_back = DeadlineKind.NEGATED
    back = text[max(0, start - _SCOPE) : start]
    ahead = table.breaks.search(text, end, end + _SCOPE)
    begins = max((match.end() for match in table.breaks.finditer(back)), default=0)
    return taken_back, (start - len(back) + begins, ahead.start() if ahead else min(len(text), end + _SCOPE))
