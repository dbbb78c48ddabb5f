"""What a pronoun stands for: "queda pendiente **la memoria**, **la** mando el jueves".

Only what agrees with it and was named just before, in its sentence or in the one before that, can be meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.grammar.clause import Mood, Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.grammar.clause import Clause
    from rules.language.matching import Hit, Matter
    from rules.reading.reading import Sentence

_PRONOUN = {
    "es": re.compile(r"\b(?:(?:te|se|os|me|nos) )?(l[oa]s?)\b|[aei]r(?:te|se|me|nos|os|le)?(l[oa]s?)\b"),
    "en": re.compile(r"\b(it|them)\b"),
}
_AGREES = {
    "es": {
        "lo": re.compile(r"\b(?:el|un|est?e|mi|tu|su|nuestro|vuestro) (?!que\b)"),
        "la": re.compile(r"\b(?:la|una|est?a|mi|tu|su|nuestra|vuestra|el (?=h?a\w)) ?(?!que\b)"),
        "los": re.compile(r"\b(?:los|unos|est?os|mis|tus|sus|nuestros|vuestros) (?!que\b)"),
        "las": re.compile(r"\b(?:las|unas|est?as|mis|tus|sus|nuestras|vuestras) (?!que\b)"),
    },
    "en": {
        "it": re.compile(r"\b(?:the|an?|this|that|your|my|our) (?=\w)"),
        "them": re.compile(r"\b(?:the|these|those|your|my|our) (?=(?:\w+ ){0,3}\w+s\b)"),
    },
}
_LOOSE = re.compile(r"\s+(?:todavia|aun|ya|tambien|still|also|already)\b.*$")
"""What a fronted subject drags along: "la memoria **todavía** la cierra mi socia"."""


def thing_of(hit: Hit, matter: Matter) -> str | None:
    """Give the thing that an act is about, in the words of its clause or in those its pronoun stands for."""
    clause, sentence = hit.clause, hit.sentence
    if clause is None:
        return None
    if clause.object is not None:
        return sentence.text[clause.object.start : clause.object.end]
    language = matter.reading.language
    pronoun = _pronoun_of(clause, sentence, language)
    if pronoun is None:
        return None
    agrees = _AGREES[language][pronoun]
    earlier = [each for each in matter.clauses(sentence) if each.end <= clause.start]
    named = _last_that_agrees(earlier, sentence, agrees)
    before = matter.beside(sentence)
    if named is not None or before is None:
        return named
    return _last_that_agrees(matter.clauses(before), before, agrees)


def _pronoun_of(clause: Clause, sentence: Sentence, language: str) -> str | None:
    verb = clause.verb
    if verb is None or not verb.direct:
        return None
    found = [*_PRONOUN[language].finditer(sentence.folded, clause.start, clause.end)]
    return next((group for match in found[-1:] for group in match.groups() if group), None)


def _last_that_agrees(clauses: Sequence[Clause], sentence: Sentence, agrees: re.Pattern[str]) -> str | None:
    for clause in clauses[::-1]:
        for place in _things(clause):
            opening = agrees.search(sentence.folded, place.start, place.end)
            if opening is not None:
                loose = _LOOSE.search(sentence.folded, opening.end(), place.end)
                return sentence.text[opening.start() : loose.start() if loose else place.end]
    return None


def _things(clause: Clause) -> Iterator[Span]:
    """Give what a clause names: its object, and a subject that is a thing or somebody else."""
    if Mood.COURTESY in clause.moods:
        return
    # "La memoria la cierra mi socia": with a pronoun of its own, what stands behind the verb is who does it.
    verb, thing = clause.verb, clause.object
    if thing is not None and not (verb is not None and verb.direct and thing.start > verb.start):
        yield thing
    if clause.subject is Role.THIRD and clause.subject_words is not None and _is_passive(clause):
        yield clause.subject_words
    verb, actor = clause.verb, clause.subject_words
    if verb is not None and verb.direct and actor is not None and actor.start >= verb.end:
        yield Span(clause.start, verb.start)  # "**la memoria** la está cerrando mi socia"


def _is_passive(clause: Clause) -> bool:
    """Tell a thing that something happens to ("no ha llegado") from somebody who acts ("el taller viene")."""
    verb = clause.verb
    if verb is None or verb.recipient is not Role.NOBODY:
        return False
    return verb.direct or verb.passive or Mood.NEGATED in clause.moods or verb.lemma.startswith("be")
