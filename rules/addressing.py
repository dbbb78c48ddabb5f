"""Whom a draft goes to, and where in the thread it stands.

Recipients come from what our own side wrote, never from an inbound ``Reply-To``: whoever can put a header into our
mailbox must not be able to steer a draft.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules.commitments import Commitment
from rules.facts import Address, Direction, Trace
from rules.people import Us

_PREFIX = re.compile(r"^\s*(?:(?:re|rv|fw|fwd|enc|tr|aw|res|ref)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_MOST_REFERENCES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Everything of a draft but its text."""

    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    in_reply_to: str
    references: tuple[str, ...]
    replied: Trace | None
    """The message it answers."""


def base_subject(subject: str) -> str:
    """The subject without reply and forward prefixes (RFC 5322, 3.6.5), white space folded."""
    return " ".join(_PREFIX.sub("", subject).split())


def reply_envelope(commitment: Commitment, thread: Sequence[Trace], *, us: Us, sender: Address) -> Envelope | None:
    """Address a reply in the commitment's thread; None where nobody outside is left to write to.

    ``thread`` holds the thread's traces in order of date. The last message our side wrote to this counterparty says who
    reads it; in a thread in which we never wrote it is the person who wrote to us.
    """
    spoken = [trace for trace in thread if trace.automatic is None]
    with_them = [
        trace
        for trace in spoken
        if trace.direction is Direction.OUTBOUND and commitment.counterparty in (*trace.to, *trace.cc)
    ]
    if with_them:
        last = with_them[-1]
        author = last.sender if last.sender.address in us.addresses else sender
        to, cc = us.outside(last.to), us.outside(last.cc)
        if not to:
            to, cc = cc, ()
    else:
        author, to, cc = _addressed(commitment, spoken, us) or sender, us.outside([commitment.counterparty]), ()
    if not to:
        return None
    replied = spoken[-1] if spoken else None
    before = replied.references if replied else ()
    chain = tuple(dict.fromkeys([*before, replied.id])) if replied else ()
    kept = chain if len(chain) <= _MOST_REFERENCES else (chain[0], *chain[1 - _MOST_REFERENCES :])
    return Envelope(
        sender=author,
        to=to,
        cc=cc,
        subject=f"Re: {base_subject(commitment.subject)}".strip(),
        in_reply_to=replied.id if replied else "",
        references=kept,
        replied=replied,
    )


def _addressed(commitment: Commitment, spoken: Sequence[Trace], us: Us) -> Address | None:
    """Which of our own addresses the counterparty wrote to: the answer comes from there."""
    for trace in reversed(spoken):
        if trace.id == commitment.message_id:
            return next((person for person in (*trace.to, *trace.cc) if person.address in us.addresses), None)
    return None
