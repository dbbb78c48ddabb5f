"""Matching: one set of patterns names the sentences worth a closer look, and only those are parsed."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import re2

from rules.deadlines import Deadline, DeadlineKind, find, writes_month_first
from rules.grammar.clause import Context, Link, Role, Span
from rules.grammar.languages import GRAMMARS
from rules.language.schema import Evidence, Need, Place, Status, Time
from rules.signals import Confidence
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rules.facts import Direction
    from rules.grammar.clause import Clause
    from rules.language.rule import Condition, Rule, VerbCondition
    from rules.reading.reading import Reading, Sentence
    from rules.signals import Act

_ACCENT = re.compile(r"[áéíóúñü]", re.IGNORECASE)
_HANGING = frozenset({Link.IF, Link.WHEN})
_MEMORY = 256 << 20
"""Bytes the set may use for its automaton; RE2 gives up on the fast one when it runs out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place in a message that a rule describes. Places are offsets into the message's text."""

    rule: Rule
    condition: Condition
    number: int
    """Which of the rule's descriptions it is, from 0."""
    sentence: Sentence
    start: int
    end: int
    clause: Clause | None
    deadlines: tuple[Deadline, ...]
    """The times of its sentence, at places of the sentence's text."""
    holding: bool
    confidence: Confidence


class Matter:
    """One message while rules look at it: what was worked out once is kept."""

    def __init__(self, reading: Reading) -> None:
        """Look at a message in a language that has a grammar."""
        self.reading = reading
        self.grammar = GRAMMARS[reading.language]
        self._said = reading.message.date.date()
        self._month_first = writes_month_first(reading.language, reading.message.date)
        self._clauses: dict[int, tuple[Clause, ...]] = {}
        self._deadlines: dict[int, tuple[Deadline, ...]] = {}

    def deadlines(self, sentence: Sentence) -> tuple[Deadline, ...]:
        """Find the times of a sentence, once."""
        if sentence.start not in self._deadlines:
            self._deadlines[sentence.start] = find(
                sentence.folded, language=self.reading.language, said=self._said, month_first=self._month_first
            )
        return self._deadlines[sentence.start]

    def clauses(self, sentence: Sentence) -> tuple[Clause, ...]:
        """Parse a sentence, once."""
        if sentence.start not in self._clauses:
            found = self.deadlines(sentence)
            context = Context(
                times=[Span(each.start, each.end) for each in found if each.kind.counts],
                vague=[Span(each.start, each.end) for each in found if each.kind.counts and each.day is None],
                past=[Span(each.start, each.end) for each in found if each.kind is DeadlineKind.PAST],
                habitual=[Span(each.start, each.end) for each in found if each.kind is DeadlineKind.HABITUAL],
                accents=self._accents,
                formal=self._formal,
                quoted=self._is_quoted(sentence),
            )
            self._clauses[sentence.start] = self.grammar.parse(sentence, context)
        return self._clauses[sentence.start]

    def _is_quoted(self, sentence: Sentence) -> bool:
        """Tell whether quotation marks were opened earlier in the paragraph and not closed."""
        before = (other.folded.count('"') for other in self.reading.sentences
                  if other.paragraph == sentence.paragraph and other.start < sentence.start)  # fmt: skip
        return sum(before) % 2 == 1

    def clause_at(self, sentence: Sentence, place: int) -> Clause | None:
        """Give the clause that holds a place of its sentence, else the nearest before it."""
        before = [clause for clause in self.clauses(sentence) if clause.start <= place]
        return next((clause for clause in before if place < clause.end), before[-1] if before else None)

    @cached_property
    def words(self) -> str:
        """The subject and the author's own words, folded."""
        return "\n".join([self.subject, *(sentence.folded for sentence in self.reading.sentences)])

    @cached_property
    def subject(self) -> str:
        """The folded subject of the message."""
        return fold(self.reading.message.subject)

    @cached_property
    def _accents(self) -> bool:
        return any(_ACCENT.search(sentence.text) for sentence in self.reading.sentences)

    @cached_property
    def _formal(self) -> bool:
        return self.reading.register.value in {"usted", "ustedes"}


class RuleSet:
    """All rules that are to be looked for, compiled together."""

    def __init__(self, rules: Iterable[Rule], acts: Mapping[str, Mapping[str, Act]]) -> None:
        """Compile the rules of each language into one set matcher; ``acts`` says what the verbs of a language do."""
        self.rules = tuple(rules)
        self.acts = acts
        self._sets = {
            language: _Set([rule for rule in self.rules if rule.language == language]) for language in GRAMMARS
        }

    def match(self, reading: Reading) -> tuple[Hit, ...]:
        """Find every place that a rule describes, sentence by sentence."""
        found = self._sets.get(reading.language)
        if found is None:
            return ()
        hits: list[Hit] = []
        matter = Matter(reading)
        last = len(reading.sentences) - 1
        for place, sentence in enumerate(reading.sentences):
            for rule, number in found.candidates(sentence.folded, reading.message.direction):
                places = ({Place.FIRST} if place == 0 else set()) | ({Place.LAST} if place == last else set())
                hits += _hits(rule, number, matter, sentence, places)
        return tuple(hits)


class _Set:
    """One RE2 set: equal triggers are one pattern, so that many rules cost what few do."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        patterns: dict[str, int] = {}
        options = re2.Options()
        options.max_mem = _MEMORY
        self._set = re2.Set.SearchSet(options)
        self._always: list[_Entry] = []
        self._asked: dict[int, list[_Entry]] = defaultdict(list)
        for rule in rules:
            for number, condition in enumerate(rule.looks_for):
                for trigger in condition.triggers:
                    if trigger not in patterns:
                        patterns[trigger] = self._set.Add(trigger)
                needs = [patterns[trigger] for trigger in condition.triggers]
                entry = _Entry(rule, number, frozenset(needs[1:]), rule.direction or condition.direction)
                (self._asked[needs[0]] if needs else self._always).append(entry)
        self._compiled = bool(patterns)
        if patterns:
            self._set.Compile()

    def candidates(self, folded: str, direction: Direction) -> Iterator[tuple[Rule, int]]:
        """Name the descriptions that a sentence may fit."""
        held = frozenset((self._set.Match(folded) or ()) if self._compiled else ())
        for entries in (self._always, *(self._asked[number] for number in held if number in self._asked)):
            for rule, number, needs, wanted in entries:
                if wanted in {None, direction} and needs <= held:
                    yield rule, number


class _Entry(NamedTuple):
    """A description, the triggers it needs besides the one it is filed under, and the direction it is for."""

    rule: Rule
    number: int
    needs: frozenset[int]
    direction: Direction | None


def _hits(rule: Rule, number: int, matter: Matter, sentence: Sentence, places: set[Place]) -> Iterator[Hit]:
    condition = rule.looks_for[number]
    if not _fits_message(condition, matter, sentence, places):
        return
    look = _Look(matter, sentence, places)
    for clause, span in _spans(condition, matter, sentence):
        if any(_also_fits(exception, look, clause, span) for exception in rule.unless):
            continue
        start, end = _evidence(condition, look, clause, span)
        yield Hit(
            rule=rule,
            condition=condition,
            number=number,
            sentence=sentence,
            start=sentence.start + start,
            end=sentence.start + end,
            clause=clause or matter.clause_at(sentence, span.start),
            deadlines=matter.deadlines(sentence),
            holding=condition.holding or any(_also_fits(other, look, clause, span) for other in rule.holding_when),
            confidence=condition.confidence if rule.status is Status.STABLE else Confidence.MAYBE,
        )


def _fits_message(condition: Condition, matter: Matter, sentence: Sentence, places: set[Place]) -> bool:
    reading = matter.reading
    return (
        condition.direction in {None, reading.message.direction}
        and _is_met(condition.attachments, present=bool(reading.message.attachments))
        and _is_met(condition.links_to, present=bool(reading.links))
        and (condition.place is None or condition.place in places)
        and _found(condition.sentence, sentence.folded)
        and (condition.message is None or _found(condition.message, matter.words))
        and (condition.subject_line is None or _found(condition.subject_line, matter.subject))
    )


def _spans(condition: Condition, matter: Matter, sentence: Sentence) -> Iterator[tuple[Clause | None, Span]]:
    """Give the clauses that fit, or the stretches that the pattern alone matches."""
    if not condition.needs_clause:
        if condition.text is None:
            yield None, Span(0, len(sentence.text))
            return
        for match in condition.text.finditer(sentence.folded):
            clause = matter.clause_at(sentence, match.start()) if condition.evidence is Evidence.CLAUSE else None
            if clause is not None and clause.start <= match.start() < clause.end:
                yield clause, Span(clause.start, max(clause.end, match.end()))
            else:
                yield None, Span(match.start(), match.end())
        return
    for clause in matter.clauses(sentence):
        if _fits_clause(condition, clause, sentence):
            yield clause, Span(clause.start, clause.end)


@dataclass(frozen=True, slots=True)
class _Look:
    """Where a rule is looking."""

    matter: Matter
    sentence: Sentence
    places: set[Place]


def _also_fits(condition: Condition, look: _Look, clause: Clause | None, span: Span) -> bool:
    """Tell whether what was found fits another description too."""
    if not _fits_message(condition, look.matter, look.sentence, look.places):
        return False
    if condition.needs_clause:
        clause = clause or look.matter.clause_at(look.sentence, span.start)
        return clause is not None and _fits_clause(condition, clause, look.sentence)
    return condition.text is None or _found(condition.text, look.sentence.folded[span.start : span.end])


def _fits_clause(condition: Condition, clause: Clause, sentence: Sentence) -> bool:
    stretch = sentence.folded[clause.start : clause.end]
    thing = sentence.folded[clause.object.start : clause.object.end] if clause.object else ""
    return (
        (condition.verb is None or _fits_verb(condition.verb, clause))
        and (not condition.subjects or clause.subject in condition.subjects)
        and (not condition.recipients or _recipient(clause) in condition.recipients)
        and (not condition.links or clause.link in condition.links)
        and (not condition.moods or bool(clause.moods & condition.moods))
        and (not condition.waits_on or clause.waits_on in condition.waits_on)
        and _is_timed(condition.time, clause)
        and _is_met(condition.complement, present=clause.complement)
        and _is_met(condition.object, present=clause.object is not None)
        and _found(condition.object_words, thing)
        and _found(condition.mentions, stretch)
        and _found(condition.text, stretch)
    )


def _fits_verb(condition: VerbCondition, clause: Clause) -> bool:
    verb = clause.verb
    return (
        verb is not None
        and (not condition.lemmas or verb.lemma in condition.lemmas)
        and verb.lemma not in condition.excluded
        and (not condition.persons or verb.person in condition.persons)
        and (not condition.tenses or verb.tense in condition.tenses)
        and (not condition.auxiliaries or verb.auxiliary in condition.auxiliaries)
        and _is_met(condition.auxiliary, present=bool(verb.auxiliary))
        and condition.direct in {None, verb.direct}
        and condition.passive in {None, verb.passive}
        and condition.plural in {None, verb.plural}
    )


def _recipient(clause: Clause) -> Role:
    return clause.verb.recipient if clause.verb else Role.NOBODY


def _is_timed(need: Time | None, clause: Clause) -> bool:
    match need:
        case Time.DATED:
            return clause.dated
        case Time.REQUIRED:
            return bool(clause.times)
        case Time.ABSENT:
            return not clause.times
        case _:
            return True


def _is_met(need: Need | None, *, present: bool) -> bool:
    return need is None or present == (need is Need.REQUIRED)


def _found(pattern: Any, text: str) -> bool:
    return pattern is None or pattern.search(text) is not None


def _evidence(condition: Condition, look: _Look, clause: Clause | None, span: Span) -> tuple[int, int]:
    """Choose the stretch that is shown; a clause is shown with what it says or asks ("necesito **que me diga…**")."""
    match condition.evidence:
        case Evidence.SENTENCE:
            return 0, len(look.sentence.text)
        case Evidence.MATCH if condition.text is not None and clause is not None:
            match = condition.text.search(look.sentence.folded[clause.start : clause.end])
            return clause.start + match.start(), clause.start + match.end()
        case Evidence.PERIOD if clause is not None:
            return _period(look.matter.clauses(look.sentence), clause)
        case Evidence.CLAUSE if clause is not None and clause.complement:
            clauses = look.matter.clauses(look.sentence)
            return clause.start, clauses[clauses.index(clause) + 1].end
        case _:
            return span.start, span.end


def _period(clauses: Sequence[Clause], clause: Clause) -> tuple[int, int]:
    """Take in the "if" and "when" clauses on either side."""
    place = clauses.index(clause)
    first = last = place
    while first > 0 and clauses[first - 1].link in _HANGING:
        first -= 1
    while last + 1 < len(clauses) and clauses[last + 1].link in _HANGING:
        last += 1
    return clauses[first].start, clauses[last].end
