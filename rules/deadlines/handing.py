"""Hand a day on: "our van is over on Wednesday **and will drop it off**" is due on the day named just before."""

from __future__ import annotations

from collections.abc import Sequence

from rules.deadlines.deadline import Deadline, DeadlineKind
from rules.deadlines.table import table_of

_HANDED = frozenset({DeadlineKind.EXACT, DeadlineKind.RANGE, DeadlineKind.CLOCK})


def handed_on(deadlines: Sequence[Deadline], place: int, folded: str, language: str) -> Deadline | None:
    """Return the time that the clause before ``place`` hands on to the one that begins there, or None.

    Who says where somebody will be, and then what he will do, has said when: "I'm your way on Wednesday, **so I'll
    knock**", "in Ashford till two, **will come after**". ``folded`` is the folded sentence. A time until which
    somebody is away, busy or closed hands nothing on, unless what follows comes after it.
    """
    table = table_of(language)
    before = [one for one in deadlines if one.end <= place and one.kind in _HANDED and one.day]
    if not before or table.hands_on is None or table.hands_nothing is None:
        return None
    last = before[-1]
    if (between := table.hands_on.fullmatch(folded, last.end, place)) is None:
        return None
    said = folded[last.scope[0] : last.end]
    return last if between["after"] or not table.hands_nothing.search(said) else None


def agreed_on(deadlines: Sequence[Deadline], folded: str, language: str) -> Deadline | None:
    """Return the day of an appointment that a sentence states: "your slot is Tuesday at 9", "see you on the 14th"."""
    stated = table_of(language).appointment
    days = [one for one in deadlines if one.kind.names_days and one.day]
    return days[-1] if days and stated is not None and stated.search(folded) else None


def is_done_there(folded: str, language: str) -> bool:
    """Tell whether a clause says what people do when they meet: "I'll bring the filters"."""
    done = table_of(language).done_there
    return done is not None and done.search(folded) is not None
