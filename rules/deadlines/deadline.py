"""A time named in a text, and whether it is one by which something is due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class DeadlineKind(StrEnum):
    """What sort of time it is. Only the first six say by when something is due."""

    EXACT = "exact"
    """A day: "el viernes", "in 48 hours"."""
    RANGE = "range"
    """A stretch of days: "la semana que viene"; due on its last."""
    EVENT = "event"
    """The day of a thing that somebody goes to: "a la junta del 16"; a day by itself goes before it."""
    CLOCK = "clock"
    """A time of day: "a las cuatro", "by noon". Of the day named beside it, else of the day of saying."""
    VAGUE = "vague"
    """"En breve", "cuanto antes", "en enero": no day can be computed."""
    AFTER_EVENT = "after_event"
    """"Tras la reunión": no day can be computed."""
    PAST = "past"
    """"El lunes pasado", "two days ago"."""
    HABITUAL = "habitual"
    """"Los lunes", "every Friday"."""
    DURATION = "duration"
    """"Durante dos semanas", "for thirty days"."""
    ATTRIBUTE = "attribute"
    """The date of a thing: "la reunión **del jueves**", "**Thursday's** meeting"."""
    NEGATED = "negated"
    """"**Mañana** no puedo", "not **today**"."""

    @property
    def counts(self) -> bool:
        """Whether a thing can be due by it."""
        return self in _DUE

    @property
    def names_days(self) -> bool:
        """Whether it is a day or days by itself: neither a time of day nor the day of a thing."""
        return self in _DAYS


_DAYS = frozenset({DeadlineKind.EXACT, DeadlineKind.RANGE})
_DUE = frozenset(
    {
        DeadlineKind.EXACT,
        DeadlineKind.RANGE,
        DeadlineKind.EVENT,
        DeadlineKind.CLOCK,
        DeadlineKind.VAGUE,
        DeadlineKind.AFTER_EVENT,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A time named in a text, from ``start`` up to ``end`` (excluded) of the folded text.

    ``day`` is the last local day on which what is due by it is still kept; None when it is vague or does not count.
    """

    start: int
    end: int
    day: date | None
    kind: DeadlineKind
    restates: bool = False
    """Says the day over again that the time right before it means."""
    scope: tuple[int, int] = (0, 0)
    """The stretch between conjunctions and signs that it stands in: a clause that begins there is its own."""
