"""What happened in a conversation, in order of time, each thing once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from rules.facts import Automatic, Direction, Event, Trace
from rules.settlement.conversation import Word, circle_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rules.people import Us

Happening = Trace | Event | Word

_Fact = TypeVar("_Fact", Trace, Event)

_BOUNCES_WITHIN = timedelta(days=5)
"""A server gives a message up after four to five days (RFC 5321, section 4.5.4.1)."""


def in_order(
    traces: Iterable[Trace], events: Iterable[Event], words: Iterable[Word], *, us: Us, now: datetime
) -> list[Happening]:
    """Return all that has happened by ``now``, oldest first. What different accounts hold of one message is one.

    At the same second a message comes before its replies, a meeting ends after what was written in it, and the
    user has the last word.
    """
    found: list[tuple[tuple[datetime, int, int, str], Happening]] = [
        ((trace.date, 0, len(trace.references), trace.id), trace) for trace in _once(traces) if trace.date <= now
    ]
    found += [
        ((event.end, 1, 0, event.id), event)
        for event in _once(events)
        if event.end <= now and not event.cancelled and circles_at(event, us)
    ]
    found += [
        ((word.at, 2, 0, f"{word.commitment_id} {word.verb} {word.until} {word.cause}"), word)
        for word in words
        if word.at <= now
    ]
    return [happening for _, happening in sorted(found, key=lambda entry: entry[0])]


def circles_at(event: Event, us: Us) -> frozenset[str]:
    """Return the circles of the people from outside who attend."""
    return frozenset(map(circle_of, us.outside(event.outside or event.attendees)))


def undelivered(traces: Sequence[Trace]) -> frozenset[str]:
    """Return the messages of ours that bounced: the last one a bounce names, else the last one in its thread.

    ``traces`` are in order of time.
    """
    lost: set[str] = set()
    for number, bounce in enumerate(traces):
        if bounce.automatic is not Automatic.BOUNCE:
            continue
        sent = [trace for trace in traces[:number] if _may_have_bounced(trace, bounce)]
        named = [trace for trace in sent if trace.id in bounce.references]
        in_thread = [trace for trace in sent if bounce.thread and trace.thread == bounce.thread]
        lost.update(trace.id for trace in (named or in_thread)[-1:])
    return frozenset(lost)


def _may_have_bounced(trace: Trace, bounce: Trace) -> bool:
    is_ours = trace.direction is Direction.OUTBOUND and trace.automatic is None
    return is_ours and bounce.date - trace.date <= _BOUNCES_WITHIN


def _once(items: Iterable[_Fact]) -> list[_Fact]:
    """Return each fact once, as the first account by name holds it."""
    return list({item.id: item for item in sorted(items, key=lambda item: item.account, reverse=True)}.values())
