"""A rule of one language, as the engine uses it: lexicons looked up, patterns compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rules.facts import Direction
    from rules.grammar.clause import Link, Mood, Person, Role, Tense
    from rules.language.schema import Evidence, ExampleText, Need, Place, Status, Time
    from rules.signals import Confidence, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbCondition:
    """What the verb of a clause must be like. Empty sets ask for nothing."""

    lemmas: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    persons: frozenset[Person] = frozenset()
    tenses: frozenset[Tense] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    auxiliary: Need | None = None
    direct: bool | None = None
    passive: bool | None = None
    plural: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A description that fits or not; see :class:`rules.language.schema.ConditionText`.

    Patterns are compiled RE2 over folded text, None where nothing was given.
    """

    verb: VerbCondition | None
    subjects: frozenset[Role]
    recipients: frozenset[Role]
    links: frozenset[Link]
    moods: frozenset[Mood]
    waits_on: frozenset[Role]
    time: Time | None
    complement: Need | None
    object: Need | None
    object_words: Any
    mentions: Any
    text: Any
    sentence: Any
    message: Any
    subject_line: Any
    direction: Direction | None
    attachments: Need | None
    links_to: Need | None
    place: Place | None
    evidence: Evidence
    confidence: Confidence
    holding: bool
    asks_message: bool
    """Whether it asks for something outside of its sentence."""
    needs_clause: bool
    """Whether only a parsed clause can answer."""
    triggers: tuple[str, ...]
    """RE2 patterns that every sentence it fits holds, the rarest first; none when any sentence may fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of one language. A rule file that names two languages gives two of them."""

    id: str
    title: str
    kind: Kind
    version: int
    status: Status
    outright: bool
    """Its words leave no doubt: the second reader is not asked."""
    announces: bool
    """Says that something will be done and not what: a promise right after it is the same one."""
    language: str
    description: str
    looks_for: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    holding_when: tuple[Condition, ...]
    direction: Direction | None
    playbook: str | None
    false_positives: tuple[str, ...]
    examples: tuple[tuple[bool, ExampleText], ...]
    """Each with whether it must be found."""
    file: str
    line: int
