"""Verb groups: "se lo voy a enviar" is one verb, with its auxiliaries and clitics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from rules.grammar.clause import Person, Role, Tense, Verb
from rules.grammar.spanish import words
from rules.grammar.spanish.morphology import analyse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.grammar.clause import Context, Token
    from rules.grammar.spanish.conjugation import Form
    from rules.grammar.spanish.morphology import Word

_DIRECT: Final = frozenset({"lo", "la", "los", "las"})
_READER: Final = frozenset({"te", "os", "le", "les"})
_AUTHOR: Final = frozenset({"me", "nos"})
_GOVERNS: Final = {
    "": words.GOVERNING,
    "a": words.GOVERNING_A,
    "de": words.GOVERNING_DE,
    "en": frozenset({"quedar", "tardar", "insistir", "pensar"}),
    "que": frozenset({"tener", "haber"}),
    "por": frozenset({"estar", "hacer", "empezar", "optar", "acabar", "terminar"}),
}
"""Verbs that govern an infinitive, by the word between them."""
_TRANSPARENT: Final = frozenset({("ir", "a"), ("volver", "a")})
_GOING: Final = {Tense.PRESENT: Tense.GOING_TO}
_MEANS: Final = {("hacer", "llegar"): "enviar", ("hacer", "saber"): "avisar"}
_BEFORE_NOUNS: Final = words.PREPOSITIONS | words.DETERMINERS | words.ARTICLES
_WISHED: Final = frozenset({Tense.SUBJUNCTIVE, Tense.IMPERATIVE})
_SECOND_PERSONS: Final = ("ais", "eis", "enes", "ieres", "edes")
_OPENS_ORDER: Final = words.OPENERS - {"¿", "si", "porque", "aunque", "ya", "que", "entonces", ")"} | {"favor", "porfa"}
_OPENS_STATEMENT: Final = words.OPENERS | words.NEGATIONS | words.AUTHOR_PRONOUNS
_OPENS_OBJECT: Final = words.DETERMINERS | words.ARTICLES | words.AUTHOR_PRONOUNS | {"a", "por", "con", "tambien"}
_NO_OBJECT: Final = frozenset({"de", "del", ":", ".", "", "no", "n", "-", "/"})
_NON_FINITE: Final = frozenset({Tense.INFINITIVE, Tense.GERUND})
_PARTICIPLE: Final = frozenset({Tense.PARTICIPLE})
_GERUND: Final = frozenset({Tense.GERUND})
_INFINITIVE: Final = frozenset({Tense.INFINITIVE})
_FINITE: Final = frozenset(
    {Tense.PRESENT, Tense.FUTURE, Tense.CONDITIONAL, Tense.PAST, Tense.SUBJUNCTIVE, Tense.IMPERATIVE}
)
_PERIPHRASIS: Final = {Tense.PRESENT: Tense.PROGRESSIVE, Tense.CONDITIONAL: Tense.FUTURE}
_COMPOUND: Final = {Tense.PRESENT: Tense.PERFECT, Tense.PAST: Tense.PERFECT}


@dataclass(slots=True)
class Group:
    """A verb and the tokens it takes: ``first`` up to ``last`` (excluded), clitics included."""

    verb: Verb
    first: int
    last: int
    finite: bool


def groups(tokens: Sequence[Token], context: Context, blocked: frozenset[int]) -> list[Group]:
    """Find the verb groups of a sentence; ``blocked`` are the tokens that name times."""
    known = [
        None
        if place in blocked
        or token.text[0].isdigit()
        or _is_name(tokens, place)
        or token.text.lower() in words.INTERROGATIVES
        else analyse(token.text, token.folded, accents=context.accents)
        for place, token in enumerate(tokens)
    ]
    found: list[Group] = []
    place = 0
    while place < len(tokens):
        group = None
        if known[place] is not None or tokens[place].folded in words.CLITICS:
            group = _Finder(tokens, known, blocked, place).find()
        if group is None:
            place += 1
        else:
            found.append(group)
            place = group.last
    return found


def _is_name(tokens: Sequence[Token], place: int) -> bool:
    """Tell a capital within a sentence ("la ingeniera Patiño") from one that opens it or follows a sign."""
    text = tokens[place].text
    return (
        place > 0
        and text[:1].isupper()
        and text[1:].islower()
        and tokens[place - 1].text.isalpha()
        and tokens[place - 1].text.islower()
        and tokens[place - 1].folded not in words.CLITICS
    )


class _Finder:
    """Tries to read a verb group from one place on."""

    def __init__(
        self, tokens: Sequence[Token], known: Sequence[Word | None], blocked: frozenset[int], place: int
    ) -> None:
        self.tokens = tokens
        self.known = known
        self.blocked = blocked
        self.first = place
        self.clitics: list[str] = []

    def _word(self, place: int) -> str:
        return self.tokens[place].folded if 0 <= place < len(self.tokens) else ""

    def _forms(self, place: int, tenses: frozenset[Tense]) -> tuple[tuple[Form, ...], tuple[str, ...]]:
        word = self.known[place] if place < len(self.tokens) else None
        if word is None:
            return (), ()
        return tuple(form for form in word.forms if form.tense in tenses), word.enclitics

    def find(self) -> Group | None:
        """Read the group that begins here, if one does."""
        place = self.first
        while self._word(place) in words.CLITICS and place not in self.blocked and len(self.clitics) < 3:
            self.clitics.append(self._word(place))
            place += 1
        forms, enclitics = self._forms(place, _FINITE)
        if forms and (enclitics or self._is_verb(place, forms)):
            form = self._choose(forms, place, enclitics)
            return self._extend(form, place, enclitics)
        if self.clitics:
            return None
        forms, enclitics = self._forms(place, _NON_FINITE)
        if forms:
            return self._made(_Head(forms[0], place, forms[0].tense, enclitics), place + 1, forms[0].lemma)
        return None

    def _is_verb(self, place: int, forms: tuple[Form, ...]) -> bool:
        word = self._word(place)
        if self._is_shouted(place) or (word in words.FUNCTION and self.tokens[place].text.isascii()):
            return word == "entre" and (bool(self.clitics) or self._word(place - 1) in {"cuando", "cuanto", "apenas"})
        if set(self.clitics) - words.ARTICLES:
            return True
        stated = any(
            form.tense in {Tense.FUTURE, Tense.CONDITIONAL}
            or (form.person is Person.FIRST and form.tense is not Tense.SUBJUNCTIVE)
            for form in forms
        )
        if self.clitics:
            return self._is_verb_after_article(place, forms, stated=stated)
        before = "" if place - 1 in self.blocked else self._word(place - 1)
        if before in words.NUMERALS and word.endswith("n"):
            return True  # "las dos quedan listas": no noun counted ends so
        counted = before[:1].isdigit() and word.endswith("s")  # "de 300 expedientes"
        if before in _BEFORE_NOUNS or word in words.NOUNS or counted:
            return False
        # "En cuanto **pase** por allí le aviso."
        awaited = before in words.AWAITING and any(form.tense is Tense.SUBJUNCTIVE for form in forms)
        return awaited or word not in words.NOUNISH or self._is_bare_verb(place, first=stated)

    def _is_shouted(self, place: int) -> bool:
        """Tell an acronym ("el mandato SEPA") from the word of one who writes everything in capitals."""
        text = self.tokens[place].text
        return len(text) > 1 and text.isupper() and any(token.text.islower() for token in self.tokens)

    def _is_verb_after_article(self, place: int, forms: tuple[Form, ...], *, stated: bool) -> bool:
        """Tell "la mando" from "la manda" and "la sede": what agrees with the article may be a noun."""
        word, article, before = self._word(place), self.clitics[-1], self._word(self.first - 1)
        if article == "lo":
            return True
        if before in words.PREPOSITIONS and self.first - 1 not in self.blocked:
            return False  # "de la cocina"
        if all(form.tense in _WISHED for form in forms) and (word not in words.NO_VERBS or before not in words.WISHING):
            return before in words.WISHING
        if stated or article.endswith("s") != word.endswith("s") or self._has_subject_behind(place):
            return True
        if word.endswith(_SECOND_PERSONS):
            return True  # "los tenéis de vuelta"
        return not (word.endswith("s") or word in words.NOUNISH or word in words.NOUNS or self._describes(place))

    def _has_subject_behind(self, place: int) -> bool:
        """Tell "la mira el electricista" from "la mira del rifle"."""
        after = self._word(place + 1)
        return place + 1 not in self.blocked and (after in {"el", "mi", "nuestro", "nuestra"} or after in words.STAFF)

    def _describes(self, place: int) -> bool:
        """Tell whether what follows describes a noun: "la nómina corregida", "la receta la dejo"."""
        after = self._word(place + 1)
        return after in {"de", "del", "que"} or after in words.CLITICS or bool(self._forms(place + 1, _PARTICIPLE)[0])

    def _is_bare_verb(self, place: int, *, first: bool) -> bool:
        """Tell "Paso mañana" from "Paso de cebra": a noun takes "de" or stands alone, a verb an object or a time."""
        before, after = self._word(place - 1), self._word(place + 1)
        if first and after == "a" and self._forms(place + 2, _INFINITIVE)[0]:
            return True  # "cuando esté hecho paso a firmar"
        opens = place == 0 or place - 1 in self.blocked or before in _OPENS_STATEMENT
        if not opens or after in _NO_OBJECT or before in {"/", "-"}:
            return False
        if (self._word(place), after) in words.GOVERNED:
            return True
        return (first or place > 0) and (place + 1 in self.blocked or after in _OPENS_OBJECT)

    def _choose(self, forms: tuple[Form, ...], place: int, enclitics: tuple[str, ...]) -> Form:
        """Choose among homographs: an order where one is likely, else the present, the first person first."""

        def rank(form: Form) -> tuple[int, ...]:
            imperative = form.tense is Tense.IMPERATIVE
            commands = bool(enclitics) or self._commands(place, form)
            missing = form.spelled != self.tokens[place].text.lower()
            return (
                imperative != commands,
                missing and form.tense is Tense.PAST,
                form.tense is Tense.PAST,
                form.tense is Tense.SUBJUNCTIVE and any(other.tense is Tense.PRESENT for other in forms),
                (form.person is not Person.FIRST) != (form.tense is Tense.SUBJUNCTIVE),
                form.lemma in {"crear", "fundir", "sentar", "mediar"},
            )

        return min(forms, key=rank)

    def _commands(self, place: int, form: Form) -> bool:
        """Tell whether an imperative is likely here: it opens its clause, without clitics before it.

        What happens is told and not ordered: "está agotado, **llega** el lunes".
        """
        if self.clitics:
            return form.tense is Tense.IMPERATIVE and self._word(self.first - 1) == "no" and form.spelled[-1:] in "en"
        before = self._word(place - 1)
        if before == "no" and form.tense is Tense.IMPERATIVE:
            before = self._word(place - 2)
        return (place == 0 or before in _OPENS_ORDER) and form.lemma not in words.HAPPENING

    def _extend(self, form: Form, place: int, enclitics: tuple[str, ...]) -> Group:
        """Follow auxiliaries to the verb that carries the meaning."""
        after = place + 1
        while self._word(after) in words.BETWEEN and after not in self.blocked and after < place + 3:
            after += 1
        head = _Head(form, place, form.tense, enclitics)
        compound = self._compound(head, after)
        return compound or self._governed(head, after, form.lemma) or self._made(head, place + 1, form.lemma)

    def _compound(self, head: _Head, after: int) -> Group | None:
        """Read "he enviado", "estoy mirando", "será enviado"."""
        lemma, tense = head.form.lemma, head.tense
        participles, _ = self._forms(after, _PARTICIPLE)
        gerunds, more = self._forms(after, _GERUND)
        if participles and lemma == "haber":
            head = head._replace(tense=_COMPOUND.get(tense, tense))
            lemma = participles[0].lemma
            return self._governed(head, after + 1, lemma) or self._made(head, after + 1, lemma)
        if participles and lemma == "ser":
            return self._made(head, after + 1, participles[0].lemma, passive=True)
        if gerunds and lemma in {"estar", "seguir", "ir", "quedar"}:
            made = tense if lemma in {"ir", "quedar"} else _PERIPHRASIS.get(tense, tense)
            head = head._replace(tense=made, enclitics=head.enclitics + more)
            return self._made(head, after + 1, gerunds[0].lemma, auxiliary="seguir" if lemma == "seguir" else "")
        return None

    def _governed(self, head: _Head, after: int, lemma: str) -> Group | None:
        """Read "voy a enviar", "me encargo de enviar", and one infinitive deeper: "voy a volver a llamar"."""
        auxiliary, last = "", head.place + 1
        if lemma == "ir" and self._word(after) == "a":
            head = head._replace(tense=_GOING.get(head.tense, head.tense))
        for _ in range(2):
            link = self._word(after) if self._word(after) in _GOVERNS else ""
            infinitives, more = self._forms(after + bool(link), _INFINITIVE)
            if not infinitives or lemma not in _GOVERNS[link]:
                break
            inner = infinitives[0].lemma
            hidden = (lemma, link) in _TRANSPARENT or (lemma, inner) in _MEANS
            auxiliary = auxiliary or ("" if hidden else lemma)
            lemma = _MEANS.get((lemma, inner), inner)
            last = after = after + bool(link) + 1
            head = head._replace(enclitics=head.enclitics + more)
        gerunds, more = self._forms(last, _GERUND) if lemma == "estar" else ((), ())
        if gerunds:  # "lo voy a estar **subiendo**"
            head, lemma, last = head._replace(enclitics=head.enclitics + more), gerunds[0].lemma, last + 1
        return self._made(head, last, lemma, auxiliary=auxiliary) if last > head.place + 1 else None

    def _made(self, head: _Head, last: int, lemma: str, *, auxiliary: str = "", passive: bool = False) -> Group:
        form = head.form
        clitics = {*self.clitics, *head.enclitics}
        verb = Verb(
            lemma=lemma,
            person=form.person,
            plural=form.plural,
            tense=head.tense,
            start=self.tokens[self.first].start,
            end=self.tokens[last - 1].end,
            auxiliary=auxiliary,
            recipient=_recipient(clitics, form.person, lemma),
            direct=bool(_DIRECT & clitics),
            passive=passive or ("se" in clitics and form.person is Person.THIRD and not _DIRECT & clitics),
        )
        return Group(verb=verb, first=self.first, last=last, finite=form.tense in _FINITE)


class _Head(NamedTuple):
    """The finite verb of a group, the tense that the group will have, and the clitics written on to its verbs."""

    form: Form
    place: int
    tense: Tense
    enclitics: tuple[str, ...]


def _recipient(clitics: set[str], person: Person, lemma: str) -> Role:
    """Tell to whom from the clitics; of a first person, "me" and "nos" are the author himself.

    Whom one calls or visits is a person: "la llamo mañana".
    """
    if clitics & _READER or (clitics & _DIRECT and ("se" in clitics or lemma in words.REACHING)):
        return Role.NOBODY if person is Person.SECOND and clitics & {"te", "os"} else Role.READER
    if clitics & _AUTHOR and person is not Person.FIRST:
        return Role.AUTHOR
    return Role.NOBODY
