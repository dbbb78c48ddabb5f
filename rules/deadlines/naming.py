"""See where a text names times, whenever it was said: the expressions in it and the words that belong to them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rules.deadlines.counting import Days
from rules.deadlines.deadline import DeadlineKind
from rules.deadlines.table import Expression, Table, table_of

_UNCOUNTED: Final = frozenset({DeadlineKind.VAGUE, DeadlineKind.AFTER_EVENT})
_NEAR: Final = 48
"""How far before a time its leading words are looked for."""
_MOST_LEADS: Final = 4
_REMEMBERED: Final = 512
"""Texts whose times are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One time that a text names; its days are not counted yet."""

    start: int
    end: int
    expression: Expression
    words: tuple[tuple[str, str], ...] = ()
    of_a_thing: bool = False
    has_article: bool = False
    led: bool = False
    shift: int = 0
    kind: DeadlineKind
    days: Days | None = None


@functools.lru_cache(maxsize=_REMEMBERED)
def named_in(language: str, text: str) -> tuple[Named, ...]:
    """Return the times that a folded text names, in order; remembered, for mails repeat each other on other days."""
    table = table_of(language)
    which = table.which.Match(text)
    return tuple(_Finder(table=table, text=text).find(which)) if which else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    """Finds the times of one text, whenever it was said."""

    table: Table
    text: str

    def find(self, which: Iterable[int]) -> list[Named]:
        """Find the times of the text, in order. ``which`` expressions are in it."""
        return self.extended(_longest(_no_events(self.seen(self.table.expressions[index] for index in sorted(which)))))

    def seen(self, expressions: Iterable[Expression]) -> Iterator[Named]:
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
                yield Named(
                    start=match.start(),
                    end=match.end(),
                    expression=expression,
                    of_a_thing="of" in words,
                    has_article=words.get("of", "").endswith("the"),
                    words=tuple((name, word) for name, word in words.items() if name != "of"),
                    kind=expression.kind,
                )

    def extended(self, found: Sequence[Named]) -> list[Named]:
        """Give each time the words before and after that belong to it, join times of day to their days."""
        led = _longest(self._trailed(self._led(one)) for one in found)
        kept = [one for place, one in enumerate(led) if not one.expression.company or self._in_company(led, place)]
        return [self._of_a_thing(one) for one in self._joined(kept)]

    def _of_a_thing(self, one: Named) -> Named:
        before = self._before(one)
        if one.kind is DeadlineKind.ATTRIBUTE and one.expression.count and self._is_readied_for(one):
            return replace(one, kind=DeadlineKind.EVENT, shift=0)
        if self._names_a_thing(one):
            led = self.table.leading is not None and self.table.leading.match(self.text, one.start)
            return replace(one, kind=DeadlineKind.EVENT if led else DeadlineKind.ATTRIBUTE)
        of_a_thing = one.of_a_thing or (not one.led and self.table.of_before.search(before))
        if not of_a_thing or not one.kind.names_days:
            return one
        goes = self.table.event_before.search(before)
        return replace(one, kind=DeadlineKind.EVENT if goes else DeadlineKind.ATTRIBUTE)

    def _names_a_thing(self, one: Named) -> bool:
        """Tell whether the thing that a time names follows it: "the **weekend** rota", "for the **Monday** meeting"."""
        named = self.table.named_after
        return (
            (one.expression.names or one.has_article)
            and one.kind.names_days
            and named is not None
            and named.match(self.text, one.end) is not None
        )

    def _is_readied_for(self, one: Named) -> bool:
        """Tell whether something is to be ready for an event: "in time for **Monday's meeting**"."""
        ahead = self.table.event_ahead
        return ahead is not None and ahead.search(self.text, max(0, one.start - _NEAR), one.end) is not None

    def _led(self, one: Named) -> Named:
        """Take in the words before a time, as far as they go."""
        if one.expression.restates:
            return one
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

    def _trailed(self, one: Named) -> Named:
        match = self.table.trails.match(self.text, one.end)
        return replace(one, end=match.end(), led=True) if match else one

    def _in_company(self, found: Sequence[Named], place: int) -> bool:
        """Say whether a word that is too little alone has a leading word, or a plain time beside it."""
        one = found[place]
        if one.led:
            return True
        left, right = found[place - 1 : place] if place else (), found[place + 1 : place + 2]
        return any(not other.expression.company and self._are_beside(other, one) for other in left) or any(
            not other.expression.company and self._are_beside(one, other) for other in right
        )

    def _are_beside(self, left: Named, right: Named) -> bool:
        return left.end <= right.start and bool(self.table.beside.match(self.text[left.end : right.start]))

    def _joined(self, found: Sequence[Named]) -> list[Named]:
        """Join a time of day to the day beside it: "el viernes" and "a las ocho" are one time, so are "ayer" and it."""
        joined: list[Named] = []
        for one in found:
            last = joined[-1] if joined else None
            if last and self._are_beside(last, one) and DeadlineKind.CLOCK in {last.kind, one.kind}:
                day = one if last.kind is DeadlineKind.CLOCK else last
                if day.kind not in _UNCOUNTED:
                    joined[-1] = replace(day, start=last.start, end=one.end, of_a_thing=False)
                    continue
            joined.append(one)
        return joined

    def _before(self, one: Named) -> str:
        return self.text[max(0, one.start - _NEAR) : one.start]


def _no_events(found: Iterable[Named]) -> list[Named]:
    """Leave out the events that are a plain day with a word before it: "until **this Friday**"."""
    seen = list(found)
    ends = {one.end for one in seen if one.kind.names_days and not one.expression.company}
    return [one for one in seen if one.kind is not DeadlineKind.AFTER_EVENT or one.end not in ends]


def _longest(found: Iterable[Named]) -> list[Named]:
    """Keep the longer of any that overlap, in order."""
    kept: list[Named] = []
    for one in sorted(found, key=lambda one: (one.start, one.start - one.end)):
        while kept and one.start < kept[-1].end and one.end - one.start > kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
