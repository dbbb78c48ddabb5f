"""Verb groups: "se lo voy a enviar" is one verb, with its auxiliaries and clitics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

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
    "": frozenset(
        "poder querer deber soler pensar intentar procurar lograr conseguir necesitar esperar preferir desear hacer dejar mandar saber rogar"
        " agradecer gustar encantar parecer prometer decidir costar".split()
    ),
    "a": frozenset(
        "ir volver empezar comenzar pasar poner venir salir subir bajar acercar entrar mandar ayudar comprometer llegar proceder obligar"
        " aprender atrever animar enviar llevar invitar dedicar quedar".split()
    ),
    "de": frozenset("haber tratar acabar terminar dejar encargar ocupar deber acordar olvidar cuidar parar cesar".split()),
    "en": frozenset("quedar tardar insistir pensar".split()),
    "que": frozenset("tener haber".split()),
    "por": frozenset("estar hacer empezar optar acabar terminar".split()),
}  # fmt: skip
"""Verbs that govern an infinitive, by the word between them."""
_TRANSPARENT: Final = frozenset({"volver"})
_MEANS: Final = {("hacer", "llegar"): "enviar", ("hacer", "saber"): "avisar"}
_BETWEEN: Final = frozenset("ya tambien luego ahora solo mismo sin falta siempre yo nosotros usted ustedes".split())
_WISHING: Final = frozenset("que cuando si no cuanto apenas quien donde bien vez pronto aunque mientras y".split())
"""Words after which "la mande" is a wish, and not "la sede" a noun."""
_FINITE: Final = frozenset(
    {Tense.PRESENT, Tense.FUTURE, Tense.CONDITIONAL, Tense.PAST, Tense.SUBJUNCTIVE, Tense.IMPERATIVE}
)
_PERIPHRASIS: Final = {Tense.PRESENT: Tense.PROGRESSIVE, Tense.CONDITIONAL: Tense.FUTURE}
_STATES: Final = frozenset({"estar", "quedar", "seguir", "ser"})
_COMPOUND: Final = {Tense.PRESENT: Tense.PERFECT, Tense.FUTURE: Tense.FUTURE}


@dataclass(slots=True)
class Group:
    """A verb and the tokens it takes: ``first`` up to ``last`` (excluded), clitics included."""

    verb: Verb
    first: int
    last: int
    head: int
    """The finite verb itself."""
    clitics: tuple[str, ...]
    finite: bool


def groups(tokens: Sequence[Token], context: Context, blocked: frozenset[int]) -> list[Group]:
    """Find the verb groups of a sentence; ``blocked`` are the tokens that name times."""
    known = [
        None if place in blocked else analyse(token.text, token.folded, accents=context.accents)
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
        forms, enclitics = self._forms(place, frozenset({Tense.INFINITIVE, Tense.GERUND}))
        if forms:
            return self._made(forms[0], place, place + 1, enclitics, lemma=forms[0].lemma)
        return None

    def _is_verb(self, place: int, forms: tuple[Form, ...]) -> bool:
        word, before = self._word(place), self._word(place - 1)
        text = self.tokens[place].text
        shouted = text.isupper() and len(text) > 1 and not "".join(token.text for token in self.tokens).isupper()
        if shouted or (word in words.FUNCTION and text.isascii() and not (self.clitics and word == "entre")):
            return False
        if set(self.clitics) - words.ARTICLES:
            return True
        first_or_future = any(
            form.person is Person.FIRST and form.tense is not Tense.SUBJUNCTIVE or form.tense in {Tense.FUTURE, Tense.CONDITIONAL}
            for form in forms
        )  # fmt: skip
        nounish = word in words.NOUNISH or word in words.NOUNS
        if self.clitics:
            article = self.clitics[-1]
            wished = all(form.tense in {Tense.SUBJUNCTIVE, Tense.IMPERATIVE} for form in forms)
            if wished and before not in _WISHING and article != "lo":
                return False
            if article == "lo" or first_or_future:
                return True
            agrees = article.endswith("s") == word.endswith("s")
            plural = word.endswith("s") and not word.endswith(("ais", "eis", "enes", "ieres", "edes"))
            return not agrees or self._has_subject_behind(place) or not (nounish or plural or self._describes(place))
        if before in words.PREPOSITIONS | words.DETERMINERS | words.ARTICLES or self.tokens[place].text[:1].isdigit():
            return False
        if word in words.NOUNS:
            return False
        if nounish:
            return self._is_bare_verb(place, first=first_or_future)
        return True

    def _has_subject_behind(self, place: int) -> bool:
        """Tell "la mira el electricista" from "la mira del rifle"."""
        after = self._word(place + 1)
        return place + 1 not in self.blocked and (after in {"el", "mi", "nuestro", "nuestra"} or after in words.STAFF)

    def _describes(self, place: int) -> bool:
        """Tell whether what follows describes a noun: "la nómina corregida", "la receta de la tarta", "la receta la dejo"."""
        after = self._word(place + 1)
        return after in {"de", "del", "que"} or after in words.CLITICS or bool(self._forms(place + 1, frozenset({Tense.PARTICIPLE}))[0])

    def _is_bare_verb(self, place: int, *, first: bool) -> bool:
        """Tell "Paso mañana" from "Paso de cebra": a noun takes "de" or stands alone, a verb takes an object or a time."""
        before, after = self._word(place - 1), self._word(place + 1)
        if after in {"de", "del", ":", ".", "", "no", "n", "-", "/"} or before in {"de", "/", "-"}:
            return False
        opens = (
            place == 0 or place - 1 in self.blocked or before in words.OPENERS | words.NEGATIONS | words.AUTHOR_PRONOUNS
        )
        if not opens:
            return False
        follows = (
            place + 1 in self.blocked
            or after in words.DETERMINERS
            or after in words.ARTICLES
            or after in {"a", "por", "con", "tambien"}
        )
        return follows if first else place > 0 and follows

    def _choose(self, forms: tuple[Form, ...], place: int, enclitics: tuple[str, ...]) -> Form:
        """Choose among homographs: first person before third, present before past, imperative where nothing speaks for a statement."""

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
        """Tell whether an imperative is likely here: it opens its clause, without clitics before it."""
        if self.clitics:
            return form.tense is Tense.IMPERATIVE and self._word(self.first - 1) == "no" and form.spelled[-1:] in "en"
        before = self._word(place - 1)
        if before == "no" and form.tense is Tense.IMPERATIVE:
            before = self._word(place - 2)
        return place == 0 or before in words.OPENERS - {"si", "porque", "aunque", "ya", "que", "entonces", ")"} | {
            "favor",
            "porfa",
        }

    def _extend(self, form: Form, place: int, enclitics: tuple[str, ...]) -> Group:
        """Follow auxiliaries to the verb that carries the meaning."""
        after = place + 1
        while self._word(after) in _BETWEEN and after not in self.blocked and after < place + 3:
            after += 1
        lemma, tense = form.lemma, form.tense
        participles, _ = self._forms(after, frozenset({Tense.PARTICIPLE}))
        gerunds, more = self._forms(after, frozenset({Tense.GERUND}))
        if lemma == "haber" and participles:
            made = _COMPOUND.get(tense, tense if tense is not Tense.PAST else Tense.PERFECT)
            return self._made(form, place, after + 1, enclitics, lemma=participles[0].lemma, tense=made)
        if lemma in {"estar", "seguir", "ir"} and gerunds:
            made = _PERIPHRASIS.get(tense, tense) if lemma != "ir" else tense
            return self._made(form, place, after + 1, enclitics + more, lemma=gerunds[0].lemma, tense=made,
                              auxiliary="seguir" if lemma == "seguir" else "")  # fmt: skip
        if lemma == "ser" and participles:
            return self._made(form, place, after + 1, enclitics, lemma=participles[0].lemma, passive=True)
        link = self._word(after)
        link = link if link in _GOVERNS else ""
        infinitives, more = self._forms(after + bool(link), frozenset({Tense.INFINITIVE}))
        if infinitives and lemma in _GOVERNS[link]:
            last = after + bool(link) + 1
            inner = infinitives[0].lemma
            if lemma == "ir" and link == "a":
                made = {Tense.PRESENT: Tense.GOING_TO}.get(tense, tense)
                return self._chain(form, place, last, enclitics + more, inner, made, "")
            if (lemma, inner) in _MEANS:
                return self._made(form, place, last, enclitics + more, lemma=_MEANS[lemma, inner])
            return self._chain(
                form, place, last, enclitics + more, inner, tense, "" if lemma in _TRANSPARENT else lemma
            )
        return self._made(form, place, place + 1, enclitics, lemma=lemma)

    def _chain(
        self, form: Form, place: int, last: int, clitics: tuple[str, ...], lemma: str, tense: Tense, auxiliary: str
    ) -> Group:
        """Go one infinitive deeper: "voy a intentar mandarlo", "voy a volver a llamar"."""
        link = self._word(last) if self._word(last) in _GOVERNS else ""
        infinitives, more = self._forms(last + bool(link), frozenset({Tense.INFINITIVE}))
        if infinitives and lemma in _GOVERNS[link]:
            inner = infinitives[0].lemma
            outer = auxiliary or ("" if lemma in _TRANSPARENT or (lemma, inner) in _MEANS else lemma)
            return self._made(form, place, last + bool(link) + 1, clitics + more,
                              lemma=_MEANS.get((lemma, inner), inner), tense=tense, auxiliary=outer)  # fmt: skip
        return self._made(form, place, last, clitics, lemma=lemma, tense=tense, auxiliary=auxiliary)

    def _made(
        self,
        form: Form,
        place: int,
        last: int,
        enclitics: tuple[str, ...],
        *,
        lemma: str,
        tense: Tense | None = None,
        auxiliary: str = "",
        passive: bool = False,
    ) -> Group:
        clitics = (*self.clitics, *enclitics)
        verb = Verb(
            lemma=lemma,
            person=form.person,
            plural=form.plural,
            tense=tense or form.tense,
            start=self.tokens[self.first].start,
            end=self.tokens[last - 1].end,
            auxiliary=auxiliary,
            recipient=_recipient(clitics, form.person),
            direct=bool(_DIRECT & set(clitics)),
            passive=passive or ("se" in clitics and form.person is Person.THIRD and not _DIRECT & set(clitics)),
        )
        finite = form.tense in _FINITE
        return Group(verb=verb, first=self.first, last=last, head=place, clitics=clitics, finite=finite)


def _recipient(clitics: tuple[str, ...], person: Person) -> Role:
    """Tell to whom from the clitics; of a first person, "me" and "nos" are the author himself."""
    found = set(clitics)
    if found & _READER or ("se" in found and found & _DIRECT):
        return Role.NOBODY if person is Person.SECOND and found & {"te", "os"} else Role.READER
    if found & _AUTHOR and person is not Person.FIRST:
        return Role.AUTHOR
    return Role.NOBODY


def with_recipient(group: Group, role: Role) -> Group:
    """Give the same group with another recipient, told by words outside of it."""
    return replace(group, verb=replace(group.verb, recipient=role))
