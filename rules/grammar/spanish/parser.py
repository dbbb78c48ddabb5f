"""Spanish: the grammar that the engine asks."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from rules.grammar.clause import Person, Tense
from rules.grammar.gapping import Gaps
from rules.grammar.spanish import words
from rules.grammar.spanish.conjugation import LEMMAS, conjugate
from rules.grammar.spanish.cutting import cut
from rules.grammar.spanish.describing import describe
from rules.grammar.spanish.groups import groups
from rules.grammar.spanish.hanging import hang
from rules.grammar.spanish.inserting import without_insertions
from rules.grammar.spanish.spellings import first_persons, learn
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from rules.grammar.clause import Clause, Context
    from rules.reading.reading import Sentence

_INFINITIVE: Final = re.compile(r"[a-zñáéóúü]{2,}(?:ar|er|ir)")
_BARE: Final = frozenset({Tense.INFINITIVE, Tense.GERUND, Tense.PARTICIPLE})
_COMPOUND: Final = frozenset({Tense.GOING_TO, Tense.PERFECT, Tense.PROGRESSIVE})
_OVER: Final = frozenset({Tense.PAST, Tense.PERFECT})
_TO_COME: Final = frozenset({Tense.FUTURE, Tense.GOING_TO})


class Spanish:
    """The :class:`rules.grammar.clause.Grammar` of Spanish: Spain and America, with and without accents."""

    language = "es"
    enclitics = r"(?:se)?(?:me|te|nos|os)?(?:l[aeo]s?)?"
    time_sign = (
        r"\b(?:hoy|manana|mnn|tarde|noche|mediodia|lunes|martes|miercoles|jueves|viernes|sabado|domingo|finde|semanas?"
        r"|quincena|mes(?:es)?|dias?|horas?|minutos?|rato|ratito|luego|ahorita|ahora|breve|brevedad|pronto|antes|despues"
        r"|finales|fines?|principios?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre"
        r"|diciembre|verano|otono|invierno|primavera|trimestre|semestre|anos?|transcurso|jornada|mediados|momento|vispera|siguiente|primera|ultima|plazo|dentro|tras|cuanto|tardar|nada|tiro|siesta|mismito|correr|almuerzo|salir|\d+"
        r"|las (?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)|la una)\b"
    )

    def parse(self, sentence: Sentence, context: Context) -> tuple[Clause, ...]:
        """Say what a sentence says, clause by clause, in order."""
        tokens = without_insertions(words.tokens(sentence))
        times = tuple(span for span in context.times if not words.OPENS_WHEN.match(sentence.folded, span.start))
        blocked = frozenset(
            place for place, token in enumerate(tokens) for span in times if span.start <= token.start < span.end
        )
        context = context._replace(times=times)
        found = groups(tokens, context, blocked)
        drafts = cut(tokens, [group for group in found if group.finite] or found[:1], blocked)
        hung = hang([describe(draft, tokens, sentence, context) for draft in drafts], drafts, tokens, context)
        if len(times) < 2:
            return hung
        # A semicolon parts less than a verb does: "mañana te mando el plano; la factura, el viernes".
        reaches = [*(draft.first - len(draft.subordinator.split()) for draft in drafts[1:]), len(tokens)]
        ends = zip(hung, drafts, reaches, strict=False)
        return tuple(
            each
            for clause, draft, reach in ends
            for each in (
                Gaps(words.GAPPING, tokens, draft.group.last, reach, times).parted(clause, context)
                if clause.verb is not None and clause.verb.tense not in _OVER
                else (clause,)
            )
        )

    def knows(self, lemma: str) -> bool:
        """Tell whether a verb of a lexicon can be conjugated: one that is not known is taken for regular."""
        return lemma in LEMMAS or _INFINITIVE.fullmatch(lemma) is not None

    def forms(
        self, lemma: str, persons: AbstractSet[Person] = frozenset(), tenses: AbstractSet[Tense] = frozenset()
    ) -> frozenset[str]:
        """Give the folded forms that a group of those persons and tenses can contain."""
        learn(lemma)
        return _forms(lemma, frozenset(persons), frozenset(tenses))

    def sign(self, persons: AbstractSet[Person], tenses: AbstractSet[Tense]) -> str:
        """Give a pattern that every sentence with such a verb holds, where there is one."""
        to_come = bool(tenses) and tenses <= _TO_COME
        if persons == {Person.FIRST}:
            return r"\b(?:\w+re|\w+remos|voy|vamos|estaria(?:mos)?)\b" if to_come else _first_person()
        return r"\b(?:\w+ran?|van?)\b" if persons == {Person.THIRD} and to_come else ""

    def inflect(self, word: str) -> frozenset[str]:
        """Give the forms of a noun or adjective given in the singular, masculine where there are two."""
        if word.endswith(("s", "x")):
            return frozenset({word})
        if word[-1:] in "aeiou":
            return frozenset({word, word + "s"})
        return frozenset({word, word.removesuffix("z") + ("ces" if word.endswith("z") else "es")})


@cache
def _first_person() -> str:
    """Give a pattern of every first person: the singular of the present word by word, as nouns end in -o too."""
    singular = first_persons() - words.FUNCTION
    return rf"\b(?:{'|'.join(sorted(singular))}|\w+mos|\w+re|estaria)\b"


@cache
def _forms(lemma: str, persons: frozenset[Person], tenses: frozenset[Tense]) -> frozenset[str]:
    return frozenset(
        fold(form.spelled)
        for form in conjugate(lemma)
        if (not persons or form.person in persons or form.tense in _BARE)
        and (not tenses or form.tense in tenses or form.tense in _BARE or tenses & _COMPOUND)
    )


SPANISH: Final = Spanish()
