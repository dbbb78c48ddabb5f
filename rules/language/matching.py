"""Matching: one filter of patterns names the sentences worth a closer look, and only those are parsed."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import re2

from rules.deadlines import Deadline, DeadlineKind, agreed_on, find, writes_month_first
from rules.facts import Register
from rules.grammar.clause import Context, Span
from rules.grammar.languages import GRAMMARS
from rules.language import fitting
from rules.language.fitting import Surroundings
from rules.language.schema import Place, Status
from rules.reading.reading import Sentence
from rules.signals import Confidence
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rules.facts import Direction
    from rules.grammar.clause import Clause
    from rules.language.rule import Condition, Rule
    from rules.reading.reading import Reading
    from rules.signals import Act

_ACCENT = re.compile(r"[áéíóúñü]", re.IGNORECASE)
OPTIONS = re2.Options()
"""How every pattern of a rule is compiled."""
OPTIONS.log_errors = False
OPTIONS.max_mem = 64 << 20
_REMEMBERED = 512
"""Sentences that are remembered: mails repeat each other's, and a firm its own."""


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
    before: Sentence | None
    """The sentence before it in its paragraph."""
    agreed: Deadline | None
    """The day of the appointment that the sentence before it states, at a place of that one's text."""
    holding: bool
    confidence: Confidence


@lru_cache(maxsize=_REMEMBERED)
def parse(language: str, text: str, folded: str, context: Context) -> tuple[Clause, ...]:
    """Say what a sentence says, clause by clause; ``folded`` is its fold."""
    sentence = Sentence(text=text, folded=folded, start=0, end=len(text), paragraph=0)
    return GRAMMARS[language].parse(sentence, context)


def _with_times(context: Context, found: tuple[Deadline, ...]) -> Context:
    return context._replace(
        times=tuple(Span(each.start, each.end) for each in found if each.kind.counts),
        vague=tuple(Span(each.start, each.end) for each in found if each.kind.counts and each.day is None),
        past=tuple(Span(each.start, each.end) for each in found if each.kind is DeadlineKind.PAST),
        habitual=tuple(Span(each.start, each.end) for each in found if each.kind is DeadlineKind.HABITUAL),
    )


class Matter:
    """One message while rules look at it: what was worked out once is kept."""

    def __init__(self, reading: Reading) -> None:
        """Look at a message in a language that has a grammar."""
        self.reading = reading
        self._said = reading.message.date.date()
        self._month_first = writes_month_first(reading.language, reading.message.date)
        self._deadlines: dict[int, tuple[Deadline, ...]] = {}
        self._contexts: dict[int, Context] = {}

    def deadlines(self, sentence: Sentence) -> tuple[Deadline, ...]:
        """Find the times of a sentence, once."""
        found = self._deadlines.get(sentence.start)
        if found is None:
            before = self._before.get(sentence.start)
            found = self._deadlines[sentence.start] = find(
                sentence.folded,
                language=self.reading.language,
                said=self._said,
                month_first=self._month_first,
                before=before.folded if before is not None else "",
            )
        return found

    @cached_property
    def _before(self) -> dict[int, Sentence]:
        """The sentence before each, which may name the day that "that evening" belongs to."""
        return {after.start: before for before, after in pairwise(self.reading.sentences)}

    def beside(self, sentence: Sentence) -> Sentence | None:
        """Give the sentence before it in its paragraph."""
        before = self._before.get(sentence.start)
        return before if before is not None and before.paragraph == sentence.paragraph else None

    def agreed(self, sentence: Sentence) -> Deadline | None:
        """Find the day of the appointment that the sentence before it states."""
        before = self.beside(sentence)
        if before is None:
            return None
        return agreed_on(self.deadlines(before), before.folded, self.reading.language)

    def context(self, sentence: Sentence) -> Context:
        """Say what the parser is to know about a sentence, once."""
        known = self._contexts.get(sentence.start)
        if known is None:
            known = self._quoted if sentence.start in self._inside_quotes else self._usual
            if found := self.deadlines(sentence):
                known = _with_times(known, found)
            self._contexts[sentence.start] = known
        return known

    def clauses(self, sentence: Sentence) -> tuple[Clause, ...]:
        """Parse a sentence."""
        return parse(self.reading.language, sentence.text, sentence.folded, self.context(sentence))

    def around(self, number: int) -> Surroundings:
        """Say what is outside of the sentence of that number."""
        message = self.reading.message
        return Surroundings(
            direction=message.direction,
            attachments=bool(message.attachments),
            links=bool(self.reading.links),
            places={Place.FIRST: number == 0, Place.LAST: number == len(self.reading.sentences) - 1},
            words=self.words,
            subject=self.subject,
        )

    @cached_property
    def words(self) -> str:
        """The subject and the author's own words, folded."""
        return "\n".join([self.subject, *(sentence.folded for sentence in self.reading.sentences)])

    @cached_property
    def subject(self) -> str:
        """The folded subject of the message."""
        return fold(self.reading.message.subject)

    @cached_property
    def _usual(self) -> Context:
        """What the parser is to know about a sentence of the message that names no times."""
        accents = any(_ACCENT.search(sentence.text) for sentence in self.reading.sentences)
        return Context(accents=accents, formal=self.reading.register in {Register.USTED, Register.USTEDES})

    @cached_property
    def _quoted(self) -> Context:
        """The same, where quotation marks stand open before it."""
        return self._usual._replace(quoted=True)

    @cached_property
    def _inside_quotes(self) -> frozenset[int]:
        """Starts of the sentences before which quotation marks were opened in their paragraph and not closed."""
        found: set[int] = set()
        marks: defaultdict[int, int] = defaultdict(int)
        for sentence in self.reading.sentences:
            if marks[sentence.paragraph] % 2:
                found.add(sentence.start)
            marks[sentence.paragraph] += sentence.folded.count('"')
        return frozenset(found)


class RuleSet:
    """All rules that are to be looked for, compiled together."""

    def __init__(self, rules: Iterable[Rule], acts: Mapping[str, Mapping[str, Act]]) -> None:
        """Compile the rules of each language into one filter; ``acts`` says what the verbs of a language do."""
        self.rules = tuple(rules)
        self.acts = acts
        self._sets = {
            language: _Set(language, [rule for rule in self.rules if rule.language == language])
            for language in GRAMMARS
        }

    def match(self, reading: Reading, matter: Matter | None = None) -> tuple[Hit, ...]:
        """Find every place that a rule describes, sentence by sentence; ``matter`` is the message's own."""
        found = self._sets.get(reading.language)
        if found is None:
            return ()
        hits: list[Hit] = []
        matter = matter or Matter(reading)
        direction = reading.message.direction
        for number, sentence in enumerate(reading.sentences):
            if places := found.places(sentence.text, sentence.folded, direction, matter.context(sentence)):
                hits += _hits(places, matter, sentence, matter.around(number))
        return tuple(hits)


class _Entry(NamedTuple):
    """A description, the triggers it needs besides the one it is filed under, and the direction it is for."""

    rule: Rule
    number: int
    needs: frozenset[int]
    direction: Direction | None


class _Place(NamedTuple):
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


class _Set:
    """The rules of a language. Equal triggers are one pattern, so that many rules cost what few do.

    RE2 looks for the words that the patterns cannot do without, all at once, and tries only the patterns whose words
    are there. One automaton for all of them (``re2.Set``) would be as quick on what it has met before, but every new
    sentence would make it larger: gaps such as ``[^.]{0,30}`` multiply its states, to hundreds of megabytes.
    """

    def __init__(self, language: str, rules: Sequence[Rule]) -> None:
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
        self.places = lru_cache(maxsize=_REMEMBERED)(self._places)
        self._held = lru_cache(maxsize=_REMEMBERED)(self._triggers_in)

    def _triggers_in(self, folded: str) -> frozenset[int]:
        return frozenset(() if self._is_empty else self._filter.Match(folded) or ())

    def _candidates(self, folded: str, direction: Direction) -> tuple[_Entry, ...]:
        """Name the descriptions that a sentence may fit."""
        held = self._held(folded)
        filed = (self._always, *(self._asked[number] for number in held if number in self._asked))
        return tuple(
            entry
            for entries in filed
            for entry in entries
            if entry.direction in {None, direction} and entry.needs <= held
        )

    def _places(self, text: str, folded: str, direction: Direction, context: Context) -> tuple[_Place, ...]:
        """Find the places of a sentence that fit a description, as far as the sentence alone can tell."""
        candidates = self._candidates(folded, direction)
        if not candidates:
            return ()
        clauses = parse(self._language, text, folded, context)
        found = (
            _place(entry, clauses, folded, place)
            for entry in candidates
            for place in fitting.find_places(entry.rule.looks_for[entry.number], clauses, folded)
        )
        return tuple(place for place in found if all(each.asks_message for each in place.unless))


def _place(entry: _Entry, clauses: Sequence[Clause], folded: str, found: tuple[Clause | None, Span]) -> _Place:
    """Say all of a place that its sentence can tell."""
    rule, condition = entry.rule, entry.rule.looks_for[entry.number]
    clause, span = found

    def fitting_too(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        return tuple(each for each in conditions if fitting.also_fits(each, clauses, folded, found))

    holding_when = fitting_too(rule.holding_when)
    return _Place(
        rule=rule,
        number=entry.number,
        clause=clause or fitting.clause_at(clauses, span.start),
        evidence=fitting.choose_evidence(condition, clauses, folded, found),
        unless=fitting_too(rule.unless),
        holding=condition.holding or not all(each.asks_message for each in holding_when),
        holding_when=holding_when,
    )


def _hits(places: Iterable[_Place], matter: Matter, sentence: Sentence, around: Surroundings) -> Iterator[Hit]:
    """Make hits of the places of a sentence, unless the message speaks against them."""

    def fits(condition: Condition) -> bool:
        return fitting.fits_message(condition, around)

    for place in places:
        rule, condition = place.rule, place.rule.looks_for[place.number]
        if not fits(condition) or any(map(fits, place.unless)):
            continue
        yield Hit(
            rule=rule,
            condition=condition,
            number=place.number,
            sentence=sentence,
            start=sentence.start + place.evidence.start,
            end=sentence.start + place.evidence.end,
            clause=place.clause,
            deadlines=matter.deadlines(sentence),
            before=matter.beside(sentence),
            agreed=matter.agreed(sentence),
            holding=place.holding or any(map(fits, place.holding_when)),
            confidence=condition.confidence if rule.status is Status.STABLE else Confidence.MAYBE,
        )
