"""Spotting: which descriptions a sentence fits and where, as far as it can tell by itself; remembered by its text."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import re2

from rules.grammar.languages import GRAMMARS
from rules.language import fitting
from rules.reading.reading import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rules.facts import Direction
    from rules.grammar.clause import Clause, Context, Span
    from rules.language.rule import Condition, Rule

OPTIONS = re2.Options()
"""How every pattern of a rule is compiled. Its automaton may grow to half a megabyte as it meets new sentences; beyond
that it begins anew, which took no more time on 5 700 mails that hardly repeat a sentence, and 28 MB less."""
OPTIONS.log_errors = False
OPTIONS.max_mem = 1 << 19
_REMEMBERED = 512
"""Sentences that are remembered: mails repeat each other's, and a firm its own."""


@lru_cache(maxsize=_REMEMBERED)
def parse(language: str, text: str, folded: str, context: Context) -> tuple[Clause, ...]:
    """Say what a sentence says, clause by clause; ``folded`` is its fold."""
    sentence = Sentence(text=text, folded=folded, start=0, end=len(text), paragraph=0)
    return GRAMMARS[language].parse(sentence, context)


class _Entry(NamedTuple):
    """A description, the triggers it needs besides the one it is filed under, and the direction it is for."""

    rule: Rule
    number: int
    needs: frozenset[int]
    direction: Direction | None


class Spot(NamedTuple):
    """A place in a sentence that fits a description, and all that the sentence tells of it, whatever the message."""

    rule: Rule
    number: int
    clause: Clause | None
    evidence: Span
    unless: tuple[Condition, ...]
    """Exceptions that the sentence fits; they hold if the message does, too."""
    holding: bool
    holding_when: tuple[Condition, ...]
    """Descriptions of a holding reply that the sentence fits; they hold if the message does, too."""


class Spotter:
    """The rules of a language. Equal triggers are one pattern, so that many rules cost what few do.

    RE2 looks for the words that the patterns cannot do without, all at once, and tries only the patterns whose words
    are there. One automaton for all of them (``re2.Set``) would be as quick on what it has met before, but every new
    sentence would make it larger: gaps such as ``[^.]{0,30}`` multiply its states, to hundreds of megabytes.
    """

    def __init__(self, language: str, rules: Sequence[Rule]) -> None:
        """Compile the triggers of a language's rules into one filter."""
        self._language = language
        self._always: list[_Entry] = []
        self._asked: dict[int, list[_Entry]] = defaultdict(list)
        self._filter = re2.Filter()
        patterns: dict[str, int] = {}
        for rule in rules:
            for number, condition in enumerate(rule.looks_for):
                for trigger in condition.triggers:
                    if trigger not in patterns:
                        patterns[trigger] = self._filter.Add(trigger, OPTIONS)
                needs = [patterns[trigger] for trigger in condition.triggers]
                entry = _Entry(rule, number, frozenset(needs[1:]), rule.direction or condition.direction)
                (self._asked[needs[0]] if needs else self._always).append(entry)
        self._is_empty = not patterns
        if patterns:
            self._filter.Compile()
        self.spots = lru_cache(maxsize=_REMEMBERED)(self._spots)
        self._asked_by = lru_cache(maxsize=_REMEMBERED)(self._candidates)

    def _candidates(self, folded: str) -> tuple[_Entry, ...]:
        """Name the descriptions that a sentence may fit, whoever writes it."""
        held = frozenset(() if self._is_empty else self._filter.Match(folded) or ())
        filed = (self._always, *(self._asked[number] for number in held if number in self._asked))
        return tuple(entry for entries in filed for entry in entries if entry.needs <= held)

    def _spots(self, text: str, folded: str, direction: Direction, context: Context) -> tuple[Spot, ...]:
        """Find the places of a sentence that fit a description, as far as the sentence alone can tell."""
        candidates = [entry for entry in self._asked_by(folded) if entry.direction in {None, direction}]
        if not candidates:
            return ()
        clauses = parse(self._language, text, folded, context)
        found = (
            _spot(entry, clauses, folded, place)
            for entry in candidates
            for place in fitting.find_places(entry.rule.looks_for[entry.number], clauses, folded)
        )
        return tuple(spot for spot in found if all(each.asks_message for each in spot.unless))


def _spot(entry: _Entry, clauses: Sequence[Clause], folded: str, found: tuple[Clause | None, Span]) -> Spot:
    """Say all of a place that its sentence can tell."""
    rule, condition = entry.rule, entry.rule.looks_for[entry.number]
    clause, span = found

    def fitting_too(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        return tuple(each for each in conditions if fitting.also_fits(each, clauses, folded, found))

    holding_when = fitting_too(rule.holding_when)
    return Spot(
        rule=rule,
        number=entry.number,
        clause=clause or fitting.clause_at(clauses, span.start),
        evidence=fitting.choose_evidence(condition, clauses, folded, found),
        unless=fitting_too(rule.unless),
        holding=condition.holding or not all(each.asks_message for each in holding_when),
        holding_when=holding_when,
    )
