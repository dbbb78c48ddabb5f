"""Matching: what the sentences of a message fit, as far as the message lets them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from rules.deadlines import Deadline, DeadlineKind, agreed_on, find, writes_month_first
from rules.facts import Register
from rules.grammar.clause import Context, Span
from rules.grammar.languages import GRAMMARS
from rules.language import fitting
from rules.language.fitting import Surroundings
from rules.language.schema import Place, Status
from rules.language.spotting import Spot, Spotter, parse
from rules.reading.reading import Sentence
from rules.signals import Confidence
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rules.grammar.clause import Clause
    from rules.language.rule import Condition, Rule
    from rules.reading.reading import Reading
    from rules.signals import Act

__all__ = ["Hit", "Matter", "RuleSet"]

_ACCENT = re.compile(r"[áéíóúñü]", re.IGNORECASE)


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
            found = self._deadlines[sentence.start] = find(
                sentence.folded,
                language=self.reading.language,
                said=self._said,
                month_first=self._month_first,
                before=self._told_before(sentence),
            )
        return found

    def _told_before(self, sentence: Sentence) -> str:
        """Give the two sentences before it: a remark may stand between a day and what "that evening" brings."""
        last = self._before.get(sentence.start)
        further = self._before.get(last.start) if last is not None else None
        return " ".join(each.folded for each in (further, last) if each is not None)

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
        self._spotters = {
            language: Spotter(language, [rule for rule in self.rules if rule.language == language])
            for language in GRAMMARS
        }

    def match(self, reading: Reading, matter: Matter | None = None) -> tuple[Hit, ...]:
        """Find every place that a rule describes, sentence by sentence; ``matter`` is the message's own."""
        spotter = self._spotters.get(reading.language)
        if spotter is None:
            return ()
        hits: list[Hit] = []
        matter = matter or Matter(reading)
        direction = reading.message.direction
        for number, sentence in enumerate(reading.sentences):
            if spots := spotter.spots(sentence.text, sentence.folded, direction, matter.context(sentence)):
                hits += _hits(spots, matter, sentence, matter.around(number))
        return tuple(hits)


def _hits(spots: Iterable[Spot], matter: Matter, sentence: Sentence, around: Surroundings) -> Iterator[Hit]:
    """Make hits of the spots of a sentence, unless the message speaks against them."""

    def fits(condition: Condition) -> bool:
        return fitting.fits_message(condition, around)

    for spot in spots:
        rule, condition = spot.rule, spot.rule.looks_for[spot.number]
        if not fits(condition) or any(map(fits, spot.unless)):
            continue
        yield Hit(
            rule=rule,
            condition=condition,
            number=spot.number,
            sentence=sentence,
            start=sentence.start + spot.evidence.start,
            end=sentence.start + spot.evidence.end,
            clause=spot.clause,
            deadlines=matter.deadlines(sentence),
            before=matter.beside(sentence),
            agreed=matter.agreed(sentence),
            holding=spot.holding or any(map(fits, spot.holding_when)),
            confidence=condition.confidence if rule.status is Status.STABLE else Confidence.MAYBE,
        )
