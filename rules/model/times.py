"""The times a sentence names, without their days: those change with every message, and the sentence stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.deadlines import Deadline, DeadlineKind


class Time(NamedTuple):
    """A time that a sentence names, whatever day it is."""

    start: int
    end: int
    kind: DeadlineKind


def times_of(found: Iterable[Deadline]) -> tuple[Time, ...]:
    """Give the times of a sentence without their days, which change with every message."""
    return tuple(Time(each.start, each.end, each.kind) for each in found)
