"""Find the times that a text names, and count the days they mean."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from rules.deadlines.counting import Days, PlainWeek, Said, WorkingDays, weekday
from rules.deadlines.deadline import Deadline, DeadlineKind
from rules.deadlines.table import Expression, Table, table_of

_NEAR: Final = 48
"""How far before a time its leading words are looked for."""
_BESIDE: Final = 4
"""Characters between "the day before" and the day that it goes with: "the day before the 20th"."""
_FAR: Final = 6
"""How many times away the day may be that "la víspera" or "a las cinco" belongs to."""
_CONTEXT: Final = 400
"""How much of the text before may name that day."""
_SCOPE: Final = 80
"""How far from its time a clause may begin or end."""
_MOST_LEADS: Final = 4
_REMEMBERED: Final = 512
"""Texts whose times are remembered."""
_SENTENCE_END: Final = re.compile(r"[.;!?](?: |$)")
_REST_OF_EVENT: Final = re.compile(r"[a-z ]{0,24},? ")
_CERTAIN: Final = frozenset({DeadlineKind.EXACT, DeadlineKind.RANGE})
_UNCOUNTED: Final = frozenset({DeadlineKind.VAGUE, DeadlineKind.AFTER_EVENT})
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
    seen = _seen(language, text)
    if not seen:
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
    return tuple(reader.deadline(one) for one in reader.counted(seen))


@functools.lru_cache(maxsize=_REMEMBERED)
def _seen(language: str, text: str) -> tuple[_Seen, ...]:
    """Find the times of a text, their days not yet counted: mails repeat each other's sentences on other days."""
    table = table_of(language)
    which = table.which.Match(text)
    return tuple(_Finder(table=table, text=text).find(which)) if which else ()


def writes_month_first(language: str, moment: datetime) -> bool:
    """Guess whether a writer puts the month first: an English mail sent from a zone of the United States."""
    offset = moment.utcoffset()
    return language == "en" and offset is not None and _AMERICA[0] <= offset <= _AMERICA[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One expression found, before its neighbours are known."""

    start: int
    end: int
    expression: Expression
    words: tuple[tuple[str, str], ...] = ()
    of_a_thing: bool = False
    led: bool = False
    shift: int = 0
    kind: DeadlineKind
    days: Days | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    """Finds the times of one text, whenever it was said."""

    table: Table
    text: str

    def find(self, which: Iterable[int]) -> list[_Seen]:
        """Find the times of the text, in order. ``which`` expressions are in it."""
        return self.extended(_longest(self.seen(self.table.expressions[index] for index in sorted(which))))

    def seen(self, expressions: Iterable[Expression]) -> Iterator[_Seen]:
        """Yield where each of the expressions stands, unless its surroundings say that it is something else."""
        for expression in expressions:
            for match in expression.pattern.finditer(self.text):
                before = self.text[max(0, match.start() - _NEAR) : match.start()]
                after = self.text[match.end() : match.end() + _NEAR]
                if expression.unless_before and expression.unless_before.search(before):
                    continue
                if expression.unless_after and expression.unless_after.match(after):
                    continue
                words = {name: word for name, word in match.groupdict().items() if word is not None}
                yield _Seen(
                    start=match.start(),
                    end=match.end(),
                    expression=expression,
                    of_a_thing="of" in words,
                    words=tuple((name, word) for name, word in words.items() if name != "of"),
                    kind=expression.kind,
                )

    def extended(self, found: Sequence[_Seen]) -> list[_Seen]:
        """Give each time the words before and after that belong to it, join times of day to their days."""
        led = _longest(self._trailed(self._led(one)) for one in found)
        kept = [one for place, one in enumerate(led) if not one.expression.company or self._in_company(led, place)]
        return [self._of_a_thing(one) for one in self._joined(kept)]

    def _of_a_thing(self, one: _Seen) -> _Seen:
        before = self._before(one)
        of_a_thing = one.of_a_thing or (not one.led and self.table.of_before.search(before))
        if not of_a_thing or one.kind not in _CERTAIN:
            return one
        goes = self.table.event_before.search(before)
        return replace(one, kind=DeadlineKind.EVENT if goes else DeadlineKind.ATTRIBUTE)

    def _led(self, one: _Seen) -> _Seen:
        """Take in the words before a time, as far as they go."""
        for _ in range(_MOST_LEADS):
            before = self._before(one)
            match, lead = next(
                ((match, lead) for lead in self.table.leads if (match := lead.search(before))), (None, None)
            )
            if match is None or lead is None:
                break
            one = replace(
                one,
                start=one.start - (len(before) - match.start()),
                led=True,
                of_a_thing=False,
                kind=lead.kind or one.kind,
                shift=one.shift + (lead.days if one.expression.shifts else 0),
            )
        return one

    def _trailed(self, one: _Seen) -> _Seen:
        match = self.table.trails.match(self.text, one.end)
        return replace(one, end=match.end(), led=True) if match else one

    def _in_company(self, found: Sequence[_Seen], place: int) -> bool:
        """Say whether a word that is too little alone has a leading word, or a plain time beside it."""
        one = found[place]
        if one.led:
            return True
        left, right = found[place - 1 : place] if place else (), found[place + 1 : place + 2]
        return any(not other.expression.company and self._are_beside(other, one) for other in left) or any(
            not other.expression.company and self._are_beside(one, other) for other in right
        )

    def _are_beside(self, left: _Seen, right: _Seen) -> bool:
        return left.end <= right.start and bool(self.table.beside.match(self.text[left.end : right.start]))

    def _joined(self, found: Sequence[_Seen]) -> list[_Seen]:
        """Join a time of day to the day beside it: "el viernes" and "a las ocho" are one time, so are "ayer" and it."""
        joined: list[_Seen] = []
        for one in found:
            last = joined[-1] if joined else None
            if last and self._are_beside(last, one) and DeadlineKind.CLOCK in {last.kind, one.kind}:
                day = one if last.kind is DeadlineKind.CLOCK else last
                if day.kind not in _UNCOUNTED:
                    joined[-1] = replace(day, start=last.start, end=one.end, of_a_thing=False)
                    continue
            joined.append(one)
        return joined

    def _before(self, one: _Seen) -> str:
        return self.text[max(0, one.start - _NEAR) : one.start]


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

    def counted(self, found: Sequence[_Seen]) -> list[_Seen]:
        """Count the days of what was found, those that depend on others last."""
        counted = [self._counted(self._after_its_event(found, place)) for place in range(len(found))]
        for place, one in enumerate(counted):
            if one.expression.anchored:
                counted[place] = self._anchored(one, counted, place)
            elif one.kind is DeadlineKind.CLOCK and one.expression.follows:
                counted[place] = self._of_its_day(one, counted[max(0, place - _FAR) : place])
            elif place and one.expression.count is weekday:
                counted[place] = self._after_the_last(one, counted[place - 1])
        return counted

    def deadline(self, one: _Seen) -> Deadline:
        """Say what a time is once its surroundings are heard: "mañana no puedo" names no deadline."""
        taken_back, scope = _heard(self.language, self.text, one.start, one.end)
        kind = taken_back if taken_back and one.kind.counts else one.kind
        day = one.days.last if one.days and kind.counts else None
        return Deadline(start=one.start, end=one.end, day=day, kind=kind, scope=scope)

    def _after_its_event(self, found: Sequence[_Seen], place: int) -> _Seen:
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

    def _counted(self, one: _Seen) -> _Seen:
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

    def _as_said(self, one: _Seen, day: date) -> Said:
        words = dict(self.table.number(name, word) for name, word in one.words)
        words |= one.expression.constants
        words["month_first"] = int(self.month_first)
        return Said(on=day, words=words, working=self.working)

    def _anchored(self, one: _Seen, counted: Sequence[_Seen], place: int) -> _Seen:
        """Count "la víspera" from the day named last or right after it, or else in the text before, or else next."""
        earlier, later = reversed(counted[max(0, place - _FAR) : place]), counted[place + 1 : place + _FAR]
        beside = [other for other in later if other.start - one.end <= _BESIDE]
        for other in itertools.chain(earlier, beside, self._read_before(), later):
            if other.days and not other.expression.anchored and one.expression.count:
                days = one.expression.count(self._as_said(one, other.days.last))
                if days and days.last >= self.said:
                    return replace(one, days=Days.one(max(self.said, days.last + timedelta(days=one.shift))))
        return replace(one, kind=DeadlineKind.AFTER_EVENT)

    def _read_before(self) -> Iterator[_Seen]:
        """Read the text before, the last time first; only where it is asked for."""
        if self.before:
            yield from reversed(replace(self, text=self.before, before="").counted(_seen(self.language, self.before)))

    def _after_the_last(self, one: _Seen, last: _Seen) -> _Seen:
        """Count a weekday from the day named before it: "I'll measure on Monday **and quote by Friday**"."""
        if one.days and last.days and one.kind in _CERTAIN and last.kind in _CERTAIN and one.days.last < last.days.last:
            days = weekday(self._as_said(one, last.days.last))
            between = self.text[last.end : one.start]
            if one.days.first < days.first and self.table.goes_on.fullmatch(between):
                return replace(one, days=Days.one(days.last + timedelta(days=one.shift)))
        return one

    def _of_its_day(self, one: _Seen, earlier: Sequence[_Seen]) -> _Seen:
        """Give a time of day the day that its sentence has named before it."""
        for other in reversed(earlier):
            if other.days and other.kind in _CERTAIN:
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


def _longest(found: Iterable[_Seen]) -> list[_Seen]:
    """Keep the longer of any that overlap, in order."""
    kept: list[_Seen] = []
    for one in sorted(found, key=lambda one: (one.start, one.start - one.end)):
        while kept and one.start < kept[-1].end and one.end - one.start > kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
