"""Spanish sentences taken apart into clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from rules.grammar.clause import Clause, Link, Mood, Person, Role, Span, Tense
from rules.grammar.spanish import words
from rules.grammar.spanish.conjugation import LEMMAS, conjugate, learn, table
from rules.grammar.spanish.groups import Group, groups, with_recipient
from rules.grammar.spanish.morphology import analyse
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from rules.grammar.clause import Context, Token
    from rules.reading.reading import Sentence

_INFINITIVE: Final = re.compile(r"[a-zñáéóúü]{2,}(?:ar|er|ir)")
_STRONG: Final = frozenset(".;:!?()¿¡") | {"...", "•", "*"}
_OFFERS: Final = frozenset(
    "querer gustar preferir desear interesar apetecer venir parecer necesitar convenir decidir animar convencer cuadrar encajar tincar continuar"
    " retomar entrar surgir cambiar complicar".split()
)
_COURTESIES: Final = frozenset(
    "abrazo abrazos beso besos saludo saludos disposicion atencion gracias agradecido agradecida placer gusto gusta encantado encantada".split()
)
_DOUBTS: Final = frozenset("quiza quizas seguramente probablemente igual posiblemente".split())
_TRIED: Final = frozenset(
    {
        "intentar",
        "procurar",
        "tratar",
        "esperar",
        "poder",
        "querer",
        "pensar",
        "preferir",
        "desear",
        "necesitar",
        "gustar",
    }
)
_DUTIES: Final = frozenset({"tener", "deber", "haber", "soler"})
_WAITS: Final = frozenset({Link.IF, Link.WHEN})
_HANGING: Final = frozenset({Link.IF, Link.WHEN, Link.BECAUSE, Link.PURPOSE, Link.THOUGH})


@dataclass(slots=True)
class _Draft:
    """A clause in the making: tokens ``first`` up to ``last``, hung by the words at ``opener``."""

    group: Group
    first: int
    last: int
    link: Link
    subordinator: str
    joined: bool
    """Whether "y" or a comma joins it to the clause before."""


class Spanish:
    """The grammar of Spanish."""

    language = "es"
    enclitics = r"(?:se)?(?:me|te|nos|os)?(?:l[aeo]s?)?"
    time_sign = (
        r"\b(?:hoy|manana|mnn|tarde|noche|mediodia|lunes|martes|miercoles|jueves|viernes|sabado|domingo|finde|semanas?|quincena|mes(?:es)?|dias?|horas?"
        r"|minutos?|rato|ratito|luego|ahorita|ahora|breve|brevedad|pronto|antes|despues|finales|fines?|principios?|enero|febrero|marzo|abril|mayo|junio"
        r"|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|verano|vispera|siguiente|primera|ultima|plazo|dentro|tras|cuanto|tardar|nada|tiro|\d+)\b"
    )

    def parse(self, sentence: Sentence, context: Context) -> tuple[Clause, ...]:
        """Say what a sentence says, clause by clause, in order."""
        tokens = words.tokens(sentence)
        times = [span for span in context.times if not words.OPENS_WHEN.match(sentence.folded, span.start)]
        context = replace(context, times=times)
        blocked = frozenset(
            place
            for place, token in enumerate(tokens)
            for span in context.times
            if span.start <= token.start < span.end
        )
        found = groups(tokens, context, blocked)
        heads = [group for group in found if group.finite] or found[:1]
        drafts = _cut(tokens, heads, blocked)
        clauses = [_clause(draft, tokens, sentence, context) for draft in drafts]
        return tuple(_hang(clauses, drafts, tokens))

    def knows(self, lemma: str) -> bool:
        """Tell whether a verb of a lexicon can be conjugated."""
        return lemma in LEMMAS or _INFINITIVE.fullmatch(lemma) is not None

    def forms(
        self, lemma: str, persons: AbstractSet[Person] = frozenset(), tenses: AbstractSet[Tense] = frozenset()
    ) -> frozenset[str]:
        """Give the folded forms that a group of those persons and tenses can contain."""
        learn(lemma)
        return _forms(lemma, frozenset(persons), frozenset(tenses))

    def sign(self, persons: AbstractSet[Person], tenses: AbstractSet[Tense]) -> str:
        """Give a pattern that every sentence with such a verb holds: the endings of the first person."""
        if persons == {Person.FIRST}:
            if Tense.PRESENT not in tenses and tenses <= {Tense.FUTURE, Tense.GOING_TO}:
                return r"\b(?:\w+r(?:e|emos)|voy|vamos|estaria(?:mos)?)\b"
            return _first_person()
        if persons == {Person.THIRD} and tenses and tenses <= {Tense.FUTURE, Tense.GOING_TO}:
            return r"\b(?:\w+ran?|van?)\b"
        return ""

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
    singular = {
        fold(form.spelled)
        for forms in table().values()
        for form in forms
        if form.person is Person.FIRST and not form.plural and form.tense is Tense.PRESENT
    } - words.NOUNS - words.FUNCTION
    return rf"\b(?:{'|'.join(sorted(singular))}|\w+mos|\w+re|estaria)\b"


@cache
def _forms(lemma: str, persons: frozenset[Person], tenses: frozenset[Tense]) -> frozenset[str]:
    bare = {Tense.INFINITIVE, Tense.GERUND, Tense.PARTICIPLE}
    compound = {Tense.GOING_TO, Tense.PERFECT, Tense.PROGRESSIVE}
    return frozenset(
        fold(form.spelled)
        for form in conjugate(lemma)
        if (not persons or form.person in persons or form.tense in bare)
        and (not tenses or form.tense in tenses or form.tense in bare or tenses & compound)
    )


def _cut(tokens: Sequence[Token], heads: list[Group], blocked: frozenset[int]) -> list[_Draft]:
    """Cut a sentence between its verb groups."""
    drafts: list[_Draft] = []
    start = 0
    for number, group in enumerate(heads):
        asks = number > 0 and heads[number - 1].verb.lemma in words.ASKING
        first, link, subordinator, joined = _opening(tokens, start, group, blocked, first_clause=number == 0, asks=asks)
        if drafts:
            drafts[-1].last = first - len(subordinator.split())
        drafts.append(_Draft(group, first, len(tokens), link, subordinator, joined))
        start = group.last
    for draft in drafts:
        draft.last = next(
            (
                place
                for place in range(draft.group.last, draft.last)
                if tokens[place].folded in _STRONG and place not in blocked
            ),
            draft.last,
        )
    return drafts


def _opening(
    tokens: Sequence[Token], start: int, group: Group, blocked: frozenset[int], *, first_clause: bool, asks: bool
) -> tuple[int, Link, str, bool]:
    """Find where the clause of a group begins after ``start``, and the words that open it."""
    first, link, subordinator = start if first_clause else -1, Link.MAIN, ""
    joined = inserted = False
    place = start
    while place < group.first:
        word = tokens[place].folded
        if place in blocked:
            place += 1
            continue
        if word in _STRONG:
            first, link, subordinator, joined = place + 1, Link.MAIN, "", False
        elif word in {",", "-"}:
            if inserted or (link in {Link.THAT, Link.RELATIVE} and place == first):
                inserted = not inserted  # "le comunico que, tras estudiarlo, hemos decidido…"
            elif link not in _HANGING or not first_clause:
                first, link, subordinator, joined = place + 1, Link.MAIN, "", True
        elif tokens[place].text.lower() in words.INTERROGATIVES:
            first, link, subordinator, joined = place, Link.THAT if start else link, "", False
        elif found := _subordinator(tokens, place, group.first):
            length, kind, text = found
            if text == "que" or kind is Link.THAT:
                kind = _that(tokens, place, text)
            elif text == "si" and place == start and asks:
                kind = Link.THAT
            place += length
            first, link, subordinator, joined = place, kind, text, False
            continue
        elif word in words.COORDINATORS:
            first, link, subordinator, joined = place + 1, Link.MAIN, "", True
        place += 1
    if first < 0:
        first = group.first
        while first > start and tokens[first - 1].folded in words.NEGATIONS | words.AUTHOR_PRONOUNS | {"ya", "usted"}:
            first -= 1
    return first, link, subordinator, joined


def _subordinator(tokens: Sequence[Token], place: int, end: int) -> tuple[int, Link, str] | None:
    for length in range(min(words.LONGEST, end - place), 0, -1):
        key = tuple(token.folded for token in tokens[place : place + length])
        if key in words.SUBORDINATORS:
            if key == ("si",) and tokens[place].text.lower() == "sí":
                return None
            return length, words.SUBORDINATORS[key], " ".join(key)
    return None


def _that(tokens: Sequence[Token], place: int, text: str) -> Link:
    """Tell what "que" opens: a statement at the start, what is said after a verb, a relative after a noun."""
    if place == 0 or tokens[place - 1].folded in _STRONG | {","}:
        return Link.MAIN if text == "que" else Link.THAT
    before = tokens[place - 1]
    if text != "que" or before.folded in words.ARTICLES | {"el"}:
        return Link.RELATIVE if text == "que" else Link.THAT
    word = analyse(before.text, before.folded, accents=True)
    is_verb = word is not None and before.folded not in words.NOUNISH | words.NOUNS | words.FUNCTION
    return Link.THAT if is_verb or before.folded in {"de", "claro", "seguro", "es"} else Link.RELATIVE


def _clause(draft: _Draft, tokens: Sequence[Token], sentence: Sentence, context: Context) -> Clause:
    """Make a clause of a draft: its subject, object, moods and times."""
    group = draft.group
    first, last = _trim(draft, tokens, context)
    start, end = tokens[first].start, tokens[last - 1].end
    own = tokens[first:last]
    times = tuple(span for span in context.times if start <= span.start < end)
    folded = sentence.folded[start:end]
    subject, subject_words = _subject(draft, tokens, context)
    if group.verb.recipient is not Role.READER and words.READER_PHRASES.search(folded):
        group = with_recipient(group, Role.READER)
    clause = Clause(
        start=start,
        end=end,
        tokens=own,
        verb=group.verb,
        subject=subject,
        subject_words=subject_words,
        link=draft.link,
        subordinator=draft.subordinator,
        times=times,
        dated=any(span not in context.vague for span in times),
        object=_object(draft, tokens, last, context),
    )
    return replace(clause, moods=_moods(clause, draft, tokens, sentence, context))


def _trim(draft: _Draft, tokens: Sequence[Token], context: Context) -> tuple[int, int]:
    """Leave out what opens the clause without belonging to it, and what trails behind a comma without a time."""
    first, last = draft.first, draft.last
    inside = range(first, draft.group.first)
    for place in inside:
        if tokens[place].folded == "," and not any(
            tokens[first].start <= span.start < tokens[place].start for span in context.times
        ):
            first = place + 1
    while first < draft.group.first and tokens[first].folded in words.OPENERS:
        first += 1
    for place in range(draft.group.last, last):
        rest = tokens[place:last]
        if tokens[place].folded in {",", "-"} and not any(
            rest[0].start <= span.start <= rest[-1].end for span in context.times
        ):
            last = place
            break
    while last > draft.group.last and (
        tokens[last - 1].folded in words.COORDINATORS
        or (not tokens[last - 1].folded[-1].isalnum() and tokens[last - 1].folded not in {"€", "%", "$"})
    ):
        last -= 1
    return first, last


def _subject(draft: _Draft, tokens: Sequence[Token], context: Context) -> tuple[Role, Span | None]:
    group = draft.group
    before = tokens[draft.first : group.first]
    after = tokens[group.last : min(draft.last, group.last + 4)]
    around = {token.folded for token in before} | {token.folded for token in after[:1]}
    match group.verb.person:
        case Person.FIRST:
            return Role.AUTHOR, None
        case Person.SECOND:
            return Role.READER, None
        case Person.NONE:
            return Role.NOBODY, None
    if around & words.READER_PRONOUNS:
        return Role.READER, None
    noun = _noun_before(before, context) or _noun_after(after, context)
    if noun:
        own = any(token.folded in {"nuestro", "nuestra", "nuestros", "nuestras", "mi", "mis"} for token in noun)
        staff = any(token.folded in words.STAFF for token in noun)
        return (Role.FIRM if own or staff else Role.THIRD), Span(noun[0].start, noun[-1].end)
    if group.verb.recipient is Role.AUTHOR:
        return Role.READER, None
    return Role.NOBODY, None


def _noun_before(before: Sequence[Token], context: Context) -> Sequence[Token]:
    """Find the noun phrase right before the verb: no time, no preposition before it."""
    rest = [token for token in before if token.folded not in words.NEGATIONS | {"ya", "tambien", "se"}]
    rest = [token for token in rest if not any(span.start <= token.start < span.end for span in context.times)]
    while rest and not rest[-1].folded[-1].isalnum():
        rest = rest[:-1]
    for place, token in enumerate(rest):
        if token.folded in words.PREPOSITIONS and token.folded not in {"de", "del"}:
            return rest[:place] if place else []
    if rest and (
        rest[0].folded in words.DETERMINERS | words.ARTICLES
        or rest[0].text[:1].isupper()
        or rest[0].folded in words.STAFF
    ):
        return rest
    return []


def _noun_after(after: Sequence[Token], context: Context) -> Sequence[Token]:
    """Find a subject behind its verb: "la mira el electricista", "lo firma gerencia"."""
    rest = [token for token in after if not any(span.start <= token.start < span.end for span in context.times)]
    if rest and rest[0].folded in words.STAFF:
        return rest[:1]
    if (
        len(rest) > 1
        and rest[0].folded in {"el", "la", "mi", "nuestro", "nuestra", "los", "las"}
        and rest[1].folded in words.STAFF
    ):
        return rest[:2]
    if rest and rest[0].text[:1].isupper() and rest[0].folded not in words.DETERMINERS:
        return rest[:1]
    return []


def _object(draft: _Draft, tokens: Sequence[Token], last: int, context: Context) -> Span | None:
    """Find the thing: the noun phrase after the verb, else the one fronted before a clitic."""
    group = draft.group

    def is_time(token: Token) -> bool:
        return any(span.start <= token.start < span.end for span in context.times)

    place = group.last
    while place < last and (
        is_time(tokens[place])
        or tokens[place].folded
        in words.AUTHOR_PRONOUNS | words.READER_PRONOUNS | {"ya", "tambien", "luego", "hoy", "mismo"}
    ):  # noqa: E501
        place += 1
    start = place
    while place < last:
        token = tokens[place]
        stops = token.folded in words.PREPOSITIONS - {"de", "del"} or token.folded in {
            ",",
            "y",
            "que",
            "si",
            "por",
            "cuando",
        }
        if is_time(token) or (stops and not (token.folded == "y" and place > start)) or not token.folded[-1].isalnum():
            break
        place += 1
    while place > start and tokens[place - 1].folded in words.PREPOSITIONS | words.DETERMINERS | words.ARTICLES | {"y"}:
        place -= 1
    if place > start:
        return Span(tokens[start].start, tokens[place - 1].end)
    if group.verb.direct and group.first > draft.first:
        fronted = [token for token in tokens[draft.first : group.first] if not is_time(token)]
        fronted = [
            token for token in fronted if token.folded not in words.NEGATIONS | words.AUTHOR_PRONOUNS | words.OPENERS
        ]
        if fronted and fronted[0].folded not in words.PREPOSITIONS:
            return Span(fronted[0].start, fronted[-1].end)
    return None


def _moods(
    clause: Clause, draft: _Draft, tokens: Sequence[Token], sentence: Sentence, context: Context
) -> frozenset[Mood]:
    verb = draft.group.verb
    before = [token.folded for token in tokens[max(draft.first, draft.group.first - 4) : draft.group.first]]
    bag = {token.folded for token in clause.tokens}
    found: set[Mood] = set()
    if set(before) & words.NEGATIONS or bag & words.NOTHING:
        found.add(Mood.NEGATED)
    if _is_question(clause, sentence):
        found.add(Mood.QUESTION)
    if verb.tense in {Tense.PAST, Tense.PERFECT} or _is_over(clause, sentence, context):
        found.add(Mood.PAST)
    if verb.tense is Tense.CONDITIONAL:
        found.add(Mood.CONDITIONAL)
    if bag & words.HABITS or any(clause.start <= span.start < clause.end for span in context.habitual):
        found.add(Mood.HABITUAL)
    if bag & _COURTESIES:
        found.add(Mood.COURTESY)
    if bag & _DOUBTS or "lo mejor" in sentence.folded[clause.start : clause.end] or verb.auxiliary in _TRIED:
        found.add(Mood.DOUBT)
    if verb.auxiliary in _DUTIES:
        found.add(Mood.DUTY)
    if verb.auxiliary == "poder" and verb.person is Person.FIRST:
        found.add(Mood.OFFER)
    if sentence.folded[: clause.start].count('"') % 2 or sentence.text[: clause.start].count("«") > sentence.text[
        : clause.start
    ].count("»"):
        found.add(Mood.REPORTED)
    return frozenset(found)


def _is_over(clause: Clause, sentence: Sentence, context: Context) -> bool:
    """Tell whether a time that is past dates the clause, and not one of its nouns ("la factura **de ayer**")."""
    starts = [span.start for span in context.past if clause.start <= span.start < clause.end]
    starts += [match.start() for match in words.PAST_ADVERBS.finditer(sentence.folded, clause.start, clause.end)]
    return any(sentence.folded[max(0, start - 3) : start] != "de " for start in starts)


def _is_question(clause: Clause, sentence: Sentence) -> bool:
    opened = sentence.text.rfind("¿", 0, clause.start + 1)
    closed = sentence.text.find("?", clause.start)
    if opened >= 0:
        return "?" not in sentence.text[opened : clause.start]
    if closed < 0:
        return False
    return not any(sign in sentence.text[clause.end : closed] for sign in ".;:!¿")


def _hang(clauses: list[Clause], drafts: list[_Draft], tokens: Sequence[Token]) -> list[Clause]:
    """Tell of each main clause what it waits on, and of each reported one that it is."""
    found = list(clauses)
    for place, (clause, draft) in enumerate(zip(clauses, drafts, strict=True)):
        previous = found[place - 1] if place else None
        if previous is not None and draft.joined and clause.verb and previous.link in _HANGING:
            if clause.verb.tense is Tense.SUBJUNCTIVE:
                found[place] = clause = replace(clause, link=previous.link)
        if clause.link is Link.THAT and previous is not None and _reports(previous):
            found[place] = clause = replace(clause, moods=clause.moods | {Mood.REPORTED})
        follows = found[place + 1] if place + 1 < len(found) else None
        if follows is not None and _completes(follows, clause):
            found[place] = clause = replace(clause, complement=True)
        if clause.link in _WAITS:
            continue
        waits = _waited_for(found, place, drafts, tokens)
        if waits is None:
            continue
        role, offer = waits
        moods = clause.moods | {Mood.CONDITIONAL} | ({Mood.OFFER} if offer else set())
        found[place] = replace(clause, waits_on=role, moods=frozenset(moods))
    return found


def _completes(follows: Clause, clause: Clause) -> bool:
    """Tell whether a clause is what another says or asks: "le confirmo **que**…", "le ruego **me indique**…"."""
    if clause.verb is None or follows.verb is None:
        return False
    asked = clause.verb.lemma in words.REQUESTING
    if follows.link is Link.THAT:
        return asked or clause.verb.lemma in words.ASKING
    return asked and follows.verb.tense is Tense.SUBJUNCTIVE and follows.link is Link.MAIN


def _reports(clause: Clause) -> bool:
    verb = clause.verb
    return verb is not None and verb.lemma in words.SAYING and clause.subject is not Role.AUTHOR


def _waited_for(
    clauses: list[Clause], place: int, drafts: list[_Draft], tokens: Sequence[Token]
) -> tuple[Role, bool] | None:
    """Find the "if" or "when" clause beside a clause; an order followed by "y" is one too."""
    if place and drafts[place].joined and _orders(clauses[place - 1]) and Mood.NEGATED not in clauses[place - 1].moods:
        return Role.READER, False
    for other in range(place - 1, -1, -1):
        between = tokens[drafts[other].group.last : drafts[place].first]
        if any(token.folded in _STRONG for token in between):
            break
        hanging = clauses[other]
        if hanging.link in _WAITS:
            return _condition(hanging)
        if hanging.waits_on is not None and drafts[place].joined:
            return hanging.waits_on, Mood.OFFER in hanging.moods
    after = place + 1
    if after < len(clauses) and clauses[after].link in _WAITS:
        between = tokens[drafts[place].group.last : drafts[after].first]
        if not any(token.folded in _STRONG for token in between):
            return _condition(clauses[after])
    return None


def _condition(clause: Clause) -> tuple[Role, bool]:
    verb = clause.verb
    offer = clause.link is Link.IF and verb is not None and (verb.lemma in _OFFERS or verb.auxiliary in _OFFERS)
    role = clause.subject
    if role is Role.NOBODY and verb is not None and verb.recipient is Role.AUTHOR:
        role = Role.READER
    return (Role.THIRD if role in {Role.NOBODY, Role.FIRM} else role), offer


def _orders(clause: Clause) -> bool:
    verb = clause.verb
    return verb is not None and (
        verb.tense is Tense.IMPERATIVE
        or (verb.person is Person.SECOND and verb.tense is Tense.PRESENT and verb.recipient is Role.AUTHOR)
    )


SPANISH: Final = Spanish()
