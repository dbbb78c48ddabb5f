"""How Spanish clauses hang together: what one waits on, what another reports or completes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rules.grammar.clause import Link, Mood, Person, Role, Tense
from rules.grammar.spanish import words
from rules.grammar.spanish.cutting import HANGING, STRONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.grammar.clause import Clause, Token
    from rules.grammar.spanish.cutting import Draft

_WAITS: Final = frozenset({Link.IF, Link.WHEN})


def hang(clauses: Sequence[Clause], drafts: Sequence[Draft], tokens: Sequence[Token]) -> tuple[Clause, ...]:
    """Tell of each clause whether it is reported, completed or conditional, from those around it."""
    found = list(clauses)
    for place, draft in enumerate(drafts):
        if place:
            also = tokens[draft.first - 1].folded in words.COORDINATORS
            found[place] = _after(found[place], found[place - 1], draft, also=also)
            found[place - 1] = _timed(found[place - 1], found[place]) if also else found[place - 1]
        if place + 1 < len(found) and _completes(found[place + 1], found[place]):
            found[place] = replace(found[place], complement=True)
        waits = None if found[place].link in _WAITS else _waited_for(found, place, drafts, tokens)
        if waits is not None:
            role, offer = waits
            moods = found[place].moods | {Mood.CONDITIONAL} | ({Mood.OFFER} if offer else set())
            found[place] = replace(found[place], waits_on=role, moods=moods)
    return tuple(found)


def _after(clause: Clause, previous: Clause, draft: Draft, *, also: bool) -> Clause:
    """Take over from the clause before: its condition, its speaker, or its time ("mañana voy **y** lo miro")."""
    if draft.joined and _is_wished(clause) and previous.link in HANGING:
        clause = replace(clause, link=previous.link)
    if clause.link is Link.THAT and _reports(previous):
        clause = replace(clause, moods=clause.moods | {Mood.REPORTED})
    return _timed(clause, previous) if also else clause


def _timed(clause: Clause, other: Clause) -> Clause:
    """Give an act without a time that of the one "y" joins it to: "el lunes llegan **y** le separo quince"."""
    if clause.times or not (_is_author_s(clause) and _is_to_come(other)):
        return clause
    return replace(clause, times=other.times, dated=other.dated)


def _is_author_s(clause: Clause) -> bool:
    """Tell whether the author acts, and his act is still to come."""
    return clause.subject is Role.AUTHOR and _is_to_come(clause)


def _is_to_come(clause: Clause) -> bool:
    over = {Mood.PAST, Mood.NEGATED, Mood.QUESTION, Mood.HABITUAL, Mood.DUTY}
    return clause.subject is not Role.READER and clause.link is Link.MAIN and clause.moods.isdisjoint(over)


def _is_wished(clause: Clause) -> bool:
    return clause.verb is not None and clause.verb.tense is Tense.SUBJUNCTIVE


def _completes(follows: Clause, clause: Clause) -> bool:
    """Tell whether a clause is what another says or asks: "le confirmo **que**…", "le ruego **me indique**…"."""
    lemma = clause.verb.lemma if clause.verb else ""
    if follows.link is Link.THAT:
        return lemma in words.REQUESTING or lemma in words.ASKING
    return lemma in words.REQUESTING and _is_wished(follows) and follows.link is Link.MAIN


def _reports(clause: Clause) -> bool:
    return clause.verb is not None and clause.verb.lemma in words.SAYING and clause.subject is not Role.AUTHOR


def _waited_for(
    clauses: Sequence[Clause], place: int, drafts: Sequence[Draft], tokens: Sequence[Token]
) -> tuple[Role, bool] | None:
    """Find the "if" or "when" clause beside a clause, and whether it offers; an order followed by "y" is one too."""
    draft = drafts[place]
    if place and _orders(clauses[place - 1]) and tokens[draft.first - 1].folded in words.COORDINATORS:
        return Role.READER, False
    for other in range(place - 1, -1, -1):
        if _are_apart(drafts[other], draft, tokens):
            break
        before = clauses[other]
        if _is_awaited(before):
            return _condition(before)
        if before.waits_on is not None and draft.joined:
            return before.waits_on, Mood.OFFER in before.moods
    after = place + 1
    if after < len(clauses) and _is_awaited(clauses[after]) and not _are_apart(draft, drafts[after], tokens):
        return _condition(clauses[after])
    return None


def _is_awaited(clause: Clause) -> bool:
    """Tell whether another clause waits for it: what happens meanwhile ("mientras me contesta") holds nothing up."""
    return clause.link in _WAITS and clause.subordinator != "mientras"


def _are_apart(draft: Draft, later: Draft, tokens: Sequence[Token]) -> bool:
    return any(token.folded in STRONG for token in tokens[draft.group.last : later.first])


def _condition(clause: Clause) -> tuple[Role, bool]:
    """Tell whose act a condition is, and whether it only offers ("si quiere")."""
    verb = clause.verb
    offer = clause.link is Link.IF and verb is not None and bool({verb.lemma, verb.auxiliary} & words.OFFERING)
    return (clause.subject if clause.subject in {Role.AUTHOR, Role.READER} else Role.THIRD), offer


def _orders(clause: Clause) -> bool:
    verb = clause.verb
    if verb is None or Mood.NEGATED in clause.moods:
        return False
    asks = verb.person is Person.SECOND and verb.tense is Tense.PRESENT and verb.recipient is Role.AUTHOR
    return verb.tense is Tense.IMPERATIVE or asks
