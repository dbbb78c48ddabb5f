"""What a rule file may say. Every field's description is what the linter tells when it is missing."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from rules.facts import Direction
from rules.grammar.clause import Link, Mood, Person, Role, Tense
from rules.signals import Confidence, Kind

T = TypeVar("T")

LANGUAGES = ("es", "en")


class Need(StrEnum):
    """Whether something must be there, or must not."""

    REQUIRED = "required"
    ABSENT = "absent"


class Time(StrEnum):
    """Whether a clause must name a time."""

    REQUIRED = "required"
    DATED = "dated"
    """One that can be computed: "el viernes", not "en breve"."""
    ABSENT = "absent"


class Place(StrEnum):
    """Where in the author's own words a sentence stands."""

    FIRST = "first"
    LAST = "last"


class Evidence(StrEnum):
    """Which stretch of the text is shown as the reason."""

    CLAUSE = "clause"
    PERIOD = "period"
    """The clause with the conditions it hangs on."""
    MATCH = "match"
    SENTENCE = "sentence"


class Status(StrEnum):
    """How far a rule can be trusted; an experimental one never makes more than a "maybe"."""

    STABLE = "stable"
    EXPERIMENTAL = "experimental"


class Word(StrEnum):
    """The words of :class:`rules.signals.Confidence`."""

    SURE = "sure"
    LIKELY = "likely"
    MAYBE = "maybe"

    @property
    def confidence(self) -> Confidence:
        """What it stands for."""
        return Confidence.of(self)


def _several(value: object) -> object:
    return tuple(value) if isinstance(value, list) else (value,)


def _words(value: object) -> object:
    """Take a list of words apart that is written as text, with commas between them."""
    if isinstance(value, str):
        return tuple(word for part in value.split(",") if (word := " ".join(part.split())))
    return _several(value)


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f'"{value}" is not known here; expected {" or ".join(LANGUAGES)}')
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Several = Annotated[tuple[T, ...], BeforeValidator(_several)]
Words = Annotated[tuple[Text, ...], BeforeValidator(_words)]
Names = Words
"""Names of lexicons."""
Language = Annotated[str, AfterValidator(_language)]


class Written(BaseModel):
    """Something written in a rule file: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LexiconText(Written):
    """A named list of words."""

    verbs: Words = Field((), description="infinitives, which the engine conjugates")
    nouns: Words = Field((), description="nouns and adjectives in the singular")
    phrases: Words = Field((), description="words that stand as they are")
    includes: Names = Field((), description="other lexicons")


class VerbText(Written):
    """What the verb of a clause must be like."""

    lexicon: Names = Field((), description="verbs it may be")
    other_than: Names = Field((), alias="except", description="verbs it may not be")
    person: Several[Person] = ()
    tense: Several[Tense] = ()
    auxiliary: Several[Text] = Field((), description="a lexicon of verbs that govern it, required or absent")
    direct: bool | None = Field(None, description="true when it has a pronoun for its object")
    passive: bool | None = None
    plural: bool | None = None


class ObjectText(Written):
    """What the object of a clause must be like."""

    lexicon: Names = Field(description="nouns it may be")


class ConditionText(Written):
    """A description that a clause, its sentence and its message fit or not: every part given must hold."""

    verb: VerbText | None = None
    subject: Several[Role] = ()
    recipient: Several[Role] = ()
    link: Several[Link] = ()
    modality: Several[Mood] = Field((), description="at least one of these moods")
    waits_on: Several[Role] = Field((), description="whose act it waits for")
    time: Time | None = Field(None, description="required, dated or absent")
    complement: Need | None = Field(None, description="whether what is said follows, required or absent")
    object: ObjectText | Need | None = Field(None, description="required, absent, or a lexicon")
    mentions: Names = Field((), description="a lexicon, any word of which the clause holds")
    text: Text | None = Field(None, description="a pattern; with a verb it must lie in the same clause")
    sentence: Text | None = Field(None, description="a pattern that the sentence also holds")
    message: Text | None = Field(None, description="a pattern that the message also holds")
    subject_line: Text | None = Field(None, description="a pattern that the subject of the message holds")
    direction: Direction | None = None
    attachments: Need | None = None
    links: Need | None = None
    position: Place | None = Field(None, description="first or last sentence of the message")
    evidence: Evidence | None = Field(None, description="clause, period, match or sentence")
    confidence: Word = Word.LIKELY
    holding: bool = False


class ExampleText(Written):
    """A message that a rule must find something in, or leave alone."""

    text: Text = Field(description="the message")
    evidence: Text | None = Field(None, description="the stretch that must be found")
    language: Language | None = None
    direction: Direction | None = None
    subject: str = ""
    attachments: Several[Text] = ()


def _example(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


Example = Annotated[ExampleText, BeforeValidator(_example)]


class ExamplesText(Written):
    """The examples beside a rule."""

    finds: Annotated[tuple[Example, ...], Field(min_length=1, description="texts in which it finds something")]
    ignores: Annotated[tuple[Example, ...], Field(min_length=1, description="texts that it leaves alone")]


class RuleText(Written):
    """One rule."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")] = Field(description="a name of its own")
    title: Text = Field(description="what it finds, in a few words")
    kind: Kind = Field(description="the signal it raises")
    version: Annotated[int, Field(ge=1)] = Field(description="a number that grows with every change of meaning")
    status: Status = Status.STABLE
    outright: bool = Field(False, description="its words leave no doubt: the second reader is not asked")
    announces: bool = Field(
        False, description="says that something will be done and not what: a promise right after it is the same one"
    )
    languages: Several[Language] = Field(description="the languages it reads")
    description: Text = Field(description="what it is for")
    direction: Direction | None = Field(None, description="outbound or inbound; both when left out")
    looks_for: Several[ConditionText] = Field(description="descriptions, any of which is enough")
    unless: Several[ConditionText] = Field((), description="descriptions, any of which takes the force out")
    holding_when: Several[ConditionText] = Field(
        (), description="descriptions of a reply that only renews what is owed"
    )
    playbook: Text | None = Field(None, description="another playbook than its kind's")
    false_positives: Several[Text] = ()
    examples: ExamplesText = Field(description="texts it finds something in and texts it ignores")


class RuleFile(Written):
    """A file of lexicons, rules, or both."""

    language: Language = Field("es", description="the language of the lexicons")
    lexicons: dict[str, LexiconText] = Field(default_factory=dict)
    rules: tuple[RuleText, ...] = ()
