"""Rules tried on the examples that stand beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rules.facts import Address, Direction, Message
from rules.reading import read
from rules.signals import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.language.matching import RuleSet
    from rules.language.rule import Rule
    from rules.language.schema import ExampleText

DAY = datetime(2026, 3, 10, 10, tzinfo=UTC)
"""A Tuesday on which all examples are written."""
_OURS = frozenset({Kind.PROMISE, Kind.QUOTE, Kind.REQUEST, Kind.MISSING_ATTACHMENT, Kind.NO_AGREEMENT})
"""Kinds that our own side writes, unless the rule or the example says otherwise."""
_ANA, _PEDRO = (
    Address(address="ana@estudio.example", name="Ana"),
    Address(address="pedro@cliente.example", name="Pedro"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One example, and what its rule made of it."""

    rule: Rule
    text: str
    must_find: bool
    evidence: str | None
    found: tuple[str, ...]
    """The stretches the rule found, verbatim."""

    @property
    def passed(self) -> bool:
        """Whether the rule did what the example says."""
        if not self.must_find:
            return not self.found
        return any(self.evidence is None or _folded(self.evidence) == _folded(each) for each in self.found)


def try_examples(rules: RuleSet) -> Iterator[Trial]:
    """Try every rule on its own examples; what other rules find in them does not count."""
    for rule in rules.rules:
        for must_find, example in rule.examples:
            reading = read(message_of(example, rule))
            hits = [hit for hit in rules.match(reading) if hit.rule.id == rule.id]
            yield Trial(
                rule=rule,
                text=example.text,
                must_find=must_find,
                evidence=example.evidence,
                found=tuple(example.text[hit.start : hit.end] for hit in hits),
            )


def message_of(example: ExampleText, rule: Rule) -> Message:
    """Return an example as a message of the side that writes such things."""
    usual = Direction.OUTBOUND if rule.kind in _OURS else Direction.INBOUND
    return replace(
        a_message(example.text, example.direction or rule.direction or usual),
        language=rule.language,
        subject=example.subject,
        attachments=example.attachments,
    )


def a_message(text: str, direction: Direction, date: datetime = DAY) -> Message:
    """Return a text as a message between two people."""
    author, reader = (_ANA, _PEDRO) if direction is Direction.OUTBOUND else (_PEDRO, _ANA)
    return Message(
        id="example@estudio.example",
        account="",
        direction=direction,
        date=date,
        sender=author,
        to=(reader,),
        text=text,
    )


def _folded(text: str) -> str:
    return " ".join(text.split())
