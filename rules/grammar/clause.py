"""What a sentence says, clause by clause: who does what, when, to whom, and in which mood.

Both languages produce this model; rules speak of it and never of letters. Places are offsets into
the sentence's own text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from rules.reading.reading import Sentence


class Person(StrEnum):
    """Grammatical person of the finite verb. "Usted" is second: it is the reader."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    NONE = "none"
    """Infinitive, gerund, or no verb at all."""


class Tense(StrEnum):
    """Tense of the finite verb of a group, as it is written."""

    PRESENT = "present"
    """Spanish "te lo mando", English "I send"; with a time to come it speaks of the future."""
    PROGRESSIVE = "progressive"
    """"Lo estoy mirando", "I'm sending"."""
    FUTURE = "future"
    """"Enviaré", "I'll send", "shall"."""
    GOING_TO = "going_to"
    """"Voy a enviar", "I'm going to send"."""
    CONDITIONAL = "conditional"
    """"Enviaría", "I would send"."""
    PAST = "past"
    """Preterite, imperfect, simple past."""
    PERFECT = "perfect"
    """"He enviado", "I have sent"; its time is over."""
    SUBJUNCTIVE = "subjunctive"
    IMPERATIVE = "imperative"
    INFINITIVE = "infinitive"
    GERUND = "gerund"
    PARTICIPLE = "participle"


class Role(StrEnum):
    """Who acts, or to whom something is done."""

    AUTHOR = "author"
    """"Yo", "nosotros", "I", "we"."""
    FIRM = "firm"
    """Somebody the author commits: "nuestro técnico", "mi compañera", "our engineer"."""
    READER = "reader"
    THIRD = "third"
    """Somebody else, or a thing."""
    NOBODY = "nobody"
    """Not said."""


class Link(StrEnum):
    """How a clause hangs in its sentence."""

    MAIN = "main"
    IF = "if"
    WHEN = "when"
    """"Cuando", "en cuanto", "apenas", "as soon as", "once"."""
    RELATIVE = "relative"
    """"El contrato que le envié", "the call that we will have"."""
    THAT = "that"
    """What is said, thought or asked: "dice que…", "whether…"."""
    BECAUSE = "because"
    PURPOSE = "purpose"
    """"Para que", "so that"; also "para + infinitive"."""
    THOUGH = "though"


class Mood(StrEnum):
    """What takes the force out of a statement."""

    NEGATED = "negated"
    QUESTION = "question"
    CONDITIONAL = "conditional"
    """Waits on an "if" or "when" clause of the same sentence, or is in the conditional tense."""
    PAST = "past"
    REPORTED = "reported"
    """Somebody else's word: "mi cuñado dice que…"."""
    HABITUAL = "habitual"
    """"Siempre", "cada mes", "usually"."""
    OFFER = "offer"
    """"Si quiere", "if you like", "podemos…", "we can…"."""
    COURTESY = "courtesy"
    """"Le mando un abrazo", "I look forward to"."""
    DOUBT = "doubt"
    """"Creo que", "a lo mejor", "intentaré", "hopefully"."""
    DUTY = "duty"
    """"Tengo que", "hay que", "I should": an obligation, no commitment yet."""


class Span(NamedTuple):
    """A stretch of a text, end excluded."""

    start: int
    end: int

    def covers(self, place: int) -> bool:
        """Tell whether a place lies inside."""
        return self.start <= place < self.end


class Token(NamedTuple):
    """One word or sign. ``folded`` is the word as :func:`rules.text.fold` leaves it, abbreviations written out."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb group: "se lo voy a enviar" is one, of the lemma "enviar"."""

    lemma: str
    """Infinitive of the verb that carries the meaning; English without "to"."""
    person: Person
    plural: bool
    tense: Tense
    start: int
    end: int
    """The group with its clitics and auxiliaries."""
    auxiliary: str = ""
    """Infinitive of what governs it: "poder", "encargar", "quedar", "manage"; future and perfect are none."""
    recipient: Role = Role.NOBODY
    """To whom: "le", "os", "you", "to you" is the reader; "me", "us" the author."""
    direct: bool = False
    """Has a pronoun for its object: "te **lo** mando", "send **it**"."""
    passive: bool = False
    """"Será entregado", "se enviará", "will be delivered"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause: the shortest stretch that says one thing."""

    start: int
    end: int
    """The evidence: without leading conjunctions, vocatives and trailing signs."""
    tokens: tuple[Token, ...]
    verb: Verb | None = None
    subject: Role = Role.NOBODY
    subject_words: Span | None = None
    """Where the subject stands, when it is a noun ("nuestro técnico")."""
    link: Link = Link.MAIN
    subordinator: str = ""
    """The word or words that introduce it, folded."""
    moods: frozenset[Mood] = frozenset()
    waits_on: Role | None = None
    """Whose act or event it waits for, when an "if" or "when" clause stands with it."""
    times: tuple[Span, ...] = ()
    """Times of it, in order: those named in it, else those of the clause that "y" joins it to."""
    dated: bool = False
    """At least one of its times names a day or an hour."""
    complement: bool = False
    """A clause of what is said follows: "le confirmo **que**…", "I confirm **that**…"."""
    object: Span | None = None
    """The noun phrase of the thing: "el presupuesto"."""


class Context(NamedTuple):
    """What the parser is told about a sentence besides its words."""

    times: tuple[Span, ...] = ()
    """Times to come, found in the sentence by :mod:`rules.deadlines`."""
    vague: tuple[Span, ...] = ()
    """Those of the times that name no day: "en breve", "en abril", "tras la reunión"."""
    past: tuple[Span, ...] = ()
    """Times that are over."""
    habitual: tuple[Span, ...] = ()
    """Times that come again and again."""
    accents: bool = True
    """Whether the author writes accents at all: "envio" means "envío" in the mail of one who does not."""
    formal: bool = False
    """Whether the reader is addressed as "usted": then third person verbs without subject may be his."""
    quoted: bool = False
    """Whether quotation marks stand open before the sentence: what it says is somebody else's word."""


class Grammar(Protocol):
    """What the engine asks of a language."""

    language: str
    enclitics: str
    """RE2 pattern of what may follow a verb form within the word ("enviár**selo**"); empty in English."""
    time_sign: str
    """RE2 pattern that every sentence naming a time holds; it may hold in others too."""

    def parse(self, sentence: Sentence, context: Context) -> tuple[Clause, ...]:
        """Say what a sentence says, clause by clause, in order."""
        ...

    def knows(self, lemma: str) -> bool:
        """Tell whether a verb of a lexicon can be conjugated; the linter asks."""
        ...

    def forms(
        self, lemma: str, persons: AbstractSet[Person] = frozenset(), tenses: AbstractSet[Tense] = frozenset()
    ) -> frozenset[str]:
        """Give the folded one-word forms that a verb group of those persons and tenses can contain.

        They are what the set matcher looks for: too many cost time, a missing one costs a hit.
        """
        ...

    def sign(self, persons: AbstractSet[Person], tenses: AbstractSet[Tense]) -> str:
        """Give an RE2 pattern that every sentence with such a verb holds; empty when there is none."""
        ...

    def inflect(self, word: str) -> frozenset[str]:
        """Give the folded forms of a noun or adjective given in the singular."""
        ...
