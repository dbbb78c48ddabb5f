"""Whether a clause, a sentence and its message fit a description."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, assert_never

from rules.grammar.clause import Link, Role, Span
from rules.language.schema import Evidence, Need, Time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rules.facts import Direction
    from rules.grammar.clause import Clause, Verb
    from rules.language.rule import Condition, VerbCondition
    from rules.language.schema import Place

_OR: Final = re.compile(r",? (?:o|u|or)(?: (?:si|no|if|whether))? ")
"""What stands between two clauses of which one is so."""
_CONDITIONS = frozenset({Link.IF, Link.WHEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a description may ask for outside of a sentence. ``words`` are folded, the subject among them."""

    direction: Direction
    attachments: bool
    links: bool
    places: Mapping[Place, bool]
    words: str
    subject: str


def find_places(condition: Condition, clauses: Sequence[Clause], folded: str) -> Iterator[tuple[Clause | None, Span]]:
    """Give the clauses of a sentence that fit, or the stretches that the pattern alone matches.

    That the sentence holds ``condition.sentence`` is known: it is one of its triggers.
    """
    if condition.needs_clause:
        yield from ((each, Span(each.start, each.end)) for each in clauses if fits_clause(condition, each, folded))
    elif condition.text is None:
        yield None, Span(0, len(folded))
    else:
        for match in condition.text.finditer(folded):
            clause = clause_at(clauses, match.start()) if condition.evidence is Evidence.CLAUSE else None
            if clause is not None and match.start() < clause.end:
                yield clause, Span(clause.start, max(clause.end, match.end()))
            else:
                yield None, Span(match.start(), match.end())


def also_fits(condition: Condition, clauses: Sequence[Clause], folded: str, found: tuple[Clause | None, Span]) -> bool:
    """Tell whether a place that one description found fits another too, as far as its sentence can tell."""
    clause, span = found
    if condition.sentence is not None and condition.sentence.search(folded) is None:
        return False
    if condition.needs_clause:
        clause = clause or clause_at(clauses, span.start)
        return clause is not None and fits_clause(condition, clause, folded)
    return condition.text is None or _holds(condition.text, span, folded)


def fits_message(condition: Condition, around: Surroundings) -> bool:
    """Tell whether what is outside of the sentence fits."""
    if not condition.asks_message:
        return True
    return (
        condition.direction in {None, around.direction}
        and _is_met(condition.attachments, present=around.attachments)
        and _is_met(condition.links_to, present=around.links)
        and (condition.place is None or around.places[condition.place])
        and (condition.message is None or condition.message.search(around.words) is not None)
        and (condition.subject_line is None or condition.subject_line.search(around.subject) is not None)
    )


def fits_clause(condition: Condition, clause: Clause, folded: str) -> bool:
    """Tell whether a clause of a folded sentence fits; the cheap and telling questions come first."""
    return (
        (condition.verb is None or _fits_verb(condition.verb, clause.verb))
        and (not condition.recipients or _recipient(clause) in condition.recipients)
        and (not condition.subjects or clause.subject in condition.subjects)
        and (not condition.links or clause.link in condition.links)
        and (not condition.moods or not condition.moods.isdisjoint(clause.moods))
        and (not condition.waits_on or clause.waits_on in condition.waits_on)
        and (condition.time is None or _is_timed(condition.time, clause))
        and _is_met(condition.complement, present=clause.complement)
        and _is_met(condition.object, present=clause.object is not None)
        and (condition.object_words is None or _holds(condition.object_words, clause.object, folded))
        and (condition.mentions is None or _holds(condition.mentions, clause, folded))
        and (condition.text is None or _holds(condition.text, clause, folded))
    )


def choose_evidence(
    condition: Condition, clauses: Sequence[Clause], folded: str, found: tuple[Clause | None, Span]
) -> Span:
    """Choose the stretch that is shown; a clause is shown with what it says or asks ("necesito **que me diga…**")."""
    clause, span = found
    match condition.evidence:
        case Evidence.SENTENCE:
            return Span(0, len(folded))
        case Evidence.PERIOD if clause is not None:
            return _period(clauses, clause, folded)
        case Evidence.MATCH if condition.text is not None and clause is not None:
            match = condition.text.search(folded[clause.start : clause.end])
            return Span(clause.start + match.start(), clause.start + match.end())
        case Evidence.CLAUSE if clause is not None and clause.complement:
            return Span(clause.start, _said_end(clauses, clauses.index(clause) + 1, folded))
        case _:
            return span


def clause_at(clauses: Sequence[Clause], place: int) -> Clause | None:
    """Give the clause that holds a place of its sentence, else the nearest before it."""
    before = [clause for clause in clauses if clause.start <= place]
    return next((clause for clause in before if place < clause.end), before[-1] if before else None)


def _said_end(clauses: Sequence[Clause], place: int, folded: str) -> int:
    """Give where what is said or asked ends: with all its alternatives, "si cabe **o hay que desmontarla**"."""
    while place + 1 < len(clauses) and _OR.fullmatch(folded[clauses[place].end : clauses[place + 1].start]):
        place += 1
    return clauses[place].end


def _period(clauses: Sequence[Clause], clause: Clause, folded: str) -> Span:
    """Take in the "if" and "when" clauses on either side, and the "if" or "when" itself."""
    first = last = clauses.index(clause)
    while first > 0 and clauses[first - 1].link in _CONDITIONS:
        first -= 1
    while last + 1 < len(clauses) and clauses[last + 1].link in _CONDITIONS:
        last += 1
    start, opens = clauses[first].start, clauses[first].subordinator
    if clauses[first].link in _CONDITIONS and folded[:start].rstrip().endswith(opens):
        start = len(folded[:start].rstrip()) - len(opens)
    return Span(start, clauses[last].end)


def _holds(pattern: Any, place: Clause | Span | None, folded: str) -> bool:
    return place is not None and pattern.search(folded[place.start : place.end]) is not None


def _fits_verb(condition: VerbCondition, verb: Verb | None) -> bool:
    return (
        verb is not None
        and (not condition.persons or verb.person in condition.persons)
        and (not condition.tenses or verb.tense in condition.tenses)
        and (not condition.lemmas or verb.lemma in condition.lemmas)
        and verb.lemma not in condition.excluded
        and (not condition.auxiliaries or verb.auxiliary in condition.auxiliaries)
        and _is_met(condition.auxiliary, present=bool(verb.auxiliary))
        and condition.direct in {None, verb.direct}
        and condition.passive in {None, verb.passive}
        and condition.plural in {None, verb.plural}
    )


def _recipient(clause: Clause) -> Role:
    return clause.verb.recipient if clause.verb else Role.NOBODY


def _is_timed(need: Time, clause: Clause) -> bool:
    match need:
        case Time.DATED:
            return clause.dated
        case Time.REQUIRED:
            return bool(clause.times)
        case Time.ABSENT:
            return not clause.times
        case _:
            assert_never(need)


def _is_met(need: Need | None, *, present: bool) -> bool:
    return need is None or present == (need is Need.REQUIRED)
