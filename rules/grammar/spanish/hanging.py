"""How Spanish clauses hang together: what one waits on, what another reports or completes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from rules.grammar.clause import Link, Mood, Person, Role, Tense
from rules.grammar.spanish import words
from rules.grammar.spanish.cutting import HANGING, STRONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.grammar.clause import Clause, Context, Token, Verb
    from rules.grammar.spanish.cutting import Draft

_WAITS: Final = frozenset({Link.IF, Link.WHEN})
_INHERITED: Final = frozenset({Mood.OFFER, Mood.PAST, Mood.HABITUAL})
"""Moods that what is joined to a waiting clause takes over from it."""


def hang(
    clauses: Sequence[Clause], drafts: Sequence[Draft], tokens: Sequence[Token], context: Context
) -> tuple[Clause, ...]:
    """Tell of each clause whether it is reported, completed or conditional, from those around it."""
    found = list(clauses)
    for place, draft in enumerate(drafts):
        if place:
            adds = tokens[draft.first - 1].folded in words.ADDING
            waits_later = _waits_on_next(found, place, drafts, tokens)
            found[place] = _after(found[place], found[place - 1], draft, adds=adds and not waits_later)
            if adds and _is_told_along(found[place - 1], found[place]):
                found[place - 1] = replace(found[place - 1], moods=found[place - 1].moods | {Mood.PAST})
            if adds and found[place].subject is found[place - 1].subject:
                found[place - 1] = _timed(found[place - 1], found[place])
        if place + 1 < len(found) and _completes(found[place + 1], found[place]):
            found[place] = _completed(found[place], found[place + 1])
        waits = None if found[place].link in _WAITS else _waited_for(found, place, drafts, tokens)
        if waits is not None:
            moods = found[place].moods | {Mood.CONDITIONAL} | waits.moods
            found[place] = replace(found[place], waits_on=waits.role, moods=moods)
        if place and waits is not None and not found[place].times:
            found[place] = _dated_before(found[place], drafts[place - 1], tokens, context)
    return tuple(found)


def _dated_before(clause: Clause, awaited: Draft, tokens: Sequence[Token], context: Context) -> Clause:
    """Give a clause the time before the "when" it waits on: "**el jueves** cuando baje te lo traigo"."""
    opens = awaited.first - len(awaited.subordinator.split())
    if not awaited.subordinator or opens <= 0:
        return clause
    end = tokens[opens - 1].end
    times = tuple(span for span in context.times if span.end == end)
    return replace(clause, times=times, dated=any(span not in context.vague for span in times))


class _Awaited(NamedTuple):
    """Whose act a clause waits on, and what waiting on it makes of the clause."""

    role: Role
    moods: frozenset[Mood] = frozenset()


def _after(clause: Clause, previous: Clause, draft: Draft, *, adds: bool) -> Clause:
    """Take over from the clause before: its condition, its speaker, or its time ("mañana voy **y** lo miro")."""
    if draft.joined and _is_wished(clause) and previous.link in HANGING:
        clause = replace(clause, link=previous.link)
    if draft.joined and _is_told_along(clause, previous):
        clause = replace(clause, moods=clause.moods | {Mood.PAST})
    if clause.link is Link.THAT and _reports(previous):
        clause = replace(clause, moods=clause.moods | {Mood.REPORTED})
    return _timed(clause, previous) if adds else clause


def _timed(clause: Clause, other: Clause) -> Clause:
    """Give an act without a time that of the one "y" joins it to: "el lunes llegan **y** le separo quince".

    What is named first is told apart: "el plano te lo doy el jueves **y lo otro** lo pregunto".
    """
    if (
        clause.times
        or _is_about_else(clause)
        or not (_is_author_s(clause) and (_is_to_come(other) or _asks_time(other)))
    ):
        return clause
    return replace(clause, times=other.times, dated=other.dated)


def _is_about_else(clause: Clause) -> bool:
    return clause.object is not None and clause.verb is not None and clause.object.start < clause.verb.start


def _is_author_s(clause: Clause) -> bool:
    """Tell whether the author acts, and his act is still to come."""
    return clause.subject is Role.AUTHOR and _is_to_come(clause)


def _is_to_come(clause: Clause) -> bool:
    over = {Mood.PAST, Mood.NEGATED, Mood.QUESTION, Mood.HABITUAL, Mood.DUTY}
    return clause.subject is not Role.READER and clause.link is Link.MAIN and clause.moods.isdisjoint(over)


def _is_wished(clause: Clause) -> bool:
    return clause.verb is not None and clause.verb.tense is Tense.SUBJUNCTIVE


def _is_told_along(clause: Clause, beside: Clause) -> bool:
    """Tell whether "fuimos el lunes y **cambiamos** la pieza" tells too: present and past are spelled alike.

    So does "**armamos** el puesto y faltaban piezas", whoever acts in what was so meanwhile.
    """
    verb, other = clause.verb, beside.verb
    if verb is None or other is None or other.tense is not Tense.PAST:
        return False
    alike = verb.lemma.endswith(("ar", "ir")) and verb.tense is Tense.PRESENT and not verb.auxiliary
    ours = verb.plural and verb.person is Person.FIRST
    return alike and ours and (beside.start > clause.start or (other.plural and other.person is Person.FIRST))


def _completes(follows: Clause, clause: Clause) -> bool:
    """Tell whether a clause is what another says or asks: "le confirmo **que**…", "le ruego **me indique**…"."""
    lemma = clause.verb.lemma if clause.verb else ""
    if follows.link is Link.THAT:
        return lemma in words.REQUESTING or lemma in words.ASKING
    return lemma in words.REQUESTING and _is_wished(follows) and follows.link is Link.MAIN


def _completed(clause: Clause, follows: Clause) -> Clause:
    """Complete a clause; what is asked for is what the other is to do it with: "necesito que me mande **el plano**"."""
    asks = clause.verb is not None and clause.verb.lemma in words.REQUESTING and clause.object is None
    return replace(clause, complement=True, object=follows.object if asks else clause.object)


def _reports(clause: Clause) -> bool:
    return clause.verb is not None and clause.verb.lemma in words.SAYING and clause.subject is not Role.AUTHOR


def _waited_for(
    clauses: Sequence[Clause], place: int, drafts: Sequence[Draft], tokens: Sequence[Token]
) -> _Awaited | None:
    """Find the "if" or "when" clause beside a clause, and what it makes of it; an order followed by "y" is one too."""
    draft = drafts[place]
    if place and _orders(clauses[place - 1]) and tokens[draft.first - 1].folded in words.COORDINATORS:
        return _Awaited(Role.READER, clauses[place - 1].moods & _INHERITED)
    for other in range(place - 1, -1, -1):
        if _are_apart(drafts[other], draft, tokens):
            break
        before = clauses[other]
        if _is_awaited(before):
            return _condition(before, clauses[place])
        if before.waits_on is not None and draft.joined:
            return _Awaited(before.waits_on, before.moods & _INHERITED)
    return _condition(clauses[place + 1], clauses[place]) if _waits_on_next(clauses, place, drafts, tokens) else None


def _waits_on_next(clauses: Sequence[Clause], place: int, drafts: Sequence[Draft], tokens: Sequence[Token]) -> bool:
    """Tell whether a clause waits on the one behind it, and that one does not open what follows.

    "Te lo mando el lunes **y si lo apruebas** te regalo la otra": only the other is given on approval.
    """
    after = place + 1
    if after >= len(clauses) or not _is_awaited(clauses[after]) or _are_apart(drafts[place], drafts[after], tokens):
        return False
    opens = drafts[after].first - len(drafts[after].subordinator.split())
    completed = after + 1 < len(clauses) and clauses[after + 1].link is Link.MAIN
    return not (completed and tokens[opens - 1].folded in words.COORDINATORS)


def _is_awaited(clause: Clause) -> bool:
    """Tell whether another clause waits for it: what happens meanwhile ("mientras me contesta") holds nothing up."""
    return clause.link in _WAITS and clause.subordinator != "mientras"


def _are_apart(draft: Draft, later: Draft, tokens: Sequence[Token]) -> bool:
    return any(token.folded in STRONG for token in tokens[draft.group.last : later.first])


def _condition(clause: Clause, waiting: Clause) -> _Awaited:
    """Tell whose act a condition is, and what it makes of what is ``waiting`` on it.

    "Si quiere" offers, as "si hiciera falta" does, which supposes; what came "cuando llegó" is past; "siempre que hay
    junta" tells a habit.
    """
    role = clause.subject if clause.subject in {Role.AUTHOR, Role.READER} else Role.THIRD
    role = Role.THIRD if role is Role.READER and _are_others(clause, waiting) else role
    role = Role.READER if _is_handed_over(clause) else role
    verb = clause.verb
    if verb is None:
        return _Awaited(role)
    if clause.link is Link.WHEN:
        return _Awaited(role, frozenset({Mood.PAST}) if verb.tense is Tense.PAST else frozenset())
    if clause.subordinator == "siempre que" and verb.tense is Tense.PRESENT:
        return _Awaited(role, frozenset({Mood.HABITUAL}))
    supposed = clause.subordinator == "si" and verb.tense is Tense.SUBJUNCTIVE
    offers = bool({verb.lemma, verb.auxiliary} & words.OFFERING) or _is_needed(clause)
    return _Awaited(role, frozenset({Mood.OFFER}) if supposed or offers else frozenset())


def _is_handed_over(clause: Clause) -> bool:
    """Tell whether the author waits for what the reader is to hand him: "una vez recibamos **el soporte**".

    What is his own comes from him: "en cuanto tenga **su** respuesta". What has been signed comes from who signs: "en
    cuanto tengamos **el acta firmada**", and what shows that something is paid from who pays: "apenas nos llegue **el
    comprobante**". What third parties give ("el informe **del perito**") or what is not named ("noticias") waits on
    them.
    """
    verb = clause.verb
    if verb is None or verb.tense is not Tense.SUBJUNCTIVE:
        return False
    after = [token.folded for token in clause.tokens if token.start >= verb.end]
    is_his = verb.lemma in words.ARRIVING and not words.YOURS.isdisjoint(after[:1])
    is_paid = verb.lemma in words.ARRIVING and not words.PAID.isdisjoint(after[1:2])
    is_agreed = verb.lemma == "tener" and not words.AGREED.isdisjoint(after)
    is_given = clause.subject is Role.AUTHOR and (verb.lemma == "recibir" or is_agreed)
    named = bool(after) and after[0] in words.DEFINITE and words.STAFF.isdisjoint(after[2:])
    return named and (is_his or is_paid or is_given)


def _are_others(clause: Clause, waiting: Clause) -> bool:
    """Tell that "apenas **me den** el ok" is nobody's in particular, where who reads it is one: "**te** confirmo"."""
    verb = clause.verb
    if verb is None or verb.person is not Person.THIRD or not verb.plural or clause.subject_words is not None:
        return False
    return any(token.folded in words.TO_ONE for token in waiting.tokens)


def _is_needed(clause: Clause) -> bool:
    """Tell whether it says "hace falta"."""
    return (
        clause.verb is not None
        and clause.verb.lemma == "hacer"
        and any(token.folded == "falta" for token in clause.tokens)
    )


def _orders(clause: Clause) -> bool:
    verb = clause.verb
    if verb is None or Mood.NEGATED in clause.moods or _asks_leave(verb) or _asks_time(clause):
        return False
    asks = verb.person is Person.SECOND and verb.tense is Tense.PRESENT and verb.recipient is Role.AUTHOR
    return verb.tense is Tense.IMPERATIVE or asks


def _asks_leave(verb: Verb) -> bool:
    """Tell "déjeme mirarlo y le digo" from an order: nobody waits for the leave."""
    return verb.auxiliary in words.LETTING or (verb.lemma == "permitir" and verb.recipient is Role.AUTHOR)


def _asks_time(clause: Clause) -> bool:
    """Tell "deme hasta el domingo y se lo llevo" from an order: time is all that is asked for."""
    verb = clause.verb
    if verb is None or verb.lemma not in words.GIVING or verb.recipient is not Role.AUTHOR:
        return False
    after = (token.folded for token in clause.tokens if token.start >= verb.end)
    return bool(clause.times) or not words.SPANS.isdisjoint(after)
