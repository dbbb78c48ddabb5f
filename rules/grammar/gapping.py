"""Acts said without their verb: "mañana te mando el plano y **el viernes la factura**" promises twice.

Each language says with which words; places are numbers of tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from rules.grammar.clause import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from rules.grammar.clause import Clause, Context, Token

_MARKS: Final = frozenset({",", ";"})
_LONGEST: Final = 6
"""Words of a thing at most: what is longer is a clause that no verb was found in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a language by which such acts are known."""

    adding: AbstractSet[str]
    """What stands between an act and the next, besides a comma: "y", "and"."""
    opening: AbstractSet[str]
    """What a thing opens with: "la", "nuestro", "the"."""
    ending: AbstractSet[str]
    """Words that end a thing and may follow it: "con", "que"."""
    of_time: AbstractSet[str]
    """Nouns that make a time or a turn of it and no thing: "y el viernes otra **vez**"."""
    bare: AbstractSet[str] | None = None
    """Where a thing needs no opening word, the words that it cannot open with."""


class _Part(NamedTuple):
    """An act without its verb: where it begins and ends, and where its thing does."""

    first: int
    last: int
    thing: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Looks for the acts without their verb between two places of a sentence."""

    words: Words
    tokens: Sequence[Token]
    first: int
    last: int
    times: Sequence[Span]

    def parted(self, clause: Clause, context: Context) -> tuple[Clause, ...]:
        """Give a clause once for each thing that it names with a time of its own; whole where it has none itself."""
        parts = tuple(self._parts())
        if not parts:
            return (clause,)
        stop = self.tokens[next(at for at in range(parts[0].first - 1, -1, -1) if not self._adds(at))].end
        own = tuple(span for span in clause.times if span.start < stop)
        if not own:
            return (clause,)
        thing = clause.object
        if thing is not None and thing.end > stop:
            thing = Span(thing.start, stop) if thing.start < stop else None
        whole = replace(
            clause,
            end=min(clause.end, stop),
            tokens=tuple(token for token in clause.tokens if token.end <= stop),
            times=own,
            dated=_is_dated(own, context),
            object=thing,
        )
        return (whole, *(_made(clause, each, self.tokens, context) for each in parts))

    def _parts(self) -> Iterator[_Part]:
        """Find them in order: each is a time and a thing, or a thing and a time."""
        place = self.first
        while place < self.last:
            if not self._adds(place):
                place += 1
                continue
            while place < self.last and self._adds(place):
                place += 1
            if found := self._part(place):
                yield found
                place = found.last

    def _part(self, place: int) -> _Part | None:
        if (day := self._time(place)) > place:
            thing = self._past_comma(day)
            end = self._thing(thing, bare=False)
            return _Part(place, self._rest(end), (thing, end)) if end > thing and self._time(end) == end else None
        end = self._thing(place, bare=self.words.bare is not None)
        day = self._past_comma(end)
        after = self._time(day)
        return _Part(place, after, (place, end)) if end > place and after > day else None

    def _adds(self, place: int) -> bool:
        return self.tokens[place].folded in self.words.adding | _MARKS and not self._is_time(place)

    def _is_time(self, place: int) -> bool:
        return any(span.covers(self.tokens[place].start) for span in self.times)

    def _past_comma(self, place: int) -> int:
        return place + (place < self.last and self.tokens[place].folded == ",")

    def _time(self, place: int) -> int:
        """Give where the time that begins here ends, else the same place."""
        while place < self.last and self._is_time(place):
            place += 1
        return place

    def _thing(self, place: int, *, bare: bool) -> int:
        """Give where the noun phrase that begins here ends, else the same place."""
        if place >= self.last or self._is_time(place):
            return place
        opens = self.tokens[place].folded in self.words.opening
        if not opens and not (bare and self.words.bare is not None and self._can_open(place, self.words.bare)):
            return place
        end = place + 1
        while end < self.last and not (self._is_time(end) or self._ends_thing(end)):
            end += 1
        named = {token.folded for token in self.tokens[place + opens : end]}
        return place if not named or named & self.words.of_time or end - place > _LONGEST else end

    def _can_open(self, place: int, bare: AbstractSet[str]) -> bool:
        word = self.tokens[place].folded
        return word[0].isalnum() and word not in bare

    def _ends_thing(self, place: int) -> bool:
        word = self.tokens[place].folded
        return not word[-1].isalnum() or word in self.words.ending or self._adds(place)

    def _rest(self, place: int) -> int:
        """Give where what belongs to the thing ends: "la factura **con el IVA**"."""
        while place < self.last and not self._adds(place) and self.tokens[place].folded[-1].isalnum():
            place += 1
        return place


def _made(clause: Clause, found: _Part, tokens: Sequence[Token], context: Context) -> Clause:
    start, end = tokens[found.first].start, tokens[found.last - 1].end
    times = tuple(span for span in context.times if start <= span.start < end)
    return replace(
        clause,
        start=start,
        end=end,
        tokens=tuple(tokens[found.first : found.last]),
        times=times,
        dated=_is_dated(times, context),
        complement=False,
        object=Span(tokens[found.thing[0]].start, tokens[found.thing[1] - 1].end),
    )


def _is_dated(times: Sequence[Span], context: Context) -> bool:
    return any(span not in context.vague for span in times)
