"""The kinds a message may raise, in the order of the model's columns: who raises them, who owes, how often."""

from __future__ import annotations

from typing import Final

from rules.facts import Direction
from rules.signals import Kind, Party

KINDS: Final = tuple(kind for kind in Kind if kind is not Kind.MEETING)
"""A meeting is raised from the calendar, not from mail."""
LANGUAGES: Final = ("en", "es")
"""The languages that are read, in the order of the bars."""
REPEATED: Final = frozenset({Kind.PROMISE, Kind.REQUEST, Kind.INQUIRY})
"""Kinds that a message may raise several times; they alone may name a day."""
_OURS: Final = frozenset({Kind.QUOTE, Kind.REQUEST, Kind.MISSING_ATTACHMENT, Kind.NO_AGREEMENT})
"""Kinds that only mail of ours raises; a promise is raised by both sides, the others by theirs."""
_OWED_BY_US: Final = frozenset(
    {Kind.INQUIRY, Kind.MISSING_ATTACHMENT, Kind.NO_AGREEMENT, Kind.ACCEPTANCE, Kind.COMPLAINT}
)


def is_possible(kind: Kind, direction: Direction) -> bool:
    """Tell whether a message of that direction can raise a kind."""
    return kind is Kind.PROMISE or (kind in _OURS) is (direction is Direction.OUTBOUND)


def debtor(kind: Kind, direction: Direction) -> Party:
    """Tell which side owes."""
    if kind is Kind.PROMISE:
        return Party.US if direction is Direction.OUTBOUND else Party.THEM
    return Party.US if kind in _OWED_BY_US else Party.THEM
