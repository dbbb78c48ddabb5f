"""What is kept of a message: a trace, without its body."""

from __future__ import annotations

from collections.abc import Iterable

from rules import mentions, respite
from rules.facts import Direction, Trace
from rules.people import Us
from rules.reading.reading import Reading
from rules.signals import Signal

MAX_LINE = 200
"""Characters kept of a greeting or closing formula."""


def trace(
    reading: Reading,
    signals: Iterable[Signal],
    us: Us,
    *,
    marks: frozenset[str] = frozenset(),
    thread_hint: str = "",
    discarded: bool = False,
) -> Trace:
    """Keep of a message what the ledger may keep: ids, dates, people, hashes of words, and the signals' evidence."""
    message = reading.message
    others = (*message.to, *message.cc)
    people = others if message.direction is Direction.OUTBOUND else (message.sender, *others)
    attached = mentions.of(" ".join(message.attachments))
    said = (mentions.of(sentence.text) for sentence in reading.sentences)
    return Trace(
        id=message.id,
        account=message.account,
        direction=message.direction,
        date=message.date,
        sender=message.sender,
        to=message.to,
        cc=message.cc,
        outside=us.outside(people),
        subject=message.subject,
        references=message.references,
        thread_hint=thread_hint,
        language=reading.language,
        register=reading.register,
        automatic=reading.automatic,
        returns_on=reading.returns_on,
        signals=tuple(signals),
        attachments=len(message.attachments),
        links=reading.links,
        words=reading.words,
        mentions=attached.union(*said),
        attached=attached,
        marks=marks,
        more_time=respite.until(reading),
        greeting=reading.greeting[:MAX_LINE],
        goodbye=reading.goodbye[:MAX_LINE],
        signature=reading.signature[:MAX_LINE],
        plural_author=reading.plural_author,
        discarded=discarded,
        step_key=message.headers.get("x-prometido", "")[:MAX_LINE],
    )
