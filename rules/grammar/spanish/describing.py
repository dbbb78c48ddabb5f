"""What a Spanish clause says: who acts, on what, when, and in which mood."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rules.grammar.clause import Clause, Mood, Person, Role, Span, Tense
from rules.grammar.spanish import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rules.grammar.clause import Context, Token, Verb
    from rules.grammar.spanish.cutting import Draft
    from rules.reading.reading import Sentence

_SUBJECTS: Final = {Person.FIRST: Role.AUTHOR, Person.SECOND: Role.READER, Person.NONE: Role.NOBODY}
_SPELLED_ALIKE: Final = frozenset({Tense.PAST, Tense.PERFECT, Tense.CONDITIONAL})
_MONEY: Final = frozenset("€%$")
_OWN: Final = frozenset({"nuestro", "nuestra", "nuestros", "nuestras", "mi", "mis"})
_OF: Final = frozenset({"de", "del"})
_BESIDE_SUBJECT: Final = words.NEGATIONS | {"ya", "tambien", "se"}
_BEFORE_OBJECT: Final = (
    words.AUTHOR_PRONOUNS | words.READER_PRONOUNS | {"ya", "tambien", "luego", "hoy", "ayer", "mismo", "recien"}
)
_ENDS_OBJECT: Final = (words.PREPOSITIONS - _OF) | {",", "que", "si", "cuando"}
_OPENS_NONE: Final = frozenset({"y", "antes", "despues"})
_LOOSE: Final = words.PREPOSITIONS | words.DETERMINERS | words.ARTICLES | {"y", "ya"}
_GIVES_GROUND: Final = frozenset({"en", "por"})
_BY: Final = frozenset({"por", "via", "mediante"})
_BEFORE_FRONTED: Final = words.NEGATIONS | words.AUTHOR_PRONOUNS | words.OPENERS
_OPENS_NOUN: Final = words.DETERMINERS | words.ARTICLES | words.STAFF
_THE: Final = frozenset({"el", "la", "mi", "nuestro", "nuestra", "los", "las"})


def describe(draft: Draft, tokens: Sequence[Token], sentence: Sentence, context: Context) -> Clause:
    """Make a clause of a draft."""
    return _Describer(draft, tokens, sentence, context).clause()


class _Describer:
    """Looks at one draft."""

    def __init__(self, draft: Draft, tokens: Sequence[Token], sentence: Sentence, context: Context) -> None:
        self._draft = draft
        self._tokens = tokens
        self._sentence = sentence
        self._context = context
        self._verb = self._told(draft.group.verb)
        self._listing = frozenset(self._between_things())
        self._first, self._last = self._trimmed()
        self._start, self._end = tokens[self._first].start, tokens[self._last - 1].end
        self._folded = sentence.folded[self._start : self._end]

    def _told(self, verb: Verb) -> Verb:
        """Give "la habitación **olía**" to the room: first and third person of the imperfect are spelled alike."""
        group = self._draft.group
        if verb.person is not Person.FIRST or verb.plural or verb.tense not in _SPELLED_ALIKE:
            return verb
        if not any(token.folded.endswith(("aba", "ia")) for token in self._tokens[group.first : group.last]):
            return verb
        before = self._noun_before(self._tokens[self._draft.first : group.first])
        named = len(before) > 1 and before[0].folded in _OPENS_NOUN
        return replace(verb, person=Person.THIRD) if named or verb.lemma == "haber" else verb

    def clause(self) -> Clause:
        """Put together what is found."""
        verb = self._verb
        if verb.recipient is not Role.READER and words.READER_PHRASES.search(self._folded):
            verb = replace(verb, recipient=Role.READER)
        times = tuple(span for span in self._context.times if self._start <= span.start < self._end)
        subject, subject_words = self._subject()
        return Clause(
            start=self._start,
            end=self._end,
            tokens=tuple(self._tokens[self._first : self._last]),
            verb=verb,
            subject=subject,
            subject_words=subject_words,
            link=self._draft.link,
            subordinator=self._draft.subordinator,
            moods=frozenset(mood for mood, holds in _MOODS if holds(self)),
            times=times,
            dated=any(span not in self._context.vague for span in times),
            object=self._object(subject_words),
        )

    def _between_things(self) -> Iterator[int]:
        """Find the commas of a list of things that "y" ends: "le mando el plano**,** la memoria y las fotos"."""
        tokens, first, last = self._tokens, self._draft.group.last, self._draft.last
        commas: list[int] = []
        for place in range(first, last - 1):
            word = tokens[place].folded
            if word not in {",", "y", "e"}:
                continue
            if not self._opens_thing(tokens[place + 1]):
                return
            if word != ",":
                yield from commas
                return
            commas.append(place)

    def _opens_thing(self, token: Token) -> bool:
        return token.folded in _THE | words.DETERMINERS and not self._is_time(token)

    def _is_time(self, token: Token) -> bool:
        return any(span.start <= token.start < span.end for span in self._context.times)

    def _has_time(self, first: int, last: int) -> bool:
        return any(self._is_time(token) for token in self._tokens[first:last])

    def _trimmed(self) -> tuple[int, int]:
        """Leave out what opens the clause without belonging to it, and what trails behind a comma without a time."""
        tokens, group = self._tokens, self._draft.group
        first, last = self._draft.first, self._draft.last
        for place in range(first, group.first):
            if tokens[place].folded == "," and not self._has_time(first, place):
                first = place + 1
        while first < group.first and tokens[first].folded in words.OPENERS and not self._is_time(tokens[first]):
            first += 1
        signs = (place for place in range(group.last, last) if tokens[place].folded in {",", "-"})
        commas = (place for place in signs if place not in self._listing)
        last = next((place for place in commas if not self._has_time(place, last)), last)
        while last > group.last and _is_loose(tokens[last - 1].folded):
            last -= 1
        return first, last

    def _subject(self) -> tuple[Role, Span | None]:
        group = self._draft.group
        if self._verb.person in _SUBJECTS:
            return _SUBJECTS[self._verb.person], None
        before = self._tokens[self._draft.first : group.first]
        after = self._tokens[group.last : min(self._draft.last, group.last + 4)]
        if any(token.folded in words.READER_PRONOUNS for token in (*before, *after[:1])):
            return Role.READER, None
        if any(token.folded in words.OTHERS for token in before):
            return Role.THIRD, None
        behind = self._noun_after(after)
        # "La multa **la** cubre el despacho": what the pronoun takes up is the thing, and who acts stands behind.
        if noun := (behind if self._verb.direct and behind else self._noun_before(before) or behind):
            firm = any(token.folded in _OWN or token.folded in words.STAFF for token in noun)
            return (Role.FIRM if firm else Role.THIRD), Span(noun[0].start, noun[-1].end)
        if self._verb.recipient is not Role.AUTHOR:
            return Role.NOBODY, None
        return (Role.THIRD if self._verb.lemma in words.HAPPENING else Role.READER), None

    def _noun_before(self, before: Sequence[Token]) -> Sequence[Token]:
        """Find the noun phrase right before the verb: no time, no preposition before it."""
        rest = [token for token in before if token.folded not in _BESIDE_SUBJECT and not self._is_time(token)]
        if rest and rest[0].folded == "cualquier":
            return []  # "cualquier cosa me llama" leaves it to the reader
        for place, token in enumerate(rest):
            if token.folded in words.PREPOSITIONS - _OF:
                return rest[:place]
        return rest if rest and (rest[0].folded in _OPENS_NOUN or rest[0].text[:1].isupper()) else []

    def _noun_after(self, after: Sequence[Token]) -> Sequence[Token]:
        """Find a subject behind its verb: "la mira el electricista", "lo firma gerencia"."""
        rest = [token for token in after if not self._is_time(token)]
        if len(rest) > 1 and rest[0].folded in _THE and rest[1].folded in words.STAFF:
            return rest[:2]
        if len(rest) > 1 and rest[0].folded in _OWN:
            return rest[:2]
        # "En cuanto me conteste **el fabricante**": it is not "usted" who answers.
        if len(rest) > 1 and rest[0].folded in _THE and self._verb.lemma in words.ANSWERING:
            return rest[:2]
        named = rest and rest[0].text[:1].isupper() and rest[0].folded not in words.DETERMINERS
        return rest[:1] if named or (rest and rest[0].folded in words.STAFF) else []

    def _object(self, subject: Span | None) -> Span | None:
        """Find the thing: the noun phrase after the verb, else the one fronted before a clitic.

        Behind its verb a subject stands there too: who comes in "mañana pasa **el técnico**" is no thing.
        """
        tokens, last = self._tokens, self._last
        start = self._draft.group.last
        while start < last and (tokens[start].folded in _BEFORE_OBJECT or self._is_time(tokens[start])):
            start += 1
        if start + 2 < last and tokens[start].folded in _BY and tokens[start + 2].folded in _OPENS_NOUN:
            start += 2  # "le mando **por mensajería** las bisagras"
        end = start
        while end < last and (end in self._listing or not self._ends_object(tokens[end], first=end == start)):
            end += 1
        while end > start and tokens[end - 1].folded in _LOOSE:
            end -= 1
        if end > start:
            found = Span(tokens[start].start, tokens[end - 1].end)
            if subject != found or not self._names_staff(start, end):
                return found
        return self._fronted() if self._verb.direct else None

    def _names_staff(self, first: int, last: int) -> bool:
        return any(token.folded in words.STAFF for token in self._tokens[first:last])

    def _ends_object(self, token: Token, *, first: bool) -> bool:
        stops = token.folded in _ENDS_OBJECT or (first and token.folded in _OPENS_NONE)
        return stops or not token.folded[-1].isalnum() or self._is_time(token)

    def _fronted(self) -> Span | None:
        before = self._tokens[self._draft.first : self._draft.group.first]
        rest = [token for token in before if token.folded not in _BEFORE_FRONTED and not self._is_time(token)]
        if not rest or rest[0].folded in words.PREPOSITIONS:
            return None
        return Span(rest[0].start, rest[-1].end)

    def _holds(self, found: frozenset[str]) -> bool:
        return any(token.folded in found for token in self._tokens[self._first : self._last])

    def is_negated(self) -> bool:
        """Tell whether "no" stands before the verb, or "nada", "ningún" in its clause.

        The "no" of a noun denies nothing: "el informe **de no** conformidad".
        """
        first = max(self._draft.first, self._draft.group.first - 4)
        before = self._tokens[first : self._draft.group.first]
        denies = (
            token.folded in words.NEGATIONS and self._tokens[first + place - 1].folded not in _OF
            for place, token in enumerate(before)
        )
        return any(denies) or self._says_nothing()

    def _says_nothing(self) -> bool:
        """Tell "no le debe nada", "nada cambia" from "se lo arreglo sin cobrarle nada"."""
        tokens = self._tokens[self._first : self._last]
        without = next((place for place, token in enumerate(tokens) if token.folded == "sin"), len(tokens))
        return any(token.folded in words.NOTHING for token in tokens[:without])

    def is_question(self) -> bool:
        """Tell whether it stands between "¿" and "?", or before a "?" without a sign between."""
        text = self._sentence.text
        opened = text.rfind("¿", 0, self._start + 1)
        if opened >= 0:
            return "?" not in text[opened : self._start]
        closed = text.find("?", self._start)
        return closed >= 0 and not any(sign in text[self._end : closed] for sign in ".;:!¿")

    def is_past(self) -> bool:
        """Tell whether its verb is past, or a time that is over dates it ("la factura **de ayer**" does not)."""
        if self._verb.tense in {Tense.PAST, Tense.PERFECT} or self._is_already_done():
            return True
        folded = self._sentence.folded
        starts = [span.start for span in self._context.past if self._start <= span.start < self._end]
        starts += [match.start() for match in words.PAST_ADVERBS.finditer(folded, self._start, self._end)]
        return any(folded[max(0, start - 3) : start] != "de " for start in starts) or self._is_just_done()

    def _is_just_done(self) -> bool:
        """Tell whether "recién" says that it has just been, and not that it will be no sooner: "sale recién hoy"."""
        is_to_come = self._verb.tense in {Tense.FUTURE, Tense.GOING_TO} or self._has_time(self._first, self._last)
        return not is_to_come and words.JUST.search(self._folded) is not None

    def _is_already_done(self) -> bool:
        """Tell whether "**ya** lo enviamos el lunes" is told and not promised: present and past are spelled alike."""
        verb, group = self._verb, self._draft.group
        alike = verb.plural and verb.person is Person.FIRST and verb.tense is Tense.PRESENT and not verb.auxiliary
        if not (alike and verb.lemma.endswith(("ar", "ir")) and group.first > self._draft.first):
            return False
        return self._tokens[group.first - 1].folded == "ya" and "manana" not in self._folded

    def is_conditional(self) -> bool:
        """Tell whether its verb stands in the conditional."""
        return self._verb.tense is Tense.CONDITIONAL

    def is_habitual(self) -> bool:
        """Tell whether it happens again and again."""
        again = any(self._start <= span.start < self._end for span in self._context.habitual)
        return again or self._holds(words.HABITS)

    def is_courtesy(self) -> bool:
        """Tell whether it is a mere form, which "**en** atención a su queja" is not."""
        return any(
            token.folded in words.COURTESIES and self._tokens[place - 1].folded not in _GIVES_GROUND
            for place, token in enumerate(self._tokens[self._first : self._last], self._first)
        )

    def is_doubtful(self) -> bool:
        """Tell whether it is tried, wished or guessed only."""
        return self._verb.auxiliary in words.TRYING or "lo mejor" in self._folded or self._holds(words.DOUBTS)

    def is_duty(self) -> bool:
        """Tell whether it has to be, which is no promise yet."""
        return self._verb.auxiliary in words.HAVING_TO

    def is_offer(self) -> bool:
        """Tell whether the author can."""
        return self._verb.auxiliary == "poder" and self._verb.person is Person.FIRST

    def is_quoted(self) -> bool:
        """Tell whether quotation marks stand open before it."""
        text = self._sentence.text[: self._start]
        odd = self._sentence.folded[: self._start].count('"') % 2 == 1
        return odd != self._context.quoted or text.count("«") > text.count("»")


_MOODS: Final[tuple[tuple[Mood, Callable[[_Describer], bool]], ...]] = (
    (Mood.NEGATED, _Describer.is_negated),
    (Mood.QUESTION, _Describer.is_question),
    (Mood.PAST, _Describer.is_past),
    (Mood.CONDITIONAL, _Describer.is_conditional),
    (Mood.HABITUAL, _Describer.is_habitual),
    (Mood.COURTESY, _Describer.is_courtesy),
    (Mood.DOUBT, _Describer.is_doubtful),
    (Mood.DUTY, _Describer.is_duty),
    (Mood.OFFER, _Describer.is_offer),
    (Mood.REPORTED, _Describer.is_quoted),
)


def _is_loose(word: str) -> bool:
    return word in words.COORDINATORS or not (word[-1].isalnum() or word in _MONEY)
